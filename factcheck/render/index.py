"""The index page of a batch: every story with its counts and the findings to read first, worst stories on top."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from urllib.parse import quote

from factcheck.render import wording
from factcheck.render.listing import list_rows, without_settled
from factcheck.schema import Finding, Report, Severity, SkippedInput

WORST = 3
"""Findings of a story that the index shows."""


class StoryState(StrEnum):
    """How it went: compared now, taken from an earlier run, or not possible."""

    DONE = "compared"
    KEPT = "unchanged since the last run"
    FAILED = "could not check"


@dataclass(frozen=True)
class IndexEntry:
    """A story of a batch; `report` is None where there is none, and `problem` says why."""

    name: str
    state: StoryState
    report: Report | None
    problem: str | None


@dataclass(frozen=True)
class _Line:
    """A story as the page shows it."""

    name: str
    address: str
    state: StoryState
    problem: str | None
    errors: int
    warnings: int
    agreements: int
    sources: int
    origins: int
    worst: tuple[Finding, ...]
    further: int


def render_index(title: str, entries: Sequence[IndexEntry], skipped: Sequence[SkippedInput]) -> str:
    """The page; text of sources is escaped, and the page's own policy forbids it to load or to run anything."""
    # The template engine takes a while to load, and most runs make no index.
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    lines = sorted((_line(entry) for entry in entries), key=_worst_first)
    style = _asset("report.css") + _asset("index.css")
    environment = Environment(
        loader=PackageLoader("factcheck.render", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("index.html.jinja").render(
        title=title,
        lines=lines,
        skipped=skipped,
        words=wording,
        policy=f"default-src 'none'; style-src {_digest_of(style)}; base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704  # our own files, not text of a source
        totals=_totals(lines),
        FAILED=StoryState.FAILED,
    )


def _line(entry: IndexEntry) -> _Line:
    report = entry.report
    found = [one for one in report.findings if one.suppressed is None] if report else []
    grave = [row.finding for row in list_rows(without_settled(report, Severity.WARNING))] if report else []
    grave = [one for one in grave if one.suppressed is None]
    return _Line(
        name=entry.name,
        address=quote(f"{entry.name}.html"),
        state=entry.state,
        problem=entry.problem,
        errors=sum(one.severity is Severity.ERROR for one in found),
        warnings=sum(one.severity is Severity.WARNING for one in found),
        agreements=sum(one.rule == "sources-agree" for one in found),
        sources=len(report.sources) if report else 0,
        origins=len({source.origin_id for source in report.sources}) if report else 0,
        worst=tuple(grave[:WORST]),
        further=max(len(grave) - WORST, 0),
    )


def _worst_first(line: _Line) -> tuple[bool, int, int, str]:
    return line.state is not StoryState.FAILED, -line.errors, -line.warnings, line.name


def _totals(lines: Sequence[_Line]) -> list[tuple[int, str]]:
    failed = sum(line.state is StoryState.FAILED for line in lines)
    rows = [
        (len(lines), "story", "stories"),
        (sum(line.errors > 0 for line in lines), "story with flat contradictions", "stories with flat contradictions"),
        (sum(line.errors for line in lines), "flat contradiction", "flat contradictions"),
        (sum(line.warnings for line in lines), "warning", "warnings"),
        (failed, "story that could not be checked", "stories that could not be checked"),
    ]
    return [(number, one if number == 1 else several) for number, one, several in rows]


def _asset(name: str) -> str:
    return files("factcheck.render").joinpath("templates", name).read_text(encoding="utf-8")


def _digest_of(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
