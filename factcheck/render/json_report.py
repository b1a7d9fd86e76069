"""The report as JSON, the format that other programs depend on, and the JSON Schema that describes it."""

from __future__ import annotations

import json

from factcheck.schema import SCHEMA_VERSION, Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def render(report: Report) -> str:
    """The whole report; keys in the order of the records, so that equal reports give equal text."""
    return json.dumps(report.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def render_schema() -> str:
    """The JSON Schema (2020-12) of what `render` writes."""
    described = Report.model_json_schema(mode="serialization")
    head = {"$schema": DIALECT, "title": f"factcheck report, schema version {SCHEMA_VERSION}"}
    return json.dumps({**head, **{key: value for key, value in described.items() if key != "title"}}, indent=2) + "\n"
