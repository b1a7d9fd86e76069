"""Contradictions in the order in which they are worth reading."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from factcheck.render.digest.records import Difference, Quote
from factcheck.schema import Finding, PairVerdict, Report, Severity, Verdict


class Anchors:
    """Hands out page anchors that stay the same from run to run and are unique within one page."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, prefix: str, *parts: str) -> str:
        """An anchor for what `parts` identify; only letters, digits, "-" and "_", whatever the parts hold."""
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:10]
        plain = len(parts) == 1 and re.fullmatch(r"[A-Za-z0-9_-]{1,40}", parts[0])
        anchor = f"{prefix}-{parts[0] if plain else digest}"
        self._taken[anchor] = self._taken.get(anchor, 0) + 1
        return anchor if self._taken[anchor] == 1 else f"{anchor}-{self._taken[anchor]}"


def list_differences(report: Report, quotes: Mapping[str, Quote], anchors: Anchors) -> tuple[Difference, ...]:
    """Flat contradictions, then qualified ones, each in the order of the findings and then by falling probability.

    The same words in copies of one text are one difference, not several.
    """
    places = {name: place for place, name in enumerate(quotes)}
    named = {id(verdict): _finding_of(verdict, report.findings) for verdict in _contradictions(report)}

    def rank(verdict: PairVerdict) -> tuple[bool, int, float, int, int]:
        finding = named[id(verdict)]
        place = report.findings.index(finding) if finding else len(report.findings)
        flat_first = verdict.qualifier is not None
        return flat_first, place, -verdict.probability, places[verdict.left], places[verdict.right]

    ranked = sorted(_contradictions(report), key=rank)
    groups = _group_copies(ranked, quotes)
    return tuple(_difference(group, named[id(group[0])], quotes, anchors) for group in groups)


def _contradictions(report: Report) -> list[PairVerdict]:
    return [verdict for verdict in report.verdicts if verdict.verdict is Verdict.CONTRADICTION]


def _finding_of(verdict: PairVerdict, findings: Sequence[Finding]) -> Finding | None:
    """The first finding that names both claims."""
    pair = {verdict.left, verdict.right}
    return next((finding for finding in findings if pair.issubset(finding.claim_ids)), None)


def _group_copies(ranked: Sequence[PairVerdict], quotes: Mapping[str, Quote]) -> list[list[PairVerdict]]:
    """Verdicts on the same words of the same texts put together; order kept."""
    groups: dict[object, list[PairVerdict]] = {}
    for verdict in ranked:
        sides = frozenset(_wording_of(quotes[claim]) for claim in (verdict.left, verdict.right))
        groups.setdefault((sides, verdict.kind, verdict.qualifier), []).append(verdict)
    return list(groups.values())


def _wording_of(quote: Quote) -> tuple[str, str]:
    return quote.source.entry.origin_id, " ".join(quote.words.split())


def _difference(
    group: Sequence[PairVerdict], finding: Finding | None, quotes: Mapping[str, Quote], anchors: Anchors
) -> Difference:
    """One difference from verdicts that amount to the same; the first stands for all."""
    verdict = group[0]
    shown = {verdict.left, verdict.right}
    again = {claim for one in group for claim in (one.left, one.right)} - shown
    flat_severity = Severity.ERROR if verdict.qualifier is None else Severity.WARNING
    return Difference(
        anchor=anchors.take("finding", *([finding.fingerprint] if finding else [verdict.left, verdict.right])),
        verdict=verdict,
        left=quotes[verdict.left],
        right=quotes[verdict.right],
        severity=finding.severity if finding else flat_severity,
        repeats=tuple(quote for name, quote in quotes.items() if name in again),
    )
