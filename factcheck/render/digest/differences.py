"""Contradictions in the order in which they are worth reading."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from factcheck.render.digest.records import Difference, Quote
from factcheck.schema import ContradictionKind, Finding, PairVerdict, Qualifier, Report, Severity, Verdict

Row = TypeVar("Row")


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


def list_differences(
    report: Report, quotes: Mapping[str, Quote], anchors: Anchors, by_finding: bool
) -> tuple[Difference, ...]:
    """Flat contradictions, then qualified ones, each in the order of the findings and then by falling probability.

    The same words in copies of one text are one difference. With `by_finding`, so are pairs of different words that one
    finding tells of.
    """
    places = {name: place for place, name in enumerate(quotes)}
    entries = [_entry(verdict, report.findings) for verdict in report.verdicts if _is_contradiction(verdict)]
    entries.sort(key=lambda one: (*one.rank, places[one.verdict.left], places[one.verdict.right]))
    same_words = _grouped(entries, lambda one: (_wording_of(one.verdict, quotes), one.nature))
    groups = _grouped(same_words, lambda group: _told_by(group[0], by_finding))
    return tuple(_difference(group, quotes, anchors) for group in groups)


@dataclass(frozen=True)
class _Entry:
    """A contradiction with the first finding that names both its claims, and that finding's place in the report."""

    verdict: PairVerdict
    finding: Finding | None
    place: int

    @property
    def nature(self) -> tuple[ContradictionKind | None, Qualifier | None]:
        """What kind of contradiction it is; only those of one nature are shown as one."""
        return self.verdict.kind, self.verdict.qualifier

    @property
    def rank(self) -> tuple[bool, int, bool, float]:
        """Flat before qualified, then as the findings go, the pair that the finding names first before its others."""
        named = self.finding is not None and set(self.finding.claim_ids[:2]) == {self.verdict.left, self.verdict.right}
        return self.verdict.qualifier is not None, self.place, not named, -self.verdict.probability


def _is_contradiction(verdict: PairVerdict) -> bool:
    return verdict.verdict is Verdict.CONTRADICTION


def _entry(verdict: PairVerdict, findings: Sequence[Finding]) -> _Entry:
    pair = {verdict.left, verdict.right}
    for place, finding in enumerate(findings):
        if pair.issubset(finding.claim_ids):
            return _Entry(verdict, finding, place)
    return _Entry(verdict, None, len(findings))


def _grouped(rows: Iterable[Row], key: Callable[[Row], object]) -> list[list[Row]]:
    """The rows that share a key put together, in the order in which the keys first appear."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())


def _told_by(entry: _Entry, by_finding: bool) -> object:
    """A key shared by the contradictions that one finding tells of; one of its own without a finding."""
    return (entry.place, entry.nature) if by_finding and entry.finding else (entry.verdict.left, entry.verdict.right)


def _wording_of(verdict: PairVerdict, quotes: Mapping[str, Quote]) -> object:
    """Words and origins of both sides: equal for copies of the same texts."""
    sides = (quotes[verdict.left], quotes[verdict.right])
    return frozenset((quote.source.entry.origin_id, " ".join(quote.words.split())) for quote in sides)


def _difference(group: Sequence[Sequence[_Entry]], quotes: Mapping[str, Quote], anchors: Anchors) -> Difference:
    """One difference from contradictions shown as one, first those in the same words; the very first stands for all."""
    same_words, *other_words = group
    verdict, finding = same_words[0].verdict, same_words[0].finding
    flat_severity = Severity.ERROR if verdict.qualifier is None else Severity.WARNING
    again = {claim for one in same_words for claim in (one.verdict.left, one.verdict.right)}
    again -= {verdict.left, verdict.right}
    further = [entry.verdict for entries in other_words for entry in entries]
    return Difference(
        anchor=anchors.take("finding", *([finding.fingerprint] if finding else [verdict.left, verdict.right])),
        verdict=verdict,
        left=quotes[verdict.left],
        right=quotes[verdict.right],
        severity=finding.severity if finding else flat_severity,
        repeats=tuple(quote for name, quote in quotes.items() if name in again),
        further=tuple((quotes[one.left], quotes[one.right]) for one in further),
        further_verdicts=tuple(further),
        finding=finding,
    )
