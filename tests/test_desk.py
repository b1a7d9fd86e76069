"""The pre-publish check with the real models on two small reports: what only the whole line can show."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import pytest

import factcheck
from factcheck import BaselineEntry, BaselineStatus, InputError, Outcome, PipedText, Report, Settings, Severity
from factcheck.schema import SourceRole
from factcheck.settings import with_findings

FIRST = (
    "The Karlin bridge collapsed on Monday. Six people were hurt, the mayor said. "
    'She called it "a rotten old bridge".\n'
)
SECOND = "The Karlin bridge collapsed on Monday. Six people were hurt.\n"
PARAGRAPHS = (
    "The Karlin bridge collapsed on Monday.",
    "Nine people were hurt.",
    'The mayor spoke of "a rusty old bridge" on Monday evening in the town hall of Karlin.',
)


@pytest.fixture(scope="module")
def wires(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wires")
    (folder / "a.txt").write_text(FIRST, encoding="utf-8")
    (folder / "b.txt").write_text(SECOND, encoding="utf-8")
    return folder


def checked(wires: Path, text: str, name: str = "draft.md", settings: Settings | None = None) -> Report:
    return factcheck.check_draft(PipedText(text.encode(), Path(name)), [wires], settings)


def live(report: Report) -> list[str]:
    return sorted(one.rule for one in report.findings if one.suppressed is None and one.severity is not Severity.INFO)


def test_a_piped_draft_is_told_claim_by_claim_and_its_misquotation(wires: Path) -> None:
    report = checked(wires, "\n\n".join(PARAGRAPHS))
    told = {claim.id: claim.text for claim in report.claims}
    outcomes = {told[entry.claim_id]: entry for entry in report.outcomes}
    assert outcomes["The Karlin bridge collapsed on Monday."].outcome is Outcome.AGREES
    assert outcomes["The Karlin bridge collapsed on Monday."].origins == 2
    assert outcomes["Nine people were hurt."].outcome is Outcome.DIFFERS
    assert {"figure-differs", "misquotation"} <= set(live(report))
    (misquoted,) = [one for one in report.findings if one.rule == "misquotation"]
    assert 'nearest is "a rotten old bridge" (a.txt, line 1)' in misquoted.message
    assert misquoted.place is not None
    assert (misquoted.place.path, misquoted.place.line, misquoted.place.column) == ("draft.md", 5, 21)


def test_a_quotation_in_single_marks_is_looked_for_too(wires: Path) -> None:
    report = checked(
        wires, "The mayor called it ‘a rusty old bridge’.\n\nShe wrote ‘a rotten old bridge’ in her diary.\n"
    )
    (misquoted,) = [one for one in report.findings if one.rule == "misquotation"]
    assert 'nearest is "a rotten old bridge" (a.txt, line 1)' in misquoted.message
    assert misquoted.place is not None
    assert (misquoted.place.line, misquoted.place.column) == (1, 22)


def test_a_moved_and_reflowed_paragraph_keeps_its_baseline_and_a_changed_claim_loses_it(
    wires: Path, tmp_path: Path
) -> None:
    first = checked(wires, "\n\n".join(PARAGRAPHS))
    assert live(first)
    made = factcheck.make_baseline(first, None, BaselineEntry(
        rule="x", fingerprint="0" * 24, status=BaselineStatus.ACCEPTED, initials="AH"
    ))  # fmt: skip
    file = tmp_path / "baseline.json"
    file.write_text(factcheck.render_baseline(made), encoding="utf-8")
    settings = with_findings(Settings(), baseline=str(file))
    reflowed = textwrap.fill(PARAGRAPHS[2], 64)
    assert "\n" in reflowed
    moved = checked(wires, f"# A title\n\n{reflowed}\n\n{PARAGRAPHS[1]}\n\n{PARAGRAPHS[0]}\n", "other.md", settings)
    assert live(moved) == []
    assert not factcheck.report_fails(moved, settings)
    assert moved.baseline is not None
    assert moved.baseline.stale == ()
    changed = checked(wires, f"{PARAGRAPHS[0]}\n\nEight people were hurt.\n\n{PARAGRAPHS[2]}", "draft.md", settings)
    assert live(changed) == ["figure-differs"]
    assert changed.baseline is not None
    assert [one.rule for one in changed.baseline.stale] == ["figure-differs"]


@pytest.mark.parametrize("width", [22, 31, 45, 100])
def test_a_baseline_outlasts_wrapping_at_any_width(wires: Path, tmp_path: Path, width: int) -> None:
    first = checked(wires, "\n\n".join(PARAGRAPHS))
    made = factcheck.make_baseline(first, None, BaselineEntry(
        rule="x", fingerprint="0" * 24, status=BaselineStatus.ACCEPTED
    ))  # fmt: skip
    file = tmp_path / "baseline.json"
    file.write_text(factcheck.render_baseline(made), encoding="utf-8")
    text = "\n\n".join(textwrap.fill(words, width) for words in PARAGRAPHS)
    again = checked(wires, text, settings=with_findings(Settings(), baseline=str(file)))
    assert live(again) == []
    assert again.baseline is not None
    assert (again.baseline.matched, again.baseline.stale) == (len(live(first)), ())


def test_ignores_settle_in_a_web_page_too_and_places_are_those_of_its_markup(wires: Path) -> None:
    page = (
        "<!doctype html><html><head><title>The bridge of Karlin</title></head><body><article>\n"
        "<h1>The bridge of Karlin</h1>\n"
        "<p>The Karlin bridge collapsed on Monday. The town talks of nothing else, and the school is closed.</p>\n"
        '<!-- factcheck: ignore[figure-differs] reason="the ministry confirmed nine" -->\n'
        "<p>Nine people were hurt. The town hall gave no further details on Monday evening, and none on Tuesday.</p>\n"
        "</article></body></html>\n"
    )
    report = checked(wires, page, "draft.html")
    (claim,) = [claim for claim in report.claims if claim.text == "Nine people were hurt."]
    assert (claim.line, claim.column) == (5, 4)
    (finding,) = [one for one in report.findings if one.rule == "figure-differs"]
    assert finding.suppressed is not None
    assert finding.suppressed.reason == "the ministry confirmed nine"
    assert not factcheck.report_fails(report)


def test_claims_of_a_file_are_checked_alone_and_what_cannot_be_is_listed(wires: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.txt"
    file.write_text(
        "Nine people were hurt when the Karlin bridge collapsed.\n\nBridge\nThe Karlin bridge collapsed on Monday.\n"
    )
    report = factcheck.check_claims(file, [wires])
    claims = {claim.id: claim for claim in report.claims}
    told = {claims[entry.claim_id].text: (claims[entry.claim_id].line, entry.outcome) for entry in report.outcomes}
    assert {line for line, _ in told.values()} == {1, 4}
    assert (1, Outcome.DIFFERS) in told.values()
    assert told["The Karlin bridge collapsed on Monday."] == (4, Outcome.AGREES)
    assert [one.reason for one in report.skipped if one.path == file.as_posix()] == [
        "line 3 is a single word, which claims nothing"
    ]
    lines = [f"{number} people were hurt when the Karlin bridge collapsed." for number in range(2, 14)]
    file.write_text("\n".join(lines))
    report = factcheck.check_claims(file, [wires])
    claims = {claim.id: claim for claim in report.claims}
    told = [claims[entry.claim_id].line for entry in report.outcomes]
    assert told == sorted(told)
    assert set(told) == set(range(1, 13))
    file.write_text("Bridge\n")
    with pytest.raises(InputError, match="There is no claim to check"):
        factcheck.check_claims(file, [wires])


def test_a_draft_among_the_reports_does_not_confirm_itself(wires: Path, tmp_path: Path) -> None:
    folder = tmp_path / "story"
    shutil.copytree(wires, folder)
    draft = folder / "draft.md"
    draft.write_text("Seven people were hurt when the bridge fell.\n\nThe bridge was opened in 1974.\n")
    piped = PipedText(draft.read_bytes(), draft)
    for given in (draft, folder / ".." / "story" / "draft.md", piped):
        report = factcheck.check_draft(given, [folder])
        assert [Path(one.path).name for one in report.sources if one.role is SourceRole.SOURCE] == ["a.txt", "b.txt"]
        told = {claim.id: claim.text for claim in report.claims}
        outcomes = {told[entry.claim_id]: entry.outcome for entry in report.outcomes}
        assert outcomes["The bridge was opened in 1974."] is Outcome.NOT_FOUND
        reasons = [one.reason for one in report.skipped if one.path == str(folder / "draft.md")]
        assert reasons == ["is the text that is checked, which cannot confirm itself"]
    claims = folder / "claims.txt"
    claims.write_text("The bridge was opened in 1974.\n")
    (entry,) = factcheck.check_claims(claims, [folder / "a.txt", claims]).outcomes
    assert entry.outcome is Outcome.NOT_FOUND
    with pytest.raises(InputError, match="cannot confirm itself"):
        factcheck.check_draft(draft, [draft])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\x00" * 100])
def test_a_draft_that_cannot_be_read_is_an_input_error_however_many_there_are(wires: Path, content: bytes) -> None:
    good = PipedText(b"The bridge fell.", Path("good.md"))
    with pytest.raises(InputError, match=r"^The draft cannot be checked: bad\.md "):
        factcheck.check_drafts([good, PipedText(content, Path("bad.md"))], [wires])
    with pytest.raises(InputError, match="The draft cannot be checked"):
        factcheck.check_drafts([good, wires / "none.md"], [wires])
