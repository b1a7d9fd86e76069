"""The command line: reads what was typed, asks factcheck one thing, prints the answer, and exits with 0, 1 or 2.

0  nothing at or above --fail-on        1  findings        2  could not run (no readable input, bad settings, no model)

Results go to stdout, everything else to stderr. An interrupted run ends with 130, as a shell expects.
"""

from factcheck.cli import describing, keeping, questions
from factcheck.cli.application import app, main

__all__ = ["app", "describing", "keeping", "main", "questions"]
