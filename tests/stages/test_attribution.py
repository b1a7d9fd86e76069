"""Who says what: the sentences of attribution.tsv, a table that a journalist can read and add to."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.backends.parser import SpacyParser
from factcheck.schema import Claim
from factcheck.stages.extract import extract_claims
from factcheck.stages.segment import split_sentences
from tests.builders import make_source

TABLE = Path(__file__).with_name("attribution.tsv")
OPEN = "?"
OUTLET = "-"


def rows() -> list[tuple[str, str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


@pytest.fixture(scope="module")
def claims() -> dict[str, tuple[Claim, ...]]:
    """The claims of every text of the table; each text is read by itself, all are parsed in one call."""
    parser = SpacyParser()
    sources = [make_source(text) for text in dict.fromkeys(row[0] for row in rows())]
    sentences = [split_sentences(source) for source in sources]
    parses = iter(parser.parse([sentence.text for own in sentences for sentence in own]))
    return {
        source.text: extract_claims(source, own, [next(parses) for _ in own])[0]
        for source, own in zip(sources, sentences, strict=True)
    }


def test_the_table_is_large_enough() -> None:
    assert len(rows()) >= 60


@pytest.mark.parametrize(("text", "words", "speaker", "verb"), rows())
def test_the_speaker_is_who_the_text_names(
    claims: dict[str, tuple[Claim, ...]], text: str, words: str, speaker: str, verb: str
) -> None:
    found = [claim for claim in claims[text] if words.casefold() in claim.text.casefold()]
    assert found, [claim.text for claim in claims[text]]
    speakers = {claim.speaker for claim in found}
    if speaker == OUTLET:
        assert speakers == {None}
    elif speaker == OPEN:
        assert None not in speakers
        assert all(claim.unresolved for claim in found)
    else:
        assert {(name or "").removeprefix("The ").casefold() for name in speakers} == {
            speaker.removeprefix("The ").casefold()
        }
