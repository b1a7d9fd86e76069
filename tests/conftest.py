"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.schema import Report
from tests.builders import make_report

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five source reports that the demo reads."""
    return ROOT / "seeds"


@pytest.fixture
def report() -> Report:
    """A small complete report, with hostile markup in its titles and texts."""
    return make_report()
