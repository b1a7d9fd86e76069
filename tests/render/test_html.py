from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from factcheck.render import html, render_report
from factcheck.schema import Report
from tests.builders import make_report
from tests.render.reports import POISON, draft_report, lone_report, poisoned_report

REPORTS = (make_report, draft_report, lone_report, poisoned_report)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, the text, and whether tags match."""

    VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.unmatched: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.unmatched += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unmatched.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in {"style", "script"}:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(report: Report) -> Page:
    return Page(html.render(report))


@pytest.mark.parametrize("make", REPORTS)
def test_the_page_is_well_formed_and_its_ids_are_unique(make: type[Report]) -> None:
    page = page_of(make())
    assert page.unmatched == []
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    assert all(name and re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in ids)


@pytest.mark.parametrize("make", REPORTS)
def test_every_link_within_the_page_leads_somewhere(make: type[Report]) -> None:
    page = page_of(make())
    ids = {attributes.get("id") for _, attributes in page.elements}
    targets = {(link["href"] or "")[1:] for link in page.all("a") if (link["href"] or "").startswith("#")}
    assert targets <= ids
    named = {attributes["aria-labelledby"] for _, attributes in page.elements if "aria-labelledby" in attributes}
    assert named <= ids


def test_hostile_text_stays_text() -> None:
    page = page_of(poisoned_report())
    ours = page_of(make_report())
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert page.all("img") == []
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in ours.elements}
    attributes = {name for _, given in page.elements for name in given}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert POISON in page.text
    assert "49" not in page.text


def test_only_web_addresses_become_links() -> None:
    assert all((link["href"] or "").startswith("#") for link in page_of(poisoned_report()).all("a"))
    report = make_report()
    linked = report.sources[0].model_copy(update={"url": 'https://example.org/a?b="c"&d'})
    page = page_of(report.model_copy(update={"sources": (linked, *report.sources[1:])}))
    outside = [link for link in page.all("a") if not (link["href"] or "").startswith("#")]
    assert [link["href"] for link in outside] == ['https://example.org/a?b="c"&d']
    assert "noreferrer" in (outside[0]["rel"] or "")


def test_the_policy_names_exactly_the_style_and_script_of_the_page() -> None:
    page = html.render(make_report())
    policy = next(one["content"] or "" for one in Page(page).all("meta") if "http-equiv" in one)
    for tag in ("style", "script"):
        body = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert body
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_nothing_is_fetched() -> None:
    page = html.render(make_report())
    assert not re.search(r"url\(|@import|<link|\bsrc=(?!x )", page.replace("&lt;img src=x", ""))


def test_every_quote_of_a_difference_is_verbatim() -> None:
    report = make_report()
    text = page_of(report).text
    quotes = {claim.id: claim.quote for claim in report.claims}
    for verdict in report.verdicts:
        if verdict.kind:
            assert f"“{quotes[verdict.left]}”" in text
            assert f"“{quotes[verdict.right]}”" in text


def test_a_permalink_stays_when_other_findings_come_and_go() -> None:
    report = make_report()
    fewer = report.model_copy(update={"findings": report.findings[1:], "verdicts": report.verdicts[2:]})
    assert 'id="finding-f-c2-c8"' in html.render(report)
    assert 'id="finding-f-c2-c8"' in html.render(fewer)


def test_a_lone_source_says_that_nothing_could_be_compared() -> None:
    assert "nothing to compare" in page_of(lone_report()).text
    assert "nothing could be compared" in page_of(lone_report()).text


def test_never_true_or_false() -> None:
    for report in (make_report(), draft_report(), lone_report()):
        for shape in ("text", "markdown", "summary"):
            assert not re.search(r"\b(true|false)\b", render_report(report, shape), re.IGNORECASE)
        assert not re.search(r"\b(true|false)\b", page_of(report).text, re.IGNORECASE)
