"""From two directions of NLI and two sets of facts to one verdict: the only place where that is decided."""

from __future__ import annotations

from factcheck.schema import ContradictionKind, PairVerdict, Qualifier, Verdict
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts import reasons
from factcheck.stages.verdicts.alignment import FIRM, Alignment, FactRelation, differ_in_form
from factcheck.stages.verdicts.calibration import ruled_scale, scaled
from factcheck.stages.verdicts.clashes import Clash, find_clashes
from factcheck.stages.verdicts.contrast import contradict_in_a_word, say_another_word, told_alike
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit
from factcheck.stages.verdicts.likeness import agreement_likelihood, coverage
from factcheck.stages.verdicts.one_fact import one_fact_likelihood, reports_one_fact
from factcheck.stages.verdicts.relations import relate_facts
from factcheck.stages.verdicts.shared_values import count_otherwise, shared_values, written_otherwise
from factcheck.stages.verdicts.weighing import ClashKey, WeighedClash, clash_key, weigh_clash

# A claim of fewer content words says too little to agree with: "We cannot do that."
_FEWEST_WORDS = 2
_MANY_NAMES = 3
_PRONOUNS = frozenset({"it", "he", "she", "they", "we"})
# Of claims that share so many of their words, what the model alone sees is a turn of phrase: "felt as far away as".
_SAID_ALIKE = 0.75
# Set by hand below what was seen: 51 of 51 labelled pairs that met the conditions of `shared_values` were right.
_SHARED_VALUE = 0.75


def judge_pair(evidence: PairEvidence, settings: VerdictSettings) -> PairVerdict:
    """What holds between two claims; swapping them mirrors the verdict.

    The rows are tried from the top; the first that fits decides.

    ========================  ===========================================  =============================================
    facts                     NLI and likeness                             verdict
    ========================  ===========================================  =============================================
    clash, surely aligned     anything                                     contradiction of the clash's kind
    clash, alignment unsure   contradiction >= min_contradiction_          contradiction, qualified `reference`
                              with_clash in a direction
    a negation, not of both,  the same in both directions, or >=           contradiction of kind negation
    or none against some      min_contradiction_alone in one
    values that clash,        min_probability_of_clash, by the fitted      contradiction of the clash's kind, qualified
    no decisive match         function of `weighing`                       `reference` unless thing and event are one
    two names in one role     min_contradiction_in_a_word both ways, alike the same
    clash, alignment unsure   anything else                                neutral; an entailment does not outvote it
    a decisive match          anything                                     agreement (a quotation, a list of names, a
                                                                           dated event, a venue that both give)
    no clash, alike but for   contradiction >= min_contradiction_in_a_word contradiction of kind negation or other
    a word or two             both ways
    no clash, no match, one   contradiction >= min_contradiction_alone     contradiction of kind negation or other
    subject and predicate     both ways, similar, a name shared
    one figure, two units     likely agreement, whatever contradiction     agreement
    no clash                  contradiction >= min_contradiction both      neutral, said to be unsettled
                              ways
    no clash, one denies      contradiction >= min_contradiction, without  neutral, said to be unsettled
                              entailment >= min_entailment_when_torn
    no clash                  likely agreement; contradiction >=           agreement, less probable
                              min_contradiction one way
    no clash                  contradiction >= min_contradiction           neutral, said to be unsettled
    no clash, three names     entailment >= min_entailment_with_names,     agreement
                              similar, no contradiction both ways
    no clash                  likely agreement                             agreement
    values that both give     no contradiction both ways, nothing checked  agreement in these values
    no clash, nothing         one fact >= min_one_fact, by the model's     agreement
    checked                   output for it, and nothing against it
    anything else                                                          neutral
    ========================  ===========================================  =============================================

    Agreement is likely from `min_agreement` on (`likeness.agreement_likelihood`, raised by a fact that matches) where
    nothing speaks against it; never where the two give one slot two values, are alike but for a word or two, or have
    two speakers speak of themselves, and neither entails the other; from `min_agreement_when_delicate` on where one
    claim denies, doubts, conditions or tells as over what the other does not, where the model sees a contradiction
    one way that no entailment >= min_entailment_when_torn stands against, and for a checked claim also where a
    reference is open; from `min_agreement_by_likeness` on where nothing matches and neither entails the other. Where
    one of the two is a typed claim or a draft, the source must also entail it to min_entailment_of_checked, or
    neither the other where the words are nearly the same (min_agreement_by_likeness): of what only the claim entails,
    the source says less. If A entails B, then B cannot exclude A: where the model has it so, it reads a more specific
    statement as a contradiction; that is agreement, less probable, and its reason says so. Two different speakers
    make any contradiction one between `speakers`. The probability of an agreement was fitted on labelled pairs
    (`likeness`), that of a clash on annotated stories (`weighing`), and what the formula of a rule says of a
    contradiction is scaled by the same stories (`calibration`).
    """
    return judge(evidence, settings)[0]


def judge(evidence: PairEvidence, settings: VerdictSettings) -> tuple[PairVerdict, ClashKey | None]:
    """The verdict of `judge_pair`, and for a contradiction in two values what names them."""
    return judge_related(evidence, settings, relate_facts(evidence, settings))


def judge_related(
    evidence: PairEvidence, settings: VerdictSettings, relations: tuple[FactRelation, ...]
) -> tuple[PairVerdict, ClashKey | None]:
    """The same, where `relate_facts` has been asked before."""
    clash = next((relation for relation in relations if relation.fit is Fit.APART), None)
    weighed = weigh_clash(evidence, settings, relations)
    ruled = _judge_by_rules(evidence, settings, relations, clash)
    if ruled.verdict is Verdict.CONTRADICTION:
        probability = round(scaled(ruled.probability, ruled_scale()), 4)
        key = clash_key(weighed.clash) if weighed else _relation_key(clash)
        return ruled.model_copy(update={"probability": probability}), key
    if weighed is None or not _is_told(evidence, settings, weighed):
        return ruled, None
    if _is_decisive(relations) and evidence.mutual_contradiction < settings.min_contradiction:
        return ruled, None
    return _weighed_contradiction(evidence, weighed), clash_key(weighed.clash)


def _is_told(evidence: PairEvidence, settings: VerdictSettings, weighed: WeighedClash) -> bool:
    """Whether a clash is probable enough.

    A draft that names "Jonas Lund" where a report of the same has "Jonas Lind" is told so at any probability: there a
    slip is what one looks for, while of two reports each may know another of two people.
    """
    misspelt = weighed.clash.slot == "name" and evidence.similarity >= settings.min_similarity_same_event
    if (evidence.checked is not None and misspelt) or _is_seen_both_ways(evidence, settings, weighed.clash):
        return True
    return weighed.probability >= settings.min_probability_of_clash


def _is_seen_both_ways(evidence: PairEvidence, settings: VerdictSettings, clash: Clash) -> bool:
    """Two names in one role of one event, in claims alike, which the model reads as exclusive too: two winners."""
    in_one_event = clash.kind is ContradictionKind.ENTITY and clash.same_thing >= 1 and clash.same_event >= 1
    seen = evidence.mutual_contradiction >= settings.min_contradiction_in_a_word
    return in_one_event and seen and told_alike(evidence, settings)


def ruled_probability(evidence: PairEvidence, settings: VerdictSettings) -> float | None:
    """What the formula of the rule says that calls the pair a contradiction, before it is scaled; None where none
    does."""
    relations = relate_facts(evidence, settings)
    clash = next((relation for relation in relations if relation.fit is Fit.APART), None)
    ruled = _judge_by_rules(evidence, settings, relations, clash)
    return ruled.probability if ruled.verdict is Verdict.CONTRADICTION else None


def _judge_by_rules(
    evidence: PairEvidence, settings: VerdictSettings, relations: tuple[FactRelation, ...], clash: FactRelation | None
) -> PairVerdict:
    if clash is not None:
        return _judge_clash(evidence, settings, clash)
    match = next((relation for relation in relations if relation.decisive or relation.fit is Fit.SAME), None)
    if match is not None and match.decisive:
        return _agreement(evidence, settings, match)
    if contradict_in_a_word(evidence, settings) or (match is None and _contradicts_alone(evidence, settings)):
        return _bare_contradiction(evidence)
    return _judge_without_clash(evidence, settings, relations, match)


def _judge_without_clash(
    evidence: PairEvidence, settings: VerdictSettings, relations: tuple[FactRelation, ...], match: FactRelation | None
) -> PairVerdict:
    if _agrees(evidence, settings, match) and not _rules_out_agreement(evidence, settings):
        return _agreement(evidence, settings, match)
    shared = _telling_values(evidence, settings)
    if shared:
        return _shared_agreement(evidence, settings, shared)
    if reports_one_fact(evidence, settings, relations) and not _rules_out_agreement(evidence, settings):
        return _one_fact_agreement(evidence, settings)
    if evidence.contradiction >= settings.min_contradiction:
        torn = evidence.entailment >= settings.min_entailment_when_torn
        return _neutral(evidence, reasons.torn_reason() if torn else reasons.one_way_reason())
    return _neutral(evidence, reasons.neutral_reason(relations[0] if relations else None))


def _rules_out_agreement(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Whether claims that look alike say two things all the same."""
    apart = say_another_word(evidence, settings) or _values_apart(evidence, settings)
    return apart or _speak_of_themselves(evidence)


def _values_apart(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Whether the two give one slot two values, however improbable as a disagreement, and neither entails the other."""
    return evidence.entailment < settings.min_entailment_when_torn and bool(find_clashes(evidence))


def _speak_of_themselves(evidence: PairEvidence) -> bool:
    """ "It shot down the drone", says one country, and so does another: two speakers, each of whom "it" may be."""
    open_subjects = all(
        claim.unresolved and facts.subject in _PRONOUNS
        for claim, facts in ((evidence.left, evidence.left_facts), (evidence.right, evidence.right_facts))
    )
    return open_subjects and not evidence.speakers_may_be_one


def _is_decisive(relations: tuple[FactRelation, ...]) -> bool:
    """Whether the two quote, list or date one thing alike, which a clash elsewhere in them that the model does not see
    both ways does not take back."""
    return any(relation.decisive for relation in relations)


def _relation_key(clash: FactRelation | None) -> ClashKey | None:
    if clash is None:
        return None
    one, other = sorted((clash.left.understood, clash.right.understood))
    return clash.kind.value, one, other


def _weighed_contradiction(evidence: PairEvidence, weighed: WeighedClash) -> PairVerdict:
    clash = weighed.clash
    qualifier = _speakers(evidence) or clash.qualifier
    if qualifier is None and not (clash.same_thing >= 1 and clash.same_event >= 1):
        qualifier = Qualifier.REFERENCE
    relation = FactRelation(
        kind=clash.kind, fit=Fit.APART, alignment=Alignment.UNSURE, left=clash.left, right=clash.right
    )
    reason = reasons.clash_reason(relation, qualifier)
    verdict = _verdict(evidence, Verdict.CONTRADICTION, weighed.probability, reason)
    return verdict.model_copy(update={"kind": clash.kind, "qualifier": qualifier})


# --- the rows --------------------------------------------------------------------------------------------------------


def _judge_clash(evidence: PairEvidence, settings: VerdictSettings, clash: FactRelation) -> PairVerdict:
    qualifier = _speakers(evidence) or clash.qualifier
    if clash.alignment is not Alignment.SURE:
        needed = settings.min_contradiction_with_clash
        seen = evidence.contradiction >= needed
        if clash.kind is ContradictionKind.NEGATION:
            seen = evidence.mutual_contradiction >= needed or evidence.contradiction >= settings.min_contradiction_alone
        if not seen:
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
        and min(coverage(evidence)) < _SAID_ALIKE
        and bool(evidence.names.shared)
        and not evidence.names.people_apart
        and not (evidence.left.unresolved or evidence.right.unresolved)
        and left.predicate is not None
        and (left.predicate, left.subject) == (right.predicate, right.subject)
    )


def _bare_contradiction(evidence: PairEvidence) -> PairVerdict:
    differ = evidence.left_facts.negated != evidence.right_facts.negated
    kind = ContradictionKind.NEGATION if differ else ContradictionKind.OTHER
    qualifier = _speakers(evidence)
    probability = 0.8 * evidence.mutual_contradiction
    verdict = _verdict(evidence, Verdict.CONTRADICTION, probability, reasons.bare_reason(kind, evidence, qualifier))
    return verdict.model_copy(update={"kind": kind, "qualifier": qualifier})


def _agrees(evidence: PairEvidence, settings: VerdictSettings, match: FactRelation | None) -> bool:
    if min(len(evidence.left_facts.words), len(evidence.right_facts.words)) < _FEWEST_WORDS:
        return False
    if evidence.checked and not _says_what_is_checked(evidence, settings, match):
        return False
    if evidence.mutual_contradiction >= settings.min_contradiction and not _same_otherwise_written(match):
        return False
    if _entails_with_names(evidence, settings) or _entails_alike(evidence, settings):
        return True
    if _is_torn(evidence, settings, match) and evidence.left_facts.negated != evidence.right_facts.negated:
        return False
    return _likelihood(evidence, match) >= _needed(evidence, settings, match)


def _says_what_is_checked(evidence: PairEvidence, settings: VerdictSettings, match: FactRelation | None) -> bool:
    """Whether the source says the whole checked claim: that it follows from the claim shows only that it says less."""
    if evidence.entailment_of_checked >= settings.min_entailment_of_checked:
        return True
    says_less = evidence.entailment >= settings.min_entailment_when_torn
    return not says_less and _likelihood(evidence, match) >= settings.min_agreement_by_likeness


def _needed(evidence: PairEvidence, settings: VerdictSettings, match: FactRelation | None) -> float:
    """The likelihood from which two claims agree: the more speaks against it, the higher."""
    differ = differ_in_form(evidence)
    if not differ and _nothing_speaks_against(evidence, settings):
        return settings.min_agreement
    delicate = _is_torn(evidence, settings, match) or differ or _is_open(evidence)
    needed = settings.min_agreement_when_delicate if delicate else settings.min_agreement
    upheld = match is not None or evidence.entailment >= settings.min_entailment_when_torn
    return needed if upheld else max(needed, settings.min_agreement_by_likeness)


def _is_torn(evidence: PairEvidence, settings: VerdictSettings, match: FactRelation | None) -> bool:
    """Whether the model sees a contradiction in a direction that neither an entailment nor a figure stands against."""
    upheld = evidence.entailment >= settings.min_entailment_when_torn or _same_otherwise_written(match)
    return evidence.contradiction >= settings.min_contradiction and not upheld


def _nothing_speaks_against(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Two claims of sources that say enough to be alike, of which the model reads neither as against the other, and
    that do not count the same things otherwise."""
    if evidence.checked is not None or evidence.contradiction >= settings.min_contradiction:
        return False
    fewest = min(len(evidence.left_facts.words), len(evidence.right_facts.words))
    return fewest > _FEWEST_WORDS and not count_otherwise(evidence)


def _entails_with_names(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Long claims share few of their words; that one entails the other of the same three names tells as much."""
    return (
        len(evidence.names.shared) >= _MANY_NAMES
        and evidence.entailment >= settings.min_entailment_with_names
        and evidence.similarity >= settings.min_similarity_with_names
    )


def _entails_alike(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """One follows from the other, which no direction contradicts, and the two are of one topic and share words."""
    return (
        evidence.entailment_of_checked >= settings.min_entailment_alike
        and evidence.contradiction < settings.min_contradiction
        and evidence.similarity >= settings.min_similarity_same_event
        and agreement_likelihood(evidence) >= settings.min_agreement_alike
        and not _is_delicate(evidence)
    )


def _telling_values(evidence: PairEvidence, settings: VerdictSettings) -> tuple[FactRelation, ...]:
    """Values that both give, where the model does not read a contradiction both ways.

    A checked claim must be said whole, not in one of its values. Several values, or one in two units, outweigh the
    model.
    """
    if evidence.checked is not None:
        return ()
    shared = shared_values(evidence, settings)
    outweigh = len({relation.left.understood for relation in shared}) > 1 or any(map(written_otherwise, shared))
    return shared if outweigh or evidence.mutual_contradiction < settings.min_contradiction else ()


def _same_otherwise_written(match: FactRelation | None) -> bool:
    return match is not None and written_otherwise(match)


def _is_delicate(evidence: PairEvidence) -> bool:
    """Whether a reference is open, or the claims differ in what they deny, in how firmly they are put, or in tense."""
    return _is_open(evidence) or differ_in_form(evidence)


def _is_open(evidence: PairEvidence) -> bool:
    return bool(evidence.left.unresolved or evidence.right.unresolved)


def _agreement(evidence: PairEvidence, settings: VerdictSettings, match: FactRelation | None) -> PairVerdict:
    """Agreement; a direction that the model reads as a contradiction takes up to a third off its probability."""
    against = _read_against(evidence, settings)
    likelihood = _likelihood(evidence, match)
    if _entails_with_names(evidence, settings) or _entails_alike(evidence, settings):
        likelihood = max(likelihood, evidence.entailment)
    probability = likelihood * (1 - against / 3)
    reason = reasons.agreement_reason(evidence, match, against > 0)
    return _verdict(evidence, Verdict.AGREEMENT, probability, reason)


def _read_against(evidence: PairEvidence, settings: VerdictSettings) -> float:
    """The contradiction that the model reads beside an agreement, 0 where it is below the bound."""
    return evidence.contradiction if evidence.contradiction >= settings.min_contradiction else 0.0


def _shared_agreement(
    evidence: PairEvidence, settings: VerdictSettings, shared: tuple[FactRelation, ...]
) -> PairVerdict:
    """Agreement in values; what the model sees one way takes up to a third off, as it does of every agreement."""
    against = _read_against(evidence, settings)
    reason = reasons.shared_reason(evidence, shared, against > 0)
    probability = max(_SHARED_VALUE, agreement_likelihood(evidence)) * (1 - against / 3)
    return _verdict(evidence, Verdict.AGREEMENT, probability, reason)


def _one_fact_agreement(evidence: PairEvidence, settings: VerdictSettings) -> PairVerdict:
    """Agreement by the model's word for it; a contradiction one way takes up to a third off, as of every agreement."""
    against = _read_against(evidence, settings)
    probability = (one_fact_likelihood(evidence) or 0.0) * (1 - against / 3)
    return _verdict(evidence, Verdict.AGREEMENT, probability, reasons.one_fact_reason(evidence, against > 0))


def _speakers(evidence: PairEvidence) -> Qualifier | None:
    """Two different people saying different things dispute with each other; the outlets only report it."""
    return None if evidence.speakers_may_be_one else Qualifier.SPEAKERS


# --- probabilities ---------------------------------------------------------------------------------------------------


def _clash_probability(evidence: PairEvidence, clash: FactRelation) -> float:
    """A clash counts for .7 where aligned and .3 where unsure; NLI contradiction fills up what is left."""
    weight = 0.7 if clash.alignment is Alignment.SURE else 0.3
    return weight + (1 - weight) * evidence.contradiction


def _likelihood(evidence: PairEvidence, match: FactRelation | None) -> float:
    """How likely agreement is; a match takes a third of what lacks to 1, a decisive one two thirds."""
    likelihood = agreement_likelihood(evidence)
    if match is None:
        return likelihood
    return likelihood + (1 - likelihood) * (2 / 3 if match.decisive else 1 / 3)


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
