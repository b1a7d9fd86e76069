"""Whether two facts speak of one thing, and the record of how they relate."""

from __future__ import annotations

from enum import IntEnum

from factcheck.schema import ContradictionKind, Qualifier, Record
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit

# Predicates too general to say that two claims tell of one event.
GENERAL = frozenset(
    (
        "ask be become begin bring call come continue do end find get give go have help hold include keep know leave "
        "look make mean move need put remain run say see seem set show start take talk tell think try turn use want work"
    ).split()
)


class Alignment(IntEnum):
    """How sure it is that two facts speak of one thing."""

    NONE = 0
    UNSURE = 1
    SURE = 2


class Value(Record):
    """One side of a relation: as written, as understood, and whom it is said of where that is known."""

    written: str
    understood: str
    about: str | None = None


class FactRelation(Record):
    """Two facts of one role and unit, how they fit, and how sure it is that they speak of one thing."""

    kind: ContradictionKind
    fit: Fit
    alignment: Alignment
    left: Value
    right: Value
    qualifier: Qualifier | None = None


def same_event(evidence: PairEvidence, settings: VerdictSettings) -> Alignment:
    """Whether the main events are one: same predicate, no other people, a shared name or subject, similar enough."""
    left, right = evidence.left_facts, evidence.right_facts
    if not same_predicate(evidence) or evidence.similarity < settings.min_similarity_same_event:
        return Alignment.NONE
    is_subject = left.subject is None or right.subject is None or left.subject == right.subject
    if evidence.names.shared and (is_subject or evidence.similarity >= settings.min_similarity_sure):
        return Alignment.SURE
    return Alignment.UNSURE if is_subject or evidence.names.shared else Alignment.NONE


def same_predicate(evidence: PairEvidence) -> bool:
    """Whether both claims tell of one kind of event, and not of other people."""
    left, right = evidence.left_facts.predicate, evidence.right_facts.predicate
    return left is not None and left == right and left not in GENERAL and not evidence.names.people_apart


def about_one_thing(evidence: PairEvidence, settings: VerdictSettings) -> Alignment:
    """As far as similarity, names and places tell, for facts that name their own event."""
    if evidence.names.people_apart or evidence.similarity < settings.min_similarity_same_event:
        return Alignment.NONE
    if evidence.names.places_apart is not None or evidence.similarity < settings.min_similarity_sure:
        return Alignment.UNSURE
    return Alignment.SURE
