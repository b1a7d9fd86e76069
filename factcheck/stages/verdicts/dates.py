"""How the dates that two claims give for one event relate."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from factcheck.schema import ContradictionKind, TimeMention
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import (
    BACKGROUND,
    FIRM,
    GENERAL,
    Alignment,
    FactRelation,
    Value,
    about_one_thing,
    same_event,
)
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit

_MONTHS = tuple(name[:3].casefold() for name in calendar.month_name)
_MONTH = rf"(?P<month>{'|'.join(_MONTHS[1:])})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY_AND_MONTH = re.compile(rf"{_DAY}\s(?:of\s)?{_MONTH}", re.IGNORECASE)
_MONTH_AND_DAY = re.compile(rf"{_MONTH}\s(?:the\s)?{_DAY}", re.IGNORECASE)


def relate_times(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """Dates of one event are compared where each claim gives exactly one for it."""
    left_times, right_times = _one_an_event(evidence.left_facts.times), _one_an_event(evidence.right_facts.times)
    for event in sorted(left_times.keys() & right_times.keys()):
        left, right = left_times[event], right_times[event]
        main = event == evidence.left_facts.predicate == evidence.right_facts.predicate
        alignment = same_event(evidence, settings) if main else about_one_thing(evidence, settings)
        one_is_background = (left.granularity in BACKGROUND) != (right.granularity in BACKGROUND)
        if one_is_background or evidence.left_facts.past != evidence.right_facts.past:
            alignment = Alignment.NONE
        fits = _time_fit(left, right)
        decisive = fits in {Fit.SAME, Fit.COMPATIBLE} and _is_one_dated_event(evidence, settings, (left, right))
        if decisive:
            alignment = Alignment.SURE
        yield FactRelation(
            kind=ContradictionKind.DATE,
            fit=fits,
            alignment=alignment if main or decisive else min(alignment, Alignment.UNSURE),
            decisive=decisive,
            left=Value(written=left.text, understood=left.understood),
            right=Value(written=right.text, understood=right.understood),
        )


def _is_one_dated_event(
    evidence: PairEvidence, settings: VerdictSettings, times: tuple[TimeMention, TimeMention]
) -> bool:
    """An event, such as an invasion, that both claims put into one year, month or day of the calendar.

    "This weekend" and "yesterday" are no date in common: much happens in a week.
    """
    dated = all(time.start is not None and time.granularity != "week" for time in times)
    alike = evidence.similarity >= settings.min_similarity_of_dated_match
    firm = evidence.left_facts.certainty in FIRM and evidence.right_facts.certainty in FIRM
    return dated and alike and firm and not evidence.names.people_apart


def _one_an_event(times: tuple[TimeMention, ...]) -> dict[str, TimeMention]:
    dated = [time for time in times if time.granularity != "clock" and time.event not in (None, *GENERAL)]
    events = [time.event for time in dated]
    return {time.event: time for time in dated if time.event is not None and events.count(time.event) == 1}


def _time_fit(left: TimeMention, right: TimeMention) -> Fit:
    """Same, one within the other, apart, or unknown where a date of the source would be needed."""
    if left.start and left.end and right.start and right.end:
        if left.end < right.start or right.end < left.start:
            return Fit.APART
        return Fit.SAME if (left.start, left.end) == (right.start, right.end) else Fit.COMPATIBLE
    if left.weekday is not None and right.weekday is not None:
        return Fit.SAME if left.weekday == right.weekday else Fit.APART
    for read in (calendar_day, _calendar_month):
        ours, theirs = read(left), read(right)
        if ours is not None and theirs is not None:
            return Fit.SAME if ours == theirs else Fit.APART
    return Fit.UNKNOWN


def _calendar_month(time: TimeMention) -> int | None:
    """The month, also where the year is not known: "in March"."""
    if time.granularity != "month":
        return None
    if time.start is not None:
        return time.start.month
    written = re.fullmatch(_MONTH, time.understood, re.IGNORECASE)
    return _MONTHS.index(written["month"].casefold()) if written else None


def calendar_day(time: TimeMention) -> tuple[int, int] | None:
    """Day and month, also where the year is not known: "3 March"."""
    if time.granularity != "day":
        return None
    if time.start is not None and time.start == time.end:
        return time.start.day, time.start.month
    written = _DAY_AND_MONTH.fullmatch(time.understood) or _MONTH_AND_DAY.fullmatch(time.understood)
    return (int(written["day"]), _MONTHS.index(written["month"].casefold())) if written else None
