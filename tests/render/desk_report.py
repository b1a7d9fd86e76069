"""A check of a draft with everything that the formats of the desk have to tell."""

from __future__ import annotations

from factcheck.schema import (
    AbsentFact,
    BaselineEntry,
    BaselineStatus,
    BaselineUse,
    ContradictionKind,
    FactKind,
    Finding,
    Outcome,
    OutcomeEntry,
    Qualifier,
    Report,
    Scope,
    Severity,
    SkippedInput,
    SourceRole,
    Span,
    SuppressedBy,
    Suppression,
    Verdict,
)
from tests.builders import (
    HOSTILE,
    make_claim,
    make_claim_entry,
    make_report,
    make_run,
    make_source,
    make_source_entry,
    make_verdict,
)

DRAFT = (
    "Six people were hurt.\n"
    "The bridge fell on Monday.\n"
    "=The search goes on,\n\n"
    "mayor Ada Holm said.\n"
    'He spoke of "a rotten old bridge".\n'
    "It cost 4% of the budget.\n"
    "It reopens in 2027.\n"
)


def desk_report() -> Report:
    """Differs, agrees, updated, could not check, a finding settled either way, a misquotation, an unused ignore."""
    draft = make_source(DRAFT, id="d1", role=SourceRole.DRAFT, path="desk/draft, 1.md")
    one = make_source(
        f'Nine people were hurt. The bridge fell on Monday. It was "a rotten bridge". {HOSTILE}',
        id="s1",
        path="wires/post.txt",
        publisher="Karlin Post",
        published_at="2025-03-04T08:30:00",
    )
    two = make_source(
        "@The bridge fell on Monday. The search was called off. It cost 5% of the budget. It reopens in 2026.",
        id="s2",
        path="wires/daily.txt",
    )
    search = DRAFT.index("=The search")
    placed = [
        make_claim("Six people were hurt.", id="c1", source=draft),
        make_claim("The bridge fell on Monday.", id="c2", source=draft),
        make_claim("The search goes on.", id="c3", source=draft, span=(search, DRAFT.index("\nHe"))),
        make_claim('He spoke of "a rotten old bridge".', id="c4", source=draft, unresolved=("He",)),
        make_claim("It cost 4% of the budget.", id="c5", source=draft),
        make_claim("It reopens in 2027.", id="c6", source=draft),
        make_claim("Nine people were hurt.", id="c7", source=one),
        make_claim("The bridge fell on Monday.", id="c8", source=one),
        make_claim('It was "a rotten bridge".', id="c9", source=one),
        make_claim("@The bridge fell on Monday.", id="e1", source=two),
        make_claim("The search was called off.", id="e2", source=two),
        make_claim("It cost 5% of the budget.", id="e3", source=two),
        make_claim("It reopens in 2026.", id="e4", source=two),
    ]
    owners = {source.id: source for source in (draft, one, two)}
    number, date, status = ContradictionKind.NUMBER, ContradictionKind.DATE, ContradictionKind.STATUS
    against = Verdict.CONTRADICTION
    people = 'number: "Six people" (6) vs "Nine people" (9)'
    search_reason = 'status: "goes on" vs "was called off"'
    share = 'number: "4%" (4 %) vs "5%" (5 %)'
    year = 'date: "2027" (2027) vs "2026" (2026)'
    verdicts = (
        make_verdict("c1", "c7", against, kind=number, reason=people, probability=0.97),
        make_verdict("c2", "c8", Verdict.AGREEMENT, reason="the two say much the same"),
        make_verdict("c2", "e1", Verdict.AGREEMENT, reason="the two say much the same", probability=0.95),
        make_verdict("c3", "e2", against, kind=status, qualifier=Qualifier.UPDATE, reason=search_reason),
        make_verdict("c5", "e3", against, kind=number, reason=share),
        make_verdict("c6", "e4", against, kind=date, reason=year),
    )
    quoted = Span(start=DRAFT.index("a rotten old"), end=DRAFT.index('".'))
    nearest = 'No source has the quoted words "a rotten old bridge"; nearest is "a rotten bridge" (Karlin Post, line 1)'
    unused = "This ignore of date-differs matches no finding; delete it"
    findings = (
        _finding("misquotation", Severity.ERROR, nearest, "c4", "c9", place=draft.place(quoted)),
        _finding("figure-differs", Severity.ERROR, f"The draft differs from Karlin Post: {people}", "c1", "c7"),
        _finding(
            "figure-differs",
            Severity.ERROR,
            f"The draft differs from daily.txt: {share}",
            "c5",
            "e3",
            suppressed=Suppression(by=SuppressedBy.IGNORE, reason="the ministry confirmed 4 %"),
        ),
        _finding(
            "date-differs",
            Severity.ERROR,
            f"The draft differs from daily.txt: {year}",
            "c6",
            "e4",
            suppressed=Suppression(
                by=SuppressedBy.BASELINE, reason="<b>known</b>", status=BaselineStatus.ACCEPTED, initials="AH"
            ),
        ),
        _finding("outdated-figure", Severity.WARNING, f"The draft differs (updated): {search_reason}", "c3", "e2"),
        _finding("supported-claim", Severity.INFO, "agrees with 2 independent origins", "c2", "c8", "e1"),
        _finding("unresolved-reference", Severity.WARNING, 'could not be checked: who is "He"? 100% open', "c4"),
        _finding("unused-ignore", Severity.WARNING, unused, place=draft.place(Span(start=0, end=3))),
    )
    stale = BaselineEntry(rule="figure-differs", fingerprint="0" * 24, status=BaselineStatus.DISMISSED)
    return make_report(
        run=make_run(scope=Scope.AGAINST),
        sources=tuple(make_source_entry(source) for source in owners.values()),
        claims=tuple(make_claim_entry(claim, owners[claim.source_id]) for claim in placed),
        clusters=(),
        verdicts=verdicts,
        findings=findings,
        outcomes=_outcomes(),
        baseline=BaselineUse(path="desk/baseline.json", matched=1, stale=(stale,)),
        skipped=(SkippedInput(path="wires/photo.png", stage="ingest", reason="is a picture, not text"),),
    )


def _finding(rule: str, severity: Severity, message: str, *claim_ids: str, **fields: object) -> Finding:
    number = f"{rule}{''.join(claim_ids)}".encode().hex()[:24].ljust(24, "0")
    given = {"rule": rule, "severity": severity, "message": message, "claim_ids": claim_ids, "fingerprint": number}
    return Finding.model_validate({**given, **fields})


def _outcomes() -> tuple[OutcomeEntry, ...]:
    year = AbsentFact(kind=FactKind.DATE, text="2027")
    return (
        OutcomeEntry(claim_id="c1", outcome=Outcome.DIFFERS, origins=0, differing=("c7",)),
        OutcomeEntry(claim_id="c2", outcome=Outcome.AGREES, origins=2, agreeing=("e1", "c8")),
        OutcomeEntry(claim_id="c3", outcome=Outcome.UPDATED, origins=0, differing=("e2",)),
        OutcomeEntry(claim_id="c4", outcome=Outcome.COULD_NOT_CHECK, origins=0),
        OutcomeEntry(claim_id="c5", outcome=Outcome.DIFFERS, origins=0, differing=("e3",)),
        OutcomeEntry(claim_id="c6", outcome=Outcome.DIFFERS, origins=0, differing=("e4",), absent=(year,)),
    )
