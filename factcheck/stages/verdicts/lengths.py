"""How the lengths of time of two claims relate."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.schema import ContradictionKind, Duration, DurationRole, Qualifier
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import (
    GENERAL,
    Alignment,
    FactRelation,
    Value,
    about_one_thing,
    of_two_relatives,
    same_event,
)
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit, fit

_DURATION_SHARE = 0.1
_YEAR = 365.25


def relate_durations(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """Lengths of one role: since-last by their event, ages by name, others by event and likeness."""
    for left in evidence.left_facts.durations:
        for right in evidence.right_facts.durations:
            if left.role is not right.role:
                continue
            if left.role is DurationRole.SINCE_LAST:
                yield _since_last(evidence, settings, (left, right))
            elif left.role is DurationRole.AGE:
                yield _age(left, right)
            else:
                yield _length(evidence, settings, (left, right))


def _since_last(evidence: PairEvidence, settings: VerdictSettings, pair: tuple[Duration, Duration]) -> FactRelation:
    """Since-last lengths of one kind of event; even where both can hold, readers are told different things."""
    left, right = pair
    fits = _since_fit(left, right)
    sure = bool(evidence.names.shared) or evidence.similarity >= settings.min_similarity_sure
    alignment = Alignment.SURE if sure else Alignment.UNSURE
    if left.event is None or left.event != right.event or evidence.names.people_apart:
        alignment = Alignment.NONE
    if not evidence.names.shared and evidence.similarity < settings.min_similarity_same_event:
        alignment = Alignment.NONE
    qualifier = None
    if fits is Fit.COMPATIBLE and not _touch(left, right):
        fits, qualifier = Fit.APART, Qualifier.BOUNDS
    elif fits is Fit.APART and not evidence.names.shared:
        qualifier = Qualifier.REFERENCE
    return FactRelation(
        kind=ContradictionKind.DURATION,
        fit=fits,
        alignment=alignment,
        left=_duration_value(left),
        right=_duration_value(right),
        qualifier=qualifier,
    )


def _since_fit(left: Duration, right: Duration) -> Fit:
    if left.since_year is not None and right.since_year is not None:
        return Fit.SAME if left.since_year == right.since_year else Fit.APART
    # A year is a stretch of a year, "six years" may be half a year more or less.
    tolerance = _DURATION_SHARE if left.since_year is None and right.since_year is None else 2 * _DURATION_SHARE
    fits = fit(left.interval, right.interval, tolerance)
    from_year = left.since_year is not None or right.since_year is not None
    return Fit.SAME if fits is Fit.COMPATIBLE and from_year else fits


def _touch(left: Duration, right: Duration) -> bool:
    """ "four years" and "over four years" share their figure; only sloppiness tells them apart."""
    values = {v for d in (left, right) for v in (d.interval.low, d.interval.high) if v is not None}
    return len(values) == 1 or max(values) <= min(values) * (1 + _DURATION_SHARE)


def _age(left: Duration, right: Duration) -> FactRelation:
    """Ages are compared where the same name is given."""
    names = [(duration.about or "").split()[-1:] for duration in (left, right)]
    same_name = names[0] == names[1] and bool(names[0]) and names[0][0][:1].isupper()
    same_name = same_name and not of_two_relatives(left, right)
    apart = abs((left.interval.low or 0.0) - (right.interval.low or 0.0)) > 0.9 * _YEAR
    return FactRelation(
        kind=ContradictionKind.NUMBER,
        fit=Fit.APART if apart else Fit.SAME,
        alignment=Alignment.SURE if same_name else Alignment.NONE,
        left=_duration_value(left),
        right=_duration_value(right),
    )


def _length(evidence: PairEvidence, settings: VerdictSettings, pair: tuple[Duration, Duration]) -> FactRelation:
    left, right = pair
    alignment = about_one_thing(evidence, settings)
    if left.event is None or left.event != right.event or left.event in GENERAL:
        alignment = Alignment.NONE
    elif same_event(evidence, settings) is not Alignment.SURE:
        alignment = min(alignment, Alignment.UNSURE)
    return FactRelation(
        kind=ContradictionKind.DURATION,
        fit=fit(left.interval, right.interval, _DURATION_SHARE),
        alignment=alignment,
        left=_duration_value(left),
        right=_duration_value(right),
    )


def _duration_value(duration: Duration) -> Value:
    return Value(written=duration.text, understood=duration.understood, about=duration.about)
