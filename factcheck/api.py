"""The three questions, and the only place where models, settings and pipeline are put together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from factcheck import backends
from factcheck.errors import InputError
from factcheck.pipeline import Models, Progress, compare_sources, start_run
from factcheck.schema import Report, Scope, SkippedInput, Source, SourceRole, StoreInfo
from factcheck.settings import CacheSettings, IngestSettings, ModelSettings, Settings
from factcheck.stages.ingest import language_name, read_sources, source_from_text

QUERY_PATH = "<claim>"
"""What the report gives as the path of a typed claim."""
LONGEST_SHOWN = 60
"""Characters of a typed word that an error message repeats."""


def check_sources(paths: Sequence[Path], settings: Settings | None = None, progress: Progress | None = None) -> Report:
    """Where the reports in `paths` (files or folders) agree and differ.

    Raises InputError where none can be read, ModelError where a model cannot be loaded.
    """
    settings = settings or Settings()
    sources, skipped = read_sources(paths, SourceRole.SOURCE, settings.ingest)
    _require(sources, skipped, paths)
    return _compare(sources, skipped, Scope.SOURCES, settings, progress)


def check_claim(
    text: str, against: Sequence[Path], settings: Settings | None = None, progress: Progress | None = None
) -> Report:
    """What the reports in `against` say of one typed claim.

    Raises InputError for a claim that cannot be checked (empty, one word, not in English) or where no report can be
    read, ModelError where a model cannot be loaded.
    """
    settings = settings or Settings()
    query = _query_of(text)
    sources, skipped = _read_against(against, settings.ingest)
    return _compare((query, *sources), skipped, Scope.AGAINST, settings, progress)


def check_draft(
    draft: Path, against: Sequence[Path], settings: Settings | None = None, progress: Progress | None = None
) -> Report:
    """What the reports in `against` say of each claim of a draft.

    Raises InputError where the draft or all reports cannot be read, ModelError where a model cannot be loaded.
    """
    settings = settings or Settings()
    drafts, left_out = read_sources([draft], SourceRole.DRAFT, settings.ingest)
    _require(drafts, left_out, [draft])
    sources, skipped = _read_against(against, settings.ingest)
    return _compare((*drafts, *sources), (*left_out, *skipped), Scope.AGAINST, settings, progress)


def _query_of(text: str) -> Source:
    """The typed claim as a source; InputError where it is none that can be checked."""
    words = text.split()
    if not words:
        raise InputError("The claim is empty; give one sentence to check.")
    if len(words) == 1:
        raise InputError(
            f'"{words[0][:LONGEST_SHOWN]}" is a single word, which claims nothing; give one whole sentence.'
        )
    query = source_from_text(text, QUERY_PATH, SourceRole.QUERY)
    if query.language != "en":
        raise InputError(f"The claim is in {language_name(query.language)}; only English can be checked.")
    return query


def cache_info(settings: Settings | None = None) -> StoreInfo:
    """Where results are kept between runs, how many, and the size of the file in bytes."""
    return backends.open_store((settings or Settings()).cache).info()


def clear_cache(settings: Settings | None = None) -> int:
    """Deletes the kept results and returns how many there were."""
    return backends.open_store((settings or Settings()).cache).clear()


def _read_against(
    paths: Sequence[Path], settings: IngestSettings
) -> tuple[tuple[Source, ...], tuple[SkippedInput, ...]]:
    sources, skipped = read_sources(paths, SourceRole.SOURCE, settings)
    _require(sources, skipped, paths)
    return sources, skipped


def _require(sources: Sequence[Source], skipped: Sequence[SkippedInput], paths: Sequence[Path]) -> None:
    """InputError where nothing was read, with the first reason."""
    if sources:
        return
    if skipped:
        more = f" ({len(skipped) - 1} more could not be read either)" if len(skipped) > 1 else ""
        raise InputError(f"Nothing could be read: {skipped[0].path} {skipped[0].reason}{more}.")
    named = ", ".join(str(path) for path in paths)
    raise InputError(f"Nothing could be read: there is no .txt, .md or .html file in {named}.")


def _compare(
    sources: Sequence[Source],
    skipped: Sequence[SkippedInput],
    scope: Scope,
    settings: Settings,
    progress: Progress | None,
) -> Report:
    if progress:
        progress("Loading models", 0.0)
    models = load_models(settings.models, settings.cache)
    run = start_run(installed_version(), scope, models, settings)
    return compare_sources(sources, skipped, scope, models, settings, run, progress)


@lru_cache(maxsize=2)
def load_models(settings: ModelSettings, cache: CacheSettings) -> Models:
    """The models that `settings` name; kept, so that several checks in one process load them once."""
    return Models(*backends.load_models(settings, cache))


def installed_version() -> str:
    """The version of the installed package, or "0+unknown" in a checkout that is not installed."""
    try:
        return version("factcheck")
    except PackageNotFoundError:
        return "0+unknown"
