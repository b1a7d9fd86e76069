"""The main flow: sources in, report out. Read this first, `schema.py` second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from factcheck.ports import Embedder, NliScorer, Parser
from factcheck.schema import (
    CandidatePair,
    Claim,
    ClaimCluster,
    ClaimFacts,
    NliScores,
    PairNli,
    PairVerdict,
    Report,
    RunInfo,
    Scope,
    Sentence,
    SkippedInput,
    Source,
    SourceRole,
    Span,
)
from factcheck.settings import Settings
from factcheck.stages.clustering import cluster_claims
from factcheck.stages.copies import find_changed_figures
from factcheck.stages.events import find_events, within_events
from factcheck.stages.extract import extract_claims, find_quotations, find_single_quotations
from factcheck.stages.facts import compare_names, comparison_keys, describe_claim, more_names
from factcheck.stages.findings import (
    copy_findings,
    event_findings,
    find_absences,
    find_misquotations,
    inner_findings,
    list_findings,
    list_outcomes,
)
from factcheck.stages.origins import find_copies, find_origins
from factcheck.stages.pairing import pair_claims, pair_within, without_repeats
from factcheck.stages.reporting import claim_entries, cluster_entries, left_out_regions, source_entries
from factcheck.stages.segment import split_sentences
from factcheck.stages.verdicts import (
    PairEvidence,
    calibration,
    contradicts_itself,
    is_settled,
    judge_pair,
    judge_pairs,
)

Progress = Callable[[str, float], None]
"""Told the stage in an editor's words and the share of the run that is done, from 0 to 1."""

# The share of a run's time before and after the NLI model, and how many pairs are scored between two words of progress.
_NLI_FROM, _NLI_TO, _PART = 0.4, 0.97, 256
_NEUTRAL = NliScores(entailment=0.0, neutral=1.0, contradiction=0.0)
_UNASKED = PairNli(left_to_right=_NEUTRAL, right_to_left=_NEUTRAL)


@dataclass(frozen=True)
class Models:
    """The three models of a run."""

    parser: Parser
    embedder: Embedder
    nli: NliScorer


@dataclass
class Stages:
    """Times the stages and tells the progress."""

    progress: Progress | None
    seconds: dict[str, float] = field(default_factory=dict)

    def tell(self, words: str, share_done: float) -> None:
        """Passes the progress on to whoever wants to know."""
        if self.progress:
            self.progress(words, share_done)

    @contextmanager
    def stage(self, name: str, words: str, share_done: float) -> Iterator[None]:
        """Announces a stage, then books its wall time under `name`."""
        self.tell(words, share_done)
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)


@dataclass(frozen=True)
class Reading:
    """All that is read from the sources before any claim is set against another.

    `facts` and the unit-length rows of `vectors` belong to `claims`, in order; `left_out` was no claim.
    """

    sentences: list[Sentence]
    claims: list[Claim]
    facts: list[ClaimFacts]
    vectors: NDArray[np.float32]
    left_out: list[SkippedInput]

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        """What each claim gives a comparable value for, in order."""
        return [comparison_keys(fact) for fact in self.facts]


def compare_sources(  # noqa: PLR0913, PLR0917 - what a run needs, each once
    sources: Sequence[Source],
    skipped: Sequence[SkippedInput],
    scope: Scope,
    models: Models,
    settings: Settings,
    run: RunInfo,
    progress: Progress | None = None,
) -> Report:
    """Everything that `sources` say alike or differently within `scope`; `skipped` is what was left out before.

    `run` tells how the run was started; the seconds of the stages are added to it. The order of `sources` does not
    matter.
    """
    sources = sorted(sources, key=lambda source: (source.path, source.id))
    clock = Stages(progress)
    with more_names(settings.names.model_dump()):
        reading = read_all(sources, models, clock)
        report = compare_reading(reading, sources, scope, models.nli, settings, run, clock)
    return report.model_copy(update={"skipped": (*skipped, *report.skipped)})


def read_all(sources: Sequence[Source], models: Models, clock: Stages) -> Reading:
    """The claims of all sources with their facts and vectors; vectors are computed while the facts are read."""
    with clock.stage("extract", "Reading claims", 0.05):
        sentences, claims, left_out = read_claims(sources, models.parser)
    with ThreadPoolExecutor(1, thread_name_prefix="embed") as aside:
        embedding = aside.submit(models.embedder.embed, [claim.text for claim in claims])
        with clock.stage("facts", "Reading figures, dates and names", 0.2):
            facts = read_facts(claims, sources, models.parser)
        with clock.stage("embed", "Finding claims on one topic", 0.3):
            vectors = embedding.result()
    return Reading(sentences, claims, facts, vectors, left_out)


def compare_reading(  # noqa: PLR0913, PLR0917 - what a comparison needs, each once
    reading: Reading,
    sources: Sequence[Source],
    scope: Scope,
    nli: NliScorer,
    settings: Settings,
    run: RunInfo,
    clock: Stages,
) -> Report:
    """What was read from `sources` (sorted by path) compared within `scope`."""
    claims, facts, vectors = reading.claims, reading.facts, reading.vectors
    origins = find_origins(sources)
    with clock.stage("pair", "Finding claims on one topic", 0.35):
        pairs = find_candidates(reading, sources, scope, settings)
        events = find_events(sources, claims, facts, vectors)
        if not settings.pairing.across_events:
            pairs = within_events(pairs, claims, events)
        clusters = cluster_claims(claims, vectors, pairs, settings.pairing)
        pairs = without_repeats(pairs, claims, origins)
        if settings.pairing.skip_settled and scope is Scope.SOURCES:
            pairs = without_settled(pairs, claims, facts, sources, settings)
        own = {source.id for source in sources if scope is Scope.SOURCES or source.role is SourceRole.DRAFT}
        inner = pair_within(claims, vectors, reading.keys, own, settings.pairing)
    with clock.stage("nli", "Comparing claims", _NLI_FROM):
        scores = score_both_ways(pairs, claims, nli, clock.tell)
        evidence = gather_evidence(pairs, scores, claims, facts, clusters, sources)
        inner_scores = score_both_ways(inner, claims, nli)
        inner_evidence = gather_evidence(inner, inner_scores, claims, facts, (), sources)
    with clock.stage("verdicts", "Weighing", _NLI_TO):
        verdicts = judge_pairs(evidence, settings.verdicts)
        changes = find_changed_figures(claims, facts, origins)
        beside = (
            *copy_findings(changes, claims, sources),
            *inner_findings(judge_within(inner_evidence, settings), claims, sources),
            *event_findings(sources, events, settings.pairing),
        )
        absent = find_absences(claims, facts, sources)
        findings = list_findings(claims, verdicts, clusters, sources, origins, scope, beside, absent)
        misquoted = find_misquotations(quotations_by_source(sources, reading.sentences), claims, sources)
        outcomes = list_outcomes(claims, verdicts, sources, origins, absent)
    return Report(
        run=run.model_copy(update={"seconds": clock.seconds}),
        sources=source_entries(sources, origins, events),
        claims=claim_entries(claims, sources, reading.sentences),
        clusters=cluster_entries(clusters, claims),
        verdicts=verdicts,
        findings=(*misquoted, *findings),
        outcomes=outcomes,
        skipped=(*left_out_regions(sources), *reading.left_out),
    )


def read_claims(sources: Sequence[Source], parser: Parser) -> tuple[list[Sentence], list[Claim], list[SkippedInput]]:
    """The sentences and claims of all sources, and what was no claim; all texts are parsed in one call."""
    by_source = [split_sentences(source) for source in sources]
    sentences = [sentence for own in by_source for sentence in own]
    parses = iter(parser.parse([sentence.text for sentence in sentences]))
    claims: list[Claim] = []
    skipped: list[SkippedInput] = []
    for source, own in zip(sources, by_source, strict=True):
        found, left_out = extract_claims(source, own, [next(parses) for _ in own])
        claims += found
        skipped += left_out
    return sentences, claims, skipped


def find_candidates(
    reading: Reading, sources: Sequence[Source], scope: Scope, settings: Settings
) -> tuple[CandidatePair, ...]:
    """The pairs of claims of `sources` that are worth judging within `scope`, in canonical order."""
    return pair_claims(
        reading.claims,
        reading.vectors,
        [fact.words for fact in reading.facts],
        reading.keys,
        {source.id: source.role for source in sources},
        scope,
        settings.pairing,
        find_copies(sources),
    )


def quotations_by_source(sources: Sequence[Source], sentences: Sequence[Sentence]) -> dict[str, tuple[Span, ...]]:
    """What stands in quotation marks in each source and draft, double or single, by its id."""
    own: dict[str, list[Sentence]] = {source.id: [] for source in sources}
    for sentence in sentences:
        own[sentence.source_id].append(sentence)
    return {
        source.id: (
            *find_quotations(source.text, own[source.id]),
            *find_single_quotations(source.text, own[source.id]),
        )
        for source in sources
    }


def read_facts(claims: Sequence[Claim], sources: Sequence[Source], parser: Parser) -> list[ClaimFacts]:
    """The comparable facts of each claim, in order."""
    by_id = {source.id: source for source in sources}
    parses = parser.parse([claim.text for claim in claims])
    return [describe_claim(c, parse, by_id[c.source_id]) for c, parse in zip(claims, parses, strict=True)]


def score_both_ways(
    pairs: Sequence[CandidatePair], claims: Sequence[Claim], nli: NliScorer, tell: Progress | None = None
) -> list[PairNli]:
    """The NLI scores of each pair in both directions, in order.

    Pairs of like length are scored together, a part at a time, so that progress can be told and a run that is broken
    off has kept the scores of the parts before.
    """
    text = {claim.id: claim.text for claim in claims}
    ordered = [(text[pair.left], text[pair.right]) for pair in pairs]
    by_length = sorted(range(len(pairs)), key=lambda number: sum(map(len, ordered[number])))
    found: dict[int, PairNli] = {}
    for start in range(0, len(pairs), _PART):
        if tell:
            tell("Comparing claims", _NLI_FROM + (_NLI_TO - _NLI_FROM) * start / len(pairs))
        part = by_length[start : start + _PART]
        forward = [ordered[number] for number in part]
        scores = nli.score(forward + [(right, left) for left, right in forward])
        for place, number in enumerate(part):
            found[number] = PairNli(left_to_right=scores[place], right_to_left=scores[len(part) + place])
    return [found[number] for number in range(len(pairs))]


def gather_evidence(  # noqa: PLR0913, PLR0917 - one argument a stage before
    pairs: Sequence[CandidatePair],
    scores: Sequence[PairNli],
    claims: Sequence[Claim],
    facts: Sequence[ClaimFacts],
    clusters: Sequence[ClaimCluster],
    sources: Sequence[Source],
) -> list[PairEvidence]:
    """What is known of each pair: claims, facts, NLI scores and what relates their names."""
    claim = {c.id: c for c in claims}
    known = {f.claim_id: f for f in facts}
    cluster = {claim_id: c.id for c in clusters for claim_id in c.claim_ids}
    published = {source.id: source.published_at for source in sources}
    asked = {source.id for source in sources if source.role is not SourceRole.SOURCE}
    return [
        PairEvidence(
            left=claim[pair.left],
            right=claim[pair.right],
            left_facts=known[pair.left],
            right_facts=known[pair.right],
            left_to_right=nli.left_to_right,
            right_to_left=nli.right_to_left,
            similarity=pair.similarity,
            names=compare_names(known[pair.left], known[pair.right]),
            checked=next((side for side in (pair.left, pair.right) if claim[side].source_id in asked), None),
            left_published=published[claim[pair.left].source_id],
            right_published=published[claim[pair.right].source_id],
            cluster_id=cluster.get(pair.left) if cluster.get(pair.left) == cluster.get(pair.right) else None,
        )
        for pair, nli in zip(pairs, scores, strict=True)
    ]


def without_settled(
    pairs: Sequence[CandidatePair],
    claims: Sequence[Claim],
    facts: Sequence[ClaimFacts],
    sources: Sequence[Source],
    settings: Settings,
) -> tuple[CandidatePair, ...]:
    """The pairs that an NLI model can make agree or contradict each other; it need not be asked of the others."""
    evidence = gather_evidence(pairs, [_UNASKED] * len(pairs), claims, facts, (), sources)
    return tuple(pair for pair, item in zip(pairs, evidence, strict=True) if not is_settled(item, settings.verdicts))


def judge_within(evidence: Sequence[PairEvidence], settings: Settings) -> list[PairVerdict]:
    """The pairs of claims of one source that contradict each other beyond doubt."""
    judged = ((item, judge_pair(item, settings.verdicts)) for item in evidence)
    return [verdict for item, verdict in judged if contradicts_itself(item, verdict, settings.verdicts)]


def start_run(version: str, scope: Scope, models: Models, settings: Settings) -> RunInfo:
    """How the run is made, before any stage has run."""
    return RunInfo(
        version=version,
        scope=scope,
        models=(models.parser.info, models.embedder.info, models.nli.info),
        backend=getattr(models.nli, "backend", type(models.nli).__name__),
        settings=settings.model_dump(mode="json"),
        started_at=datetime.now(UTC),
        seconds={},
        calibration=calibration(),
    )
