"""Writing a clause as a sentence of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from factcheck.schema import Span, Token
from factcheck.stages.extract.lexicon import QUOTES_CLOSE, QUOTES_OPEN

Part = int | str
"""A piece of a claim's wording: a token of the sentence, or words that are put in ("was", "The meeting is")."""

_NO_SPACE_BEFORE = frozenset((",", ".", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "n't", "n’t", "'", "’"))
_NO_SPACE_AFTER = frozenset(("(", "[", "$", "£", "€"))
_EDGES = " \t\r\n,;:.-–—…*•"
_QUOTES = frozenset(QUOTES_OPEN + QUOTES_CLOSE)
_BRACKETS = {")": "(", "]": "["}


class Replacement(NamedTuple):
    """What stands in for a reference: the last token it covers and the words, None where the text does not settle them."""

    last: int
    words: str | None
    written: str


class Wording(NamedTuple):
    """A finished claim text and the references in it that could not be resolved."""

    text: str
    unresolved: tuple[str, ...]


def write_sentence(
    parts: Sequence[Part],
    tokens: Sequence[Token],
    references: Mapping[int, Replacement],
    keep_words: Callable[[int], bool],
) -> Wording:
    """The sentence that `parts` make, references replaced but where `keep_words`, balanced, capitalised, with a full stop."""
    kept = _balanced(parts, tokens)
    words: list[str] = []
    unresolved: list[str] = []
    last: int | None = None
    position = 0
    while position < len(kept):
        part = kept[position]
        length, replaced = _replaced(kept, position, references, keep_words)
        if replaced is not None and replaced.words is None:
            unresolved.append(replaced.written)
        if isinstance(part, int) and replaced is not None and replaced.words is not None:
            text = replaced.words
        else:
            text = part if isinstance(part, str) else tokens[part].text
            length = 1
        words.append(_gap(words, last, part, tokens) + text)
        position += length
        end = kept[position - 1]
        last = end if isinstance(end, int) else None
    return Wording(finished("".join(words)), tuple(dict.fromkeys(unresolved)))


def finished(words: str) -> str:
    """`words` without stray punctuation at the edges, with a capital letter and a full stop."""
    text = " ".join(words.split()).strip(_EDGES)
    for doubled, single in ((" ,", ","), (",,", ","), (", .", "."), ("( ", "("), (" )", ")")):
        text = text.replace(doubled, single)
    if not text:
        return ""
    if text.endswith(("Inc", "Corp", "Jr", "Sr")) or text.split()[-1].count("."):
        text = text.rstrip(".")
    return text[0].upper() + text[1:] + ("" if text.endswith(("!", "?")) else ".")


def verbatim_span(own: Sequence[int], tokens: Sequence[Token], offset: int) -> Span | None:
    """The stretch of the source from the first to the last word of `own`; None where it holds no word."""
    words = [index for index in own if any(character.isalnum() for character in tokens[index].text)]
    if not words:
        return None
    first, last = tokens[min(words)], tokens[max(words)]
    return Span(start=offset + first.start, end=offset + last.end)


def _replaced(
    parts: Sequence[Part], position: int, references: Mapping[int, Replacement], keep_words: Callable[[int], bool]
) -> tuple[int, Replacement | None]:
    """How many parts the reference at `position` covers, and it; only where all its words stand together in `parts`."""
    part = parts[position]
    if not isinstance(part, int) or part not in references or keep_words(part):
        return 1, None
    length = references[part].last - part + 1
    if list(parts[position : position + length]) != list(range(part, part + length)):
        return 1, None
    return length, references[part]


def _gap(words: Sequence[str], last: int | None, part: Part, tokens: Sequence[Token]) -> str:
    """The space before `part`: as in the source between neighbours, else by the rules of English punctuation."""
    if not words:
        return ""
    if isinstance(part, int) and last is not None and part == last + 1:
        return " " if tokens[part].start > tokens[last].end else ""
    text = part if isinstance(part, str) else tokens[part].text
    closes = isinstance(part, int) and tokens[part].tag in ("''", "POS")
    glued = last is not None and tokens[last].tag == "``"
    if text in _NO_SPACE_BEFORE or closes or glued or words[-1] in _NO_SPACE_AFTER:
        return ""
    return " "


def _balanced(parts: Sequence[Part], tokens: Sequence[Token]) -> list[Part]:
    """`parts` without quotation marks and brackets whose partner is missing, and without a pair around everything."""
    kept = list(parts)
    lonely, pairs = _partners(kept, tokens)
    kept = [part for position, part in enumerate(kept) if position not in lonely]
    lonely, pairs = _partners(kept, tokens)
    if pairs.get(0) is not None and not any(_is_word(part, tokens) for part in kept[pairs[0] + 1 :]):
        kept = kept[1 : pairs[0]]
    return kept


def _partners(parts: Sequence[Part], tokens: Sequence[Token]) -> tuple[set[int], dict[int, int]]:
    """Positions of marks without a partner, and the partner of each opening mark."""
    opened: list[tuple[str, int]] = []
    lonely: set[int] = set()
    pairs: dict[int, int] = {}
    for position, part in enumerate(parts):
        text = part if isinstance(part, str) else tokens[part].text
        partner = _opening_of(text, [mark for mark, _ in opened])
        if partner is not None:
            while opened and opened[-1][0] != partner:
                lonely.add(opened.pop()[1])
            pairs[opened.pop()[1]] = position
        elif text in ("(", "[") or text in _QUOTES:
            if text in ("”", "»"):
                lonely.add(position)
            else:
                opened.append((text, position))
        elif text in _BRACKETS:
            lonely.add(position)
    return lonely | {position for _, position in opened}, pairs


def _opening_of(text: str, opened: Sequence[str]) -> str | None:
    candidates = {"”": "“", '"': '"', "»": "«", ")": "(", "]": "["}
    opening = candidates.get(text)
    return opening if opening in opened else None


def _is_word(part: Part, tokens: Sequence[Token]) -> bool:
    text = part if isinstance(part, str) else tokens[part].text
    return any(character.isalnum() for character in text)
