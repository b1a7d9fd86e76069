"""Commands about what is kept between runs: the decisions of editors, and the results of the models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import factcheck
from factcheck.cli import options as opt
from factcheck.cli.application import app
from factcheck.cli.manners import manners, progress_bar
from factcheck.cli.printing import print_text
from factcheck.cli.questions import drafts_of

cache = typer.Typer(
    help="What is kept on disk of the texts that were read, so that a second run over them is quick.",
    no_args_is_help=True,
)
app.add_typer(cache, name="cache")


@app.command(cls=opt.SpreadingCommand)
def baseline(  # noqa: PLR0913  # one parameter an option
    drafts: opt.Drafts = None,
    *,
    against: opt.Against = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write. What it decides already stays as it is; decisions that match nothing are dropped.",
        ),
    ] = Path("factcheck-baseline.json"),
    status: Annotated[
        factcheck.BaselineStatus,
        typer.Option(
            "--status", metavar="STATUS", help="accepted (right and known) or dismissed (wrong), for what is new."
        ),
    ] = factcheck.BaselineStatus.ACCEPTED,
    initials: Annotated[str, typer.Option("--initials", metavar="AB", help="Who decides, for what is new.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, for what is new.")] = "",
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    quiet: opt.Quiet = False,
    config: opt.Config = None,
    no_cache: opt.NoCache = False,
) -> None:
    """Write what a check of the draft finds into a file of decisions, which check and report read with --baseline."""
    with manners():
        settings = opt.settings_of(config, no_cache=no_cache, select=select, ignore=ignore)
        kept = factcheck.read_baseline(output) if output.exists() else None
        entry = _entry(status, initials, note)
        given = drafts_of(drafts, None)
        sources = opt.sources_of(against, settings)
        with progress_bar(quiet) as progress:
            found = factcheck.check_drafts(given, sources, settings, progress)
        made = factcheck.make_baseline(found, kept, entry)
        factcheck.write_whole(output, factcheck.render_baseline(made))
        if not quiet:
            typer.echo(_summary(made, kept, output), err=True)


def _entry(status: factcheck.BaselineStatus, initials: str, note: str) -> factcheck.BaselineEntry:
    """What every new decision has in common; its rule and fingerprint are put in later."""
    if len(initials) > 20 or len(note) > 2000:
        raise factcheck.InputError("Initials have at most 20 characters and a note at most 2,000; shorten them.")
    return factcheck.BaselineEntry(rule="new", fingerprint="0" * 24, status=status, initials=initials, note=note)


def _summary(made: factcheck.Baseline, kept: factcheck.Baseline | None, output: Path) -> str:
    before = {(one.rule, one.fingerprint) for one in kept.entries} if kept else set()
    now = {(one.rule, one.fingerprint) for one in made.entries}
    told = f"{len(now)} decisions, {len(now - before)} of them new, {len(before - now)} stale ones dropped"
    return f"{told}. Written to {output}."


@cache.command()
def info(config: opt.Config = None) -> None:
    """Say where results are kept, how many there are and how much room they take."""
    with manners():
        kept = factcheck.cache_info(factcheck.load_settings(config))
        print_text(
            f"{kept.path}\n{kept.scores:,} scores, {kept.texts:,} readings of texts, {kept.bytes / 1e6:.1f} MB\n"
        )


@cache.command()
def clear(config: opt.Config = None) -> None:
    """Delete all that is kept."""
    with manners():
        count = factcheck.clear_cache(factcheck.load_settings(config))
        print_text(f"{count:,} results deleted.\n")
