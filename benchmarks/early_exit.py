#!/usr/bin/env python3
"""What the NLI model's early exit saves and costs: pairs a second and the figures on stories, with and without it.

    python -m benchmarks.early_exit [--stories DIR] [--story NAME] [--timed N] [--rounds N]

The shipped model is a cascade of two: a small network after a layer in the middle answers the pairs of which it is
sure, the upper layers compute the others (docs/decisions/0010). Here it runs against a copy of itself in which all
pairs go on to the last layer. Pairs a second are those of the scorer alone, without the store of scores, on N pairs
spread over all stories; the two take turns, and the ratio is told with its spread over the rounds. The figures on
stories are those of the whole line.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models"))
from encoder_graph import write_graph

from benchmarks.cascade import Listening, Pair, board_of, read_cases, spread
from benchmarks.stories import DEFAULT_STORIES, Board, story_folders
from factcheck.api import load_models
from factcheck.backends.onnx_nli import OnnxNliScorer
from factcheck.backends.weights import (
    EARLY_EXIT_WEIGHTS,
    MANIFEST,
    file_sha256,
    graph_of,
    read_manifest,
    shipped_folder,
)
from factcheck.schema import NliScores
from factcheck.settings import Settings

WITH, WITHOUT = "with the exit", "without"


@dataclass(frozen=True)
class Row:
    """One of the two models over all stories."""

    board: Board
    scores: Mapping[Pair, NliScores]


@contextmanager
def whole_model(folder: Path) -> Iterator[Path]:
    """A copy of `folder` in which every pair goes on to the last layer; it is deleted afterwards."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "whole"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(EARLY_EXIT_WEIGHTS))
        graph = graph_of(copy)
        assert graph is not None
        write_graph(copy, graph)
        manifest = read_manifest(copy)
        files = {own: file_sha256(copy / own) for own in manifest.files if own != EARLY_EXIT_WEIGHTS}
        changed = manifest.model_copy(update={"files": files})
        (copy / MANIFEST).write_text(changed.model_dump_json(indent=1) + "\n", encoding="utf-8")
        yield copy


def row_of(folder: Path, stories: Sequence[Path]) -> Row:
    """The model in `folder` over all stories."""
    settings = Settings()
    models = load_models(settings.models.model_copy(update={"nli_model": str(folder)}), settings.cache)
    listening, board = Listening(models.nli), Board()
    for case in read_cases(stories, models, settings):
        board += board_of(case, listening, models, settings)
        print(f"{folder.name}: {case.story.name}", file=sys.stderr, flush=True)
    return Row(board, listening.heard)


def rates_of(folders: Mapping[str, Path], pairs: Sequence[Pair], rounds: int) -> dict[str, list[float]]:
    """Pairs a second of each model in each round."""
    scorers = {name: OnnxNliScorer(folder) for name, folder in folders.items()}
    for scorer in scorers.values():
        scorer.score(pairs[:8])  # warm
    rates: dict[str, list[float]] = {name: [] for name in scorers}
    for number in range(rounds):
        order = list(scorers) if number % 2 else list(scorers)[::-1]
        for name in order:
            began = time.perf_counter()
            scorers[name].score(pairs)
            rates[name].append(len(pairs) / (time.perf_counter() - began))
    return rates


def told(rows: Mapping[str, Row], rates: Mapping[str, Sequence[float]]) -> str:
    """A Markdown table, a row a model, and two lines on what differs."""
    headings = ("NLI model", "pairs/s", "hard", "soft", "strict precision", "agreements found", "F1")
    lines = [headings, ["---", *["---:"] * (len(headings) - 1)]]
    for name, row in rows.items():
        shares = map(str, (row.board.hard, row.board.soft, row.board.precision_strict, row.board.agreements))
        lines.append([name, f"{statistics.median(rates[name]):.1f}", *shares, f"{row.board.f1:.3f}"])
    ratios = sorted(one / other for one, other in zip(rates[WITH], rates[WITHOUT], strict=True))
    both = rows[WITH].scores.keys() & rows[WITHOUT].scores.keys()
    same = sum(rows[WITH].scores[pair].label is rows[WITHOUT].scores[pair].label for pair in both)
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return (
        f"{table}\n\npairs/s: {statistics.median(ratios):.2f}x (rounds {ratios[0]:.2f} to {ratios[-1]:.2f})\n"
        f"same label: {same:,} of {len(both):,} pairs"
    )


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=DEFAULT_STORIES, help="folder of annotated stories")
    parser.add_argument("--story", action="append", metavar="NAME", help="this story only; may be repeated")
    parser.add_argument("--timed", type=int, default=1000, metavar="N", help="pairs that are timed (default: 1000)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often (default: 5)")
    args = parser.parse_args(argv)
    if min(args.timed, args.rounds) < 1:
        parser.error("--timed and --rounds must be at least 1")
    return args


def main(argv: Sequence[str] | None = None) -> int:
    """Run both models and print the table; 0, or 2 where there is no story."""
    args = arguments(argv)
    stories = [path for path in story_folders(args.stories) if args.story is None or path.name in args.story]
    if not stories:
        print(f"Name a folder of annotated stories with --stories; {args.stories} has none.", file=sys.stderr)
        return 2
    with whole_model(shipped_folder()) as whole:
        folders = {WITH: shipped_folder(), WITHOUT: whole}
        rows = {name: row_of(folder, stories) for name, folder in folders.items()}
        rates = rates_of(folders, spread(list(rows[WITH].scores), args.timed), args.rounds)
    print(told(rows, rates))
    return 0


if __name__ == "__main__":
    sys.exit(main())
