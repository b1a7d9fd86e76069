"""Fitting and measuring on invented clashes whose shares can be counted by hand."""

from __future__ import annotations

import tomllib
from itertools import product

import numpy as np
import pytest

from benchmarks.fit_verdicts import (
    Case,
    calibration_lines,
    fitted,
    held_out_probabilities,
    kept,
    measured,
    page,
    picture,
    reliability,
    scale_of_rules,
    standardised,
    with_rules,
)
from factcheck.schema import Calibration
from factcheck.stages.verdicts.calibration import RuledScale, scaled


def case(story: str, listed: bool, number: int, **fields: object) -> Case:
    given = {"features": {"seen": float(listed), "noise": 0.0}, "label": "hard" if listed else "no", "ruled": None}
    given |= fields
    return Case(story, listed=number if listed else None, key=("number", story, str(number)), **given)  # type: ignore[arg-type]


def noisy(stories: str, rows: int) -> list[Case]:
    """Cases whose one telling feature is right in four of five."""
    draw = np.random.default_rng(7)
    found = []
    for story, number in product(stories, range(rows)):
        listed = number % 3 == 0
        seen = listed if draw.random() < 0.8 else not listed
        found.append(case(story, listed, number, features={"seen": float(seen), "noise": draw.random()}))
    return found


def test_bins_hold_what_was_stated_and_what_is_listed_and_an_unlisted_pair_counts_in_part() -> None:
    cases = [
        case("a", True, 1),
        case("a", False, 2),
        case("b", True, 3),
        case("b", False, 4, label="unlisted"),
        case("b", False, 5),
    ]
    found = reliability(cases, np.array([0.92, 0.04, 0.94, 0.96, 0.02]))
    assert (found.pairs, found.stories) == (5, 2)
    low, high = found.bins
    assert (low.low, low.high, low.pairs, low.mean, low.share) == (0.0, 0.1, 2, 0.03, 0.0)
    assert (high.pairs, high.share) == (3, round(2 / 2.3, 3))
    assert high.mean == pytest.approx((0.92 + 0.94 + 0.3 * 0.96) / 2.3, abs=0.001)
    assert found.error == pytest.approx((2 * 0.03 + 2.3 * abs(high.mean - high.share)) / 4.3, abs=0.001)


def test_what_the_rules_say_is_scaled_by_how_often_they_are_right_in_other_stories() -> None:
    raised = [case(story, number % 2 == 0, number, ruled=0.9) for story in "abc" for number in range(40)]
    assert scaled(0.9, scale_of_rules(raised)) == pytest.approx(0.5, abs=0.02)
    assert scale_of_rules([*raised, case("a", True, 99)]).pairs == 120
    right_in_a = [case("a", True, number, ruled=0.9) for number in range(40)]
    stated = with_rules([*raised[40:], *right_in_a], np.zeros(120))
    assert stated[-1] == pytest.approx(0.5, abs=0.02)
    assert stated[0] > 0.65
    assert with_rules([case("a", True, 1)], np.array([0.3]))[0] == 0.3


def test_a_story_has_no_part_in_its_own_probabilities() -> None:
    cases = noisy("abcd", 30)
    _, x, _, _ = standardised(cases)
    before = held_out_probabilities(cases, x)
    turned = [
        case(c.story, c.listed is None, n, features=c.features) if c.story == "a" else c for n, c in enumerate(cases)
    ]
    after = held_out_probabilities(turned, x)
    own = np.array([c.story == "a" for c in cases])
    assert np.allclose(before[own], after[own])
    assert not np.allclose(before[~own], after[~own])


def test_a_feature_that_tells_gives_probabilities_that_hold() -> None:
    bare = [case(story, True, 99, features={}, ruled=0.95) for story in "ab"]
    found = measured([*noisy("abcde", 60), *bare])
    assert found.pairs == 302
    assert found.error < 0.1
    assert found.bins[0].share < 0.3
    assert found.bins[-1].share > 0.5


def test_the_file_is_read_back_and_its_weights_can_be_kept() -> None:
    cases = noisy("abc", 30)
    found = measured(cases)
    scale = RuledScale(slope=0.7, offset=-0.4, pairs=43)
    text = "\n".join([fitted(cases), *calibration_lines(found, scale)]) + "\n"
    table = tomllib.loads(text)
    assert Calibration.model_validate(table["calibration"]) == found
    assert RuledScale.model_validate(table["ruled"]) == scale
    assert set(table["contradiction"]["features"]) == {"seen", "noise"}
    assert tomllib.loads(kept(text)) == {"contradiction": table["contradiction"]}
    with pytest.raises(ValueError, match="no weights"):
        kept("[calibration]\npairs = 1\n")


def test_page_and_picture_tell_every_bin() -> None:
    found = measured(noisy("abc", 40))
    told, drawn = page(found, RuledScale(slope=0.7, offset=-0.4, pairs=43)), picture(found)
    assert "by 43 such pairs" in told
    assert all(f"| {one.pairs} | {one.mean * 100:.0f} % | {one.share * 100:.0f} % |" in told for one in found.bins)
    assert drawn.count("<circle") == len(found.bins)
    assert "probability stated" in drawn
