"""What two claims give alike though neither says the other: a figure of one thing, a time of day, an age, a length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.schema import (
    ContradictionKind,
    Duration,
    DurationRole,
    Interval,
    Quantity,
    QuantityKind,
    TimeMention,
)
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import (
    FIRM,
    GENERAL,
    Alignment,
    FactRelation,
    Value,
    dated_apart,
    quakes_apart,
)
from factcheck.stages.verdicts.clashes import FATES, PEOPLE, bare_noun, figure_fit
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.figures import said_of_two_places
from factcheck.stages.verdicts.intervals import Fit, fit

# A number up to twelve stands in any report; a larger one is seldom the same by chance.
_LARGE = 13.0
_FEWEST = 2.0
_ONE_FIGURE = 0.02
_MINUTES_APART = 5.0
_SHORTEST_NOUN = 4
_WORD = re.compile(r"[a-z]+")


def shared_values(evidence: PairEvidence, settings: VerdictSettings) -> tuple[FactRelation, ...]:
    """The values that both claims give for one thing, in alphabetical order; swapping the claims keeps the order.

    `left.understood` says in words what both do ("speak of 5 boats"). A value counts only where nothing tells that the
    two speak of other people, of another event, or one of them of what may be.
    """
    left, right = evidence.left_facts, evidence.right_facts
    if evidence.names.people_apart or quakes_apart(evidence) or dated_apart(evidence):
        return ()
    if (left.certainty in FIRM) != (right.certainty in FIRM) or left.negated != right.negated:
        return ()
    found = [*_figures(evidence, settings), *_hours(evidence, settings), *_lengths(evidence, settings)]
    return tuple(sorted(found, key=lambda relation: (relation.left.understood, relation.left.written)))


def written_otherwise(relation: FactRelation) -> bool:
    """One figure in two units ("30 miles", "48 km") or in two kinds of words ("half", "fifty percent"): what the model
    then reads as a contradiction is none."""
    sides = [relation.left.written.casefold(), relation.right.written.casefold()]
    digits = ["".join(c for c in side if c.isdigit()) for side in sides]
    differ = digits[0] != digits[1] if all(digits) else not any(digits) and sides[0] != sides[1]
    return relation.kind is ContradictionKind.NUMBER and differ


def count_otherwise(evidence: PairEvidence) -> bool:
    """Whether both count the same kind of thing and never alike, though it may be on two occasions."""
    ours, theirs = (_counts(facts.quantities) for facts in (evidence.left_facts, evidence.right_facts))
    return any(not ours[counted] & theirs[counted] for counted in ours.keys() & theirs.keys())


def _counts(quantities: tuple[Quantity, ...]) -> dict[str, set[tuple[float | None, float | None]]]:
    found: dict[str, set[tuple[float | None, float | None]]] = {}
    for quantity in quantities:
        if quantity.kind is QuantityKind.COUNT and quantity.counted is not None:
            found.setdefault(quantity.counted, set()).add((quantity.interval.low, quantity.interval.high))
    return found


def _shared(kind: ContradictionKind, said: str, left: str, right: str) -> FactRelation:
    return FactRelation(
        kind=kind,
        fit=Fit.SAME,
        alignment=Alignment.UNSURE,
        left=Value(written=left, understood=said),
        right=Value(written=right, understood=said),
    )


# --- figures ---------------------------------------------------------------------------------------------------------


def _figures(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    for left in evidence.left_facts.quantities:
        for right in evidence.right_facts.quantities:
            if (left.kind, left.unit) != (right.kind, right.unit) or not _one_figure(left, right):
                continue
            if left.kind is QuantityKind.COUNT:
                same = _one_count(left, right) or _one_noun(evidence, left, right)
            else:
                same = _one_measure(evidence, left, right)
            if same and evidence.similarity >= _needed(left, settings):
                said = min(left.understood, right.understood)
                yield _shared(ContradictionKind.NUMBER, f"speak of {said}", left.text, right.text)


def _needed(quantity: Quantity, settings: VerdictSettings) -> float:
    """The cosine below which one small number in both is a coincidence."""
    small = quantity.kind is QuantityKind.COUNT and (quantity.interval.low or 0.0) < _LARGE
    return settings.min_similarity_same_event if small else settings.min_similarity_of_match


def _one_figure(left: Quantity, right: Quantity) -> bool:
    """Whether both name one value, not a range ("a few") nor figures that are merely near to each other."""
    if left.kind is QuantityKind.ORDINAL or figure_fit(left, right) is not Fit.SAME:
        return False
    return _one_value(left.interval, right.interval, 0.0 if left.unit == "magnitude" else _ONE_FIGURE)


def _one_value(left: Interval, right: Interval, share: float) -> bool:
    """Whether two values differ by no more than a share of the larger one."""
    ours, theirs = _value(left), _value(right)
    return ours is not None and theirs is not None and abs(ours - theirs) <= share * max(ours, theirs) + 1e-9


def _value(interval: Interval) -> float | None:
    """The value of an exact figure or of a bound; None for a range."""
    if interval.low is None or interval.high is None:
        return interval.low if interval.high is None else interval.high
    return interval.low if interval.low == interval.high else None


def _one_count(left: Quantity, right: Quantity) -> bool:
    """Whether two equal counts are of the same things: "5 boats" is not "5 vessels" of another sentence."""
    if not _may_be_one_count(left, right):
        return False
    ours, theirs = bare_noun(left.counted), bare_noun(right.counted)
    if ours is None or theirs is None:
        return False
    if _singular(left.understood) == _singular(right.understood):
        return True
    one_event = left.event == right.event and left.event not in (None, *GENERAL)
    if (_value(left.interval) or 0.0) >= _LARGE and ours in PEOPLE and theirs in PEOPLE:
        return True
    return one_event and (ours == theirs or (ours in PEOPLE and theirs in PEOPLE))


def _may_be_one_count(left: Quantity, right: Quantity) -> bool:
    """Not a lone one, not two fates, nor some and the others, unless the same befell both."""
    if (_value(left.interval) or 0.0) < _FEWEST:
        return False
    if left.event in FATES and left.event == right.event:
        return True
    return _is_other(left) == _is_other(right) and not {left.event, right.event} <= FATES


def _one_noun(evidence: PairEvidence, left: Quantity, right: Quantity) -> bool:
    """Whether the same noun of one kind of thing follows both: "three boats of the pirates", "three boats with"."""
    if left.counted is None or left.counted != right.counted or not _may_be_one_count(left, right):
        return False
    ours, theirs = _words_behind(evidence.left.text, left), _words_behind(evidence.right.text, right)
    return any(word.removesuffix("s") in {other.removesuffix("s") for other in theirs} for word in ours)


def _words_behind(text: str, quantity: Quantity) -> list[str]:
    return [word for word in _WORD.findall(text[quantity.span.end :].casefold())[:3] if len(word) >= _SHORTEST_NOUN]


def _singular(understood: str) -> str:
    """ "5 boat" of a "five-boat attack" is "5 boats"."""
    return understood.casefold().removesuffix("s")


def _is_other(quantity: Quantity) -> bool:
    return (quantity.counted or "").startswith("other ")


def _one_measure(evidence: PairEvidence, left: Quantity, right: Quantity) -> bool:
    if left.unit == "magnitude":
        return True
    ours, theirs = bare_noun(left.counted), bare_noun(right.counted)
    if ours is not None and theirs is not None and ours != theirs:
        return False
    return not said_of_two_places(evidence, left, right)


# --- times -----------------------------------------------------------------------------------------------------------


def _hours(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    if evidence.similarity < settings.min_similarity_of_match or _days_apart(evidence):
        return
    for left in evidence.left_facts.times:
        for right in evidence.right_facts.times:
            if _one_hour(left, right):
                said = f"give as the time {min(left.understood, right.understood)}"
                yield _shared(ContradictionKind.DATE, said, left.text, right.text)


def _one_hour(left: TimeMention, right: TimeMention) -> bool:
    ours, theirs = (None if time.clock is None else time.clock.low for time in (left, right))
    zones = {time.zone for time in (left, right)} - {None, "local time"}
    return ours is not None and theirs is not None and abs(ours - theirs) <= _MINUTES_APART and len(zones) <= 1


def _days_apart(evidence: PairEvidence) -> bool:
    days = [{t.weekday for t in f.times if t.weekday is not None} for f in (evidence.left_facts, evidence.right_facts)]
    return bool(days[0] and days[1]) and not days[0] & days[1]


def _lengths(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    for left in evidence.left_facts.durations:
        for right in evidence.right_facts.durations:
            if left.role is not right.role or fit(left.interval, right.interval, 0.0) is not Fit.SAME:
                continue
            if not _one_value(left.interval, right.interval, _ONE_FIGURE):
                continue
            if left.role is DurationRole.AGE:
                if _one_person(left, right) and evidence.similarity >= settings.min_similarity_of_match:
                    yield _shared(ContradictionKind.NUMBER, _aged(left, right), left.text, right.text)
            elif evidence.similarity >= settings.min_similarity_same_event:
                said = f"speak of {min(left.understood, right.understood)}"
                yield _shared(ContradictionKind.DURATION, said, left.text, right.text)


def _aged(left: Duration, right: Duration) -> str:
    years = min(left.understood, right.understood).removesuffix(" old")
    return f"give an age of {years}"


def _one_person(left: Duration, right: Duration) -> bool:
    """Whether nothing tells that the ages are those of two people."""
    names = [{w.casefold() for w in (d.about or "").split() if w[:1].isupper()} for d in (left, right)]
    return not all(names) or bool(names[0] & names[1])
