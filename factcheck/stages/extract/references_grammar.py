"""Reading a dependency parse: clauses, their subjects, noun phrases, and which words stand in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.schema import Parse, Sentence, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "pobj", "dative", "iobj"})
_CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "xcomp", "pcomp", "csubj", "csubjpass", "parataxis"})
_INSIDE_PHRASE = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "case", "predet", "quantmod"})
# A quotation in single marks, told from apostrophes by the stop before its end; the length bounds backtracking.
_SINGLE_QUOTED = re.compile(r"(?<![\w.,])['‘](?=\w)[^'‘\n]{0,500}(?:\w['’]\w[^'‘\n]{0,500}){0,8}[,.?!…] ?['’](?!\w)")
_RELATIVES = frozenset({"who", "whom", "which", "that"})


@dataclass(frozen=True)
class Reading:
    """One parsed sentence with what reference resolution asks of it again and again."""

    index: int
    paragraph: int
    text: str
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    quoted: tuple[bool, ...]

    def words(self, start: int, end: int) -> str:
        """The text of tokens `start` to `end` (half-open) as a reader sees it: single spaces, no markup."""
        words = ""
        for index in range(start, end):
            gap = self.text[self.tokens[index - 1].end : self.tokens[index].start] if words else ""
            words += (" " if any(character.isspace() for character in gap) else "") + self.tokens[index].text
        return words


def read_sentences(sentences: Sequence[Sentence], parses: Sequence[Parse]) -> tuple[Reading, ...]:
    """Pair sentences with their parses; quotations are followed from sentence to sentence of one paragraph."""
    readings = []
    for (index, sentence), parse, marks in zip(enumerate(sentences), parses, _quotation_marks(sentences), strict=True):
        children: list[list[int]] = [[] for _ in parse.tokens]
        for position, token in enumerate(parse.tokens):
            if token.head != position:
                children[token.head].append(position)
        readings.append(
            Reading(
                index=index,
                paragraph=sentence.paragraph,
                text=parse.text,
                tokens=parse.tokens,
                children=tuple(tuple(below) for below in children),
                quoted=tuple(marks[token.start] if token.start < len(marks) else False for token in parse.tokens),
            )
        )
    return tuple(readings)


def _quotation_marks(sentences: Sequence[Sentence]) -> Iterator[tuple[bool, ...]]:
    """For each sentence, whether each character stands inside double quotation marks."""
    inside, paragraph = False, -1
    for position, sentence in enumerate(sentences):
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            inside = _opens_quoted([later.text for later in sentences[position:] if later.paragraph == paragraph])
        flags = []
        for character in sentence.text:
            if character in '“”"':
                inside = character == "“" or (character == '"' and not inside)
            flags.append(inside)
        for match in _SINGLE_QUOTED.finditer(sentence.text):
            flags[match.start() : match.end()] = [True] * (match.end() - match.start())
        yield tuple(flags)


def _opens_quoted(texts: Sequence[str]) -> bool:
    """Whether a paragraph starts within a quotation: its first curly mark is a closing one."""
    marks = [character for text in texts for character in text if character in "“”"]
    return bool(marks) and marks[0] == "”"


def is_clause(reading: Reading, index: int) -> bool:
    """Whether a token heads a clause; a joined verb does where the first of its row does."""
    while reading.tokens[index].dep == "conj" and reading.tokens[index].pos in {"VERB", "AUX"}:
        index = reading.tokens[index].head
    token = reading.tokens[index]
    return token.dep in _CLAUSES and (
        token.pos in {"VERB", "AUX"} or token.dep == "ROOT" or has_subject(reading, index)
    )


def has_subject(reading: Reading, index: int) -> bool:
    """Whether a token governs a subject of its own."""
    return any(reading.tokens[child].dep in SUBJECTS for child in reading.children[index])


def ancestors(reading: Reading, index: int) -> Iterator[int]:
    """The governors of a token, nearest first; bounded by the length of the sentence."""
    for _ in reading.tokens:
        head = reading.tokens[index].head
        if head == index:
            return
        index = head
        yield index


def clause_of(reading: Reading, index: int) -> int:
    """The head of the clause that a token stands in."""
    last = index
    for last in ancestors(reading, index):
        if is_clause(reading, last):
            return last
    return last


def parent_clause(reading: Reading, clause: int) -> int | None:
    """The head of the clause around a clause."""
    return None if reading.tokens[clause].head == clause else clause_of(reading, clause)


def own_subject(reading: Reading, clause: int) -> int | None:
    """The written subject of a clause; a relative pronoun stands for the noun that its clause describes."""
    for child in reading.children[clause]:
        if reading.tokens[child].dep in SUBJECTS:
            return _antecedent(reading, clause, child)
    return None


def _antecedent(reading: Reading, clause: int, subject: int) -> int:
    relative = reading.tokens[subject].lemma.lower() in _RELATIVES and reading.tokens[clause].dep == "relcl"
    return reading.tokens[clause].head if relative else subject


def subject_chain(reading: Reading, index: int) -> list[int]:
    """Subjects of the clauses around a token, innermost first, without the token itself."""
    chain: list[int] = []
    clause: int | None = clause_of(reading, index)
    while clause is not None:
        subject = own_subject(reading, clause)
        if subject is not None and subject != index and subject not in chain:
            chain.append(subject)
        clause = parent_clause(reading, clause)
    return chain


def main_subject(reading: Reading) -> int | None:
    """The subject of the main clause; in "…, X said" constructions that is who speaks."""
    for index, token in enumerate(reading.tokens):
        if token.dep == "ROOT":
            return own_subject(reading, index)
    return None


def below(reading: Reading, index: int) -> set[int]:
    """A token and all that it governs."""
    found, waiting = {index}, [index]
    while waiting:
        for child in reading.children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def phrase(reading: Reading, head: int) -> tuple[int, int]:
    """The contiguous noun phrase that ends at its head: determiners, adjectives, compounds, possessors (half-open)."""
    start = head
    members = {head}
    for child in reading.children[head]:
        if child < head and reading.tokens[child].dep in _INSIDE_PHRASE:
            members |= below(reading, child)
    while start - 1 in members or (start > 1 and reading.tokens[start - 1].tag == "HYPH" and start - 2 in members):
        start -= 1
    return start, head + 1


def controlled(reading: Reading, clause: int) -> int:
    """The clause whose subject a clause without one of its own borrows ("hopes to leverage": hopes)."""
    while own_subject(reading, clause) is None and reading.tokens[clause].dep in {"xcomp", "conj"}:
        parent = parent_clause(reading, clause)
        if parent is None:
            break
        clause = parent
    return clause
