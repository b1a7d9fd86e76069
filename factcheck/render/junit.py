"""Findings as JUnit XML, which build servers show as tests: a test a claim of a draft, or a test a finding."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from factcheck.render import wording
from factcheck.render.listing import Row, list_rows
from factcheck.schema import Outcome, Report, Severity, Verdict

# What XML 1.0 cannot hold, escaped or not.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_NAME = 160


@dataclass(frozen=True)
class _Case:
    name: str
    path: str
    line: int | None
    rows: tuple[Row, ...]


def render(report: Report, min_level: Severity, failing: Collection[Severity]) -> str:
    """A suite a file; findings of a severity in `failing` fail their test, milder ones are told in its output.

    A claim that could not be checked, and one whose findings are all settled, is skipped with the reason.
    """
    cases = _cases(list_rows(report, min_level))
    suites: dict[str, list[_Case]] = {}
    for case in cases:
        suites.setdefault(case.path, []).append(case)
    body = "".join(_suite(path, own, failing) for path, own in suites.items())
    failures = sum(_fails(case, failing) for case in cases)
    head = f'<testsuites name="factcheck" tests="{len(cases)}" failures="{failures}" errors="0">\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{body}</testsuites>\n'


def _cases(rows: Sequence[Row]) -> list[_Case]:
    """The rows that begin with one claim of a draft in one case, every other row in its own, in article order."""
    grouped: dict[object, list[Row]] = {}
    for number, row in enumerate(rows):
        grouped.setdefault(row.finding.claim_ids[0] if row.outcome else number, []).append(row)
    cases = []
    for own in grouped.values():
        spot = own[0].spot
        words = spot.quote if own[0].outcome and spot else own[0].finding.message
        words = wording.plain(words)
        name = words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 3]}..."
        cases.append(_Case(name, spot.path if spot else "factcheck", spot.line if spot else None, tuple(own)))
    return sorted(cases, key=lambda case: (case.path, case.line or 0))


def _fails(case: _Case, failing: Collection[Severity]) -> bool:
    return any(_is_failure(row, failing) for row in case.rows)


def _is_failure(row: Row, failing: Collection[Severity]) -> bool:
    """As the exit code has it: a typed claim that differs fails whatever the reservation."""
    pairs = [one.verdict for one in row.evidence if one.verdict and one.verdict.verdict is Verdict.CONTRADICTION]
    differs = row.typed and row.outcome is Outcome.DIFFERS and pairs and row.finding.severity is not Severity.INFO
    return row.finding.suppressed is None and bool(row.finding.severity in failing or (failing and differs))


def _suite(path: str, cases: Sequence[_Case], failing: Collection[Severity]) -> str:
    failures = sum(_fails(case, failing) for case in cases)
    skipped = sum(_skip_reason(case, failing) is not None for case in cases)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'
    body = "".join(_case(case, failing) for case in cases)
    return f"  <testsuite name={_attribute(path)} {counts}>\n{body}  </testsuite>\n"


def _case(case: _Case, failing: Collection[Severity]) -> str:
    line = f' line="{case.line}"' if case.line else ""
    path = _attribute(case.path)
    head = f"    <testcase name={_attribute(case.name)} classname={path} file={path}{line}"
    inner = "".join(_inner(case, failing))
    return f"{head}>\n{inner}    </testcase>\n" if inner else f"{head}/>\n"


def _inner(case: _Case, failing: Collection[Severity]) -> Iterator[str]:
    reason = _skip_reason(case, failing)
    if reason is not None:
        yield f"      <skipped message={_attribute(reason)}/>\n"
    told = []
    for row in case.rows:
        finding = row.finding
        if _is_failure(row, failing):
            message, kind = _attribute(wording.plain(finding.message)), _attribute(finding.rule)
            yield f"      <failure message={message} type={kind}>{_text(_details(row))}</failure>\n"
        elif finding.suppressed is None:
            told.append(f"{finding.severity.value} {finding.rule}: {wording.plain(finding.message)}")
    if told:
        yield f"      <system-out>{_text(chr(10).join(told))}</system-out>\n"


def _skip_reason(case: _Case, failing: Collection[Severity]) -> str | None:
    if _fails(case, failing):
        return None
    settled = [row.finding.suppressed for row in case.rows if row.finding.suppressed]
    if len(settled) == len(case.rows):
        return f"settled: {settled[0].reason or 'no reason given'}"
    if any(row.finding.rule == "unresolved-reference" for row in case.rows):
        return "could not be checked"
    return None


def _details(row: Row) -> str:
    """Place of the claim, then each source with its words."""
    lines = [f"{row.spot.path}:{row.spot.line}:{row.spot.column}"] if row.spot else []
    for one in row.evidence:
        place = f"{one.name}, {one.spot.path}:{one.spot.line}"
        lines.append(f'{place}: "{wording.plain(one.spot.quote)}"')
        lines += [f"  {wording.plain(one.verdict.reason)}"] if one.verdict else []
    return "\n".join(lines)


def _text(text: str) -> str:
    return escape(_IMPOSSIBLE.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_IMPOSSIBLE.sub("\ufffd", " ".join(text.split())))
