"""From two directions of NLI and two sets of facts to one verdict: the only place where that is decided."""

from __future__ import annotations

from factcheck.schema import ContradictionKind, PairVerdict, Qualifier, Verdict
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts import reasons
from factcheck.stages.verdicts.alignment import FIRM, Alignment, FactRelation
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit
from factcheck.stages.verdicts.relations import relate_facts

_SPEAKER_TITLES = frozenset({"mr", "mrs", "ms", "dr", "president", "sir"})


def judge_pair(evidence: PairEvidence, settings: VerdictSettings) -> PairVerdict:
    """What holds between two claims; swapping them mirrors the verdict.

    The rows are tried from the top; the first that fits decides.

    ========================  ===========================================  =============================================
    facts                     NLI                                          verdict
    ========================  ===========================================  =============================================
    clash, surely aligned     anything                                     contradiction of the clash's kind
    clash, alignment unsure   contradiction >= min_contradiction_          contradiction, qualified `reference`
                              with_clash in a direction                    (a negation needs no qualifier)
    clash, alignment unsure   anything else                                neutral; an entailment does not outvote it
    no clash, one event       contradiction >= min_contradiction_alone     contradiction of kind negation or other
                              both ways, similar, a name shared
    no clash                  entailment one way, contradiction >=         neutral, said to be unsettled
                              min_contradiction the other
    no clash                  contradiction >= min_contradiction           neutral, said to be unsettled
    a match                   entailment >= min_entailment_with_match      agreement
    no clash                  entailment >= min_entailment                 agreement
    anything else                                                          neutral
    ========================  ===========================================  =============================================

    Where one of the two is a typed claim or a draft, the source must also entail it to min_entailment_of_checked. Two
    different speakers make any contradiction one between `speakers`. `probability` is a formula of the NLI scores
    (`_clash_probability` and its neighbours) and is not calibrated yet.
    """
    relations = relate_facts(evidence, settings)
    clash = next((relation for relation in relations if relation.fit is Fit.APART), None)
    if clash is not None:
        return _judge_clash(evidence, settings, clash)
    if _contradicts_alone(evidence, settings):
        return _bare_contradiction(evidence)
    if evidence.contradiction >= settings.min_contradiction:
        torn = evidence.entailment >= settings.min_entailment
        return _neutral(evidence, reasons.torn_reason() if torn else reasons.one_way_reason())
    match = next((relation for relation in relations if relation.fit is Fit.SAME), None)
    if _agrees(evidence, settings, match):
        probability = _agreement_probability(evidence, match)
        return _verdict(evidence, Verdict.AGREEMENT, probability, reasons.agreement_reason(evidence, match))
    return _neutral(evidence, reasons.neutral_reason(relations[0] if relations else None))


# --- the rows --------------------------------------------------------------------------------------------------------


def _judge_clash(evidence: PairEvidence, settings: VerdictSettings, clash: FactRelation) -> PairVerdict:
    qualifier = _speakers(evidence) or clash.qualifier
    if clash.alignment is not Alignment.SURE:
        if evidence.contradiction < settings.min_contradiction_with_clash:
            return _neutral(evidence, reasons.unsure_reason(clash))
        if clash.kind is not ContradictionKind.NEGATION:
            qualifier = qualifier or Qualifier.REFERENCE
    verdict = _verdict(
        evidence, Verdict.CONTRADICTION, _clash_probability(evidence, clash), reasons.clash_reason(clash, qualifier)
    )
    return verdict.model_copy(update={"kind": clash.kind, "qualifier": qualifier})


def _contradicts_alone(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Bare NLI false-fires on claims about different things: ask for both ways, likeness, a name, firm claims."""
    left, right = evidence.left_facts, evidence.right_facts
    firm = all(facts.certainty in FIRM for facts in (left, right))
    return (
        firm
        and evidence.mutual_contradiction >= settings.min_contradiction_alone
        and evidence.similarity >= settings.min_similarity_alone
        and bool(evidence.names.shared)
        and not evidence.names.people_apart
        and (left.predicate == right.predicate or left.subject == right.subject)
    )


def _bare_contradiction(evidence: PairEvidence) -> PairVerdict:
    differ = evidence.left_facts.negated != evidence.right_facts.negated
    kind = ContradictionKind.NEGATION if differ else ContradictionKind.OTHER
    qualifier = _speakers(evidence)
    probability = 0.8 * evidence.mutual_contradiction
    verdict = _verdict(evidence, Verdict.CONTRADICTION, probability, reasons.bare_reason(kind, evidence, qualifier))
    return verdict.model_copy(update={"kind": kind, "qualifier": qualifier})


def _agrees(evidence: PairEvidence, settings: VerdictSettings, match: FactRelation | None) -> bool:
    needed = settings.min_entailment if match is None else settings.min_entailment_with_match
    return evidence.entailment >= needed and evidence.entailment_of_checked >= min(
        needed, settings.min_entailment_of_checked
    )


def _speakers(evidence: PairEvidence) -> Qualifier | None:
    """Two different people saying different things dispute with each other; the outlets only report it."""
    left, right = evidence.left.speaker, evidence.right.speaker
    if left is None or right is None or _name_words(left) & _name_words(right):
        return None
    return Qualifier.SPEAKERS


def _name_words(speaker: str) -> set[str]:
    return {word.strip(".,") for word in speaker.casefold().split()} - _SPEAKER_TITLES


# --- probabilities, not calibrated -----------------------------------------------------------------------------------


def _clash_probability(evidence: PairEvidence, clash: FactRelation) -> float:
    """A clash counts for .7 where aligned and .3 where unsure; NLI contradiction fills up what is left."""
    weight = 0.7 if clash.alignment is Alignment.SURE else 0.3
    return weight + (1 - weight) * evidence.contradiction


def _agreement_probability(evidence: PairEvidence, match: FactRelation | None) -> float:
    """The higher entailment; a matching fact halves what it lacks to 1."""
    return evidence.entailment if match is None else (1 + evidence.entailment) / 2


def _neutral(evidence: PairEvidence, reason: str) -> PairVerdict:
    """Neutral is as probable as neither direction says otherwise."""
    return _verdict(evidence, Verdict.NEUTRAL, 1 - max(evidence.entailment, evidence.contradiction), reason)


def _verdict(evidence: PairEvidence, verdict: Verdict, probability: float, reason: str) -> PairVerdict:
    return PairVerdict(
        left=evidence.left.id,
        right=evidence.right.id,
        cluster_id=evidence.cluster_id,
        verdict=verdict,
        probability=min(1.0, max(0.0, round(probability, 4))),
        reason=reason,
        nli=evidence.nli,
        similarity=evidence.similarity,
    )
