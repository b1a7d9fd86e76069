"""The Typer application that the commands are hung into, and what `factcheck` runs."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from factcheck.cli.manners import INTERRUPTED

app = typer.Typer(
    name="factcheck",
    help="Where several reports of one event agree and where they contradict each other, claim by claim, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> NoReturn:
    """Run the command line and exit."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(0)
