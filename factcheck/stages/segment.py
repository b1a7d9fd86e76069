"""Source -> sentences of its running text, by offset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import nupunkt

from factcheck.schema import Sentence, Source, Span

_TITLE_BEFORE_NAME = re.compile(
    r"(?:^|[\s(\"“‘'/–-])(?:Mr|Mrs|Ms|Dr|Prof|Lt|Gen|Col|Maj|Capt|Sgt|Cpl|Pvt|Cmdr|Adm|Brig|Const|Insp|Supt|Det|Rep|Sen"
    r"|Gov"
    r"|Pres|Rev|Hon|Msgr|Fr|Atty|Asst|Dep|Mt|Ft|Messrs|[A-Z])\.$"
)
_CLOSERS = re.compile(r"[\s\"”’'»)\]*_.]+")
_SPEECH_TAG = re.compile(
    r"(?:the |a |an )?(?:[\w.'’-]+ ){1,5}?(?:said|says|asked|asks|cried|shouted|wrote|added|wondered|replied|told \w+)"
    r"(?:\s*[.,;:]|$|\s+(?:in|at|on|during|after|as|when|while|of|with|him|her|them|reporters)\b)"
)
_NAME_WITH_MARK = re.compile(r"\b[A-Z]\w*!$")  # Yahoo!
_GOES_ON = re.compile(r"[a-z]|(?:Inc|Corp|Co|Ltd)\b")
_ASKED = re.compile(r"[!?][\"”’']$")
_PLAIN_END = re.compile(r"\b(?P<word>[^\W\d_]{2,30})\.[\"”’']?(?P<gap>\s+)(?=[\"“‘'(\[$€£]?[A-Z0-9])")
_BEFORE_FUNCTION_WORD = re.compile(
    r"\.[\"”’']?(?P<gap>\s+)(?=(?:The|It|He|She|They|But|This|That|These|We|There|His|Her|Their|Its)\s+[a-z])"
)
_ADDRESS_END = re.compile(r"\w\.(?:com|gov|org|net|edu|info|co\.uk)\.[\"”’']?(?P<gap>\s+)(?=[\"“‘'(\[$€£]?[A-Z0-9])")
_ADDRESS_GOES_ON = re.compile(r"(?:com|gov|org|net|edu|info)\b")  # "usgs. gov", as texts taken apart into words have it
_ADDRESS_BEGINS = re.compile(r"\bwww\. ?(?:[\w-]+\. ?){0,4}$")
_GLUED_END = re.compile(r"(?<=[a-z]{2})[.!?][\"”’']?(?=[\"“‘]?(?!Com|Net|Org)[A-Z][a-z]*[’']?\w*[\s,])")
_CLOCK_END = re.compile(r"\b[ap]\.m\.(?P<gap>\s+)(?=(?P<next>[A-Z][\w.’']*)\s+(?P<after>[\w’']+))")
_NOT_AFTER_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.?$|[A-Z]{2,4}$"
    r"|Eastern|Pacific|Central|Mountain|Greenwich|Jan|Feb|Mar|Apr|May|June|July|Aug|Sept?|Oct|Nov|Dec"
)
_MAX_LENGTH = 3000  # characters; the longest sentences of news have some 800
_SHORTENED = (
    "mr mrs ms dr prof st ave blvd rd etc vs no nos sec dept fig figs vol pp ed eds est cf al ft lb lbs oz mi km hr "
    "hrs min approx ext inc ltd co corp bros jr sr rev hon gen col lt maj sgt capt gov sen rep supt insp const univ "
    "assn assoc jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun mich calif ariz ala "
    "ark colo conn del fla ill ind kan ky la md mass minn miss mo mont neb nev okla ore pa tenn tex vt va wash wis "
    "wyo ga mt messrs bldg intl natl para par ch bk nr viz ca pt pl sq tel"
)
_ABBREVIATIONS = frozenset(_SHORTENED.split())


def split_sentences(source: Source) -> tuple[Sentence, ...]:
    """The sentences of a source's running text, in order.

    `Sentence.text` is the source's text at its span. The sentences of a paragraph cover it but for whitespace; what
    lies between paragraphs is whitespace, list markers and the source's regions (headings, datelines, captions ...).
    A quotation of several sentences gives several.
    """
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(source.paragraphs or _paragraphs(source)):
        for start, end in sentence_spans(paragraph.of(source.text)):
            span = Span(start=paragraph.start + start, end=paragraph.start + end)
            sentences.append(_sentence(source, span, number))
    return tuple(sentences)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of one paragraph, without the whitespace around it.

    nupunkt's boundaries, less those after titles, inside "What?" Smith asked and before stray closing quotation marks,
    plus those that it misses: after words that it takes for abbreviations (art., month.), glued ("place.The") and
    before a new sentence after "p.m.".
    """
    if not text.strip():
        return []
    cuts = {end for _, end in nupunkt.sent_spans(text)} | set(_missed_cuts(text))
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(text)), len(text)]
    kept = [edge for edge in edges[1:-1] if not _is_false_cut(text, edge)]
    kept = _drop_repeats(text, kept)
    pieces = zip([0, *kept], [*kept, len(text)], strict=True)
    return [bounded for start, end in pieces if text[start:end].strip() for bounded in _bounded(text, start, end)]


def _sentence(source: Source, span: Span, paragraph: int) -> Sentence:
    return Sentence(
        id=f"{source.id}.{span.start}", source_id=source.id, span=span, text=span.of(source.text), paragraph=paragraph
    )


def _paragraphs(source: Source) -> Iterator[Span]:
    """The lines between the regions, for a source that was built without `paragraphs`."""
    begin = 0
    for region in sorted((region.span for region in source.regions), key=lambda span: span.start):
        yield from _lines(source.text, begin, region.start)
        begin = max(begin, region.end)
    yield from _lines(source.text, begin, len(source.text))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for line in re.compile(r"[^\r\n]+").finditer(text, start, max(start, end)):
        if line.group().strip():
            yield Span(start=line.start(), end=line.end())


def _missed_cuts(text: str) -> Iterator[int]:
    for found in _PLAIN_END.finditer(text):
        word = found["word"]
        if word.islower() and word not in _ABBREVIATIONS:
            yield found.end("gap")
    for found in _BEFORE_FUNCTION_WORD.finditer(text):
        yield found.end("gap")
    for found in _ADDRESS_END.finditer(text):
        yield found.end("gap")
    for found in _GLUED_END.finditer(text):
        yield found.end()
    for found in _CLOCK_END.finditer(text):
        if not _NOT_AFTER_CLOCK.match(found["next"]) and found["after"] != "time":
            yield found.end("gap")


def _is_false_cut(text: str, edge: int) -> bool:
    before, after = text[max(0, edge - 80) : edge].rstrip(), text[edge : edge + 120].lstrip()
    if _TITLE_BEFORE_NAME.search(before) and after[:1].isupper():
        return not _single_initial_ends(before)
    if _is_within_address(before, after):
        return True
    if _CLOSERS.fullmatch(after) or (_NAME_WITH_MARK.search(before) and _GOES_ON.match(after)):
        return True
    if re.search(r"(?:^|\s)(?:[a-z]\.){2,}$|\b(?:vs|etc|e\.g|i\.e)\.$", before) and after[:1].islower():
        return True
    return bool(_ASKED.search(before) and _SPEECH_TAG.match(after))


def _is_within_address(before: str, after: str) -> bool:
    """Whether the full stop is a dot of a web address, also of one set with spaces ("www. usgs. gov")."""
    begun = _ADDRESS_BEGINS.search(before) is not None and after[:1].islower()
    return begun or (before.endswith(".") and _ADDRESS_GOES_ON.match(after) is not None)


def _single_initial_ends(before: str) -> bool:
    """A single letter and a full stop end a sentence only where no name goes before ("plan B.", not "George W.")."""
    return bool(re.search(r"\b[a-z]+ [A-Z]\.$", before))


def _drop_repeats(text: str, edges: Sequence[int]) -> list[int]:
    """Leave out cuts that have nothing but punctuation between them and the one before, or after the last."""
    words = re.compile(r"\w")
    kept: list[int] = []
    word = words.search(text)
    for edge in edges:
        if word is None:
            break
        if word.start() < edge:
            kept.append(edge)
            word = words.search(text, edge)
    return kept if word is not None else kept[:-1]


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence without the whitespace around it; one too long for any parser is cut at a space, not dropped."""
    piece = text[start:end]
    begin, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    while end - begin > _MAX_LENGTH:
        space = text.rfind(" ", begin + _MAX_LENGTH // 2, begin + _MAX_LENGTH)
        cut = space if space > 0 else begin + _MAX_LENGTH
        yield begin, cut
        begin = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    yield begin, end
