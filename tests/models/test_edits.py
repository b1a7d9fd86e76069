"""Generated pairs carry the label that a reader would give them."""

# ruff: noqa: S311  the same examples at every run are wanted

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
from training.data import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from training.edits import (
    EDITS,
    MONTHS,
    PLACES,
    WEEKDAYS,
    WORDS,
    article_neutrals,
    edit_figure,
    generate,
    mine_neutrals,
)

WEEKDAY, MONTH, PLACE = (edit for edit, _ in EDITS[1:])
FIGURES = {word: number for number, word in enumerate(WORDS)}


def made(sentence: str, tries: int = 300) -> set[tuple[str, str, int]]:
    """Everything that editing the figure of a sentence can yield."""
    found = (edit_figure(sentence, random.Random(seed)) for seed in range(tries))
    return {pair for pair in found if pair is not None}


def interval(text: str, template: str) -> tuple[float, float]:
    """The counts that a filled-in template admits, lowest and highest."""
    before, after = template.split("*")
    filled = text.removeprefix(before).removesuffix(after)
    number = re.search(r"[\d,]+$|[a-zA-Z]+$", filled)
    assert number, filled
    word = number[0].lower()
    value = float(FIGURES[word]) if word in FIGURES else float(word.replace(",", ""))
    bound = filled[: number.start()].strip().lower()
    above = {"more than": value + 1, "over": value + 1, "at least": value}
    below = {"fewer than": value - 1, "less than": value - 1, "under": value - 1}
    if bound in above:
        return above[bound], float("inf")
    if bound in below:
        return 0.0, below[bound]
    return value, value


@pytest.mark.parametrize(
    ("template", "figure"),
    [
        ("Rescuers pulled * people from the rubble of the factory on Sunday.", "14"),
        ("Rescuers pulled * people from the rubble of the factory on Sunday.", "fourteen"),
        ("The flood destroyed * homes along the lower river this week.", "2,300"),
        ("The flood destroyed * homes along the lower river this week.", "2300"),
        ("The jury heard * witnesses before it retired to consider its verdict.", "two"),
    ],
)
def test_label_follows_from_the_counts_that_both_sides_admit(template: str, figure: str) -> None:
    pairs = {
        pair for pair in made(template.replace("*", figure)) if not re.search(r"about|around|some|roughly", str(pair))
    }
    assert {label for _, _, label in pairs} == {ENTAILMENT, NEUTRAL, CONTRADICTION}
    for premise, hypothesis, label in pairs:
        (low, high), (least, most) = interval(premise, template), interval(hypothesis, template)
        if high < least or most < low:
            assert label == CONTRADICTION, (premise, hypothesis)
        elif least <= low and high <= most:
            assert label == ENTAILMENT, (premise, hypothesis)
        else:
            assert label == NEUTRAL, (premise, hypothesis)


def test_a_loose_figure_still_holds() -> None:
    sentence = "Rescuers pulled 14 people from the rubble of the factory on Sunday."
    loose = {pair for pair in made(sentence) if re.search(r"(about|around|some|roughly) 14", pair[1])}
    assert loose
    assert {label for _, _, label in loose} == {ENTAILMENT}


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was built in 1964 and has been repaired since then.",
        "More than 40 people were hurt in the crash on the motorway.",
        "The talks go on until late in the evening, the ministry said.",
        "The index closed at 4,812.55 points after a volatile session today.",
        "Police were called shortly after 11:30 that morning, a witness said.",
        "The 30-day truce was accepted by one side only, officials said.",
        "It was the 14th such attack in the region since the summer.",
        "He was paid $14 million for the role, the studio's accounts show.",
    ],
)
def test_what_counts_nothing_plainly_is_left_alone(sentence: str) -> None:
    assert not made(sentence, 30)


@pytest.mark.parametrize(
    ("edit", "names", "sentence"),
    [
        (WEEKDAY, WEEKDAYS, "The parliament in Oster votes on the budget on Thursday evening."),
        (MONTH, MONTHS, "The museum reopens in October after two years of repairs."),
        (PLACE, PLACES, "The delegation flew to Vienna for another round of talks."),
    ],
)
def test_another_name_of_the_same_kind_is_a_contradiction(edit: object, names: tuple[str, ...], sentence: str) -> None:
    assert callable(edit)
    own = next(name for name in names if name in sentence)
    for seed in range(40):
        premise, hypothesis, label = edit(sentence, random.Random(seed))
        assert premise == sentence
        assert label == CONTRADICTION
        other = next(name for name in names if name in hypothesis)
        assert other != own
        assert hypothesis == sentence.replace(own, other)


def test_two_names_of_one_kind_are_left_alone() -> None:
    sentence = "The delegation flew from Paris to Vienna for another round of talks."
    assert PLACE(sentence, random.Random(1)) is None
    repeated = "On Monday he said that Monday was the last day for bids."
    edited = WEEKDAY(repeated, random.Random(1))
    assert edited is not None
    assert "Monday" not in edited[1]


SENTENCES = [
    f"The council of {town} approved {number} new homes on {day} after a long debate, although residents had objected."
    for town in ("Karlin", "Oster", "Velm", "Harrow Bay")
    for number in (12, 40, 75)
    for day in WEEKDAYS
]


def test_generated_pairs_are_the_same_for_the_same_seed_and_bounded() -> None:
    first, second = generate(SENTENCES, 7, 50), generate(SENTENCES[::-1] + SENTENCES, 7, 50)
    assert first == second
    assert 50 <= len(first) <= 50 + 2 * len(EDITS)
    assert generate(SENTENCES, 8, 50) != first


def test_generated_labels_are_balanced_enough_to_teach_comparing() -> None:
    counts = Counter(example.label for example in generate(SENTENCES, 7, 1000))
    total = sum(counts.values())
    assert counts[ENTAILMENT] > 0.25 * total
    assert counts[CONTRADICTION] > 0.25 * total
    assert counts[NEUTRAL] > 0


def test_a_dropped_detail_is_entailed() -> None:
    shortened = [e for e in generate(SENTENCES, 7, 1000) if "although" not in e.hypothesis]
    assert shortened
    for example in shortened:
        assert example.label == ENTAILMENT
        assert example.premise.startswith(example.hypothesis.rstrip("."))


def test_sentences_too_short_or_too_long_are_left_alone() -> None:
    assert generate(["Six died on Monday.", "Six people died on Monday, " * 30], 7, 10) == []


def test_mined_neutrals_share_a_name_and_few_words() -> None:
    sentences = [
        "After the vote the mayor of Harrow Bay thanked everyone who had taken part in it.",
        "A cargo ship ran aground near Harrow Bay early today with a crew of nine aboard.",
        "Prices of fish at markets in Harrow Bay doubled within a single season last year.",
        "Nothing in this sentence has anything to do with what the others speak about here.",
    ]
    found = mine_neutrals(sentences, 3, 5)
    assert found
    for example in found:
        assert example.label == NEUTRAL
        assert example.premise != example.hypothesis
        assert "Harrow Bay" in example.premise
        assert "Harrow Bay" in example.hypothesis
    assert found == mine_neutrals(sentences, 3, 5)


def test_versions_of_one_sentence_are_never_mined_as_neutral() -> None:
    sentences = [
        "A cargo ship ran aground near Harrow Bay early today with a crew of nine.",
        "A cargo ship ran aground near Harrow Bay late today with a crew of ten.",
    ]
    assert mine_neutrals(sentences, 3, 5) == list[Example]()


ARTICLE = (
    "The ferry Astrid left Harrow Bay on Monday with a crew of nine aboard. "
    "Engineers had repaired one of its engines during the winter at a yard. "
    "Passengers from Harrow Bay said that the sea was calm all morning long. "
    "The owner, a small company, has run ships since the early seventies. "
    "The ferry Astrid left Harrow Bay on Monday with a crew of nine."
)


def test_article_neutrals_stand_apart_and_repeat_nothing() -> None:
    found = article_neutrals([ARTICLE], 5, 40)
    assert found
    for example in found:
        assert example.label == NEUTRAL
        assert abs(ARTICLE.index(example.premise) - ARTICLE.index(example.hypothesis)) > 60
        assert {example.premise[:16], example.hypothesis[:16]} != {"The ferry Astrid"}
    assert found == article_neutrals([ARTICLE, ARTICLE], 5, 40)
