#!/usr/bin/env python3
"""Packs a model that was trained with rounding into the int8 folder that factcheck ships.

    python models/pack_weights.py TRAINED_DIR OUTPUT_DIR

Writes model-0000K-of-0000N.safetensors (each under 60 MB), config.json and tokenizer.json. Nothing is lost: the weights
were on the int8 grid during training.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from safetensors.torch import save_file
from torch import Tensor
from train_nli import load
from training.quantisation import packed

SHARD_BYTES = 60_000_000


def shards(tensors: dict[str, Tensor]) -> list[dict[str, Tensor]]:
    """`tensors` in their order, cut into parts of at most SHARD_BYTES."""
    parts: list[dict[str, Tensor]] = [{}]
    size = 0
    for name, value in tensors.items():
        length = value.numel() * value.element_size()
        if size + length > SHARD_BYTES and parts[-1]:
            parts.append({})
            size = 0
        parts[-1][name] = value
        size += length
    return parts


def main() -> None:
    """Reads the arguments and writes the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    _, model = load(args.trained, rounding=True)
    args.output.mkdir(parents=True, exist_ok=True)
    parts = shards(packed(model))
    for number, part in enumerate(parts, start=1):
        save_file(part, args.output / f"model-{number:05d}-of-{len(parts):05d}.safetensors")
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(args.trained / name, args.output / name)


if __name__ == "__main__":
    main()
