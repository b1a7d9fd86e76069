"""Reports that the render tests share, on top of tests/builders.py."""

from __future__ import annotations

from factcheck.schema import (
    ContradictionKind,
    Finding,
    Qualifier,
    Report,
    Scope,
    Severity,
    Source,
    SourceRole,
    Verdict,
)
from tests.builders import (
    make_agreement,
    make_claim,
    make_claim_entry,
    make_report,
    make_run,
    make_source,
    make_source_entry,
    make_verdict,
)

POISON = (
    "\"'></style></script><script>alert(1)</script><img src=x onerror=alert(1)>"
    " {{ 7 * 7 }} [x](javascript:alert(1)) | `"
)
"""Breaks out of an attribute, a style, a script, a template, a Markdown cell, link and code span, if anything does."""


def draft_report() -> Report:
    """A draft of four sentences against two sources: differs, agrees, updated and compatible, not found."""
    draft = make_source(
        "Six people were hurt.\nThe bridge fell on Monday.\nThe search goes on.\nShe was unhurt.",
        id="d1",
        role=SourceRole.DRAFT,
        path="draft.md",
    )
    one = make_source("Nine people were hurt. The bridge fell on Monday.", id="s1", publisher="Karlin Post")
    two = make_source("The bridge fell on Monday. The search was called off.", id="s2", title="Search called off")
    claims = [
        (make_claim("Six people were hurt.", id="c1", source=draft), draft),
        (make_claim("The bridge fell on Monday.", id="c2", source=draft), draft),
        (make_claim("The search goes on.", id="c3", source=draft), draft),
        (make_claim("She was unhurt.", id="c4", source=draft, unresolved=("She",)), draft),
        (make_claim("Nine people were hurt.", id="c5", source=one), one),
        (make_claim("The bridge fell on Monday.", id="c6", source=one), one),
        (make_claim("The bridge fell on Monday.", id="c7", source=two), two),
        (make_claim("The search was called off.", id="c8", source=two), two),
    ]
    number = 'number: "Six people" (6) vs "Nine people" (9)'
    status = 'status: "goes on" vs "was called off"'
    update = Qualifier.UPDATE
    verdicts = (
        make_verdict("c1", "c5", Verdict.CONTRADICTION, kind=ContradictionKind.NUMBER, reason=number),
        make_verdict("c2", "c6", Verdict.AGREEMENT),
        make_verdict("c2", "c7", Verdict.AGREEMENT, probability=0.95),
        make_verdict("c3", "c8", Verdict.CONTRADICTION, kind=ContradictionKind.STATUS, qualifier=update, reason=status),
    )
    findings = (
        Finding(rule="number", severity=Severity.ERROR, message=number, claim_ids=("c1", "c5"), fingerprint="aa11"),
        Finding(rule="status", severity=Severity.WARNING, message=status, claim_ids=("c3", "c8"), fingerprint="bb22"),
        make_agreement("The bridge fell on Monday.", "c2", "c7", "c6"),
    )
    return make_report(
        run=make_run(scope=Scope.AGAINST),
        sources=tuple(make_source_entry(source) for source in (draft, one, two)),
        claims=tuple(make_claim_entry(claim, source) for claim, source in claims),
        clusters=(),
        verdicts=verdicts,
        findings=findings,
        skipped=(),
    )


def lone_report(source: Source | None = None) -> Report:
    """One source with one claim, so that nothing can be compared."""
    alone = source or make_source(id="s1", path="only.txt")
    claim = make_claim(alone.text, id="c1", source=alone)
    return make_report(
        sources=(make_source_entry(alone),),
        claims=(make_claim_entry(claim, alone),),
        clusters=(),
        verdicts=(),
        findings=(),
        skipped=(),
    )


def poisoned_report() -> Report:
    """The usual report with `POISON` in everything that an input can set."""
    report = make_report()
    sources = [
        source.model_copy(
            update={
                "path": POISON + source.id,
                "title": POISON,
                "publisher": POISON + source.id,
                "author": POISON,
                "url": f"javascript:alert(1)//{POISON}",
                "text": POISON + source.text + POISON,
            }
        )
        for source in report.sources
    ]
    shift = len(POISON)
    claims = [
        claim.model_copy(
            update={
                "start": 0,
                "end": claim.end + shift,
                "quote": (POISON + source.text)[: claim.end + shift],
                "text": POISON,
                "speaker": POISON,
                "sentence_start": 0,
                "sentence_end": len(source.text) + 2 * shift,
            }
        )
        for claim in report.claims
        for source in report.sources
        if source.id == claim.source_id
    ]
    return report.model_copy(
        update={
            "sources": tuple(sources),
            "claims": tuple(claims),
            "verdicts": tuple(one.model_copy(update={"reason": POISON}) for one in report.verdicts),
            "findings": (
                *(one.model_copy(update={"message": POISON, "fingerprint": POISON}) for one in report.findings),
                Finding(rule=POISON, severity=Severity.ERROR, message=POISON, claim_ids=(), fingerprint=POISON),
            ),
            "skipped": tuple(one.model_copy(update={"path": POISON, "reason": POISON}) for one in report.skipped),
        }
    )
