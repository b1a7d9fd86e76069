from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import factcheck
from factcheck import cli
from factcheck.errors import FactcheckError, InputError, ModelError, SettingsError
from factcheck.schema import BaselineStatus, Report, Severity, SuppressedBy, Suppression
from factcheck.settings import Settings
from tests.builders import make_report

Run = Callable[..., Result]

ANSWERING = ("report", "claim", "check")


class FakeFactcheck:
    """Stands in for the three checks: answers with `report` or raises `error`, and remembers what it was asked."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.error: BaseException | None = None
        self.asked: list[tuple[object, ...]] = []
        self.settings = Settings()

    def check_sources(
        self,
        paths: Sequence[Path],
        settings: Settings | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> Report:
        return self._answer(tuple(paths), settings, progress)

    def check_claim(
        self,
        text: str,
        against: Sequence[Path],
        settings: Settings | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> Report:
        return self._answer((text, *against), settings, progress)

    def check_claims(
        self,
        file: Path,
        against: Sequence[Path],
        settings: Settings | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> Report:
        return self._answer((file, *against), settings, progress)

    def check_drafts(
        self,
        drafts: Sequence[Path | factcheck.PipedText],
        against: Sequence[Path],
        settings: Settings | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> Report:
        return self._answer((*drafts, *against), settings, progress)

    def _answer(
        self, asked: tuple[object, ...], settings: Settings | None, progress: Callable[[str, float], None] | None
    ) -> Report:
        assert settings is not None
        assert progress is not None
        progress("Reading the sources", 0.5)
        self.asked.append(asked)
        self.settings = settings
        if self.error:
            raise self.error
        return self.report


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeFactcheck:
    """The checks replaced by fakes, in an empty folder of their own."""
    checks = FakeFactcheck(make_report())
    for name in ("check_sources", "check_claim", "check_claims", "check_drafts"):
        monkeypatch.setattr(factcheck, name, getattr(checks, name))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FACTCHECK_DEBUG", raising=False)
    return checks


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


def answer(command: str, *options: str) -> Result:
    """The command with its usual arguments, printing JSON so that nothing is written."""
    usual = {
        "report": ["report", "seeds"],
        "claim": ["claim", "The bridge fell.", "--against", "seeds"],
        "check": ["check", "draft.md", "--against", "seeds"],
    }[command]
    return run(*usual, "--format", "json", *options)


def with_findings(*severities: Severity) -> Report:
    """A report with exactly these findings."""
    report = make_report()
    findings = [report.findings[0].model_copy(update={"severity": severity}) for severity in severities]
    return report.model_copy(update={"findings": tuple(findings)})


# --- exit codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ANSWERING)
@pytest.mark.parametrize(
    ("found", "fail_on", "code"),
    [
        ((), None, 0),
        ((), "info", 0),
        ((Severity.INFO,), None, 0),
        ((Severity.WARNING,), None, 0),
        ((Severity.ERROR,), None, 1),
        ((Severity.INFO,), "info", 1),
        ((Severity.INFO,), "warning", 0),
        ((Severity.WARNING,), "warning", 1),
        ((Severity.WARNING,), "error", 0),
        ((Severity.INFO, Severity.ERROR), "error", 1),
        ((Severity.ERROR,), "never", 0),
    ],
)
def test_findings_decide_the_exit_code(
    fake: FakeFactcheck, command: str, found: tuple[Severity, ...], fail_on: str | None, code: int
) -> None:
    fake.report = with_findings(*found)
    options = ["--fail-on", fail_on] if fail_on else []
    assert answer(command, *options).exit_code == code
    assert answer(command, *options, "--exit-zero").exit_code == 0


@pytest.mark.parametrize("command", ANSWERING)
@pytest.mark.parametrize("error", [InputError("seeds: no file."), SettingsError("no."), ModelError("none.")])
def test_what_could_not_run_is_a_2_with_one_sentence(fake: FakeFactcheck, command: str, error: FactcheckError) -> None:
    fake.error = error
    for options in ((), ("--exit-zero",), ("--fail-on", "never"), ("--quiet",)):
        result = answer(command, *options)
        assert result.exit_code == 2
        assert result.stderr == f"factcheck: {error}\n"
        assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["report"],
        ["claim", "text"],
        ["check", "draft.md"],
        ["report", "seeds", "--format", "docx"],
        ["report", "seeds", "--fail-on", "sometimes"],
        ["claim", "text", "--against", "seeds", "--top", "0"],
        ["nonsense"],
        ["report", "seeds", "--nonsense"],
    ],
)
def test_usage_errors_are_a_2(fake: FakeFactcheck, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_bad_settings_are_a_2(fake: FakeFactcheck, tmp_path: Path) -> None:
    (tmp_path / "factcheck.toml").write_text("[pairing]\nmin_likenes = 1\n")
    result = answer("report", "--exit-zero")
    assert result.exit_code == 2
    assert 'did you mean "pairing.min_likeness"?' in result.stderr
    assert answer("report", "--config", "missing.toml").exit_code == 2


def test_the_unexpected_is_one_sentence_and_says_how_to_see_more(fake: FakeFactcheck) -> None:
    fake.error = RuntimeError("two\nlines")
    result = answer("report", "--exit-zero")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "FACTCHECK_DEBUG=1" in result.stderr
    assert "Traceback" not in result.stderr


def test_debug_lets_the_unexpected_through(fake: FakeFactcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_DEBUG", "1")
    fake.error = RuntimeError("see me")
    assert answer("report").exception is fake.error


def test_an_interruption_is_no_finding(fake: FakeFactcheck) -> None:
    fake.error = KeyboardInterrupt()
    result = answer("report")
    assert result.exit_code == 130
    assert result.stderr == "factcheck: interrupted.\n"


# --- what is written and printed -------------------------------------------------------------------------------------


def test_report_writes_three_files_and_a_summary(fake: FakeFactcheck, tmp_path: Path) -> None:
    (tmp_path / "story").mkdir()
    result = run("report", "story")
    assert result.exit_code == 1
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == ["story.html", "story.json", "story.md"]
    assert Report.model_validate_json((tmp_path / "reports" / "story.json").read_bytes()) == fake.report
    assert "one flat contradiction" in result.stdout
    assert "reports/story.html" in result.stdout
    assert result.stderr == ""


def test_report_on_several_paths_has_a_plain_name(fake: FakeFactcheck, tmp_path: Path) -> None:
    run("report", "one.txt", "two.txt", "--output-dir", "out", "--quiet")
    assert (tmp_path / "out" / "report.html").exists()
    assert fake.asked == [(Path("one.txt"), Path("two.txt"))]


def test_quiet_prints_nothing_but_the_answer(fake: FakeFactcheck) -> None:
    assert run("report", "story", "--quiet").output == ""
    assert json.loads(answer("report", "--quiet").output)


@pytest.mark.parametrize("command", ANSWERING)
def test_json_on_stdout_is_pure(fake: FakeFactcheck, command: str) -> None:
    result = answer(command)
    assert Report.model_validate_json(result.stdout) == fake.report
    assert result.stderr == ""


def test_html_on_stdout_is_pure(fake: FakeFactcheck) -> None:
    stdout = run("report", "story", "--format", "html").stdout
    assert stdout.startswith("<!doctype html>")
    assert stdout.endswith("</html>\n")


def test_text_is_plain_when_piped(fake: FakeFactcheck) -> None:
    for command in (["report", "story", "-f", "text"], ["claim", "text", "--against", "story"], ["report", "story"]):
        assert "\x1b" not in run(*command).stdout


@pytest.mark.parametrize(
    ("name", "start"), [("a.json", "{"), ("a.md", "# "), ("a.html", "<!doctype"), ("a.txt", "Four")]
)
def test_the_ending_of_the_output_names_the_format(fake: FakeFactcheck, tmp_path: Path, name: str, start: str) -> None:
    result = run("report", "story", "--output", f"deep/{name}")
    assert result.exit_code == 1
    assert (tmp_path / "deep" / name).read_text(encoding="utf-8").startswith(start)
    assert result.stdout == ""
    assert name in result.stderr
    assert [path.name for path in (tmp_path / "deep").iterdir()] == [name]


def test_a_format_that_is_given_goes_before_the_ending(fake: FakeFactcheck, tmp_path: Path) -> None:
    run("claim", "text", "--against", "story", "--output", "a.txt", "--format", "json")
    assert Report.model_validate_json((tmp_path / "a.txt").read_bytes()) == fake.report


def test_an_ending_that_names_no_format_is_a_2(fake: FakeFactcheck) -> None:
    result = run("report", "story", "--output", "a.docx")
    assert result.exit_code == 2
    assert "a.docx: the ending names no format" in result.stderr


def test_a_file_that_cannot_be_written_is_a_2(fake: FakeFactcheck, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("report", "story", "--output-dir", "file/below")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_a_failed_write_leaves_the_old_file_and_no_scratch(
    fake: FakeFactcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text("old")

    def full(path: Path, data: bytes) -> int:
        path.open("wb").close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run("report", "story", "--output", "a.json").exit_code == 2
    monkeypatch.undo()
    assert (tmp_path / "a.json").read_text() == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "a.json"]


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_against_takes_several_paths_in_either_form(fake: FakeFactcheck, tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    run("claim", "It fell.", "--against", "one", "--against", "two")
    run("check", "draft.md", "--against", "one", "two", "three")
    assert fake.asked == [
        ("It fell.", Path("one"), Path("two")),
        (Path("draft.md"), Path("one"), Path("two"), Path("three")),
    ]


def test_an_unquoted_claim_is_recognised(fake: FakeFactcheck) -> None:
    result = run("claim", "The", "bridge", "fell", "--against", "seeds")
    assert result.exit_code == 2
    assert 'put the claim in "quotation marks"' in result.stderr
    assert fake.asked == []


def test_settings_reach_the_checks(fake: FakeFactcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Settings | None] = []

    def remember(
        paths: Sequence[Path], settings: Settings | None = None, progress: Callable[[str, float], None] | None = None
    ) -> Report:
        given.append(settings)
        return fake.report

    monkeypatch.setattr(factcheck, "check_sources", remember)
    (tmp_path / "factcheck.toml").write_text("[pairing]\nmax_neighbours = 3\n")
    answer("report")
    assert given[0] is not None
    assert given[0].pairing.max_neighbours == 3


def test_schema_is_json() -> None:
    result = run("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["$schema"].endswith("2020-12/schema")


def test_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.describing, "version", lambda name: "1.2.3")
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, "factcheck 1.2.3\n")


def test_a_copy_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(cli.describing, "version", missing)
    result = run("--version")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_what_follows_against_is_a_report_and_what_follows_dashes_a_draft(fake: FakeFactcheck) -> None:
    run("check", "--against", "one", "two", "--", "a.md", "b.md")
    run("check", "a.md", "--against", "one", "two", "--quiet")
    run("check", "--against=one", "a.md")
    assert fake.asked == [
        (Path("a.md"), Path("b.md"), Path("one"), Path("two")),
        (Path("a.md"), Path("one"), Path("two")),
        (Path("a.md"), Path("one")),
    ]


def test_a_check_without_draft_or_reports_says_what_is_missing(fake: FakeFactcheck) -> None:
    assert "name it before --against" in run("check", "--against", "one", "a.md").stderr
    assert "name the reports with --against" in run("check", "a.md").stderr
    assert fake.asked == []


def test_the_settings_may_name_the_reports(fake: FakeFactcheck, tmp_path: Path) -> None:
    (tmp_path / "factcheck.toml").write_text('[findings]\nagainst = ["wires"]\n')
    assert run("check", "a.md").exit_code == 1
    assert fake.asked == [(Path("a.md"), tmp_path / "wires")]


def test_a_draft_may_come_from_standard_input(fake: FakeFactcheck) -> None:
    result = CliRunner().invoke(
        cli.app, ["check", "-", "--stdin-filename", "x.md", "--against", "one"], input="It fell.\n"
    )
    assert result.exit_code == 1
    assert fake.asked == [(factcheck.PipedText(b"It fell.\n", Path("x.md")), Path("one"))]
    assert run("check", "a.md", "--stdin-filename", "x.md", "--against", "one").exit_code == 2


def test_claims_may_come_from_a_file_but_not_from_both(fake: FakeFactcheck) -> None:
    run("claim", "--file", "claims.txt", "--against", "one")
    assert fake.asked == [(Path("claims.txt"), Path("one"))]
    assert run("claim", "It fell.", "--file", "claims.txt", "--against", "one").exit_code == 2
    assert run("claim", "--against", "one").exit_code == 2


@pytest.mark.parametrize(("threshold", "code"), [("0.9", 1), ("0.91", 0)])
def test_a_claim_fails_from_the_threshold_on(fake: FakeFactcheck, threshold: str, code: int) -> None:
    assert answer("claim", "--threshold", threshold).exit_code == code


@pytest.mark.parametrize("command", ["report", "check"])
def test_what_is_settled_does_not_fail(fake: FakeFactcheck, command: str) -> None:
    settled = Suppression(by=SuppressedBy.BASELINE, reason="known", status=BaselineStatus.ACCEPTED)
    report = with_findings(Severity.ERROR, Severity.ERROR)
    first, second = report.findings
    fake.report = report.model_copy(update={"findings": (first.model_copy(update={"suppressed": settled}), second)})
    assert answer(command).exit_code == 1
    gone = (first.model_copy(update={"suppressed": settled}), second.model_copy(update={"suppressed": settled}))
    fake.report = report.model_copy(update={"findings": gone})
    assert answer(command).exit_code == 0


@pytest.mark.parametrize("command", ANSWERING)
def test_min_level_and_output_change_no_exit_code(fake: FakeFactcheck, command: str) -> None:
    fake.report = with_findings(Severity.WARNING)
    assert answer(command, "--min-level", "error", "--fail-on", "warning").exit_code == 1
    assert answer(command, "--output", "found.json", "--fail-on", "warning").exit_code == 1


def test_options_go_before_the_settings_file(fake: FakeFactcheck, tmp_path: Path) -> None:
    (tmp_path / "factcheck.toml").write_text('[findings]\nfail_on = "never"\nselect = ["misquotation"]\n')
    assert answer("check").exit_code == 0
    assert fake.settings.findings.select == ("misquotation",)
    options = ("--fail-on", "error", "--select", "figure-differs,date-differs", "--ignore", "single-origin-claim")
    assert answer("check", *options, "--baseline", "b.json").exit_code == 1
    assert fake.settings.findings.select == ("figure-differs", "date-differs")
    assert fake.settings.findings.ignore == ("single-origin-claim",)
    assert fake.settings.findings.baseline == "b.json"


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_rule_that_does_not_exist_is_a_2_with_the_nearest(fake: FakeFactcheck, option: str) -> None:
    result = answer("check", option, "figure-difers", "--exit-zero")
    assert result.exit_code == 2
    assert 'did you mean "figure-differs"?' in result.stderr


@pytest.mark.parametrize("shape", sorted(set(factcheck.FORMATS) - {"summary"}))
@pytest.mark.parametrize("command", ["claim", "check"])
def test_every_format_can_be_printed_and_written(fake: FakeFactcheck, tmp_path: Path, command: str, shape: str) -> None:
    printed = answer(command, "--format", shape)
    assert (printed.exit_code, printed.stderr) == (1, "")
    written = answer(command, "--format", shape, "--output", "found.any")
    assert written.exit_code == 1
    # A draft as text shows one quote a claim on the screen and in the file.
    assert (tmp_path / "found.any").read_bytes() == printed.stdout_bytes


# --- explaining ------------------------------------------------------------------------------------------------------


def test_rules_lists_every_rule_and_explains_each() -> None:
    listed = run("rules").stdout
    assert all(rule.id in listed for rule in factcheck.RULES)
    for rule in factcheck.RULES:
        page = run("rules", rule.id)
        assert page.exit_code == 0
        assert page.stdout.startswith(f"# {rule.id}\n")
        assert f"Severity: {rule.severity.value}." in page.stdout


def test_a_rule_that_is_not_there_is_a_2() -> None:
    result = run("rules", "misquotations")
    assert result.exit_code == 2
    assert 'did you mean "misquotation"?' in result.stderr


def test_config_shows_values_and_where_they_come_from(fake: FakeFactcheck, tmp_path: Path) -> None:
    (tmp_path / "factcheck.toml").write_text(
        '[findings]\nfail_on = "warning"\n[findings.severity]\nmisquotation = "info"\n'
    )
    lines = run("config").stdout.splitlines()
    told = {line.split(" = ")[0]: line for line in lines[1:]}
    assert told["findings.fail_on"].endswith(f"# {tmp_path / 'factcheck.toml'}")
    assert '"misquotation" = "info"' in told["findings.severity"]
    assert told["pairing.max_neighbours"].endswith("# default")
    (tmp_path / "factcheck.toml").write_text("[findings]\nfailon = 1\n")
    assert 'did you mean "findings.fail_on"?' in run("config").stderr


# --- the baseline ----------------------------------------------------------------------------------------------------


def hexed(report: Report) -> Report:
    """The report with fingerprints as the pipeline makes them."""
    findings = [one.model_copy(update={"fingerprint": f"{number:024x}"}) for number, one in enumerate(report.findings)]
    return report.model_copy(update={"findings": tuple(findings)})


def test_a_baseline_holds_what_is_graver_than_info_and_keeps_decisions(fake: FakeFactcheck, tmp_path: Path) -> None:
    fake.report = hexed(with_findings(Severity.ERROR, Severity.WARNING, Severity.INFO))
    file = tmp_path / "desk.json"
    command = ["baseline", "draft.md", "--against", "seeds", "--output", "desk.json"]
    result = run(*command, "--initials", "AH", "--note", "known")
    assert (result.exit_code, result.stdout) == (0, "")
    first = factcheck.read_baseline(file)
    assert [(one.status, one.initials, one.note) for one in first.entries] == [("accepted", "AH", "known")] * 2
    fake.report = hexed(with_findings(Severity.ERROR))
    result = run(*command, "--initials", "XY", "--status", "dismissed")
    assert "1 decisions, 0 of them new, 1 stale ones dropped" in result.stderr
    assert factcheck.read_baseline(file).entries == first.entries[:1]


def test_a_file_that_is_no_baseline_is_never_written_over(fake: FakeFactcheck, tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"mine": 1}')
    assert run("baseline", "draft.md", "--against", "seeds", "--output", "notes.json").exit_code == 2
    assert (tmp_path / "notes.json").read_text() == '{"mine": 1}'


# --- the real process ------------------------------------------------------------------------------------------------


def process(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)


def test_help_loads_no_model_library() -> None:
    code = (
        "import sys\n"
        "from factcheck import cli\n"
        "try:\n    cli.app(['--help'])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "heavy = {'torch', 'transformers', 'spacy', 'sentence_transformers', 'onnxruntime'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )
    result = process(code)
    assert result.returncode == 0, result.stderr
    assert all(command in result.stdout for command in (*ANSWERING, "schema"))


def test_a_reader_that_leaves_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [sys.executable, "-m", "factcheck", "schema"], stdout=writing, stderr=subprocess.PIPE, check=False, timeout=120
    )
    os.close(writing)
    assert result.returncode == 0
    assert result.stderr == b""


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_the_cache_is_counted_and_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "factcheck.toml").write_text(f'[cache]\nfolder = "{tmp_path / "kept"}"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    from factcheck.backends.result_store import PARSES, SCORES, ResultStore
    from factcheck.schema import NliScores, Parse

    store = ResultStore(tmp_path / "kept")
    store.keep(SCORES, {b"1": NliScores(entailment=0.0, neutral=1.0, contradiction=0.0)})
    store.keep(PARSES, {b"2": Parse(text="", tokens=()), b"3": Parse(text="", tokens=())})
    shown = CliRunner().invoke(cli.app, ["cache", "info"])
    assert shown.exit_code == 0
    assert str(store.path) in shown.stdout
    assert "1 scores, 2 readings of texts, 0.0 MB" in shown.stdout
    assert CliRunner().invoke(cli.app, ["cache", "clear"]).stdout == "3 results deleted.\n"
    assert not store.path.exists()
