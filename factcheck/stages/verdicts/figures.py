"""How the figures of two claims relate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.schema import ClaimFacts, ContradictionKind, EntityType, Qualifier, Quantity, QuantityKind
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import (
    GENERAL,
    Alignment,
    FactRelation,
    Value,
    about_one_thing,
    model_sees_both_ways,
    same_event,
    tells_of_another_event,
)
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit, fit
from factcheck.stages.verdicts.updates import left_is_earlier, told_at

# Some of the missing are found and others reported missing, so that their number goes up and down.
_MISSING = "missing"
# Counts that grow while a story runs: a later, higher one revises the earlier.
_GROWING = frozenset({"die", "injure", "missing", "arrest", "displace", "rescue", "evacuate", "casualty"})
# Counts from here on are commonly rounded; below it one more or less is another count.
_ROUNDED_FROM = 100.0
_ROUNDED_SHARE = 0.03
_MEASURE_SHARE = 0.04
# What is counted as it happens, whatever verb tells it: "three blasts were heard", "four blasts shook the town".
_PHENOMENA = frozenset(
    {"aftershock", "quake", "earthquake", "tremor", "blast", "explosion", "shot", "attack", "crash", "storm", "fire"}
)
_DESTROYS = frozenset({"damage", "destroy", "flatten", "level", "raze", "hit", "wreck", "strike", "topple", "affect"})
_DECIMALS = re.compile(r"\d\.(\d+)")
_ROUNDING_OF_FLOATS = 1e-6
_MOST_ROUNDED = 0.1
_MOST_TIMES_APART = 5
_SAID_ALIKE = 0.8
_SEVERAL = 2
_BESIDE = 50
_PEOPLE = frozenset({None, "person", "other person", "resident"})
# What sums up several occasions, where a bare count is that of one.
_SUMMED = re.compile(
    r"\b(?:so far|thus far|far,? (?:the|it|they)|to date|until now|up to now|"
    r"since (?:january|february|march|april|may|june|july|august|september|october|november|december|\d{4})|"
    r"(?:in|during) (?:(?:the|its|their|his|her|all) )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+) "
    r"(?:operations|raids|missions|attacks|cases|incidents|games))\b",
    re.IGNORECASE,
)
_Groups = dict[tuple[str, str, str, str], list[Quantity]]


def relate_quantities(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """One relation a comparable thing: where a claim has several figures for it, the pair that fits best speaks."""
    left_groups = _by_role(in_scope(evidence, evidence.left_facts.quantities))
    right_groups = _by_role(in_scope(evidence, evidence.right_facts.quantities))
    several = _several_apart(left_groups, right_groups)
    for role in sorted(left_groups.keys() & right_groups.keys()):
        pairs = [
            (left, right)
            for left in left_groups[role]
            for right in right_groups[role]
            if not said_of_two_places(evidence, left, right)
        ]
        if not pairs:
            continue
        fits = [(_quantity_fit(left, right), left, right) for left, right in pairs]
        fits.sort(key=lambda item: (list(Fit).index(item[0]), sorted((item[1].text, item[2].text))))
        best, left, right = fits[0]
        yield FactRelation(
            kind=ContradictionKind.NUMBER,
            fit=best,
            alignment=_raised(_quantity_alignment(evidence, settings, (left, right)), several),
            left=Value(written=left.text, understood=left.understood),
            right=Value(written=right.text, understood=right.understood),
            qualifier=reservation_of(evidence, left, right) if best is Fit.APART else None,
        )


def relate_counts(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """The same things counted in other events ("three cables broke", "the damage is to four cables"), never sure.

    Only where the model reads a contradiction in both directions: elsewhere the counts are those of two occasions.
    """
    if not model_sees_both_ways(evidence, settings) or evidence.similarity < settings.min_similarity_sure:
        return
    left, right = _things(evidence, evidence.left_facts.quantities), _things(evidence, evidence.right_facts.quantities)
    for counted in sorted(left.keys() & right.keys()):
        one, other = left[counted], right[counted]
        apart = counted not in _PHENOMENA and _both_act(one.event, other.event)
        if (
            one.event != other.event
            and not apart
            and _quantity_fit(one, other) is Fit.APART
            and not _far_apart(one, other)
        ):
            yield FactRelation(
                kind=ContradictionKind.NUMBER,
                fit=Fit.APART,
                alignment=Alignment.UNSURE,
                left=Value(written=one.text, understood=one.understood),
                right=Value(written=other.text, understood=other.understood),
            )


def _both_act(one: str | None, other: str | None) -> bool:
    """Whether two things are done, each by a verb of its own: of ships seized none need be those seen."""
    told = {one, other} - {None, *GENERAL}
    return len(told) > 1 and not told <= _DESTROYS


def said_of_two_places(evidence: PairEvidence, left: Quantity, right: Quantity) -> bool:
    """Whether shares are said of two places, each close behind its figure: "65 % of traffic to India"."""
    places = _place_beside(evidence.left_facts, left), _place_beside(evidence.right_facts, right)
    return None not in places and places[0] != places[1]


def said_of_one_place(evidence: PairEvidence, left: Quantity, right: Quantity) -> bool:
    """Whether shares are said of one place, and not of two things there: "82 percent in India", "65 % of traffic to
    India"."""
    things = {quantity.counted for quantity in (left, right)} - {None, "percent"}
    place = _place_beside(evidence.left_facts, left)
    if place is None or len(things) > 1 or tells_of_another_event(evidence):
        return False
    return place == _place_beside(evidence.right_facts, right)


def _place_beside(facts: ClaimFacts, quantity: Quantity) -> str | None:
    behind = (e for e in facts.entities if e.type is EntityType.PLACE and e.span.start >= quantity.span.end)
    nearest = min(behind, key=lambda entity: entity.span.start, default=None)
    if quantity.kind is not QuantityKind.PERCENT or nearest is None:
        return None
    return nearest.canonical if nearest.span.start - quantity.span.end <= _BESIDE else None


def _things(evidence: PairEvidence, quantities: tuple[Quantity, ...]) -> dict[str, Quantity]:
    """The counts of things, not people, where a claim has one count of them."""
    counts = [q for q in in_scope(evidence, quantities) if q.kind is QuantityKind.COUNT and q.counted not in _PEOPLE]
    nouns = [quantity.counted for quantity in counts]
    return {q.counted: q for q in counts if q.counted is not None and nouns.count(q.counted) == 1}


def _raised(alignment: Alignment, several: bool) -> Alignment:
    """Claims that count several of the same things, each otherwise, tell of one occasion."""
    return Alignment.SURE if several and alignment is Alignment.UNSURE else alignment


def _several_apart(left: _Groups, right: _Groups) -> bool:
    apart = 0
    for role in left.keys() & right.keys():
        fits = {_quantity_fit(one, other) for one in left[role] for other in right[role]}
        apart += fits == {Fit.APART}
    return apart >= _SEVERAL


def in_scope(evidence: PairEvidence, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Without counts of things where only one of the claims sums up to date: "so far", "in five operations"."""
    summed = [bool(_SUMMED.search(claim.text)) for claim in (evidence.left, evidence.right)]
    if summed[0] == summed[1]:
        return quantities
    return tuple(q for q in quantities if q.kind is not QuantityKind.COUNT or q.event in _GROWING)


def _by_role(quantities: tuple[Quantity, ...]) -> _Groups:
    """Figures by what makes them comparable: kind, unit, what is counted and what happens to it."""
    groups: _Groups = {}
    for quantity in quantities:
        named = quantity.counted or quantity.event
        if named is None or quantity.kind is QuantityKind.ORDINAL:
            continue
        event = (
            "" if quantity.counted == "magnitude" or (quantity.counted or "").startswith("from ") else quantity.event
        )
        counted = quantity.counted or ""
        if event in _GROWING:
            counted = counted.removeprefix("other ")
        key = (quantity.kind.value, quantity.unit or "", counted, event or "")
        groups.setdefault(key, []).append(quantity)
    return groups


def _quantity_fit(left: Quantity, right: Quantity) -> Fit:
    if left.kind is QuantityKind.PERCENT:
        return share_fit(left, right)
    if left.unit == "magnitude":
        return fit(left.interval, right.interval, 0.0)
    if left.kind in {QuantityKind.MEASURE, QuantityKind.MONEY}:
        return fit(left.interval, right.interval, _MEASURE_SHARE)
    smallest = min(v for q in (left, right) for v in (q.interval.low, q.interval.high) if v is not None)
    return fit(left.interval, right.interval, _ROUNDED_SHARE if smallest >= _ROUNDED_FROM else 0.0)


def share_fit(left: Quantity, right: Quantity) -> Fit:
    """85.19 and 85 per cent are one figure, rounded; 3.1 and 3.4 per cent are two, since both give a decimal."""
    values = (left.interval.low, left.interval.high, right.interval.low, right.interval.high)
    rounding = 0.5 * 10.0 ** -min(_decimals(left), _decimals(right)) + _ROUNDING_OF_FLOATS
    if None not in values and abs((left.interval.low or 0.0) - (right.interval.low or 0.0)) <= rounding:
        return Fit.SAME
    return fit(left.interval, right.interval, 0.0)


def _decimals(share: Quantity) -> int:
    """How many decimals a share is written with; in words none ("a third"), but of a point both ("a quarter point")."""
    written = _DECIMALS.search(share.text)
    if written is not None:
        return len(written.group(1))
    return 2 if share.unit == "points" and not any(character.isdecimal() for character in share.text) else 0


def _quantity_alignment(
    evidence: PairEvidence, settings: VerdictSettings, pair: tuple[Quantity, Quantity]
) -> Alignment:
    left, right = pair
    alignment = about_one_thing(evidence, settings)
    fate = (left.counted or "").removeprefix("other ") == "person" and left.event in _GROWING
    if _far_apart(left, right) and evidence.similarity < _SAID_ALIKE:
        return Alignment.NONE
    if fate:
        # A toll often leaves its place to the sentence before: the model's word, both ways, is enough to raise it.
        told_apart = evidence.similarity >= settings.min_similarity_same_event and model_sees_both_ways(
            evidence, settings
        )
        return max(alignment, Alignment.UNSURE) if told_apart and not tells_of_another_event(evidence) else alignment
    if left.event == "live" or (left.counted or "").startswith("from "):
        return alignment if _of_one_place(evidence, left) else min(alignment, Alignment.UNSURE)
    if left.counted is None or left.event is None or left.event in GENERAL:
        return min(alignment, Alignment.UNSURE)
    if left.kind is QuantityKind.COUNT and same_event(evidence, settings) is not Alignment.SURE:
        return min(alignment, Alignment.UNSURE)
    return alignment


def _of_one_place(evidence: PairEvidence, quantity: Quantity) -> bool:
    """A distance or population is that of one place: one subject, or a shared name besides the distance's landmark."""
    left, right = evidence.left_facts.subject, evidence.right_facts.subject
    landmark = (quantity.counted or "").removeprefix("from ")
    others = [name for name in evidence.names.shared if landmark not in name.casefold()]
    return bool(others) or (left is not None and left == right)


def _far_apart(left: Quantity, right: Quantity) -> bool:
    """A toll of 10 and one of 600 are not two reports of one event, unless all else is said alike."""
    small, large = sorted((_middle(left), _middle(right)))
    return large > _MOST_TIMES_APART * max(small, 1.0)


def reservation_of(evidence: PairEvidence, left: Quantity, right: Quantity) -> Qualifier | None:
    """Why two figures that are apart are no flat contradiction: the later revises the earlier, or one is rounded."""
    return update_of(evidence, left, right) or (Qualifier.ROUNDING if is_rounded(left, right) else None)


def is_rounded(left: Quantity, right: Quantity) -> bool:
    """Whether one figure is the other one rounded: "3,000" and "3,150", but not "3,000" and "3,700".

    Only round hundreds and more, and by a tenth at most: further off it is another figure for any reader.
    """
    if not (is_one_value(left) and is_one_value(right)):
        return False
    one, other = _middle(left), _middle(right)
    return _rounds_to(one, other) or _rounds_to(other, one)


def is_one_value(quantity: Quantity) -> bool:
    """Whether a figure is neither approximate nor a bound nor a range."""
    interval = quantity.interval
    return interval.low is not None and interval.low == interval.high and not interval.approximate


def _rounds_to(exact: float, rounded: float) -> bool:
    if rounded < _ROUNDED_FROM or rounded != int(rounded):
        return False
    digits = str(int(rounded))
    unit = 10 ** (len(digits) - len(digits.rstrip("0")))
    near = abs(exact - rounded) <= _MOST_ROUNDED * max(exact, rounded)
    return unit >= _ROUNDED_FROM and near and abs(exact - rounded) <= unit / 2


def update_of(evidence: PairEvidence, left: Quantity, right: Quantity) -> Qualifier | None:
    """A toll that the later report puts higher is an update; of the missing, a later figure is one either way."""
    moments = told_at(evidence)
    if moments is None:
        return None
    if left.event == right.event == _MISSING:
        return Qualifier.UPDATE
    if left.event not in _GROWING:
        return None
    earlier, later = (left, right) if left_is_earlier(moments) else (right, left)
    return Qualifier.UPDATE if _middle(later) > _middle(earlier) else None


def _middle(quantity: Quantity) -> float:
    values = [v for v in (quantity.interval.low, quantity.interval.high) if v is not None]
    return sum(values) / len(values) if values else 0.0
