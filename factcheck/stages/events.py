"""Which sources tell of one event: two quakes in one folder are told apart before their claims are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from factcheck.schema import CandidatePair, Claim, ClaimFacts, Source, SourceRole, TimeMention

# Log-odds that two sources tell of one event. Logistic regression on the pairs of sources of nine development stories
# and the seed reports, 512 of one event and 4,844 of two (120 of these of one kind of event): with a story held out,
# the sources of each stay one event.
_CONSTANT = -5.9
_MEAN_COSINE = 7.3
_SHARED_WORDS = 7.2
_SHARED_NAMES = 2.2
_NUMBER_OF_NAMES, _MANY_NAMES = 2.4, 4
_NO_NAME_IN_COMMON, _NAMES_TO_TELL = -3.7, 3
# What the regression could not learn, because no two of its events share their place: set by hand.
_OTHER_DAYS = -4.0
_OTHER_MAGNITUDES = -6.0
_LONG_BETWEEN, _LONG_DAYS = -5.0, 30
# Two reports of one quake differ by a few tenths; more is another quake.
_MOST_MAGNITUDES_APART = 0.25
# Added, over the number of claims of the shorter source: a text of a sentence or two says too little to be told apart.
_FEW_CLAIMS = 6.0
# Mean log-odds from which two groups of sources tell of one event. Below even odds on purpose: to leave two reports of
# one event uncompared costs more than to compare two events. Of the pairs of one event .016 lie below it.
MIN_LOG_ODDS = -2.0

_Vector = NDArray[np.float64]


@dataclass
class _Portrait:
    """What a source is recognised by; `mean` is the unit-length mean of its claims' vectors."""

    mean: _Vector
    published: datetime | None
    claims: int
    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    days: set[tuple[int, int]] = field(default_factory=set)
    magnitudes: set[float] = field(default_factory=set)


def find_events(
    sources: Sequence[Source], claims: Sequence[Claim], facts: Sequence[ClaimFacts], vectors: NDArray[np.float32]
) -> dict[str, str | None]:
    """The event id of each source id, equal for sources that tell of one event.

    `facts` and the rows of `vectors` (of unit length) belong to `claims`. Sources are joined by average linkage while
    the mean log-odds of two groups are at least `MIN_LOG_ODDS`. A draft belongs to the event that it is likest to, if
    it is like one; a typed claim says too little and has None, as has a source without claims. The order of the
    arguments does not matter.
    """
    portraits = _portraits(sources, claims, facts, vectors)
    reports = sorted(s.id for s in sources if s.role is SourceRole.SOURCE and s.id in portraits)
    found: dict[str, str | None] = {source.id: None for source in sources}
    groups = _grouped([portraits[name] for name in reports])
    for members in ([reports[place] for place in group] for group in groups):
        found.update(dict.fromkeys(members, f"e-{members[0]}"))
    for draft in (s.id for s in sources if s.role is SourceRole.DRAFT and s.id in portraits):
        found[draft] = _likest(portraits[draft], [(portraits[name], found[name]) for name in reports])
    return found


def within_events(
    pairs: Iterable[CandidatePair], claims: Iterable[Claim], events: Mapping[str, str | None]
) -> tuple[CandidatePair, ...]:
    """The pairs without those of sources that tell of two events; a source of no known event is compared with all."""
    event = {claim.id: events.get(claim.source_id) for claim in claims}
    return tuple(
        pair for pair in pairs if None in (event[pair.left], event[pair.right]) or event[pair.left] == event[pair.right]
    )


# --- portraits -------------------------------------------------------------------------------------------------------


def _portraits(
    sources: Sequence[Source], claims: Sequence[Claim], facts: Sequence[ClaimFacts], vectors: NDArray[np.float32]
) -> dict[str, _Portrait]:
    """One for each source that has claims."""
    rows: dict[str, list[int]] = {}
    for row in sorted(range(len(claims)), key=lambda row: claims[row].id):
        rows.setdefault(claims[row].source_id, []).append(row)
    published = {source.id: source.published_at for source in sources}
    portraits = {}
    for source, own in rows.items():
        total = np.asarray(vectors[own], dtype=np.float64).sum(axis=0)
        portrait = _Portrait(total / (np.linalg.norm(total) or 1.0), published[source], len(own))
        for row in own:
            _add(portrait, facts[row])
        portraits[source] = portrait
    return portraits


def _add(portrait: _Portrait, facts: ClaimFacts) -> None:
    portrait.names.update(f"{mention.type.value} {mention.canonical}" for mention in facts.entities)
    portrait.words.update(facts.words)
    portrait.days.update(_days(facts.times))
    figures = (quantity for quantity in facts.quantities if quantity.unit == "magnitude")
    portrait.magnitudes.update(figure.interval.low for figure in figures if figure.interval.low is not None)


def _days(times: Iterable[TimeMention]) -> Iterator[tuple[int, int]]:
    """Month and day of the dates on which something happens; without the year, which many reports leave out."""
    for time in times:
        if time.granularity == "day" and time.start is not None and time.event is not None:
            yield time.start.month, time.start.day


# --- likeness --------------------------------------------------------------------------------------------------------


def _log_odds(one: _Portrait, other: _Portrait) -> float:
    """Of the two telling of one event; see the constants above."""
    in_common = len(one.names & other.names)
    nameless = not in_common and min(len(one.names), len(other.names)) >= _NAMES_TO_TELL
    return (
        _CONSTANT
        + _MEAN_COSINE * float(one.mean @ other.mean)
        + _SHARED_WORDS * _overlap(one.words, other.words)
        + _SHARED_NAMES * _overlap(one.names, other.names)
        + _NUMBER_OF_NAMES * min(in_common, _MANY_NAMES) / _MANY_NAMES
        + (_NO_NAME_IN_COMMON if nameless else 0.0)
        + _FEW_CLAIMS / min(one.claims, other.claims)
        + _by_date_and_size(one, other)
    )


def _by_date_and_size(one: _Portrait, other: _Portrait) -> float:
    days_apart = one.days and other.days and not one.days & other.days
    sizes = [abs(left - right) for left in one.magnitudes for right in other.magnitudes]
    sizes_apart = bool(sizes) and min(sizes) > _MOST_MAGNITUDES_APART
    moments = (one.published, other.published)
    long_between = moments[0] and moments[1] and abs((moments[0] - moments[1]).days) >= _LONG_DAYS
    return (
        (_OTHER_DAYS if days_apart else 0.0)
        + (_OTHER_MAGNITUDES if sizes_apart else 0.0)
        + (_LONG_BETWEEN if long_between else 0.0)
    )


def _overlap(one: set[str], other: set[str]) -> float:
    """The share of the smaller set that the other has too; 0 of nothing."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


# --- groups ----------------------------------------------------------------------------------------------------------


def _grouped(portraits: Sequence[_Portrait]) -> list[list[int]]:
    """Positions of the sources of each event, in order."""
    if len(portraits) <= 1:
        return [list(range(len(portraits)))] if portraits else []
    odds = np.array([_log_odds(one, other) for one, other in combinations(portraits, 2)])
    if float(odds.min()) >= MIN_LOG_ODDS:  # no mean of these can be below it: all are joined
        return [list(range(len(portraits)))]
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - a tenth of a start, and seldom needed

    highest = float(odds.max())
    far = np.round(highest - odds, 6)  # linkage joins what is near; rounded, so that noise decides no tie
    numbers = fcluster(linkage(far, "average"), highest - MIN_LOG_ODDS, "distance")
    groups: dict[int, list[int]] = {}
    for place, number in enumerate(numbers.tolist()):
        groups.setdefault(number, []).append(place)
    return list(groups.values())


def _likest(draft: _Portrait, reports: Sequence[tuple[_Portrait, str | None]]) -> str | None:
    """The event whose sources are likest to the draft on the mean; None where that is unlikely."""
    odds: dict[str, list[float]] = {}
    for portrait, event in reports:
        if event is not None:
            odds.setdefault(event, []).append(_log_odds(draft, portrait))
    best = max(odds, key=lambda event: (float(np.mean(odds[event])), event), default=None)
    return best if best is not None and float(np.mean(odds[best])) >= MIN_LOG_ODDS else None
