"""A draft or a typed claim, claim by claim, with the evidence for and against each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from factcheck.render.digest.agreements import count_origins
from factcheck.render.digest.differences import Anchors
from factcheck.render.digest.records import CheckedClaim, Difference, Quote, Standing
from factcheck.schema import PairVerdict, Qualifier, Report, SourceRole, Verdict

_BOTH_CAN_HOLD = frozenset({Qualifier.BOUNDS, Qualifier.ROUNDING})


def list_checked(
    report: Report, quotes: Mapping[str, Quote], differences: Sequence[Difference], anchors: Anchors
) -> tuple[CheckedClaim, ...]:
    """Each claim of the draft in the order of the text."""
    own = [quote for quote in quotes.values() if quote.source.entry.role is not SourceRole.SOURCE]
    return tuple(_checked(quote, report.verdicts, quotes, differences, anchors) for quote in own)


def cut_evidence(claim: CheckedClaim, most: int) -> CheckedClaim:
    """The claim with the `most` most probable pieces of evidence on either side; `left_out` counts the rest."""
    left_out = max(len(claim.against) - most, 0) + max(len(claim.support) - most, 0)
    return CheckedClaim(
        anchor=claim.anchor,
        quote=claim.quote,
        standing=claim.standing,
        against=claim.against[:most],
        support=claim.support[:most],
        origins=claim.origins,
        left_out=left_out,
    )


def standing_of(against: Iterable[Qualifier | None], origins: int, unresolved: bool) -> Standing:
    """What is said of a claim as a whole: a flat contradiction is never outvoted by any number of agreements.

    `against` are the qualifiers of the contradictions, None for a flat one; `origins` counts the independent texts that
    agree.
    """
    qualifiers = set(against)
    if None in qualifiers:
        return Standing.DIFFERS
    if Qualifier.UPDATE in qualifiers:
        return Standing.UPDATED
    if origins:
        return Standing.AGREES if origins > 1 else Standing.ONE_ORIGIN
    if qualifiers:
        return Standing.COMPATIBLE if qualifiers <= _BOTH_CAN_HOLD else Standing.DIFFERS
    return Standing.COULD_NOT_CHECK if unresolved else Standing.NOT_FOUND


def _checked(
    quote: Quote,
    verdicts: Sequence[PairVerdict],
    quotes: Mapping[str, Quote],
    differences: Sequence[Difference],
    anchors: Anchors,
) -> CheckedClaim:
    against = tuple(one for one in differences if quote.claim.id in (one.left.claim.id, one.right.claim.id))
    support = _support(quote.claim.id, verdicts, quotes)
    origins = count_origins(one.source for one in support)
    return CheckedClaim(
        anchor=anchors.take("claim", quote.claim.id),
        quote=quote,
        standing=standing_of((one.verdict.qualifier for one in against), origins, bool(quote.claim.unresolved)),
        against=against,
        support=support,
        origins=origins,
    )


def _support(claim_id: str, verdicts: Sequence[PairVerdict], quotes: Mapping[str, Quote]) -> tuple[Quote, ...]:
    """The quotes that agree with the claim, most probable first."""
    agreeing = [one for one in verdicts if one.verdict is Verdict.AGREEMENT and claim_id in (one.left, one.right)]
    ranked = sorted(agreeing, key=lambda one: -one.probability)
    return tuple(quotes[one.right if one.left == claim_id else one.left] for one in ranked)
