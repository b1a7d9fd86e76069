"""Findings as annotations of a GitHub Actions run: they show beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.render import wording
from factcheck.render.listing import Row, list_rows
from factcheck.schema import Report, Severity

MOST = 10
"""Annotations that GitHub shows a step; what comes after them is dropped without a word, so it is printed instead."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, min_level: Severity) -> str:
    """The ten gravest findings as annotations, the rest as lines of the log; agreements are neither.

    Findings that are settled are left out.
    """
    rows = [row for row in list_rows(report, min_level) if _is_for_an_editor(row)]
    return "".join(f"{line}\n" for line in (*map(_annotation, rows[:MOST]), *_rest(rows[MOST:])))


def _is_for_an_editor(row: Row) -> bool:
    return row.finding.suppressed is None and row.finding.rule not in {"supported-claim", "sources-agree"}


def _annotation(row: Row) -> str:
    properties = {"title": f"factcheck: {row.finding.rule}"}
    if row.spot:
        places = {"file": row.spot.path, "line": row.spot.line, "endLine": row.spot.end_line, "col": row.spot.column}
        # GitHub refuses an end column on another line than the first.
        same_line = row.spot.end_line == row.spot.line
        places["endColumn"] = row.spot.end_column if same_line else None
        properties = {**{name: str(value) for name, value in places.items() if value is not None}, **properties}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[row.finding.severity]} {listed}::{_message(_words(row))}"


def _words(row: Row) -> str:
    """The message, and the words of the first source that it is about."""
    text = wording.plain(row.finding.message)
    if row.evidence and row.finding.rule != "misquotation":
        one = row.evidence[0]
        text += f'\n{wording.plain(one.name)}, line {one.spot.line}: "{wording.plain(one.spot.quote)}"'
    return text


def _rest(rows: Sequence[Row]) -> Iterator[str]:
    """What GitHub would not show, as plain lines; none of them begins as a command does."""
    if not rows:
        return
    more = wording.counted(len(rows), "further finding")
    yield f"factcheck: GitHub shows {MOST} annotations a step; {more} follow{'s' if len(rows) == 1 else ''} here."
    for row in rows:
        place = f"{wording.plain(row.spot.path)}:{row.spot.line}: " if row.spot else ""
        words = wording.plain(row.finding.message)
        yield f"factcheck: {place}{row.finding.severity.value} {row.finding.rule}: {words}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
