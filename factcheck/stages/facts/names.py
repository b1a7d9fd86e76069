"""The curated tables of names: aliases of places, organisations and peoples, and which place lies within which.

The tables are data files beside this module; `more_names` adds to them those of a newsroom's settings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from anyascii import anyascii

from factcheck.schema import EntityType

_TYPES = {
    "places": EntityType.PLACE,
    "organisations": EntityType.ORGANISATION,
    "groups": EntityType.GROUP,
}
_CAPITALS_MATTER = 3  # letters: "US" is a country, "us" is not; "Who" asks, "WHO" advises


Entries = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Entries beside those of the tables: section, the form that all spellings share, the other spellings."""
_MORE: ContextVar[Entries] = ContextVar("more_names", default=())


@contextmanager
def more_names(names: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[None]:
    """While it lasts, the tables hold `names` too, which win: section -> form that all spellings share -> the others.

    Sections are `places`, `organisations`, `groups`, and `surnames` for spellings of family names.
    """
    entries = tuple(
        (section, name, tuple(spellings)) for section, rows in names.items() for name, spellings in rows.items()
    )
    token = _MORE.set(entries)
    try:
        yield
    finally:
        _MORE.reset(token)


class KnownName(NamedTuple):
    """What a spelling stands for."""

    canonical: str
    type: EntityType


def name_key(text: str) -> str:
    """A spelling without accents, case, dots and spare spaces, for comparison only."""
    plain = anyascii(text).casefold().replace(".", "").replace("-", " ")
    return " ".join(plain.replace("'", "").split())


def known_name(text: str) -> KnownName | None:
    """The entry of a spelling in the alias table; short spellings count in their own capitals only."""
    name = text.strip()
    if len(name.replace(".", "")) <= _CAPITALS_MATTER:
        return _table(_MORE.get()).get(name)
    table = _table(_MORE.get())
    return table.get(name) or table.get(name_key(name))


def longest_known() -> int:
    """The greatest number of words in a spelling of the table."""
    return _longest(_MORE.get())


@cache
def also_people() -> frozenset[str]:
    """Places whose name people bear as well."""
    return frozenset(_tables()["also_people"]["names"])


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it, in lower case without dot."""
    return frozenset(_tables()["titles"]["words"])


def surname_key(surname: str) -> str:
    """A family name with its transliterations brought to one."""
    key = name_key(surname)
    return _variants("surnames", _MORE.get()).get(key, key)


def given_name_key(given: str) -> str:
    """A given name with its short forms brought to one."""
    key = name_key(given)
    return _variants("given_names", ()).get(key, key)


def state_behind(canonical: str) -> str | None:
    """The state that a capital or seat of government speaks for ("the Kremlin" -> Russia), None where it is none."""
    found = _tables()["metonyms"].get(canonical)
    return None if found is None else str(found)


def are_confusable(left: str, right: str) -> bool:
    """Whether two names look alike and are known never to mean one thing."""
    return frozenset((name_key(left), name_key(right))) in _confusable()


def places_around(canonical: str) -> tuple[str, ...]:
    """The places that a place is known to lie in, nearest first; () where the table does not know it."""
    found: list[str] = []
    place = canonical
    while place in _around() and _around()[place] not in found:
        place = _around()[place]
        found.append(place)
    return tuple(found)


# --- tables ----------------------------------------------------------------------------------------------------------


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("aliases.toml").read_text(encoding="utf-8"))


@cache
def _table(more: Entries) -> Mapping[str, KnownName]:
    """Spelling or its key -> entry; earlier sections win, and a place of the gazetteer is a known name too."""
    table: dict[str, KnownName] = {}
    for spelling, known in (*_added(more), *_aliases(), *_gazetteer_names()):
        table.setdefault(spelling, known)
        if len(spelling.replace(".", "")) > _CAPITALS_MATTER:
            table.setdefault(name_key(spelling), known)
    return table


@cache
def _longest(more: Entries) -> int:
    return max(len(spelling.split()) for spelling in _table(more))


def _added(more: Entries) -> Iterator[tuple[str, KnownName]]:
    for section, canonical, spellings in more:
        if section in _TYPES:
            for spelling in (canonical, *spellings):
                yield spelling, KnownName(canonical, _TYPES[section])


def _aliases() -> Iterator[tuple[str, KnownName]]:
    for section, kind in _TYPES.items():
        for canonical, spellings in _tables()[section].items():
            own = [] if kind is EntityType.GROUP else [canonical]
            for spelling in (*own, *spellings):
                yield spelling, KnownName(canonical, kind)


def _gazetteer_names() -> Iterator[tuple[str, KnownName]]:
    for outer, inner in _gazetteer().items():
        for place in (outer, *inner):
            yield place, KnownName(place, EntityType.PLACE)


@cache
def _gazetteer() -> Mapping[str, list[str]]:
    tables = tomllib.loads(files(__package__).joinpath("gazetteer.toml").read_text(encoding="utf-8"))
    return {str(outer): [str(place) for place in inner] for outer, inner in tables["within"].items()}


@cache
def _around() -> Mapping[str, str]:
    return {place: outer for outer, inner in _gazetteer().items() for place in inner}


@cache
def _variants(section: str, more: Entries) -> Mapping[str, str]:
    entries = [*_tables()[section].items(), *((name, others) for part, name, others in more if part == section)]
    return {name_key(spelling): name_key(name) for name, spellings in entries for spelling in (name, *spellings)}


@cache
def _confusable() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(name_key(name) for name in pair) for pair in _tables()["confusable"]["pairs"])
