"""What the pipeline asks of models: Protocols of one method each, plus the model's identity for the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from factcheck.schema import ModelInfo, NliScores, Parse


class Parser(Protocol):
    """Turns texts into dependency parses."""

    @property
    def info(self) -> ModelInfo:
        """What the report says of the model."""
        ...

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        """One parse a text, in order; offsets of tokens are into the text."""
        ...


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def info(self) -> ModelInfo:
        """What the report says of the model."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Array of shape (len(texts), dimension), rows in order and of unit length; (0, dimension) for no texts."""
        ...


class NliScorer(Protocol):
    """Scores ordered pairs of texts."""

    @property
    def info(self) -> ModelInfo:
        """What the report says of the model."""
        ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order; independent of how pairs are batched."""
        ...
