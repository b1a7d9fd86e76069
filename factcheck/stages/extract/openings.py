"""The words that tie a sentence to the one before it and mean nothing once it stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.stages.extract.lexicon import CONNECTIVE_PHRASES, CONNECTIVES
from factcheck.stages.extract.phrasing import Part
from factcheck.stages.extract.tree import Tree

_PHRASES = tuple(tuple(phrase.split()) for phrase in CONNECTIVE_PHRASES)
_LONGEST_DATELINE = 10
_JOINS = frozenset(["and", "but", "yet", "or", "so", "nor"])


def without_opening(parts: Sequence[Part], tree: Tree) -> tuple[Part, ...]:
    """`parts` without "But", "However," or "On the other hand," at their start."""
    kept = tuple(parts)
    while True:
        cut = _opening(kept, tree)
        if not cut or cut >= len(kept):
            return kept
        kept = kept[cut:]


def without_also(parts: Sequence[Part], tree: Tree, head: int) -> tuple[Part, ...]:
    """`parts` without the "also" that joins the clause of `head` to the one before; "not only ... but also" stays."""
    words = {tree.lower(part) for part in parts if isinstance(part, int)}
    if "only" in words:
        return tuple(parts)
    return tuple(part for part in parts if not (isinstance(part, int) and _joins_clauses(part, tree, head)))


def _joins_clauses(part: int, tree: Tree, head: int) -> bool:
    token = tree.tokens[part]
    inside = 0 < part < len(tree.tokens) - 1 and tree.tokens[part - 1].pos != "PUNCT"
    return token.text == "also" and token.dep == "advmod" and token.head == head and inside


def _opening(parts: Sequence[Part], tree: Tree) -> int:
    """How many parts the opening takes; 0 for none."""
    words = [tree.lower(part) if isinstance(part, int) else "" for part in parts[:12]]
    if not words:
        return 0
    if words[0] == "let" and ":" in words:
        return words.index(":") + 1
    return 1 if _is_loose(parts[0], tree) else _dateline(parts, tree) or _connective(words)


def _is_loose(part: Part, tree: Tree) -> bool:
    """Whether the first word is a stray mark, "But" or "However"."""
    if not isinstance(part, int):
        return False
    token, word = tree.tokens[part], tree.lower(part)
    if word == "so" and part + 1 < len(tree.tokens) and tree.tokens[part + 1].pos == "AUX":
        return False
    joins = word in _JOINS and token.dep in ("cc", "mark", "advmod")
    reported = word == "that" and token.tag == "IN"
    return joins or reported or word == "however" or (token.pos == "PUNCT" and word not in ("“", '"', "("))


def _connective(words: Sequence[str]) -> int:
    """How many parts "On the other hand," takes, with its comma."""
    phrases = (*_PHRASES, *((word,) for word in CONNECTIVES))
    lengths = (len(phrase) for phrase in phrases if tuple(words[: len(phrase)]) == phrase)
    return next((length + 1 for length in lengths if words[length : length + 1] == [","]), 0)


def _dateline(parts: Sequence[Part], tree: Tree) -> int:
    """How many parts "WASHINGTON —" or "NEW YORK (AP) -" takes: a place in capitals, then a dash."""
    if not isinstance(parts[0], int) or not tree.tokens[parts[0]].text.isupper() or len(tree.tokens[parts[0]].text) < 3:
        return 0
    texts = [tree.tokens[part].text if isinstance(part, int) else str(part) for part in parts[:_LONGEST_DATELINE]]
    dash = next((position for position, text in enumerate(texts) if text in ("—", "–", "--")), None)
    return 0 if dash is None else dash + 1
