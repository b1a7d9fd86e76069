"""The contract of an Embedder, held by the real packaged model in both runtimes."""

from __future__ import annotations

import hashlib
import shutil
import socket
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from factcheck.backends import embedder as module
from factcheck.backends import onnx_embedder
from factcheck.backends.embedder import PACKAGED_SHA256, SentenceTransformerEmbedder, packaged_folder
from factcheck.backends.onnx_embedder import OnnxEmbedder
from factcheck.errors import ModelError
from factcheck.ports import Embedder

TEXTS = [
    "The bridge collapsed on Monday.",
    "Rain.",
    "Six people were hurt when the old bridge over the Karlin fell into the river in the early hours of Monday.",
    "Parliament adjourned without a vote.",
    "",
]

ODD_TEXTS = [
    *TEXTS,
    "  Él llegó — “late”\t\n",
    "东京 is 東京, naïve café №5",
    "word " * 400,  # more tokens than the model reads
    "word " * 254,
    "UPPER lower 🙂 \u200b\x00 end",
]


RUNTIMES: dict[str, type[OnnxEmbedder | SentenceTransformerEmbedder]] = {
    "onnx": OnnxEmbedder,
    "torch": SentenceTransformerEmbedder,
}


@cache
def packaged(runtime: str) -> Embedder:
    """The packaged model in one runtime, loaded once."""
    return RUNTIMES[runtime]()


@pytest.fixture(params=RUNTIMES)
def runtime(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def embedder(runtime: str) -> Embedder:
    return packaged(runtime)


def copy_of_packaged_model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(packaged_folder(), tmp_path / "model"))


def test_rows_are_unit_float32_vectors_one_a_text(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_an_empty_array_of_the_same_width(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_rows_follow_the_order_of_the_texts(embedder: Embedder) -> None:
    forward, backward = embedder.embed(TEXTS), embedder.embed(TEXTS[::-1])
    np.testing.assert_allclose(forward, backward[::-1], atol=1e-5)


@pytest.mark.parametrize(
    "small",
    [
        *(partial(SentenceTransformerEmbedder, batch_size=size) for size in (1, 2, 5)),
        *(partial(OnnxEmbedder, batch_tokens=size) for size in (1, 30, 10_000)),
    ],
)
def test_vectors_do_not_depend_on_the_batch_size(small: Callable[[], Embedder]) -> None:
    np.testing.assert_allclose(small().embed(TEXTS), packaged("onnx").embed(TEXTS), atol=1e-5)


def test_both_runtimes_give_the_same_vectors() -> None:
    np.testing.assert_allclose(packaged("onnx").embed(ODD_TEXTS), packaged("torch").embed(ODD_TEXTS), atol=1e-5)


def test_like_texts_are_nearer_than_unlike_ones(embedder: Embedder) -> None:
    fell, collapsed, vote = embedder.embed(["The bridge fell.", "A bridge has collapsed.", "The vote was postponed."])
    assert fell @ collapsed > 0.6
    assert fell @ vote < 0.4


def test_info_names_the_model_and_its_weights(embedder: Embedder) -> None:
    assert (embedder.info.role, embedder.info.name) == ("embedding", "all-MiniLM-L6-v2")
    assert embedder.info.sha256 == PACKAGED_SHA256


def test_the_default_opens_no_connection(runtime: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the packaged model reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert RUNTIMES[runtime]().embed(["Rain."]).shape == (1, 384)


def test_loading_draws_nothing_on_the_terminal(runtime: str, capfd: pytest.CaptureFixture[str]) -> None:
    RUNTIMES[runtime]()
    assert capfd.readouterr() == ("", "")


def test_damaged_packaged_weights_are_refused(runtime: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_of_packaged_model(tmp_path)
    weights = folder / "model.safetensors"
    damaged = bytearray(weights.read_bytes())
    damaged[-1] ^= 1
    weights.write_bytes(damaged)
    monkeypatch.setattr(module, "packaged_folder", lambda: folder)
    with pytest.raises(ModelError, match=r"damaged.*reinstall"):
        RUNTIMES[runtime]()


@pytest.mark.parametrize("damage", ["missing", "not JSON"])
def test_a_damaged_tokenizer_is_a_model_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    folder = copy_of_packaged_model(tmp_path)
    if damage == "missing":
        (folder / "tokenizer.json").unlink()
    else:
        (folder / "tokenizer.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(module, "packaged_folder", lambda: folder)
    with pytest.raises(ModelError, match="cannot be loaded"):
        OnnxEmbedder()


def test_another_graph_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_embedder, "GRAPH_SHA256", hashlib.sha256(b"another").hexdigest())
    with pytest.raises(ModelError, match=r"graph .* reinstall factcheck"):
        OnnxEmbedder()


def test_the_graph_is_what_its_script_writes_and_holds_no_weights(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from models.export_embedder import write_graph

    write_graph(packaged_folder(), tmp_path / "model.onnx")
    written = (tmp_path / "model.onnx").read_bytes()
    assert hashlib.sha256(written).hexdigest() == onnx_embedder.GRAPH_SHA256
    assert len(written) < 100_000


def test_a_missing_package_is_said_plainly(runtime: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGED_MODULE", "no_such_model_package")
    with pytest.raises(ModelError, match="not installed"):
        RUNTIMES[runtime]()


def test_a_local_folder_can_be_named(tmp_path: Path) -> None:
    named = SentenceTransformerEmbedder(str(copy_of_packaged_model(tmp_path)))
    assert named.info.name.endswith("model")
    np.testing.assert_allclose(named.embed(TEXTS[:1]), packaged("torch").embed(TEXTS[:1]), atol=1e-6)


def test_an_unknown_model_is_a_model_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match=r"nobody/no-such-model.*models\.embedding_model"):
        SentenceTransformerEmbedder("nobody/no-such-model")


def test_a_folder_without_weights_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model weights"):
        SentenceTransformerEmbedder(str(tmp_path))


def test_a_truncated_named_model_is_a_model_error(tmp_path: Path) -> None:
    folder = copy_of_packaged_model(tmp_path)
    (folder / "model.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(ModelError, match="cannot be loaded"):
        SentenceTransformerEmbedder(str(folder))
