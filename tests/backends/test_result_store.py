from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from factcheck.backends.score_store import CachedNliScorer, ScoreStore, pair_key
from factcheck.schema import ModelInfo, NliScores

PAIRS = [("A dog sleeps.", "A cat sleeps."), ("It rained.", "It was wet."), ("A dog sleeps.", "A cat sleeps.")]


class CountingScorer:
    """Scores by length, and remembers what it was asked."""

    def __init__(self, sha256: str = "model-1") -> None:
        self.info = ModelInfo(role="nli", name="counting", sha256=sha256)
        self.asked: list[tuple[str, str]] = []

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        self.asked += pairs
        return [score_of(premise) for premise, _ in pairs]


def score_of(premise: str) -> NliScores:
    share = 1 / (1 + len(premise))
    return NliScores(entailment=share, neutral=1 - 1.5 * share, contradiction=0.5 * share)


def test_a_second_run_computes_nothing(tmp_path: Path) -> None:
    first, second = CountingScorer(), CountingScorer()
    expected = [score_of(premise) for premise, _ in PAIRS]
    assert CachedNliScorer(first, ScoreStore(tmp_path)).score(PAIRS) == expected
    assert first.asked == PAIRS[:2]
    assert CachedNliScorer(second, ScoreStore(tmp_path)).score(PAIRS) == expected
    assert second.asked == []


def test_another_model_never_reads_old_scores(tmp_path: Path) -> None:
    CachedNliScorer(CountingScorer(), ScoreStore(tmp_path)).score(PAIRS)
    other = CountingScorer("model-2")
    CachedNliScorer(other, ScoreStore(tmp_path)).score(PAIRS)
    assert other.asked == PAIRS[:2]


def test_keys_tell_direction_and_boundaries_apart() -> None:
    keys = {pair_key("m", "a", "b"), pair_key("m", "b", "a"), pair_key("m", "ab", ""), pair_key("n", "a", "b")}
    assert len(keys) == 4


def test_the_longest_kept_scores_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ScoreStore(tmp_path, max_bytes=900)
    monkeypatch.setattr("factcheck.backends.score_store.time.time", iter(range(1, 30)).__next__)
    keys = [pair_key("m", str(n), "h") for n in range(12)]
    for key in keys:
        store.keep({key: score_of("p")})
    kept = store.read(keys)
    assert len(kept) <= 10
    assert keys[-1] in kept
    assert keys[0] not in kept


def test_more_keys_than_one_statement_takes(tmp_path: Path) -> None:
    store = ScoreStore(tmp_path)
    keys = [pair_key("m", str(n), "h") for n in range(1203)]
    store.keep({key: score_of("p") for key in keys})
    assert set(store.read(keys)) == set(keys)


def test_clear_and_info(tmp_path: Path) -> None:
    store = ScoreStore(tmp_path)
    assert (store.info().scores, store.info().bytes) == (0, 0)
    store.keep({pair_key("m", "p", "h"): score_of("p")})
    assert store.info().scores == 1
    assert store.clear() == 1
    assert not store.path.exists()


def test_a_damaged_store_costs_no_result(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = ScoreStore(tmp_path)
    store.path.write_bytes(b"this is no database" * 100)
    assert CachedNliScorer(CountingScorer(), store).score(PAIRS) == [score_of(premise) for premise, _ in PAIRS]
    assert str(store.path) in caplog.text


def keep_some(folder: str, start: int) -> None:
    store = ScoreStore(Path(folder))
    for n in range(start, start + 40):
        store.keep({pair_key("m", str(n), "h"): score_of("p")})


def test_two_processes_keep_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=keep_some, args=(str(tmp_path), start)) for start in (0, 40)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert ScoreStore(tmp_path).info().scores == 80
    with sqlite3.connect(ScoreStore(tmp_path).path) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
