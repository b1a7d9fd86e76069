"""Ignores that an editor writes into a draft: <!-- factcheck: ignore[rule] reason="..." -->

On a line of its own one covers the paragraph below it, elsewhere the sentence behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.rules import RULE_IDS, unknown_rule
from factcheck.schema import InlineIgnore, Source, Span
from factcheck.stages.ingest.layout import find_blocks
from factcheck.stages.ingest.markup_places import Located

_LONGEST = 2000
_ADDRESSED = re.compile(r"\s*factcheck\b\s*:?\s*", re.IGNORECASE)
_IGNORE = re.compile(r"ignore\s*(?:\[(?P<rules>[^\]]*)\])?\s*(?P<rest>.*)", re.DOTALL)
_REASON = re.compile(r"reason\s*=\s*[\"“”](?P<reason>[^\"“”]*)[\"“”]\s*")
_COMMENT = re.compile(r"\s*<!--")
_BLOCK_TAG = re.compile(r"<(?:p|li|h[1-6]|div|blockquote|section|article|td)\b", re.IGNORECASE)
_EXAMPLE = '<!-- factcheck: ignore[figure-differs] reason="the ministry confirmed it" -->'


@dataclass(frozen=True, slots=True)
class _Comment:
    start: int
    end: int
    words: str


def find_ignores(source: Source) -> tuple[InlineIgnore, ...]:
    """The ignores of a draft whose text is its file's own, in order."""
    blocks = [block.span for block in find_blocks(source.text)]
    found = []
    for comment in _addressed(source.text):
        start = _behind_comments(source.text, comment.end)
        alone = _is_alone(source.text, comment)
        covers = _covered(blocks, start, len(source.text))
        line, column = source.position(comment.start)
        span = Span(start=comment.start, end=comment.end)
        found.append(_ignore(comment, covers, span, (line, column), alone))
    return tuple(found)


def find_ignores_in_page(source: Source, markup: str, located: Located) -> tuple[InlineIgnore, ...]:
    """The ignores of a web page, in order; they cover the words of its article that stand behind them."""
    blocks = [block.span for block in find_blocks(source.text)]
    found = []
    for comment in _addressed(markup):
        start = located.after(comment.end)
        at = len(source.text) if start is None else start
        raw = located.raw[located.offsets.index(at)] if start is not None else len(markup)
        alone = _BLOCK_TAG.search(markup, comment.end, raw) is not None
        line = markup.count("\n", 0, comment.start) + 1
        column = comment.start - (markup.rfind("\n", 0, comment.start) + 1) + 1
        covers = _covered(blocks, at, len(source.text))
        found.append(_ignore(comment, covers, Span(start=at, end=at), (line, column), alone))
    return tuple(found)


def _addressed(text: str) -> Iterator[_Comment]:
    """The comments that speak to factcheck; one that is longer than a note, or never closed, speaks to nobody."""
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4, at + _LONGEST)
        if end < 0:
            at = text.find("<!--", at + 4)
            continue
        words = text[at + 4 : end]
        if addressed := _ADDRESSED.match(words):
            yield _Comment(at, end + 3, words[addressed.end() :].strip())
        at = text.find("<!--", end)


def _is_alone(text: str, comment: _Comment) -> bool:
    """Whether the line holds nothing but comments."""
    begin = max(text.rfind("\n", 0, comment.start), text.rfind("\r", 0, comment.start)) + 1
    ends = [end for mark in "\n\r" if (end := text.find(mark, comment.end)) >= 0]
    line = text[begin : min(ends, default=len(text))]
    return not re.sub(r"<!--.*?-->", "", line[: 2 * _LONGEST]).strip()


def _behind_comments(text: str, at: int) -> int:
    """Where the text goes on behind white space and further comments."""
    while found := _COMMENT.match(text, at):
        end = text.find("-->", found.end())
        if end < 0:
            break
        at = end + 3
    return at + len(text[at:]) - len(text[at:].lstrip())


def _covered(blocks: list[Span], start: int, end: int) -> Span:
    """From `start` to the end of its block; empty behind the last one."""
    around = next((block for block in blocks if block.end > start), None)
    return Span(start=min(start, end), end=around.end if around else min(start, end))


def _ignore(
    comment: _Comment, covers: Span, span: Span, position: tuple[int, int], whole_paragraph: bool
) -> InlineIgnore:
    rules, reason, problem = _read(comment.words)
    return InlineIgnore(
        rules=rules,
        reason=reason,
        covers=covers,
        whole_paragraph=whole_paragraph,
        span=span,
        line=position[0],
        column=position[1],
        problem=problem,
    )


def _read(words: str) -> tuple[tuple[str, ...], str, str | None]:
    """Rules, reason, and what is wrong with them."""
    parts = _IGNORE.fullmatch(words)
    if parts is None:
        return (), "", f"only ignores can be given to factcheck in a comment, as in {_EXAMPLE}"
    rules = tuple(dict.fromkeys(name.strip() for name in (parts["rules"] or "").split(",") if name.strip()))
    told = _REASON.fullmatch(parts["rest"])
    reason = " ".join(told["reason"].split()) if told else ""
    if not rules:
        return rules, reason, f"it names no rule, as in {_EXAMPLE}"
    unknown = next((rule for rule in rules if rule not in RULE_IDS), None)
    if unknown is not None:
        return rules, reason, unknown_rule(unknown)
    if "unused-ignore" in rules:
        return rules, reason, "unused-ignore cannot be ignored by an ignore; delete the ignore that is unused"
    if not reason:
        return rules, reason, f"it gives no reason, as in {_EXAMPLE}"
    return rules, reason, None
