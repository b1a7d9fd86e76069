"""Figures, floors and diagram of the NLI model, on logits written by hand instead of computed ones."""

from __future__ import annotations

import gzip
import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from benchmarks import calibration
from benchmarks.calibration import BEGIN, END, DevFile, figures_of, main, put_between_markers, reliability, unheld
from factcheck.backends.weights import read_manifest, shipped_folder

SURE, UNSURE = 4.0, 0.2


def logits(labels: str, strength: float = SURE) -> np.ndarray:
    """One row a letter, e, n or c, whose label is called with that strength."""
    return np.array([[strength * (label == own) for own in "enc"] for label in labels])


def dev_file(called: str, gold: str, strength: float = SURE) -> DevFile:
    return DevFile("some", logits(called, strength), np.array(["encx".index(g) for g in gold]), np.ones(len(gold), int))


def test_figures_are_those_counted_by_hand() -> None:
    found = figures_of(
        dev_file("eenccn", "ennccc"), read_manifest(shipped_folder()).model_copy(update={"bias": (0, 0, 0)})
    )
    assert found["accuracy"] == pytest.approx(4 / 6)
    assert found["called_contradiction"] == pytest.approx(2 / 6)
    assert (found["entailment_precision"], found["entailment_recall"]) == (0.5, 1.0)
    assert (found["contradiction_precision"], found["contradiction_recall"]) == (1.0, pytest.approx(2 / 3))


def test_a_class_that_does_not_occur_has_no_figure() -> None:
    found = figures_of(dev_file("nn", "nn"), read_manifest(shipped_folder()))
    assert "contradiction_recall" not in found
    assert "contradiction_precision" not in found


def test_of_a_two_way_file_the_window_that_entails_most_counts() -> None:
    windows = DevFile("two", logits("enncnn"), np.array([0, 3]), np.array([3, 3]))
    assert figures_of(windows, read_manifest(shipped_folder()))["balanced_accuracy"] == 1.0


def test_floors_and_ceilings_that_are_not_held_are_named() -> None:
    figures = {"some": {"accuracy": 0.8, "called_contradiction": 0.06}}
    assert list(unheld(figures, {"some": {"accuracy": 0.8, "max_called_contradiction": 0.06}})) == []
    short = list(
        unheld(figures, {"some": {"accuracy": 0.81, "max_called_contradiction": 0.05}, "gone": {"accuracy": 0}})
    )
    assert short == [
        "some: accuracy is 0.800, pinned is 0.810",
        "some: called_contradiction is 0.060, pinned is 0.050",
        "gone: there is no accuracy",
    ]


def test_bins_hold_all_pairs_once() -> None:
    probabilities = np.array([[0.9, 0.05, 0.05], [0.92, 0.04, 0.04], [0.4, 0.35, 0.25]])
    bins = reliability(probabilities, np.array([0, 1, 0]))
    assert [round(b.share, 3) for b in bins] == [0.333, 0.667]
    assert [b.accuracy for b in bins] == [1.0, 0.5]
    assert bins[1].confidence == pytest.approx(0.91)


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    assert put_between_markers(f"a\n{BEGIN}\nold\n{END}\nb", "new") == f"a\n{BEGIN}\nnew\n{END}\nb"
    with pytest.raises(ValueError, match="no lines"):
        put_between_markers("a card", "new")


class Counting:
    """Stands for the scorer: calls every pair an entailment and remembers how many it was asked."""

    asked = 0

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def logits(self, pairs: list[tuple[str, str]]) -> np.ndarray:
        Counting.asked += len(pairs)
        return logits("e" * len(pairs), UNSURE)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command on two small files and a folder with a card, and a scorer that counts."""
    data, model = tmp_path / "dev", tmp_path / "model"
    data.mkdir()
    model.mkdir()
    rows = {"three": ("entailment", "neutral"), "two": ("entailment", "not_entailment")}
    for name, labels in rows.items():
        with gzip.open(data / f"{name}.jsonl.gz", "wt", encoding="utf-8") as out:
            for label in labels:
                out.write(json.dumps({"premise": "It rained.", "hypothesis": "It was wet.", "label": label}) + "\n")
    for name in ("config.json", "manifest.json"):
        shutil.copy(shipped_folder() / name, model)
    (model / "README.md").write_text(f"Card\n{BEGIN}\n{END}\n", encoding="utf-8")
    monkeypatch.setattr(calibration, "OnnxNliScorer", Counting)
    Counting.asked = 0
    return ["--data", str(data), "--model", str(model), "--kept", str(tmp_path / "kept")]


def test_one_command_writes_table_diagram_and_figures(command: list[str], tmp_path: Path) -> None:
    assert main([*command, "--write", "--out", str(tmp_path / "figures.json")]) == 0
    card = (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert "| three | 2 | 0.500 |" in card
    assert "balanced accuracy 0.500" in card
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["figures"]
    assert figures["union"]["pairs"] == 2
    diagram = ET.parse(tmp_path / "model" / "reliability.svg").getroot()  # noqa: S314 (our own diagram)
    assert len(diagram.findall(".//{http://www.w3.org/2000/svg}circle")) == 2


def test_a_second_run_computes_nothing_even_at_another_temperature(command: list[str], tmp_path: Path) -> None:
    main(command)
    assert Counting.asked == 4
    manifest = tmp_path / "model" / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content | {"temperature": 2.0}), encoding="utf-8")
    main(command)
    assert Counting.asked == 4
    manifest.write_text(json.dumps(content | {"files": content["files"] | {"model.onnx": "0" * 64}}), encoding="utf-8")
    main(command)
    assert Counting.asked == 8


def test_a_floor_that_is_not_held_fails(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text("[nli.three]\naccuracy = 0.5\n", encoding="utf-8")
    assert main([*command, "--floors", str(floors)]) == 0
    floors.write_text("[nli.three]\naccuracy = 0.6\n", encoding="utf-8")
    assert main([*command, "--floors", str(floors)]) == 1
    assert "BELOW FLOOR: three: accuracy is 0.500, pinned is 0.600" in capsys.readouterr().out


def test_a_folder_without_dev_files_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--data", str(tmp_path)])
    assert "benchmarks/README.md" in capsys.readouterr().err
