"""Where the words of an article stand in the markup that it was extracted from."""

from __future__ import annotations

import html
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.schema import Anchor

_WORD = re.compile(r"\S+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_SILENT = re.compile(r"<(script|style|template|noscript)\b", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|[\r\n]")


@dataclass(frozen=True, slots=True)
class Located:
    """The words that were found: `offsets` into the text and `raw` into the markup, in the order of the text.

    `missing` counts the paragraphs that the markup does not hold as they read.
    """

    offsets: tuple[int, ...]
    raw: tuple[int, ...]
    missing: int

    def after(self, raw_offset: int) -> int | None:
        """The offset in the text of the first word at or behind a place in the markup; None behind the last."""
        behind = [(raw, offset) for raw, offset in zip(self.raw, self.offsets, strict=True) if raw >= raw_offset]
        return min(behind)[1] if behind else None

    def anchors(self, markup: str) -> tuple[Anchor, ...]:
        """Line and column, from 1, of each word."""
        starts = (0, *(end.end() for end in _LINE_END.finditer(markup)))
        return tuple(
            Anchor(offset=offset, line=(line := bisect_right(starts, raw)), column=raw - starts[line - 1] + 1)
            for offset, raw in zip(self.offsets, self.raw, strict=True)
        )


def locate_words(text: str, markup: str) -> Located:
    """Finds each paragraph of `text`, which stands between blank lines, in what `markup` shows.

    Characters are compared without the white space between them, so that tags and line ends within a word or sentence
    do not matter. A paragraph is looked for behind the one before it, then anywhere.
    """
    shown, places = _shown(markup)
    offsets: list[int] = []
    raw: list[int] = []
    missing = at = start = 0
    for paragraph in text.split("\n\n"):
        words = "".join(paragraph.split())
        found = shown.find(words, at)
        found = found if found >= 0 else shown.find(words)
        if found < 0:
            missing += bool(words)
        else:
            at = found
            for word in _WORD.finditer(paragraph):
                offsets.append(start + word.start())
                raw.append(places[at])
                at += len(word.group())
        start += len(paragraph) + 2
    return Located(tuple(offsets), tuple(raw), missing)


def _shown(markup: str) -> tuple[str, array[int]]:
    """The characters that a reader sees, without white space, and where each stands in the markup."""
    characters: list[str] = []
    places: array[int] = array("q")
    for start, end in _text_runs(markup):
        at = start
        while at < end:
            entity = _ENTITY.match(markup, at, end) if markup[at] == "&" else None
            stop = entity.end() if entity else at + 1
            for character in html.unescape(markup[at:stop]):
                if not character.isspace():
                    characters.append(character)
                    places.append(at)
            at = stop
    return "".join(characters), places


def _text_runs(markup: str) -> Iterator[tuple[int, int]]:
    """The stretches between tags, without comments, scripts and styles; in one pass, whatever the markup."""
    at = 0
    while at < len(markup):
        tag = markup.find("<", at)
        if tag < 0:
            yield at, len(markup)
            return
        if tag > at:
            yield at, tag
        at = _behind(markup, tag)


def _behind(markup: str, tag: int) -> int:
    """Where the tag, comment or silent element that begins at `tag` ends."""
    if markup.startswith("<!--", tag):
        return _end_of(markup, "-->", tag)
    silent = _SILENT.match(markup, tag)
    if silent:
        closing = re.compile(rf"</{silent[1]}", re.IGNORECASE).search(markup, tag)
        return _end_of(markup, ">", closing.start()) if closing else len(markup)
    if not re.match(r"</?[A-Za-z!?]", markup[tag : tag + 3]):
        return tag + 1
    return _end_of(markup, ">", tag)


def _end_of(markup: str, mark: str, start: int) -> int:
    found = markup.find(mark, start)
    return len(markup) if found < 0 else found + len(mark)
