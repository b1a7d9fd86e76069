"""One module a format; each turns a `Report` into text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from factcheck.render import json_report, markdown, text
from factcheck.render.json_report import render_schema
from factcheck.schema import Report

__all__ = ["FORMATS", "RenderOptions", "render_report", "render_schema"]


@dataclass(frozen=True)
class RenderOptions:
    """How to show a report: colour for a terminal, and how much evidence on either side of a checked claim."""

    color: bool = False
    top: int | None = None


def _html(report: Report, options: RenderOptions) -> str:
    from factcheck.render import html  # noqa: PLC0415  its template engine is an eighth of the package's import

    return html.render(report, options.top)


FORMATS: dict[str, Callable[[Report, RenderOptions], str]] = {
    "text": lambda report, options: text.render(report, options.color, options.top),
    # The JSON is the contract with other programs, so nothing is ever cut from it.
    "json": lambda report, _: json_report.render(report),
    "markdown": lambda report, options: markdown.render(report, options.top),
    "html": _html,
    "summary": lambda report, options: text.render_summary(report, options.color),
}
"""Every format by the name that people type."""


def render_report(report: Report, name: str, color: bool = False, top: int | None = None) -> str:
    """The report in the format called `name`, one of `FORMATS`; raises KeyError for any other name.

    `color` is for a terminal and concerns text only; `top` is the most evidence shown on either side of a checked
    claim, all of it unless given.
    """
    return FORMATS[name](report, RenderOptions(color, top))
