"""Many stories at once, with a comparison that needs no model."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import factcheck
from factcheck import batch, cli
from factcheck.batch import Comparison, StoryResult, check_batch, find_stories
from factcheck.errors import InputError
from factcheck.render.index import IndexEntry, StoryState, render_index
from factcheck.schema import ModelInfo, Report, Severity
from factcheck.settings import Settings
from tests.builders import make_report
from tests.render.reports import POISON, lone_report, poisoned_report

MODEL = ModelInfo(role="nli", name="fake", sha256="0" * 64)


def some_models(settings: Settings) -> Sequence[ModelInfo]:
    return [MODEL]


def compare_by_name(paths: Sequence[Path], settings: Settings) -> Report:
    """A report by the story's name; top-level, so that another process can run it."""
    name = paths[0].name
    if name == "broken":
        raise RuntimeError("a bug")
    if name == "killed":
        os._exit(9)
    if not any(paths[0].glob("*.txt")):
        raise InputError(f"Nothing could be read: there is no file in {paths[0]}.")
    return lone_report() if name == "calm" else make_report()


@dataclass
class Counting:
    """Compares by name and counts."""

    compared: list[str] = field(default_factory=list)
    models: list[ModelInfo] = field(default_factory=lambda: [MODEL])

    def compare(self, paths: Sequence[Path], settings: Settings) -> Report:
        self.compared.append(paths[0].name)
        return compare_by_name(paths, settings)

    def port(self) -> Comparison:
        return Comparison(self.compare, lambda settings: self.models)


@pytest.fixture
def stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two stories that differ, one that is calm, and something that is no story."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FACTCHECK_DEBUG", raising=False)
    for name in ("bridge", "calm", "index"):
        folder = tmp_path / "day" / name
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text("The bridge fell.")
    (tmp_path / "day" / "notes.pdf").write_text("x")
    (tmp_path / "day" / "linked").symlink_to(tmp_path)
    return Path("day")


def run(stories: Path, counting: Counting, settings: Settings | None = None, jobs: int = 1) -> dict[str, StoryResult]:
    result = check_batch([stories], Path("out"), settings, jobs, None, counting.port())
    return {story.name: story for story in result.stories}


def states(results: dict[str, StoryResult]) -> dict[str, StoryState]:
    return {name: story.state for name, story in results.items()}


def test_a_folder_of_folders_is_a_batch_and_nothing_else_is(stories: Path, tmp_path: Path) -> None:
    found = find_stories([stories], Settings())
    assert found is not None
    assert [path.name for path in found[0]] == ["bridge", "calm", "index"]
    assert {Path(one.path).name: one.reason[:18] for one in found[1]} == {
        "linked": "is a symbolic link",
        "notes.pdf": "is no folder, and ",
    }
    for paths in ([stories / "calm"], [stories, stories], [stories / "calm" / "a.txt"], [Path("none")]):
        assert find_stories(paths, Settings()) is None
    (stories / "top.md").write_text("A report beside folders makes one story.")
    assert find_stories([stories], Settings()) is None


def test_each_story_has_its_reports_and_the_index_leads_to_them(stories: Path) -> None:
    run(stories, Counting())
    names = {path.name for path in Path("out").iterdir() if not path.name.startswith(".")}
    assert names == {
        *(f"{story}.{ending}" for story in ("bridge", "calm", "index_") for ending in ("html", "json", "md")),
        "index.html",
    }
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert page.index('href="bridge.html"') < page.index('href="calm.html"')
    assert "notes.pdf" in page
    assert Report.model_validate_json(Path("out/bridge.json").read_bytes()) == make_report()


def test_what_is_finished_is_not_compared_again(stories: Path) -> None:
    counting = Counting()
    run(stories, counting)
    again = run(stories, counting)
    assert counting.compared == ["bridge", "calm", "index"]
    assert set(states(again).values()) == {StoryState.KEPT}
    assert again["bridge"].report == make_report()


def test_an_interrupted_batch_goes_on_where_it_was(stories: Path) -> None:
    class Interrupted(Counting):
        def compare(self, paths: Sequence[Path], settings: Settings) -> Report:
            if len(self.compared) == 1:
                raise KeyboardInterrupt
            return super().compare(paths, settings)

    with pytest.raises(KeyboardInterrupt):
        run(stories, Interrupted())
    assert not list(Path("out").glob(".*.part"))
    counting = Counting()
    run(stories, counting)
    assert counting.compared == ["calm", "index"]


@pytest.mark.parametrize("change", ["source", "added", "settings", "model", "output", "state"])
def test_a_story_is_compared_again_when_what_it_depends_on_changes(stories: Path, change: str) -> None:
    counting, settings = Counting(), Settings()
    run(stories, counting, settings)
    counting.compared.clear()
    expected = ["bridge"]
    if change == "source":
        (stories / "bridge" / "a.txt").write_text("The bridge stands.")
    elif change == "added":
        (stories / "bridge" / "b.txt").write_text("The bridge fell.")
    elif change == "output":
        Path("out/bridge.html").unlink()
    elif change == "state":
        Path("out/.bridge.state.json").write_text("{}")
    else:
        expected = ["bridge", "calm", "index"]
    if change == "settings":
        settings = Settings.model_validate({"pairing": {"max_neighbours": 9}})
    if change == "model":
        counting.models = [MODEL.model_copy(update={"sha256": "1" * 64})]
    run(stories, counting, settings)
    assert counting.compared == expected


def test_what_decides_only_the_exit_code_makes_nothing_new(stories: Path) -> None:
    counting = Counting()
    run(stories, counting)
    run(stories, counting, Settings.model_validate({"findings": {"fail_on": "never", "min_level": "error"}}))
    assert len(counting.compared) == 3


def test_a_failing_story_is_told_and_stops_no_other(stories: Path) -> None:
    (stories / "broken").mkdir()
    (stories / "empty").mkdir()
    results = run(stories, Counting())
    assert results["calm"].state is StoryState.DONE
    assert results["empty"].problem == "Nothing could be read: there is no file in day/empty."
    assert "RuntimeError: a bug" in (results["broken"].problem or "")
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert "could not check" in page
    assert 'href="empty.html"' not in page


def test_several_processes_give_the_same_and_one_that_dies_is_told(stories: Path) -> None:
    (stories / "killed").mkdir()
    comparison = Comparison(compare_by_name, some_models)
    told: list[tuple[str, int, int]] = []
    result = check_batch(
        [stories], Path("out"), None, 2, lambda story, done, of: told.append((story.name, done, of)), comparison
    )
    by_name = {story.name: story for story in result.stories}
    assert {name: story.state for name, story in by_name.items() if name != "killed"} == dict.fromkeys(
        ("bridge", "calm", "index_"), StoryState.DONE
    )
    assert "try fewer --jobs" in (by_name["killed"].problem or "")
    assert [done for _, done, _ in told] == [1, 2, 3, 4]
    assert [story.name for story in result.stories] == ["bridge", "calm", "index_", "killed"]


def test_a_report_whose_process_died_after_writing_it_is_told_as_made_in_this_run(
    stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(stories, Counting())
    Path("out/bridge.html").unlink()  # made anew with the very state it had
    (stories / "index" / "a.txt").write_text("The bridge stands.")
    processes: list[int] = []

    def written_then_dead(tasks: Sequence[batch._Task], jobs: int) -> Iterator[tuple[batch._Task, StoryResult | None]]:
        processes.append(jobs)
        for task in tasks:
            result = batch._run(task)
            yield task, None if jobs > 1 else result

    monkeypatch.setattr(batch, "_in_processes", written_then_dead)
    counting = Counting()
    results = run(stories, counting, jobs=2)
    assert processes == [2, 1, 1, 1]
    assert sorted(counting.compared) == ["bridge", "index"]
    assert {name: story.state for name, story in results.items()} == {
        "bridge": StoryState.DONE, "calm": StoryState.KEPT, "index_": StoryState.DONE,
    }  # fmt: skip


def wait_and_tell(paths: Sequence[Path], settings: Settings) -> Report:
    """Says which process it is in, then waits for something that never comes."""
    (paths[0] / "process").write_text(str(os.getpid()))
    threading.Event().wait()
    raise AssertionError


STARTED = """
import signal
from pathlib import Path
from factcheck.batch import Comparison, check_batch
from tests.test_batch import some_models, wait_and_tell

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job starts with it ignored
    check_batch([Path("day")], Path("out"), None, 2, None, Comparison(wait_and_tell, some_models))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads the state of processes as Linux tells it")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_the_batch_that_started_it(stories: Path, tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "started.py"
    script.write_text(STARTED)
    parent = subprocess.Popen(
        [sys.executable, str(script)], env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        start_new_session=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    pids = [stories / name / "process" for name in ("bridge", "calm")]
    assert eventually(lambda: all(path.exists() and path.read_text() for path in pids))
    if how is signal.SIGINT:
        os.killpg(parent.pid, how)  # as a terminal does it
    else:
        parent.kill()
    parent.wait(timeout=300)
    assert eventually(lambda: not any(is_running(int(path.read_text())) for path in pids))


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold; a minute is for ever."""
    return any(holds() or time.sleep(0.1) for _ in range(600))


def is_running(pid: int) -> bool:
    """Whether the process is there and no zombie, whom nobody has buried yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", maxsplit=1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_is_no_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder of folders"):
        check_batch([tmp_path], tmp_path / "out", comparison=Counting().port())


# --- the index page --------------------------------------------------------------------------------------------------


def test_hostile_text_stays_text_on_the_index() -> None:
    entries = [
        IndexEntry(POISON, StoryState.DONE, poisoned_report(), None),
        IndexEntry("b", StoryState.FAILED, None, POISON),
    ]
    page = render_index(POISON, entries, [])
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:alert" not in page.split("href=")[1][:40]


def test_the_index_shows_the_worst_stories_first_with_their_findings() -> None:
    entries = [
        IndexEntry("calm", StoryState.DONE, lone_report(), None),
        IndexEntry("bridge", StoryState.KEPT, make_report(), None),
        IndexEntry("broken", StoryState.FAILED, None, "no file"),
    ]
    page = render_index("Tuesday", entries, [])
    order = [page.index(f"<bdi>{name}</bdi>") for name in ("broken", "bridge", "calm")]
    assert order == sorted(order)
    assert "How many were hurt: 6 or 9?" in page
    assert "Content-Security-Policy" in page


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def typed(stories: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The batch with the fake comparison behind the command line."""
    monkeypatch.setattr(batch, "Comparison", lambda: Comparison(compare_by_name, some_models))
    return stories


def report(*options: str) -> Result:
    return CliRunner().invoke(cli.app, ["report", "day", "--output-dir", "out", *options])


def test_a_batch_ends_with_a_summary_line_and_the_worst_code(typed: Path) -> None:
    result = report()
    assert result.exit_code == 1
    assert "3 stories: 3 compared, 2 errors and 2 warnings." in result.stdout
    assert "Left out: day/notes.pdf is no folder" in result.stdout
    assert "out/day/index.html" in result.stdout
    assert result.stderr.splitlines()[0] == "[1/3] bridge: compared, 1 error, 1 warning"
    assert report("--exit-zero").exit_code == 0
    assert report("--fail-on", "never").exit_code == 0
    assert "3 stories: 0 compared, 3 unchanged" in report().stdout


def test_a_story_that_fails_makes_the_code_2_even_with_exit_zero(typed: Path) -> None:
    (typed / "empty").mkdir()
    for options in ((), ("--exit-zero",), ("--quiet",)):
        result = report(*options)
        assert result.exit_code == 2
        assert "empty: could not check: Nothing could be read" in result.stderr
    assert result.stdout == ""


def test_one_format_of_a_batch_is_refused(typed: Path) -> None:
    result = report("--format", "json")
    assert result.exit_code == 2
    assert "--output-dir" in result.stderr


def test_a_batch_without_findings_is_a_0(typed: Path) -> None:
    for name in ("bridge", "index"):
        (typed / name / "a.txt").unlink()
        (typed / name).rmdir()
    assert report().exit_code == 0
    assert Severity.ERROR in factcheck.Settings().findings.failing
