"""How probable it is that a clash is a disagreement: a logistic function of what is known of the pair, in sight.

The weights stand in `weights.toml` beside this module, with the number of pairs that they were fitted on;
`benchmarks/fit_verdicts.py` writes that file.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from factcheck.schema import ArgumentRole, ClaimFacts, ContradictionKind, DurationRole, EntityType, Record
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import (
    FIRM,
    GENERAL,
    Alignment,
    FactRelation,
    about_one_thing,
    tells_of_another_event,
)
from factcheck.stages.verdicts.clashes import Clash, find_clashes, shared_arguments
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit
from factcheck.stages.verdicts.likeness import coverage

WEIGHTS_FILE = "weights.toml"
_MOST_SHARED = 2.5
_YEAR = 365.25
_TAKING_PART = frozenset({ArgumentRole.AGENT, ArgumentRole.PATIENT})
# What two claims that name other people each give of their own.
_OF_PEOPLE = frozenset({ContradictionKind.NUMBER, ContradictionKind.DATE, ContradictionKind.DURATION})


class Weights(Record):
    """A fitted logistic function: `logit = constant + sum(weight * feature)`, brought to a probability by `slope` and
    `offset` (Platt), which were fitted on scores of stories that the weights had not seen."""

    constant: float
    slope: float
    offset: float
    pairs: int
    stories: int
    features: Mapping[str, float]


ClashKey = tuple[str, str, str]
"""Kind and the two values as understood, sorted: what makes two contradictions one disagreement told twice."""


class WeighedClash(Record):
    """The best aligned clash of a pair and how probable it is that it is a disagreement."""

    clash: Clash
    probability: float


def weigh_clash(
    evidence: PairEvidence, settings: VerdictSettings, relations: Sequence[FactRelation]
) -> WeighedClash | None:
    """The clash of a pair with its probability, None where no values clash."""
    clash = next(iter(find_clashes(evidence)), None)
    if clash is None or (clash.kind in _OF_PEOPLE and _of_two_people(evidence, clash)):
        return None
    features = clash_features(evidence, settings, clash, relations)
    return WeighedClash(clash=clash, probability=contradiction_probability(features, contradiction_weights()))


def _of_two_people(evidence: PairEvidence, clash: Clash) -> bool:
    return evidence.names.people_apart or ages_apart(evidence, clash) or _nations_apart(evidence, clash)


def _nations_apart(evidence: PairEvidence, clash: Clash) -> bool:
    """Whether one event befell people of two nations: a Chilean fell on Friday, an Englishman on Saturday."""
    ours, theirs = (_nations(facts, clash) for facts in (evidence.left_facts, evidence.right_facts))
    return bool(ours and theirs) and not ours & theirs


def _nations(facts: ClaimFacts, clash: Clash) -> set[str]:
    """Whose people take part in the event of a clash; where the parse has lost the event, the peoples of the claim."""
    told = [frame for frame in facts.frames if frame.event in clash.slot.split()]
    if not told:
        return {entity.canonical for entity in facts.entities if entity.type is EntityType.GROUP}
    return {nation for f in told for a in f.arguments if a.role in _TAKING_PART for nation in a.peoples}


def ages_apart(evidence: PairEvidence, clash: Clash) -> bool:
    """Whether each claim gives an age, another one, and no person in common: then it is of two people that they tell.

    "The 36-year-old fell 200 metres", "Robert Buckley, 32, fell 600 metres". An age told twice is a clash of its own.
    """
    ages = [
        [d.interval.low for d in facts.durations if d.role is DurationRole.AGE and d.interval.low is not None]
        for facts in (evidence.left_facts, evidence.right_facts)
    ]
    people = {e.canonical for e in evidence.left_facts.entities if e.type is EntityType.PERSON}
    if clash.slot.startswith("age") or not all(ages) or people & set(evidence.names.shared):
        return False
    return min(abs(one - other) for one in ages[0] for other in ages[1]) > _YEAR


def clash_key(clash: Clash) -> ClashKey:
    """What names the two values of a clash, whichever claim has which."""
    one, other = sorted((clash.left.understood, clash.right.understood))
    return clash.kind.value, one, other


@cache
def contradiction_weights() -> Weights:
    """The weights that come with factcheck."""
    table = tomllib.loads(files(__package__).joinpath(WEIGHTS_FILE).read_text(encoding="utf-8"))
    return Weights.model_validate(table["contradiction"])


def contradiction_score(features: Mapping[str, float], weights: Weights) -> float:
    """The logit of a clash; higher is more like the disagreements that annotators listed."""
    return weights.constant + sum(weight * features[name] for name, weight in weights.features.items())


def contradiction_probability(features: Mapping[str, float], weights: Weights) -> float:
    """The share of pairs with this score that are disagreements, from 0 to 1."""
    logit = weights.slope * contradiction_score(features, weights) + weights.offset
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def clash_features(
    evidence: PairEvidence, settings: VerdictSettings, clash: Clash, relations: Sequence[FactRelation]
) -> dict[str, float]:
    """What the function weighs, by name; shares and probabilities from 0 to 1, yes and no as 1 and 0."""
    left, right = evidence.left_facts, evidence.right_facts
    apart = [relation for relation in relations if relation.fit is Fit.APART]
    sure = any(relation.alignment is Alignment.SURE for relation in apart)
    aligned = clash.same_thing * clash.same_event
    features = {
        "contradiction_high": evidence.contradiction,
        "contradiction_low": evidence.mutual_contradiction,
        "similarity": evidence.similarity,
        "coverage_high": max(coverage(evidence)),
        "aligned_surely": float(sure),
        "aligned_unsurely": float(bool(apart) and not sure),
        "about_one_thing": float(about_one_thing(evidence, settings)),
        "another_event": float(tells_of_another_event(evidence)),
        "people_apart": float(evidence.names.people_apart),
        "fact_matches": float(any(r.decisive or r.fit is Fit.SAME for r in relations)),
        "fact_compatible": float(any(r.fit is Fit.COMPATIBLE for r in relations)),
        "same_event": clash.same_event,
        "one_thing_in_one_event": aligned,
        "one_thing_in_one_event_seen": aligned * evidence.contradiction,
        "exact": float(clash.exact),
        "both_firm": float((left.certainty in FIRM) == (right.certainty in FIRM)),
        "same_predicate": float(left.predicate == right.predicate and left.predicate not in (None, *GENERAL)),
        "shared_roles": _shared_roles(evidence),
        "spelling": float(clash.slot == "name"),
    }
    return features | {f"kind_{kind.value}": float(clash.kind is kind) for kind in ContradictionKind}


def _shared_roles(evidence: PairEvidence) -> float:
    """The most that two events of one class share: half a point for the class, one for each role filled alike."""
    shared = [
        shared_arguments(one, other) + 0.5
        for one in evidence.left_facts.frames
        for other in evidence.right_facts.frames
        if one.event == other.event and one.event not in GENERAL
    ]
    return min(max(shared, default=0.0), _MOST_SHARED)
