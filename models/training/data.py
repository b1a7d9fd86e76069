"""Reading JSON-lines NLI files and mixing them by a recipe."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

LABELS = ("entailment", "neutral", "contradiction")
ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)
NOT_ENTAILMENT = 3
"""The label of two-way rows; their loss is that of neutral and contradiction together."""
UNLABELLED = 4
"""A pair that nobody labelled: it is learnt from the teachers alone."""
LABEL_IDS = {**{name: index for index, name in enumerate(LABELS)}, "not_entailment": NOT_ENTAILMENT}


@dataclass(frozen=True)
class Example:
    """One labelled ordered pair."""

    premise: str
    hypothesis: str
    label: int
    source: str


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a .jsonl or .jsonl.gz file, in order; a broken row is an error that names its line."""
    unpack = gzip.open if path.suffix == ".gz" else open
    with unpack(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise SystemExit(
                    f"{path}, line {number}: not JSON ({error.msg}); give one JSON object a line."
                ) from None


def read_examples(path: Path) -> list[Example]:
    """The labelled pairs of one file; a label other than the four known ones is an error that names its line."""
    examples = []
    for number, row in enumerate(read_rows(path), start=1):
        label = LABEL_IDS.get(row.get("label", ""))
        if label is None:
            raise SystemExit(f"{path}, line {number}: label {row.get('label')!r} is none of {', '.join(LABEL_IDS)}.")
        examples.append(
            Example(row["premise"], row["hypothesis"], label, path.name.removesuffix(".gz").removesuffix(".jsonl"))
        )
    return examples


def take_share(examples: list[Example], share: float, rng: random.Random) -> list[Example]:
    """A share of `examples`: below 1 a random sample, above 1 whole copies plus a sample."""
    whole, part = divmod(share, 1.0)
    return examples * int(whole) + rng.sample(examples, round(part * len(examples)))


def swapped_contradictions(examples: list[Example], share: float, rng: random.Random) -> list[Example]:
    """Contradictions read the other way round: contradiction is symmetric, and scorers ask in both directions."""
    eligible = [e for e in examples if e.label == CONTRADICTION and len(e.premise) < 3 * len(e.hypothesis)]
    return [
        replace(e, premise=e.hypothesis, hypothesis=e.premise, source=e.source + "/swapped")
        for e in take_share(eligible, share, rng)
    ]


def sources_of(names: Sequence[str]) -> set[str]:
    """The `source` of the examples of files that a recipe names: train/lingnli is lingnli."""
    return {name.rsplit("/", 1)[-1] for name in names}


def swapped_unlabelled(
    examples: list[Example], taught: Sequence[str], share: float, rng: random.Random
) -> list[Example]:
    """A share of the pairs of the `taught` sets read the other way round, where the label no longer holds."""
    names = sources_of(taught)
    eligible = [e for e in examples if e.source in names and len(e.premise) < 4 * len(e.hypothesis)]
    return [Example(e.hypothesis, e.premise, UNLABELLED, e.source) for e in take_share(eligible, share, rng)]


def siblings(examples: list[Example], taught: Sequence[str], limit: int, rng: random.Random) -> list[Example]:
    """Up to `limit` ordered pairs of two hypotheses that were written for one premise of the `taught` sets.

    They are about one scene, as the pairs that people labelled are, and nobody knows their label.
    """
    names = sources_of(taught)
    written: dict[tuple[str, str], list[str]] = {}
    for example in examples:
        if example.source in names:
            written.setdefault((example.source, example.premise), []).append(example.hypothesis)
    made = [
        Example(one, other, UNLABELLED, source)
        for (source, _), texts in written.items()
        for one in texts
        for other in texts
        if one != other
    ]
    return rng.sample(made, min(limit, len(made)))


def mix(
    folder: Path, shares: dict[str, float], without_contradictions: Sequence[str], rng: random.Random
) -> list[Example]:
    """The human-made part of the mixture: for each file (path below `folder`, without suffix) its share."""
    examples: list[Example] = []
    for name in sorted(shares):
        rows = read_examples(folder / f"{name}.jsonl.gz")
        if name in without_contradictions:
            rows = [e for e in rows if e.label != CONTRADICTION]
        examples += take_share(rows, shares[name], rng)
    return examples
