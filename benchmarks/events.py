#!/usr/bin/env python3
"""Measures whether reports of different events are told apart, and reports of one event kept together.

    python benchmarks/events.py [--stories DIR] [--list-wrong]

Each story folder is one event: it should stay whole. Each two folders are mixed into one: every report should land with
its own event. Events of one kind (folders `18` and `18plus`) are told apart hardest and are counted apart as well.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.sentences import ratio
from benchmarks.stories import DEFAULT_STORIES, story_folders
from factcheck.api import load_models
from factcheck.pipeline import Models, read_claims, read_facts
from factcheck.schema import Claim, ClaimFacts, Source, SourceRole
from factcheck.settings import Settings
from factcheck.stages.events import find_events
from factcheck.stages.ingest import read_sources


@dataclass(frozen=True)
class Folder:
    """The reports of one event, read."""

    name: str
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    facts: tuple[ClaimFacts, ...]
    vectors: NDArray[np.float32]

    @property
    def kind(self) -> str:
        """Folders of one kind of event differ by "plus" only."""
        return self.name.removesuffix("plus")


@dataclass(frozen=True)
class Mixed:
    """How many reports of two mixed folders landed with their own event, of how many."""

    names: tuple[str, str]
    right: int
    reports: int
    same_kind: bool


def read_folder(folder: Path, models: Models, settings: Settings) -> Folder:
    """The reports of a story with all that events are told apart by."""
    sources, _ = read_sources([folder / "sources"], SourceRole.SOURCE, settings.ingest)
    _, claims, _ = read_claims(sources, models.parser)
    facts = read_facts(claims, sources, models.parser)
    vectors = models.embedder.embed([claim.text for claim in claims])
    return Folder(folder.name, tuple(sources), tuple(claims), tuple(facts), vectors)


def mix(one: Folder, other: Folder) -> Mixed:
    """Both folders as one; each folder is stood for by one of the events found, so that most reports land right."""
    found = find_events(
        (*one.sources, *other.sources),
        (*one.claims, *other.claims),
        (*one.facts, *other.facts),
        np.concatenate([one.vectors, other.vectors]),
    )
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for folder in (one, other):
        for source in folder.sources:
            counts[found[source.id]][folder.name] += 1
    named = [event for event in counts if event is not None]
    right = [counts[a][one.name] + counts[b][other.name] for a in named for b in named if a != b]
    whole = [max(count.values()) for count in counts.values()]  # found to be one event: one folder is right at most
    return Mixed(
        (one.name, other.name),
        max([*right, *whole]),
        len(one.sources) + len(other.sources),
        one.kind == other.kind,
    )


def is_whole(folder: Folder) -> bool:
    """Whether all reports of a folder are found to tell of one event."""
    return len(set(find_events(folder.sources, folder.claims, folder.facts, folder.vectors).values())) == 1


def lines(folders: Sequence[Folder], list_wrong: bool) -> list[str]:
    """The figures, one a line."""
    whole = [is_whole(folder) for folder in folders]
    mixed = [mix(one, other) for one, other in combinations(folders, 2)]
    alike = [one for one in mixed if one.same_kind]
    reports = sum(len(folder.sources) for folder in folders)
    found = [
        f"single folders that stay one event       {ratio(sum(whole), len(whole))}  ({reports} reports)",
        f"mixed folders: reports in the right event {ratio(sum(m.right for m in mixed), sum(m.reports for m in mixed))}"
        f"  ({len(mixed)} mixes)",
        f"  of these, two events of one kind        "
        f"{ratio(sum(m.right for m in alike), sum(m.reports for m in alike))}  ({len(alike)} mixes)",
    ]
    if list_wrong:
        found += [f"torn: {folder.name}" for folder, mark in zip(folders, whole, strict=True) if not mark]
        found += [f"{' + '.join(m.names)}: {m.right} of {m.reports}" for m in mixed if m.right < m.reports]
    return found


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=DEFAULT_STORIES, help="folder of annotated stories")
    parser.add_argument(
        "--list-wrong", action="store_true", help="also name the folders that were torn or not told apart"
    )
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Read each folder once, tell events apart, print; 0, or 2 where there are no two stories."""
    args = arguments(argv)
    folders = story_folders(args.stories)
    if len(folders) < 2:
        print(f"There are no two stories in {args.stories}; name a folder of stories with --stories.", file=sys.stderr)
        return 2
    settings = Settings()
    models = load_models(settings.models, settings.cache)
    print("\n".join(lines([read_folder(folder, models, settings) for folder in folders], args.list_wrong)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
