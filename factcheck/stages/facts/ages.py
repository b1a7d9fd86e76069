"""How old people are: "Ruth Vale, 46,", "aged 5 to 11", "died at 84", "in her 30s"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from factcheck.schema import Duration, DurationRole, Interval, Span
from factcheck.stages.facts.lexicon import DAYS_PER_UNIT
from factcheck.stages.facts.numerals import scaled
from factcheck.stages.facts.plain import plain_interval
from factcheck.stages.facts.syntax import Tree

_BARE_AGE = re.compile(r"(?<=[^\W\d_])(?:\s\(|,\s)(?P<age>\d{1,3})(?=\)|,\s|\.\s|\.$|\sand\s|,$)")
_RANGE = re.compile(
    r"\b(?:aged|ages?|age\sof)\s(?:between\s)?(?P<low>\d{1,3})(?:\sto\s|\s?[-–]\s?|(?<=\d)\sand\s(?=\d{1,3}\b))"
    r"(?P<high>\d{1,3})\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:aged|ages?|(?:the\s)?age\sof)\s\d{1,3}(?:(?:,|\sand|\sor|, and)\s\d{1,3})*\b(?!\s(?:per|%))", re.IGNORECASE
)
_ONE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:died|dies|dead|retired)\s(?:\w+\s)?at\s(?P<age>\d{1,3})\b(?!\s?(?:%|[ap]\.?\s?m\b|:|per\b|the\b)|[:.,]\d)",
        r"\bturn(?:s|ed|ing)?\s(?P<age>\d{1,3})\b(?=[.,;]|\s(?:on|in|this|last|next)\b|$)",
        r"\b(?:is|was|were|am)\s(?P<age>\d{1,2})(?=\swhen\b)",
    )
)
_DECADE = re.compile(
    r"\b(?:his|her|their|the)\s(?P<text>(?:(?P<part>early|mid|late)[\s-])?(?P<tens>[1-9]0)['’]?s)\b", re.IGNORECASE
)
_WHOSE = re.compile(r"\b(?:in|into)\s$", re.IGNORECASE)
# Which years of a decade of life its parts mean.
_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_OLDEST = 120


def find_ages(tree: Tree, whose: Callable[[Tree, Span], str | None]) -> list[Duration]:
    """Every age that is given without a unit of time; `whose` finds in the tree whom a span speaks of."""
    found: list[Duration] = []
    for span, interval, name in (*_said(tree, whose), *_after_names(tree)):
        if not any(span.overlaps(other.span) for other in found):
            found.append(_age(tree, span, interval, name))
    return found


def _said(tree: Tree, whose: Callable[[Tree, Span], str | None]) -> Iterator[tuple[Span, Interval, str | None]]:
    for match in _RANGE.finditer(tree.text):
        low, high = int(match.group("low")), int(match.group("high"))
        listed = " and " in match.group() and "between" not in match.group().lower()
        if low < high and not listed:
            span = Span(start=match.start("low"), end=match.end("high"))
            yield span, Interval(low=low, high=high), whose(tree, span)
    for lead in _LIST.finditer(tree.text):
        for match in re.finditer(r"\d+", lead.group()):
            span = Span(start=lead.start() + match.start(), end=lead.start() + match.end())
            yield span, _exactly(match.group()), whose(tree, span)
    for pattern in _ONE:
        for match in pattern.finditer(tree.text):
            span = Span(start=match.start("age"), end=match.end("age"))
            yield span, _exactly(match.group("age")), whose(tree, span)
    for match in _DECADE.finditer(tree.text):
        if _WHOSE.search(tree.text[: match.start()]) and not match.group().lower().startswith("the"):
            first, last = _PARTS.get((match.group("part") or "").lower(), (0, 9))
            tens = int(match.group("tens"))
            span = Span(start=match.start("text"), end=match.end("text"))
            yield span, Interval(low=tens + first, high=tens + last), whose(tree, span)


def _after_names(tree: Tree) -> Iterator[tuple[Span, Interval, str | None]]:
    """ "Ruth Vale, 46, was injured", "Tom Reed (51)"."""
    for match in _BARE_AGE.finditer(tree.text):
        last = next((index for index, token in enumerate(tree.tokens) if token.end == match.start()), None)
        if last is not None and tree.tokens[last].pos == "PROPN" and 0 < int(match.group("age")) < _OLDEST:
            span = Span(start=match.start("age"), end=match.end("age"))
            yield span, _exactly(match.group("age")), _name_until(tree, last)


def _name_until(tree: Tree, last: int) -> str:
    """The proper nouns up to the token `last`: a family has one surname and many ages."""
    first = last
    while first and tree.tokens[first - 1].pos == "PROPN":
        first -= 1
    return tree.text[tree.tokens[first].start : tree.tokens[last].end]


def _exactly(years: str) -> Interval:
    return Interval(low=float(years), high=float(years))


def _age(tree: Tree, span: Span, years: Interval, name: str | None) -> Duration:
    return Duration(
        text=span.of(tree.text),
        span=span,
        interval=scaled(years, DAYS_PER_UNIT["year"]),
        role=DurationRole.AGE,
        understood=plain_interval(years, "years old"),
        about=name,
    )
