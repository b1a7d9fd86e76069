"""None of something in one claim, some of it in the other: "no one was hurt" against "three people were injured"."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

from collections.abc import Iterator, Mapping

from factcheck.schema import ArgumentRole, ClaimFacts, ContradictionKind, Frame
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import FIRM, Alignment, FactRelation, Value, tells_of_another_event
from factcheck.stages.verdicts.clashes import FATES
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit

# What there is some of where the narrower thing has happened: of the dead it is not said that no one was hurt.
_NARROWER: Mapping[str, frozenset[str]] = {
    "injure": frozenset({"injure", "die", "casualty"}),
    "casualty": frozenset({"injure", "die", "casualty"}),
    "damage": frozenset("damage destroy topple raze level flatten wreck ruin gut collapse".split()),
}
# How a thing is said to be there: "police have identified suspects", "the inquiry found evidence".
_SHOWN = frozenset("have find identify name arrest hold detain question charge catch see show report discover".split())
_SETTLEMENTS = frozenset({"town", "city", "capital"})
# What happens to people and things is denied of all of them; of other things ("no bomb") perhaps of one place only.
_HAPPENINGS = frozenset({*FATES, *_NARROWER})
_SUFFERING = frozenset({ArgumentRole.PATIENT, ArgumentRole.PLACE})


def relate_denials(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """What one claim says there was none of and the other some of; never sure, so that the model must see it too."""
    left, right = evidence.left_facts, evidence.right_facts
    if (
        tells_of_another_event(evidence)
        or evidence.names.scenes_apart
        or evidence.similarity < settings.min_similarity_same_event
    ):
        return
    denied = {*_denied_and_told(left, right), *_denied_and_told(right, left)}
    things_only = bool(denied) and not denied & _HAPPENINGS
    if things_only and evidence.mutual_contradiction < settings.min_contradiction_in_a_word:
        return
    if denied or _is_spared_and_hit(left, right) or _is_spared_and_hit(right, left):
        yield FactRelation(
            kind=ContradictionKind.NEGATION,
            fit=Fit.APART,
            alignment=Alignment.UNSURE,
            left=Value(written=evidence.left.text, understood=_said(left, right)),
            right=Value(written=evidence.right.text, understood=_said(right, left)),
        )


def _denied_and_told(denying: ClaimFacts, telling: ClaimFacts) -> set[str]:
    return {thing for thing in denying.denied if _tells_of(telling, thing)}


def _said(own: ClaimFacts, other: ClaimFacts) -> str:
    return "denies it" if _denied_and_told(own, other) or _is_spared_and_hit(own, other) else "says so"


def _tells_of(facts: ClaimFacts, thing: str) -> bool:
    """Whether a claim tells, as a fact, of some of what another says there was none of."""
    if facts.certainty not in FIRM or thing in facts.denied:
        return False
    happenings = _NARROWER.get(thing, frozenset({thing}))
    if any(quantity.event in happenings and (quantity.interval.low or 0.0) >= 1 for quantity in facts.quantities):
        return True
    if facts.predicate in happenings:
        return not facts.negated
    return any(_shows(frame, thing) for frame in facts.frames if frame.firm and not frame.negated)


def _shows(frame: Frame, thing: str) -> bool:
    return frame.event in _SHOWN and any(
        a.role is ArgumentRole.PATIENT and a.name is None and a.head == thing for a in frame.arguments
    )


def _is_spared_and_hit(denying: ClaimFacts, telling: ClaimFacts) -> bool:
    """ "The town was undamaged" against "buildings were toppled in the town"."""
    happenings = _NARROWER.get(denying.predicate or "", frozenset())
    if not denying.negated or denying.subject is None:
        return False
    names = {denying.subject} | (_SETTLEMENTS if denying.subject in _SETTLEMENTS else frozenset())
    return any(
        frame.event in happenings
        and not frame.negated
        and any(
            a.role in _SUFFERING and {a.head, a.name.canonical if a.name else a.head} & names for a in frame.arguments
        )
        for frame in telling.frames
    )
