"""What the facts of two claims say about each other: which of them match, can both hold, or clash."""

from __future__ import annotations

from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import Alignment, FactRelation
from factcheck.stages.verdicts.attributes import relate_attributes
from factcheck.stages.verdicts.dates import relate_times
from factcheck.stages.verdicts.denials import relate_denials
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.figures import relate_counts, relate_quantities
from factcheck.stages.verdicts.intervals import Fit
from factcheck.stages.verdicts.lengths import relate_durations
from factcheck.stages.verdicts.matches import relate_matches
from factcheck.stages.verdicts.speakers import relate_quotations
from factcheck.stages.verdicts.statements import relate_places, relate_polarity, relate_venues
from factcheck.stages.verdicts.updates import with_times


def relate_facts(evidence: PairEvidence, settings: VerdictSettings) -> tuple[FactRelation, ...]:
    """The facts that can be compared: clashes, decisive matches, then the surest; swapping claims keeps the order."""
    found = [
        *relate_durations(evidence, settings),
        *relate_quantities(evidence, settings),
        *relate_counts(evidence, settings),
        *relate_times(evidence, settings),
        *relate_places(evidence, settings),
        *relate_venues(evidence, settings),
        *relate_polarity(evidence, settings),
        *relate_denials(evidence, settings),
        *relate_attributes(evidence, settings),
        *relate_matches(evidence, settings),
        *relate_quotations(evidence, settings),
    ]
    aligned = (with_times(relation, evidence) for relation in found if relation.alignment > Alignment.NONE)
    return tuple(sorted(aligned, key=_order))


def _order(relation: FactRelation) -> tuple[bool, bool, int, list[str]]:
    sides = sorted((relation.left.written, relation.right.written, relation.left.understood))
    return relation.fit is not Fit.APART, not relation.decisive, -relation.alignment, [relation.kind.value, *sides]
