from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.schema import Region, RegionKind, Source, SourceRole, Span
from factcheck.stages.origins import agencies_of, find_copies, find_origins
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
    assert len(set(find_copies([one, other]).values())) == 1
    assert len(set(find_copies([one, make_source(text, id="b")]).values())) == 2


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


# --- agencies, and reports worked into longer ones ------------------------------------------------------------------

STORY = (
    "A fire destroyed the old fish market of Tarnau early on Friday. Nobody was hurt, the fire service said, but "
    "eleven stalls and the ice house are gone. The flames were seen from the far side of the bay. Firefighters from "
    "four towns needed five hours to put them out. The cause is not known; the police have sealed off the quay and "
    "asked for pictures. The market was built in 1911 and was to be a listed building from May."
)
REWRITTEN = (
    "Traders in Tarnau have lost their stalls. Nobody was hurt, the fire service said, but eleven stalls and the ice "
    "house are gone. Firefighters from four towns needed five hours to put them out. Mayor Jon Reker promised help "
    "with the rent. Fishermen will sell from their boats for now, and the town has set up a tent at the bus station."
)
OTHER_WORK = (
    "The harbour of Tarnau smelled of smoke for a third day. Ida Moll, who sold herring here for thirty years, stood "
    "at the fence and counted what is left: two scales, a sign, a chair. She means to go on. So does her neighbour, "
    "whose son has drawn plans for a hall of glass. The insurers will visit next week, and the council meets on "
    "Tuesday. Until then there is a tent, a kettle and a radio, and the herring comes from the boats as it did before "
    "the market was built. Old photographs hang on the fence, some of them with names that nobody can read any more."
)


def test_a_report_worked_into_a_longer_one_has_its_origin_but_is_compared() -> None:
    texts = {"a": STORY, "b": f"{OTHER_WORK} {STORY} {OWN_REPORT}"}
    assert len(set(origins_of(**texts).values())) == 1
    assert len(set(find_copies([make_source(text, id=name) for name, text in texts.items()]).values())) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"publisher": "AP"}, {"publisher": "Associated Press"}),
        ({"author": "Ann Lee, Reuters"}, {"publisher": "Reuters"}),
        ({"prefix": "TARNAU (AFP) - "}, {"suffix": " (AFP)"}),
        ({"suffix": " With reporting by Reuters."}, {"prefix": "(Reuters) "}),
    ],
)
def test_what_credits_one_agency_and_shares_a_statement_is_one_origin(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert len(set(find_origins(credited(one, other)).values())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"publisher": "AP"}, {}),
        ({"publisher": "AP"}, {"publisher": "Reuters"}),
        ({}, {"suffix": " Reuters"}),
    ],
)
def test_without_one_agency_a_shared_statement_is_no_copy(one: dict[str, str], other: dict[str, str]) -> None:
    assert len(set(find_origins(credited(one, other)).values())) == 2


def test_two_stories_of_one_agency_are_two() -> None:
    sources = [make_source(STORY, id="a", publisher="AP"), make_source(OTHER_WORK, id="b", publisher="AP")]
    assert len(set(find_origins(sources).values())) == 2


def credited(*credits: dict[str, str]) -> list[Source]:
    """A story and what was made of it, each with a credit as a field or as words before or behind the text."""
    found = []
    for name, text, credit in zip("ab", (STORY, REWRITTEN), credits, strict=True):
        fields = {key: value for key, value in credit.items() if key in {"publisher", "author"}}
        words = credit.get("prefix", "") + text + credit.get("suffix", "")
        found.append(make_source(words, id=name, **fields))
    return found


def test_an_agency_is_read_from_byline_and_dateline_but_not_from_a_caption() -> None:
    text = "By Ann Lee, Associated Press\nA crowd at the gate. REUTERS/J. Doe\nThe gate was closed."
    byline, caption = text.index("\n"), text.rindex("\n")
    regions = (
        Region(span=Span(start=0, end=byline), kind=RegionKind.BYLINE, reason="byline"),
        Region(span=Span(start=byline + 1, end=caption), kind=RegionKind.CAPTION, reason="caption"),
    )
    assert agencies_of(make_source(text, regions=regions)) == {"AP"}
    assert agencies_of(make_source("The app (AP is not in it) shows maps. The API changed.")) == frozenset()


def test_a_draft_that_copies_two_reports_makes_no_one_voice_of_them() -> None:
    draft = make_source(f"{STORY} {OWN_REPORT}", id="d", role=SourceRole.DRAFT)
    sources = [make_source(STORY, id="a"), make_source(OWN_REPORT, id="b"), draft]
    assert len(set(find_origins(sources).values())) == 3
