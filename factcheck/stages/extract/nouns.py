"""What a noun phrase is: one thing or several, a person or not."""

from __future__ import annotations

from factcheck.stages.extract.lexicon import PLURAL_NOUNS
from factcheck.stages.extract.tree import Tree

_NOT_PEOPLE = frozenset(
    "GPE LOC FAC DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL EVENT PRODUCT WORK_OF_ART LAW".split()
)


def is_plural(tree: Tree, head: int) -> bool:
    """Whether the noun phrase under `head` takes a plural verb."""
    token = tree.tokens[head]
    if token.tag in ("NNS", "NNPS") or tree.lower(head) in PLURAL_NOUNS:
        return not (token.tag == "NNPS" and token.entity in ("GPE", "ORG"))
    joined = any(tree.lower(cc) in ("and", "&") for cc in tree.all(head, "cc"))
    modified = any(tree.first(name, "conj") is not None for name in tree.all(head, "nmod"))
    return (joined and tree.first(head, "conj") is not None) or modified


def may_be_person(tree: Tree, head: int) -> bool:
    """Whether "who" can refer to the noun."""
    return tree.tokens[head].entity not in _NOT_PEOPLE


def is_noun(tree: Tree, head: int) -> bool:
    """Whether the token can head a noun phrase."""
    return tree.tokens[head].pos in ("NOUN", "PROPN", "PRON")
