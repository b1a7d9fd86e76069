"""The blocks of a text: paragraphs, headings, list entries, with hard-wrapped lines put together by offset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
# Some programs even out the lines (fmt), so that a word may stand below although it would have fitted: shares of the
# width from which a line is taken for wrapped where its words show that the sentence goes on, and where they do not.
_MOST_LIKELY, _LIKELY = 0.6, 0.8
# A sentence goes on behind these, and a heading or a list entry hardly ever ends in one.
_GOES_ON = re.compile(
    r"(?:,|\b(?:a|an|and|are|as|at|be|been|but|by|for|from|had|has|have|her|his|in|is|it|its|into|nor|of|on|or|over|than|that"
    r"|the|their|this|to|under|was|were|which|who|whose|will|with|would))$",
    re.IGNORECASE,
)
# A capital on one of these begins a sentence, so a line above that ends none is a heading or a byline.
_OPENS_SENTENCE = re.compile(
    r"[\"“‘'(\[]?(?:The|A|An|In|On|At|It|He|She|They|We|This|That|These|Those|There|But|And|When|After|As|For|By)\b"
)


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
    on in lower case, or its first word would not have fitted on the line in a text that is wrapped elsewhere. Lines
    too short for either are put together where they read as one paragraph of prose, however narrow.
    """
    lines = _lines(text, start)
    width = _wrap_width(lines)
    prose = _wrapped_prose(lines)
    blocks: list[Block] = []
    for position, line in enumerate(lines):
        if position and (position in prose or _continues(lines[position - 1], line, width)):
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
    needed = _needed(line, after)
    if width:
        return needed > width
    # Two lines alone cannot show that they are wrapped; near equal, of the usual width and broken off is enough.
    longest = max(len(line.text), len(after.text))
    if line.ends_sentence or _GLUED.search(line.text) or _GLUED.search(after.text):
        return False
    return len(line.text) >= 60 and longest <= _MAX_WRAP_WIDTH and needed > longest


def _wrapped_prose(lines: Sequence[Block]) -> frozenset[int]:
    """Positions of the lines that go on with the line above, in groups that read as prose wrapped to any width."""
    return frozenset(position for group in _plain_groups(lines) for position in _wrapped_in(group))


def _plain_groups(lines: Sequence[Block]) -> Iterator[list[tuple[int, Block]]]:
    """Runs of lines with their positions, without a blank line, a heading, a row or a comment between them."""
    group: list[tuple[int, Block]] = []
    for position, line in enumerate(lines):
        is_marked = bool(_STARTS_BLOCK.match(line.text))
        if group and (is_marked or line.listed or line.group != group[-1][1].group):
            yield group
            group = []
        if not is_marked:
            group.append((position, line))
    if group:
        yield group


def _wrapped_in(group: Sequence[tuple[int, Block]]) -> Iterator[int]:
    width = _width_of_prose([line for _, line in group])
    for (before, line), (position, after) in pairwise(group) if width else ():
        if _is_wrapped_at(line, after, width, is_first=before == group[0][0]):
            yield position


def _width_of_prose(group: Sequence[Block]) -> int:
    """The width to which a group of lines is wrapped as one paragraph of prose is, 0 if it does not read as one.

    Its last line ends a sentence, at least half of its lines are of several words, and a sentence plainly goes on from
    one line to the next in at least one place and in a third of those where none ends: names begin lines, but not most.
    """
    if len(group) < 2 or not group[-1].ends_sentence:
        return 0
    width = max(len(line.text) for line in group)
    several = sum(line.words > 1 for line in group)
    open_ends = [(line, after) for line, after in pairwise(group) if not line.ends_sentence]
    going_on = sum(_goes_on(line, after) and _needed(line, after) > _MOST_LIKELY * width for line, after in open_ends)
    if width > _MAX_WRAP_WIDTH or 2 * several < len(group) or not going_on or 3 * going_on < len(open_ends):
        return 0
    return width


def _is_wrapped_at(line: Block, after: Block, width: int, *, is_first: bool) -> bool:
    """Whether `after` goes on with `line` in a paragraph of prose of this width."""
    if _goes_on(line, after):
        return _needed(line, after) > _MOST_LIKELY * width
    if line.ends_sentence:
        return _needed(line, after) > width
    is_heading = (is_first and _OPENS_SENTENCE.match(after.text)) or _GLUED.search(line.text)
    return not is_heading and _needed(line, after) > _LIKELY * width


def _goes_on(line: Block, after: Block) -> bool:
    """Whether the words show that a sentence goes on from one line to the next."""
    if line.ends_sentence:
        return False
    is_name = after.ends_sentence and after.words <= 3 and all(word[:1].isupper() for word in after.text.split())
    return is_name or after.text[:1].islower() or bool(_GOES_ON.search(line.text))


def _needed(line: Block, after: Block) -> int:
    """The width at which the first word of `after` would have fitted on `line`."""
    return len(line.text) + 1 + len(after.text.split(maxsplit=1)[0])
