"""The scoreboard, on a small invented story whose figures can be counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.stories import Board, Share, below_floors, main, read_story

TEXTS = {
    "one": "The bridge fell on Monday. Six people were hurt. The mayor resigned. It rained.",
    "two": "The bridge fell on Tuesday. Nine people were hurt. The mayor stepped down. It was dry.",
    "three": "Six people were injured. Two divers were hurt in the search. About ten cars sank.",
    "four": "A dozen cars sank. Nine were wounded.",
}
# kind, left, right, then type, group and strength of contradictions
GOLD = [
    ("contradiction", ("one", "on Monday"), ("two", "on Tuesday"), "date", "g1", "hard"),
    ("contradiction", ("one", "Six people were hurt"), ("two", "Nine people were hurt"), "number", "g2", "soft"),
    ("contradiction", ("three", "Six people were injured"), ("four", "Nine were wounded"), "number", "g2", "hard"),
    ("contradiction", ("three", "About ten cars sank"), ("four", "A dozen cars sank"), "number", "g3", "soft"),
    ("agreement", ("one", "The mayor resigned"), ("two", "The mayor stepped down")),
    ("agreement", ("one", "Six people were hurt"), ("three", "Six people were injured")),
    ("trap", ("one", "Six people were hurt"), ("three", "Two divers were hurt")),
    ("trap", ("two", "Nine people were hurt"), ("three", "Two divers were hurt")),
]
CLAIMS = {
    "fell-mon": ("one", "The bridge fell on Monday."),
    "hurt-1": ("one", "Six people were hurt."),
    "resigned": ("one", "The mayor resigned."),
    "rained": ("one", "It rained."),
    "fell-tue": ("two", "The bridge fell on Tuesday."),
    "hurt-2": ("two", "Nine people were hurt."),
    "bare-2": ("two", "Nine"),  # less than half of the quote
    "stepped": ("two", "The mayor stepped down."),
    "dry": ("two", "It was dry."),
    "hurt-3": ("three", "Six people were injured."),
    "divers": ("three", "Two divers were hurt in the search."),
    "hurt-4": ("four", "Nine were wounded."),
}
VERDICTS = [
    ("contradiction", "hurt-1", "hurt-2"),  # listed, so true
    ("contradiction", "hurt-1", "hurt-4"),  # not listed, but both of the disagreement g2: true
    ("contradiction", "divers", "hurt-1"),  # a trap: false
    ("contradiction", "dry", "rained"),  # nobody speaks of it
    ("contradiction", "bare-2", "hurt-3"),  # covers too little of any quote: nobody speaks of it
    ("agreement", "resigned", "stepped"),
    ("neutral", "fell-mon", "fell-tue"),  # so the hard disagreement g1 is missed
    ("agreement", "divers", "hurt-2"),
]


def quote(source: str, words: str) -> dict[str, str]:
    return {"source": f"{source}.txt", "quote": words}


def write_story(folder: Path) -> Path:
    (folder / "sources").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "sources" / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = []
    for number, (kind, left, right, *rest) in enumerate(GOLD):
        row: dict[str, object] = {"id": number, "kind": kind, "left": quote(*left), "right": quote(*right)}
        rows.append(row | dict(zip(("type", "group", "strength"), rest, strict=False)))
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def write_report(path: Path) -> None:
    claims = []
    for name, (source, words) in CLAIMS.items():
        start = TEXTS[source].index(words)
        claims.append({"id": name, "source_id": f"s-{source}", "start": start, "end": start + len(words)})
    report = {
        "sources": [{"id": f"s-{name}", "path": f"somewhere/{name}.txt"} for name in TEXTS],
        "claims": claims,
        "verdicts": [{"verdict": verdict, "left": left, "right": right} for verdict, left, right in VERDICTS],
    }
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(report), encoding="utf-8")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    write_story(tmp_path / "stories" / "bridge")
    write_report(tmp_path / "out" / "bridge.json")
    return tmp_path / "stories", tmp_path / "out"


def scored(folders: tuple[Path, Path], *more: str) -> int:
    stories, out = folders
    return main(["--stories", str(stories), "--out", str(out), "--score-only", *more])


def test_the_figures_are_those_counted_by_hand(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    scored(folders)
    assert capsys.readouterr().out.splitlines() == [
        "bridge       hard 1/2  soft 0/1  flagged 5 (true 2, false 1)  traps 1/2  agreements 1/2 (flagged 0)",
        "recall of hard disagreements   1/2 = 0.50",
        "recall of soft disagreements   0/1 = 0.00",
        "precision on judged pairs      2/3 = 0.67",
        "strict precision (unlisted = false) 2/5 = 0.40",
        "unjudged contradiction pairs   2 of 5",
        "traps raised as contradictions 1/2 = 0.50",
        "agreements raised as contradictions 0/2 = 0.00",
        "recall of agreements           1/2 = 0.50",
        "F1 (hard recall, strict precision) 0.444",
        "recall of disagreements, date      0/1 = 0.00",
        "recall of disagreements, number    1/2 = 0.50",
    ]


def test_unlisted_pairs_are_listed_with_their_words(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    scored(folders, "--list-unjudged", "9")
    listed = capsys.readouterr().out.split("bridge       hard")[0]
    assert listed.count("unjudged bridge") == 2
    assert "one: It rained." in listed
    assert "two: It was dry." in listed
    assert "Two divers" not in listed


def test_a_floor_that_is_not_met_fails(folders: tuple[Path, Path], tmp_path: Path) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text(
        "[stories]\nhard = 0.5\nprecision_strict = 0.4\nmax_traps_raised = 0.5\nf1 = 0.44\n", encoding="utf-8"
    )
    assert scored(folders, "--floors", str(floors)) == 0
    floors.write_text("[stories]\nhard = 0.51\n", encoding="utf-8")
    assert scored(folders, "--floors", str(floors)) == 1


def test_a_ceiling_is_named_when_it_is_broken() -> None:
    board = Board(traps_raised=Share(1, 10))
    assert below_floors(board, {"max_traps_raised": 0.1}) == []
    assert below_floors(board, {"max_traps_raised": 0.05}) == ["traps_raised is 0.100, pinned is 0.050"]


def test_boards_add_up() -> None:
    one = Board(hard=Share(1, 2), by_type={"date": Share(1, 1)})
    other = Board(hard=Share(0, 3), by_type={"date": Share(0, 2), "place": Share(1, 1)})
    both = one + other
    assert both.hard == Share(1, 5)
    assert both.by_type == {"date": Share(1, 3), "place": Share(1, 1)}


def test_a_folder_without_stories_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--stories", str(tmp_path / "nowhere")]) == 2
    said = capsys.readouterr().err
    assert "no annotated stories" in said
    assert "benchmarks/README.md" in said


def test_a_quote_that_is_not_in_its_source_is_an_error(tmp_path: Path) -> None:
    story = write_story(tmp_path / "bridge")
    (story / "sources" / "one.txt").write_text("Another text altogether.", encoding="utf-8")
    with pytest.raises(ValueError, match="the quote is not in one"):
        read_story(story)
