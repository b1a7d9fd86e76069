"""Which parts of a text are running article text, and what the others are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from factcheck.schema import Region, RegionKind, Span
from factcheck.stages.ingest.datelines import find_dateline
from factcheck.stages.ingest.furniture import (
    Label,
    is_caption_before_credit,
    is_comment_header,
    is_photo_credit,
    is_related_header,
    label_block,
    looks_like_heading,
)
from factcheck.stages.ingest.layout import Block, find_blocks

_ELLIPSIS = re.compile(r"(?:\.{3}|…)\s*[\])]?$|\[(?:\.\.\.|…)\]$")
_JOINT = re.compile(r"(?<![\w@#./’'-])[^\W\d_]{1,30}[a-z)][A-Z][a-z][\w’']{0,30}")  # "IssueRussia’s", not "iPhone"
_CELLS = re.compile(r"\S(?:\t+| {3,})(?=\S)")
_INLINE_LINK = re.compile(r"(?:READ MORE|READ ALSO|ALSO READ|SEE ALSO|RELATED|MUST READ|WATCH)\s*:\s")
_FENCE = re.compile(r"(?:```|~~~)")
_MARKUP_LINE = re.compile(
    r"(?:[-*_=~#]\s*){3,}|!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])\W*|\[[^\]]+\]:\s+\S+.*|</?[a-zA-Z][^>]*>|\W+|https?://\S+"
)
_HTML_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.S)
_ATX = re.compile(r"#{1,6}\s+\S")
_BOLD_LINE = re.compile(r"(\*\*|__)[^*_]{2,120}\1:?")
_MAX_TITLE_WORDS = 30
_DATELINE_REASON = "says where and when the report was filed"


@dataclass(frozen=True, slots=True)
class Layout:
    """The regions and running paragraphs of a text, in order and without overlap, with its title line if it has one."""

    regions: tuple[Region, ...]
    paragraphs: tuple[Span, ...]
    title: str | None = None


def find_layout(
    text: str, start: int = 0, *, title: str | None = None, headings: frozenset[str] = frozenset()
) -> Layout:
    """Tell running text from everything else in `text` from `start` on.

    `title` is what is known of the title from elsewhere, `headings` are lines that a page's markup says are headings.
    """
    blocks = find_blocks(text, start)
    labels = _label_all(blocks, title, headings)
    regions: list[Region] = []
    paragraphs: list[Span] = []
    for block, label in zip(blocks, labels, strict=True):
        if label is not None:
            regions.append(Region(span=block.span, kind=label[0], reason=label[1]))
        else:
            inner, running = _split_running(block, is_first=not paragraphs)
            regions.extend(inner)
            paragraphs.extend(running)
    ordered = tuple(sorted(regions, key=lambda region: region.span.start))
    return Layout(ordered, tuple(paragraphs), _title_of(text, ordered))


def _label_all(blocks: Sequence[Block], title: str | None, headings: frozenset[str]) -> list[Label | None]:
    labels: list[Label | None] = [None] * len(blocks)
    for marked in (
        _mark_code(blocks),
        _mark_comments(blocks),
        _mark_tables(blocks),
        _mark_teasers(blocks),
        _mark_related(blocks),
        _mark_single(blocks, title, headings),
    ):
        for position, label in marked:
            labels[position] = labels[position] or label
    _add(labels, _mark_captions(blocks, labels))
    if any(block.ends_sentence for block, label in zip(blocks, labels, strict=True) if label is None):
        _add(labels, _mark_title(blocks, labels))
        _add(labels, _mark_headings(blocks, labels))
    return labels


def _add(labels: list[Label | None], marked: Iterator[tuple[int, Label]]) -> None:
    for position, label in list(marked):
        labels[position] = label


def _mark_code(blocks: Sequence[Block]) -> Iterator[tuple[int, Label]]:
    fences = [position for position, block in enumerate(blocks) if _FENCE.match(block.text)]
    for opened, closed in zip(fences[::2], fences[1::2], strict=False):
        for position in range(opened, closed + 1):
            yield position, (RegionKind.MARKUP, "is a code block")


def _mark_comments(blocks: Sequence[Block]) -> Iterator[tuple[int, Label]]:
    """From the comments' header to the end; near the top such a line is only a link to the comments."""
    header = next(
        (position for position, block in enumerate(blocks) if position > 2 and is_comment_header(block)), None
    )
    for position, block in enumerate(blocks[:3]):
        if is_comment_header(block):
            yield position, (RegionKind.NAVIGATION, "leads to the comments")
    if header is not None:
        for position in range(header, len(blocks)):
            yield position, (RegionKind.COMMENT, "belongs to the readers' comments")


def _mark_tables(blocks: Sequence[Block]) -> Iterator[tuple[int, Label]]:
    """Runs of rows: piped, set in columns, or with their cells glued together as copying from a page leaves them."""
    for run in _runs(blocks, _is_aligned_row):
        if len(run) > 1:
            yield from ((position, (RegionKind.TABLE, "is a table; its cells are no sentences")) for position in run)
    for run in _runs(blocks, lambda block: bool(_glued_joints(block))):
        joints = [joint for position in run for joint in _glued_joints(blocks[position])]
        # One joint a row may be names (YouTube, LaCalamita); two a row, or three rows of them, are cells.
        if len(run) > 1 and (len(joints) >= 2 * len(run) or len(run) > 2):
            reason = f'is a table whose cells were glued together ("{joints[0]}"), so its rows cannot be told apart'
            yield from ((position, (RegionKind.TABLE, reason)) for position in run)


def _is_aligned_row(block: Block) -> bool:
    if block.text.startswith("|"):
        return block.text.count("|") > 1
    return not block.ends_sentence and len(_CELLS.findall(block.text[:2000])) >= 2


def _glued_joints(block: Block) -> list[str]:
    """Words such as "IssueRussia" in a line that ends no sentence."""
    if block.ends_sentence or not 2 <= block.words <= 60:
        return []
    return _JOINT.findall(block.text)


def _mark_teasers(blocks: Sequence[Block]) -> Iterator[tuple[int, Label]]:
    """Runs of blocks that all break off in dots, at least one of them short: previews of other reports."""
    for run in _runs(blocks, lambda block: bool(_ELLIPSIS.search(block.text)) and block.words <= 40):
        if len(run) > 1 and any(blocks[position].words <= 8 for position in run):
            yield from ((position, (RegionKind.TEASER, "is a cut-off preview of another report")) for position in run)


def _mark_related(blocks: Sequence[Block]) -> Iterator[tuple[int, Label]]:
    for position, block in enumerate(blocks):
        if not is_related_header(block):
            continue
        yield position, (RegionKind.NAVIGATION, "leads to other reports")
        for below in range(position + 1, len(blocks)):
            if blocks[below].words > 20 or (blocks[below].ends_sentence and not _ELLIPSIS.search(blocks[below].text)):
                break
            yield below, (RegionKind.TEASER, "is listed among other reports")


def _mark_single(blocks: Sequence[Block], title: str | None, headings: frozenset[str]) -> Iterator[tuple[int, Label]]:
    for position, block in enumerate(blocks):
        label = label_block(block)
        if label is not None:
            yield position, label
        elif find_dateline(block.text, is_first=False) == len(block.text):
            yield position, (RegionKind.DATELINE, _DATELINE_REASON)
        elif position < 4 and _is_known_title(block, title):
            yield position, (RegionKind.TITLE, "is the title")
        elif block.text in headings or _ATX.match(block.text) or _BOLD_LINE.fullmatch(block.text):
            yield position, (RegionKind.HEADING, "is a heading")
        elif _MARKUP_LINE.fullmatch(block.text) or (_HTML_COMMENT.fullmatch(block.text)):
            yield position, (RegionKind.MARKUP, "is markup or a rule, not words")


def _is_known_title(block: Block, title: str | None) -> bool:
    """Whether a line repeats the title that the header gives, or is a Markdown heading of the first level."""
    return (title is not None and block.text.casefold() == title.casefold()) or bool(re.match(r"#\s+\S", block.text))


def _mark_captions(blocks: Sequence[Block], labels: Sequence[Label | None]) -> Iterator[tuple[int, Label]]:
    for position in range(len(blocks) - 1):
        below = blocks[position + 1]
        if (
            labels[position] is None
            and is_photo_credit(below, labels[position + 1])
            and is_caption_before_credit(blocks[position])
        ):
            yield position, (RegionKind.CAPTION, "describes the picture credited below it")


def _mark_title(blocks: Sequence[Block], labels: Sequence[Label | None]) -> Iterator[tuple[int, Label]]:
    """The first unlabelled line, if it is no sentence and one comes below it."""
    unlabelled = [position for position, label in enumerate(labels) if label is None]
    first = unlabelled[0]
    above = [label[0] for label in labels[:first] if label is not None]
    if first > 3 or not {RegionKind.TITLE, RegionKind.HEADING}.isdisjoint(above):
        return
    block = blocks[first]
    is_line = not block.ends_sentence or looks_like_heading(block)
    if is_line and not block.listed and block.words <= _MAX_TITLE_WORDS and len(unlabelled) > 1:
        yield first, (RegionKind.TITLE, "is the title")


def _mark_headings(blocks: Sequence[Block], labels: Sequence[Label | None]) -> Iterator[tuple[int, Label]]:
    unlabelled = [position for position, label in enumerate(labels) if label is None]
    for position in unlabelled:
        is_last = position == unlabelled[-1]
        if is_last and (len(unlabelled) == 1 or blocks[position].words > 5):
            continue
        if looks_like_heading(blocks[position]):
            yield position, (RegionKind.HEADING, "is a heading")


def _runs(blocks: Sequence[Block], belongs: Callable[[Block], bool]) -> Iterator[list[int]]:
    """Maximal runs of neighbouring blocks that belong."""
    run: list[int] = []
    for position, block in enumerate(blocks):
        if belongs(block):
            run.append(position)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _split_running(block: Block, *, is_first: bool) -> tuple[list[Region], list[Span]]:
    """The running stretches of a block, without its dateline, comments in markup and links to other reports."""
    cuts = [
        Region(
            span=Span(start=block.start + found.start(), end=block.start + found.end()),
            kind=RegionKind.MARKUP,
            reason="is a comment in the markup",
        )
        for found in _HTML_COMMENT.finditer(block.text)
    ]
    dateline = find_dateline(block.text, is_first=is_first)
    if dateline:
        span = Span(start=block.start, end=block.start + dateline)
        cuts.insert(0, Region(span=span, kind=RegionKind.DATELINE, reason=_DATELINE_REASON))
    link = _INLINE_LINK.search(block.text)
    if link and not any(cut.span.end > block.start + link.start() for cut in cuts):
        span = Span(start=block.start + link.start(), end=block.end)
        cuts.append(Region(span=span, kind=RegionKind.NAVIGATION, reason="leads to other pages"))
    return cuts, list(_between(block, cuts))


def _between(block: Block, cuts: Sequence[Region]) -> Iterator[Span]:
    begin = block.start
    for cut in (*cuts, None):
        end = cut.span.start if cut else block.end
        piece = block.text[begin - block.start : end - block.start]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield Span(start=begin + lead, end=begin + len(piece.rstrip()))
        begin = cut.span.end if cut else end


def _title_of(text: str, regions: Sequence[Region]) -> str | None:
    found = next((region for region in regions if region.kind is RegionKind.TITLE), None)
    return " ".join(re.sub(r"^#+\s*|\*\*|__", "", found.span.of(text)).split()) if found else None
