"""Figures that count or measure; years, ages, ids, scores, phone and version numbers, times, addresses do not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from factcheck.schema import Interval, Quantity, QuantityKind, Span, Token
from factcheck.stages.facts.lexicon import (
    COUNTED_SYNONYMS,
    CURRENCY_OF,
    CURRENCY_WORDS,
    EVENT_CLASSES,
    FATE_WORDS,
    GATHERINGS,
    GENERIC_PEOPLE,
    MEASURES,
    MONEY_OF,
    NO_RANK,
    RATES,
    STATE_NOUNS,
    SUBUNITS,
    TALLIES,
    TIME_UNITS,
)
from factcheck.stages.facts.numerals import Numeral, Word, bounded, scaled, span_of
from factcheck.stages.facts.plain import plain_interval, plain_measure
from factcheck.stages.facts.syntax import Tree, event_class, lemma_of, verb_event

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
_NAME_WITH_NUMBER = re.compile(r"\b(?!Magnitude)[A-Z][a-z]+[-‐‑]\d+\b")
# Seat 12A, flat 4B, 5G; not 40C, 104F, 20K, 5M, 3B.
_LETTER_ID = re.compile(r"\b\d{1,4}[ADEG-JLN-Z]\b")
_SCORE = re.compile(r"\b\d{1,3}\s?[-–]\s?\d{1,3}\b")
_SPORT = re.compile(
    r"\b(?:beat|beaten|won|win|wins|lost|defeat\w*|victory|draw|drew|lead|led|final|match|game|vot\w+|score\w*)\b",
    re.IGNORECASE,
)
_MAGNITUDE_BEFORE = re.compile(
    r"\b(?:magnitude|measuring|measured|registered|registering|estimated)(?:\s(?:of|at|was|is))?[\s-]$", re.IGNORECASE
)
_MAGNITUDE_AFTER = re.compile(r"^(?:[\s-]magnitude|\son\sthe\s(?:open-ended\s)?richter)", re.IGNORECASE)
_QUAKE_AFTER = re.compile(r"^[\s-](?:\w+\s)?(?:(?:earth)?quake|tremor|temblor|aftershock)", re.IGNORECASE)
_SPEAKS_OF_MAGNITUDE = re.compile(r"magnitude|richter|quake|tremor|temblor|aftershock", re.IGNORECASE)
_PER_HOUR = re.compile(r"^\s(?:an|per)\shour|^\s?/\s?h", re.IGNORECASE)
_POINTS = re.compile(r"^[\s-](?P<what>percentage|basis)[\s-]points?", re.IGNORECASE)
# "raised its rate by 0.25 points": a bare point is one of per cent where a rate or share is spoken of.
_BARE_POINTS = re.compile(r"^\spoints?\b", re.IGNORECASE)
_RATE = re.compile(r"\b(?:rates?|inflation|unemployment|turnout|polls?|polling|support|share|lead)\b", re.IGNORECASE)
_DEGREES = re.compile(
    r"^\s?(?:(?:°|º)\s?|[\s-]?degrees?\b\s?|deg\b\s?)(?:(?P<scale>celsius|centigrade|fahrenheit|c|f)\b)?", re.IGNORECASE
)
_SCALE_ALONE = re.compile(r"^\s?(?P<scale>celsius|centigrade|fahrenheit)\b|^(?P<letter>[CF])\b")
_HEAT = re.compile(
    r"temperature|\b(?:heat|hot|warm|cold|cool|mercury|climate|freez|thermomet|weather|snow)", re.IGNORECASE
)
_BELOW_ZERO = re.compile(r"^\sbelow\s(?:zero|freezing)\b", re.IGNORECASE)
_BY = re.compile(r"\bby\s(?:\w+\s){0,3}$", re.IGNORECASE)
_WARMER = re.compile(r"^\s(?:warmer|cooler|hotter|colder|higher|lower|above|of\swarming)\b", re.IGNORECASE)
_MINUS = frozenset({"-", "−", "–", "minus"})
_PERCENT = re.compile(r"^\s?(?:%|percent\b|per\scent\b|pct\b|pc\b)|^-percent\b|^-per-cent\b", re.IGNORECASE)


# What befalls people: "27 were killed" counts people though it does not say so.
_FATES = (frozenset(FATE_WORDS) - {"live"}) | {"shoot", "trap", "treat", "release"}
_POPULATION = re.compile(r"\b(?:home to|population of|populated by|inhabited by)\s$", re.IGNORECASE)
_UNIT_WORDS = {"percent": "%", "points": "percentage points"}
_DIRECTION = re.compile(
    r"^\W{0,3}(?:\([^)]{0,30}\)\s)?(?:(?:north|south|east|west)[\s-]?){1,3}(?:ern)?\s?of\s(?:the\s)?([\w’'-]+)|"
    r"^(?:\s?\([^)]{0,30}\)|\))?\s(?:away\s)?(?:from|off)\s(?:the\s)?([\w’'-]+)",
    re.IGNORECASE,
)
# What takes lives and what people suffer: "claimed 27 lives", "lost their lives", "suffered injuries".
_TAKES_LIVES = frozenset({"claim", "lose", "take", "cost"})
_SUFFERS = frozenset({"suffer", "sustain"})
_OTHERS = frozenset({"other", "another", "additional", "further", "extra"})
# Verbs that a toll is said to go beyond with.
_GOES_BEYOND = frozenset({"pass", "top", "exceed", "surpass", "cross"})


@dataclass(frozen=True)
class _Unit:
    """A unit after a figure: the characters it takes there, its name, and its worth in the unit of comparison."""

    length: int = 0
    name: str | None = None
    factor: float = 1.0


def find_quantities(
    tree: Tree, words: tuple[Word, ...], numerals: tuple[Numeral, ...], taken: tuple[Span, ...]
) -> tuple[Quantity, ...]:
    """Every figure of a claim that counts or measures something, outside the spans already taken, in text order."""
    blocked = (*taken, *_not_figures(tree.text))
    found = (
        _quantity(tree, words, numeral)
        for numeral in numerals
        if not _is_blocked(words, numeral, taken if numeral.currency else blocked)
    )
    return tuple(quantity for quantity in found if quantity is not None)


def _not_figures(text: str) -> tuple[Span, ...]:
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


def _is_blocked(words: tuple[Word, ...], numeral: Numeral, blocked: tuple[Span, ...]) -> bool:
    span = span_of(words, numeral.first, numeral.last)
    return any(span.overlaps(other) for other in blocked)


def _quantity(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    if numeral.form == "ordinal":
        return _ordinal(tree, words, numeral)
    if _is_in_a_name(tree, words, numeral):
        return None
    for read in (_percent, _money, _magnitude, _temperature, _measure):
        quantity = read(tree, words, numeral)
        if quantity is not None:
            return quantity
    return _count(tree, words, numeral)


# --- kinds -----------------------------------------------------------------------------------------------------------


def _percent(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    rest = _rest(tree, words, numeral)
    points = _POINTS.match(rest) or (_BARE_POINTS.match(rest) if _RATE.search(tree.text) else None)
    percent = points or _PERCENT.match(rest)
    if percent is None and numeral.form != "fraction":
        return None
    factor = 0.01 if points and "basis" in points.group().lower() else 1.0
    unit = _Unit(percent.end() if percent else 0, "points" if points else "percent", factor)
    return _made(tree, words, numeral, QuantityKind.PERCENT, unit)


def _money(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    if numeral.currency is not None:
        return _made(tree, words, numeral, QuantityKind.MONEY, _Unit(0, numeral.currency))
    at = _skip_marks(words, numeral.last)
    if numeral.form == "vague" and _lower(words, at) == "of":
        at += 1  # "millions of dollars"
    at, unit, factor = _currency_at(words, at)
    if unit is None or (words[at].lower in {"pound", "pounds"} and _is_weight(tree, words, at)):
        return None
    length = words[at].end - words[numeral.last - 1].end
    return _made(tree, words, numeral, QuantityKind.MONEY, _Unit(length, unit, factor))


def _currency_at(words: tuple[Word, ...], at: int) -> tuple[int, str | None, float]:
    """The currency that starts at a word ("Hong Kong dollars"): its last word, its name, its worth in that name."""
    for reach in (1, 2):
        whose, noun = _lower(words, at + reach - 1), _lower(words, at + reach)
        name = CURRENCY_OF.get((whose, noun)) or CURRENCY_OF.get((whose, noun.removesuffix("s")))
        if name is not None:
            return at + reach, name, 1.0
    word = _lower(words, at)
    if word in SUBUNITS:
        return (at, *SUBUNITS[word])
    return at, CURRENCY_WORDS.get(word), 1.0


def _is_weight(tree: Tree, words: tuple[Word, ...], at: int) -> bool:
    """Pounds of a thing are a weight, pounds of aid are money."""
    if re.search(r"\bweigh", tree.text, re.IGNORECASE):
        return True
    return _lower(words, at + 1) == "of" and bool(_lower(words, at + 2)) and _lower(words, at + 2) not in MONEY_OF


def _magnitude(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    """Figures of the Richter and moment scales: 0 to 10, "6.1-magnitude", "magnitude of 5.9"."""
    if numeral.form in {"vague", "fraction"}:
        return None
    value = numeral.interval.high or numeral.interval.low
    before = tree.text[max(0, words[numeral.from_word].start - 24) : words[numeral.from_word].start]
    rest = _rest(tree, words, numeral)
    after = _MAGNITUDE_AFTER.match(rest)
    spoken_of = _SPEAKS_OF_MAGNITUDE.search(tree.text) is not None
    sized = value is not None and value != int(value) and _QUAKE_AFTER.match(rest) is not None
    if value is None or value > 10 or not (after or sized or (spoken_of and _MAGNITUDE_BEFORE.search(before))):
        return None
    if rest.lstrip().split(" ")[0].lower() in MEASURES or _PERCENT.match(rest):
        return None
    return _made(tree, words, numeral, QuantityKind.MEASURE, _Unit(after.end() if after else 0, "magnitude"))


def _temperature(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    """ "40°C", "104 degrees Fahrenheit", "minus 12C", "12 degrees below zero": in degrees Celsius.

    Degrees of no named scale are left in their own unit, and only where heat is spoken of: else they are an angle.
    """
    rest = _rest(tree, words, numeral)
    degrees, alone = _DEGREES.match(rest), _SCALE_ALONE.match(rest)
    heat = _HEAT.search(tree.text) is not None
    found = degrees or alone
    if found is None or (degrees is None and alone is not None and alone.group("letter") and not heat):
        return None
    scale = (found.group("scale") or (alone.group("letter") if found is alone and alone else "") or "").lower()[:1]
    if not scale and not heat:
        return None
    length = found.end() - (found.group() != found.group().rstrip())
    below = _BELOW_ZERO.match(rest[length:])
    signed = _signed(words, numeral, below is not None)
    interval = signed.interval
    if scale == "f":
        before = tree.text[max(0, words[numeral.from_word].start - 24) : words[numeral.from_word].start]
        change = _BY.search(before) is not None or _WARMER.match(rest[length:]) is not None
        interval = _shifted(interval, 0.0 if change else -32.0, 5 / 9)
    unit = _Unit(length + (below.end() if below else 0), "°C" if scale else "degrees")
    return _made(tree, words, replace(signed, interval=interval), QuantityKind.MEASURE, unit)


def _signed(words: tuple[Word, ...], numeral: Numeral, below_zero: bool) -> Numeral:
    """The numeral as a negative one, with its sign, where "minus" or "below zero" says so."""
    first = numeral.from_word
    sign = _lower(words, first - 1)
    touches = first > 0 and words[first - 1].end == words[first].start
    minus = sign == "minus" or (sign in _MINUS and touches and not _lower(words, first - 2).isalnum())
    minus = minus or (sign in _MINUS and touches and words[first - 2].end < words[first - 1].start)
    if not minus and not below_zero:
        return numeral
    interval = numeral.interval
    negative = Interval(
        low=None if interval.high is None else -interval.high,
        high=None if interval.low is None else -interval.low,
        low_open=interval.high_open,
        high_open=interval.low_open,
        approximate=interval.approximate,
    )
    return replace(numeral, interval=negative, from_word=first - 1 if minus else first)


def _shifted(interval: Interval, shift: float, factor: float) -> Interval:
    low, high = (None if end is None else (end + shift) * factor for end in (interval.low, interval.high))
    return interval.model_copy(update={"low": low, "high": high})


def _measure(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    at = _skip_marks(words, numeral.last)
    word = _lower(words, at)
    area = word in {"square", "sq"} and at + 1 < len(words)
    if area:
        at, word = at + 1, words[at + 1].lower
    if word in {"pound", "pounds"} and _is_weight(tree, words, at):
        word = "lb"
    if word not in MEASURES:
        return None
    unit, factor = MEASURES[word]
    length = words[at].end - words[numeral.last - 1].end
    if area and unit == "km":
        unit, factor = "sq km", factor * factor
    elif unit == "km" and _lower(words, at + 1) in {"²", "2"} and words[at + 1].start == words[at].end:
        unit, factor, length = "sq km", factor * factor, length + 1
    elif unit == "km" and (hour := _PER_HOUR.match(tree.text[words[at].end : words[at].end + 10])):
        unit, length = "km/h", length + hour.end()
    return _made(tree, words, numeral, QuantityKind.MEASURE, _Unit(length, unit, factor))


def _ordinal(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    """An ordinal on a noun ("the third victim"); adverbs and units of time ("second", "first time") say no rank."""
    span = span_of(words, numeral.first, numeral.last)
    index = tree.top(span)
    if index is None or not (tree.tokens[index].dep in {"amod", "nummod"} or _ranks_a_superlative(tree, index)):
        return None
    head = tree.tokens[tree.tokens[index].head]
    if lemma_of(head) in TIME_UNITS or lemma_of(head) in NO_RANK:
        return None
    return _made(tree, words, numeral, QuantityKind.ORDINAL, _Unit())


def _count(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    index = _figure_token(tree, words, numeral)
    if index is not None and _is_name_number(tree, index):
        return None
    quantity = _made(tree, words, numeral, QuantityKind.COUNT, _Unit())
    lonely_one = numeral.form == "words" and numeral.interval.low == 1 == numeral.interval.high
    if quantity.counted is None and (lonely_one or quantity.event is None):
        return None
    return quantity


def _is_in_a_name(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> bool:
    """ "the Seven Sisters": a number word in capitals inside a sentence, before another capital."""
    first = words[numeral.first]
    if numeral.form != "words" or not tree.text[first.start].isupper() or numeral.first == 0:
        return False
    after = words[numeral.last] if numeral.last < len(words) else None
    before = tree.text[: first.start].rstrip()[-1:]
    return after is not None and tree.text[after.start].isupper() and (before.isalnum() or before == ",")


def _is_name_number(tree: Tree, index: int) -> bool:
    """ "Interstate 75", "Apollo 11": digits right after a proper noun that they belong to."""
    token = tree.tokens[index]
    if index == 0 or not token.text[0].isdecimal():
        return False
    before = tree.tokens[index - 1]
    belongs = token.head == index - 1 or (token.dep in {"nummod", "appos"} and tree.tokens[token.head].pos == "PROPN")
    return before.pos == "PROPN" and belongs and before.end + 1 == token.start


def _made(
    tree: Tree,
    words: tuple[Word, ...],
    numeral: Numeral,
    kind: QuantityKind,
    unit: _Unit,
) -> Quantity:
    """The record of a figure in a unit."""
    start, figure_end = words[numeral.from_word].start, words[numeral.last - 1].end
    span = Span(start=start, end=max(figure_end + unit.length, words[numeral.to_word - 1].end))
    noun = counted_noun(tree, words, numeral, figure_end + unit.length)
    counted, event = _counted_and_event(tree, noun) if noun is not None else _bare(tree, words, numeral)
    if kind is QuantityKind.COUNT and noun is None and event == "die" and _goes_beyond(tree, words, numeral):
        numeral = replace(numeral, interval=bounded(numeral.interval, "over"))
    if counted and not counted.startswith("other ") and _counts_others(words, numeral):
        counted = f"other {counted}"
    if kind is QuantityKind.MEASURE:
        counted = _measured(tree, span, unit.name, counted)
    elif kind is QuantityKind.COUNT and _is_population(tree, start, counted, event):
        counted, event = "resident", "live"
    return Quantity(
        text=span.of(tree.text),
        span=span,
        kind=kind,
        interval=scaled(numeral.interval, unit.factor),
        unit=unit.name,
        counted=counted,
        event=event,
        understood=_understood(numeral, kind, unit, _surface(tree, noun, event)),
    )


def _counts_others(words: tuple[Word, ...], numeral: Numeral) -> bool:
    """ "another 210", "210 more people", "210 others": besides some already told of."""
    return _lower(words, numeral.from_word - 1) in _OTHERS or _lower(words, numeral.to_word) in {*_OTHERS, "more"}


def _goes_beyond(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> bool:
    """ "the death toll has passed 2,000"."""
    index = _figure_token(tree, words, numeral)
    head = None if index is None or tree.tokens[index].dep != "dobj" else tree.tokens[tree.tokens[index].head]
    return head is not None and lemma_of(head) in _GOES_BEYOND


def _is_population(tree: Tree, start: int, counted: str | None, event: str | None) -> bool:
    """How many live somewhere: "home to 120,000 people", "a population of 120,000", "has 120,000 residents"."""
    if _POPULATION.search(tree.text[max(0, start - 20) : start]):
        return True
    return counted == "resident" and event in {None, "be", "have", "live"}


def _surface(tree: Tree, noun: int | None, event: str | None) -> str:
    """How a reader would name what is counted: by its fate where it has one, else by the claim's own noun."""
    if event in FATE_WORDS:
        return FATE_WORDS[event]
    return tree.tokens[noun].text if noun is not None and tree.tokens[noun].pos == "NOUN" else ""


def _understood(numeral: Numeral, kind: QuantityKind, unit: _Unit, surface: str) -> str:
    interval = scaled(numeral.interval, unit.factor)
    if kind is QuantityKind.MEASURE and unit.name == "magnitude":
        return f"magnitude {plain_interval(interval)}"
    if kind is QuantityKind.MEASURE:
        return plain_measure(interval, unit.name or "")
    figure = plain_interval(interval, _UNIT_WORDS.get(unit.name or "", unit.name or ""))
    if kind is QuantityKind.ORDINAL:
        return f"number {figure}"
    return f"{figure} {surface}".strip() if kind is QuantityKind.COUNT else figure


def _measured(tree: Tree, span: Span, unit: str | None, counted: str | None) -> str | None:
    """What a measure is of: a landmark that a distance is taken from, else the noun, never the unit itself."""
    if unit == "magnitude":
        return "magnitude"
    direction = _DIRECTION.match(tree.text[span.end : span.end + 80]) if unit == "km" else None
    if direction is not None:
        return f"from {(direction.group(1) or direction.group(2)).lower()}"
    if unit in {"°C", "degrees"}:
        return "temperature"
    names_a_unit = counted is None or counted in MEASURES or "km" in counted or counted in {"pound", "pounds"}
    return None if names_a_unit else counted


def _rest(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> str:
    end = words[numeral.last - 1].end
    return tree.text[end : end + 24]


def _lower(words: tuple[Word, ...], index: int) -> str:
    return words[index].lower if 0 <= index < len(words) else ""


def _skip_marks(words: tuple[Word, ...], index: int) -> int:
    return index + 1 if index < len(words) and words[index].lower in {"-", "‐", "‑"} else index


# --- what is counted -------------------------------------------------------------------------------------------------


def _figure_token(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> int | None:
    """The token that stands for the figure: the one that hangs on a noun after it, else the last."""
    inside = tree.within(span_of(words, numeral.first, numeral.last))
    on_noun = (i for i in inside if tree.tokens[i].head > inside[-1] and tree.tokens[i].dep == "nummod")
    return next(on_noun, inside[-1] if inside else None)


def counted_noun(tree: Tree, words: tuple[Word, ...], numeral: Numeral, after: int) -> int | None:
    """The noun that a figure counts: its governor, what follows "of", or what the unit is a measure of."""
    index = _figure_token(tree, words, numeral)
    if index is None:
        return None
    for at in (index, *tree.within(Span(start=max(0, after - 1), end=after))):
        partitive = _partitive(tree, at)
        if partitive is not None and not _names_unit(tree, partitive):
            return partitive
    head = tree.tokens[index].head
    while tree.tokens[head].dep in {"nummod", "quantmod", "compound"} and tree.tokens[head].pos in {"NUM", "SYM"}:
        head = tree.tokens[head].head
    ranks = _ranks_a_superlative(tree, index)
    head = tree.tokens[head].head if ranks else head
    token = tree.tokens[head]
    counts = ranks or tree.tokens[index].dep in {"nummod", "compound", "amod", "quantmod", "det", "predet"}
    counted = token.pos in {"NOUN", "PROPN"} or (token.pos == "ADJ" and lemma_of(token) in STATE_NOUNS)
    if not (counts and counted and token.end > words[numeral.first].start):
        return None
    described = _over_units(tree, head)
    return None if _names_unit(tree, described) else described


def _ranks_a_superlative(tree: Tree, index: int) -> bool:
    """ "the second-largest city"."""
    return tree.tokens[index].dep == "advmod" and tree.tokens[tree.tokens[index].head].tag == "JJS"


def _names_unit(tree: Tree, index: int) -> bool:
    """ "5 million pounds", "8.4 %": the noun is the unit, what is measured stands elsewhere."""
    token = tree.tokens[index]
    word, lemma = token.text.lower(), lemma_of(token)
    return word in CURRENCY_WORDS or word in SUBUNITS or lemma in {"percent", "%", "point", "cent", "penny", "dollar"}


def _partitive(tree: Tree, index: int) -> int | None:
    """ "dozens of villages", "20 of the passengers"."""
    for prep in tree.children(index, "prep"):
        if tree.tokens[prep].text.lower() == "of":
            return next(iter(tree.children(prep, "pobj")), None)
    return None


def _over_units(tree: Tree, head: int) -> int:
    """From a unit ("a 6.1-magnitude quake", "60 per cent") to the noun that it describes, where there is one."""
    token = tree.tokens[head]
    word = token.text.lower()
    is_unit = lemma_of(token) in {"magnitude", "percent", "%"} or word in CURRENCY_WORDS or word in MEASURES
    if is_unit and token.dep in {"compound", "amod", "nmod"}:
        return token.head
    return head


def _counted_and_event(tree: Tree, noun: int) -> tuple[str | None, str | None]:
    lemma = lemma_of(tree.tokens[noun])
    if STATE_NOUNS.get(lemma):
        return "person", STATE_NOUNS[lemma]
    counted = COUNTED_SYNONYMS.get(lemma, lemma)
    beside = (tree.tokens[i].text.lower() for i in tree.children(noun) if i < noun)
    if any(word in {*_OTHERS, "more"} for word in beside):
        counted = f"other {counted}"
    return counted, _event_of(tree, noun)


def _event_of(tree: Tree, noun: int) -> str | None:
    """What happens to the counted things; a deed ("two gunmen killed") is kept apart from its victims' fate."""
    for child in tree.children(noun, "acl", "amod", "relcl"):
        token = tree.tokens[child]
        state = STATE_NOUNS.get(token.text.lower())
        if token.tag == "VBN" or state:
            return state or event_class(lemma_of(token))
    token = tree.tokens[noun]
    for above in tree.ancestors(noun):
        verb = tree.tokens[above]
        if STATE_NOUNS.get(verb.text.lower()):
            return STATE_NOUNS[verb.text.lower()]
        if verb.pos in {"VERB", "AUX"}:
            return _role_in(tree, above, token)
        if verb.dep in {"conj", "appos"} or verb.pos in {"ADP", "NUM"}:
            token = verb if verb.pos != "ADP" else token
    return None


def _role_in(tree: Tree, verb: int, noun: Token) -> str:
    lemma = lemma_of(tree.tokens[verb])
    states = (STATE_NOUNS.get(tree.tokens[i].text.lower()) for i in tree.children(verb, "acomp", "oprd", "advmod"))
    if state := next(filter(None, states), None):
        return state
    if fate := _told_by_object(tree, verb):
        return fate
    joined = (verb, *tree.children(verb, "conj"))  # "were found and confiscated"
    event = verb_event(tree, next((i for i in joined if lemma_of(tree.tokens[i]) in EVENT_CLASSES), verb))
    acts = noun.dep == "nsubj" and lemma in {"kill", "wound", "injure", "arrest", "hurt", "rescue", "shoot", "attack"}
    return f"{event} others" if acts else event


def _told_by_object(tree: Tree, verb: int) -> str | None:
    """ "claimed 27 lives", "lost their lives", "suffered injuries": the fate that verb and object tell together."""
    lemma = lemma_of(tree.tokens[verb])
    objects = {lemma_of(tree.tokens[i]) for i in tree.children(verb, "dobj", "nsubjpass")}
    if lemma in _TAKES_LIVES and objects & {"life", "lives"}:
        return "die"
    if lemma in _SUFFERS and objects & {"injury", "wound", "burn"}:
        return "injure"
    return None


def _bare(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> tuple[str | None, str | None]:
    """A figure without a noun: "the death toll rose to 27", "27 were killed", "the fire killed seven"."""
    index = _figure_token(tree, words, numeral)
    if index is None:
        return None, None
    if (named := _said_of_noun(tree, index)) is not None:
        return named
    for child in tree.children(index, "acl", "amod"):
        if (fate := event_class(lemma_of(tree.tokens[child]))) in _FATES:
            return "person", fate  # "of the 80 injured"
    for verb in tree.ancestors(index):
        fate = event_class(lemma_of(tree.tokens[verb]))
        if fate in _FATES and index in tree.children(verb, "dobj"):
            return "person", fate  # "killing 27"
        tolls = (_state_of(tree, i) for i in tree.children(verb, "dobj", "nsubjpass"))
        if tree.tokens[verb].pos == "VERB" and (state := next(filter(None, tolls), None)):
            return "person", state  # "put the death toll at 27"
        subject = next(iter(tree.children(verb, "nsubj", "nsubjpass")), None)
        if tree.tokens[verb].pos in {"VERB", "AUX"} and subject is not None:
            return _by_verb(tree, index, (verb, subject))
    return None, None


def _said_of_noun(tree: Tree, index: int) -> tuple[str | None, str | None] | None:
    """A figure behind its noun: "a death toll of 27", "a crowd of 41,000"."""
    prep = tree.tokens[index].head
    if tree.tokens[index].dep != "pobj" or tree.tokens[prep].text.lower() not in {"of", "at"}:
        return None
    noun = tree.tokens[prep].head
    if state := _state_of(tree, noun):
        return "person", state
    lemma = lemma_of(tree.tokens[noun])
    return (COUNTED_SYNONYMS.get(lemma, lemma), _event_of(tree, noun)) if lemma in GATHERINGS else None


def _state_of(tree: Tree, noun: int) -> str | None:
    """The fate that a toll counts: "the death toll", "the number of people killed", "the casualty count"."""
    lemma = lemma_of(tree.tokens[noun])
    if STATE_NOUNS.get(lemma):
        return STATE_NOUNS[lemma]
    if lemma not in TALLIES:
        return None
    for below in tree.subtree(noun):
        token = tree.tokens[below]
        state = STATE_NOUNS.get(token.text.lower()) or STATE_NOUNS.get(lemma_of(token))
        if state or event_class(lemma_of(token)) in FATE_WORDS:
            return state or event_class(lemma_of(token))
    return None


def _by_verb(tree: Tree, index: int, clause: tuple[int, int]) -> tuple[str | None, str | None]:
    """What a bare figure counts, from the verb above it and that verb's subject."""
    verb, subject = clause
    if state := _state_of(tree, subject):
        return "person", state
    fate, is_subject = event_class(lemma_of(tree.tokens[verb])), index in tree.subtree(subject)
    if fate in _FATES and (is_subject or tree.tokens[index].dep == "dobj"):
        return "person", fate
    if is_subject:
        return None, None
    moved = _moved_object(tree, index, verb)
    return _noun_word(tree, subject if moved is None else moved), lemma_of(tree.tokens[verb])


def _moved_object(tree: Tree, index: int, verb: int) -> int | None:
    """What a verb moves by or to a figure: "raised its rate by 0.25 points" tells of the rate, not of who raised it."""
    for prep in tree.children(verb, "prep"):
        if index in tree.subtree(prep) and tree.tokens[prep].text.lower() in {"by", "to", "at", "from"}:
            return next(iter(tree.children(verb, "dobj")), None)
    return None


def _noun_word(tree: Tree, index: int) -> str | None:
    """The word for what a subject names; a lone capital that opens the claim ("Turnout") is no name."""
    token = tree.tokens[index]
    opens = index == 0 and not token.entity and not tree.children(index, "compound")
    if token.pos == "PROPN" and token.text.lower() in RATES:
        return token.text.lower()
    if token.pos != "NOUN" and not (token.pos == "PROPN" and opens):
        return None
    return COUNTED_SYNONYMS.get(lemma_of(token), lemma_of(token))


def counts_people(counted: str | None) -> bool:
    """Whether the counted word is a general one for people."""
    return counted == "person" or counted in GENERIC_PEOPLE
