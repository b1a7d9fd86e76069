"""Words of one kind of which a thing has but one: a car is silver or grey, a gun a rifle or a pistol."""

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
_WEATHER = {name: name for name in ("sunny", "rainy", "snowy", "foggy")}
CLASSES: tuple[tuple[str, ContradictionKind, Mapping[str, str]], ...] = (
    ("colour", ContradictionKind.OTHER, _COLOURS),
    ("weapon", ContradictionKind.ENTITY, _FIREARMS),
    ("vehicle", ContradictionKind.ENTITY, _VEHICLES),
    ("weather", ContradictionKind.OTHER, _WEATHER),
)


def relate_attributes(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """Each kind of which both claims give one, and another; never sure, and only where the model sees it both ways."""
    if not model_sees_both_ways(evidence, settings) or evidence.similarity < settings.min_similarity_same_event:
        return
    for name, kind, words in CLASSES:
        left, right = given(evidence.left_facts.words, words), given(evidence.right_facts.words, words)
        if len(left) == len(right) == 1 and left != right:
            yield FactRelation(
                kind=kind,
                fit=Fit.APART,
                alignment=Alignment.UNSURE,
                left=Value(written=left.pop(), understood=name),
                right=Value(written=right.pop(), understood=name),
            )


def given(words: tuple[str, ...], kind: Mapping[str, str]) -> set[str]:
    """The members of a class among the words of a claim."""
    return {kind[word] for word in words if word in kind}
