"""Training of the layers above the early exit alone, from the states below it, on the pairs that do not leave there.

The layers below stay as they are to the last bit, so the exit that was fitted to them still holds, and a pair that
leaves early is answered as before. What the upper layers read is computed once for a pair, in onnxruntime.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from encoder_graph import STATES
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from factcheck.backends.torch_nli import early_logits, early_weights, leaves_early
from factcheck.backends.weights import EARLY_EXIT_WEIGHTS, EarlyExit, early_exit_of
from training.loop import Encoded, Options, Trainer, batches, collate, device
from training.watched import watched_session

BATCH_TOKENS = 1024
_ABSENT = -1e9
"""Added to what attention asks of a place without a token."""


@dataclass(frozen=True)
class States:
    """States of the tokens of pairs after the layer of the exit, on disk.

    `pairs` are the numbers of the pairs that go on past the exit, `lengths` their tokens, and `rows` the states of all
    their tokens, one pair after the other: (tokens of all, hidden), float16.
    """

    pairs: NDArray[np.int64]
    lengths: NDArray[np.int64]
    rows: NDArray[np.float16]

    @cached_property
    def _ends(self) -> NDArray[np.int64]:
        return np.cumsum(self.lengths)

    def batch(self, chosen: Sequence[int]) -> tuple[Tensor, Tensor]:
        """States (pairs, tokens, hidden) of the `chosen` of `pairs`, filled up with zeros; mask (pairs, tokens)."""
        width = math.ceil(int(self.lengths[list(chosen)].max()) / 8) * 8
        states, mask = torch.zeros(len(chosen), width, self.rows.shape[1]), torch.zeros(len(chosen), width)
        for row, number in enumerate(chosen):
            length = int(self.lengths[number])
            own = self.rows[self._ends[number] - length : self._ends[number]].astype(np.float32)
            states[row, :length], mask[row, :length] = torch.from_numpy(own), 1
        return states.to(device()), mask.to(device())


def going_on(packed: Path, encoded: Sequence[Encoded], pad: int, kept: Path) -> States:
    """States of those of the pairs that do not leave the packed model early; SystemExit where it has no exit.

    They are written to `kept` (.states and .npz); where that is there already, it is read.
    """
    early = early_exit_of(packed)
    if early is None:
        raise SystemExit(f"{packed}: no {EARLY_EXIT_WEIGHTS}; fit_early_exit.py writes it.")
    index, table = kept.with_suffix(".npz"), kept.with_suffix(".states")
    if not index.exists():  # written last
        written: list[tuple[int, int]] = []
        with table.open("wb") as stream:
            for number, states in _going_on(packed, early, encoded, pad):
                stream.write(states.astype(np.float16).tobytes())
                written.append((number, len(states)))
        pairs, sizes = np.array(written, dtype=np.int64).reshape(-1, 2).T
        np.savez(index, pairs=pairs, lengths=sizes)
    with np.load(index, allow_pickle=False) as told:
        numbers, lengths = told["pairs"], told["lengths"]
    if not len(numbers):
        raise SystemExit(f"{packed}: every pair leaves early, so there is nothing to learn from.")
    return States(numbers, lengths, np.memmap(table, np.float16, "r").reshape(int(lengths.sum()), -1))


def _going_on(
    packed: Path, early: EarlyExit, encoded: Sequence[Encoded], pad: int
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Number and states (tokens, hidden) of each pair that does not leave."""
    weights = early_weights(packed, "cpu")
    with watched_session(packed, early.layer, above=False) as session:
        names = {item.name for item in session.get_inputs()}
        for done, batch in enumerate(batches([len(one.ids) for one in encoded], BATCH_TOKENS, None)):
            feeds = collate([encoded[n] for n in batch], pad, torch.device("cpu"))
            (rows,) = session.run([STATES], {k: v.numpy() for k, v in feeds.items() if k in names})
            states = rows.reshape(len(batch), -1, rows.shape[1])
            leave = leaves_early(early_logits(torch.from_numpy(states), feeds["attention_mask"], weights), early)
            for row in np.flatnonzero(~leave.numpy()):
                yield batch[row], states[row, : len(encoded[batch[row]].ids)]
            if done % 100 == 0:
                print(f"states of batch {done}", flush=True)


def upper_logits(model: Any, first: int, states: Tensor, mask: Tensor) -> Tensor:
    """Logits (pairs, labels) from the states (pairs, tokens, hidden) that enter the layer `first` of an MPNet model.

    Of the last layer only the first token is computed, which is all that the classifier reads.
    """
    assert model.config.model_type == "mpnet", "the upper layers are known of mpnet only"
    encoder = model.mpnet.encoder
    seen = encoder.compute_position_bias(states) + (1 - mask)[:, None, None, :] * _ABSENT
    layers = encoder.layer[first:]
    for number, layer in enumerate(layers, start=1):
        states = _layer(layer, states, seen, last=number == len(layers))
    logits: Tensor = model.classifier(states)
    return logits


def _layer(layer: nn.Module, states: Tensor, seen: Tensor, *, last: bool) -> Tensor:
    attention: Any = layer.attention
    attn = attention.attn
    asking, seen = (states[:, :1], seen[:, :, :1]) if last else (states, seen)
    parts = [part(of) for part, of in ((attn.q, asking), (attn.k, states), (attn.v, states))]
    query, key, value = (x.unflatten(-1, (attn.num_attention_heads, -1)).transpose(1, 2) for x in parts)
    read = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen.to(query.dtype))
    mixed = attention.LayerNorm(attn.o(read.transpose(1, 2).flatten(2)) + asking)
    told: Tensor = layer.output(layer.intermediate(mixed), mixed)  # type: ignore[operator]
    return told


class UpperTrainer(Trainer):
    """Trains what `options.frozen_layers` leaves, from `states`, without dropout."""

    def __init__(self, model: nn.Module, pad: int, options: Options, checkpoint: Path | None, states: States) -> None:
        assert options.dropout == 0.0, "the upper layers are computed without dropout"
        super().__init__(model, pad, options, checkpoint)
        self._states = states

    def _logits(self, encoded: Sequence[Encoded], rows: Sequence[int]) -> Tensor:
        return upper_logits(self.model, self.options.frozen_layers, *self._states.batch(rows))
