"""Models that are loaded when they are first asked for, or before that in a thread of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from factcheck.ports import Embedder, NliScorer
from factcheck.schema import ModelInfo, NliScores

M = TypeVar("M")


class Deferred(Generic[M]):
    """What `load` gives, loaded once; whatever it raises is raised to whoever asks."""

    def __init__(self, load: Callable[[], M]) -> None:
        self._load, self._lock = load, Lock()
        self._loading: Future[M] | None = None

    def begin(self) -> None:
        """Begins to load in another thread, unless that has begun; loading releases Python's lock most of the time."""
        self._begun()

    def get(self) -> M:
        """The loaded model."""
        return self._begun().result()

    def _begun(self) -> Future[M]:
        with self._lock:
            if self._loading is None:
                loader = ThreadPoolExecutor(1, thread_name_prefix="load")
                self._loading = loader.submit(self._load)
                loader.shutdown(wait=False)
            return self._loading


class DeferredNliScorer:
    """A scorer whose model and name are known before it is loaded."""

    def __init__(self, info: ModelInfo, backend: str, load: Callable[[], NliScorer]) -> None:
        self.info, self.backend = info, backend
        self._scorer = Deferred(load)
        self.begin = self._scorer.begin

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order; loads the model unless there are no pairs."""
        return self._scorer.get().score(pairs) if pairs else []


class DeferredEmbedder:
    """An embedder whose model is known before it is loaded."""

    def __init__(self, info: ModelInfo, load: Callable[[], Embedder]) -> None:
        self.info = info
        self._embedder = Deferred(load)
        self.begin = self._embedder.begin

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit-length rows in the order of `texts`; loads the model."""
        return self._embedder.get().embed(texts)
