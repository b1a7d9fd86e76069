"""What only a draft is told: misquotations, details that no source gives, outcomes, and what editors have settled."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factcheck.schema import (
    Baseline,
    BaselineEntry,
    BaselineStatus,
    ClaimFacts,
    ContradictionKind,
    EntityMention,
    EntityType,
    Finding,
    InlineIgnore,
    Interval,
    Outcome,
    OutcomeEntry,
    Qualifier,
    Quantity,
    QuantityKind,
    Report,
    Scope,
    Sentence,
    Severity,
    Source,
    SourceRole,
    Span,
    SuppressedBy,
    TimeMention,
    Verdict,
)
from factcheck.settings import FailOn, FindingSettings
from factcheck.stages.extract import find_quotations, find_single_quotations
from factcheck.stages.findings import (
    baseline_of,
    fails,
    find_absences,
    find_misquotations,
    list_findings,
    list_outcomes,
    narrow_ignores,
    triage,
)
from factcheck.stages.segment import split_sentences
from tests.builders import (
    make_claim,
    make_claim_entry,
    make_facts,
    make_report,
    make_run,
    make_source,
    make_source_entry,
    make_verdict,
)

# --- misquotations ---------------------------------------------------------------------------------------------------

WIRE = 'The mayor called it “a rotten, Old bridge” and said: "We’ll rebuild it next year." Nobody was hurt.'


def quotations_of(sources: Sequence[Source]) -> dict[str, tuple[Span, ...]]:
    return {source.id: find_quotations(source.text, split_sentences(source)) for source in sources}


def misquotations(words: str, *texts: str) -> tuple[Finding, ...]:
    """What is said of a draft that quotes `words`."""
    draft = make_source(f'He spoke of "{words}" today.', id="d", role=SourceRole.DRAFT, path="draft.md")
    start = draft.text.index('"') + 1
    sources = [make_source(text, id=f"s{n}", publisher=f"Paper {n}") for n, text in enumerate(texts or (WIRE,))]
    spans = {"d": (Span(start=start, end=start + len(words)),), **quotations_of(sources)}
    return find_misquotations(spans, [make_claim(draft.text, id="c1", source=draft)], [draft, *sources])


@pytest.mark.parametrize(
    "words",
    [
        "a rotten, old bridge",
        "A rotten old bridge,",
        "we'll rebuild it",
        "We’ll rebuild it … year",
        "We'll rebuild it ... year.",
        "[They] rebuild it next year",
        "We'll rebuild [the bridge] next year",
        "rotten",
        "",
        "[...]",
    ],
)
def test_words_that_a_source_has_are_no_misquotation(words: str) -> None:
    assert misquotations(words) == ()


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("a rusty old bridge", "a rotten, Old bridge"),
        ("we will rebuild it next year", "We’ll rebuild it next year"),
        ("We'll rebuild it ... this year", "We’ll rebuild it next year"),
    ],
)
def test_a_changed_word_is_an_error_with_the_nearest_real_words(words: str, nearest: str) -> None:
    (finding,) = misquotations(words)
    assert finding.severity is Severity.ERROR
    assert f'nearest is "{nearest}" (Paper 0, line 1)' in finding.message
    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (1, 14)


def of_word(text: str, *texts: str, speaker: str | None = None, told: str | None = None) -> tuple[Finding, ...]:
    """What is said of the one word that the draft `text` has in marks; `told` is a claim of the first source."""
    draft = make_source(text, id="d", role=SourceRole.DRAFT, path="draft.md")
    start = text.index('"') + 1
    sources = [make_source(words, id=f"s{n}", publisher=f"Paper {n}") for n, words in enumerate(texts or (WIRE,))]
    spans = {"d": (Span(start=start, end=text.index('"', start)),), **quotations_of(sources)}
    claims = [make_claim(text, id="c1", source=draft, speaker=speaker)]
    if told:
        claims.append(make_claim(told, id="c2", source=sources[0], speaker="Anna Holm"))
    return find_misquotations(spans, claims, [draft, *sources])


@pytest.mark.parametrize(
    "text",
    [
        'The mayor called the bridge "rusty".',
        'The mayor called it "rusty" on Monday.',
        'He described the bridge as "rusty".',
        'She slammed the "rusty" bridge.',
        'The bridge was branded a "rusty" one by the mayor.',
        'The mayor spoke of "rust".',
        'The mayor said: "Rusty."',
        'The mayor replied "never".',
        '"Never," said the mayor.',
        '"Never," the mayor of Karlin said.',
        '"Never!" shouted the mayor.',
    ],
)
def test_a_single_word_that_somebody_is_said_to_have_said_is_a_warning(text: str) -> None:
    (finding,) = of_word(text)
    assert finding.severity is Severity.WARNING
    assert finding.message.startswith('No source quotes the word "')
    assert finding.place is not None


def test_within_reported_speech_a_single_word_is_the_speaker_s() -> None:
    text = 'The bridge was a "rusty" one, the mayor said.'
    assert of_word(text, speaker="the mayor")
    assert not of_word(text)


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "experts" were silent.',
        'It was stolen in a way called "phishing".',
        'The mayor called the ferry "Aurora" a wreck.',
        'The "green" list won two seats.',
        'Lind, the "king" of the harbour, left.',
        'They sang "Yesterday" on the bridge.',
        'The mayor called it "B".',
        'The mayor called it "rotten".',
        'The mayor called it "ROTTEN".',
        'The mayor spoke of a "bridges" plan.',  # another ending of a quoted word
        'The mayor called it "".',
    ],
)
def test_irony_names_terms_and_words_that_a_source_quotes_raise_no_alarm(text: str) -> None:
    assert of_word(text) == ()


@pytest.mark.parametrize("words", ["Mayor slams ‘rusty’ bridge", "It is 'rusty', she said.", "a «rusty» bridge"])
def test_a_source_may_quote_in_any_marks(words: str) -> None:
    assert of_word('The mayor called it "rusty".', words) == ()


def test_what_a_source_reports_as_said_may_be_quoted_and_what_it_says_itself_is_told_with_its_place() -> None:
    words = "The bridge is rusty."
    assert of_word('The mayor called it "rusty".', words, told=words) == ()
    (finding,) = of_word('The mayor called it "rusty".', words)
    assert finding.message.endswith("; Paper 0, line 1 has it without quotation marks")


def test_the_nearest_quoted_word_is_shown() -> None:
    (finding,) = of_word('The mayor called it "gotten".')
    assert finding.message.endswith('; nearest is "rotten" (Paper 0, line 1)')


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_text_breaks_the_look_at_single_words(words: str, text: str) -> None:
    for finding in of_word(f'{words.replace(chr(34), "")} he called it "rusty"{text}', text):
        assert finding.rule == "misquotation"


def test_pieces_of_a_quotation_must_stand_in_order() -> None:
    assert misquotations("next year ... rebuild it")


def test_a_word_is_not_found_within_another() -> None:
    assert misquotations("otten old")


def test_a_quotation_that_nothing_resembles_is_a_warning() -> None:
    (finding,) = misquotations("fish prices doubled in Lisbon")
    assert finding.severity is Severity.WARNING
    assert "nearest" not in finding.message


def test_a_title_is_no_quotation_unless_a_source_gives_it_nearly_so() -> None:
    assert misquotations("The Fall of the Karlin Bridge") == ()
    (finding,) = misquotations("The Fall of the Karlin Bridges", "He wrote The Fall of the Karlin Bridge.")
    assert "nearest is" in finding.message
    assert misquotations("The Bridge will Fall again")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The mayor called it ‘a rusty bridge’ on Monday.", ["a rusty bridge"]),
        ("The mayor called it 'a rusty bridge'.", ["a rusty bridge"]),
        ("‘We’ll rebuild it next year,’ she said.", ["We’ll rebuild it next year,"]),
        ("She said: 'It’s the workers who'll pay.'", ["It’s the workers who'll pay."]),
        ("The workers’ strike and the girls' school of the '90s.", []),
        ("It's the mayor's own, isn't it?", []),
        ("He said: \"They call it 'a rusty bridge'.\"", []),  # within double marks
        ("He called it ‘a bridge.\n\nIt fell, the workers’ union said.", []),  # never closed
    ],
)
def test_single_marks_are_told_from_apostrophes(text: str, quoted: list[str]) -> None:
    draft = make_source(text, id="d", role=SourceRole.DRAFT)
    assert [span.of(text) for span in find_single_quotations(text, split_sentences(draft))] == quoted


def test_copies_of_the_words_in_any_source_will_do() -> None:
    assert misquotations("fish prices doubled", WIRE, "He said fish\nprices doubled.") == ()


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_breaks_the_search_and_what_is_found_is_the_source_s_text(words: str, text: str) -> None:
    for finding in misquotations(words.replace('"', ""), text, WIRE):
        assert finding.rule == "misquotation"


@given(st.integers(0, 40), st.integers(2, 40))
def test_whatever_a_source_says_can_be_quoted(start: int, length: int) -> None:
    words = WIRE.split()[start : start + length]
    assume(len(words) > 1)
    assert misquotations(" ".join(words).replace('"', "").replace("“", "").replace("”", "")) == ()


# --- details that no source gives ------------------------------------------------------------------------------------


def absent(text: str, facts: dict[str, object], *given: tuple[str, dict[str, object]]) -> list[tuple[str, str]]:
    draft = make_source(text, id="d", role=SourceRole.DRAFT)
    sources = [make_source(told, id=f"s{n}") for n, (told, _) in enumerate(given)]
    claims = [make_claim(one.text, id=f"c-{one.id}", source=one) for one in (draft, *sources)]
    told = [make_facts(claim.id, **each) for claim, each in zip(claims, (facts, *(f for _, f in given)), strict=True)]
    found = find_absences(claims, told, [draft, *sources])
    assert set(found) == {"c-d"}
    return [(fact.kind.value, fact.text) for fact in found["c-d"]]


def name(text: str, kind: EntityType = EntityType.PERSON, canonical: str | None = None) -> dict[str, object]:
    span = Span(start=0, end=len(text))
    return {"entities": (EntityMention(text=text, span=span, type=kind, canonical=canonical or text.casefold()),)}


def figure(text: str, low: float, high: float | None, **fields: object) -> dict[str, object]:
    interval = Interval.model_validate({"low": low, "high": high, **fields})
    span = Span(start=0, end=len(text))
    return {"quantities": (Quantity(text=text, span=span, kind=QuantityKind.COUNT, interval=interval),)}


def day(text: str, start: str, end: str, granularity: str = "day") -> dict[str, object]:
    span = Span(start=0, end=len(text))
    mention = {"text": text, "span": span, "granularity": granularity, "start": start, "end": end}
    return {"times": (TimeMention.model_validate(mention),)}


def test_a_name_that_no_source_has_is_named() -> None:
    assert absent("Ada Holm left Geneva.", name("Geneva", EntityType.PLACE), ("She left.", {})) == [("name", "Geneva")]


@pytest.mark.parametrize(
    "given",
    [
        ("The mayor left geneva.", {}),
        ("They met.", name("Genf", EntityType.PLACE, "geneva")),
    ],
)
def test_a_name_counts_as_given_in_any_spelling(given: tuple[str, dict[str, object]]) -> None:
    assert absent("He left Geneva.", name("Geneva", EntityType.PLACE), given) == []


def test_of_a_person_the_surname_is_enough_and_a_part_of_a_word_is_not() -> None:
    assert absent("Ada Holm left.", name("Ada Holm"), ("Mayor Holm left.", {})) == []
    assert absent("Ada Holm left.", name("Ada Holm"), ("They left Stockholm.", {})) == [("name", "Ada Holm")]


def test_what_a_pronoun_was_resolved_to_is_named_where_it_stands() -> None:
    assert absent("He left.", name("Ada Holm"), ("They left.", {})) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "missing"),
    [
        (figure("six", 6, 6), figure("6", 6, 6), False),
        (figure("six", 6, 6), figure("more than four", 4, None, low_open=True), False),
        (figure("six", 6, 6), figure("nine", 9, 9), True),
        (figure("six", 6, 6), figure("about 6.4", 6.4, 6.4, approximate=True), False),
        (day("2021", "2021-01-01", "2021-12-31", "year"), day("24 February 2021", "2021-02-24", "2021-02-24"), False),
        (day("2021", "2021-01-01", "2021-12-31", "year"), day("2022", "2022-01-01", "2022-12-31", "year"), True),
        (day("24 February", "2021-02-24", "2021-02-24"), day("in 2021", "2021-01-01", "2021-12-31", "year"), True),
    ],
)
def test_figures_and_dates_count_as_given_where_they_overlap(
    ours: dict[str, object], theirs: dict[str, object], missing: bool
) -> None:
    text = "The six of 2021 or 24 February."
    assert bool(absent(text, ours, ("Nothing here.", theirs))) is missing


# --- outcomes and the rules that follow from them --------------------------------------------------------------------

NUMBER = ContradictionKind.NUMBER


def of_draft(
    verdicts: Sequence[object], *, absent: bool = False, unresolved: bool = False
) -> tuple[list[str], Outcome, int]:
    """The rules of the findings on a claim "d" against claims "s1" to "s3", its outcome and origins; s3 copies s1."""
    draft = make_source("Six were hurt in Rome.", id="d", role=SourceRole.DRAFT)
    sources = [draft, *(make_source(f"Text {n}.", id=f"s{n}") for n in (1, 2, 3))]
    claims = [
        make_claim(one.text, id=one.id, source=one, unresolved=("He",) if unresolved and one is draft else ())
        for one in sources
    ]
    origins = {"d": "d", "s1": "o1", "s2": "o2", "s3": "o1"}
    facts = [make_facts("d", **name("Rome", EntityType.PLACE)), *(ClaimFacts(claim_id=f"s{n}") for n in (1, 2, 3))]
    missing = find_absences(claims, facts, sources) if absent else {}
    findings = list_findings(claims, verdicts, (), sources, origins, Scope.AGAINST, absent=missing)  # type: ignore[arg-type]
    (entry,) = list_outcomes(claims, verdicts, sources, origins, missing)  # type: ignore[arg-type]
    return [finding.rule for finding in findings], entry.outcome, entry.origins


def agreeing(other: str) -> object:
    return make_verdict("d", other, Verdict.AGREEMENT)


def differing(other: str, qualifier: Qualifier | None = None) -> object:
    return make_verdict("d", other, Verdict.CONTRADICTION, kind=NUMBER, qualifier=qualifier)


@pytest.mark.parametrize(
    ("verdicts", "rules", "outcome", "origins"),
    [
        ([], ["unsupported-claim"], Outcome.NOT_FOUND, 0),
        ([agreeing("s1")], ["single-origin-claim"], Outcome.ONE_ORIGIN, 1),
        ([agreeing("s1"), agreeing("s3")], ["single-origin-claim"], Outcome.ONE_ORIGIN, 1),
        ([agreeing("s1"), agreeing("s2")], ["supported-claim"], Outcome.AGREES, 2),
        ([differing("s1")], ["figure-differs"], Outcome.DIFFERS, 0),
        ([differing("s1"), differing("s2")], ["figure-differs"], Outcome.DIFFERS, 0),
        ([agreeing("s1"), agreeing("s3"), differing("s2")], ["disputed-between-sources"], Outcome.DIFFERS, 1),
        ([differing("s1", Qualifier.UPDATE)], ["outdated-figure"], Outcome.UPDATED, 0),
        ([differing("s1", Qualifier.BOUNDS)], ["figure-differs"], Outcome.COMPATIBLE, 0),
        (
            [agreeing("s1"), differing("s2", Qualifier.BOUNDS)],
            ["figure-differs", "single-origin-claim"],
            Outcome.ONE_ORIGIN,
            1,
        ),
    ],
)  # fmt: skip
def test_the_rule_and_the_outcome_follow_from_the_verdicts(
    verdicts: list[object], rules: list[str], outcome: Outcome, origins: int
) -> None:
    assert of_draft(verdicts) == (rules, outcome, origins)


def test_open_references_are_said() -> None:
    assert of_draft([], unresolved=True)[:2] == (["unresolved-reference"], Outcome.COULD_NOT_CHECK)


def test_a_detail_that_no_source_gives_is_told_of_a_supported_claim_but_not_of_one_that_differs() -> None:
    both = [agreeing("s1"), agreeing("s2")]
    assert of_draft(both, absent=True)[0] == ["supported-claim", "unsupported-claim"]
    assert of_draft([differing("s1")], absent=True)[0] == ["figure-differs"]
    assert of_draft([], absent=True)[0] == ["unsupported-claim"]


# --- triage ----------------------------------------------------------------------------------------------------------

TEXT = "Six were hurt. It fell on Monday. She left."


def draft_with(*ignores: InlineIgnore) -> Source:
    return make_source(TEXT, id="d", role=SourceRole.DRAFT, path="d.md", ignores=ignores)


def an_ignore(start: int = 0, end: int = len(TEXT), *rules: str, **fields: object) -> InlineIgnore:
    given = {
        "rules": rules or ("figure-differs",),
        "reason": "known",
        "covers": Span(start=start, end=end),
        "whole_paragraph": True,
        "span": Span(start=0, end=3),
        "line": 1,
        "column": 1,
    }
    return InlineIgnore.model_validate({**given, **fields})


def found(rule: str, severity: Severity, *claim_ids: str, print: str = "0") -> Finding:
    return Finding(rule=rule, severity=severity, message="m", claim_ids=claim_ids, fingerprint=print * 24)


FINDINGS = (
    found("figure-differs", Severity.ERROR, "c1", "c4", print="1"),
    found("date-differs", Severity.WARNING, "c2", "c4", print="2"),
    found("unresolved-reference", Severity.WARNING, "c3", print="3"),
    found("supported-claim", Severity.INFO, "c2", print="4"),
)


def a_report(draft: Source, findings: Sequence[Finding] = FINDINGS) -> Report:
    other = make_source("Nine.", id="s1")
    claims = [
        (make_claim("Six were hurt.", id="c1", source=draft), draft),
        (make_claim("It fell on Monday.", id="c2", source=draft), draft),
        (make_claim("She left.", id="c3", source=draft), draft),
        (make_claim("Nine.", id="c4", source=other), other),
    ]
    return make_report(
        run=make_run(scope=Scope.AGAINST),
        sources=(make_source_entry(draft), make_source_entry(other)),
        claims=tuple(make_claim_entry(*one) for one in claims),
        clusters=(),
        verdicts=(make_verdict("c1", "c4", Verdict.CONTRADICTION, kind=NUMBER, probability=0.7),),
        findings=tuple(findings),
        skipped=(),
    )


def triaged(draft: Source, decisions: Baseline | None = None, **settings: object) -> Report:
    return triage(a_report(draft), [draft], FindingSettings.model_validate(settings), decisions)


def rules(report: Report) -> list[str]:
    return [one.rule for one in report.findings]


def test_rules_can_be_selected_and_ignored() -> None:
    assert rules(triaged(draft_with(), select=("date-differs", "supported-claim"))) == [
        "date-differs",
        "supported-claim",
    ]
    assert "date-differs" not in rules(triaged(draft_with(), ignore=("date-differs",)))
    assert rules(triaged(draft_with(), select=("date-differs",), ignore=("date-differs",))) == []


def test_a_rule_can_be_given_another_severity_and_reservations_stay_milder() -> None:
    report = triaged(draft_with(), severity={"figure-differs": "info", "date-differs": "warning"})
    assert [one.severity for one in report.findings[:2]] == [Severity.INFO, Severity.INFO]
    report = triaged(draft_with(), severity={"unresolved-reference": "error", "date-differs": "error"})
    assert [one.severity for one in report.findings[1:3]] == [Severity.WARNING, Severity.ERROR]


def test_an_ignore_settles_what_it_covers_and_nothing_else() -> None:
    draft = draft_with(an_ignore(0, 14, "figure-differs", "date-differs"))
    report = triaged(draft)
    settled = [one for one in report.findings if one.suppressed]
    assert [(one.rule, one.suppressed.by, one.suppressed.reason) for one in settled if one.suppressed] == [
        ("figure-differs", SuppressedBy.IGNORE, "known")
    ]
    (unused,) = [one for one in report.findings if one.rule == "unused-ignore"]
    assert "ignore of date-differs matches no finding" in unused.message
    assert unused.place is not None
    assert (unused.place.path, unused.place.line) == ("d.md", 1)


def test_an_ignore_that_cannot_be_used_ignores_nothing_and_says_why() -> None:
    report = triaged(draft_with(an_ignore(problem="it gives no reason")))
    assert not any(one.suppressed for one in report.findings)
    assert report.findings[-1].message == "This ignore is not used: it gives no reason"


def test_an_ignore_of_a_rule_that_is_not_in_use_is_not_called_unused() -> None:
    draft = draft_with(an_ignore(0, 14, "misquotation"))
    assert "unused-ignore" in rules(triaged(draft))
    assert "unused-ignore" not in rules(triaged(draft, ignore=("misquotation",)))
    assert "unused-ignore" not in rules(triaged(draft, ignore=("unused-ignore",)))


def test_an_ignore_before_a_sentence_covers_that_sentence() -> None:
    first, second = Span(start=0, end=14), Span(start=15, end=33)
    sentences = [
        Sentence(id=str(n), source_id="d", span=span, text=span.of(TEXT)) for n, span in enumerate((first, second))
    ]
    (narrow,) = narrow_ignores(draft_with(an_ignore(15, 33, whole_paragraph=False)), sentences).ignores
    assert narrow.covers == second
    (whole,) = narrow_ignores(draft_with(an_ignore(0, 33)), sentences).ignores
    assert whole.covers == Span(start=0, end=33)


def an_entry(finding: Finding, **fields: object) -> BaselineEntry:
    given = {
        "rule": finding.rule,
        "fingerprint": finding.fingerprint,
        "status": "accepted",
        "initials": "AH",
        "note": "n",
    }
    return BaselineEntry.model_validate({**given, **fields})


def test_a_baseline_settles_by_rule_and_fingerprint_and_counts_what_is_stale() -> None:
    stale = an_entry(FINDINGS[0], rule="date-differs")
    baseline = Baseline(entries=(an_entry(FINDINGS[0]), stale))
    report = triaged(draft_with(), baseline, baseline="desk.json")
    assert report.baseline is not None
    assert (report.baseline.path, report.baseline.matched, report.baseline.stale) == ("desk.json", 1, (stale,))
    first = report.findings[0].suppressed
    assert first is not None
    assert (first.by, first.status, first.initials, first.reason) == ("baseline", "accepted", "AH", "n")
    assert not any(one.suppressed for one in report.findings[1:])


def test_an_entry_that_an_ignore_has_made_needless_is_not_stale() -> None:
    baseline = Baseline(entries=(an_entry(FINDINGS[0]),))
    report = triaged(draft_with(an_ignore(0, 14)), baseline)
    assert report.baseline is not None
    assert (report.baseline.matched, report.baseline.stale) == (0, ())


def test_a_baseline_of_a_report_settles_that_report() -> None:
    entry = BaselineEntry(rule="x", fingerprint="0" * 24, status=BaselineStatus.DISMISSED)
    made = baseline_of(a_report(draft_with()), (), entry)
    assert {one.rule for one in made.entries} == {"figure-differs", "date-differs", "unresolved-reference"}
    assert made.entries[0].quotes == ("Six were hurt.", "Nine.")
    report = triaged(draft_with(), made)
    assert not fails(report, FindingSettings(fail_on=FailOn.WARNING))
    assert fails(report, FindingSettings(fail_on=FailOn.INFO))


@pytest.mark.parametrize(
    ("fail_on", "least", "expected"),
    [("error", 0.7, True), ("error", 0.71, False), ("warning", 0.71, True), ("never", 0.0, False)],
)
def test_a_run_fails_from_a_severity_and_for_contradictions_from_a_probability_on(
    fail_on: str, least: float, expected: bool
) -> None:
    settings = FindingSettings.model_validate({"fail_on": fail_on, "min_probability": least})
    assert fails(a_report(draft_with()), settings) is expected


def asked(outcome: Outcome, *findings: Finding) -> Report:
    """`a_report` with its draft as typed claims, the first of which has this outcome."""
    report = a_report(draft_with(), findings)
    sources = tuple(
        one.model_copy(update={"role": SourceRole.QUERY}) if one.role is SourceRole.DRAFT else one
        for one in report.sources
    )
    outcomes = (OutcomeEntry(claim_id="c1", outcome=outcome, origins=0, differing=("c4",)),)
    return report.model_copy(update={"sources": sources, "outcomes": outcomes})


@pytest.mark.parametrize(
    ("outcome", "severity", "fail_on", "least", "expected"),
    [
        (Outcome.DIFFERS, Severity.WARNING, "error", 0.7, True),
        (Outcome.DIFFERS, Severity.WARNING, "error", 0.71, False),
        (Outcome.DIFFERS, Severity.WARNING, "never", 0.0, False),
        (Outcome.DIFFERS, Severity.INFO, "error", 0.0, False),
        (Outcome.COMPATIBLE, Severity.WARNING, "error", 0.0, False),
        (Outcome.UPDATED, Severity.WARNING, "error", 0.0, False),
    ],
)
def test_a_typed_claim_that_differs_fails_whatever_the_reservation(
    outcome: Outcome, severity: Severity, fail_on: str, least: float, expected: bool
) -> None:
    settings = FindingSettings.model_validate({"fail_on": fail_on, "min_probability": least})
    finding = found("figure-differs", severity, "c1", "c4", print="1")
    assert fails(asked(outcome, finding), settings) is expected
    assert not fails(asked(outcome, found("unsupported-claim", severity, "c1", print="2")), settings)
    assert not fails(a_report(draft_with(), [finding]), settings)  # in a draft, the severity decides alone


@given(st.permutations(FINDINGS))
def test_a_baseline_does_not_depend_on_the_order_of_findings(findings: list[Finding]) -> None:
    entry = BaselineEntry(rule="x", fingerprint="0" * 24, status=BaselineStatus.ACCEPTED)
    assert set(baseline_of(a_report(draft_with(), findings), (), entry).entries) == set(
        baseline_of(a_report(draft_with()), (), entry).entries
    )
