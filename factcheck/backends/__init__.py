"""Adapters to parsers, embedders and NLI models; the only home of their libraries."""

from __future__ import annotations

from factcheck.ports import NliScorer
from factcheck.settings import ModelSettings

__all__ = ["load_nli_scorer"]


def load_nli_scorer(settings: ModelSettings) -> NliScorer:
    """The NLI scorer that `settings` name: by default the shipped int8 model in onnxruntime, else any model in torch."""
    if settings.nli_model is not None:
        from factcheck.backends.torch_nli import TorchNliScorer

        return TorchNliScorer(settings.nli_model, settings.batch_tokens)
    from factcheck.backends.onnx_nli import OnnxNliScorer
    from factcheck.backends.weights import shipped_folder

    return OnnxNliScorer(shipped_folder(), settings.batch_tokens)
