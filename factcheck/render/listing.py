"""Findings one by one with their places and quotes: what the formats for other programs are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from factcheck.schema import ClaimEntry, Finding, Outcome, PairVerdict, Report, Severity, SourceEntry, SourceRole

_LEVELS = tuple(Severity)
_MARKUP = frozenset({".html", ".htm", ".xhtml"})


@dataclass(frozen=True)
class Spot:
    """A stretch of a file; lines and columns count from 1, the end is one past the last character where it is known."""

    path: str
    line: int
    column: int
    end_line: int | None
    end_column: int | None
    quote: str


@dataclass(frozen=True)
class Evidence:
    """Another claim that a finding names: its source, its place, and the verdict between it and the first claim."""

    source: SourceEntry
    claim: ClaimEntry
    spot: Spot
    verdict: PairVerdict | None

    @property
    def name(self) -> str:
        """The source as an editor would call it."""
        return self.source.publisher or PurePath(self.source.path).name or self.source.path


@dataclass(frozen=True)
class Row:
    """A finding; `spot` is None where it concerns the whole run, `outcome` where its claim is none of a draft.

    `typed` says that it is on a typed claim.
    """

    finding: Finding
    spot: Spot | None
    evidence: tuple[Evidence, ...]
    outcome: Outcome | None
    typed: bool = False


def list_rows(report: Report, min_level: Severity = Severity.INFO) -> tuple[Row, ...]:
    """The findings at or above `min_level`, gravest first, else in the order of the report."""
    claims = {claim.id: claim for claim in report.claims}
    sources = {source.id: source for source in report.sources}
    verdicts = {frozenset((verdict.left, verdict.right)): verdict for verdict in report.verdicts}
    outcomes = {entry.claim_id: entry.outcome for entry in report.outcomes}
    shown = [finding for finding in report.findings if is_shown(finding, min_level)]
    shown.sort(key=lambda finding: _LEVELS.index(finding.severity))
    return tuple(_row(finding, claims, sources, verdicts, outcomes) for finding in shown)


def is_shown(finding: Finding, min_level: Severity) -> bool:
    """Whether the finding is at or above the level."""
    return _LEVELS.index(finding.severity) <= _LEVELS.index(min_level)


def without_settled(report: Report, min_level: Severity) -> Report:
    """A comparison of sources without the findings that are settled or below the level, and without their pairs.

    `suppressed` findings stay, so that they can be counted.
    """
    hidden = [one for one in report.findings if one.suppressed or not is_shown(one, min_level)]
    shown = [one for one in report.findings if one not in hidden]

    def told_of(verdict: PairVerdict, findings: Iterable[Finding]) -> bool:
        return any({verdict.left, verdict.right}.issubset(finding.claim_ids) for finding in findings)

    verdicts = tuple(one for one in report.verdicts if told_of(one, shown) or not told_of(one, hidden))
    counted = [one.model_copy(update={"statement": None}) for one in hidden if one.suppressed]
    return report.model_copy(update={"findings": (*shown, *counted), "verdicts": verdicts})


def _row(
    finding: Finding,
    claims: Mapping[str, ClaimEntry],
    sources: Mapping[str, SourceEntry],
    verdicts: Mapping[frozenset[str], PairVerdict],
    outcomes: Mapping[str, Outcome],
) -> Row:
    named = [claims[name] for name in finding.claim_ids]
    own = [
        claim for claim in named[:1] if finding.place is None or sources[claim.source_id].role is not SourceRole.SOURCE
    ]
    others = named[len(own) :]
    first = own[0] if own else None
    evidence = tuple(
        Evidence(
            source=sources[other.source_id],
            claim=other,
            spot=_spot(other, sources[other.source_id]),
            verdict=verdicts.get(frozenset((first.id, other.id))) if first else None,
        )
        for other in others
    )
    spot = _spot(first, sources[first.source_id]) if first else None
    if finding.place is not None:
        place = finding.place
        quote = sources[place.source_id].text[place.start : place.end]
        spot = Spot(place.path, place.line, place.column, place.end_line, place.end_column, quote)
    typed = first is not None and sources[first.source_id].role is SourceRole.QUERY
    return Row(finding, spot, evidence, outcomes.get(first.id) if first else None, typed)


def _spot(claim: ClaimEntry, source: SourceEntry) -> Spot:
    """Where a claim stands; a quote taken out of markup does not show where it ends in the file."""
    if PurePath(source.path).suffix.lower() in _MARKUP:
        return Spot(source.path, claim.line, claim.column, None, None, claim.quote)
    lines = claim.quote.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin = claim.column if len(lines) == 1 else 1
    return Spot(source.path, claim.line, claim.column, claim.line + len(lines) - 1, begin + len(lines[-1]), claim.quote)
