"""A small grammar of English figures: digits and words, vague ones, fractions, ranges, and the bounds put on them.

It scans the words of a text from left to right once; nothing backtracks, so hostile text costs linear time.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from factcheck.schema import Interval, Span
from factcheck.stages.facts.lexicon import (
    AFTER_SHARE,
    BOUNDS,
    BOUNDS_AFTER,
    COLLECTIVES,
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    DENOMINATORS,
    DOLLAR_PREFIXES,
    MEASURES,
    METRES_OF,
    MONTHS,
    ORDINALS,
    SCALE_SUFFIXES,
    SCALES,
    TENS,
    TIME_UNITS,
    UNITS,
    VAGUE_FEW,
    VAGUE_PLURALS,
    WORDS_AFTER_SCORES,
    WORDS_BEFORE_SCORES,
    WORDS_BEFORE_SHARE,
)

# How far below "nearly 3" or above "just over 3" a value may lie and still be called so.
NEAR_SHARE = 0.15

_WORD = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)|\d{1,3}\s\d{3}(?![\d.,]\d|\d)|"
    r"\d+(?:\.\d+)?|[¼½¾⅓⅔]|[^\W\d_¼½¾⅓⅔]+|[^\s\w]|_"
)
_GROUPING = re.compile(r"[,\s]")
_LONGEST_BOUND = 4
_DASHES = frozenset("-–—‐‑")
# What "three in four" is out of: round numbers, so that "killed two in 13 raids" is no share.
_SHARED_AMONG = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000})
_POINTS = frozenset({"point", "percentage"})
# After "a mile", what tells a distance from a saying ("go a mile for him").
_BEHIND_A_DISTANCE = frozenset(
    [
        "inland",
        "away",
        "from",
        "off",
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    ]
)
_PLURALS = frozenset({"people", "children", "women", "men"})


@dataclass(frozen=True)
class Word:
    """A word, a number in digits or a mark, with its place in the text."""

    lower: str
    start: int
    end: int

    @property
    def is_digits(self) -> bool:
        """Whether the word is a number in digits."""
        return self.lower[0].isdecimal()

    @property
    def value(self) -> float:
        """The number in digits, without the marks that group them."""
        return float(_GROUPING.sub("", self.lower))


@dataclass(frozen=True)
class Numeral:
    """A figure before its unit is known: words `first` to `last` (exclusive), with its bounds `from_word` to `to_word`.

    `form` is digits, words, vague, fraction or ordinal; a fraction is given in per cent.
    """

    first: int
    last: int
    from_word: int
    to_word: int
    interval: Interval
    form: str
    bound: str | None = None
    currency: str | None = None


def split_words(text: str) -> tuple[Word, ...]:
    """The words, numbers and marks of a text, in order."""
    words: list[Word] = []
    for match in _WORD.finditer(text):
        word = Word(match.group().lower(), match.start(), match.end())
        if " " in word.lower and words and _ends_a_name(text, words):
            at = word.lower.index(" ")
            words.append(Word(word.lower[:at], word.start, word.start + at))
            word = Word(word.lower[at + 1 :], word.start + at + 1, word.end)
        words.append(word)
    return tuple(words)


def _ends_a_name(text: str, words: list[Word]) -> bool:
    """Whether digits after these words belong to them: "on 12 May 300 people" is no "12 300"."""
    last = words[-1]
    return last.lower in MONTHS or last.lower == "." or (len(words) > 1 and text[last.start].isupper())


def find_numerals(words: tuple[Word, ...]) -> tuple[Numeral, ...]:
    """Every figure of a text with the bounds put on it, left to right, without overlaps."""
    found: list[Numeral] = []
    index = 0
    while index < len(words):
        numeral = _numeral_at(words, index)
        if numeral is None:
            index += 1
            continue
        floor = found[-1].to_word if found else 0
        found.append(_with_bound(words, _with_currency(words, numeral, floor), floor))
        index = max(found[-1].to_word, index + 1)
    return tuple(found)


def span_of(words: tuple[Word, ...], first: int, last: int) -> Span:
    """The characters from word `first` to word `last` (exclusive)."""
    return Span(start=words[first].start, end=words[last - 1].end)


# --- what stands at a word -------------------------------------------------------------------------------------------


def _numeral_at(words: tuple[Word, ...], index: int) -> Numeral | None:
    for read in (_proportion, _part_of_a_unit, _fraction, _ordinal, _vague, _range, _cardinal_numeral, _length_of_one):
        numeral = read(words, index)
        if numeral is not None:
            return numeral
    return None


def _make(first: int, last: int, low: float, high: float | None, form: str) -> Numeral:
    approximate = form == "vague"
    interval = Interval(low=low, high=high, approximate=approximate)
    return Numeral(first, last, first, last, interval, form)


def _lower(words: tuple[Word, ...], index: int) -> str:
    return words[index].lower if 0 <= index < len(words) else ""


def _after_dash(words: tuple[Word, ...], index: int) -> int:
    return index + 1 if _lower(words, index) in _DASHES else index


def _cardinal_numeral(words: tuple[Word, ...], index: int) -> Numeral | None:
    read = cardinal(words, index)
    if read is None:
        return None
    value, last = read
    return _make(index, last, value, value, "digits" if words[index].is_digits else "words")


def cardinal(words: tuple[Word, ...], index: int) -> tuple[float, int] | None:
    """The number that starts at a word and the index after it: "1.5 million", "twenty-five", "half a million"."""
    if _lower(words, index) == "half":
        return _half(words, index)
    if words[index].is_digits:
        return _digits(words, index)
    if _lower(words, index) in {"a", "an"}:
        one = _scaled(words, index + 1, 1.0)
        return _and_a_half(words, one[1], one[0]) if one is not None else None
    return _spelled(words, index)


def _length_of_one(words: tuple[Word, ...], index: int) -> Numeral | None:
    """ "a mile away", "a mile and a half": one unit of length, where the words around it measure a distance."""
    if _lower(words, index) not in {"a", "an"} or not _is_length(words, index + 1):
        return None
    _, last = _and_a_half(words, index + 2, 1.0)
    if last > index + 2:
        half_more = _make(index, index + 1, 1.5, 1.5, "words")
        return replace(half_more, to_word=last)
    return _make(index, index + 1, 1.0, 1.0, "words") if _lower(words, index + 2) in _BEHIND_A_DISTANCE else None


def _is_length(words: tuple[Word, ...], index: int) -> bool:
    """Whether a unit of length stands there, spelled out."""
    word = _lower(words, index)
    return len(word) > len("km") and MEASURES.get(word, ("", 0.0))[0] == "km"


def _digits(words: tuple[Word, ...], index: int) -> tuple[float, int]:
    value = words[index].value
    if _lower(words, index + 1) in {*"¼½¾⅓⅔"}:
        value, index = value + unicodedata.numeric(words[index + 1].lower), index + 1
    suffix = _lower(words, index + 1)
    if suffix in SCALE_SUFFIXES and words[index + 1].start == words[index].end:
        return value * SCALE_SUFFIXES[suffix], index + 2
    if _money_suffix(words, index) or _millions_suffix(words, index):
        return value * {"m": 1e6, "b": 1e9}[suffix], index + 2
    scaled = _scaled(words, _after_dash(words, index + 1), value)
    return scaled if scaled is not None else (value, index + 1)


def _money_suffix(words: tuple[Word, ...], index: int) -> bool:
    touches = index + 1 < len(words) and words[index + 1].start == words[index].end
    return touches and _lower(words, index + 1) in {"m", "b"} and _lower(words, index - 1) in CURRENCY_SIGNS


def _millions_suffix(words: tuple[Word, ...], index: int) -> bool:
    """ "2.5m people", "3m euros" are millions, "10m high", "10m waves" metres."""
    touches = index + 1 < len(words) and words[index + 1].start == words[index].end
    after = _lower(words, index + 2)
    plural = after in _PLURALS or (after.endswith("s") and len(after) > 3 and not after.endswith("ss"))
    return (
        touches
        and _lower(words, index + 1) == "m"
        and (after in CURRENCY_WORDS or (plural and after not in METRES_OF and after != "across"))
    )


def _scaled(words: tuple[Word, ...], index: int, value: float) -> tuple[float, int] | None:
    """`value` times the scale words that follow; None where there are none."""
    start = index
    while _lower(words, index) in SCALES:
        value *= SCALES[_lower(words, index)]
        index += 1
    return (value, index) if index > start else None


def _half(words: tuple[Word, ...], index: int) -> tuple[float, int] | None:
    nxt = _after_dash(words, index + 1)
    if _lower(words, nxt) in {"a", "an"}:
        nxt += 1
    return (0.5, nxt) if _is_length(words, nxt) else _scaled(words, nxt, 0.5)


def _spelled(words: tuple[Word, ...], index: int) -> tuple[float, int] | None:
    total, current, start = 0.0, 0.0, index
    while (step := _spelled_step(words, index)) is not None:
        value, index = step
        if value >= 1e3:
            total, current = total + max(current, 1.0) * value, 0.0
        elif value in (100.0, -12.0):
            current = max(current, 1.0) * abs(value)
        else:
            current += value
        index = _over_and(words, index)
    if index == start or not (_lower(words, start) in UNITS or _lower(words, start) in TENS):
        return None
    return _and_a_half(words, index, total + current)


def _spelled_step(words: tuple[Word, ...], index: int) -> tuple[float, int] | None:
    """One number word: its value (a dozen is -12, which multiplies) and the index after it."""
    word = _lower(words, index)
    if word in TENS:
        unit = _after_dash(words, index + 1)
        if 0 < UNITS.get(_lower(words, unit), 0) < 10:
            return float(TENS[word] + UNITS[_lower(words, unit)]), unit + 1
        return float(TENS[word]), index + 1
    if word in UNITS:
        nxt = _after_dash(words, index + 1)
        return float(UNITS[word]), nxt if _lower(words, nxt) in SCALES else index + 1
    if word in SCALES:
        return (-12.0 if word == "dozen" else SCALES[word]), index + 1
    return None


def _over_and(words: tuple[Word, ...], index: int) -> int:
    """Step over the "and" of "one hundred and twenty", and only that one."""
    inside = _lower(words, index) == "and" and _lower(words, index - 1) in {"hundred", "thousand", "million"}
    number_follows = _lower(words, index + 1) in UNITS or _lower(words, index + 1) in TENS
    return index + 1 if inside and number_follows else index


def _and_a_half(words: tuple[Word, ...], index: int, value: float) -> tuple[float, int]:
    """ "two and a half million", "a million and a half", "two-and-a-half-hour"."""
    at = index
    tail: list[str] = []
    while len(tail) < 3 and at < len(words):
        at = _after_dash(words, at)
        tail.append(_lower(words, at))
        at += 1
    if tail != ["and", "a", "half"]:
        return value, index
    scaled = _scaled(words, _after_dash(words, at), value + 0.5)
    return scaled if scaled is not None else (value + 0.5 * SCALES.get(_lower(words, index - 1), 1.0), at)


def _proportion(words: tuple[Word, ...], index: int) -> Numeral | None:
    """ "three in four", "one-in-five", "nine out of 10": per cent."""
    part = cardinal(words, index)
    if part is None:
        return None
    value, at = part
    at = _after_dash(words, at)
    if _lower(words, at) == "out" and _lower(words, at + 1) == "of":
        at += 1
    elif _lower(words, at) != "in":
        return None
    at = _after_dash(words, at + 1)
    if _lower(words, at) == "every":
        at += 1
    whole = cardinal(words, at) if at < len(words) else None
    if whole is None or whole[0] not in _SHARED_AMONG or not 0 < value < whole[0]:
        return None
    follows = _lower(words, _after_dash(words, whole[1]))
    if follows in TIME_UNITS or follows in MONTHS or follows in MEASURES or follows == "%":
        return None
    share = 100.0 * value / whole[0]
    return _make(index, whole[1], share, share, "fraction")


def _fraction(words: tuple[Word, ...], index: int) -> Numeral | None:
    """ "two-thirds", "a third of", "half of", "half the": per cent."""
    word = _lower(words, index)
    if word == "half" and (half := _of_one(words, index + 1, 0.5)) is not None:
        return _make(index, half[1], half[0], half[0], "words")
    if word == "half" and _lower(words, index + 1) in {"of", "the", "its", "their", "all"}:
        return _make(index, index + 1, 50.0, 50.0, "fraction")
    share = _after_dash(words, index + 1)
    denominator = DENOMINATORS.get(_lower(words, share))
    if denominator is None or not (word in {"a", "one"} or 1 < UNITS.get(word, 0) < denominator):
        return None
    plural = _lower(words, share).endswith("s")
    singular_share = word in {"a", "one"} and (
        share > index + 1 or _lower(words, share + 1) == "of" or _is_share_alone(words, index, share)
    )
    if not (plural and word not in {"a", "one"}) and not singular_share:
        return None
    value = max(UNITS.get(word, 1), 1) / denominator
    if (scaled := _of_one(words, share + 1, value)) is not None:
        return _make(index, scaled[1], scaled[0], scaled[0], "words")
    return _make(index, share + 1, 100.0 * value, 100.0 * value, "fraction")


def _part_of_a_unit(words: tuple[Word, ...], index: int) -> Numeral | None:
    """ "a quarter mile", "three-quarter-mile", "a half point": a part of one mile, of one point."""
    share = _after_dash(words, index + 1)
    behind = _after_dash(words, share + 1)
    parts = 1 if _lower(words, index) in {"a", "one"} else UNITS.get(_lower(words, index), 0)
    denominator = DENOMINATORS.get(_lower(words, share), 0)
    of_a_unit = _is_length(words, behind) or _lower(words, behind) in _POINTS
    is_rank = _lower(words, share) in ORDINALS  # "a third point" is one more
    if is_rank or not (of_a_unit and 0 < parts < denominator):
        return None
    return _make(index, behind, parts / denominator, parts / denominator, "words")


def _of_one(words: tuple[Word, ...], index: int, value: float) -> tuple[float, int] | None:
    """A share of one million, mile or point: "a quarter of a million", "half a percentage point"."""
    at = index + 1 if _lower(words, index) == "of" else index
    if _lower(words, at) not in {"a", "an", "one"}:
        return None
    if at > index and _is_length(words, at + 1):
        return value, at + 1
    if _lower(words, at + 1) in {"percentage", "point", "percent"}:
        return value, at + 1
    if _lower(words, at + 1) == "per" and _lower(words, at + 2) == "cent":
        return value, at + 1
    return _scaled(words, at + 1, value) if at > index else None


def _is_share_alone(words: tuple[Word, ...], index: int, share: int) -> bool:
    """ "fell by a fifth", "grew almost a third": no noun follows that the ordinal could rank."""
    follows = _lower(words, share + 1)
    ends = not follows or follows in AFTER_SHARE or not follows[0].isalnum()
    return ends and _lower(words, index - 1) in WORDS_BEFORE_SHARE


def _ordinal(words: tuple[Word, ...], index: int) -> Numeral | None:
    word = _lower(words, index)
    if word in ORDINALS:
        return _make(index, index + 1, ORDINALS[word], ORDINALS[word], "ordinal")
    follows = index + 1 < len(words) and words[index + 1].start == words[index].end
    if word[:1].isdecimal() and follows and _lower(words, index + 1) in {"st", "nd", "rd", "th"}:
        value = words[index].value
        return _make(index, index + 2, value, value, "ordinal")
    tail = _after_dash(words, index + 1)
    if word in TENS and tail > index + 1 and ORDINALS.get(_lower(words, tail), 99) < 10:
        value = float(TENS[word] + ORDINALS[_lower(words, tail)])
        return _make(index, tail + 1, value, value, "ordinal")
    return None


# --- vague figures and ranges ----------------------------------------------------------------------------------------


def _vague(words: tuple[Word, ...], index: int) -> Numeral | None:
    return _tens_of(words, index) or _plural(words, index) or _few(words, index) or _collective(words, index)


def _collective(words: tuple[Word, ...], index: int) -> Numeral | None:
    """ "a pair of hikers"."""
    value = COLLECTIVES.get(_lower(words, index + 1))
    if value is None or _lower(words, index) not in {"a", "the"} or _lower(words, index + 2) != "of":
        return None
    return _make(index, index + 2, value, value, "words")


def _tens_of(words: tuple[Word, ...], index: int) -> Numeral | None:
    factor = {"tens": 10.0, "hundreds": 100.0, "dozens": 12.0}.get(_lower(words, index))
    scale = {"thousands": 1e3, "millions": 1e6, "billions": 1e9}.get(_lower(words, index + 2))
    if factor is None or scale is None or _lower(words, index + 1) != "of":
        return None
    return _make(index, index + 3, 2 * factor * scale, 20 * factor * scale, "vague")


def _plural(words: tuple[Word, ...], index: int) -> Numeral | None:
    word = _lower(words, index)
    if word == "scores" and _is_twenties(words, index):
        return _make(index, index + 1, 40, 200, "vague")
    if word in VAGUE_PLURALS:
        low, high = VAGUE_PLURALS[word]
        return _make(index, index + 1, low, high, "vague")
    return None


def _is_twenties(words: tuple[Word, ...], index: int) -> bool:
    """ "scores of people", "killing scores": not what a player scores, nor the results of a test."""
    if _lower(words, index + 1) == "of":
        return True
    before = _lower(words, index - 1)
    return (not before or before in WORDS_BEFORE_SCORES) and _lower(words, index + 1) in WORDS_AFTER_SCORES


def _few(words: tuple[Word, ...], index: int) -> Numeral | None:
    """ "several hundred", "a few", "a couple of": an article belongs to the figure where it must stand."""
    start = index + 1 if _lower(words, index) == "a" else index
    word = _lower(words, start)
    if word not in VAGUE_FEW or (word != "several" and start == index):
        return None
    low, high = VAGUE_FEW[word]
    last = start + 1
    if word == "couple" and _lower(words, last) == "of" and _lower(words, last + 1) in SCALES:
        last += 1
    if _lower(words, last) in SCALES:
        scale = SCALES[_lower(words, last)]
        return _make(index, last + 1, low * scale, high * scale, "vague")
    return _make(index, last, low, high, "vague")


def _range(words: tuple[Word, ...], index: int) -> Numeral | None:
    """ "10 to 15 million", "10-20", "between 10 and 20"; "from 10 to 20" is a change, not a range."""
    first = cardinal(words, index)
    if first is None or _is_change(words, index):
        return None
    low, after = first
    after, unit = _repeated_unit(words, after)
    joiner = _lower(words, after)
    if joiner not in _DASHES and joiner not in {"to", "or"} and not _between(words, index, joiner):
        return None
    upper = _after_currency(words, after + 1)
    second = cardinal(words, upper) if upper < len(words) else None
    if second is None:
        return None
    high, last = second
    if unit and _repeated_unit(words, last)[1] != unit:
        return None
    low = _shared_scale(words, low, high, (upper, last))
    if not low < high:
        return None
    return _make(index, last, low, high, "digits" if words[index].is_digits else "words")


def _is_change(words: tuple[Word, ...], index: int) -> bool:
    """ "rose from 10 to 20" is a change, "anywhere from 10 to 20" a range."""
    before = index - 2 if _lower(words, index - 1) in CURRENCY_SIGNS else index - 1
    return _lower(words, before) == "from" and _lower(words, before - 1) not in {
        "anywhere", "anything", "ranging", "ranged", "ranges", "range",
    }  # fmt: skip


def _repeated_unit(words: tuple[Word, ...], index: int) -> tuple[int, str]:
    """The unit at a word and the index after it: in "5% to 7%" it stands twice."""
    word = _lower(words, index)
    if word == "per" and _lower(words, index + 1) == "cent":
        return index + 2, "%"
    if word in {"%", "percent", "pc"}:
        return index + 1, "%"
    return (index + 1, MEASURES[word][0] + word[:1]) if word in MEASURES else (index, "")


def _between(words: tuple[Word, ...], index: int, joiner: str) -> bool:
    before = index - 1 if _lower(words, index - 1) not in CURRENCY_SIGNS else index - 2
    return joiner == "and" and _lower(words, before) == "between"


def _after_currency(words: tuple[Word, ...], index: int) -> int:
    return index + 1 if _lower(words, index) in CURRENCY_SIGNS else index


def _shared_scale(words: tuple[Word, ...], low: float, high: float, upper: tuple[int, int]) -> float:
    """In "10 to 15 million" the lower figure shares the scale of the upper one."""
    first, last = upper
    if last - first < 2 or not words[first].is_digits:
        return low
    mantissa = words[first].value
    return low * high / mantissa if mantissa and low < mantissa else low


# --- bounds and currency ---------------------------------------------------------------------------------------------


def _with_currency(words: tuple[Word, ...], numeral: Numeral, floor: int) -> Numeral:
    sign = numeral.first - 1
    code = sign - 1 if sign > floor and _lower(words, sign) == "." else sign
    if code >= floor and _lower(words, code) in CURRENCY_CODES and numeral.form == "digits":
        return replace(numeral, currency=CURRENCY_CODES[_lower(words, code)], from_word=code)
    if sign < floor or _lower(words, sign) not in CURRENCY_SIGNS:
        return numeral
    currency, first = CURRENCY_SIGNS[_lower(words, sign)], sign
    prefix = _lower(words, sign - 1).upper()
    if sign - 1 >= floor and prefix in DOLLAR_PREFIXES and words[sign - 1].end == words[sign].start:
        currency, first = DOLLAR_PREFIXES[prefix], sign - 1
    return replace(numeral, currency=currency, from_word=first)


def _with_bound(words: tuple[Word, ...], numeral: Numeral, floor: int) -> Numeral:
    before = _bound_before(words, numeral.from_word, floor)
    if before is not None:
        first, bound = before
        after = bound_after(words, numeral.to_word)  # "some 40-odd"
        last = after[0] if after is not None else numeral.to_word
        return replace(numeral, from_word=first, to_word=last, bound=bound, interval=bounded(numeral.interval, bound))
    after = bound_after(words, numeral.to_word)
    if after is not None:
        last, bound = after
        return replace(numeral, to_word=last, bound=bound, interval=bounded(numeral.interval, bound))
    return numeral


def _bound_before(words: tuple[Word, ...], index: int, floor: int) -> tuple[int, str] | None:
    for length in range(_LONGEST_BOUND, 0, -1):
        start = index - length
        if start < floor:
            continue
        phrase = " ".join(word.lower for word in words[start:index])
        if phrase in BOUNDS:
            return start, BOUNDS[phrase]
    return None


def bound_after(words: tuple[Word, ...], index: int) -> tuple[int, str] | None:
    """A bound that stands behind its figure ("or more", "-odd"): the index after it, and what it makes of it."""
    noun = _lower(words, index)
    if noun.isalpha() and _lower(words, index + 1) == "or" and noun not in CURRENCY_CODES:
        after_noun = f"or {_lower(words, index + 2)}"  # "40 people or more", "20 years or so"
        if after_noun in BOUNDS_AFTER:
            return index + 3, BOUNDS_AFTER[after_noun]
    for length in (2, 1):
        if index + length > len(words):
            continue
        phrase = (" " if length == 2 and _lower(words, index) not in _DASHES else "").join(
            word.lower for word in words[index : index + length]
        )
        if phrase in BOUNDS_AFTER:
            return index + length, BOUNDS_AFTER[phrase]
    return None


def bounded(interval: Interval, bound: str) -> Interval:
    """What a bound makes of a figure: "over 4" is above 4, "nearly 3" lies just below 3."""
    low, high = interval.low or 0.0, interval.high
    top = high if high is not None else low
    made = {
        "over": Interval(low=low, low_open=True, approximate=interval.approximate),
        "at least": Interval(low=low, approximate=interval.approximate),
        "up to": Interval(high=top, approximate=interval.approximate),
        "under": Interval(high=top, high_open=True, approximate=interval.approximate),
        "nearly": Interval(low=low * (1 - NEAR_SHARE), high=top, high_open=True, approximate=True),
        "just over": Interval(low=low, high=top * (1 + NEAR_SHARE), low_open=True, approximate=True),
        "about": Interval(low=interval.low, high=high, approximate=True),
    }
    return made[bound]


def scaled(interval: Interval, factor: float) -> Interval:
    """The interval in another unit."""
    return interval.model_copy(
        update={
            "low": None if interval.low is None else interval.low * factor,
            "high": None if interval.high is None else interval.high * factor,
        }
    )
