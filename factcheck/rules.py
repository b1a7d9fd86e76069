"""The rules that findings come from: stable ids, default severities, and a page of documentation each."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from factcheck.errors import SettingsError
from factcheck.schema import Record, Severity


class RuleScope(StrEnum):
    """Where a rule looks: at a draft or typed claim, at the sources among themselves, or at the run."""

    CHECKED = "a draft or a claim"
    SOURCES = "the sources among themselves"
    RUN = "every run"


class Rule(Record):
    """A rule: its id never changes its meaning; `summary` is one sentence for an editor.

    A finding that a reservation goes with is one level milder than `severity`.
    """

    id: str
    severity: Severity
    scope: RuleScope
    summary: str


_CHECKED, _SOURCES, _RUN = RuleScope.CHECKED, RuleScope.SOURCES, RuleScope.RUN
_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

RULES: tuple[Rule, ...] = tuple(
    Rule(id=name, severity=severity, scope=scope, summary=summary)
    for name, severity, scope, summary in (
        ("contradicted-claim", _ERROR, _CHECKED, "A source denies it or tells another state of affairs."),
        ("figure-differs", _ERROR, _CHECKED, "A source gives another number or another length of time."),
        ("date-differs", _ERROR, _CHECKED, "A source gives another date."),
        ("name-differs", _ERROR, _CHECKED, "A source gives another person, organisation or place."),
        ("misquotation", _ERROR, _CHECKED, "The text quotes words that no source has."),
        ("disputed-between-sources", _ERROR, _CHECKED, "Some sources say it and others say otherwise."),
        ("outdated-figure", _WARNING, _CHECKED, "A later report revises this."),
        ("unsupported-claim", _WARNING, _CHECKED, "No source says this, or none gives a detail of it."),
        ("single-origin-claim", _WARNING, _CHECKED, "Only one independent origin says this, with all its copies."),
        ("unresolved-reference", _WARNING, _CHECKED, "The text leaves open who or what is meant."),
        ("supported-claim", _INFO, _CHECKED, "Two or more independent origins say this."),
        ("unused-ignore", _WARNING, _CHECKED, "An ignore in the draft matches nothing, or cannot be used as written."),
        ("sources-contradict", _ERROR, _SOURCES, "Two sources contradict each other."),
        ("copy-changed-figure", _ERROR, _SOURCES, "A copy of a report gives another figure than the report."),
        ("contradicts-itself", _WARNING, _SOURCES, "One report gives two different values of the same thing."),
        ("updated-figure", _WARNING, _SOURCES, "A later report revises an earlier one."),
        ("sources-agree", _INFO, _SOURCES, "Several sources say the same."),
        ("several-events", _WARNING, _RUN, "The reports tell of different events, which are not compared."),
        ("nothing-to-compare", _WARNING, _RUN, "There is too little to compare."),
    )
)  # fmt: skip
"""Every rule, those of the draft first, gravest first."""

RULE_IDS = frozenset(rule.id for rule in RULES)


def find_rule(name: str) -> Rule:
    """The rule called `name`; SettingsError, with the likeliest one, where there is none."""
    for rule in RULES:
        if rule.id == name:
            return rule
    raise SettingsError(unknown_rule(name))


def unknown_rule(name: str) -> str:
    """One sentence on a rule that does not exist, with the one that is spelled most like it."""
    near = get_close_matches(name, RULE_IDS, n=1, cutoff=0.6)
    way_out = f'did you mean "{near[0]}"?' if near else '"factcheck rules" lists them.'
    return f'there is no rule "{name}"; {way_out}'


def rule_page(name: str) -> str:
    """The page of documentation on a rule, as Markdown; SettingsError where there is no such rule."""
    return _pages().joinpath(f"{find_rule(name).id}.md").read_text(encoding="utf-8")


def _pages() -> Traversable:
    """The folder of the pages: in the installed package, or docs/rules of a checkout."""
    installed = files("factcheck").joinpath("rule_pages")
    return installed if installed.is_dir() else Path(__file__).resolve().parent.parent / "docs" / "rules"
