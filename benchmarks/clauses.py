#!/usr/bin/env python3
"""Measures how sentences are taken apart into claims.

    python benchmarks/clauses.py [--data DIR] [--limit N] [--only propsegment|feverfact]

PropSegmEnt (propsegment_dev_wiki): F1 of our claims, as sets of the sentence's tokens, against the propositions that
annotators marked, matched from a Jaccard similarity of 0.8 on. FEVERFact (feverfact_validation): focus, how far the
annotated claims entail each of ours, and coverage, how far ours entail each annotated one, both by our NLI model.
`--limit` takes that many sentences of each set. benchmarks/README.md says how the figures are counted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.sentences import DEFAULT_DATA, evenly, f1, joined, ratio, read_documents, read_rows, words_of
from factcheck.api import load_models
from factcheck.pipeline import Models
from factcheck.settings import Settings

MIN_JACCARD = 0.8

Tokens = frozenset[int]


# --- PropSegmEnt ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Matched:
    """How many propositions are ours, how many are annotated, and how many of them are one."""

    ours: int
    gold: int
    both: int


def tokens_of(claim: str, tokens: Sequence[str]) -> Tokens:
    """The tokens of the sentence that a claim is made of.

    Words in the order of the sentence are taken first, then those that were moved; words that the sentence does not
    have (a name for a pronoun, a verb put in) belong to no token.
    """
    sentence = [token.casefold() for token in tokens]
    words = _split_as(claim, set(sentence))
    blocks = SequenceMatcher(None, sentence, words, autojunk=False).get_matching_blocks()
    found = {block.a + offset for block in blocks for offset in range(block.size)}
    placed = {block.b + offset for block in blocks for offset in range(block.size)}
    for word in (word for place, word in enumerate(words) if place not in placed):
        free = next((at for at, token in enumerate(sentence) if token == word and at not in found), None)
        if free is not None:
            found.add(free)
    return frozenset(at for at in found if words_of(tokens[at]))


def _split_as(claim: str, known: set[str]) -> list[str]:
    """The words of a claim as the sentence's tokens have them: "Benno's" is two, "twenty-one" perhaps one."""
    words: list[str] = []
    for piece in claim.casefold().split():
        bare = piece.strip(".,;:!?\"“”'‘’()[]")
        stem = bare.removesuffix("'s").removesuffix("’s")
        if bare in known or not bare:
            words.append(bare)
        elif stem in known:
            words += [stem, "'s"]
        else:
            words += words_of(bare)
    return words


def match(ours: Sequence[Tokens], gold: Sequence[Tokens]) -> Matched:
    """The most propositions that can be matched one to one with a Jaccard similarity of `MIN_JACCARD` or more."""
    if not ours or not gold:
        return Matched(len(ours), len(gold), 0)
    alike = np.array([[_jaccard(one, other) >= MIN_JACCARD for other in gold] for one in ours])
    rows, columns = linear_sum_assignment(-alike.astype(float))
    return Matched(len(ours), len(gold), int(alike[rows, columns].sum()))


def _jaccard(one: Tokens, other: Tokens) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def propsegment_line(rows: Sequence[Mapping[str, Any]], models: Models) -> str:
    """Precision, recall and F1 over all sentences, against the first annotator's propositions; punctuation left out."""
    found = []
    for row, claims in zip(rows, claims_of([joined(row["sentence"]) for row in rows], models), strict=True):
        gold = [frozenset(at for at in tokens if words_of(row["tokens"][at])) for tokens in row["claim_tokens"]]
        ours = list(dict.fromkeys(tokens_of(claim, row["tokens"]) for claim in claims))
        found.append(match(ours, gold))
    both, ours_count, gold_count = (sum(getattr(one, name) for one in found) for name in ("both", "ours", "gold"))
    precision, recall = both / max(1, ours_count), both / max(1, gold_count)
    return (
        f"propsegment: F1 {f1(precision, recall):.3f}  precision {ratio(both, ours_count)}  "
        f"recall {ratio(both, gold_count)}  ({len(rows)} sentences)"
    )


def claims_of(sentences: Iterable[str], models: Models) -> list[list[str]]:
    """The texts of the claims of each sentence, which is read by itself."""
    documents = {str(number): [sentence] for number, sentence in enumerate(sentences)}
    reading = read_documents(documents, models)
    found: dict[str, list[str]] = {name: [] for name in documents}
    for claim in reading.claims:
        found[reading.sentence_of[claim.id][0]].append(claim.text)
    return list(found.values())


# --- FEVERFact --------------------------------------------------------------------------------------------------------


def feverfact_line(rows: Sequence[Mapping[str, Any]], models: Models) -> str:
    """Mean entailment of our claims by the annotated ones (focus), the other way round (coverage), and their F1."""
    documents = {row["id"]: [joined(sentence) for sentence in row["context"]] for row in rows}
    reading = read_documents(documents, models)
    wanted = {row["id"]: documents[row["id"]].index(joined(row["sentence"])) for row in rows}
    ours: dict[str, list[str]] = {row["id"]: [] for row in rows}
    for claim in reading.claims:
        name, place = reading.sentence_of[claim.id]
        if place == wanted[name]:
            ours[name].append(claim.text)
    focus = _entailed([(row["claims"], ours[row["id"]]) for row in rows], models)
    coverage = _entailed([(ours[row["id"]], row["claims"]) for row in rows], models)
    return (
        f"feverfact: focus {focus:.3f}  coverage {coverage:.3f}  F {f1(focus, coverage):.3f}  "
        f"({len(rows)} sentences, {sum(map(len, ours.values()))} claims of ours, "
        f"{sum(len(row['claims']) for row in rows)} annotated; "
        f"{sum(not own for own in ours.values())} sentences without a claim)"
    )


def _entailed(sides: Iterable[tuple[Sequence[str], Sequence[str]]], models: Models) -> float:
    """The mean probability that the first claims of a sentence, taken together, entail each of the second ones."""
    pairs = [(" ".join(premises), hypothesis) for premises, hypotheses in sides for hypothesis in hypotheses]
    judged = [pair for pair in pairs if pair[0]]
    entailed = [scores.entailment for scores in models.nli.score(judged)]
    return fmean([*entailed, *(0.0 for _ in range(len(pairs) - len(judged)))]) if pairs else 0.0


# --- the command ------------------------------------------------------------------------------------------------------


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of the gzip JSON-lines files")
    parser.add_argument("--limit", type=int, help="only so many sentences of each set, evenly spread")
    parser.add_argument("--only", choices=("propsegment", "feverfact"), help="one of the two")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Read, take apart, print; 0, or 2 where the data is not there."""
    args = arguments(argv)
    settings = Settings()
    try:
        propositions = evenly(read_rows(args.data / "propsegment_dev_wiki.jsonl.gz"), args.limit)
        facts = evenly(read_rows(args.data / "feverfact_validation.jsonl.gz"), args.limit)
    except FileNotFoundError as error:
        print(f"{error.filename} is not there; name the folder of the data with --data.", file=sys.stderr)
        return 2
    models = load_models(settings.models, settings.cache)
    if args.only != "feverfact":
        print(propsegment_line(propositions, models), flush=True)
    if args.only != "propsegment":
        print(feverfact_line(facts, models))
    return 0


if __name__ == "__main__":
    sys.exit(main())
