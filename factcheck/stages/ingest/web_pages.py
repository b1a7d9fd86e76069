"""The article of a web page as text, with what the page says about itself; scripts and handlers never get through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from factcheck.stages.ingest.front_matter import SourceFacts, web_address
from factcheck.stages.ingest.publication import parse_date

_PARAGRAPH_TAGS = frozenset({"p", "item", "quote", "head", "ab", "row", "code"})


@dataclass(frozen=True, slots=True)
class WebPage:
    """The text of a page's article, a blank line between paragraphs; `headings` are the lines that are headings."""

    text: str
    facts: SourceFacts
    headings: frozenset[str]


def read_page(html: str) -> WebPage | None:
    """The article in a web page, None where no article can be told from the rest of the page."""
    import trafilatura  # noqa: PLC0415  takes half a second to load, and most runs read no web page

    document = trafilatura.bare_extraction(
        html,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        # Only what the page's own metadata says: guesses from the text would date the event, not the report.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    body = getattr(document, "body", None)
    if document is None or body is None:
        return None
    blocks = [(tag, words) for tag, text in _blocks(body) if (words := " ".join(text.split()))]
    if not blocks:
        return None
    headings = frozenset(words for tag, words in blocks if tag == "head")
    return WebPage("\n\n".join(words for _, words in blocks), _facts(document), headings)


def _blocks(element: Any) -> Iterator[tuple[str, str]]:
    """(tag, text) of each innermost paragraph-like element, in order."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in _PARAGRAPH_TAGS and not any(below.tag in _PARAGRAPH_TAGS for below in child.iterdescendants()):
            yield child.tag, _words(child)
        elif len(child):
            yield from _blocks(child)
        elif child.text:
            yield child.tag, child.text
        if child.tail and child.tail.strip() and child.tag in _PARAGRAPH_TAGS:
            yield "p", child.tail


def _words(element: Any) -> str:
    parts = [element.text or ""]
    for child in element.iterdescendants():
        parts.append(" " if child.tag == "lb" else "")
        parts.append((child.text or "") + (child.tail or ""))
    return re.sub(r"\s+", " ", "".join(parts))


def _facts(document: Any) -> SourceFacts:
    return SourceFacts(
        title=document.title or None,
        publisher=document.sitename or None,
        author=document.author or None,
        url=web_address(document.url),
        published_at=parse_date(document.date) if document.date else None,
    )
