"""Pictures of a report page: python -m tests.browser.screenshots reports/seeds.html, or make screenshots.

Beside the page it writes NAME-1280.png, NAME-360.png and NAME-dark.png of the whole page, and NAME-first.png and
NAME-finding.png of its first screen and its first finding.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.chromium import SECONDS, chromium, missing

SHAPES = {"1280": (1280, 900, "light"), "360": (360, 740, "light"), "dark": (1280, 900, "dark")}
MARGIN = 28
"""Pixels of paper left and right of a finding."""


def main(path: Path) -> None:
    """Take every picture of the page at `path`."""
    lacking = missing()
    if lacking:
        sys.exit(lacking)
    with chromium() as browser:
        for name in SHAPES:
            page = opened(browser, path, name)
            written = path.with_name(f"{path.stem}-{name}.png")
            page.screenshot(path=written, full_page=True)
            print(written)
            if name == "1280":
                take_parts(page, path)
            page.close()


def opened(browser: Browser, path: Path, shape: str) -> Page:
    """The page in a window of one of the shapes."""
    width, height, scheme = SHAPES[shape]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.set_default_timeout(SECONDS * 1000)
    page.goto(path.resolve().as_uri())
    return page


def take_parts(page: Page, path: Path) -> None:
    """The first screen, and the first finding if there is one."""
    first = path.with_name(f"{path.stem}-first.png")
    page.screenshot(path=first)
    print(first)
    box = page.locator(".difference").first.bounding_box() if page.locator(".difference").count() else None
    if box:
        finding = path.with_name(f"{path.stem}-finding.png")
        around = {"x": box["x"] - MARGIN, "y": box["y"], "width": box["width"] + 2 * MARGIN, "height": box["height"]}
        page.screenshot(path=finding, full_page=True, clip=around)
        print(finding)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the page: python -m tests.browser.screenshots reports/seeds.html")
    main(Path(sys.argv[1]))
