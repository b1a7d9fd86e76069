"""How the command line behaves: one sentence for what goes wrong, a code for each way to end, and progress."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

import factcheck

FOUND, COULD_NOT_RUN, INTERRUPTED = 1, 2, 130

PROGRESS_DELAY = 1.0
"""Seconds before a progress bar appears: what is over sooner needs none."""


@contextmanager
def manners() -> Iterator[None]:
    """Turns whatever goes wrong into one sentence on stderr and the exit code for it; never a traceback unasked."""
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        fail("interrupted.", INTERRUPTED)
    except factcheck.FactcheckError as error:
        fail(str(error), COULD_NOT_RUN)
    except Exception as error:
        if os.environ.get("FACTCHECK_DEBUG"):
            raise
        sentence = f"something unexpected went wrong ({type(error).__name__}: {error})"
        fail(f"{sentence}; set FACTCHECK_DEBUG=1 to see where, and please report it.", COULD_NOT_RUN)


def fail(sentence: str, code: int) -> NoReturn:
    """Say on one line of stderr what is wrong and exit."""
    typer.echo(f"factcheck: {' '.join(sentence.split())}", err=True)
    raise typer.Exit(code)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[factcheck.Progress]:
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
