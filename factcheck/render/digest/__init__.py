"""Arranges a report in the order in which people read it, so that every format tells the same story.

What differs comes first (flat, then with a reservation), then what sources agree on, then what only one origin says,
then what was left out. A report on a draft or a typed claim is arranged claim by claim instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.render.digest.agreements import list_agreements, list_only_here
from factcheck.render.digest.checked import cut_evidence, list_checked
from factcheck.render.digest.differences import Anchors, list_differences
from factcheck.render.digest.quotes import view_quotes, view_sources
from factcheck.render.digest.records import (
    Agreement,
    CheckedClaim,
    Difference,
    Digest,
    OnlyHere,
    Quote,
    SourceView,
    Standing,
)
from factcheck.schema import Report, Scope, SkippedInput

__all__ = [
    "Agreement",
    "CheckedClaim",
    "Difference",
    "Digest",
    "OnlyHere",
    "Quote",
    "SourceView",
    "Standing",
    "digest_report",
]

# Findings that no verdict between two sources stands behind: changed copies, a source at odds with itself.
_TOLD_AS_NOTES = frozenset({"copy-changed-figure", "contradicts-itself"})


def digest_report(report: Report, top: int | None = None) -> Digest:
    """The report arranged for reading, with at most `top` pieces of evidence on either side of a checked claim."""
    sources = view_sources(report)
    quotes = view_quotes(report, sources)
    anchors = Anchors()
    against = report.run.scope is Scope.AGAINST
    differences = list_differences(report, quotes, anchors, by_finding=not against)
    agreements = list_agreements(report, quotes, anchors)
    checked = list_checked(report, quotes, differences, anchors) if against else ()
    return Digest(
        report=report,
        sources=tuple(sources.values()),
        differences=tuple(one for one in differences if against or not _is_settled(one)),
        agreements=tuple(one for one in agreements if against or not _is_settled(one)),
        settled=() if against else (*filter(_is_settled, differences), *filter(_is_settled, agreements)),
        only_here=() if against else list_only_here(quotes.values(), agreements, differences),
        checked=checked if top is None else tuple(cut_evidence(claim, top) for claim in checked),
        notes=tuple(
            finding
            for finding in report.findings
            if not finding.claim_ids or finding.place or finding.rule in _TOLD_AS_NOTES
        ),
        skipped=_by_path(report.skipped),
    )


def _is_settled(one: Difference | Agreement) -> bool:
    return one.finding is not None and one.finding.suppressed is not None


def _by_path(skipped: Sequence[SkippedInput]) -> tuple[tuple[str, tuple[SkippedInput, ...]], ...]:
    """What was left out, file by file, in the order of the report."""
    paths = dict.fromkeys(one.path for one in skipped)
    return tuple((path, tuple(one for one in skipped if one.path == path)) for path in paths)
