"""What is no claim, and the reason that an editor is given."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from factcheck.stages.extract.lexicon import ANCHOR_TYPES, FILLERS, POSSIBLE, SPEECH
from factcheck.stages.extract.tree import FINITE_TAGS, Tree

QUESTION = "It is a question; a question claims nothing."
INSTRUCTION = "It is an instruction or appeal to the reader; it claims nothing."
FRAGMENT = "It is a fragment without a subject and verb, such as a headline or caption; it claims nothing on its own."
BROKEN_OFF = "It breaks off before its end, as teasers of other stories do; what it claims is not certain."
OPINION = "It is an opinion or a guess without a fact that could be compared."
REPEATED = "It repeats word for word what was claimed earlier in the same text."
NO_WORDS = "It holds no words."

TOO_LONG = "It is far too long for a sentence, as lists and tables run together are; it was not read."

LONGEST_SENTENCE = 250
"""Tokens beyond which what the splitter gives is no sentence; it also bounds the time that one can take."""
LONGEST_CLAIM = 60
"""Words beyond which a claim is no longer one statement but a run of them, or no sentence at all."""

_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV", "PRON"))
_HEAVY = _CONTENT - {"ADV", "PRON"}
_DANGLING = frozenset(("IN", "TO", "CC", "DT", "WDT", "PRP$", "POS"))
_SHORT_LINE = 4
_LONGEST_TAG = 8
_SHORT_SENTENCE = 7


def reason_to_skip(tree: Tree, text: str) -> str | None:
    """Why a whole sentence is left out; None if it may hold claims."""
    if not any(character.isalnum() for character in text):
        return NO_WORDS
    if len(tree.tokens) > LONGEST_SENTENCE:
        return TOO_LONG
    ending = _reason_in_ending(tree, text.rstrip())
    if ending is not None or _has_clause(tree):
        return ending
    return INSTRUCTION if _is_instruction(tree) else FRAGMENT


def _reason_in_ending(tree: Tree, text: str) -> str | None:
    """What the end of a line gives away: a question, a text broken off, a headline without a full stop."""
    bare = text.rstrip("\"”’')]")
    if bare.endswith("?"):
        return QUESTION
    if bare.endswith(("...", "…")):
        return BROKEN_OFF
    open_end = bare == text and not bare.endswith((".", "!", ":", ";", ","))
    return FRAGMENT if open_end and _is_headline(tree) else None


def is_filler(text: str) -> bool:
    """Whether a claim is one of the set phrases of suspense ("only time will tell")."""
    return any(filler in text.lower() for filler in FILLERS)


def is_guess(tree: Tree, words: Collection[int], head: int, suspense: bool) -> bool:
    """Whether the source itself says what may come, without a name, figure or date to compare.

    In a sentence of `suspense` ("As the world watches, ...") it is a guess whatever it names. What may have happened is
    no such guess: reports differ on causes.
    """
    modals = {tree.lower(aux) for aux in tree.all(head, "aux")}
    perceived = tree.lemma(head) in ("see", "hear")
    if not modals & POSSIBLE or "have" in modals or tree.negated(head) or perceived:
        return False
    anchors = (index for index in words if tree.tokens[index].entity in ANCHOR_TYPES and tree.lower(index) != "one")
    return suspense or next(anchors, None) is None


def is_sound(tree: Tree, text: str, words: Sequence[int], optional: bool) -> bool:
    """Whether a claim is a sentence of a sane size that does not break off at a preposition or conjunction.

    Of an `optional` one, which the clause around it says as well, more is asked: "it got there" is not worth a claim.
    """
    counted = _HEAVY if optional else _CONTENT
    content = sum(tree.tokens[index].pos in counted for index in words)
    last = next((index for index in reversed(words) if tree.tokens[index].pos not in ("PUNCT", "SPACE")), None)
    dangling = last is None or _dangles(tree, last)
    length = len(text.split())
    dangling = dangling or tree.lower(words[0]) in ("who", "which", "whose", "whom")
    return 3 <= length <= LONGEST_CLAIM and content >= 2 and not dangling


def is_tag(tree: Tree, words: Sequence[int]) -> bool:
    """Whether all there is is who spoke: "Fire chief Ann Reed said"."""
    spoken = [index for index in words if tree.tokens[index].pos not in ("PUNCT", "SPACE")]
    if not 0 < len(spoken) <= _LONGEST_TAG or tree.lemma(spoken[-1]) not in SPEECH | {"ask"}:
        return False
    return set(spoken[:-1]) <= {index for child in tree.all(spoken[-1], "nsubj") for index in tree.subtree(child)}


def _dangles(tree: Tree, last: int) -> bool:
    """Whether a claim that ends with the word has lost what the word leads on to."""
    token = tree.tokens[last]
    return token.tag in _DANGLING and token.pos != "PRON" and token.dep not in ("prt", "advmod")


def _has_clause(tree: Tree) -> bool:
    """Whether there is a subject with a finite verb, or else signs in a full sentence that the parser missed one."""
    verbs = [index for index in range(len(tree.tokens)) if tree.is_verb(index)]
    if any(tree.is_finite(index) and tree.subject(index) is not None for index in verbs):
        return True
    if any(_is_hidden_verb(tree, index) for index in range(1, len(tree.tokens) - 1)):
        return True
    stopped = any(token.text == "." for token in tree.tokens[-3:])
    return stopped and len(tree.tokens) > _SHORT_SENTENCE and any(_may_be_finite(tree, index) for index in verbs)


def _may_be_finite(tree: Tree, verb: int) -> bool:
    """Whether the verb may be finite although the parser found it no subject: "the villages sustained ..." ."""
    token = tree.tokens[verb]
    if token.tag in FINITE_TAGS:
        return verb > 0 and not _is_instruction(tree)
    agent = any(tree.lower(child) == "by" for child in tree.children[verb])
    described = token.dep == "acl" and tree.first(token.head, "det") is not None and token.head in tree.roots
    return token.tag == "VBN" and (described or token.head == verb) and not agent


def _is_hidden_verb(tree: Tree, index: int) -> bool:
    """Whether a word taken for a plural is a verb: "the building houses a number of firms"."""
    before, token, after = tree.tokens[index - 1 : index + 2]
    return token.tag == "NNS" and after.tag == "DT" and before.pos in ("NOUN", "PROPN") and not token.entity


def _is_headline(tree: Tree) -> bool:
    """Whether a line without a full stop is set like a headline: in capitals, very short, or led by a question word."""
    words = [token for token in tree.tokens if token.text[:1].isalpha()]
    capitals = sum(token.text[0].isupper() for token in words)
    asks = bool(words) and words[0].tag in ("WP", "WRB", "WDT")
    return len(words) <= _SHORT_LINE or capitals > len(words) / 2 or asks


def _is_instruction(tree: Tree) -> bool:
    return any(tree.tokens[root].tag in ("VB", "VBP") and tree.subject(root) is None for root in tree.roots)
