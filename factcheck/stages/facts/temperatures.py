"""Figures in degrees: Celsius, Fahrenheit, below zero, and changes of temperature."""

from __future__ import annotations

import re
from dataclasses import replace

from factcheck.schema import Interval
from factcheck.stages.facts.numerals import Numeral, Word

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
_LONGEST_UNIT = 40
_MINUS = frozenset({"-", "−", "–", "minus"})


def read_temperature(text: str, words: tuple[Word, ...], numeral: Numeral) -> tuple[Numeral, int, str] | None:
    """ "40°C", "104 degrees Fahrenheit", "minus 12C", "12 degrees below zero": the numeral in degrees Celsius.

    Also the characters that the unit takes after the figure, and its name. Degrees of no named scale are left in their
    own unit ("degrees"), and only where heat is spoken of: else they are an angle.
    """
    end = words[numeral.last - 1].end
    rest = text[end : end + _LONGEST_UNIT]
    degrees, alone = _DEGREES.match(rest), _SCALE_ALONE.match(rest)
    heat = _HEAT.search(text) is not None
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
        before = text[max(0, words[numeral.from_word].start - 24) : words[numeral.from_word].start]
        change = _BY.search(before) is not None or _WARMER.match(rest[length:]) is not None
        interval = _shifted(interval, 0.0 if change else -32.0, 5 / 9)
    length += below.end() if below else 0
    return replace(signed, interval=interval), length, "°C" if scale else "degrees"


def _signed(words: tuple[Word, ...], numeral: Numeral, below_zero: bool) -> Numeral:
    """The numeral as a negative one, with its sign, where "minus" or "below zero" says so."""
    first = numeral.from_word
    sign = words[first - 1].lower if first > 0 else ""
    touches = first > 0 and words[first - 1].end == words[first].start
    stands_off = first < 2 or words[first - 2].end < words[first - 1].start
    glued = first >= 2 and words[first - 2].lower.isalpha()
    minus = sign == "minus" or (sign in _MINUS and touches and (stands_off or glued))
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
