"""Builders of records: everything has a default, a test names only what it is about."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from factcheck.schema import (
    CandidatePair,
    Claim,
    ClaimEntry,
    ClaimFacts,
    ClusterEntry,
    ContradictionKind,
    Finding,
    ModelInfo,
    NliScores,
    PairNli,
    PairVerdict,
    Qualifier,
    Report,
    RunInfo,
    Scope,
    Sentence,
    Severity,
    SkippedInput,
    Source,
    SourceEntry,
    Span,
    Verdict,
)

_numbers = itertools.count(1)

HOSTILE = "<script>alert('x')</script> & \"quoted\" <img src=x onerror=alert(1)>"


# --- text ------------------------------------------------------------------------------------------------------------


def make_source(text: str = "The bridge was closed on Monday.", *, id: str | None = None, **fields: object) -> Source:
    """A source whose id and digest come from its text unless named."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    given = {"id": id or f"s{digest[:8]}", "path": f"{id or digest[:8]}.txt", "text": text, "sha256": digest}
    return Source.model_validate({**given, **fields})


def make_sentence(source: Source, text: str | None = None, *, paragraph: int = 0) -> Sentence:
    """The sentence of `source` that reads `text` (the whole source if None), with its true span."""
    words = source.text if text is None else text
    start = source.text.index(words)
    span = Span(start=start, end=start + len(words))
    return Sentence(id=f"{source.id}.{start}", source_id=source.id, span=span, text=words, paragraph=paragraph)


def make_claim(
    text: str = "The bridge was closed on Monday.",
    *,
    id: str | None = None,
    source: Source | None = None,
    source_id: str | None = None,
    span: tuple[int, int] | None = None,
    **fields: object,
) -> Claim:
    """A claim; with `source` its span is where `text` stands there, else the length of `text`.

    Pass `span` where `text` was rewritten and does not stand in the source.
    """
    name = id or f"c{next(_numbers):04d}"
    start = source.text.index(text) if source is not None and span is None else 0
    begin, end = span or (start, start + len(text))
    owner = source.id if source is not None else source_id or "s1"
    given = {"id": name, "source_id": owner, "sentence_id": f"{owner}.{begin}", "text": text}
    return Claim.model_validate({**given, "span": Span(start=begin, end=end), **fields})


def make_facts(claim_id: str = "c1", **fields: object) -> ClaimFacts:
    """The comparable facts of a claim; none unless named."""
    return ClaimFacts.model_validate({"claim_id": claim_id, **fields})


# --- comparison ------------------------------------------------------------------------------------------------------


def make_pair(left: str = "c1", right: str = "c2", similarity: float = 0.8) -> CandidatePair:
    """A candidate pair, put into canonical order."""
    first, second = sorted((left, right))
    return CandidatePair(left=first, right=second, similarity=similarity)


def make_scores(entailment: float = 0.0, contradiction: float = 0.0) -> NliScores:
    """NLI probabilities; what is left over is neutral."""
    return NliScores(entailment=entailment, neutral=1.0 - entailment - contradiction, contradiction=contradiction)


def make_nli(forward: NliScores | None = None, backward: NliScores | None = None) -> PairNli:
    """Scores in both directions; `backward` repeats `forward`, neutral if neither is given."""
    one = forward or make_scores()
    return PairNli(left_to_right=one, right_to_left=backward or one)


def make_verdict(
    left: str = "c1", right: str = "c2", verdict: Verdict = Verdict.NEUTRAL, **fields: object
) -> PairVerdict:
    """A verdict in canonical order, with scores that fit it."""
    first, second = sorted((left, right))
    scores = {
        Verdict.AGREEMENT: make_scores(entailment=0.9),
        Verdict.NEUTRAL: make_scores(),
        Verdict.CONTRADICTION: make_scores(contradiction=0.9),
    }[verdict]
    given: dict[str, object] = {
        "left": first,
        "right": second,
        "verdict": verdict,
        "probability": 0.9,
        "reason": f"{verdict.value}: a reason for an editor",
        "nli": make_nli(scores),
        "similarity": 0.8,
    }
    return PairVerdict.model_validate({**given, **fields})


def unit_vectors(rows: list[list[float]]) -> NDArray[np.float32]:
    """The rows scaled to unit length, as an embedder returns them."""
    given = np.asarray(rows, dtype=np.float32)
    lengths: NDArray[np.float32] = np.linalg.norm(given, axis=1, keepdims=True)
    return np.asarray(given / lengths, dtype=np.float32)


# --- report ----------------------------------------------------------------------------------------------------------


def make_source_entry(source: Source, origin_id: str | None = None) -> SourceEntry:
    """The source as a report shows it; an origin of its own unless named."""
    shared = source.model_dump(include=set(SourceEntry.model_fields))
    return SourceEntry.model_validate({**shared, "origin_id": origin_id or f"o-{source.id}"})


def make_claim_entry(claim: Claim, source: Source) -> ClaimEntry:
    """The claim as a report shows it, its quote read from the source; the sentence is the whole source."""
    before = source.text[: claim.span.start]
    return ClaimEntry(
        id=claim.id,
        source_id=claim.source_id,
        start=claim.span.start,
        end=claim.span.end,
        quote=claim.span.of(source.text),
        text=claim.text,
        speaker=claim.speaker,
        quoted=claim.quoted,
        line=before.count("\n") + 1,
        column=len(before) - (before.rfind("\n") + 1) + 1,
        sentence_start=0,
        sentence_end=len(source.text),
        unresolved=claim.unresolved,
    )


def make_run(**fields: object) -> RunInfo:
    """How a report was made, at a fixed time."""
    given: dict[str, object] = {
        "version": "0.1.0",
        "scope": Scope.SOURCES,
        "models": (
            ModelInfo(role="nli", name="test-nli", sha256="0" * 64),
            ModelInfo(role="embedding", name="test-embedding", sha256="1" * 64),
        ),
        "backend": "torch",
        "settings": {"pairing": {"min_similarity": 0.45}},
        "started_at": datetime(2025, 3, 4, 12, 0, tzinfo=UTC),
        "seconds": {"ingest": 0.1, "nli": 2.5},
        "calibration": {
            "pairs": 1234,
            "stories": 9,
            "error": 0.04,
            "bins": [
                {"low": 0.0, "high": 0.5, "pairs": 1100, "mean": 0.12, "share": 0.1},
                {"low": 0.5, "high": 0.7, "pairs": 84, "mean": 0.61, "share": 0.66},
                {"low": 0.7, "high": 1.0, "pairs": 50, "mean": 0.85, "share": 0.8},
            ],
        },
    }
    return RunInfo.model_validate({**given, **fields})


def _report_sources() -> tuple[Source, ...]:
    """Four reports of a bridge collapse: two originals, a copy of the first, and one with hostile markup."""
    first = "The Karlin bridge collapsed on Monday.\nSix people were hurt.\nMayor Ada Holm opened an inquiry."
    second = "Nine people were hurt when the Karlin bridge fell.\nThe bridge came down on Monday."
    hostile = f"The bridge {HOSTILE} was built in 1964.\nNobody was hurt, a driver said."
    published = datetime(2025, 3, 4, 8, 30, tzinfo=UTC)
    return (
        make_source(first, id="s1", title="Bridge down in Karlin", publisher="Karlin Post", published_at=published),
        make_source(second, id="s2", title=f"Karlin: {HOSTILE}", publisher="Harbour <b>Daily</b>"),
        make_source(first, id="s3", path="copies/s3.txt", title="Bridge down", publisher=None),
        make_source(hostile, id="s4", path='<script>alert("path")</script>.txt', title=HOSTILE),
    )


def _report_claims(sources: tuple[Source, ...]) -> dict[str, tuple[Claim, Source]]:
    """The claims of the sources above, by id."""
    one, two, copy, hostile = sources
    listed = [
        (make_claim("The Karlin bridge collapsed on Monday.", id="c1", source=one), one),
        (make_claim("Six people were hurt.", id="c2", source=one), one),
        (make_claim("Mayor Ada Holm opened an inquiry.", id="c3", source=one), one),
        (make_claim("Nine people were hurt", id="c4", source=two), two),
        (make_claim("The bridge came down on Monday.", id="c5", source=two), two),
        (make_claim("Six people were hurt.", id="c6", source=copy), copy),
        (make_claim(f"The bridge {HOSTILE} was built in 1964.", id="c7", source=hostile), hostile),
        (make_claim("Nobody was hurt", id="c8", source=hostile, speaker="a driver"), hostile),
    ]
    return {claim.id: (claim, source) for claim, source in listed}


def _report_verdicts() -> tuple[PairVerdict, ...]:
    """A contradiction flat and qualified, an agreement and a neutral pair; two of them outside any cluster."""
    flat = 'number: "Six people" (6) vs "Nine people" (9)'
    speakers = 'number: "Six people" (6) vs "Nobody" (0); the right one is what a driver says'
    number = ContradictionKind.NUMBER
    return (
        make_verdict("c1", "c5", Verdict.AGREEMENT, cluster_id="k1", reason="both say that the bridge fell on Monday"),
        make_verdict("c2", "c4", Verdict.CONTRADICTION, cluster_id="k2", kind=number, reason=flat),
        make_verdict("c2", "c8", Verdict.CONTRADICTION, kind=number, qualifier=Qualifier.SPEAKERS, reason=speakers),
        make_verdict("c4", "c6", Verdict.CONTRADICTION, cluster_id="k2", kind=number, reason=flat),
        make_verdict("c5", "c7", Verdict.NEUTRAL),
    )


def _report_findings() -> tuple[Finding, ...]:
    """What the verdicts above amount to, gravest first."""
    rows = [
        ("number-differs", Severity.ERROR, f"How many were hurt: 6 or 9? {HOSTILE}", ("c2", "c4")),
        ("speakers-differ", Severity.WARNING, "A driver says that nobody was hurt.", ("c2", "c8")),
        ("single-origin", Severity.INFO, "Only one origin says that an inquiry was opened.", ("c3",)),
    ]
    found = [
        Finding(rule=rule, severity=severity, message=message, claim_ids=ids, fingerprint=f"f-{'-'.join(ids)}")
        for rule, severity, message, ids in rows
    ]
    return (*found[:2], make_agreement("The bridge came down on Monday.", "c5", "c1"), *found[2:])


def make_agreement(statement: str, *claim_ids: str) -> Finding:
    """The finding that several claims say `statement`, the one that speaks for them first."""
    return Finding(
        rule="sources-agree",
        severity=Severity.INFO,
        message=f'They agree: "{statement}"',
        claim_ids=claim_ids,
        fingerprint=f"f-{'-'.join(claim_ids)}",
        statement=statement,
    )


def make_report(**fields: object) -> Report:
    """A small complete report: contradictions flat and qualified, an agreement, claims of one origin, skipped input.

    Titles, texts, paths and a message carry hostile markup. s1 and s3 are copies of one text, so share an origin.
    """
    sources = _report_sources()
    origins = {"s1": "o-1", "s2": "o-2", "s3": "o-1", "s4": "o-4"}
    claims = _report_claims(sources)
    owners = {"k1": ("c1", "c5"), "k2": ("c2", "c4", "c6")}
    given: dict[str, object] = {
        "run": make_run(),
        "sources": tuple(make_source_entry(source, origins[source.id]) for source in sources),
        "claims": tuple(make_claim_entry(claim, source) for claim, source in claims.values()),
        "clusters": tuple(
            ClusterEntry(
                id=name,
                claim_ids=ids,
                source_ids=tuple(sorted({claims[id][0].source_id for id in ids})),
                label=claims[ids[0]][0].text,
            )
            for name, ids in owners.items()
        ),
        "verdicts": _report_verdicts(),
        "findings": _report_findings(),
        "skipped": (
            SkippedInput(path="empty.txt", stage="ingest", reason="The file is empty."),
            SkippedInput(
                path=sources[3].path,
                stage="extract",
                reason="A question states nothing.",
                span=Span(start=0, end=10),
                quote=sources[3].text[:10],
            ),
        ),
    }
    return Report.model_validate({**given, **fields})


# --- fakes that go through a port ------------------------------------------------------------------------------------


class WordCountEmbedder:
    """Vectors that count words: texts with words in common are alike."""

    info = ModelInfo(role="embedding", name="words", sha256="2" * 64)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.zeros((len(texts), 256), np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().strip(".").split():
                counts[row, crc32(word.encode()) % 256] += 1
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), np.float32)
