"""Atomic claims, on the real parser: what is split, what is kept together, who speaks, and what is no claim."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.backends.parser import SpacyParser
from factcheck.schema import Claim, SkippedInput, Source, SourceRole
from factcheck.settings import IngestSettings
from factcheck.stages.extract import extract_claims
from factcheck.stages.ingest import read_sources, source_from_text
from factcheck.stages.segment import split_sentences

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
Extraction = tuple[tuple[Claim, ...], tuple[SkippedInput, ...]]
Extract = Callable[..., Extraction]


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


@pytest.fixture(scope="module")
def extract(parser: SpacyParser) -> Extract:
    def run(text: str, role: SourceRole = SourceRole.SOURCE) -> Extraction:
        return _extract(source_from_text(text, "report.txt", role), parser)

    return run


@pytest.fixture(scope="module")
def seeds(parser: SpacyParser) -> dict[str, tuple[Source, Extraction]]:
    sources, _ = read_sources([SEEDS], SourceRole.SOURCE, IngestSettings())
    return {Path(source.path).name[:3]: (source, _extract(source, parser)) for source in sources}


def _extract(source: Source, parser: SpacyParser) -> Extraction:
    sentences = split_sentences(source)
    return extract_claims(source, sentences, parser.parse([sentence.text for sentence in sentences]))


def texts(extraction: Extraction) -> list[str]:
    return [claim.text for claim in extraction[0]]


def said(extraction: Extraction) -> set[tuple[str | None, str]]:
    return {(claim.speaker, claim.text) for claim in extraction[0]}


# --- splitting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The storm closed the airport and flooded two villages.",
            ["The storm closed the airport.", "The storm flooded two villages."],
        ),
        (
            "A clerk was treated at a hospital and released.",
            ["A clerk was treated at a hospital.", "A clerk was released."],
        ),
        (
            "The minister has been sacked, and the deputy will take over on Monday.",
            ["The minister has been sacked.", "The deputy will take over on Monday."],
        ),
        (
            "The council, which has nine members, rejected the plan.",
            ["The council rejected the plan.", "The council has nine members."],
        ),
        (
            "Anna Berg, the mayor of Lund, opened the bridge.",
            ["Anna Berg opened the bridge.", "Anna Berg is the mayor of Lund."],
        ),
        (
            "A train hit a truck near the border, killing six people and injuring 20 others.",
            [
                "A train hit a truck near the border.",
                "A train killed six people.",
                "A train injured 20 others.",
            ],
        ),
        (
            "The talks went on, while protesters blocked the road outside.",
            ["The talks went on.", "Protesters blocked the road outside."],
        ),
        (
            "The union wants the firm to raise wages, hire more drivers and cut overtime.",
            [
                "The union wants the firm to raise wages.",
                "The union wants the firm to hire more drivers.",
                "The union wants the firm to cut overtime.",
            ],
        ),
    ],
)
def test_each_assertion_is_a_claim_of_its_own(extract: Extract, text: str, expected: list[str]) -> None:
    assert sorted(texts(extract(text))) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Omar Said was in the hall on the ground floor, the gun beside him.", "Omar Said is the gun"),
        ("Police Capt. Omar Said and Sgt. Lena Holt, both 51, died at the scene.", "is both 51"),
        ("Lena Holt, hit in the arm, remained in a hospital on Friday.", "Lena Holt, hit in the arm."),
        (
            "Anna Berg was a veteran of the Lund Police Department, and Omar Said, a clerk, had been there for years.",
            "Anna Berg had",
        ),
    ],
)
def test_nothing_is_said_of_the_wrong_noun(extract: Extract, text: str, wrong: str) -> None:
    assert not [found for found in texts(extract(text)) if wrong in found]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("She was struck by a grey van heading north on Park Street, which then fled the scene.", "Street then fled"),
        ("They took the driver to Lund Hospital for treatment, where he died.", "in treatment"),
        (
            "He is a clerk of Lund Water, says Omar Said of National Relations, which works for the city.",
            "Omar Said works",
        ),
    ],
)
def test_a_relative_clause_is_said_of_what_can_do_it(extract: Extract, text: str, wrong: str) -> None:
    assert not [found for found in texts(extract(text)) if wrong in found]


def test_who_adds_something_is_who_spoke_before(extract: Extract) -> None:
    found = said(extract("Lena Holt said the road will remain closed, adding that she did not know the cause."))
    assert ("Lena Holt", "Lena Holt did not know the cause.") in found


def test_an_age_becomes_a_claim(extract: Extract) -> None:
    assert "Police chief Peter Holm is 46 years old." in texts(
        extract("Police chief Peter Holm, 46, was injured in the blast.")
    )


def test_an_after_clause_stays_where_it_dates_the_event_and_is_a_claim_as_well(extract: Extract) -> None:
    found = texts(extract("The device exploded after two officers took it inside."))
    assert found[0].startswith("The device exploded after two officers took")
    assert any(text.startswith("Two officers took") for text in found[1:])


@pytest.mark.parametrize(
    "text",
    [
        "The bank will close the branch if the review confirms the losses.",
        "The firm could either sell the plant or close it in March.",
        "The rescuers did not find the boat and recover the crew.",
        "Troops found and destroyed the weapons.",
        "The people who live beside the river were warned on Friday.",
    ],
)
def test_what_would_misquote_when_split_stays_whole(extract: Extract, text: str) -> None:
    found = texts(extract(text))
    assert found == [text]


def test_negation_and_modality_survive_each_split(extract: Extract) -> None:
    found = texts(extract("The court will not hear the case in May, but it may review the ruling in June 2025."))
    assert "The court will not hear the case in May." in found
    assert any("may review the ruling in June 2025" in text for text in found)


def test_a_first_in_years_is_said_of_the_event(extract: Extract) -> None:
    found = texts(extract("The two kings met in Oslo - their first meeting in nine years - on Friday."))
    assert any(text.startswith("The meeting is ") and "first meeting in nine years" in text for text in found)


def test_also_ties_a_sentence_to_another_and_is_left_out_but_not_of_a_quotation(extract: Extract) -> None:
    assert texts(extract("Norway also wants the fleet to leave.")) == ["Norway wants the fleet to leave."]
    found = texts(extract('"We also want the fleet to leave," Lena Holt said.'))
    assert found == ["We also want the fleet to leave."]


def test_each_object_of_an_only_condition_is_a_condition(extract: Extract) -> None:
    text = "The strike will only end once the union gains a seat on the board and a pledge that the plant will stay."
    assert texts(extract(text)) == [
        "The strike will only end once the union gains a seat on the board.",
        "The strike will only end once the union gains a pledge that the plant will stay.",
    ]


# --- speakers


@pytest.mark.parametrize(
    "text",
    [
        "Officials said on Friday that the dam had failed.",
        "The dam had failed, officials said on Friday.",
        "According to officials, the dam had failed.",
        "The dam had failed, according to officials.",
    ],
)
def test_reported_speech_belongs_to_its_speaker(extract: Extract, text: str) -> None:
    ((claim,), skipped) = extract(text)
    assert (claim.speaker or "").lower() == "officials"
    assert claim.text == "The dam had failed."
    assert not claim.quoted
    assert not skipped


def test_a_closing_tag_covers_every_clause_before_it(extract: Extract) -> None:
    found = said(extract("The blast killed two men, and police had no suspects, officials said Saturday."))
    assert found == {("Officials", "The blast killed two men."), ("Officials", "Police had no suspects.")}


@pytest.mark.parametrize(
    ("text", "speaker", "claim"),
    [
        ("Police Sgt. Lena Holt said the road would stay closed.", "Lena Holt", "The road would stay closed."),
        ("Another official, Omar Said, told Reuters that the dam had failed.", "Omar Said", "The dam had failed."),
        ("The road was closed, said Lena Holt, who leads the rescue unit.", "Lena Holt", "The road was closed."),
        ("The union, said Lena Holt, has lost the vote.", "Lena Holt", "The union has lost the vote."),
        ("Officials told reporters that the dam had failed.", "Officials", "The dam had failed."),
    ],
)
def test_speech_is_found_wherever_its_verb_stands(extract: Extract, text: str, speaker: str, claim: str) -> None:
    assert (speaker, claim) in said(extract(text))


def test_a_quotation_after_a_colon_belongs_to_who_wrote_it(extract: Extract) -> None:
    found = said(extract('Lena Holt wrote on her website: "We found both boats on Sunday."'))
    assert ("Lena Holt", "We found both boats on Sunday.") in found


def test_a_speaker_has_the_full_name_of_the_text(extract: Extract) -> None:
    found = extract('Maria Lopez runs the port. "We lost four cranes," Lopez said.')
    assert ("Maria Lopez", "We lost four cranes.") in said(found)


def test_quotations_go_on_over_sentences(extract: Extract) -> None:
    found = extract('"The roof fell at noon. Nobody was inside the hall," Anna Berg said. "We will rebuild it."')
    quoted = {(claim.speaker, claim.text, claim.quoted) for claim in found[0]}
    assert ("Anna Berg", "The roof fell at noon.", True) in quoted
    assert ("Anna Berg", "Nobody was inside the hall.", True) in quoted
    assert ("Anna Berg", "We will rebuild it.", True) in quoted


def test_a_quotation_that_nobody_is_named_for_is_not_the_sources_own_statement(extract: Extract) -> None:
    ((claim,), _) = extract('"The harbour will close in March 2025."')
    assert claim.speaker is not None
    assert claim.unresolved


@pytest.mark.parametrize(
    "text",
    [
        "The company denied that the tanks had leaked.",
        "Police would not say whether the driver was drunk.",
        "The firm may say in May that it will close the plant.",
    ],
)
def test_denials_and_questions_are_not_taken_for_statements(extract: Extract, text: str) -> None:
    assert said(extract(text)) == {(None, text)}


def test_a_vow_is_the_sources_statement_about_the_speaker(extract: Extract) -> None:
    text = "The premier has vowed not to raise taxes."
    assert said(extract(text)) == {(None, text)}


# --- what is no claim


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Will the bridge open in May, and who will pay for it? ", "question"),
        ("Only time will tell.", "opinion"),
        ("Any sign of weakness could erode support.", "opinion"),
        ("A long day for the coast guard.", "fragment"),
        ("Rescue teams have found the body of the missing...", "breaks off"),
    ],
)
def test_what_claims_nothing_is_skipped_with_its_reason(extract: Extract, text: str, word: str) -> None:
    gap = " " if text.endswith(" ") else "\n\n"
    claims, skipped = extract(f"The harbour was closed on Monday.{gap}{text}{gap}The harbour was opened on Tuesday.")
    assert len(claims) == 2
    (entry,) = skipped
    assert entry.stage == "extract"
    assert word in entry.reason
    assert entry.quote == text.strip()


def test_what_is_said_twice_is_one_claim_and_the_repetition_is_noted(extract: Extract) -> None:
    claims, skipped = extract(
        "The bridge was closed on Monday. Nobody was hurt there. The bridge was closed on Monday."
    )
    assert [claim.text for claim in claims].count("The bridge was closed on Monday.") == 1
    assert ["repeats" in entry.reason for entry in skipped] == [True]


@pytest.mark.parametrize(
    ("text", "claim", "quote"),
    [
        ("Lund fled on foot but was arrested.", "Lund was arrested.", "Lund fled on foot but was arrested"),
        (
            "The Survey said the quake measured 6.1, and Oslo was shaken.",
            "The quake measured 6.1.",
            "The Survey said the quake measured 6.1",
        ),
        ("According to police, two men fled.", "Two men fled.", "According to police, two men fled"),
        ("“It was a mess,” said Jonas Lund.", "It was a mess.", "It was a mess"),
        (
            "Jonas Lund, who sold his boat in May, resigned.",
            "Jonas Lund resigned.",
            "Jonas Lund, who sold his boat in May, resigned",
        ),
    ],
)
def test_a_quote_names_its_subject_and_who_says_it(extract: Extract, text: str, claim: str, quote: str) -> None:
    claims = {found.text: found for found in extract(text)[0]}
    assert claims[claim].span.of(text) == quote


@pytest.mark.parametrize("text", ["Geneva", "Summit in Geneva", "The summit takes place in Geneva"])
def test_a_typed_claim_is_taken_as_typed(extract: Extract, text: str) -> None:
    claims, skipped = extract(text, SourceRole.QUERY)
    assert [claim.text.rstrip(".") for claim in claims] == [text]
    assert not skipped


# --- what is said in passing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The firm will close the plant in May – a reflection of weak demand.",
            ["The firm will close the plant in May.", "This is a reflection of weak demand."],
        ),
        (
            "The union offered a longer week, an idea firmly rejected by the firm.",
            ["The union offered a longer week.", "This idea was firmly rejected by the firm."],
        ),
        (
            "Norway is demanding parts of the southern islands — a condition the Danes have rejected.",
            ["Norway is demanding parts of the southern islands.", "The Danes have rejected this condition."],
        ),
        (
            "The strike goes on, with neither side gaining an advantage.",
            ["The strike goes on.", "Neither side is gaining an advantage."],
        ),
        (
            "The army took three towns, with rebels holding the bridge.",
            ["The army took three towns.", "Rebels were holding the bridge."],
        ),
    ],
)
def test_a_remark_on_the_clause_is_split_off(extract: Extract, text: str, expected: list[str]) -> None:
    assert texts(extract(text)) == expected


@pytest.mark.parametrize(
    ("text", "presupposed"),
    [
        (
            "The visit marks Anna Berg's first trip abroad since taking the post in May 2021.",
            "Anna Berg took the post in May 2021.",
        ),
        (
            "Anna Berg spoke on Monday. It was her first speech since signing the deal in May.",
            "Anna Berg signed the deal in May.",
        ),
        ("Lena Holt left the country after signing the deal in May.", "Lena Holt signed the deal in May."),
    ],
)
def test_what_somebody_has_done_before_is_a_claim_too(extract: Extract, text: str, presupposed: str) -> None:
    assert presupposed in texts(extract(text))


@pytest.mark.parametrize(
    "text",
    [
        "Lena Holt will leave the country after signing the deal in May.",
        "The mine was closed after falling prices in May.",
        "Nobody was hurt before leaving the hall in May.",
    ],
)
def test_what_is_only_expected_has_not_happened(extract: Extract, text: str) -> None:
    assert texts(extract(text)) == [text]


def test_names_described_by_a_clause_become_its_object(extract: Extract) -> None:
    found = texts(extract("The army left Kherson, Luhansk and Donetsk, regions Moscow claimed to annex in 2022."))
    assert "The army left Kherson, Luhansk and Donetsk." in found
    assert "Moscow claimed to annex Kherson, Luhansk and Donetsk in 2022." in found


def test_a_list_behind_a_dash_says_what_is_meant(extract: Extract) -> None:
    found = texts(extract("The army left the ports that were shelled and the towns it held – Lund, Malmo and Ystad."))
    assert any(text.endswith("held Lund, Malmo and Ystad.") for text in found)


def test_a_meeting_for_first_talks_is_those_talks(extract: Extract) -> None:
    text = "Anna Berg and Omar Said are set to meet on Friday in Oslo for their first direct talks on the border."
    found = texts(extract(text))
    assert text in found
    assert "Anna Berg and Omar Said are set to meet on Friday in Oslo." in found
    assert "The meeting is Anna Berg and Omar Said's first direct talks on the border." in found


# --- references within a claim


@pytest.mark.parametrize(
    "text",
    [
        "Both Norway and Denmark are standing by their demands.",
        "France launched its attack on the fort in May.",
        "The French are demanding Spain surrender parts of its northern islands.",
        "Maria Lopez hopes that the plan will help her keep her post.",
    ],
)
def test_a_pronoun_stays_where_the_claim_names_who_is_meant(extract: Extract, text: str) -> None:
    assert texts(extract(text)) == [text]


def test_a_pronoun_is_replaced_where_the_claim_does_not_name_who_is_meant(extract: Extract) -> None:
    found = texts(extract("Maria Lopez resigned on Monday. She said her deputy would take over."))
    assert "Maria Lopez's deputy would take over." in found


@pytest.mark.parametrize(
    ("text", "pointing"),
    [
        ("That prompted a response from Anna Berg.", ("That",)),
        ("Spain has rejected these terms.", ("these terms",)),
        ("This position was shared by the union.", ("This position",)),
        ("We cannot do that.", ("that",)),
        ("This bridge was closed on Monday.", ()),
        ("Those who fled the flood returned on Sunday.", ()),
        ("The mayor said that the plan failed.", ()),
    ],
)
def test_what_a_demonstrative_points_back_at_is_open(extract: Extract, text: str, pointing: tuple[str, ...]) -> None:
    ((claim,), _) = extract(text)
    assert claim.unresolved == pointing


def test_markup_is_not_in_the_claim_but_in_its_quote(extract: Extract) -> None:
    text = "The envoy of **Lena Holt**, whom she named in _May_, met [Omar Said](https://x.example) on Monday."
    claims, _ = extract(text)
    assert claims
    assert not any(mark in claim.text for claim in claims for mark in ("**", "_", "](", "http"))
    assert any("**Lena Holt**" in claim.span.of(text) for claim in claims)


# --- the seeds


def test_seed_not_invited(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    found = said(seeds["001"][1])
    assert (None, "President Volodymyr Zelenskyy was not invited to the summit.") in found
    assert ("Volodymyr Zelenskyy", "There can be no peace without Ukraine’s involvement.") in found


def test_seed_first_in_four_years(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    found = texts(seeds["001"][1])
    assert "The meeting is the first summit between sitting US and Russian leaders in over four years." in found
    assert "The high-stakes meeting marks Vladimir Putin’s first visit to the US in a decade." in found
    assert any(
        text.endswith("first trip to a Western country since launching the invasion in February 2022.")
        for text in found
    )


def test_seed_first_in_six_years(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    found = texts(seeds["003"][1])
    assert "Donald Trump and Vladimir Putin will meet for the first time in six years." in found
    assert any(text.startswith("Donald Trump tries to enact a key campaign pledge") for text in found)


def test_seed_relative_clause(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    found = texts(seeds["001"][1])
    assert "Donald Trump once vowed to end the war “within 24 hours” of taking office." in found
    assert "Donald Trump has so far secured no major concessions." in found


def test_seed_first_person_is_left_to_the_speaker(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    found = said(seeds["003"][1])
    assert ("Volodymyr Zelensky", "We will not withdraw from the Donbas.") in found


def test_seed_inverted_speech(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    speakers = {claim.speaker for claim in seeds["004"][1][0]}
    assert {"Bradley Bowman", "Marco Rubio", "Daniel Fried", "Volodymyr Zelenskyy"} <= speakers


def test_seed_sentences_are_claimed_or_skipped(
    seeds: dict[str, tuple[Source, Extraction]], parser: SpacyParser
) -> None:
    for source, (claims, skipped) in seeds.values():
        starts = {entry.span.start for entry in skipped if entry.span is not None}
        claimed = {claim.sentence_id for claim in claims}
        for sentence in split_sentences(source):
            assert (sentence.id in claimed) != (sentence.span.start in starts), sentence.text


def test_seed_claims_are_well_formed(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    for source, (claims, _) in seeds.values():
        assert len({claim.id for claim in claims}) == len(claims)
        for claim in claims:
            quote = claim.span.of(source.text)
            assert quote == quote.strip()
            assert any(character.isalnum() for character in quote)
            assert claim.text[0].isupper() or not claim.text[0].isalpha()
            assert claim.text.rstrip("”\"'’")[-1] in ".!?"
            assert claim.source_id == source.id


def test_extraction_is_repeatable(seeds: dict[str, tuple[Source, Extraction]], parser: SpacyParser) -> None:
    source, extraction = seeds["001"]
    assert _extract(source, parser) == extraction


def test_seed_demands_and_regions(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    found = texts(seeds["001"][1])
    assert (
        "Vladimir Putin's hardline demands include Ukraine withdrawing from Kherson, Lugansk, Zaporizhzhia and Donetsk."
    ) in found
    assert "Moscow claimed to annex Kherson, Lugansk, Zaporizhzhia and Donetsk in 2022." in found
    assert (
        "Russia partially occupies Donetsk and Luhansk, known as the Donbas, as well as Kherson and Zaporizhzhia."
    ) in texts(seeds["003"][1])


def test_seed_invasion(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    assert "Vladimir Putin launched the invasion in February 2022." in texts(seeds["001"][1])
    assert "Russia launched its full-scale invasion of Ukraine in 2022." in texts(seeds["003"][1])
    assert "In 2022, Russia launched a full-scale invasion of Ukraine." in texts(seeds["004"][1])


def test_seed_whose_territories_is_left_as_written(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    found = texts(seeds["002"][1])
    assert "Russia is demanding Ukraine surrender parts of its eastern territories." in found


def test_seed_length_of_the_meeting(seeds: dict[str, tuple[Source, Extraction]]) -> None:
    found = texts(seeds["003"][1])
    assert (
        "Friday's meeting between Donald Trump and Vladimir Putin will take place entirely on a nearby US military "
        "base."
    ) in found
    assert "The planned sit-down is currently scheduled to last just a few hours." in found


# --- any text


_VOCABULARY = (
    'police Said " “ ” ( ) the and or not who , . ? — fire killed two Anna Berg : ... he it ’s is \n was after <b> { '
    "😀 1,000 which said that may could \u2028 \x00 first meeting"
)
WORDS = st.sampled_from(_VOCABULARY.split(" "))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=1, max_size=40))
def test_any_text_gives_claims_within_it(extract: Extract, words: list[str]) -> None:
    text = " ".join(words)
    source = source_from_text(text, "report.txt", SourceRole.SOURCE)
    claims, skipped = extract(text)
    for claim in claims:
        assert 0 <= claim.span.start < claim.span.end <= len(source.text)
        assert claim.text
    for entry in skipped:
        assert entry.span is not None
        assert entry.span.of(source.text) == entry.quote


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("After killing two guards, the man fled, police said.", "Police killed two guards."),
        ("After shooting Berg, Lund said Moor walked down the hall.", "Lund shot Berg."),
        ("The report falsely claimed that Lund had died.", "Lund had died."),
        (
            "The Red Sox offered Moor, 28, an eight-year deal worth $184 million.",
            "Moor is an eight-year deal worth $184 million.",
        ),
        (
            "Crews are at a fire at a store in High Street, Banstead, which is being treated as suspicious.",
            "Banstead is being treated as suspicious.",
        ),
    ],
)
def test_who_reports_has_not_done_it_and_what_is_false_is_not_said(extract: Extract, text: str, wrong: str) -> None:
    assert wrong not in texts(extract(text))


def test_a_participle_moved_behind_its_noun_has_no_capital(extract: Extract) -> None:
    assert "The man was armed with a rifle." in texts(extract("Armed with a rifle, the man shot two guards."))


def test_a_quote_far_from_its_subject_begins_with_the_verbs_it_is_listed_with(extract: Extract) -> None:
    text = (
        "A powerful earthquake hit the south of the country on Sunday night, causing destruction in seven villages "
        "and killing ten people and injuring 80."
    )
    (claim,) = (claim for claim in extract(text)[0] if "injured 80" in claim.text)
    assert claim.span.of(text) == "causing destruction in seven villages and killing ten people and injuring 80"


def test_a_participle_that_the_parser_takes_for_an_adjective_is_the_verb(extract: Extract) -> None:
    assert texts(extract("The bridge to Calder was closed.")) == ["The bridge to Calder was closed."]
