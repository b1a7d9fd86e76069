#!/usr/bin/env python3
"""Whether a cheap filter before the NLI model pays: pairs a second and the figures on stories, with and without it.

    python -m benchmarks.cascade [--stories DIR] [--story NAME] [--timed N]

A filter dismisses pairs that it takes for clearly neutral: they are called neutral, and the NLI model is not asked. It
sees the two sentence embeddings, which every run computes anyway, so it costs next to nothing. Two kinds are tried, at
three strengths each:

- the cosine of the two embeddings u and v is below a bound;
- a logistic regression on u * v, |u - v| and the cosine, fitted to what the NLI model itself says of the pairs of the
  other stories (one is left out at a time). Its bound lets pass a given share of those that the model calls something
  else than neutral.

The last row has no model in front, but the rules: `pairing.skip_settled` leaves out the pairs whose verdict is neutral
whatever the NLI model says of them.

Each row is the real line (`pipeline.compare_reading`) with the filter in front of the model. Pairs a second are timed
on N pairs spread over all stories, without the store of scores, the rows one after another in two turns.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.ablation import DEFAULT, Case, read_case, said_of
from benchmarks.stories import DEFAULT_STORIES, Board, judge, score, story_folders
from factcheck.api import load_models
from factcheck.backends import load_nli_scorer
from factcheck.pipeline import Models, Stages, compare_reading, start_run
from factcheck.ports import Embedder, NliScorer
from factcheck.schema import NliScores, Scope
from factcheck.settings import Settings

COSINES = (0.2, 0.3, 0.4)
PASSING = (0.99, 0.97, 0.90)
"""The shares of the not neutral pairs of the other stories that the classifier's bound lets pass."""
MOST_FITTED = 12_000
"""Pairs that one classifier is fitted on; more change its figures in the third digit and take minutes."""
TURNS = 2
RULES = "settled by the rules"
_NEUTRAL = NliScores(entailment=0.0, neutral=1.0, contradiction=0.0)

Pair = tuple[str, str]
_Matrix = NDArray[np.float32]
Dismiss = Callable[[_Matrix, _Matrix], NDArray[np.bool_]]
"""Which pairs are dismissed, by the unit-length vectors of their premises and of their hypotheses, row by row."""


# --- filters ---------------------------------------------------------------------------------------------------------


def nothing(left: _Matrix, right: _Matrix) -> NDArray[np.bool_]:
    """Dismisses no pair."""
    return np.zeros(len(left), dtype=np.bool_)


def below_cosine(bound: float) -> Dismiss:
    """Dismisses pairs whose cosine is below `bound`."""
    return lambda left, right: np.einsum("ij,ij->i", left, right) < bound


def features(left: _Matrix, right: _Matrix) -> _Matrix:
    """u * v, |u - v| and the cosine; the same whichever of the two is the premise."""
    product = left * right
    return np.hstack([product, np.abs(left - right), product.sum(axis=1, keepdims=True)])


def fitted(left: _Matrix, right: _Matrix, neutral: NDArray[np.bool_], passing: Sequence[float]) -> list[Dismiss]:
    """A filter for each share in `passing` of the pairs that are not neutral; they share one classifier."""
    rows = np.random.default_rng(0).permutation(len(left))[:MOST_FITTED]
    seen, kept = features(left[rows], right[rows]), ~neutral[rows]
    if kept.all() or not kept.any():
        return [nothing] * len(passing)
    classifier = LogisticRegression(class_weight="balanced", max_iter=200).fit(seen, kept)
    own = classifier.decision_function(seen[kept])

    def at(share: float) -> Dismiss:
        bound = float(np.quantile(own, 1 - share))
        return lambda one, other: classifier.decision_function(features(one, other)) < bound

    return [at(share) for share in passing]


class Cascade:
    """An NLI model behind a filter; counts the pairs that came and those that the model was asked."""

    def __init__(self, nli: NliScorer, embedder: Embedder, dismiss: Dismiss) -> None:
        self.info, self._nli, self._embedder, self._dismiss = nli.info, nli, embedder, dismiss
        self.came = self.asked = 0

    def score(self, pairs: Sequence[Pair]) -> list[NliScores]:
        """Scores of each (premise, hypothesis), in order; neutral for what is dismissed."""
        if not pairs:
            return []
        dismissed = self._dismiss(*vectors_of(pairs, self._embedder))
        asked = [place for place in range(len(pairs)) if not dismissed[place]]
        found = [_NEUTRAL] * len(pairs)
        for place, scores in zip(asked, self._nli.score([pairs[place] for place in asked]), strict=True):
            found[place] = scores
        self.came += len(pairs)
        self.asked += len(asked)
        return found


class Listening:
    """An NLI model whose pairs and scores are written down."""

    def __init__(self, nli: NliScorer) -> None:
        self.info, self._nli = nli.info, nli
        self.heard: dict[Pair, NliScores] = {}
        self.asked = 0

    def score(self, pairs: Sequence[Pair]) -> list[NliScores]:
        """What the model says."""
        found = self._nli.score(pairs)
        self.asked += len(pairs)
        self.heard.update(zip(pairs, found, strict=True))
        return found


def vectors_of(pairs: Sequence[Pair], embedder: Embedder) -> tuple[_Matrix, _Matrix]:
    """The vectors of the premises and of the hypotheses; each text is embedded once."""
    texts = sorted({text for pair in pairs for text in pair})
    rows = embedder.embed(texts)
    place = {text: row for row, text in enumerate(texts)}
    left, right = (rows[[place[pair[side]] for pair in pairs]] for side in (0, 1))
    return left, right


# --- running ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """What one filter gives over all stories: figures, pairs that came, pairs that the model was asked, pairs/s."""

    board: Board = field(default_factory=Board)
    came: int = 0
    asked: int = 0
    rate: float = 0.0


@dataclass(frozen=True)
class Heard:
    """One run over a story: what the NLI model said of which pairs, how many it was asked (some repeat), the figures,
    and the seconds that pairing took."""

    scores: Mapping[Pair, NliScores]
    asked: int
    board: Board
    pairing: float


def heard_in(case: Case, models: Models, settings: Settings) -> Heard:
    """A run over one story that is listened to."""
    listening, clock = Listening(models.nli), Stages(None)
    board = board_of(case, listening, models, settings, clock)
    return Heard(listening.heard, listening.asked, board, clock.seconds["pair"])


def board_of(case: Case, nli: NliScorer, models: Models, settings: Settings, clock: Stages | None = None) -> Board:
    """The figures of one story with `nli` as its NLI model."""
    run = start_run("cascade", Scope.SOURCES, models, settings)
    report = compare_reading(case.reading, case.sources, Scope.SOURCES, nli, settings, run, clock or Stages(None))
    said = said_of(report, DEFAULT, case.names)
    return score(judge(case.story, said), said)


def by_rules(settings: Settings) -> Settings:
    """The settings with settled pairs left out."""
    return settings.model_copy(update={"pairing": settings.pairing.model_copy(update={"skip_settled": True})})


def filters_without(
    story: str, heard: Mapping[str, Mapping[Pair, NliScores]], embedder: Embedder
) -> dict[str, Dismiss]:
    """All filters by name, for one story: its own pairs are in none of them."""
    known = {pair: scores for name, own in heard.items() if name != story for pair, scores in own.items()}
    left, right = vectors_of(list(known), embedder) if known else (np.zeros((0, 1), np.float32),) * 2
    neutral = np.array([scores.neutral >= max(scores.entailment, scores.contradiction) for scores in known.values()])
    learned = fitted(left, right, neutral, PASSING) if known else [nothing] * len(PASSING)
    by_cosine = {f"cosine below {bound:g}": below_cosine(bound) for bound in COSINES}
    by_class = {f"classifier, {share:.0%} pass": one for share, one in zip(PASSING, learned, strict=True)}
    return {DEFAULT.name: nothing, **by_cosine, **by_class}


def rows_of(cases: Sequence[Case], models: Models, settings: Settings, timed: int, scorer: NliScorer) -> dict[str, Row]:
    """The row of each filter; `scorer` is the NLI model without a store, for the time that it takes."""
    plain = {case.story.name: heard_in(case, models, settings) for case in cases}
    ruled = {case.story.name: heard_in(case, models, by_rules(settings)) for case in cases}
    heard = {name: one.scores for name, one in plain.items()}
    filters = {name: filters_without(name, heard, models.embedder) for name in heard}
    rows = {name: Row() for name in next(iter(filters.values()))}
    for case in cases:
        for name, dismiss in filters[case.story.name].items():
            rows[name] = _added(rows[name], case, dismiss, models, settings)
        print(f"{case.story.name}: {len(rows)} filters", file=sys.stderr, flush=True)
    rates = rates_of(heard, filters, models.embedder, scorer, timed)
    found = {name: Row(row.board, row.came, row.asked, rates[name]) for name, row in rows.items()}
    return {**found, RULES: ruled_row(plain, ruled, rates[DEFAULT.name])}


def ruled_row(plain: Mapping[str, Heard], ruled: Mapping[str, Heard], rate: float) -> Row:
    """The row of the rules; `rate` is that of the model alone, what the rules take is the longer time of pairing."""
    came, asked = (sum(one.asked for one in runs.values()) for runs in (plain, ruled))
    board = sum((one.board for one in ruled.values()), Board())
    rules = sum(max(0.0, ruled[name].pairing - plain[name].pairing) for name in plain)
    return Row(board, came, asked, came / (rules + asked / rate))


def _added(row: Row, case: Case, dismiss: Dismiss, models: Models, settings: Settings) -> Row:
    cascade = Cascade(models.nli, models.embedder, dismiss)
    board = board_of(case, cascade, models, settings)
    return Row(row.board + board, row.came + cascade.came, row.asked + cascade.asked)


def rates_of(
    heard: Mapping[str, Mapping[Pair, NliScores]],
    filters: Mapping[str, Mapping[str, Dismiss]],
    embedder: Embedder,
    scorer: NliScorer,
    timed: int,
) -> dict[str, float]:
    """Pairs a second of each filter with the model behind it, on `timed` pairs of all stories.

    The vectors are given, as they are in a run; what the filter takes counts.
    """
    sample = {name: spread(list(own), -(-timed // len(heard))) for name, own in heard.items()}
    given = {name: vectors_of(pairs, embedder) for name, pairs in sample.items() if pairs}
    number = sum(map(len, sample.values()))
    seconds = dict.fromkeys(next(iter(filters.values())), 0.0)
    scorer.score(next(pairs for pairs in sample.values() if pairs)[:8])  # warm
    for _ in range(TURNS):
        for name in seconds:
            began = time.perf_counter()
            asked: list[Pair] = []
            for story, vectors in given.items():
                dismissed = filters[story][name](*vectors)
                asked += [pair for pair, out in zip(sample[story], dismissed, strict=True) if not out]
            scorer.score(asked)
            seconds[name] += time.perf_counter() - began
    return {name: TURNS * number / taken for name, taken in seconds.items()}


def spread(pairs: Sequence[Pair], number: int) -> list[Pair]:
    """At most `number` of `pairs`, evenly over all of them."""
    step = max(1, len(pairs) // max(1, number))
    return list(pairs[::step][:number])


# --- what is printed -------------------------------------------------------------------------------------------------


def table(rows: Mapping[str, Row]) -> str:
    """A Markdown table, a row a filter."""
    headings = ("filter", "NLI pairs", "fewer", "pairs/s", "hard", "soft", "strict precision", "agreements found", "F1")
    lines = [headings, ["---", *["---:"] * (len(headings) - 1)], *(_cells(name, row) for name, row in rows.items())]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cells(name: str, row: Row) -> list[str]:
    board = row.board
    fewer = f"{row.came / row.asked:.2f}x" if row.asked else "all dismissed"
    name = "none" if name == DEFAULT.name else name
    shares = map(str, (board.hard, board.soft, board.precision_strict, board.agreements))
    return [name, f"{row.asked:,}", fewer, f"{row.rate:.1f}", *shares, f"{board.f1:.3f}"]


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=DEFAULT_STORIES, help="folder of annotated stories")
    parser.add_argument("--story", action="append", metavar="NAME", help="this story only; may be repeated")
    parser.add_argument("--timed", type=int, default=270, metavar="N", help="pairs that are timed (default: 270)")
    args = parser.parse_args(argv)
    if args.timed < 1:
        parser.error("--timed must be at least 1")
    return args


def read_cases(folders: Iterable[Path], models: Models, settings: Settings) -> list[Case]:
    """Each story, read."""
    return [read_case([folder], models, settings) for folder in folders]


def main(argv: Sequence[str] | None = None, models: Models | None = None, scorer: NliScorer | None = None) -> int:
    """Run each filter and print the table; 0, or 2 where there are fewer than two stories to learn from each other."""
    args = arguments(argv)
    folders = [path for path in story_folders(args.stories) if args.story is None or path.name in args.story]
    if len(folders) < 2:
        print(f"Name a folder of two stories or more with --stories; {args.stories} has fewer.", file=sys.stderr)
        return 2
    settings = Settings()
    models = models or load_models(settings.models, settings.cache)
    scorer = scorer or load_nli_scorer(settings.models)
    rows = rows_of(read_cases(folders, models, settings), models, settings, args.timed, scorer)
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
