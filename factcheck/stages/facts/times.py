"""Points in calendar time: dates, months, years, weekdays, relative days, anchored to the source's date if known."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.schema import Span, TimeMention
from factcheck.stages.facts.lexicon import MONTHS, WEEKDAYS
from factcheck.stages.facts.syntax import Tree, governing_event

_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_WEEKDAY = r"(?P<weekday>" + "|".join(WEEKDAYS) + r")"

# In order of preference: what an earlier pattern has taken, a later one does not see.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("clock", r"\b(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b\.?"),
        ("clock", r"\b(?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)(?::\d\d)?(?:\s?(?:gmt|utc|est|edt|et|pt|local time))?\b"),
        ("clock", r"\b(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s?(?:gmt|utc|hours|hrs)\b"),
        ("clock", r"\b(?P<hour>1?\d)\s?o['’]?clock\b"),
        ("day", r"\b(?P<year>(?:1[5-9]|20)\d\d)-(?P<monthno>[01]\d)-(?P<day>[0-3]\d)\b"),
        ("day", rf"\b{_MONTH}\s{{1,2}}{_DAY}\b(?:,?\s{{1,2}}{_YEAR}\b)?(?![:.]\d)"),
        ("day", rf"\b{_DAY}\s{{1,2}}(?:of\s)?{_MONTH}(?:,?\s{{1,2}}{_YEAR}\b)?"),
        ("month", rf"\b{_MONTH}(?:,|\s{{1,2}}of)?\s{{1,2}}{_YEAR}\b"),
        ("decade", r"\b(?:the\s)?(?P<decade>(?:1[5-9]|20)\d0)s\b"),
        ("weekday", rf"\b(?:(?P<which>last|next|this|on)\s)?{_WEEKDAY}s?\b"),
        ("relative", r"\b(?P<word>yesterday|today|tonight|tomorrow)\b"),
        ("stretch", r"\b(?P<which>last|next|this|earlier this|later this)\s(?P<stretch>week|month|year|weekend)\b"),
        ("month", rf"\b(?:in|since|by|until|during|early|late|mid|last|next|of|from|this)[\s-]{_MONTH}"),
        ("year", rf"(?<![\d.,$£€-]){_YEAR}\b(?!,\d|\.\d|%|-)"),
    )
)
_YEAR_LEADS = re.compile(
    r"(?:\b(?:in|since|by|until|till|of|from|during|before|after|between|and|early|late|mid|to|for|the|back|around|"
    r"circa|year|spring|summer|autumn|fall|winter|pre|post)|[(–—-])[\s-]*$",
    re.IGNORECASE,
)
_FUTURE = frozenset({"will", "shall", "would", "to", "'ll", "’ll"})


@dataclass(frozen=True)
class _Reading:
    """What a date expression says before a source's date anchors it."""

    granularity: str
    start: date | None = None
    end: date | None = None
    weekday: int | None = None


def find_times(tree: Tree, published: date | None, taken: tuple[Span, ...]) -> tuple[TimeMention, ...]:
    """Every point or stretch of calendar time outside the spans already taken, in text order."""
    found: list[TimeMention] = []
    for kind, match in _matches(tree.text):
        span = _trimmed(match)
        if any(span.overlaps(other) for other in (*taken, *(mention.span for mention in found))):
            continue
        if kind == "year" and not _is_year(tree, span):
            continue
        reading = _READERS[kind](match, published, _looks_ahead(tree, span))
        if reading is not None:
            found.append(_mention(tree, span, reading))
    return tuple(sorted(found, key=lambda mention: mention.span.start))


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield kind, match


def _trimmed(match: re.Match[str]) -> Span:
    """The match without the preposition that only helped to recognise it, or a full stop that is no abbreviation's."""
    start, text = match.start(), match.group()
    if text.endswith(".") and not re.search(r"\.\s?m\.$", text, re.IGNORECASE):
        text = text[:-1]
    lead = re.match(r"(?:in|since|by|until|during|of|from|on)[\s-]", text, re.IGNORECASE)
    return Span(start=start + (lead.end() if lead else 0), end=start + len(text))


def _mention(tree: Tree, span: Span, reading: _Reading) -> TimeMention:
    top = tree.top(span)
    return TimeMention(
        text=span.of(tree.text),
        span=span,
        granularity=reading.granularity,
        start=reading.start,
        end=reading.end,
        weekday=reading.weekday,
        understood=_understood(reading, span.of(tree.text)),
        event=governing_event(tree, top) if top is not None else None,
    )


def _understood(reading: _Reading, written: str) -> str:
    if reading.start is None or reading.end is None:
        day = next((name.capitalize() for name, number in WEEKDAYS.items() if number == reading.weekday), None)
        return day or written
    if reading.start == reading.end:
        return f"{reading.start.day} {reading.start:%B %Y}"
    if reading.granularity == "month":
        return f"{reading.start:%B %Y}"
    if reading.granularity == "year":
        return str(reading.start.year)
    return f"{reading.start.isoformat()} to {reading.end.isoformat()}"


def _is_year(tree: Tree, span: Span) -> bool:
    """A bare four-digit number is a year after a word that leads to one, never before a noun that it counts."""
    top = tree.top(span)
    if top is not None:
        token, head = tree.tokens[top], tree.tokens[tree.tokens[top].head]
        if token.dep == "nummod" and head.tag == "NNS" and head.start > token.start:
            return False
    if _YEAR_LEADS.search(tree.text[max(0, span.start - 12) : span.start]):
        return True
    return top is not None and tree.tokens[top].entity == "DATE"


def _looks_ahead(tree: Tree, span: Span) -> bool | None:
    """Whether the verb above a day looks ahead ("will travel on Monday") or back; None where no verb says."""
    top = tree.top(span)
    if top is None:
        return None
    verbs = [i for i in tree.ancestors(top) if tree.tokens[i].pos in {"VERB", "AUX"}]
    for verb in verbs:
        helpers = [tree.tokens[i] for i in tree.children(verb, "aux", "auxpass")]
        if any(token.text.lower() in _FUTURE for token in helpers):
            return True
        if any(token.tag == "VBD" or token.lemma == "have" for token in (*helpers, tree.tokens[verb])):
            return False
    return None


# --- one reader a kind -----------------------------------------------------------------------------------------------


def _clock(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    return _Reading("clock")


def _day(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    parts = match.groupdict()
    month = int(parts["monthno"]) if parts.get("monthno") else MONTHS[parts["month"].lower()]
    year = int(parts["year"]) if parts.get("year") else _nearest_year(published, month, ahead)
    if year is None:
        return _Reading("day")
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        return None
    return _Reading("day", day, day, day.weekday())


def _month(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    parts = match.groupdict()
    month = MONTHS[parts["month"].lower()]
    year = int(parts["year"]) if parts.get("year") else _nearest_year(published, month, ahead)
    if year is None:
        return _Reading("month")
    return _Reading("month", date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _nearest_year(published: date | None, month: int, ahead: bool | None) -> int | None:
    """The year of a month named alone: the nearest to the source's date, on the side that the verb looks to."""
    if published is None:
        return None
    gap = month - published.month
    if ahead is True:
        return published.year + (1 if gap < 0 else 0)
    if ahead is False:
        return published.year - (1 if gap > 0 else 0)
    return published.year + (1 if gap < -6 else -1 if gap > 6 else 0)


def _decade(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    first = int(match.group("decade"))
    return _Reading("decade", date(first, 1, 1), date(first + 9, 12, 31))


def _year(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    year = int(match.group("year"))
    return _Reading("year", date(year, 1, 1), date(year, 12, 31))


def _weekday(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    weekday = WEEKDAYS[match.group("weekday").lower()]
    if published is None:
        return _Reading("weekday", weekday=weekday)
    which = (match.group("which") or "").lower()
    if which in {"last", "next"}:
        ahead = which == "next"
    day = _nearest_weekday(published, weekday, ahead, strict=which in {"last", "next"})
    return _Reading("weekday", day, day, weekday)


def _nearest_weekday(published: date, weekday: int, ahead: bool | None, strict: bool) -> date:
    """The nearest such day, on the side that the verb looks to; the source's own day counts unless `strict`."""
    forward = (weekday - published.weekday()) % 7
    if strict and forward == 0:
        return published + timedelta(days=7 if ahead else -7)
    if ahead or forward == 0 or (ahead is None and forward <= 3):
        return published + timedelta(days=forward)
    return published + timedelta(days=forward - 7)


def _relative(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    if published is None:
        return _Reading("day")
    shift = {"yesterday": -1, "tomorrow": 1}.get(match.group("word").lower(), 0)
    day = published + timedelta(days=shift)
    return _Reading("day", day, day, day.weekday())


def _stretch(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    stretch = match.group("stretch").lower()
    if published is None:
        return _Reading("week" if stretch == "weekend" else stretch)
    step = {"last": -1, "next": 1}.get(match.group("which").lower(), 0)
    return _STRETCHES[stretch](published, step)


def _week(published: date, step: int) -> _Reading:
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    return _Reading("week", monday, monday + timedelta(days=6))


def _weekend(published: date, step: int) -> _Reading:
    saturday = published - timedelta(days=published.weekday()) + timedelta(weeks=step, days=5)
    return _Reading("week", saturday, saturday + timedelta(days=1))


def _calendar_month(published: date, step: int) -> _Reading:
    year, month = divmod(published.year * 12 + published.month - 1 + step, 12)
    return _Reading("month", date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1]))


def _calendar_year(published: date, step: int) -> _Reading:
    return _Reading("year", date(published.year + step, 1, 1), date(published.year + step, 12, 31))


_STRETCHES: dict[str, Callable[[date, int], _Reading]] = {
    "week": _week,
    "weekend": _weekend,
    "month": _calendar_month,
    "year": _calendar_year,
}
_READERS: dict[str, Callable[[re.Match[str], date | None, bool | None], _Reading | None]] = {
    "clock": _clock,
    "day": _day,
    "month": _month,
    "decade": _decade,
    "year": _year,
    "weekday": _weekday,
    "relative": _relative,
    "stretch": _stretch,
}
