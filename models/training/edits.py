"""Generated pairs: one detail of a real sentence is changed, or said in other words.

A sentence with a figure, a weekday, a month or a place yields a hypothesis in which that detail is another one
(contradiction), the same one in other words (entailment), a looser bound that still holds (entailment), or a
tighter one that the sentence does not settle (neutral). Equal and compatible values are as frequent as clashes, so
that the model learns to compare values and not to fear an edit.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from nupunkt import sent_tokenize

from training.data import CONTRADICTION, ENTAILMENT, NEUTRAL, Example

WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
PLACES = (
    "France", "Germany", "Russia", "Ukraine", "China", "India", "Brazil", "Canada", "Mexico", "Japan", "Turkey",
    "Egypt", "Israel", "Iran", "Iraq", "Pakistan", "Australia", "Austria", "Spain", "Italy", "Poland", "Greece",
    "Nigeria", "Niger", "Kenya", "London", "Paris", "Berlin", "Moscow", "Beijing", "Washington", "Chicago", "Boston",
    "Houston", "Texas", "California", "Florida", "Alaska", "Geneva", "Vienna", "Tokyo", "Madrid", "Rome", "Cairo",
    "Baghdad", "Kabul",
)  # fmt: skip
BOUNDED = re.compile(
    r"\b(over|more than|as many as|as few as|at least|up to|less than|fewer than|under|about|around|nearly|almost|some"
    r"|roughly|only|just)\s+$",
    re.I,
)
FIGURE = re.compile(
    r"(?<![\w.,$£€/:-])(\d{1,3}(?:,\d{3})+|\d{1,4}|" + "|".join(WORDS[2:]) + r")(?![\w/:-]|[.,]\d|th\b|st\b)", re.I
)
YEAR_CONTEXT = re.compile(r"\b(in|since|of|by|from|until|during|year|season|and|to|–|-)\s+$", re.I)

DROPPABLE = re.compile(r"(with|after|before|while|as|including|because|although|which|who|following|during|despite)\s")

NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
LONGEST_ARTICLE = 20_000

Edit = Callable[[str, random.Random], tuple[str, str, int] | None]
"""A sentence -> (premise, hypothesis, label), or None where the sentence offers nothing to edit."""


def _value(text: str) -> int:
    lowered = text.lower()
    return WORDS.index(lowered) if lowered in WORDS else int(text.replace(",", ""))


def _spelled(value: int, like: str) -> str:
    if like.lower() in WORDS and value < len(WORDS):
        return WORDS[value].capitalize() if like[0].isupper() else WORDS[value]
    return f"{value:,}" if value >= 10_000 or "," in like else str(value)


def _other_form(value: int, text: str) -> str:
    return str(value) if text.lower() in WORDS else (WORDS[value] if value < len(WORDS) else text.replace(",", ""))


def _different(value: int, rng: random.Random) -> int:
    near = max(2, round(value * rng.choice((0.3, 0.5, 0.7, 0.8, 1.25, 1.5, 2.0, 3.0))))
    return near if near != value else value + rng.randint(1, 5)


def _pick_figure(sentence: str, rng: random.Random) -> re.Match[str] | None:
    """A figure that counts something: not bounded already, and not a year."""
    found = [
        m
        for m in FIGURE.finditer(sentence)
        if not BOUNDED.search(sentence[: m.start()])
        and not (1000 <= _value(m[0]) <= 2100 and (YEAR_CONTEXT.search(sentence[: m.start()]) or "," not in m[0]))
        and 2 <= _value(m[0]) <= 5_000_000
        and re.match(r"\s+[a-z]", sentence[m.end() :])
    ]
    return rng.choice(found) if found else None


def edit_figure(sentence: str, rng: random.Random) -> tuple[str, str, int] | None:
    """Another figure, the same in other digits, or a bound above or below it."""
    match = _pick_figure(sentence, rng)
    if match is None:
        return None
    value = _value(match[0])

    def put(text: str) -> str:
        return sentence[: match.start()] + text + sentence[match.end() :]

    lower, higher = (
        max(1, value - max(1, round(value * rng.uniform(0.05, 0.4)))),
        value + max(1, round(value * rng.uniform(0.05, 0.5))),
    )
    above, below = rng.choice(("more than", "over", "at least")), rng.choice(("fewer than", "less than", "under"))
    loose, low_form, high_form = (
        rng.choice(("about", "around", "some", "roughly")),
        _spelled(lower, match[0]),
        _spelled(higher, match[0]),
    )
    choices = (
        (put(_spelled(_different(value, rng), match[0])), CONTRADICTION, 6),
        (put(_other_form(value, match[0])), ENTAILMENT, 4),
        (put(f"{above} {low_form}"), ENTAILMENT, 2),
        (put(f"{below} {high_form}"), ENTAILMENT, 1),
        (put(f"{loose} {match[0]}"), ENTAILMENT, 1),
        (put(f"{above} {high_form}"), CONTRADICTION, 2),
        (put(f"{below} {low_form}"), CONTRADICTION, 1),
    )
    hypothesis, label, _ = rng.choices(choices, weights=[c[2] for c in choices])[0]
    if label == ENTAILMENT and hypothesis != put(_other_form(value, match[0])) and rng.random() < 0.35:
        # Read the other way round a bound does not settle the exact figure.
        return hypothesis, sentence, NEUTRAL
    return sentence, hypothesis, label


def _swap_within(names: Sequence[str]) -> Edit:
    pattern = re.compile(r"\b(" + "|".join(names) + r")\b")

    def edit(sentence: str, rng: random.Random) -> tuple[str, str, int] | None:
        found = list(pattern.finditer(sentence))
        if len({m[0] for m in found}) != 1:
            return None  # two names of one kind: a swap may make no difference
        other = rng.choice([name for name in names if name != found[0][0] and name not in sentence])
        return sentence, pattern.sub(other, sentence), CONTRADICTION

    return edit


EDITS: tuple[tuple[Edit, float], ...] = (
    (edit_figure, 0.7),
    (_swap_within(WEEKDAYS), 0.5),
    (_swap_within(MONTHS), 0.3),
    (_swap_within(PLACES), 0.15),
)


def _shorten(sentence: str) -> str | None:
    """The sentence without what follows a late comma: a detail dropped is still entailed."""
    cut = sentence.rfind(", ")
    if cut < 0.55 * len(sentence) or sentence.count('"') % 2 or not DROPPABLE.match(sentence[cut + 2 :]):
        return None
    return sentence[:cut].rstrip(" ,") + "."


def generate(sentences: Sequence[str], seed: int, limit: int) -> list[Example]:
    """Up to `limit` edited pairs from `sentences`; each clash is balanced by an unedited or shortened entailment."""
    rng = random.Random(seed)
    examples: list[Example] = []
    for sentence in rng.sample(sorted(set(sentences)), len(set(sentences))):
        if len(examples) >= limit:
            break
        if not 40 <= len(sentence) <= 320:
            continue
        for edit, share in EDITS:
            made = edit(sentence, rng) if rng.random() < share else None
            if made is None:
                continue
            premise, hypothesis, label = made
            examples.append(Example(premise, hypothesis, label, "generated_edits"))
            shorter = _shorten(sentence)
            if label == CONTRADICTION and shorter and rng.random() < 0.5:
                examples.append(Example(sentence, shorter, ENTAILMENT, "generated_edits"))
    return examples


def mine_neutrals(sentences: Sequence[str], seed: int, limit: int) -> list[Example]:
    """Pairs of different sentences that share a name and little else: what an editor would not call a conflict.

    Two sentences about one person or place are the false alarm that bare NLI raises most; at most a fifth of their
    words may be shared, so that two versions of one sentence are never called neutral here.
    """
    rng = random.Random(seed)
    by_name: dict[str, list[str]] = {}
    for sentence in sorted(set(sentences)):
        if 40 <= len(sentence) <= 320:
            for name in _names(sentence):
                by_name.setdefault(name, []).append(sentence)
    shared = [group for name, group in sorted(by_name.items()) if 2 <= len(group) <= 200]
    examples: list[Example] = []
    for _ in range(4 * limit):
        left, right = rng.sample(rng.choice(shared), 2)
        words = set(left.lower().split()), set(right.lower().split())
        if len(words[0] & words[1]) <= 0.2 * min(len(words[0]), len(words[1])):
            examples.append(Example(left, right, NEUTRAL, "mined_neutrals"))
        if len(examples) == limit:
            break
    return examples


def article_neutrals(articles: Sequence[str], seed: int, limit: int) -> list[Example]:
    """Pairs of sentences of one article that stand apart in it: one writer tells two things of one story.

    Such pairs are what claims of two outlets on one story mostly look like, names and topic shared and nothing in
    conflict. Three in four share a name; at most three in ten words may be shared, so that a repetition, which the
    first entails, is never called neutral here.
    """
    rng = random.Random(seed)
    pairs: list[tuple[str, str]] = []
    for article in sorted(set(articles)):
        sentences = [s.strip() for s in sent_tokenize(article[:LONGEST_ARTICLE])]
        told = [s for s in sentences if 40 <= len(s) <= 320 and s[0].isupper() and s[-1] in '.!"”']
        pairs += [(a, b) for i, a in enumerate(told) for b in told[i + 2 : i + 12] if _apart(a, b)]
    rng.shuffle(pairs)
    named = [pair for pair in pairs if _names(pair[0]) & _names(pair[1])]
    unnamed = [pair for pair in pairs if not _names(pair[0]) & _names(pair[1])]
    chosen = named[: limit * 3 // 4] + unnamed[: limit // 4]
    return [Example(*rng.sample(pair, 2), NEUTRAL, "article_neutrals") for pair in chosen]


def _names(sentence: str) -> set[str]:
    return set(NAME.findall(sentence))


def _apart(left: str, right: str) -> bool:
    words = set(left.lower().split()), set(right.lower().split())
    return len(words[0] & words[1]) <= 0.3 * min(len(words[0]), len(words[1]))
