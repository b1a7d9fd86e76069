"""The words that tie a sentence to the one before it and mean nothing once it stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.stages.extract.lexicon import CONNECTIVE_PHRASES, CONNECTIVES
from factcheck.stages.extract.phrasing import Part
from factcheck.stages.extract.tree import Tree

_PHRASES = tuple(tuple(phrase.split()) for phrase in CONNECTIVE_PHRASES)
_JOINS = frozenset("and but yet or so nor".split())


def without_opening(parts: Sequence[Part], tree: Tree) -> tuple[Part, ...]:
    """`parts` without "But", "However," or "On the other hand," at their start."""
    kept = tuple(parts)
    while True:
        cut = _opening(kept, tree)
        if not cut or cut >= len(kept):
            return kept
        kept = kept[cut:]


def _opening(parts: Sequence[Part], tree: Tree) -> int:
    """How many parts the opening takes; 0 for none."""
    words = [tree.lower(part) if isinstance(part, int) else "" for part in parts[:8]]
    if not words:
        return 0
    if isinstance(parts[0], int) and tree.tokens[parts[0]].pos == "PUNCT" and words[0] not in ("“", '"', "("):
        return 1
    if words[0] in _JOINS and isinstance(parts[0], int) and tree.tokens[parts[0]].dep in ("cc", "mark", "advmod"):
        return 1
    for phrase in (*_PHRASES, *((word,) for word in CONNECTIVES)):
        length = len(phrase)
        if tuple(words[:length]) == phrase and words[length : length + 1] == [","]:
            return length + 1
    return 0
