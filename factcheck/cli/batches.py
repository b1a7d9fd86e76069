"""A batch of stories on the command line: a line a finished story, a summary at the end, the exit code of the worst."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer

import factcheck
from factcheck.cli.manners import COULD_NOT_RUN, FOUND
from factcheck.cli.options import Format
from factcheck.cli.printing import print_text


def report_batch(  # noqa: PLR0913, PLR0917 - what a batch needs, each once
    paths: Sequence[Path],
    folder: Path,
    chosen: Format | None,
    settings: factcheck.Settings,
    jobs: int,
    quiet: bool,
    exit_zero: bool,
) -> NoReturn:
    """Compare the stories, tell each on stderr as it is finished, and exit with the code of the worst."""
    if chosen is not None:
        raise factcheck.InputError(
            f"{paths[0]}: this is a folder of folders, which gives a report each; leave out --format and --output, "
            "and say --output-dir."
        )

    def tell(story: factcheck.StoryResult, done: int, of: int) -> None:
        if not quiet or story.problem:
            typer.echo(f"[{done}/{of}] {' '.join(_line(story).split())}", err=True)

    result = factcheck.check_batch(paths, folder, settings, jobs, tell)
    if not quiet:
        print_text(_summary(result))
    failed = any(story.report is None for story in result.stories)
    raise typer.Exit(COULD_NOT_RUN if failed else FOUND if result.failing and not exit_zero else 0)


def _line(story: factcheck.StoryResult) -> str:
    if story.report is None:
        return f"{story.name}: {story.state.value}: {story.problem}"
    errors, warnings = _counts(story.report)
    return f"{story.name}: {story.state.value}, {_several(errors, 'error')}, {_several(warnings, 'warning')}"


def _summary(result: factcheck.BatchResult) -> str:
    """One line of counts, what was left out, and where to look."""
    reports = [story.report for story in result.stories if story.report is not None]
    kept = sum(story.state is factcheck.StoryState.KEPT for story in result.stories)
    errors = sum(_counts(report)[0] for report in reports)
    warnings = sum(_counts(report)[1] for report in reports)
    failed = len(result.stories) - len(reports)
    told = [
        f"{_several(len(result.stories), 'story', 'stories')}: {len(reports) - kept} compared",
        *([f"{kept} unchanged"] if kept else []),
        *([f"{failed} could not be checked"] if failed else []),
        f"{_several(errors, 'error')} and {_several(warnings, 'warning')}",
    ]
    left_out = "".join(f"Left out: {one.path} {one.reason}.\n" for one in result.skipped)
    return f"{', '.join(told)}.\n{left_out}Written:\n  {result.index}\n"


def _counts(report: factcheck.Report) -> tuple[int, int]:
    live = [finding.severity for finding in report.findings if finding.suppressed is None]
    return live.count(factcheck.Severity.ERROR), live.count(factcheck.Severity.WARNING)


def _several(number: int, one: str, more: str | None = None) -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"
