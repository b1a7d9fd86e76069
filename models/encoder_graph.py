"""The onnxruntime graph of a packed 8-bit cross-encoder, written operator by operator for speed on a CPU.

What torch exports is slower, because it spells out what onnxruntime has in one operator. Here:

- The tokens of a batch are the rows of one matrix. Each row is rounded to 8 bits by its own greatest value in one pass
  (QuantizeLinear with one scale a row). DynamicQuantizeLinear, whose one scale spans the batch, would make a pair's
  scores depend on the pairs that share its batch.
- Integer products, conversion and the scale of each column are one operator (MatMulIntegerToFloat), and so is attention
  with its biases, mask and relative positions (MultiHeadAttention).
- The label is read off the first token alone, so the last layer computes its queries, output and feed-forward part for
  that token only, a sixteenth of all work less.
- Where the folder has an early exit (fit_early_exit.py), the pairs that leave there are taken out of the batch, and the
  upper layers compute the others alone; where all leave, they compute nothing (If).

The graph holds only small tensors. The 8-bit matrices stay in the .safetensors files and are named there by offset as
ONNX external data, so that one copy of the weights serves torch and onnxruntime.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors import safe_open

from factcheck.backends.weights import EARLY_EXIT, LOGITS, SAME_FACT, EarlyExit, early_exit_of, same_fact_of

OPSET, IR_VERSION = 17, 8
CONTRIB = "com.microsoft"
LINEAR, TABLE = ".int8_transposed", ".int8"
RANGE = 127
"""A row's greatest absolute value becomes this."""
MIDDLE = 128
"""The uint8 that stands for zero."""
# How far apart two tokens of the longest pair can be; Bucketing of MPNet (as in T5): exact up to 8, then by logarithm.
MAX_TOKENS, BUCKETS, FAR = 512, 32, 128


STATES = "states"
"""The output of a graph whose layer is watched: (pairs * tokens, hidden)."""


@dataclass(frozen=True)
class Names:
    """How an architecture calls its layers in a state dict, before .weight and .bias; `{}` is the number of the layer.

    `relative` is MPNet's table of relative positions, `first_position` the row of the first token's position.
    """

    embeddings: str
    query: str
    key: str
    value: str
    attention_output: str
    attention_norm: str
    feed_in: str
    feed_out: str
    feed_norm: str
    head: str
    labels: str
    relative: str | None
    first_position: int
    token_types: bool

    def of_layer(self, number: int) -> Names:
        """The names with the number of one layer filled in."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        return Names(
            **{name: value.format(number) if isinstance(value, str) else value for name, value in parts.items()}
        )


ARCHITECTURES: Mapping[str, Names] = {
    "mpnet": Names(
        embeddings="mpnet.embeddings",
        query="mpnet.encoder.layer.{}.attention.attn.q",
        key="mpnet.encoder.layer.{}.attention.attn.k",
        value="mpnet.encoder.layer.{}.attention.attn.v",
        attention_output="mpnet.encoder.layer.{}.attention.attn.o",
        attention_norm="mpnet.encoder.layer.{}.attention.LayerNorm",
        feed_in="mpnet.encoder.layer.{}.intermediate.dense",
        feed_out="mpnet.encoder.layer.{}.output.dense",
        feed_norm="mpnet.encoder.layer.{}.output.LayerNorm",
        head="classifier.dense",
        labels="classifier.out_proj",
        relative="mpnet.encoder.relative_attention_bias.weight",
        first_position=2,
        token_types=False,
    ),
    "bert": Names(
        embeddings="bert.embeddings",
        query="bert.encoder.layer.{}.attention.self.query",
        key="bert.encoder.layer.{}.attention.self.key",
        value="bert.encoder.layer.{}.attention.self.value",
        attention_output="bert.encoder.layer.{}.attention.output.dense",
        attention_norm="bert.encoder.layer.{}.attention.output.LayerNorm",
        feed_in="bert.encoder.layer.{}.intermediate.dense",
        feed_out="bert.encoder.layer.{}.output.dense",
        feed_norm="bert.encoder.layer.{}.output.LayerNorm",
        head="bert.pooler.dense",
        labels="classifier",
        relative=None,
        first_position=0,
        token_types=True,
    ),
}


def write_graph(folder: Path, target: Path, watched: int | None = None, *, above: bool = True) -> None:
    """Writes the graph of the packed model in `folder`; AssertionError for an architecture that is not supported.

    `watched` is the number of a layer whose states are to be an output more, `STATES`: the graph is then written
    without an early exit, to fit one. Where `above` is false it ends there, and the states are all that it tells.
    """
    assert above or watched is not None, "a graph that ends early needs the layer at which it ends"
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert config["model_type"] in ARCHITECTURES, f"no graph is known for {config['model_type']}"
    assert config["hidden_act"] == "gelu", f"no graph is known for the activation {config['hidden_act']}"
    onnx.save(GraphWriter(folder, config, watched, above=above).model(), target)


@dataclass(frozen=True)
class Rows:
    """A matrix of token rows, by the names of its parts: exact, rounded to uint8, the scale of each row."""

    exact: str
    rounded: str
    scale: str


@dataclass(frozen=True)
class Pairs:
    """The pairs computed, by the names of their mask (pairs, tokens) and of the shape (pairs, tokens, hidden)."""

    mask: str
    shape: str


class GraphWriter:
    """Collects the operators of one model."""

    def __init__(
        self, folder: Path, config: Mapping[str, Any], watched: int | None = None, *, above: bool = True
    ) -> None:
        self.config, self.names, self.watched = config, ARCHITECTURES[config["model_type"]], watched
        self.above = above
        self.places, self.same_fact = tensor_places(folder), same_fact_of(folder)
        self.early = early_exit_of(folder) if watched is None else None
        self.pairs = Pairs("mask", "pairs_shape")
        self.tensors: dict[str, NDArray[Any]] = {}
        for path in sorted(folder.glob("*.safetensors")):
            with safe_open(path, framework="np") as opened:
                self.tensors |= {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 (no dict)
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        """The whole graph: input_ids, attention_mask (and token_type_ids) of shape (pairs, tokens) to logits."""
        rows = self._embedded()
        if self.early:
            self._told_early_or_late(rows, self.early)
        elif self.watched is not None and not self.above:
            self._layers(rows, 0, self.watched + 1)
        else:
            self._classified(self._layers(rows, 0, self.config["num_hidden_layers"]), "")
        inputs = ["input_ids", "attention_mask", *(["token_type_ids"] if self.names.token_types else [])]
        shape = ["pairs", "tokens"]
        graph = helper.make_graph(
            self.nodes,
            "cross_encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in inputs],
            self._told(),
            list(self.initializers.values()),
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="factcheck")

    def _told(self) -> list[onnx.ValueInfoProto]:
        """The outputs: logits (pairs, labels), and same_fact (pairs, 1) where there are weights for it."""
        columns = {LOGITS: len(self.config["id2label"])} | ({SAME_FACT: 1} if self.same_fact else {})
        columns = columns if self.above else {}
        told = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["pairs", size]) for n, size in columns.items()]
        if self.watched is not None:
            self._make("Identity", [f"layer{self.watched}_out"], STATES)
            told.append(helper.make_tensor_value_info(STATES, TensorProto.FLOAT, ["rows", self.config["hidden_size"]]))
        return told

    # --- parts of the model ---

    def _embedded(self) -> str:
        """The rows that enter the first layer, and what all layers read: sizes, mask, relative positions."""
        names, ids = self.names, "input_ids"
        self._make("Shape", ["attention_mask"], "mask_shape")
        self._make("Gather", ["mask_shape", self._integers("at_tokens", 1)], "tokens")  # scalar
        self._make("Range", [self._integers("zero", 0), "tokens", self._integers("one_step", 1)], "positions")
        self._make(
            "Concat", ["mask_shape", self._integers("hidden", [self.config["hidden_size"]])], "pairs_shape", axis=0
        )
        self._make("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        table = f"{names.embeddings}.word_embeddings.weight{TABLE}"
        self._external(table)
        scales = self._constant(f"{table}.scales", self._scales(table)[:, None])
        self._make("Gather", [table, ids], "words_int8")
        self._make("Cast", ["words_int8"], "words_float", to=TensorProto.FLOAT)
        self._make("Gather", [scales, ids], "words_scale")
        words = self._make("Mul", ["words_float", "words_scale"], "words")
        places = self.tensors[f"{names.embeddings}.position_embeddings.weight"][names.first_position :]
        self._make("Gather", [self._constant("places", places), "positions"], "places_of_tokens")
        if names.token_types:
            types = self._constant("types", self.tensors[f"{names.embeddings}.token_type_embeddings.weight"])
            self._make("Gather", [types, "token_type_ids"], "types_of_tokens")
            words = self._make("Add", [words, "types_of_tokens"], "words_with_types")
        self._make("Add", [words, "places_of_tokens"], "embedded")
        self._relative_positions()
        whole = self._norm("embedded", f"{names.embeddings}.LayerNorm", "embedded_norm")
        return self._make("Reshape", [whole, self._integers("as_rows", [-1, self.config["hidden_size"]])], "rows")

    def _relative_positions(self) -> None:
        """What attention adds for the distance of two tokens: (1, heads, tokens, tokens), made once for all layers."""
        if not self.names.relative:
            return
        by_distance = self.tensors[self.names.relative][distance_buckets()].T  # (heads, distances)
        self._make("Unsqueeze", ["positions", self._integers("axis_0", [0])], "key_positions")
        self._make("Unsqueeze", ["positions", self._integers("axis_1", [1])], "query_positions")
        self._make("Sub", ["key_positions", "query_positions"], "distances")
        self._make("Add", ["distances", self._integers("nearest", MAX_TOKENS - 1)], "distance_rows")
        self._make("Gather", [self._constant("by_distance", by_distance), "distance_rows"], "relative_heads", axis=1)
        self._make("Unsqueeze", ["relative_heads", "axis_0"], "relative")
        # The last layer asks for the first token only.
        self._make("Gather", ["relative", self._integers("first", [0])], "relative_first", axis=2)

    def _layers(self, rows: str, start: int, end: int) -> str:
        for number in range(start, end):
            rows = self._layer(rows, number, last=number == self.config["num_hidden_layers"] - 1)
        return rows

    def _layer(self, rows: str, number: int, *, last: bool) -> str:
        """One layer: attention and the feed-forward part, each with its residual; `last` keeps first tokens only."""
        names, at = self.names.of_layer(number), f"layer{number}"
        whole = self._rounded(rows, f"{at}_in")
        asking = self._first_tokens(whole, at) if last else whole
        query = self._by_pair(self._linear(asking, names.query, f"{at}_query"), one_token=last)
        key = self._by_pair(self._linear(whole, names.key, f"{at}_key"))
        value = self._by_pair(self._linear(whole, names.value, f"{at}_value"))
        seen = self._attention([query, key, value], number, last=last)
        output = self._linear(self._rounded(seen, f"{at}_seen"), names.attention_output, f"{at}_output")
        mixed = self._residual(output, names.attention_output, asking.exact, names.attention_norm, f"{at}_mixed")
        middle = self._linear(self._rounded(mixed, f"{at}_mixed"), names.feed_in, f"{at}_feed_in")
        bias = self._weight(f"{names.feed_in}.bias")
        active = self._make("BiasGelu", [middle, bias], f"{at}_active", domain=CONTRIB)
        fed = self._linear(self._rounded(active, f"{at}_active"), names.feed_out, f"{at}_feed_out")
        return self._residual(fed, names.feed_out, mixed, names.feed_norm, f"{at}_out")

    def _attention(self, parts: list[str], number: int, *, last: bool) -> str:
        """Rows of what each token (or the first of each pair) reads from its pair."""
        names, at = self.names.of_layer(number), f"layer{number}"
        biases = [self.tensors[f"{name}.bias"] for name in (names.query, names.key, names.value)]
        bias = self._constant(f"{at}_attention_bias", np.concatenate(biases))
        relative = ("relative_first" if last else "relative") if names.relative else ""
        heads = self.config["num_attention_heads"]
        inputs = [*parts, bias, self.pairs.mask, relative]
        seen = self._make("MultiHeadAttention", inputs, f"{at}_attention", domain=CONTRIB, num_heads=heads)
        return self._make("Reshape", [seen, "as_rows"], f"{at}_attention_rows")

    def _first_tokens(self, rows: Rows, at: str) -> Rows:
        """The rows of the first token of each pair; a row's rounding does not depend on the others."""
        self._make("Gather", [self.pairs.shape, "zero"], "pairs_asking")
        self._make("Range", ["zero", "pairs_asking", "one_step"], "pair_numbers")
        self._make("Mul", ["pair_numbers", "tokens"], "first_rows")
        exact, rounded, scale = (
            self._make("Gather", [part, "first_rows"], f"{at}_{name}")
            for part, name in ((rows.exact, "first"), (rows.rounded, "first_uint8"), (rows.scale, "first_scale"))
        )
        return Rows(exact, rounded, scale)

    def _classified(self, rows: str, at: str) -> None:
        """The logits, from the first tokens' rows in full precision; `at` begins the names of what is told."""
        for name, value, out in (
            (self.names.head, rows, "head"),
            (self.names.labels, "head_active", f"{at}{LOGITS}"),
        ):
            weights = [self._weight(f"{name}.weight"), self._weight(f"{name}.bias")]
            self._make("Gemm", [value, *weights], out, transB=1)
            if out == "head":
                self._make("Tanh", ["head"], "head_active")
        if self.same_fact:
            weight = np.asarray(self.same_fact.weight, dtype=np.float32)[None, :]
            bias = np.asarray([self.same_fact.bias], dtype=np.float32)
            inputs = [rows, self._constant("same_fact_weight", weight), self._constant("same_fact_bias", bias)]
            self._make("Gemm", inputs, f"{at}{SAME_FACT}", transB=1)

    # --- the early exit ---

    def _told_early_or_late(self, rows: str, early: EarlyExit) -> None:
        """Logits and same_fact of all pairs: of those that leave by the exit, of the others by the last layer."""
        assert self.same_fact, "an early exit says same_fact too"
        rows = self._layers(rows, 0, early.layer + 1)
        states = self._by_pair(rows)
        told = self._early_told(states)
        staying = self._staying(told, early)
        late = self._unless_none(staying, lambda: self._late_told(states, staying, early.layer + 1))
        places = self._make("Unsqueeze", [staying, self._integers("axis_1", [1])], "staying_places")
        both = self._make("ScatterND", [told, places, late], "told")
        sizes = self._integers("told_sizes", [len(self.config["id2label"]), 1])
        self.nodes.append(helper.make_node("Split", [both, sizes], [LOGITS, SAME_FACT], name="told_parts", axis=1))

    def _early_told(self, states: str) -> str:
        """What the exit says of each pair, (pairs, 4), from the states of all tokens, (pairs, tokens, hidden)."""
        asking = self._constant("asking", self.tensors[f"{EARLY_EXIT}asking.weight"].T)
        self._make("MatMul", [states, asking], "asked_plain")  # (pairs, tokens, queries)
        self._make("Add", ["asked_plain", self._weight(f"{EARLY_EXIT}asking.bias")], "asked")
        self._make("Transpose", ["asked"], "asked_by_query", perm=[0, 2, 1])
        self._make("Cast", [self.pairs.mask], "mask_float", to=TensorProto.FLOAT)
        self._make("Sub", ["mask_float", self._constant("unit", np.float32(1))], "mask_lack")
        self._make("Mul", ["mask_lack", self._constant("far_below", np.float32(1e9))], "mask_far")
        self._make("Unsqueeze", ["mask_far", self._integers("axis_1", [1])], "mask_by_query")
        self._make("Add", ["asked_by_query", "mask_by_query"], "asked_masked")
        self._make("Softmax", ["asked_masked"], "asked_shares", axis=-1)
        self._make("MatMul", ["asked_shares", states], "asked_means")  # (pairs, queries, hidden)
        wide = self.tensors[f"{EARLY_EXIT}norm.weight"].size - self.config["hidden_size"]
        self._make("Reshape", ["asked_means", self._integers("means_as_rows", [-1, wide])], "means")
        self._make("Gather", [states, "zero"], "first_states", axis=1)
        self._make("Concat", ["first_states", "means"], "read_early", axis=1)
        norm = [self._weight(f"{EARLY_EXIT}norm.{part}") for part in ("weight", "bias")]
        self._make("LayerNormalization", ["read_early", *norm], "normed_early", axis=-1, epsilon=1e-5)
        self._external(f"{EARLY_EXIT}dense.weight", TensorProto.FLOAT)
        dense = [f"{EARLY_EXIT}dense.weight", self._weight(f"{EARLY_EXIT}dense.bias")]
        self._make("Gemm", ["normed_early", *dense], "dense_early", transB=1)
        self._make("Gelu", ["dense_early"], "active_early", domain=CONTRIB)
        told = [self._weight(f"{EARLY_EXIT}told.{part}") for part in ("weight", "bias")]
        return self._make("Gemm", ["active_early", *told], "told_early", transB=1)

    def _staying(self, told: str, early: EarlyExit) -> str:
        """The numbers of the pairs that go on, (staying,)."""
        sizes = self._integers("told_sizes", [len(self.config["id2label"]), 1])
        self.nodes.append(helper.make_node("Split", [told, sizes], ["labels_early", "fact_early"], name="e", axis=1))
        temperature = self._constant("early_temperature", np.float32(early.temperature))
        self._make("Softmax", [self._make("Div", ["labels_early", temperature], "tempered")], "likely", axis=-1)
        self._make("ReduceMax", ["likely"], "likeliest", axes=[1], keepdims=0)
        self._make("GreaterOrEqual", ["likeliest", self._constant("sure", np.float32(early.sure))], "label_likely")
        contradiction = self._make("Gather", ["likely", self._integers("third_label", 2)], "contradicted", axis=1)
        below = self._constant("contradiction_below", np.float32(early.contradiction_below))
        self._make("Less", [contradiction, below], "not_contradicted")
        self._make("And", ["label_likely", "not_contradicted"], "label_sure")
        self._make("Sigmoid", [self._make("Squeeze", ["fact_early", self._integers("axis_1", [1])], "fact")], "fact_p")
        self._make("Less", ["fact_p", self._constant("fact_below", np.float32(early.same_fact_below))], "fact_no")
        self._make("Greater", ["fact_p", self._constant("fact_above", np.float32(early.same_fact_above))], "fact_yes")
        self._make("Or", ["fact_no", "fact_yes"], "fact_sure")
        self._make("And", ["label_sure", "fact_sure"], "leaving")
        self._make("NonZero", [self._make("Not", ["leaving"], "going_on")], "going_on_places")
        return self._make("Squeeze", ["going_on_places", self._integers("axis_0", [0])], "staying")

    def _late_told(self, states: str, staying: str, start: int) -> str:
        """What the last layer says of the pairs that stay, (staying, 4)."""
        self._make("Gather", [states, staying], "staying_states")
        mask = self._make("Gather", [self.pairs.mask, staying], "staying_mask")
        self.pairs = Pairs(mask, self._make("Shape", ["staying_states"], "staying_shape"))
        rows = self._make("Reshape", ["staying_states", "as_rows"], "staying_rows")
        self._classified(self._layers(rows, start, self.config["num_hidden_layers"]), "late_")
        return self._make("Concat", [f"late_{LOGITS}", f"late_{SAME_FACT}"], "late_told", axis=1)

    def _unless_none(self, chosen: str, branch: Callable[[], str]) -> str:
        """The rows that `branch` makes, none where `chosen` is empty: onnxruntime's attention takes no empty batch."""
        columns = len(self.config["id2label"]) + 1
        outer, self.nodes = self.nodes, []
        out = [helper.make_tensor_value_info(branch(), TensorProto.FLOAT, ["staying", columns])]
        some, self.nodes = helper.make_graph(self.nodes, "some", [], out), []
        empty = self._make("ConstantOfShape", [self._integers("no_rows", [0, columns])], "none_told")
        out = [helper.make_tensor_value_info(empty, TensorProto.FLOAT, ["staying", columns])]
        none, self.nodes = helper.make_graph(self.nodes, "none", [], out), outer
        self._make("Size", [chosen], "chosen_count")
        self._make("Greater", ["chosen_count", self._integers("zero", 0)], "any_chosen")
        return self._make("If", ["any_chosen"], "late", then_branch=some, else_branch=none)

    # --- small parts ---

    def _rounded(self, exact: str, name: str) -> Rows:
        """Each row as uint8 around MIDDLE, and the scale of the row."""
        one = {"axes": [-1], "keepdims": 0}
        self._make("ReduceMax", [exact], f"{name}_max", **one)
        self._make("Neg", [self._make("ReduceMin", [exact], f"{name}_min", **one)], f"{name}_depth")
        self._make("Max", [f"{name}_max", f"{name}_depth"], f"{name}_most")
        self._make("Mul", [f"{name}_most", self._constant("step", np.float32(1 / RANGE))], f"{name}_step")
        self._make("Max", [f"{name}_step", self._constant("tiny", np.float32(1e-8))], f"{name}_scale")
        self._make("Shape", [f"{name}_scale"], f"{name}_shape")
        self._make("Expand", [self._constant("middle", np.uint8(MIDDLE)), f"{name}_shape"], f"{name}_zero")
        self._make("QuantizeLinear", [exact, f"{name}_scale", f"{name}_zero"], f"{name}_uint8", axis=0)
        self._make("Unsqueeze", [f"{name}_scale", self._integers("axis_1", [1])], f"{name}_scales")
        return Rows(exact, f"{name}_uint8", f"{name}_scales")

    def _linear(self, rows: Rows, layer: str, out: str) -> str:
        """`rows` times the 8-bit matrix of `layer`, without its bias."""
        weight = f"{layer}.weight{LINEAR}"
        self._external(weight)
        scales = self._constant(f"{weight}.scales", self._scales(weight))
        inputs = [rows.rounded, weight, self._constant("unit", np.float32(1)), scales, "middle"]
        self._make("MatMulIntegerToFloat", inputs, f"{out}_columns", domain=CONTRIB)
        return self._make("Mul", [f"{out}_columns", rows.scale], out)

    def _by_pair(self, rows: str, *, one_token: bool = False) -> str:
        """Rows as (pairs, tokens, hidden), for attention."""
        shape = self._integers("one_token", [-1, 1, self.config["hidden_size"]]) if one_token else self.pairs.shape
        return self._make("Reshape", [rows, shape], f"{rows}_by_pair")

    def _residual(self, value: str, layer: str, before: str, norm: str, out: str) -> str:
        """LayerNorm(value + bias of its layer + what was before)."""
        self._make("Add", [value, self._weight(f"{layer}.bias")], f"{out}_biased")
        self._make("Add", [f"{out}_biased", before], f"{out}_sum")
        return self._norm(f"{out}_sum", norm, out)

    def _norm(self, value: str, norm: str, out: str) -> str:
        weights = [self._weight(f"{norm}.weight"), self._weight(f"{norm}.bias")]
        return self._make("LayerNormalization", [value, *weights], out, axis=-1, epsilon=self.config["layer_norm_eps"])

    # --- tensors and nodes ---

    def _make(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def _constant(self, name: str, value: Any) -> str:
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(
                np.ascontiguousarray(value).reshape(np.shape(value)), name
            )
        return name

    def _integers(self, name: str, value: int | list[int]) -> str:
        return self._constant(name, np.array(value, dtype=np.int64))

    def _weight(self, name: str) -> str:
        return self._constant(name, self.tensors[name].astype(np.float32))

    def _scales(self, weight: str) -> NDArray[np.float32]:
        return self.tensors[weight.removesuffix(LINEAR).removesuffix(TABLE) + ".scale"]

    def _external(self, name: str, kind: int = TensorProto.INT8) -> None:
        """An initializer whose bytes lie in a safetensors file."""
        place = self.places[name]
        tensor = TensorProto(name=name, data_type=kind, dims=place.shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", place.file), ("offset", str(place.offset)), ("length", str(place.length))):
            tensor.external_data.add(key=key, value=value)
        self.initializers[name] = tensor


@dataclass(frozen=True)
class Place:
    """Where a tensor lies: file, offset and length in bytes, shape."""

    file: str
    offset: int
    length: int
    shape: tuple[int, ...]


def tensor_places(folder: Path) -> dict[str, Place]:
    """Where each tensor of the safetensors files in `folder` lies."""
    places = {}
    for path in sorted(folder.glob("*.safetensors")):
        with path.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            header = json.loads(stream.read(length))
        for name, entry in header.items():
            if name != "__metadata__":
                start, end = entry["data_offsets"]
                places[name] = Place(path.name, 8 + length + start, end - start, tuple(entry["shape"]))
    return places


def distance_buckets() -> NDArray[np.int64]:
    """MPNet's bucket of each distance key - query, from -(MAX_TOKENS - 1) to MAX_TOKENS - 1.

    As in T5 (Raffel et al. 2020, section 2.1): half of the buckets for each direction, the first half of those one a
    distance, the rest growing by the logarithm up to FAR.
    """
    distances = np.arange(-(MAX_TOKENS - 1), MAX_TOKENS)
    half, exact = BUCKETS // 2, BUCKETS // 4
    away = np.abs(distances)
    ratio = np.log(np.maximum(away, 1).astype(np.float32) / exact) / np.log(FAR / exact) * (half - exact)
    far = np.minimum(exact + ratio.astype(np.int64), half - 1)
    return np.where(distances > 0, half, 0) + np.where(away < exact, away, far)
