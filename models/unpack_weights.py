#!/usr/bin/env python3
"""Unpacks the 8-bit folder that factcheck ships into a Hugging Face folder, to train on from it or to keep its answers.

    python models/unpack_weights.py PACKED_DIR OUTPUT_DIR

Writes model.safetensors (float32; every weight stays on its 8-bit grid), config.json and the tokenizer. The early exit
and `same_fact` are left behind: they are fitted anew to whatever is trained.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from safetensors.torch import save_file

from factcheck.backends.torch_nli import unpacked_weights

COPIED = ("config.json", "tokenizer.json", "tokenizer_config.json")


def main() -> None:
    """Reads the arguments and writes the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packed", type=Path)
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    state = unpacked_weights(args.packed)
    if not state:
        raise SystemExit(f"{args.packed}: there are no .safetensors files; name a folder made by pack_weights.py.")
    args.output.mkdir(parents=True, exist_ok=True)
    whole = {name: value.contiguous() for name, value in state.items()}
    save_file(whole, args.output / "model.safetensors", metadata={"format": "pt"})
    for name in COPIED:
        shutil.copyfile(args.packed / name, args.output / name)


if __name__ == "__main__":
    main()
