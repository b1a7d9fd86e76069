#!/usr/bin/env python3
"""What each part of factcheck is worth: the development stories with one part left out at a time, as one table.

    python -m benchmarks.ablation [--stories DIR] [--story NAME] [--no-mixed] [--write]

Every row is the real line (`pipeline.read_all`, `pipeline.compare_reading`) with one thing changed at its seams: the
NLI model behind its port, what was read of the claims, or a setting. A second table mixes each two stories of one kind
of event ("18" and "18plus") into one folder, where telling events apart matters. With --write both go to
docs/ablation.md. benchmarks/README.md says how the figures are counted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from benchmarks.stories import DEFAULT_STORIES, Board, Quote, Said, Story, judge, read_story, score, story_folders
from factcheck.api import load_models
from factcheck.pipeline import Models, Reading, Stages, compare_reading, read_all, read_facts, start_run
from factcheck.ports import NliScorer
from factcheck.schema import Claim, ModelInfo, NliScores, PairVerdict, Report, Scope, Source, SourceRole, Verdict
from factcheck.settings import Settings
from factcheck.stages.ingest import read_sources

TARGET = Path(__file__).resolve().parent.parent / "docs" / "ablation.md"
CALLED = 0.5
"""Probability from which the bare model is taken at its word."""


# --- what can be changed ---------------------------------------------------------------------------------------------


class Undecided:
    """An NLI model that calls every pair neutral: what is found then, the facts and the likeness of words find."""

    info = ModelInfo(role="nli", name="none", sha256="0" * 64)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        """Neutral, for each pair."""
        return [NliScores(entailment=0.0, neutral=1.0, contradiction=0.0)] * len(pairs)


def bare_either_way(verdict: PairVerdict) -> Verdict:
    """What the NLI model alone says where one direction is enough; a contradiction goes before an entailment."""
    both = (verdict.nli.left_to_right, verdict.nli.right_to_left)
    return _called(max(s.contradiction for s in both), max(s.entailment for s in both))


def bare_both_ways(verdict: PairVerdict) -> Verdict:
    """What the NLI model alone says where both directions must say it."""
    both = (verdict.nli.left_to_right, verdict.nli.right_to_left)
    return _called(min(s.contradiction for s in both), min(s.entailment for s in both))


def _called(contradiction: float, entailment: float) -> Verdict:
    if contradiction >= CALLED:
        return Verdict.CONTRADICTION
    return Verdict.AGREEMENT if entailment >= CALLED else Verdict.NEUTRAL


def without_speakers(claims: Sequence[Claim]) -> list[Claim]:
    """The claims as if every source said everything itself, in its own words."""
    return [claim.model_copy(update={"speaker": None, "quoted": False}) for claim in claims]


def without_dates(sources: Sequence[Source]) -> list[Source]:
    """The sources as if none said when it was published, so that "on Monday" has no date."""
    return [source.model_copy(update={"published_at": None}) for source in sources]


def across_events(settings: Settings) -> Settings:
    """The settings with reports of different events compared too."""
    return settings.model_copy(update={"pairing": settings.pairing.model_copy(update={"across_events": True})})


@dataclass(frozen=True)
class Variant:
    """One row: what is changed of the line; as given, it is the line as it is shipped.

    `claims` and `sources` change what the facts are read from; `verdict` reads another verdict out of a judged pair.
    """

    name: str
    nli: Callable[[NliScorer], NliScorer] = lambda scorer: scorer
    claims: Callable[[Sequence[Claim]], Sequence[Claim]] = lambda claims: claims
    sources: Callable[[Sequence[Source]], Sequence[Source]] = lambda sources: sources
    settings: Callable[[Settings], Settings] = lambda settings: settings
    verdict: Callable[[PairVerdict], Verdict] = lambda verdict: verdict.verdict


DEFAULT = Variant("both (default)")
VARIANTS = (
    Variant("NLI alone, one direction is enough", verdict=bare_either_way),
    Variant("NLI alone, both directions", verdict=bare_both_ways),
    Variant("facts alone", nli=lambda _: Undecided()),
    DEFAULT,
    Variant("both, without attribution", claims=without_speakers),
    Variant("both, without anchoring of times", sources=without_dates),
    Variant("both, without event scope", settings=across_events),
)
MIXED_VARIANTS = (DEFAULT, VARIANTS[-1])


# --- running ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """Reports that are compared, what was read from them, and what annotators say; `names` are those of the gold."""

    story: Story
    sources: tuple[Source, ...]
    reading: Reading
    names: Mapping[str, str]


def read_case(folders: Sequence[Path], models: Models, settings: Settings) -> Case:
    """The reports of one story, or of several mixed into one folder; names of files stay apart by their story's."""
    stories = [read_story(folder) for folder in folders]
    sources: list[Source] = []
    names: dict[str, str] = {}
    for folder in folders:
        own, _ = read_sources([folder / "sources"], SourceRole.SOURCE, settings.ingest)
        sources += own
        names |= {source.id: f"{folder.name}/{Path(source.path).stem}" for source in own}
    ordered = tuple(sorted(sources, key=lambda source: (source.path, source.id)))
    return Case(_mixed(stories), ordered, read_all(ordered, models, Stages(None)), names)


def _mixed(stories: Sequence[Story]) -> Story:
    """Several stories as one; sources and groups of disagreements are named by their story too."""
    texts = {f"{story.name}/{name}": text for story in stories for name, text in story.texts.items()}
    gold = [
        replace(
            item,
            left=replace(item.left, source=f"{story.name}/{item.left.source}"),
            right=replace(item.right, source=f"{story.name}/{item.right.source}"),
            group=f"{story.name}/{item.group}",
        )
        for story in stories
        for item in story.gold
    ]
    return Story(" with ".join(story.name for story in stories), texts, tuple(gold))


@dataclass(frozen=True)
class Figures:
    """What is counted for one row; `flat` are the pairs raised without a reservation."""

    board: Board = field(default_factory=Board)
    flat: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.board + other.board, self.flat + other.flat)


def run_case(case: Case, variant: Variant, models: Models, settings: Settings) -> Figures:
    """The figures of one story by one variant."""
    amended = variant.settings(settings)
    run = start_run("ablation", Scope.SOURCES, models, amended)
    reading = amended_reading(case, variant, models)
    nli = variant.nli(models.nli)
    report = compare_reading(reading, case.sources, Scope.SOURCES, nli, amended, run, Stages(None))
    said = said_of(report, variant, case.names)
    reserved = {frozenset((one.left, one.right)) for one in report.verdicts if one.qualifier is not None}
    flat = len(said.contradictions - reserved) if variant.verdict is DEFAULT.verdict else len(said.contradictions)
    return Figures(score(judge(case.story, said), said), flat)


def amended_reading(case: Case, variant: Variant, models: Models) -> Reading:
    """What was read, with the facts read anew from what the variant leaves of claims and sources."""
    claims = list(variant.claims(case.reading.claims))
    facts = read_facts(claims, variant.sources(case.sources), models.parser)
    return replace(case.reading, claims=claims, facts=facts)


def said_of(report: Report, variant: Variant, names: Mapping[str, str]) -> Said:
    """What a report says by the variant's reading of its verdicts."""
    claims = {claim.id: Quote(names[claim.source_id], claim.start, claim.end) for claim in report.claims}
    verdicts = {frozenset((one.left, one.right)): variant.verdict(one) for one in report.verdicts}
    called = {
        word: frozenset(pair for pair, verdict in verdicts.items() if verdict is word)
        for word in (Verdict.AGREEMENT, Verdict.CONTRADICTION)
    }
    return Said(claims, called[Verdict.AGREEMENT], called[Verdict.CONTRADICTION])


def figures_of(
    cases: Iterable[Case], variants: Sequence[Variant], models: Models, settings: Settings
) -> dict[str, Figures]:
    """The figures of each variant over all cases together, in the order of the variants."""
    found = {variant.name: Figures() for variant in variants}
    for case in cases:
        for variant in variants:
            found[variant.name] += run_case(case, variant, models, settings)
        print(f"{case.story.name}: {len(variants)} variants", file=sys.stderr, flush=True)
    return found


def mixes(folders: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Each two stories of one kind of event: folders whose names differ by "plus" only."""
    kind = {folder: folder.name.removesuffix("plus") for folder in folders}
    return [(one, other) for one, other in combinations(folders, 2) if kind[one] == kind[other]]


# --- what is printed -------------------------------------------------------------------------------------------------

HEADINGS = (
    "",
    "hard recall",
    "soft recall",
    "pairs raised",
    "of them flat",
    "strict precision",
    "judged precision",
    "traps raised",
    "agreements raised",
    "agreements found",
    "F1",
)


def table(found: Mapping[str, Figures]) -> str:
    """A Markdown table, a row a variant; the default row is bold."""
    rows = [_row(name, figures) for name, figures in found.items()]
    marked = [[f"**{cell}**" for cell in row] if row[0] == DEFAULT.name else row for row in rows]
    lines = [HEADINGS, ["---", *["---:"] * (len(HEADINGS) - 1)], *marked]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(name: str, figures: Figures) -> list[str]:
    board = figures.board
    shares = (board.precision_strict, board.precision_judged, board.traps_raised, board.agreements_raised)
    return [
        name,
        str(board.hard),
        str(board.soft),
        str(board.precision_strict.whole),
        str(figures.flat),
        *(str(share) for share in shares),
        str(board.agreements),
        f"{board.f1:.3f}",
    ]


def page(
    stories: Mapping[str, Figures], mixed: Mapping[str, Figures], of: tuple[int, Sequence[str]], model: str
) -> str:
    """The Markdown page; `of` is the number of stories and the names of the mixes."""
    number, names = of
    return "\n".join(_page_lines(table(stories), table(mixed) if names else None, number, names, model)) + "\n"


def _page_lines(stories: str, mixed: str | None, number: int, names: Sequence[str], model: str) -> Iterator[str]:
    yield "# What each part is worth"
    yield ""
    yield "Written by `python -m benchmarks.ablation --write`; benchmarks/README.md says how the figures are counted."
    yield f"Model: {model}. One part is left out at a time, on {number} development stories:"
    yield ""
    yield stories
    yield ""
    yield f"- **NLI alone** takes the model at its word from a probability of {CALLED:g} on, over the same pairs."
    yield "- **Facts alone** has an NLI model that calls every pair neutral; the weights were fitted with a real one."
    yield "- **Without attribution** every source says everything itself: no speakers, no quotations. A dispute of two"
    yield "  people is then told as one of two outlets; the counts do not see that, only what else is raised or not."
    yield '- **Without anchoring** no source says when it was published: no weekday and no "last month" has a date.'
    yield "- **Without event scope** reports of different events are compared too; each story is one event, so that it"
    yield "  shows only where two are mixed."
    if mixed is not None:
        yield ""
        yield f"Stories of one kind of event, two in one folder ({', '.join(names)}):"
        yield ""
        yield mixed


# --- the command -----------------------------------------------------------------------------------------------------


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=DEFAULT_STORIES, help="folder of annotated stories")
    parser.add_argument("--story", action="append", metavar="NAME", help="this story only; may be repeated")
    parser.add_argument("--no-mixed", action="store_true", help="leave out the stories that are mixed two and two")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.relative_to(TARGET.parent.parent)}")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None, models: Models | None = None, target: Path = TARGET) -> int:
    """Run each variant, print the tables; 0, or 2 where there are no stories."""
    args = arguments(argv)
    folders = [path for path in story_folders(args.stories) if args.story is None or path.name in args.story]
    if not folders:
        print(f"There are no such stories in {args.stories}; name a folder of stories with --stories.", file=sys.stderr)
        return 2
    settings = Settings()
    models = models or load_models(settings.models, settings.cache)
    single = figures_of((read_case([folder], models, settings) for folder in folders), VARIANTS, models, settings)
    two = [] if args.no_mixed else mixes(folders)
    mixed = figures_of((read_case(pair, models, settings) for pair in two), MIXED_VARIANTS, models, settings)
    names = [" with ".join(folder.name for folder in pair) for pair in two]
    told = page(single, mixed, (len(folders), names), f"{models.nli.info.name} {models.nli.info.sha256[:12]}")
    print(told)
    if args.write:
        target.write_text(told, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
