"""Models that are loaded late: once, where they are needed, with their own errors."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from factcheck.backends.deferred import Deferred, DeferredEmbedder, DeferredNliScorer
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, NliScores

INFO = ModelInfo(role="nli", name="late", sha256="0")


class Loading:
    """Counts how often it was called and in which threads."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def __call__(self) -> Loading:
        self.threads.append(threading.current_thread())
        return self

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        return [NliScores(entailment=0.0, neutral=1.0, contradiction=0.0) for _ in pairs]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 1), dtype=np.float32)

    @property
    def info(self) -> ModelInfo:
        raise AssertionError("it is known before")


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    loading = Loading()
    scorer = DeferredNliScorer(INFO, "Late", loading)
    assert (scorer.info, scorer.backend, loading.threads) == (INFO, "Late", [])
    assert scorer.score([]) == []
    assert loading.threads == []
    assert scorer.score([("a", "b")])[0].neutral == 1.0
    assert scorer.score([("a", "b")])[0].neutral == 1.0
    assert len(loading.threads) == 1


def test_no_texts_still_have_a_width() -> None:
    assert DeferredEmbedder(INFO, Loading()).embed([]).shape == (0, 1)


def test_begun_twice_and_asked_for_it_is_loaded_once_in_another_thread() -> None:
    loading = Loading()
    deferred = Deferred(loading)
    deferred.begin()
    deferred.begin()
    assert deferred.get() is loading
    assert len(loading.threads) == 1
    assert loading.threads[0] is not threading.current_thread()


def test_an_error_reaches_whoever_asks() -> None:
    def fail() -> Loading:
        raise ModelError("The model is damaged.")

    scorer = DeferredNliScorer(INFO, "Late", fail)
    scorer.begin()
    for _ in range(2):
        with pytest.raises(ModelError, match="damaged"):
            scorer.score([("a", "b")])
