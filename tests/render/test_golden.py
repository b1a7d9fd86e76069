"""What each format looks like, letter by letter. After a wanted change: FACTCHECK_GOLDEN=write pytest tests/render."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from factcheck.render import render_report
from factcheck.schema import Report
from tests.builders import make_report
from tests.render.reports import draft_report, lone_report

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"text": "txt", "summary": "summary.txt", "markdown": "md", "html": "html", "json": "json"}
REPORTS = {"sources": make_report, "draft": draft_report, "lone": lone_report}


def without_assets(page: str) -> str:
    """The page without the style and script that are files of their own, and without their digests."""
    page = re.sub(r"(<style>).*?(</style>)", r"\1...\2", page, flags=re.DOTALL)
    page = re.sub(r"(<script>).*?(</script>)", r"\1...\2", page, flags=re.DOTALL)
    return re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-...", page)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("shape", ENDINGS)
def test_golden(name: str, shape: str) -> None:
    report: Report = REPORTS[name]()
    rendered = render_report(report, shape)
    rendered = without_assets(rendered) if shape == "html" else rendered
    golden = GOLDEN / f"{name}.{ENDINGS[shape]}"
    if os.environ.get("FACTCHECK_GOLDEN") == "write":
        golden.write_text(rendered, encoding="utf-8")
    assert rendered == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("shape", ENDINGS)
def test_the_same_report_gives_the_same_text(shape: str) -> None:
    assert render_report(make_report(), shape) == render_report(make_report(), shape)
