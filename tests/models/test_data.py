"""Reading labelled pairs: whatever is wrong is said with its file and line."""

# ruff: noqa: S311  the same examples at every run are wanted

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
from training.data import (
    CONTRADICTION,
    ENTAILMENT,
    NEUTRAL,
    NOT_ENTAILMENT,
    UNLABELLED,
    Example,
    mix,
    read_examples,
    siblings,
    swapped_contradictions,
    swapped_unlabelled,
    take_share,
)

ROWS = [
    {"premise": "It rained.", "hypothesis": "It was wet.", "label": "entailment"},
    {"premise": "It rained.", "hypothesis": "It was Monday.", "label": "neutral"},
    {"premise": "It rained.", "hypothesis": "It was dry.", "label": "contradiction"},
    {"premise": "It rained.", "hypothesis": "It snowed “hard”.", "label": "not_entailment"},
]


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.gz"])
def test_rows_are_read_in_order_with_their_set(tmp_path: Path, name: str) -> None:
    examples = read_examples(write(tmp_path / name, ROWS))
    assert [e.label for e in examples] == [ENTAILMENT, NEUTRAL, CONTRADICTION, NOT_ENTAILMENT]
    assert [e.hypothesis for e in examples] == [row["hypothesis"] for row in ROWS]
    assert {e.source for e in examples} == {"set"}


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", ROWS[:2])
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"set\.jsonl, line 3: not JSON"):
        read_examples(path)


@pytest.mark.parametrize("label", ["maybe", "", "Entailment"])
def test_an_unknown_label_is_named(tmp_path: Path, label: str) -> None:
    path = write(tmp_path / "set.jsonl", [ROWS[0], {**ROWS[1], "label": label}])
    with pytest.raises(SystemExit, match=r"set\.jsonl, line 2: label"):
        read_examples(path)


def test_a_missing_label_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", [{"premise": "a", "hypothesis": "b"}])
    with pytest.raises(SystemExit, match="line 1"):
        read_examples(path)


def examples_of(number: int, label: int = ENTAILMENT) -> list[Example]:
    return [Example(f"premise {i}", f"hypothesis {i}", label, "set") for i in range(number)]


@pytest.mark.parametrize(("share", "number"), [(0.0, 0), (0.3, 3), (1.0, 10), (1.5, 15), (2.0, 20)])
def test_share_of_the_examples(share: float, number: int) -> None:
    rows = examples_of(10)
    taken = take_share(rows, share, random.Random(1))
    assert len(taken) == number
    assert all(taken.count(row) >= int(share) for row in rows)
    assert all(taken.count(row) <= int(share) + 1 for row in rows)


def test_only_contradictions_are_swapped_and_keep_their_label() -> None:
    rows = [*examples_of(3, CONTRADICTION), *examples_of(3, ENTAILMENT), *examples_of(3, NEUTRAL)]
    swapped = swapped_contradictions(rows, 1.0, random.Random(1))
    assert {(e.premise, e.hypothesis, e.label) for e in swapped} == {
        (f"hypothesis {i}", f"premise {i}", CONTRADICTION) for i in range(3)
    }
    assert {e.source for e in swapped} == {"set/swapped"}


def test_a_long_premise_is_not_swapped_into_a_hypothesis() -> None:
    rows = [Example("long premise " * 20, "short hypothesis", CONTRADICTION, "set")]
    assert swapped_contradictions(rows, 1.0, random.Random(1)) == []


def test_mixture_takes_each_set_by_its_share_and_drops_contradictions_where_told(tmp_path: Path) -> None:
    write(tmp_path / "train" / "one.jsonl.gz", ROWS)
    write(tmp_path / "train" / "two.jsonl.gz", ROWS)
    mixed = mix(tmp_path, {"train/two": 2.0, "train/one": 1.0}, ["train/two"], random.Random(1))
    assert [e.source for e in mixed] == ["one"] * 4 + ["two"] * 6
    assert CONTRADICTION not in {e.label for e in mixed if e.source == "two"}
    again = mix(tmp_path, {"train/one": 1.0, "train/two": 2.0}, ["train/two"], random.Random(1))
    assert again == mixed


def test_pairs_for_teachers_alone_have_no_label_and_come_from_the_named_sets() -> None:
    scene = [Example("It rained.", text, label, "set") for label, text in enumerate(("Wet.", "Monday.", "Dry."))]
    other = [Example("It snowed.", "Cold.", ENTAILMENT, "other"), Example("It snowed.", "Hot.", NEUTRAL, "other")]
    turned = swapped_unlabelled([*scene, *other], ["train/set"], 1.0, random.Random(1))
    assert {(e.premise, e.hypothesis) for e in turned} == {(e.hypothesis, e.premise) for e in scene}
    made = siblings([*scene, *other], ["train/set"], 100, random.Random(1))
    assert len({(e.premise, e.hypothesis) for e in made}) == len(made) == 6
    assert {e.premise for e in made} == {"Wet.", "Monday.", "Dry."}
    assert {e.label for e in [*turned, *made]} == {UNLABELLED}
    assert len(siblings(scene, ["set"], 4, random.Random(1))) == 4
