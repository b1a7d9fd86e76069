"""NLI cross-encoders in onnxruntime on a CPU, without torch: the shipped int8 model, or a folder with a graph."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from factcheck.backends.batching import even_batches, pad_rows
from factcheck.backends.cores import available_cores
from factcheck.backends.weights import (
    GRAPHS,
    LOGITS,
    MANIFEST,
    SAME_FACT,
    Reading,
    file_sha256,
    graph_of,
    label_order,
    model_folder,
    reading_of_manifest,
)
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, NliScores

if TYPE_CHECKING:
    from tokenizers import Encoding

BATCH_TOKENS = 512
"""Padded tokens of one batch, on one core: fewer use the processor less well, more leave its cache."""
SLICE = 256
"""Pairs that are tokenized at a time."""


class OnnxNliScorer:
    """Scores pairs with the ONNX graph of `model`: the shipped folder, another one, or a hub id.

    `batch_tokens` bounds the padded tokens of one batch. Each core computes batches of its own, each on one thread:
    cores that share a batch wait for each other after every operator, of which there are hundreds. Raises ModelError
    where a file is missing or is not the one of the manifest, where there is no graph, and for other labels than the
    three of NLI.
    """

    backend = "onnx"

    def __init__(self, model: str | Path, batch_tokens: int | None = None) -> None:
        folder = model_folder(model, graph=True)
        graph, self._reading = _graph_and_reading(folder, str(model))
        self._batch_tokens, self._cores = batch_tokens or BATCH_TOKENS, available_cores()
        self._tokenizer, self._pad = _tokenizer(folder, self._reading.max_length)
        self._session = _session(graph)
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._outputs = [item.name for item in self._session.get_outputs() if item.name in {LOGITS, SAME_FACT}]
        self._outputs = sorted(self._outputs) or [self._session.get_outputs()[0].name]

    @property
    def info(self) -> ModelInfo:
        """Name of the model and the digest of its files."""
        return self._reading.info

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order."""
        return self._reading.scores(self._outputs_of(pairs))

    def logits(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """What the model says of each pair before temperature and bias: (pairs, labels), in the order of its labels."""
        return self._outputs_of(pairs)[:, : len(self._reading.labels)]

    def _outputs_of(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """The logits, and behind them the column of `same_fact` where the graph has it."""
        logits = np.zeros((len(pairs), len(self._reading.labels) + len(self._outputs) - 1), dtype=np.float32)
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
            for batch in even_batches([len(one.ids) for one in encoded], self._batch_tokens, self._cores):
                yield [part[place] for place in batch], [encoded[place] for place in batch]

    def _logits(self, rows: Sequence[Encoding]) -> NDArray[np.float32]:
        feeds = {
            "input_ids": pad_rows([row.ids for row in rows], self._pad),
            "attention_mask": pad_rows([row.attention_mask for row in rows], 0),
            "token_type_ids": pad_rows([row.type_ids for row in rows], 0),
        }
        found = self._session.run(self._outputs, {name: value for name, value in feeds.items() if name in self._inputs})
        return np.concatenate([np.asarray(values, dtype=np.float32) for values in found], axis=1)


def _graph_and_reading(folder: Path, model: str) -> tuple[Path, Reading]:
    """The graph of `folder` and how its outputs are read: by our manifest, else by the names of the labels."""
    if (folder / MANIFEST).is_file():
        reading = reading_of_manifest(folder)
        return graph_of(folder) or _no_graph(model), reading
    graph = graph_of(folder) or _no_graph(model)
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        names = {int(index): str(name) for index, name in config["id2label"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(
            f"The NLI model {model!r} has no config.json that names its labels ({error}); repair the folder or leave "
            "out models.nli_model."
        ) from error
    info = ModelInfo(role="nli", name=model, sha256=_graph_sha256(graph))
    return graph, Reading(info, label_order(names, model))


def _no_graph(model: str) -> Path:
    raise ModelError(
        f'The NLI model {model!r} has no ONNX graph ({" or ".join(GRAPHS)}), which models.backend = "onnx" needs; set '
        'models.backend to "auto" or "torch".'
    )


def _graph_sha256(graph: Path) -> str:
    """One digest over a graph and the files of weights that lie beside it."""
    beside = [path for path in graph.parent.iterdir() if path.is_file() and path.suffix not in {".json", ".txt", ".md"}]
    return hashlib.sha256("".join(map(file_sha256, sorted(beside))).encode()).hexdigest()


def _tokenizer(folder: Path, max_length: int) -> tuple[Any, int]:
    """The tokenizer of `folder`, which cuts the longer side of a pair, and the id that fills up rows."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"The tokenizer of the NLI model in {folder} cannot be loaded: {error}.") from error
    padding = tokenizer.padding
    pad = padding["pad_id"] if padding else _pad_of_config(folder)
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length, strategy="longest_first")
    return tokenizer, int(pad)


def _pad_of_config(folder: Path) -> int:
    return int(json.loads((folder / "config.json").read_text(encoding="utf-8")).get("pad_token_id") or 0)


def _session(graph: Path) -> Any:
    """The graph, ready to run on the thread that calls it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no public base class
        raise ModelError(f"The NLI model {graph} cannot be loaded: {error}") from error
