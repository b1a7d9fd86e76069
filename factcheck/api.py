"""The three questions, and the only place where models, settings and pipeline are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from factcheck import backends
from factcheck.baselines import read_baseline
from factcheck.errors import InputError
from factcheck.pipeline import Models, Progress, compare_sources, start_run
from factcheck.schema import (
    Baseline,
    BaselineEntry,
    ModelInfo,
    Report,
    Scope,
    SkippedInput,
    Source,
    SourceRole,
    StoreInfo,
)
from factcheck.settings import CacheSettings, IngestSettings, ModelSettings, Settings
from factcheck.stages.findings import baseline_of, fails, narrow_ignores, triage
from factcheck.stages.ingest import language_name, read_content, read_sources, source_from_text, typed_claims
from factcheck.stages.segment import split_sentences

QUERY_PATH = "<claim>"
"""What the report gives as the path of a typed claim."""
LONGEST_SHOWN = 60
"""Characters of a typed word that an error message repeats."""


@dataclass(frozen=True)
class PipedText:
    """A draft that was piped in: its bytes, and the name that stands for it and tells text from a web page."""

    content: bytes
    name: Path


Draft = Path | PipedText
"""A draft's file, or what was piped in."""


def check_sources(paths: Sequence[Path], settings: Settings | None = None, progress: Progress | None = None) -> Report:
    """Where the reports in `paths` (files or folders) agree and differ.

    Raises InputError where none can be read, ModelError where a model cannot be loaded, SettingsError where the
    baseline cannot be read.
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


def check_claims(
    file: Path, against: Sequence[Path], settings: Settings | None = None, progress: Progress | None = None
) -> Report:
    """What the reports in `against` say of each claim in `file`, one a line.

    A line that cannot be checked is listed among `skipped`. Raises InputError where no line can be checked, or no
    report read.
    """
    settings = settings or Settings()
    queries, left_out = _queries_in(file, settings.ingest)
    sources, skipped = _read_against(against, settings.ingest, [file])
    return _compare((*queries, *sources), (*left_out, *skipped), Scope.AGAINST, settings, progress)


def check_draft(
    draft: Draft, against: Sequence[Path], settings: Settings | None = None, progress: Progress | None = None
) -> Report:
    """What the reports in `against` say of each claim of a draft; raises as check_drafts."""
    return check_drafts([draft], against, settings, progress)


def check_drafts(
    drafts: Sequence[Draft], against: Sequence[Path], settings: Settings | None = None, progress: Progress | None = None
) -> Report:
    """What the reports in `against` say of each claim of each draft.

    Raises InputError where a draft that is named or all reports cannot be read, ModelError where a model cannot be
    loaded, SettingsError where the baseline cannot be read.
    """
    settings = settings or Settings()
    read, left_out = _read_drafts(drafts, settings.ingest)
    sources, skipped = _read_against(against, settings.ingest, [Path(draft.path) for draft in read])
    return _compare((*read, *sources), (*left_out, *skipped), Scope.AGAINST, settings, progress)


def report_fails(report: Report, settings: Settings | None = None) -> bool:
    """Whether the report holds a finding, not settled, that `settings.findings` says makes a run fail."""
    return fails(report, (settings or Settings()).findings)


def make_baseline(report: Report, kept: Baseline | None, entry: BaselineEntry) -> Baseline:
    """A baseline of what `report` found that is graver than info; what `kept` decides stays as decided there.

    `entry` gives status, initials and note of the new decisions.
    """
    return baseline_of(report, kept.entries if kept else (), entry)


def _read_drafts(
    drafts: Sequence[Draft], settings: IngestSettings
) -> tuple[tuple[Source, ...], tuple[SkippedInput, ...]]:
    """The drafts and what of them was left out; InputError for the first named one that cannot be read."""
    files = [draft for draft in drafts if isinstance(draft, Path)]
    read, left_out = read_sources(files, SourceRole.DRAFT, settings) if files else ((), ())
    for piped in (draft for draft in drafts if isinstance(draft, PipedText)):
        source, notes = read_content(piped.content, piped.name, SourceRole.DRAFT, settings)
        read = (*read, source) if source else read
        left_out = (*left_out, *notes)
    for draft in drafts:
        path = draft.name if isinstance(draft, PipedText) else draft
        shown = path.as_posix()
        if path not in files or not path.is_dir():
            lost = [note for note in left_out if note.path == shown]
            if lost and not any(source.path == shown for source in read):
                raise InputError(f"The draft cannot be checked: {lost[0].path} {lost[0].reason}.")
    _require(read, left_out, files)
    return read, left_out


def _queries_in(file: Path, settings: IngestSettings) -> tuple[tuple[Source, ...], tuple[SkippedInput, ...]]:
    """The claims of a file, and its lines that cannot be checked."""
    try:
        with file.open("rb") as stream:
            content = stream.read(settings.max_bytes + 1)
    except OSError as error:
        raise InputError(f"{file}: the claims cannot be read: {error.strerror}.") from error
    if len(content) > settings.max_bytes:
        raise InputError(f"{file}: the file is larger than {settings.max_bytes / 1e6:.0f} MB; give fewer claims.")
    try:
        lines = typed_claims(content.decode("utf-8-sig"), file.as_posix())
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: the claims are not in UTF-8; save the file again as UTF-8.") from error
    problems = {query.id: _problem_of(query) for query in lines}
    skipped = tuple(
        SkippedInput(
            path=query.path, stage="ingest", reason=f"line {query.anchors[0].line} {problem}", quote=query.text[:200]
        )
        for query in lines
        if (problem := problems[query.id])
    )
    usable = tuple(query for query in lines if not problems[query.id])
    if not usable:
        reason = f"{skipped[0].path}: {skipped[0].reason}" if skipped else f"{file} is empty"
        raise InputError(f"There is no claim to check: {reason}.")
    return usable, skipped


def _problem_of(query: Source) -> str | None:
    if len(query.text.split()) == 1:
        return "is a single word, which claims nothing"
    if query.language != "en":
        return f"is in {language_name(query.language)}; only English can be checked"
    return None


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
    paths: Sequence[Path], settings: IngestSettings, checked: Sequence[Path] = ()
) -> tuple[tuple[Source, ...], tuple[SkippedInput, ...]]:
    """The reports to compare with; a file that is itself checked is none of them, for it would confirm itself."""
    sources, skipped = read_sources(paths, SourceRole.SOURCE, settings)
    own = {path.resolve() for path in checked}
    itself = [source for source in sources if Path(source.path).resolve() in own]
    notes = [
        SkippedInput(path=one.path, stage="ingest", reason="is the text that is checked, which cannot confirm itself")
        for one in itself
    ]
    others = tuple(source for source in sources if source not in itself)
    _require(others, (*notes, *skipped), paths)
    return others, (*notes, *skipped)


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
    baseline = read_baseline(Path(settings.findings.baseline)) if settings.findings.baseline else None
    if progress:
        progress("Loading models", 0.0)
    models = load_models(settings.models, settings.cache)
    run = start_run(installed_version(), scope, models, settings)
    report = compare_sources(sources, skipped, scope, models, settings, run, progress)
    drafts = [narrow_ignores(source, split_sentences(source)) for source in sources if source.ignores]
    return triage(report, drafts, settings.findings, baseline)


@lru_cache(maxsize=2)
def load_models(settings: ModelSettings, cache: CacheSettings) -> Models:
    """The models that `settings` name; kept, so that several checks in one process load them once."""
    return Models(*backends.load_models(settings, cache))


def model_infos(settings: Settings) -> tuple[ModelInfo, ...]:
    """The models that a run with `settings` would use, with the digests of their weights."""
    models = load_models(settings.models, settings.cache)
    return (models.parser.info, models.embedder.info, models.nli.info)


def installed_version() -> str:
    """The version of the installed package, or "0+unknown" in a checkout that is not installed."""
    try:
        return version("factcheck")
    except PackageNotFoundError:
        return "0+unknown"
