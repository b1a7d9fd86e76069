"""Many stories at once: one report a story and an index, resumable after an interruption.

A folder of folders is a batch, each folder in it a story. A story whose sources, settings and models are those of a
report that is there already is not compared again. Every file appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from factcheck.api import check_sources, installed_version, model_infos, report_fails
from factcheck.errors import FactcheckError, InputError
from factcheck.render import render_report
from factcheck.render.index import IndexEntry, StoryState, render_index
from factcheck.schema import SCHEMA_VERSION, ModelInfo, Report, SkippedInput
from factcheck.settings import Settings

ENDINGS = {"json": "json", "markdown": "md", "html": "html"}
INDEX = "index"
# What changes neither a report nor how it is written.
_WITHOUT_EFFECT = ("fail_on", "min_level", "min_probability", "against", "baseline")


@dataclass(frozen=True)
class Comparison:
    """How a story is compared, and which models that takes; a test passes its own."""

    compare: Callable[[Sequence[Path], Settings], Report] = check_sources
    models: Callable[[Settings], Sequence[ModelInfo]] = model_infos


@dataclass(frozen=True)
class StoryResult:
    """What became of a story: its name, how it went, and the report or the reason why there is none."""

    name: str
    state: StoryState
    report: Report | None = None
    problem: str | None = None


@dataclass(frozen=True)
class BatchResult:
    """What became of all stories, by name, and the index page; `failing` names those with findings."""

    stories: tuple[StoryResult, ...]
    index: Path
    failing: tuple[str, ...]
    skipped: tuple[SkippedInput, ...]


_DIED = "the process that compared it ended without a word, mostly for want of memory; try fewer --jobs"

Tell = Callable[[StoryResult, int, int], None]
"""Told each finished story, how many are finished, and how many there are."""


def find_stories(paths: Sequence[Path], settings: Settings) -> tuple[tuple[Path, ...], tuple[SkippedInput, ...]] | None:
    """The folders of stories where `paths` is one folder of folders, and what in it is left out; None where it is not.

    A folder with a readable file directly in it is one story, whatever else it holds.
    """
    if len(paths) != 1 or not paths[0].is_dir():
        return None
    try:
        children = sorted(child for child in paths[0].iterdir() if not child.name.startswith("."))
    except OSError:
        return None  # whoever reads the folder as one story says why it cannot be listed
    if any(child.is_file() and child.suffix.lower() in settings.ingest.suffixes for child in children):
        return None
    stories = [child for child in children if child.is_dir() and not child.is_symlink()]
    if not stories:
        return None
    skipped = [_left_out(child) for child in children if child not in stories]
    return tuple(stories), tuple(skipped)


def _left_out(path: Path) -> SkippedInput:
    link = path.is_symlink()
    reason = "is a symbolic link, which is not followed" if link else "is no folder, and every story is a folder here"
    return SkippedInput(path=path.as_posix(), stage="ingest", reason=reason)


def check_batch(  # noqa: PLR0913, PLR0917 - what a batch needs, each once
    paths: Sequence[Path],
    output: Path,
    settings: Settings | None = None,
    jobs: int = 1,
    tell: Tell | None = None,
    comparison: Comparison | None = None,
) -> BatchResult:
    """Compares each story of a folder of folders and writes its report into `output`, with an index page.

    `jobs` stories are compared at once, each in a process of its own that loads the models. A story that fails is
    reported and stops no other. Raises InputError where `paths` is no folder of folders or `output` cannot be written.
    """
    settings = settings or Settings()
    found = find_stories(paths, settings)
    if found is None:
        raise InputError(f"{', '.join(map(str, paths))}: this is no folder of folders, so it is no batch of stories.")
    stories, skipped = found
    tasks = [_Task(story, output, _file_name(story), settings, comparison or Comparison()) for story in stories]
    finished: dict[str, StoryResult] = {}
    for result in _results(tasks, jobs):
        finished[result.name] = result
        if tell:
            tell(result, len(finished), len(tasks))
    ordered = tuple(finished[task.name] for task in tasks)
    failing = tuple(one.name for one in ordered if one.report is not None and report_fails(one.report, settings))
    entries = [IndexEntry(one.name, one.state, one.report, one.problem) for one in ordered]
    index = output / f"{INDEX}.html"
    write_whole(index, render_index(paths[0].resolve().name, entries, skipped))
    return BatchResult(ordered, index, failing, skipped)


@dataclass(frozen=True)
class _Task:
    """A story to be done: where it is, where its report goes, and how it is compared."""

    folder: Path
    output: Path
    name: str
    settings: Settings
    comparison: Comparison

    def file(self, ending: str) -> Path:
        return self.output / f"{self.name}.{ending}"

    @property
    def state_file(self) -> Path:
        return self.output / f".{self.name}.state.json"


def _file_name(story: Path) -> str:
    """The name of a story's files; that of the index is taken."""
    return f"{story.name}_" if story.name.casefold() == INDEX else story.name


def _results(tasks: Sequence[_Task], jobs: int) -> Iterator[StoryResult]:
    """Each story as it is finished."""
    if jobs == 1 or len(tasks) == 1:
        yield from map(_run, tasks)
        return
    stamps = {task.name: _stamp(task.state_file) for task in tasks}
    broken = []
    for task, result in _in_processes(tasks, jobs):
        if result is None:
            broken.append(task)
        else:
            yield result
    # A process that dies takes the whole pool with it; alone, each story shows whether it was the one.
    for task in broken:
        for _, result in _in_processes([task], 1):
            if result is None:
                yield StoryResult(task.name, StoryState.FAILED, problem=_DIED)
            elif result.state is StoryState.KEPT and _stamp(task.state_file) != stamps[task.name]:
                # This run wrote the report; only the word of it was lost with the pool.
                yield replace(result, state=StoryState.DONE)
            else:
                yield result


def _stamp(path: Path) -> tuple[int, int] | None:
    """What tells one writing of a file from the next, its content being the same or not; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _in_processes(tasks: Sequence[_Task], jobs: int) -> Iterator[tuple[_Task, StoryResult | None]]:
    """Each story as it is finished in another process, with None for those that a process took with it."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  most runs need no other process
    from multiprocessing import get_context  # noqa: PLC0415

    # A forked child would share the threads and locks of model libraries that this process may have loaded.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=spawn, initializer=_end_with_parent) as pool:
        waiting: dict[Future[StoryResult], _Task] = {pool.submit(_run, task): task for task in tasks}
        try:
            for future in as_completed(waiting):
                try:
                    yield waiting[future], future.result()
                except BrokenExecutor:
                    yield waiting[future], None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _end_with_parent() -> None:
    """Lets this process end when the one that started it is killed; it would wait for work, models loaded, for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, name="parent", daemon=True).start()
    # Ctrl-C reaches every process of a terminal; only the one that started this one has something to say. A batch in
    # the background does not hear it, and neither do its processes.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _run(task: _Task) -> StoryResult:
    """The story's report, kept or made anew; whatever goes wrong with it is told and stops nothing else."""
    try:
        key = _key(task)
        kept = _kept(task, key)
        if kept is not None:
            return StoryResult(task.name, StoryState.KEPT, kept)
        report = task.comparison.compare([task.folder], task.settings)
        _write_all(task, report, key)
        return StoryResult(task.name, StoryState.DONE, report)
    except FactcheckError as error:
        return StoryResult(task.name, StoryState.FAILED, problem=str(error))
    except Exception as error:
        if os.environ.get("FACTCHECK_DEBUG"):
            raise
        problem = f"something unexpected went wrong ({type(error).__name__}: {error}); FACTCHECK_DEBUG=1 shows where"
        return StoryResult(task.name, StoryState.FAILED, problem=problem)


# --- what is kept ----------------------------------------------------------------------------------------------------


def _key(task: _Task) -> str:
    """A digest of all that a report depends on: the bytes and paths of the story's files, settings, models, version."""
    settings = task.settings.model_dump(mode="json", exclude={"cache": True, "findings": set(_WITHOUT_EFFECT)})
    baseline = task.settings.findings.baseline
    parts = {
        "version": [installed_version(), SCHEMA_VERSION],
        "models": [info.model_dump() for info in task.comparison.models(task.settings)],
        "settings": settings,
        "baseline": _digest(Path(baseline)) if baseline else None,
        "files": [[path.as_posix(), _digest(path)] for path in sorted(_files(task.folder))],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode("utf-8", "surrogatepass")).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in names)


def _digest(path: Path) -> str:
    """The digest of a file's bytes; of what cannot be read, the reason."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
    except OSError as error:
        return f"{error.errno}"
    return digest.hexdigest()


def _kept(task: _Task, key: str) -> Report | None:
    """The report of an earlier run with this key, if all its files are there as they were written."""
    try:
        state = json.loads(task.state_file.read_bytes())
        files = {task.file(ending).name: _digest(task.file(ending)) for ending in ENDINGS.values()}
        if state != {"key": key, "files": files}:
            return None
        return Report.model_validate_json(task.file("json").read_bytes())
    except (OSError, ValueError, ValidationError):
        return None  # nothing is kept, or it is damaged: the story is compared again


def _write_all(task: _Task, report: Report, key: str) -> None:
    """The report in each format, then, once all are there, the state that says so."""
    with suppress(FileNotFoundError):
        task.state_file.unlink()
    for shape, ending in ENDINGS.items():
        write_whole(task.file(ending), render_report(report, shape))
    files = {task.file(ending).name: _digest(task.file(ending)) for ending in ENDINGS.values()}
    write_whole(task.state_file, json.dumps({"key": key, "files": files}, indent=2) + "\n")


def write_whole(path: Path, text: str) -> None:
    """The text in the file, all of it or nothing: a reader never sees half a report. Raises InputError."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(text.encode("utf-8", "replace"))
        scratch.replace(path)
    except OSError as error:
        with suppress(OSError):
            scratch.unlink()
        raise InputError(f"{path}: the report cannot be written there: {error.strerror}.") from error
