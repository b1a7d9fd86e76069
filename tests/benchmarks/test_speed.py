"""The ratios of the speed benchmark, on answers that can be counted by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.speed import (
    BATCH_SIZES,
    CROSS_ENCODER,
    OURS,
    PIPELINE,
    Answer,
    Score,
    below_floors,
    fastest,
    main,
    rate,
    ratio,
    read_pairs,
    run,
    table,
)


def answer(seconds: float, labels: str = "ENC", processor: float = 1.0) -> Answer:
    return Answer(tuple(labels), seconds, processor, 200.0, 8)


class Scripted:
    """A contender that notes when it was asked what."""

    def __init__(self, name: str, asked: list[tuple[str, int]]) -> None:
        self.name, self._asked = name, asked

    def score(self, pairs: Sequence[tuple[str, str]]) -> Answer:
        self._asked.append((self.name, len(pairs)))
        return answer(1.0, "E" * len(pairs))


def test_ratios_are_of_the_same_rounds() -> None:
    own = [answer(1.0), answer(2.0, "EEE"), answer(1.0)]
    theirs = [answer(8.0, processor=9.0), answer(8.0, "EEC"), answer(6.0)]
    found = ratio("pipeline", theirs, own)
    assert (found.overall, found.least, found.middle, found.greatest) == (22 / 4, 4.0, 6.0, 8.0)
    assert found.by_processor_time == pytest.approx(11 / 3)
    assert found.same_label == pytest.approx(8 / 9)
    assert rate(own) == 9 / 4


def test_every_contender_scores_every_pair_once_in_an_order_that_turns() -> None:
    asked: list[tuple[str, int]] = []
    contenders = [Scripted(name, asked) for name in "abc"]
    pairs = [("p", str(number)) for number in range(7)]
    found = run(contenders, pairs, rounds=3)  # type: ignore[arg-type]
    assert [name for name, _ in asked] == [*"abc", *"abc", *"bca", *"cab"]
    assert {name: sum(len(a.labels) for a in answers) for name, answers in found.items()} == {"a": 7, "b": 7, "c": 7}


def test_the_batch_size_of_a_peer_is_the_one_that_costs_least(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, cost = 0.0, dict(zip(BATCH_SIZES, (9.0, 3.0, 2.0, 5.0), strict=True))

    def of_size(size: int) -> Score:
        def score(pairs: Sequence[tuple[str, str]]) -> list[str]:
            nonlocal clock
            clock += cost[size]
            return []

        return score

    monkeypatch.setattr("benchmarks.speed.time.process_time", lambda: clock)
    assert fastest(of_size, []) == BATCH_SIZES[2]


def test_a_ratio_below_its_floor_is_named() -> None:
    found = [ratio(PIPELINE, [answer(5.0)], [answer(1.0)]), ratio(CROSS_ENCODER, [answer(3.0)], [answer(1.0)])]
    assert below_floors(found, {PIPELINE: 6.0, CROSS_ENCODER: 2.5}) == ["pipeline: 5.00x, pinned is 6.00x"]


def test_the_table_names_every_contender() -> None:
    found = {name: [answer(2.0)] for name in (PIPELINE, CROSS_ENCODER, OURS)}
    printed = table(found, [ratio(PIPELINE, found[PIPELINE], found[OURS])])
    assert "| factcheck | 1.5 | 8 | 200 MB |" in printed
    assert "| pipeline | 1.00x | 1.00, 1.00, 1.00 | 1.00x | 1.000 |" in printed


def test_pairs_are_read_up_to_the_number_asked_for(tmp_path: Path) -> None:
    rows = [{"premise": f"p{number}", "hypothesis": "h", "label": "neutral"} for number in range(5)]
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert read_pairs(path, 2) == [("p0", "h"), ("p1", "h")]
    assert len(read_pairs(path, 9)) == 5


@pytest.mark.parametrize("argv", [[], ["--data", "no/such/file"]])
def test_a_missing_file_of_pairs_is_said_plainly(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(argv)
    assert "--data" in capsys.readouterr().err
