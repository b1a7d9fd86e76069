"""Training with the rounding of int8 inference in the loop, so that quantising costs almost nothing.

Weights are 8-bit, symmetric, one scale an output row, values in [-64, 64] (one bit is left unused, so that 8-bit
products cannot overflow on processors without VNNI). Activations are rounded a token at a time, to 255 levels around
zero, exactly as inference does (`models/export_onnx.py`): a pair's scores depend on no other pair of its batch.
Gradients pass the rounding unchanged (straight-through, Bengio et al. 2013).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WEIGHT_LEVELS = 64
EMBEDDING_LEVELS = 127
ACTIVATION_LEVELS = 127
FULL_PRECISION = ("pooler", "classifier")


def row_scales(weight: Tensor, levels: int) -> Tensor:
    """One positive scale a row (the last axis is the row's): shape (..., 1)."""
    return (weight.detach().float().abs().amax(dim=-1, keepdim=True) / levels).clamp_min(1e-8)


def rounded_weight(weight: Tensor) -> Tensor:
    """`weight` on the int8 grid, with straight-through gradients."""
    scales = row_scales(weight, WEIGHT_LEVELS)
    on_grid = (weight.detach().float() / scales).round().clamp(-WEIGHT_LEVELS, WEIGHT_LEVELS) * scales
    return weight + (on_grid - weight.detach())


def rounded_activation(values: Tensor) -> Tensor:
    """`values` on the int8 grid of each row of the last axis, with straight-through gradients."""
    exact = values.detach().float()
    scales = row_scales(exact, ACTIVATION_LEVELS)
    on_grid = (exact / scales).round() * scales
    return values + (on_grid.to(values.dtype) - values.detach())


class RoundedLinear(nn.Linear):
    """A linear layer that computes as its int8 form will; `settled` says that its weight is on the grid for good."""

    settled = False

    def forward(self, values: Tensor) -> Tensor:  # noqa: D102
        weight = self.weight if self.settled else rounded_weight(self.weight)
        return functional.linear(rounded_activation(values), weight.to(values.dtype), self.bias)

    def settle(self) -> None:
        """Puts the weight on the grid once; rounding a layer that is not trained anew at each step is lost time."""
        with torch.no_grad():
            self.weight.copy_(rounded_weight(self.weight))
        self.settled = True


class RoundedEmbedding(nn.Embedding):
    """An embedding table whose rows are stored as int8."""

    def forward(self, ids: Tensor) -> Tensor:  # noqa: D102
        rows = super().forward(ids)
        scales = row_scales(rows, EMBEDDING_LEVELS)
        on_grid = (rows.detach().float() / scales).round() * scales
        return rows + (on_grid - rows.detach())


def with_rounding(model: nn.Module) -> nn.Module:
    """Turns every linear layer of the encoder and the word embeddings into their rounded forms, in place.

    Pooler and classifier are small and decide the label: they stay in full precision.
    """
    for name, module in model.named_modules():
        if type(module) is nn.Linear and not any(part in name for part in FULL_PRECISION):
            module.__class__ = RoundedLinear
        elif type(module) is nn.Embedding and name.endswith("word_embeddings"):
            module.__class__ = RoundedEmbedding
    return model


def packed(model: nn.Module) -> dict[str, Tensor]:
    """The tensors of a model made by `with_rounding` as they are shipped.

    A rounded weight W of shape (rows, columns) becomes `NAME.scale` (rows,) and its integers, W = integers * scale a
    row: `NAME.int8` of an embedding table, `NAME.int8_transposed` (columns, rows) of a linear layer, which is how
    onnxruntime multiplies. Every other tensor keeps its name and is float32.
    """
    rounded = {
        f"{name}.weight": EMBEDDING_LEVELS if isinstance(module, RoundedEmbedding) else WEIGHT_LEVELS
        for name, module in model.named_modules()
        if isinstance(module, RoundedLinear | RoundedEmbedding)
    }
    tensors: dict[str, Tensor] = {}
    for name, value in model.state_dict().items():
        exact = value.detach().float().cpu()
        if name not in rounded:
            tensors[name] = exact.contiguous()
            continue
        scales = row_scales(exact, rounded[name])
        integers = (exact / scales).round().to(torch.int8)
        if rounded[name] == WEIGHT_LEVELS:
            tensors[f"{name}.int8_transposed"] = integers.T.contiguous()
        else:
            tensors[f"{name}.int8"] = integers.contiguous()
        tensors[f"{name}.scale"] = scales.squeeze(1).contiguous()
    return tensors
