"""The words that carry what a claim says, and the words that it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.schema import Claim, EntityMention, EntityType, Token
from factcheck.stages.facts.lexicon import COUNTED_SYNONYMS, LITTLE_WORDS, ORDINALS, SYNONYMS, TENS, UNITS
from factcheck.stages.facts.names import name_key
from factcheck.stages.facts.syntax import Tree, event_class, lemma_of

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
# Verbs, nouns and adjectives that any two claims may share without saying the same.
_EMPTY = frozenset(
    {
        *("be", "have", "do", "say", "tell", "go", "get", "make", "take", "come", "give", "put", "let", "set", "use"),
        *("thing", "way", "kind", "lot", "such", "other", "own", "same", "many", "much", "more", "most", "able"),
        *("would", "could", "should", "may", "might", "must", "will", "shall", "can", "also", "one", "as", "well"),
    }
)
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{3,300})[\"“”»]|(?<!\w)[‘']([^\"‘’'“”]{3,300})[’'](?!\w)")
_FEWEST_QUOTED_WORDS = 2


def content_words(tree: Tree, entities: tuple[EntityMention, ...]) -> tuple[str, ...]:
    """What a claim is made of, each once, in text order: names by their canonical form, events by class, else lemmas.

    Numbers are written in digits, so that "four" and "4" are one. A person is the surname alone.
    """
    named = {index: entity for entity in entities for index in tree.within(entity.span)}
    found: dict[str, None] = {}
    for index, token in enumerate(tree.tokens):
        if index in named:
            found[_name(named[index])] = None
        elif token.pos in _CONTENT:
            found.update(dict.fromkeys(word for word in _words(token) if word not in _EMPTY))
    return tuple(found)


def _name(entity: EntityMention) -> str:
    key = name_key(entity.canonical)
    return key.split()[-1] if entity.type is EntityType.PERSON and key else key


def _words(token: Token) -> list[str]:
    """The lemma, or the parts of a hyphenated one ("magnitude-5.9"), each in comparable form."""
    lemma = lemma_of(token).replace(",", "")
    return [_comparable(part) for part in re.split(r"[-‐‑–—/]", lemma) if any(c.isalnum() for c in part)]


def _comparable(word: str) -> str:
    number = UNITS.get(word) or TENS.get(word) or ORDINALS.get(word)
    if number is not None:
        return str(number)
    return event_class(SYNONYMS.get(word) or COUNTED_SYNONYMS.get(word, word))


def quotations(claim: Claim) -> tuple[str, ...]:
    """What a claim quotes, in lower case and without marks: phrases of two words or more of which one means something.

    A claim that is a quotation itself is quoted as a whole.
    """
    phrases = [claim.text] if claim.quoted else []
    phrases += [match.group(1) or match.group(2) for match in _QUOTED.finditer(claim.text)]
    return tuple(dict.fromkeys(words for phrase in phrases for words in _plain(phrase)))


def _plain(phrase: str) -> Iterator[str]:
    words = re.findall(r"[\w’'-]+", phrase.casefold())
    while words and words[0] in {"a", "an", "the"}:
        words.pop(0)
    if len(words) >= _FEWEST_QUOTED_WORDS and any(word not in LITTLE_WORDS for word in words):
        yield " ".join(words).replace("’", "'")
