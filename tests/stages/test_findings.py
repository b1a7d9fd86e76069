"""What verdicts amount to for an editor: rules, order, grouping, wording, fingerprints."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.schema import (
    Claim,
    ClaimCluster,
    ContradictionKind,
    Finding,
    PairVerdict,
    Qualifier,
    Scope,
    Severity,
    Source,
    SourceRole,
    Verdict,
)
from factcheck.stages.findings import fingerprint, list_findings
from tests.builders import make_claim, make_nli, make_scores, make_source, make_verdict

NUMBER, DURATION, OTHER = ContradictionKind.NUMBER, ContradictionKind.DURATION, ContradictionKind.OTHER


def sources(checked: SourceRole | None = None) -> list[Source]:
    """Three reports, the third a copy of the first, and where asked for a draft or typed claim."""
    found = [make_source(f"Report {n}.", id=f"s{n}", publisher=f"Paper {n}") for n in (1, 2, 3)]
    return [*found, make_source("The draft.", id="d", role=checked)] if checked else found


ORIGINS = {"s1": "o1", "s2": "o2", "s3": "o1", "d": "od"}


def claims_of(*owners: str) -> list[Claim]:
    return [make_claim(f"Claim number {n}.", id=f"c{n}", source_id=owner) for n, owner in enumerate(owners, 1)]


def differing(left: str, right: str, kind: ContradictionKind = NUMBER, **fields: object) -> PairVerdict:
    return make_verdict(left, right, Verdict.CONTRADICTION, kind=kind, **fields)


def findings_of(
    claims: list[Claim],
    verdicts: list[PairVerdict],
    clusters: list[ClaimCluster] | None = None,
    checked: SourceRole | None = None,
) -> tuple[Finding, ...]:
    scope = Scope.AGAINST if checked else Scope.SOURCES
    return list_findings(claims, verdicts, clusters or [], sources(checked), ORIGINS, scope)


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


# --- between sources -------------------------------------------------------------------------------------------------


def test_flat_contradictions_are_errors_and_come_before_qualified_ones_and_agreements() -> None:
    claims = claims_of("s1", "s2", "s1", "s2", "s1", "s2")
    verdicts = [
        make_verdict("c5", "c6", Verdict.AGREEMENT),
        differing("c3", "c4", DURATION, qualifier=Qualifier.BOUNDS),
        differing("c1", "c2", OTHER),
    ]
    findings = findings_of(claims, verdicts)
    assert rules(findings) == ["sources-contradict", "sources-contradict", "sources-agree"]
    assert [finding.severity for finding in findings] == [Severity.ERROR, Severity.WARNING, Severity.INFO]
    assert findings[0].claim_ids == ("c1", "c2")


def test_hard_figures_come_first_then_the_surest() -> None:
    claims = claims_of("s1", "s2", "s1", "s2", "s1", "s2")
    verdicts = [
        differing("c1", "c2", OTHER, probability=0.99),
        differing("c3", "c4", NUMBER, probability=0.8),
        differing("c5", "c6", NUMBER, probability=0.9),
    ]
    assert [finding.claim_ids for finding in findings_of(claims, verdicts)] == [
        ("c5", "c6"),
        ("c3", "c4"),
        ("c1", "c2"),
    ]


def test_pairs_of_one_disagreement_become_one_finding() -> None:
    claims = claims_of("s1", "s2", "s2", "s1")
    clusters = [
        ClaimCluster(id="k1", claim_ids=("c1", "c4"), label="left"),
        ClaimCluster(id="k2", claim_ids=("c2", "c3"), label="right"),
    ]
    verdicts = [differing("c1", "c2", probability=0.8), differing("c3", "c4", probability=0.9)]
    (finding,) = findings_of(claims, verdicts, clusters)
    assert finding.claim_ids == ("c3", "c4", "c1", "c2")
    assert "1 more pair of claims" in finding.message


def test_a_shared_claim_is_one_disagreement_only_where_the_kind_is_the_same() -> None:
    claims = claims_of("s1", "s2", "s2")
    same = findings_of(claims, [differing("c1", "c2"), differing("c1", "c3")])
    apart = findings_of(claims, [differing("c1", "c2"), differing("c1", "c3", DURATION)])
    assert len(same) == 1
    assert len(apart) == 2


def test_an_update_is_called_one() -> None:
    (finding,) = findings_of(claims_of("s1", "s2"), [differing("c1", "c2", qualifier=Qualifier.UPDATE)])
    assert (finding.rule, finding.severity) == ("updated-figure", Severity.WARNING)
    assert "updated" in finding.message


def test_copies_count_as_one_origin() -> None:
    claims = claims_of("s1", "s2", "s3")
    copies = findings_of(claims, [make_verdict("c1", "c3", Verdict.AGREEMENT)])
    independent = findings_of(claims, [make_verdict("c1", "c2", Verdict.AGREEMENT)])
    assert "one origin only" in copies[0].message
    assert "2 independent origins" in independent[0].message


ENTAILED, NOT = make_scores(entailment=0.9), make_scores()


def agreeing(left: str, right: str, *, left_says: bool = True, right_says: bool = True) -> PairVerdict:
    nli = make_nli(ENTAILED if left_says else NOT, ENTAILED if right_says else NOT)
    return make_verdict(left, right, Verdict.AGREEMENT, nli=nli)


def test_the_finding_shows_the_claim_that_each_member_says_and_counts_no_chain() -> None:
    claims = claims_of("s1", "s2", "s1")
    verdicts = [agreeing("c1", "c2", right_says=False), agreeing("c2", "c3", right_says=False)]
    findings = findings_of(claims, verdicts)
    assert [finding.claim_ids for finding in findings] == [("c2", "c1"), ("c3", "c2")]
    assert '"Claim number 2."' in findings[0].message


def test_a_claim_with_an_open_reference_does_not_speak_for_others() -> None:
    claims = [make_claim("They left.", id="c1", source_id="s1", unresolved=("They",)), *claims_of("s1", "s2")[1:]]
    (finding,) = findings_of(claims, [agreeing("c1", "c2")])
    assert finding.claim_ids == ("c2", "c1")


def test_claims_that_only_quote_alike_are_shown_as_that() -> None:
    claims = claims_of("s1", "s2", "s2")
    shared = {"verdict": Verdict.AGREEMENT, "reason": 'both quote "sheer luck"; more', "nli": make_nli()}
    verdicts = [make_verdict("c1", "c2", **shared), make_verdict("c1", "c3", **shared)]
    (finding,) = findings_of(claims, verdicts)
    assert 'both quote "sheer luck", for instance in "Claim number 1."' in finding.message
    assert set(finding.claim_ids) == {"c1", "c2", "c3"}


def test_neutral_pairs_are_no_findings() -> None:
    assert findings_of(claims_of("s1", "s2"), [make_verdict("c1", "c2", Verdict.NEUTRAL)]) == ()


# --- a draft or a typed claim ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (NUMBER, "figure-differs"),
        (DURATION, "figure-differs"),
        (ContradictionKind.DATE, "date-differs"),
        (ContradictionKind.PLACE, "name-differs"),
        (ContradictionKind.ENTITY, "name-differs"),
        (ContradictionKind.NEGATION, "contradicted-claim"),
        (OTHER, "contradicted-claim"),
    ],
)
def test_rules_of_a_draft_follow_the_kind(kind: ContradictionKind, rule: str) -> None:
    (finding,) = findings_of(claims_of("s1", "d"), [differing("c1", "c2", kind)], checked=SourceRole.DRAFT)
    assert (finding.rule, finding.severity) == (rule, Severity.ERROR)
    assert finding.claim_ids == ("c2", "c1")
    assert finding.message.startswith("The draft differs from Paper 1")


def test_an_outdated_figure_of_a_draft() -> None:
    verdict = differing("c1", "c2", qualifier=Qualifier.UPDATE)
    (finding,) = findings_of(claims_of("s1", "d"), [verdict], checked=SourceRole.DRAFT)
    assert finding.rule == "outdated-figure"


def test_a_claim_that_two_origins_carry_is_supported() -> None:
    verdicts = [make_verdict("c1", "c3", Verdict.AGREEMENT), make_verdict("c2", "c3", Verdict.AGREEMENT)]
    (finding,) = findings_of(claims_of("s1", "s2", "d"), verdicts, checked=SourceRole.QUERY)
    assert (finding.rule, finding.severity) == ("supported-claim", Severity.INFO)


def test_a_claim_that_only_copies_carry_has_one_origin() -> None:
    verdicts = [make_verdict("c1", "c3", Verdict.AGREEMENT), make_verdict("c2", "c3", Verdict.AGREEMENT)]
    (finding,) = findings_of(claims_of("s1", "s3", "d"), verdicts, checked=SourceRole.QUERY)
    assert (finding.rule, finding.severity) == ("single-origin-claim", Severity.WARNING)


def test_a_claim_that_nobody_carries_is_not_found() -> None:
    (finding,) = findings_of(claims_of("s1", "d"), [], checked=SourceRole.QUERY)
    assert finding.rule == "unsupported-claim"
    assert "not found" in finding.message


def test_a_claim_whose_references_are_open_could_not_be_checked() -> None:
    claim = make_claim("He resigned.", id="c1", source_id="d", unresolved=("He",))
    (finding,) = findings_of([claim], [], checked=SourceRole.DRAFT)
    assert finding.rule == "unresolved-reference"
    assert "could not be checked" in finding.message


def test_no_message_judges_truth() -> None:
    claims = claims_of("s1", "s2", "d", "d", "d")
    verdicts = [differing("c1", "c3"), make_verdict("c2", "c4", Verdict.AGREEMENT)]
    for finding in findings_of(claims, verdicts, checked=SourceRole.DRAFT):
        assert not {"true", "false"} & set(finding.message.casefold().split())


# --- order and fingerprints ------------------------------------------------------------------------------------------


@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_arguments_does_not_matter(seed: int) -> None:
    claims = claims_of("s1", "s2", "s3", "s2", "s1", "s2")
    verdicts = [
        differing("c1", "c2", probability=0.9),
        differing("c1", "c4", OTHER, probability=0.9),
        differing("c3", "c4", probability=0.9),
        make_verdict("c5", "c6", Verdict.AGREEMENT),
        make_verdict("c1", "c6", Verdict.AGREEMENT),
    ]
    expected = findings_of(claims, verdicts)
    shuffler = random.Random(seed)  # noqa: S311 - not for secrets
    shuffler.shuffle(claims)
    shuffler.shuffle(verdicts)
    assert findings_of(claims, verdicts) == expected


@given(left=st.text(min_size=1), right=st.text(min_size=1))
def test_a_fingerprint_is_that_of_the_two_texts_in_any_order(left: str, right: str) -> None:
    assert fingerprint("rule", [left, right]) == fingerprint("rule", [right, left])


def test_a_fingerprint_survives_reflowed_text_and_tells_rules_and_words_apart() -> None:
    assert fingerprint("a", ["Six  people\nwere hurt."]) == fingerprint("a", ["six people were hurt"])
    assert fingerprint("a", ["Six people were hurt."]) != fingerprint("b", ["Six people were hurt."])
    assert fingerprint("a", ["Six people were hurt."]) != fingerprint("a", ["Nine people were hurt."])


def notes_of(*sources: Source, scope: Scope = Scope.SOURCES, origin: str | None = None) -> list[str]:
    claims = [make_claim("It rained.", id=f"{source.id}-c", source_id=source.id) for source in sources if source.text]
    origins = {source.id: origin or source.id for source in sources}
    return [f.message for f in list_findings(claims, (), (), sources, origins, scope) if f.rule == "nothing-to-compare"]


def test_one_source_alone_is_said() -> None:
    (note,) = notes_of(make_source("It rained.", id="a", path="news/a.txt"))
    assert note == "Only one source was read, a.txt, so there is nothing to compare it with."


def test_copies_of_one_text_are_said() -> None:
    pair = [make_source("It rained.", id=name, path=f"{name}.txt") for name in "ab"]
    assert notes_of(*pair, origin="a") == ["All 2 sources have one origin, so none of them confirms another."]
    assert notes_of(*pair) == []


def test_a_draft_without_claims_is_said() -> None:
    draft = make_source("", id="d", path="draft.md", role=SourceRole.DRAFT)
    source = make_source("It rained.", id="a", path="a.txt")
    assert notes_of(draft, source, scope=Scope.AGAINST) == ["The draft draft.md holds no claim that could be compared."]


@pytest.mark.parametrize(
    ("entailed", "statement"),
    [(0.8, "They meet in Oslo."), (0.2, "Much the same: They meet in Oslo.")],
)
def test_a_statement_that_no_claim_entails_is_only_much_the_same(entailed: float, statement: str) -> None:
    pair = [make_source("x", id=name, path=f"{name}.txt") for name in "ab"]
    claims = [
        make_claim("They meet in Oslo.", id="c1", source_id="a"),
        make_claim("The two will meet in Oslo on Friday.", id="c2", source_id="b"),
    ]
    scores = make_nli(make_scores(entailment=0.1), make_scores(entailment=entailed))
    verdict = make_verdict("c1", "c2", Verdict.AGREEMENT, nli=scores, reason="the two say much the same")
    (found,) = list_findings(claims, (verdict,), (), pair, {"a": "a", "b": "b"}, Scope.SOURCES)
    assert found.statement == statement
