"""The states of a layer in the middle of a packed 8-bit model, as onnxruntime computes them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import onnxruntime
from encoder_graph import write_graph


@contextmanager
def watched_session(packed: Path, layer: int, *, above: bool = True) -> Iterator[onnxruntime.InferenceSession]:
    """A session that tells the states after `layer` of the packed model as one output more, `encoder_graph.STATES`.

    Where `above` is false they are all that it computes. The graph is written beside a copy of the model's folder,
    because onnxruntime follows no link to weights elsewhere; the copy goes when the session is left.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "model"
        shutil.copytree(packed, copy)
        write_graph(copy, copy / "model.onnx", watched=layer, above=above)
        yield onnxruntime.InferenceSession(copy / "model.onnx", providers=["CPUExecutionProvider"])
