"""The number line of a difference and the timeline of the sources, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factcheck.render.digest import Difference, Quote, SourceView
from factcheck.render.page.readings import Reading, on_one_line
from factcheck.render.page.scales import Scale, Tick, hours_of, number_ticks, scale_over, time_scale, time_ticks
from factcheck.schema import ContradictionKind, Interval

APPROXIMATE_SHARE = 0.1
"""How far to either side of "about 20" is drawn as possible: the share by which the verdicts stage widens it."""


@dataclass(frozen=True)
class Bar:
    """A value on the number line: from `start` to `end` in per cent of the width, and how each end is drawn.

    An end is "dot" (the value itself belongs), "ring" (it does not), "arrow" (it goes on) or "fade" (about there).
    """

    letters: tuple[str, ...]
    understood: str
    written: tuple[str, ...]
    start: float
    end: float
    start_end: str
    end_end: str
    point: float | None = None


@dataclass(frozen=True)
class NumberLine:
    """Values that are claimed of one thing, on one line."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    unit: str


@dataclass(frozen=True)
class Timeline:
    """When the sources were published: those with a date, with their places in per cent of the width, and the rest."""

    rows: tuple[tuple[SourceView, float], ...]
    undated: tuple[SourceView, ...]
    ticks: tuple[Tick, ...]


def number_line(difference: Difference) -> NumberLine | None:
    """The figures that a difference turns on, each once with the letters of its sources; None where it has none."""
    pairs = [
        (difference.verdict, (difference.left, difference.right)),
        *zip(difference.further_verdicts, difference.further, strict=True),
    ]
    read = [(on_one_line(verdict), quotes) for verdict, quotes in pairs]
    if read[0][0] is None:
        return None
    sides = [
        (reading, quote)
        for readings, quotes in read
        if readings
        for reading, quote in zip(readings, quotes, strict=True)
    ]
    unit = read[0][0][0].unit
    is_length = difference.verdict.kind is ContradictionKind.DURATION
    sides = [(reading, quote) for reading, quote in sides if not is_length or reading.unit == unit]
    scale = scale_over([end for reading, _ in sides for end in _finite(reading.interval)])
    years = difference.verdict.kind is ContradictionKind.DATE
    return NumberLine(tuple(_bars(sides, scale)), number_ticks(scale, grouped=not years), unit)


def timeline(sources: Sequence[SourceView]) -> Timeline | None:
    """The sources in order of their dates; None where none has one."""
    dated = [(source, source.entry.published_at) for source in sources if source.entry.published_at is not None]
    if not dated:
        return None
    scale = time_scale([moment for _, moment in dated])
    dated.sort(key=lambda row: hours_of(row[1]))
    undated = tuple(source for source in sources if source.entry.published_at is None)
    return Timeline(tuple((source, scale.at(hours_of(moment))) for source, moment in dated), undated, time_ticks(scale))


def _bars(sides: Iterable[tuple[Reading, Quote]], scale: Scale) -> Iterable[Bar]:
    groups: dict[str, list[tuple[Reading, Quote]]] = {}
    for reading, quote in sides:
        groups.setdefault(reading.understood, []).append((reading, quote))
    for understood, members in groups.items():
        interval = members[0][0].interval
        if interval is not None:
            letters = tuple(dict.fromkeys(quote.source.letter for _, quote in members))
            written = tuple(dict.fromkeys(reading.written for reading, _ in members))
            yield _bar((letters, understood, written), interval, scale)


def _bar(told: tuple[tuple[str, ...], str, tuple[str, ...]], interval: Interval, scale: Scale) -> Bar:
    low, high = interval.low, interval.high
    if interval.approximate and low is not None and low == high:
        margin = abs(low) * APPROXIMATE_SHARE
        return Bar(*told, scale.at(low - margin), scale.at(low + margin), "fade", "fade", scale.at(low))
    start_end = "arrow" if low is None else "ring" if interval.low_open else "dot"
    end_end = "arrow" if high is None else "ring" if interval.high_open else "dot"
    start = scale.at(scale.low if low is None else low)
    return Bar(*told, start, scale.at(scale.high if high is None else high), start_end, end_end)


def _finite(interval: Interval | None) -> list[float]:
    return [] if interval is None else [end for end in (interval.low, interval.high) if end is not None]
