"""Which stretches of a source stand in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from factcheck.schema import Sentence, Span

_MARKS = frozenset('"“”„«»')


def find_quotations(text: str, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """The quotations of a source, without their marks, in order.

    A quotation that is never closed runs to the end of its paragraph where the next one opens with a mark again, as
    print does with long quotations; else to the end of the sentence in which it opens.
    """
    blocks = [list(block) for _, block in groupby(sentences, key=lambda sentence: sentence.paragraph)]
    found: list[Span] = []
    for number, block in enumerate(blocks):
        following = blocks[number + 1][0].text.lstrip() if number + 1 < len(blocks) else ""
        found.extend(_in_paragraph(text, block, following[:1] in _MARKS))
    return tuple(found)


def quotation_around(words: Sequence[tuple[int, int]], quotations: Sequence[Span], share: float) -> Span | None:
    """The first quotation that holds at least `share` of `words`, given as offsets into the source."""
    for quotation in quotations:
        inside = sum(quotation.start <= start and end <= quotation.end for start, end in words)
        if inside and inside >= share * len(words):
            return quotation
    return None


def _in_paragraph(text: str, block: Sequence[Sentence], continues: bool) -> list[Span]:
    start, end = block[0].span.start, block[-1].span.end
    # A closing mark may stand just behind the last sentence if the splitter put it there.
    end += len(text[end : end + 1]) if text[end : end + 1] in _MARKS else 0
    spans: list[Span] = []
    opened: int | None = None
    for at in range(start, end):
        mark = text[at]
        if mark not in _MARKS:
            continue
        if _opens(text, at, opened is not None):
            opened = at + 1
        elif opened is not None:
            spans.append(Span(start=opened, end=at))
            opened = None
    if opened is not None:
        last = end if continues else next((s.span.end for s in block if s.span.end >= opened), end)
        spans.append(Span(start=opened, end=max(opened, last)))
    return spans


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
