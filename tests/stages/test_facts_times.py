"""The times and lengths of time of times.tsv, a table that a journalist can read and add to."""

from __future__ import annotations

from datetime import UTC, date, datetime
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
    assert len(rows()) >= 200


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[1]}")
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


@pytest.mark.parametrize(
    ("left", "right", "compatible"),
    [
        ("Russia invaded Ukraine in February 2022.", "Russia invaded Ukraine in 2022.", True),
        ("Russia invaded Ukraine on 24 February 2022.", "Russia invaded Ukraine in February 2022.", True),
        ("The mine closed in the summer of 2022.", "The mine closed in July 2022.", True),
        ("The mine closed in Q2 2024.", "The mine closed in May 2024.", True),
        ("The mine closed in the first half of 2024.", "The mine closed in August 2024.", False),
        ("The mine closed 12 years ago.", "The mine closed in 2013.", True),
        ("The mine closed in the 1990s.", "The mine closed in 2003.", False),
        ("The fair took place on March 3-5.", "The fair took place on March 4.", True),
        ("The vote was held on Tuesday.", "The vote was held on August 12.", True),
        ("The vote was held last night.", "The vote was held on Wednesday.", True),
        ("The vote was held two days ago.", "The vote was held on Tuesday.", True),
        ("The vote will be held on Tuesday.", "The vote was held on Tuesday.", False),
    ],
)
def test_dates_of_different_exactness_meet(left: str, right: str, compatible: bool, parser: SpacyParser) -> None:
    (one,), (other,) = facts_of(left, parser).times, facts_of(right, parser).times
    first, last = max(one.start or date.max, other.start or date.max), min(one.end or date.min, other.end or date.min)
    assert (first <= last) is compatible


@pytest.mark.parametrize(
    ("sentence", "low", "high", "zone"),
    [
        ("The bomb exploded at 3:25 a.m.", 205, 205, None),
        ("The bomb exploded shortly after noon.", 720, 780, None),
        ("The bomb exploded just before midnight.", 1380, 1440, None),
        ("The bomb exploded between 11 and 1 p.m.", 660, 780, None),
        ("The bomb exploded after 9 p.m.", 1260, None, None),
        ("The bomb exploded at 0645 GMT.", 405, 405, "GMT"),
    ],
)
def test_times_of_day_are_minutes_after_midnight(
    sentence: str, low: int, high: int | None, zone: str | None, parser: SpacyParser
) -> None:
    (time,) = facts_of(sentence, parser).times
    assert time.clock is not None
    assert (time.clock.low, time.clock.high, time.zone) == (low, high, zone)


def test_six_o_clock_may_be_morning_or_evening(parser: SpacyParser) -> None:
    (time,) = facts_of("The bomb exploded at six o'clock.", parser).times
    assert time.clock is None
    assert time.understood == "06:00 or 18:00"


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("The troops must leave by Friday.", "by"),
        ("The strike lasts until Friday.", "until"),
        ("The shop has been closed since Friday.", "since"),
        ("The law applies from 1 September 2025.", "from"),
        ("The vote was held before Friday.", "before"),
        ("The vote was held on Friday.", None),
        ("The polls close by 9 p.m.", "by"),
    ],
)
def test_a_deadline_is_told_from_a_day(sentence: str, bound: str | None, parser: SpacyParser) -> None:
    (time,) = facts_of(sentence, parser).times
    assert time.bound == bound


def test_an_impossible_time_is_none(parser: SpacyParser) -> None:
    assert facts_of("The bomb exploded at 25:10, in block 14 p.m.", parser).times == ()


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
