"""Sources with their letters, and claims as quotes within their sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import PurePath
from string import ascii_uppercase

from factcheck.render.digest.records import Quote, SourceView
from factcheck.schema import ClaimEntry, Report, SourceEntry, SourceRole

MAX_CONTEXT = 400
"""Characters of a sentence shown on either side of a quote: a text without full stops is one endless sentence."""

_ROLE_NAMES = {SourceRole.DRAFT: "The draft", SourceRole.QUERY: "The claim"}


def view_sources(report: Report) -> dict[str, SourceView]:
    """A view of each source by its id, lettered in the order of the report."""
    letters = {source.id: letter_of(place) for place, source in enumerate(report.sources)}
    same_text: dict[str, list[str]] = defaultdict(list)
    for source in report.sources:
        same_text[source.origin_id].append(letters[source.id])
    counts = Counter(claim.source_id for claim in report.claims)
    return {
        source.id: SourceView(
            entry=source,
            letter=letters[source.id],
            name=_name_of(source),
            copies=tuple(letter for letter in same_text[source.origin_id] if letter != letters[source.id]),
            claims=counts[source.id],
        )
        for source in report.sources
    }


def letter_of(place: int) -> str:
    """A, B, ... Z, AA, AB, ... for 0, 1, ..."""
    letters = ""
    while place >= 0:
        letters = ascii_uppercase[place % 26] + letters
        place = place // 26 - 1
    return letters


def view_quotes(report: Report, sources: Mapping[str, SourceView]) -> dict[str, Quote]:
    """The quote of each claim by its id, in reading order: sources as listed, claims as they stand in them."""
    places = {name: place for place, name in enumerate(sources)}
    claims = sorted(report.claims, key=lambda claim: (places[claim.source_id], claim.start, claim.end, claim.id))
    return {claim.id: _quote_of(claim, sources[claim.source_id]) for claim in claims}


def _name_of(source: SourceEntry) -> str:
    """What people call the source: its publisher, else its title, else its file."""
    told = source.publisher or source.title
    return told or _ROLE_NAMES.get(source.role) or PurePath(source.path).name or source.path


def _quote_of(claim: ClaimEntry, source: SourceView) -> Quote:
    """The claim's words between the rest of their sentence."""
    text = source.entry.text
    before = text[min(claim.sentence_start, claim.start) : claim.start]
    after = text[claim.end : max(claim.sentence_end, claim.end)]
    before = before if len(before) <= MAX_CONTEXT else "… " + before[-MAX_CONTEXT:]
    after = after if len(after) <= MAX_CONTEXT else after[:MAX_CONTEXT] + " …"
    return Quote(claim=claim, source=source, before=before, after=after)
