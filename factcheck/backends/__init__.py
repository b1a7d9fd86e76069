"""Adapters to parsers, embedders and NLI models; the only home of their libraries."""

from __future__ import annotations

from pathlib import Path

from factcheck.backends.choosing import choose_nli
from factcheck.backends.score_store import CachedNliScorer, ScoreStore
from factcheck.ports import NliScorer
from factcheck.settings import CacheSettings, ModelSettings

__all__ = ["load_nli_scorer", "open_score_store", "with_store"]


def load_nli_scorer(settings: ModelSettings) -> NliScorer:
    """The NLI scorer that `settings` name, in the runtime that they name: by default the shipped int8 model."""
    return choose_nli(settings).load()


def open_score_store(settings: CacheSettings) -> ScoreStore:
    """The store of NLI scores that `settings` name; no file is made before a score is kept."""
    folder = Path(settings.folder).expanduser() if settings.folder else None
    return ScoreStore(folder, settings.max_megabytes * 1_000_000)


def with_store(scorer: NliScorer, settings: CacheSettings) -> NliScorer:
    """`scorer` behind the store of `settings`, or as it is where the store is switched off."""
    return CachedNliScorer(scorer, open_score_store(settings)) if settings.enabled else scorer
