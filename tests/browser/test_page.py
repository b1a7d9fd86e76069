"""The page in a real browser: what it shows of the seeds, and what a reader and an editor can do with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
from typer.testing import CliRunner

from factcheck import cli
from factcheck.baselines import read_baseline
from factcheck.render.index import IndexEntry, StoryState, render_index
from factcheck.schema import BaselineStatus, Report, Severity, SkippedInput, Verdict
from tests.browser.chromium import AXE
from tests.browser.conftest import Open, written
from tests.browser.desk_reports import desk_report, hexed, settled_report
from tests.render.reports import POISON, draft_report, poisoned_report

NARROW = {"viewport": {"width": 360, "height": 740}}
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


def squeezed(text: str) -> str:
    return " ".join(text.split())


def shown_items(page: Page) -> Locator:
    return page.locator(".item:not([hidden])")


def in_view(place: Locator) -> bool:
    """Whether the upper edge of an element stands within the window."""
    return bool(place.evaluate("e => { const y = e.getBoundingClientRect().y; return y >= -1 && y < innerHeight; }"))


# --- what stands on the page -----------------------------------------------------------------------------------------


def test_the_page_shows_every_finding_on_the_seeds_with_its_verbatim_quotes(
    open_page: Open, seeds_page: Path, seeds_report: Report
) -> None:
    page = open_page(seeds_page)
    claims = {claim.id: claim for claim in seeds_report.claims}
    findings = [finding for finding in seeds_report.findings if finding.claim_ids]
    assert findings
    blocks = page.evaluate(
        "Array.from(document.querySelectorAll('.item'), item => ["
        " Array.from(item.querySelectorAll('.decision'), d => d.dataset.fingerprint),"
        " Array.from(item.querySelectorAll('a.words'), a => a.textContent)])"
    )
    quotes_of = {print_: set(quotes) for prints, quotes in blocks for print_ in prints}
    for finding in findings:
        wanted = [f"“{claims[name].quote}”" for name in finding.claim_ids[:2]]
        assert set(wanted) <= quotes_of[finding.fingerprint], finding.message


def test_the_first_screen_counts_and_names_what_to_read_first(
    open_page: Open, seeds_page: Path, seeds_report: Report
) -> None:
    page = open_page(seeds_page, viewport={"width": 1280, "height": 900})
    counts = dict.fromkeys(page.locator(".counts li").all_inner_texts())
    told = squeezed(" ".join(counts))
    agreements = sum(finding.rule == "sources-agree" for finding in seeds_report.findings)
    for expected in (
        "contradiction",
        "with a reservation",
        f"{agreements} agreement",
        "of one origin only",
        "origins of",
    ):
        assert expected in told
    entries = page.locator(".first li")
    assert 2 <= entries.count() <= 3
    assert in_view(entries.nth(1))
    contradictions = [one for one in seeds_report.verdicts if one.verdict is Verdict.CONTRADICTION]
    assert ("≠" in entries.first.inner_text() or "differs" in entries.first.inner_text()) or contradictions
    entries.first.locator("a").click()
    assert in_view(page.locator(":target"))


def test_the_bounds_of_a_difference_are_said_in_words_and_drawn(open_page: Open, seeds_page: Path) -> None:
    difference = open_page(seeds_page).locator("#reservations .difference").first
    expect(difference.locator(".reservation")).to_have_text(
        "Both figures can hold: more than 4 years includes 6 years."
    )
    assert difference.locator(".understood").all_inner_texts() == ["more than 4 years", "6 years"]
    picture = difference.get_by_role("img")
    assert "more than 4 years" in (picture.get_attribute("aria-label") or "")
    assert [mark.get_attribute("class") for mark in picture.locator("circle").all()] == ["ring", "dot"]
    difference.get_by_text("The same as a table").click()
    assert "“over four years”" in difference.locator("table").inner_text()


def test_the_matrix_has_a_column_a_source_under_its_origin_and_says_each_stance_in_words(open_page: Open) -> None:
    page = open_page(desk_report())
    table = page.locator(".matrix").first
    assert table.locator("th.origin").evaluate_all("all => all.map(one => one.colSpan)") == [2, 1, 1]
    assert squeezed(table.locator("thead tr").nth(1).inner_text().replace("Source", "")).startswith("A")
    told = {squeezed(row.text_content() or "") for row in table.locator("tbody tr").all()}
    assert any("A differs" in row and "B differs" in row and "silent" in row for row in told), told
    assert any("D differs, with a reservation, quoting a driver" in row for row in told), told
    stances = table.locator("td a").evaluate_all("all => all.map(one => one.textContent.trim())")
    assert stances
    assert all(len(one) > 3 for one in stances), "a cell says nothing without its colour"


def test_the_timeline_puts_sources_in_order_and_names_those_without_a_date(open_page: Open) -> None:
    section = open_page(desk_report()).locator("#timeline")
    assert section.locator("text.name").evaluate_all("all => all.map(one => one.textContent.trim()[0])") == ["A", "B"]
    places = section.locator("circle").evaluate_all("all => all.map(one => one.getBoundingClientRect().x)")
    assert places == sorted(places)
    assert places[0] < places[1]
    assert "No date given" in section.inner_text()
    assert "6 March 2025" in (section.get_by_role("img").get_attribute("aria-label") or "")


# --- moving about ----------------------------------------------------------------------------------------------------


def test_filters_show_what_was_asked_for_and_say_how_much(open_page: Open, seeds_page: Path) -> None:
    page = open_page(seeds_page)
    everything = shown_items(page).count()
    for name, attribute in (("kind", "kind"), ("severity", "severity"), ("source", "sources")):
        box = page.locator(f".filters select[name={name}]")
        for value in box.locator("option").evaluate_all("all => all.map(one => one.value).filter(Boolean)"):
            box.select_option(value)
            shown = shown_items(page).evaluate_all(f"all => all.map(one => one.dataset.{attribute}.split(' '))")
            fitting = page.locator(".item").evaluate_all(
                f"(all, value) => all.filter(one => one.dataset.{attribute}.split(' ').includes(value)).length", value
            )
            assert all(value in given for given in shown)
            assert len(shown) == fitting
            expect(page.locator(".shown")).to_have_text(f"Showing {fitting} of {everything} entries.")
        box.select_option("")
    page.locator(".filters select[name=kind]").select_option("duration")
    assert page.locator("#agreements .no-match").is_visible()
    page.get_by_role("button", name="Show all").click()
    expect(shown_items(page)).to_have_count(everything)


def test_a_permalink_opens_its_finding_and_undoes_a_filter_that_hides_it(open_page: Open, seeds_page: Path) -> None:
    page = open_page(seeds_page)
    link = page.locator("#agreements details").last.locator("a.permalink").get_attribute("href")
    assert link
    direct = open_page(seeds_page, link)
    target = direct.locator(link)
    expect(target).to_have_attribute("open", "")
    assert in_view(target)
    page.locator(".filters select[name=kind]").select_option("duration")
    expect(page.locator(link)).to_be_hidden()
    page.evaluate("hash => { location.hash = hash; }", link)
    expect(page.locator(link).locator("a.words").first).to_be_visible()


def test_a_click_on_a_quote_shows_it_in_the_full_text_with_all_claims_marked(
    open_page: Open, seeds_page: Path, seeds_report: Report
) -> None:
    page = open_page(seeds_page)
    viewer = page.get_by_role("dialog")
    for quote in page.locator(".difference a.words").all()[:2]:
        claim = next(one for one in seeds_report.claims if f"#at-{one.id}" == quote.get_attribute("href"))
        quote.click()
        expect(viewer).to_be_visible()
        here = viewer.locator("mark.here")
        assert "".join(here.all_text_contents()) == claim.quote
        assert in_view(here.first)
        marked = viewer.locator("mark").evaluate_all("all => all.flatMap(one => one.dataset.claims.split(' '))")
        assert set(marked) == {one.id for one in seeds_report.claims if one.source_id == claim.source_id}
        page.keyboard.press("Escape")
        expect(viewer).to_be_hidden()
        expect(quote).to_be_focused()


def test_the_full_text_is_the_text_of_the_source(open_page: Open, seeds_page: Path, seeds_report: Report) -> None:
    page = open_page(seeds_page)
    for place, source in enumerate(seeds_report.sources):
        lines = (
            page.locator(".source-text")
            .nth(place)
            .locator("p")
            .evaluate_all(
                "all => all.map(one => { const copy = one.cloneNode(true);"
                " copy.querySelectorAll('.ref').forEach(ref => ref.remove());"
                " return [one.dataset.line, copy.textContent]; })"
            )
        )
        written = source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert [text for _, text in lines] == [line for line in written if line.strip()]
        assert all(written[int(number) - 1] == text for number, text in lines)


def test_a_mark_in_the_full_text_leads_to_its_finding(open_page: Open, seeds_page: Path) -> None:
    page = open_page(seeds_page)
    page.locator(".difference a.words").first.click()
    note = page.get_by_role("dialog").locator("a.ref").first
    target = note.get_attribute("href") or ""
    note.click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(target)).to_be_visible()
    assert page.evaluate("location.hash") == target


def test_the_page_can_be_used_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(desk_report())
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the findings")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for _ in range(5):
        if page.evaluate("document.activeElement.classList.contains('words')"):
            break
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus cannot be seen"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("dialog mark.here").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_without_scripts_everything_can_be_read_and_a_quote_leads_to_its_text(
    open_page: Open, seeds_page: Path
) -> None:
    page = open_page(seeds_page, java_script_enabled=False)
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.locator(".difference").first).to_be_visible()
    page.locator("#agreements summary").first.click()
    expect(page.locator("#agreements a.words").first).to_be_visible()
    quote = page.locator(".difference a.words").first
    target = page.locator(quote.get_attribute("href") or "")
    quote.click()
    expect(page.locator(".source-text", has=target)).to_have_attribute("open", "")


# --- decisions -------------------------------------------------------------------------------------------------------


def decide(place: Locator, status: str, initials: str = "", note: str = "") -> None:
    place.get_by_role("radio", name=status).check()
    place.get_by_label("Initials").fill(initials)
    place.get_by_label("Note").fill(note)
    place.get_by_label("Note").blur()


def exported(page: Page, path: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Export baseline").click()
    assert download.value.suggested_filename == "factcheck-baseline.json"
    download.value.save_as(path)
    return path


def give(page: Page, content: Any, name: str = "given.json") -> str:
    """Import a file and say what the page says."""
    text = content if isinstance(content, str) else json.dumps(content)
    payload: FilePayload = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    page.locator(".import input").set_input_files(payload)
    message = page.locator(".message")
    expect(message).to_contain_text(name)
    return message.inner_text()


def test_decisions_go_out_as_a_baseline_file_and_come_back(
    open_page: Open, seeds_page: Path, seeds_report: Report, tmp_path: Path
) -> None:
    page = open_page(seeds_page)
    decide(page.locator(".difference .decision").first, "accepted", "AH", "Known; <b>both</b> hold “so far”.")
    agreement = page.locator("#agreements details").first
    agreement.locator("summary").click()
    decide(agreement.locator(".decision"), "dismissed")
    expect(page.locator(".difference .decided").first).to_have_text("Accepted by AH: Known; <b>both</b> hold “so far”.")
    expect(page.locator(".tally")).to_contain_text("2 of")
    page.locator(".filters select[name=decision]").select_option("accepted")
    expect(shown_items(page)).to_have_count(1)

    file = exported(page, tmp_path / "baseline.json")
    entries = {entry.fingerprint: entry for entry in read_baseline(file).entries}
    findings = {finding.fingerprint: finding for finding in seeds_report.findings}
    assert len(entries) == 2
    assert all(findings[name].rule == entry.rule for name, entry in entries.items())
    accepted = next(entry for entry in entries.values() if entry.status is BaselineStatus.ACCEPTED)
    assert (accepted.initials, accepted.note) == ("AH", "Known; <b>both</b> hold “so far”.")
    claims = {claim.id: claim.quote for claim in seeds_report.claims}
    assert list(accepted.quotes) == [claims[name][:500] for name in findings[accepted.fingerprint].claim_ids[:2]]

    fresh = open_page(seeds_page)
    expect(fresh.locator(".tally")).to_contain_text("0 of")
    assert "2 decisions read" in give(fresh, file.read_text(encoding="utf-8"))
    expect(fresh.locator(".difference .decided").first).to_have_text(
        "Accepted by AH: Known; <b>both</b> hold “so far”."
    )
    expect(fresh.locator(".difference").first.get_by_role("radio", name="accepted")).to_be_checked()
    again = exported(fresh, tmp_path / "again.json")
    assert again.read_bytes() == file.read_bytes()


def test_decisions_outlast_a_reload_and_can_be_taken_back(open_page: Open) -> None:
    page = open_page(desk_report())
    decide(page.locator(".difference .decision").first, "accepted", "AH")
    page.reload()
    expect(page.locator(".difference .decided").first).to_have_text("Accepted by AH")
    page.locator(".difference").first.get_by_role("radio", name="open").check()
    page.reload()
    expect(page.locator(".tally")).to_contain_text("0 of")


def test_entries_on_other_findings_are_kept_and_exported_again(open_page: Open, tmp_path: Path) -> None:
    page = open_page(desk_report())
    other = {"rule": "figure-differs", "fingerprint": hexed("other"), "status": "dismissed"}
    said = give(page, {"format": "factcheck-baseline", "version": 1, "entries": [other]})
    assert "1 decision read" in said
    assert "kept and exported again" in said
    (entry,) = read_baseline(exported(page, tmp_path / "baseline.json")).entries
    assert (entry.rule, entry.fingerprint, entry.status.value) == tuple(other.values())


GOOD = {"rule": "figure-differs", "fingerprint": "0" * 24, "status": "accepted"}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{not json", "not valid JSON"),
        ([1], "format"),
        ({"format": "other", "version": 1, "entries": []}, "format"),
        ({"format": "factcheck-baseline", "version": 2, "entries": []}, "version"),
        ({"format": "factcheck-baseline", "version": 1, "entries": [], "more": 1}, "more"),
        ({"format": "factcheck-baseline", "version": 1, "entries": [GOOD, {**GOOD, "status": "fine"}]}, "entry 2"),
        ({"format": "factcheck-baseline", "version": 1, "entries": [{**GOOD, "fingerprint": "xyz"}]}, "fingerprint"),
        ({"format": "factcheck-baseline", "version": 1, "entries": [{**GOOD, "notes": "?"}]}, "notes"),
        ({"format": "factcheck-baseline", "version": 1, "entries": [{**GOOD, "initials": "A" * 21}]}, "initials"),
    ],
)
def test_what_is_no_baseline_is_refused_with_a_sentence(open_page: Open, content: Any, complaint: str) -> None:
    page = open_page(desk_report())
    said = give(page, content)
    assert complaint in said
    assert "Nothing was imported." in said
    expect(page.locator(".tally")).to_contain_text("0 of")
    expect(page.get_by_role("button", name="Export baseline")).to_be_disabled()


def test_what_a_baseline_settles_is_shown_apart_and_not_counted(open_page: Open, tmp_path: Path) -> None:
    report = settled_report()
    page = open_page(report)
    assert squeezed(page.locator(".counts li").first.inner_text()).startswith("0 ")
    expect(page.locator("#settled .decided")).to_have_text("Dismissed by AH: Nine is <b>right</b>.")
    (entry,) = read_baseline(exported(page, tmp_path / "baseline.json")).entries
    assert (entry.fingerprint, entry.note) == (report.findings[0].fingerprint, "Nine is <b>right</b>.")


def test_a_draft_s_findings_can_be_decided_on_too(open_page: Open, tmp_path: Path) -> None:
    page = open_page(desk_report(draft_report()))
    expect(page.locator(".checked")).to_have_count(4)
    decide(page.locator(".checked .decision").first, "accepted", "AH")
    (entry,) = read_baseline(exported(page, tmp_path / "baseline.json")).entries
    assert entry.fingerprint == hexed("aa11")
    page.locator(".filters select[name=kind]").select_option("could not check")
    expect(shown_items(page)).to_have_count(1)


# --- hostile input, small screens, print, accessibility --------------------------------------------------------------


def test_hostile_text_stays_text(open_page: Open) -> None:
    page = open_page(poisoned_report())
    assert page.locator("img, iframe, object").count() == 0
    assert page.locator("script").count() == page.locator("style").count() == 1
    assert POISON in (page.locator(".side .title, .side cite").first.text_content() or "")
    assert squeezed(POISON)[:40] in squeezed(page.locator(".fulltext").first.text_content() or "")
    page.locator(".difference a.words").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.locator("dialog img, dialog script").count() == 0


@pytest.mark.parametrize("fragment", ["", "#%E0%A4%A", "#'\"><img src=x>"])
def test_a_hostile_address_does_nothing(open_page: Open, fragment: str) -> None:
    page = open_page(desk_report(), fragment)
    expect(page.locator("#tools")).to_be_visible()


def test_nothing_is_cut_off_at_360_pixels(open_page: Open, seeds_page: Path) -> None:
    page = open_page(seeds_page, **NARROW)
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    wide = page.evaluate(
        "Array.from(document.querySelectorAll('main *')).filter(one => !one.closest('.scroll, svg')"
        " && !one.closest('.unseen, thead') && one.getBoundingClientRect().right > 361).map(one => one.outerHTML)"
    )
    assert wide == []


def test_print_shows_what_is_folded_and_leaves_the_controls_out(open_page: Open, seeds_page: Path) -> None:
    page = open_page(seeds_page)
    page.emulate_media(media="print")
    for control in ("#tools", ".decide >> nth=0", ".permalink >> nth=0", ".contents", ".source-text >> nth=0"):
        expect(page.locator(control)).to_be_hidden()
    heights = page.locator("#agreements .quotes li").evaluate_all("all => all.map(one => one.clientHeight)")
    assert heights
    assert min(heights) > 0
    assert page.pdf(format="A4").startswith(b"%PDF")
    # A heading with its lead never stands at the foot of a page alone, and nothing speaks of clicks or settings.
    assert page.locator("#reservations .lead").evaluate("e => getComputedStyle(e).breakAfter") == "avoid"
    assert page.locator("#reservations h2").evaluate("e => getComputedStyle(e).breakAfter") == "avoid"
    for told in page.locator(".screen-only").all():
        expect(told).to_be_hidden()


LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "360": NARROW,
}


def violations(page: Page) -> list[str]:
    """What axe-core calls serious or critical."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_no_serious_violation(open_page: Open, seeds_page: Path, look: str) -> None:
    page = open_page(seeds_page, **LOOKS[look])
    assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_none_with_everything_open_either(open_page: Open, look: str) -> None:
    for report in (desk_report(), settled_report(), desk_report(draft_report())):
        page = open_page(report, **LOOKS[look])
        page.evaluate(UNFOLD)
        decide(page.locator(".difference .decision").first, "accepted", "AH", "A note.")
        assert violations(page) == []
        page.locator(".difference a.words").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page) == []


# --- what check and report read back ---------------------------------------------------------------------------------

FIRST = (
    'The Karlin bridge collapsed on Monday. Six people were hurt. The mayor called it "a rotten old bridge".\n\n'
    "The bridge was opened in 1974. It stays closed until May.\n"
)
SECOND = "The Karlin bridge collapsed on Monday. Nine people were hurt. The bridge was opened in 1974.\n"
DESK_DRAFT = (
    "The Karlin bridge collapsed on Monday. Seven people were hurt.\n\n"
    'The mayor called it "a rusty old bridge" and "shameful". It will be rebuilt for 40 million euros.\n\n'
    '<!-- factcheck: ignore[date-differs] reason="none" -->\n'
    "The bridge was opened in 1974.\n"
)


@pytest.fixture
def wires(tmp_path: Path) -> Path:
    folder = tmp_path / "wires"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST, encoding="utf-8")
    (folder / "second.txt").write_text(SECOND, encoding="utf-8")
    (tmp_path / "draft.md").write_text(DESK_DRAFT, encoding="utf-8")
    return folder


def asked(arguments: Sequence[str]) -> tuple[int, Report]:
    result = CliRunner().invoke(cli.app, [*arguments, "--format", "json", "--fail-on", "warning"])
    return result.exit_code, Report.model_validate_json(result.stdout)


@pytest.mark.parametrize("command", ["check", "report"])
def test_what_is_decided_on_the_page_is_settled_in_the_next_run(
    open_page: Open, wires: Path, tmp_path: Path, command: str
) -> None:
    usual = {
        "check": ["check", str(tmp_path / "draft.md"), "--against", str(wires)],
        "report": ["report", str(wires)],
    }[command]
    code, report = asked(usual)
    wanted = {one.fingerprint for one in report.findings if one.severity is not Severity.INFO}
    assert code == 1
    assert wanted
    page = open_page(report)
    page.evaluate(UNFOLD)
    for place in page.locator(".decision").all():
        if place.is_visible():
            decide(place, "dismissed", "AH", "Seen.")
    file = exported(page, tmp_path / "factcheck-baseline.json")
    assert wanted <= {entry.fingerprint for entry in read_baseline(file).entries}
    code, report = asked([*usual, "--baseline", str(file)])
    assert code == 0
    assert {one.fingerprint for one in report.findings if one.suppressed and one.suppressed.initials == "AH"} >= wanted
    assert report.baseline is not None
    assert report.baseline.stale == ()


# --- the index of a batch --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def index_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a story that failed, two that differ, and one with hostile text and a long name."""
    folder = tmp_path_factory.mktemp("batch")
    written(desk_report(), folder / "bridge.html")
    entries = [
        IndexEntry("bridge", StoryState.DONE, desk_report(), None),
        IndexEntry("a-very-long-name-of-a-story-" * 4, StoryState.KEPT, poisoned_report(), None),
        IndexEntry(POISON, StoryState.FAILED, None, POISON),
    ]
    skipped = [SkippedInput(path="day/" + "x" * 120 + ".pdf", stage="ingest", reason="is no folder")]
    path = folder / "index.html"
    path.write_text(render_index("Tuesday", entries, skipped), encoding="utf-8")
    return path


@pytest.mark.parametrize("look", LOOKS)
def test_the_index_of_a_batch_can_be_read_by_everybody(open_page: Open, index_page: Path, look: str) -> None:
    page = open_page(index_page, **LOOKS[look])
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cells = page.locator("tbody tr", has=page.get_by_role("link", name="bridge")).locator("td")
    narrow = look == "360"
    errors = sum(one.severity is Severity.ERROR for one in desk_report().findings)
    assert errors == 1
    told = [squeezed(cell.inner_text()) for cell in cells.all()]
    assert told[0] == ("1 flat contradiction" if narrow else "1")
    assert told[3] == ("4 sources of three origins" if narrow else "4 of three origins")
    expect(page.get_by_text("could not check")).to_be_visible()


def test_the_index_leads_to_the_page_of_a_story(browser: Browser, index_page: Path) -> None:
    page = browser.new_page()
    page.goto(index_page.as_uri())
    page.get_by_role("link", name="bridge").click()
    assert page.url == (index_page.parent / "bridge.html").as_uri()
    page.close()


def test_rows_of_the_index_are_printed_whole(open_page: Open, index_page: Path) -> None:
    page = open_page(index_page)
    page.emulate_media(media="print")
    assert page.locator("tbody tr").first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    assert page.pdf(format="A4").startswith(b"%PDF")
