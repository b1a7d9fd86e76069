"""Models whose results are kept in a store between runs: only what is not there is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from factcheck.backends.result_store import PARSES, SCORES, VECTORS, ResultStore, key_of, pair_key
from factcheck.ports import Embedder, NliScorer, Parser
from factcheck.schema import ModelInfo, NliScores, Parse


class KeptNliScorer:
    """Scores pairs with `scorer`, but only those that `store` does not hold."""

    def __init__(self, scorer: NliScorer, store: ResultStore) -> None:
        self._scorer, self._store = scorer, store

    @property
    def info(self) -> ModelInfo:
        """The model behind the store."""
        return self._scorer.info

    @property
    def backend(self) -> str:
        """The name of the scorer behind the store."""
        return str(getattr(self._scorer, "backend", type(self._scorer).__name__))

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order."""
        model = self.info.sha256
        keys = [pair_key(model, *pair) for pair in pairs]
        return self._store.recall(SCORES, keys, lambda places: self._scorer.score([pairs[place] for place in places]))


class KeptParser:
    """Parses texts with `parser`, but only those that `store` does not hold.

    `edition` names what a parse depends on besides text and model. `at_first_miss` is called before the first text is
    parsed: a text that was never seen will most likely make work for the other models too, so that they can be loaded
    meanwhile.
    """

    def __init__(
        self, parser: Parser, edition: str, store: ResultStore, at_first_miss: Callable[[], None] = lambda: None
    ) -> None:
        self._parser, self._edition, self._store = parser, edition, store
        self._at_first_miss = at_first_miss

    @property
    def info(self) -> ModelInfo:
        """The model behind the store."""
        return self._parser.info

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        """One parse a text, in order."""
        model = self.info.sha256
        keys = [key_of(model, self._edition, text) for text in texts]

        def compute(places: list[int]) -> list[Parse]:
            self._at_first_miss()
            return self._parser.parse([texts[place] for place in places])

        return self._store.recall(PARSES, keys, compute)


class KeptEmbedder:
    """Embeds texts with `embedder`, but only those that `store` does not hold."""

    def __init__(self, embedder: Embedder, store: ResultStore) -> None:
        self._embedder, self._store = embedder, store

    @property
    def info(self) -> ModelInfo:
        """The model behind the store."""
        return self._embedder.info

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit-length rows in the order of `texts`."""
        if not texts:
            return self._embedder.embed(texts)
        model = self.info.sha256
        keys = [key_of(model, text) for text in texts]
        rows = self._store.recall(
            VECTORS, keys, lambda places: list(self._embedder.embed([texts[place] for place in places]))
        )
        return np.stack(rows)
