"""Findings as JSON lines and as a table of comma-separated values."""

from __future__ import annotations

import csv
import json
from io import StringIO

from factcheck.render import wording
from factcheck.render.listing import Evidence, Row, list_rows
from factcheck.schema import Report, Severity

COLUMNS = (
    "severity", "rule", "outcome", "path", "line", "column", "quote", "message", "source", "publisher", "published",
    "source_line", "source_quote", "probability", "reason", "further", "settled", "fingerprint",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render_lines(report: Report, min_level: Severity) -> str:
    """One JSON object a finding and line, gravest first; settled findings are there with `suppressed`."""
    return "".join(json.dumps(_object(row), ensure_ascii=False) + "\n" for row in list_rows(report, min_level))


def render_table(report: Report, min_level: Severity) -> str:
    """One row a finding, gravest first, with the surest source beside it; `further` counts the rest.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in list_rows(report, min_level):
        writer.writerow([_guarded(cell) for cell in _cells(row)])
    return out.getvalue()


def _object(row: Row) -> dict[str, object]:
    finding = row.finding
    return {
        "severity": finding.severity.value,
        "rule": finding.rule,
        "message": wording.plain(finding.message),
        "path": row.spot.path if row.spot else None,
        "line": row.spot.line if row.spot else None,
        "column": row.spot.column if row.spot else None,
        "quote": row.spot.quote if row.spot else None,
        "outcome": row.outcome.value if row.outcome else None,
        "evidence": [_evidence(one) for one in row.evidence],
        "suppressed": finding.suppressed.model_dump(mode="json") if finding.suppressed else None,
        "fingerprint": finding.fingerprint,
    }


def _evidence(one: Evidence) -> dict[str, object]:
    return {
        "path": one.spot.path,
        "line": one.spot.line,
        "column": one.spot.column,
        "quote": one.spot.quote,
        "publisher": one.source.publisher,
        "published_at": one.source.published_at.isoformat() if one.source.published_at else None,
        "speaker": one.claim.speaker,
        "verdict": one.verdict.verdict.value if one.verdict else None,
        "qualifier": one.verdict.qualifier.value if one.verdict and one.verdict.qualifier else None,
        "probability": one.verdict.probability if one.verdict else None,
        "reason": one.verdict.reason if one.verdict else None,
    }


def _cells(row: Row) -> list[str]:
    finding, spot = row.finding, row.spot
    best = row.evidence[0] if row.evidence else None
    verdict = best.verdict if best else None
    own = (spot.path, str(spot.line), str(spot.column), spot.quote) if spot else ("", "", "", "")
    dated = best.source.published_at.isoformat() if best and best.source.published_at else ""
    other = (
        (best.spot.path, best.source.publisher or "", dated, str(best.spot.line), best.spot.quote) if best else [""] * 5
    )
    judged = (f"{verdict.probability:.2f}", verdict.reason) if verdict else ("", "")
    further = str(max(len(row.evidence) - 1, 0))
    settled = finding.suppressed.by.value if finding.suppressed else ""
    outcome = row.outcome.value if row.outcome else ""
    head = [finding.severity.value, finding.rule, outcome, *own, finding.message]
    return [*head, *other, *judged, further, settled, finding.fingerprint]


def _guarded(cell: str) -> str:
    """The cell on one line, told apart from a formula."""
    text = " ".join(cell.split()) if cell.strip() else ""
    return f"'{text}" if cell.startswith(_FORMULA) or text.startswith(_FORMULA) else text
