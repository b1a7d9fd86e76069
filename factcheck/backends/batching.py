"""What all NLI scorers share: batches of pairs of like length, and logits turned into `NliScores`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from factcheck.schema import NliLabel, NliScores

_FINER = 32
"""The bound on a batch is raised by this part of itself until the batches are few enough."""
NO_BIAS = (0.0, 0.0, 0.0)


def plan_batches(lengths: Sequence[int], batch_tokens: int) -> list[list[int]]:
    """Indexes of `lengths` in batches, longest first, so that the padded tokens of a batch stay within `batch_tokens`.

    A single pair longer than `batch_tokens` is a batch of its own. Longest first makes a lack of memory show at once.
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if not batches or (len(batches[-1]) + 1) * lengths[batches[-1][0]] > batch_tokens:
            batches.append([])
        batches[-1].append(index)
    return batches


def even_batches(lengths: Sequence[int], batch_tokens: int, cores: int) -> list[list[int]]:
    """Batches as of `plan_batches`, smaller where that lets all cores end together: as many as fill each core equally.

    Five batches keep one of two cores waiting for the time of one; six smaller ones do not. Where the lengths allow no
    such plan, the batches are those of `plan_batches`.
    """
    tokens = max(1, sum(lengths))
    wanted = cores * math.ceil(tokens / (cores * batch_tokens))
    bound = math.ceil(tokens / wanted)
    while bound < batch_tokens:
        batches = plan_batches(lengths, bound)
        if len(batches) <= wanted:
            return batches
        bound += math.ceil(bound / _FINER)
    return plan_batches(lengths, batch_tokens)


def pad_rows(rows: Sequence[Sequence[int]], fill: int) -> NDArray[np.int64]:
    """Rows of token ids as one array, filled up on the right to the longest."""
    padded = np.full((len(rows), max(len(row) for row in rows)), fill, dtype=np.int64)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = row
    return padded


@dataclass(frozen=True)
class Scaling:
    """How logits become probabilities: softmax(z * rms(z) ** exponent / temperature + bias), z with mean 0 a row.

    Vector scaling with one temperature (Guo et al. 2017) where the exponent is 0. A model trained with smoothed labels
    and a teacher presses its surest logits together; an exponent above 0 spreads them again and changes no label.
    `bias` is in the order of the model's outputs.
    """

    temperature: float = 1.0
    exponent: float = 0.0
    bias: Sequence[float] = NO_BIAS

    def probabilities(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of logits (pairs, labels), rows that sum to 1."""
        centred = logits - logits.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True))
        scaled = centred * spread**self.exponent / self.temperature + np.asarray(self.bias, dtype=np.float64)
        exponentials = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


UNSCALED = Scaling()


def scores_of(logits: NDArray[np.float32], labels: Sequence[NliLabel], scaling: Scaling = UNSCALED) -> list[NliScores]:
    """Probabilities of `logits` (pairs, labels), columns named by `labels`; one column more is that of `same_fact`."""
    names = [label.value for label in labels]
    rows = scaling.probabilities(logits[:, : len(names)].astype(np.float64))
    same_fact = [None] * len(rows) if logits.shape[1] == len(names) else _probable(logits[:, len(names)])
    return [
        NliScores(**dict(zip(names, map(float, row), strict=True)), same_fact=fact)
        for row, fact in zip(rows, same_fact, strict=True)
    ]


def _probable(logits: NDArray[np.float32]) -> list[float]:
    return [float(one) for one in 1 / (1 + np.exp(-logits.astype(np.float64)))]
