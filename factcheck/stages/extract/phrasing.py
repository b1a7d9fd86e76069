"""Writing a clause as a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from factcheck.schema import Span, Token
from factcheck.stages.extract.lexicon import OWN_PERSONS, QUOTES_CLOSE, QUOTES_OPEN
from factcheck.stages.extract.tree import FINITE_TAGS


class Owner(NamedTuple):
    """The one whom a possessive pronoun stands for, by the pronoun's token: "his" is written as his name, or "he"."""

    token: int


Part = int | str | Owner
"""A piece of a claim's wording: a token of the sentence, words that are put in ("was", "The meeting is"), an owner."""

_NO_SPACE_BEFORE = frozenset((",", ".", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "n't", "n’t", "'", "’"))
_GLUED = frozenset((",", ".", ";", "!", "?", "'s", "’s", "n't", "n’t"))
"""What follows a word without a space although the source may have one there, or the end of some markup."""
_NO_SPACE_AFTER = frozenset(("(", "[", "$", "£", "€"))
_EDGES = " \t\r\n,;:.-–—…*•"
_LOWERED = frozenset(("VERB", "DET", "PRON", "ADP", "ADV", "NOUN", "ADJ", "NUM", "SCONJ", "CCONJ"))
_CLOSING = ",.”\"»’'"
_NAMED = frozenset(["PERSON", "ORG", "GPE", "NORP"])
_SUBJECT_FORM = {"his": "he", "her": "she", "their": "they", "its": "it", "my": "I", "our": "we", "your": "you"}
_PLURAL = frozenset(["they", "them", "their", "theirs"])
_QUOTES = frozenset(QUOTES_OPEN + QUOTES_CLOSE)
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_CLITICS = {"s": "is", "re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}


class Replacement(NamedTuple):
    """What stands in for a reference: its last token and the words, None where the text does not settle them."""

    last: int
    words: str | None
    written: str


class Wording(NamedTuple):
    """A finished claim text and the references in it that could not be resolved."""

    text: str
    unresolved: tuple[str, ...]


def write_sentence(parts: Sequence[Part], tokens: Sequence[Token], references: Mapping[int, Replacement]) -> Wording:
    """The sentence that `parts` make: references replaced, marks balanced, with a capital letter and a full stop."""
    writer = _Writer(tokens, references)
    writer.write(_balanced(parts, tokens))
    return Wording(finished("".join(writer.words)), tuple(dict.fromkeys(writer.unresolved)))


class _Writer:
    """Puts a claim together from left to right, remembering who has been named in it."""

    def __init__(self, tokens: Sequence[Token], references: Mapping[int, Replacement]) -> None:
        self.tokens = tokens
        self.references = references
        self.words: list[str] = []
        self.unresolved: list[str] = []
        self._named: dict[str, str] = {}
        self._plurals: set[str] = set()
        self._last: int | None = None
        self._replaced_last = False

    def write(self, parts: Sequence[Part]) -> None:
        """Append all of `parts`."""
        position = 0
        while position < len(parts):
            position += self._write_one(parts, position)

    def _write_one(self, parts: Sequence[Part], position: int) -> int:
        """Append the part at `position`, or the reference that starts there; the number of parts used."""
        part = self._named_owner(parts[position])
        reference, length = self._reference(parts, position)
        if isinstance(part, str) or reference is None:
            self._append(part, part if isinstance(part, str) else self._word(part), 1)
            return 1
        words = None if self._is_clear(part, reference) else reference.words
        if words is None:
            if not self._is_clear(part, reference):
                self.unresolved.append(reference.written)
            self._append(part, self._word(part), 1)
            return 1
        self._append(part, words, length)
        return length

    def _named_owner(self, part: Part) -> int | str:
        """The name that an owner's pronoun stands for; the pronoun of a subject where the text does not settle it."""
        if not isinstance(part, Owner):
            return part
        reference = self.references.get(part.token)
        if reference is not None and reference.words is not None:
            return reference.words.removesuffix("'s").removesuffix("'")
        pronoun = _SUBJECT_FORM.get(self.tokens[part.token].text.lower(), "it")
        self.unresolved.append(pronoun)
        return pronoun

    def _append(self, part: Part, text: str, length: int) -> None:
        self.words.append(_gap(self.words, self._last, part, self.tokens, text) + text)
        self._last = part + length - 1 if isinstance(part, int) else None
        replaced = isinstance(part, int) and text != self.tokens[part].text
        self._replaced_last = replaced
        if isinstance(part, int):
            self._remember(text.removesuffix("'s") if replaced else text, part, replaced)

    def _remember(self, text: str, part: int, replaced: bool) -> None:
        """Note the surnames in `text`; of a name written in several tokens only the last counts."""
        token = self.tokens[part]
        if token.tag in ("NNS", "NNPS") and not token.entity:
            self._plurals.add(text)
        after = self.tokens[part + 1] if part + 1 < len(self.tokens) else None
        goes_on = after is not None and after.entity == token.entity and not after.entity_begins
        if replaced:
            self._named.update({name.split()[-1]: _sort_of(token) for name in text.split(" and ") if name})
        elif token.entity in _NAMED and token.tag != "POS" and not goes_on:
            self._named[text] = token.entity

    def _word(self, part: int) -> str:
        """The token's text; a contracted verb is written out behind a name: "he's" becomes "Donald Trump is"."""
        token = self.tokens[part]
        begun = any(character.isalnum() for word in self.words for character in word)
        if begun and token.pos in _LOWERED and self._opens_sentence(part) and token.text != "I":
            return token.text.lower()
        short = token.text.lower().lstrip("'’")
        if (
            not self._replaced_last
            or token.tag not in FINITE_TAGS
            or short not in _CLITICS
            or token.text[0] not in "'’"
        ):
            return token.text
        has = short == "s" and self.tokens[token.head].tag == "VBN" and token.dep == "aux"
        return "has" if has else _CLITICS[short]

    def _opens_sentence(self, part: int) -> bool:
        """Whether the word has its capital only from standing first."""
        before = self.tokens[part - 1].text if part else "."
        return before in (".", "“", '"', "!", "?")

    def _reference(self, parts: Sequence[Part], position: int) -> tuple[Replacement | None, int]:
        """The reference at `position`, only where all its words stand together in `parts`, and its length."""
        part = parts[position]
        if not isinstance(part, int) or part not in self.references or self.tokens[part].text.lower() in OWN_PERSONS:
            return None, 1
        length = self.references[part].last - part + 1
        if list(parts[position : position + length]) != list(range(part, part + length)):
            return None, 1
        return self.references[part], length

    def _is_clear(self, part: int, reference: Replacement) -> bool:
        """Whether the words as written are clear here, since the claim has named who is meant and nobody else."""
        if self.tokens[part].pos == "PRON":
            return self._is_bound_here(part, reference)
        surnames = {one.split()[-1] for one in _names_in(reference.words or "")}
        return bool(surnames) and surnames <= self._named.keys() and self.tokens[reference.last].text in surnames

    def _is_bound_here(self, part: int, reference: Replacement) -> bool:
        """Whether the claim itself has named what the pronoun stands for: "Trump said he" is never "Trump said Trump".

        Where the text does not settle it, one candidate alone in the claim is what a reader will take it for.
        """
        if reference.words is not None:
            written = "".join(self.words)
            return all(_stands_in(name, written) for name in _names_in(reference.words))
        return len(self._candidates(self.tokens[part].text.lower())) == 1

    def _candidates(self, pronoun: str) -> set[str]:
        """What the claim has named so far that the pronoun could stand for."""
        if pronoun in _PLURAL:
            return self._plurals
        sorts = ("PERSON",) if pronoun not in ("it", "its", "itself") else ("GPE", "ORG")
        return {name for name, sort in self._named.items() if sort in sorts}


def _names_in(words: str) -> list[str]:
    """The names in "A, B and C's", without the possessive ending."""
    bare = words.removesuffix("'s").removesuffix("'")
    return [name for name in re.split(r", | and ", bare) if name]


def _stands_in(name: str, written: str) -> bool:
    """Whether the words written so far have the name, of a person the surname; a description needs all its words."""
    described = name.split(maxsplit=1)[-1] if name.startswith(("the ", "a ", "an ")) else name
    sought = described if described.split()[-1].islower() else described.split()[-1]
    return re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", written, re.IGNORECASE) is not None


def _sort_of(token: Token) -> str:
    """The type of name that a reference stands for, as far as its first word shows it."""
    return "GPE" if token.text.lower() in ("it", "its", "itself") else "PERSON"


def finished(words: str) -> str:
    """`words` without stray punctuation at the edges, with a capital letter and a full stop."""
    text = " ".join(words.split()).strip(_EDGES)
    for doubled, single in ((" ,", ","), (",,", ","), (", .", "."), ("( ", "("), (" )", ")")):
        text = text.replace(doubled, single)
    bare = text.rstrip(_CLOSING)
    marks = text[len(bare) :].replace(",", "")
    if not bare:
        return ""
    if ".’" in marks and "‘" not in bare:
        marks = marks.replace("’", "")
    stop = "" if marks.count(".") or bare.endswith(("!", "?")) else "."
    return bare[0].upper() + bare[1:] + marks + stop


def verbatim_span(own: Sequence[int], tokens: Sequence[Token], offset: int) -> Span | None:
    """The stretch of the source from the first to the last word of `own`; None where it holds no word."""
    words = [index for index in own if any(character.isalnum() for character in tokens[index].text)]
    if not words:
        return None
    first, last = tokens[min(words)], tokens[max(words)]
    return Span(start=offset + first.start, end=offset + last.end)


def _gap(words: Sequence[str], last: int | None, part: Part, tokens: Sequence[Token], text: str) -> str:
    """The space before `part`: as in the source between neighbours, else by the rules of English punctuation."""
    if not words or not text:
        return ""
    neighbours = isinstance(part, int) and last is not None and part == last + 1 and text not in _CLITICS.values()
    if neighbours and isinstance(part, int) and last is not None and text not in _GLUED:
        return " " if tokens[part].start > tokens[last].end else ""
    closes = isinstance(part, int) and tokens[part].tag in ("''", "POS")
    glued = last is not None and tokens[last].tag == "``"
    if text in _NO_SPACE_BEFORE or closes or glued or words[-1] in _NO_SPACE_AFTER:
        return ""
    return " "


def _balanced(parts: Sequence[Part], tokens: Sequence[Token]) -> list[Part]:
    """`parts` without quotation marks and brackets whose partner is missing, and without a pair around everything."""
    kept = list(parts)
    lonely, pairs = _partners(kept, tokens)
    kept = [part for position, part in enumerate(kept) if position not in lonely]
    lonely, pairs = _partners(kept, tokens)
    if pairs.get(0) is not None and not any(_is_word(part, tokens) for part in kept[pairs[0] + 1 :]):
        kept = kept[1 : pairs[0]]
    return kept


def _partners(parts: Sequence[Part], tokens: Sequence[Token]) -> tuple[set[int], dict[int, int]]:
    """Positions of marks without a partner, and the partner of each opening mark."""
    opened: list[tuple[str, int]] = []
    lonely: set[int] = set()
    pairs: dict[int, int] = {}
    for position, part in enumerate(parts):
        text = tokens[part].text if isinstance(part, int) else str(part)
        partner = _opening_of(text, [mark for mark, _ in opened])
        if partner is not None:
            while opened and opened[-1][0] != partner:
                lonely.add(opened.pop()[1])
            pairs[opened.pop()[1]] = position
        elif text in _BRACKETS.values() or text in _QUOTES:
            if text in ("”", "»"):
                lonely.add(position)
            else:
                opened.append((text, position))
        elif text in _BRACKETS:
            lonely.add(position)
    return lonely | {position for _, position in opened}, pairs


def _opening_of(text: str, opened: Sequence[str]) -> str | None:
    candidates = {"”": "“", '"': '"', "»": "«", **_BRACKETS}
    opening = candidates.get(text)
    return opening if opening in opened else None


def _is_word(part: Part, tokens: Sequence[Token]) -> bool:
    text = tokens[part].text if isinstance(part, int) else str(part)
    return any(character.isalnum() for character in text)
