"""Names, numbers and dates of a draft that no source gives anywhere.

The bar for calling a detail absent is high, because an editor who is told so about a name that stands in a source stops
reading: what overlaps a value of any source, or stands in any source's text letter by letter, counts as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.schema import (
    AbsentFact,
    Claim,
    ClaimFacts,
    Duration,
    EntityMention,
    EntityType,
    FactKind,
    Interval,
    Quantity,
    Source,
    SourceRole,
    TimeMention,
)

_WORD = re.compile(r"\w+")
# What "about" admits on either side of a figure; the facts compare more finely, here only a gross miss counts.
_ABOUT = 0.1
_EXACTNESS = {"clock": 0, "day": 0, "weekday": 0, "week": 1, "month": 2, "year": 3, "decade": 4}


@dataclass(frozen=True)
class _Given:
    """Everything that the sources give."""

    texts: tuple[str, ...]
    names: frozenset[str]
    quantities: tuple[Quantity, ...]
    durations: tuple[Duration, ...]
    times: tuple[TimeMention, ...]
    published: tuple[date, ...]

    def has_words(self, words: str) -> bool:
        """Whether any source has these words in a row."""
        sought = _spaced(words)
        return bool(sought.strip()) and any(sought in text for text in self.texts)


def find_absences(
    claims: Sequence[Claim], facts: Sequence[ClaimFacts], sources: Sequence[Source]
) -> dict[str, tuple[AbsentFact, ...]]:
    """The absent details of each checked claim by its id; each detail as written, once a claim."""
    role = {source.id: source.role for source in sources}
    by_id = {source.id: source for source in sources}
    told = {claim.id: fact for claim, fact in zip(claims, facts, strict=True)}
    given = _given([told[claim.id] for claim in claims if role[claim.source_id] is SourceRole.SOURCE], sources)
    return {
        claim.id: tuple(dict.fromkeys(_absent(told[claim.id], claim.span.of(by_id[claim.source_id].text), given)))
        for claim in claims
        if role[claim.source_id] is not SourceRole.SOURCE
    }


def _given(facts: Sequence[ClaimFacts], sources: Iterable[Source]) -> _Given:
    proper = [source for source in sources if source.role is SourceRole.SOURCE]
    return _Given(
        texts=tuple(_spaced(f"{source.title or ''} {source.text}") for source in proper),
        names=frozenset(entity.canonical for fact in facts for entity in fact.entities),
        quantities=tuple(quantity for fact in facts for quantity in fact.quantities),
        durations=tuple(duration for fact in facts for duration in fact.durations),
        times=tuple(time for fact in facts for time in fact.times),
        published=tuple(source.published_at.date() for source in proper if source.published_at),
    )


def _absent(facts: ClaimFacts, quote: str, given: _Given) -> Iterator[AbsentFact]:
    """Details that stand in the draft's own words; what a pronoun was resolved to is named where it stands."""
    own = _spaced(quote)
    for name in facts.entities:
        if _spaced(name.text) in own and not _names(name, given):
            yield AbsentFact(kind=FactKind.NAME, text=name.text)
    for figure in facts.quantities:
        if _spaced(figure.text) in own and not _counts(figure, given):
            yield AbsentFact(kind=FactKind.NUMBER, text=figure.text)
    for length in facts.durations:
        if _spaced(length.text) in own and not _lasts(length, given):
            yield AbsentFact(kind=FactKind.NUMBER, text=length.text)
    for time in facts.times:
        if _spaced(time.text) in own and not _dates(time, given):
            yield AbsentFact(kind=FactKind.DATE, text=time.text)


def _names(name: EntityMention, given: _Given) -> bool:
    if name.canonical in given.names or given.has_words(name.text):
        return True
    surname = name.text.split()[-1] if name.type is EntityType.PERSON else ""
    return bool(surname) and given.has_words(surname)


def _counts(figure: Quantity, given: _Given) -> bool:
    return given.has_words(figure.text) or any(
        other.kind is figure.kind and other.unit == figure.unit and _overlap(figure.interval, other.interval)
        for other in given.quantities
    )


def _lasts(length: Duration, given: _Given) -> bool:
    return given.has_words(length.text) or any(_overlap(length.interval, o.interval) for o in given.durations)


def _overlap(one: Interval, other: Interval) -> bool:
    low, high = _ends(one)
    other_low, other_high = _ends(other)
    return low <= other_high and other_low <= high


def _ends(interval: Interval) -> tuple[float, float]:
    slack = _ABOUT if interval.approximate else 0.0
    low = float("-inf") if interval.low is None else interval.low - slack * abs(interval.low)
    high = float("inf") if interval.high is None else interval.high + slack * abs(interval.high)
    return low, high


def _dates(time: TimeMention, given: _Given) -> bool:
    """Whether a source gives the date, as exactly as the draft does; a weekday without a date is given by its name."""
    if given.has_words(time.text) or time.start is None or time.end is None:
        return True
    exactness = _EXACTNESS.get(time.granularity, 0)
    if exactness == 0 and any(time.start - timedelta(days=1) <= day <= time.end for day in given.published):
        return True  # "today" in a report of that day
    return any(
        other.start is not None
        and other.end is not None
        and _EXACTNESS.get(other.granularity, 0) <= exactness
        and other.start <= time.end
        and time.start <= other.end
        for other in given.times
    )


def _spaced(text: str) -> str:
    """The words of a text in lower case with a space on either side, so that a word is never found within another."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
