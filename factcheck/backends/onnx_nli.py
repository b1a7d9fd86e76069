"""The shipped NLI model in onnxruntime: int8 on a CPU, without torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from factcheck.backends.batching import pad_rows, plan_batches, scores_of
from factcheck.backends.weights import read_manifest, verify
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, NliScores

GRAPH = "model.onnx"


class OnnxNliScorer:
    """Scores pairs with the int8 graph in `folder`; `batch_tokens` bounds the padded tokens of one batch.

    Raises ModelError where a file is missing or is not the one of the manifest.
    """

    def __init__(self, folder: Path, batch_tokens: int = 512) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._manifest = read_manifest(folder)
        verify(folder, self._manifest)
        self._batch_tokens = batch_tokens
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._pad = int((self._tokenizer.padding or {"pad_id": 0})["pad_id"])
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._manifest.max_length, strategy="longest_first")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = available_cores()
        options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(folder / GRAPH, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors share no public base class
            raise ModelError(f"The NLI model in {folder} cannot be loaded: {error}") from error
        self._inputs = {item.name for item in self._session.get_inputs()}

    @property
    def info(self) -> ModelInfo:
        """Name of the model and the digest of its files."""
        return ModelInfo(role="nli", name=self._manifest.name, sha256=self._manifest.sha256)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order."""
        if not pairs:
            return []
        encoded = self._tokenizer.encode_batch(list(pairs))
        logits = np.zeros((len(pairs), len(self._manifest.labels)), dtype=np.float32)
        for batch in plan_batches([len(e.ids) for e in encoded], self._batch_tokens):
            logits[batch] = self._logits([encoded[i].ids for i in batch], [encoded[i].type_ids for i in batch])
        return scores_of(logits, self._manifest.labels, self._manifest.scaling)

    def _logits(self, ids: Sequence[Sequence[int]], types: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        feeds = {
            "input_ids": pad_rows(ids, self._pad),
            "attention_mask": pad_rows([[1] * len(row) for row in ids], 0),
            "token_type_ids": pad_rows(types, 0),
        }
        (logits,) = self._session.run(None, {name: value for name, value in feeds.items() if name in self._inputs})
        return np.asarray(logits, dtype=np.float32)


def available_cores() -> int:
    """Cores that this process may really use; a container often has fewer than the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
