"""The examples in README and docs are what the program prints; FACTCHECK_GOLDEN=write writes them anew."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from factcheck import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/check.md", "docs/claim.md", "docs/batch.md")
TYPED = re.compile(r"^```\n\$ factcheck (?P<command>[^\n]+)\n(?P<printed>.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```\n(?P<printed>.*?)^```$", re.MULTILINE | re.DOTALL)
# Another processor rounds the 8-bit arithmetic of the models otherwise in the last digits.
PROBABILITY = re.compile(r'(probability"?:? )[01]\.\d+')
DRAFT = ("check", "docs/examples/draft.md", "--against", "seeds/")


def examples() -> dict[str, str]:
    """What each page says is printed, by page and command."""
    return {
        f"{page}: {found['command']}": found["printed"]
        for page in PAGES
        for found in TYPED.finditer((ROOT / page).read_text(encoding="utf-8"))
    }


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeds, the examples and the batch of the docs in a folder where outputs may be written."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    shutil.copytree(ROOT / "docs" / "examples" / "ferry", tmp_path / "batch" / "ferry")
    (tmp_path / "batch" / "empty").mkdir()
    (tmp_path / "batch" / "alaska").mkdir()
    for name in ("001_16e68eeca4397dfd.txt", "003_96fbaf362dee4ee7.txt"):
        shutil.copy(ROOT / "seeds" / name, tmp_path / "batch" / "alaska")
    return tmp_path


def steady(printed: str) -> str:
    """The text without the digits of its probabilities."""
    return PROBABILITY.sub(r"\1-", printed)


def typed(*words: str) -> Result:
    return CliRunner().invoke(cli.app, list(words))


def test_every_page_of_a_use_has_an_example() -> None:
    assert {name.split(":")[0] for name in examples()} == set(PAGES)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("example", examples())
def test_what_is_shown_is_what_is_printed(example: str) -> None:
    page, command = example.split(": ", maxsplit=1)
    result = typed(*shlex.split(command))
    if os.environ.get("FACTCHECK_GOLDEN") == "write":
        text = (ROOT / page).read_text(encoding="utf-8")
        shown = f"$ factcheck {command}\n"
        text = text.replace(f"{shown}{examples()[example]}```", f"{shown}{result.output}```")
        (ROOT / page).write_text(text, encoding="utf-8")
    assert steady(result.output) == steady(examples()[example])


@pytest.mark.usefixtures("desk")
def test_the_lines_of_other_formats_are_what_is_printed() -> None:
    page = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    (line,) = [found for found in BLOCK.findall(page) if found.startswith("{")]
    assert steady(typed(*DRAFT, "--format", "jsonl").stdout.splitlines(keepends=True)[0]) == steady(line)
    page = (ROOT / "docs" / "github-actions.md").read_text(encoding="utf-8")
    (lines,) = BLOCK.findall(page.split("What the first step prints")[1])
    assert typed(*DRAFT, "--format", "github").stdout == lines


@pytest.mark.usefixtures("desk")
def test_the_exit_codes_are_those_that_the_pages_tell() -> None:
    assert typed(*DRAFT).exit_code == 1
    assert typed("claim", "The summit takes place in Geneva", "--against", "seeds/").exit_code == 1
    assert typed("report", "batch", "--output-dir", "reports").exit_code == 2
    assert typed("report", "seeds/").exit_code == 0
