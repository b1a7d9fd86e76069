"""When and by whom a report was published, as its own lines say it: date lines, bylines, datelines, agency tags."""

from __future__ import annotations

import re
from datetime import UTC, datetime

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(
    r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.I
)
_MONTH_FIRST = re.compile(rf"\b({MONTH})\s*(\d{{1,2}})(?:st|nd|rd|th)?[\s,\-]+(\d{{4}})\b", re.I)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})[\s,\-]+(\d{{4}})\b", re.I)
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
_DATE_WORD = re.compile(
    rf"\b(?:{MONTH}|{WEEKDAY}|(?:last|first|originally|date|posted|published|publish|updated|update|modified|created"
    rf"|issued"
    r"|on|at|of|as|in|the|time|hrs?|hours|local|am|pm|a\.m\.?|p\.m\.?|noon|midnight|uk|utc|gmt|bst|ist|aest|aedt|cet"
    r"|cest|eet|msk"
    r"|[ecmp]\.?[sd]?t|hkt|jst|sgt|pkt|nzst|nzdt|eastern|pacific|central|ago|minutes?|mins?|h|z|t)"
    r"|\d+(?:st|nd|rd|th|am|pm|h|z)?)(?=\W|\d|$)",
    re.I,
)
_YEAR_OR_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d+ (?:minutes?|hours?|days?) ago", re.I)
_UPDATED = re.compile(r"updated|modified", re.I)
_OUTLET_WORD = re.compile(
    r"\b(?:news|times|post|press|herald|tribune|journal|gazette|guardian|media|daily|weekly|today|tv|radio|network"
    r"|agency"
    r"|magazine|wire|chronicle|star|telegraph|mail|independent|observer|standard|mirror|sun|globe|sentinel|register"
    r"|examiner|inquirer|reporter|reuters|bloomberg|politico|axios|broadcasting|online|bulletin|dispatch|courier|review"
    r"|agence|presse|oregonian|economist|atlantic)\b|\.(?:com|org|net|co\.uk)\b",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:staff|senior|chief|special|the|a)?\s*(?:writers?|reporters?|correspondents?|editors?|contributors?"
    r"|columnists?)\b",
    re.I,
)
_ACRONYM_OR_JOINED = re.compile(r"^[A-Z]{2,5}$|^(?:[A-Z][a-z]+){2,}$")
_NEWS_AGENCIES = (
    "AP|Associated Press|The Associated Press|Reuters|Thomson Reuters|AFP|Agence France-Presse|UPI|PTI|IANS|ANI|TNN"
    "|dpa|DPA"
    "|EFE|ANSA|TASS|Interfax|Xinhua|Kyodo|Yonhap|Bloomberg|CNN|BBC|BBC News|CBS|CBS News|ABC|ABC News|NBC|NBC News"
    "|Fox News"
    "|NPR|CP|The Canadian Press|Canadian Press|PA|PA Media|Press Association|AAP|Anadolu|AA|RIA Novosti|Ukrinform"
    "|Sky News"
    "|Al Jazeera|USA Today"
)
PHOTO_AGENCIES = frozenset({"Getty", "Getty Images", "EPA", "Shutterstock", "Pool", "Alamy"})
AGENCIES = PHOTO_AGENCIES | frozenset(_NEWS_AGENCIES.split("|"))


def naive_utc(moment: datetime) -> datetime:
    """The moment without a zone, converted to UTC where it had one, so that moments of all sources can be compared."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def parse_date(text: str) -> datetime | None:
    """The first date in `text` that can be read in one way only ("4/9/2007" cannot); midnight unless ISO has a time."""
    for pattern, order in ((_MONTH_FIRST, "mdy"), (_DAY_FIRST, "dmy"), (_NUMERIC, "numeric")):
        iso = _ISO.search(text)
        if iso:
            return _iso_moment(iso.group())
        found = pattern.search(text)
        if found:
            return _moment(found.group(1), found.group(2), found.group(3), order)
    return None


def is_date_line(line: str) -> bool:
    """Whether a line says nothing but when something was published or updated."""
    if len(line) > 120 or not _YEAR_OR_DATE.search(line):
        return False
    rest = re.sub(r"[\W\d_]+", " ", _DATE_WORD.sub(" ", line)).split()
    # One word may be left over: a misspelt month or a zone that we do not know.
    return sum(len(word) > 1 for word in rest) <= 1


def publication_date(lines: list[str]) -> datetime | None:
    """The date of first publication that date lines give; an update counts only where nothing else is said."""
    parts = [
        part for line in lines for part in re.split(r"\||(?=\b(?:last )?updated\b)", line, flags=re.I) if part.strip()
    ]
    first = [part for part in parts if not _UPDATED.search(part)]
    dates = [parse_date(part) for part in (*first, *parts)]
    return next((moment for moment in dates if moment), None)


def byline_author(line: str) -> str | None:
    """The name in a byline: "Imran Malik" of "By Imran Malik, MediaBites"."""
    found = re.search(r"\bby:?\s+(.{2,80})", line, re.I)
    if not found:
        return None
    name = re.split(r"\s*(?:,|\||/| - | – | — |\bfor\b|\bof\b|\bin\b|;|\bUpdated\b|\bPublished\b)", found.group(1))[0]
    return name.strip(" .") or None


def byline_publisher(line: str) -> str | None:
    """The outlet in a byline, where the words after the name are one and no town or job."""
    parts = re.split(r"\s*(?:,|\||/| - | – | — |\bfor\b|\bof\b)\s*", line)
    for part in parts[1:]:
        outlet = _ROLE.sub("", part).strip(" .")
        known = outlet in AGENCIES or _ACRONYM_OR_JOINED.match(outlet)
        if outlet[:1].isupper() and (known or (_OUTLET_WORD.search(outlet) and not parse_date(outlet))):
            return outlet
    return None


def agency_in(text: str) -> str | None:
    """The news agency that a dateline or a line of its own names."""
    for name in sorted(AGENCIES, key=len, reverse=True):
        if name not in PHOTO_AGENCIES and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            return name
    return None


def _iso_moment(text: str) -> datetime | None:
    try:
        return naive_utc(datetime.fromisoformat(text.upper().replace("Z", "+00:00")))
    except ValueError:
        return None


def _moment(first: str, second: str, year: str, order: str) -> datetime | None:
    if order == "numeric":
        day, month = _unambiguous(int(first), int(second))
    else:
        day, name = (int(second), first) if order == "mdy" else (int(first), second)
        month = _MONTHS.index(name[:3].lower()) + 1
    full_year = int(year) + 2000 if len(year) == 2 else int(year)
    try:
        return datetime(full_year, month, day)  # without a zone: those of date lines are not reliable
    except ValueError:
        return None


def _unambiguous(first: int, second: int) -> tuple[int, int]:
    """(day, month), or (0, 0) where either order is possible."""
    if first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else (0, 0)
