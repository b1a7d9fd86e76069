"""What all NLI scorers share: batches of pairs of like length, and logits turned into `NliScores`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from factcheck.schema import NliLabel, NliScores

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


def pad_rows(rows: Sequence[Sequence[int]], fill: int) -> NDArray[np.int64]:
    """Rows of token ids as one array, filled up on the right to the longest."""
    padded = np.full((len(rows), max(len(row) for row in rows)), fill, dtype=np.int64)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = row
    return padded


def scores_of(
    logits: NDArray[np.float32], labels: Sequence[NliLabel], temperature: float = 1.0, bias: Sequence[float] = NO_BIAS
) -> list[NliScores]:
    """Softmax of `logits` (pairs, labels) / `temperature` + `bias`; columns and bias in the order of `labels`."""
    scaled = logits.astype(np.float64) / temperature + np.asarray(bias, dtype=np.float64)
    exponentials = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    names = [label.value for label in labels]
    return [NliScores(**dict(zip(names, map(float, row), strict=True))) for row in probabilities]
