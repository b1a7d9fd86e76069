"""What is no claim, and the reason that an editor is given."""

from __future__ import annotations

from collections.abc import Collection

from factcheck.stages.extract.lexicon import SPEECH
from factcheck.stages.extract.tree import Tree

QUESTION = "It is a question; a question claims nothing."
INSTRUCTION = "It is an instruction or appeal to the reader; it claims nothing."
FRAGMENT = "It is a fragment without a subject and verb, such as a headline or caption; it claims nothing on its own."
OPINION = "It is an opinion or a guess without a fact that could be compared."
NO_WORDS = "It holds no words."

LONGEST_CLAIM = 60
"""Words beyond which a claim is no longer one statement but a run of them, or no sentence at all."""

_CONTENT = frozenset("NOUN PROPN VERB ADJ NUM ADV PRON".split())
_POSSIBLE = frozenset("could may might".split())
_ANCHORS = frozenset("PERSON ORG GPE LOC FAC DATE TIME MONEY PERCENT QUANTITY CARDINAL EVENT".split())
# What writers say to lead on or to close with; the words are common to much English news copy.
_FILLERS = (
    "the world watches", "the world waits", "only time will tell", "time will tell", "remains to be seen",
    "the question remains", "the question is", "one question is", "the big question", "all eyes are on", "watch this space", "stay tuned",
    "that is the question",
)  # fmt: skip


def reason_to_skip(tree: Tree, text: str) -> str | None:
    """Why a whole sentence is left out; None if it may hold claims."""
    if not any(character.isalnum() for character in text):
        return NO_WORDS
    if text.rstrip("\"”’')] \n").endswith("?"):
        return QUESTION
    if not _has_clause(tree):
        return INSTRUCTION if _is_instruction(tree) else FRAGMENT
    return None


def is_filler(text: str) -> bool:
    """Whether a claim is one of the set phrases of suspense ("only time will tell")."""
    return any(filler in text.lower() for filler in _FILLERS)


def is_guess(tree: Tree, words: Collection[int], head: int) -> bool:
    """Whether the source itself says what may be, without a name, figure or date to compare."""
    modals = {tree.lower(aux) for aux in tree.all(head, "aux")}
    if not modals & _POSSIBLE:
        return False
    either = any(tree.lower(index) == "either" and index > head - 3 for index in words)
    return either or not any(tree.tokens[index].entity in _ANCHORS for index in words)


def is_sound(text: str, tokens: int, content: int) -> bool:
    """Whether a claim text is a sentence of a sane size: three words, two of them with a meaning of their own."""
    return bool(text) and len(text.split()) >= 3 and content >= 2 and tokens <= LONGEST_CLAIM


def content_words(tree: Tree, words: Collection[int]) -> int:
    """How many of the words carry a meaning of their own."""
    return sum(tree.tokens[index].pos in _CONTENT for index in words)


def _has_clause(tree: Tree) -> bool:
    finite = (index for index in range(len(tree.tokens)) if tree.is_verb(index) and tree.is_finite(index))
    if any(tree.subject(index) is not None for index in finite):
        return True
    return any(
        token.tag == "VBN" and tree.first(index, "nsubj") is not None and token.head == index
        for index, token in enumerate(tree.tokens)
    ) or any(token.lemma.lower() in SPEECH and token.tag == "VBD" for token in tree.tokens)


def _is_instruction(tree: Tree) -> bool:
    return any(tree.tokens[root].tag in ("VB", "VBP") and tree.subject(root) is None for root in tree.roots)
