"""Pairs of claims of news that nobody labelled, as factcheck compares them: on these a model's answers can be kept."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from factcheck.api import load_models
from factcheck.pipeline import Models, Stages, find_candidates, read_all
from factcheck.schema import Scope, SourceRole
from factcheck.settings import Settings
from factcheck.stages.ingest import read_sources
from training.data import UNLABELLED, Example
from training.ecb import write_folders

SOURCE = "ecbplus"
"""The `source` of these pairs: no recipe names it as taught, so that the keeper answers them."""


def news_pairs(ecb: Path, limit: int, rng: random.Random) -> list[Example]:
    """Up to `limit` ordered pairs of claims of one event, of the documents of ECB+ in `ecb` but the stories' topics."""
    settings = Settings()
    models = load_models(settings.models, settings.cache)
    with tempfile.TemporaryDirectory() as written:
        made = [pair for folder in write_folders(ecb, Path(written)) for pair in _pairs_of(folder, models, settings)]
    return rng.sample(made, min(limit, len(made)))


def _pairs_of(folder: Path, models: Models, settings: Settings) -> Iterator[Example]:
    """Both directions of each pair of claims that a report on `folder` would ask the model about."""
    sources, _ = read_sources([folder], SourceRole.SOURCE, settings.ingest)
    reading = read_all(sources, models, Stages(None))
    text = {claim.id: claim.text for claim in reading.claims}
    for pair in find_candidates(reading, sources, Scope.SOURCES, settings):
        yield Example(text[pair.left], text[pair.right], UNLABELLED, SOURCE)
        yield Example(text[pair.right], text[pair.left], UNLABELLED, SOURCE)
