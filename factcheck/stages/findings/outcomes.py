"""What the sources say to each claim of a draft or to a typed claim, in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from factcheck.schema import (
    AbsentFact,
    Claim,
    Outcome,
    OutcomeEntry,
    PairVerdict,
    Source,
    SourceRole,
    Verdict,
)


def list_outcomes(
    claims: Sequence[Claim],
    verdicts: Sequence[PairVerdict],
    sources: Sequence[Source],
    origins: Mapping[str, str],
    absent: Mapping[str, tuple[AbsentFact, ...]],
) -> tuple[OutcomeEntry, ...]:
    """One entry a checked claim, in article order; none where no draft and no typed claim is among `sources`."""
    by_id = {source.id: source for source in sources}
    owner = {claim.id: claim.source_id for claim in claims}
    by_claim: dict[str, list[PairVerdict]] = defaultdict(list)
    for verdict in sorted(verdicts, key=lambda one: (-one.probability, one.left, one.right)):
        by_claim[verdict.left].append(verdict)
        by_claim[verdict.right].append(verdict)
    checked = [claim for claim in claims if by_id[claim.source_id].role is not SourceRole.SOURCE]
    checked.sort(key=lambda claim: by_id[claim.source_id].reading_order(claim.span))
    found = []
    for claim in checked:
        agreeing = _others(claim.id, by_claim[claim.id], Verdict.AGREEMENT)
        voices = {origins.get(owner[other], owner[other]) for other in agreeing}
        against = [one.qualifier for one in by_claim[claim.id] if one.verdict is Verdict.CONTRADICTION]
        found.append(
            OutcomeEntry(
                claim_id=claim.id,
                outcome=Outcome.of(against, len(voices), bool(claim.unresolved)),
                origins=len(voices),
                agreeing=agreeing,
                differing=_others(claim.id, by_claim[claim.id], Verdict.CONTRADICTION),
                absent=absent.get(claim.id, ()),
            )
        )
    return tuple(found)


def _others(claim_id: str, verdicts: Sequence[PairVerdict], wanted: Verdict) -> tuple[str, ...]:
    return tuple(one.right if one.left == claim_id else one.left for one in verdicts if one.verdict is wanted)
