"""What a noun phrase is: one thing or several, a person or not."""

from __future__ import annotations

from factcheck.stages.extract.lexicon import DOER_ENDINGS, NOT_PEOPLE, PLURAL_NOUNS, TITLES
from factcheck.stages.extract.tree import Tree


def is_plural(tree: Tree, head: int) -> bool:
    """Whether the noun phrase under `head` takes a plural verb."""
    token = tree.tokens[head]
    if token.tag in ("NNS", "NNPS") or tree.lower(head) in PLURAL_NOUNS:
        return not (token.tag == "NNPS" and token.entity in ("GPE", "ORG", "PERSON"))
    joined = any(tree.lower(cc) in ("and", "&") for cc in tree.all(head, "cc"))
    modified = any(tree.first(name, "conj") is not None for name in tree.all(head, "nmod"))
    return (joined and tree.first(head, "conj") is not None) or modified


def is_personal(tree: Tree, head: int) -> bool:
    """Whether the noun looks like people: a personal name, a pronoun, a plural, or a noun for what somebody does."""
    token = tree.tokens[head]
    if token.entity in NOT_PEOPLE:
        return False
    doer = token.text.lower() in TITLES or token.text.lower().endswith(DOER_ENDINGS)
    return token.entity == "PERSON" or token.pos == "PRON" or is_plural(tree, head) or doer


def is_noun(tree: Tree, head: int) -> bool:
    """Whether the token can head a noun phrase."""
    return tree.tokens[head].pos in ("NOUN", "PROPN", "PRON")
