"""Adapters to parsers, embedders and NLI models; the only home of their libraries."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from factcheck.backends.deferred import DeferredEmbedder, DeferredNliScorer
from factcheck.backends.kept import KeptEmbedder, KeptNliScorer, KeptParser
from factcheck.backends.onnx_embedder import OnnxEmbedder, packaged_info
from factcheck.backends.parser import SpacyParser
from factcheck.backends.result_store import ResultStore
from factcheck.ports import Embedder, NliScorer, Parser
from factcheck.settings import CacheSettings, ModelSettings

__all__ = ["LoadedModels", "load_embedder", "load_models", "load_nli_scorer", "open_store"]


class LoadedModels(NamedTuple):
    """The three models that settings name."""

    parser: Parser
    embedder: Embedder
    nli: NliScorer


def load_models(settings: ModelSettings, cache: CacheSettings) -> LoadedModels:
    """The models that `settings` name, behind the store of `cache` where that is switched on.

    Models that a user names are loaded at once, so that what is wrong with them is said at once. Those that come with
    factcheck are loaded when they are needed, which they are not where the store knows all results: in threads of
    their own as soon as a text is new, or now where there is no store.
    """
    parser, embedder, nli = SpacyParser(), _embedder(settings), _nli_scorer(settings)

    def begin() -> None:
        for model in (nli, embedder):
            if isinstance(model, DeferredNliScorer | DeferredEmbedder):
                model.begin()

    if not cache.enabled:
        begin()
        return LoadedModels(parser, embedder, nli)
    store = open_store(cache)
    return LoadedModels(
        KeptParser(parser, parser.edition, store, begin), KeptEmbedder(embedder, store), KeptNliScorer(nli, store)
    )


def load_nli_scorer(settings: ModelSettings) -> NliScorer:
    """The NLI scorer that `settings` name: by default the shipped int8 model in onnxruntime, else any model in
    torch."""
    if settings.nli_model is not None:
        from factcheck.backends.torch_nli import TorchNliScorer

        return TorchNliScorer(settings.nli_model, settings.batch_tokens)
    from factcheck.backends.onnx_nli import OnnxNliScorer
    from factcheck.backends.weights import shipped_folder

    return OnnxNliScorer(shipped_folder(), settings.batch_tokens)


def load_embedder(settings: ModelSettings) -> Embedder:
    """The embedder that `settings` name: by default the packaged model in onnxruntime, else any sentence-transformers
    model."""
    if settings.embedding_model is None:
        return OnnxEmbedder()
    from factcheck.backends.embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.embedding_model)


def open_store(settings: CacheSettings) -> ResultStore:
    """The store of results that `settings` name; no file is made before a result is kept."""
    folder = Path(settings.folder).expanduser() if settings.folder else None
    return ResultStore(folder, settings.max_megabytes * 1_000_000)


def _nli_scorer(settings: ModelSettings) -> NliScorer:
    """The scorer of `load_nli_scorer`, loaded later where its manifest says by itself what it is."""
    if settings.nli_model is not None:
        return load_nli_scorer(settings)
    from factcheck.backends.onnx_nli import OnnxNliScorer
    from factcheck.backends.weights import read_manifest, shipped_folder

    info = read_manifest(shipped_folder()).info
    return DeferredNliScorer(info, OnnxNliScorer.__name__, lambda: load_nli_scorer(settings))


def _embedder(settings: ModelSettings) -> Embedder:
    """The embedder of `load_embedder`, loaded later where it is the packaged one."""
    if settings.embedding_model is not None:
        return load_embedder(settings)
    return DeferredEmbedder(packaged_info(), lambda: load_embedder(settings))
