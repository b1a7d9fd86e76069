"""Reference resolution on invented news, with the real parser: what is settled is resolved, the rest is left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.backends.parser import SpacyParser
from factcheck.schema import Parse, Sentence, Span
from factcheck.stages.extract.references import Reference, resolve_references


@cache
def parser() -> SpacyParser:
    return SpacyParser()


def read(*texts: str) -> tuple[list[Sentence], list[Parse]]:
    """One sentence a text; each begins a paragraph unless it starts with a space."""
    sentences, paragraph, offset = [], -1, 0
    for number, text in enumerate(texts):
        paragraph += not text.startswith(" ")
        words = text.strip()
        span = Span(start=offset, end=offset + len(words))
        sentences.append(Sentence(id=str(number), source_id="s", span=span, text=words, paragraph=paragraph))
        offset = span.end + 1
    return sentences, parser().parse([sentence.text for sentence in sentences])


def resolve(*texts: str) -> list[Reference]:
    return list(resolve_references(*read(*texts)))


def meanings(*texts: str) -> list[tuple[str, str | None]]:
    return [(reference.text, reference.replacement) for reference in resolve(*texts)]


def meaning(written: str, *texts: str) -> str | None:
    """What the last reference that reads `written` stands for."""
    found = [reference.replacement for reference in resolve(*texts) if reference.text == written]
    assert found, f"{written!r} is no reference in {texts}"
    return found[-1]


# --- names -----------------------------------------------------------------------------------------------------------


def test_a_bare_surname_stands_for_the_full_name() -> None:
    assert meaning("Larsen", "Mayor Helen Larsen opened the bridge.", "Larsen praised the workers.") == "Helen Larsen"


def test_a_courtesy_title_goes_with_the_surname() -> None:
    assert meaning("Mr. Okafor", "Daniel Okafor runs the port.", "Mr. Okafor denied the claims.") == "Daniel Okafor"


def test_a_rank_stays_before_the_name() -> None:
    assert meaning("Reyes", "Captain Maria Reyes led the crew.", "Captain Reyes was unhurt.") == "Maria Reyes"


def test_a_surname_before_its_full_name_is_resolved_too() -> None:
    assert meaning("Larsen", "Larsen resigned on Monday.", "Mayor Helen Larsen had been in office since 2011.") == (
        "Helen Larsen"
    )


def test_a_surname_that_two_share_is_left() -> None:
    texts = ("Robert Keller and Susan Keller own the farm.", "Keller spoke to reporters.")
    assert meaning("Keller", *texts) is None


def test_a_title_tells_who_of_a_family_is_meant() -> None:
    assert (
        meaning("Mrs. Keller", "Robert Keller and Susan Keller own the farm.", "Mrs. Keller spoke.") == "Susan Keller"
    )


def test_a_name_that_describes_a_noun_is_left() -> None:
    references = meanings("Mayor Helen Larsen resigned.", "The Larsen administration and the Larsen-Holt deal failed.")
    assert [text for text, _ in references] == []


def test_a_place_tagged_as_a_person_is_no_name() -> None:
    assert meanings("Kyiv rejected the plan.", "Mariupol fell.") == []


# --- who tells of himself ---


def test_what_one_knows_is_told_of_oneself() -> None:
    texts = ("Peter Novak fell from a ridge.", "Mark Stone said he did not know the cause.")
    assert meaning("he", *texts) == "Mark Stone"


def test_she_is_nobody_with_a_mans_name() -> None:
    assert meaning("She", "Ben went to school in Lund.", "She said the family had moved.") is None


def test_a_state_in_a_modifier_is_no_rival_for_it() -> None:
    texts = ("Norway seeks the return of ships that Denmark seized.", "It insists the fines be paid.")
    assert meaning("It", *texts) == "Norway"


def test_its_is_open_where_another_state_may_be_meant() -> None:
    assert meaning("its", "Norway is demanding Denmark surrender parts of its islands.") is None


# --- descriptions ----------------------------------------------------------------------------------------------------

MEETING = "US President Laura Bennett met Russian President Oleg Sorokin in Oslo."


def test_the_president_is_who_this_source_says_it_is() -> None:
    assert meaning("The US president", MEETING, "The US president left early.") == "Laura Bennett"
    assert meaning("the Russian leader", MEETING, "Aides said the Russian leader stayed.") == "Oleg Sorokin"


def test_a_counterpart_is_the_other_countrys_holder() -> None:
    texts = (MEETING, "Bennett thanked her Russian counterpart.")
    assert meaning("her Russian counterpart", *texts) == "Oleg Sorokin"


def test_two_presidents_introduced_together_are_told_apart_by_who_stands_beside() -> None:
    texts = (
        "Envoys prepared talks between Presidents Laura Bennett and Oleg Sorokin.",
        "The US president hopes to persuade Sorokin.",
        "The US president flew in on Monday.",
    )
    assert meaning("The US president", *texts) == "Laura Bennett"


def test_an_unnamed_president_is_left() -> None:
    assert meaning("The French president", MEETING, "The French president was absent.") is None


def test_a_lone_title_without_country_does_not_make_a_foreign_president() -> None:
    texts = ("President Laura Bennett spoke on Monday.", "The Russian president rejected the plan.")
    assert meaning("The Russian president", *texts) is None


def test_a_former_president_is_not_the_president() -> None:
    texts = ("Oleg Sorokin, the former president of Russia, mocked the plan.", "The Russian president was silent.")
    assert meaning("The Russian president", *texts) is None


def test_the_president_of_a_club_is_no_reference() -> None:
    assert "the president" not in [text for text, _ in meanings(MEETING, "They met the president of the rowing club.")]


def test_the_white_house_speaks_of_its_own_president() -> None:
    texts = (MEETING, "The White House said the president would leave early.")
    assert meaning("the president", *texts) == "Laura Bennett"


# --- pairs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phrase", ["The pair", "The two leaders", "Both leaders", "The duo", "The two presidents"])
def test_a_pair_is_the_two_that_were_presented_together(phrase: str) -> None:
    texts = ("Presidents Laura Bennett and Oleg Sorokin will meet in Oslo.", f"{phrase} will speak for two hours.")
    assert meaning(phrase, *texts) == "Laura Bennett and Oleg Sorokin"


def test_a_pair_of_leaders_needs_two_leaders() -> None:
    texts = ("The singers Laura Bennett and Mark Stone will perform.", "The two leaders will meet in Oslo.")
    assert meaning("The two leaders", *texts) is None


def test_two_possible_pairs_are_left() -> None:
    texts = (
        "Laura Bennett and Mark Stone fell, as did Peter Novak and Anna Weber.",
        "The pair were unhurt.",
    )
    assert meaning("The pair", *texts) is None


def test_a_pair_of_shoes_is_no_reference() -> None:
    assert meanings("Laura Bennett and Mark Stone went out.", "The pair of shoes was red.") == []


def test_both_sides_are_marked_and_left() -> None:
    assert meaning("Both sides", "Russia and Ukraine met.", "Both sides refused to move.") is None


# --- he and she ------------------------------------------------------------------------------------------------------


def test_the_only_person_is_meant() -> None:
    assert meaning("He", "Mark Stone was arrested on Friday.", "He denies the charge.") == "Mark Stone"


def test_sex_tells_two_apart() -> None:
    texts = ("Laura Bennett met Mark Stone in Oslo.", "She left early and he stayed.")
    assert meaning("She", *texts) == "Laura Bennett"
    assert meaning("he", *texts) in {"Mark Stone", None}


def test_two_women_are_left() -> None:
    assert meaning("She", "Laura Bennett and Anna Weber met in Oslo.", "She left early.") is None


def test_an_unnamed_man_competes_with_the_name() -> None:
    texts = ("Mark Stone said a driver had hit the fence before the man fled.", "He was found in a barn.")
    assert meaning("He", *texts) != "the man"


def test_his_after_two_men_of_one_clause_is_left() -> None:
    assert meaning("his", "Mark Stone met Peter Novak at his home.") is None


def test_his_is_bound_by_the_subject_before_any_other_man() -> None:
    assert meaning("his", "Mark Stone kept his promise to Peter Novak.") == "Mark Stone"


def test_he_is_not_the_man_named_in_his_own_clause() -> None:
    texts = ("Peter Novak arrived on Monday.", "He will meet Mark Stone.")
    assert meaning("He", *texts) == "Peter Novak"


def test_him_is_not_the_subject() -> None:
    assert meaning("him", "Mark Stone won.", "Peter Novak thanked him.") == "Mark Stone"


def test_a_speaker_who_reports_may_speak_of_another() -> None:
    texts = ("Peter Novak fell from a ridge.", "Mark Stone said he died on the way down.")
    assert meaning("he", *texts) is None


def test_a_quoted_pronoun_is_not_resolved_from_outside() -> None:
    assert meaning("He", "Peter Novak was fired.", "“He was a good man,” Mark Stone said.") is None


def test_a_reflexive_needs_no_name() -> None:
    assert [text for text, _ in meanings("Mark Stone hurt himself.")] == []


def test_a_ship_is_she_too() -> None:
    texts = ("Captain Maria Reyes commands the frigate.", "The ship resumed her patrol.")
    assert meaning("her", *texts) is None


def test_first_person_is_not_handled() -> None:
    assert meanings("Mark Stone spoke.", "“We lost our home and I am sad.”") == []


# --- it and they -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "It is extremely difficult to say what happened.",
        "It became clear that the bridge would close.",
        "It was announced that the mill would shut.",
        "The mayor made it clear that the bridge would close.",
    ],
)
def test_an_it_that_means_nothing_is_no_reference(text: str) -> None:
    assert "it" not in [written.lower() for written, _ in meanings("Russia agreed.", text)]


def test_its_is_bound_by_a_country() -> None:
    assert meaning("its", "Norway withdrew its troops.") == "Norway"


def test_an_it_that_speaks_is_the_company() -> None:
    assert meaning("it", "Toyota said it would sell the plant.") == "Toyota"


def test_an_it_between_two_companies_is_left() -> None:
    assert meaning("it", "Toyota told Siemens it would sell the plant.") is None


def test_their_is_bound_by_a_joined_subject() -> None:
    assert meaning("their", "Laura Bennett and Mark Stone sold their house.") == "Laura Bennett and Mark Stone"


def test_they_is_the_group_that_the_sentence_before_is_about() -> None:
    assert meaning("They", "European leaders gathered in Oslo.", "They called for a ceasefire.") == "European leaders"


def test_they_between_two_groups_is_left() -> None:
    assert meaning("They", "Officers chased the robbers.", "They escaped.") is None


# --- shape -----------------------------------------------------------------------------------------------------------


def test_possessives_say_so() -> None:
    by_text = {reference.text: reference.possessive for reference in resolve("Mark Stone won.", "He sold his car.")}
    assert by_text == {"He": False, "his": True}


_PIECES = [
    MEETING,
    "The pair shook hands.",
    "He thanked her counterpart, and she left it to them.",
    "“He lied,” she said of Mr. Stone.",
    "Mark Stone and Peter Novak, both farmers, lost their land.",
    "The French president said it was his.",
    "It",
    "...",
    "’’ “ \" 'he'",
    "Castro.",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6))
def test_references_are_in_order_apart_and_verbatim(texts: Sequence[str]) -> None:
    sentences, parses = read(*texts)
    last = (-1, 0)
    for reference in resolve_references(sentences, parses):
        tokens = parses[reference.sentence].tokens[reference.start : reference.end]
        assert (reference.sentence, reference.start) >= last
        assert parses[reference.sentence].text[tokens[0].start : tokens[-1].end] == reference.text
        assert reference.replacement is None or re.search(r"\w", reference.replacement)
        last = (reference.sentence, reference.end)


def test_no_sentences_no_references() -> None:
    assert resolve_references((), ()) == ()


def test_a_given_name_of_another_is_not_the_namesake() -> None:
    texts = ("Eric Novak was arrested.", "Novak said nothing.", "Helen Larsen and her husband Eric knew the town.")
    assert "Eric" not in [text for text, _ in meanings(*texts)]


def test_a_family_is_no_single_person() -> None:
    assert meanings("Nancy Larsen wrote.", "The Larsens came.", "Neighbours of the Larsen family wept.") == []


def test_they_with_another_group_before_it_is_left() -> None:
    text = "Witnesses say workers at the plant claimed they were poisoned."
    assert meaning("they", text) in {"workers", None}


def test_whose_brother_speaks_depends_on_the_quotation() -> None:
    texts = ("Mark Stone played on.", "“He spoke four languages,” said his brother.")
    assert meaning("his", *texts) is None


def test_an_age_makes_a_name_a_person() -> None:
    texts = ("40-year-old Zorin Abadeh fell.", "Abadeh was alone.")
    assert meaning("Abadeh", *texts) == "Zorin Abadeh"


def test_an_unnamed_subject_beside_another_person_is_left() -> None:
    texts = ("The fourth worker told Laura Bennett to leave.", "She fired a shot.")
    assert meaning("She", *texts) is None


def test_an_object_in_a_fronted_clause_is_not_the_main_subject() -> None:
    assert meaning("her", "Keeping her on the line, Laura Bennett called for help.") is None


def test_a_very_long_row_of_names_does_no_harm() -> None:
    row = " and ".join(f"Mark Stone{letter * 3}" for letter in "abcdefghij") + " met."
    long = " and ".join(["Mark Stone ran"] * 800) + ", he said."
    assert isinstance(resolve(row, long), list)
