from __future__ import annotations

import pytest

from factcheck.render import text
from factcheck.render.wording import calibration_words
from tests.builders import make_claim, make_claim_entry, make_report, make_source, make_source_entry
from tests.render.reports import draft_report, lone_report, poisoned_report

REPORTS = (make_report(), draft_report(), lone_report(), poisoned_report())


@pytest.mark.parametrize("report", REPORTS)
def test_no_line_is_wider_than_a_terminal(report: object) -> None:
    assert isinstance(report, type(make_report()))
    for rendered in (text.render(report), text.render_summary(report), text.render(report, top=1)):
        assert max(len(line) for line in rendered.splitlines()) <= text.WIDTH


def test_colour_only_on_request() -> None:
    assert "\x1b" not in text.render(make_report())
    assert "\x1b[" in text.render(make_report(), color=True)


def test_a_source_cannot_drive_the_terminal() -> None:
    source = make_source(
        "The \x1b[31mbridge\x07 fell \u202eyadnoM no.", id="s1", title="\x1b]0;pwned\x07", publisher="\x9b2J"
    )
    claim = make_claim(source.text, id="c1", source=source, speaker="\x1b[2J")
    report = make_report(
        sources=(make_source_entry(source),),
        claims=(make_claim_entry(claim, source),),
        clusters=(),
        verdicts=(),
        findings=(),
        skipped=(),
    )
    for rendered in (text.render(report), text.render_summary(report)):
        assert not set(rendered) & set("\x1b\x07\x9b\u202e")


def test_markup_of_rich_stays_text() -> None:
    source = make_source("[bold red]The bridge fell.[/]", id="s1", path="[link=x].txt")
    claim = make_claim(source.text, id="c1", source=source)
    report = make_report(
        sources=(make_source_entry(source),),
        claims=(make_claim_entry(claim, source),),
        clusters=(),
        verdicts=(),
        findings=(),
        skipped=(),
    )
    assert "[link=x].txt" in text.render(report)


def test_the_standing_of_each_claim_of_a_draft_is_told() -> None:
    rendered = text.render(draft_report())
    said = [line.split(" ", 1)[1].split("  ")[0] for line in rendered.splitlines() if line.startswith("draft.md:")]
    assert said == ["differs", "agrees", "updated", "could not check"]


def test_what_a_probability_is_worth_is_said_where_something_contradicts() -> None:
    report = make_report()
    said = "Probabilities of contradictions were set on 1,234 pairs of claims from nine annotated stories"
    assert calibration_words(report) == f"{said}: of those given 50 to 70 %, 66 % were real."
    assert said in " ".join(text.render(report).split())
    assert calibration_words(report.model_copy(update={"verdicts": ()})) is None
    unmeasured = report.model_copy(update={"run": report.run.model_copy(update={"calibration": None})})
    assert calibration_words(unmeasured) is None
    assert "Probabilities" not in text.render(unmeasured)
