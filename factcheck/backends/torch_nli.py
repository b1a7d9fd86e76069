"""NLI cross-encoders in torch: the shipped model, or any Hugging Face three-way NLI model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from factcheck.backends.batching import UNSCALED, plan_batches, scores_of
from factcheck.backends.embedder import weights_sha256
from factcheck.backends.weights import MANIFEST, read_manifest, verify
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, NliLabel, NliScores

# How NLI models on the Hugging Face hub name the three labels; matched after lower-casing.
_LABEL_NAMES: Mapping[str, NliLabel] = {
    "entailment": NliLabel.ENTAILMENT,
    "entail": NliLabel.ENTAILMENT,
    "entails": NliLabel.ENTAILMENT,
    "neutral": NliLabel.NEUTRAL,
    "contradiction": NliLabel.CONTRADICTION,
    "contradict": NliLabel.CONTRADICTION,
    "contradicts": NliLabel.CONTRADICTION,
}
_MAX_LENGTH = 256
# How models/pack_weights.py names the integers of a linear layer and of an embedding table.
_TRANSPOSED, _PLAIN = ".int8_transposed", ".int8"


class TorchNliScorer:
    """Scores pairs with a sequence-classification model on CUDA where there is one, else on the CPU.

    `model` is the shipped folder, a local Hugging Face folder, or a hub id (looked up in the local cache first and,
    unless HF_HUB_OFFLINE is set, at the hub). Raises ModelError where the model is missing, damaged, or not three-way.
    """

    def __init__(self, model: str | Path, batch_tokens: int = 512) -> None:
        import torch

        folder = _folder_of(model)
        self._batch_tokens = batch_tokens
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        if (folder / MANIFEST).is_file():
            manifest = read_manifest(folder)
            verify(folder, manifest)
            self._labels, self._max_length = manifest.labels, manifest.max_length
            self._scaling = manifest.scaling
            self._info = ModelInfo(role="nli", name=manifest.name, sha256=manifest.sha256)
            self._tokenizer, loaded = _load(folder, packed=True)
        else:
            self._tokenizer, loaded = _load(folder, packed=False)
            self._labels, self._max_length = label_order(loaded.config.id2label, str(model)), _MAX_LENGTH
            self._scaling = UNSCALED
            self._info = ModelInfo(role="nli", name=str(model), sha256=weights_sha256(folder))
        self._model = loaded.to(self._device).eval()

    @property
    def info(self) -> ModelInfo:
        """Name of the model and the digest of its weights."""
        return self._info

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order."""
        if not pairs:
            return []
        encoded = self._tokenizer(
            [premise for premise, _ in pairs],
            [hypothesis for _, hypothesis in pairs],
            truncation="longest_first",
            max_length=self._max_length,
        )
        logits = np.zeros((len(pairs), len(self._labels)), dtype=np.float32)
        for batch in plan_batches([len(ids) for ids in encoded["input_ids"]], self._batch_tokens):
            logits[batch] = self._logits({name: [rows[i] for i in batch] for name, rows in encoded.items()})
        return scores_of(logits, self._labels, self._scaling)

    def _logits(self, rows: Mapping[str, list[list[int]]]) -> NDArray[np.float32]:
        import torch

        tensors = self._tokenizer.pad(dict(rows), return_tensors="pt").to(self._device)
        with (
            torch.inference_mode(),
            torch.autocast(self._device.type, dtype=torch.bfloat16, enabled=self._fast_bfloat16()),
        ):
            logits = self._model(**tensors).logits
        return np.asarray(logits.float().cpu().numpy(), dtype=np.float32)

    def _fast_bfloat16(self) -> bool:
        """bfloat16 only where the processor computes in it; elsewhere it is emulated and slower than float32."""
        import torch

        if self._device.type == "cuda":
            return bool(torch.cuda.is_bf16_supported())
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported() and torch.cpu._is_avx512_bf16_supported())


def label_order(id2label: Mapping[int, str], model: str) -> tuple[NliLabel, ...]:
    """The model's outputs by name; ModelError for a two-way model or names that are not the three NLI labels."""
    names = [str(id2label[index]).lower() for index in sorted(id2label)]
    order = tuple(_LABEL_NAMES[name] for name in names if name in _LABEL_NAMES)
    if len(order) != len(names) or set(order) != set(NliLabel):
        raise ModelError(
            f"The model {model!r} has the labels {', '.join(names)}; factcheck needs one with exactly entailment, "
            "neutral and contradiction: name another in models.nli_model or leave it out."
        )
    return order


def _folder_of(model: str | Path) -> Path:
    if Path(model).expanduser().is_dir():
        return Path(model).expanduser()
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(str(model)))
    except (OSError, ValueError) as error:  # the hub's own errors are all one of the two
        raise ModelError(
            f"The NLI model {str(model)!r} is neither a folder nor to be had from the Hugging Face cache or hub; "
            "correct models.nli_model or leave it out to use the shipped model."
        ) from error


def _load(folder: Path, *, packed: bool) -> tuple[Any, Any]:
    from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        if not packed:
            return tokenizer, AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True)
        model = AutoModelForSequenceClassification.from_config(
            AutoConfig.from_pretrained(folder, local_files_only=True)
        )
        model.load_state_dict(_unpacked(folder))
    except Exception as error:  # transformers raises whatever its parsers do on a damaged folder
        raise ModelError(f"The NLI model in {folder} cannot be loaded: {error}") from error
    return tokenizer, model


def _unpacked(folder: Path) -> dict[str, Any]:
    """The state dict of a folder made by models/pack_weights.py: int8 weights times the scale of their row."""
    from safetensors.torch import load_file

    tensors = {name: value for path in sorted(folder.glob("*.safetensors")) for name, value in load_file(path).items()}
    state: dict[str, Any] = {}
    for name, value in tensors.items():
        whole = name.removesuffix(_TRANSPOSED).removesuffix(_PLAIN)
        if whole != name:
            integers = value.T if name.endswith(_TRANSPOSED) else value
            state[whole] = integers.float() * tensors[f"{whole}.scale"][:, None]
        elif not name.endswith(".scale"):
            state[name] = value
    return state
