"""The command line: reads what was typed, asks factcheck one thing, prints the answer, and exits with 0, 1 or 2.

0  nothing at or above --fail-on        1  findings        2  could not run (no readable input, bad settings, no model)

Results go to stdout, everything else to stderr. An interrupted run ends with 130, as a shell expects.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

import factcheck

FOUND, COULD_NOT_RUN, INTERRUPTED = 1, 2, 130

PROGRESS_DELAY = 1.0
"""Seconds before a progress bar appears: what is over sooner needs none."""

app = typer.Typer(
    name="factcheck",
    help="Where several reports of one event agree and where they contradict each other, claim by claim, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """What a report can be printed as."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class FailOn(StrEnum):
    """The mildest severity of a finding that makes the exit code 1, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


FILES = {Format.JSON: "json", Format.MARKDOWN: "md", Format.HTML: "html"}
"""The files that a report is written to, with their endings."""

_SUFFIXES = {
    ".json": Format.JSON,
    ".md": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".txt": Format.TEXT,
}

# --- what can be typed -----------------------------------------------------------------------------------------------

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATHS...",
        help="The reports to compare: text, Markdown or HTML files, or folders of them.",
        show_default=False,
    ),
]
Against = Annotated[
    list[Path],
    typer.Option(
        "--against",
        metavar="PATHS...",
        help="The reports to compare with: files or folders. Several may follow, and the option may be repeated.",
        show_default=False,
    ),
]
More = Annotated[list[Path] | None, typer.Argument(metavar="PATHS", hidden=True, show_default=False)]
Shape = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="How to print the answer: text (the default), json, markdown or html.",
        show_default=False,
    ),
]
ReportShape = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="Print the report as text, json, markdown or html; without this, three files are written.",
        show_default=False,
    ),
]
OutputDir = Annotated[
    Path, typer.Option("--output-dir", metavar="FOLDER", help="The folder that the three files are written to.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file instead of printing; its ending may name the format.",
        show_default=False,
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The settings file; without it, the nearest factcheck.toml, or pyproject.toml with a tool.factcheck part.",
        show_default=False,
    ),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        help="Exit with 1 from this severity on: error (flat contradictions), warning (those with a reservation too), "
        "info, or never.",
    ),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found; what could not run still exits with 2.")
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Compute everything anew and keep nothing (see factcheck cache --help).")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
Top = Annotated[
    int,
    typer.Option(
        "--top", min=1, metavar="N", help="How many quotes for and against are shown; JSON always holds all of them."
    ),
]


# --- commands --------------------------------------------------------------------------------------------------------


def _show_version(asked: bool) -> None:
    if asked:
        try:
            _print(f"factcheck {version('factcheck')}\n")
        except PackageNotFoundError:
            _fail("this copy is not installed, so it has no version.", COULD_NOT_RUN)
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command()
def report(  # noqa: PLR0913  # one parameter an option
    paths: Paths,
    *,
    shape: ReportShape = None,
    output_dir: OutputDir = Path("reports"),
    output: Output = None,
    config: Config = None,
    fail_on: FailOnOption = FailOn.ERROR,
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
    quiet: Quiet = False,
) -> None:
    """Compare several reports of one event with one another."""
    with _manners():
        settings = _settings(config, no_cache)
        chosen = _chosen(shape, output)
        with _progress_bar(quiet) as progress:
            found = factcheck.check_sources(paths, settings, progress)
        if chosen is None:
            written = _write_all(found, output_dir, _name_for(paths))
            _print("" if quiet else _summary(found, written))
        else:
            _deliver(found, chosen, output, quiet)
    _leave(found, fail_on, exit_zero)


@app.command()
def claim(  # noqa: PLR0913  # one parameter an option
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The claim, in quotation marks.", show_default=False)],
    against: Against,
    more: More = None,
    *,
    shape: Shape = None,
    output: Output = None,
    top: Top = 3,
    config: Config = None,
    fail_on: FailOnOption = FailOn.ERROR,
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
    quiet: Quiet = False,
) -> None:
    """Check one typed claim against reports."""
    with _manners():
        settings = _settings(config, no_cache)
        chosen = _chosen(shape, output) or Format.TEXT
        sources = [*against, *_further(more)]
        with _progress_bar(quiet) as progress:
            found = factcheck.check_claim(text, sources, settings, progress)
        _deliver(found, chosen, output, quiet, top)
    _leave(found, fail_on, exit_zero)


@app.command()
def check(  # noqa: PLR0913  # one parameter an option
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="The text to be published.", show_default=False)],
    against: Against,
    more: More = None,
    *,
    shape: Shape = None,
    output: Output = None,
    top: Top = 3,
    config: Config = None,
    fail_on: FailOnOption = FailOn.ERROR,
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
    quiet: Quiet = False,
) -> None:
    """Check a draft, claim by claim, against reports before it is published."""
    with _manners():
        settings = _settings(config, no_cache)
        chosen = _chosen(shape, output) or Format.TEXT
        sources = [*against, *_further(more)]
        with _progress_bar(quiet) as progress:
            found = factcheck.check_draft(draft, sources, settings, progress)
        _deliver(found, chosen, output, quiet, top)
    _leave(found, fail_on, exit_zero)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the JSON report."""
    with _manners():
        _print(factcheck.render_schema())


def main() -> NoReturn:
    """Run the command line and exit."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(0)


# --- the kept results ------------------------------------------------------------------------------------------------

cache = typer.Typer(
    help="What is kept on disk of the texts that were read, so that a second run over them is quick.",
    no_args_is_help=True,
)
app.add_typer(cache, name="cache")


@cache.command()
def info(config: Config = None) -> None:
    """Say where results are kept, how many there are and how much room they take."""
    with _manners():
        kept = factcheck.cache_info(factcheck.load_settings(config))
        _print(f"{kept.path}\n{kept.scores:,} scores, {kept.texts:,} readings of texts, {kept.bytes / 1e6:.1f} MB\n")


@cache.command()
def clear(config: Config = None) -> None:
    """Delete all that is kept."""
    with _manners():
        count = factcheck.clear_cache(factcheck.load_settings(config))
        _print(f"{count:,} results deleted.\n")


def _settings(config: Path | None, no_cache: bool) -> factcheck.Settings:
    """The settings in force, with the store of results switched off where the command line says so."""
    settings = factcheck.load_settings(config)
    if not no_cache:
        return settings
    return settings.model_copy(update={"cache": settings.cache.model_copy(update={"enabled": False})})


# --- results ---------------------------------------------------------------------------------------------------------


def _deliver(found: factcheck.Report, shape: Format, output: Path | None, quiet: bool, top: int | None = None) -> None:
    """The report in one format, to stdout or to a file."""
    if output is None or str(output) == "-":
        _print(factcheck.render_report(found, shape.value, color=_stdout_takes_color(), top=top))
        return
    _write(output, factcheck.render_report(found, shape.value, top=top))
    if not quiet:
        typer.echo(f"Written to {output}.", err=True)


def _write_all(found: factcheck.Report, folder: Path, name: str) -> list[Path]:
    """The report in each format of `FILES`; the paths of the files."""
    written = []
    for shape, ending in FILES.items():
        path = folder / f"{name}.{ending}"
        _write(path, factcheck.render_report(found, shape.value))
        written.append(path)
    return written


def _summary(found: factcheck.Report, written: Sequence[Path]) -> str:
    """The short summary, and where the whole report is."""
    places = "".join(f"  {path}\n" for path in written)
    return factcheck.render_report(found, "summary", color=_stdout_takes_color()) + f"Written:\n{places}"


def _write(path: Path, text: str) -> None:
    """The text in the file, all of it or nothing: a reader never sees half a report."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(_encode(text))
        scratch.replace(path)
    except OSError as error:
        with suppress(OSError):
            scratch.unlink()
        raise factcheck.InputError(f"{path}: the report cannot be written there: {error.strerror}.") from error


def _print(text: str) -> None:
    """The text on stdout; a reader that has gone (`| head`) is no error."""
    try:
        typer.echo(_encode(text), nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more when it ends, which must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _stdout_takes_color() -> bool:
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()


def _leave(found: factcheck.Report, fail_on: FailOn, exit_zero: bool) -> NoReturn:
    """Exit with 1 if a finding is at or above `fail_on`, else with 0."""
    order = list(FailOn)
    failing = {level.value for level in order[: order.index(fail_on) + 1] if fail_on is not FailOn.NEVER}
    fails = any(finding.severity.value in failing for finding in found.findings)
    raise typer.Exit(FOUND if fails and not exit_zero else 0)


# --- what was typed --------------------------------------------------------------------------------------------------


def _chosen(shape: Format | None, output: Path | None) -> Format | None:
    """The format asked for, else the one that the ending of the output file names, else None."""
    if shape is not None or output is None or str(output) == "-":
        return shape
    named = _SUFFIXES.get(output.suffix.lower())
    if named is None:
        endings = ", ".join(_SUFFIXES)
        raise factcheck.InputError(f"{output}: the ending names no format; use one of {endings}, or say --format.")
    return named


def _further(more: Sequence[Path] | None) -> list[Path]:
    """The paths that follow the first one of --against; words that are no paths are most likely an unquoted claim."""
    for path in more or ():
        if not path.exists():
            hint = 'if it is part of the claim, put the claim in "quotation marks"'
            raise factcheck.InputError(f"{path}: there is no such file or folder; {hint}.")
    return list(more or ())


def _name_for(paths: Sequence[Path]) -> str:
    """What the files of a report are called: after the one folder or file that it is on, else "report"."""
    if len(paths) != 1:
        return "report"
    path = paths[0].resolve()
    return (path.name if path.is_dir() else path.stem) or "report"


# --- manners ---------------------------------------------------------------------------------------------------------


@contextmanager
def _manners() -> Iterator[None]:
    """Turns whatever goes wrong into one sentence on stderr and the exit code for it; never a traceback unasked."""
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        _fail("interrupted.", INTERRUPTED)
    except factcheck.FactcheckError as error:
        _fail(str(error), COULD_NOT_RUN)
    except Exception as error:
        if os.environ.get("FACTCHECK_DEBUG"):
            raise
        sentence = f"something unexpected went wrong ({type(error).__name__}: {error})"
        _fail(f"{sentence}; set FACTCHECK_DEBUG=1 to see where, and please report it.", COULD_NOT_RUN)


def _fail(sentence: str, code: int) -> NoReturn:
    """Say on one line of stderr what is wrong and exit."""
    typer.echo(f"factcheck: {' '.join(sentence.split())}", err=True)
    raise typer.Exit(code)


@contextmanager
def _progress_bar(quiet: bool) -> Iterator[factcheck.Progress]:
    """What the checks report their progress to: a bar on stderr, on a terminal only, once the run has taken a while."""
    console = Console(stderr=True)
    if quiet or not console.is_interactive:
        yield lambda stage, fraction: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("Starting", total=1.0)
    delay = threading.Timer(PROGRESS_DELAY, bar.start)
    delay.daemon = True
    delay.start()
    try:
        yield lambda stage, fraction: bar.update(task, description=stage, completed=fraction)
    finally:
        delay.cancel()
        delay.join()
        bar.stop()
