"""Points in calendar time: dates, months, years, weekdays, relative days, anchored to the source's date if known."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.schema import Span, TimeMention
from factcheck.stages.facts.clocks import Clock, find_clocks
from factcheck.stages.facts.lexicon import DAYS_PER_UNIT, MONTHS, UNITS, WEEKDAYS
from factcheck.stages.facts.syntax import Tree, governing_event, lemma_of

# Days of the year that have a name, by month and day; "9/11" stands for one day of one year.
FEASTS = {
    "new year's eve": (12, 31), "new year’s eve": (12, 31), "new year's day": (1, 1), "new year’s day": (1, 1),
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26), "halloween": (10, 31),
    "valentine's day": (2, 14), "valentine’s day": (2, 14), "may day": (5, 1), "fourth of july": (7, 4),
    "9/11": (9, 11),
}  # fmt: skip
_COUNT_WORDS = {word: value for word, value in UNITS.items() if value} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
_COUNTS = "|".join(_COUNT_WORDS)
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_SHORT_YEAR = 100
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_WEEKDAY = r"(?P<weekday>" + "|".join(WEEKDAYS) + r")"

_LASTDAY = r"(?P<lastday>[0-3]?\d)(?:st|nd|rd|th)?"
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DASH = r"\s?[-–—]\s?"
_PART = r"(?:(?:the\s)?(?:early|mid|late|middle\sof|end\sof|start\sof|beginning\sof|close\sof)(?:\sin)?[\s-]+)"
_ORDER = r"(?P<order>first|second|third|fourth|last|final|1st|2nd|3rd|4th)"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_PARTS_OF_DAY = r"(?:\s(?:morning|afternoon|evening|night))?"

# In order of preference: what an earlier pattern has taken, a later one does not see.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("day", r"\b(?P<year>(?:1[5-9]|20)\d\d)-(?P<monthno>[01]\d)-(?P<day>[0-3]\d)\b"),
        ("day", rf"\b(?P<day>1[3-9]|2\d|3[01])/(?P<monthno>0?[1-9]|1[0-2])/{_YEAR}\b"),
        ("day", rf"\b(?P<monthno>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/{_YEAR}\b"),
        (
            "dayrange",
            rf"\b{_MONTH}\s{_DAY}(?:{_DASH}|\s(?:to|through|until)\s){_LASTDAY}\b(?:,?\s{_YEAR}\b)?(?![:.]\d)",
        ),
        ("dayrange", rf"\bbetween\s{_MONTH}\s{_DAY}\sand\s{_LASTDAY}\b(?:,?\s{_YEAR}\b)?(?![:.]\d)"),
        (
            "dayrange",
            rf"\b{_MONTH}\s{_DAY}(?:{_DASH}|\s(?:to|through|until|and)\s)(?P<lastmonth>{_MONTH_NAMES})\b\.?\s{_LASTDAY}\b"
            rf"(?:,?\s{_YEAR}\b)?(?![:.]\d)",
        ),
        ("dayrange", rf"\b{_DAY}(?:{_DASH}|\s(?:to|until)\s){_LASTDAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR}\b)?"),
        ("dayrange", rf"\bbetween\s{_DAY}\sand\s{_LASTDAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR}\b)?"),
        (
            "day",
            rf"\b{_WEEKDAY}(?:,?\s|,?\s\()(?:the\s)?{_MONTH}\s{{1,2}}{_DAY}\b(?:,?\s{{1,2}}{_YEAR}\b)?\)?(?![:.]\d)",
        ),
        ("day", rf"\b{_WEEKDAY}(?:,?\s|,?\s\()(?:the\s)?{_DAY}\s{{1,2}}(?:of\s)?{_MONTH}(?:,?\s{{1,2}}{_YEAR}\b)?\)?"),
        ("day", rf"\b{_DAY}\s{_MONTH}\s(?P<year>\d\d)\b(?![:.,]\d|\s?(?:[ap]\.?m|per|%))"),
        ("day", rf"\b{_MONTH}\s{{1,2}}{_DAY}\b(?:,?\s{{1,2}}{_YEAR}\b)?(?![:.]\d)"),
        ("day", rf"\b{_DAY}\s{{1,2}}(?:of\s)?{_MONTH}(?:,?\s{{1,2}}{_YEAR}\b)?"),
        ("feast", r"(?<![\d/])(?P<feast>" + "|".join(re.escape(name) for name in FEASTS) + r")(?![\d/])"),
        ("quarter", rf"\b(?:the\s)?{_ORDER}\squarter\s(?:of\s)?{_YEAR}\b"),
        ("quarter", rf"\bQ(?P<number>[1-4])\s(?:of\s)?{_YEAR}\b"),
        ("half", rf"\b(?:the\s)?(?P<order>first|second|latter)\shalf\s(?:of\s)?{_YEAR}\b"),
        ("season", rf"\b(?:the\s)?{_SEASON}\s(?:of\s)?{_YEAR}\b"),
        ("season", r"\b(?P<which>last|this|next)\s(?P<season>spring|summer|autumn|winter)\b"),
        ("month", rf"\b{_PART}?{_MONTH}(?:,|\s{{1,2}}of)?\s{{1,2}}{_YEAR}\b"),
        ("century", r"\b(?:the\s)?(?P<century>\d{1,2})(?:st|nd|rd|th)\scentury\b"),
        ("decade", rf"\b(?:the\s)?{_PART}?(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b"),
        ("decade", rf"\b(?:the\s){_PART}?['’](?P<short>[1-9]0)s\b"),
        ("yearrange", rf"\b{_YEAR}(?:{_DASH}|\s(?:to|through|until)\s)(?P<lastyear>(?:1[5-9]|20)\d\d)\b(?![-/\d])"),
        ("yearrange", rf"\bbetween\s{_YEAR}\sand\s(?P<lastyear>(?:1[5-9]|20)\d\d)\b(?!-\d)"),
        ("yearrange", rf"\b{_YEAR}[-–/](?P<lasttwo>\d\d)\b(?![-/:\d])"),
        (
            "weekday",
            rf"\b(?:(?P<which>last|next|this\scoming|the\scoming|coming|this\spast|the\spast|this|on)\s)?{_WEEKDAY}"
            rf"(?P<plural>s)?\b(?P<part>{_PARTS_OF_DAY})(?:\s(?:of\s)?(?P<week>last|next|this)\sweek\b)?",
        ),
        ("relative", r"\b(?P<word>the\sday\sbefore\syesterday|the\sday\safter\stomorrow)\b"),
        ("relative", r"\b(?P<word>yesterday|today|tonight|tomorrow)\b"),
        ("relative", r"\b(?P<word>this\s(?:morning|afternoon|evening)|last\snight)\b"),
        ("ago", rf"\b(?P<count>\d{{1,3}}|an?|{_COUNTS})\s(?P<unit>day|week|month|year)s?\sago\b"),
        ("stretch", r"\b(?P<which>last|next|this|earlier this|later this)\s(?P<stretch>week|month|year|weekend)\b"),
        ("month", rf"\b{_PART}{_MONTH}"),
        ("month", rf"\b(?:in|since|by|until|during|last|next|of|from|this)[\s-]{_MONTH}"),
        ("year", rf"(?<![\d.,$£€-]){_PART}?{_YEAR}\b(?!,\d|\.\d|%|-)"),
    )
)
_BEFORE_COUNT = re.compile(
    r"\b(?:about|around|nearly|almost|over|than|least|some|roughly|approximately|just|to|or|and|last\s\w+)\s$",
    re.IGNORECASE,
)
_NOT_YEARS_BEFORE = re.compile(
    r"\b(?:number|no\.?|h\.r\.?|bill|route|resolution|flight|model|code|room|section|page|unit|channel)\s$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^\s(?:[A-Z][\w’'-]*\s){1,3}(?:street|avenue|road|boulevard|lane|drive|square|st\.|ave\.|rd\.|blvd\.)",
    re.IGNORECASE,
)
_NAMED_WEEKDAY = re.compile(
    r"\b(?:black|good|bloody|easter|palm|ash|super|holy|shrove|cyber|every|each)\s$", re.IGNORECASE
)
_BOUND = re.compile(
    r"\b(?P<bound>by|until|till|since|from|before|after|later\sthan|as\sof)\s(?:(?:the|late|early|mid)[\s-])?$",
    re.IGNORECASE,
)
_BOUND_NAMES = {"till": "until", "later than": "by", "as of": "from"}
# Verbs that a day after their participle lies ahead of: "the vote scheduled for Saturday".
_PLANNING = frozenset({"schedule", "plan", "set", "expect", "due", "slate", "postpone", "delay"})
# Verbs whose infinitive has happened when they are in the past: "managed to escape on Monday".
_DONE = frozenset({"manage", "help", "begin", "start", "continue", "come", "go", "get", "happen", "use", "fail"})
_PHASES = {"end": "end", "finish": "end", "begin": "begin", "start": "begin"}
_AHEAD_MODALS = frozenset({"may", "might", "could", "can", "should", "must"})
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
    understood: str | None = None


def find_times(tree: Tree, published: date | None, taken: tuple[Span, ...]) -> tuple[TimeMention, ...]:
    """Every point or stretch of calendar time outside the spans already taken, in text order."""
    clocks = (clock for clock in find_clocks(tree.text) if not any(clock.span.overlaps(other) for other in taken))
    found = [_time_of_day(tree, clock) for clock in clocks]
    for kind, match in _matches(tree.text):
        span = _trimmed(match)
        if any(span.overlaps(other) for other in (*taken, *(mention.span for mention in found))):
            continue
        if (kind == "year" and not _is_year(tree, span)) or (kind == "weekday" and not _is_weekday(tree, match, span)):
            continue
        if kind == "ago" and _BEFORE_COUNT.search(tree.text[max(0, span.start - 20) : span.start]):
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
    lead = re.match(r"(?:in|since|by|until|during|of|from|on|between)[\s-]", text, re.IGNORECASE)
    return Span(start=start + (lead.end() if lead else 0), end=start + len(text))


def _is_weekday(tree: Tree, match: re.Match[str], span: Span) -> bool:
    """No habit ("on Saturdays"), no named day ("Black Friday"), no person ("Sunday Adelaja")."""
    if match.group("plural") or _NAMED_WEEKDAY.search(tree.text[max(0, match.start() - 12) : match.start()]):
        return False
    return not any(tree.tokens[i].entity == "PERSON" for i in tree.within(span))


def _time_of_day(tree: Tree, clock: Clock) -> TimeMention:
    top = tree.top(clock.span)
    return TimeMention(
        text=clock.span.of(tree.text),
        span=clock.span,
        granularity="clock",
        understood=clock.understood,
        event=_event(tree, top),
        bound=_bound_before(tree.text, clock.span),
        clock=clock.interval,
        zone=clock.zone,
    )


def _event(tree: Tree, top: int | None) -> str | None:
    """What happens then; an end or a beginning is that of its subject ("end strike"), or it would be anything's."""
    event = governing_event(tree, top) if top is not None else None
    if top is None or event not in _PHASES:
        return event
    verb = next((i for i in tree.ancestors(top) if tree.tokens[i].pos == "VERB"), None)
    subjects = tree.children(verb, "nsubj", "nsubjpass") if verb is not None else ()
    nouns = [lemma_of(tree.tokens[i]) for i in subjects if tree.tokens[i].pos == "NOUN"]
    return f"{_PHASES[event]} {nouns[0]}" if nouns else event


def _bound_before(text: str, span: Span) -> str | None:
    found = _BOUND.search(text[max(0, span.start - 24) : span.start])
    if found is None:
        return None
    word = " ".join(found.group("bound").lower().split())
    return _BOUND_NAMES.get(word, word)


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
        event=_event(tree, top),
        bound=_bound_before(tree.text, span),
    )


def _understood(reading: _Reading, written: str) -> str:
    if reading.understood is not None:
        return reading.understood
    if reading.start is None or reading.end is None:
        day = next((name.capitalize() for name, number in WEEKDAYS.items() if number == reading.weekday), None)
        return day or written
    if reading.start == reading.end:
        return f"{reading.start.day} {reading.start:%B %Y}"
    if reading.granularity == "month":
        return f"{reading.start:%B %Y}"
    if reading.granularity == "year":
        first, last = reading.start.year, reading.end.year
        return str(first) if first == last else f"{first} to {last}"
    return f"{reading.start.isoformat()} to {reading.end.isoformat()}"


def _is_year(tree: Tree, span: Span) -> bool:
    """A bare four-digit number is a year after a word that leads to one, never before a noun that it counts."""
    before = tree.text[max(0, span.start - 14) : span.start]
    if _NOT_YEARS_BEFORE.search(before) or _ADDRESS.match(tree.text[span.end : span.end + 60]):
        return False
    if not span.of(tree.text)[0].isdecimal():
        return True  # "late 2023"
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
    bound = _bound_before(tree.text, span)
    if bound == "since":
        return False
    top = tree.top(span)
    verbs = [i for i in tree.ancestors(top) if tree.tokens[i].pos in {"VERB", "AUX"}] if top is not None else []
    for verb in verbs:
        ahead = _verb_looks_ahead(tree, verb)
        if ahead is None and _is_present(tree, verb) and _hangs_on(tree, top, verb):
            return True  # "the talks begin on Monday", but not "Monday's attack follows another"
        if ahead is not None:
            return ahead
    return True if bound in {"by", "until"} else None


def _verb_looks_ahead(tree: Tree, verb: int) -> bool | None:
    token, above = tree.tokens[verb], tree.tokens[tree.tokens[verb].head]
    helpers = [tree.tokens[i] for i in tree.children(verb, "aux", "auxpass")]
    words = {helper.text.lower() for helper in helpers}
    if "to" in words and above.tag in {"VBD", "VBN"} and above.lemma in _DONE:
        return False
    if words & (_FUTURE | _AHEAD_MODALS) and "have" not in {helper.lemma for helper in helpers}:
        return True
    if any(other.tag == "VBD" or other.lemma == "have" for other in (*helpers, token)):
        return False
    if token.tag == "VBN" and not helpers:  # "the woman killed on Saturday", "the vote scheduled for Saturday"
        return token.lemma in _PLANNING
    return None


def _is_present(tree: Tree, verb: int) -> bool:
    helpers = tree.children(verb, "aux", "auxpass")
    return any(tree.tokens[i].tag in {"VBZ", "VBP"} for i in (verb, *helpers))


def _hangs_on(tree: Tree, top: int | None, verb: int) -> bool:
    """Whether a date belongs to a verb directly or through a preposition."""
    if top is None:
        return False
    head = tree.tokens[top].head
    return head == verb or (tree.tokens[head].pos == "ADP" and tree.tokens[head].head == verb)


# --- one reader a kind -----------------------------------------------------------------------------------------------


def _day(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    parts = match.groupdict()
    month = int(parts["monthno"]) if parts.get("monthno") else MONTHS[parts["month"].lower()]
    year = int(parts["year"]) if parts.get("year") else _nearest_year(published, month, ahead)
    if year is None:
        return _Reading("day")
    if year < _SHORT_YEAR:  # "10 Nov 11"
        year += 2000
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        return None
    return _Reading("day", day, day, day.weekday())


def _dayrange(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    parts = match.groupdict()
    month = MONTHS[parts["month"].lower()]
    last_month = MONTHS[parts["lastmonth"].lower()] if parts.get("lastmonth") else month
    year = int(parts["year"]) if parts.get("year") else _nearest_year(published, month, ahead)
    if year is None:
        return _Reading("day")
    try:
        first, last = date(year, month, int(parts["day"])), date(year, last_month, int(parts["lastday"]))
    except ValueError:
        return None
    return _Reading("day", first, last) if first < last else None


def _feast(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    name = match.group("feast").lower()
    month, day = FEASTS[name]
    year = 2001 if name == "9/11" else _nearest_year(published, month, ahead)
    if year is None:
        return _Reading("day")
    found = date(year, month, day)
    return _Reading("day", found, found, found.weekday())


def _quarter(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    parts = match.groupdict()
    number = int(parts["number"]) if parts.get("number") else _ORDERS[parts["order"].lower()]
    year, last = int(parts["year"]), number * 3
    return _Reading("quarter", date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _half(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    year = int(match.group("year"))
    if match.group("order").lower() == "first":
        return _Reading("half", date(year, 1, 1), date(year, 6, 30))
    return _Reading("half", date(year, 7, 1), date(year, 12, 31))


def _season(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    """A season lies in other months south of the equator: only its year is sure, and a winter spans two."""
    parts = match.groupdict()
    season = parts["season"].lower()
    which = (parts.get("which") or "").lower()
    if not which:
        year = int(parts["year"])
        first = date(year - 1, 12, 1) if season in {"winter", "summer"} else date(year, 1, 1)
        last = date(year + 1, 3, 31) if season in {"winter", "summer"} else date(year, 12, 31)
        return _Reading("season", first, last, understood=f"{season} {year}")
    said = f"{which} {season}"
    if published is None:
        return _Reading("season", understood=said)
    year = published.year
    first, last = {
        "last": (date(year - 1, 1, 1), published),
        "next": (published, date(year + 1, 12, 31)),
    }.get(which, (date(year - 1, 12, 1), date(year + 1, 3, 31)))
    return _Reading("season", first, last, understood=said)


def _century(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    number = int(match.group("century"))
    if not 1 < number <= 21:
        return None
    return _Reading("century", date(100 * number - 99, 1, 1), date(100 * number, 12, 31))


def _yearrange(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    parts = match.groupdict()
    first = int(parts["year"])
    last = int(parts["lastyear"]) if parts.get("lastyear") else first // 100 * 100 + int(parts["lasttwo"])
    return _Reading("year", date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _ago(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    """ "Three weeks ago": a day is exact, anything longer is meant to within half a unit."""
    unit, word = match.group("unit").lower(), match.group("count").lower()
    granularity = unit
    if published is None:
        return _Reading(granularity)
    count = int(word) if word.isdecimal() else _COUNT_WORDS.get(word, 1)
    days = DAYS_PER_UNIT[unit]
    if count * days > published.toordinal() - 366:
        return None
    middle = published - timedelta(days=round(count * days))
    if unit == "day":
        return _Reading("day", middle, middle, middle.weekday())
    slack = timedelta(days=round(days / 2))
    said = {"week": f"{middle.day} {middle:%B %Y}", "month": f"{middle:%B %Y}", "year": str(middle.year)}[unit]
    return _Reading(granularity, middle - slack, middle + slack, understood=f"about {said}")


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
    parts = match.groupdict()
    first = int(parts["decade"]) if parts.get("decade") else 1900 + int(parts["short"])
    return _Reading("decade", date(first, 1, 1), date(first + 9, 12, 31))


def _year(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    year = int(match.group("year"))
    return _Reading("year", date(year, 1, 1), date(year, 12, 31))


def _weekday(match: re.Match[str], published: date | None, ahead: bool | None) -> _Reading | None:
    weekday = WEEKDAYS[match.group("weekday").lower()]
    if published is None:
        return _Reading("weekday", weekday=weekday)
    if week := (match.group("week") or "").lower():
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks={"last": -1, "next": 1}.get(week, 0))
        day = monday + timedelta(days=weekday)
        return _Reading("weekday", day, day, weekday)
    which = (match.group("which") or "").lower().split()[-1:]
    if which and which[0] in {"last", "next", "coming", "past"}:
        ahead = which[0] in {"next", "coming"}
    day = _nearest_weekday(published, weekday, ahead, strict=bool(which) and which[0] in {"last", "next"})
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
    shift = _SHIFTS.get(" ".join(match.group("word").lower().split()), 0)
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


_SHIFTS = {
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
    "last night": -1,
}
_ORDERS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_STRETCHES: dict[str, Callable[[date, int], _Reading]] = {
    "week": _week,
    "weekend": _weekend,
    "month": _calendar_month,
    "year": _calendar_year,
}
_READERS: dict[str, Callable[[re.Match[str], date | None, bool | None], _Reading | None]] = {
    "ago": _ago,
    "century": _century,
    "dayrange": _dayrange,
    "feast": _feast,
    "half": _half,
    "quarter": _quarter,
    "season": _season,
    "yearrange": _yearrange,
    "day": _day,
    "month": _month,
    "decade": _decade,
    "year": _year,
    "weekday": _weekday,
    "relative": _relative,
    "stretch": _stretch,
}
