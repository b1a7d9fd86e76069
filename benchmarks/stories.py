#!/usr/bin/env python3
"""Runs factcheck over annotated news stories and prints how much of what annotators saw it finds.

    python benchmarks/stories.py [--stories DIR] [--out DIR] [--list-unjudged N] [--score-only] [--floors FILE]

A story is a folder with `sources/*.txt`, several reports of one event, and `gold.jsonl`: pairs of quotes from two of
the reports and what holds between them. What factcheck says of each story is written to OUT/<story>.json in the form of
`factcheck report --format json`. benchmarks/README.md describes the folder and says how the figures are counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_STORIES = ROOT.parent / "shared" / "stories"
DEFAULT_OUT = ROOT / "reports" / "stories"

Pair = frozenset[str]


# --- what a story holds ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quote:
    """A stretch of one source, named by its file's stem; `end` is exclusive."""

    source: str
    start: int
    end: int


@dataclass(frozen=True)
class Gold:
    """What holds between two quotes: kind contradiction, agreement or trap; the rest is of contradictions only."""

    kind: str
    left: Quote
    right: Quote
    type: str = ""
    group: str = ""
    strength: str = ""


@dataclass(frozen=True)
class Story:
    """The texts of one event by file stem, and what annotators say of them."""

    name: str
    texts: Mapping[str, str]
    gold: tuple[Gold, ...]


def read_story(folder: Path) -> Story:
    """The story in `folder`. Raises ValueError where a quote does not stand in its source."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "sources").iterdir())}
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return Story(folder.name, texts, tuple(_gold(json.loads(line), texts) for line in lines if line.strip()))


def _gold(row: Mapping[str, object], texts: Mapping[str, str]) -> Gold:
    left, right = (_quote(row["id"], row[side], texts) for side in ("left", "right"))
    attributes = {name: str(row.get(name, "")) for name in ("type", "group", "strength")}
    return Gold(str(row["kind"]), left, right, **attributes)


def _quote(row_id: object, side: object, texts: Mapping[str, str]) -> Quote:
    assert isinstance(side, dict)
    source, words = Path(side["source"]).stem, side["quote"]
    start = texts[source].find(words)
    if start < 0:
        raise ValueError(f"{row_id}: the quote is not in {source}: {words!r}")
    return Quote(source, start, start + len(words))


# --- what a report says ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What a report says of a story: where its claims stand, and the pairs that it calls agreement or contradiction."""

    claims: Mapping[str, Quote]
    agreements: frozenset[Pair]
    contradictions: frozenset[Pair]

    def covering(self, quote: Quote) -> frozenset[str]:
        """The claims that cover at least half of `quote`."""
        needed = max(1, (quote.end - quote.start) // 2)
        return frozenset(name for name, place in self.claims.items() if _shared(place, quote) >= needed)


def _shared(one: Quote, other: Quote) -> int:
    """Characters that both stretches cover."""
    return min(one.end, other.end) - max(one.start, other.start) if one.source == other.source else 0


def read_said(path: Path) -> Said:
    """What the JSON report at `path` says; more fields than needed are welcome."""
    report = json.loads(path.read_text(encoding="utf-8"))
    stems = {source["id"]: Path(source["path"]).stem for source in report["sources"]}
    claims = {claim["id"]: Quote(stems[claim["source_id"]], claim["start"], claim["end"]) for claim in report["claims"]}
    verdicts = {frozenset((verdict["left"], verdict["right"])): verdict["verdict"] for verdict in report["verdicts"]}
    return Said(claims, _with(verdicts, "agreement"), _with(verdicts, "contradiction"))


def _with(verdicts: Mapping[Pair, str], verdict: str) -> frozenset[Pair]:
    return frozenset(pair for pair, said in verdicts.items() if said == verdict)


# --- the scoreboard --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    def __str__(self) -> str:
        return f"{self.part}/{self.whole} = {self.value:.2f}" if self.whole else "none"

    @property
    def value(self) -> float:
        """The part as a fraction of the whole; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0


def share(marks: Iterable[bool]) -> Share:
    """How many of `marks` are true."""
    listed = list(marks)
    return Share(sum(listed), len(listed))


@dataclass(frozen=True)
class Board:
    """The figures of one story, or of several added up."""

    hard: Share = Share()
    soft: Share = Share()
    precision_judged: Share = Share()
    precision_strict: Share = Share()
    traps_raised: Share = Share()
    agreements_raised: Share = Share()
    agreements: Share = Share()
    by_type: Mapping[str, Share] = field(default_factory=dict)

    def __add__(self, other: Board) -> Board:
        types = {*self.by_type, *other.by_type}
        merged = {name: self.by_type.get(name, Share()) + other.by_type.get(name, Share()) for name in types}
        shares = [column.name for column in fields(self) if column.name != "by_type"]
        return Board(**{name: getattr(self, name) + getattr(other, name) for name in shares}, by_type=merged)

    @property
    def f1(self) -> float:
        """Harmonic mean of the recall of hard disagreements and the strict precision."""
        recall, precision = self.hard.value, self.precision_strict.value
        return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


@dataclass(frozen=True)
class Judged:
    """A gold item with the claims of a report that stand for its two quotes."""

    gold: Gold
    left: frozenset[str]
    right: frozenset[str]

    @property
    def pairs(self) -> frozenset[Pair]:
        """Every pair of claims that would say something of this item."""
        return frozenset(frozenset((one, other)) for one in self.left for other in self.right if one != other)


def judge(story: Story, said: Said) -> tuple[Judged, ...]:
    """The story's gold items, each with the claims that cover its quotes."""
    return tuple(Judged(gold, said.covering(gold.left), said.covering(gold.right)) for gold in story.gold)


def score(judged: Sequence[Judged], said: Said) -> Board:
    """The figures of one story; benchmarks/README.md has the rules."""
    raised = said.contradictions
    true, false = _true_and_false(judged, raised)
    disagreements = _disagreements(judged)
    found = {name: any(item.pairs & raised for item in items) for name, items in disagreements.items()}
    strength = {name: _strength(items) for name, items in disagreements.items()}
    first_type = {name: items[0].gold.type for name, items in disagreements.items()}
    right, wrong = len(raised & true), len(raised & false)
    return Board(
        hard=share(found[name] for name in found if strength[name] == "hard"),
        soft=share(found[name] for name in found if strength[name] == "soft"),
        precision_judged=Share(right, right + wrong),
        precision_strict=Share(right, len(raised)),
        traps_raised=share(bool(item.pairs & raised) for item in _of_kind(judged, "trap")),
        agreements_raised=share(bool(item.pairs & raised) for item in _of_kind(judged, "agreement")),
        agreements=share(bool(item.pairs & said.agreements) for item in _of_kind(judged, "agreement")),
        by_type={
            kind: share(found[name] for name in found if first_type[name] == kind) for kind in set(first_type.values())
        },
    )


def unjudged(judged: Sequence[Judged], said: Said) -> list[Pair]:
    """Pairs called contradictions that no gold item speaks of, in a fixed order."""
    true, false = _true_and_false(judged, said.contradictions)
    return sorted(said.contradictions - true - false, key=sorted)


def _of_kind(judged: Iterable[Judged], kind: str) -> Iterator[Judged]:
    return (item for item in judged if item.gold.kind == kind)


def _disagreements(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The contradictions of each group: one distinct disagreement about one attribute."""
    groups: dict[str, list[Judged]] = {}
    for item in _of_kind(judged, "contradiction"):
        groups.setdefault(item.gold.group, []).append(item)
    return groups


def _strength(items: Iterable[Judged]) -> str:
    return "hard" if any(item.gold.strength == "hard" for item in items) else "soft"


def _true_and_false(judged: Sequence[Judged], raised: frozenset[Pair]) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """The pairs that gold calls a contradiction, and those that it calls something else and never a contradiction.

    Gold lists a few pairs of each disagreement only, so a raised pair is true as well when both of its claims cover
    quotes of one and the same disagreement.
    """
    groups = _disagreements(judged)
    listed = {pair for items in groups.values() for item in items for pair in item.pairs}
    members = [frozenset().union(*(item.left | item.right for item in items)) for items in groups.values()]
    true = frozenset(listed | {pair for pair in raised if any(pair <= group for group in members)})
    others = {pair for item in judged if item.gold.kind != "contradiction" for pair in item.pairs}
    return true, frozenset(others - true)


# --- what is printed -------------------------------------------------------------------------------------------------


def story_line(name: str, board: Board) -> str:
    """One story in one line."""
    raised, judged = board.precision_strict.whole, board.precision_judged
    return (
        f"{name:12} hard {board.hard.part}/{board.hard.whole}  soft {board.soft.part}/{board.soft.whole}"
        f"  flagged {raised} (true {judged.part}, false {judged.whole - judged.part})"
        f"  traps {board.traps_raised.part}/{board.traps_raised.whole}"
        f"  agreements {board.agreements.part}/{board.agreements.whole} (flagged {board.agreements_raised.part})"
    )


def summary(board: Board) -> str:
    """All figures, one a line."""
    raised, judged = board.precision_strict.whole, board.precision_judged.whole
    rows = [
        f"recall of hard disagreements   {board.hard}",
        f"recall of soft disagreements   {board.soft}",
        f"precision on judged pairs      {board.precision_judged}",
        f"strict precision (unlisted = false) {board.precision_strict}",
        f"unjudged contradiction pairs   {raised - judged} of {raised}",
        f"traps raised as contradictions {board.traps_raised}",
        f"agreements raised as contradictions {board.agreements_raised}",
        f"recall of agreements           {board.agreements}",
        f"F1 (hard recall, strict precision) {board.f1:.3f}",
    ]
    rows += [f"recall of disagreements, {kind:9} {board.by_type[kind]}" for kind in sorted(board.by_type)]
    return "\n".join(rows)


def unjudged_lines(story: Story, said: Said, pairs: Iterable[Pair]) -> Iterator[str]:
    """The quotes of each pair, for a person to read."""
    for pair in pairs:
        yield f"unjudged {story.name}"
        for place in (said.claims[name] for name in sorted(pair)):
            words = story.texts[place.source][place.start : place.end].split()
            yield f"    {place.source}: {' '.join(words)}"


def below_floors(board: Board, floors: Mapping[str, float]) -> list[str]:
    """What falls short of the pinned floors; `max_` before a name makes its floor a ceiling."""
    short = []
    for name, bound in floors.items():
        figure = name.removeprefix("max_")
        value = board.f1 if figure == "f1" else getattr(board, figure).value
        if (value > bound) if name.startswith("max_") else (value < bound):
            short.append(f"{figure} is {value:.3f}, pinned is {bound:.3f}")
    return short


# --- the command -----------------------------------------------------------------------------------------------------


def story_folders(stories: Path) -> list[Path]:
    """The folders of `stories` that are annotated stories, sorted."""
    return sorted(path.parent for path in stories.glob("*/gold.jsonl") if (path.parent / "sources").is_dir())


def run_story(folder: Path, out: Path) -> None:
    """Compare the reports of one story and write OUT/<story>.json; says on stderr how long it took."""
    import factcheck  # scoring alone needs no models

    began = time.perf_counter()
    report = factcheck.check_sources([folder / "sources"])
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{folder.name}.json").write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    print(f"{folder.name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def score_story(folder: Path, out: Path, list_unjudged: int) -> Board:
    """Score OUT/<story>.json and print its line."""
    story, said = read_story(folder), read_said(out / f"{folder.name}.json")
    judged = judge(story, said)
    for line in unjudged_lines(story, said, unjudged(judged, said)[:list_unjudged]):
        print(line)
    board = score(judged, said)
    print(story_line(story.name, board))
    return board


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=DEFAULT_STORIES, help="folder of annotated stories")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="where the reports go, or are")
    parser.add_argument("--story", action="append", metavar="NAME", help="this story only; may be repeated")
    parser.add_argument("--list-unjudged", type=int, default=0, metavar="N", help="also print N unlisted pairs a story")
    parser.add_argument("--score-only", action="store_true", help="score the reports in OUT, run nothing")
    parser.add_argument("--floors", type=Path, help="TOML file of floors; exit 1 when a figure is below its own")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run, score, print; 0, or 1 below a floor, or 2 where there are no stories."""
    args = arguments(argv)
    folders = [path for path in story_folders(args.stories) if args.story is None or path.name in args.story]
    if not folders:
        print(
            f"There are no annotated stories in {args.stories}. Name a folder of stories with --stories; "
            "benchmarks/README.md says what such a folder holds and how to make one.",
            file=sys.stderr,
        )
        return 2
    if not args.score_only:
        for folder in folders:
            run_story(folder, args.out)
    board = sum((score_story(folder, args.out, args.list_unjudged) for folder in folders), Board())
    print(summary(board))
    short = (
        below_floors(board, tomllib.loads(args.floors.read_text(encoding="utf-8"))["stories"]) if args.floors else []
    )
    for line in short:
        print(f"BELOW FLOOR: {line}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
