"""Who stands behind two claims: one voice or two, and whether one person's words are given differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from factcheck.schema import ContradictionKind
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import Alignment, FactRelation, Value
from factcheck.stages.verdicts.evidence import PairEvidence, names_of_speaker
from factcheck.stages.verdicts.intervals import Fit

# Quotations are two versions of one when so much of the words is shared, in order, and so few differ. Below, a speaker
# may have said both.
_MIN_SHARED = 0.75
_MOST_DIFFERING = 2
_FEWEST_WORDS = 6
# Words that transcripts leave out and put in.
_SMALL_WORDS = (
    "a an the and but so that this it its is are was were be been to of in on at for with as by will would shall "
    "we i you they he she it's 's 've 're 'll um uh well just very really also now then here there"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Two spellings of one word: OK, okay; realise, realize; colour, color; metre, meter; travelled, traveled.
_SPELLINGS = (
    (re.compile(r"^ok$"), "okay"),
    (re.compile(r"is(e|es|ed|er|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})our"), "or"),
    (re.compile(r"(?<=t)re(s?)$"), r"er\1"),
    (re.compile(r"ll(?=ed$|ing$|er$)"), "l"),
    (re.compile(r"’"), "'"),
)


def relate_quotations(evidence: PairEvidence, _: VerdictSettings) -> Iterator[FactRelation]:
    """Two versions of one quotation of one named speaker that differ in a word with a meaning: one paper misquotes.

    What only one of the two quotes, before or behind the shared words, is no difference: a quotation may be cut.
    """
    if not _one_named_speaker(evidence):
        return
    for left in evidence.left_facts.quotations:
        for right in evidence.right_facts.quotations:
            differing = _differing_words(left, right)
            if differing is not None:
                said = f"quoted from {evidence.left.speaker}"
                yield FactRelation(
                    kind=ContradictionKind.OTHER,
                    fit=Fit.APART,
                    alignment=Alignment.SURE,
                    left=Value(written=left, understood=f'{said}: "{differing[0]}"'),
                    right=Value(written=right, understood=f'{said}: "{differing[1]}"'),
                )


def _one_named_speaker(evidence: PairEvidence) -> bool:
    left, right = evidence.left.speaker, evidence.right.speaker
    if left is None or right is None:
        return False
    return bool(names_of_speaker(left) & names_of_speaker(right)) and left[:1].isupper() and right[:1].isupper()


def _differing_words(left: str, right: str) -> tuple[str, str] | None:
    """The words that two versions of one quotation have otherwise; None where they are no versions of one."""
    ours, theirs = _words(left), _words(right)
    if min(len(ours), len(theirs)) < _FEWEST_WORDS:
        return None
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    steps = matcher.get_opcodes()
    shared = sum(block.size for block in matcher.get_matching_blocks())
    ends = (0, len(steps) - 1)
    changed = [
        (ours[a:b], theirs[c:d])
        for number, (tag, a, b, c, d) in enumerate(steps)
        if tag == "replace" and (number not in ends or b - a == d - c)
    ]
    telling = [(one, other) for one, other in changed if _tells(one) and _tells(other)]
    few = sum(max(len(one), len(other)) for one, other in changed) <= _MOST_DIFFERING
    if not telling or not few or shared < _MIN_SHARED * min(len(ours), len(theirs)):
        return None
    return " ".join(telling[0][0]), " ".join(telling[0][1])


def _words(quotation: str) -> list[str]:
    """The words in one spelling: a paper's house style is no misquotation."""
    return [_respelled(word) for word in _WORD.findall(quotation.casefold())]


def _respelled(word: str) -> str:
    for pattern, instead in _SPELLINGS:
        word = pattern.sub(instead, word)
    return word


def _tells(words: list[str]) -> bool:
    return any(word not in _SMALL for word in words)
