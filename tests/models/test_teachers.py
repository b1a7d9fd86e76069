"""Which model says what is learnt beside the labels: teachers for the sets that they know, a keeper for the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
import train_nli
from training.data import NEUTRAL, Example
from training.loop import Logits, Options

OPTIONS = Options(learning_rate=1e-3, epochs=1, batch_tokens=64, max_length=32, seed=5, distillation=0.5)
EXAMPLES = [Example("a", str(number), NEUTRAL, source) for number, source in enumerate(("known", "other", "known"))]
SAID = {"A": 0.2, "B": 0.4, "K": 0.9}


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """Models that answer one value to everything; what each was asked."""
    questions: list[tuple[str, list[str]]] = []

    def answers(folder: Path, examples: list[Example], options: Options) -> Logits:
        assert options is OPTIONS
        questions.append((folder.name, [e.hypothesis for e in examples]))
        return np.full((len(examples), 3), SAID[folder.name], dtype=np.float32)

    monkeypatch.setattr(train_nli, "answers", answers)
    return questions


def test_teachers_answer_their_sets_and_the_keeper_the_others(asked: list[tuple[str, list[str]]]) -> None:
    found = train_nli.teacher_probabilities([Path("A"), Path("B")], Path("K"), EXAMPLES, OPTIONS, ["train/known"])
    assert found is not None
    assert found[:, 0].tolist() == pytest.approx([0.3, 0.9, 0.3])
    assert asked == [("A", ["0", "2"]), ("B", ["0", "2"]), ("K", ["1"])]


def test_without_a_keeper_the_other_sets_have_no_answer() -> None:
    found = train_nli.teacher_probabilities([Path("A")], None, EXAMPLES, OPTIONS, ["train/known"])
    assert found is not None
    assert np.isnan(found).all(axis=1).tolist() == [False, True, False]


def test_without_named_sets_teachers_answer_all(asked: list[tuple[str, list[str]]]) -> None:
    found = train_nli.teacher_probabilities([Path("B")], Path("K"), EXAMPLES, OPTIONS, None)
    assert [name for name, _ in asked] == ["B"]
    assert found is not None
    assert found == pytest.approx(np.full((3, 3), 0.4))


def test_no_teacher_no_answers() -> None:
    assert train_nli.teacher_probabilities([], Path("K"), EXAMPLES, OPTIONS, None) is None
