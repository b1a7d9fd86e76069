"""Which words of two quotes differ, so that an editor sees at a glance what a contradiction turns on."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

MAX_WORDS = 400
"""Longer quotes are not compared word by word: the comparison takes time that grows with the square of the length."""

MIN_SHARED = 0.35
"""Share of common words below which two quotes are worded so differently that marking words would mark nearly all."""

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*|[^\w\s]")
_NAMED = re.compile(r"\"([^\"]{1,160})\"|“([^”]{1,160})”")
# Words that differ between any two sentences and never are what they differ in. Negations are not among them.
_LITTLE = re.compile(
    r"(an?|the|this|that|these|those|of|to|in|on|at|by|for|from|with|and|or|as|is|are|was|were|be|been|being|has|have|had"
    r"|its?|his|her|their|he|she|they|who|which|will|would|said|says)",
    re.IGNORECASE,
)


class Mark(StrEnum):
    """Why words stand out: they are the values that the reason names, or they are not in the other quote."""

    NONE = ""
    VALUE = "value"
    WORD = "word"


@dataclass(frozen=True)
class Piece:
    """A stretch of a quote with one mark; the pieces of a quote join to the quote."""

    text: str
    mark: Mark


def mark_differences(left: str, right: str, reason: str = "") -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The two quotes in pieces, with what they differ in marked.

    `reason` names the values that were compared in quotation marks; they are marked apart from other differing words.
    """
    values = [first or second for first, second in _NAMED.findall(reason)]
    left_marks, right_marks = _value_marks(left, values), _value_marks(right, values)
    words = _different_words(left, right, values_known=any(left_marks) or any(right_marks))
    return _pieces(left, left_marks, words[0]), _pieces(right, right_marks, words[1])


def _value_marks(quote: str, values: Iterable[str]) -> list[bool]:
    """For each character of the quote, whether it belongs to a named value; longer values go first."""
    marks = [False] * len(quote)
    for value in sorted(values, key=len, reverse=True):
        pattern = r"\s+".join(re.escape(word) for word in value.split())
        found = re.search(rf"(?<!\w){pattern}(?!\w)", quote, re.IGNORECASE) if pattern else None
        if found and len(value) < len(quote) and not any(marks[found.start() : found.end()]):
            marks[found.start() : found.end()] = [True] * (found.end() - found.start())
    return marks


def _different_words(left: str, right: str, values_known: bool) -> tuple[list[bool], list[bool]]:
    """For each character of either quote, whether its word is missing from the other one."""
    ours, theirs = list(_WORD.finditer(left)), list(_WORD.finditer(right))
    matcher = SequenceMatcher(None, [_key(word) for word in ours], [_key(word) for word in theirs], autojunk=False)
    too_long = max(len(ours), len(theirs)) > MAX_WORDS
    if too_long or (values_known and matcher.ratio() < MIN_SHARED):
        return [False] * len(left), [False] * len(right)
    blocks = matcher.get_matching_blocks()
    kept_left = {block.a + step for block in blocks for step in range(block.size)}
    kept_right = {block.b + step for block in blocks for step in range(block.size)}
    return _mark_words(left, ours, kept_left), _mark_words(right, theirs, kept_right)


def _key(word: re.Match[str]) -> str:
    return word.group().casefold()


def _mark_words(quote: str, words: Sequence[re.Match[str]], kept: Container[int]) -> list[bool]:
    """The words that were not kept, as marks on characters; the space between two marked words is marked too."""
    marks = [False] * len(quote)
    last_marked: int | None = None
    for at, word in enumerate(words):
        if at in kept or not word.group()[0].isalnum() or _LITTLE.fullmatch(word.group()):
            continue
        start = words[at - 1].end() if last_marked is not None and last_marked == at - 1 else word.start()
        marks[start : word.end()] = [True] * (word.end() - start)
        last_marked = at
    return marks


def _pieces(quote: str, values: Sequence[bool], words: Sequence[bool]) -> tuple[Piece, ...]:
    """The quote cut where the marks change."""

    def mark_at(place: int) -> Mark:
        return Mark.VALUE if values[place] else Mark.WORD if words[place] else Mark.NONE

    runs = groupby(range(len(quote)), key=mark_at)
    return tuple(Piece("".join(quote[place] for place in places), mark) for mark, places in runs)
