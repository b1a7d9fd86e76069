"""The fourth output of the shipped model: its weights, the labels behind them, and the texts that these name."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
from training.ecb import FILES, detokenised, write_folders

from factcheck.backends.weights import read_manifest, same_fact_of, shipped_folder
from factcheck.errors import ModelError
from factcheck.stages.verdicts.one_fact import one_fact_weights

LABELS = Path(__file__).resolve().parents[2] / "models" / "labels" / "same_fact.tsv"


@pytest.mark.parametrize(
    ("tokens", "print_of_it"),
    [
        ("He did n't go , she said .", "He didn't go, she said."),
        ("`` We won , '' Lund said .", '"We won," Lund said.'),
        ("A 61 - year - old man ( Lund ) left .", "A 61-year-old man (Lund) left."),
    ],
)
def test_tokens_are_written_as_print_has_them(tokens: str, print_of_it: str) -> None:
    assert detokenised(tokens) == print_of_it


def test_a_folder_an_event_without_the_topics_of_the_stories(tmp_path: Path) -> None:
    documents = [
        {"id": "3_1ecb", "topic": "3", "sentences": ["Lund left ."]},
        {"id": "3_1ecbplus", "topic": "3", "sentences": ["Holm left ."]},
        {"id": "18_1ecb", "topic": "18", "sentences": ["Nobody left ."]},
    ]
    for name, rows in zip(FILES, (documents, []), strict=True):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as target:
            target.writelines(json.dumps(row) + "\n" for row in rows)
    folders = write_folders(tmp_path, tmp_path / "out")
    assert [folder.name for folder in folders] == ["3", "3plus"]
    assert (folders[0] / "3_1ecb.txt").read_text(encoding="utf-8") == "Lund left.\n"


def test_the_labels_name_claims_and_hold_none() -> None:
    with LABELS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) == one_fact_weights().pairs
    assert {row["label"] for row in rows} <= set("APNHS")
    assert all(len(row[f"{side}_digest"]) == 12 for row in rows for side in ("left", "right"))
    assert not any(" " in value for row in rows for value in row.values())


def test_the_shipped_weights_fit_the_model_and_the_manifest() -> None:
    folder = shipped_folder()
    weights = same_fact_of(folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert weights is not None
    assert len(weights.weight) == config["hidden_size"]
    assert "same_fact.json" in read_manifest(folder).files


def test_damaged_weights_are_told(tmp_path: Path) -> None:
    assert same_fact_of(tmp_path) is None
    (tmp_path / "same_fact.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"same_fact\.json"):
        same_fact_of(tmp_path)


def test_every_weighed_feature_has_a_weight() -> None:
    assert set(one_fact_weights().features) == {
        "similarity", "coverage_high", "coverage_low", "entailment_high", "entailment_low", "contradiction_high",
        "contradiction_low", "same_fact",
    }  # fmt: skip
