"""Times of day: "3:25 a.m.", "shortly after noon", "half past six", "between 3 and 4 p.m.", "0645 GMT"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.schema import Interval, Span
from factcheck.stages.facts.lexicon import UNITS

_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_ZONE = r"(?:\s?(?P<zone>gmt|utc|est|edt|cst|cdt|pst|pdt|et|pt|bst|cet|cest|eet|msk|ist|jst|local\stime)\b)?"
_LEAD = (
    r"(?:(?P<lead>shortly\safter|just\safter|soon\safter|shortly\sbefore|just\sbefore|right\sbefore|about|around|"
    r"approximately|roughly|nearly|almost|before|after)\s)?"
)
_HALF = r"\s?(?P<half>[ap])\.?\s?m\b\.?"
_HOUR, _MINUTE = r"(?P<hour>[0-2]?\d)", r"(?P<minute>[0-5]\d)"
# In order of preference: what an earlier pattern has taken, a later one does not see.
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<first>[0-2]?\d)(?:[:.](?P<first_minute>[0-5]\d))?(?:\s?(?P<first_half>[ap])\.?\s?m\b\.?)?"
        rf"(?:\s?[-–]\s?|\s(?:to|and|until|till)\s){_HOUR}(?:[:.]{_MINUTE})?{_HALF}{_ZONE}",
        rf"\b{_LEAD}{_HOUR}(?:[:.]{_MINUTE})?{_HALF}{_ZONE}",
        rf"\b{_LEAD}{_HOUR}:{_MINUTE}(?::\d\d)?\b(?!\.\d){_ZONE}",
        rf"\b{_LEAD}(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?=\s?(?:gmt|utc|local|hours|hrs)\b|"
        rf"\s?\(\d{{4}}\s?(?:gmt|utc)\)){_ZONE}(?:\s?(?:hours|hrs))?",
        rf"\b{_LEAD}{_HOUR}\.{_MINUTE}(?=\s?(?:gmt|utc|local\stime|cet|bst)\b){_ZONE}",
        rf"\b{_LEAD}(?:12\s)?(?P<word>noon|midday|midnight)\b{_ZONE}",
        rf"\b{_LEAD}(?:a\s)?(?P<part>half|quarter|five|ten|twenty)\s(?P<side>past|to)\s(?P<spelled>{_HOURS}|1?\d)\b"
        r"(?:\s(?:in\sthe\s|at\s)(?P<time>morning|afternoon|evening|night))?",
        rf"\b{_LEAD}(?P<spelled>{_HOURS}|1?\d)\s?o['’]?clock\b(?:\s(?:in\sthe\s|at\s)(?P<time>morning|afternoon|evening|night))?",
    )
)
_PARTS = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}
_NOON, _DAY = 12 * 60, 24 * 60
# How far "shortly after" and "shortly before" reach, in minutes.
_SHORTLY = 60


@dataclass(frozen=True)
class Clock:
    """A time of day: where it stands, in minutes after midnight, in which zone, and in plain words.

    `interval` is None where morning or evening is not said ("six o'clock"); midnight that ends a day is 1440.
    """

    span: Span
    interval: Interval | None
    zone: str | None
    understood: str


def find_clocks(text: str) -> list[Clock]:
    """Every time of day of a text, without overlaps."""
    found: list[Clock] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            clock = _read(match)
            if clock is not None and not any(clock.span.overlaps(other.span) for other in found):
                found.append(clock)
    return found


def _read(match: re.Match[str]) -> Clock | None:
    parts = {name: value.lower() for name, value in match.groupdict().items() if value is not None}
    text = match.group()
    end = match.end() - (text.endswith(".") and re.search(r"\.\s?m\.$", text, re.IGNORECASE) is None)
    span = Span(start=match.start(), end=end)
    zone = {"local time": "local time"}.get(parts.get("zone", ""), parts.get("zone", "").upper()) or None
    suffix = f" {zone}" if zone else ""
    if "spelled" in parts:
        return _spelled(parts, span)
    minutes = _minutes(parts)
    if minutes is None:
        return None
    if "first" in parts:
        start = _start_of_range(parts, minutes)
        if start is None:
            return None
        return Clock(span, Interval(low=start, high=minutes), zone, f"{_plain(start)} to {_plain(minutes)}{suffix}")
    return _with_lead(parts, span, minutes, (zone, suffix))


def _minutes(parts: dict[str, str]) -> int | None:
    """Minutes after midnight; None for what is no time of day ("25:10", "14 p.m.")."""
    if "word" in parts:
        ends_a_day = "before" in parts.get("lead", "")
        return (_DAY if ends_a_day else 0) if parts["word"] == "midnight" else _NOON
    hour, minute = int(parts["hour"]), int(parts.get("minute", 0))
    if "half" in parts:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts["half"] == "p" else 0)
    return hour * 60 + minute if hour < 24 else None


def _start_of_range(parts: dict[str, str], end: int) -> int | None:
    """The first time of a range; without a half of the day of its own it shares that of the second."""
    hour = int(parts["first"])
    if not 1 <= hour <= 12:
        return None
    half = parts.get("first_half", parts["half"])
    start = (hour % 12 + (12 if half == "p" else 0)) * 60 + int(parts.get("first_minute", 0))
    if start > end and "first_half" not in parts:
        start -= 12 * 60  # "11 to 1 p.m."
    return start if 0 <= start < end else None


def _with_lead(parts: dict[str, str], span: Span, minutes: int, zone: tuple[str | None, str]) -> Clock:
    name, suffix = zone
    lead, said = parts.get("lead", ""), f"{_plain(minutes)}{suffix}"
    if lead.endswith("after"):
        near = lead != "after"
        high = min(minutes + _SHORTLY, _DAY) if near else None
        interval = Interval(low=minutes, high=high, low_open=True, approximate=near)
        return Clock(span, interval, name, f"{'shortly ' if near else ''}after {said}")
    if lead.endswith("before"):
        near = lead != "before"
        low = max(minutes - _SHORTLY, 0) if near else None
        interval = Interval(low=low, high=minutes, high_open=True, approximate=near)
        return Clock(span, interval, name, f"{'shortly ' if near else ''}before {said}")
    interval = Interval(low=minutes, high=minutes, approximate=bool(lead))
    return Clock(span, interval, name, f"{'about ' if lead else ''}{said}")


def _spelled(parts: dict[str, str], span: Span) -> Clock | None:
    """ "half past six", "six o'clock in the evening"."""
    hour = UNITS.get(parts["spelled"]) or int(parts["spelled"] if parts["spelled"].isdecimal() else 0)
    if not 1 <= hour <= 12:
        return None
    shift = _PARTS.get(parts.get("part", ""), 0) * (-1 if parts.get("side") == "to" else 1)
    morning = (hour % 12 * 60 + shift) % (12 * 60)
    about = "about " if "lead" in parts else ""
    if "time" not in parts:
        return Clock(span, None, None, f"{about}{_plain(morning)} or {_plain(morning + _NOON)}")
    minutes = morning if parts["time"] == "morning" else morning + _NOON
    interval = Interval(low=minutes, high=minutes, approximate=bool(about))
    return Clock(span, interval, None, f"{about}{_plain(minutes)}")


def _plain(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
