"""Saying an interval in plain words: "more than 4 years", "about 20", "between 10 and 20"."""

from __future__ import annotations

from factcheck.schema import Interval


def plain_number(value: float) -> str:
    """A number as an editor writes it: grouped thousands, no needless decimals."""
    if abs(value) >= 1e6 and value % 1e5 == 0:
        scale, name = next((s, n) for s, n in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")) if value >= s)
        return f"{value / scale:g} {name}"
    rounded = round(value, 2) if abs(value) < 100 else round(value, 1)
    return f"{rounded:,.2f}".rstrip("0").rstrip(".")


def plain_interval(interval: Interval, unit: str = "", plural: str = "") -> str:
    """An interval in words; `plural` is the unit's plural where it has one."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        return _closed(interval, low, (high, unit, plural))
    if low is not None:
        return f"{'more than' if interval.low_open else 'at least'} {_named(low, unit, plural)}"
    if high is not None:
        return f"{'less than' if interval.high_open else 'at most'} {_named(high, unit, plural)}"
    return "unknown"


# From which value on a measure is read better in a smaller or larger unit, and how many of it make one.
_READABLE: dict[str, tuple[tuple[float, str, float], ...]] = {
    "km": ((1.0, "km", 1.0), (0.001, "m", 1e3), (0.0, "cm", 1e5)),
    "sq km": ((1.0, "sq km", 1.0), (0.01, "hectares", 1e2), (0.0, "sq m", 1e6)),
    "kg": ((1e3, "tonnes", 1e-3), (1.0, "kg", 1.0), (0.0, "g", 1e3)),
}


def plain_measure(interval: Interval, unit: str) -> str:
    """An interval of a measure in words, in the unit that an editor would take: "200 m" for 0.2 km."""
    ends = [abs(end) for end in (interval.low, interval.high) if end]
    size = max(ends, default=0.0)
    _, name, factor = next((step for step in _READABLE.get(unit, ()) if size >= step[0]), (0.0, unit, 1.0))
    low, high = (None if end is None else end * factor for end in (interval.low, interval.high))
    return plain_interval(interval.model_copy(update={"low": low, "high": high}), name)


def _closed(interval: Interval, low: float, upper: tuple[float, str, str]) -> str:
    high, unit, plural = upper
    if low == high:
        return f"{'about ' if interval.approximate else ''}{_named(low, unit, plural)}"
    if interval.approximate and interval.high_open:
        return f"nearly {_named(high, unit, plural)}"
    if interval.approximate and interval.low_open:
        return f"just over {_named(low, unit, plural)}"
    return f"{plain_number(low)} to {_named(high, unit, plural)}"


def _named(value: float, unit: str, plural: str) -> str:
    name = unit if value == 1 or not plural else plural
    return f"{plain_number(value)}{'' if name == '%' else ' '}{name}".strip()
