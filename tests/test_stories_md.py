"""Stories that a journalist can read: sources, and what factcheck should make of them, by the real pipeline.

A story is a Markdown file in tests/stories: a heading of the second level for each source ("## Name (date)"), then
"## Expected" with a line for each expectation:

    - differs: "a quote" / "another" (kind number, qualifier bounds)
    - agrees: "a quote" / "another"
    - silent: "a quote" / "another"
    - compatible: "a quote" / "another"

"differs" is a contradiction, of that kind and with that qualifier where they are given; "agrees" is an agreement
without a contradiction; "silent" is neither; "compatible" is anything but a contradiction without a reservation.
A quote may be any part of a claim's quote. Two claims that no line calls different must not contradict each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from factcheck import check_sources
from factcheck.schema import PairVerdict, Report, Verdict

FOLDER = Path(__file__).resolve().parent / "stories"
STORIES = sorted(path.stem for path in FOLDER.glob("*.md"))

_LINE = re.compile(r'- (differs|agrees|silent|compatible): "(.+?)" / "(.+?)"(?: \((.+)\))?')


@dataclass(frozen=True)
class Expectation:
    """One line of a story."""

    line: str
    word: str
    left: str
    right: str
    kind: str | None = None
    qualifier: str | None = None


def sections_of(path: Path) -> dict[str, str]:
    """The text under each heading of the second level."""
    _, *parts = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {heading.strip(): body.strip() for heading, body in (part.split("\n", 1) for part in parts)}


def expectations_of(path: Path) -> list[Expectation]:
    lines = [line for line in sections_of(path)["Expected"].splitlines() if line]
    return [_expectation(line) for line in lines]


def _expectation(line: str) -> Expectation:
    found = _LINE.fullmatch(line.strip())
    assert found, f"cannot be read: {line}"
    word, left, right, given = found.groups()
    named = dict(part.split() for part in (given or "").split(", ") if part)
    assert set(named) <= {"kind", "qualifier"}, line
    return Expectation(line, word, left, right, named.get("kind"), named.get("qualifier"))


def write_sources(path: Path, folder: Path) -> None:
    for heading, body in sections_of(path).items():
        if heading == "Expected":
            continue
        name, date = re.fullmatch(r"(.+?)(?: \((\d{4}-\d\d-\d\d)\))?", heading).groups()  # type: ignore[union-attr]
        header = f"---\ntitle: {name}\n" + (f"date: {date}\n" if date else "") + "---\n\n"
        (folder / f"{name}.md").write_text(f"{header}{body}\n", encoding="utf-8")


@cache
def report_of(path: Path, folder: Path) -> Report:
    write_sources(path, folder)
    return check_sources([folder])


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stories")


def told(path: Path, folders: Path) -> Report:
    """The report on a story, made once."""
    folder = folders / path.stem
    folder.mkdir(exist_ok=True)
    return report_of(path, folder)


def claims_with(report: Report, quote: str) -> set[str]:
    """The claims whose quote holds `quote`, wherever its lines break."""
    found = {claim.id for claim in report.claims if quote in " ".join(claim.quote.split())}
    assert found, f'no claim holds "{quote}"; the claims are {[claim.quote for claim in report.claims]}'
    return found


def between(report: Report, left: str, right: str) -> list[PairVerdict]:
    """The verdicts between claims that hold the one quote and claims that hold the other."""
    ours, theirs = claims_with(report, left), claims_with(report, right)
    return [
        one
        for one in report.verdicts
        if (one.left in ours and one.right in theirs) or (one.right in ours and one.left in theirs)
    ]


def meets(expected: Expectation, verdicts: list[PairVerdict]) -> bool:
    agreements = [one for one in verdicts if one.verdict is Verdict.AGREEMENT]
    contradictions = [one for one in verdicts if one.verdict is Verdict.CONTRADICTION]
    if expected.word == "agrees":
        return bool(agreements) and not contradictions
    if expected.word == "silent":
        return not agreements and not contradictions
    if expected.word == "compatible":
        return all(one.qualifier for one in contradictions)
    return any(
        expected.kind in {None, one.kind} and expected.qualifier in {None, one.qualifier} for one in contradictions
    )


def in_words(report: Report, verdicts: list[PairVerdict]) -> str:
    text = {claim.id: claim.text for claim in report.claims}
    return "\n".join(
        f"{one.verdict.value} {one.kind} {one.qualifier} ({one.reason}): {text[one.left]} || {text[one.right]}"
        for one in verdicts
    )


LINES = [
    pytest.param(story, expected, id=f"{story}: {expected.line[2:]}")
    for story in STORIES
    for expected in expectations_of(FOLDER / f"{story}.md")
]


@pytest.mark.parametrize(("story", "expected"), LINES)
def test_story(folders: Path, story: str, expected: Expectation) -> None:
    report = told(FOLDER / f"{story}.md", folders)
    verdicts = between(report, expected.left, expected.right)
    assert meets(expected, verdicts), in_words(report, verdicts) or "the two were not compared"


@pytest.mark.parametrize("story", STORIES)
def test_nothing_else_is_called_different(folders: Path, story: str) -> None:
    path = FOLDER / f"{story}.md"
    report = told(path, folders)
    covered = [
        {one.left, one.right}
        for expected in expectations_of(path)
        if expected.word in {"differs", "compatible"}
        for one in between(report, expected.left, expected.right)
    ]
    called = [one for one in report.verdicts if one.verdict is Verdict.CONTRADICTION]
    unexpected = [one for one in called if {one.left, one.right} not in covered]
    assert not unexpected, in_words(report, unexpected)


@pytest.mark.parametrize("story", STORIES)
def test_sources_of_a_story_are_independent(folders: Path, story: str) -> None:
    """Copies are not compared with one another, so that every "silent" would hold."""
    origins = [source.origin_id for source in told(FOLDER / f"{story}.md", folders).sources]
    assert len(set(origins)) == len(origins)


def test_there_are_stories() -> None:
    assert len(STORIES) >= 3
