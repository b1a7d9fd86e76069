"""How aligned propositions are counted, on a written topic."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.alignment import Recall, main, stands_for, superpal_figures, topics_of, unheld
from tests.builders import make_claim

ROWS = [
    {
        "topic": "bridge",
        "doc": "one",
        "summary_sentence": "Six people were hurt when the Karlin bridge fell .",
        "doc_sentence": "Six people were hurt as the bridge of Karlin came down .",
        "summary_span": "Six people were hurt",
        "doc_span": "Six people were hurt",
    },
    {
        "topic": "bridge",
        "doc": "one",
        "summary_sentence": "Six people were hurt when the Karlin bridge fell .",
        "doc_sentence": "Bakers in Halm want higher wages .",
        "summary_span": "the Karlin bridge fell",
        "doc_span": "Bakers in Halm want higher wages",
    },
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, rows in (("superpal_mn_dev", ROWS), ("ecbplus_event_dev", []), ("ecbplus_docs_dev", [])):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def test_a_sentence_that_several_rows_name_stands_once() -> None:
    (topic,) = topics_of(ROWS)
    assert len(topic.documents["summary"]) == 1
    assert len(topic.documents["one"]) == 2
    assert [item.sentences for item in topic.aligned] == [
        (("summary", 0), ("one", 0)),
        (("summary", 0), ("one", 1)),
    ]


def test_half_of_the_shorter_ones_words_make_a_claim_stand_for_a_proposition() -> None:
    claim = make_claim("Six people were hurt in Karlin.")
    assert stands_for(claim, "six people")
    assert stands_for(claim, "Six were rescued")
    assert not stands_for(claim, "Nine ships sank")
    assert not stands_for(claim, "")


def test_figures_are_held_against_floors_and_ceilings() -> None:
    recall = Recall((True, True), (True, False), 30, 100, ())
    figures = superpal_figures([recall, recall])
    assert figures == {"propositions": 0.5, "sentences": 1.0, "candidates": 0.3}
    assert list(unheld(figures, {"propositions": 0.5, "max_candidates": 0.3})) == []
    assert list(unheld(figures, {"propositions": 0.9, "max_candidates": 0.2})) == [
        "propositions is 0.500, pinned is 0.900",
        "candidates is 0.300, pinned is 0.200",
    ]


def test_what_is_alike_is_found_and_a_broken_floor_is_a_1(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = data / "floors.toml"
    floors.write_text("[alignment]\npropositions = 0.5\n", encoding="utf-8")
    asked = ["--data", str(data), "--only", "superpal", "--floors", str(floors), "--list-missed", "5"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "aligned propositions among the candidates  1/2 = 0.500" in told
    assert "Bakers in Halm" in told.split("missed")[1]
    floors.write_text("[alignment]\npropositions = 0.6\n", encoding="utf-8")
    assert main(asked) == 1
    assert "BELOW FLOOR: propositions is 0.500" in capsys.readouterr().out


def test_data_that_is_not_there_is_a_2(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path)]) == 2
