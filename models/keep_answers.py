#!/usr/bin/env python3
"""Keeps what a teacher says of the pairs of a recipe that it teaches, without their text.

    python models/keep_answers.py RECIPE.toml --data DIR --teacher DIR --output FILE.npz

`train_nli.py --teacher FILE.npz` then learns from the answers where the teacher itself is not at hand. Pairs that
people labelled come first; the file is written after each 2,048 pairs, and a run that was interrupted goes on from it.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from train_nli import answers, mixture, options_of, read_recipe
from training import kept
from training.data import UNLABELLED, Example, sources_of

_PART = 2048


def taught_examples(recipe: dict[str, Any], sets: dict[str, Any], data: Path) -> list[Example]:
    """The pairs of all phases that teachers answer, those with a label first, each part in a fixed order.

    Pairs of news, which are a keeper's to answer, are left out.
    """
    chosen: list[Example] = []
    for number, phase in enumerate(recipe["phase"], start=1):
        names = sources_of(phase.get("taught", ()))
        examples = mixture(data, sets, phase | {"news_pairs": 0}, recipe["seed"] + number)
        chosen += [e for e in examples if not names or e.source in names]
    return sorted(chosen, key=lambda e: e.label == UNLABELLED)


def main() -> None:
    """Reads the arguments and asks part by part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and two_way/")
    parser.add_argument("--teacher", type=Path, required=True, help="trained model to ask")
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    recipe, sets = read_recipe(args.recipe)
    options = options_of(recipe, recipe["phase"][0])
    examples = taught_examples(recipe, sets, args.data)
    found = kept.told(args.output, examples) if args.output.exists() else np.full((len(examples), 3), np.nan, "f4")
    missing = np.flatnonzero(np.isnan(found).any(axis=1))
    for start in range(0, len(missing), _PART):
        part = missing[start : start + _PART]
        found[part] = answers(args.teacher, [examples[place] for place in part], options)
        done = np.flatnonzero(~np.isnan(found).any(axis=1))
        kept.keep(args.output, [examples[place] for place in done], found[done])
        print(f"{len(done)} of {len(examples)} pairs", flush=True)


if __name__ == "__main__":
    main()
