#!/usr/bin/env python3
"""Trains the NLI cross-encoder from JSON lines of premise, hypothesis and label, as a recipe says.

    python models/train_nli.py RECIPE.toml --data DIR --backbone DIR --output DIR [--teacher DIR ...] [--keeper DIR]
                               [--ecb DIR] [--packed DIR] [--dev DIR]

The recipe (models/recipes/*.toml) holds the seed, the phases and each file's share of the mixture. The same recipe,
data and machine give the same batches; a run that was interrupted goes on from its last checkpoint in OUTPUT. The
output is a Hugging Face folder (config, tokenizer, model.safetensors) and `dev.txt`, the table over the files of --dev.

A recipe with `above_exit` trains the layers above the early exit of the packed model, on the pairs that do not leave it
there; the backbone is then that model, unpacked (unpack_weights.py).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch
from training import kept
from training.data import (
    LABELS,
    UNLABELLED,
    Example,
    mix,
    read_examples,
    siblings,
    sources_of,
    swapped_contradictions,
    swapped_unlabelled,
)
from training.edits import article_neutrals, generate, mine_neutrals
from training.loop import Encoded, Logits, Options, Trainer, device, encode, predict
from training.measuring import best_balanced_accuracy, describe, fit_temperature, is_two_way, softmax, windows
from training.news import news_pairs
from training.quantisation import with_rounding
from training.upper import States, UpperTrainer, going_on
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from factcheck.backends.weights import early_exit_of


def load(folder: Path, rounding: bool) -> tuple[Any, Any]:
    """Tokenizer and three-way model; the head is new where the folder holds none."""
    names = {"id2label": dict(enumerate(LABELS)), "label2id": {name: i for i, name in enumerate(LABELS)}}
    model = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=3, dtype=torch.float32, **names)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    return tokenizer, (with_rounding(model) if rounding else model)


def sentences_of(folder: Path, names: list[str]) -> list[str]:
    """All premises of the named files."""
    return [e.premise for name in names for e in read_examples(folder / f"{name}.jsonl.gz")]


def mixture(
    folder: Path, sets: dict[str, Any], phase: dict[str, Any], seed: int, ecb: Path | None = None
) -> list[Example]:
    """The examples of one phase: files by share, contradictions read both ways, generated and mined pairs, pairs of
    news of the documents in `ecb`; SystemExit where the phase wants such and `ecb` is not given."""
    rng = random.Random(seed)
    examples = mix(folder, sets[phase["shares"]], sets["without_contradictions"], rng)
    examples += swapped_contradictions(examples, phase.get("swapped_contradictions", 0.0), rng)
    if limit := phase.get("generated_edits", 0):
        examples += generate(sentences_of(folder, sets["edit_sources"]), seed, limit)
    if limit := phase.get("mined_neutrals", 0):
        examples += mine_neutrals(sentences_of(folder, sets["neutral_sources"]), seed, limit)
    if limit := phase.get("article_neutrals", 0):
        examples += article_neutrals(sentences_of(folder, sets["article_sources"]), seed, limit)
    if share := phase.get("swapped_unlabelled", 0.0):
        examples += swapped_unlabelled(examples, phase["taught"], share, rng)
    if limit := phase.get("siblings", 0):
        examples += siblings(examples, phase["taught"], limit, rng)
    if limits := phase.get("at_most"):
        rng.shuffle(examples)
        examples = at_most(examples, limits)
    if limit := phase.get("news_pairs", 0):
        if ecb is None:
            raise SystemExit("The recipe takes pairs of news (news_pairs); name the folder of ECB+ with --ecb.")
        examples += news_pairs(ecb, limit, rng)
    rng.shuffle(examples)
    return examples


def at_most(examples: list[Example], limits: dict[str, int]) -> list[Example]:
    """The first of `examples` of each source, up to its limit, all of a source without one; pairs that nobody
    labelled count as one source, `unlabelled`."""
    counts: dict[str, int] = {}
    chosen = []
    for example in examples:
        name = "unlabelled" if example.label == UNLABELLED else example.source
        counts[name] = counts.get(name, 0) + 1
        if counts[name] <= limits.get(name, counts[name]):
            chosen.append(example)
    return chosen


def read_recipe(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The recipe, and the shares of the mixture that it names."""
    recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    return recipe, tomllib.loads((path.parent / recipe["mixture"]).read_text(encoding="utf-8"))


def options_of(recipe: dict[str, Any], phase: dict[str, Any]) -> Options:
    """The phase's options over the recipe's."""
    known = set(Options.__dataclass_fields__)
    return Options(**{k: v for k, v in {**recipe, **phase}.items() if k in known})


def answers(folder: Path, examples: list[Example], options: Options) -> Logits:
    """The probabilities that the model in `folder` gives, (examples, 3); those it gave, where it is a file of them.

    SystemExit where the file lacks one of the pairs.
    """
    if folder.suffix == kept.SUFFIX:
        said = kept.told(folder, examples)
        if lost := int(np.isnan(said).any(axis=1).sum()):
            raise SystemExit(
                f"{folder}: {lost} of {len(examples)} pairs have no answer; run keep_answers.py to its end."
            )
        return said
    tokenizer, model = load(folder, rounding=False)
    encoded = encode(tokenizer, examples, options.max_length)
    logits = predict(model.to(device()), encoded, tokenizer.pad_token_id, 4 * options.batch_tokens)
    return softmax(logits.astype(np.float64)).astype(np.float32)


def teacher_probabilities(
    folders: list[Path], keeper: Path | None, examples: list[Example], options: Options, taught: list[str] | None
) -> Logits | None:
    """What to learn beside the labels, (examples, 3): the mean of all teachers for pairs of the `taught` sets (of all
    sets where none is named), the keeper's answers for the others, NaN where there is no keeper.

    A keeper is a model whose answers are to stay as they are where the teachers know less (Li and Hoiem 2016).
    """
    if not folders or not options.distillation:
        return None
    named = sources_of(taught or ())
    theirs = np.array([taught is None or e.source in named for e in examples])
    probabilities = np.full((len(examples), 3), np.nan, dtype=np.float32)
    chosen = [e for e, its in zip(examples, theirs, strict=True) if its]
    probabilities[theirs] = np.mean([answers(folder, chosen, options) for folder in folders], axis=0)
    if keeper and not theirs.all():
        others = [e for e, its in zip(examples, theirs, strict=True) if not its]
        probabilities[~theirs] = answers(keeper, others, options)
    return probabilities


def states_above(packed: Path | None, encoded: list[Encoded], pad: int, kept_at: Path, options: Options) -> States:
    """States above the exit of `packed`; SystemExit where it is not named, or where other layers are to be trained."""
    if packed is None:
        raise SystemExit("The recipe trains above the early exit (above_exit); name the packed model with --packed.")
    early = early_exit_of(packed)
    if early and options.frozen_layers != early.layer + 1:
        raise SystemExit(f"The exit of {packed} is after layer {early.layer}: frozen_layers must be {early.layer + 1}.")
    return going_on(packed, encoded, pad, kept_at)


def measure(model: Any, tokenizer: Any, folder: Path, options: Options) -> str:
    """The table over all files of `folder`, with a temperature fitted on the union of its three-way files."""
    pad, logits, labels, lines = tokenizer.pad_token_id, {}, {}, []
    for path in sorted(folder.glob("*.jsonl.gz")):
        examples = read_examples(path)
        gold = np.array([e.label for e in examples])
        if is_two_way(gold):
            lines.append(_two_way_line(path.name, model, tokenizer, examples, gold))
            continue
        logits[path.name] = predict(model, encode(tokenizer, examples, options.max_length), pad, 16384).astype(
            np.float64
        )
        labels[path.name] = gold
    union, gold = np.concatenate(list(logits.values())), np.concatenate(list(labels.values()))
    temperature = fit_temperature(union, gold)
    lines += [describe(name.removesuffix(".jsonl.gz"), logits[name], labels[name], temperature) for name in logits]
    lines.append(describe("union", union, gold, temperature) + f"  temperature {temperature:.2f}")
    return "\n".join(lines)


def _two_way_line(name: str, model: Any, tokenizer: Any, examples: list[Example], gold: Any) -> str:
    parts = [[replace(e, premise=w) for w in windows(e.premise)] for e in examples]
    encoded: list[Encoded] = encode(tokenizer, [e for part in parts for e in part], 256)
    entailment = softmax(predict(model, encoded, tokenizer.pad_token_id, 16384).astype(np.float64))[:, 0]
    ends = np.cumsum([len(part) for part in parts])
    supported = np.array([entailment[end - len(part) : end].max() for end, part in zip(ends, parts, strict=True)])
    balanced, threshold = best_balanced_accuracy(supported, gold)
    return f"{name:28} n {len(gold):5}  balanced accuracy {balanced:.3f} at {threshold:.2f} (max over windows)"


def main() -> None:
    """Reads the arguments and runs the phases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and two_way/")
    parser.add_argument("--backbone", type=Path, required=True, help="Hugging Face folder to start from")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument(
        "--teacher", type=Path, nargs="*", default=[], help="trained models, or their kept answers (keep_answers.py)"
    )
    parser.add_argument("--keeper", type=Path, help="model whose answers to pairs of all other sets are to be kept")
    parser.add_argument("--ecb", type=Path, help="folder with the documents of ECB+, for pairs of news")
    parser.add_argument("--packed", type=Path, help="packed folder whose early exit says which pairs are learnt from")
    parser.add_argument("--dev", type=Path, help="folder of dev files for the closing table")
    args = parser.parse_args()
    recipe, sets = read_recipe(args.recipe)
    torch.manual_seed(recipe["seed"])
    args.output.mkdir(parents=True, exist_ok=True)
    tokenizer, model = load(args.backbone, recipe.get("rounding", False))
    for number, phase in enumerate(recipe["phase"], start=1):
        options = options_of(recipe, phase)
        examples = mixture(args.data, sets, phase, options.seed + number, args.ecb)
        print(f"phase {number}: {len(examples)} pairs", flush=True)
        encoded, states = encode(tokenizer, examples, options.max_length), None
        if recipe.get("above_exit"):
            states = states_above(args.packed, encoded, tokenizer.pad_token_id, args.output / f"phase{number}", options)
            examples, encoded = [examples[n] for n in states.pairs], [encoded[n] for n in states.pairs]
            print(f"{len(examples)} of them go on past the exit", flush=True)
        saved = args.output / f"phase{number}.teacher.npy"
        if saved.exists():  # what teachers say is not computed again where a run goes on
            teacher = np.load(saved)
        else:
            teacher = teacher_probabilities(args.teacher, args.keeper, examples, options, phase.get("taught"))
            if teacher is not None:
                np.save(saved, teacher)
        checkpoint = args.output / f"phase{number}.checkpoint"
        told = (model, tokenizer.pad_token_id, options, checkpoint)
        trainer = UpperTrainer(*told, states) if states else Trainer(*told)
        trainer.run(encoded, [e.label for e in examples], teacher)
    model.save_pretrained(args.output)
    tokenizer.save_pretrained(args.output)
    (args.output / "recipe.json").write_text(json.dumps(recipe, indent=1), encoding="utf-8")
    if args.dev:
        table = measure(model, tokenizer, args.dev, options)
        (args.output / "dev.txt").write_text(table + "\n", encoding="utf-8")
        print(table, flush=True)


if __name__ == "__main__":
    main()
