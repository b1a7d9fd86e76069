"""Where two claims give one slot two values: every comparable pair of facts that cannot both hold, however unsure.

A clash says how far its two values are said of one thing and of one event; it is no verdict. `weighing` turns the best
clash of a pair and what NLI says into a probability.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz

from factcheck.schema import (
    Argument,
    ArgumentRole,
    ClaimFacts,
    ContradictionKind,
    Duration,
    DurationRole,
    EntityMention,
    EntityType,
    Frame,
    Qualifier,
    Quantity,
    QuantityKind,
    Record,
    TimeMention,
)
from factcheck.stages.verdicts.alignment import GENERAL, Value, of_two_relatives
from factcheck.stages.verdicts.attributes import CLASSES, given
from factcheck.stages.verdicts.dates import calendar_day
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.figures import (
    in_scope,
    is_one_value,
    reservation_of,
    said_of_one_place,
    said_of_two_places,
    share_fit,
)
from factcheck.stages.verdicts.intervals import Fit, fit
from factcheck.stages.verdicts.kinds import kinds_of_things, same_name

# Fates that exclude each other when the same people are counted.
_FATES_APART = (
    frozenset({"rescue", "arrest"}),
    frozenset({"die", "injure"}),
    frozenset({"die", "rescue"}),
    frozenset({"die", "arrest"}),
    frozenset({"flee", "arrest"}),
)
PEOPLE = frozenset(
    "person man woman child worker officer soldier pirate crewmember crew resident passenger victim other "
    "student climber protester fighter militant driver employee suspect gunman brigand sailor".split()
)
FATES = frozenset({"die", "injure", "arrest", "missing", "rescue", "displace", "evacuate", "casualty"})
_ROUNDED_FROM = 100.0
_ROUNDED_SHARE = 0.03
_MEASURE_SHARE = 0.04
_DURATION_SHARE = 0.15
_FAR = 5.0
# Two figures that are both said to be "about" differ from here on: about 600 metres, some 700 metres.
_ABOUT_APART = 1.12
_MINUTES_APART = 45
_BESIDE = 50
_FEWEST_TELLING = 3
_BOTH_WAYS = 0.6
_SAID_ALIKE = 0.8
_YEAR = 365.25
_WEEK = 7
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s?(a\.?m|p\.?m)\b", re.IGNORECASE)
_REGIONS = (
    ("north", "northern"),
    ("south", "southern"),
    ("east", "eastern"),
    ("west", "western"),
    ("centre", "central"),
    ("northeast", "northeastern", "north-east", "north-eastern"),
    ("northwest", "northwestern", "north-west", "north-western"),
    ("southeast", "southeastern", "south-east", "south-eastern"),
    ("southwest", "southwestern", "south-west", "south-western"),
)
_REGION_OF = {word: names[0] for names in _REGIONS for word in names}
_REGION_BEFORE = re.compile(r"\b([a-z-]+)\s(?:city|town|village|province|island|port|district)\sof\s$")
_REGION_BEHIND = re.compile(r",?\s(?:in|of)\s(?:the\s)?([a-z-]+)\b")
_LESS = frozenset({"ill", "insufficiently", "poorly", "badly", "inadequately", "under", "un"})
_MORE = frozenset({"well", "fully", "properly", "sufficiently", "adequately"})
# Shares of one place are mostly those of one thing: of its traffic, its voters.
_OF_ONE_PLACE = 0.7
_AIMING = frozenset({"at", "against", "into", "to", "with"})
_SITES = frozenset(
    "closet office room lounge stair staircase stairwell hallway corridor lobby kitchen bathroom basement garage floor "
    "roof car house home street road hospital scene way ambulance bed park school church temple store shop bank hotel "
    "restaurant bar club station airport plane bus train boat ship field forest river lake beach building garden "
    "yard porch bedroom cafeteria gym warehouse tent camp prison cell court".split()
)
# What lies in a building, so that "in a cell" and "in the prison" can be one place.
_ROOMS = frozenset(
    "closet office room lounge stair staircase stairwell hallway corridor lobby kitchen bathroom basement garage floor "
    "roof porch bedroom cafeteria gym cell".split()
)
_HOMES = frozenset({"home", "house", "apartment", "flat", "residence"})


class Clash(Record):
    """Two values of one slot that cannot both hold, and how far they are said of one thing (0 to 1) and one event.

    `exact` is false where a value is approximate or a bound, `far` true where figures are more than fivefold apart.
    """

    kind: ContradictionKind
    slot: str
    left: Value
    right: Value
    same_thing: float = 0.0
    same_event: float = 0.0
    exact: bool = True
    far: bool = False
    qualifier: Qualifier | None = None


def find_clashes(evidence: PairEvidence) -> tuple[Clash, ...]:
    """Every clash of a pair, the best aligned first; swapping the claims keeps the order."""
    found = [
        *_figures(evidence),
        *_lengths(evidence),
        *_ages(evidence),
        *_dates(evidence),
        *_clocks(evidence),
        *_from_frames(evidence),
        *_spellings(evidence),
        *_fates(evidence),
        *_regions(evidence),
        *_degrees(evidence),
        *_attributes(evidence),
        *_kinds(evidence),
    ]
    return tuple(sorted(found, key=_order))


def _order(clash: Clash) -> tuple[float, bool, list[str]]:
    sides = sorted((clash.left.written, clash.right.written))
    return -(clash.same_thing + clash.same_event), clash.far, [clash.kind.value, clash.slot, *sides]


# --- figures ---------------------------------------------------------------------------------------------------------


def _figures(evidence: PairEvidence) -> Iterator[Clash]:
    ours, theirs = (
        in_scope(evidence, evidence.left_facts.quantities),
        in_scope(evidence, evidence.right_facts.quantities),
    )
    for left in ours:
        for right in theirs:
            clash = _figure_clash(left, right, said_of_one_place(evidence, left, right))
            if clash is None or _settled(left, right, ours, theirs):
                continue
            if clash.far and (evidence.similarity < _SAID_ALIKE or clash.same_event < 1):
                continue
            if _in_other_events(clash, left) and not _seen_both_ways(evidence):
                continue
            if said_of_two_places(evidence, left, right):
                continue
            yield clash.model_copy(update={"qualifier": reservation_of(evidence, left, right)})


def _in_other_events(clash: Clash, quantity: Quantity) -> bool:
    """Things counted in two events are mostly those of two occasions: three ships seized, five ships seen."""
    return quantity.kind is QuantityKind.COUNT and not clash.same_event


def _settled(left: Quantity, right: Quantity, ours: tuple[Quantity, ...], theirs: tuple[Quantity, ...]) -> bool:
    """Whether one of the two figures has its like on the other side: then they count different things."""
    return any(_alike(left, other) for other in theirs) or any(_alike(other, right) for other in ours)


def _alike(one: Quantity, other: Quantity) -> bool:
    """Two figures alike, and not two of two fates: two dead are no two wounded."""
    if one.event != other.event and {one.event, other.event} <= FATES:
        return False
    return (one.kind, one.unit) == (other.kind, other.unit) and figure_fit(one, other) in {Fit.SAME, Fit.COMPATIBLE}


def _figure_clash(left: Quantity, right: Quantity, one_place: bool) -> Clash | None:
    if left.kind is not right.kind or left.unit != right.unit or left.kind is QuantityKind.ORDINAL:
        return None
    if figure_fit(left, right) is not Fit.APART:
        return None
    thing, event = _same_counted(left, right), _one_event(left.event, right.event)
    if one_place:
        thing = max(thing, _OF_ONE_PLACE)
    if not thing and not (event and (left.kind is not QuantityKind.COUNT)):
        return None
    if not event and bare_noun(left.counted) in PEOPLE:
        return None
    return Clash(
        kind=ContradictionKind.NUMBER,
        slot=f"{left.kind.value} {left.unit or ''} {left.counted or right.counted or ''}".strip(),
        left=Value(written=left.text, understood=left.understood),
        right=Value(written=right.text, understood=right.understood),
        same_thing=thing,
        same_event=event,
        exact=is_one_value(left) and is_one_value(right),
        far=_ratio(left, right) > _FAR,
    )


def _same_counted(left: Quantity, right: Quantity) -> float:
    if left.unit == "magnitude":
        return 1.0
    others = [(quantity.counted or "").startswith("other ") for quantity in (left, right)]
    if others[0] != others[1] and left.event != right.event:
        return 0.0
    ours, theirs = (bare_noun(quantity.counted) for quantity in (left, right))
    if ours is None or theirs is None:
        return 0.5 if ours is theirs and left.event == right.event and left.event is not None else 0.0
    if ours == theirs:
        return 1.0
    people = ours in PEOPLE and theirs in PEOPLE
    return 0.7 if people and left.event in FATES and left.event == right.event else 0.0


def bare_noun(counted: str | None) -> str | None:
    """What is counted, without "other"."""
    return None if counted is None else counted.removeprefix("other ")


def _one_event(left: str | None, right: str | None) -> float:
    if left is None or right is None or left != right:
        return 0.0
    return 0.5 if left in GENERAL else 1.0


def figure_fit(left: Quantity, right: Quantity) -> Fit:
    """How two figures of one unit fit, with the tolerance that news takes: rounding, of counts from 100 on."""
    if left.kind is QuantityKind.PERCENT:
        return share_fit(left, right)
    if left.unit == "magnitude":
        return fit(left.interval, right.interval, 0.0)
    if left.kind in {QuantityKind.MEASURE, QuantityKind.MONEY}:
        if left.interval.approximate and right.interval.approximate and _ratio(left, right) > _ABOUT_APART:
            return Fit.APART
        return fit(left.interval, right.interval, _MEASURE_SHARE)
    values = [v for q in (left, right) for v in (q.interval.low, q.interval.high) if v is not None]
    share = _ROUNDED_SHARE if values and min(values) >= _ROUNDED_FROM else 0.0
    return fit(left.interval, right.interval, share)


def _ratio(left: Quantity, right: Quantity) -> float:
    small, large = sorted(max(_middle(q), 1e-9) for q in (left, right))
    return large / small


def _middle(quantity: Quantity) -> float:
    values = [v for v in (quantity.interval.low, quantity.interval.high) if v is not None]
    return sum(values) / len(values) if values else 0.0


# --- times -----------------------------------------------------------------------------------------------------------


def _lengths(evidence: PairEvidence) -> Iterator[Clash]:
    for left in evidence.left_facts.durations:
        for right in evidence.right_facts.durations:
            if left.role is not right.role or left.role not in {DurationRole.LENGTH, DurationRole.AGO}:
                continue
            if fit(left.interval, right.interval, _DURATION_SHARE) is Fit.APART:
                far = _span_ratio(left, right) > _FAR
                if far or not (_one_event(left.event, right.event) or _seen_both_ways(evidence)):
                    continue
                yield Clash(
                    kind=ContradictionKind.DURATION,
                    slot=f"{left.role.value} {left.event}",
                    left=_length_value(left),
                    right=_length_value(right),
                    same_thing=0.5 if not far else 0.0,
                    same_event=_one_event(left.event, right.event),
                    exact=not (left.interval.approximate or right.interval.approximate),
                    far=far,
                )


def _seen_both_ways(evidence: PairEvidence) -> bool:
    return evidence.mutual_contradiction >= _BOTH_WAYS and not evidence.names.people_apart


def _span_ratio(left: Duration, right: Duration) -> float:
    small, large = sorted(max((d.interval.low or d.interval.high or 0.0), 1e-9) for d in (left, right))
    return large / small


def _ages(evidence: PairEvidence) -> Iterator[Clash]:
    """Ages said of one surname, unless one of them is anybody's on the other side."""
    ours, theirs = _ages_of(evidence.left_facts.durations), _ages_of(evidence.right_facts.durations)
    for left in ours:
        for right in theirs:
            names = [_surname(duration.about) for duration in (left, right)]
            apart = abs((left.interval.low or 0.0) - (right.interval.low or 0.0)) > 0.9 * _YEAR
            if apart and names[0] is not None and names[0] == names[1] and not of_two_relatives(left, right):
                yield Clash(
                    kind=ContradictionKind.NUMBER,
                    slot=f"age {names[0]}",
                    left=_length_value(left),
                    right=_length_value(right),
                    same_thing=1.0,
                    same_event=1.0,
                )


def _ages_of(durations: tuple[Duration, ...]) -> list[Duration]:
    return [duration for duration in durations if duration.role is DurationRole.AGE]


def _surname(about: str | None) -> str | None:
    words = [word for word in (about or "").split() if word[:1].isupper()]
    return words[-1].casefold() if words else None


def _length_value(duration: Duration) -> Value:
    return Value(written=duration.text, understood=duration.understood, about=duration.about)


def _dates(evidence: PairEvidence) -> Iterator[Clash]:
    """Days that differ, where no day of one claim is a day of the other."""
    ours, theirs = _days(evidence.left_facts.times), _days(evidence.right_facts.times)
    if any(_days_meet(left, right) for left in ours for right in theirs):
        return
    lone = len(ours) == len(theirs) == 1
    if not lone and _names_today(evidence):
        return
    for left in ours:
        for right in theirs:
            if _days_meet(left, right) is None:
                continue
            main = {left.event, right.event} == {evidence.left_facts.predicate} == {evidence.right_facts.predicate}
            event = _one_event(left.event, right.event)
            if not event and not (lone and _one_main_event(evidence)):
                continue
            yield Clash(
                kind=ContradictionKind.DATE,
                slot=f"date {left.event}",
                left=Value(written=left.text, understood=left.understood),
                right=Value(written=right.text, understood=right.understood),
                same_thing=1.0 if main else 0.5 if lone else 0.0,
                same_event=event,
                exact=not (_is_relative(left) or _is_relative(right)),
            )


def _names_today(evidence: PairEvidence) -> bool:
    """Whether a claim also says "today" of an unknown day: then its other day may be that of something else."""
    times = (*evidence.left_facts.times, *evidence.right_facts.times)
    return any(_says_today(time) and time.start is None and time.weekday is None for time in times)


def _one_main_event(evidence: PairEvidence) -> bool:
    left, right = evidence.left_facts.predicate, evidence.right_facts.predicate
    return left is not None and left == right and left not in GENERAL


def _says_today(time: TimeMention) -> bool:
    return time.text.casefold().endswith(("today", "tonight", "this morning", "this afternoon", "this evening"))


def _is_relative(time: TimeMention) -> bool:
    """ "today", "yesterday": as sure as the date of its source."""
    return time.text.casefold() in {"today", "yesterday", "tomorrow", "tonight", "last night"}


def _days(times: tuple[TimeMention, ...]) -> list[TimeMention]:
    return [time for time in times if time.granularity in {"day", "weekday"}]


def _days_meet(left: TimeMention, right: TimeMention) -> bool | None:
    """Whether two days can be one; what says "today" is often printed a day late."""
    if _says_today(left) != _says_today(right):
        if left.start and right.start:
            return abs((left.start - right.start).days) <= 1
        if left.weekday is not None and right.weekday is not None:
            return (left.weekday - right.weekday) % _WEEK in {0, 1, _WEEK - 1}
    if (
        left.weekday is not None
        and right.weekday is not None
        and (left.granularity, right.granularity) != ("day", "day")
    ):
        return left.weekday == right.weekday
    if left.start and left.end and right.start and right.end:
        return left.start <= right.end and right.start <= left.end
    if left.weekday is not None and right.weekday is not None:
        return left.weekday == right.weekday
    ours, theirs = calendar_day(left), calendar_day(right)
    return ours == theirs if ours is not None and theirs is not None else None


def _clocks(evidence: PairEvidence) -> Iterator[Clash]:
    ours, theirs = _hours(evidence.left_facts.times), _hours(evidence.right_facts.times)
    if any(abs(one - other) <= _MINUTES_APART for _, one in ours for _, other in theirs):
        return
    for left, _ in ours:
        for right, _ in theirs:
            if not _one_event(left.event, right.event):
                continue
            yield Clash(
                kind=ContradictionKind.DATE,
                slot=f"hour {left.event}",
                left=Value(written=left.text, understood=left.understood or left.text),
                right=Value(written=right.text, understood=right.understood or right.text),
                same_thing=0.5 if len(ours) == len(theirs) == 1 else 0.0,
                same_event=_one_event(left.event, right.event),
            )


def _hours(times: tuple[TimeMention, ...]) -> list[tuple[TimeMention, int]]:
    """Times of day with their minutes since midnight."""
    found = []
    for time in times:
        match = _CLOCK.search(time.text) if time.granularity == "clock" else None
        if match is not None:
            hour = int(match.group(1)) % 12 + (12 if match.group(3).lower().startswith("p") else 0)
            found.append((time, 60 * hour + int(match.group(2) or 0)))
    return found


# --- who and where ---------------------------------------------------------------------------------------------------


def _from_frames(evidence: PairEvidence) -> Iterator[Clash]:
    for left in evidence.left_facts.frames:
        for right in evidence.right_facts.frames:
            if left.event != right.event:
                continue
            yield from _polarity(left, right)
            if left.negated or right.negated:
                continue
            yield from _places(evidence, left, right)
            yield from _fillers(evidence, left, right)


def _polarity(left: Frame, right: Frame) -> Iterator[Clash]:
    if left.negated == right.negated or not (left.firm and right.firm) or left.event in GENERAL:
        return
    shared = shared_arguments(left, right)
    denied, told = (left, right) if left.negated else (right, left)
    if not shared or aims_apart(left, right) or (_aims(denied) and not _aims(told)):
        return  # who denies having shot at the officers may well have opened fire
    yield Clash(
        kind=ContradictionKind.NEGATION,
        slot=f"whether {left.event}",
        left=Value(written=_phrase(left), understood="denies it" if left.negated else "says so"),
        right=Value(written=_phrase(right), understood="denies it" if right.negated else "says so"),
        same_thing=min(1.0, shared / 2),
        same_event=_one_event(left.event, right.event),
    )


def _phrase(frame: Frame) -> str:
    return " ".join([frame.event, *(argument.text for argument in frame.arguments if argument.text)])


def shared_arguments(left: Frame, right: Frame) -> int:
    """How many arguments of one frame fill the same role in the other alike."""
    return sum(
        any(
            one.role is other.role and one.marker == other.marker and same_filler(one, other)
            for other in right.arguments
        )
        for one in left.arguments
    )


def aims_apart(left: Frame, right: Frame) -> bool:
    """Whether both say whom or what the event is done to, or at what, and not the same."""
    ours, theirs = _aims(left), _aims(right)
    return any(not any(same_filler(a, b) for a in ours[k] for b in theirs[k]) for k in ours.keys() & theirs.keys())


def _aims(frame: Frame) -> dict[tuple[ArgumentRole, str | None], list[Argument]]:
    found: dict[tuple[ArgumentRole, str | None], list[Argument]] = {}
    for argument in frame.arguments:
        if argument.role is ArgumentRole.PATIENT or argument.marker in _AIMING:
            found.setdefault((argument.role, argument.marker), []).append(argument)
    return found


def same_filler(left: Argument, right: Argument) -> bool:
    """Whether two arguments name one thing: by name, else by the head of the phrase."""
    if left.name is not None and right.name is not None:
        return _same_name(left.name, right.name)
    return left.name is None and right.name is None and left.head == right.head


def _same_name(left: EntityMention, right: EntityMention) -> bool:
    ours, theirs = left.canonical.casefold().split(), right.canonical.casefold().split()
    return ours == theirs or (bool(ours and theirs) and (set(ours) <= set(theirs) or set(theirs) <= set(ours)))


def _places(evidence: PairEvidence, left: Frame, right: Frame) -> Iterator[Clash]:
    """One event in two places: of names those of the evidence decide, of sites ("closet", "office") the words."""
    ours, theirs = (_filling(frame, ArgumentRole.PLACE) for frame in (left, right))
    named = [[a for a in side if a.name is not None and a.name.type is EntityType.PLACE] for side in (ours, theirs)]
    sites = [[a for a in side if a.name is None and a.head in _SITES] for side in (ours, theirs)]
    for one_side, other_side in (named, sites):
        if not one_side or not other_side or any(_one_place(evidence, a, b) for a in one_side for b in other_side):
            continue
        if one_side is named[0] and _given_elsewhere(evidence, one_side, other_side):
            continue
        shared = shared_arguments(left, right)
        if not shared and (left.event not in FATES or one_side is named[0]):
            continue
        yield Clash(
            kind=ContradictionKind.PLACE,
            slot=f"where {left.event}",
            left=Value(written=one_side[0].text, understood=_where(one_side[0])),
            right=Value(written=other_side[0].text, understood=_where(other_side[0])),
            same_thing=min(1.0, shared),
            same_event=_one_event(left.event, right.event),
            exact=not evidence.names.shared or one_side is named[0],
        )


def _given_elsewhere(evidence: PairEvidence, ours: list[Argument], theirs: list[Argument]) -> bool:
    """Whether one of the places stands in the other claim too: "of the U.K. but living in New Zealand"."""
    given = [{e.canonical for e in facts.entities} for facts in (evidence.left_facts, evidence.right_facts)]
    names = [{a.name.canonical for a in side if a.name is not None} for side in (ours, theirs)]
    return bool(names[0] & given[1] or names[1] & given[0])


def _where(argument: Argument) -> str:
    """The place in plain words; "on the way" is none that one is at."""
    if argument.name is not None:
        return argument.name.canonical
    if argument.head == "way":
        return "on the way"
    return f"at {'an' if argument.head[:1] in 'aeiou' else 'a'} {argument.head}"


def _one_place(evidence: PairEvidence, left: Argument, right: Argument) -> bool:
    """Whether two places are one, or one lies in the other as far as the tables know."""
    if left.name is not None and right.name is not None:
        pair = (left.name.canonical, right.name.canonical)
        return pair in evidence.names.places_meeting or _same_name(left.name, right.name)
    return (
        left.head == right.head or {left.head, right.head} <= _HOMES or (left.head in _ROOMS) != (right.head in _ROOMS)
    )


def _filling(frame: Frame, role: ArgumentRole) -> list[Argument]:
    return [argument for argument in frame.arguments if argument.role is role]


def _fillers(evidence: PairEvidence, left: Frame, right: Frame) -> Iterator[Clash]:
    """One event with one role filled by another name, and by other people of one kind ("Australian climber")."""
    for role in (ArgumentRole.AGENT, ArgumentRole.PATIENT):
        ours, theirs = _filling(left, role), _filling(right, role)
        rest = shared_arguments(left, right)
        for one in ours:
            for other in theirs:
                if any(same_filler(one, b) for b in theirs) or any(same_filler(a, other) for a in ours):
                    peoples = one.head == other.head and one.peoples and other.peoples
                    if not (peoples and not set(one.peoples) & set(other.peoples)):
                        continue
                    yield _filler_clash(left, one, other, rest, ", ".join(one.peoples), ", ".join(other.peoples))
                elif rest and one.name and other.name and _names_apart(evidence, one, other):
                    yield _filler_clash(left, one, other, rest, one.name.canonical, other.name.canonical)


def _names_apart(evidence: PairEvidence, one: Argument, other: Argument) -> bool:
    """Two names of one type, neither of which the other claim gives, nor one a spelling of the other."""
    if one.name is None or other.name is None or one.name.type is not other.name.type:
        return False
    given = [{e.canonical for e in facts.entities} for facts in (evidence.left_facts, evidence.right_facts)]
    if one.name.canonical in given[1] or other.name.canonical in given[0]:
        return False
    surnames = one.name.canonical.casefold().split()[-1], other.name.canonical.casefold().split()[-1]
    return fuzz.ratio(*surnames) < _LEAST_ALIKE


def _filler_clash(  # noqa: PLR0913, PLR0917 - the two sides as written and as understood
    frame: Frame, one: Argument, other: Argument, rest: int, ours: str, theirs: str
) -> Clash:
    return Clash(
        kind=ContradictionKind.ENTITY,
        slot=f"who {frame.event} {one.role.value}",
        left=Value(written=one.text, understood=ours),
        right=Value(written=other.text, understood=theirs),
        same_thing=min(1.0, rest),
        same_event=_one_event(frame.event, frame.event),
    )


def _spellings(evidence: PairEvidence) -> Iterator[Clash]:
    """People with one given name and surnames that sound otherwise, or one surname and given names that do."""
    ours, theirs = _people(evidence.left_facts.entities), _people(evidence.right_facts.entities)
    for left in ours:
        for right in theirs:
            if _misnamed(left.canonical, right.canonical):
                yield Clash(
                    kind=ContradictionKind.ENTITY,
                    slot="name",
                    left=Value(written=left.text, understood=left.canonical),
                    right=Value(written=right.text, understood=right.canonical),
                    same_thing=1.0,
                    same_event=1.0,
                )


def _people(entities: tuple[EntityMention, ...]) -> list[EntityMention]:
    return [entity for entity in entities if entity.type is EntityType.PERSON]


_LEAST_ALIKE = 70.0
_SHORTEST = 4


@cache
def _misnamed(left: str, right: str) -> bool:
    ours, theirs = left.casefold().split(), right.casefold().split()
    if len(ours) < 2 or len(theirs) < 2:
        return False
    given, surname = (ours[0], theirs[0]), (ours[-1], theirs[-1])
    for same, other in ((given, surname), (surname, given)):
        if _sound(same[0]) == _sound(same[1]) and _sound(other[0]) != _sound(other[1]):
            return min(map(len, other)) >= _SHORTEST and fuzz.ratio(*other) >= _LEAST_ALIKE
    return False


def _sound(name: str) -> str:
    """A rough key of how a name sounds: one for doubled letters, a silent final e, y and i, ph and f, c and k."""
    key = re.sub(r"[^a-z]", "", name.removesuffix("-s").replace("ph", "f").replace("ck", "k"))
    key = key.replace("c", "k").replace("y", "i").replace("z", "s").replace("b", "v").replace("w", "v")
    key = re.sub(r"(.)\1+", r"\1", key)
    key = re.sub("or(s?)$", r"er\1", key)
    return key[:-1] if len(key) > _SHORTEST and key.endswith("e") else key


# --- states ----------------------------------------------------------------------------------------------------------


def _fates(evidence: PairEvidence) -> Iterator[Clash]:
    """The same number of people to whom two things happened that exclude each other: rescued, arrested."""
    for left in evidence.left_facts.quantities:
        for right in evidence.right_facts.quantities:
            counts = left.kind is right.kind is QuantityKind.COUNT and figure_fit(left, right) is Fit.SAME
            telling = counts and _middle(left) > _FEWEST_TELLING
            if telling and frozenset({left.event, right.event}) in _FATES_APART:
                yield Clash(
                    kind=ContradictionKind.STATUS,
                    slot=f"what befell {left.text}",
                    left=Value(written=left.text, understood=left.understood),
                    right=Value(written=right.text, understood=right.understood),
                    same_thing=1.0,
                    same_event=1.0,
                )


def _regions(evidence: PairEvidence) -> Iterator[Clash]:
    """One named place in two parts of its country: "the southeastern city of Bam", "Bam in central Iran"."""
    ours, theirs = _parts(evidence.left.text, evidence.left_facts), _parts(evidence.right.text, evidence.right_facts)
    for place in sorted(ours.keys() & theirs.keys()):
        if ours[place] != theirs[place]:
            yield Clash(
                kind=ContradictionKind.PLACE,
                slot=f"part of the country of {place}",
                left=Value(written=ours[place], understood=f"{place} in the {ours[place]}"),
                right=Value(written=theirs[place], understood=f"{place} in the {theirs[place]}"),
                same_thing=1.0,
                same_event=1.0,
            )


def _parts(text: str, facts: ClaimFacts) -> dict[str, str]:
    """The part of the country that stands right before or behind a place name."""
    found = {}
    for entity in facts.entities:
        if entity.type is not EntityType.PLACE:
            continue
        before = _REGION_BEFORE.search(text[max(0, entity.span.start - _BESIDE) : entity.span.start].casefold())
        behind = _REGION_BEHIND.match(text[entity.span.end :].casefold())
        for match in (before, behind):
            if match is not None and match.group(1) in _REGION_OF:
                found[entity.canonical] = _REGION_OF[match.group(1)]
    return found


def _degrees(evidence: PairEvidence) -> Iterator[Clash]:
    """ "well equipped" and "ill-equipped": one state, enough of it and too little."""
    ours, theirs = _graded(evidence.left.text), _graded(evidence.right.text)
    for word in sorted(ours.keys() & theirs.keys()):
        if ours[word][0] != theirs[word][0]:
            yield Clash(
                kind=ContradictionKind.STATUS,
                slot=f"how {word}",
                left=Value(written=ours[word][1], understood=ours[word][1]),
                right=Value(written=theirs[word][1], understood=theirs[word][1]),
                same_thing=0.5,
                same_event=1.0,
            )


def _attributes(evidence: PairEvidence) -> Iterator[Clash]:
    """Each kind of thing, such as a colour or a weapon, of which both claims name one, and another."""
    for name, kind, words in CLASSES:
        ours, theirs = given(evidence.left_facts.words, words), given(evidence.right_facts.words, words)
        if len(ours) == len(theirs) == 1 and ours != theirs:
            yield Clash(
                kind=kind,
                slot=name,
                left=Value(written=min(ours), understood=name),
                right=Value(written=min(theirs), understood=name),
                same_thing=0.5,
                same_event=0.5,
            )


def _kinds(evidence: PairEvidence) -> Iterator[Clash]:
    """One named thing that is said to be of two kinds: "the frigate INS Karwa", "the patrol vessel INS Karwa"."""
    for left in kinds_of_things(evidence.left.text):
        for right in kinds_of_things(evidence.right.text):
            if same_name(left, right) and left.among == right.among and left.kind != right.kind:
                yield Clash(
                    kind=ContradictionKind.ENTITY,
                    slot=f"kind of {left.among}",
                    left=Value(written=left.written, understood=f"{left.among}: {left.kind}"),
                    right=Value(written=right.written, understood=f"{right.among}: {right.kind}"),
                    same_thing=1.0,
                    same_event=1.0,
                )


def _graded(text: str) -> dict[str, tuple[bool, str]]:
    found = {}
    for match in re.finditer(r"\b([a-z]+)[\s-]([a-z]+(?:ed|en|id))\b", text.casefold()):
        if match.group(1) in _LESS | _MORE:
            found[match.group(2)] = (match.group(1) in _MORE, match.group(0))
    return found
