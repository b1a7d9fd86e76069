"""What a claim says that there was none of: "no one was hurt", "no arrests were made", "they have no suspects"."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

from collections.abc import Iterator

from factcheck.schema import Token
from factcheck.stages.facts.lexicon import ANTONYMS, EVENT_CLASSES, PEOPLE, STATE_NOUNS
from factcheck.stages.facts.syntax import Tree, event_class, lemma_of, verb_event

_NO_ONE = frozenset({"nobody", "none"})
_NONE_OF = frozenset({"no", "zero"})
_NOT = frozenset({"not", "n't", "n’t", "never"})
_ALL = frozenset({"all", "everyone", "everybody"})
# "No one else", "no further arrests", "no longer any": besides what there was, or after it.
_BESIDE = frozenset({"else", "other", "others", "further", "more", "additional", "longer", "new", "immediate"})
# Of these "no" says something else than that there were none: "no doubt", "no matter".
_PHRASES = frozenset("doubt matter longer way wonder question sense idea need time place one comment reason".split())
_ROLES = ("nsubj", "nsubjpass", "dobj", "attr", "pobj")


def find_denied(tree: Tree) -> tuple[str, ...]:
    """The happenings ("injure") and things ("suspect") that a claim says there were none of, in text order.

    Only what is denied of everyone: "he was not hurt" denies nothing of others.
    """
    return tuple(dict.fromkeys(_denied(tree)))


def _denied(tree: Tree) -> Iterator[str]:
    for index, token in enumerate(tree.tokens):
        if token.dep not in _ROLES or _is_beside(tree, index):
            continue
        if _is_no_one(tree, index):
            yield from _what_befell(tree, index)
        elif token.pos in {"NOUN", "ADJ"} and _is_none_of(tree, index):
            yield from _things(tree, index)
        elif token.text.lower() in _ALL or any(tree.tokens[i].text.lower() in _ALL for i in tree.children(index)):
            yield from _spared(tree, token.head)


def _is_no_one(tree: Tree, index: int) -> bool:
    """ "nobody", "none", "no one"."""
    word = tree.tokens[index].text.lower()
    before = tree.tokens[index - 1].text.lower() if index else ""
    return word in _NO_ONE or word == "no-one" or (word == "one" and before == "no")


def _is_none_of(tree: Tree, index: int) -> bool:
    """ "no suspects", "not any suspects", "without injuries"; a bare plural after "not have": "don't have suspects"."""
    below = {tree.tokens[i].text.lower() for i in tree.children(index, "det", "nummod")}
    if below & _NONE_OF:
        return True
    above = tree.tokens[index].head
    if tree.tokens[index].dep == "pobj":
        return tree.tokens[above].text.lower() == "without" and not below - {"any"}
    denied = any(tree.tokens[i].text.lower() in _NOT for i in tree.children(above, "neg"))
    has = lemma_of(tree.tokens[above]) in {"have", "be"} and tree.tokens[index].tag == "NNS" and not below
    return denied and tree.tokens[index].dep in {"dobj", "attr"} and ("any" in below or has)


def _is_beside(tree: Tree, index: int) -> bool:
    return any(tree.tokens[i].text.lower() in _BESIDE for i in tree.subtree(index))


def _things(tree: Tree, noun: int) -> Iterator[str]:
    """What a denied noun names: a happening, for people what did not befall them, else the thing itself."""
    lemma, word = lemma_of(tree.tokens[noun]), tree.tokens[noun].text.lower()
    state = STATE_NOUNS.get(word) or STATE_NOUNS.get(lemma)
    if state:
        yield state
    elif lemma in EVENT_CLASSES:
        yield event_class(lemma)
    elif lemma in _PHRASES:
        return
    elif lemma in PEOPLE - {"suspect"}:
        yield from _what_befell(tree, noun)
    else:
        yield lemma


def _what_befell(tree: Tree, noun: int) -> Iterator[str]:
    """The happening that no one was part of; "no one was hurt or killed" has two."""
    verb = tree.tokens[noun].head
    if tree.tokens[noun].dep not in {"nsubj", "nsubjpass", "dobj"}:
        return
    if tree.tokens[noun].dep == "dobj" and any(_may_act(tree.tokens[i]) for i in tree.children(verb, "nsubj")):
        return  # "police killed no one": others may have
    for one in (verb, *tree.children(verb, "conj")):
        states = (STATE_NOUNS.get(tree.tokens[i].text.lower()) for i in tree.children(one, "acomp", "attr"))
        yield next(filter(None, states), None) or verb_event(tree, one)


def _may_act(token: Token) -> bool:
    """Whether a subject is a person or a body of people, not a blast or a storm."""
    return token.pos in {"PROPN", "PRON"} or lemma_of(token) in PEOPLE | {"police", "army", "force", "government"}


def _spared(tree: Tree, verb: int) -> Iterator[str]:
    """ "everyone escaped unhurt": what befell none of them."""
    for index in tree.children(verb, "acomp", "oprd", "advcl", "amod", "xcomp", "advmod"):
        opposite = ANTONYMS.get(tree.tokens[index].text.lower())
        if opposite is not None:
            yield event_class(opposite)
