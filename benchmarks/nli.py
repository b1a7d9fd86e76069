#!/usr/bin/env python3
"""Measures the NLI scorer on labelled pairs.

    python benchmarks/nli.py --data FILE.jsonl.gz [FILE ...] [--out PREDICTIONS.jsonl] [--model NAME] [--torch]

A file holds a JSON object a line with premise, hypothesis and label (entailment, neutral, contradiction; in two-way
files entailment, not_entailment). Prints accuracy, precision and recall of each class, the share called contradiction,
and the expected calibration error. Of a two-way file, whose premises are long, it prints the balanced accuracy of
"supported", the greatest entailment over overlapping windows of the premise. `--out` writes a row a pair in the
order of the input: label, entailment, neutral, contradiction.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from factcheck.backends import load_nli_scorer
from factcheck.backends.torch_nli import TorchNliScorer
from factcheck.backends.weights import shipped_folder
from factcheck.ports import NliScorer
from factcheck.settings import ModelSettings

# The figures are those of the training table, so that both are computed by one piece of code.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models"))
from training.data import LABELS, Example, read_examples
from training.measuring import best_balanced_accuracy, expected_calibration_error, is_two_way, windows

Probabilities = NDArray[np.float64]
Labels = NDArray[np.int64]


def score(scorer: NliScorer, pairs: Sequence[tuple[str, str]]) -> Probabilities:
    """Probabilities of shape (pairs, 3), columns in the order of LABELS."""
    scores = scorer.score(pairs)
    return np.array([[getattr(s, label) for label in LABELS] for s in scores]).reshape(len(pairs), len(LABELS))


def over_windows(scorer: NliScorer, examples: Sequence[Example]) -> Probabilities:
    """For each example the probabilities of the window of its premise that entails the hypothesis most."""
    parts = [windows(example.premise) for example in examples]
    found = score(scorer, [(w, e.hypothesis) for e, own in zip(examples, parts, strict=True) for w in own])
    ends = np.cumsum([len(own) for own in parts])
    chosen = [found[end - len(own) : end] for end, own in zip(ends, parts, strict=True)]
    return np.array([rows[rows[:, 0].argmax()] for rows in chosen])


def three_way_lines(probabilities: Probabilities, gold: Labels) -> list[str]:
    """The figures of a three-way file."""
    called = probabilities.argmax(axis=1)
    lines = [f"accuracy    {(called == gold).mean():.3f}   pairs {len(gold)}"]
    for index, name in enumerate(LABELS):
        right = int(((called == index) & (gold == index)).sum())
        lines.append(
            f"{name:14} precision {_share(right, int((called == index).sum()))}  recall "
            f"{_share(right, int((gold == index).sum()))}  called {(called == index).mean():.3f}"
        )
    lines.append(f"expected calibration error {expected_calibration_error(probabilities, gold):.3f} (15 bins)")
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "  -  "


def measure(scorer: NliScorer, path: Path) -> Probabilities:
    """Prints the figures of one file and returns its probabilities in order."""
    examples = read_examples(path)
    gold = np.array([example.label for example in examples])
    print(f"\n{path.name}")
    if is_two_way(gold):
        probabilities = over_windows(scorer, examples)
        balanced, threshold = best_balanced_accuracy(probabilities[:, 0], gold)
        print(f"balanced accuracy {balanced:.3f} at entailment >= {threshold:.2f} (the best here)   pairs {len(gold)}")
    else:
        probabilities = score(scorer, [(e.premise, e.hypothesis) for e in examples])
        print("\n".join(three_way_lines(probabilities, gold)))
    return probabilities


def write_predictions(path: Path, probabilities: Probabilities) -> None:
    """A JSON line a pair: the most probable label and the three probabilities."""
    with path.open("w", encoding="utf-8") as out:
        for row in probabilities:
            told = {
                "label": LABELS[int(row.argmax())],
                **{n: round(float(p), 6) for n, p in zip(LABELS, row, strict=True)},
            }
            out.write(json.dumps(told) + "\n")


def main() -> None:
    """Reads the arguments and prints a block a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, help="where the predictions go; with one --data file only")
    parser.add_argument("--model", help="a folder or Hugging Face id instead of the shipped model")
    parser.add_argument("--torch", action="store_true", help="the shipped model in torch instead of onnxruntime")
    args = parser.parse_args()
    if args.out and len(args.data) > 1:
        parser.error("--out takes the predictions of one --data file")
    scorer = TorchNliScorer(shipped_folder()) if args.torch else load_nli_scorer(ModelSettings(nli_model=args.model))
    print(f"model {scorer.info.name} ({scorer.info.sha256[:12]}) in {type(scorer).__name__}")
    for path in args.data:
        probabilities = measure(scorer, path)
        if args.out:
            write_predictions(args.out, probabilities)


if __name__ == "__main__":
    main()
