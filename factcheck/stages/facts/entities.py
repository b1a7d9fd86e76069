"""Names of people, places and organisations, as the parser marks them; aliases and places within places come later."""

from __future__ import annotations

from factcheck.schema import EntityMention, EntityType, Parse, Span, Token

_TYPES = {
    "PERSON": EntityType.PERSON,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "ORG": EntityType.ORGANISATION,
    "NORP": EntityType.GROUP,
}


def find_entities(parse: Parse) -> tuple[EntityMention, ...]:
    """The names of a text, in text order."""
    runs: list[list[Token]] = []
    for token in parse.tokens:
        if token.entity in _TYPES and (token.entity_begins or not runs):
            runs.append([token])
        elif token.entity in _TYPES and runs[-1][-1].end + 1 >= token.start and runs[-1][-1].entity == token.entity:
            runs[-1].append(token)
    return tuple(_mention(parse.text, run) for run in runs)


def _mention(text: str, run: list[Token]) -> EntityMention:
    span = Span(start=run[0].start, end=run[-1].end)
    name = span.of(text)
    return EntityMention(text=name, span=span, type=_TYPES[run[0].entity], canonical=name.casefold())


def same_entity(left: EntityMention, right: EntityMention) -> bool:
    """Whether two names stand for one thing: equal, or for people the same family name."""
    if left.canonical == right.canonical:
        return True
    both_people = left.type == right.type == EntityType.PERSON
    return both_people and left.canonical.split()[-1:] == right.canonical.split()[-1:]


def contains(outer: EntityMention, inner: EntityMention) -> bool:
    """Whether the place `inner` is known to lie within `outer`."""
    return False
