"""Reading a dependency parse: children, governors and the words of a subtree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from factcheck.schema import Parse, Span, Token
from factcheck.stages.facts.lexicon import EVENT_CLASSES, LIGHT_VERBS

# What the parser cuts off from a noun: "co-workers".
_PREFIXES = frozenset({"co", "ex", "non"})
_HYPHENS = frozenset({"-", "‐", "‑"})


@dataclass(frozen=True)
class Tree:
    """A parse with its children at hand; tokens are named by their index."""

    parse: Parse

    @property
    def text(self) -> str:
        """The parsed text."""
        return self.parse.text

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens in order."""
        return self.parse.tokens

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        below: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head != index:
                below[token.head].append(index)
        return tuple(tuple(indices) for indices in below)

    @cached_property
    def root(self) -> int | None:
        """The first token that governs itself, None for an empty parse."""
        return next((i for i, token in enumerate(self.tokens) if token.head == i), None)

    def children(self, index: int, *deps: str) -> tuple[int, ...]:
        """Direct dependents, only those with one of `deps` where given."""
        below = self._children[index]
        return tuple(i for i in below if self.tokens[i].dep in deps) if deps else below

    def ancestors(self, index: int) -> Iterator[int]:
        """The governors of a token, nearest first."""
        seen = {index}
        while (head := self.tokens[index].head) not in seen:
            seen.add(head)
            yield head
            index = head

    def subtree(self, index: int) -> tuple[int, ...]:
        """The token and everything below it, in text order."""
        found, waiting = {index}, [index]
        while waiting:
            for child in self._children[waiting.pop()]:
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return tuple(sorted(found))

    def words(self, index: int) -> str:
        """The text from the first to the last token of a subtree."""
        indices = self.subtree(index)
        return self.text[self.tokens[indices[0]].start : self.tokens[indices[-1]].end]

    def within(self, span: Span) -> tuple[int, ...]:
        """The tokens that share a character with `span`."""
        return tuple(i for i, token in enumerate(self.tokens) if token.start < span.end and span.start < token.end)

    def top(self, span: Span) -> int | None:
        """The token of `span` that governs the others: the one whose own governor lies outside."""
        inside = self.within(span)
        return next((i for i in inside if self.tokens[i].head not in inside or self.tokens[i].head == i), None)


def lemma_of(token: Token) -> str:
    """The lower-case lemma; adjectives and participles that name an event keep their own form."""
    return token.lemma.lower()


def noun_of(tree: Tree, index: int) -> tuple[str, str]:
    """A noun's lemma and its words as written; a prefix that the parser cut off is joined again ("co-workers")."""
    token = tree.tokens[index]
    rest = tree.tokens[index + 1 : index + 3]
    if token.text.lower() in _PREFIXES and len(rest) > 1 and rest[0].text in _HYPHENS and token.end == rest[0].start:
        return f"{token.text.lower()}{lemma_of(rest[1])}", tree.text[token.start : rest[1].end]
    return lemma_of(token), token.text


def event_class(lemma: str) -> str:
    """One name for words of the same happening ("summit", "talks", "meet"), else the lemma itself."""
    return EVENT_CLASSES.get(lemma, lemma)


def governing_event(tree: Tree, index: int) -> str | None:
    """The class of the nearest verb, or event noun, above a token: what a time or a length of time belongs to."""
    for above in tree.ancestors(index):
        token = tree.tokens[above]
        lemma = lemma_of(token)
        if token.pos == "NOUN" and lemma in EVENT_CLASSES:
            return event_class(lemma)
        if token.pos in {"VERB", "AUX"} and lemma not in {"be", "have"}:
            return verb_event(tree, above)
        if lemma == "be" and (thing := _dated_thing(tree, above)) is not None:
            return thing
    return None


def _dated_thing(tree: Tree, verb: int) -> str | None:
    """ "The election is on 4 May": what "is" at a time, where nothing else is said of it."""
    if tree.children(verb, "attr", "acomp", "ccomp"):
        return None
    nouns = (i for i in tree.children(verb, "nsubj") if tree.tokens[i].pos == "NOUN")
    return next((event_class(lemma_of(tree.tokens[i])) for i in nouns), None)


def verb_event(tree: Tree, verb: int) -> str:
    """The class of what a verb reports; a light verb hands over to its noun ("launched an invasion")."""
    lemma = lemma_of(tree.tokens[verb])
    if _is_deadly(tree, verb):
        return "die"
    if lemma in EVENT_CLASSES:
        return event_class(lemma)
    if lemma == "go" and _goes_on_strike(tree, verb):
        return "walkout"
    for noun in tree.children(verb, "dobj", "nsubj", "nsubjpass", "attr"):
        name = lemma_of(tree.tokens[noun])
        if name in EVENT_CLASSES and lemma in LIGHT_VERBS:
            return event_class(name)
    return lemma


def _is_deadly(tree: Tree, verb: int) -> bool:
    """ "shot to death", "stabbed to death"."""
    below = (
        i
        for prep in tree.children(verb, "prep")
        if tree.tokens[prep].text.lower() == "to"
        for i in tree.children(prep, "pobj")
    )
    return any(lemma_of(tree.tokens[i]) == "death" and not tree.children(i) for i in below)


def _goes_on_strike(tree: Tree, verb: int) -> bool:
    below = (i for prep in tree.children(verb, "prep") for i in tree.children(prep, "pobj"))
    return any(lemma_of(tree.tokens[i]) == "strike" for i in below)
