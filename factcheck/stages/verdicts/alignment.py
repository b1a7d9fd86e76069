"""Whether two facts speak of one thing, and the record of how they relate."""

from __future__ import annotations

from enum import IntEnum

from factcheck.schema import (
    Certainty,
    ClaimFacts,
    ContradictionKind,
    Duration,
    DurationRole,
    EntityType,
    Qualifier,
    Record,
    TimeMention,
)
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit

# Predicates too general to say that two claims tell of one event.
GENERAL = frozenset(
    {
        *(
            "ask",
            "be",
            "become",
            "begin",
            "bring",
            "call",
            "come",
            "continue",
            "do",
            "end",
            "find",
            "get",
            "give",
            "go",
        ),
        *("have", "help", "hold", "include", "keep", "know", "leave", "look", "make", "mean", "move", "need", "put"),
        *("remain", "run", "say", "see", "seem", "set", "show", "start", "take", "talk", "tell", "think", "try"),
        *("turn", "use", "want", "work"),
    }
)
FIRM = frozenset({Certainty.ASSERTED, Certainty.PLANNED})
# Two reports of one quake differ by a few tenths; more is another quake.
_MOST_MAGNITUDES_APART = 0.25
_AFTERSHOCKS = frozenset({"aftershock", "foreshock"})
_NICKNAME = 3  # letters that a short form has in common with its name: Rob, Robert
# News dates its own event by the day, and earlier ones, told as background, by month or year.
BACKGROUND = frozenset({"month", "year", "decade"})


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
    """Two facts of one role and unit, how they fit, and how sure it is that they speak of one thing.

    A `decisive` match is agreement in that fact by itself; `left.understood` then says what both do ("quote ...").
    """

    kind: ContradictionKind
    fit: Fit
    alignment: Alignment
    left: Value
    right: Value
    qualifier: Qualifier | None = None
    decisive: bool = False


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
    """As far as likeness, names, places and dates tell, for facts that name their own event."""
    if evidence.similarity < settings.min_similarity_same_event or tells_of_another_event(evidence):
        return Alignment.NONE
    if (evidence.left_facts.certainty in FIRM) != (evidence.right_facts.certainty in FIRM):
        return Alignment.NONE
    if same_age(evidence):
        return Alignment.SURE
    if not evidence.names.shared and evidence.similarity < settings.min_similarity_sure:
        return _without_names(evidence, settings)
    apart = evidence.names.places_apart is not None or evidence.names.scenes_apart or _only_one_placed(evidence)
    if apart or evidence.similarity < settings.min_similarity_sure:
        return Alignment.UNSURE
    return Alignment.SURE


def _without_names(evidence: PairEvidence, settings: VerdictSettings) -> Alignment:
    """Claims that share no name must be rather alike, and not one of them alone name a place: it may be another's."""
    alike = evidence.similarity >= settings.min_similarity_without_names
    return Alignment.UNSURE if alike and not _only_one_placed(evidence) else Alignment.NONE


def model_sees_both_ways(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Whether the model reads a contradiction in both directions, which it seldom does of claims that can both hold."""
    apart = evidence.names.people_apart
    return not apart and evidence.mutual_contradiction >= settings.min_contradiction_both_ways


def _only_one_placed(evidence: PairEvidence) -> bool:
    placed = [any(m.type is EntityType.PLACE for m in f.entities) for f in (evidence.left_facts, evidence.right_facts)]
    return placed[0] != placed[1] and not evidence.names.shared


def same_age(evidence: PairEvidence) -> bool:
    """Whether both tell of someone of one age: in reports of one event, most likely of one person."""
    ages = [{d.interval.low for d in f.durations if d.role is DurationRole.AGE} for f in _facts(evidence)]
    return bool(ages[0] & ages[1])


def _facts(evidence: PairEvidence) -> tuple[ClaimFacts, ClaimFacts]:
    return evidence.left_facts, evidence.right_facts


def tells_of_another_event(evidence: PairEvidence) -> bool:
    """Other people, a quake of another size, or an earlier event told as background in one of the two."""
    if evidence.names.people_apart or quakes_apart(evidence) or _is_aftershock(evidence):
        return True
    dates = _background(evidence)
    return any(dates) and not _any_meet(*dates)


def _is_aftershock(evidence: PairEvidence) -> bool:
    """Whether one claim tells of what an aftershock did, and the other of no aftershock."""
    left, right = (facts.subject in _AFTERSHOCKS for facts in _facts(evidence))
    mentioned = [bool(_AFTERSHOCKS & set(facts.words)) for facts in _facts(evidence)]
    return (left and not mentioned[1]) or (right and not mentioned[0])


def quakes_apart(evidence: PairEvidence) -> bool:
    """Whether both tell of a quake, of two sizes."""
    sizes, others = (_magnitudes(facts) for facts in _facts(evidence))
    if not (sizes and others):
        return False
    return min(abs(one - other) for one in sizes for other in others) > _MOST_MAGNITUDES_APART


def dated_apart(evidence: PairEvidence) -> bool:
    """Whether both give months, years or decades, and none of them is of one time."""
    dates = _background(evidence)
    return all(dates) and not _any_meet(*dates)


def _background(evidence: PairEvidence) -> list[list[TimeMention]]:
    return [[time for time in facts.times if time.granularity in BACKGROUND] for facts in _facts(evidence)]


def _any_meet(ours: list[TimeMention], theirs: list[TimeMention]) -> bool:
    return any(_meet(one, other) for one in ours for other in theirs)


def _magnitudes(facts: ClaimFacts) -> list[float]:
    found = (quantity.interval for quantity in facts.quantities if quantity.unit == "magnitude")
    return [interval.low or interval.high or 0.0 for interval in found]


def _meet(one: TimeMention, other: TimeMention) -> bool:
    if one.start and one.end and other.start and other.end:
        return one.start <= other.end and other.start <= one.end
    return one.text.casefold() == other.text.casefold()


def of_two_relatives(left: Duration, right: Duration) -> bool:
    """Whether the two are told apart by their given names: "John Jenkin, 23", "Kathryn Jenkin, 20"."""
    given = [[word for word in (d.about or "").split() if word[:1].isupper()][:-1] for d in (left, right)]
    return all(given) and not any(_one_given_name(one, other) for one in given[0] for other in given[1])


def _one_given_name(one: str, other: str) -> bool:
    """ "Katie" and "Kate", "J." and "Jonas": one may stand for the other."""
    ours, theirs = (name.casefold().strip(".") for name in (one, other))
    shortest = min(len(ours), len(theirs), _NICKNAME)
    return ours[:shortest] == theirs[:shortest]


def differ_in_form(evidence: PairEvidence) -> bool:
    """Whether one claim denies, doubts or tells as over what the other does not."""
    left, right = evidence.left_facts, evidence.right_facts
    firmness = (left.certainty in FIRM) != (right.certainty in FIRM)
    tense = left.predicate == right.predicate and left.past != right.past
    return left.negated != right.negated or firmness or tense
