"""The times and lengths of time of times.tsv, a table that a journalist can read and add to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from factcheck.backends.parser import SpacyParser
from factcheck.schema import ClaimFacts, DurationRole
from factcheck.stages.facts import describe_claim
from tests.builders import make_claim, make_source

TABLE = Path(__file__).with_name("times.tsv")
PUBLISHED = datetime(2025, 8, 14, 22, 2, tzinfo=UTC)


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def facts_of(sentence: str, parser: SpacyParser, published: datetime | None = PUBLISHED) -> ClaimFacts:
    source = make_source(sentence, published_at=published)
    return describe_claim(make_claim(sentence, source=source), parser.parse([sentence])[0], source)


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(rows()) >= 80


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_times_of_the_table(row: list[str], parser: SpacyParser) -> None:
    sentence, written, *expected = row
    facts = facts_of(sentence, parser)
    if written == "none":
        assert facts.durations == ()
        assert facts.times == ()
        return
    said = [(length.text, length.role.value, length.understood) for length in facts.durations]
    said += [(time.text, time.granularity, time.understood) for time in facts.times]
    assert (written, *expected) in said


def test_a_since_last_length_is_no_date(parser: SpacyParser) -> None:
    facts = facts_of("The two leaders will meet for the first time in six years.", parser)
    assert facts.times == ()
    assert facts.durations[0].event == "meet"
    assert facts.durations[0].about == "The two leaders"


def test_years_since_are_counted_from_the_report_where_its_date_is_known(parser: SpacyParser) -> None:
    (dated,) = facts_of("It is the first summit since 2019.", parser).durations
    (undated,) = facts_of("It is the first summit since 2019.", parser, None).durations
    assert dated.since_year == undated.since_year == 2019
    assert dated.role is undated.role is DurationRole.SINCE_LAST
    assert dated.interval.low is not None
    assert 5.5 < dated.interval.low / 365.25 < 6
    assert undated.interval.low is undated.interval.high is None


@pytest.mark.parametrize("sentence", ["The bank closed yesterday.", "She left on Monday.", "It ended in March."])
def test_without_a_date_of_the_report_a_relative_day_stays_unknown(sentence: str, parser: SpacyParser) -> None:
    (time,) = facts_of(sentence, parser, None).times
    assert time.start is time.end is None
