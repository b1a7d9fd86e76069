"""The three questions: what several reports say, what they say of a claim, what they say of a draft."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import factcheck
from factcheck.cli import options as opt
from factcheck.cli.application import app
from factcheck.cli.batches import report_batch
from factcheck.cli.manners import manners, progress_bar
from factcheck.cli.printing import deliver, leave, print_text, summary, write_all

EVIDENCE_SHOWN = 3
"""Quotes on either side of a claim unless --top says otherwise; a draft as text shows one, to be read quickly."""


@app.command()
def report(  # noqa: PLR0913  # one parameter an option
    paths: opt.Paths,
    *,
    shape: opt.ReportShape = None,
    output_dir: opt.OutputDir = Path("reports"),
    output: opt.Output = None,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            metavar="N",
            help="Stories of a batch that are compared at once; each takes a processor and 1.5 GB of memory.",
        ),
    ] = 1,
    min_level: opt.MinLevel = None,
    quiet: opt.Quiet = False,
    fail_on: opt.FailOn = None,
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    baseline: opt.BaselineFile = None,
    exit_zero: opt.ExitZero = False,
    config: opt.Config = None,
    no_cache: opt.NoCache = False,
) -> None:
    """Compare several reports of one event with one another, or a folder of such stories one by one."""
    with manners():
        settings = opt.settings_of(
            config,
            no_cache=no_cache,
            fail_on=fail_on,
            min_level=min_level,
            select=select,
            ignore=ignore,
            baseline=baseline,
        )
        chosen = opt.chosen_format(shape, output)
        if factcheck.find_stories(paths, settings) is not None:
            report_batch(paths, output_dir / _name_for(paths), chosen, settings, jobs, quiet, exit_zero)
        with progress_bar(quiet) as progress:
            found = factcheck.check_sources(paths, settings, progress)
        if chosen is None:
            written = write_all(found, output_dir, _name_for(paths))
            print_text("" if quiet else summary(found, written))
        else:
            deliver(found, chosen, output, settings, quiet)
    leave(found, settings, exit_zero)


@app.command(cls=opt.SpreadingCommand)
def claim(  # noqa: PLR0913  # one parameter an option
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="The claim, in quotation marks.", show_default=False),
    ] = None,
    *,
    against: opt.Against = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="CLAIMS.txt",
            help="Check each line of this file instead of one claim.",
            show_default=False,
        ),
    ] = None,
    shape: opt.Shape = None,
    output: opt.Output = None,
    top: opt.Top = None,
    min_level: opt.MinLevel = None,
    quiet: opt.Quiet = False,
    fail_on: opt.FailOn = None,
    threshold: opt.Threshold = None,
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    exit_zero: opt.ExitZero = False,
    config: opt.Config = None,
    no_cache: opt.NoCache = False,
) -> None:
    """Check one typed claim, or a file of claims, against reports."""
    with manners():
        settings = opt.settings_of(
            config,
            no_cache=no_cache,
            fail_on=fail_on,
            min_level=min_level,
            select=select,
            ignore=ignore,
            threshold=threshold,
        )
        chosen = opt.chosen_format(shape, output) or opt.Format.TEXT
        typed = _one_claim(text, file)
        sources = opt.sources_of(against, settings)
        with progress_bar(quiet) as progress:
            if file is not None:
                found = factcheck.check_claims(file, sources, settings, progress)
            else:
                found = factcheck.check_claim(typed, sources, settings, progress)
        deliver(found, chosen, output, settings, quiet, top or EVIDENCE_SHOWN)
    leave(found, settings, exit_zero)


@app.command(cls=opt.SpreadingCommand)
def check(  # noqa: PLR0913  # one parameter an option
    drafts: opt.Drafts = None,
    *,
    against: opt.Against = None,
    stdin_filename: Annotated[
        str | None,
        typer.Option(
            "--stdin-filename",
            metavar="NAME",
            help="What a draft from standard input is called; its ending tells text from a web page.",
            show_default=False,
        ),
    ] = None,
    shape: opt.Shape = None,
    output: opt.Output = None,
    top: opt.Top = None,
    min_level: opt.MinLevel = None,
    quiet: opt.Quiet = False,
    fail_on: opt.FailOn = None,
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    baseline: opt.BaselineFile = None,
    exit_zero: opt.ExitZero = False,
    config: opt.Config = None,
    no_cache: opt.NoCache = False,
) -> None:
    """Check a draft, claim by claim, against reports before it is published."""
    with manners():
        settings = opt.settings_of(
            config,
            no_cache=no_cache,
            fail_on=fail_on,
            min_level=min_level,
            select=select,
            ignore=ignore,
            baseline=baseline,
        )
        chosen = opt.chosen_format(shape, output) or opt.Format.TEXT
        given = drafts_of(drafts, stdin_filename)
        sources = opt.sources_of(against, settings)
        with progress_bar(quiet) as progress:
            found = factcheck.check_drafts(given, sources, settings, progress)
        shown = top or (1 if chosen is opt.Format.TEXT else EVIDENCE_SHOWN)
        deliver(found, chosen, output, settings, quiet, shown)
    leave(found, settings, exit_zero)


def drafts_of(drafts: Sequence[Path] | None, stdin_filename: str | None) -> list[factcheck.Draft]:
    """The drafts that were named, with standard input read where it is one of them."""
    if not drafts:
        raise factcheck.InputError("No draft is given; name it before --against, or behind -- after the reports.")
    if stdin_filename is not None and opt.STDIN not in drafts:
        raise factcheck.InputError("--stdin-filename names a draft from standard input; give - as the draft.")
    found: list[factcheck.Draft] = []
    for draft in dict.fromkeys(drafts):
        if draft == opt.STDIN:
            found.append(factcheck.PipedText(sys.stdin.buffer.read(), Path(stdin_filename or "<stdin>")))
        else:
            found.append(draft)
    return found


def _one_claim(text: Sequence[str] | None, file: Path | None) -> str:
    """The typed claim, "" where a file has the claims; several words are most likely an unquoted claim."""
    words = list(text or ())
    if file is not None and words:
        raise factcheck.InputError("Give either a claim or --file, not both.")
    if file is None and not words:
        raise factcheck.InputError('No claim is given; type one in "quotation marks", or name a file with --file.')
    if len(words) > 1:
        raise factcheck.InputError(f'{" ".join(words)[:60]}: put the claim in "quotation marks".')
    return words[0] if words else ""


def _name_for(paths: Sequence[Path]) -> str:
    """What the files of a report are called: after the one folder or file that it is on, else "report"."""
    if len(paths) != 1:
        return "report"
    path = paths[0].resolve()
    return (path.name if path.is_dir() else path.stem) or "report"
