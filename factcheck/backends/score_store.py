"""NLI scores kept on disk, so that a second run over the same claims computes none.

A score is kept under the digest of model, premise and hypothesis: a changed model or claim never reads an old
score. The store is one SQLite file in write-ahead mode, which survives a crash and serves several processes at once.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from platformdirs import user_cache_path

from factcheck.ports import NliScorer
from factcheck.schema import ModelInfo, NliScores, StoreInfo

FILE_NAME = "nli-scores.sqlite3"
_BYTES_PER_SCORE = 90  # measured on a store of 100,000 scores, index and page slack included
_BUSY_SECONDS = 30.0
_VARIABLES = 500  # SQLite's oldest limit on the variables of a statement is 999
_SCHEMA = """
CREATE TABLE IF NOT EXISTS scores (
    key BLOB PRIMARY KEY, entailment REAL NOT NULL, neutral REAL NOT NULL, contradiction REAL NOT NULL, kept_at
    INTEGER NOT NULL
) WITHOUT ROWID
"""
_LOG = logging.getLogger("factcheck")


class ScoreStore:
    """The store in `folder`; at most about `max_bytes` of scores, of which the longest kept go first."""

    def __init__(self, folder: Path | None = None, max_bytes: int = 200_000_000) -> None:
        self.path = (folder or user_cache_path("factcheck")) / FILE_NAME
        self._max_scores = max(1, max_bytes // _BYTES_PER_SCORE)

    def read(self, keys: Sequence[bytes]) -> dict[bytes, NliScores]:
        """The kept scores among `keys`."""
        found: dict[bytes, NliScores] = {}
        with self._open() as store:
            for part in _parts(keys, _VARIABLES):
                marks = ",".join("?" * len(part))
                rows = store.execute(f"SELECT * FROM scores WHERE key IN ({marks})", part)  # noqa: S608 (only marks)
                for key, entailment, neutral, contradiction, _ in rows:
                    found[key] = NliScores(entailment=entailment, neutral=neutral, contradiction=contradiction)
        return found

    def keep(self, scores: dict[bytes, NliScores]) -> None:
        """Adds `scores`, and drops the longest kept where that makes too many."""
        now = int(time.time())
        rows = [(key, s.entailment, s.neutral, s.contradiction, now) for key, s in scores.items()]
        with self._open() as store, store:
            store.executemany("INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?, ?)", rows)
            (count,) = store.execute("SELECT COUNT(*) FROM scores").fetchone()
            if count > self._max_scores:
                surplus = count - int(0.9 * self._max_scores)
                store.execute(
                    "DELETE FROM scores WHERE key IN (SELECT key FROM scores ORDER BY kept_at LIMIT ?)", (surplus,)
                )

    def info(self) -> StoreInfo:
        """What is kept; nothing where there is no store yet."""
        if not self.path.is_file():
            return StoreInfo(path=str(self.path), scores=0, bytes=0)
        with self._open() as store:
            (count,) = store.execute("SELECT COUNT(*) FROM scores").fetchone()
        return StoreInfo(path=str(self.path), scores=count, bytes=self.path.stat().st_size)

    def clear(self) -> int:
        """Deletes all scores and says how many there were."""
        count = self.info().scores
        for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
            self.path.with_name(name).unlink(missing_ok=True)
        return count

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as store:
            store.execute("PRAGMA journal_mode=WAL")
            store.execute("PRAGMA synchronous=NORMAL")
            store.execute(_SCHEMA)
            yield store


class CachedNliScorer:
    """Scores pairs with `scorer`, but only those that `store` does not hold.

    A store that cannot be used (no space, no rights, a damaged file) costs time and no result: the pairs are
    computed, and a warning says why.
    """

    def __init__(self, scorer: NliScorer, store: ScoreStore) -> None:
        self._scorer, self._store = scorer, store

    @property
    def info(self) -> ModelInfo:
        """The model behind the store."""
        return self._scorer.info

    @property
    def backend(self) -> str:
        """What computes the scores that the store does not hold."""
        return str(getattr(self._scorer, "backend", type(self._scorer).__name__))

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order."""
        keys = [pair_key(self.info.sha256, *pair) for pair in pairs]
        known = self._read(keys)
        missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
        if missing:
            computed = dict(zip(missing, self._scorer.score(list(missing.values())), strict=True))
            self._keep(computed)
            known = {**known, **computed}
        return [known[key] for key in keys]

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, NliScores]:
        try:
            return self._store.read(keys)
        except (sqlite3.Error, OSError, ValueError) as error:
            _LOG.warning("The kept scores in %s cannot be read (%s); all pairs are computed.", self._store.path, error)
            return {}

    def _keep(self, scores: dict[bytes, NliScores]) -> None:
        try:
            self._store.keep(scores)
        except (sqlite3.Error, OSError) as error:
            _LOG.warning(
                "The scores cannot be kept in %s (%s); the next run computes them again.", self._store.path, error
            )


def pair_key(model: str, premise: str, hypothesis: str) -> bytes:
    """A digest of model, premise and hypothesis; lengths are part of it, so that no two pairs run together."""
    told = f"{model}\0{len(premise)}\0{premise}\0{hypothesis}"
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _parts(keys: Sequence[bytes], size: int) -> Iterator[list[bytes]]:
    rest = iter(keys)
    while part := list(islice(rest, size)):
        yield part
