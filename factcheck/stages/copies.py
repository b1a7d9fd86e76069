"""Figures that copies of one text give differently: one of them was changed on the way, or the text was brought up to
date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from factcheck.schema import Claim, ClaimFacts, ContradictionKind, CopyChange, FigureVariant, Span, TimeMention

_WORD = re.compile(r"\w+|#")
# What a changed number changes in the words around it: "one person was", "two people were".
_ONE_FORM = {"was": "be", "were": "be", "is": "be", "are": "be", "has": "have", "people": "person"}
# Bounds of an interval that has none on that side.
_ENDLESS = float("inf")


class _Figure(NamedTuple):
    span: Span
    kind: ContradictionKind
    low: float
    high: float
    written: str
    understood: str


class _Stated(NamedTuple):
    claim: Claim
    figures: tuple[_Figure, ...]


def find_changed_figures(
    claims: Sequence[Claim], facts: Sequence[ClaimFacts], origins: Mapping[str, str]
) -> tuple[CopyChange, ...]:
    """The figures that sources of one origin give differently in otherwise equal words, by the first claim concerned.

    Figures differ where their intervals exclude each other, so that "30 miles" and "48 km" do not. A claim that another
    source has with the very same figures was not changed. The order of `claims` does not matter; `facts` are theirs.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[_Stated]] = {}
    for claim, own in sorted(zip(claims, facts, strict=True), key=lambda pair: pair[0].id):
        figures = _figures(own)
        if figures:
            key = (origins.get(claim.source_id, claim.source_id), _without_figures(claim.text, figures))
            groups.setdefault(key, []).append(_Stated(claim, figures))
    found = [change for stated in groups.values() for change in _changes(stated)]
    return tuple(sorted(found, key=lambda change: change.variants[0].claim_ids))


def _figures(facts: ClaimFacts) -> tuple[_Figure, ...]:
    """Counts, lengths and dates with a digit (not "Monday", which depends on the day of the copy), in reading order,
    without those that stand within another."""
    found = [
        *_intervals(facts),
        *(
            _Figure(time.span, ContradictionKind.DATE, *_days(time), time.text, time.understood)
            for time in facts.times
            if any(character.isdigit() for character in time.text)
        ),
    ]
    kept: list[_Figure] = []
    for figure in sorted(found, key=lambda figure: (figure.span.start, -figure.span.end)):
        if not kept or not figure.span.overlaps(kept[-1].span):
            kept.append(figure)
    return tuple(kept)


def _days(time: TimeMention) -> tuple[float, float]:
    """First and last day by number; a date that the text does not settle may be any day, so it excludes none."""
    if time.start is None or time.end is None:
        return -_ENDLESS, _ENDLESS
    return time.start.toordinal(), time.end.toordinal()


def _intervals(facts: ClaimFacts) -> Iterator[_Figure]:
    kinds = ((facts.quantities, ContradictionKind.NUMBER), (facts.durations, ContradictionKind.DURATION))
    for found, kind in kinds:
        for one in found:
            low = -_ENDLESS if one.interval.low is None else one.interval.low
            high = _ENDLESS if one.interval.high is None else one.interval.high
            yield _Figure(one.span, kind, low, high, one.text, one.understood)


def _without_figures(text: str, figures: Sequence[_Figure]) -> tuple[str, ...]:
    """The words of a claim with a mark for each figure, in forms that do not depend on the figure."""
    pieces, at = [], 0
    for figure in figures:
        pieces += [text[at : figure.span.start], " # "]
        at = figure.span.end
    words = _WORD.findall("".join([*pieces, text[at:]]).casefold())
    return tuple(_ONE_FORM.get(word, word.removesuffix("s")) for word in words)


def _changes(stated: Sequence[_Stated]) -> Iterator[CopyChange]:
    """The changes among claims of one origin in the same words, figure by figure."""
    if len({one.claim.source_id for one in stated}) > 1:
        for place in range(len(stated[0].figures)):
            change = _change(stated, place)
            if change is not None:
                yield change


def _change(stated: Sequence[_Stated], place: int) -> CopyChange | None:
    """The variants of the figure at one place, most printed first; None where they can all hold, where one source has
    several of them (a table or a list in running text), or where they measure different things."""
    variants: list[list[_Stated]] = []
    for one in stated:
        alike = next((known for known in variants if not _apart(known[0].figures[place], one.figures[place])), None)
        if alike is None:
            variants.append([one])
        else:
            alike.append(one)
    owners = [{one.claim.source_id for one in variant} for variant in variants]
    kinds = {one.figures[place].kind for one in stated}
    if len(variants) == 1 or len(kinds) > 1 or sum(map(len, owners)) > len(set().union(*owners)):
        return None
    variants.sort(key=lambda variant: (-len(variant), variant[0].claim.id))
    return CopyChange(kind=kinds.pop(), variants=tuple(_variant(variant, place) for variant in variants))


def _apart(one: _Figure, other: _Figure) -> bool:
    """Whether two figures exclude each other; the same words are one figure, whatever day "4 March" is to each."""
    written_alike = one.written.casefold() == other.written.casefold()
    return not written_alike and (one.high < other.low or other.high < one.low)


def _variant(stated: Sequence[_Stated], place: int) -> FigureVariant:
    figure = stated[0].figures[place]
    ids = tuple(one.claim.id for one in stated)
    return FigureVariant(claim_ids=ids, written=figure.written, understood=figure.understood)
