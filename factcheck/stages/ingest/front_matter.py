"""The YAML header that static site generators put above a text: title, date, author, publisher, address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import yaml

from factcheck.schema import Span
from factcheck.stages.ingest.publication import naive_utc, parse_date

_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_HEADER = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(?P<body>.*?)(?:^)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL | re.MULTILINE
)
_KEY = re.compile(r"([A-Za-z][\w -]{0,40}):(?:\s|$)")
_PLAIN_LINE = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}):[ \t]+(?P<value>\S.*)")
_MAX_HEADER = 20_000  # characters; a header is some ten lines
_MAX_VALUE = 500
_PUBLISHER_KEYS = ("publisher", "publication", "site", "sitename", "site_name", "source", "outlet")
_DATE_KEYS = ("date", "published", "published_at", "publishdate", "pubdate", "datepublished")
_URL_KEYS = ("url", "link", "canonical", "canonical_url", "original_url", "source_url", "permalink")


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a header, a web page or a byline says about a source."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A header: its place in the text (None if there is none), what it says, and what is wrong with it."""

    span: Span | None = None
    facts: SourceFacts = SourceFacts()
    problem: str | None = None


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML without aliases, so that a header cannot unfold into gigabytes."""

    def compose_node(self, parent: Any, index: int) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def read_front_matter(text: str) -> FrontMatter:
    """The header at the top of `text`.

    An unquoted colon (`title: a: b`) is read as it is meant. A header that is not closed or is no list of keys is
    reported as a problem and left in the text.
    """
    if not _FENCE.match(text):
        return FrontMatter()
    header = _HEADER.match(text[:_MAX_HEADER])
    if header is None:
        first_line = text.split("\n", 2)[1:2]
        opened = bool(first_line and _KEY.match(first_line[0]))
        return FrontMatter(
            problem='the header is not closed by a line "---", so it was kept as text' if opened else None
        )
    values = _values(header["body"])
    if values is None:
        return FrontMatter(problem="the header is not valid YAML, so it was kept as text; check its quotes and colons")
    return FrontMatter(Span(start=0, end=header.end()), _facts(values))


def web_address(value: object) -> str | None:
    """`value` if it is a web address; anything else ("javascript:...") must never become a link."""
    address = _short(value)
    return address if address and re.match(r"https?://[^\s<>\"']+$", address) else None


def _values(body: str) -> Mapping[str, object] | None:
    try:
        loaded = yaml.load(body, _PlainLoader)  # noqa: S506  a SafeLoader with less in it
    except (yaml.YAMLError, ValueError, RecursionError):
        loaded = _values_by_line(body)
    if loaded is None and not body.strip():
        return {}
    if not isinstance(loaded, Mapping):
        return None
    return {str(key).lower(): value for key, value in loaded.items()}


def _values_by_line(body: str) -> dict[str, object] | None:
    """Keys and values of a header that is no YAML only because of colons; None if a line is anything else."""
    values: dict[str, object] = {}
    for line in body.splitlines():
        plain = _PLAIN_LINE.match(line)
        if (
            plain
            and ("&" not in plain["value"][:1] and "*" not in plain["value"][:1])
            and _quotes_match(plain["value"])
        ):
            values[plain["key"]] = plain["value"].strip().strip("\"'")
        elif line.strip() and not re.match(r"\s*(?:- |#)|[\w -]+:\s*$", line):
            return None
    return values or None


def _quotes_match(value: str) -> bool:
    stripped = value.strip()
    return stripped[0] not in "\"'[{" or (len(stripped) > 1 and stripped[-1] in "\"']}")


def _facts(values: Mapping[str, object]) -> SourceFacts:
    return SourceFacts(
        title=_short(values.get("title")),
        publisher=_first(values, _PUBLISHER_KEYS),
        author=_names(values.get("author", values.get("authors"))),
        url=next((address for key in _URL_KEYS if (address := web_address(values.get(key)))), None),
        published_at=next((moment for key in _DATE_KEYS if (moment := _moment(values.get(key)))), None),
    )


def _first(values: Mapping[str, object], keys: tuple[str, ...]) -> str | None:
    found = (_short(values.get(key)) for key in keys)
    return next((value for value in found if value and not web_address(value)), None)


def _short(value: object) -> str | None:
    if not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split())[:_MAX_VALUE] or None


def _names(value: object) -> str | None:
    if isinstance(value, Mapping):
        return _short(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for entry in value[:20] if (name := _names(entry))) or None
    return _short(value)


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return naive_utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time())
    return parse_date(value) if isinstance(value, str) else None
