"""Pairs of claims on which an NLI model need not be asked, since no answer of it would make them differ or agree."""

from __future__ import annotations

from itertools import product

from factcheck.schema import NliScores, Verdict
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import FactRelation
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.judging import judge_related
from factcheck.stages.verdicts.relations import relate_facts

# What a model can say of one direction, at its furthest: the rows of `judge_pair` ask whether a probability is above
# or below a bound, and the fitted functions are monotone in each, so that what is neutral at all of these is neutral
# between them; more of one fact is only ever more agreement; the last stands for the rows that ask for a contradiction
# beside an entailment. The likeliest to tell go first.
_FURTHEST = (
    NliScores(entailment=0.0, neutral=0.0, contradiction=1.0, same_fact=1.0),
    NliScores(entailment=1.0, neutral=0.0, contradiction=0.0, same_fact=1.0),
    NliScores(entailment=0.0, neutral=1.0, contradiction=0.0, same_fact=1.0),
    NliScores(entailment=0.5, neutral=0.0, contradiction=0.5, same_fact=1.0),
)
_ANSWERS = sorted(product(_FURTHEST, repeat=2), key=lambda answer: answer[0] is not answer[1])


def is_settled(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Whether the verdict is neutral whatever an NLI model says; the scores that `evidence` has are not looked at."""
    # Some facts are compared only where the model reads a contradiction both ways, some where it is sure of it.
    bounds = settings.min_contradiction_both_ways, settings.min_contradiction_in_a_word
    related: dict[int, tuple[FactRelation, ...]] = {}
    for forward, backward in _ANSWERS:
        answered = evidence.model_copy(update={"left_to_right": forward, "right_to_left": backward})
        sure = sum(answered.mutual_contradiction >= bound for bound in bounds)
        if sure not in related:
            related[sure] = relate_facts(answered, settings)
        if judge_related(answered, settings, related[sure])[0].verdict is not Verdict.NEUTRAL:
            return False
    return True
