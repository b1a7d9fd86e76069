"""Which stretches of a source stand in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from factcheck.schema import Sentence, Span

_MARKS = frozenset('"“”„«»')
_SINGLE_OPENS = re.compile(r"(?<![\w’'])[‘'](?=[^\W\d_])")  # not '90s
_SINGLE_CLOSES = re.compile(r"(?<=[\w.,!?…])[’'](?!\w)")
_LONGEST_SINGLE = 400


def find_quotations(text: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """The quotations of a source, without their marks, in order.

    A quotation that is never closed runs to the end of its paragraph where the next one opens with a mark again, as
    print does with long quotations; else to the end of the sentence in which it opens.
    """
    blocks = [list(block) for _, block in groupby(sentences, key=lambda sentence: sentence.paragraph)]
    found: list[Span] = []
    opened: int | None = None
    for number, block in enumerate(blocks):
        spans, opened = _in_paragraph(text, block, opened)
        found.extend(spans)
        if opened is not None:
            following = blocks[number + 1] if number + 1 < len(blocks) else []
            goes_on = _goes_on(text, following)
            found.append(_unclosed(block, opened, goes_on is not None))
            opened = following[0].span.start if goes_on == "closes" else None
    return tuple(found)


def find_single_quotations(text: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """What stands in single marks, as British papers print it, in order and without its marks.

    A mark counts only where no letter touches it from outside, and only within a sentence: most single marks are
    apostrophes. What is cut short by one ("the workers’ strike") is still a part of what was quoted. Beside double
    marks single ones are quotations within quotations, and left to those.
    """
    found = []
    for sentence in sentences:
        words = sentence.span.of(text)
        if not _MARKS.isdisjoint(words):
            continue
        end_of_last = 0
        for opening in _SINGLE_OPENS.finditer(words):
            closing = _SINGLE_CLOSES.search(words, opening.end(), opening.end() + _LONGEST_SINGLE)
            if closing and opening.start() >= end_of_last:
                start = sentence.span.start
                found.append(Span(start=start + opening.end(), end=start + closing.start()))
                end_of_last = closing.end()
    return tuple(found)


def quotation_around(words: Sequence[tuple[int, int]], quotations: Sequence[Span], share: float) -> Span | None:
    """The first quotation that holds at least `share` of `words`, given as offsets into the source."""
    for quotation in quotations:
        inside = sum(quotation.start <= start and end <= quotation.end for start, end in words)
        if inside and inside >= share * len(words):
            return quotation
    return None


def _in_paragraph(text: str, block: Sequence[Sentence], opened: int | None) -> tuple[list[Span], int | None]:
    """The quotations that end in a paragraph, and where the one begins that does not."""
    spans: list[Span] = []
    for at in range(block[0].span.start, _end_of(text, block)):
        if text[at] not in _MARKS:
            continue
        if _opens(text, at, opened is not None):
            opened = at + 1
        elif opened is not None:
            spans.append(Span(start=opened, end=at))
            opened = None
    return spans, opened


def _end_of(text: str, block: Sequence[Sentence]) -> int:
    """The end of a paragraph, with a closing mark that the sentence splitter left just behind it."""
    end = block[-1].span.end
    return end + 1 if text[end : end + 1] in _MARKS and text[end : end + 1] else end


def _goes_on(text: str, following: Sequence[Sentence]) -> str | None:
    """How the next paragraph goes on with an open quotation: it "opens" with a mark again, or only "closes" it."""
    if not following:
        return None
    start, end = following[0].span.start, _end_of(text, following)
    first = next((at for at in range(start, end) if text[at] in _MARKS), None)
    if first is None:
        return None
    if not _opens(text, first, is_open=True):
        return "closes"
    return "opens" if first == start else None


def _unclosed(block: Sequence[Sentence], opened: int, goes_on: bool) -> Span:
    ends = [sentence.span.end for sentence in block if sentence.span.end >= opened]
    return Span(start=opened, end=max(opened, ends[-1] if goes_on and ends else ends[0] if ends else opened))


def _opens(text: str, at: int, is_open: bool) -> bool:
    """Whether the mark opens a quotation; a straight mark is judged by the characters around it."""
    mark = text[at]
    if mark in "“„«":
        return True
    if mark in "”»":
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    free_before = not before or before.isspace() or before in "([—–-"
    free_after = not after or after.isspace() or after in ".,;:!?)]—–"
    if free_before != free_after:
        return free_before
    return not is_open and not before.isdigit()
