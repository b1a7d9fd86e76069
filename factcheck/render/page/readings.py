"""The two values that a contradiction turns on, as written and as understood, and what they say as numbers.

The report carries values in words only, in the reason of a verdict: `number: "over four" (more than 4) vs "six" (6)`.
What cannot be read back is shown in words and gets no picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from factcheck.schema import ContradictionKind, Interval, PairVerdict

_PAIR = re.compile(
    r"[a-z]+: \"(?P<left>.{1,200}?)\" \((?P<left_read>[^()]{1,200})\)"
    r" vs \"(?P<right>.{1,200}?)\" \((?P<right_read>[^()]{1,200})\)(?=;|$)",
    re.DOTALL,
)
_SUBJECTS = re.compile(r"; left speaks of (?P<left>[^;]{1,200}), right of (?P<right>[^;]{1,200})(?=;|$)")
_SCALES = {"": 0, "million": 6, "billion": 9, "trillion": 12}
_NUMBER = r"\d[\d,]{0,20}(?:\.\d{1,6})?"
_FIGURE = re.compile(
    r"(?P<lead>more than |at least |less than |at most |about |nearly |just over |number |magnitude )?"
    rf"(?P<low>{_NUMBER})(?: (?P<low_scale>million|billion|trillion))?"
    rf"(?: to (?P<high>{_NUMBER})(?: (?P<high_scale>million|billion|trillion))?)?"
    r"(?P<unit>%| [^\d ][^\d]{0,60})?"
)
# Days, so that lengths of time in different units can be drawn on one line; months and years are the mean ones.
_DAYS = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4375,
    "year": 365.25,
    "decade": 3652.5,
    "century": 36525.0,
}
_DRAWN = frozenset({ContradictionKind.NUMBER, ContradictionKind.DURATION, ContradictionKind.DATE})


@dataclass(frozen=True)
class Reading:
    """A value in the source's words and in plain ones; `interval` is None where it is no figure or cannot be read."""

    written: str
    understood: str
    interval: Interval | None = None
    unit: str = ""


def read_values(verdict: PairVerdict) -> tuple[Reading, Reading] | None:
    """The values on the left and on the right; None where the reason names none."""
    found = _PAIR.match(verdict.reason)
    if found is None:
        return None
    return _reading(found["left"], found["left_read"]), _reading(found["right"], found["right_read"])


def read_subjects(verdict: PairVerdict) -> tuple[str, str] | None:
    """Whom or what the left and the right side speak of, where the reason says that they differ in this."""
    found = _SUBJECTS.search(verdict.reason)
    return (found["left"], found["right"]) if found else None


def on_one_line(verdict: PairVerdict) -> tuple[Reading, Reading] | None:
    """The two values in one unit, so that they can be drawn beside each other; None where they cannot be."""
    sides = read_values(verdict)
    if sides is None or verdict.kind not in _DRAWN:
        return None
    left, right = sides
    if left.interval is None or right.interval is None:
        return None
    if verdict.kind is ContradictionKind.DATE:
        return sides if _is_year(left) and _is_year(right) else None
    if verdict.kind is ContradictionKind.DURATION:
        return _in_one_unit(left, right)
    return sides if (left.unit == "%") == (right.unit == "%") else None


def both_hold(left: Reading, right: Reading) -> str | None:
    """How two values can both hold, in words; None where one cannot be set against the other."""
    sides = _in_one_unit(left, right) if _singular(left.unit) in _DAYS else (left, right)
    if sides is None or sides[0].interval is None or sides[1].interval is None:
        return None
    one, other = _ends(sides[0].interval), _ends(sides[1].interval)
    if one[0] <= other[0] and other[1] <= one[1]:
        return f"{left.understood} includes {right.understood}"
    if other[0] <= one[0] and one[1] <= other[1]:
        return f"{right.understood} includes {left.understood}"
    return f"{left.understood} and {right.understood} overlap" if one[0] <= other[1] and other[0] <= one[1] else None


def _reading(written: str, understood: str) -> Reading:
    found = _FIGURE.fullmatch(understood)
    if found is None:
        return Reading(written, understood)
    return Reading(written, understood, _interval(found), (found["unit"] or "").strip())


def _interval(found: re.Match[str]) -> Interval:
    """The inverse of what the facts stage says in plain words."""
    low = _value(found["low"], found["low_scale"])
    if found["high"]:
        return Interval(low=low, high=_value(found["high"], found["high_scale"]))
    lead = (found["lead"] or "").strip()
    if lead in {"more than", "at least"}:
        return Interval(low=low, low_open=lead == "more than")
    if lead in {"less than", "at most"}:
        return Interval(high=low, high_open=lead == "less than")
    return Interval(low=low, high=low, approximate=lead in {"about", "nearly", "just over"})


def _value(digits: str, scale: str | None) -> float:
    return float(Decimal(digits.replace(",", "")).scaleb(_SCALES[scale or ""]))


def _is_year(reading: Reading) -> bool:
    return reading.unit == "" and re.fullmatch(r"\d{4}", reading.understood) is not None


def _singular(unit: str) -> str:
    """ "year" for "years" and "years old"."""
    unit = unit.removesuffix(" old")
    return "century" if unit == "centuries" else unit.removesuffix("s")


def _in_one_unit(left: Reading, right: Reading) -> tuple[Reading, Reading] | None:
    """Two lengths of time in the unit of the left one; None where one has no unit of time."""
    one, other = _singular(left.unit), _singular(right.unit)
    if one not in _DAYS or other not in _DAYS or right.interval is None:
        return None
    factor = _DAYS[other] / _DAYS[one]
    given = right.interval
    scaled = given.model_copy(
        update={
            "low": None if given.low is None else given.low * factor,
            "high": None if given.high is None else given.high * factor,
        }
    )
    return left, Reading(right.written, right.understood, scaled, left.unit)


def _ends(interval: Interval) -> tuple[float, float]:
    low = float("-inf") if interval.low is None else interval.low
    return low, float("inf") if interval.high is None else interval.high
