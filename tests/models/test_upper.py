"""Training above the early exit: only pairs that go on are learnt from, and nothing below the exit moves."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import train_nli
from fit_early_exit import new_weights
from test_encoder_graph import SIZES, tiny
from training.data import ENTAILMENT, NEUTRAL, UNLABELLED, Example
from training.loop import Encoded, Options, collate
from training.quantisation import packed
from training.upper import UpperTrainer, going_on, upper_logits

from factcheck.backends.torch_nli import early_logits, leaves_early
from factcheck.backends.weights import EarlyExit

LAYER, PAD, CPU = 1, 1, torch.device("cpu")
OPTIONS = Options(
    learning_rate=1e-2, epochs=2, batch_tokens=64, max_length=32, seed=5, frozen_layers=LAYER + 1, dropout=0.0
)
EARLY = EarlyExit(
    layer=LAYER, temperature=1.0, sure=0.5, contradiction_below=0.35, same_fact_below=0.494, same_fact_above=1.0
)


@pytest.fixture(autouse=True)
def float32_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.loop.device", lambda: CPU)
    monkeypatch.setattr("training.upper.device", lambda: CPU)
    monkeypatch.setattr("training.loop.autocast", lambda: torch.autocast("cpu", enabled=False))


def exit_weights() -> dict[str, torch.Tensor]:
    torch.manual_seed(11)
    return {name: value.detach() for name, value in new_weights(SIZES["hidden_size"]).items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "packed"
    made.mkdir()
    model = tiny("mpnet")
    save_file(packed(model), made / "model.safetensors")
    model.config.save_pretrained(made)
    told = {name: str(value) for name, value in EARLY.model_dump().items()}
    tensors = {f"early_exit.{name}": value for name, value in exit_weights().items()}
    save_file(tensors, made / "early_exit.safetensors", told)
    return made


def pairs(number: int) -> list[Encoded]:
    drawn = np.random.default_rng(3)
    return [Encoded(drawn.integers(2, 50, size=drawn.integers(3, 20)).tolist(), None) for _ in range(number)]


def below(one: Encoded) -> torch.Tensor:
    """States after the exit's layer, as torch computes them: (1, padded tokens, hidden)."""
    feeds = collate([one], PAD, CPU)
    with torch.inference_mode():
        states = tiny("mpnet")(**feeds, output_hidden_states=True).hidden_states[LAYER + 1]
    assert isinstance(states, torch.Tensor)
    return states


def test_what_is_computed_above_the_exit_is_what_the_whole_model_says() -> None:
    model, feeds = tiny("mpnet"), collate(pairs(5), PAD, CPU)
    with torch.inference_mode():
        found = model(**feeds, output_hidden_states=True)
        told = upper_logits(model, LAYER + 1, found.hidden_states[LAYER + 1], feeds["attention_mask"].float())
    torch.testing.assert_close(told, found.logits)


def test_only_pairs_that_go_on_are_kept_with_their_states(folder: Path, tmp_path: Path) -> None:
    encoded = pairs(40)
    kept = going_on(folder, encoded, PAD, tmp_path / "kept")
    leaves = [
        bool(leaves_early(early_logits(below(one), collate([one], PAD, CPU)["attention_mask"], exit_weights()), EARLY))
        for one in encoded
    ]
    assert 0 < sum(leaves) < len(encoded), "the bounds of this test let all go, or none"
    assert sorted(kept.pairs.tolist()) == [number for number, left in enumerate(leaves) if not left]
    states, mask = kept.batch([0, 3])
    for row, place in enumerate((0, 3)):
        own = encoded[kept.pairs[place]]
        assert int(mask[row].sum()) == len(own.ids)
        torch.testing.assert_close(states[row, : len(own.ids)], below(own)[0, : len(own.ids)], atol=2e-2, rtol=1e-2)


def test_kept_states_are_read_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = going_on(folder, pairs(40), PAD, tmp_path / "kept")
    monkeypatch.setattr("training.upper.watched_session", None)
    again = going_on(folder, pairs(40), PAD, tmp_path / "kept")
    assert again.pairs.tolist() == first.pairs.tolist()
    assert np.array_equal(again.rows, first.rows)


def test_nothing_below_the_exit_moves(folder: Path, tmp_path: Path) -> None:
    encoded = pairs(40)
    states = going_on(folder, encoded, PAD, tmp_path / "kept")
    model = tiny("mpnet")
    before = {name: value.clone() for name, value in packed(model).items()}
    trainer = UpperTrainer(model, PAD, OPTIONS, None, states)
    chosen = [encoded[number] for number in states.pairs]
    trainer.run(chosen, [number % 3 for number in range(len(chosen))], None)
    moved = {name for name, value in packed(model).items() if not torch.equal(value, before[name])}
    assert any(name.startswith("classifier") for name in moved)
    assert any(f".layer.{LAYER + 1}." in name for name in moved)
    for name in moved:
        assert name.startswith("classifier") or int(name.split(".layer.")[1].split(".")[0]) > LAYER, name


def test_where_every_pair_leaves_there_is_nothing_to_learn(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="every pair leaves early"):
        going_on(folder, [], PAD, tmp_path / "kept")


def test_a_model_without_an_exit_is_an_error(folder: Path, tmp_path: Path) -> None:
    (folder / "early_exit.safetensors").unlink()
    with pytest.raises(SystemExit, match=r"no early_exit\.safetensors"):
        going_on(folder, pairs(2), PAD, tmp_path / "kept")


def test_other_layers_than_those_above_the_exit_are_an_error(folder: Path, tmp_path: Path) -> None:
    options = Options(learning_rate=1e-3, epochs=1, batch_tokens=64, max_length=32, seed=5, frozen_layers=LAYER)
    with pytest.raises(SystemExit, match=f"frozen_layers must be {LAYER + 1}"):
        train_nli.states_above(folder, pairs(2), PAD, tmp_path / "kept", options)
    with pytest.raises(SystemExit, match="--packed"):
        train_nli.states_above(None, pairs(2), PAD, tmp_path / "kept", options)


def test_no_more_of_a_source_than_its_limit() -> None:
    examples = [Example(str(n), "b", NEUTRAL if n % 2 else ENTAILMENT, "one") for n in range(4)]
    examples += [Example(str(n), "c", UNLABELLED, source) for n, source in enumerate(("one", "two", "three"))]
    chosen = train_nli.at_most(examples, {"one": 3, "unlabelled": 2})
    assert [(e.premise, e.hypothesis) for e in chosen] == [("0", "b"), ("1", "b"), ("2", "b"), ("0", "c"), ("1", "c")]
    assert train_nli.at_most(examples, {}) == examples
