"""What a figure counts, and what happens to the things counted."""

from __future__ import annotations

from factcheck.schema import Span, Token
from factcheck.stages.facts.lexicon import (
    COUNTED_SYNONYMS,
    CURRENCY_WORDS,
    EVENT_CLASSES,
    FATE_WORDS,
    GATHERINGS,
    MEASURES,
    RATES,
    STATE_NOUNS,
    SUBUNITS,
    TALLIES,
)
from factcheck.stages.facts.numerals import Numeral, Word, span_of
from factcheck.stages.facts.syntax import Tree, event_class, lemma_of, noun_of, verb_event

# What befalls people: "27 were killed" counts people though it does not say so.
_FATES = (frozenset(FATE_WORDS) - {"live"}) | {"shoot", "trap", "treat", "release"}
# What takes lives and what people suffer: "claimed 27 lives", "lost their lives", "suffered injuries".
_TAKES_LIVES = frozenset({"claim", "lose", "take", "cost"})
# What homes are cut off from.
_SUPPLIES = {"power": "power", "electricity": "power", "water": "water", "gas": "gas", "heating": "heating"}
_COPULAS = frozenset({"be", "remain", "stay", "become", "stand"})
_SUFFERS = frozenset({"suffer", "sustain"})
# Said of what is besides what was already told: "another 210".
OTHERS = frozenset({"other", "another", "additional", "further", "extra"})


def figure_token(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> int | None:
    """The token that stands for the figure: the one that hangs on a noun after it, else the last."""
    inside = tree.within(span_of(words, numeral.first, numeral.last))
    on_noun = (i for i in inside if tree.tokens[i].head > inside[-1] and tree.tokens[i].dep == "nummod")
    return next(on_noun, inside[-1] if inside else None)


def counted_noun(tree: Tree, words: tuple[Word, ...], numeral: Numeral, after: int) -> int | None:
    """The noun that a figure counts: its governor, what follows "of", or what the unit is a measure of."""
    index = figure_token(tree, words, numeral)
    if index is None:
        return None
    for at in (index, *tree.within(Span(start=max(0, after - 1), end=after))):
        partitive = _partitive(tree, at)
        if partitive is not None and not _names_unit(tree, partitive):
            return partitive
    head = tree.tokens[index].head
    while tree.tokens[head].dep in {"nummod", "quantmod", "compound"} and tree.tokens[head].pos in {"NUM", "SYM"}:
        head = tree.tokens[head].head
    ranks = ranks_a_superlative(tree, index)
    head = tree.tokens[head].head if ranks else head
    token = tree.tokens[head]
    counts = ranks or tree.tokens[index].dep in {"nummod", "compound", "amod", "quantmod", "det", "predet"}
    counted = token.pos in {"NOUN", "PROPN"} or (token.pos == "ADJ" and lemma_of(token) in STATE_NOUNS)
    if not (counts and counted and token.end > words[numeral.first].start):
        return None
    described = _over_units(tree, head)
    return None if _names_unit(tree, described) else described


def ranks_a_superlative(tree: Tree, index: int) -> bool:
    """ "the second-largest city"."""
    return tree.tokens[index].dep == "advmod" and tree.tokens[tree.tokens[index].head].tag == "JJS"


def _names_unit(tree: Tree, index: int) -> bool:
    """ "5 million pounds", "8.4 %": the noun is the unit, what is measured stands elsewhere."""
    token = tree.tokens[index]
    word, lemma = token.text.lower(), lemma_of(token)
    return word in CURRENCY_WORDS or word in SUBUNITS or lemma in {"percent", "%", "point", "cent", "penny", "dollar"}


def _partitive(tree: Tree, index: int) -> int | None:
    """ "dozens of villages", "20 of the passengers"."""
    for prep in tree.children(index, "prep"):
        if tree.tokens[prep].text.lower() == "of":
            return next(iter(tree.children(prep, "pobj")), None)
    return None


def _over_units(tree: Tree, head: int) -> int:
    """From a unit ("a 6.1-magnitude quake", "60 per cent") to the noun that it describes, where there is one."""
    token = tree.tokens[head]
    word = token.text.lower()
    is_unit = lemma_of(token) in {"magnitude", "percent", "%"} or word in CURRENCY_WORDS or word in MEASURES
    if is_unit and token.dep in {"compound", "amod", "nmod"}:
        return token.head
    return head


def counted_and_event(tree: Tree, noun: int) -> tuple[str | None, str | None]:
    """What a noun counts, in comparable form, and what happens to it."""
    lemma, _ = noun_of(tree, noun)
    if STATE_NOUNS.get(lemma):
        return "person", STATE_NOUNS[lemma]
    counted = COUNTED_SYNONYMS.get(lemma, lemma)
    beside = (tree.tokens[i].text.lower() for i in tree.children(noun) if i < noun)
    if any(word in {*OTHERS, "more"} for word in beside):
        counted = f"other {counted}"
    return counted, _event_of(tree, noun)


def _event_of(tree: Tree, noun: int) -> str | None:
    """What happens to the counted things; a deed ("two gunmen killed") is kept apart from its victims' fate."""
    for child in tree.children(noun, "acl", "amod", "relcl"):
        token = tree.tokens[child]
        state = STATE_NOUNS.get(token.text.lower())
        if token.tag == "VBN" or state:
            return state or event_class(lemma_of(token))
    if lacking := _lacks(tree, noun):
        return lacking
    token = tree.tokens[noun]
    for above in tree.ancestors(noun):
        verb = tree.tokens[above]
        if STATE_NOUNS.get(verb.text.lower()):
            return STATE_NOUNS[verb.text.lower()]
        if verb.pos in {"VERB", "AUX"}:
            return _role_in(tree, above, token)
        if verb.dep in {"conj", "appos"} or verb.pos in {"ADP", "NUM"}:
            token = verb if verb.pos != "ADP" else token
    return None


def _role_in(tree: Tree, verb: int, noun: Token) -> str:
    lemma = lemma_of(tree.tokens[verb])
    states = (STATE_NOUNS.get(tree.tokens[i].text.lower()) for i in tree.children(verb, "acomp", "oprd", "advmod"))
    if state := next(filter(None, states), None):
        return state
    if fate := _told_by_object(tree, verb):
        return fate
    if lacking := _lacks(tree, verb):
        return lacking
    if lemma in _COPULAS and (said := _told_by_adjective(tree, verb)):
        return said
    joined = (verb, *_sharing_subject(tree, verb))  # "were found and confiscated"
    event = verb_event(tree, next((i for i in joined if lemma_of(tree.tokens[i]) in EVENT_CLASSES), verb))
    acts = noun.dep == "nsubj" and lemma in {"kill", "wound", "injure", "arrest", "hurt", "rescue", "shoot", "attack"}
    return f"{event} others" if acts and not _is_passive_by_its_list(tree, verb) else event


def _sharing_subject(tree: Tree, verb: int) -> list[int]:
    return [i for i in tree.children(verb, "conj") if not tree.children(i, "nsubj", "nsubjpass")]


def _is_passive_by_its_list(tree: Tree, verb: int) -> bool:
    """ "Four villages were destroyed and three people killed": the second participle has the helper of the first."""
    above = tree.tokens[verb].head
    listed = tree.tokens[verb].dep == "conj" and bool(tree.children(above, "auxpass"))
    return listed and not tree.children(verb, "dobj", "aux", "auxpass")


def _lacks(tree: Tree, index: int) -> str | None:
    """ "homes without power", "homes were without power", "homes lost power": one state."""
    objects = [
        i for p in tree.children(index, "prep") if tree.tokens[p].text.lower() == "without" for i in tree.children(p)
    ]
    if lemma_of(tree.tokens[index]) == "lose":
        objects += tree.children(index, "dobj")
    lacked = (lemma_of(tree.tokens[i]) for i in objects)
    return next((f"without {_SUPPLIES[name]}" for name in lacked if name in _SUPPLIES), None)


def _told_by_adjective(tree: Tree, verb: int) -> str | None:
    """ "remain closed", "are still closed", "stayed open": one state, whichever verb carries it."""
    for index in tree.children(verb, "acomp"):
        lemma = lemma_of(tree.tokens[index])
        if lemma.endswith("ed") or lemma in {"open", "shut"}:
            return event_class(lemma)
    return None


def _told_by_object(tree: Tree, verb: int) -> str | None:
    """ "claimed 27 lives", "lost their lives", "suffered injuries": the fate that verb and object tell together."""
    lemma = lemma_of(tree.tokens[verb])
    objects = {lemma_of(tree.tokens[i]) for i in tree.children(verb, "dobj", "nsubjpass")}
    if lemma in _TAKES_LIVES and objects & {"life", "lives"}:
        return "die"
    if lemma in _SUFFERS and objects & {"injury", "wound", "burn"}:
        return "injure"
    return None


def bare_figure(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> tuple[str | None, str | None]:
    """A figure without a noun: "the death toll rose to 27", "27 were killed", "the fire killed seven"."""
    index = figure_token(tree, words, numeral)
    if index is None:
        return None, None
    if (named := _said_of_noun(tree, index)) is not None:
        return named
    for child in tree.children(index, "acl", "amod"):
        if (fate := event_class(lemma_of(tree.tokens[child]))) in _FATES:
            return "person", fate  # "of the 80 injured"
    for verb in tree.ancestors(index):
        if told := _told_by_verb(tree, index, verb):
            return "person", told
        subject = next(iter(tree.children(verb, "nsubj", "nsubjpass")), None)
        if tree.tokens[verb].pos in {"VERB", "AUX"} and subject is not None:
            return _by_verb(tree, index, (verb, subject))
    return None, None


def _told_by_verb(tree: Tree, index: int, verb: int) -> str | None:
    """ "killing 27", "put the death toll at 27": the fate of the people counted."""
    fate = event_class(lemma_of(tree.tokens[verb]))
    if fate in _FATES and index in tree.children(verb, "dobj"):
        return fate
    tolls = (_state_of(tree, i) for i in tree.children(verb, "dobj", "nsubjpass"))
    return next(filter(None, tolls), None) if tree.tokens[verb].pos == "VERB" else None


def _said_of_noun(tree: Tree, index: int) -> tuple[str | None, str | None] | None:
    """A figure behind its noun: "a death toll of 27", "a crowd of 41,000"."""
    prep = tree.tokens[index].head
    if tree.tokens[index].dep != "pobj" or tree.tokens[prep].text.lower() not in {"of", "at"}:
        return None
    noun = tree.tokens[prep].head
    if state := _state_of(tree, noun):
        return "person", state
    lemma = lemma_of(tree.tokens[noun])
    return (COUNTED_SYNONYMS.get(lemma, lemma), _event_of(tree, noun)) if lemma in GATHERINGS else None


def _state_of(tree: Tree, noun: int) -> str | None:
    """The fate that a toll counts: "the death toll", "the number of people killed", "the casualty count"."""
    lemma = lemma_of(tree.tokens[noun])
    if STATE_NOUNS.get(lemma):
        return STATE_NOUNS[lemma]
    if lemma not in TALLIES:
        return None
    for below in tree.subtree(noun):
        token = tree.tokens[below]
        state = STATE_NOUNS.get(token.text.lower()) or STATE_NOUNS.get(lemma_of(token))
        if state or event_class(lemma_of(token)) in FATE_WORDS:
            return state or event_class(lemma_of(token))
    return None


def _by_verb(tree: Tree, index: int, clause: tuple[int, int]) -> tuple[str | None, str | None]:
    """What a bare figure counts, from the verb above it and that verb's subject."""
    verb, subject = clause
    if state := _state_of(tree, subject):
        return "person", state
    fate, is_subject = event_class(lemma_of(tree.tokens[verb])), index in tree.subtree(subject)
    if fate in _FATES and (is_subject or tree.tokens[index].dep == "dobj"):
        return "person", fate
    if is_subject:
        return None, None
    moved = _moved_object(tree, index, verb)
    return _noun_word(tree, subject if moved is None else moved), event_class(lemma_of(tree.tokens[verb]))


def _moved_object(tree: Tree, index: int, verb: int) -> int | None:
    """What a verb moves by or to a figure: "raised its rate by 0.25 points" tells of the rate, not of who raised it."""
    for prep in tree.children(verb, "prep"):
        if index in tree.subtree(prep) and tree.tokens[prep].text.lower() in {"by", "to", "at", "from"}:
            return next(iter(tree.children(verb, "dobj")), None)
    return None


def _noun_word(tree: Tree, index: int) -> str | None:
    """The word for what a subject names; a lone capital that opens the claim ("Turnout") is no name."""
    token = tree.tokens[index]
    opens = index == 0 and not token.entity and not tree.children(index, "compound")
    if token.pos == "PROPN" and token.text.lower() in RATES:
        return token.text.lower()
    if token.pos != "NOUN" and not (token.pos == "PROPN" and opens):
        return None
    return COUNTED_SYNONYMS.get(lemma_of(token), lemma_of(token))
