"""Who speaks in a line with a colon or a dash: "Mayor: Bridge stays closed", "Half of the harvest is lost - UN"."""

from __future__ import annotations

from typing import NamedTuple

from factcheck.schema import Token
from factcheck.stages.extract.lexicon import DASHES, DOER_ENDINGS, PLURAL_NOUNS, TITLES, words
from factcheck.stages.extract.tree import Tree

# What else speaks in headlines, besides people, organisations and those who do something.
_VOICES = words(
    "guard ministry government army navy court council commission agency union company study report survey poll "
    "parliament opposition embassy hospital university watchdog prosecution defence defense coroner witness expert"
)
_SPEAKING_ENTITIES = frozenset(("PERSON", "ORG"))
_LONGEST_NAME = 5


class HeadlineSpeaker(NamedTuple):
    """The words that name the speaker, and the first and the last but one position of what is said."""

    name: str
    start: int
    end: int


def headline_speaker(tree: Tree) -> HeadlineSpeaker | None:
    """The speaker before a colon, or behind a colon or dash at the end; None where none stands there.

    What is left must hold a finite verb with a subject, and the name must be able to speak: "The result: six people
    died" and "Update: ..." name nobody.
    """
    tokens = tree.tokens
    end = next((at + 1 for at in range(len(tokens) - 1, -1, -1) if tokens[at].pos not in ("PUNCT", "SPACE")), 0)
    lead = next((at for at in range(min(_LONGEST_NAME + 1, end)) if tokens[at].text == ":"), None)
    if lead and _can_speak(tree, 0, lead) and _states(tree, lead + 1, end):
        return HeadlineSpeaker(_name(tokens[:lead]), lead + 1, len(tokens))
    tail = next((at for at in range(end - 1, max(end - _LONGEST_NAME - 2, 0), -1) if _parts_off(tree, at)), None)
    if tail and _can_speak(tree, tail + 1, end) and _states(tree, 0, tail):
        return HeadlineSpeaker(_name(tokens[tail + 1 : end]), 0, tail)
    return None


def said_part(tokens: tuple[Token, ...], start: int, end: int) -> tuple[Token, ...]:
    """The tokens of [start, end) as a parse of their own: what hung on a token outside is a root."""
    return tuple(
        token.model_copy(update={"head": token.head - start if start <= token.head < end else at})
        for at, token in enumerate(tokens[start:end])
    )


def _parts_off(tree: Tree, at: int) -> bool:
    """Whether a colon or a dash with spaces around it stands at `at`."""
    token, before = tree.tokens[at], tree.tokens[at - 1]
    return token.text == ":" or (token.text in DASHES and before.end < token.start)


def _can_speak(tree: Tree, start: int, end: int) -> bool:
    """Whether the words are a name or a noun for somebody: nothing else, and headed by what can speak."""
    tokens = tree.tokens[start:end]
    if not tokens or any(token.pos not in ("NOUN", "PROPN", "DET", "ADJ", "ADP", "PART") for token in tokens):
        return False
    last = tokens[-1]
    word = last.text.casefold()
    known = word in TITLES | PLURAL_NOUNS | _VOICES or last.lemma.casefold() in TITLES | _VOICES
    does = last.pos == "NOUN" and word.endswith(DOER_ENDINGS)
    return known or does or any(token.entity in _SPEAKING_ENTITIES for token in tokens)


def _states(tree: Tree, start: int, end: int) -> bool:
    """Whether a finite verb with its subject stands in [start, end)."""
    verbs = (at for at in range(start, end) if tree.is_verb(at) and tree.is_finite(at))
    return any((subject := tree.subject(at)) is not None and start <= subject < end for at in verbs)


def _name(tokens: tuple[Token, ...]) -> str:
    """The words as they stand, with a capital."""
    text = ""
    for position, token in enumerate(tokens):
        glued = position > 0 and tokens[position - 1].end == token.start
        text += token.text if glued or not position else " " + token.text
    return text[:1].upper() + text[1:]
