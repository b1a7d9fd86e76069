"""Which files a run reads: given files and folders, in one order whatever the order they were given in."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from factcheck.schema import SkippedInput
from factcheck.settings import IngestSettings


def shown_path(path: Path) -> str:
    """The path as given, with "/" between its parts and undecodable bytes spelled out, so that it can be printed."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def left_out(path: Path, reason: str) -> SkippedInput:
    """Note that a whole file or folder was not read, and why."""
    return SkippedInput(path=shown_path(path), stage="ingest", reason=reason)


def find_files(paths: Sequence[Path], settings: IngestSettings) -> tuple[tuple[Path, ...], tuple[SkippedInput, ...]]:
    """The files to read, sorted by name, and what was passed over.

    Folders are walked to the bottom. A symbolic link that was given by name is followed; one found in a folder is
    followed only where it leads to a file inside that folder. A file that is reached twice is read once.
    """
    found: list[Path] = []
    skipped: list[SkippedInput] = []
    for path in sorted(set(paths)):
        for entry in _entries(path, settings):
            if isinstance(entry, SkippedInput):
                skipped.append(entry)
            else:
                found.append(entry)
    files, repeats = _without_repeats(found)
    return files, (*skipped, *repeats)


def _entries(path: Path, settings: IngestSettings) -> Iterator[Path | SkippedInput]:
    try:
        mode = path.stat().st_mode
    except OSError as problem:
        yield left_out(path, _cannot_open(path, problem))
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, path.resolve(), settings)
    elif stat.S_ISREG(mode):
        yield path
    else:
        yield left_out(path, "is neither a file nor a folder; give a text, Markdown or HTML file")


def _cannot_open(path: Path, problem: OSError) -> str:
    if path.is_symlink():
        return "is a symbolic link that leads nowhere; give the file itself"
    if isinstance(problem, FileNotFoundError):
        return "does not exist; check the path"
    return f"cannot be opened ({problem.strerror or problem}); check its permissions"


def _walk(folder: Path, top: Path, settings: IngestSettings) -> Iterator[Path | SkippedInput]:
    try:
        children = sorted(os.scandir(folder), key=lambda child: child.name)
    except OSError as problem:
        yield left_out(folder, f"cannot be listed ({problem.strerror or problem}); check its permissions")
        return
    for child in children:
        path = folder / child.name
        if child.name.startswith("."):
            yield left_out(path, "is hidden; give it by name if it is meant")
        elif child.is_symlink():
            yield _linked(path, top, settings)
        elif child.is_dir():
            yield from _walk(path, top, settings)
        else:
            yield _file_in_folder(path, settings)


def _linked(path: Path, top: Path, settings: IngestSettings) -> Path | SkippedInput:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return left_out(path, "is a symbolic link that leads nowhere")
    if not target.is_relative_to(top):
        return left_out(
            path, "is a symbolic link out of the given folder, which is not followed; give its target by name"
        )
    if target.is_dir():
        return left_out(path, "is a symbolic link to a folder that is read anyway")
    return _file_in_folder(path, settings)


def _file_in_folder(path: Path, settings: IngestSettings) -> Path | SkippedInput:
    if not path.is_file():
        return left_out(path, "is no regular file")
    if path.suffix.lower() not in settings.suffixes:
        return left_out(path, f"is of a kind that is not read; the kinds read are {', '.join(settings.suffixes)}")
    return path


def _without_repeats(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[SkippedInput, ...]]:
    first_at: dict[Path, Path] = {}
    repeats: list[SkippedInput] = []
    for path in sorted(set(paths)):
        target = path.resolve()
        if target in first_at:
            repeats.append(left_out(path, f"is the same file as {shown_path(first_at[target])}, which is read once"))
        else:
            first_at[target] = path
    return tuple(first_at.values()), tuple(repeats)
