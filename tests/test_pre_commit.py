"""The hook of .pre-commit-hooks.yaml, run by pre-commit itself in a repository of its own, without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"

# A factcheck that needs no model: it says what it was asked and fails as a check with findings does.
FAKE = """#!{python}
import sys
print("asked:", *sys.argv[1:])
sys.exit(1 if any("bad" in word for word in sys.argv) else 0)
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A repository with drafts that takes the hook from another local repository."""
    hooks = repository(tmp_path / "hooks", {".pre-commit-hooks.yaml": HOOKS.read_text(encoding="utf-8")})
    revision = git(hooks, "rev-parse", "HEAD").stdout.strip()
    config = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [{"id": "factcheck", "files": "^drafts/"}]}]}
    fake = tmp_path / "bin" / "factcheck"
    fake.parent.mkdir()
    fake.write_text(FAKE.format(python=sys.executable))
    fake.chmod(0o755)
    files = {
        ".pre-commit-config.yaml": yaml.safe_dump(config),
        "drafts/one.md": "The bridge fell.\n",
        "drafts/two.html": "<p>The bridge fell.</p>\n",
        "drafts/code.py": "x = 1\n",
        "wires/a.md": "The bridge fell.\n",
    }
    return repository(tmp_path / "desk", files)


def repository(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--message", "x")
    return folder


def environment(folder: Path) -> dict[str, str]:
    """No settings of the user's git, the fake factcheck first, and a proxy that leads nowhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    path = os.pathsep.join((str(folder.parent / "bin"), kept["PATH"]))
    dead = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    return {
        **kept,
        **dead,
        "PATH": path,
        "PRE_COMMIT_HOME": str(folder.parent / "kept"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True, env=environment(folder)
    )


def pre_commit(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment(folder),
        timeout=300,
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_pre_commit_runs_the_hook_once_on_all_drafts_offline(desk: Path) -> None:
    done = pre_commit(desk)
    assert done.returncode == 0, done.stdout + done.stderr
    asked = [line for line in done.stdout.splitlines() if line.startswith("asked:")]
    assert asked == ["asked: check drafts/one.md drafts/two.html"]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_findings_stop_the_commit(desk: Path) -> None:
    (desk / "drafts" / "bad.md").write_text("The bridge stands.\n")
    git(desk, "add", "--all")
    done = pre_commit(desk)
    assert done.returncode == 1
    assert "drafts/bad.md" in done.stdout


def test_the_hook_is_the_check_that_the_command_line_has() -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert hook["require_serial"] is True
    assert hook["language"] == "system"
    command = [sys.executable, "-m", *hook["entry"].split(), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode == 0
