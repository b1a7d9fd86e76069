"""The full text of each source, line by line, with the claims that were read from it marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from factcheck.render.digest import SourceView
from factcheck.schema import ClaimEntry

_LINE_END = re.compile(r"\r\n|[\r\n]")


@dataclass(frozen=True)
class Told:
    """What is said of a claim: in a word, the class of that word, and the findings to read, as anchor and name."""

    word: str
    mark: str
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Characters of one line that the same claims cover; the stretches of a line join to the line.

    `begins` are the claims that start here, `ends` those that end here; `mark` is that of the gravest claim.
    """

    text: str
    claims: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the text that is not blank, with its number from 1."""

    number: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class FullText:
    """A source's whole text; `numbered` where its lines are those of the file, so that their numbers can be shown."""

    source: SourceView
    lines: tuple[Line, ...]
    numbered: bool


def full_text(source: SourceView, claims: Sequence[ClaimEntry], told: Mapping[str, Told]) -> FullText:
    """The text of `source` with `claims`, all of them its own, marked by what is `told` of them."""
    text = source.entry.text
    lines = list(_lines(text))
    starts = [start for start, _ in lines]
    numbered = all(bisect_right(starts, claim.start) == claim.line for claim in claims)
    cuts = tuple(sorted({place for claim in claims for place in (claim.start, claim.end)}))
    marks = _Marks(cuts, _covering(claims, cuts), _places(claims, "start"), _places(claims, "end"))
    shown = (
        Line(number, tuple(_stretches(text, span, marks, told)))
        for number, span in enumerate(lines, start=1)
        if text[span[0] : span[1]].strip()
    )
    return FullText(source, tuple(shown), numbered)


@dataclass(frozen=True)
class _Marks:
    """Where claims start and end: the `cuts` in order, the claims that cover what follows each, and which meet it."""

    cuts: tuple[int, ...]
    covering: Mapping[int, tuple[str, ...]]
    begins: Mapping[int, tuple[str, ...]]
    ends: Mapping[int, tuple[str, ...]]

    def at(self, place: int) -> tuple[str, ...]:
        """The claims that cover the character at `place`."""
        cut = bisect_right(self.cuts, place) - 1
        return self.covering.get(self.cuts[cut], ()) if cut >= 0 else ()


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, without its line end."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _covering(claims: Iterable[ClaimEntry], cuts: Sequence[int]) -> dict[int, tuple[str, ...]]:
    covering: dict[int, list[str]] = defaultdict(list)
    for claim in claims:
        first, last = bisect_right(cuts, claim.start) - 1, bisect_right(cuts, claim.end) - 1
        for cut in cuts[first:last]:
            covering[cut].append(claim.id)
    return {cut: tuple(names) for cut, names in covering.items()}


def _stretches(text: str, span: tuple[int, int], marks: _Marks, told: Mapping[str, Told]) -> Iterator[Stretch]:
    """The line from span[0] to span[1], cut where a claim starts or ends."""
    start, stop = span
    inner = marks.cuts[bisect_right(marks.cuts, start) : bisect_right(marks.cuts, stop - 1)]
    for place, end in zip((start, *inner), (*inner, stop), strict=True):
        names = marks.at(place)
        yield Stretch(
            text=text[place:end],
            claims=names,
            begins=marks.begins.get(place, ()),
            ends=marks.ends.get(end, ()),
            mark=_gravest(told[name].mark for name in names),
        )


def _places(claims: Sequence[ClaimEntry], side: str) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for claim in claims:
        found[claim.start if side == "start" else claim.end].append(claim.id)
    return {place: tuple(names) for place, names in found.items()}


_GRAVITY = ("differs", "qualified", "updated", "compatible", "agrees", "alone")


def _gravest(marks: Iterable[str]) -> str:
    return min(marks, key=_GRAVITY.index, default="")
