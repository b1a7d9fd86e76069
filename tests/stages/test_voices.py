"""Updates with their times, one speaker's words given differently, and a source at odds with itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from factcheck.schema import (
    ClaimFacts,
    Interval,
    NameComparison,
    PairVerdict,
    Qualifier,
    Quantity,
    QuantityKind,
    Severity,
    Span,
    TimeMention,
    Verdict,
)
from factcheck.settings import PairingSettings, VerdictSettings
from factcheck.stages.findings import inner_findings
from factcheck.stages.pairing import pair_within
from factcheck.stages.verdicts import PairEvidence, contradicts_itself, judge_pair
from tests.builders import make_claim, make_facts, make_scores, make_source, unit_vectors

SETTINGS = VerdictSettings()
CONTRADICTS, UNSURE = make_scores(contradiction=0.95), make_scores()


def dead(number: int) -> Quantity:
    return Quantity(
        text=str(number),
        span=Span(start=0, end=len(str(number))),
        kind=QuantityKind.COUNT,
        interval=Interval(low=number, high=number),
        counted="person",
        event="die",
        understood=f"{number} dead",
    )


def day(value: date) -> TimeMention:
    return TimeMention(text="that day", span=Span(start=0, end=8), granularity="day", start=value, end=value)


def toll(claim_id: str, number: int, *, told: date | None = None, subject: str = "person") -> ClaimFacts:
    times = (day(told),) if told else ()
    return make_facts(claim_id, quantities=(dead(number),), predicate="die", subject=subject, past=True, times=times)


def evidence(left: ClaimFacts, right: ClaimFacts, /, **fields: object) -> PairEvidence:
    given: dict[str, object] = {
        "left": make_claim("Six people were killed when the ferry sank.", id="c1", source_id="s1", span=(0, 43)),
        "right": make_claim("The ferry sank with nine people killed.", id="c2", source_id="s2", span=(60, 99)),
        "left_facts": left,
        "right_facts": right,
        "left_to_right": UNSURE,
        "right_to_left": UNSURE,
        "similarity": 0.8,
        "names": NameComparison(shared=("karlin",)),
    }
    return PairEvidence.model_validate({**given, **fields})


def verdict_of(item: PairEvidence) -> PairVerdict:
    return judge_pair(item, SETTINGS)


# --- updates ---------------------------------------------------------------------------------------------------------

FOURTH, SEVENTH = datetime(2024, 1, 4, 8, 30), datetime(2024, 1, 7, tzinfo=UTC)


def test_a_later_and_higher_toll_is_an_update_with_both_times() -> None:
    found = verdict_of(evidence(toll("c1", 6), toll("c2", 9), left_published=FOURTH, right_published=SEVENTH))
    assert found.qualifier is Qualifier.UPDATE
    assert "6 dead, as of 4 January 2024, 08:30" in found.reason
    assert "9 dead, as of 7 January 2024)" in found.reason


@pytest.mark.parametrize("swapped", [False, True])
def test_the_texts_own_dates_tell_where_the_reports_have_none(swapped: bool) -> None:
    early, late = toll("c1", 6, told=date(2024, 1, 4)), toll("c1", 9, told=date(2024, 1, 7))
    sides = (late, early) if swapped else (early, late)
    found = verdict_of(evidence(sides[0], sides[1].model_copy(update={"claim_id": "c2"})))
    assert found.qualifier is Qualifier.UPDATE
    assert "6 dead, as of 4 January 2024" in found.reason
    assert "9 dead, as of 7 January 2024" in found.reason


def test_a_dated_text_is_set_against_a_dated_report() -> None:
    found = verdict_of(evidence(toll("c1", 6, told=date(2024, 1, 4)), toll("c2", 9), right_published=SEVENTH))
    assert found.qualifier is Qualifier.UPDATE


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"left_published": FOURTH},
        {"left_published": FOURTH, "right_published": FOURTH},
        {"left_published": SEVENTH, "right_published": FOURTH},
    ],
    ids=["no dates", "one date", "one moment", "the later one is lower"],
)
def test_anything_else_is_no_update(fields: dict[str, datetime]) -> None:
    found = verdict_of(evidence(toll("c1", 6), toll("c2", 9), **fields))
    assert found.verdict is Verdict.CONTRADICTION
    assert found.qualifier is not Qualifier.UPDATE
    assert "as of" not in found.reason


# --- speakers --------------------------------------------------------------------------------------------------------

SAID = "we will open the bridge again before the summer"


def quoting(left: str, right: str, speakers: tuple[str | None, str | None]) -> PairVerdict:
    return verdict_of(
        evidence(
            make_facts("c1", quotations=(left,)),
            make_facts("c2", quotations=(right,)),
            left=make_claim("One.", id="c1", source_id="s1", speaker=speakers[0], quoted=True),
            right=make_claim("Two.", id="c2", source_id="s2", speaker=speakers[1], quoted=True),
        )
    )


def test_one_persons_words_given_differently_are_a_contradiction_between_outlets() -> None:
    found = quoting(SAID, SAID.replace("summer", "winter"), ("Ada Holm", "Mayor Holm"))
    assert (found.verdict, found.qualifier) == (Verdict.CONTRADICTION, None)
    assert '"summer"' in found.reason
    assert '"winter"' in found.reason


@pytest.mark.parametrize(
    ("right", "speakers"),
    [
        (SAID.replace("summer", "winter"), ("Ada Holm", "Jon Reker")),
        (SAID.replace("summer", "winter"), ("Ada Holm", None)),
        ("open the bridge again before the summer", ("Ada Holm", "Ada Holm")),
        (SAID.replace("the bridge", "a bridge"), ("Ada Holm", "Ada Holm")),
        ("we will close two schools and sell the old town hall", ("Ada Holm", "Ada Holm")),
    ],
    ids=["two people", "nobody named", "cut", "a small word", "another quotation"],
)
def test_these_are_no_misquotations(right: str, speakers: tuple[str | None, str | None]) -> None:
    assert quoting(SAID, right, speakers).verdict is not Verdict.CONTRADICTION


def test_two_people_with_two_figures_dispute_with_each_other() -> None:
    left = make_claim("Six people were killed.", id="c1", source_id="s1", speaker="Ada Holm")
    right = make_claim("Nine people were killed.", id="c2", source_id="s2", speaker="Jon Reker")
    found = verdict_of(evidence(toll("c1", 6), toll("c2", 9), left=left, right=right))
    assert found.qualifier is Qualifier.SPEAKERS
    same = verdict_of(
        evidence(toll("c1", 6), toll("c2", 9), left=left, right=right.model_copy(update={"speaker": "Mayor Holm"}))
    )
    assert (same.verdict, same.qualifier) == (Verdict.CONTRADICTION, None)


# --- inside one source -----------------------------------------------------------------------------------------------


def inside(**fields: object) -> bool:
    given: dict[str, object] = {"left_to_right": CONTRADICTS, "right_to_left": CONTRADICTS, **fields}
    right = given.pop("right_facts", toll("c2", 9))
    assert isinstance(right, ClaimFacts)
    item = evidence(toll("c1", 6), right, **given)
    return contradicts_itself(item, judge_pair(item, SETTINGS), SETTINGS)


def told(text: str, **fields: object) -> object:
    return make_claim(text, id="c2", source_id="s1", span=(60, 60 + len(text)), **fields)


def test_one_text_with_two_tolls_contradicts_itself() -> None:
    assert inside()


@pytest.mark.parametrize(
    "fields",
    [
        {"right_to_left": UNSURE},
        {"right_facts": toll("c2", 6)},
        {"right_facts": toll("c2", 9, subject="sailor")},
        {"right": told("Nine people were killed.", speaker="Ada Holm")},
        {"right": told("Nine people were killed there.", unresolved=("there",))},
        {"right": told("The toll rose to nine.")},
        {"right": told("Another nine people were killed.")},
        {"right": make_claim("Nine died.", id="c2", source_id="s1", sentence_id="s1.0", span=(0, 10))},
    ],
    ids=["one way", "same", "other subject", "a speaker", "open", "an update", "a part", "one sentence"],
)
def test_anything_less_than_a_clear_clash_does_not(fields: dict[str, object]) -> None:
    if "right" in fields and fields["right"].sentence_id == "s1.0":  # type: ignore[attr-defined]
        fields = {**fields, "left": make_claim("Six died.", id="c1", source_id="s1", sentence_id="s1.0", span=(0, 9))}
    assert not inside(**fields)


def test_pairs_within_a_source_share_a_value_and_a_topic_and_stand_in_two_sentences() -> None:
    claims = [
        make_claim("Six died.", id="c1", source_id="s1", sentence_id="a"),
        make_claim("Nine died.", id="c2", source_id="s1", sentence_id="b"),
        make_claim("Seven died.", id="c3", source_id="s1", sentence_id="b"),
        make_claim("Nine died.", id="c4", source_id="s2", sentence_id="c"),
        make_claim("It rained.", id="c5", source_id="s1", sentence_id="d"),
    ]
    keys = [frozenset({"person die None"})] * 4 + [frozenset[str]()]
    vectors = unit_vectors([[1, 0]] * 5)
    found = pair_within(claims, vectors, keys, {"s1", "s2"}, PairingSettings())
    assert [(pair.left, pair.right) for pair in found] == [("c1", "c2"), ("c1", "c3")]
    assert pair_within(claims, vectors, keys, {"s2"}, PairingSettings()) == ()
    assert (
        pair_within(claims, unit_vectors([[1, 0], [0, 1], [0, 1], [1, 0], [1, 0]]), keys, {"s1"}, PairingSettings())
        == ()
    )


def test_the_finding_names_the_source_and_both_values_in_reading_order() -> None:
    item = evidence(toll("c1", 6), toll("c2", 9), left_to_right=CONTRADICTS, right_to_left=CONTRADICTS)
    claims = [item.left, item.right.model_copy(update={"source_id": "s1"})]
    source = make_source("Text.", id="s1", publisher="Karlin Post")
    (finding,) = inner_findings([judge_pair(item, SETTINGS)], claims, [source])
    assert (finding.rule, finding.severity) == ("contradicts-itself", Severity.WARNING)
    assert finding.claim_ids == ("c1", "c2")
    assert finding.message.startswith("Karlin Post differs from itself: number:")
