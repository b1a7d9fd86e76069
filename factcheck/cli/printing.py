"""Where answers go: to stdout, into one file, or into three; and the exit code that they mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer

import factcheck
from factcheck.cli.manners import FOUND
from factcheck.cli.options import STDIN, Format

FILES = {Format.JSON: "json", Format.MARKDOWN: "md", Format.HTML: "html"}
"""The files that a report is written to, with their endings."""


def deliver(  # noqa: PLR0913, PLR0917 - what is said, how, and where to
    found: factcheck.Report,
    shape: Format,
    output: Path | None,
    settings: factcheck.Settings,
    quiet: bool,
    top: int | None = None,
) -> None:
    """The report in one format, to stdout or to a file."""
    to_file = output is not None and output != STDIN
    rendered = factcheck.render_report(
        found,
        shape.value,
        color=not to_file and stdout_takes_color(),
        top=top,
        min_level=settings.findings.min_level,
        failing=settings.findings.failing,
    )
    if output is None or not to_file:
        print_text(rendered)
        return
    factcheck.write_whole(output, rendered)
    if not quiet:
        typer.echo(f"Written to {output}.", err=True)


def write_all(found: factcheck.Report, folder: Path, name: str) -> list[Path]:
    """The report in each format of `FILES`; the paths of the files."""
    written = []
    for shape, ending in FILES.items():
        path = folder / f"{name}.{ending}"
        factcheck.write_whole(path, factcheck.render_report(found, shape.value))
        written.append(path)
    return written


def summary(found: factcheck.Report, written: Sequence[Path]) -> str:
    """The short summary, and where the whole report is."""
    places = "".join(f"  {path}\n" for path in written)
    return factcheck.render_report(found, "summary", color=stdout_takes_color()) + f"Written:\n{places}"


def print_text(text: str) -> None:
    """The text on stdout; a reader that has gone (`| head`) is no error."""
    try:
        typer.echo(text.encode("utf-8", "replace"), nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more when it ends, which must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def stdout_takes_color() -> bool:
    """Whether stdout is a terminal that wants colour."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()


def leave(found: factcheck.Report, settings: factcheck.Settings, exit_zero: bool) -> NoReturn:
    """Exit with 1 if a finding is at or above the level that the settings name, else with 0."""
    raise typer.Exit(FOUND if factcheck.report_fails(found, settings) and not exit_zero else 0)
