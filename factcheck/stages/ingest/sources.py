"""From paths or typed text to `Source` records with their regions, dates and publishers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from factcheck.schema import Anchor, Region, RegionKind, SkippedInput, Source, SourceRole, Span
from factcheck.settings import IngestSettings
from factcheck.stages.ingest.datelines import dateline_agency
from factcheck.stages.ingest.decoding import Decoded, decode
from factcheck.stages.ingest.folders import find_files, left_out, shown_path
from factcheck.stages.ingest.front_matter import FrontMatter, SourceFacts, read_front_matter
from factcheck.stages.ingest.ignores import find_ignores, find_ignores_in_page
from factcheck.stages.ingest.languages import identify_language, language_name
from factcheck.stages.ingest.markup_places import locate_words
from factcheck.stages.ingest.publication import agency_in, byline_author, byline_publisher, publication_date
from factcheck.stages.ingest.regions import Layout, find_layout
from factcheck.stages.ingest.web_pages import read_page

_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_LINE_END = re.compile(r"\r\n|[\r\n]")
_TYPED_LINE = re.compile(r"^[^\S\r\n]*(?:[-*•][^\S\r\n]+)?(?P<words>\S[^\r\n]*)", re.MULTILINE)

# "> " before the lines of a block quote in Markdown and mail becomes spaces, so that the words behind it are read as a
# paragraph and every offset stays.
_QUOTE_MARKERS = re.compile(r"^[ ]{0,3}>(?:[ ]{0,3}>){0,9}(?=[ \t]|[^\W_]|[\"“'‘(\[]|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text before it is a source; `markup` is that of the web page that it was extracted from."""

    text: str
    facts: SourceFacts
    layout: Layout
    notes: tuple[str, ...] = ()
    markup: str | None = None


def read_sources(
    paths: Sequence[Path], role: SourceRole, settings: IngestSettings
) -> tuple[tuple[Source, ...], tuple[SkippedInput, ...]]:
    """Read files and folders into sources, sorted by path, with a note on whatever was left out.

    A note may also stand beside a source that was read: a broken header, a few wrongly encoded characters.
    """
    files, skipped = find_files(paths, settings)
    sources: list[Source] = []
    notes: list[SkippedInput] = list(skipped)
    for path in files:
        source, remarks = _read_file(path, role, settings)
        notes.extend(remarks)
        if source is not None:
            sources.append(source)
    return tuple(sources), tuple(notes)


def source_from_text(text: str, path: str, role: SourceRole) -> Source:
    """A source of typed or piped text; `path` is how the report names it.

    Its `language` is "en" unless it is long enough to be known as another: the caller decides what to do about that.
    """
    reading = _read_typed(text) if _is_typed(text, role) else _read_text(text)
    return _source(reading, path, role)


def typed_claims(text: str, path: str) -> tuple[Source, ...]:
    """The claims of a file that holds one a line, each a source of its own that knows its line; blank lines hold none.

    Each stands alone: what "it" is in one line is never looked for in the line before.
    """
    found: dict[str, Source] = {}
    for number, line in enumerate(_LINE_END.split(text), start=1):
        words = line.strip()
        if words:
            source = source_from_text(words, path, SourceRole.QUERY)
            anchor = Anchor(offset=0, line=number, column=line.index(words) + 1)
            # A claim that stands there twice is checked once.
            found.setdefault(source.id, source.model_copy(update={"anchors": (anchor,)}))
    return tuple(found.values())


def _is_typed(text: str, role: SourceRole) -> bool:
    """Whether the text is what somebody typed to have it checked, so that no line of it is a title or heading."""
    return role is SourceRole.QUERY or (role is SourceRole.DRAFT and len(text.strip().splitlines()) == 1)


def _read_typed(text: str) -> _Reading:
    """All of the text as running text, a paragraph a line."""
    lines = _TYPED_LINE.finditer(text)
    paragraphs = tuple(
        Span(start=line.start("words"), end=line.start("words") + len(line["words"].rstrip())) for line in lines
    )
    return _Reading(text, SourceFacts(), Layout((), paragraphs))


def _read_file(path: Path, role: SourceRole, settings: IngestSettings) -> tuple[Source | None, list[SkippedInput]]:
    try:
        content = _read_bounded(path, settings.max_bytes)
    except OSError as problem:
        return None, [left_out(path, f"cannot be read ({problem.strerror or problem}); check its permissions")]
    return read_content(content, path, role, settings)


def read_content(
    content: bytes | None, path: Path, role: SourceRole, settings: IngestSettings
) -> tuple[Source | None, list[SkippedInput]]:
    """The source that bytes hold, or the reason why they hold none; `path` names them and tells text from a web page.

    None stands for more bytes than are read.
    """
    if content is None or len(content) > settings.max_bytes:
        return None, [left_out(path, f"is larger than {settings.max_bytes / 1e6:.0f} MB; give the report's text alone")]
    reading = _reading(content, is_html=path.suffix.lower() in _HTML_SUFFIXES)
    if isinstance(reading, str):
        return None, [left_out(path, reading)]
    source = _source(reading, shown_path(path), role)
    remarks = [left_out(path, note) for note in reading.notes]
    if source.language != "en":
        reason = f"is in {language_name(source.language)}; only English can be checked"
        return None, [*remarks, left_out(path, reason)]
    if reading.markup is None:
        return _with_ignores(source), remarks
    return _in_markup(source, reading.markup, path, remarks)


def _with_ignores(source: Source) -> Source:
    if source.role is not SourceRole.DRAFT:
        return source
    return source.model_copy(update={"ignores": find_ignores(source)})


def _in_markup(
    source: Source, markup: str, path: Path, remarks: list[SkippedInput]
) -> tuple[Source, list[SkippedInput]]:
    """The source with the places of its words in the file, and a note where not all were found."""
    located = locate_words(source.text, markup)
    update: dict[str, object] = {"anchors": located.anchors(markup)}
    if source.role is SourceRole.DRAFT:
        update["ignores"] = find_ignores_in_page(source, markup, located)
    if located.missing:
        lines = "of the paragraph before" if located.offsets else "of the text without its markup"
        note = (
            f"{located.missing} paragraphs read otherwise in the file's markup, so their line numbers are those {lines}"
        )
        remarks = [*remarks, left_out(path, note)]
    return source.model_copy(update=update), remarks


def _read_bounded(path: Path, max_bytes: int) -> bytes | None:
    """The file's bytes, None if there are more than `max_bytes`; what is read is bounded even if the file grows."""
    with path.open("rb") as stream:
        content = stream.read(max_bytes + 1)
    return content if len(content) <= max_bytes else None


def _reading(content: bytes, *, is_html: bool) -> _Reading | str:
    """The text that a file holds, or the reason why it is left out."""
    decoded = decode(content, is_html=is_html)
    if decoded.refusal:
        return decoded.refusal
    if not decoded.text.strip():
        return "is empty"
    if is_html:
        return _read_html(decoded)
    reading = _read_text(decoded.text)
    return replace(reading, notes=(*decoded.notes, *reading.notes))


def _read_html(decoded: Decoded) -> _Reading | str:
    try:
        page = read_page(decoded.text)
    except Exception as problem:  # hostile markup breaks parsers in many ways, and one page must not end the run
        return f"could not be read as a web page ({type(problem).__name__}); save its text as .txt and give that"
    if page is None:
        return "holds no article text that can be told from the rest of the page; save its text as .txt and give that"
    layout = find_layout(page.text, title=page.facts.title, headings=page.headings)
    return _Reading(page.text, page.facts, layout, decoded.notes, decoded.text)


def _read_text(text: str) -> _Reading:
    text = _QUOTE_MARKERS.sub(lambda found: " " * len(found.group()), text)
    header = read_front_matter(text)
    start = header.span.end if header.span else 0
    layout = find_layout(text, start, title=header.facts.title)
    notes = (header.problem,) if header.problem else ()
    return _Reading(text, header.facts, _with_header(layout, header), notes)


def _with_header(layout: Layout, header: FrontMatter) -> Layout:
    if header.span is None:
        return layout
    region = Region(span=header.span, kind=RegionKind.FRONT_MATTER, reason="is the file's header")
    return replace(layout, regions=(region, *layout.regions))


def _source(reading: _Reading, path: str, role: SourceRole) -> Source:
    facts = _completed(reading)
    sha256 = hashlib.sha256(reading.text.encode("utf-8", "surrogatepass")).hexdigest()
    place = hashlib.sha256(f"{role.value}\0{path}".encode("utf-8", "surrogatepass")).hexdigest()
    running = " ".join(span.of(reading.text) for span in reading.layout.paragraphs)
    return Source(
        id=f"{sha256[:10]}-{place[:6]}",
        path=path,
        text=reading.text,
        role=role,
        title=facts.title,
        publisher=facts.publisher,
        author=facts.author,
        url=facts.url,
        published_at=facts.published_at,
        language=identify_language(running or reading.text),
        sha256=sha256,
        regions=reading.layout.regions,
        paragraphs=reading.layout.paragraphs,
    )


def _completed(reading: _Reading) -> SourceFacts:
    """What header or page say, and where they are silent, the title line, bylines, datelines and date lines."""
    facts = reading.facts
    bylines = _texts(reading, RegionKind.BYLINE)
    datelines = _texts(reading, RegionKind.DATELINE)
    outlets = [agency for line in datelines if (agency := dateline_agency(line))]
    outlets += [outlet for line in bylines if (outlet := byline_publisher(line) or _agency_alone(line))]
    authors = [author for line in bylines if (author := byline_author(line)) and not agency_in(author)]
    return SourceFacts(
        title=facts.title or reading.layout.title,
        publisher=facts.publisher or next(iter(outlets), None),
        author=facts.author or next(iter(authors), None),
        url=facts.url,
        published_at=facts.published_at or publication_date([*bylines, *datelines]),
    )


def _texts(reading: _Reading, kind: RegionKind) -> list[str]:
    return [region.span.of(reading.text) for region in reading.layout.regions if region.kind is kind]


def _agency_alone(line: str) -> str | None:
    """An agency's name where it is all that a byline says: "By Reuters", "Associated Press"."""
    words = line.removeprefix("By ").removeprefix("BY ").strip(" .|")
    return agency_in(words) if len(words.split()) <= 3 else None
