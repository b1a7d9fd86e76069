"""Reads sentences of data sets as factcheck reads reports: as sources with claims, and the claims back to sentences."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.pipeline import Models, read_claims, read_facts
from factcheck.schema import CandidatePair, Claim, ClaimCluster, Scope, SourceRole, Span
from factcheck.schema import Source as SourceRecord
from factcheck.settings import Settings
from factcheck.stages.clustering import cluster_claims
from factcheck.stages.facts import comparison_keys
from factcheck.stages.pairing import pair_claims

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_DATA = ROOT.parent / "shared" / "data" / "bench_dev"

_BEFORE = re.compile(r"\s+(?=[,.;:!?%)\]”’]|'s\b|'(?:re|ve|ll|d|m)\b|n't\b)")
_AFTER = re.compile(r"(?<=[(\[“‘$£€])\s+")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a gzip JSON-lines file. Raises FileNotFoundError where there is none."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def joined(text: str) -> str:
    """A text that was taken apart into tokens, with its punctuation back at its words."""
    return _AFTER.sub("", _BEFORE.sub("", " ".join(text.split())))


@dataclass(frozen=True)
class Reading:
    """Claims read from the sentences of several documents; `sentence_of` gives the document and place of each claim."""

    claims: tuple[Claim, ...]
    sentence_of: Mapping[str, tuple[str, int]]
    starts: Mapping[tuple[str, int], int]


def source_of(name: str, sentences: Sequence[str]) -> SourceRecord:
    """A source of the given sentences, each a paragraph of its own, so that none is taken for a heading or left out."""
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(start=at, end=at + len(sentence)))
        at += len(sentence) + 2
    text = "\n\n".join(sentences)
    digest = hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()
    return SourceRecord(id=f"s{digest[:12]}", path=name, text=text, sha256=digest, paragraphs=tuple(spans))


def read_documents(documents: Mapping[str, Sequence[str]], models: Models) -> Reading:
    """The claims of `documents`, which are lists of sentences by name."""
    sources = [source_of(name, sentences) for name, sentences in documents.items()]
    _, claims, _ = read_claims(sources, models.parser)
    starts = {source.id: [span.start for span in source.paragraphs] for source in sources}
    name = {source.id: source.path for source in sources}
    where = {c.id: (name[c.source_id], bisect_right(starts[c.source_id], c.span.start) - 1) for c in claims}
    places = {(name[key], number): start for key, own in starts.items() for number, start in enumerate(own)}
    return Reading(tuple(claims), where, places)


def candidates_and_clusters(
    documents: Mapping[str, Sequence[str]], reading: Reading, models: Models, settings: Settings
) -> tuple[tuple[CandidatePair, ...], tuple[ClaimCluster, ...]]:
    """What the pipeline would judge and group between `documents`, each a source and an origin of its own."""
    sources = [source_of(name, sentences) for name, sentences in documents.items()]
    facts = read_facts(reading.claims, sources, models.parser)
    words, keys = [fact.words for fact in facts], [comparison_keys(fact) for fact in facts]
    vectors = models.embedder.embed([claim.text for claim in reading.claims])
    roles = {source.id: SourceRole.SOURCE for source in sources}
    origins = {source.id: source.id for source in sources}
    pairs = pair_claims(reading.claims, vectors, words, keys, roles, Scope.SOURCES, settings.pairing, origins)
    return pairs, cluster_claims(reading.claims, vectors, pairs, settings.pairing)


def ratio(part: int, whole: int) -> str:
    """ "3/4 = 0.750"; "none" of nothing."""
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "none"


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"\w+", text.casefold())


def evenly(items: Iterable[Any], limit: int | None) -> list[Any]:
    """`limit` of the items at even distances, in order; all where there is no limit or there are no more."""
    listed = list(items)
    if limit is None or limit >= len(listed):
        return listed
    return [listed[number * len(listed) // limit] for number in range(limit)]
