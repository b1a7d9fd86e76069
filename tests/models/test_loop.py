"""The training loop: batches within their bound, the two-way loss, and a run that resumes as if never interrupted."""

# ruff: noqa: S311  the same examples at every run are wanted

from __future__ import annotations

import copy
import math
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models"))
from training.data import CONTRADICTION, ENTAILMENT, NEUTRAL, NOT_ENTAILMENT, UNLABELLED
from training.loop import (
    Encoded,
    Options,
    Trainer,
    autocast,
    batches,
    collate,
    loss_of,
    parameter_groups,
    predict,
    set_dropout,
)

CPU = torch.device("cpu")
OPTIONS = Options(learning_rate=1e-3, epochs=2, batch_tokens=64, max_length=32, seed=5, checkpoint_every=4)


@pytest.fixture(autouse=True)
def float32_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bits on every machine, also where there is a GPU or no bfloat16."""
    monkeypatch.setattr("training.loop.device", lambda: CPU)
    monkeypatch.setattr("training.loop.autocast", lambda: torch.autocast("cpu", enabled=False))


def tiny_model() -> BertForSequenceClassification:
    torch.manual_seed(11)
    config = BertConfig(
        vocab_size=50,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=40,
        num_labels=3,
    )
    return BertForSequenceClassification(config)


def rows(number: int, seed: int = 1) -> tuple[list[Encoded], list[int]]:
    rng = random.Random(seed)
    encoded = [Encoded([rng.randrange(2, 50) for _ in range(rng.randint(3, 20))], None) for _ in range(number)]
    return encoded, [rng.choice([ENTAILMENT, NEUTRAL, CONTRADICTION, NOT_ENTAILMENT]) for _ in range(number)]


# --- batches ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [None, 3])
@pytest.mark.parametrize("batch_tokens", [32, 100, 4096])
def test_batches_hold_each_pair_once_and_stay_within_their_tokens(seed: int | None, batch_tokens: int) -> None:
    rng = random.Random(9)
    lengths = [rng.randint(1, 60) for _ in range(300)]
    found = batches(lengths, batch_tokens, random.Random(seed) if seed else None)
    assert sorted(index for batch in found for index in batch) == list(range(300))
    for batch in found:
        padded = len(batch) * math.ceil(max(lengths[i] for i in batch) / 8) * 8
        assert len(batch) == 1 or padded <= batch_tokens


def test_shuffled_batches_depend_on_the_seed_alone() -> None:
    lengths = [1 + i % 17 for i in range(200)]
    one, again, other = (batches(lengths, 64, random.Random(seed)) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_collated_rows_are_masked_beyond_their_end() -> None:
    tensors = collate([Encoded([5, 6, 7], [0, 0, 1]), Encoded([8], [0])], pad=9, to=CPU)
    assert tensors["input_ids"].shape == (2, 8)
    assert tensors["input_ids"].tolist()[1] == [8] + [9] * 7
    assert tensors["attention_mask"].sum(dim=1).tolist() == [3, 1]
    assert tensors["token_type_ids"].tolist()[0] == [0, 0, 1, 0, 0, 0, 0, 0]
    assert "token_type_ids" not in collate([Encoded([5], None)], pad=9, to=CPU)


def test_predictions_keep_the_order_given() -> None:
    encoded, _ = rows(25)
    model = tiny_model()
    together = predict(model, encoded, 0, 64)
    alone = np.concatenate([predict(model, [one], 0, 64) for one in encoded])
    assert np.allclose(together, alone, atol=1e-5)


# --- loss ------------------------------------------------------------------------------------------------------------

PLAIN = replace(OPTIONS, label_smoothing=0.0)


def loss(logits: list[float], label: int, options: Options = PLAIN, teacher: list[float] | None = None) -> float:
    soft = torch.tensor([teacher]) if teacher else None
    return float(loss_of(torch.tensor([logits]), torch.tensor([label]), soft, options))


def test_three_way_loss_is_cross_entropy() -> None:
    logits = [1.0, -0.5, 0.3]
    for label in (ENTAILMENT, NEUTRAL, CONTRADICTION):
        expected = torch.nn.functional.cross_entropy(torch.tensor([logits]), torch.tensor([label]))
        assert loss(logits, label) == pytest.approx(float(expected))
        smooth = torch.nn.functional.cross_entropy(torch.tensor([logits]), torch.tensor([label]), label_smoothing=0.05)
        assert loss(logits, label, OPTIONS) == pytest.approx(float(smooth))


def test_two_way_loss_is_that_of_neutral_and_contradiction_together() -> None:
    logits = [1.0, -0.5, 0.3]
    probabilities = torch.softmax(torch.tensor(logits), dim=0)
    expected = -math.log(float(probabilities[1] + probabilities[2]))
    assert loss(logits, NOT_ENTAILMENT) == pytest.approx(expected)
    assert loss(logits, NOT_ENTAILMENT, OPTIONS) == pytest.approx(expected)


def test_two_way_loss_does_not_care_which_of_the_two_it_is() -> None:
    assert loss([0.0, 4.0, -4.0], NOT_ENTAILMENT) == pytest.approx(loss([0.0, -4.0, 4.0], NOT_ENTAILMENT))
    assert loss([5.0, 0.0, 0.0], NOT_ENTAILMENT) > 4 * loss([0.0, 2.0, 2.0], NOT_ENTAILMENT)


def test_distillation_shares_the_loss_with_the_teacher() -> None:
    logits, teacher = [1.0, -0.5, 0.3], [0.2, 0.5, 0.3]
    soft = -sum(p * math.log(float(q)) for p, q in zip(teacher, torch.softmax(torch.tensor(logits), 0), strict=True))
    half = replace(PLAIN, distillation=0.5)
    assert loss(logits, NEUTRAL, half, teacher) == pytest.approx(0.5 * loss(logits, NEUTRAL) + 0.5 * soft, rel=1e-5)
    assert loss(logits, NEUTRAL, PLAIN, teacher) == pytest.approx(loss(logits, NEUTRAL))


# --- runs ------------------------------------------------------------------------------------------------------------


def test_pairs_that_no_teacher_saw_lose_by_their_label_and_unlabelled_ones_by_the_teacher() -> None:
    options = replace(PLAIN, distillation=0.5)
    logits, labels = torch.tensor([[2.0, 1.0, -1.0], [0.5, 0.0, 1.0]]), torch.tensor([ENTAILMENT, UNLABELLED])
    teacher = torch.tensor([[float("nan")] * 3, [0.2, 0.5, 0.3]])
    log_p = torch.log_softmax(logits, dim=1)
    expected = (-log_p[0, ENTAILMENT] - (teacher[1] * log_p[1]).sum()) / 2
    assert float(loss_of(logits, labels, teacher, options)) == pytest.approx(float(expected), abs=1e-6)
    with pytest.raises(AssertionError, match="needs a teacher"):
        loss_of(logits, labels, None, options)
    with pytest.raises(AssertionError, match="needs a teacher"):
        loss_of(logits, labels, torch.full((2, 3), float("nan")), options)


def test_lower_layers_learn_slower_and_biases_are_not_decayed() -> None:
    model = tiny_model()
    rate = {
        id(p): (group["lr"], group["weight_decay"])
        for group in parameter_groups(model, OPTIONS)
        for p in group["params"]
    }
    named = {name: rate[id(p)] for name, p in model.named_parameters()}
    assert len(named) == len(list(model.parameters()))
    embedding = named["bert.embeddings.word_embeddings.weight"][0]
    first = named["bert.encoder.layer.0.attention.self.query.weight"][0]
    second = named["bert.encoder.layer.1.attention.self.query.weight"][0]
    assert embedding < first < second < named["classifier.weight"][0] == OPTIONS.learning_rate
    assert named["classifier.bias"][1] == 0.0
    assert named["classifier.weight"][1] == OPTIONS.weight_decay


class MachineGoneError(Exception):
    """Stands for a machine that goes away."""


def steps_of(trainer: Trainer, stop_after: int | None) -> None:
    """Makes `trainer` stop after so many steps."""
    usual, done = trainer._step, 0

    def counted(*given: object) -> object:
        nonlocal done
        if done == stop_after:
            raise MachineGoneError
        done += 1
        return usual(*given)  # type: ignore[arg-type]

    trainer._step = counted  # type: ignore[method-assign,assignment]


def trained(model: torch.nn.Module, checkpoint: Path | None, stop_after: int | None = None) -> dict[str, torch.Tensor]:
    encoded, labels = rows(40)
    trainer = Trainer(model, 0, OPTIONS, checkpoint)
    steps_of(trainer, stop_after)
    trainer.run(encoded, labels, None)
    return model.state_dict()


@pytest.mark.parametrize(
    ("fall", "rates"),
    [(1.0, [0.5, 1.0, 1.0, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125]), (0.2, [0.5] + [1.0] * 8 + [0.5])],
)
def test_the_rate_rises_and_falls_over_the_last_share_of_the_steps(fall: float, rates: list[float]) -> None:
    trainer = Trainer(tiny_model(), 0, replace(OPTIONS, warmup=0.2, fall=fall), None)
    assert [trainer._rate(step, 10) for step in range(10)] == pytest.approx(rates)


def test_dropout_can_be_left_out() -> None:
    model = tiny_model()
    rates = {module.p for module in model.modules() if isinstance(module, torch.nn.Dropout)}
    Trainer(model, 0, replace(OPTIONS, dropout=0.0), None)
    assert rates == {0.1}
    assert {module.p for module in model.modules() if isinstance(module, torch.nn.Dropout)} == {0.0}


def test_training_lowers_the_loss() -> None:
    encoded, labels = rows(40)
    model = tiny_model()
    gold = torch.tensor(labels)

    def mean() -> float:
        return float(loss_of(torch.from_numpy(predict(model, encoded, 0, 512)), gold, None, PLAIN))

    before = mean()
    Trainer(model, 0, replace(OPTIONS, epochs=4, learning_rate=5e-3), None).run(encoded, labels, None)
    assert mean() < before - 0.05


@pytest.mark.parametrize("dropout", [False, True], ids=["without dropout", "with dropout"])
def test_a_run_that_was_interrupted_gives_the_weights_of_one_that_was_not(tmp_path: Path, dropout: bool) -> None:
    start = tiny_model()
    if not dropout:
        set_dropout(start, 0.0)
    whole = trained(copy.deepcopy(start), None)
    checkpoint = tmp_path / "run.checkpoint"
    with pytest.raises(MachineGoneError):
        trained(copy.deepcopy(start), checkpoint, stop_after=6)
    assert checkpoint.exists()
    resumed = trained(copy.deepcopy(start), checkpoint)
    for name, value in whole.items():
        assert torch.allclose(resumed[name], value, atol=1e-6), name


def test_a_finished_run_is_not_repeated(tmp_path: Path) -> None:
    checkpoint = tmp_path / "run.checkpoint"
    options = replace(OPTIONS, checkpoint_every=1)
    encoded, labels = rows(20)
    model = tiny_model()
    Trainer(model, 0, options, checkpoint).run(encoded, labels, None)
    done = {name: value.clone() for name, value in model.state_dict().items()}
    again = Trainer(model, 0, options, checkpoint)
    steps_of(again, 0)
    again.run(encoded, labels, None)
    assert all(torch.equal(done[name], value) for name, value in model.state_dict().items())


def test_a_checkpoint_is_never_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = tmp_path / "run.checkpoint"
    trained(tiny_model(), checkpoint)
    whole = checkpoint.read_bytes()

    def fail(state: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(torch, "save", fail)
    trainer = Trainer(tiny_model(), 0, replace(OPTIONS, checkpoint_every=1, epochs=4), checkpoint)
    encoded, labels = rows(40)
    with pytest.raises(OSError, match="disk full"):
        trainer.run(encoded, labels, None)
    assert checkpoint.read_bytes() == whole


def test_frozen_layers_stay_as_they_are_and_the_rest_learns() -> None:
    model = tiny_model()
    before = copy.deepcopy(model.state_dict())
    encoded, labels = rows(40)
    Trainer(model, 0, replace(OPTIONS, frozen_layers=1), None).run(encoded, labels, None)
    changed = {name for name, value in model.state_dict().items() if not torch.equal(value, before[name])}
    assert not any("embeddings" in name or ".layer.0." in name for name in changed)
    assert any(".layer.1." in name for name in changed)
    assert "classifier.weight" in changed


@pytest.mark.parametrize("fast", [True, False])
def test_bfloat16_is_computed_in_where_the_device_has_it(monkeypatch: pytest.MonkeyPatch, fast: bool) -> None:
    monkeypatch.setattr("training.loop.fast_bfloat16", lambda kind: fast)
    with autocast():
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype is (torch.bfloat16 if fast else torch.float32)
