"""The store of results: what it keeps, what it never mixes up, and what it survives."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from factcheck.backends.kept import KeptEmbedder, KeptNliScorer, KeptParser
from factcheck.backends.result_store import PARSES, SCORES, VECTORS, ResultStore, key_of, pair_key
from factcheck.schema import ModelInfo, NliScores, Parse, Token

PAIRS = [("A dog sleeps.", "A cat sleeps."), ("It rained.", "It was wet."), ("A dog sleeps.", "A cat sleeps.")]
TEXTS = ["A dog sleeps.", "Él llegó — “late”.", "A dog sleeps.", ""]


class CountingScorer:
    """Scores by length, and remembers what it was asked."""

    def __init__(self, sha256: str = "model-1") -> None:
        self.info = ModelInfo(role="nli", name="counting", sha256=sha256)
        self.asked: list[tuple[str, str]] = []

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        self.asked += pairs
        return [score_of(premise) for premise, _ in pairs]


class CountingParser:
    """Makes each word a token, and remembers what it was asked."""

    def __init__(self, sha256: str = "model-1") -> None:
        self.info = ModelInfo(role="parser", name="counting", sha256=sha256)
        self.asked: list[str] = []

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        self.asked += texts
        return [parse_of(text) for text in texts]


class CountingEmbedder:
    """Turns length into a direction, and remembers what it was asked."""

    def __init__(self, sha256: str = "model-1") -> None:
        self.info = ModelInfo(role="embedding", name="counting", sha256=sha256)
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.stack([vector_of(text) for text in texts]) if texts else np.zeros((0, 3), dtype=np.float32)


def score_of(premise: str) -> NliScores:
    share = 1 / (1 + len(premise))
    return NliScores(entailment=share, neutral=1 - 1.5 * share, contradiction=0.5 * share)


def parse_of(text: str) -> Parse:
    tokens, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        tokens.append(
            Token(
                text=word, lemma=word.lower(), pos="X", tag="FW", dep="dep", head=0, start=start, end=at, entity="GPE"
            )
        )
    return Parse(text=text, tokens=tuple(tokens))


def vector_of(text: str) -> NDArray[np.float32]:
    return np.array([np.cos(len(text)), np.sin(len(text)), 1 / 3], dtype=np.float32)


# --- a second run computes nothing -----------------------------------------------------------------------------------


def test_scores_are_computed_once(tmp_path: Path) -> None:
    first, second = CountingScorer(), CountingScorer()
    expected = [score_of(premise) for premise, _ in PAIRS]
    assert KeptNliScorer(first, ResultStore(tmp_path)).score(PAIRS) == expected
    assert first.asked == PAIRS[:2]
    assert KeptNliScorer(second, ResultStore(tmp_path)).score(PAIRS) == expected
    assert second.asked == []


def test_parses_are_computed_once(tmp_path: Path) -> None:
    first, second = CountingParser(), CountingParser()
    expected = [parse_of(text) for text in TEXTS]
    assert KeptParser(first, "1", ResultStore(tmp_path)).parse(TEXTS) == expected
    assert first.asked == [*TEXTS[:2], ""]
    assert KeptParser(second, "1", ResultStore(tmp_path)).parse(TEXTS) == expected
    assert second.asked == []


def test_vectors_are_computed_once_and_kept_to_the_bit(tmp_path: Path) -> None:
    first, second = CountingEmbedder(), CountingEmbedder()
    expected = np.stack([vector_of(text) for text in TEXTS])
    np.testing.assert_array_equal(KeptEmbedder(first, ResultStore(tmp_path)).embed(TEXTS), expected)
    assert first.asked == [*TEXTS[:2], ""]
    kept = KeptEmbedder(second, ResultStore(tmp_path)).embed(TEXTS)
    np.testing.assert_array_equal(kept, expected)
    assert kept.dtype == np.float32
    assert second.asked == []


def test_only_what_is_new_is_computed(tmp_path: Path) -> None:
    KeptParser(CountingParser(), "1", ResultStore(tmp_path)).parse(TEXTS)
    later = CountingParser()
    texts = ["It rained.", *TEXTS]
    assert KeptParser(later, "1", ResultStore(tmp_path)).parse(texts) == [parse_of(text) for text in texts]
    assert later.asked == ["It rained."]


def test_no_texts_and_no_pairs(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    assert KeptParser(CountingParser(), "1", store).parse([]) == []
    assert KeptNliScorer(CountingScorer(), store).score([]) == []
    assert KeptEmbedder(CountingEmbedder(), store).embed([]).shape == (0, 3)


def test_the_first_new_text_is_announced_and_a_known_one_is_not(tmp_path: Path) -> None:
    told: list[str] = []
    KeptParser(CountingParser(), "1", ResultStore(tmp_path), lambda: told.append("new")).parse(TEXTS)
    assert told == ["new"]
    KeptParser(CountingParser(), "1", ResultStore(tmp_path), lambda: told.append("again")).parse(TEXTS)
    assert told == ["new"]


# --- nothing is mixed up ---------------------------------------------------------------------------------------------


def test_another_model_never_reads_old_results(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    for sha256 in ("model-1", "model-2"):
        scorer, parser, embedder = CountingScorer(sha256), CountingParser(sha256), CountingEmbedder(sha256)
        KeptNliScorer(scorer, store).score(PAIRS)
        KeptParser(parser, "1", store).parse(TEXTS)
        KeptEmbedder(embedder, store).embed(TEXTS)
        assert (len(scorer.asked), len(parser.asked), len(embedder.asked)) == (2, 3, 3)


def test_another_edition_of_the_parser_never_reads_old_parses(tmp_path: Path) -> None:
    KeptParser(CountingParser(), "spacy 1", ResultStore(tmp_path)).parse(TEXTS)
    later = CountingParser()
    KeptParser(later, "spacy 2", ResultStore(tmp_path)).parse(TEXTS)
    assert len(later.asked) == 3


def test_keys_tell_direction_and_boundaries_apart() -> None:
    keys = {pair_key("m", "a", "b"), pair_key("m", "b", "a"), pair_key("m", "ab", ""), pair_key("n", "a", "b")}
    assert len(keys) == 4
    assert len({key_of("a", "b"), key_of("ab", ""), key_of("b", "a"), key_of("a\0", "b"), key_of("ab")}) == 5


# --- its bound -------------------------------------------------------------------------------------------------------


def test_what_was_kept_longest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ResultStore(tmp_path, max_bytes=100_000)
    monkeypatch.setattr("factcheck.backends.result_store.time.time", iter(range(1, 300)).__next__)
    keys = [key_of("m", str(number)) for number in range(200)]
    for number, key in enumerate(keys):
        store.keep(VECTORS, {key: np.full(384, number, dtype=np.float32)})
    kept = list(store.read(VECTORS, keys))
    assert kept
    assert set(kept) == set(keys[-len(kept) :])
    assert len(kept) < 100_000 / (4 * 384)
    assert store.path.stat().st_size < 150_000


def test_the_bound_is_on_all_kinds_of_results_together(tmp_path: Path) -> None:
    store = ResultStore(tmp_path, max_bytes=200_000)
    for start in range(0, 3000, 300):
        names = [str(number) for number in range(start, start + 300)]
        store.keep(SCORES, {pair_key("m", name, "h"): score_of(name) for name in names})
        store.keep(PARSES, {key_of("m", name): parse_of(f"It rained {name} times.") for name in names})
    assert store.info().scores < 3000
    assert store.info().texts < 3000
    assert store.path.stat().st_size < 400_000


def test_more_keys_than_one_statement_takes(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    keys = [pair_key("m", str(n), "h") for n in range(1203)]
    store.keep(SCORES, {key: score_of("p") for key in keys})
    assert set(store.read(SCORES, keys)) == set(keys)


def test_clear_and_info(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    assert (store.info().scores, store.info().texts, store.info().bytes) == (0, 0, 0)
    assert not store.path.exists()
    store.keep(SCORES, {pair_key("m", "p", "h"): score_of("p")})
    store.keep(PARSES, {key_of("m", "p"): parse_of("p")})
    store.keep(VECTORS, {key_of("m", "p"): vector_of("p")})
    assert (store.info().scores, store.info().texts) == (1, 2)
    assert store.clear() == 3
    assert list(tmp_path.iterdir()) == []


def test_only_its_owner_reads_what_is_kept_of_the_texts(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    with store._open() as held:  # while it is open, the other two files are there as well
        held.execute("INSERT INTO scores VALUES (x'00', 0.1, 0.2, 0.7, 0.5, 1)")
        held.commit()
        assert len(list(tmp_path.iterdir())) == 3
        for path in tmp_path.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


# --- damage ----------------------------------------------------------------------------------------------------------


def test_a_damaged_store_costs_no_result_and_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = ResultStore(tmp_path)
    store.path.write_bytes(b"this is no database" * 100)
    assert KeptNliScorer(CountingScorer(), store).score(PAIRS) == [score_of(premise) for premise, _ in PAIRS]
    assert KeptParser(CountingParser(), "1", store).parse(TEXTS) == [parse_of(text) for text in TEXTS]
    assert KeptEmbedder(CountingEmbedder(), store).embed(TEXTS).shape == (4, 3)
    assert str(store.path) in caplog.text
    assert len(caplog.records) == 1


@pytest.mark.parametrize("value", [b"no parse", "text", 3, bytes.fromhex("789c")])
def test_a_damaged_result_is_computed_again(tmp_path: Path, caplog: pytest.LogCaptureFixture, value: object) -> None:
    store = ResultStore(tmp_path)
    KeptParser(CountingParser(), "1", store).parse(TEXTS)
    with sqlite3.connect(store.path) as held:
        held.execute("UPDATE parses SET parse = ?", (value,))
    assert KeptParser(CountingParser(), "1", store).parse(TEXTS) == [parse_of(text) for text in TEXTS]
    assert caplog.records
    again = CountingParser()
    assert KeptParser(again, "1", ResultStore(tmp_path)).parse(TEXTS) == [parse_of(text) for text in TEXTS]
    assert again.asked == []


def test_a_store_with_scores_alone_is_used_further(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "nli-scores.sqlite3") as old:
        old.execute(
            "CREATE TABLE scores (key BLOB PRIMARY KEY, entailment REAL NOT NULL, neutral REAL NOT NULL, "
            "contradiction REAL NOT NULL, kept_at INTEGER NOT NULL) WITHOUT ROWID"
        )
        old.execute("INSERT INTO scores VALUES (?, 0.25, 0.5, 0.25, 1)", (pair_key("model-1", *PAIRS[0]),))
    scorer, parser = CountingScorer(), CountingParser()
    store = ResultStore(tmp_path)
    (old_scores,) = KeptNliScorer(scorer, store).score(PAIRS[:1])
    assert (old_scores.neutral, old_scores.same_fact) == (0.5, None)
    assert scorer.asked == []
    newer = score_of("p").model_copy(update={"same_fact": 0.75})
    store.keep(SCORES, {b"newer": newer})
    assert ResultStore(tmp_path).read(SCORES, [b"newer"]) == {b"newer": newer}
    assert KeptParser(parser, "1", store).parse(TEXTS) == [parse_of(text) for text in TEXTS]


def keep_some(folder: str, start: int) -> None:
    store = ResultStore(Path(folder))
    for n in range(start, start + 40):
        store.keep(SCORES, {pair_key("m", str(n), "h"): score_of("p")})
        store.keep(PARSES, {key_of("m", str(n)): parse_of("p")})


def test_two_processes_keep_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=keep_some, args=(str(tmp_path), start)) for start in (0, 40)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert (ResultStore(tmp_path).info().scores, ResultStore(tmp_path).info().texts) == (80, 80)
    with sqlite3.connect(ResultStore(tmp_path).path) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_new_file_that_another_process_is_writing_is_waited_for(tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    with closing(sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE theirs (x)")
        other.execute("BEGIN IMMEDIATE")
        end = threading.Timer(0.2, other.execute, ["COMMIT"])
        end.start()
        store.keep(SCORES, {pair_key("m", "a", "h"): score_of("p")})
        end.join()
    assert store.info().scores == 1
