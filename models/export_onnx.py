#!/usr/bin/env python3
"""Writes the onnxruntime graph of a packed 8-bit model (encoder_graph.py), and the manifest of the folder.

python models/export_onnx.py PACKED_DIR --name NAME --temperature T [--exponent E] [--bias B B B]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from encoder_graph import write_graph

from factcheck.backends.batching import NO_BIAS
from factcheck.backends.weights import MANIFEST, MAX_LENGTH, SAME_FACT_WEIGHTS, Manifest, file_sha256
from factcheck.schema import NliLabel


def main() -> None:
    """Reads the arguments and writes model.onnx and manifest.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packed", type=Path)
    parser.add_argument("--name", required=True, help="the model's name in reports")
    parser.add_argument(
        "--temperature", type=float, required=True, help="fitted on the dev files (dev.txt of the training)"
    )
    parser.add_argument(
        "--exponent", type=float, default=0.0, help="how far sure logits are spread again; fitted with the temperature"
    )
    parser.add_argument(
        "--bias", type=float, nargs=3, default=NO_BIAS, metavar="B",
        help="added to the logits after the temperature, in the order of the labels; fitted with it on dev",
    )  # fmt: skip
    args = parser.parse_args()
    write_graph(args.packed, args.packed / "model.onnx")
    shipped = ("config.json", "tokenizer.json", "tokenizer_config.json", "model.onnx")
    own = [args.packed / SAME_FACT_WEIGHTS] if (args.packed / SAME_FACT_WEIGHTS).is_file() else []
    files = [args.packed / name for name in shipped] + own + sorted(args.packed.glob("*.safetensors"))
    labels = json.loads((args.packed / "config.json").read_text(encoding="utf-8"))["id2label"]
    manifest = Manifest(
        name=args.name, labels=tuple(NliLabel(labels[str(i)]) for i in range(3)), temperature=args.temperature,
        exponent=args.exponent, bias=tuple(args.bias), max_length=MAX_LENGTH,
        files={path.name: file_sha256(path) for path in files},
    )  # fmt: skip
    (args.packed / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
