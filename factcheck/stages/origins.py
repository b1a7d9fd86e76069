"""Which sources are copies of one text: one wire story on five sites is one voice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from factcheck.schema import RegionKind, Source, SourceRole

# Copies share at least half of the five-word runs that either has: a figure changed here and there, a cut of up to
# half, an added paragraph. Independent reports of one event share a few per cent (quotations, official statements).
MIN_SHARED = 0.5
# A report of which half stands word for word in a longer one has it from there, or both have it from an agency. Of the
# 502 pairs of reports of one development story 12 lie above this share.
MIN_TAKEN_OVER = 0.5
# Of so many runs at least, some three sentences: a statement quoted in full makes no copy.
FEWEST_TAKEN_OVER = 50
# Reports that credit one agency and share this much are rewritten from one story of it.
MIN_TAKEN_OVER_WITH_AGENCY = 0.2
FEWEST_TAKEN_OVER_WITH_AGENCY = 15
_RUN = 5

_WORD = re.compile(r"\w+")
# Agencies by the names and tags that credit them.
_AGENCIES: Mapping[str, tuple[str, ...]] = {
    "AP": ("AP", "Associated Press"),
    "Reuters": ("Reuters", "REUTERS"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"),
    "UPI": ("UPI", "United Press International"),
    "PTI": ("PTI", "Press Trust of India"),
    "IANS": ("IANS", "Indo-Asian News Service"),
    "ANI": ("ANI", "Asian News International"),
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur"),
    "EFE": ("EFE",),
    "ANSA": ("ANSA",),
    "TASS": ("TASS", "ITAR-TASS"),
    "Interfax": ("Interfax",),
    "Xinhua": ("Xinhua",),
    "Kyodo": ("Kyodo",),
    "Yonhap": ("Yonhap",),
    "Bloomberg": ("Bloomberg",),
    "PA": ("PA", "PA Media", "Press Association"),
    "AAP": ("AAP", "Australian Associated Press"),
    "CP": ("Canadian Press",),
    "Anadolu": ("Anadolu", "Anadolu Agency"),
}
_AGENCY_OF = {name: agency for agency, names in _AGENCIES.items() for name in names}
_NAMES = "|".join(re.escape(name) for name in sorted(_AGENCY_OF, key=len, reverse=True))
_CREDITED = re.compile(rf"(?<![\w-])(?:{_NAMES})(?![\w-])")
_TAGGED = re.compile(rf"\((?:The )?({_NAMES})\)|(?:[-–—]|\bwith|\bfrom|\bby) (?:The )?({_NAMES})\W*$")
# How far into a text its opening tag stands, and how far before its end its closing one.
_OPENING, _CLOSING = 300, 80

_Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class _Text:
    """What two sources are compared by: the runs of words of their articles, and the agencies that they credit."""

    id: str
    runs: _Runs
    agencies: frozenset[str]


def find_origins(sources: Sequence[Source]) -> dict[str, str]:
    """The origin id of each source id, equal for texts that have one origin; the order of `sources` does not matter.

    One origin have copies, reports of which half stands word for word in a longer one, and reports that credit one
    agency and share a fifth of the shorter one. A draft or a typed claim is an origin of its own and links no others.
    """
    return {source: f"o-{name}" for source, name in _joined(sources, _have_one_origin).items()}


def find_copies(sources: Sequence[Source]) -> dict[str, str]:
    """As `find_origins`, but equal only for near-duplicates, of which nothing is gained by comparing the claims."""
    return {source: f"t-{name}" for source, name in _joined(sources, _are_copies).items()}


def agencies_of(source: Source) -> frozenset[str]:
    """The news agencies that a source credits: as its publisher or author, in its byline or dateline, or in a tag that
    opens or closes the text, "(AP)". Captions credit the agency of the picture and do not count."""
    credits = [source.publisher or "", source.author or ""]
    credits += [r.span.of(source.text) for r in source.regions if r.kind in {RegionKind.BYLINE, RegionKind.DATELINE}]
    found = {name for credit in credits for name in _CREDITED.findall(credit)}
    text = _running_text(source).strip()
    for part in (text[:_OPENING], text[-_CLOSING:]):
        found |= {tag or closing for tag, closing in _TAGGED.findall(part)}
    return frozenset(_AGENCY_OF[name] for name in found)


# --- which belong together -------------------------------------------------------------------------------------------


def _joined(sources: Sequence[Source], are_one: Callable[[_Text, _Text, int], bool]) -> dict[str, str]:
    """For each source id the first id of its group; groups are joined by any two members that `are_one`."""
    texts = [
        _Text(source.id, _runs(_running_text(source)), agencies_of(source))
        for source in sorted(sources, key=lambda source: source.id)
        if source.role is SourceRole.SOURCE
    ]
    group = {source.id: source.id for source in sources}
    for (left, right), shared in sorted(_shared_runs([text.runs for text in texts]).items()):
        one, other = group[texts[left].id], group[texts[right].id]
        if one != other and are_one(texts[left], texts[right], shared):
            kept, gone = sorted((one, other))
            group = {source: kept if name == gone else name for source, name in group.items()}
    return group


def _shared_runs(runs: Sequence[_Runs]) -> Counter[tuple[int, int]]:
    """How many runs each two texts share, for those that share any, by their positions.

    Counted exactly over an index of the runs: work grows with what is shared, not with the square of the texts, which
    is what sketches such as MinHash are otherwise for.
    """
    holders: dict[tuple[str, ...], list[int]] = {}
    for position, own in enumerate(runs):
        for run in own:
            holders.setdefault(run, []).append(position)
    return Counter(pair for held in holders.values() for pair in combinations(held, 2))


def _are_copies(left: _Text, right: _Text, shared: int) -> bool:
    return shared >= MIN_SHARED * (len(left.runs) + len(right.runs) - shared)


def _have_one_origin(left: _Text, right: _Text, shared: int) -> bool:
    if _are_copies(left, right, shared):
        return True
    taken_over = shared / min(len(left.runs), len(right.runs))
    if taken_over >= MIN_TAKEN_OVER and shared >= FEWEST_TAKEN_OVER:
        return True
    by_agency = taken_over >= MIN_TAKEN_OVER_WITH_AGENCY and shared >= FEWEST_TAKEN_OVER_WITH_AGENCY
    return by_agency and bool(left.agencies & right.agencies)


# --- texts -----------------------------------------------------------------------------------------------------------


def _runs(text: str) -> _Runs:
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
