#!/usr/bin/env python3
"""Fits the early exit of the NLI model: a small network that answers sure pairs after a layer in the middle.

    python models/fit_early_exit.py --data FOLDER [--model models/nli] [--layer N] [--sure P] [--write]

The network (factcheck.backends.weights.EarlyExit) learns what the last layer says, labels and `same_fact`, from the
model's own answers to the pairs of the table [exit] of recipes/mixture.toml; no label of a person is read. Then, for
each file of FOLDER/dev, it prints how many pairs leave early, how often their label is that of the last layer, and the
accuracy with and without the exit. With --write the weights and the bounds go into early_exit.safetensors of the
model's folder, and `export_onnx.py` writes the graph anew.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from encoder_graph import STATES
from numpy.typing import NDArray
from safetensors.torch import save
from torch import Tensor
from torch.nn import functional
from training.data import Example, mix, read_examples
from training.edits import article_neutrals
from training.loop import batches, collate, encode
from training.measuring import is_two_way
from training.watched import watched_session
from transformers import AutoTokenizer

from factcheck.backends.torch_nli import early_logits, leaves_early
from factcheck.backends.weights import EARLY_EXIT, EARLY_EXIT_WEIGHTS, LOGITS, SAME_FACT, EarlyExit

HERE = Path(__file__).resolve().parent
QUERIES, MIDDLE = 4, 256
"""How many means of the tokens' states are read, and how wide the network is in the middle."""
EPOCHS, LEARNING_RATE, WEIGHT_DECAY = 4, 2e-3, 0.05
SAME_FACT_SHARE = 0.5
"""How much the loss of `same_fact` counts beside that of the labels."""
CONTRADICTION_BELOW = 0.2
"""What may be a contradiction goes on: there the upper layers still tell a dog from a cat."""
SAME_FACT_BELOW, SAME_FACT_ABOVE = 0.5, 0.85
"""The verdict asks whether `same_fact` is likelier than .7 or so: what is near that goes on to the last layer."""
SEED, BATCH_PAIRS, BATCH_TOKENS, MAX_LENGTH = 71, 64, 2048, 256
Weights = dict[str, Tensor]


@dataclass(frozen=True)
class Read:
    """What the model computes of pairs: states after the watched layer, an array a pair, and its answers (pairs, 4)."""

    states: Sequence[NDArray[np.float16]]
    answers: Tensor

    def batch(self, numbers: Sequence[int]) -> tuple[Tensor, Tensor]:
        """States (pairs, tokens, hidden), filled up with zeros, and the mask (pairs, tokens)."""
        width = max(len(self.states[n]) for n in numbers)
        states = torch.zeros((len(numbers), width, self.states[0].shape[1]))
        mask = torch.zeros((len(numbers), width))
        for row, number in enumerate(numbers):
            own = self.states[number]
            states[row, : len(own)], mask[row, : len(own)] = torch.from_numpy(own.astype(np.float32)), 1
        return states, mask


def examples_of(data: Path, rng: random.Random) -> list[Example]:
    """The pairs to learn from: the shares of [exit], a third of them the other way round, and pairs of one article."""
    recipe = tomllib.loads((HERE / "recipes" / "mixture.toml").read_text(encoding="utf-8"))
    examples = mix(data, recipe["exit"], (), rng)
    turned = rng.sample(examples, len(examples) // 3)
    articles = [e.premise for name in recipe["article_sources"] for e in read_examples(data / f"{name}.jsonl.gz")]
    made = [Example(e.hypothesis, e.premise, e.label, e.source) for e in turned if len(e.premise) < 400]
    return [*examples, *made, *article_neutrals(articles, SEED, 4000)]


def read(session: onnxruntime.InferenceSession, tokenizer: Any, examples: Sequence[Example]) -> Read:
    """Runs the whole model over `examples`."""
    encoded = encode(tokenizer, examples, MAX_LENGTH)
    names = {item.name for item in session.get_inputs()}
    states: list[NDArray[np.float16]] = [np.zeros((0, 0), dtype=np.float16)] * len(examples)
    answers = torch.zeros((len(examples), 4))
    for batch in batches([len(one.ids) for one in encoded], BATCH_TOKENS, None):
        feeds = collate([encoded[n] for n in batch], tokenizer.pad_token_id, torch.device("cpu"))
        found = session.run([LOGITS, SAME_FACT, STATES], {k: v.numpy() for k, v in feeds.items() if k in names})
        answers[batch] = torch.from_numpy(np.concatenate(found[:2], axis=1))
        whole = found[2].reshape(len(batch), -1, found[2].shape[1])
        for row, number in enumerate(batch):
            states[number] = whole[row, : len(encoded[number].ids)].astype(np.float16)
    return Read(states, answers)


def new_weights(hidden: int) -> Weights:
    """The network before it has learnt anything."""
    wide = hidden * (QUERIES + 1)
    sizes = {"asking": (QUERIES, hidden), "dense": (MIDDLE, wide), "told": (4, MIDDLE)}
    made: Weights = {"norm.weight": torch.ones(wide), "norm.bias": torch.zeros(wide)}
    for name, (rows, columns) in sizes.items():
        made[f"{name}.weight"] = torch.randn(rows, columns) / columns**0.5
        made[f"{name}.bias"] = torch.zeros(rows)
    return {name: value.requires_grad_() for name, value in made.items()}


def of_like_length(states: Sequence[NDArray[np.float16]]) -> list[list[int]]:
    """Numbers of pairs in batches of like length."""
    order = sorted(range(len(states)), key=lambda n: len(states[n]))
    return [order[start : start + BATCH_PAIRS] for start in range(0, len(order), BATCH_PAIRS)]


def fit(known: Read, temperature: float) -> Weights:
    """Weights with which the exit says what the last layer says: cross-entropy with its probabilities."""
    torch.manual_seed(SEED)
    weights, rng = new_weights(known.states[0].shape[1]), random.Random(SEED)
    optimizer = torch.optim.AdamW(weights.values(), weight_decay=WEIGHT_DECAY)
    plan = of_like_length(known.states)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=EPOCHS * len(plan))
    labels, same_fact = (known.answers[:, :3] / temperature).softmax(1), known.answers[:, 3].sigmoid()
    for epoch in range(EPOCHS):
        rng.shuffle(plan)
        total = 0.0
        for batch in plan:
            told = early_logits(*known.batch(batch), weights)
            loss = -(labels[batch] * (told[:, :3] / temperature).log_softmax(1)).sum(1).mean()
            fact = functional.binary_cross_entropy_with_logits(told[:, 3], same_fact[batch])
            optimizer.zero_grad()
            (loss + SAME_FACT_SHARE * fact).backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: {total / len(plan):.4f}", flush=True)
    return {name: value.detach() for name, value in weights.items()}


def told_early(known: Read, weights: Weights) -> Tensor:
    """What the exit says of each pair, (pairs, 4)."""
    told = torch.zeros_like(known.answers)
    for batch in of_like_length(known.states):
        told[batch] = early_logits(*known.batch(batch), weights)
    return told


def lines(known: Read, told: Tensor, gold: NDArray[Any], early: EarlyExit) -> Iterator[str]:
    """What leaves, how often it is told as the last layer would, and the accuracy with and without the exit."""
    leaves, late = leaves_early(told, early), known.answers[:, :3].argmax(1)
    mixed = torch.where(leaves, told[:, :3].argmax(1), late)
    same = (mixed == late)[leaves].float().mean().item() if leaves.any() else 1.0
    facts = (known.answers[:, 3].sigmoid() > 0.7) == (told[:, 3].sigmoid() > 0.7)
    fact = facts[leaves].float().mean().item() if leaves.any() else 1.0
    yield f"leave {leaves.float().mean():.3f}  same label {same:.4f}  same fact {fact:.4f}"
    if not is_two_way(gold):
        exact = [(torch.from_numpy(gold) == found).float().mean().item() for found in (late, mixed)]
        yield f"accuracy {exact[0]:.4f} -> {exact[1]:.4f}"


def main() -> None:
    """Reads the arguments, fits, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/, two_way/ and dev/")
    parser.add_argument("--model", type=Path, default=HERE / "nli")
    parser.add_argument("--layer", type=int, default=6, help="the exit is after this layer, counted from 0")
    parser.add_argument("--sure", type=float, default=0.7, help="how likely the label must be")
    parser.add_argument("--temperature", type=float, default=1.87, help="that of the manifest")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    early = EarlyExit(
        layer=args.layer, sure=args.sure, temperature=args.temperature, contradiction_below=CONTRADICTION_BELOW,
        same_fact_below=SAME_FACT_BELOW, same_fact_above=SAME_FACT_ABOVE,
    )  # fmt: skip
    with watched_session(args.model, args.layer) as session:
        tokenizer = AutoTokenizer.from_pretrained(args.model)
        known = read(session, tokenizer, examples_of(args.data, random.Random(SEED)))
        print(f"{len(known.states)} pairs", flush=True)
        weights = fit(known, args.temperature)
        if args.write:
            told = {f"{EARLY_EXIT}{name}": value.contiguous() for name, value in weights.items()}
            bounds = {name: str(value) for name, value in early.model_dump().items()}
            (args.model / EARLY_EXIT_WEIGHTS).write_bytes(save(told, bounds))
        with torch.inference_mode():
            for path in sorted((args.data / "dev").glob("*.jsonl.gz")):
                examples = read_examples(path)
                dev = read(session, tokenizer, examples)
                gold = np.array([e.label for e in examples])
                print(f"{path.name:36}", *lines(dev, told_early(dev, weights), gold, early), flush=True)


if __name__ == "__main__":
    main()
