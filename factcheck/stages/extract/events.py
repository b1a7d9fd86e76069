"""Events that a phrase set off by dashes or commas calls "the first ...": "- their first meeting in six years -"."""

from __future__ import annotations

from typing import NamedTuple

from factcheck.stages.extract.lexicon import DASHES, EVENT_NOUNS
from factcheck.stages.extract.tree import Tree

_BREAKS = DASHES | {","}
_DETERMINERS = ("det", "poss")
_DETERMINER_TAGS = ("POS", "PRP$", "DT", "NNP")
_LONGEST = 30


class FirstEvent(NamedTuple):
    """The words of "his first meeting with Putin for six years", and of the event noun phrase just before, if any."""

    words: tuple[int, ...]
    event: tuple[int, ...]
    noun: int


def find_first_events(tree: Tree) -> list[FirstEvent]:
    """Set-off phrases that call an event the first of its kind, found by their words, for parsers often misread them.

    Only those that say since when ("in six years", "since 2019") are taken: the rest is description.
    """
    found = (_first_event(tree, index) for index, token in enumerate(tree.tokens) if token.text.lower() == "first")
    return [event for event in found if event is not None]


def _first_event(tree: Tree, first: int) -> FirstEvent | None:
    tokens = tree.tokens
    start = first
    while start > 0 and (
        tokens[start - 1].dep in _DETERMINERS or tokens[start - 1].tag in ("POS", "PRP$", "DT", "NNP")
    ):
        start -= 1
    if start == first or start < 2 or tokens[start - 1].text not in _BREAKS:
        return None
    end = _end_of(tree, first, tokens[start - 1].text)
    noun = next((i for i in range(first + 1, min(first + 6, end)) if tree.lemma(i) in EVENT_NOUNS), None)
    if noun is None or not _says_since_when(tree, noun, end):
        return None
    return FirstEvent(tuple(range(start, end)), _event_before(tree, start - 2), noun)


def _end_of(tree: Tree, first: int, opener: str) -> int:
    """The position of the break that closes the phrase: a dash closes what a dash opened."""
    limit = min(len(tree.tokens), first + _LONGEST)
    closers = DASHES if opener in DASHES else {","}
    stops = (i for i in range(first, limit) if tree.tokens[i].text in closers and _stands_free(tree, i))
    at = next(stops, limit)
    while at > first and tree.tokens[at - 1].pos in ("PUNCT", "SPACE"):
        at -= 1
    return at


def _stands_free(tree: Tree, index: int) -> bool:
    """Whether a dash is a dash, not the hyphen of "face-to-face"."""
    before, token = tree.tokens[index - 1], tree.tokens[index]
    return token.text != "-" or token.start > before.end


def _says_since_when(tree: Tree, noun: int, end: int) -> bool:
    tail = [tree.lower(index) for index in range(noun + 1, end)]
    dated = any(tree.tokens[index].entity in ("DATE", "TIME") for index in range(noun + 1, end))
    return "since" in tail or (dated and bool({"in", "for"} & set(tail)))


def _event_before(tree: Tree, last: int) -> tuple[int, ...]:
    """The noun phrase "the summit" that ends at `last`, if it names an event."""
    if tree.lemma(last) not in EVENT_NOUNS or tree.tokens[last].pos not in ("NOUN", "PROPN"):
        return ()
    start = last
    while start > 0 and tree.tokens[start - 1].pos in ("NOUN", "PROPN", "ADJ", "DET") and last - start < 6:
        start -= 1
    return tuple(range(start, last + 1))
