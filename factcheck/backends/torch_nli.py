"""NLI cross-encoders in torch: the shipped model, or any Hugging Face three-way NLI model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from factcheck.backends.batching import plan_batches
from factcheck.backends.embedder import weights_sha256
from factcheck.backends.weights import (
    EARLY_EXIT,
    EARLY_EXIT_WEIGHTS,
    MANIFEST,
    EarlyExit,
    Reading,
    SameFact,
    early_exit_of,
    label_order,
    model_folder,
    reading_of_manifest,
    same_fact_of,
)
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, NliScores

# Padded tokens of one batch: a GPU wants many at once, a CPU those that its cache holds.
_BATCH_TOKENS = {"cuda": 16_384, "cpu": 512}
# How models/pack_weights.py names the integers of a linear layer and of an embedding table.
_TRANSPOSED, _PLAIN = ".int8_transposed", ".int8"


class TorchNliScorer:
    """Scores pairs with a sequence-classification model on CUDA where there is one, else on the CPU.

    `model` is the shipped folder, a local Hugging Face folder, or a hub id (looked up in the local cache first and,
    unless HF_HUB_OFFLINE is set, at the hub). Raises ModelError where the model is missing, damaged, or not three-way.
    """

    def __init__(self, model: str | Path, batch_tokens: int | None = None) -> None:
        import torch

        folder = model_folder(model)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._batch_tokens = batch_tokens or _BATCH_TOKENS[self._device.type]
        self._same_fact: SameFact | None = None
        self._early: tuple[EarlyExit, dict[str, Any]] | None = None
        if (folder / MANIFEST).is_file():
            self._reading = reading_of_manifest(folder)
            self._same_fact = same_fact_of(folder)
            if early := early_exit_of(folder):
                self._early = early, early_weights(folder, self._device)
            self._tokenizer, loaded = _load(folder, packed=True)
        else:
            self._tokenizer, loaded = _load(folder, packed=False)
            info = ModelInfo(role="nli", name=str(model), sha256=weights_sha256(folder))
            self._reading = Reading(info, label_order(loaded.config.id2label, str(model)))
        self._model = loaded.to(self._device).eval()

    @property
    def info(self) -> ModelInfo:
        """Name of the model and the digest of its weights."""
        return self._reading.info

    @property
    def backend(self) -> str:
        """What computes: torch-cuda or torch-cpu."""
        return f"torch-{self._device.type}"

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order."""
        if not pairs:
            return []
        encoded = self._encoded(pairs)
        columns = len(self._reading.labels) + (self._same_fact is not None)
        logits = np.zeros((len(pairs), columns), dtype=np.float32)
        for batch in plan_batches([len(ids) for ids in encoded["input_ids"]], self._batch_tokens):
            logits[batch] = self._logits({name: [rows[i] for i in batch] for name, rows in encoded.items()})
        return self._reading.scores(logits)

    def first_states(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """The last state of the first token, which the classifier reads, of each pair: (pairs, hidden)."""
        import torch

        encoded = self._encoded(pairs)
        tensors = self._tokenizer.pad(dict(encoded), return_tensors="pt").to(self._device)
        with torch.inference_mode():
            found = self._model(**tensors, output_hidden_states=True)
        return np.asarray(found.hidden_states[-1][:, 0].double().cpu().numpy())

    def _encoded(self, pairs: Sequence[tuple[str, str]]) -> Any:
        return self._tokenizer(
            [premise for premise, _ in pairs],
            [hypothesis for _, hypothesis in pairs],
            truncation="longest_first",
            max_length=self._reading.max_length,
        )

    def _logits(self, rows: Mapping[str, list[list[int]]]) -> NDArray[np.float32]:
        import torch

        tensors = self._tokenizer.pad(dict(rows), return_tensors="pt").to(self._device)
        with (
            torch.inference_mode(),
            torch.autocast(self._device.type, dtype=torch.bfloat16, enabled=fast_bfloat16(self._device.type)),
        ):
            found = self._model(**tensors, output_hidden_states=self._same_fact is not None or self._early is not None)
            logits = found.logits.float()
            if self._same_fact is not None:
                first = found.hidden_states[-1][:, 0].float()
                weight = torch.tensor(self._same_fact.weight, device=self._device)
                logits = torch.cat([logits, (first * weight).sum(1, keepdim=True) + self._same_fact.bias], dim=1)
            if self._early is not None:
                early, weights = self._early
                states = found.hidden_states[early.layer + 1].float()
                told = early_logits(states, tensors["attention_mask"], weights)
                logits = torch.where(leaves_early(told, early)[:, None], told, logits)
        return np.asarray(logits.cpu().numpy(), dtype=np.float32)


def fast_bfloat16(device: str) -> bool:
    """Whether `device` ("cuda" or "cpu") computes in bfloat16; elsewhere it is emulated, and slower than float32."""
    import torch

    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported() and torch.cpu._is_avx512_bf16_supported())


def early_logits(states: Any, mask: Any, weights: Mapping[str, Any]) -> Any:
    """What the early exit says: logits of the labels and of `same_fact`, (pairs, 4).

    `states` are those of all tokens after its layer, (pairs, tokens, hidden), `mask` is 1 where there is a token.
    """
    import torch
    from torch.nn import functional

    asked = functional.linear(states, weights["asking.weight"], weights["asking.bias"])  # (pairs, tokens, queries)
    shares = torch.softmax(asked.masked_fill(mask[..., None] == 0, -1e9), dim=1)
    read = torch.cat([states[:, 0], torch.einsum("ptq,pth->pqh", shares, states).flatten(1)], dim=1)
    normed = functional.layer_norm(read, read.shape[1:], weights["norm.weight"], weights["norm.bias"])
    middle = functional.gelu(functional.linear(normed, weights["dense.weight"], weights["dense.bias"]))
    return functional.linear(middle, weights["told.weight"], weights["told.bias"])


def leaves_early(told: Any, early: EarlyExit) -> Any:
    """Which pairs leave: bools (pairs,) of the logits of `early_logits`."""
    likely = (told[:, :3] / early.temperature).softmax(1)
    sure = (likely.amax(1) >= early.sure) & (likely[:, 2] < early.contradiction_below)
    same_fact = told[:, 3].sigmoid()
    return sure & ((same_fact < early.same_fact_below) | (same_fact > early.same_fact_above))


def early_weights(folder: Path, device: Any) -> dict[str, Any]:
    """The weights of the early exit of `folder` by their short names, on `device`."""
    from safetensors.torch import load_file

    tensors = load_file(folder / EARLY_EXIT_WEIGHTS, device=str(device))
    return {name.removeprefix(EARLY_EXIT): value for name, value in tensors.items()}


def _load(folder: Path, *, packed: bool) -> tuple[Any, Any]:
    from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        if not packed:
            return tokenizer, AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True)
        model = AutoModelForSequenceClassification.from_config(
            AutoConfig.from_pretrained(folder, local_files_only=True)
        )
        model.load_state_dict(unpacked_weights(folder))
    except Exception as error:  # transformers raises whatever its parsers do on a damaged folder
        raise ModelError(f"The NLI model in {folder} cannot be loaded: {error}") from error
    return tokenizer, model


def unpacked_weights(folder: Path) -> dict[str, Any]:
    """The state dict of a folder made by models/pack_weights.py: int8 weights times the scale of their row."""
    from safetensors.torch import load_file

    paths = [path for path in sorted(folder.glob("*.safetensors")) if path.name != EARLY_EXIT_WEIGHTS]
    tensors = {name: value for path in paths for name, value in load_file(path).items()}
    state: dict[str, Any] = {}
    for name, value in tensors.items():
        whole = name.removesuffix(_TRANSPOSED).removesuffix(_PLAIN)
        if whole != name:
            integers = value.T if name.endswith(_TRANSPOSED) else value
            state[whole] = integers.float() * tensors[f"{whole}.scale"][:, None]
        elif not name.endswith(".scale"):
            state[name] = value
    return state
