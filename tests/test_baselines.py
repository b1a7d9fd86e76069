from __future__ import annotations

import json
from pathlib import Path

import pytest

from factcheck.baselines import read_baseline, render_baseline
from factcheck.errors import SettingsError
from factcheck.schema import Baseline, BaselineEntry, BaselineStatus

ENTRY = {"rule": "figure-differs", "fingerprint": "a" * 24, "status": "accepted"}


def written(path: Path, **parts: object) -> Path:
    document = {"format": "factcheck-baseline", "version": 1, "entries": [ENTRY], **parts}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def complaint(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        read_baseline(path)
    return str(caught.value)


def test_a_baseline_is_read_as_it_is_written(tmp_path: Path) -> None:
    entries = tuple(
        BaselineEntry(
            rule="r", fingerprint=f"{n:024x}", status=BaselineStatus.DISMISSED, initials="ÄH", quotes=("a", "b")
        )
        for n in (3, 1, 2)
    )
    file = tmp_path / "b.json"
    file.write_text(render_baseline(Baseline(entries=entries)), encoding="utf-8")
    found = read_baseline(file)
    assert sorted(found.entries, key=lambda one: one.fingerprint) == list(found.entries)
    assert set(found.entries) == set(entries)
    assert render_baseline(Baseline(entries=entries[::-1])) == file.read_text(encoding="utf-8")


def test_what_may_be_left_out_may_be_left_out(tmp_path: Path) -> None:
    (entry,) = read_baseline(written(tmp_path / "b.json")).entries
    assert (entry.initials, entry.note, entry.quotes) == ("", "", ())


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"format": "other"}, '"format" is not "factcheck-baseline"'),
        ({"version": 2}, "is of version 2, and this factcheck reads version 1"),
        ({"entries": [{**ENTRY, "status": "maybe"}]}, "entry 1, status"),
        ({"entries": [ENTRY, {**ENTRY, "fingerprint": "xyz"}]}, "entry 2, fingerprint"),
        ({"entries": [{**ENTRY, "notes": "x"}]}, "entry 1, notes is not known in a baseline"),
        ({"entries": [{"rule": "r", "status": "accepted"}]}, "entry 1, fingerprint is missing"),
        ({"entries": [{**ENTRY, "note": "x" * 2001}]}, "entry 1, note"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, parts: dict[str, object], said: str) -> None:
    file = written(tmp_path / "b.json", **parts)
    told = complaint(file)
    assert told.startswith(f"{file}: ")
    assert said in told
    assert len(told) < 400


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "b.json"
    file.write_bytes(content)
    assert "is not a baseline" in complaint(file)


def test_a_missing_or_huge_file_is_refused(tmp_path: Path) -> None:
    assert "there is no such baseline" in complaint(tmp_path / "none.json")
    (tmp_path / "huge.json").write_bytes(b" " * 5_000_001)
    assert "larger than 5 MB" in complaint(tmp_path / "huge.json")
    assert "cannot be read" in complaint(tmp_path)
