"""Numbers that count nothing: ids, scores, phone and version numbers, addresses, ages, and what only looks like one."""

from __future__ import annotations

import re

from factcheck.schema import Span

_NOT_FIGURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\+?\d[\d()-]*(?:[\s().-]{1,2}\d{2,}){2,}",  # phone numbers: groups of digits
        r"\bv?\d+(?:\.\d+){2,}\b",  # version numbers, IP addresses
        r"\b(?:version|v|no|nos|number|page|chapter|section|article|resolution|flight|route|channel|room|phase|level|"
        r"interstate|highway|unit|line|group|grade|type|model|series|windows|ios|psalm|gate|pier|platform|track|tier|"
        r"district|precinct|ward|zone|sector|block|floor|day|week|area|case|courtroom|ground|runway|terminal|exit|junction|"
        r"lot|verse|lap|game|heat|step|apartment|suite|android|title|rule|bus|tram|fortune|formula|category|super\sbowl|"
        r"nasdaq|nikkei|ftse|s&p|dow|cac|dax|highways)\b\.?\s?(?:number\s|no\.?\s)?#?\d[\d.]*\b",
        r"\bstage\s\d\b|\bpage\s\d+\b|\b(?:zip|postal|post)\scode\D{0,12}\d{4,6}\b",
        r"\b(?:boeing|airbus|embraer|cessna)\s\d{3}\S*|\b7[0-8]7(?:-\d{1,4})?\s(?:max|dreamliner|jets?|planes?|aircraft)\b",
        r"\b\d+['’]?s\b",  # in his 30s, temperatures in the 90s
        r"\b(?:1[5-9]|20)\d\d[-–/]\d\d(?:\d\d)?\b",  # seasons
        r"\b(?:call(?:s|ed|ing)?|dial(?:s|led|ed|ling)?|phoned?|rang)\s(?:911|999|112|000)\b|\b911\scalls?\b",
        r"\b[\w]+[-‐‑]times?\b|\btop[\s-](?:\d+|three|five|ten|twenty)\b",
        r"\b(?:died|dies|dead|retired)\s(?:\w+\s)?at\s\d{1,3}\b(?!\s?(?:%|per\b))|\b(?:is|was)\s\d{1,2}(?=\swhen\b)",
        r"\b(?:under|over|u)[-‐‑]\d+s?\b|\bunder\s\d+s\b",  # age groups: under-21, over-60s
        r"\bturn(?:s|ed|ing)?\s\d{1,3}(?=[.,;]|\s(?:on|in|this|last|next)\b|$)",  # ages
        r"\b\d+(?:\.\d+)?\s?-?mm\s(?:pistol|handgun|gun|rifle|round|bullet|cannon|calib\w+|lens|shell|mortar)s?\b",
        r"\.\d\d\W(?:caliber|calibre)\b",
        r"\bper\s(?:100|1,?000|10,?000|100,?000|million|1\smillion|head|capita)\b",  # what a rate is of
        r"\bon\sthe\s(?:one|other)\shand\b|\bat\sone\s(?:point|time|stage)\b|\b(?:square|ground)\s(?:one|zero)\b",
        r"\bthe\sone\b|\bone\s(?:who|that|day|night|morning|evening)\b|\bzero\stolerance\b|\bfor\sone\b",
        r"\bgroup\sof\s(?:seven|eight|20|twenty)\b|\bbig\s(?:four|five|three)\b|\b(?:odds|chances)\D{0,12}\d+\s?[-–]\s?\d+",
        r"\b(?:bears?|bearing|numbered|registration|serial|licen[cs]e|badge|account|passport)\D{0,16}\b\d{3,}\b",
        r"#\d+",
        r"\b\d+(?:/\d+)+\b",  # 9/11, 24/7
        r"\b\d+(?:st|nd|rd|th)\s(?:street|avenue|st\b|ave\b|precinct|floor|district|century|anniversary|birthday)",
        r"\b(?:a\s)?\d{1,6}(?:st|nd|rd|th)?(?:\sblock\sof)\b",
        r"\b\d{1,6}\s(?:[A-Z][\w.'’-]*\s){1,3}(?:street|avenue|road|boulevard|lane|drive|square|"
        r"st\.|ave\.|rd\.|blvd\.)",
        r"\bone[- ](?:on[- ]one|sided|time|way|another|day|of\sthe|thing)\b",
        r"\b(?:no|any|every|each|some|this|that)[- ]one\b",
        r"\bone\s(?:of|after|by)\b|\bface[- ]to[- ]face\b|\bsecond[- ]hand\b|\bfirst[- ](?:aid|lady|minister|hand)\b",
        r"\b(?:in|by|on)\s(?:twos|threes)\b|\bfifty[- ]fifty\b|\b50[- ]50\b",
    )
)
# AK-47, G20, COVID-19, MH370; in capitals only, so that "about 20" is none.
_CAPITAL_ID = re.compile(r"\b[A-Z]{1,6}(?:[-‐‑]?\d[\w-]*|\s\d{1,4}(?=\s[a-z]))")
# Catch-22, Blink-182
_NAME_WITH_NUMBER = re.compile(r"\b(?!Magnitude)[A-Z][a-z]+[-‐‑]\d+\b(?!\s(?:Dead|Killed|Injured|Hurt|Wounded)\b)")
# Seat 12A, flat 4B, 5G; not 40C, 104F, 20K, 5M, 3B.
_LETTER_ID = re.compile(r"\b\d{1,4}[ADEG-JLN-Z]\b")
_SCORE = re.compile(r"\b\d{1,3}\s?[-–]\s?\d{1,3}\b")
_SPORT = re.compile(
    r"\b(?:beat|beaten|won|win|wins|lost|defeat\w*|victory|draw|drew|lead|led|final|match|game|vot\w+|score\w*)\b",
    re.IGNORECASE,
)


def find_not_figures(text: str) -> tuple[Span, ...]:
    """The spans of a text whose numbers count nothing."""
    found = [
        match
        for pattern in (*_NOT_FIGURES, _CAPITAL_ID, _NAME_WITH_NUMBER, _LETTER_ID)
        for match in pattern.finditer(text)
    ]
    if _SPORT.search(text):
        found += (match for match in _SCORE.finditer(text) if not _counts_things(text, match))
    return tuple(Span(start=match.start(), end=match.end()) for match in found)


def _counts_things(text: str, score: re.Match[str]) -> bool:
    """ "won 10-15 seats": a rising pair of numbers before a plural is a range."""
    low, high = (int(part) for part in re.findall(r"\d+", score.group()))
    return low < high and re.match(r"\s[a-z]+s\b", text[score.end() : score.end() + 30]) is not None
