"""How probable it is that two claims report one fact: the NLI model's own word for it, weighed with likeness."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from factcheck.schema import ClaimFacts, DurationRole, Record
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import FactRelation, differ_in_form
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.likeness import coverage
from factcheck.stages.verdicts.shared_values import count_otherwise
from factcheck.stages.verdicts.weighing import weigh_clash

WEIGHTS_FILE = "one_fact.toml"
# A claim of fewer different content words is too vague to be taken for a fact at the lower bar: "They have talked."
_FEWEST_TELLING = 4
_NUMBER = re.compile(r"\d{3,}")


class OneFactWeights(Record):
    """`logit = constant + sum(weight * feature)`, fitted by models/fit_same_fact.py on `pairs` labelled pairs."""

    constant: float
    pairs: int
    features: Mapping[str, float]


@cache
def one_fact_weights() -> OneFactWeights:
    """The weights that come with factcheck."""
    text = files(__package__).joinpath(WEIGHTS_FILE).read_text(encoding="utf-8")
    return OneFactWeights.model_validate(tomllib.loads(text))


def one_fact_features(evidence: PairEvidence) -> dict[str, float]:
    """What is weighed, by name: cosine, share of words covered, NLI probabilities, and the logit of `same_fact`.

    `_high` and `_low` are of the two directions. Only for evidence whose `same_fact` is not None.
    """
    entailments = [evidence.left_to_right.entailment, evidence.right_to_left.entailment]
    return {
        "similarity": evidence.similarity,
        "coverage_high": max(coverage(evidence)),
        "coverage_low": min(coverage(evidence)),
        "entailment_high": max(entailments),
        "entailment_low": min(entailments),
        "contradiction_high": evidence.contradiction,
        "contradiction_low": evidence.mutual_contradiction,
        "same_fact": evidence.same_fact or 0.0,
    }


def one_fact_likelihood(evidence: PairEvidence) -> float | None:
    """The probability that an editor would say that both report one fact; None where the model does not say."""
    if evidence.same_fact is None:
        return None
    weights, features = one_fact_weights(), one_fact_features(evidence)
    logit = weights.constant + sum(weight * features[name] for name, weight in weights.features.items())
    return 1 / (1 + math.exp(-logit))


def reports_one_fact(evidence: PairEvidence, settings: VerdictSettings, relations: tuple[FactRelation, ...]) -> bool:
    """Whether both report one fact and nothing in them speaks against it: see `min_one_fact` in the settings.

    What is checked before publication must be said by the source, not only be about the same, so that it is asked of
    pairs of sources alone.
    """
    likelihood = one_fact_likelihood(evidence)
    if likelihood is None or evidence.checked is not None or _speaks_against(evidence, settings, relations):
        return False
    return likelihood >= (settings.min_one_fact_when_delicate if _is_delicate(evidence) else settings.min_one_fact)


def _speaks_against(evidence: PairEvidence, settings: VerdictSettings, relations: tuple[FactRelation, ...]) -> bool:
    return (
        evidence.similarity < settings.min_similarity_same_event
        or evidence.mutual_contradiction >= settings.min_contradiction
        or evidence.left_facts.negated != evidence.right_facts.negated
        or evidence.names.people_apart
        or count_otherwise(evidence)
        or _since_another(evidence)
        or _number_in_a_name(evidence)
        or weigh_clash(evidence, settings, relations) is not None
    )


def _since_another(evidence: PairEvidence) -> bool:
    """Whether only one is a "first in years", or each of another kind of event: a first visit, a first meeting."""
    ours, theirs = (
        {duration.event for duration in facts.durations if duration.role is DurationRole.SINCE_LAST}
        for facts in (evidence.left_facts, evidence.right_facts)
    )
    return bool(ours) != bool(theirs) or (bool(ours) and not ours & theirs)


def _number_in_a_name(evidence: PairEvidence) -> bool:
    """Whether a number of both is a figure or a year in one alone: "founded in 1998", "at 1998 Harbour Road"."""
    ours, theirs = (_figures(facts) for facts in (evidence.left_facts, evidence.right_facts))
    shared = set(_NUMBER.findall(evidence.left.text)) & set(_NUMBER.findall(evidence.right.text))
    return any((number in ours) != (number in theirs) for number in shared)


def _figures(facts: ClaimFacts) -> set[str]:
    said = [fact.text for facts_of_kind in (facts.quantities, facts.times, facts.durations) for fact in facts_of_kind]
    return set(_NUMBER.findall(" ".join(said)))


def _is_delicate(evidence: PairEvidence) -> bool:
    """Whether one of the two is vague, or they differ in how firmly they are put or in tense."""
    left, right = evidence.left_facts, evidence.right_facts
    vague = min(len(set(left.words)), len(set(right.words))) < _FEWEST_TELLING
    return vague or differ_in_form(evidence)
