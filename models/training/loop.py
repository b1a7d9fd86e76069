"""The training loop: length-bucketed batches, mixed precision, checkpoints that resume to the same batch."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from factcheck.backends.torch_nli import fast_bfloat16
from training.data import NOT_ENTAILMENT, UNLABELLED, Example
from training.quantisation import RoundedLinear

Logits = NDArray[np.float32]


@dataclass(frozen=True)
class Options:
    """What a run needs beside its data; `batch_tokens` counts padded tokens.

    `frozen_layers` are the lowest layers of the encoder that stay as they are, the embeddings with them.
    `max_steps` ends the phase early, its schedule with it. `fall` is the share of the steps, the last ones, over which
    the rate falls to nothing; all after the warm-up where it is 1. `dropout` replaces the backbone's own rates.
    """

    learning_rate: float
    epochs: int
    batch_tokens: int
    max_length: int
    seed: int
    label_smoothing: float = 0.05
    warmup: float = 0.06
    weight_decay: float = 0.01
    layer_decay: float = 0.95
    distillation: float = 0.0
    frozen_layers: int = 0
    fall: float = 1.0
    dropout: float | None = None
    checkpoint_every: int = 500
    max_steps: int | None = None


@dataclass(frozen=True)
class Encoded:
    """One tokenised pair."""

    ids: list[int]
    types: list[int] | None


def device() -> torch.device:
    """CUDA where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def encode(tokenizer: Any, examples: Sequence[Example], max_length: int) -> list[Encoded]:
    """Tokenised pairs, premise first; the longer side is cut where a pair is too long."""
    done = tokenizer(
        [e.premise for e in examples],
        [e.hypothesis for e in examples],
        truncation="longest_first",
        max_length=max_length,
    )
    types = done.get("token_type_ids")
    return [Encoded(ids, types[i] if types else None) for i, ids in enumerate(done["input_ids"])]


def batches(lengths: Sequence[int], batch_tokens: int, rng: random.Random | None) -> list[list[int]]:
    """Indexes in batches of pairs of like length; shuffled where `rng` is given, else by length."""
    order = list(range(len(lengths)))
    if rng:
        rng.shuffle(order)
    pool = 20_000 if rng else max(1, len(order))
    made: list[list[int]] = []
    for start in range(0, len(order), pool):
        chunk = sorted(order[start : start + pool], key=lambda i: -lengths[i])
        batch: list[int] = []
        for index in chunk:
            longest = lengths[batch[0]] if batch else lengths[index]
            if batch and (len(batch) + 1) * _padded(longest) > batch_tokens:
                made.append(batch)
                batch = []
            batch.append(index)
        made.append(batch)
    if rng:
        rng.shuffle(made)
    return made


def _padded(length: int) -> int:
    return math.ceil(length / 8) * 8


def collate(encoded: Sequence[Encoded], pad: int, to: torch.device) -> dict[str, Tensor]:
    """Tensors of shape (pairs, padded length)."""
    width = _padded(max(len(e.ids) for e in encoded))
    ids = torch.full((len(encoded), width), pad, dtype=torch.long)
    mask = torch.zeros((len(encoded), width), dtype=torch.long)
    types = torch.zeros((len(encoded), width), dtype=torch.long)
    for row, e in enumerate(encoded):
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        mask[row, : len(e.ids)] = 1
        if e.types:
            types[row, : len(e.types)] = torch.tensor(e.types)
    tensors = {"input_ids": ids, "attention_mask": mask} | ({"token_type_ids": types} if encoded[0].types else {})
    return {k: v.to(to, non_blocking=True) for k, v in tensors.items()}


def loss_of(logits: Tensor, labels: Tensor, teacher: Tensor | None, options: Options) -> Tensor:
    """Cross-entropy with label smoothing; rows labelled not_entailment lose by neutral and contradiction together.

    Where `teacher` probabilities are given, `options.distillation` of the loss is the cross-entropy with them
    (Hinton et al. 2015, temperature 1); of unlabelled pairs, all of it. Rows of NaN are pairs that no teacher saw.
    """
    log_p = torch.log_softmax(logits.float(), dim=-1)
    two_way = labels == NOT_ENTAILMENT
    smooth, keep = options.label_smoothing, 1.0 - options.label_smoothing
    safe = labels.clamp_max(2)
    hard = -keep * log_p.gather(1, safe[:, None]).squeeze(1) - smooth * log_p.mean(dim=1)
    rest = -torch.logaddexp(log_p[:, 1], log_p[:, 2])
    loss = torch.where(two_way, rest, hard)
    assert teacher is not None or not (labels == UNLABELLED).any(), "an unlabelled pair needs a teacher"
    if teacher is not None:
        taught = ~teacher.isnan().any(dim=1)
        assert taught[labels == UNLABELLED].all(), "an unlabelled pair needs a teacher"
        share = torch.where(labels == UNLABELLED, 1.0, options.distillation) * taught
        loss = (1 - share) * loss - share * (teacher.nan_to_num() * log_p).sum(dim=1)
    return loss.mean()


def parameter_groups(model: nn.Module, options: Options) -> list[dict[str, Any]]:
    """Lower layers learn slower (ULMFiT's discriminative rates) or, frozen, not at all; norms and biases are not
    decayed."""
    depth = model.config.num_hidden_layers + 1  # type: ignore[union-attr]
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        level = depth
        if "embeddings" in name or "relative_attention_bias" in name:
            level = 0
        elif ".layer." in name:
            level = int(name.split(".layer.")[1].split(".")[0]) + 1
        if options.frozen_layers and level <= options.frozen_layers:
            parameter.requires_grad_(False)
            continue
        rate = options.learning_rate * options.layer_decay ** (depth - level)
        decay = 0.0 if parameter.ndim < 2 else options.weight_decay
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()]


def set_dropout(model: nn.Module, rate: float) -> None:
    """Sets every dropout of `model` to `rate`, in place."""
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = rate


def autocast() -> torch.autocast:
    """bfloat16 where the device computes in it (with AVX-512 BF16 over twice as fast as float32), else float32."""
    kind = device().type
    return torch.autocast(kind, dtype=torch.bfloat16, enabled=fast_bfloat16(kind))


@torch.inference_mode()
def predict(model: nn.Module, encoded: Sequence[Encoded], pad: int, batch_tokens: int) -> Logits:
    """Logits of shape (pairs, 3), in the order given."""
    model.eval()
    logits = np.zeros((len(encoded), 3), dtype=np.float32)
    for batch in batches([len(e.ids) for e in encoded], batch_tokens, None):
        if not batch:
            continue
        with autocast():
            out = model(**collate([encoded[i] for i in batch], pad, device())).logits
        logits[batch] = out.float().cpu().numpy()
    return logits


class Trainer:
    """One phase of training; `run` goes on from `checkpoint` where that file exists."""

    def __init__(self, model: nn.Module, pad: int, options: Options, checkpoint: Path | None) -> None:
        self.model = model.to(device())
        self.pad, self.options, self.checkpoint = pad, options, checkpoint
        groups = parameter_groups(model, options)
        for module in model.modules():
            if options.frozen_layers and isinstance(module, RoundedLinear) and not module.weight.requires_grad:
                module.settle()
        if options.dropout is not None:
            set_dropout(model, options.dropout)
        self.optimizer = torch.optim.AdamW(groups, fused=True)
        self.done = 0

    def run(self, encoded: Sequence[Encoded], labels: Sequence[int], teacher: Logits | None) -> None:
        """Trains on all pairs for the epochs of the options."""
        plan = list(self._plan([len(e.ids) for e in encoded]))[: self.options.max_steps]
        schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: self._rate(step, len(plan)))
        self._resume(schedule)
        started, losses = time.time(), []
        self.model.train()
        for step in range(self.done, len(plan)):
            # Dropout draws from the step alone, so that a run that was cut off goes on as if it had not been.
            torch.manual_seed(self.options.seed * 1_000_003 + step)
            losses.append(
                self._step([encoded[i] for i in plan[step]], [labels[i] for i in plan[step]], teacher, plan[step])
            )
            schedule.step()
            if (step + 1) % 20 == 0 or step + 1 == len(plan):
                mean = torch.stack(losses).mean().item()
                losses = []
                print(f"step {step + 1}/{len(plan)} loss {mean:.4f} {time.time() - started:.0f} s", flush=True)
            if self.checkpoint and (step + 1) % self.options.checkpoint_every == 0:
                self._save(step + 1, schedule)

    def _plan(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        for epoch in range(self.options.epochs):
            yield from batches(lengths, self.options.batch_tokens, random.Random(self.options.seed * 1000 + epoch))

    def _rate(self, step: int, total: int) -> float:
        warm = max(1, round(self.options.warmup * total))
        falls_from = max(warm, total - round(self.options.fall * total))
        return min(1.0, (step + 1) / warm, max(0.0, (total - step) / max(1, total - falls_from)))

    def _step(
        self, encoded: Sequence[Encoded], labels: Sequence[int], teacher: Logits | None, rows: Sequence[int]
    ) -> Tensor:
        to = device()
        with autocast():
            logits = self._logits(encoded, rows)
        soft = torch.from_numpy(teacher[list(rows)]).to(to) if teacher is not None else None
        loss = loss_of(logits, torch.tensor(labels, device=to), soft, self.options)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return loss.detach()

    def _logits(self, encoded: Sequence[Encoded], rows: Sequence[int]) -> Tensor:
        """Logits (pairs, 3) of the pairs `encoded`, which are the `rows` of all."""
        logits: Tensor = self.model(**collate(encoded, self.pad, device())).logits
        return logits

    def _save(self, step: int, schedule: Any) -> None:
        assert self.checkpoint is not None
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "step": step,
        }
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def _resume(self, schedule: Any) -> None:
        if not (self.checkpoint and self.checkpoint.exists()):
            return
        state = torch.load(self.checkpoint, map_location=device(), weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        self.done = int(state["step"])
        print(f"going on from step {self.done} of {self.checkpoint}", flush=True)
