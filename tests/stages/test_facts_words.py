"""What a claim is made of, what it quotes, and at what kind of site its event happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.backends.parser import SpacyParser
from factcheck.schema import Certainty, ClaimFacts
from factcheck.stages.facts import comparison_keys, describe_claim
from factcheck.stages.facts.words import quotations
from tests.builders import make_claim, make_source


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def facts_of(sentence: str, parser: SpacyParser, **fields: object) -> ClaimFacts:
    source = make_source(sentence)
    claim = make_claim(sentence, source=source, **fields)
    return describe_claim(claim, parser.parse([sentence])[0], source)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor called it a “listening exercise”.", ("listening exercise",)),
        ('The mayor called it "a listening exercise".', ("listening exercise",)),
        ("The mayor spoke of 'very severe consequences' for the town.", ("very severe consequences",)),
        ('The mayor called it "absurd".', ()),
        ('The mayor said "of the".', ()),
        ("The mayor's plan isn't the council's plan.", ()),
        ('The "first plan" became the "second plan".', ("first plan", "second plan")),
    ],
)
def test_quotations_are_phrases_that_mean_something(text: str, expected: tuple[str, ...]) -> None:
    assert quotations(make_claim(text)) == expected


def test_a_quoted_claim_is_quoted_as_a_whole() -> None:
    assert quotations(make_claim("We will not leave.", quoted=True)) == ("we will not leave",)


@given(text=st.text(alphabet="'\"“”‘’ab ", max_size=200))
def test_any_marks_can_be_read(text: str) -> None:
    assert all('"' not in phrase for phrase in quotations(make_claim(text or "a")))


def test_words_are_names_events_and_lemmas_in_comparable_form(parser: SpacyParser) -> None:
    one = facts_of("President Volodymyr Zelenskyy surrendered four vehicles in Kiev.", parser)
    other = facts_of("Zelensky gave up 4 cars in Kyiv.", parser)
    assert {"4", "car", "kyiv"} <= set(one.words) & set(other.words)


def test_hyphenated_words_are_read_in_parts(parser: SpacyParser) -> None:
    assert {"magnitude", "5.9", "quake"} <= set(facts_of("It was a magnitude-5.9 earthquake.", parser).words)


@pytest.mark.parametrize(
    ("sentence", "venues"),
    [
        ("The talks take place on a nearby US military base.", ("base",)),
        ("The two ministers will meet at a hotel in Oslo.", ("hotel",)),
        ("The two ministers will meet on Friday.", ()),
    ],
)
def test_venues_are_kinds_of_site(sentence: str, venues: tuple[str, ...], parser: SpacyParser) -> None:
    assert facts_of(sentence, parser).venues == venues


def test_claims_that_quote_alike_are_compared(parser: SpacyParser) -> None:
    one = facts_of('The mayor called the budget a "house of cards".', parser)
    other = facts_of("It is “a house of cards”, critics say.", parser)
    assert comparison_keys(one) & comparison_keys(other)


def test_reported_would_is_no_condition(parser: SpacyParser) -> None:
    text = "The town would not sell its forest."
    assert facts_of(text, parser).certainty is Certainty.CONDITIONAL
    assert facts_of(text, parser, speaker="Ada Holm").certainty is Certainty.PLANNED
