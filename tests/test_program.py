"""The program as it is started at a desk: in a terminal, into a pipe, and without a network."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
DRAFT = "The Karlin bridge collapsed on Monday.\n\nNine people were hurt when the bridge fell into the river Aln.\n"
WIRE = "The Karlin bridge collapsed on Monday. Six people were hurt when the bridge fell into the river Aln.\n"
CHECK = ("check", "draft.md", "--against", "wires")

# Whatever asks for an address or a connection ends the program, as a wire that is cut would not.
OFFLINE = """
import socket, sys

def refuse(*arguments, **options):
    raise SystemExit(f"asked of the network: {arguments}")

socket.getaddrinfo = socket.create_connection = refuse
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
from factcheck.cli import main
main()
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "wires").mkdir()
    (tmp_path / "wires" / "a.txt").write_text(WIRE)
    (tmp_path / "draft.md").write_text(DRAFT)
    return tmp_path


def surroundings(**more: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "HF_HUB_OFFLINE", "COLUMNS"}}
    return {**ours, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **more}


def on_a_terminal(desk: Path, *words: str, **more: str) -> tuple[str, int]:
    """What the program writes to a terminal, and its exit code; stderr goes elsewhere."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "factcheck", *words], cwd=desk, stdout=its, stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL, env=surroundings(**more),
    )  # fmt: skip
    os.close(its)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n"), process.wait()


def piped(desk: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "factcheck", *words],
        cwd=desk, capture_output=True, text=True, check=False, env=surroundings(),
    )  # fmt: skip


def test_a_terminal_gets_colour_a_pipe_the_same_words_without(desk: Path) -> None:
    shown, code = on_a_terminal(desk, *CHECK)
    plain = piped(desk, *CHECK)
    assert code == plain.returncode == 1
    assert "\x1b[1;31mdiffers" in shown
    assert plain.stderr == ""
    assert "\x1b" not in plain.stdout
    assert ESCAPE.sub("", shown) == plain.stdout
    assert max(map(len, plain.stdout.splitlines())) <= 80


@pytest.mark.parametrize("wish", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colour_gets_none(desk: Path, wish: dict[str, str]) -> None:
    shown, code = on_a_terminal(desk, *CHECK, **wish)
    assert code == 1
    assert "draft.md:3:1 differs  " in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("words", [("claim", "Nine people were hurt in Karlin.", "--against", "wires"), CHECK])
def test_nothing_is_asked_of_the_network(desk: Path, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *words, "--no-cache"],
        cwd=desk, capture_output=True, text=True, check=False, env=surroundings(),
    )  # fmt: skip
    assert "asked of the network" not in done.stderr
    assert done.returncode == 1, done.stderr
    assert "differs" in done.stdout
