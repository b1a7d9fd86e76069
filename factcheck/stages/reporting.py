"""Puts what the stages found into the records of the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from factcheck.schema import (
    Claim,
    ClaimCluster,
    ClaimEntry,
    ClusterEntry,
    RegionKind,
    Sentence,
    SkippedInput,
    Source,
    SourceEntry,
    Span,
)

# A title, a header and markup are parts of every source and not worth a line each.
_EXPECTED = frozenset({RegionKind.TITLE, RegionKind.FRONT_MATTER, RegionKind.DATELINE, RegionKind.MARKUP})


def source_entries(
    sources: Iterable[Source], origins: Mapping[str, str], events: Mapping[str, str | None]
) -> tuple[SourceEntry, ...]:
    """The sources in the order of their paths, each with its origin and its event."""
    return tuple(
        SourceEntry(
            id=source.id,
            path=source.path,
            title=source.title,
            publisher=source.publisher,
            author=source.author,
            url=source.url,
            published_at=source.published_at,
            role=source.role,
            origin_id=origins[source.id],
            event_id=events[source.id],
            language=source.language,
            sha256=source.sha256,
            text=source.text,
        )
        for source in sorted(sources, key=lambda source: (source.path, source.id))
    )


def left_out_regions(sources: Iterable[Source]) -> tuple[SkippedInput, ...]:
    """What of the sources was not read as running text, in order, with the reason; titles and headers are not
    listed."""
    return tuple(
        SkippedInput(
            path=source.path,
            stage="ingest",
            reason=region.reason,
            span=region.span,
            quote=region.span.of(source.text),
        )
        for source in sources
        for region in source.regions
        if region.kind not in _EXPECTED
    )


def claim_entries(
    claims: Iterable[Claim], sources: Iterable[Source], sentences: Iterable[Sentence]
) -> tuple[ClaimEntry, ...]:
    """The claims by source and place, each with its verbatim quote and the line and column where the quote starts."""
    by_id = {source.id: source for source in sources}
    around = {sentence.id: sentence.span for sentence in sentences}
    ordered = sorted(claims, key=lambda claim: (by_id[claim.source_id].reading_order(claim.span), claim.id))
    return tuple(_entry(claim, by_id[claim.source_id], around[claim.sentence_id]) for claim in ordered)


def _entry(claim: Claim, source: Source, sentence: Span) -> ClaimEntry:
    line, column = source.position(claim.span.start)
    return ClaimEntry(
        id=claim.id,
        source_id=source.id,
        start=claim.span.start,
        end=claim.span.end,
        quote=claim.span.of(source.text),
        text=claim.text,
        speaker=claim.speaker,
        quoted=claim.quoted,
        line=line,
        column=column,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        unresolved=claim.unresolved,
    )


def cluster_entries(clusters: Iterable[ClaimCluster], claims: Iterable[Claim]) -> tuple[ClusterEntry, ...]:
    """The clusters, each with the sources that its claims come from."""
    owner = {claim.id: claim.source_id for claim in claims}
    return tuple(
        ClusterEntry(
            id=cluster.id,
            claim_ids=cluster.claim_ids,
            source_ids=tuple(sorted({owner[claim_id] for claim_id in cluster.claim_ids})),
            label=cluster.label,
        )
        for cluster in clusters
    )
