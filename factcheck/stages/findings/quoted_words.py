"""A single word in quotation marks: whether a draft lays it in somebody's mouth, and whether a source quotes it.

Most single words in marks are irony, terms or names, and an editor who is told of those stops reading. So a word counts
as somebody's only where the sentence says that it was said, and as given wherever a source quotes or reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from factcheck.schema import Claim, Source, SourceRole, Span

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SHORTEST = 3
"""Letters; below that stand "I", "no", "a"."""

_MIN_NEAR = 75.0
"""rapidfuzz's ratio, 0 to 100: one letter of five may differ ("tough", "rough"); set by hand."""

_MARKS = "\"“”„«»'‘’"
_MARKED = re.compile(rf"[{_MARKS}](\w{{1,40}})\b|\b(\w{{1,40}})[.,!?]?[{_MARKS}]")
_AROUND = 200
"""Characters before and behind the word in which its verb is looked for."""

# "replied: “never”", "“Never,” said the mayor", "“Never,” the mayor told reporters"
_SAID = r"(?:said|says|replied|answered|added|shouted|wrote|tweeted|posted|insisted|responded)"
_SAID_BEFORE = re.compile(rf"\b{_SAID}(?:\s+(?:simply|just|only))?\s*[,:]?\s*[{_MARKS}]$")
_SAID_BEHIND = re.compile(rf"[.,!?]?[{_MARKS}]\s+(?:{_SAID}|told)\b|[,!?][{_MARKS}]\s+(?:[\w.’'-]+\s+){{1,4}}{_SAID}\b")
# Verbs by which a speaker gives something a name. Directly before the mark, "called" only tells the usual name of a
# thing ("a process called “phishing”"), so something must stand between, or "as".
_NAMED = re.compile(
    r"(?<!-)\b(?:(?:call(?:ed|ing|s)?|dubb(?:ed|ing)|brand(?:ed|ing|s)?|label(?:led|ed|ling|s)?|term(?:ed|ing|s)|deem(?:ed|ing|s)?"
    r")\s+(?:[\w.’'-]+\s+){1,8}?|(?:describ(?:ed|es|ing)|denounc(?:ed|es|ing)|condemn(?:ed|ing|s)?|dismiss(?:ed|es|ing)?"
    r"|hail(?:ed|ing|s)?|prais(?:ed|es|ing)|slamm(?:ed|ing)|slams|blast(?:ed|ing|s)?|decr(?:ied|ies|ying)|criticis(?:ed|es|ing)"
    r"|criticiz(?:ed|es|ing)|characteris(?:ed|es|ing)|characteriz(?:ed|es|ing)|sp(?:oke|eaks|eaking)\s+of|talk(?:ed|s)\s+of"
    r"|warn(?:ed|s|ing)\s+of|promis(?:ed|es|ing)|threaten(?:ed|s|ing)|vow(?:ed|s|ing))\s+(?:[\w.’'-]+\s+){0,8}?)"
    rf"[{_MARKS}]$"
)
_ENDINGS = frozenset({"", "s", "es", "'s", "d", "ed", "ing", "ly", "n", "r", "er", "y"})


@dataclass(frozen=True)
class QuotedWords:
    """The words that the sources quote or report as said, in lower case."""

    words: frozenset[str]

    def nearest(self, word: str) -> str | None:
        """The quoted word that is written most like this one; None where none is near."""
        found = process.extractOne(_plain(word), sorted(self.words), scorer=fuzz.ratio, score_cutoff=_MIN_NEAR)
        return found[0] if found else None

    def have(self, word: str) -> bool:
        """Whether a source quotes the word, in this or another ending ("lie", "lies")."""
        sought = _plain(word)
        return sought in self.words or any(_is_form(sought, other) for other in self.words)


def word_in(words: str) -> str | None:
    """The word where a quotation is one, else None."""
    found = _WORD.findall(words)
    return found[0] if len(found) == 1 and len(found[0]) >= _SHORTEST and not found[0][:1].isdigit() else None


def is_attributed(draft: Source, span: Span, claims: Sequence[Claim]) -> bool:
    """Whether the draft says that somebody said the one word at `span`; a capital within a sentence makes a name."""
    before = draft.text[max(span.start - _AROUND, 0) : span.start]
    behind = draft.text[span.end - 1 : span.end + _AROUND]
    if _SAID_BEFORE.search(before) or _SAID_BEHIND.match(behind) or _SAID_BEHIND.match(behind[1:]):
        return True
    if not draft.text[span.start : span.start + 1].islower():
        return False
    reported = any(
        claim.speaker and claim.source_id == draft.id and claim.span.start <= span.start and span.end <= claim.span.end
        for claim in claims
    )
    return reported or _NAMED.search(before) is not None


def quoted_words(
    sources: Iterable[Source], claims: Iterable[Claim], quotations: Mapping[str, Sequence[Span]]
) -> QuotedWords:
    """What the sources quote, in whatever marks, and what they report as said without any."""
    words: set[str] = set()
    by_id = {source.id: source for source in sources if source.role is SourceRole.SOURCE}
    for source in by_id.values():
        words.update(first or second for first, second in _MARKED.findall(source.text))
        for span in quotations.get(source.id, ()):
            words.update(_WORD.findall(span.of(source.text)))
    for claim in claims:
        if claim.source_id in by_id and (claim.speaker or claim.quoted):
            words.update(_WORD.findall(claim.span.of(by_id[claim.source_id].text)))
    return QuotedWords(frozenset(map(_plain, words)))


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _is_form(one: str, other: str) -> bool:
    """Whether two words differ in a common ending only."""
    short, long = sorted((one, other), key=len)
    stem = short.removesuffix("e") if len(short) > _SHORTEST else short
    return len(stem) >= _SHORTEST and long.startswith(stem) and long.removeprefix(stem).removeprefix("e") in _ENDINGS
