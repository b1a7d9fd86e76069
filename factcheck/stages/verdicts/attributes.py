"""Words of one kind of which a thing has but one: a car is silver or grey, a gun a rifle or a pistol, a road open or
closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from factcheck.schema import ContradictionKind
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import Alignment, FactRelation, Value, model_sees_both_ways
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit

_COLOURS = {
    **{name: name for name in ("black", "white", "silver", "red", "blue", "green", "yellow", "brown", "orange")},
    **{name: name for name in ("purple", "pink", "beige", "gold")},
    "grey": "grey",
    "gray": "grey",
}
_FIREARMS = {
    **dict.fromkeys(("rifle", "carbine"), "rifle"),
    **dict.fromkeys(("pistol", "handgun", "revolver"), "handgun"),
    **{name: name for name in ("shotgun", "crossbow", "knife", "machete", "axe")},
}
_VEHICLES = {
    **dict.fromkeys(("lorry", "truck"), "truck"),
    **dict.fromkeys(("motorcycle", "motorbike"), "motorcycle"),
    **dict.fromkeys(("train", "tram"), "train"),
    **{name: name for name in ("bus", "van", "helicopter", "bicycle", "taxi", "frigate", "destroyer", "submarine")},
}
_DEPARTURES = {**dict.fromkeys(("sack", "dismiss"), "dismissed"), **dict.fromkeys(("resign", "quit"), "resigned")}
_WEATHER = {name: name for name in ("sunny", "rainy", "snowy", "foggy")}
CLASSES: tuple[tuple[str, ContradictionKind, Mapping[str, str]], ...] = (
    ("colour", ContradictionKind.OTHER, _COLOURS),
    ("weapon", ContradictionKind.ENTITY, _FIREARMS),
    ("vehicle", ContradictionKind.ENTITY, _VEHICLES),
    ("weather", ContradictionKind.OTHER, _WEATHER),
    ("way out of office", ContradictionKind.OTHER, _DEPARTURES),
)
# States of which a thing is in one or the other; the verbs that bring them about count as they do.
_ACCESS = {**dict.fromkeys(("open", "reopen"), "open"), **dict.fromkeys(("close", "closed", "shut"), "closed")}
_WEAPONS = {"armed": "armed", "arm": "armed", "unarmed": "unarmed"}
_GUILT = {"guilty": "guilty", "innocent": "innocent"}
_LAW = {**dict.fromkeys(("legal", "lawful"), "legal"), **dict.fromkeys(("illegal", "unlawful"), "illegal")}
_AWARE = {"conscious": "conscious", "unconscious": "unconscious"}
STATES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("open or closed", _ACCESS),
    ("armed or not", _WEAPONS),
    ("guilty or not", _GUILT),
    ("within the law or not", _LAW),
    ("conscious or not", _AWARE),
)
# "Opened fire" and "the offices were closed" share words too; two reports of one state share most of them.
_MOST_WORDS = 0.6


def relate_attributes(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """Each kind of which both claims give one, and another; never sure, and only where the model sees it both ways."""
    if not model_sees_both_ways(evidence, settings) or evidence.similarity < settings.min_similarity_same_event:
        return
    for name, kind, words in CLASSES:
        yield from _apart(evidence, name, kind, words)
    for name, words in STATES:
        if _otherwise_alike(evidence, words):
            yield from _apart(evidence, name, ContradictionKind.STATUS, words)


def _apart(
    evidence: PairEvidence, name: str, kind: ContradictionKind, words: Mapping[str, str]
) -> Iterator[FactRelation]:
    left, right = given(evidence.left_facts.words, words), given(evidence.right_facts.words, words)
    if len(left) == len(right) == 1 and left != right:
        yield FactRelation(
            kind=kind,
            fit=Fit.APART,
            alignment=Alignment.UNSURE,
            left=Value(written=left.pop(), understood=name),
            right=Value(written=right.pop(), understood=name),
        )


def _otherwise_alike(evidence: PairEvidence, states: Mapping[str, str]) -> bool:
    """Whether the claims say one thing but for the state, neither denied nor told as over in one alone."""
    left, right = evidence.left_facts, evidence.right_facts
    ours, theirs = set(left.words) - set(states), set(right.words) - set(states)
    shared = len(ours & theirs) >= _MOST_WORDS * max(len(ours), len(theirs)) > 0
    return shared and (left.negated, left.past) == (right.negated, right.past)


def given(words: tuple[str, ...], kind: Mapping[str, str]) -> set[str]:
    """The members of a class among the words of a claim."""
    return {kind[word] for word in words if word in kind}
