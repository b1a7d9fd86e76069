from __future__ import annotations

import re

import pytest

from factcheck.render import markdown
from tests.builders import make_report
from tests.render.reports import draft_report, poisoned_report


@pytest.mark.parametrize(
    "hostile", ["<b>", "a|b", "*x*", "_x_", "`x`", "[x](y)", "![x](y)", "# x", "~~x~~", "\\", "$x$"]
)
def test_markup_is_escaped(hostile: str) -> None:
    escaped = markdown.escape(hostile)
    assert re.sub(r"\\([\\`*_{}\[\]|~#$])", r"\1", escaped).replace("&lt;", "<").replace("&gt;", ">") == hostile
    assert not re.search(r"(?<!\\)[`*_\[\]|~#$]|<|>", escaped.replace("\\\\", ""))


def test_lines_and_control_characters_cannot_break_out_of_a_line() -> None:
    assert markdown.escape("one\n# two\r\n\x1b[31mthree\u202e") == "one \\# two \\[31mthree"


def test_addresses_do_not_become_links() -> None:
    escaped = markdown.escape("see https://evil.example, www.evil.example or a@b.example")
    assert "://" not in escaped
    assert "www." not in escaped
    assert "@" not in escaped


def test_a_poisoned_report_holds_no_markup_of_a_source() -> None:
    rendered = markdown.render(poisoned_report())
    assert "<" not in rendered
    assert not re.search(r"(?<!\\)\[x", rendered)
    rows = [line for line in rendered.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3, 7}


def test_flat_contradictions_go_before_qualified_ones_and_those_before_agreements() -> None:
    rendered = markdown.render(make_report())
    places = [rendered.index(f"## {title}") for title in ("Contradictions", "Differences with", "What sources agree")]
    assert places == sorted(places)


def test_no_more_evidence_than_asked_for_and_the_rest_is_counted() -> None:
    assert "One further quote not shown here." in markdown.render(draft_report(), top=1)
    assert "not shown here" not in markdown.render(draft_report(), top=2)
