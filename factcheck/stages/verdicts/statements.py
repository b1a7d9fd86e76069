"""How the places and the polarity of two claims about one event relate."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.schema import Certainty, ContradictionKind, EntityMention
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import Alignment, FactRelation, Value, same_event
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit


def relate_places(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """One event in two places that exclude each other; sure only where a claim names the event ("the summit")."""
    if evidence.names.places_apart is None:
        return
    left, right = evidence.names.places_apart
    alignment = same_event(evidence, settings)
    names_event = evidence.left_facts.subject is None or evidence.right_facts.subject is None
    if alignment is not Alignment.NONE:
        alignment = Alignment.SURE if names_event else Alignment.UNSURE
    yield FactRelation(
        kind=ContradictionKind.PLACE,
        fit=Fit.APART,
        alignment=alignment,
        left=_place_value(left),
        right=_place_value(right),
    )


def _place_value(place: EntityMention) -> Value:
    return Value(written=place.text, understood=place.canonical)


def relate_polarity(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """One event that one claim asserts and the other denies, or that both deny; never sure without NLI."""
    left, right = evidence.left_facts, evidence.right_facts
    alignment = same_event(evidence, settings)
    if alignment is Alignment.NONE or not (left.negated or right.negated):
        return
    if not all(facts.certainty in {Certainty.ASSERTED, Certainty.PLANNED} for facts in (left, right)):
        return
    yield FactRelation(
        kind=ContradictionKind.NEGATION,
        fit=Fit.SAME if left.negated == right.negated else Fit.APART,
        alignment=alignment if left.negated == right.negated else Alignment.UNSURE,
        left=_polarity_value(evidence.left.text, left.negated),
        right=_polarity_value(evidence.right.text, right.negated),
    )


def _polarity_value(text: str, negated: bool) -> Value:
    return Value(written=text, understood="denies it" if negated else "says so")
