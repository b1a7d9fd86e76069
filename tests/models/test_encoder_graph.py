"""The graph that is written by hand computes what torch computes with the same rounding."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertForSequenceClassification, MPNetConfig, MPNetForSequenceClassification
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
from encoder_graph import MAX_TOKENS, distance_buckets, write_graph
from training.quantisation import RoundedLinear, packed, with_rounding

SIZES: dict[str, Any] = {
    "vocab_size": 50,
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 64,
    "num_labels": 3,
}
LENGTHS = (19, 7, 12, 1)


def tiny(kind: str) -> Any:
    """A random model whose matrices lie on the 8-bit grid; in evaluation each token is rounded by itself."""
    torch.manual_seed(5)
    if kind == "bert":
        model: Any = BertForSequenceClassification(BertConfig(**SIZES, max_position_embeddings=40))
    else:
        model = MPNetForSequenceClassification(MPNetConfig(**SIZES, max_position_embeddings=42))
    with torch.no_grad():
        for value in model.parameters():  # far from the tiny values of a new model, so that mistakes show
            value.normal_(0.0, 0.3)
    return with_rounding(model).eval()


def token_wise(module: Any, args: tuple[torch.Tensor]) -> torch.Tensor:
    """The inference of the shipped model: 255 levels of each token's own range."""
    (values,) = args
    scale = (values.abs().amax(-1, keepdim=True) / 127).clamp_min(1e-8)
    return torch.nn.functional.linear((values / scale).round() * scale, module.weight, module.bias)


@pytest.fixture(params=["mpnet", "bert"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path, kind: str) -> Path:
    model = tiny(kind)
    save_file(packed(model), tmp_path / "model.safetensors")
    model.config.save_pretrained(tmp_path)
    write_graph(tmp_path, tmp_path / "model.onnx")
    return tmp_path


def batch(lengths: tuple[int, ...]) -> dict[str, torch.Tensor]:
    """Random pairs, filled up with token 1; of a pair the first third is the premise."""
    longest = max(lengths)
    ids = torch.ones((len(lengths), longest), dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, length in enumerate(lengths):
        ids[row, :length] = torch.randint(4, 50, (length,), generator=torch.Generator().manual_seed(length))
        mask[row, :length] = 1
        types[row, length // 3 : length] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def run(folder: Path, feeds: dict[str, torch.Tensor]) -> Any:
    session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    names = {item.name for item in session.get_inputs()}
    return session.run(None, {name: value.numpy() for name, value in feeds.items() if name in names})[0]


def test_it_computes_what_torch_computes(folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model, feeds = tiny(kind), batch(LENGTHS)
    named = dict(feeds)
    if kind == "mpnet":
        del named["token_type_ids"]
    for name, value in model.state_dict().items():  # what is packed are the weights on their grid
        module = model.get_submodule(name.removesuffix(".weight")) if name.endswith(".weight") else None
        if isinstance(module, RoundedLinear):
            scale = value.abs().amax(-1, keepdim=True) / 64
            value.copy_((value / scale).round() * scale)
    monkeypatch.setattr(RoundedLinear, "forward", lambda module, values: token_wise(module, (values,)))
    with torch.inference_mode():
        expected = model(**named).logits.numpy()
    assert np.abs(expected).max() > 0.5
    # A value that lies between two levels may be rounded either way.
    np.testing.assert_allclose(run(folder, feeds), expected, atol=0.05)
    assert np.median(np.abs(run(folder, feeds) - expected)) < 0.005


def test_scores_do_not_depend_on_the_batch(folder: Path) -> None:
    together = run(folder, batch(LENGTHS))
    for row, length in enumerate(LENGTHS):
        np.testing.assert_allclose(run(folder, batch((length,)))[0], together[row], atol=1e-4)


def test_the_8_bit_matrices_stay_in_the_files_of_the_weights(folder: Path) -> None:
    graph = onnx.load(folder / "model.onnx", load_external_data=False).graph
    integers = [tensor for tensor in graph.initializer if tensor.data_type == onnx.TensorProto.INT8]
    assert len(integers) == 3 * 6 + 1
    assert all(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in integers)
    assert {entry.value for tensor in integers for entry in tensor.external_data if entry.key == "location"} == {
        "model.safetensors"
    }


def test_distances_fall_into_the_buckets_of_mpnet() -> None:
    distances = torch.arange(-(MAX_TOKENS - 1), MAX_TOKENS)
    expected = MPNetEncoder.relative_position_bucket(distances, num_buckets=32).numpy()
    np.testing.assert_array_equal(distance_buckets(), expected)


@pytest.mark.parametrize("change", [{"model_type": "roberta"}, {"hidden_act": "relu"}], ids=str)
def test_another_architecture_is_refused(folder: Path, change: dict[str, str]) -> None:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config | change), encoding="utf-8")
    with pytest.raises(AssertionError, match="no graph is known"):
        write_graph(folder, folder / "other.onnx")
