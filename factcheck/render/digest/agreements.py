"""What several sources say, and what only one says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from factcheck.render.digest.differences import Anchors
from factcheck.render.digest.records import Agreement, Difference, OnlyHere, Quote, SourceView
from factcheck.schema import NliLabel, PairVerdict, Report, Verdict


def list_agreements(report: Report, quotes: Mapping[str, Quote], anchors: Anchors) -> tuple[Agreement, ...]:
    """Groups of claims that agree, those with most independent origins first.

    Within a cluster, claims that agree with one another directly or through a third are one group; a cluster is only a
    topic, so it may hold several groups.
    """
    by_cluster: dict[str, list[PairVerdict]] = defaultdict(list)
    for verdict in report.verdicts:
        if verdict.verdict is Verdict.AGREEMENT:
            by_cluster[verdict.cluster_id or ""].append(verdict)
    groups = [group for verdicts in by_cluster.values() for group in _connected(verdicts)]
    found = [_agreement(group, quotes, anchors) for group in groups]
    places = {name: place for place, name in enumerate(quotes)}
    return tuple(sorted(found, key=lambda one: (-one.origins, -len(one.sources), places[one.quotes[0].claim.id])))


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


def _connected(verdicts: Sequence[PairVerdict]) -> list[list[PairVerdict]]:
    """The verdicts split into groups whose claims hang together."""
    group_of: dict[str, list[PairVerdict]] = {}
    for verdict in verdicts:
        left, right = group_of.get(verdict.left, []), group_of.get(verdict.right, [])
        merged = [*left, *([] if left is right else right), verdict]
        for one in merged:
            group_of[one.left] = group_of[one.right] = merged
    return list({id(group): group for group in group_of.values()}.values())


def _agreement(verdicts: Sequence[PairVerdict], quotes: Mapping[str, Quote], anchors: Anchors) -> Agreement:
    """One group; its label is the claim that follows from most of the others, the shortest of those that tie.

    "They meet for the first time in six years" agrees with "they meet", but only the latter is what both say.
    """
    followed = _times_followed(verdicts)
    members = [name for name in quotes if name in followed]
    shared = min(members, key=lambda name: (-followed[name], len(quotes[name].claim.text), name))
    sources = {quotes[name].source.entry.id: quotes[name].source for name in members}
    return Agreement(
        anchor=anchors.take("agreement", *members),
        label=quotes[shared].claim.text,
        quotes=tuple(quotes[name] for name in members),
        sources=tuple(sources.values()),
        origins=count_origins(sources.values()),
    )


def _times_followed(verdicts: Sequence[PairVerdict]) -> dict[str, int]:
    """For each claim, how many others it follows from, by the direction of entailment."""
    followed = {claim: 0 for verdict in verdicts for claim in (verdict.left, verdict.right)}
    for verdict in verdicts:
        followed[verdict.right] += verdict.nli.left_to_right.label is NliLabel.ENTAILMENT
        followed[verdict.left] += verdict.nli.right_to_left.label is NliLabel.ENTAILMENT
    return followed


def count_origins(sources: Iterable[SourceView]) -> int:
    """How many independent texts the sources amount to."""
    return len({source.entry.origin_id for source in sources})
