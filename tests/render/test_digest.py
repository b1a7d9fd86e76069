from __future__ import annotations

import pytest

from factcheck.render.digest import Digest, Standing, digest_report
from factcheck.render.digest.quotes import letter_of
from factcheck.schema import ContradictionKind, Qualifier, Report
from tests.builders import make_agreement, make_report, make_verdict
from tests.render.reports import draft_report, poisoned_report


def claims_of(digest: Digest) -> set[str]:
    """Every claim that some section shows."""
    differences = {q.claim.id for d in digest.differences for q in d.quotes}
    agreements = {q.claim.id for a in digest.agreements for q in a.quotes}
    alone = {q.claim.id for group in digest.only_here for q in group.quotes}
    return differences | agreements | alone


@pytest.mark.parametrize("report", [make_report(), poisoned_report()])
def test_no_claim_is_dropped(report: Report) -> None:
    assert claims_of(digest_report(report)) == {claim.id for claim in report.claims}


def test_a_difference_in_copies_of_one_text_is_one_difference() -> None:
    digest = digest_report(make_report())
    assert [(one.left.claim.id, one.right.claim.id) for one in digest.flat] == [("c2", "c4")]
    assert [quote.claim.id for quote in digest.flat[0].repeats] == ["c6"]


def test_pairs_that_one_finding_tells_of_are_one_difference_with_its_first_pair_in_front() -> None:
    contradiction = make_report().verdicts[1].verdict
    kind = ContradictionKind.NUMBER
    verdicts = tuple(
        make_verdict(*pair, contradiction, kind=kind, probability=sure)
        for pair, sure in ((("c2", "c4"), 0.8), (("c2", "c8"), 0.9))
    )
    finding = make_report().findings[0].model_copy(update={"claim_ids": ("c4", "c2", "c8")})
    (difference,) = digest_report(make_report(verdicts=verdicts, findings=(finding,))).differences
    assert (difference.left.claim.id, difference.right.claim.id) == ("c2", "c4")
    assert [(left.claim.id, right.claim.id) for left, right in difference.further] == [("c2", "c8")]


def test_flat_contradictions_come_before_qualified_ones() -> None:
    digest = digest_report(make_report())
    assert [one.flat for one in digest.differences] == [True, False]


def test_copies_of_one_text_are_one_origin() -> None:
    digest = digest_report(make_report())
    assert digest.origins == 3
    assert {view.letter: view.copies for view in digest.sources} == {"A": ("C",), "B": (), "C": ("A",), "D": ()}


def test_agreement_of_copies_alone_counts_one_origin_and_stays_with_one_source() -> None:
    report = make_report(verdicts=(), findings=(make_agreement("Six people were hurt.", "c2", "c6"),))
    digest = digest_report(report)
    assert [agreement.origins for agreement in digest.agreements] == [1]
    assert "c2" in {quote.claim.id for group in digest.only_here for quote in group.quotes}


def test_an_agreement_is_what_its_finding_says_of_the_claims_it_names_and_of_no_others() -> None:
    # c7 agrees with c5 too, but the finding does not say so: no chain is drawn from the verdicts.
    agreement = make_report().verdicts[0].verdict
    pairs = tuple(make_verdict(*pair, agreement, cluster_id="k1") for pair in (("c1", "c5"), ("c5", "c7")))
    findings = (make_agreement("The bridge came down on Monday.", "c5", "c1"),)
    (found,) = digest_report(make_report(verdicts=pairs, findings=findings)).agreements
    assert found.label == "The bridge came down on Monday."
    assert [quote.claim.id for quote in found.quotes] == ["c1", "c5"]


def test_the_order_of_the_verdicts_does_not_matter() -> None:
    report = make_report()
    turned = report.model_copy(update={"verdicts": report.verdicts[::-1]})
    there, back = digest_report(report), digest_report(turned)
    assert [one.anchor for one in there.agreements] == [one.anchor for one in back.agreements]
    assert [one.anchor for one in there.differences] == [one.anchor for one in back.differences]


def test_claims_of_a_draft_in_their_order_with_their_standing() -> None:
    checked = digest_report(draft_report()).checked
    assert [claim.quote.claim.id for claim in checked] == ["c1", "c2", "c3", "c4"]
    assert [claim.standing for claim in checked] == [
        Standing.DIFFERS,
        Standing.AGREES,
        Standing.UPDATED,
        Standing.COULD_NOT_CHECK,
    ]
    assert [quote.claim.id for quote in checked[1].support] == ["c7", "c6"]


@pytest.mark.parametrize(
    ("qualifiers", "origins", "unresolved", "expected"),
    [
        ([None], 5, False, Standing.DIFFERS),
        ([Qualifier.UPDATE], 5, False, Standing.UPDATED),
        ([Qualifier.UPDATE, None], 0, False, Standing.DIFFERS),
        ([Qualifier.BOUNDS], 2, False, Standing.AGREES),
        ([Qualifier.BOUNDS], 0, False, Standing.COMPATIBLE),
        ([Qualifier.ROUNDING, Qualifier.BOUNDS], 0, False, Standing.COMPATIBLE),
        ([Qualifier.SPEAKERS], 0, False, Standing.DIFFERS),
        ([Qualifier.REFERENCE, Qualifier.BOUNDS], 0, False, Standing.DIFFERS),
        ([], 1, False, Standing.ONE_ORIGIN),
        ([], 2, True, Standing.AGREES),
        ([], 0, False, Standing.NOT_FOUND),
        ([], 0, True, Standing.COULD_NOT_CHECK),
    ],
)
def test_standing(qualifiers: list[Qualifier | None], origins: int, unresolved: bool, expected: Standing) -> None:
    assert Standing.of(qualifiers, origins, unresolved) is expected


def test_letters_go_on_after_z() -> None:
    assert [letter_of(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
