"""How long `factcheck claim` takes from the prompt to the answer, against importing torch and transformers.

    python -m benchmarks.start [--rounds N] [--sources PATH] [--out FILE]

Each round runs these one after another, so that what else the machine does meets all of them alike:

    import     python -c "import torch, transformers", the start of a tool that is built on them
    fresh      factcheck claim with an empty cache folder: every sentence is parsed, embedded and compared
    new claim  factcheck claim with a claim of its own each round; the sources were read before
    again      the claim of the round before once more

A round before the first warms the disk and is not counted. Python keeps its compiled modules, as after any
installation, also where PYTHONDONTWRITEBYTECODE is set. Printed are medians with the quartiles, the ratio to
`import` of the same round, and whether the line is held: a claim on a warm disk takes at most one second more than
`import`. Exits with 1 where `fresh` or `new claim` does not hold it. Processor seconds are given too: on a machine that
has other work they say more than wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORT = (sys.executable, "-c", "import torch, transformers")
CLAIM = "The summit takes place in {place}"
PLACES = (
    "Geneva",
    "Oslo",
    "Lisbon",
    "Cairo",
    "Lima",
    "Seoul",
    "Delhi",
    "Accra",
    "Quito",
    "Riga",
    "Doha",
    "Tunis",
    "Baku",
)
ALLOWANCE = 1.0
"""Seconds that a claim may take beyond the import: the line that the project has set itself."""
KINDS = ("import", "fresh", "new claim", "again")
HELD_BY = ("fresh", "new claim")


@dataclass(frozen=True)
class Run:
    """One run of one command, in seconds of wall time and of the processor."""

    wall: float
    processor: float


def timed(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Runs a command to its end; RuntimeError with its words where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(command, env=dict(environment), cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:  # 1 says that there are findings
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def claim_command(place: str, sources: Path) -> tuple[str, ...]:
    """The command line as a user types it."""
    return (sys.executable, "-m", "factcheck", "claim", CLAIM.format(place=place), "--against", str(sources))


def one_round(number: int, sources: Path, known: Path) -> dict[str, Run]:
    """One run of each kind; `known` is the cache folder in which the sources were read before."""
    place, before = PLACES[number % len(PLACES)], PLACES[(number - 1) % len(PLACES)]
    base = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    base.pop("PYTHONDONTWRITEBYTECODE", None)  # no user's run compiles each time
    with_store = {**base, "XDG_CACHE_HOME": str(known)}
    with tempfile.TemporaryDirectory() as empty:
        return {
            "import": timed(IMPORT, base),
            "fresh": timed(claim_command(place, sources), {**base, "XDG_CACHE_HOME": empty}),
            "new claim": timed(claim_command(place, sources), with_store),
            "again": timed(claim_command(before, sources), with_store),
        }


def measure(rounds: int, sources: Path) -> list[dict[str, Run]]:
    """The counted rounds, after one that warms disk and store."""
    with tempfile.TemporaryDirectory() as known:
        one_round(0, sources, Path(known))
        return [one_round(number, sources, Path(known)) for number in range(1, rounds + 1)]


def summary(rounds: Sequence[Mapping[str, Run]]) -> dict[str, dict[str, float]]:
    """For each kind: median and quartiles of seconds, of the ratio to `import` in the same round, and of the excess."""
    table = {}
    for kind in KINDS:
        wall = [one[kind].wall for one in rounds]
        ratio = [one[kind].wall / one["import"].wall for one in rounds]
        table[kind] = {
            "wall": statistics.median(wall),
            "wall_low": quartiles(wall)[0],
            "wall_high": quartiles(wall)[1],
            "processor": statistics.median(one[kind].processor for one in rounds),
            "ratio": statistics.median(ratio),
            "ratio_low": quartiles(ratio)[0],
            "ratio_high": quartiles(ratio)[1],
            "processor_ratio": statistics.median(one[kind].processor / one["import"].processor for one in rounds),
            "excess": statistics.median(one[kind].wall - one["import"].wall for one in rounds),
        }
    return table


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """First and third quartile; of a single value, the value."""
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


def holds(table: Mapping[str, Mapping[str, float]], kind: str) -> bool:
    """Whether a kind of run takes at most the allowance more than `import`, at the median of the rounds."""
    return table[kind]["excess"] <= ALLOWANCE


def lines(table: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The table for a person, a line a kind."""
    told = [
        f"{'':10} {'wall s':>8} {'quartiles':>15} {'of import':>10} {'quartiles':>13} {'cpu s':>7} {'of import':>10}"
    ]
    for kind, row in table.items():
        told.append(
            f"{kind:10} {row['wall']:8.2f} {row['wall_low']:7.2f}-{row['wall_high']:<7.2f} {row['ratio']:9.2f}x "
            f"{row['ratio_low']:6.2f}-{row['ratio_high']:<6.2f} {row['processor']:7.2f} {row['processor_ratio']:9.2f}x"
        )
    for kind in HELD_BY:
        said = "holds" if holds(table, kind) else "DOES NOT HOLD"
        told.append(f"{kind}: {table[kind]['excess']:+.2f} s against import (allowed {ALLOWANCE:+.2f} s): {said}")
    return told


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sources", type=Path, default=ROOT / "seeds")
    parser.add_argument("--out", type=Path, help="write the table as JSON, too")
    args = parser.parse_args()
    if not 1 <= args.rounds < len(PLACES):
        parser.error(f"--rounds must be from 1 to {len(PLACES) - 1}: each takes a claim that was not asked before")
    table = summary(measure(args.rounds, args.sources.resolve()))
    print(*lines(table), sep="\n")
    if args.out:
        args.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    sys.exit(0 if all(holds(table, kind) for kind in HELD_BY) else 1)


if __name__ == "__main__":
    main()
