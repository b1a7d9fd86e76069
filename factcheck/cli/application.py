"""The Typer application that the commands are hung into, and what `factcheck` runs."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

import typer

from factcheck.cli.manners import INTERRUPTED

_NEW_OBJECTS = 50_000
"""Objects between two searches for unreachable ones; Python's 700 cost a tenth of a run that lasts two seconds."""

app = typer.Typer(
    name="factcheck",
    help="Where several reports of one event agree and where they contradict each other, claim by claim, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> NoReturn:
    """Run the command line and exit.

    The process is the command's own. What was imported lives as long as it does, so no search for unreachable objects
    looks at it, and none is made at the end: the system takes all memory back at once.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        gc.freeze()
    sys.exit(0)
