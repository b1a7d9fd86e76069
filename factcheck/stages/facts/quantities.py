"""Figures that count or measure; years, ages, ids, scores, phone and version numbers, times, addresses do not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from factcheck.schema import Quantity, QuantityKind, Span
from factcheck.stages.facts.counted import (
    OTHERS,
    bare_figure,
    counted_and_event,
    counted_noun,
    figure_token,
    ranks_a_superlative,
)
from factcheck.stages.facts.lexicon import (
    CURRENCY_OF,
    CURRENCY_WORDS,
    FATE_WORDS,
    MEASURES,
    MONEY_OF,
    NO_RANK,
    SUBUNITS,
    TIME_UNITS,
)
from factcheck.stages.facts.not_figures import find_not_figures
from factcheck.stages.facts.numerals import Numeral, Word, bounded, scaled, span_of
from factcheck.stages.facts.plain import plain_interval, plain_measure
from factcheck.stages.facts.syntax import Tree, lemma_of, noun_of
from factcheck.stages.facts.temperatures import read_temperature

_MAGNITUDE_BEFORE = re.compile(
    r"\b(?:magnitude|measuring|measured|registered|registering|estimated)(?:\s(?:of|at|was|is))?[\s-]$", re.IGNORECASE
)
_MAGNITUDE_AFTER = re.compile(r"^(?:[\s-]magnitude|\son\sthe\s(?:open-ended\s)?richter)", re.IGNORECASE)
_QUAKE_AFTER = re.compile(r"^[\s-](?:\w+\s)?(?:(?:earth)?quake|tremor|temblor|aftershock)", re.IGNORECASE)
_SPEAKS_OF_MAGNITUDE = re.compile(r"magnitude|richter|quake|tremor|temblor|aftershock", re.IGNORECASE)
_PER_HOUR = re.compile(r"^\s(?:an|per)\shour|^\s?/\s?h", re.IGNORECASE)
_POINTS = re.compile(r"^[\s-]?(?P<what>percentage|basis)[\s-]points?", re.IGNORECASE)
# "raised its rate by 0.25 points": a bare point is one of per cent where a rate or share is spoken of.
_BARE_POINTS = re.compile(r"^[\s-]?points?\b", re.IGNORECASE)
_RATE = re.compile(r"\b(?:rates?|inflation|unemployment|turnout|polls?|polling|support|share|lead)\b", re.IGNORECASE)
_PERCENT = re.compile(r"^\s?(?:%|percent\b|per\scent\b|pct\b|pc\b)|^-percent\b|^-per-cent\b", re.IGNORECASE)
_POPULATION = re.compile(r"\b(?:home to|population of|populated by|inhabited by)\s$", re.IGNORECASE)
_UNIT_WORDS = {"percent": "%", "points": "percentage points"}
_DIRECTION = re.compile(
    r"^\W{0,3}(?:\([^)]{0,30}\)\s)?(?:(?:north|south|east|west)[\s-]?){1,3}(?:ern)?\s?of\s(?:(?:the|an?|his|her|their|its)\s)?([\w’'-]+)|"
    r"^(?:\s?\([^)]{0,30}\)|\))?\s(?:away\s)?(?:from|off)\s(?:(?:the|an?|his|her|their|its)\s)?([\w’'-]+)",
    re.IGNORECASE,
)
_AWAY = re.compile(r"^\s(?:away|off)\b", re.IGNORECASE)
# What is bought or sold has a price, whoever the claim speaks of.
_TRADES = frozenset({"acquire", "sell"})
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
    blocked = (*taken, *find_not_figures(tree.text))
    found = (
        _quantity(tree, words, numeral)
        for numeral in numerals
        if not _is_blocked(words, numeral, taken if numeral.currency else blocked)
    )
    return tuple(quantity for quantity in found if quantity is not None)


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
    read = read_temperature(tree.text, words, numeral)
    if read is None:
        return None
    in_celsius, length, name = read
    return _made(tree, words, in_celsius, QuantityKind.MEASURE, _Unit(length, name))


def _measure(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    at = _skip_marks(words, numeral.last)
    word = _lower(words, at)
    area = word in {"square", "sq"} and at + 1 < len(words)
    if area:
        at = _skip_marks(words, at + 1)
        word = _lower(words, at)
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
    if index is None or not (tree.tokens[index].dep in {"amod", "nummod"} or ranks_a_superlative(tree, index)):
        return None
    head = tree.tokens[tree.tokens[index].head]
    if lemma_of(head) in TIME_UNITS or lemma_of(head) in NO_RANK:
        return None
    return _made(tree, words, numeral, QuantityKind.ORDINAL, _Unit())


def _count(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    index = figure_token(tree, words, numeral)
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
    counted, event = counted_and_event(tree, noun) if noun is not None else bare_figure(tree, words, numeral)
    if kind is QuantityKind.COUNT and noun is None and event == "die" and _goes_beyond(tree, words, numeral):
        numeral = replace(numeral, interval=bounded(numeral.interval, "over"))
    if counted and not counted.startswith("other ") and _counts_others(words, numeral):
        counted = f"other {counted}"
    if kind is QuantityKind.MONEY and event in _TRADES and _lower(words, numeral.from_word - 1) in {"for", "at"}:
        counted = "price"
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
    return _lower(words, numeral.from_word - 1) in OTHERS or _lower(words, numeral.to_word) in {*OTHERS, "more"}


def _goes_beyond(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> bool:
    """ "the death toll has passed 2,000"."""
    index = figure_token(tree, words, numeral)
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
    return noun_of(tree, noun)[1] if noun is not None and tree.tokens[noun].pos == "NOUN" else ""


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
    if unit == "km" and _AWAY.match(tree.text[span.end : span.end + 8]):
        return "from here"
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
