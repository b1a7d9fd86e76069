"""Where the main event of a claim happens, and how the names of two claims relate."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

from factcheck.schema import ClaimFacts, EntityMention, EntityType, NameComparison
from factcheck.stages.facts.entities import contains, same_entity
from factcheck.stages.facts.lexicon import EVENT_CLASSES, VENUES
from factcheck.stages.facts.polarity import Statement
from factcheck.stages.facts.syntax import Tree, lemma_of

_LOCATIVES = frozenset({"in", "at", "near", "on", "outside", "inside", "off", "within", "around"})
_DEEPEST = 3
# The last word of a name by which it is that of one building or ground.
_GROUNDS = frozenset(
    "arena stadium hotel motel inn hospital clinic center centre airport school college university church mosque "
    "temple synagogue cathedral street avenue road boulevard mall theater theatre museum building prison jail "
    "penitentiary court courthouse restaurant".split()
)


def event_places(tree: Tree, statement: Statement, entities: tuple[EntityMention, ...]) -> tuple[EntityMention, ...]:
    """The places that "in", "at", "near" tie to the main event, and those that name it ("the Oslo talks")."""
    if statement.verb is None:
        return ()
    tokens = _located(tree, statement.verb, 0) | _naming(tree, statement)
    return tuple(
        entity for entity in entities if entity.type is EntityType.PLACE and tokens & set(tree.within(entity.span))
    )


def event_venues(tree: Tree, statement: Statement) -> tuple[str, ...]:
    """The kinds of site where the main event happens: "on a nearby US military base" is a base."""
    if statement.verb is None:
        return ()
    lemmas = {lemma_of(tree.tokens[index]) for index in _located(tree, statement.verb, 0)}
    return tuple(sorted(lemmas & VENUES))


def _located(tree: Tree, index: int, depth: int) -> set[int]:
    """Objects of locative prepositions below a token: "at a base in Alaska" reaches base and Alaska."""
    if depth > _DEEPEST:
        return set()
    found: set[int] = set()
    for prep in tree.children(index, "prep"):
        if tree.tokens[prep].text.lower() not in _LOCATIVES:
            continue
        for place in tree.children(prep, "pobj"):
            found |= {place} | _located(tree, place, depth + 1)
    if depth == 0:
        for noun in tree.children(index, "attr", "dobj", "acomp", "oprd", "nsubj", "nsubjpass"):
            if lemma_of(tree.tokens[noun]) in EVENT_CLASSES:
                found |= _located(tree, noun, 1)
    return found


def _naming(tree: Tree, statement: Statement) -> set[int]:
    """Place names before the event's own noun, where that noun is what the claim is about."""
    nouns = [statement.subject] if statement.subject is not None else []
    if statement.verb is not None:
        nouns += tree.children(statement.verb, "dobj", "attr")
    events = [noun for noun in nouns if EVENT_CLASSES.get(lemma_of(tree.tokens[noun])) == statement.predicate]
    return {child for noun in events for child in tree.children(noun, "compound", "nmod")}


def compare_names(left: ClaimFacts, right: ClaimFacts) -> NameComparison:
    """The names that two claims share, and whether they put their event in places that exclude each other."""
    pairs = [(one, other) for one in left.entities for other in right.entities if same_entity(one, other)]
    return NameComparison(
        shared=tuple(sorted({name.canonical for pair in pairs for name in pair})),
        places_apart=_places_apart(left.places, right.places),
        people_apart=_people_apart(left.entities, right.entities),
        scenes_apart=_places_apart(_places(left), _places(right)) is not None,
        places_meeting=tuple(
            sorted({(a.canonical, b.canonical) for a in _places(left) for b in _places(right) if _meet(a, b)})
        ),
    )


def _places(facts: ClaimFacts) -> tuple[EntityMention, ...]:
    return tuple(entity for entity in facts.entities if entity.type is EntityType.PLACE)


def _places_apart(
    left: tuple[EntityMention, ...], right: tuple[EntityMention, ...]
) -> tuple[EntityMention, EntityMention] | None:
    if not left or not right or any(_meet(one, other) for one in left for other in right):
        return None
    return left[-1], right[-1]


def _meet(one: EntityMention, other: EntityMention) -> bool:
    """Whether two places can be one: one lies in the other, or one is a building or ground, which lies in any town."""
    if _is_ground(one) is not _is_ground(other):
        return True
    return same_entity(one, other) or contains(one, other) or contains(other, one)


def _is_ground(place: EntityMention) -> bool:
    return place.canonical.casefold().split()[-1] in _GROUNDS


def _people_apart(left: tuple[EntityMention, ...], right: tuple[EntityMention, ...]) -> bool:
    ours = [entity for entity in left if entity.type is EntityType.PERSON]
    theirs = [entity for entity in right if entity.type is EntityType.PERSON]
    return bool(ours and theirs) and not any(same_entity(one, other) for one in ours for other in theirs)
