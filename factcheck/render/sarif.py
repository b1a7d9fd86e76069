"""Findings as SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from urllib.parse import quote

from factcheck.render import wording
from factcheck.render.listing import Evidence, Row, Spot, list_rows
from factcheck.rules import RULES, rule_page
from factcheck.schema import Report, Severity, SuppressedBy

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FOUND_WELL = frozenset({"supported-claim", "sources-agree"})
_ROOT = "%SRCROOT%"


def render(report: Report, min_level: Severity) -> str:
    """One run; the opposing quotes stand in relatedLocations, settled findings carry a suppression."""
    rows = list_rows(report, min_level)
    run = {
        "tool": {"driver": _driver(report)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which factcheck was run."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _left_out(report)}],
        "results": [_result(row) for row in rows],
    }
    return json.dumps({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _driver(report: Report) -> dict[str, object]:
    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.summary},
            "help": {"text": f"factcheck rules {rule.id} says more.", "markdown": rule_page(rule.id)},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }
        for rule in RULES
    ]
    return {"name": "factcheck", "version": report.run.version, "rules": rules}


def _left_out(report: Report) -> list[dict[str, object]]:
    """Whole files that were left out, so that no reader takes the results for all there is."""
    return [
        {"level": "warning", "message": {"text": wording.plain(f"{one.path}: {one.reason}")}}
        for one in report.skipped
        if one.span is None
    ]


def _result(row: Row) -> dict[str, object]:
    finding = row.finding
    good = finding.rule in _FOUND_WELL
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "kind": "pass" if good else "fail",
        "level": "none" if good else _LEVELS[finding.severity],
        "message": {"text": wording.plain(finding.message)},
        "partialFingerprints": {"factcheck/v1": finding.fingerprint},
    }
    known = [rule.id for rule in RULES]
    if finding.rule in known:
        result["ruleIndex"] = known.index(finding.rule)
    if row.spot:
        result["locations"] = [{"physicalLocation": _physical(row.spot)}]
    if row.evidence:
        result["relatedLocations"] = [_related(number, one) for number, one in enumerate(row.evidence, start=1)]
    if finding.suppressed:
        kind = "inSource" if finding.suppressed.by is SuppressedBy.IGNORE else "external"
        result["suppressions"] = [
            {"kind": kind, "status": "accepted", "justification": finding.suppressed.reason or "none given"}
        ]
    return result


def _related(number: int, one: Evidence) -> dict[str, object]:
    dated = f", {wording.date_words(one.source.published_at)}" if one.source.published_at else ""
    reason = f" ({one.verdict.reason})" if one.verdict else ""
    words = f'{one.name}{dated}: "{one.spot.quote}"{reason}'
    return {"id": number, "physicalLocation": _physical(one.spot), "message": {"text": wording.plain(words)}}


def _physical(spot: Spot) -> dict[str, object]:
    region: dict[str, object] = {"startLine": spot.line, "startColumn": spot.column}
    if spot.end_line is not None and spot.end_column is not None:
        region |= {"endLine": spot.end_line, "endColumn": spot.end_column}
    region["snippet"] = {"text": spot.quote}
    return {"artifactLocation": _artifact(spot.path), "region": region}


def _artifact(path: str) -> dict[str, object]:
    """The file as a URI: of the current folder where the path is relative."""
    if PurePosixPath(path).is_absolute():
        return {"uri": "file://" + quote(path)}
    # A colon in the first part would make a scheme of it.
    uri = quote(path)
    return {"uri": uri, "uriBaseId": _ROOT}
