"""Names found in claims and which of them stand for one thing."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.backends.parser import SpacyParser
from factcheck.schema import EntityMention, EntityType, Span
from factcheck.stages.facts.entities import are_known_apart, contains, find_entities, same_entity, stands_for
from factcheck.stages.facts.names import known_name, more_names, places_around


@cache
def parser() -> SpacyParser:
    return SpacyParser()


def found(text: str) -> dict[str, tuple[EntityType, str]]:
    parse = parser().parse([text])[0]
    mentions = find_entities(parse)
    assert all(mention.span.of(text) == mention.text for mention in mentions)
    return {mention.text: (mention.type, mention.canonical) for mention in mentions}


def name(text: str, kind: EntityType) -> EntityMention:
    known = known_name(text) if kind is not EntityType.PERSON else None
    canonical = known.canonical if known else text
    return EntityMention(text=text, span=Span(start=0, end=len(text)), type=kind, canonical=canonical)


def person(text: str) -> EntityMention:
    return name(text, EntityType.PERSON)


def place(text: str) -> EntityMention:
    return name(text, EntityType.PLACE)


def organisation(text: str) -> EntityMention:
    return name(text, EntityType.ORGANISATION)


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written", "kind", "canonical"),
    [
        ("Kyiv rejected the plan.", "Kyiv", EntityType.PLACE, "Kyiv"),
        ("The talks in Kiev failed.", "Kiev", EntityType.PLACE, "Kyiv"),
        ("Fighting went on in Lugansk.", "Lugansk", EntityType.PLACE, "Luhansk"),
        ("The U.S. sent aid.", "U.S.", EntityType.PLACE, "United States"),
        ("Russian forces advanced.", "Russian", EntityType.GROUP, "Russia"),
        ("Ukraine will not join Nato.", "Nato", EntityType.ORGANISATION, "NATO"),
        ("The White House confirmed the date.", "White House", EntityType.ORGANISATION, "White House"),
        ("President Laura Bennett arrived.", "Laura Bennett", EntityType.PERSON, "Laura Bennett"),
        ("The fire began in Millbrook's harbour.", "Millbrook", EntityType.PLACE, "Millbrook"),
    ],
)
def test_names_are_found_with_type_and_canonical_form(
    text: str, written: str, kind: EntityType, canonical: str
) -> None:
    assert found(text)[written] == (kind, canonical)


def test_us_as_a_pronoun_is_no_country() -> None:
    assert "us" not in found("They told us about Norway.")


def test_who_as_a_pronoun_is_no_organisation() -> None:
    assert "who" not in found("The man who fled was caught in Norway.")


def test_a_person_named_like_a_city_stays_a_person() -> None:
    assert found("Actress Paris Hilton visited Oslo.").get("Paris") is None


def test_names_do_not_overlap_and_come_in_order() -> None:
    parse = parser().parse(["US President Laura Bennett met Oleg Sorokin in Anchorage, Alaska, on Friday."])[0]
    spans = [mention.span for mention in find_entities(parse)]
    assert spans == sorted(spans, key=lambda span: span.start)
    assert not any(one.overlaps(other) for one in spans for other in spans if one is not other)


# --- people ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Trump", "Donald Trump"),
        ("Mr. Trump", "Donald Trump"),
        ("Donald J. Trump", "Donald Trump"),
        ("Zelenskyy", "Volodymyr Zelensky"),
        ("Vladimir Zelenskiy", "Volodymyr Zelenskyy"),
        ("Bill Gates", "William Gates"),
        ("José Mourinho", "Jose Mourinho"),
        ("Xi", "Xi Jinping"),
        ("Henry Osgood III", "Henry Osgood"),
        ("Hosni Mubarak", "Muhammad Hosni Mubarak"),
    ],
)
def test_one_person(left: str, right: str) -> None:
    assert same_entity(person(left), person(right))
    assert same_entity(person(right), person(left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Fidel Castro", "Raul Castro"),
        ("George W. Bush", "George H. Bush"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Donald Trump", "Donald Tusk"),
        ("Barack Obama", "Osama"),
        ("Ali Khamenei", "Ruhollah Khomeini"),
        ("Laura Bennett", "Mark Bennett"),
        ("Daniel", "Danielle"),
    ],
)
def test_two_people(left: str, right: str) -> None:
    assert not same_entity(person(left), person(right))
    assert not same_entity(person(right), person(left))


# --- places and organisations ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [("Kiev", "Kyiv"), ("US", "America"), ("U.K.", "Britain"), ("Donbass", "Donbas"), ("Zürich", "Zurich")],
)
def test_one_place(left: str, right: str) -> None:
    assert same_entity(place(left), place(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Iran", "Iraq"),
        ("Niger", "Nigeria"),
        ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("North Korea", "South Korea"),
        ("117th Street", "119th Street"),
        ("North Shore Road", "South Shore Road"),
        ("Dominica", "Dominican Republic"),
    ],
)
def test_two_places(left: str, right: str) -> None:
    assert not same_entity(place(left), place(right))


def test_a_misspelt_place_is_the_same_place() -> None:
    assert same_entity(place("Millbrooke"), place("Millbrook"))


def test_a_people_is_its_country() -> None:
    assert same_entity(name("Russian", EntityType.GROUP), place("Russia"))


def test_a_seat_of_government_is_not_its_country() -> None:
    kremlin = organisation("Kremlin")
    assert not same_entity(kremlin, place("Russia"))
    assert stands_for(kremlin) == "Russia"
    assert stands_for(place("Moscow")) == "Russia"
    assert stands_for(place("Oslo")) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("NATO", "North Atlantic Treaty Organization"),
        ("USGS", "US Geological Survey"),
        ("Norvik Ltd", "Norvik"),
        ("NCBA", "National Coal Buyers Association"),
    ],
)
def test_one_organisation(left: str, right: str) -> None:
    assert same_entity(organisation(left), organisation(right))


def test_types_keep_names_apart() -> None:
    assert not same_entity(organisation("Millbrook"), place("Millbrook"))


def test_a_surname_marked_as_a_firm_is_the_person() -> None:
    assert same_entity(organisation("Sorokin"), person("Oleg Sorokin"))


# --- places within places --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("Alaska", "Anchorage"),
        ("US", "Anchorage"),
        ("Ukraine", "Donetsk"),
        ("Donbas", "Luhansk"),
        ("Switzerland", "Geneva"),
        ("Europe", "Kyiv"),
    ],
)
def test_a_place_within_a_place(outer: str, inner: str) -> None:
    assert contains(place(outer), place(inner))
    assert not contains(place(inner), place(outer))
    assert not are_known_apart(place(outer), place(inner))


def test_geneva_is_not_in_alaska() -> None:
    assert not contains(place("Alaska"), place("Geneva"))
    assert are_known_apart(place("Geneva"), place("Alaska"))


def test_an_unknown_place_is_not_known_to_be_elsewhere() -> None:
    assert not are_known_apart(place("Woodbury Creek"), place("Alaska"))


_NAMES = st.sampled_from(
    [
        "Kyiv",
        "Kiev",
        "Iran",
        "Iraq",
        "Trump",
        "Donald Trump",
        "Xi",
        "NATO",
        "USGS",
        "Oslo",
        "",
        "-",
        "Mr.",
        "ééé",
        "中国",
    ]
)
_MENTIONS = st.builds(name, _NAMES, st.sampled_from(list(EntityType)))


@settings(max_examples=200, deadline=None)
@given(_MENTIONS, _MENTIONS)
def test_sameness_has_no_direction_and_holds_for_itself(left: EntityMention, right: EntityMention) -> None:
    assert same_entity(left, right) == same_entity(right, left)
    assert same_entity(left, left)


@settings(max_examples=200, deadline=None)
@given(_MENTIONS)
def test_no_place_lies_within_itself(mention: EntityMention) -> None:
    assert mention.canonical not in places_around(mention.canonical)


# --- names of one's own ----------------------------------------------------------------------------------------------


def test_names_of_the_settings_are_known_while_they_hold() -> None:
    own = {
        "places": {"Aln": ("Port Aln",)},
        "organisations": {"Orbis Bank": ("OB",)},
        "surnames": {"Sokolov": ("Sokoloff",)},
    }
    assert known_name("Port Aln") is None
    with more_names(own):
        assert found("Two ships left Port Aln.")["Port Aln"] == (EntityType.PLACE, "Aln")
        assert found("The OB lost money.")["OB"] == (EntityType.ORGANISATION, "Orbis Bank")
        assert same_entity(person("Ivan Sokolov"), person("Ivan Sokoloff"))
        assert known_name("Kiev") is not None
    assert known_name("Port Aln") is None
