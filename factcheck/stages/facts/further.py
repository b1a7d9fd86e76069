"""One more to whom something else happened: "two people were killed and another wounded" tells of one wounded."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.schema import Interval, Quantity, QuantityKind, Span
from factcheck.stages.facts.lexicon import FATE_WORDS, ORDINALS, PEOPLE
from factcheck.stages.facts.syntax import Tree, lemma_of, verb_event

_FATES = frozenset(FATE_WORDS) - {"live"}
_ROLES = frozenset({"nsubj", "nsubjpass", "dobj"})


def find_further(tree: Tree, counts: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Each "another" and "a third" to whom something befell that had befallen none of those counted before it.

    After "two were injured", "another was injured" is no count of the injured, and so is none here.
    """
    return tuple(_further(tree, counts))


def _further(tree: Tree, counts: tuple[Quantity, ...]) -> Iterator[Quantity]:
    counts = tuple(count for count in counts if count.kind is QuantityKind.COUNT)
    for index, token in enumerate(tree.tokens):
        fates = {count.event for count in counts if count.span.end <= token.start} & _FATES
        span = _one_more(tree, index) if fates and token.dep in _ROLES else None
        fate = verb_event(tree, token.head)
        if span is None or fate not in _FATES or fate in {count.event for count in counts}:
            continue
        if token.dep == "nsubj" and any(tree.children(token.head, "dobj")):
            continue  # "another wounded two" tells of who did it
        yield Quantity(
            text=span.of(tree.text),
            span=span,
            kind=QuantityKind.COUNT,
            interval=Interval(low=1.0, high=1.0),
            counted="other person",
            event=fate,
            understood=f"1 {FATE_WORDS[fate]}",
        )


def _one_more(tree: Tree, index: int) -> Span | None:
    """Where "another", "another man", "a third" or "a third person" stands."""
    token = tree.tokens[index]
    below = {tree.tokens[i].text.lower() for i in tree.children(index)}
    ranked = token.text.lower() in ORDINALS and "a" in below
    person = lemma_of(token) in PEOPLE and ("another" in below or (below & ORDINALS.keys() and "a" in below))
    if not (token.text.lower() == "another" or ranked or person):
        return None
    first = min((i for i in tree.children(index, "det", "amod") if i < index), default=index)
    return Span(start=tree.tokens[first].start, end=token.end)
