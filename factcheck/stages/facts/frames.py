"""Who did what to whom, where: each event that a claim tells of, with what fills its roles, from the dependency parse.

Two claims that tell of one event and fill one of its roles otherwise can be compared in that role, whatever the rest of
their sentences is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.schema import Argument, ArgumentRole, EntityMention, EntityType, Frame, Span, Token
from factcheck.stages.facts.lexicon import DENYING_VERBS, EVENT_CLASSES, LIGHT_VERBS, MONTHS, TIME_UNITS, WEEKDAYS
from factcheck.stages.facts.names import known_name
from factcheck.stages.facts.syntax import Tree, event_class, lemma_of, verb_event

_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "on", "off", "inside", "outside", "around", "under", "within", "between", "along", "by"}
)
# What "on" and "in" name besides places.
_TIMES = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(TIME_UNITS)
    | frozenset(
        {
            "morning",
            "afternoon",
            "evening",
            "night",
            "weekend",
            "noon",
            "midday",
            "midnight",
            "dawn",
            "dusk",
            "daybreak",
            "sunrise",
            "sunset",
            "nightfall",
            "time",
            "am",
            "pm",
            "a.m.",
            "p.m.",
            "season",
        }
    )
)
_WAYS = frozenset({"st", "ave", "rd", "blvd", "hwy"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no"})
_NO_ONE = frozenset({"no", "nobody", "none", "neither", "nothing"})
_PRONOUNS = frozenset({"who", "whom", "which", "that", "it", "he", "she", "they", "we", "i", "you", "this", "those"})
_FIRING = frozenset({"fire", "open", "squeeze", "pump", "discharge"})
_SHOTS = frozenset({"shot", "fire", "gun", "round", "bullet", "rifle", "pistol", "weapon"})
_MOST_FRAMES = 12
_MOST_PARTS = 4


def find_frames(tree: Tree, entities: tuple[EntityMention, ...]) -> tuple[Frame, ...]:
    """The events of a claim in text order, each with its roles; verbs that only help or say are none."""
    found = [_frame(tree, index, entities) for index in range(len(tree.tokens)) if _is_event(tree, index)]
    found += [_home(tree, entity, entities) for entity in entities if entity.type is EntityType.PERSON]
    return tuple(frame for frame in found if frame is not None)[:_MOST_FRAMES]


def _home(tree: Tree, person: EntityMention, entities: tuple[EntityMention, ...]) -> Frame | None:
    """Where someone lives, said in passing: "Ann Lee, 40, of Leeds"."""
    top = tree.top(person.span)
    preps = [i for i in tree.children(top, "prep") if tree.tokens[i].text.lower() == "of"] if top else []
    homes = [home for prep in preps for home in tree.children(prep, "pobj")]
    named = [home for home in homes if tree.tokens[home].pos == "PROPN"]
    if top is None or not named:
        return None
    who = tuple(_filled(tree, ArgumentRole.AGENT, top, entities))
    return Frame(event="live", arguments=(*who, *_filled(tree, ArgumentRole.PLACE, named[0], entities)))


def _is_event(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    if token.pos == "VERB" or (token.pos == "AUX" and token.dep in {"ROOT", "conj", "relcl", "advcl", "ccomp"}):
        return token.dep not in {"aux", "auxpass", "amod"}
    return token.pos == "NOUN" and lemma_of(token) in EVENT_CLASSES


def _frame(tree: Tree, index: int, entities: tuple[EntityMention, ...]) -> Frame | None:
    token = tree.tokens[index]
    event = event_class(lemma_of(token)) if token.pos == "NOUN" else verb_event(tree, index)
    if event in _FIRING and _with_a_gun(tree, index):
        event = "shoot"
    arguments = tuple(_arguments(tree, index, entities))
    if not arguments:
        return None
    return Frame(
        event=event,
        negated=_is_negated(tree, index),
        firm=_is_firm(tree, index),
        arguments=arguments,
    )


def _is_shooting(tree: Tree, index: int) -> bool:
    lemma = lemma_of(tree.tokens[index])
    return event_class(lemma) == "shoot" or (lemma in _FIRING and _with_a_gun(tree, index))


def _with_a_gun(tree: Tree, index: int) -> bool:
    """ "fired shots", "opened fire", "fired at them": elsewhere people are fired from jobs and ovens fired up."""
    objects = {lemma_of(tree.tokens[i]) for i in tree.children(index, "dobj")}
    preps = {tree.tokens[i].text.lower() for i in tree.children(index, "prep")}
    return bool(objects & _SHOTS) or (
        lemma_of(tree.tokens[index]) == "fire" and bool(preps & {"at", "on", "into", "through"})
    )


def _is_negated(tree: Tree, index: int) -> bool:
    count = sum(tree.tokens[i].text.lower() in _NEGATIONS for i in tree.children(index, "neg"))
    for noun in tree.children(index, "nsubj", "nsubjpass", "dobj"):
        none = tree.tokens[noun].text.lower() in _NO_ONE
        count += none or any(tree.tokens[i].text.lower() in _NO_ONE for i in tree.children(noun, "det"))
    above = tree.tokens[index].head
    if tree.tokens[index].dep in {"xcomp", "ccomp", "pcomp", "dobj"} and above != index:
        count += lemma_of(tree.tokens[above]) in DENYING_VERBS
        count += sum(tree.tokens[i].text.lower() in _NEGATIONS for i in tree.children(above, "neg"))
    return count % 2 == 1


def _is_firm(tree: Tree, index: int) -> bool:
    """Whether the event is told as a fact or a plan, not as what may, might or would be."""
    helpers = {tree.tokens[i].text.lower() for i in tree.children(index, "aux")}
    return not helpers & {"may", "might", "could", "can", "would", "should", "must"}


def _arguments(tree: Tree, index: int, entities: tuple[EntityMention, ...]) -> Iterator[Argument]:
    for head in _agents(tree, index):
        yield from _filled(tree, ArgumentRole.AGENT, head, entities)
    shoots = _is_shooting(tree, index)
    carried: list[int] = []  # what a shot is fired at hangs on the shot
    for head in _patients(tree, index):
        if shoots and lemma_of(tree.tokens[head]) in _SHOTS:
            carried += tree.children(head, "prep")
            continue
        yield from _filled(tree, ArgumentRole.PATIENT, head, entities)
        yield from _places(tree, head, entities)
    for prep in (*tree.children(index, "prep", "advmod"), *carried):
        word = tree.tokens[prep].text.lower()
        if word in _PLACE_PREPOSITIONS and not (shoots and word == "at"):
            yield from _places_of(tree, prep, entities)
            continue
        for head in tree.children(prep, "pobj"):
            yield from _filled(tree, ArgumentRole.OTHER, head, entities, word)
            if shoots and word == "through":
                carried_on = [p for p in tree.children(head, "prep") if tree.tokens[p].text.lower() == "at"]
                for aim in (o for p in carried_on for o in tree.children(p, "pobj")):
                    yield from _filled(tree, ArgumentRole.OTHER, aim, entities, "at")


def _places(tree: Tree, noun: int, entities: tuple[EntityMention, ...]) -> Iterator[Argument]:
    """Where what the event befalls is: "lines near the station were cut"."""
    for prep in tree.children(noun, "prep"):
        if tree.tokens[prep].text.lower() in _PLACE_PREPOSITIONS:
            yield from _places_of(tree, prep, entities)


def _places_of(tree: Tree, prep: int, entities: tuple[EntityMention, ...]) -> Iterator[Argument]:
    for head in tree.children(prep, "pobj"):
        for place in (head, *tree.children(head, "conj")):
            if _may_be_place(tree.tokens[place]):
                yield from _filled(tree, ArgumentRole.PLACE, place, entities)


def _may_be_place(token: Token) -> bool:
    """Not a time, not a number, nor the cut-off half of "97th Ave."."""
    if token.text.casefold().rstrip(".") in _WAYS:
        return False
    return lemma_of(token) not in _TIMES and token.pos != "NUM" and token.entity not in {"DATE", "TIME"}


def _agents(tree: Tree, index: int) -> list[int]:
    """The subject of an active verb, its own or the one it shares; the "by" of a passive one."""
    if _is_passive(tree, index):
        return [o for prep in tree.children(index, "agent") for o in tree.children(prep, "pobj")]
    return _subjects(tree, index)


def _patients(tree: Tree, index: int) -> list[int]:
    objects = list(tree.children(index, "dobj", "attr"))
    if _is_passive(tree, index):
        objects += _subjects(tree, index)
    if tree.tokens[index].pos == "NOUN":
        objects += [o for prep in tree.children(index, "prep") if tree.tokens[prep].text.lower() == "of"
                    for o in tree.children(prep, "pobj")]  # fmt: skip
    return [o for head in objects for o in (head, *tree.children(head, "conj"))][:_MOST_PARTS]


def _is_passive(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    bare = token.tag == "VBN" and token.dep == "acl"
    return bare or bool(tree.children(index, "auxpass", "nsubjpass"))


def _subjects(tree: Tree, index: int) -> list[int]:
    """The subject; of a relative clause its noun, of a further verb or participle the subject of the verb above."""
    for _ in range(_MOST_PARTS):
        own = list(tree.children(index, "nsubj", "nsubjpass"))
        token = tree.tokens[index]
        if token.dep in {"relcl", "acl"} and (not own or tree.tokens[own[0]].text.lower() in _PRONOUNS):
            return [token.head]
        if own:
            return own
        if token.dep not in {"conj", "advcl", "xcomp", "pcomp", "prep"} or token.head == index:
            return []
        index = token.head
    return []


def _filled(
    tree: Tree, role: ArgumentRole, head: int, entities: tuple[EntityMention, ...], marker: str = ""
) -> Iterator[Argument]:
    """One argument for the head, and for a place one for each further place below it ("at a base in Alaska")."""
    name = _name_at(tree, head, entities)
    if name is None and role is ArgumentRole.PLACE and tree.tokens[head].pos == "PROPN":
        name = _unmarked_place(tree, head)
    below = tree.children(head, "amod", "compound", "nmod", "nummod", "poss", "advmod")
    modifiers = tuple(dict.fromkeys(lemma_of(tree.tokens[i]) for i in below))
    peoples = tuple(
        e.canonical
        for e in entities
        if e.type is EntityType.GROUP and known_name(e.text) and set(below) & set(tree.within(e.span))
    ) + tuple(
        e.canonical
        for e in entities
        if e.type is EntityType.PLACE
        and name is not e
        and set(tree.children(head, "compound", "nmod")) & set(tree.within(e.span))
    )
    lemma = lemma_of(tree.tokens[head])
    if lemma not in _PRONOUNS or name is not None:
        yield Argument(
            role=role,
            marker=marker,
            head=event_class(lemma) if name is None and lemma in LIGHT_VERBS else lemma,
            name=name,
            modifiers=modifiers,
            peoples=peoples,
            text=_words(tree, head),
        )
    if role is ArgumentRole.PLACE:
        for prep in tree.children(head, "prep"):
            if tree.tokens[prep].text.lower() in _PLACE_PREPOSITIONS | {"of"}:
                for inner in tree.children(prep, "pobj"):
                    if _may_be_place(tree.tokens[inner]):
                        yield from _filled(tree, role, inner, entities)


def _name_at(tree: Tree, head: int, entities: tuple[EntityMention, ...]) -> EntityMention | None:
    return next((entity for entity in entities if head in tree.within(entity.span)), None)


def _unmarked_place(tree: Tree, head: int) -> EntityMention:
    """A proper noun that the tagger left unmarked, where the sentence says that something is there."""
    start = min((i for i in tree.children(head, "compound") if tree.tokens[i].pos == "PROPN"), default=head)
    span = Span(start=tree.tokens[start].start, end=tree.tokens[head].end)
    return EntityMention(text=span.of(tree.text), span=span, type=EntityType.PLACE, canonical=span.of(tree.text))


def _words(tree: Tree, head: int) -> str:
    """The head with what stands before it in its phrase."""
    start = min((i for i in tree.subtree(head) if i <= head), default=head)
    near = [i for i in tree.children(head, "amod", "compound", "nmod", "nummod", "det", "poss") if i < head]
    start = max(start, min(near, default=head))
    return tree.text[tree.tokens[start].start : tree.tokens[head].end]
