"""What several sources say, and what only one says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from factcheck.render.digest.differences import Anchors
from factcheck.render.digest.records import Agreement, Difference, OnlyHere, Quote, SourceView
from factcheck.schema import Finding, Report


def list_agreements(report: Report, quotes: Mapping[str, Quote], anchors: Anchors) -> tuple[Agreement, ...]:
    """The agreements that the findings tell of, in their order: each statement holds for each of its claims."""
    return tuple(
        _agreement(finding, finding.statement, quotes, anchors)
        for finding in report.findings
        if finding.statement is not None
    )


def list_only_here(
    quotes: Iterable[Quote], agreements: Sequence[Agreement], differences: Sequence[Difference]
) -> tuple[OnlyHere, ...]:
    """By source, the claims that no independent source (a copy is none) was found to make or to contradict."""
    elsewhere = {quote.claim.id for agreement in agreements if agreement.origins > 1 for quote in agreement.quotes}
    for difference in differences:
        elsewhere |= {quote.claim.id for quote in difference.quotes}
    by_source: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        if quote.claim.id not in elsewhere:
            by_source[quote.source.entry.id].append(quote)
    return tuple(OnlyHere(source=group[0].source, quotes=tuple(group)) for group in by_source.values())


def _agreement(finding: Finding, statement: str, quotes: Mapping[str, Quote], anchors: Anchors) -> Agreement:
    wanted = set(finding.claim_ids)
    members = [name for name in quotes if name in wanted]
    sources = {quotes[name].source.entry.id: quotes[name].source for name in members}
    return Agreement(
        anchor=anchors.take("finding", finding.fingerprint),
        label=statement,
        quotes=tuple(quotes[name] for name in members),
        sources=tuple(sources.values()),
        origins=count_origins(sources.values()),
        finding=finding,
    )


def count_origins(sources: Iterable[SourceView]) -> int:
    """How many independent texts the sources amount to."""
    return len({source.entry.origin_id for source in sources})
