"""Debian's Chromium, driven by playwright, for the tests of the page and for its screenshots."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "build" / "browser" / "axe-core-4.14.1.min.js"
"""Where tests/browser/setup.sh puts it."""

# A page under test has no business with the network, and neither has the browser.
ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses to run as root with one, and the page under test is ours
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS = 60
"""How long a step may take on a busy machine before it counts as hanging."""


def chromium_path() -> str | None:
    """The Chromium to drive: that of FACTCHECK_CHROMIUM, else the one on the path, else None."""
    return os.environ.get("FACTCHECK_CHROMIUM") or shutil.which("chromium")


def missing() -> str | None:
    """What the browser tests lack, in a sentence; None where they can run."""
    named = os.environ.get("FACTCHECK_CHROMIUM")
    if named and shutil.which(named) is None:
        return f"FACTCHECK_CHROMIUM names {named}, which is not there."
    if chromium_path() is None:
        return (
            "There is no Chromium to test the page in: run tests/browser/setup.sh as root, or set FACTCHECK_CHROMIUM."
        )
    if not AXE.is_file():
        return f"There is no {AXE.relative_to(ROOT)} to test accessibility with: run tests/browser/setup.sh."
    return None


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser, closed at the end."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium_path(), args=list(ARGUMENTS), timeout=2 * SECONDS * 1000
        )
        try:
            yield browser
        finally:
            browser.close()
