#!/usr/bin/env python3
"""Measures which claims factcheck sets against each other, before anything is judged.

    python -m benchmarks.alignment [--data DIR] [--limit N] [--only superpal|ecbplus] [--list-missed N] [--floors FILE]

SuperPAL (superpal_mn_dev): propositions of a summary aligned to propositions of news reports. The recall is the share
of aligned pairs of which the default settings make a candidate pair. ECB+ (ecbplus_event_dev): pairs of sentences of
two reports that tell of one event; precision and recall of "claims of both stand in one cluster". `--limit` takes that
many reports of each ECB+ event. benchmarks/README.md says how the figures are counted.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.sentences import (
    DEFAULT_DATA,
    Reading,
    candidates_and_clusters,
    evenly,
    f1,
    joined,
    ratio,
    read_documents,
    read_rows,
    words_of,
)
from factcheck.api import load_models
from factcheck.pipeline import Models
from factcheck.schema import Claim
from factcheck.settings import Settings

SUMMARY = "summary"
COVERED = 0.5
"""Share of the words of the shorter of the two from which a claim stands for a proposition."""

Place = tuple[str, int]


@dataclass(frozen=True)
class Aligned:
    """A proposition of the summary and one of a report that say the same, each with its sentence."""

    sentences: tuple[Place, Place]
    propositions: tuple[str, str]


@dataclass(frozen=True)
class Topic:
    """The sentences of a summary and of its reports, and what is aligned between them."""

    documents: Mapping[str, list[str]]
    aligned: tuple[Aligned, ...]


# --- SuperPAL ---------------------------------------------------------------------------------------------------------


def topics_of(rows: Iterable[Mapping[str, Any]]) -> list[Topic]:
    """The topics of SuperPAL rows; a sentence that several rows name stands once."""
    by_topic: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_topic[row["topic"]].append(row)
    return [_topic(own) for own in by_topic.values()]


def _topic(rows: Sequence[Mapping[str, Any]]) -> Topic:
    documents: dict[str, list[str]] = defaultdict(list)
    aligned = []
    for row in rows:
        places = tuple(
            _placed(documents, name, joined(row[f"{side}_sentence"]))
            for name, side in ((SUMMARY, "summary"), (row["doc"], "doc"))
        )
        propositions = (joined(row["summary_span"]), joined(row["doc_span"]))
        aligned.append(Aligned((places[0], places[1]), propositions))
    return Topic(dict(documents), tuple(aligned))


def _placed(documents: dict[str, list[str]], name: str, sentence: str) -> Place:
    if sentence not in documents[name]:
        documents[name].append(sentence)
    return name, documents[name].index(sentence)


def stands_for(claim: Claim, proposition: str) -> bool:
    """Whether at least half of the words of the shorter of the two are words of the other."""
    own, wanted = set(words_of(claim.text)), set(words_of(proposition))
    return bool(own and wanted) and len(own & wanted) >= COVERED * min(len(own), len(wanted))


@dataclass(frozen=True)
class Recall:
    """Of one topic: which aligned pairs are candidates by sentence and by proposition, and how many candidates."""

    by_sentence: tuple[bool, ...]
    by_proposition: tuple[bool, ...]
    candidates: int
    possible: int
    aligned: tuple[Aligned, ...]


def recall_of(topic: Topic, models: Models, settings: Settings) -> Recall:
    """Which aligned pairs of a topic the default line would judge."""
    reading = read_documents(topic.documents, models)
    pairs, _ = candidates_and_clusters(topic.documents, reading, models, settings)
    claims = {claim.id: claim for claim in reading.claims}
    joins: dict[frozenset[Place], list[tuple[Claim, Claim]]] = defaultdict(list)
    for pair in pairs:
        joins[frozenset((reading.sentence_of[pair.left], reading.sentence_of[pair.right]))].append(
            (claims[pair.left], claims[pair.right])
        )
    found = [joins.get(frozenset(item.sentences), []) for item in topic.aligned]
    return Recall(
        by_sentence=tuple(bool(own) for own in found),
        by_proposition=tuple(
            any(_joins(pair, item, reading) for pair in own) for own, item in zip(found, topic.aligned, strict=True)
        ),
        candidates=len(pairs),
        possible=sum(one.source_id != other.source_id for one, other in combinations(reading.claims, 2)),
        aligned=topic.aligned,
    )


def _joins(pair: tuple[Claim, Claim], item: Aligned, reading: Reading) -> bool:
    if reading.sentence_of[pair[0].id] != item.sentences[0]:
        pair = (pair[1], pair[0])
    return all(stands_for(claim, words) for claim, words in zip(pair, item.propositions, strict=True))


def superpal_lines(recalls: Sequence[Recall], list_missed: int) -> Iterator[str]:
    """The figures of all topics together, then the aligned pairs that are no candidates."""
    whole = [
        (mark, item) for recall in recalls for mark, item in zip(recall.by_proposition, recall.aligned, strict=True)
    ]
    sentences = [mark for recall in recalls for mark in recall.by_sentence]
    candidates, possible = sum(r.candidates for r in recalls), sum(r.possible for r in recalls)
    yield f"superpal: aligned propositions among the candidates  {ratio(sum(m for m, _ in whole), len(whole))}"
    yield f"superpal: their sentences among the candidates       {ratio(sum(sentences), len(sentences))}"
    yield f"superpal: candidates among all pairs of claims       {ratio(candidates, possible)}"
    for _, item in [entry for entry in whole if not entry[0]][:list_missed]:
        yield f"missed\n    {item.propositions[0]}\n    {item.propositions[1]}"


def superpal_figures(recalls: Sequence[Recall]) -> dict[str, float]:
    """The figures that are pinned, by name: two recalls, and the share of all pairs of claims that are candidates."""
    propositions = [mark for recall in recalls for mark in recall.by_proposition]
    sentences = [mark for recall in recalls for mark in recall.by_sentence]
    candidates, possible = sum(r.candidates for r in recalls), sum(r.possible for r in recalls)
    return {
        "propositions": sum(propositions) / max(1, len(propositions)),
        "sentences": sum(sentences) / max(1, len(sentences)),
        "candidates": candidates / max(1, possible),
    }


def unheld(figures: Mapping[str, float], floors: Mapping[str, float]) -> Iterator[str]:
    """What falls short of the pinned floors; `max_` before a name makes its floor a ceiling."""
    for name, bound in floors.items():
        value = figures[name.removeprefix("max_")]
        if value > bound if name.startswith("max_") else value < bound:
            yield f"{name.removeprefix('max_')} is {value:.3f}, pinned is {bound:.3f}"


# --- ECB+ -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """Pairs of sentences: those in one cluster of ours, those of one event, and those of both kinds."""

    ours: int = 0
    gold: int = 0
    both: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.ours + other.ours, self.gold + other.gold, self.both + other.both)


def events_of(rows: Iterable[Mapping[str, Any]]) -> dict[Place, set[str]]:
    """The events that each sentence mentions."""
    events: dict[Place, set[str]] = defaultdict(set)
    for row in rows:
        events[row["doc"], row["sent_id"]].add(row["cluster"])
    return events


def count_events(
    documents: Mapping[str, list[str]], events: Mapping[Place, set[str]], models: Models, settings: Settings
) -> Counts:
    """How well clusters join the sentences of one folder's reports that tell of one event; other sentences of the
    reports are read as well, but no pair with one counts."""
    reading = read_documents(documents, models)
    _, clusters = candidates_and_clusters(documents, reading, models, settings)
    annotated = [place for place in sorted(events) if place[0] in documents]
    grouped = [{reading.sentence_of[claim] for claim in cluster.claim_ids} for cluster in clusters]
    ours = {pair for group in grouped for pair in _across(sorted(group & set(annotated)))}
    gold = {pair for pair in _across(annotated) if events[pair[0]] & events[pair[1]]}
    return Counts(len(ours), len(gold), len(ours & gold))


def _across(places: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    return (pair for pair in combinations(places, 2) if pair[0][0] != pair[1][0])


def ecbplus_line(counts: Counts) -> str:
    """Precision, recall and F1 in one line."""
    precision, recall = counts.both / max(1, counts.ours), counts.both / max(1, counts.gold)
    return (
        f"ecb+: sentences of one event in one cluster          precision {ratio(counts.both, counts.ours)}"
        f"  recall {ratio(counts.both, counts.gold)}  F1 {f1(precision, recall):.3f}"
    )


def folders_of(rows: Sequence[Mapping[str, Any]], limit: int | None) -> dict[str, dict[str, list[str]]]:
    """The reports of each ECB+ event (12 and 12plus are two), as lists of sentences by name."""
    by_event: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_event[row["cluster"]].append(row)
    return {
        name: {row["id"]: [joined(sentence) for sentence in row["sentences"]] for row in evenly(own, limit)}
        for name, own in by_event.items()
    }


# --- the command ------------------------------------------------------------------------------------------------------


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of the gzip JSON-lines files")
    parser.add_argument("--limit", type=int, help="only so many reports of each ECB+ event")
    parser.add_argument("--list-missed", type=int, default=0, metavar="N", help="print N aligned pairs that are missed")
    parser.add_argument("--only", choices=("superpal", "ecbplus"), help="one of the two")
    parser.add_argument("--floors", type=Path, help="TOML file; exit 1 when a figure of its [alignment] is not held")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Read, pair, print; 0, or 1 below a floor of SuperPAL, or 2 where the data is not there."""
    args = arguments(argv)
    settings = Settings()
    try:
        superpal = read_rows(args.data / "superpal_mn_dev.jsonl.gz")
        mentions = read_rows(args.data / "ecbplus_event_dev.jsonl.gz")
        reports = read_rows(args.data / "ecbplus_docs_dev.jsonl.gz")
    except FileNotFoundError as error:
        print(f"{error.filename} is not there; name the folder of the data with --data.", file=sys.stderr)
        return 2
    models = load_models(settings.models, settings.cache)
    short: list[str] = []
    if args.only != "ecbplus":
        recalls = [recall_of(topic, models, settings) for topic in topics_of(superpal)]
        print("\n".join(superpal_lines(recalls, args.list_missed)), flush=True)
        floors = tomllib.loads(args.floors.read_text(encoding="utf-8"))["alignment"] if args.floors else {}
        short = list(unheld(superpal_figures(recalls), floors))
    if args.only != "superpal":
        events, total = events_of(mentions), Counts()
        for folder in folders_of(reports, args.limit).values():
            total += count_events(folder, events, models, settings)
        print(ecbplus_line(total))
    for line in short:
        print(f"BELOW FLOOR: {line}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
