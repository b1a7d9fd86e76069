"""Mending parses in which a subject went to the wrong verb."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.schema import Token
from factcheck.stages.extract.tree import Tree


def repair_subjects(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """`tokens` with the subject of "X, not invited, has warned" moved from the participle to the finite verb."""
    tree = Tree(tokens)
    changed = list(tokens)
    for verb, token in enumerate(tokens):
        if token.dep not in ("advcl", "acl", "ccomp") or token.tag not in ("VBN", "VBG"):
            continue
        subject, head = tree.first(verb, "nsubj", "nsubjpass"), token.head
        alone = not tree.all(verb, "aux", "auxpass", "mark") and tree.subject(head) is None
        if subject is not None and alone and subject < verb < head and tree.is_finite(head):
            passive = tree.first(head, "auxpass") is not None
            dep = "nsubjpass" if passive else "nsubj"
            changed[subject] = changed[subject].model_copy(update={"head": head, "dep": dep})
            changed[verb] = changed[verb].model_copy(update={"head": subject, "dep": "acl"})
    return tuple(changed)
