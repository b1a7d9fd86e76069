"""One browser for all tests of the page, and pages that tell of everything that a page must not do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from factcheck.render import html
from factcheck.schema import Report
from tests.browser.chromium import SECONDS, chromium, missing

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests fail where CI=true, and are skipped in sight elsewhere."""
    lacking = missing()
    if lacking and os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(lacking, pytrace=False)
    if lacking:
        pytest.skip(lacking)
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def seeds_page(seeds_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page on the five seeds."""
    return written(seeds_report, tmp_path_factory.mktemp("page") / "seeds.html")


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a report, or a page that was written before; afterwards each page must have kept quiet.

    Keyword arguments go to the browser's context: viewport, color_scheme, java_script_enabled. `fragment` is what the
    address ends in.
    """
    contexts = []
    heard: list[str] = []

    def opened(what: Report | Path, fragment: str = "", **wanted: Any) -> Page:
        path = what if isinstance(what, Path) else written(what, tmp_path / f"page-{len(contexts)}.html")
        context = browser.new_context(accept_downloads=True, **wanted)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        listen(page, path, heard)
        page.goto(path.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert heard == []


def written(report: Report, path: Path) -> Path:
    """The page of a report as a file."""
    path.write_text(html.render(report), encoding="utf-8")
    return path


def listen(page: Page, path: Path, heard: list[str]) -> None:
    """Write down errors, dialogs, and requests for anything but the file itself (or what it made in memory)."""

    def requested(url: str) -> None:
        if url.split("#", maxsplit=1)[0] != path.as_uri() and not url.startswith("blob:"):
            heard.append(f"request for {url}")

    page.on("request", lambda request: requested(request.url))
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
