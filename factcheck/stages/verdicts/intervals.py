"""Whether two figures can both hold."""

from __future__ import annotations

from enum import StrEnum

from factcheck.schema import Interval

# "about 20" admits 18 to 22.
APPROXIMATE_SHARE = 0.1


class Fit(StrEnum):
    """How two intervals of one unit relate."""

    SAME = "same"
    COMPATIBLE = "compatible"
    APART = "apart"
    UNKNOWN = "unknown"


def fit(left: Interval, right: Interval, tolerance: float) -> Fit:
    """Whether two intervals say the same, can both hold, or exclude each other.

    `tolerance` is the share of the larger value by which exact figures may differ and still be one: conversion and
    rounding. Bounds that touch ("over four" and "four") can both hold; news is not that exact about them.
    """
    if _is_unknown(left) or _is_unknown(right):
        return Fit.UNKNOWN
    (low, high), (other_low, other_high) = _widened(left, tolerance), _widened(right, tolerance)
    if high < other_low or other_high < low:
        return Fit.APART
    same_shape = _is_closed(left) == _is_closed(right) and _near(left, right, max(tolerance, 1e-6))
    return Fit.SAME if same_shape else Fit.COMPATIBLE


def _is_unknown(interval: Interval) -> bool:
    return interval.low is None and interval.high is None


def _is_closed(interval: Interval) -> tuple[bool, bool]:
    return interval.low is not None, interval.high is not None


def _widened(interval: Interval, tolerance: float) -> tuple[float, float]:
    share = max(tolerance, APPROXIMATE_SHARE if interval.approximate else 0.0) + 1e-9
    low = float("-inf") if interval.low is None else interval.low * (1 - share / 2)
    high = float("inf") if interval.high is None else interval.high * (1 + share / 2)
    if interval.approximate:
        low, high = low - (interval.low or 0.0) * share / 2, high + (interval.high or 0.0) * share / 2
    return low, high


def _near(left: Interval, right: Interval, tolerance: float) -> bool:
    pairs = ((left.low, right.low), (left.high, right.high))
    share = max(tolerance, APPROXIMATE_SHARE if left.approximate or right.approximate else 0.0)
    return all(one is None or other is None or abs(one - other) <= share * max(one, other) for one, other in pairs)
