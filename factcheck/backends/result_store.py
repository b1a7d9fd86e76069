"""What models have computed, kept on disk, so that a second run over the same sources computes none of it again.

A result is kept under the digest of the model and the texts that it comes from: a changed model or text never reads an
old result. The store is one SQLite file in write-ahead mode, which survives a crash and serves several processes at
once. It holds the words of the texts (as parses), so only its owner may read it.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from factcheck.schema import NliScores, Parse, StoreInfo

V = TypeVar("V")
Column = float | bytes

FILE_NAME = "nli-scores.sqlite3"  # the name from when it held nothing else
_BUSY_SECONDS = 30.0
_BUSY_STEP_SECONDS = 0.01
_VARIABLES = 500  # SQLite's oldest limit on the variables of a statement is 999
_NEWEST = "same_fact"
_NONE = -1.0  # no probability: the model has no such output
_FASTEST = 1  # level of compression: the higher ones take longer than the parse is worth
_LOG = logging.getLogger("factcheck")


@dataclass(frozen=True)
class Shelf(Generic[V]):
    """One kind of result: its table, the columns that hold it, and how it becomes columns and again a result.

    `unpack` raises ValueError or zlib.error for columns that hold no such result.
    """

    table: str
    columns: tuple[str, ...]
    pack: Callable[[V], tuple[Column, ...]]
    unpack: Callable[[tuple[Column, ...]], V]


class ResultStore:
    """The store in `folder`, of about `max_bytes` at most; where it grows beyond, what was kept longest goes first."""

    def __init__(self, folder: Path | None = None, max_bytes: int = 200_000_000) -> None:
        self.path = (folder or user_cache_path("factcheck")) / FILE_NAME
        self._max_bytes = max_bytes
        self._complained = False

    def recall(self, shelf: Shelf[V], keys: Sequence[bytes], compute: Callable[[list[int]], Sequence[V]]) -> list[V]:
        """The result of each key: the kept one, else that which `compute` gives for the places of the missing keys.

        A key that stands several times is computed once. A store that cannot be used (no space, no rights, a damaged
        file) costs time and no result: everything is computed, and a warning says why.
        """
        try:
            known = self.read(shelf, keys)
        except (sqlite3.Error, OSError, ValueError, zlib.error) as error:
            self._complain(f"What is kept in {self.path} cannot be read ({error}); it is computed again.")
            known = {}
        places = {key: place for place, key in reversed(list(enumerate(keys))) if key not in known}
        if places:
            missing = sorted(places, key=places.__getitem__)
            computed = dict(zip(missing, compute([places[key] for key in missing]), strict=True))
            try:
                self.keep(shelf, computed)
            except (sqlite3.Error, OSError) as error:
                self._complain(f"Nothing can be kept in {self.path} ({error}); the next run computes it again.")
            known = {**known, **computed}
        return [known[key] for key in keys]

    def read(self, shelf: Shelf[V], keys: Sequence[bytes]) -> dict[bytes, V]:
        """The kept results among `keys`."""
        found: dict[bytes, V] = {}
        names = ", ".join(shelf.columns)
        with self._open() as store:
            for part in _parts(list(dict.fromkeys(keys)), _VARIABLES):
                marks = ",".join("?" * len(part))
                rows = store.execute(
                    f"SELECT key, {names} FROM {shelf.table} WHERE key IN ({marks})",  # noqa: S608 (our own names)
                    part,
                )
                found |= {key: shelf.unpack(tuple(columns)) for key, *columns in rows}
        return found

    def keep(self, shelf: Shelf[V], results: Mapping[bytes, V]) -> None:
        """Adds `results`, and makes room where the store has grown too large."""
        now = int(time.time())
        rows = [(key, *shelf.pack(result), now) for key, result in results.items()]
        names = ", ".join(("key", *shelf.columns, "kept_at"))
        marks = ", ".join("?" * (len(shelf.columns) + 2))
        with self._open() as store, store:
            store.executemany(
                f"INSERT OR REPLACE INTO {shelf.table} ({names}) VALUES ({marks})",  # noqa: S608 (our own names)
                rows,
            )
            self._make_room(store)

    def info(self) -> StoreInfo:
        """What is kept; nothing where there is no store yet."""
        if not self.path.is_file():
            return StoreInfo(path=str(self.path), scores=0, texts=0, bytes=0)
        with self._open() as store:
            scores, parses, vectors = (_count(store, shelf.table) for shelf in (SCORES, PARSES, VECTORS))
        return StoreInfo(path=str(self.path), scores=scores, texts=parses + vectors, bytes=self.path.stat().st_size)

    def clear(self) -> int:
        """Deletes all results and says how many there were."""
        found = self.info()
        for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
            self.path.with_name(name).unlink(missing_ok=True)
        return found.scores + found.texts

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)  # SQLite gives its other files the same rights
        with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as store:
            _write_ahead(store)
            store.execute("PRAGMA synchronous=NORMAL")
            for shelf in (SCORES, PARSES, VECTORS):
                columns = ", ".join(f"{name} NOT NULL" for name in shelf.columns)
                store.execute(
                    f"CREATE TABLE IF NOT EXISTS {shelf.table} (key BLOB PRIMARY KEY, {columns}, kept_at INTEGER "
                    f"NOT NULL) {'WITHOUT ROWID' if shelf is SCORES else ''}"  # which SQLite advises for short rows
                )
            _widen(store)
            yield store

    def _make_room(self, store: sqlite3.Connection) -> None:
        """Drops what was kept longest, a tenth of each shelf at a time, until a tenth of the room is free."""
        if _used_bytes(store) <= self._max_bytes:
            return
        dropped = 1
        while dropped and _used_bytes(store) > 0.9 * self._max_bytes:
            dropped = sum(_drop_tenth(store, shelf.table) for shelf in (SCORES, PARSES, VECTORS))

    def _complain(self, sentence: str) -> None:
        """One warning a store; the same trouble with the next kind of result is no news."""
        if not self._complained:
            _LOG.warning("%s", sentence)
        self._complained = True


def key_of(*told: str) -> bytes:
    """A digest of the words given; lengths are part of it, so that no two of them run together."""
    joined = "\0".join(f"{len(words)}\0{words}" for words in told)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def pair_key(model: str, premise: str, hypothesis: str) -> bytes:
    """A digest of model, premise and hypothesis; lengths are part of it, so that no two pairs run together."""
    told = f"{model}\0{len(premise)}\0{premise}\0{hypothesis}"
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _write_ahead(store: sqlite3.Connection) -> None:
    """Switches a new file to write-ahead mode, waiting for others as long as every other statement does.

    For this step alone SQLite answers "locked" at once, whatever timeout the connection has: of two processes that
    begin together, one would lose its results.
    """
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            store.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_BUSY_STEP_SECONDS)


def _widen(store: sqlite3.Connection) -> None:
    """Gives the scores of an older store the column that they had not: no such output was asked for then."""
    if all(name != _NEWEST for _, name, *_ in store.execute(f"PRAGMA table_info({SCORES.table})")):
        try:
            store.execute(f"ALTER TABLE {SCORES.table} ADD COLUMN {_NEWEST} NOT NULL DEFAULT {_NONE}")
        except sqlite3.OperationalError as error:
            if "duplicate column" not in str(error):  # another process was faster
                raise


def _count(store: sqlite3.Connection, table: str) -> int:
    (count,) = store.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608 (our own name)
    return int(count)


def _drop_tenth(store: sqlite3.Connection, table: str) -> int:
    """Drops the tenth of a shelf that was kept longest, one result at least, and says how many that were."""
    share = -(-_count(store, table) // 10)
    oldest = f"SELECT key FROM {table} ORDER BY kept_at LIMIT ?"  # noqa: S608 (our own name)
    return store.execute(f"DELETE FROM {table} WHERE key IN ({oldest})", (share,)).rowcount  # noqa: S608


def _used_bytes(store: sqlite3.Connection) -> int:
    """The pages of the file that hold something; the rest is used again before the file grows."""
    pages, free, size = (
        store.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _parts(keys: Sequence[bytes], size: int) -> Iterator[list[bytes]]:
    rest = iter(keys)
    while part := list(islice(rest, size)):
        yield part


# --- the shelves -----------------------------------------------------------------------------------------------------


def _pack_scores(scores: NliScores) -> tuple[Column, ...]:
    return (
        scores.entailment,
        scores.neutral,
        scores.contradiction,
        _NONE if scores.same_fact is None else scores.same_fact,
    )


def _unpack_scores(columns: tuple[Column, ...]) -> NliScores:
    entailment, neutral, contradiction, same_fact = map(float, columns)
    return NliScores(
        entailment=entailment,
        neutral=neutral,
        contradiction=contradiction,
        same_fact=None if same_fact == _NONE else same_fact,
    )


def _pack_parse(parse: Parse) -> tuple[Column, ...]:
    return (zlib.compress(parse.model_dump_json().encode("utf-8", "surrogatepass"), _FASTEST),)


def _unpack_parse(columns: tuple[Column, ...]) -> Parse:
    return Parse.model_validate_json(zlib.decompress(_bytes_of(columns)))


def _pack_vector(vector: NDArray[np.float32]) -> tuple[Column, ...]:
    return (np.asarray(vector, dtype="<f4").tobytes(),)


def _unpack_vector(columns: tuple[Column, ...]) -> NDArray[np.float32]:
    return np.frombuffer(_bytes_of(columns), dtype="<f4").astype(np.float32)


def _bytes_of(columns: tuple[Column, ...]) -> bytes:
    (value,) = columns
    if not isinstance(value, bytes):
        raise ValueError("it holds something else")
    return value


SCORES = Shelf("scores", ("entailment", "neutral", "contradiction", "same_fact"), _pack_scores, _unpack_scores)
PARSES = Shelf("parses", ("parse",), _pack_parse, _unpack_parse)
VECTORS = Shelf("vectors", ("vector",), _pack_vector, _unpack_vector)
