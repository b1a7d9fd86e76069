from __future__ import annotations

from factcheck.schema import Report


def test_report_round_trips_and_quotes_are_verbatim(report: Report) -> None:
    assert Report.model_validate_json(report.model_dump_json()) == report
    texts = {source.id: source.text for source in report.sources}
    assert all(claim.quote == texts[claim.source_id][claim.start : claim.end] for claim in report.claims)
