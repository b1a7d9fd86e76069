"""A draft or a typed claim, claim by claim, with the evidence for and against each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from factcheck.render.digest.agreements import count_origins
from factcheck.render.digest.differences import Anchors
from factcheck.render.digest.records import CheckedClaim, Difference, Quote
from factcheck.schema import Finding, Outcome, PairVerdict, Report, SourceRole, Verdict


def list_checked(
    report: Report, quotes: Mapping[str, Quote], differences: Sequence[Difference], anchors: Anchors
) -> tuple[CheckedClaim, ...]:
    """Each claim of the draft in the order of the text."""
    own = [quote for quote in quotes.values() if quote.source.entry.role is not SourceRole.SOURCE]
    absent = {entry.claim_id: entry.absent for entry in report.outcomes}
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        findings[finding.claim_ids[0] if finding.claim_ids else ""].append(finding)
    found = [_checked(quote, report.verdicts, quotes, differences, anchors) for quote in own]
    return tuple(
        replace(one, absent=absent.get(one.quote.claim.id, ()), findings=tuple(findings[one.quote.claim.id]))
        for one in found
    )


def cut_evidence(claim: CheckedClaim, most: int) -> CheckedClaim:
    """The claim with the `most` most probable pieces of evidence on either side; `left_out` counts the rest."""
    left_out = max(len(claim.against) - most, 0) + max(len(claim.support) - most, 0)
    return replace(
        claim,
        against=claim.against[:most],
        support=claim.support[:most],
        support_verdicts=claim.support_verdicts[:most],
        left_out=left_out,
        further_against=claim.against[most:],
    )


def _checked(
    quote: Quote,
    verdicts: Sequence[PairVerdict],
    quotes: Mapping[str, Quote],
    differences: Sequence[Difference],
    anchors: Anchors,
) -> CheckedClaim:
    against = tuple(one for one in differences if quote.claim.id in (one.left.claim.id, one.right.claim.id))
    agreeing = _agreeing(quote.claim.id, verdicts)
    support = tuple(quotes[one.right if one.left == quote.claim.id else one.left] for one in agreeing)
    origins = count_origins(one.source for one in support)
    return CheckedClaim(
        anchor=anchors.take("claim", quote.claim.id),
        quote=quote,
        standing=Outcome.of((one.verdict.qualifier for one in against), origins, bool(quote.claim.unresolved)),
        against=against,
        support=support,
        origins=origins,
        support_verdicts=agreeing,
        supporters=tuple({quote.source.entry.id: quote.source for quote in support}.values()),
    )


def _agreeing(claim_id: str, verdicts: Sequence[PairVerdict]) -> tuple[PairVerdict, ...]:
    """The verdicts that agree with the claim, most probable first."""
    found = [one for one in verdicts if one.verdict is Verdict.AGREEMENT and claim_id in (one.left, one.right)]
    return tuple(sorted(found, key=lambda one: -one.probability))
