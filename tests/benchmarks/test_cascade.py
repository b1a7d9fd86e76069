"""The cascade: what is dismissed is neutral and unasked, no story is in its own filter, and the table counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.cascade import Cascade, Row, below_cosine, filters_without, fitted, main, nothing, table
from benchmarks.stories import Board, Share
from factcheck.api import load_models
from factcheck.pipeline import Models
from factcheck.schema import ModelInfo, NliScores
from factcheck.settings import Settings
from tests.builders import WordCountEmbedder, make_scores

STORIES = {
    "ferry": {
        "one": "Six people were hurt when the ferry hit a pier in Karlin.\n\nThe captain was sober.\n",
        "two": "Nine people were hurt when the ferry hit a pier in Karlin.\n\nDivers searched the harbour.\n",
    },
    "mill": {
        "one": "Two people were hurt when a mill burned down in Doven.\n\nThe mill was built in 1964.\n",
        "two": "Two people were hurt when a mill burned down in Doven.\n\nFlour dust had caught fire.\n",
    },
}


class Contrary:
    """Calls every pair a contradiction, and writes down what it was asked."""

    info = ModelInfo(role="nli", name="contrary", sha256="3" * 64)

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        self.asked += pairs
        return [make_scores(contradiction=0.9)] * len(pairs)


ALIKE = ("the mill burned", "the mill burned down")
APART = ("the mill burned", "divers searched harbours")


def test_what_is_dismissed_is_neutral_and_the_model_is_not_asked() -> None:
    model = Contrary()
    cascade = Cascade(model, WordCountEmbedder(), below_cosine(0.5))
    scores = cascade.score([APART, ALIKE, APART])
    assert [one.neutral for one in scores] == [1.0, pytest.approx(0.1), 1.0]
    assert model.asked == [ALIKE]
    assert (cascade.came, cascade.asked) == (3, 1)
    assert cascade.score([]) == []


def test_a_classifier_lets_pass_at_least_the_share_that_it_was_told() -> None:
    draw = np.random.default_rng(1)
    left, right = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in draw.normal(size=(2, 400, 8)))
    left, right = left.astype(np.float32), right.astype(np.float32)
    neutral = np.einsum("ij,ij->i", left, right) < 0.2
    strict, loose = fitted(left, right, neutral, (0.99, 0.6))
    dismissed = strict(left, right)
    assert dismissed[~neutral].mean() <= 0.02
    assert dismissed[neutral].mean() > 0.5
    assert (loose(left, right) >= dismissed).all()
    assert loose(left, right).sum() > dismissed.sum()


def test_pairs_that_are_all_neutral_teach_nothing() -> None:
    rows = np.eye(4, dtype=np.float32)
    (one,) = fitted(rows, rows, np.ones(4, dtype=np.bool_), (0.9,))
    assert not one(rows, rows).any()
    assert not nothing(rows, rows).any()


def test_a_story_is_in_none_of_its_own_filters() -> None:
    seen: list[str] = []

    class Spy(WordCountEmbedder):
        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            seen.extend(texts)
            return super().embed(texts)

    own, other = {ALIKE: make_scores(contradiction=0.9)}, {("a pier", "the pier"): make_scores()}
    filters_without("mill", {"mill": own, "ferry": other}, Spy())
    assert seen == ["a pier", "the pier"]


def test_the_table_says_how_many_pairs_were_asked_and_what_was_found() -> None:
    board = Board(hard=Share(1, 2), precision_strict=Share(1, 2))
    last = table({"cosine below 0.3": Row(board, came=300, asked=200, rate=45.0)}).splitlines()[-1]
    assert last.startswith("| cosine below 0.3 | 200 | 1.50x | 45.0 | 1/2 = 0.50 |")
    assert last.endswith("| 0.500 |")


def test_the_command_runs_over_stories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, texts in STORIES.items():
        (tmp_path / name / "sources").mkdir(parents=True)
        for source, text in texts.items():
            (tmp_path / name / "sources" / f"{source}.txt").write_text(text, encoding="utf-8")
        quotes = {side: {"source": side, "quote": texts[side][:21]} for side in ("one", "two")}
        item = {"id": name, "kind": "contradiction", "type": "number", "group": name, "strength": "hard"}
        rows = [{**item, "left": quotes["one"], "right": quotes["two"]}] if name == "ferry" else []
        (tmp_path / name / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    models = Models(load_models(Settings().models, Settings().cache).parser, WordCountEmbedder(), Contrary())
    assert main(["--stories", str(tmp_path), "--timed", "4"], models, Contrary()) == 0
    told = {line.split("|")[1].strip(): line for line in capsys.readouterr().out.splitlines()[2:]}
    assert "1/1 = 1.00" in told["none"]
    assert "1.00x" in told["none"]
    assert len(told) == 8
    assert "1/1 = 1.00" in told["settled by the rules"]
    assert main(["--stories", str(tmp_path), "--story", "mill"], models, Contrary()) == 2
