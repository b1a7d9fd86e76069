"""Which findings count: rules that are in use, their severity, and what editors have settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from factcheck.rules import RULES
from factcheck.schema import (
    Baseline,
    BaselineEntry,
    BaselineUse,
    ClaimEntry,
    Finding,
    InlineIgnore,
    Outcome,
    Report,
    Sentence,
    Severity,
    Source,
    SourceRole,
    Span,
    SuppressedBy,
    Suppression,
    Verdict,
)
from factcheck.settings import FindingSettings
from factcheck.stages.findings.fingerprints import fingerprint

UNUSED_IGNORE = "unused-ignore"

_ORDER = tuple(Severity)
_DEFAULTS = {rule.id: rule.severity for rule in RULES}


def triage(
    report: Report, drafts: Sequence[Source], settings: FindingSettings, baseline: Baseline | None = None
) -> Report:
    """The report with the findings that count for this desk.

    First the rules are chosen and given their severity, then the ignores of `drafts` apply, then `baseline`. A settled
    finding stays, with `suppressed` set. What an ignore or entry does not match is told of. `drafts` are the sources
    with ignores; `settings.baseline` names the file that `baseline` was read from.
    """
    claims = {claim.id: claim for claim in report.claims}
    chosen = [_graded(finding, settings) for finding in report.findings if in_use(finding.rule, settings)]
    settled = [_ignored(finding, claims, drafts) or finding for finding in chosen]
    if in_use(UNUSED_IGNORE, settings):
        settled += [_graded(one, settings) for one in _unused(settled, claims, drafts, settings)]
    update: dict[str, object] = {"findings": tuple(settled)}
    if baseline is not None:
        findings, use = _with_baseline(settled, baseline, settings.baseline or "")
        update = {"findings": findings, "baseline": use}
    return report.model_copy(update=update)


def fails(report: Report, settings: FindingSettings) -> bool:
    """Whether a finding that is not settled is at or above `settings.fail_on`.

    A contradiction counts only from `settings.min_probability` on. A typed claim that differs counts whatever the
    reservation, unless nothing is to fail: whoever asks of one claim asks whether a source says otherwise.
    """
    probability = {
        frozenset((one.left, one.right)): one.probability
        for one in report.verdicts
        if one.verdict is Verdict.CONTRADICTION
    }
    asked = _differing_queries(report) if settings.failing else frozenset()
    for finding in report.findings:
        pairs = [p for pair, p in probability.items() if pair.issubset(finding.claim_ids)]
        sure = finding.statement is not None or not pairs or max(pairs) >= settings.min_probability
        told = bool(pairs) and finding.severity is not Severity.INFO and not asked.isdisjoint(finding.claim_ids[:1])
        if finding.suppressed is None and sure and (told or finding.severity in settings.failing):
            return True
    return False


def _differing_queries(report: Report) -> frozenset[str]:
    """The typed claims that a source contradicts, flatly or with a reservation that leaves it a difference."""
    queries = {source.id for source in report.sources if source.role is SourceRole.QUERY}
    typed = {claim.id for claim in report.claims if claim.source_id in queries}
    return frozenset(
        one.claim_id for one in report.outcomes if one.outcome is Outcome.DIFFERS and one.claim_id in typed
    )


def in_use(rule: str, settings: FindingSettings) -> bool:
    """Whether the settings ask for the findings of a rule; what is both selected and ignored is ignored."""
    return rule not in settings.ignore and (not settings.select or rule in settings.select)


def _graded(finding: Finding, settings: FindingSettings) -> Finding:
    """With the severity that the settings give its rule; a finding with a reservation is one level milder."""
    wanted = settings.severity.get(finding.rule)
    if wanted is None:
        return finding
    reserved = _ORDER.index(finding.severity) > _ORDER.index(_DEFAULTS[finding.rule])
    place = min(_ORDER.index(wanted) + reserved, len(_ORDER) - 1)
    return finding.model_copy(update={"severity": _ORDER[place]})


# --- ignores ---------------------------------------------------------------------------------------------------------


def _ignored(finding: Finding, claims: dict[str, ClaimEntry], drafts: Sequence[Source]) -> Finding | None:
    """The finding as settled by the first ignore that covers it; None where none does."""
    for draft in drafts:
        for ignore in draft.ignores:
            if _covers(ignore, draft, finding, claims):
                settled = Suppression(by=SuppressedBy.IGNORE, reason=ignore.reason)
                return finding.model_copy(update={"suppressed": settled})
    return None


def _covers(ignore: InlineIgnore, draft: Source, finding: Finding, claims: dict[str, ClaimEntry]) -> bool:
    if ignore.problem or finding.rule not in ignore.rules:
        return False
    if finding.place is not None:
        source_id, start = finding.place.source_id, finding.place.start
    elif finding.claim_ids:
        claim = claims[finding.claim_ids[0]]
        source_id, start = claim.source_id, claim.start
    else:
        return False
    return source_id == draft.id and ignore.covers.start <= start < ignore.covers.end


def _unused(
    findings: Iterable[Finding], claims: dict[str, ClaimEntry], drafts: Sequence[Source], settings: FindingSettings
) -> Iterator[Finding]:
    """One finding an ignore that cannot be used, and one a rule of an ignore that matches nothing."""
    told = list(findings)
    for draft in drafts:
        for ignore in draft.ignores:
            if ignore.problem:
                yield _about(draft, ignore, f"This ignore is not used: {ignore.problem}")
                continue
            for rule in ignore.rules:
                only = ignore.model_copy(update={"rules": (rule,)})
                if in_use(rule, settings) and not any(_covers(only, draft, one, claims) for one in told):
                    yield _about(draft, ignore, f"This ignore of {rule} matches no finding; delete it")


def _about(draft: Source, ignore: InlineIgnore, message: str) -> Finding:
    covered = ignore.covers.of(draft.text)
    end = ignore.column + len(ignore.span.of(draft.text).splitlines()[0]) if ignore.span.of(draft.text) else None
    place = draft.place(ignore.span).model_copy(update={"line": ignore.line, "column": ignore.column})
    if end is None:
        place = place.model_copy(update={"end_line": ignore.line, "end_column": ignore.column + 1})
    return Finding(
        rule=UNUSED_IGNORE,
        severity=Severity.WARNING,
        message=message,
        claim_ids=(),
        fingerprint=fingerprint(UNUSED_IGNORE, [*ignore.rules, message, covered]),
        place=place,
    )


# --- the baseline ----------------------------------------------------------------------------------------------------


def _with_baseline(
    findings: Iterable[Finding], baseline: Baseline, path: str
) -> tuple[tuple[Finding, ...], BaselineUse]:
    entries = {(entry.rule, entry.fingerprint): entry for entry in baseline.entries}
    settled, used = [], set()
    for finding in findings:
        key = (finding.rule, finding.fingerprint)
        entry = entries.get(key)
        if entry:
            used.add(key)
        settled.append(_accepted(finding, entry) if entry and finding.suppressed is None else finding)
    matched = sum(one.suppressed is not None and one.suppressed.by is SuppressedBy.BASELINE for one in settled)
    stale = tuple(entry for key, entry in sorted(entries.items(), key=lambda one: one[0]) if key not in used)
    return tuple(settled), BaselineUse(path=path, matched=matched, stale=stale)


def _accepted(finding: Finding, entry: BaselineEntry) -> Finding:
    settled = Suppression(
        by=SuppressedBy.BASELINE, reason=entry.note, status=entry.status, initials=entry.initials or None
    )
    return finding.model_copy(update={"suppressed": settled})


def baseline_of(report: Report, kept: Iterable[BaselineEntry], entry: BaselineEntry) -> Baseline:
    """A baseline of every finding of the report that is graver than info.

    What `kept` has decided stays as it is decided there; the rest gets status, initials and note of `entry`.
    """
    decided = {(one.rule, one.fingerprint): one for one in kept}
    claims = {claim.id: claim for claim in report.claims}
    entries: dict[tuple[str, str], BaselineEntry] = {}
    for finding in report.findings:
        ignored = finding.suppressed is not None and finding.suppressed.by is SuppressedBy.IGNORE
        if ignored or (finding.severity is Severity.INFO and (finding.rule, finding.fingerprint) not in decided):
            continue
        quotes = tuple(" ".join(claims[name].quote.split())[:500] for name in finding.claim_ids[:2])
        update = {"rule": finding.rule, "fingerprint": finding.fingerprint, "quotes": quotes}
        key = (finding.rule, finding.fingerprint)
        entries[key] = decided.get(key) or entry.model_copy(update=update)
    return Baseline(entries=tuple(entries.values()))


def narrow_ignores(draft: Source, sentences: Sequence[Sentence]) -> Source:
    """The draft with each ignore that covers one sentence narrowed down to it."""
    narrowed = []
    for ignore in draft.ignores:
        behind = [one.span for one in sentences if one.span.end > ignore.covers.start]
        if not ignore.whole_paragraph and behind:
            end = min(behind[0].end, ignore.covers.end)
            span = Span(start=ignore.covers.start, end=max(end, ignore.covers.start))
            narrowed.append(ignore.model_copy(update={"covers": span}))
        else:
            narrowed.append(ignore)
    return draft.model_copy(update={"ignores": tuple(narrowed)})
