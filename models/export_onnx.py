#!/usr/bin/env python3
"""Writes the onnxruntime graph of a packed int8 model, and the manifest of the folder.

    python models/export_onnx.py PACKED_DIR --name NAME --temperature T

The graph (model.onnx) holds only small tensors; the int8 matrices stay where they are, in the .safetensors files, and are
named there by offset as ONNX external data. So one copy of the weights serves torch and onnxruntime. Linear layers compute
as they were trained (training/quantisation.py): uint8 activations with one dynamic scale, int8 weights with one scale a row.
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
from factcheck.backends.torch_nli import _load
from factcheck.backends.weights import MANIFEST, Manifest, file_sha256
from factcheck.schema import NliLabel
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
LINEAR, TABLE = ".int8_transposed", ".int8"


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
    """An int8 initializer whose bytes lie in a safetensors file."""
    file, offset, length, shape = place
    tensor = TensorProto(name=name, data_type=TensorProto.INT8, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", file), ("offset", str(offset)), ("length", str(length))):
        tensor.external_data.add(key=key, value=value)
    return tensor


class Rewriter:
    """Replaces the float matrices of a graph by their int8 form."""

    def __init__(self, graph: onnx.GraphProto, folder: Path) -> None:
        from safetensors import safe_open

        self.graph, self.places = graph, tensor_places(folder)
        self.nodes: list[onnx.NodeProto] = []
        self.dropped: set[str] = set()
        self.quantised: dict[str, tuple[str, str, str]] = {}
        self.tensors: dict[str, Any] = {}
        for path in sorted(folder.glob("*.safetensors")):
            with safe_open(path, framework="np") as opened:
                self.tensors |= {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 (not a dict)
        self.by_value = {
            self._key(self.tensors[name].astype(np.float32) * self._scale(name)): name
            for name in self.tensors
            if name.endswith((LINEAR, TABLE))
        }

    def _scale(self, name: str) -> Any:
        scale = self.tensors[name.removesuffix(LINEAR).removesuffix(TABLE) + ".scale"]
        return scale[None, :] if name.endswith(LINEAR) else scale[:, None]

    @staticmethod
    def _key(value: Any) -> tuple[tuple[int, ...], bytes]:
        return value.shape, np.ascontiguousarray(value[:: max(1, len(value) // 16)], dtype=np.float32).tobytes()

    def run(self) -> None:
        """Rewrites the graph in place."""
        floats = {i.name: i for i in self.graph.initializer}
        packed = {}
        for name, tensor in floats.items():
            if len(tensor.dims) == 2 and (found := self.by_value.get(self._key(numpy_helper.to_array(tensor)))):
                packed[name] = found
        for node in self.graph.node:
            if node.op_type == "MatMul" and node.input[1] in packed:
                self._linear(node, packed[node.input[1]])
            elif node.op_type == "Gather" and node.input[0] in packed:
                self._table(node, packed[node.input[0]])
            else:
                self.nodes.append(node)
        used = {name for node in self.nodes for name in node.input}
        kept = [i for i in self.graph.initializer if i.name in used and i.name not in packed]
        missed = set(packed.values()) ^ set(self.by_value.values())
        assert not missed, f"not found in the graph: {missed}"
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(self.nodes)
        self.graph.initializer.extend(
            kept + [external(n, self.places[n]) for n in packed.values()] + self._small(packed)
        )

    def _small(self, packed: dict[str, str]) -> list[TensorProto]:
        made = []
        for name in packed.values():
            scale = self._scale(name)
            made.append(
                numpy_helper.from_array(
                    np.ascontiguousarray(scale[0] if name.endswith(LINEAR) else scale), f"{name}.scales"
                )
            )
        return made

    def _quantised(self, value: str) -> tuple[str, str, str]:
        """One DynamicQuantizeLinear a tensor, shared by the layers that read it (query, key, value)."""
        if value not in self.quantised:
            names = (f"{value}_uint8", f"{value}_uint8_scale", f"{value}_uint8_zero")
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [value], list(names), name=f"{value}_quantise"))
            self.quantised[value] = names
        return self.quantised[value]

    def _linear(self, node: onnx.NodeProto, weight: str) -> None:
        value, scale, zero = self._quantised(node.input[0])
        out = node.output[0]
        self.nodes += [
            helper.make_node("MatMulInteger", [value, weight, zero], [f"{out}_int32"], name=f"{node.name}_int8"),
            helper.make_node(
                "Cast", [f"{out}_int32"], [f"{out}_float"], to=TensorProto.FLOAT, name=f"{node.name}_cast"
            ),
            helper.make_node("Mul", [scale, f"{weight}.scales"], [f"{out}_scales"], name=f"{node.name}_scales"),
            helper.make_node("Mul", [f"{out}_float", f"{out}_scales"], [out], name=f"{node.name}_rescale"),
        ]

    def _table(self, node: onnx.NodeProto, weight: str) -> None:
        ids, out = node.input[1], node.output[0]
        self.nodes += [
            helper.make_node("Gather", [weight, ids], [f"{out}_int8"], name=f"{node.name}_int8", axis=0),
            helper.make_node("Cast", [f"{out}_int8"], [f"{out}_float"], to=TensorProto.FLOAT, name=f"{node.name}_cast"),
            helper.make_node(
                "Gather", [f"{weight}.scales", ids], [f"{out}_scales"], name=f"{node.name}_scales", axis=0
            ),
            helper.make_node("Mul", [f"{out}_float", f"{out}_scales"], [out], name=f"{node.name}_rescale"),
        ]


def main() -> None:
    """Reads the arguments and writes model.onnx and manifest.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packed", type=Path)
    parser.add_argument("--name", required=True, help="the model's name in reports")
    parser.add_argument(
        "--temperature", type=float, required=True, help="fitted on the dev files (dev.txt of the training)"
    )
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
        max_length=256, files={path.name: file_sha256(path) for path in files},
    )  # fmt: skip
    (args.packed / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
