"""What kind of thing a named thing is said to be: "the frigate INS Karwa", "Tallow Ltd., a wholesaler of tea"."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from factcheck.schema import Record

# Of the kinds of one class a thing is but one. Words that may be said of one thing stand on one line.
_SHIPS = (
    "frigate", "destroyer", "corvette", "cruiser", "submarine", "minesweeper", "aircraft carrier", "tanker", "ferry",
    "trawler", "tugboat", "yacht", "icebreaker", "cruise ship", "container ship", "bulk carrier", "cargo ship",
    "patrol vessel|patrol boat|patrol ship|cutter",
)  # fmt: skip
_FIRMS = (
    "wholesaler|distributor|supplier", "store|shop|retailer|supermarket", "manufacturer|maker|producer", "restaurant",
    "bank", "insurer", "law firm", "airline", "brewery|brewer", "hotel",
)  # fmt: skip
_SCHOOLS = (
    "primary school|elementary school",
    "middle school",
    "high school|secondary school",
    "university",
    "kindergarten|nursery",
)
_HOUSES_OF_WORSHIP = ("church|cathedral|chapel", "mosque", "synagogue", "temple|gurdwara")
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "ship": _SHIPS,
    "business": _FIRMS,
    "school": _SCHOOLS,
    "house of worship": _HOUSES_OF_WORSHIP,
}
_KIND_OF = {
    word: (name, words.split("|")[0])
    for name, kinds in _CLASSES.items()
    for words in kinds
    for word in words.split("|")
}
_WORDS = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_CAPITALS = r"(?-i:[A-Z][\w.&'’-]*(?:\s(?:[A-Z][\w.&'’-]*|of\b(?=\s[A-Z])))*)"
# What may follow the head of a description, so that "a bank manager" is no bank.
_AFTER = "in|on|at|near|of|that|which|where|with|from|for|and|to|since|outside|based|owned|run|selling|built|carrying"
# "patrol vessel INS Karwa"
_BEFORE = re.compile(rf"\b({_WORDS})\s({_CAPITALS})", re.IGNORECASE)
# "Tallow Ltd., an organic tea store in", "INS Karwa is a frigate"
_BEHIND = re.compile(
    rf"\b({_CAPITALS})(?:,|\s(?:is|was|has\sbeen))\s(?:an?|the)\s((?:[\w'’-]+\s){{0,6}}?)({_WORDS})(?=[.,;:)]|$|\s(?:{_AFTER})\b)",
    re.IGNORECASE,
)
_JOINING = frozenset("of in at for from by with near on who which that to and or outside inside behind".split())
_PREFIXES = frozenset({"ins", "uss", "hms", "hmas", "hmcs", "mv", "mt", "ss", "rms", "the"})
_FORMS = frozenset({"ltd", "inc", "corp", "co", "plc", "llc", "company", "group", "gmbh", "distributors", "limited"})


class KindOfThing(Record):
    """One name with the kind of thing it is said to be; `name` are its telling words in lower case."""

    name: frozenset[str]
    written: str
    among: str
    kind: str


def kinds_of_things(text: str) -> tuple[KindOfThing, ...]:
    """Each name of a text that is said to be a ship, a business or the like of one kind, in text order."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[KindOfThing]:
    for match in _BEFORE.finditer(text):
        yield from _thing(match.group(2), match.group(1), match.group(0))
    for match in _BEHIND.finditer(text):
        if not set(match.group(2).casefold().split()) & _JOINING - {"and"}:
            yield from _thing(match.group(1), match.group(3), match.group(3))


def _thing(name: str, word: str, written: str) -> Iterator[KindOfThing]:
    words = [part.strip(".,").removesuffix("'s").removesuffix("’s") for part in name.casefold().split()]
    telling = frozenset(part for part in words if part not in _PREFIXES | _FORMS | {"of"})
    among, kind = _KIND_OF[word.casefold()]
    if telling and not telling & _KIND_OF.keys():
        yield KindOfThing(name=telling, written=written, among=among, kind=kind)


def same_name(left: KindOfThing, right: KindOfThing) -> bool:
    """Whether two names are one: all words of the shorter stand in the longer."""
    return left.name <= right.name or right.name <= left.name
