"""Words that a draft puts in quotation marks and that no source has, with the nearest words that one has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePath

from rapidfuzz import fuzz

from factcheck.schema import Claim, Finding, Severity, Source, SourceRole, Span
from factcheck.stages.findings.fingerprints import fingerprint
from factcheck.stages.findings.quoted_words import QuotedWords, is_attributed, quoted_words, word_in

RULE = "misquotation"

# One word in quotation marks is mostly irony or a name, and looked at apart; from two on it is somebody's words.
MIN_WORDS = 2
# rapidfuzz's partial ratio, 0 to 100, from which other words are taken for the same quotation with a word changed; set
# by hand: one of four words replaced gives about 80, two unrelated sentences of news some 50.
MIN_NEAR = 75.0
_LONGEST = 2000
# Articles, conjunctions and short prepositions stay small in a title.
_LONGEST_SMALL_WORD = 3
_SLACK = 2

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LEFT_OUT = re.compile(r"\[[^\]\[]{0,200}\]|…|\.\s?\.\s?\.")


@dataclass(frozen=True)
class _Words:
    """The words of a source with the offset at which each starts, and all of them in one line to search in."""

    source: Source
    line: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


def find_misquotations(
    quotations: Mapping[str, Sequence[Span]], claims: Sequence[Claim], sources: Sequence[Source]
) -> tuple[Finding, ...]:
    """One finding a quotation of a draft that no source has; `quotations` are the spans by the id of each source.

    An error where a source has nearly these words, a warning where none has anything like them. A single word counts
    only where the draft says that somebody said it, and is a warning.
    """
    texts = [_words_of(source) for source in sources if source.role is SourceRole.SOURCE]
    quoted = quoted_words(sources, claims, quotations)
    found: list[Finding] = []
    for draft in (source for source in sources if source.role is SourceRole.DRAFT):
        for span in quotations.get(draft.id, ()):
            words = span.of(draft.text)
            if word_in(words) is not None:
                found += _of_one_word(draft, span, claims, texts, quoted)
            elif len(_WORD.findall(words)) >= MIN_WORDS and not any(_has(text, words) for text in texts):
                nearest = _nearest(words, texts)
                if nearest or not _is_title(words):
                    found.append(_misquotation(draft, span, claims, nearest))
    return tuple(found)


def _is_title(words: str) -> bool:
    """Whether the words are set as the title of a book, film or song is: nobody is quoted, so nobody is misquoted."""
    long = [word for word in _WORD.findall(words) if len(word) > _LONGEST_SMALL_WORD]
    return len(long) > 1 and all(word[0].isupper() or word[0].isdigit() for word in long)


def _of_one_word(
    draft: Source, span: Span, claims: Sequence[Claim], texts: Sequence[_Words], quoted: QuotedWords
) -> Iterator[Finding]:
    """A finding where the draft lays one word in somebody's mouth that no source quotes."""
    word = word_in(span.of(draft.text)) or ""
    if quoted.have(word) or not is_attributed(draft, span, claims):
        return
    message = f'No source quotes the word "{word}"'
    nearest = quoted.nearest(word)
    if place := _first_place(word, texts):
        message += f"; {place} has it without quotation marks"
    elif nearest and (place := _first_place(nearest, texts)):
        message += f'; nearest is "{nearest}" ({place})'
    yield Finding(
        rule=RULE,
        severity=Severity.WARNING,
        message=message,
        claim_ids=tuple(_around(claims, draft, span)),
        fingerprint=fingerprint(RULE, [word]),
        place=draft.place(span),
    )


def _first_place(word: str, texts: Sequence[_Words]) -> str | None:
    """Source and line where a word stands first, in the order of the sources."""
    for text in texts:
        at = text.line.find(_line(word))
        if at >= 0:
            start = text.spans[bisect_right(text.starts, at + 1) - 1][0]
            return f"{_name(text.source)}, line {text.source.position(start)[0]}"
    return None


def _words_of(source: Source) -> _Words:
    matches = list(_WORD.finditer(source.text))
    plain = [_plain(match.group()) for match in matches]
    starts = accumulate((len(word) + 1 for word in plain), initial=1)
    return _Words(source, f" {' '.join(plain)} ", tuple(starts)[:-1], tuple(match.span() for match in matches))


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _has(text: _Words, words: str) -> bool:
    """Whether the source has the quotation: each piece between dots and brackets, in order."""
    at = 0
    for piece in _LEFT_OUT.split(words):
        line = _line(piece)
        if not line.strip():
            continue
        at = text.line.find(line, at)
        if at < 0:
            return False
        at += len(line) - 1  # the space behind is also the one before the next piece
    return True


def _line(words: str) -> str:
    return f" {' '.join(_plain(word) for word in _WORD.findall(words))} "


def _nearest(words: str, texts: Sequence[_Words]) -> tuple[Source, Span] | None:
    """The stretch of a source that is most like the quotation; None where nothing is near."""
    sought = _line(words[:_LONGEST]).strip()
    best: tuple[float, Source, Span] | None = None
    for text in texts:
        near = fuzz.partial_ratio_alignment(sought, text.line, score_cutoff=max(MIN_NEAR, best[0] if best else 0.0))
        if near is not None and text.spans and (best is None or near.score > best[0]):
            first = max(bisect_right(text.starts, near.dest_start) - 1, 0)
            last = max(bisect_right(text.starts, max(near.dest_end - 2, near.dest_start)) - 1, first)
            best = (near.score, text.source, _fitted(sought, text, first, last))
    return (best[1], best[2]) if best else None


def _fitted(sought: str, text: _Words, first: int, last: int) -> Span:
    """The words from `first` to `last`, a few less or more at either end: an alignment cuts into words."""
    end_of_line = [*text.starts[1:], len(text.line)]
    windows = [
        (start, end)
        for start in range(max(first - _SLACK, 0), min(first + _SLACK, last) + 1)
        for end in range(max(last - _SLACK, start), min(last + _SLACK, len(text.spans) - 1) + 1)
    ]
    start, end = max(
        windows, key=lambda window: fuzz.ratio(sought, text.line[text.starts[window[0]] : end_of_line[window[1]] - 1])
    )
    return Span(start=text.spans[start][0], end=text.spans[end][1])


def _misquotation(draft: Source, span: Span, claims: Sequence[Claim], nearest: tuple[Source, Span] | None) -> Finding:
    words = " ".join(span.of(draft.text).split())
    message = f'No source has the quoted words "{_short(words)}"'
    about = [words]
    claim_ids = [claim.id for claim in claims if claim.source_id == draft.id and claim.span.overlaps(span)][:1]
    if nearest:
        source, near = nearest
        real = " ".join(near.of(source.text).split())
        line = source.position(near.start)[0]
        message += f'; nearest is "{_short(real)}" ({_name(source)}, line {line})'
        about.append(real)
        claim_ids += list(_around(claims, source, near))
    return Finding(
        rule=RULE,
        severity=Severity.ERROR if nearest else Severity.WARNING,
        message=message,
        claim_ids=tuple(claim_ids),
        fingerprint=fingerprint(RULE, about),
        place=draft.place(span),
    )


def _around(claims: Sequence[Claim], source: Source, near: Span) -> Iterator[str]:
    """The claim of the source that holds the nearest words, if one does."""
    inside = [claim for claim in claims if claim.source_id == source.id and claim.span.overlaps(near)]
    if inside:
        yield max(inside, key=lambda claim: min(claim.span.end, near.end) - max(claim.span.start, near.start)).id


def _name(source: Source) -> str:
    return source.publisher or PurePath(source.path).name


def _short(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else text[: longest - 3].rstrip() + "..."
