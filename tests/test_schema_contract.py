"""The JSON that other programs read: its schema, the fields that the contract promises, and what they mean."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from factcheck.render import render_report, render_schema
from factcheck.schema import Report
from tests.builders import make_report
from tests.render.reports import draft_report, lone_report, poisoned_report

PROMISED = {
    "": "schema_version run sources claims clusters verdicts findings skipped",
    "run": "version models backend settings started_at seconds",
    "sources": "id path title publisher published_at role origin_id",
    "claims": "id source_id start end quote text speaker line column",
    "clusters": "id claim_ids source_ids label",
    "verdicts": "left right cluster_id verdict kind qualifier probability reason nli similarity",
    "findings": "rule severity message claim_ids fingerprint",
    "skipped": "path stage reason",
}
REPORTS = (make_report(), draft_report(), lone_report(), poisoned_report())


def read(report: Report) -> dict[str, Any]:
    parsed = json.loads(render_report(report, "json"))
    assert isinstance(parsed, dict)
    return parsed


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(render_schema()))


@pytest.mark.parametrize("report", REPORTS)
def test_reports_fit_the_schema_and_can_be_read_back(report: Report) -> None:
    schema = json.loads(render_schema())
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    validator.validate(read(report))
    assert Report.model_validate_json(render_report(report, "json")) == report


def test_the_schema_refuses_what_is_no_report() -> None:
    broken = read(make_report())
    broken["verdicts"][0]["verdict"] = "lie"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, json.loads(render_schema()))


def test_the_promised_fields_are_there() -> None:
    parsed = read(make_report())
    for part, names in PROMISED.items():
        value = parsed[part] if part else parsed
        rows = value if isinstance(value, list) else [value]
        assert rows
        assert all(set(names.split()) <= set(row) for row in rows), part
    for direction in ("left_to_right", "right_to_left"):
        assert set(parsed["verdicts"][0]["nli"][direction]) >= {"entailment", "neutral", "contradiction"}


@pytest.mark.parametrize("report", REPORTS)
def test_quotes_are_the_text_at_their_place(report: Report) -> None:
    parsed = read(report)
    texts = {source["id"]: source["text"] for source in parsed["sources"]}
    for claim in parsed["claims"]:
        assert claim["quote"] == texts[claim["source_id"]][claim["start"] : claim["end"]]


def test_lines_and_columns_count_from_one_at_the_start_of_the_quote() -> None:
    parsed = read(make_report())
    texts = {source["id"]: source["text"] for source in parsed["sources"]}
    for claim in parsed["claims"]:
        line = texts[claim["source_id"]].split("\n")[claim["line"] - 1]
        assert line[claim["column"] - 1 :].startswith(claim["quote"].split("\n")[0])


def test_what_is_named_exists() -> None:
    parsed = read(make_report())
    sources, claims = ({row["id"] for row in parsed[part]} for part in ("sources", "claims"))
    assert {claim["source_id"] for claim in parsed["claims"]} <= sources
    assert {row[side] for row in parsed["verdicts"] for side in ("left", "right")} <= claims
    assert all(row["left"] < row["right"] for row in parsed["verdicts"])
    assert {name for row in parsed["findings"] for name in row["claim_ids"]} <= claims
    assert {name for row in parsed["clusters"] for name in row["source_ids"]} <= sources


def test_text_is_kept_as_it_is_and_keys_keep_their_order() -> None:
    rendered = render_report(
        make_report(skipped=({"path": "Köln.txt", "stage": "ingest", "reason": "“leer”"},)), "json"
    )
    assert "Köln.txt" in rendered
    assert "“leer”" in rendered
    promised = PROMISED[""].split()
    assert list(json.loads(rendered))[: len(promised)] == promised
