"""The setup of the browser tests from nothing, and what happens where it fails; other programs are stood in for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.chromium import ROOT, missing

SCRIPT = Path(__file__).with_name("setup.sh")
PAGE, ONE_TEST = "tests/browser/test_page.py", "test_print_shows_what_is_folded_and_leaves_the_controls_out"
AXE = Path("build/browser/axe-core-4.14.1.min.js")
ORDINARY = ("bash", "sh", "dirname", "mktemp", "mkdir", "mv", "tar", "gzip", "rm", "cat", "chmod", "touch")

# Debian's installer, as far as the script needs it: a chromium appears once the lists were updated.
APT_GET = """#!/bin/sh
echo "$*" >> "{log}"
case "$*" in
  update*) touch "{bin}/../updated" ;;
  *chromium*)
    [ -e "{bin}/../updated" ] || exit 100
    printf '#!/bin/sh\\n' > "{bin}/chromium"; chmod +x "{bin}/chromium" ;;
esac
"""
NPM = """#!/bin/sh
echo "npm $*" >> "{log}"
mkdir -p "$4/package" && echo "axe = 1" > "$4/package/axe.min.js"
tar -czf "$4/axe-core-4.14.1.tgz" -C "$4" package && rm -r "$4/package"
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with nothing but the ordinary programs, and a copy of the script in a project of its own."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ORDINARY:
        where = shutil.which(name)
        assert where is not None
        (programs / name).symlink_to(where)
    project = tmp_path / "project" / "tests" / "browser"
    project.mkdir(parents=True)
    shutil.copy(SCRIPT, project / "setup.sh")
    return tmp_path


def program(machine: Path, name: str, text: str) -> None:
    path = machine / "bin" / name
    path.write_text(text.format(bin=machine / "bin", log=machine / "log"))
    path.chmod(0o755)


def set_up(machine: Path, user: int = 0) -> str:
    """What the script says as this user; it never fails."""
    program(machine, "id", f"#!/bin/sh\necho {user}\n")
    script = machine / "project" / "tests" / "browser" / "setup.sh"
    done = subprocess.run(
        [str(machine / "bin" / "bash"), str(script)],
        env={"PATH": str(machine / "bin")}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout


def test_chromium_and_axe_are_set_up_from_nothing_and_the_second_time_nothing_is_done(machine: Path) -> None:
    program(machine, "apt-get", APT_GET)
    program(machine, "npm", NPM)
    assert set_up(machine) == "Installing Chromium for the browser tests ...\n"
    assert (machine / "bin" / "chromium").exists()
    assert (machine / "project" / AXE).read_text() == "axe = 1\n"
    calls = (machine / "log").read_text().splitlines()
    assert calls[0].startswith("update")
    assert "install" in calls[1]
    assert set_up(machine) == ""
    assert (machine / "log").read_text().splitlines() == calls


def test_what_cannot_be_set_up_is_said(machine: Path) -> None:
    said = set_up(machine, user=1000)
    assert "install it (Debian: apt-get install chromium)" in said
    assert "need npm" in said
    program(machine, "apt-get", "#!/bin/sh\nexit 100\n")
    program(machine, "npm", "#!/bin/sh\nexit 1\n")
    said = set_up(machine)
    assert "Chromium could not be installed" in said
    assert "axe-core could not be fetched" in said
    assert not (machine / "project" / AXE).exists()


@pytest.mark.parametrize(("continuous", "code"), [("true", 1), ("", 0)])
def test_without_a_browser_the_tests_fail_where_ci_is_set_and_are_skipped_elsewhere(
    machine: Path, continuous: str, code: int
) -> None:
    names = {name: value for name, value in os.environ.items() if name != "FACTCHECK_CHROMIUM"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", f"{PAGE}::{ONE_TEST}"],
        cwd=ROOT, env={**names, "PATH": str(machine / "bin"), "CI": continuous}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout
    assert "There is no Chromium to test the page in" in done.stdout
    assert ("SKIPPED" in done.stdout) is not bool(continuous)


def test_a_browser_that_is_named_and_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_CHROMIUM", "/nowhere/chromium")
    assert missing() == "FACTCHECK_CHROMIUM names /nowhere/chromium, which is not there."
