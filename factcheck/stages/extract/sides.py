"""What kinds of phrases hang on a clause and make a claim of their own."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from factcheck.stages.extract.lexicon import DASHES
from factcheck.stages.extract.tree import Tree

BREAKS = frozenset((",", "(")) | DASHES
_MARKS = frozenset('”"’')


class Side(Enum):
    """The kinds of satellites."""

    RELATIVE = auto()
    PASSIVE = auto()
    ACTIVE = auto()
    APPOSITIVE = auto()
    AGE = auto()
    EVENT = auto()
    BESIDE = auto()
    SPEECH = auto()
    COMMENT = auto()
    """ ", a move that surprised many": a noun that sums up the clause."""
    GAP = auto()
    """ "Crimea, a region Moscow annexed": a clause whose object is the name before it."""
    LISTED = auto()
    """ "the regions it holds – Donetsk and Luhansk": a clause whose object is listed behind it."""
    ABSOLUTE = auto()
    """ ", with neither side winning"."""
    GERUND = auto()
    """ "since launching the war": an event that somebody named in the clause took part in."""
    PURPOSE = auto()
    """ "meet for their first talks": what the event is."""


class Satellite(NamedTuple):
    """A phrase that makes a claim of its own: `top` heads it, `noun` is what it speaks of (None: the clause's subject).

    `separable` says that the clause around it reads on without it.
    """

    top: int
    side: Side
    noun: int | None = None
    separable: bool = True
    pronoun: int | None = None
    present: bool = False
    lead: tuple[str, ...] = ()


def is_set_off(tree: Tree, top: int) -> bool:
    """Whether a comma, dash or bracket stands before the phrase: without one it restricts what it modifies."""
    start = tree.subtree(top)[0]
    if tree.tokens[start].text in BREAKS:
        return True
    if start > 1 and tree.tokens[start - 1].text in _MARKS:
        start -= 1
    return start > 0 and tree.tokens[start - 1].text in BREAKS
