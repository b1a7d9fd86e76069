#!/usr/bin/env python3
"""Writes the onnxruntime graph of a packed 8-bit model, and the manifest of the folder.

    python models/export_onnx.py PACKED_DIR --name NAME --temperature T [--exponent E] [--bias B B B]

The graph (model.onnx) holds only small tensors; the 8-bit matrices stay where they are, in the .safetensors files,
and are named there by offset as ONNX external data. So one copy of the weights serves torch and onnxruntime. Each
token's activations are rounded to 8 bits by their own greatest value and multiplied as integers. DynamicQuantizeLinear,
whose one scale spans the whole batch, is a sixth faster, but makes a pair's scores depend on the pairs that share
its batch.
"""

from __future__ import annotations

import argparse
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors import safe_open

from factcheck.backends.batching import NO_BIAS
from factcheck.backends.torch_nli import _load
from factcheck.backends.weights import MANIFEST, Manifest, file_sha256
from factcheck.schema import NliLabel

OPSET = 17
LINEAR, TABLE = ".int8_transposed", ".int8"
CONSTANTS = {
    "one_127th": np.float32(1 / 127),
    "tiny": np.float32(1e-8),
    "one": np.float32(1.0),
    "middle": np.uint8(128),
}


def tensor_places(folder: Path) -> dict[str, tuple[str, int, int, list[int]]]:
    """Each tensor of the safetensors files: (file, absolute offset, bytes, shape)."""
    places = {}
    for path in sorted(folder.glob("*.safetensors")):
        with path.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            header = json.loads(stream.read(length))
        for name, entry in header.items():
            if name != "__metadata__":
                start, end = entry["data_offsets"]
                places[name] = (path.name, 8 + length + start, end - start, entry["shape"])
    return places


def export_float(folder: Path, output: Path) -> onnx.ModelProto:
    """The float32 graph with dynamic batch and length."""
    tokenizer, model = _load(folder, packed=True)
    model.eval()
    model.config.use_cache = False
    sample = tokenizer(["A dog sleeps."], ["A cat is awake now."], return_tensors="pt")
    names = list(sample)
    axes: dict[str, Any] = {name: {0: "pairs", 1: "tokens"} for name in names} | {"logits": {0: "pairs"}}
    torch.onnx.export(
        model, tuple(sample[name] for name in names), str(output), input_names=names, output_names=["logits"],
        dynamic_axes=axes, opset_version=OPSET, dynamo=False, do_constant_folding=True,
    )  # fmt: skip
    return onnx.load(output)


def external(name: str, place: tuple[str, int, int, list[int]]) -> TensorProto:
    """A int8 initializer whose bytes lie in a safetensors file."""
    file, offset, length, shape = place
    tensor = TensorProto(name=name, data_type=TensorProto.INT8, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", file), ("offset", str(offset)), ("length", str(length))):
        tensor.external_data.add(key=key, value=value)
    return tensor


class Rewriter:
    """Replaces the float matrices of a graph by their 8-bit form."""

    def __init__(self, graph: onnx.GraphProto, folder: Path) -> None:
        self.graph, self.places = graph, tensor_places(folder)
        self.tensors: dict[str, Any] = {}
        for path in sorted(folder.glob("*.safetensors")):
            with safe_open(path, framework="np") as opened:
                self.tensors |= {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 (not a dict)
        self.nodes: list[onnx.NodeProto] = []
        self.added: dict[str, TensorProto] = {}
        self.rounded: dict[str, str] = {}
        self.by_value = {_key(self._float(name)): name for name in self.tensors if name.endswith((LINEAR, TABLE))}

    def _scale(self, name: str) -> Any:
        return self.tensors[name.removesuffix(LINEAR).removesuffix(TABLE) + ".scale"]

    def _float(self, name: str) -> Any:
        """The matrix as the float graph has it: (columns, rows) for a linear layer, (rows, columns) for a table."""
        scale = self._scale(name)
        return self.tensors[name].astype(np.float32) * (scale[None, :] if name.endswith(LINEAR) else scale[:, None])

    def run(self) -> None:
        """Rewrites the graph in place."""
        packed = self._packed_initializers()
        for node in self.graph.node:
            if node.op_type == "MatMul" and node.input[1] in packed:
                self._linear(node, packed[node.input[1]])
            elif node.op_type == "Gather" and node.input[0] in packed:
                self._table(node, packed[node.input[0]])
            else:
                self.nodes.append(node)
        used = {name for node in self.nodes for name in node.input}
        kept = [i for i in self.graph.initializer if i.name in used and i.name not in packed]
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(self.nodes)
        self.graph.initializer.extend(kept + list(self.added.values()))

    def _packed_initializers(self) -> dict[str, str]:
        """Float initializers of the graph that a packed tensor stands for, found by their values."""
        found = {}
        for tensor in self.graph.initializer:
            if len(tensor.dims) == 2:
                value = numpy_helper.to_array(tensor)
                name = self.by_value.get(_key(value))
                found |= {tensor.name: name} if name else {}
        missed = set(self.by_value.values()) - set(found.values())
        assert not missed, f"not found in the graph: {missed}"
        return found

    def _linear(self, node: onnx.NodeProto, weight: str) -> None:
        value, scale = self._rounded(node.input[0])
        out = node.output[0]
        self._add(weight)
        self.nodes += [
            helper.make_node("MatMulInteger", [value, weight, "middle"], [f"{out}_int32"], name=f"{node.name}_int8"),
            helper.make_node(
                "Cast", [f"{out}_int32"], [f"{out}_float"], to=TensorProto.FLOAT, name=f"{node.name}_cast"
            ),
            helper.make_node("Mul", [f"{out}_float", scale], [f"{out}_tokens"], name=f"{node.name}_tokens"),
            helper.make_node("Mul", [f"{out}_tokens", f"{weight}.scales"], [out], name=f"{node.name}_rows"),
        ]

    def _rounded(self, value: str) -> tuple[str, str]:
        """`value` as uint8 around 128 and the scale of each token, made once for all layers that read it."""
        if value in self.rounded:
            return f"{value}_uint8", f"{value}_scale"
        self.rounded[value] = value
        self.added |= {name: numpy_helper.from_array(constant, name) for name, constant in CONSTANTS.items()}
        steps = (
            ("Abs", [value], "abs", {}),
            ("ReduceMax", [f"{value}_abs"], "max", {"axes": [-1], "keepdims": 1}),
            ("Mul", [f"{value}_max", "one_127th"], "step", {}),
            ("Max", [f"{value}_step", "tiny"], "scale", {}),
            ("Div", [value, f"{value}_scale"], "scaled", {}),
            ("QuantizeLinear", [f"{value}_scaled", "one", "middle"], "uint8", {}),
        )
        for operator, inputs, name, attributes in steps:
            made = helper.make_node(operator, inputs, [f"{value}_{name}"], name=f"{value}_{name}", **attributes)
            self.nodes.append(made)
        return f"{value}_uint8", f"{value}_scale"

    def _add(self, weight: str) -> None:
        """The integers of `weight` by reference, and their scales."""
        scale = self._scale(weight)
        shaped = scale if weight.endswith(LINEAR) else scale[:, None]
        self.added[weight] = external(weight, self.places[weight])
        self.added[f"{weight}.scales"] = numpy_helper.from_array(np.ascontiguousarray(shaped), f"{weight}.scales")

    def _table(self, node: onnx.NodeProto, weight: str) -> None:
        ids, out = node.input[1], node.output[0]
        self._add(weight)
        self.nodes += [
            helper.make_node("Gather", [weight, ids], [f"{out}_int8"], name=f"{node.name}_int8", axis=0),
            helper.make_node("Cast", [f"{out}_int8"], [f"{out}_float"], to=TensorProto.FLOAT, name=f"{node.name}_cast"),
            helper.make_node(
                "Gather", [f"{weight}.scales", ids], [f"{out}_scales"], name=f"{node.name}_scales", axis=0
            ),
            helper.make_node("Mul", [f"{out}_float", f"{out}_scales"], [out], name=f"{node.name}_rescale"),
        ]


def _key(value: Any) -> tuple[tuple[int, ...], bytes]:
    """A matrix by its shape and some of its rows."""
    return value.shape, np.ascontiguousarray(value[:: max(1, len(value) // 16)], dtype=np.float32).tobytes()


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
    target = args.packed / "model.onnx"
    model = export_float(args.packed, target)
    Rewriter(model.graph, args.packed).run()
    onnx.save(model, target)
    shipped = ("config.json", "tokenizer.json", "tokenizer_config.json", "model.onnx")
    files = [args.packed / name for name in shipped] + sorted(args.packed.glob("*.safetensors"))
    labels = json.loads((args.packed / "config.json").read_text(encoding="utf-8"))["id2label"]
    manifest = Manifest(
        name=args.name, labels=tuple(NliLabel(labels[str(i)]) for i in range(3)), temperature=args.temperature,
        exponent=args.exponent, bias=tuple(args.bias), max_length=256,
        files={path.name: file_sha256(path) for path in files},
    )  # fmt: skip
    (args.packed / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
