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
from factcheck.schema import Report, Severity
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

    def check_draft(
        self,
        draft: Path,
        against: Sequence[Path],
        settings: Settings | None = None,
        progress: Callable[[str, float], None] | None = None,
    ) -> Report:
        return self._answer((draft, *against), settings, progress)

    def _answer(
        self, asked: tuple[object, ...], settings: Settings | None, progress: Callable[[str, float], None] | None
    ) -> Report:
        assert settings is not None
        assert progress is not None
        progress("Reading the sources", 0.5)
        self.asked.append(asked)
        if self.error:
            raise self.error
        return self.report


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeFactcheck:
    """The checks replaced by fakes, in an empty folder of their own."""
    checks = FakeFactcheck(make_report())
    for name in ("check_sources", "check_claim", "check_draft"):
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
    (tmp_path / "factcheck.toml").write_text("[pairing]\nmin_similarty = 1\n")
    result = answer("report", "--exit-zero")
    assert result.exit_code == 2
    assert 'did you mean "pairing.min_similarity"?' in result.stderr
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
    monkeypatch.setattr(cli, "version", lambda name: "1.2.3")
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, "factcheck 1.2.3\n")


def test_a_copy_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(cli, "version", missing)
    result = run("--version")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


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
