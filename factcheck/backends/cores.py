"""How many processor cores are really there: a container often has fewer than the machine."""

from __future__ import annotations

import math
import os
from pathlib import Path


def available_cores(root: Path = Path("/")) -> int:
    """Cores that this process may use: those it is bound to, less where its control group has a smaller share of time.

    A share of 1.5 cores counts as two, since threads are what is counted. `root` is where /proc and /sys stand.
    """
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([bound, *(math.ceil(share) for share in _shares(root))]))


def _shares(root: Path) -> list[float]:
    """The limits in cores of the process's control group and of those above it; none where there is no limit."""
    mount = root / "sys" / "fs" / "cgroup"
    found = [_second_version(folder / "cpu.max") for folder in _folders(mount, _own_group(root, ""))]
    first = mount / "cpu"
    found += [_first_version(folder) for folder in _folders(first, _own_group(root, "cpu"))]
    return [share for share in found if share]


def _own_group(root: Path, controller: str) -> str:
    """The path of the process's group as /proc/self/cgroup names it, for version 2 ("") or a version 1 controller."""
    try:
        lines = (root / "proc" / "self" / "cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    rows = [line.split(":", 2) for line in lines if line.count(":") >= 2]
    return next((path.strip("/") for _, controllers, path in rows if controller in controllers.split(",")), "")


def _folders(mount: Path, group: str) -> list[Path]:
    """The folder of `group` below `mount`, and those above it. A container sees its own group as the mount itself."""
    parts = [part for part in group.split("/") if part not in {"", "..", "."}]
    return [mount.joinpath(*parts[:depth]) for depth in range(len(parts), -1, -1)]


def _second_version(path: Path) -> float | None:
    """Cores in a cpu.max, "QUOTA PERIOD" in microseconds or "max PERIOD"."""
    return _share(_words(path))


def _first_version(folder: Path) -> float | None:
    """Cores by the two files of version 1; a quota of -1 is no limit."""
    return _share([*_words(folder / "cpu.cfs_quota_us"), *_words(folder / "cpu.cfs_period_us")])


def _share(words: list[str]) -> float | None:
    try:
        quota, period = (int(word) for word in words)
    except ValueError:
        return None
    return quota / period if quota > 0 and period > 0 else None


def _words(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split()
    except OSError:
        return []
