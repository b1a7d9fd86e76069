"""Where things stand on a line: places in per cent of its width, and the marks beneath it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

LEFT, RIGHT = 3.0, 95.0
"""The part of the width that is drawn on, in per cent: labels at its ends need room too."""

_MOST_TICKS = 5
_HOURS = (1, 3, 6, 12, 24, 48, 96, 168, 336, 744, 1488, 2976, 8784, 17568, 43920)


@dataclass(frozen=True)
class Tick:
    """A mark on the axis: where, in per cent of the width, and what it says."""

    at: float
    label: str


@dataclass(frozen=True)
class Scale:
    """A stretch of values, low to high, laid over the drawn part of the width."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """The place of a value in per cent of the width; what lies outside stands at the end."""
        share = (value - self.low) / (self.high - self.low)
        return round(LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0), 2)


def scale_over(values: list[float]) -> Scale:
    """A scale on which all values stand apart from its ends, and that never runs below 0 without need."""
    low, high = min(values), max(values)
    one_value = math.isclose(low, high)  # apart by rounding only: no axis could be read between them
    room = (0.0 if one_value else (high - low) / 3) or abs(high) / 3 or 1.0
    start = max(low - room, 0.0) if low >= 0 else low - room
    return Scale(start, high + room)


def number_ticks(scale: Scale, grouped: bool = True) -> tuple[Tick, ...]:
    """Round numbers along the scale, at most a handful; years are not `grouped` in thousands."""
    step = _round_step((scale.high - scale.low) / _MOST_TICKS)
    if not grouped:
        step = max(step, 1.0)
    first, last = math.ceil(scale.low / step - 1e-9), math.floor(scale.high / step + 1e-9)
    values = (number * step for number in range(first, last + 1))
    return tuple(Tick(scale.at(value), _label(value, grouped)) for value in values)


def time_scale(moments: list[datetime]) -> Scale:
    """A scale in hours since 1 January of year 1, from the start of the first day to the end of the last."""
    first = min(moments).replace(hour=0, minute=0, second=0, microsecond=0)
    last = max(moments).replace(hour=0, minute=0, second=0, microsecond=0)
    return Scale(hours_of(first), hours_of(last) + 24.0)


def hours_of(moment: datetime) -> float:
    """Hours since 1 January of year 1, without regard to time zones: sources state none."""
    return (moment.replace(tzinfo=None) - datetime.min) / timedelta(hours=1)


def time_ticks(scale: Scale) -> tuple[Tick, ...]:
    """Days, or hours where the scale is one day, at most a handful."""
    length = scale.high - scale.low
    step = next((hours for hours in _HOURS if length / hours <= _MOST_TICKS), length / _MOST_TICKS)
    count = math.floor(length / step + 1e-9)
    moments = [datetime.min + timedelta(hours=scale.low + number * step) for number in range(count + 1)]
    return tuple(Tick(scale.at(hours_of(moment)), _moment_label(moment, step)) for moment in moments)


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, at least `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next((factor * power for factor in (1.0, 2.0, 5.0) if factor * power >= rough * (1 - 1e-9)), 10.0 * power)


def _label(value: float, grouped: bool) -> str:
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if grouped and abs(value) >= size:
            return f"{value / size:g} {name}"
    return f"{value:,.10g}" if grouped else f"{value:.10g}"


def _moment_label(moment: datetime, step: float) -> str:
    if step < 24 and moment.hour:
        return f"{moment:%H:%M}"
    return f"{moment.day} {moment:%b}" if step < 8000 else f"{moment:%b %Y}"
