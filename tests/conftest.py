"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from factcheck import check_sources
from factcheck.schema import Report
from tests.builders import make_report

ROOT = Path(__file__).resolve().parent.parent

# Scores that tests keep stay out of the user's own store; children of the tests inherit this.
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".pytest_cache" / "user")


# A busy machine is no fault of the code.
settings.register_profile("factcheck", deadline=None)
settings.load_profile("factcheck")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five source reports that the demo reads."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seeds_report(seeds: Path) -> Report:
    """What the real pipeline with the real models says of the seeds; about a minute of CPU, once a session."""
    return check_sources([seeds])


@pytest.fixture
def report() -> Report:
    """A small complete report, with hostile markup in its titles and texts."""
    return make_report()
