from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.schema import Region, RegionKind, Source, Span
from factcheck.stages.origins import find_origins
from tests.builders import make_source

WIRE = (
    "Six people were hurt on Monday when the old bridge at Karlin fell into the river, the harbour office said. "
    "Divers searched the water until dusk and found two empty cars. The bridge, built in 1964, had been inspected "
    "in March and was to be repaired next year. Mayor Ada Holm opened an inquiry and closed two more bridges of "
    "the same kind. Buses will take the northern road until further notice, the transport company said."
)
OWN_REPORT = (
    "A bridge has collapsed in Karlin, a harbour town of forty thousand. Nine people were taken to hospital. "
    "Witnesses told this newspaper that the middle of the bridge gave way as a timber lorry crossed it. "
    "The lorry's driver swam ashore. The town had put off repairs twice for want of money, records show."
)


def origins_of(**texts: str) -> dict[str, str]:
    return find_origins([make_source(text, id=name) for name, text in texts.items()])


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE.upper().replace(", ", " - "),
        WIRE.replace("Six people", "Nine people").replace("two empty cars", "three empty cars"),
        "KARLIN (Wire) -- " + WIRE,
        WIRE[: WIRE.index("Mayor Ada Holm")],
        WIRE + " The Karlin Post has asked readers who saw the fall of the bridge to send their pictures to the desk.",
    ],
    ids=["same", "retyped", "figures changed", "agency tag", "cut short", "paragraph added"],
)
def test_copies_share_an_origin(copy: str) -> None:
    origins = origins_of(a=WIRE, b=copy, c=OWN_REPORT)
    assert origins["a"] == origins["b"] != origins["c"]


def test_independent_reports_of_one_event_have_their_own_origins(seeds: Path) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))}
    assert len(texts) == 5
    assert len(set(origins_of(**texts).values())) == 5


def test_a_long_report_that_quotes_a_short_one_is_no_copy() -> None:
    origins = origins_of(a=WIRE[:108], b=WIRE[:108] + OWN_REPORT)
    assert origins["a"] != origins["b"]


def test_a_copy_of_a_copy_shares_the_first_ones_origin() -> None:
    words = WIRE.split()
    once, twice = " ".join(words[20:]), " ".join(words[42:])
    assert len(set(origins_of(a=WIRE, b=once, c=twice).values())) == 1
    assert len(set(origins_of(a=WIRE, c=twice).values())) == 2


def test_what_is_not_running_text_does_not_tell_copies_apart() -> None:
    comments = " ".join(f"Reader number {n} liked this report {n} times over." for n in range(40))
    text = f"{WIRE}\n{comments}"
    region = Region(span=Span(start=len(WIRE), end=len(text)), kind=RegionKind.COMMENT, reason="comments")
    one, other = make_source(WIRE, id="a"), make_source(text, id="b", regions=(region,))
    assert len(set(find_origins([one, other]).values())) == 1
    assert len(set(find_origins([one, make_source(text, id="b")]).values())) == 2


def test_texts_without_words_are_no_copies_of_each_other() -> None:
    assert len(set(origins_of(a="", b="", c="...").values())) == 3


def test_short_texts_are_compared_whole() -> None:
    origins = origins_of(a="Rain fell.", b="rain fell", c="Snow fell.")
    assert origins["a"] == origins["b"] != origins["c"]


def test_no_sources_have_no_origins() -> None:
    assert find_origins([]) == {}


def cut(text: str, start: int, length: int, name: str) -> Source:
    return make_source(" ".join(text.split()[start : start + length]), id=name)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_sources_does_not_matter(cuts: list[tuple[int, int]], order: random.Random) -> None:
    sources = [cut(WIRE, start, length, f"s{n}") for n, (start, length) in enumerate(cuts)]
    shuffled = sources.copy()
    order.shuffle(shuffled)
    assert find_origins(shuffled) == find_origins(sources)
