"""The place, date and agency that open a news report: "WASHINGTON (Reuters) - "."""

from __future__ import annotations

import re

from factcheck.stages.ingest.publication import AGENCIES, MONTH, WEEKDAY, agency_in

_AGENCY = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
_DASH = r"\s*(?:-{1,2}|–|—)\s+"
_CAPITALS = r"[A-Z][A-Z.’'-]*[A-Z.](?:[ /-][A-Z][A-Z.’'-]*){0,3}"
_PLACE = r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}"
_WHEN = rf"(?:{WEEKDAY},?\s+)?(?:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH})(?:,?\s+\d{{4}})?"
_TAG = r"\((?P<tag>[A-Z][\w .,&/’'-]{1,40})\)"
_FORMS = (
    # WASHINGTON — / MOSCOW, Russia — / VANCOUVER, British Columbia, Aug. 14 (AP) --
    re.compile(rf"(?P<capitals>{_CAPITALS})(?:,\s*{_PLACE}){{0,2}}(?:,\s*(?i:{_WHEN}))?(?:\s*{_TAG})?{_DASH}"),
    # Anchorage, Alaska (AP) - / London (Reuters) -
    re.compile(rf"{_PLACE}(?:,\s*{_PLACE}){{0,2}}(?:,\s*(?i:{_WHEN}))?\s*{_TAG}{_DASH}"),
    # Mumbai, Nov 11 -
    re.compile(rf"{_PLACE}(?:,\s*{_PLACE})?,\s*(?i:{_WHEN})(?:\s*{_TAG})?(?:{_DASH}|\s*[-–—:]$|:\s+)"),
    # (CNN) -- / (Reuters) -
    re.compile(rf"\((?P<tag>{_AGENCY})\)(?:{_DASH}|\s+(?=[A-Z]))"),
    # WASHINGTON (AP) The ...
    re.compile(rf"(?:{_CAPITALS})(?:,\s*{_PLACE})?\s*\((?P<tag>{_AGENCY})\)\s+"),
    # TNN Nov 12, 2011, 05.51AM IST MUMBAI:
    re.compile(
        rf"(?:(?:{_AGENCY})\s+)?(?i:{_WHEN})[,\s]+(?:\d[\d:.]*\s*(?i:[ap]m)?\s*(?:[A-Z]{{2,4}}\s+)?)?{_CAPITALS}:\s+"
    ),
    # A line of its own
    re.compile(rf"{_CAPITALS}(?:,\s*{_PLACE})?(?:,\s*(?i:{_WHEN}))?(?:\s*{_TAG})?\s*[-–—]{{1,2}}$"),
)
_POSTED = re.compile(r"(?:On behalf of .{2,80} )?[Pp]osted in .{2,60} on (?:\w+, )?\w+ \d{1,2}, \d{4}\.\s+")
_CITY_COLON = re.compile(rf"{_CAPITALS}:\s+")
_LABELS = re.compile(
    r"(?:UPDATE|UPDATED|BREAKING|FILE|WATCH|MORE|READ|RELATED|ANALYSIS|OPINION|LIVE|VIDEO|PHOTOS?|CORRECTION|EXCLUSIVE|NOTE"
    r"|MUST SEE|EDITOR|QUESTION|ANSWER|FACT|CLAIM|Q|A)\b"
)
# Capitals before a dash that name no town.
_NO_TOWNS = "NATO OPEC UN EU US USA UK FBI CIA NASA UNICEF UNESCO WHO IMF IAEA NYPD FEMA COVID AIDS ISIS"
_ACRONYMS = frozenset(_NO_TOWNS.split())


def find_dateline(paragraph: str, *, is_first: bool) -> int:
    """Where the sentence begins behind a dateline, 0 if there is none.

    What follows must begin like a sentence, or be nothing. A town before a colon counts in the first paragraph only:
    elsewhere it is more often a speaker.
    """
    for form in (*_FORMS, _POSTED):
        found = form.match(paragraph)
        if found and _is_place(found) and _begins_sentence(paragraph[found.end() :]):
            return found.end()
    colon = _CITY_COLON.match(paragraph) if is_first else None
    if colon and not _LABELS.match(paragraph) and _begins_sentence(paragraph[colon.end() :]):
        return colon.end() if colon.group().rstrip(": ") not in _ACRONYMS else 0
    return 0


def dateline_agency(dateline: str) -> str | None:
    """The agency that a dateline names."""
    tag = re.search(_TAG, dateline)
    return (agency_in(tag["tag"]) or tag["tag"]) if tag else agency_in(dateline)


def _is_place(found: re.Match[str]) -> bool:
    if "capitals" not in found.re.groupindex:
        return True
    capitals = found["capitals"]
    return capitals.rstrip(".") not in _ACRONYMS and not _LABELS.match(capitals)


def _begins_sentence(rest: str) -> bool:
    return not rest or bool(re.match(r"[\"“‘'(\[$€£]*[A-Z0-9]", rest))
