"""Small reports for the tests of the page: with fingerprints as real ones are, so that decisions can be exported."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from factcheck.schema import BaselineStatus, Report, SuppressedBy, Suppression
from tests.builders import make_report


def desk_report(report: Report | None = None) -> Report:
    """The usual report, or another one, with 24 hexadecimal digits for every fingerprint and a second date."""
    given = report or make_report()
    findings = tuple(one.model_copy(update={"fingerprint": hexed(one.fingerprint)}) for one in given.findings)
    later = datetime(2025, 3, 6, 9, 0, tzinfo=UTC)
    first, second, *rest = given.sources
    sources = (first, second.model_copy(update={"published_at": later}), *rest)
    return given.model_copy(update={"findings": findings, "sources": sources})


def hexed(text: str) -> str:
    """24 hexadecimal digits that stand for `text`."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def settled_report(place: int = 0) -> Report:
    """`desk_report` with its finding at `place` dismissed by a baseline."""
    report = desk_report()
    settled = Suppression(
        by=SuppressedBy.BASELINE, reason="Nine is <b>right</b>.", status=BaselineStatus.DISMISSED, initials="AH"
    )
    findings = tuple(
        one.model_copy(update={"suppressed": settled}) if at == place else one for at, one in enumerate(report.findings)
    )
    return report.model_copy(update={"findings": findings})
