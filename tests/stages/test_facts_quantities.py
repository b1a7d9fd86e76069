"""The figures of quantities.tsv, a table that a journalist can read and add to."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.backends.parser import SpacyParser
from factcheck.stages.facts import describe_claim
from tests.builders import make_claim, make_source

TABLE = Path(__file__).with_name("quantities.tsv")


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(rows()) >= 300


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[1]}")
def test_figures_of_the_table(row: list[str], parser: SpacyParser) -> None:
    sentence, written, *expected = row
    source = make_source(sentence)
    found = describe_claim(make_claim(sentence, source=source), parser.parse([sentence])[0], source).quantities
    if written == "none":
        assert found == ()
        return
    if written == "never":
        assert not [figure.text for figure in found if expected[0] in figure.text]
        return
    kind, understood, counted = expected
    said = [(figure.text, figure.kind.value, figure.understood, figure.counted or "") for figure in found]
    assert (written, kind, understood, counted) in said
