"""What can be typed: the arguments and options of the commands, and how words of a command line become settings."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

import factcheck


class Format(StrEnum):
    """What a report can be printed as."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


_SUFFIXES = {
    ".txt": Format.TEXT,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".csv": Format.CSV,
    ".md": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".sarif": Format.SARIF,
    ".xml": Format.JUNIT,
}

STDIN = Path("-")

_RESULTS, _RULES = "What is printed", "What counts"

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATHS...",
        help="The reports to compare: text, Markdown or HTML files, or folders of them. A folder of folders is a "
        "batch: each folder in it is one story.",
        show_default=False,
    ),
]
Drafts = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="DRAFT...",
        help="The text to be published: .md, .txt or .html, or - for standard input. Several may be given.",
        show_default=False,
    ),
]
Against = Annotated[
    list[Path] | None,
    typer.Option(
        "--against",
        metavar="PATHS...",
        help="The reports to compare with: files or folders. All that follows is taken for one, up to the next "
        "option or to --, and the option may be repeated. Without it, findings.against of the settings.",
        show_default=False,
    ),
]
Shape = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"How to print the answer: {', '.join(Format)}; text unless --output names another by its ending.",
        show_default=False,
        rich_help_panel=_RESULTS,
    ),
]
ReportShape = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"Print the report as {', '.join(Format)}; without this, three files are written.",
        show_default=False,
        rich_help_panel=_RESULTS,
    ),
]
OutputDir = Annotated[
    Path,
    typer.Option(
        "--output-dir",
        metavar="FOLDER",
        help="The folder that the three files are written to.",
        rich_help_panel=_RESULTS,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file instead of printing; its ending may name the format.",
        show_default=False,
        rich_help_panel=_RESULTS,
    ),
]
Top = Annotated[
    int | None,
    typer.Option(
        "--top",
        min=1,
        metavar="N",
        help="How many quotes for and against each claim are shown, the most probable first; JSON always holds all.",
        show_default="3; of a draft as text, 1",
        rich_help_panel=_RESULTS,
    ),
]
MinLevel = Annotated[
    factcheck.Severity | None,
    typer.Option(
        "--min-level",
        metavar="LEVEL",
        help="Show nothing milder than error, warning or info (the default). It changes no exit code; JSON and "
        "HTML hold everything.",
        show_default=False,
        rich_help_panel=_RESULTS,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.", rich_help_panel=_RESULTS)]
FailOn = Annotated[
    factcheck.FailOn | None,
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        help="Exit with 1 from this severity on: error (flat contradictions, the default), warning (those with a "
        "reservation too), info, or never.",
        show_default=False,
        rich_help_panel=_RULES,
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULES",
        help="Use these rules only, divided by commas; factcheck rules lists them.",
        show_default=False,
        rich_help_panel=_RULES,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore", metavar="RULES", help="Leave these rules out.", show_default=False, rich_help_panel=_RULES
    ),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Leave out what this file of decisions settles; factcheck baseline writes one.",
        show_default=False,
        rich_help_panel=_RULES,
    ),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        min=0.0,
        max=1.0,
        metavar="P",
        help="Exit with 1 only for contradictions at least this probable; 0.5 unless the settings say otherwise.",
        show_default=False,
        rich_help_panel=_RULES,
    ),
]
ExitZero = Annotated[
    bool,
    typer.Option(
        "--exit-zero",
        help="Exit with 0 whatever is found; what could not run still exits with 2.",
        rich_help_panel=_RULES,
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
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Compute everything anew and keep nothing (see factcheck cache --help).")
]


class SpreadingCommand(TyperCommand):
    """A command whose --against takes every path that follows it, as `--against a b c` is typed by most."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Repeats the option before each of its paths, which is what the parser understands."""
        return super().parse_args(ctx, spread(args))


def spread(words: Sequence[str]) -> list[str]:
    """`--against a b -q` as `--against a --against b -q`; nothing behind -- is touched, and - is no source."""
    found: list[str] = []
    following = False
    for number, word in enumerate(words):
        if word == "--":
            return [*found, *words[number:]]
        if word.startswith("-"):
            if word == "--against":
                following = True
                if number + 1 == len(words) or words[number + 1].startswith("-"):
                    found.append(word)  # nothing follows: the parser says so
                continue
            following = False
        elif following:
            found.append("--against")
        found.append(word)
    return found


def settings_of(  # noqa: PLR0913 - one parameter an option
    config: Path | None,
    *,
    no_cache: bool = False,
    fail_on: factcheck.FailOn | None = None,
    min_level: factcheck.Severity | None = None,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    baseline: Path | None = None,
    threshold: float | None = None,
) -> factcheck.Settings:
    """The settings in force, with what the command line says in place of what the file says."""
    settings = factcheck.load_settings(config)
    if no_cache:
        settings = settings.model_copy(update={"cache": settings.cache.model_copy(update={"enabled": False})})
    said = {
        "fail_on": fail_on,
        "min_level": min_level,
        "select": _split(select),
        "ignore": _split(ignore),
        "baseline": str(baseline) if baseline else None,
        "min_probability": threshold,
    }
    changes = {name: value for name, value in said.items() if value is not None}
    return factcheck.with_findings(settings, **changes) if changes else settings


def _split(rules: Sequence[str] | None) -> tuple[str, ...] | None:
    """ "a,b" and "c" as a, b, c."""
    if not rules:
        return None
    return tuple(name for words in rules for part in words.split(",") if (name := part.strip()))


def sources_of(against: Sequence[Path] | None, settings: factcheck.Settings) -> list[Path]:
    """The reports to compare with: those that were typed, else those that the settings name."""
    paths = [Path(path) for path in against or settings.findings.against]
    if not paths:
        raise factcheck.InputError("There is nothing to compare with; name the reports with --against PATHS.")
    return paths


def chosen_format(shape: Format | None, output: Path | None) -> Format | None:
    """The format asked for, else the one that the ending of the output file names, else None."""
    if shape is not None or output is None or output == STDIN:
        return shape
    named = _SUFFIXES.get(output.suffix.lower())
    if named is None:
        endings = ", ".join(_SUFFIXES)
        raise factcheck.InputError(f"{output}: the ending names no format; use one of {endings}, or say --format.")
    return named
