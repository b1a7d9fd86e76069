"""The blocks of a text: paragraphs, headings, list entries, with hard-wrapped lines put together by offset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.schema import Span

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LIST_MARKER = re.compile(r"(?:[•▪◦‣·●○■□–—*+-]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t\xa0]+(?=\S)")
_STARTS_BLOCK = re.compile(r"#{1,6}\s|\||>|```|~~~|<!--")
_TERMINAL = re.compile(r"[.!?…:;][\"”’'»)\]*_ ]*(?:<!--[^>]{0,500}-->\s*)?$")
_GLUED = re.compile(r"[a-z)][A-Z][a-z]")  # cells of a table row that lost the space between them
_MAX_WRAP_WIDTH = 120  # editors and mail programs wrap at 65 to 100 characters
_MIN_WRAP_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that belongs together, without its list marker.

    Blocks without a blank line between them share a group.
    """

    text: str
    start: int
    end: int
    group: int
    listed: bool = False

    @property
    def span(self) -> Span:
        """Its place in the source."""
        return Span(start=self.start, end=self.end)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does; a colon counts, since what it announces follows."""
        return bool(_TERMINAL.search(self.text))


def find_blocks(text: str, start: int = 0) -> tuple[Block, ...]:
    """The blocks of `text` from `start` on, in order.

    A blank line always ends a block. A line end ends one too, unless the line was wrapped by width: the next line goes
    on in lower case, or its first word would not have fitted on the line in a text that is wrapped elsewhere.
    """
    lines = _lines(text, start)
    width = _wrap_width(lines)
    blocks: list[Block] = []
    for position, line in enumerate(lines):
        if position and _continues(lines[position - 1], line, width):
            opened = blocks[-1]
            joined = text[opened.start : line.end]
            blocks[-1] = Block(joined, opened.start, line.end, opened.group, opened.listed)
        else:
            blocks.append(line)
    return tuple(blocks)


def _lines(text: str, start: int) -> list[Block]:
    """The lines that hold something, stripped, without their list markers."""
    lines: list[Block] = []
    group = 0
    end_of_previous = start
    for found in _LINE.finditer(text, start):
        content = found.group()
        if not content.strip():
            continue
        if len(_LINE_END.findall(text, end_of_previous, found.start())) > 1:
            group += 1
        end_of_previous = found.end()
        lines.append(_line(content, found.start(), group))
    return lines


def _line(content: str, offset: int, group: int) -> Block:
    body = content.strip()
    start = offset + content.index(body)
    marker = _LIST_MARKER.match(body)
    listed = marker is not None and not _is_rule(body)
    if marker is not None and listed:
        start, body = start + marker.end(), body[marker.end() :]
    return Block(body, start, start + len(body), group, listed)


def _is_rule(body: str) -> bool:
    """Whether a line is drawn, not written."""
    return not re.search(r"\w", body)


def _wrap_width(lines: Sequence[Block]) -> int:
    """The width that the text is wrapped to, 0 if it is not wrapped: at least two lines break off in mid-sentence."""
    pairs = [(line, after) for line, after in pairwise(lines) if line.group == after.group]
    broken = [line for line, after in pairs if _breaks_off(line, after)]
    if len(broken) < 2 or len(broken) * 5 < len(pairs):
        return 0
    return max(len(line.text) for line in broken)


def _breaks_off(line: Block, after: Block) -> bool:
    """Whether `line` plainly goes on in `after`: no end of sentence, then lower case."""
    return (
        len(line.text) >= _MIN_WRAP_WIDTH and not line.ends_sentence and not after.listed and after.text[:1].islower()
    )


def _continues(line: Block, after: Block, width: int) -> bool:
    if line.group != after.group or after.listed or _STARTS_BLOCK.match(after.text) or _STARTS_BLOCK.match(line.text):
        return False
    if _breaks_off(line, after):
        return True
    first_word = after.text.split(maxsplit=1)[0]
    needed = len(line.text) + 1 + len(first_word)
    if width:
        return needed > width
    # Two lines alone cannot show that they are wrapped; near equal, of the usual width and broken off is enough.
    longest = max(len(line.text), len(after.text))
    if line.ends_sentence or _GLUED.search(line.text) or _GLUED.search(after.text):
        return False
    return len(line.text) >= 60 and longest <= _MAX_WRAP_WIDTH and needed > longest
