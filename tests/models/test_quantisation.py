"""What is trained with rounding is what is shipped: packing and unpacking loses nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file
from transformers import BertConfig, BertForSequenceClassification

from factcheck.backends.torch_nli import unpacked_weights

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
import unpack_weights
from training.quantisation import (
    ACTIVATION_LEVELS,
    EMBEDDING_LEVELS,
    WEIGHT_LEVELS,
    RoundedEmbedding,
    RoundedLinear,
    packed,
    rounded_activation,
    rounded_weight,
    row_scales,
    with_rounding,
)


def tiny_model() -> BertForSequenceClassification:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=40,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=24,
        num_labels=3,
    )
    return BertForSequenceClassification(config).eval()


def test_pooler_and_classifier_stay_in_full_precision() -> None:
    model = with_rounding(tiny_model())
    rounded = {name for name, module in model.named_modules() if isinstance(module, RoundedLinear | RoundedEmbedding)}
    assert "bert.embeddings.word_embeddings" in rounded
    assert "bert.encoder.layer.1.attention.self.query" in rounded
    assert not {name for name in rounded if "pooler" in name or "classifier" in name or "position" in name}


def test_packed_integers_stay_on_their_grid() -> None:
    tensors = packed(with_rounding(tiny_model()))
    integers = {name: value for name, value in tensors.items() if value.dtype is torch.int8}
    assert integers
    for name, value in integers.items():
        levels = WEIGHT_LEVELS if name.endswith("_transposed") else EMBEDDING_LEVELS
        assert int(value.abs().max()) <= levels
        assert f"{name.split('.int8')[0]}.scale" in tensors


def test_unpacked_weights_are_the_rounded_ones(tmp_path: Path) -> None:
    model = with_rounding(tiny_model())
    tensors = packed(model)
    names = sorted(tensors)
    for number, part in enumerate((names[::2], names[1::2]), start=1):
        save_file({name: tensors[name] for name in part}, tmp_path / f"model-{number:05d}-of-00002.safetensors")
    state = unpacked_weights(tmp_path)
    assert set(state) == set(model.state_dict())
    for name, module in model.named_modules():
        if isinstance(module, RoundedLinear):
            expected = rounded_weight(module.weight).detach()
            assert torch.allclose(state[f"{name}.weight"], expected, atol=1e-7)
        elif isinstance(module, RoundedEmbedding):
            assert torch.allclose(state[f"{name}.weight"], module(torch.arange(40)).detach(), atol=1e-7)
    untouched = {name for name in state if f"{name}.scale" not in tensors}
    assert all(torch.equal(state[name], model.state_dict()[name]) for name in untouched)


def test_a_shipped_model_says_what_the_trained_one_said(tmp_path: Path) -> None:
    model = with_rounding(tiny_model())
    save_file(packed(model), tmp_path / "model-00001-of-00001.safetensors")
    shipped = tiny_model()
    shipped.load_state_dict(unpacked_weights(tmp_path))
    ids = torch.arange(2, 20)[None, :]
    with torch.no_grad():
        difference = (model(input_ids=ids).logits - shipped(input_ids=ids).logits).abs().max()
    assert float(difference) < 0.02  # the trained model also rounds its activations


def test_packing_what_was_packed_changes_nothing(tmp_path: Path) -> None:
    first = packed(with_rounding(tiny_model()))
    save_file(first, tmp_path / "model-00001-of-00001.safetensors")
    again = tiny_model()
    again.load_state_dict(unpacked_weights(tmp_path))
    second = packed(with_rounding(again))
    for name, value in first.items():
        assert torch.allclose(value.float(), second[name].float(), rtol=1e-5), name


def test_an_unpacked_folder_says_what_the_packed_one_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = with_rounding(tiny_model())
    (tmp_path / "packed").mkdir()
    save_file(packed(model), tmp_path / "packed" / "model-00001-of-00001.safetensors")
    model.config.save_pretrained(tmp_path / "packed")
    for name in unpack_weights.COPIED[1:]:
        (tmp_path / "packed" / name).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["unpack_weights.py", str(tmp_path / "packed"), str(tmp_path / "whole")])
    unpack_weights.main()
    whole = BertForSequenceClassification.from_pretrained(tmp_path / "whole").eval()
    expected = unpacked_weights(tmp_path / "packed")
    assert set(whole.state_dict()) == set(expected)
    assert all(torch.equal(value, expected[name]) for name, value in whole.state_dict().items())


def test_a_folder_without_weights_is_said_to_be_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["unpack_weights.py", str(tmp_path), str(tmp_path / "whole")])
    with pytest.raises(SystemExit, match="pack_weights"):
        unpack_weights.main()
    assert not (tmp_path / "whole").exists()


numbers = st.floats(-8, 8, allow_nan=False, width=32)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=1, max_size=5))
def test_rounding_is_off_by_half_a_step_at_most(values: list[list[float]]) -> None:
    weight = torch.tensor(values)
    assert bool(((rounded_weight(weight) - weight).abs() <= row_scales(weight, WEIGHT_LEVELS) * 0.51).all())
    steps = row_scales(weight, ACTIVATION_LEVELS)
    assert bool(((rounded_activation(weight) - weight).abs() <= steps * 0.51).all())


def test_an_activation_is_rounded_by_its_own_token_alone() -> None:
    tokens = torch.randn(2, 5, 8)
    alone = rounded_activation(tokens[:1, :1])
    tokens[1] *= 100.0
    assert torch.equal(rounded_activation(tokens)[:1, :1], alone)


def test_a_settled_layer_computes_as_an_unsettled_one() -> None:
    layer = RoundedLinear(8, 4)
    values = torch.randn(3, 8)
    before = layer(values)
    layer.settle()
    assert torch.allclose(layer(values), before, atol=1e-6)


def test_a_row_of_zeros_stays_zero() -> None:
    assert torch.equal(rounded_weight(torch.zeros(2, 3)), torch.zeros(2, 3))
    assert torch.equal(rounded_activation(torch.zeros(2, 3)), torch.zeros(2, 3))


@pytest.mark.parametrize("rounded", [rounded_weight, rounded_activation])
def test_gradients_pass_the_rounding(rounded: object) -> None:
    assert callable(rounded)
    values = torch.randn(3, 4, requires_grad=True)
    rounded(values).sum().backward()
    assert values.grad is not None
    assert torch.equal(values.grad, torch.ones(3, 4))
