from __future__ import annotations

import re
from pathlib import Path

import pytest

from factcheck.rules import RULES, rule_page

PAGES = Path(__file__).resolve().parent.parent / "docs" / "rules"
STAGES = Path(__file__).resolve().parent.parent / "factcheck" / "stages" / "findings"


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == {rule.id for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_names_the_rule_and_its_severity_and_says_what_to_do(rule: object) -> None:
    name, severity = rule.id, rule.severity.value  # type: ignore[attr-defined]
    page = rule_page(name)
    assert page.startswith(f"# {name}\n")
    assert f"Severity: {severity}." in page
    assert all(f"## {part}" in page for part in ("When", "For example", "What to do"))


def test_no_finding_is_made_under_a_name_that_is_no_rule() -> None:
    named = set()
    for path in STAGES.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= {*re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text), *re.findall(r'^RULE = "(.+)"', text, re.MULTILINE)}
    assert named == {rule.id for rule in RULES}
