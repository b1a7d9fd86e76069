"""When two claims were told, so that a later figure is an update and the reason shows both times."""

from __future__ import annotations

from datetime import date, datetime

from factcheck.schema import ClaimFacts, Qualifier
from factcheck.stages.verdicts.alignment import FactRelation, Value
from factcheck.stages.verdicts.evidence import PairEvidence


def told_at(evidence: PairEvidence) -> tuple[datetime | date, datetime | date] | None:
    """When the left and the right claim were told; None where that is not known of both, or is the same.

    By the dates of the reports where both have one; else each by the last day that the claim itself names ("as of 7
    January 2024"), or by the date of its report.
    """
    published = (evidence.left_published, evidence.right_published)
    if published[0] is not None and published[1] is not None:
        return (published[0], published[1]) if _minute(published[0]) != _minute(published[1]) else None
    left = _last_day(evidence.left_facts) or _day_of(published[0])
    right = _last_day(evidence.right_facts) or _day_of(published[1])
    return (left, right) if left is not None and right is not None and left != right else None


def left_is_earlier(moments: tuple[datetime | date, datetime | date]) -> bool:
    """Whether the left claim was told first."""
    return _minute(moments[0]) < _minute(moments[1])


def with_times(relation: FactRelation, evidence: PairEvidence) -> FactRelation:
    """An update with the time of each value behind it; any other relation as it is."""
    moments = told_at(evidence) if relation.qualifier is Qualifier.UPDATE else None
    if moments is None:
        return relation
    sides = {"left": _dated(relation.left, moments[0]), "right": _dated(relation.right, moments[1])}
    return relation.model_copy(update=sides)


def _dated(value: Value, moment: datetime | date) -> Value:
    day = f"{moment.day} {moment:%B} {moment.year}"
    timed = isinstance(moment, datetime) and (moment.hour, moment.minute) != (0, 0)
    return value.model_copy(
        update={"understood": f"{value.understood}, as of {day}{f', {moment:%H:%M}' if timed else ''}"}
    )


def _last_day(facts: ClaimFacts) -> date | None:
    return max((time.end for time in facts.times if time.granularity == "day" and time.end is not None), default=None)


def _day_of(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _minute(moment: datetime | date) -> str:
    """Moments with and without a zone, and days, in one order."""
    return str(moment)[:16]
