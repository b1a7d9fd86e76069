"""What the page adds to the digest: values read back from reasons, places on a line, the matrix, the marked texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.render import html
from factcheck.render.digest import digest_report
from factcheck.render.page.matrix import Stance, source_matrix
from factcheck.render.page.passages import Told, full_text
from factcheck.render.page.phrases import reservation
from factcheck.render.page.pictures import number_line, timeline
from factcheck.render.page.readings import both_hold, on_one_line, read_values
from factcheck.render.page.scales import LEFT, RIGHT, number_ticks, scale_over, time_scale, time_ticks
from factcheck.schema import ContradictionKind, Interval, PairVerdict, Qualifier, Scope, Verdict
from factcheck.stages.facts.plain import plain_interval
from tests.builders import make_claim, make_claim_entry, make_report, make_source, make_verdict
from tests.render.reports import draft_report


def verdict_of(left: str, right: str, kind: ContradictionKind = ContradictionKind.NUMBER) -> PairVerdict:
    reason = f'{kind.value}: "one" ({left}) vs "other" ({right})'
    return make_verdict("c1", "c2", Verdict.CONTRADICTION, kind=kind, reason=reason)


# --- values ----------------------------------------------------------------------------------------------------------

SIZES = st.one_of(st.integers(1, 10**6).map(float), st.integers(10, 9999).map(lambda n: n * 1e5))


@settings(deadline=None)
@given(SIZES, st.booleans(), st.sampled_from(["years", "dead", "", "%", "US dollars"]))
def test_what_the_facts_say_in_words_is_read_back(size: float, is_open: bool, unit: str) -> None:
    given = [
        Interval(low=size, high=size),
        Interval(low=size, high=size, approximate=True),
        Interval(low=size, low_open=is_open),
        Interval(high=size, high_open=is_open),
        Interval(low=size, high=size * 2),
    ]
    for interval in given:
        values = read_values(verdict_of(plain_interval(interval, unit, unit), "3"))
        assert values is not None
        assert values[0].interval == interval
        assert values[0].unit == unit


@pytest.mark.parametrize("understood", ["Alaska", "says so", "since 2019", "at a base", "3 May 2025", "unknown"])
def test_what_is_no_figure_is_shown_in_words_only(understood: str) -> None:
    values = read_values(verdict_of(understood, "3"))
    assert values is not None
    assert values[0].interval is None
    assert on_one_line(verdict_of(understood, "3")) is None


@pytest.mark.parametrize("reason", ["", "status: left goes on", 'number: "six', 'number: "a" (b) and "c" (d)'])
def test_a_reason_without_two_values_has_no_reading(reason: str) -> None:
    assert read_values(make_verdict("c1", "c2", Verdict.CONTRADICTION, reason=reason)) is None


def test_a_long_hostile_reason_is_read_in_no_time() -> None:
    hostile = 'number: "' + '" (' * 20_000
    assert read_values(make_verdict("c1", "c2", Verdict.CONTRADICTION, reason=hostile)) is None


def test_lengths_of_time_in_different_units_share_a_line() -> None:
    sides = on_one_line(verdict_of("2 years", "6 months", ContradictionKind.DURATION))
    assert sides is not None
    assert sides[1].interval is not None
    assert sides[1].interval.low == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("more than 4 years", "6 years", "more than 4 years includes 6 years"),
        ("6 years", "more than 4 years", "more than 4 years includes 6 years"),
        ("at most 10", "at least 5", "at most 10 and at least 5 overlap"),
        ("2 years", "30 months", None),
        ("Alaska", "6", None),
    ],
)
def test_how_both_values_can_hold(left: str, right: str, said: str | None) -> None:
    values = read_values(verdict_of(left, right))
    assert values is not None
    assert both_hold(*values) == said


# --- lines -----------------------------------------------------------------------------------------------------------

VALUES = st.lists(st.one_of(st.just(0.0), st.floats(1e-3, 1e9)), min_size=1, max_size=6)


@settings(deadline=None)
@given(VALUES)
@example([0.001, 0.0010000000000000002])
def test_values_stand_in_their_order_within_the_drawn_part(values: list[float]) -> None:
    scale = scale_over(values)
    places = [scale.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(LEFT <= place <= RIGHT for place in places)
    ticks = number_ticks(scale)
    assert 1 <= len(ticks) <= 7
    assert [tick.at for tick in ticks] == sorted({tick.at for tick in ticks})


@settings(deadline=None)
@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), min_size=1, max_size=6))
def test_moments_stand_in_their_order_with_a_handful_of_marks(moments: list[datetime]) -> None:
    scale = time_scale(moments)
    assert 2 <= len(time_ticks(scale)) <= 6


def test_years_are_not_written_as_thousands() -> None:
    labels = {tick.label for tick in number_ticks(scale_over([2021.0, 2022.0]), grouped=False)}
    assert {"2021", "2022"} <= labels


def test_the_number_line_shows_each_value_once_with_its_sources_and_its_bounds() -> None:
    difference = digest_report(make_report()).flat[0]
    bounded = replace(difference, verdict=verdict_of("more than 4 hurt", "about 9 hurt"))
    line = number_line(bounded)
    assert line is not None
    first, second = line.bars
    assert (first.letters, first.understood, first.start_end, first.end_end) == (
        ("A",),
        "more than 4 hurt",
        "ring",
        "arrow",
    )
    assert first.end == RIGHT
    assert second.point is not None
    assert second.start < second.point < second.end


def test_a_difference_of_places_has_no_number_line() -> None:
    difference = digest_report(make_report()).flat[0]
    assert number_line(replace(difference, verdict=verdict_of("Alaska", "Geneva", ContradictionKind.PLACE))) is None


def test_sources_without_any_date_have_no_timeline() -> None:
    report = make_report()
    undated = tuple(source.model_copy(update={"published_at": None}) for source in report.sources)
    assert timeline(digest_report(report.model_copy(update={"sources": undated})).compared) is None


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qualifier", "said"),
    [
        (Qualifier.BOUNDS, "Both figures can hold: more than 4 includes 6."),
        (Qualifier.ROUNDING, "One figure may be the other one rounded: more than 4 and 6."),
        (Qualifier.REFERENCE, "same event or group: one speaks of leaders, the other of Trump."),
        (Qualifier.SPEAKERS, "not two outlets: A itself and B itself."),
        (Qualifier.UPDATE, "The later report revises the earlier one."),
        (None, None),
    ],
)
def test_a_reservation_names_what_is_at_hand(qualifier: Qualifier | None, said: str | None) -> None:
    difference = digest_report(make_report()).flat[0]
    reason = 'number: "over four" (more than 4) vs "six" (6); left speaks of leaders, right of Trump; a reservation'
    verdict = difference.verdict.model_copy(update={"qualifier": qualifier, "reason": reason})
    told = reservation(replace(difference, verdict=verdict))
    assert told is None if said is None else told is not None and told.endswith(said)


# --- the matrix ------------------------------------------------------------------------------------------------------


def test_each_cell_says_how_a_source_stands_to_the_others() -> None:
    digest = digest_report(make_report())
    matrix = source_matrix(digest, {})
    assert [[source.letter for source in group] for group in matrix.origins] == [["A", "C"], ["B"], ["D"]]
    stances = [{cell.source.letter: cell.stance for cell in row.cells} for row in matrix.rows]
    differs = Stance.DIFFERS
    assert {"A": differs, "B": differs, "C": differs, "D": Stance.SILENT} in stances
    assert any(row["A"] is Stance.AGREES and row["B"] is Stance.AGREES for row in stances)
    assert stances[0]["A"] is differs, "the gravest row comes first"
    quoted = [cell for row in matrix.rows for cell in row.cells if cell.quoted]
    assert [(cell.source.letter, cell.speakers) for cell in quoted] == [("D", ("a driver",))]


def test_a_difference_that_no_cluster_shows_has_a_row_of_its_own() -> None:
    matrix = source_matrix(digest_report(make_report(clusters=())), {})
    assert len(matrix.rows) == 3


def test_the_rows_of_a_draft_are_its_claims() -> None:
    report = draft_report()
    assert report.run.scope is Scope.AGAINST
    matrix = source_matrix(digest_report(report), {})
    assert [row.label for row in matrix.rows] == [claim.text for claim in report.claims[:4]]
    assert [[cell.stance.value for cell in row.cells] for row in matrix.rows] == [
        ["differs", "silent"],
        ["agrees", "agrees"],
        ["silent", "updated"],
        ["silent", "silent"],
    ]


# --- full texts ------------------------------------------------------------------------------------------------------

TEXTS = st.text(alphabet="ab \n\r\u2028<", min_size=1, max_size=40)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_the_marked_stretches_join_to_the_text_and_to_each_claim(text: str, data: st.DataObject) -> None:
    source = make_source(text, id="s1")
    claims = []
    for number in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        claims.append(make_claim_entry(make_claim(text, id=f"c{number}", source=source, span=(start, end)), source))
    view = digest_report(make_report()).sources[0]
    view = replace(view, entry=view.entry.model_copy(update={"text": text}))
    shown = full_text(view, claims, {claim.id: Told("one origin only", "alone") for claim in claims})
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [(line.number, "".join(piece.text for piece in line.stretches)) for line in shown.lines] == [
        (number, line) for number, line in enumerate(lines, start=1) if line.strip()
    ]
    for claim in claims:
        marked = [piece.text for line in shown.lines for piece in line.stretches if claim.id in piece.claims]
        kept = "".join(line for line in claim.quote.replace("\r", "\n").split("\n"))
        assert "".join("".join(marked).split()) == "".join(kept.split())


def test_every_claim_can_be_linked_to_and_leads_to_its_finding() -> None:
    report = make_report()
    page = html.render(report)
    for claim in report.claims:
        assert page.count(f'id="at-{claim.id}"') == 1
    assert page.count('class="ref differs" href="#finding-f-c2-c4"') == 3
