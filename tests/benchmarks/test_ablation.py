"""The ablation on a small written story, with a fake embedder and a fake NLI model that always sees a contradiction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from benchmarks.ablation import (
    DEFAULT,
    HEADINGS,
    MIXED_VARIANTS,
    VARIANTS,
    Case,
    Variant,
    amended_reading,
    bare_both_ways,
    bare_either_way,
    figures_of,
    main,
    mixes,
    read_case,
)
from benchmarks.stories import Share
from factcheck.api import load_models
from factcheck.pipeline import Models, Reading
from factcheck.schema import ModelInfo, NliScores, Verdict
from factcheck.settings import Settings
from tests.builders import WordCountEmbedder, make_nli, make_scores, make_verdict

BRIDGE = {
    "one": "---\ndate: 2025-03-05\n---\n\nSix people were hurt when the Karlin bridge fell on Monday.\n\n"
    "The mayor said that the bridge would be rebuilt.\n\nThe bridge was built in 1964.\n\n"
    "Ada Holm opened an inquiry.\n\nDivers searched the river Aster for cars.\n\nThe river was high.\n",
    "two": "---\ndate: 2025-03-06\n---\n\nNine people were hurt when the Karlin bridge fell on Monday.\n\n"
    "Engineers doubt that it can be rebuilt at all.\n\nThe bridge dates from 1964.\n\n"
    "Ada Holm visited Karlin.\n\nDivers searched the river Aster for hours.\n\nThe river rose in the night.\n",
}
TRAIN = {
    "one": "---\ndate: 2025-05-20\n---\n\nTwo people were hurt when a train left the rails near Doven.\n\n"
    "The train came from Halm.\n\nPassengers climbed out through windows.\n\nTim Ost drove the train.\n\n"
    "A signal had failed on Sunday.\n\nBuses replace trains between Halm and Doven.\n",
    "two": "---\ndate: 2025-05-21\n---\n\nTwo people were hurt when a train left the rails near Doven.\n\n"
    "Tim Ost is an experienced driver.\n\nThe train was going to Doven.\n\nThe signal failed on Sunday.\n\n"
    "Passengers waited for buses to Halm.\n\nWorkers repair the rails.\n",
}
GOLD = {
    "kind": "contradiction",
    "type": "number",
    "group": "g1",
    "strength": "hard",
    "left": {"source": "one", "quote": "Six people were hurt"},
    "right": {"source": "two", "quote": "Nine people were hurt"},
}


class Contrary:
    """Calls every pair a contradiction."""

    info = ModelInfo(role="nli", name="contrary", sha256="3" * 64)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        return [make_scores(contradiction=0.9)] * len(pairs)


def write_story(folder: Path, texts: dict[str, str], gold: list[dict[str, object]]) -> Path:
    (folder / "sources").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "sources" / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = [json.dumps({"id": number, **row}) + "\n" for number, row in enumerate(gold)]
    (folder / "gold.jsonl").write_text("".join(rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def models() -> Models:
    return Models(load_models(Settings().models, Settings().cache).parser, WordCountEmbedder(), Contrary())


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    write_story(tmp_path / "stories" / "7", BRIDGE, [GOLD])
    write_story(tmp_path / "stories" / "7plus", TRAIN, [])
    return tmp_path / "stories"


@pytest.fixture
def bridge(stories: Path, models: Models) -> Case:
    return read_case([stories / "7"], models, Settings())


def variant(words: str) -> Variant:
    return next(one for one in VARIANTS if words in one.name)


def mondays(reading: Reading) -> list[date | None]:
    """The dates that "on Monday" was understood as."""
    return [time.start for facts in reading.facts for time in facts.times if "Monday" in time.text]


def test_what_is_left_out_is_left_out_and_nothing_else(bridge: Case, models: Models) -> None:
    as_read = amended_reading(bridge, DEFAULT, models)
    assert (as_read.claims, as_read.facts) == (bridge.reading.claims, bridge.reading.facts)
    assert any(claim.speaker for claim in as_read.claims)
    assert all(mondays(as_read))

    unsaid = amended_reading(bridge, variant("attribution"), models)
    assert not any(claim.speaker or claim.quoted for claim in unsaid.claims)
    assert [claim.text for claim in unsaid.claims] == [claim.text for claim in as_read.claims]
    assert mondays(unsaid) == mondays(as_read)

    undated = amended_reading(bridge, variant("anchoring"), models)
    assert undated.claims == as_read.claims
    assert not any(mondays(undated))
    assert len(mondays(undated)) == len(mondays(as_read)) > 0


def test_the_bare_model_is_taken_at_its_word() -> None:
    torn = make_verdict(nli=make_nli(make_scores(contradiction=0.8), make_scores(entailment=0.9)))
    sure = make_verdict(nli=make_nli(make_scores(contradiction=0.8), make_scores(contradiction=0.6)))
    follows = make_verdict(nli=make_nli(make_scores(entailment=0.8), make_scores(entailment=0.6)))
    assert [bare_either_way(one) for one in (torn, sure, follows)] == [
        Verdict.CONTRADICTION,
        Verdict.CONTRADICTION,
        Verdict.AGREEMENT,
    ]
    assert [bare_both_ways(one) for one in (torn, sure, follows)] == [
        Verdict.NEUTRAL,
        Verdict.CONTRADICTION,
        Verdict.AGREEMENT,
    ]


def test_a_model_that_sees_contradictions_everywhere_is_held_back_by_the_facts(bridge: Case, models: Models) -> None:
    found = figures_of([bridge], VARIANTS, models, Settings())
    assert list(found) == [one.name for one in VARIANTS]
    assert {name: figures.board.hard for name, figures in found.items()} == dict.fromkeys(found, Share(1, 1))
    raised = {name: figures.board.precision_strict.whole for name, figures in found.items()}
    assert raised["facts alone"] == 1
    assert raised[DEFAULT.name] < raised["NLI alone, both directions"]
    assert found["NLI alone, both directions"].flat == raised["NLI alone, both directions"]


def test_only_the_event_scope_keeps_two_events_in_one_folder_apart(stories: Path, models: Models) -> None:
    pairs = mixes([stories / "7", stories / "7plus"])
    assert pairs == [(stories / "7", stories / "7plus")]
    mixed = read_case(pairs[0], models, Settings())
    assert set(mixed.names.values()) == {"7/one", "7/two", "7plus/one", "7plus/two"}
    kept, dropped = figures_of([mixed], MIXED_VARIANTS, models, Settings()).values()
    assert kept.board.hard == dropped.board.hard == Share(1, 1)
    assert kept.board.precision_strict.whole < dropped.board.precision_strict.whole


def test_the_command_writes_the_page_that_it_prints(
    stories: Path, models: Models, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "page.md"
    assert main(["--stories", str(stories), "--no-mixed", "--write"], models, target) == 0
    printed = capsys.readouterr().out
    assert printed.strip() == target.read_text(encoding="utf-8").strip()
    rows = [line for line in printed.splitlines() if line.startswith("|")]
    assert len(rows) == len(VARIANTS) + 2
    assert all(row.count("|") == len(HEADINGS) + 1 for row in rows)
    assert "| **both (default)** |" in printed


def test_no_stories_are_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--stories", str(tmp_path)]) == 2
    assert "--stories" in capsys.readouterr().err
