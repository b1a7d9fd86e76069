"""The benchmark of the early exit: its other model has none, and the table counts what differs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.early_exit import WITH, WITHOUT, Row, main, rates_of, told, whole_model
from benchmarks.stories import Board
from factcheck.backends.onnx_nli import OnnxNliScorer
from factcheck.backends.weights import early_exit_of, read_manifest, shipped_folder
from tests.backends.test_nli import PAIRS, shipped_scores, triple
from tests.builders import make_scores


def test_the_whole_model_differs_in_nothing_but_the_exit() -> None:
    with whole_model(shipped_folder()) as folder:
        assert early_exit_of(folder) is None
        assert read_manifest(folder).sha256 != read_manifest(shipped_folder()).sha256
        whole = OnnxNliScorer(folder)
        scores = whole.score(PAIRS)
        rates = rates_of({WITH: shipped_folder(), WITHOUT: folder}, PAIRS[:2], 2)
    known = shipped_scores("onnx")
    assert sum(one.label is other.label for one, other in zip(scores, known, strict=True)) >= len(PAIRS) - 1
    apart = np.abs(np.array([triple(s) for s in scores]) - np.array([triple(s) for s in known])).max(axis=1)
    assert (apart < 1e-4).any(), "some pairs go on to the last layer"
    assert (apart > 1e-4).any(), "some pairs leave early"
    assert {name: len(found) for name, found in rates.items()} == {WITH: 2, WITHOUT: 2}
    assert not folder.exists()


def test_the_table_tells_the_ratio_and_the_labels_that_differ() -> None:
    pairs = [("a", "b"), ("b", "a"), ("c", "d")]
    sure, other = make_scores(entailment=0.9), make_scores(contradiction=0.9)
    rows = {
        WITH: Row(Board(), {pairs[0]: sure, pairs[1]: sure}),
        WITHOUT: Row(Board(), {pairs[0]: sure, pairs[1]: other, pairs[2]: sure}),
    }
    printed = told(rows, {WITH: [30.0, 20.0], WITHOUT: [10.0, 10.0]})
    assert "| with the exit | 25.0 |" in printed
    assert "pairs/s: 2.50x (rounds 2.00 to 3.00)" in printed
    assert printed.endswith("same label: 1 of 2 pairs")


def test_a_folder_without_stories_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--stories", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_no_rounds_are_refused() -> None:
    with pytest.raises(SystemExit):
        main(["--rounds", "0"])
