"""Which runtime computes the NLI model: the one that settings name, or the faster one that is there."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from factcheck.backends.weights import graph_of, shipped_folder
from factcheck.errors import ModelError
from factcheck.ports import NliScorer
from factcheck.settings import ModelSettings

_NEEDED = {"onnx": ("onnxruntime", "tokenizers"), "torch": ("torch", "transformers")}


@dataclass(frozen=True)
class NliChoice:
    """A model and what computes it; nothing is loaded yet."""

    runtime: Literal["onnx", "torch"]
    model: str | Path
    batch_tokens: int | None

    def load(self) -> NliScorer:
        """The scorer; ModelError where it cannot run."""
        missing = [name for name in _NEEDED[self.runtime] if find_spec(name) is None]
        if missing:
            raise ModelError(
                f"The NLI model needs {' and '.join(missing)}, not installed here; run: pip install "
                f'{" ".join(missing)}, or set models.backend to "auto" and leave out models.nli_model.'
            )
        if self.runtime == "onnx":
            from factcheck.backends.onnx_nli import OnnxNliScorer

            return OnnxNliScorer(self.model, self.batch_tokens)
        from factcheck.backends.torch_nli import TorchNliScorer

        return TorchNliScorer(self.model, self.batch_tokens)


def choose_nli(settings: ModelSettings) -> NliChoice:
    """What computes the model that `settings` name.

    "auto" is torch where there is a CUDA GPU. Else it is onnxruntime where the model lies in a folder with a graph, as
    the shipped one does, and torch for all others.
    """
    model = shipped_folder() if settings.nli_model is None else settings.nli_model
    runtime = settings.backend if settings.backend != "auto" else _faster(Path(model).expanduser())
    return NliChoice(runtime, model, settings.batch_tokens)


def _faster(folder: Path) -> Literal["onnx", "torch"]:
    return "torch" if graph_of(folder) is None or has_cuda() else "onnx"


def has_cuda() -> bool:
    """Whether torch can compute on a GPU here. torch, slow to import, is only asked where there is a driver at all."""
    if not _has_driver() or find_spec("torch") is None:
        return False
    import torch

    return bool(torch.cuda.is_available())


def _has_driver() -> bool:
    """Whether NVIDIA's driver is installed, which every CUDA GPU needs."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True
