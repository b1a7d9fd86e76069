"""A teacher's answers in a file, pairs that nobody answered, and pairs of news."""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
import keep_answers
import train_nli
from training import kept
from training.data import NEUTRAL, UNLABELLED, Example
from training.ecb import FILES
from training.loop import Logits, Options
from training.news import SOURCE, news_pairs

OPTIONS = Options(learning_rate=1e-3, epochs=1, batch_tokens=64, max_length=32, seed=5)
EXAMPLES = [Example("a", str(number), NEUTRAL, "known") for number in range(3)]
THREE = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.25, 0.25, 0.5]], dtype=np.float32)


def test_kept_answers_are_found_by_their_pair_in_any_order(tmp_path: Path) -> None:
    kept.keep(tmp_path / "a.npz", [*EXAMPLES, EXAMPLES[0]], np.concatenate([THREE, THREE[:1]]))
    swapped = Example("0", "a", NEUTRAL, "known")
    found = kept.told(tmp_path / "a.npz", [EXAMPLES[2], swapped, EXAMPLES[0]])
    assert found[[0, 2]] == pytest.approx(THREE[[2, 0]], abs=1e-3)
    assert np.isnan(found[1]).all()
    assert b"known" not in (tmp_path / "a.npz").read_bytes()


def test_of_an_empty_file_nothing_is_told(tmp_path: Path) -> None:
    kept.keep(tmp_path / "a.npz", [], THREE[:0])
    assert np.isnan(kept.told(tmp_path / "a.npz", EXAMPLES)).all()


NO_ZIP = b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }".ljust(127) + b"\n"


@pytest.mark.parametrize("content", [None, b"no answers", b"PK\x03\x04 cut off", NO_ZIP])
def test_another_file_is_said_to_be_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(SystemExit, match=r"a\.npz: no answers of a teacher .* keep_answers\.py"):
        kept.told(tmp_path / "a.npz", EXAMPLES)


def test_a_file_that_lacks_a_pair_is_refused(tmp_path: Path) -> None:
    kept.keep(tmp_path / "a.npz", EXAMPLES[:2], THREE[:2])
    assert train_nli.answers(tmp_path / "a.npz", EXAMPLES[:2], OPTIONS) == pytest.approx(THREE[:2], abs=1e-3)
    with pytest.raises(SystemExit, match="1 of 3 pairs have no answer"):
        train_nli.answers(tmp_path / "a.npz", EXAMPLES, OPTIONS)


def write_set(folder: Path, name: str, hypotheses: list[str]) -> None:
    rows = [{"premise": "It rained.", "hypothesis": text, "label": "neutral"} for text in hypotheses]
    path = folder / f"{name}.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


RECIPE = """
seed = 3
mixture = "mixture.toml"
learning_rate = 1e-3
batch_tokens = 64
max_length = 32
[[phase]]
shares = "few"
epochs = 1
taught = ["train/known"]
siblings = 100
news_pairs = 9
"""


def test_answers_are_kept_of_the_taught_pairs_those_with_a_label_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_set(tmp_path, "train/known", ["It was wet.", "It was dry."])
    write_set(tmp_path, "train/other", ["It was late."])
    (tmp_path / "mixture.toml").write_text(
        'without_contradictions = []\n[few]\n"train/known" = 1.0\n"train/other" = 1.0\n', encoding="utf-8"
    )
    recipe, output = tmp_path / "recipe.toml", tmp_path / "answers.npz"
    recipe.write_text(RECIPE, encoding="utf-8")
    asked: list[list[str]] = []

    def answers(folder: Path, examples: list[Example], options: Options) -> Logits:
        asked.append([e.premise for e in examples])
        if len(asked) == 2:
            raise KeyboardInterrupt
        return np.full((len(examples), 3), 0.25, dtype=np.float32)

    monkeypatch.setattr(keep_answers, "answers", answers)
    monkeypatch.setattr(keep_answers, "_PART", 2)
    words = ["keep_answers.py", str(recipe), "--data", str(tmp_path), "--teacher", "X", "--output", str(output)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(KeyboardInterrupt):
        keep_answers.main()
    keep_answers.main()
    assert asked[0] == ["It rained.", "It rained."]
    assert sorted(asked[1]) == sorted(asked[2]) == ["It was dry.", "It was wet."]
    assert len(asked) == 3
    monkeypatch.setattr(
        train_nli, "news_pairs", lambda ecb, limit, rng: [Example("n", "m", UNLABELLED, SOURCE)] * limit
    )
    read, sets = train_nli.read_recipe(recipe)
    whole = train_nli.mixture(tmp_path, sets, read["phase"][0], read["seed"] + 1, tmp_path)
    assert len(whole) == 14
    examples = [e for e in whole if e.source == "known"]
    assert len(examples) == 4
    assert kept.told(output, examples) == pytest.approx(np.full((4, 3), 0.25))
    assert train_nli.answers(output, examples, OPTIONS) == pytest.approx(np.full((4, 3), 0.25))


# --- pairs of news ---------------------------------------------------------------------------------------------------


def test_pairs_of_news_are_the_claims_that_a_report_compares_both_ways(tmp_path: Path) -> None:
    said = ["The bridge over the Lund fell on Monday .", "The bridge over the Lund collapsed on Tuesday ."]
    documents = [{"id": f"3_{n}ecb", "topic": "3", "sentences": [text]} for n, text in enumerate(said, start=1)]
    for name, rows in zip(FILES, (documents, []), strict=True):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as target:
            target.writelines(json.dumps(row) + "\n" for row in rows)
    pairs = news_pairs(tmp_path, 10, random.Random(1))  # noqa: S311
    assert len(pairs) == 2
    assert {(e.label, e.source) for e in pairs} == {(UNLABELLED, SOURCE)}
    assert (pairs[0].premise, pairs[0].hypothesis) == (pairs[1].hypothesis, pairs[1].premise)
    assert len(news_pairs(tmp_path, 1, random.Random(1))) == 1  # noqa: S311


def test_a_recipe_with_pairs_of_news_needs_their_folder(tmp_path: Path) -> None:
    sets = {"none": {}, "without_contradictions": []}
    with pytest.raises(SystemExit, match="--ecb"):
        train_nli.mixture(tmp_path, sets, {"shares": "none", "news_pairs": 5}, 1)
