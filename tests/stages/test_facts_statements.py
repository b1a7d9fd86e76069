"""What the main event of a claim is, whether it is denied, how firmly it is put, and where it happens."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.backends.parser import SpacyParser
from factcheck.schema import Certainty, ClaimFacts
from factcheck.stages.facts import compare_names, comparison_keys, describe_claim
from tests.builders import make_claim, make_source

ASSERTED, PLANNED, POSSIBLE, CONDITIONAL = (
    Certainty.ASSERTED,
    Certainty.PLANNED,
    Certainty.POSSIBLE,
    Certainty.CONDITIONAL,
)


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def facts_of(sentence: str, parser: SpacyParser) -> ClaimFacts:
    source = make_source(sentence)
    return describe_claim(make_claim(sentence, source=source), parser.parse([sentence])[0], source)


@pytest.mark.parametrize(
    ("sentence", "predicate", "negated"),
    [
        ("The mayor was invited to the talks.", "invite", False),
        ("The mayor was not invited to the talks.", "invite", True),
        ("The mayor wasn't invited to the talks.", "invite", True),
        ("The mayor has been excluded from the talks.", "invite", True),
        ("The mayor was never invited to the talks.", "invite", True),
        ("No mayor was invited to the talks.", "invite", True),
        ("Nobody invited the mayor.", "invite", True),
        ("Neither mayor was invited to the talks.", "invite", True),
        ("The army failed to reach the capital.", "reach", True),
        ("The army did not fail to reach the capital.", "reach", False),
        ("The army refused to withdraw.", "withdraw", True),
        ("The company denied that the factory was closed.", "close", True),
        ("The court rejected the plan.", "accept", True),
        ("The driver was unhurt.", "injure", True),
        ("A breakthrough is unlikely.", "likely", True),
        ("The summit takes place in Oslo.", "meet", False),
        ("The two leaders held talks in Oslo.", "meet", False),
        ("Russia launched an invasion in 2022.", "invade", False),
        ("Nine people were killed.", "die", False),
        ("The leaders are set to meet on Friday.", "meet", False),
        ("The leaders do not plan to meet.", "meet", True),
        ("The union vowed not to end the strike.", "end", True),
    ],
)
def test_predicate_and_negation(sentence: str, predicate: str, negated: bool, parser: SpacyParser) -> None:
    facts = facts_of(sentence, parser)
    assert (facts.predicate, facts.negated) == (predicate, negated)


@pytest.mark.parametrize(
    ("sentence", "certainty"),
    [
        ("The leaders met on Friday.", ASSERTED),
        ("The leaders will meet on Friday.", ASSERTED),
        ("The leaders are set to meet on Friday.", PLANNED),
        ("The leaders plan to meet on Friday.", PLANNED),
        ("The leaders may meet on Friday.", POSSIBLE),
        ("The leaders could meet on Friday.", POSSIBLE),
        ("The leaders would meet on Friday.", CONDITIONAL),
        ("The leaders will meet if the truce holds.", CONDITIONAL),
        ("A breakthrough is unlikely.", POSSIBLE),
    ],
)
def test_certainty(sentence: str, certainty: Certainty, parser: SpacyParser) -> None:
    assert facts_of(sentence, parser).certainty is certainty


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The summit takes place in Geneva.", ["Geneva"]),
        ("The leaders will meet at an air base in Alaska.", ["Alaska"]),
        ("The leaders discussed the war in Ukraine.", []),
    ],
)
def test_places_are_where_the_event_happens(sentence: str, places: list[str], parser: SpacyParser) -> None:
    assert [place.text for place in facts_of(sentence, parser).places] == places


def test_an_event_that_is_its_own_subject_has_no_other(parser: SpacyParser) -> None:
    assert facts_of("The summit takes place in Geneva.", parser).subject is None
    assert facts_of("The mayor was invited to the talks.", parser).subject == "mayor"


@pytest.mark.parametrize(
    ("sentence", "past"),
    [
        ("The leaders met in Oslo.", True),
        ("The leaders have already met in Oslo.", True),
        ("The talks were held in Oslo.", True),
        ("The leaders will meet in Oslo.", False),
        ("The leaders are set to meet in Oslo.", False),
        ("The summit takes place in Oslo.", False),
    ],
)
def test_whether_the_event_is_over(sentence: str, past: bool, parser: SpacyParser) -> None:
    assert facts_of(sentence, parser).past is past


def test_claims_that_can_be_compared_share_a_key_and_others_do_not(parser: SpacyParser) -> None:
    keys = [
        comparison_keys(facts_of(sentence, parser))
        for sentence in (
            "It is the first summit between the neighbours in over four years.",
            "The two leaders will meet for the first time in six years.",
            "It is her first visit to the country in a decade.",
            "Nine people were killed.",
            "The death toll rose to 27.",
            "The committee noted the report.",
        )
    ]
    summit, meeting, visit, killed, toll, nothing = keys
    assert summit & meeting
    assert killed & toll
    assert not summit & visit
    assert not summit & killed
    assert nothing == frozenset()


def test_names_compared_and_swapped(parser: SpacyParser) -> None:
    left = facts_of("The summit takes place in Geneva.", parser)
    right = facts_of("The leaders will meet at an air base in Alaska.", parser)
    apart, mirrored = compare_names(left, right).places_apart, compare_names(right, left).places_apart
    assert apart is not None
    assert [place.text for place in apart] == ["Geneva", "Alaska"]
    assert mirrored == apart[::-1]


NEWS = """the first summit in over four years since 2019 about 20 people were killed on Friday 12 August $ 3.5 million
a dozen half an hour ago between 10 and 15 per cent % - , . not Ruth Vale 46 Oslo to or of AK-47 £5m ½ — nearly"""
WORDS = st.sampled_from(NEWS.split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=1, max_size=25))
def test_every_span_is_the_words_it_names(words: list[str], parser: SpacyParser) -> None:
    text = " ".join(words)
    facts = facts_of(text, parser)
    for fact in (*facts.quantities, *facts.durations, *facts.times, *facts.entities):
        assert fact.span.of(text) == fact.text
        assert fact.text.strip() == fact.text != ""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=80))
def test_any_text_is_read_without_an_error(text: str, parser: SpacyParser) -> None:
    for fact in facts_of(text, parser).quantities:
        assert fact.span.of(text) == fact.text


# --- what there was none of ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("No one was hurt in the fire.", ("injure",)),
        ("Nobody was killed or injured.", ("die", "injure")),
        ("No injuries were reported.", ("injure",)),
        ("There were no casualties.", ("casualty",)),
        ("There was no damage to the bridge.", ("damage",)),
        ("The rally ended without arrests.", ("arrest",)),
        ("Police do not have any suspects.", ("suspect",)),
        ("Police don't have suspects.", ("suspect",)),
        ("Police have no suspects.", ("suspect",)),
        ("No passengers were injured.", ("injure",)),
        ("Everyone escaped unhurt.", ("injure",)),
        ("The blast killed no one.", ("die",)),
        ("Police killed no one.", ()),
        ("No one else was hurt.", ()),
        ("No further arrests were made.", ()),
        ("He was not hurt.", ()),
        ("There is no doubt.", ()),
        ("The driver has no licence.", ("licence",)),
    ],
)
def test_what_a_claim_says_there_was_none_of(sentence: str, denied: tuple[str, ...], parser: SpacyParser) -> None:
    assert facts_of(sentence, parser).denied == denied


def test_none_of_something_is_comparable_with_some_of_it(parser: SpacyParser) -> None:
    none = comparison_keys(facts_of("No one was hurt.", parser))
    some = comparison_keys(facts_of("The blast injured three people.", parser))
    assert "any injure" in none & some


def test_a_shot_through_a_wall_is_fired_at_somebody(parser: SpacyParser) -> None:
    frames = facts_of("Ann Moor fired through a wall at police officers.", parser).frames
    assert [a.head for f in frames for a in f.arguments if f.event == "shoot" and a.marker == "at"] == ["officer"]


def test_a_day_is_that_of_what_is_on_it(parser: SpacyParser) -> None:
    assert facts_of("The funeral is on 4 May.", parser).times[0].event == "funeral"


@pytest.mark.parametrize("name", ["Byberry Road", "117th Street", "Mill Lane"])
def test_a_street_is_a_place(name: str, parser: SpacyParser) -> None:
    found = facts_of(f"The plant stands at Hill Boulevard and {name}.", parser).entities
    assert [entity.type.value for entity in found if entity.text == name] == ["place"]
