"""How the places and the polarity of two claims about one event relate."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from factcheck.schema import ContradictionKind, EntityMention
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import FIRM, Alignment, FactRelation, Value, same_event, same_predicate
from factcheck.stages.verdicts.clashes import aims_apart
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit


def relate_places(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """One event in two places that exclude each other; sure only where a claim names the event ("the summit")."""
    if evidence.names.places_apart is None:
        return
    left, right = evidence.names.places_apart
    yield FactRelation(
        kind=ContradictionKind.PLACE,
        fit=Fit.APART,
        alignment=_same_occasion(evidence, settings),
        left=_place_value(left),
        right=_place_value(right),
    )


def relate_venues(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """One event at two kinds of site: "died at the scene", "died in hospital"; never sure, one may lie in the other."""
    left, right = evidence.left_facts, evidence.right_facts
    if not left.venues or not right.venues or set(left.venues) & set(right.venues) or left.negated or right.negated:
        return
    yield FactRelation(
        kind=ContradictionKind.PLACE,
        fit=Fit.APART,
        alignment=min(same_event(evidence, settings), Alignment.UNSURE),
        left=Value(written=left.venues[0], understood=f"at a {left.venues[0]}"),
        right=Value(written=right.venues[0], understood=f"at a {right.venues[0]}"),
    )


def _same_occasion(evidence: PairEvidence, settings: VerdictSettings) -> Alignment:
    """Whether the places are those of one event, as sure as can be told without knowing the events.

    A typed claim or draft that names the event itself ("the summit") means that of the sources, however few words the
    two share; an event that is over and one that is to come are two.
    """
    left, right = evidence.left_facts, evidence.right_facts
    names_event = (left.subject is None or right.subject is None) and left.past == right.past
    alike = evidence.checked is not None or evidence.similarity >= settings.min_similarity_sure
    if names_event and alike and same_predicate(evidence):
        return Alignment.SURE
    return min(same_event(evidence, settings), Alignment.UNSURE if left.past == right.past else Alignment.NONE)


def _place_value(place: EntityMention) -> Value:
    return Value(written=place.text, understood=place.canonical)


def relate_polarity(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """One event that one claim asserts and the other denies, or that both deny; never sure without NLI."""
    left, right = evidence.left_facts, evidence.right_facts
    alignment = same_event(evidence, settings)
    if alignment is not Alignment.SURE or not (left.negated or right.negated):
        return
    if left.certainty is not right.certainty or left.certainty not in FIRM:
        return
    frames = ([f for f in facts.frames if f.event == facts.predicate] for facts in (left, right))
    if any(aims_apart(one, other) for one, other in product(*frames)):
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
