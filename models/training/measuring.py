"""Figures for a set of labelled predictions: accuracy, recall a class, expected calibration error, balanced
accuracy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from factcheck.backends.batching import Scaling
from training.data import CONTRADICTION, ENTAILMENT, NOT_ENTAILMENT

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
WINDOW_WORDS, WINDOW_STRIDE = 90, 60


def accuracy(probabilities: Array, labels: Labels) -> float:
    """Share of rows whose most probable label is the gold one; `probabilities` is (rows, 3)."""
    return float((probabilities.argmax(1) == labels).mean())


def recall(probabilities: Array, labels: Labels, label: int) -> float:
    """Share of the gold rows of `label` that are called so; NaN where there are none."""
    gold = labels == label
    return float((probabilities.argmax(1)[gold] == label).mean()) if gold.any() else float("nan")


def expected_calibration_error(probabilities: Array, labels: Labels, bins: int = 15) -> float:
    """Mean gap between confidence and accuracy over equal-width bins of confidence (Guo et al. 2017)."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[index == b].mean() - right[index == b].mean()) * (index == b).mean()
        for b in range(bins)
        if (index == b).any()
    ]
    return float(sum(gaps))


def fit_temperature(logits: Array, labels: Labels) -> float:
    """The temperature that minimises the negative log-likelihood, by a fine grid from 0.5 to 3."""

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled = scaled - scaled.max(1, keepdims=True)
        log_probabilities = scaled - np.log(np.exp(scaled).sum(1, keepdims=True))
        return float(-log_probabilities[np.arange(len(labels)), labels].mean())

    return float(min(np.arange(0.5, 3.0, 0.01), key=loss))


def fit_scaling(logits: Array, labels: Labels, with_bias: bool = False) -> Scaling:
    """The scaling that minimises the negative log-likelihood (Nelder and Mead's simplex).

    Without a bias no label changes; with one, the biases sum to 0.
    """

    def scaling(values: Array) -> Scaling:
        entailment, neutral = map(float, values[2:]) if with_bias else (0.0, 0.0)
        return Scaling(float(np.exp(values[0])), float(values[1]), (entailment, neutral, -entailment - neutral))

    def loss(values: Array) -> float:
        probabilities = scaling(values).probabilities(logits)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(probabilities, 1e-12)).mean())

    # From well inside: the simplex's first steps are shares of the start, and tiny where that is 0.
    start = np.array([0.7, 0.7, 0.05, 0.05] if with_bias else [0.7, 0.7])
    return scaling(minimize(loss, start, method="Nelder-Mead", options={"maxiter": 2000}).x)


def softmax(logits: Array, temperature: float = 1.0) -> Array:
    """Probabilities of `logits` (rows, 3)."""
    scaled = logits / temperature
    exponentials = np.exp(scaled - scaled.max(1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(1, keepdims=True))


def windows(premise: str) -> list[str]:
    """Overlapping windows of a long premise; the whole of a short one."""
    words = premise.split()
    if len(words) <= WINDOW_WORDS:
        return [premise]
    return [" ".join(words[i : i + WINDOW_WORDS]) for i in range(0, len(words) - WINDOW_STRIDE // 2, WINDOW_STRIDE)]


def best_balanced_accuracy(supported: Array, labels: Labels) -> tuple[float, float]:
    """Balanced accuracy of "supported >= threshold" and the threshold that is best on these rows (two-way labels)."""
    positive = labels == ENTAILMENT

    def balanced(threshold: float) -> float:
        called = supported >= threshold
        return float((called[positive].mean() + (~called)[~positive].mean()) / 2)

    best = max(np.arange(0.02, 0.99, 0.01), key=balanced)
    return balanced(float(best)), float(best)


def describe(name: str, logits: Array, labels: Labels, temperature: float = 1.0) -> str:
    """One line of the table for one three-way file."""
    probabilities = softmax(logits, temperature)
    per_class = "  ".join(
        f"{part} {recall(probabilities, labels, label):.3f}" for label, part in enumerate(("ent", "neu", "con"))
    )
    called = float((probabilities.argmax(1) == CONTRADICTION).mean())
    return (
        f"{name:28} n {len(labels):5}  acc {accuracy(probabilities, labels):.3f}  recall: {per_class}  "
        f"called con {called:.3f}  ece {expected_calibration_error(probabilities, labels):.3f}"
    )


def is_two_way(labels: Labels) -> bool:
    """Whether the file only tells entailment from the rest."""
    return bool((labels == NOT_ENTAILMENT).any())
