"""Fitting the scaling of logits on labelled pairs."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from factcheck.backends.batching import Scaling

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
from training.measuring import expected_calibration_error, fit_scaling

RNG = np.random.default_rng(4)


def drawn(scaling: Scaling, number: int = 6000) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels drawn with the probabilities that `scaling` makes of them."""
    logits = RNG.normal(0.0, 2.0, (number, 3))
    chances = scaling.probabilities(logits).cumsum(axis=1)
    return logits, (RNG.random((number, 1)) > chances).sum(axis=1).clip(max=2)


def test_the_scaling_that_made_the_labels_is_found_again() -> None:
    logits, labels = drawn(Scaling(2.0, 0.5, (-0.2, 0.5, -0.3)))
    found = fit_scaling(logits, labels, with_bias=True)
    assert found.temperature == pytest.approx(2.0, rel=0.15)
    assert found.exponent == pytest.approx(0.5, abs=0.15)
    assert list(found.bias) == pytest.approx([-0.2, 0.5, -0.3], abs=0.12)


def test_scaling_mends_the_calibration() -> None:
    logits, labels = drawn(Scaling(3.0, 0.0))
    before = expected_calibration_error(Scaling().probabilities(logits), labels)
    after = expected_calibration_error(fit_scaling(logits, labels).probabilities(logits), labels)
    assert before > 0.1
    assert after < 0.03


def test_without_a_bias_no_label_changes() -> None:
    logits, labels = drawn(Scaling(1.5, 0.3, (0.0, 0.6, -0.6)))
    found = fit_scaling(logits, labels)
    assert found.bias == (0.0, 0.0, 0.0)
    assert (found.probabilities(logits).argmax(axis=1) == logits.argmax(axis=1)).all()
