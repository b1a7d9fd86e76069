"""The small parts of claim extraction that need no parse: inflection, quotations, the finish of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.schema import Sentence, Span
from factcheck.stages.extract.inflection import past_tense
from factcheck.stages.extract.phrasing import finished
from factcheck.stages.extract.quotations import find_quotations, quotation_around
from factcheck.stages.extract.speakers import without_titles


@pytest.mark.parametrize(
    ("lemma", "past"),
    [
        ("kill", "killed"), ("leave", "left"), ("injure", "injured"), ("stop", "stopped"), ("carry", "carried"),
        ("destroy", "destroyed"), ("admit", "admitted"), ("offer", "offered"), ("bring", "brought"), ("fix", "fixed"),
        ("level", "leveled"), ("wound", "wounded"),
    ],
)  # fmt: skip
def test_past_tense(lemma: str, past: str) -> None:
    assert past_tense(lemma) == past


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("the bridge was closed,", "The bridge was closed."),
        ("- it was a “listening exercise,”", "It was a “listening exercise”."),
        ("it came at 4 p.m.", "It came at 4 p.m."),
        ("they fought in the U.S.", "They fought in the U.S."),
        ("he called it “glorification of Nazism.”", "He called it “glorification of Nazism.”"),
        ("get out!", "Get out!"),
        (" ,;", ""),
    ],
)
def test_a_claim_ends_like_a_sentence(words: str, sentence: str) -> None:
    assert finished(words) == sentence


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("President Volodymyr Zelenskyy", "Volodymyr Zelenskyy"),
        ("Genesee County Sheriff Robert Hill", "Robert Hill"),
        ("John King", "John King"),
        ("Martin Luther King Jr.", "Martin Luther King Jr."),
        ("President", "President"),
    ],
)
def test_titles_are_no_part_of_a_name(name: str, bare: str) -> None:
    assert " ".join(without_titles(name.split())) == bare


def paragraphs(*texts: str) -> tuple[str, list[Sentence]]:
    """A source's text and one sentence a paragraph."""
    sentences, start = [], 0
    for number, text in enumerate(texts):
        span = Span(start=start, end=start + len(text))
        sentences.append(Sentence(id=f"s.{number}", source_id="s", span=span, text=text, paragraph=number))
        start += len(text) + 2
    return "\n\n".join(texts), sentences


@pytest.mark.parametrize(
    ("texts", "quoted"),
    [
        (['"We lost," he said. "We will rebuild."'], ["We lost,", "We will rebuild."]),
        (["He called it a “disaster” and left."], ["disaster"]),
        (["“It was dark.", "“Nobody saw it.”"], ["It was dark.", "Nobody saw it."]),
        (['He said, "It was dark.', 'Nobody saw it," and left.'], ["It was dark.", "Nobody saw it,"]),
        (['A 5" pipe burst.'], []),
        (["“It was dark.", "The mayor left."], ["It was dark."]),
    ],
)
def test_quotations_are_found(texts: list[str], quoted: list[str]) -> None:
    text, sentences = paragraphs(*texts)
    assert [span.of(text) for span in find_quotations(text, sentences)] == quoted


def test_a_claim_is_quoted_when_nearly_all_its_words_are() -> None:
    quotation = Span(start=10, end=50)
    assert quotation_around([(12, 15), (20, 25)], [quotation], 0.8) == quotation
    assert quotation_around([(2, 5), (20, 25)], [quotation], 0.8) is None
    assert quotation_around([], [quotation], 0.8) is None


@given(texts=st.lists(st.text(alphabet="ab \"“”.'", min_size=1, max_size=20), min_size=1, max_size=4))
def test_quotations_lie_within_the_text_and_in_order(texts: list[str]) -> None:
    text, sentences = paragraphs(*texts)
    spans = find_quotations(text, sentences)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert list(spans) == sorted(spans, key=lambda span: span.start)
