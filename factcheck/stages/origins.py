"""Which sources are copies of one text: one wire story on five sites is one voice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from factcheck.schema import Source

# Copies share at least half of the five-word runs that either has: a figure changed here and there, a cut of up to
# half, an added paragraph. Independent reports of one event share a few per cent (quotations, official statements).
MIN_SHARED = 0.5
_RUN = 5

_WORD = re.compile(r"\w+")


def find_origins(sources: Sequence[Source]) -> dict[str, str]:
    """The origin id of each source id, equal for copies of one text; the order of `sources` does not matter."""
    origin = {source.id: source.id for source in sources}
    runs = [(source.id, _runs(_running_text(source))) for source in sorted(sources, key=lambda source: source.id)]
    for (one, left), (other, right) in combinations(runs, 2):
        if origin[one] != origin[other] and _are_copies(left, right):
            kept, gone = sorted((origin[one], origin[other]))
            origin = {source: kept if name == gone else name for source, name in origin.items()}
    return {source: f"o-{name}" for source, name in origin.items()}


def _are_copies(left: frozenset[tuple[str, ...]], right: frozenset[tuple[str, ...]]) -> bool:
    if min(len(left), len(right)) < MIN_SHARED * max(len(left), len(right)) or not left or not right:
        return False  # sizes alone rule it out
    shared = len(left & right)
    return shared >= MIN_SHARED * (len(left) + len(right) - shared)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of five words, in lower case; the whole of a shorter text is its one run."""
    words = _WORD.findall(text.casefold())
    if len(words) < _RUN:
        return frozenset({tuple(words)} if words else ())
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _running_text(source: Source) -> str:
    """The article without headings, captions, comments and whatever else differs from site to site."""
    pieces, at = [], 0
    for region in sorted(source.regions, key=lambda region: region.span.start):
        pieces.append(source.text[at : max(at, region.span.start)])
        at = max(at, region.span.end)
    return " ".join([*pieces, source.text[at:]])
