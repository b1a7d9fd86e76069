"""The shipped NLI model in onnxruntime: int8 on a CPU, without torch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from factcheck.backends.batching import pad_rows, plan_batches, scores_of
from factcheck.backends.cores import available_cores
from factcheck.backends.weights import read_manifest, verify
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, NliScores

if TYPE_CHECKING:
    from tokenizers import Encoding

GRAPH = "model.onnx"
BATCH_TOKENS = 256
"""Padded tokens of one batch, on one core: fewer use the processor less well, more leave its cache."""
SLICE = 256
"""Pairs that are tokenized at a time."""


class OnnxNliScorer:
    """Scores pairs with the graph in `folder`; `batch_tokens` bounds the padded tokens of one batch.

    Each core computes batches of its own, each batch on one thread. Cores that share a batch wait for each other after
    every operator, of which there are hundreds. Raises ModelError where a file is missing or is not the one of the
    manifest.
    """

    def __init__(self, folder: Path, batch_tokens: int = BATCH_TOKENS) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._manifest = read_manifest(folder)
        verify(folder, self._manifest)
        self._batch_tokens, self._cores = batch_tokens, available_cores()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._pad = int((self._tokenizer.padding or {"pad_id": 0})["pad_id"])
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._manifest.max_length, strategy="longest_first")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
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
        return scores_of(
            self.logits(pairs), self._manifest.labels, self._manifest.temperature, self._manifest.bias
        )

    def logits(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """What the model says of each pair before temperature and bias: (pairs, labels), in the order of its labels."""
        logits = np.zeros((len(pairs), len(self._manifest.labels)), dtype=np.float32)
        with ThreadPoolExecutor(self._cores, thread_name_prefix="nli") as pool:
            batches = self._batches(pairs)
            try:
                computed = [(batch, pool.submit(self._logits, rows)) for batch, rows in batches]
                for batch, result in computed:
                    logits[batch] = result.result()
            except BaseException:  # an interrupted run computes no more than what has begun
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return logits

    def _batches(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[list[int], list[Encoding]]]:
        """Batches of pairs of like length, longest first, by index and as tokens.

        Pairs are sorted by their characters and tokenized a slice at a time, so that the cores compute the batches of
        one slice while the next is tokenized.
        """
        order = sorted(range(len(pairs)), key=lambda number: (-sum(map(len, pairs[number])), number))
        for start in range(0, len(order), SLICE):
            part = order[start : start + SLICE]
            encoded = self._tokenizer.encode_batch([pairs[number] for number in part])
            lengths = [len(one.ids) for one in encoded]
            for batch in plan_batches(lengths, self._share(lengths)):
                yield [part[place] for place in batch], [encoded[place] for place in batch]

    def _share(self, lengths: Sequence[int]) -> int:
        """The tokens of a batch: fewer where there would be fewer batches than cores."""
        return min(self._batch_tokens, math.ceil(sum(lengths) / self._cores))

    def _logits(self, rows: Sequence[Encoding]) -> NDArray[np.float32]:
        feeds = {
            "input_ids": pad_rows([row.ids for row in rows], self._pad),
            "attention_mask": pad_rows([row.attention_mask for row in rows], 0),
            "token_type_ids": pad_rows([row.type_ids for row in rows], 0),
        }
        (logits,) = self._session.run(None, {name: value for name, value in feeds.items() if name in self._inputs})
        return np.asarray(logits, dtype=np.float32)
