"""Sentences: where they end, and that nothing of the running text is lost between them."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.schema import Region, RegionKind, Source, SourceRole, Span
from factcheck.settings import IngestSettings
from factcheck.stages.ingest import read_sources, source_from_text
from factcheck.stages.segment import sentence_spans, split_sentences
from tests.builders import make_source

SEEDS = Path(__file__).parents[2] / "seeds"


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def sentences_of(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(source_from_text(text, "typed", SourceRole.SOURCE))]


def seeds() -> tuple[Source, ...]:
    return read_sources([SEEDS], SourceRole.SOURCE, IngestSettings())[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Trump met Dr. Smith and Mrs. Roe on Aug. 12.",
        "The U.S. President met U.K. officials in Washington, D.C. on Monday.",
        "Lt. Gen. Bill Price and Sen. Bob Corker (R-Tenn.) voted against it.",
        "George W. Bush and J. K. Rowling spoke at 10 a.m. on Jan. 5.",
        "The quake struck at 4 p.m. Friday, at 5 p.m. Moscow time and at 6 p.m. EST in the east.",
        "The magnitude was 6.1 and the damage $1.5 million.",
        "It is hard to say what is at stake... as people often cannot accept it.",
        "He said he knew “in the first two minutes... exactly” what to do.",
        "“Is it true?” asked the mayor.",
        "“Is it true?” Lavrov asked.",
        "“Is it true?” the foreign minister said on Monday.",
        "“Stop!” he said.",
        "They fell near Aoraki/Mt. Cook and at Mt. Etna.",
        "Data on usgs.gov and on www. usgs. gov showed it, and a CNN. com page did too.",
        "Yahoo! and Google were not affected.",
        "Yahoo! Inc. was not affected.",
        "No. 10 denied the report.",
        "They met at St. Mary's on Mt. Cook, e.g. in winter.",
        "The firm, i.e. Acme Corp. of Troy, Mich., was closed.",
        "It fell to 3.5 percent vs. 4.1 percent a year ago.",
        "John Smith Jr. said the house at 40 East 5th Ave. was empty.",
        "We know who did it (police said so!) and why.",
        "“Russia will put something in front of him and say, ‘This is a way out, and I like that.’”",
        '"You think this is a prank. \'"',
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It was in the U.S.", "The talks ended."],
        ["It struck at 5 p.m.", "Police came an hour later."],
        ['"We will not withdraw.', 'We cannot do that," the president said.'],
        ["“Good stuff, not bad stuff.", "Also, some bad stuff for both.”", "That prompted a response."],
        ["“It is over.”", "The mayor left."],
        ["Police called it “a drill.”", "“It was none,” he said."],
        ["Who will go?", "“Nobody!” she cried.", "Then he left..."],
        ["He moved there in a month.", "Enron continued."],
        ["She collects art.", "Destiny was there."],
        ["It began this week.", "2005 was a better year."],
        ["The suspect was 40.", "Police said so."],
        ["He left on Sept. 5.", "Officials confirmed it."],
        ["Calls were “not answered, and the offices were closed.”", "(USA Today article)"],
        ["He waited... and waited.", "Nobody came."],
        ["They had a plan B.", "It failed."],
    ],
)
def test_neighbouring_sentences_come_apart(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_sentences_glued_in_copying_come_apart() -> None:
    assert split("He was shot in the face.The gunman fled. See Example.com for more.") == [
        "He was shot in the face.",
        "The gunman fled.",
        "See Example.com for more.",
    ]


def test_line_break_in_a_wrapped_paragraph_does_not_end_a_sentence() -> None:
    paragraph = (
        "The bridge over the river was closed on Monday after an inspection by the city's engineers found cracks in "
        "two of its pillars. It will stay closed for three weeks, and drivers were told to use the tunnel instead. "
        "Mayor Jane Roe, who had warned of the damage a year ago, said the city would pay for it from its reserves."
    )
    expected = split(paragraph)
    assert len(expected) == 3
    for width in (60, 72, 80, 100):
        for gap in ("\n\n", "\r\n\r\n"):
            wrapped = textwrap.fill(paragraph, width, break_on_hyphens=False).replace("\n", gap[: len(gap) // 2])
            found = sentences_of(f"{wrapped}{gap}{wrapped}")
            assert [" ".join(sentence.split()) for sentence in found] == expected * 2


def test_blank_line_and_line_per_paragraph_end_a_sentence() -> None:
    lines = ["Police said the road was closed", "Two people died."]
    for gap in ("\n\n", "\n"):
        assert sentences_of(gap.join(["It rained on Monday.", *lines])) == ["It rained on Monday.", *lines]


def test_paragraphs_are_counted_without_headings() -> None:
    text = "City closes bridge\n\nIt rained. It snowed.\n\nWhat next\n\nThe sun came out."
    source = source_from_text(text, "typed", SourceRole.SOURCE)
    assert [(sentence.paragraph, sentence.text) for sentence in split_sentences(source)] == [
        (0, "It rained."),
        (0, "It snowed."),
        (1, "The sun came out."),
    ]


def test_list_entries_lose_their_markers_and_datelines_their_place() -> None:
    text = "LONDON (Reuters) - It rained. It snowed.\n\n  • Two people died.\n  • One was hurt.\n"
    assert sentences_of(text) == ["It rained.", "It snowed.", "Two people died.", "One was hurt."]


def test_source_built_without_paragraphs_is_split_by_line_outside_its_regions() -> None:
    text = "City closes bridge\nIt rained. It snowed.\n\nThe sun came out."
    title = Region(span=Span(start=0, end=18), kind=RegionKind.TITLE, reason="is the title")
    assert [sentence.text for sentence in split_sentences(make_source(text, regions=(title,)))] == [
        "It rained.",
        "It snowed.",
        "The sun came out.",
    ]


def test_text_without_sentence_ends_is_cut_so_that_a_parser_can_take_it() -> None:
    words = "word " * 5000
    found = sentence_spans(words)
    assert all(end - start <= 3000 for start, end in found)
    assert " ".join(words[start:end] for start, end in found) == words.strip()


@pytest.mark.parametrize("text", ["", " \n ", "\u3000"])
def test_nothing_gives_nothing(text: str) -> None:
    assert split(text) == []
    assert sentences_of(text) == []


def test_seeds_read_as_sentences() -> None:
    counts = {source.path.rsplit("/", 1)[-1][:3]: len(split_sentences(source)) for source in seeds()}
    assert counts == {"000": 38, "001": 14, "002": 14, "003": 47, "004": 69}
    for source in seeds():
        for sentence in split_sentences(source):
            # Every one begins like a sentence and ends like one; the last of a text may have been cut off.
            assert sentence.text[0].isupper() or sentence.text[0] in "\"“‘'0123456789"
            assert sentence.text.rstrip("\"”’'")[-1] in ".!?:"


WORDS = st.one_of(
    st.sampled_from(
        ["Mr.", "U.S.", "a.m.", "Aug. 12.", "“Yes.”", "he said.", "The end.", "...", "What?", "6.1", "'\"", "\n"]
    ),
    st.text(max_size=12),
)


@settings(deadline=None)  # the language model is unpacked when it is first used
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_sentences_cover_their_paragraph_but_for_whitespace(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@settings(deadline=None)  # the language model is unpacked when it is first used
@given(st.lists(WORDS, max_size=25).map(" ".join), st.sampled_from(["\n\n", "\r\n"]))
def test_sentences_and_regions_cover_a_source_but_for_whitespace_and_list_markers(text: str, gap: str) -> None:
    source = source_from_text(f"City closes bridge{gap}It rained.{gap}{text}", "typed", SourceRole.SOURCE)
    sentences = split_sentences(source)
    assert all(sentence.text == sentence.span.of(source.text) for sentence in sentences)
    assert len({sentence.id for sentence in sentences}) == len(sentences)
    spans = sorted(
        [*(sentence.span for sentence in sentences), *(region.span for region in source.regions)],
        key=lambda span: span.start,
    )
    position = 0
    for span in spans:
        assert span.start >= position
        assert len(source.text[position : span.start].split()) <= 1
        position = span.end
    assert len(source.text[position:].split()) <= 1
