"""One module a format; each turns a `Report` into text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from factcheck.render import github, json_report, junit, markdown, records, sarif, text
from factcheck.render.json_report import render_schema
from factcheck.schema import Report, Severity

__all__ = ["FORMATS", "RenderOptions", "render_report", "render_schema"]


@dataclass(frozen=True)
class RenderOptions:
    """How to show a report.

    `color` is for a terminal and concerns text only; `top` is the most evidence shown on either side of a checked
    claim, all of it where None; findings milder than `min_level` are not shown; `failing` are the severities that fail
    a test in JUnit.
    """

    color: bool = False
    top: int | None = None
    min_level: Severity = Severity.INFO
    failing: frozenset[Severity] = frozenset({Severity.ERROR})


def _html(report: Report, options: RenderOptions) -> str:
    from factcheck.render import html  # noqa: PLC0415  its template engine is an eighth of the package's import

    return html.render(report, options.top)


FORMATS: dict[str, Callable[[Report, RenderOptions], str]] = {
    "text": lambda report, options: text.render(report, options.color, options.top, options.min_level),
    # The JSON is the contract with other programs, and the page has filters of its own: nothing is ever cut from them.
    "json": lambda report, _: json_report.render(report),
    "jsonl": lambda report, options: records.render_lines(report, options.min_level),
    "csv": lambda report, options: records.render_table(report, options.min_level),
    "markdown": lambda report, options: markdown.render(report, options.top, options.min_level),
    "html": _html,
    "sarif": lambda report, options: sarif.render(report, options.min_level),
    "github": lambda report, options: github.render(report, options.min_level),
    "junit": lambda report, options: junit.render(report, options.min_level, options.failing),
    "summary": lambda report, options: text.render_summary(report, options.color),
}
"""Every format by the name that people type."""


def render_report(  # noqa: PLR0913, PLR0917 - one argument a way of showing
    report: Report,
    name: str,
    color: bool = False,
    top: int | None = None,
    min_level: Severity = Severity.INFO,
    failing: frozenset[Severity] = frozenset({Severity.ERROR}),
) -> str:
    """The report in the format called `name`, one of `FORMATS`; raises KeyError for any other name.

    The other arguments are explained at `RenderOptions`.
    """
    return FORMATS[name](report, RenderOptions(color, top, min_level, failing))
