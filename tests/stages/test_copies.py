"""Copies of one text that give a figure differently, on the real parser and the readers of figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import permutations

import pytest

from factcheck.backends.parser import SpacyParser
from factcheck.pipeline import read_claims, read_facts
from factcheck.schema import ContradictionKind, CopyChange, Severity, Source
from factcheck.stages.copies import find_changed_figures
from factcheck.stages.findings import copy_findings
from tests.builders import make_source

WIRE = (
    "Six people were hurt on Monday when the old bridge at Karlin fell into the river. "
    "Divers found two empty cars. The bridge was built in 1964. "
    "Repairs were due to last four months and to cost 1.5 million euros."
)

Find = Callable[..., tuple[CopyChange, ...]]


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


@pytest.fixture
def changes(parser: SpacyParser) -> Find:
    def find(*texts: str, origins: tuple[str, ...] = ()) -> tuple[CopyChange, ...]:
        sources = [make_source(text, id=f"s{number}") for number, text in enumerate(texts)]
        _, claims, _ = read_claims(sources, parser)
        one = origins or ("o",) * len(texts)
        return find_changed_figures(
            claims, read_facts(claims, sources, parser), {s.id: o for s, o in zip(sources, one, strict=True)}
        )

    return find


def values(change: CopyChange) -> list[str]:
    return [variant.written for variant in change.variants]


@pytest.mark.parametrize(
    ("old", "new", "kind", "written"),
    [
        ("Six people", "Nine people", ContradictionKind.NUMBER, ["Six people", "Nine people"]),
        ("two empty cars", "three empty cars", ContradictionKind.NUMBER, ["two empty cars", "three empty cars"]),
        ("in 1964", "in 1946", ContradictionKind.DATE, ["in 1964", "in 1946"]),
        ("four months", "four years", ContradictionKind.DURATION, ["four months", "four years"]),
        ("1.5 million euros", "15 million euros", ContradictionKind.NUMBER, ["1.5 million euros", "15 million euros"]),
        ("Six people were hurt", "One person was hurt", ContradictionKind.NUMBER, ["Six people", "One person"]),
    ],
)
def test_a_figure_that_one_copy_changed_is_named_with_both_values(
    changes: Find, old: str, new: str, kind: ContradictionKind, written: list[str]
) -> None:
    found = changes(WIRE, WIRE.replace(old, new))
    assert len(found) == 1
    assert found[0].kind is kind
    for value, expected in zip(sorted(values(found[0])), sorted(written), strict=True):
        assert value.casefold() in expected.casefold() or expected.casefold() in value.casefold()


def test_equal_copies_changed_nothing(changes: Find) -> None:
    assert changes(WIRE, WIRE, WIRE.upper().capitalize()) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [("1.5 million euros", "1,500,000 euros"), ("Six people", "6 people"), ("four months", "about four months")],
)
def test_the_same_figure_in_other_words_is_no_change(changes: Find, old: str, new: str) -> None:
    assert changes(WIRE, WIRE.replace(old, new)) == ()


def test_other_words_around_a_figure_are_another_statement(changes: Find) -> None:
    assert changes("Six people were hurt in Karlin.", "Nine people were hurt in Doren.") == ()


def test_texts_of_two_origins_are_no_copies(changes: Find) -> None:
    assert changes(WIRE, WIRE.replace("Six", "Nine"), origins=("o1", "o2")) == ()


def test_a_source_with_both_figures_changed_none(changes: Find) -> None:
    both = "Six people were hurt. Nine people were hurt."
    assert changes(both, both) == ()
    assert changes(both, "Six people were hurt.") == ()


def test_what_most_copies_print_comes_first_whatever_their_order(changes: Find) -> None:
    changed = WIRE.replace("Six people", "Nine people")
    for texts in permutations([WIRE, WIRE, changed]):
        (change,) = changes(*texts)
        assert [len(variant.claim_ids) for variant in change.variants] == [2, 1]
        assert "six" in change.variants[0].written.casefold()


def test_the_finding_names_values_sources_and_dates(parser: SpacyParser) -> None:
    sources = [
        make_source(WIRE, id="a", publisher="Karlin Post", published_at=datetime(2025, 3, 4, 8, 30)),
        make_source(WIRE.replace("Six people", "Nine people"), id="b", path="in/daily.txt"),
    ]
    _, claims, _ = read_claims(sources, parser)
    found = find_changed_figures(claims, read_facts(claims, sources, parser), {"a": "o", "b": "o"})
    (finding,) = copy_findings(found, claims, sources)
    assert (finding.rule, finding.severity) == ("copy-changed-figure", Severity.ERROR)
    assert 'Karlin Post (4 March 2025, 08:30) has "Six" (6' in finding.message
    assert 'daily.txt (no date given) has "Nine" (9' in finding.message
    assert {claim.source_id for claim in claims if claim.id in finding.claim_ids} == {"a", "b"}


def test_figures_without_differing_dates_leave_the_dates_out(parser: SpacyParser) -> None:
    sources: list[Source] = [make_source(WIRE, id="a"), make_source(WIRE.replace("Six", "Nine"), id="b")]
    _, claims, _ = read_claims(sources, parser)
    found = find_changed_figures(claims, read_facts(claims, sources, parser), {"a": "o", "b": "o"})
    (finding,) = copy_findings(found, claims, sources)
    assert "date" not in finding.message
