"""Pairs that leave the model early get the exit's answer, all others that of the last layer, in both runtimes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from safetensors.torch import save_file

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from encoder_graph import STATES, write_graph
from fit_early_exit import Read, fit, lines, new_weights, told_early
from test_encoder_graph import LENGTHS, SIZES, batch, tiny
from training.quantisation import packed

from factcheck.backends.torch_nli import early_logits, leaves_early
from factcheck.backends.weights import EarlyExit, early_exit_of, read_manifest, shipped_folder
from factcheck.errors import ModelError

LAYER = 1
ALL = {"sure": 0.0, "contradiction_below": 1.0, "same_fact_below": 1.0, "same_fact_above": 1.0}
NONE = {"sure": 1.0, "contradiction_below": 1.0, "same_fact_below": 0.0, "same_fact_above": 1.0}


def exit_with(bounds: dict[str, float]) -> EarlyExit:
    return EarlyExit(layer=LAYER, temperature=1.5, **bounds)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = tiny("mpnet")
    save_file(packed(model), tmp_path / "model.safetensors")
    model.config.save_pretrained(tmp_path)
    weight = torch.randn(SIZES["hidden_size"], generator=torch.Generator().manual_seed(3)).tolist()
    (tmp_path / "same_fact.json").write_text(json.dumps({"weight": weight, "bias": 0.1}), encoding="utf-8")
    write_graph(tmp_path, tmp_path / "whole.onnx")
    write_graph(tmp_path, tmp_path / "watched.onnx", watched=LAYER)
    return tmp_path


def weights() -> dict[str, torch.Tensor]:
    torch.manual_seed(11)
    return {name: value.detach() for name, value in new_weights(SIZES["hidden_size"]).items()}


def with_exit(folder: Path, early: EarlyExit) -> Path:
    tensors = {f"early_exit.{name}": value for name, value in weights().items()}
    told = {name: str(value) for name, value in early.model_dump().items()}
    save_file(tensors, folder / "early_exit.safetensors", told)
    write_graph(folder, folder / "model.onnx")
    return folder


def run(graph: Path, feeds: dict[str, torch.Tensor], outputs: tuple[str, ...] = ("logits", "same_fact")) -> Any:
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    names = {item.name for item in session.get_inputs()}
    found = session.run(list(outputs), {name: value.numpy() for name, value in feeds.items() if name in names})
    return np.concatenate(found, axis=1)


def expected_early(folder: Path, feeds: dict[str, torch.Tensor]) -> torch.Tensor:
    states = torch.from_numpy(run(folder / "watched.onnx", feeds, (STATES,)))
    return early_logits(states.reshape(*feeds["input_ids"].shape, -1), feeds["attention_mask"], weights())


def test_where_all_leave_the_exit_answers(folder: Path) -> None:
    feeds = batch(LENGTHS)
    found = run(with_exit(folder, exit_with(ALL)) / "model.onnx", feeds)
    np.testing.assert_allclose(found, expected_early(folder, feeds).numpy(), atol=1e-4)


def test_where_none_leaves_the_last_layer_answers(folder: Path) -> None:
    feeds = batch(LENGTHS)
    found = run(with_exit(folder, exit_with(NONE)) / "model.onnx", feeds)
    np.testing.assert_allclose(found, run(folder / "whole.onnx", feeds), atol=1e-4)


def test_each_pair_gets_the_answer_of_the_place_where_it_left(folder: Path) -> None:
    feeds = batch(LENGTHS)
    early, late = expected_early(folder, feeds).numpy(), run(folder / "whole.onnx", feeds)
    likely = np.sort((torch.from_numpy(early)[:, :3] / 1.5).softmax(1).amax(1).numpy())
    for left in range(1, len(LENGTHS)):  # the bound lies between two pairs
        bounds = ALL | {"sure": float(likely[::-1][left - 1 : left + 1].mean())}
        found = run(with_exit(folder, exit_with(bounds)) / "model.onnx", feeds)
        leaves = leaves_early(torch.from_numpy(early), exit_with(bounds)).numpy()
        assert leaves.sum() == left
        np.testing.assert_allclose(found, np.where(leaves[:, None], early, late), atol=1e-4)


def test_what_may_be_a_contradiction_stays_to_the_last_layer(folder: Path) -> None:
    feeds = batch(LENGTHS)
    early, late = expected_early(folder, feeds), run(folder / "whole.onnx", feeds)
    contradicted = np.sort((early[:, :3] / 1.5).softmax(1)[:, 2].numpy())
    bounds = exit_with(ALL | {"contradiction_below": float(contradicted[1:3].mean())})
    leaves = leaves_early(early, bounds).numpy()
    assert leaves.sum() == 2
    found = run(with_exit(folder, bounds) / "model.onnx", feeds)
    np.testing.assert_allclose(found, np.where(leaves[:, None], early.numpy(), late), atol=1e-4)


def test_an_unsure_same_fact_stays_to_the_last_layer(folder: Path) -> None:
    feeds = batch(LENGTHS)
    early, late = expected_early(folder, feeds), run(folder / "whole.onnx", feeds)
    facts = np.sort(early[:, 3].sigmoid().numpy())
    middle = {"same_fact_below": float(facts[:2].mean()), "same_fact_above": float(facts[-2:].mean())}
    found = run(with_exit(folder, exit_with(ALL | middle)) / "model.onnx", feeds)
    leaves = leaves_early(early, exit_with(ALL | middle)).numpy()
    assert leaves.sum() == 2
    np.testing.assert_allclose(found, np.where(leaves[:, None], early.numpy(), late), atol=1e-4)


def test_a_pair_alone_is_answered_as_among_others(folder: Path) -> None:
    likely = (expected_early(folder, batch(LENGTHS))[:, :3] / 1.5).softmax(1).amax(1)
    graph = with_exit(folder, exit_with(ALL | {"sure": float(likely.median()) + 1e-3})) / "model.onnx"
    together = run(graph, batch(LENGTHS))
    for row, length in enumerate(LENGTHS):
        np.testing.assert_allclose(run(graph, batch((length,)))[0], together[row], atol=1e-4)


def test_fitting_learns_what_the_last_layer_says() -> None:
    """States whose first number tells the label: the exit finds it."""
    rng = np.random.default_rng(2)
    labels = rng.integers(0, 3, 1500)
    states = [rng.normal(size=(rng.integers(3, 9), 8)).astype(np.float16) for _ in labels]
    for own, label in zip(states, labels, strict=True):
        own[1, 0] = 6 * (label - 1)
    answers = torch.zeros((len(labels), 4))
    answers[range(len(labels)), labels] = 6.0
    known = Read(states, answers)
    told = told_early(known, fit(known, 1.0))
    assert (told[:, :3].argmax(1).numpy() == labels).mean() > 0.95
    leave, accuracy = lines(known, told.detach(), labels, exit_with(ALL))
    assert leave.startswith("leave 1.000")
    assert "accuracy 1.0000 ->" in accuracy


def test_the_shipped_exit_is_in_the_manifest() -> None:
    early = early_exit_of(shipped_folder())
    assert early is not None
    assert early.temperature == read_manifest(shipped_folder()).temperature
    assert "early_exit.safetensors" in read_manifest(shipped_folder()).files


@pytest.mark.parametrize(
    "content", [b"", b"\xff" * 40, b"\x02\0\0\0\0\0\0\0{}"], ids=["empty", "no header", "no bounds"]
)
def test_a_damaged_exit_is_told(tmp_path: Path, content: bytes) -> None:
    assert early_exit_of(tmp_path) is None
    (tmp_path / "early_exit.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match=r"early_exit\.safetensors"):
        early_exit_of(tmp_path)
