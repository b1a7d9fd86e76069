#!/usr/bin/env python3
"""Pairs a second of factcheck's NLI scorer against two peers that run the same weights in torch, float32, on the CPU.

    python -m benchmarks.speed --data FILE [--pairs N] [--rounds N] [--model FOLDER] [--floors FILE] [--out FILE]

Peers: transformers' pipeline("text-classification") and sentence-transformers' CrossEncoder.predict, on our weights
multiplied out into a Hugging Face folder. Each contender is a process of its own. After a warm-up, in which each peer
takes the batch size that is fastest for it here, the pairs are cut into rounds; in every round each contender scores
the same pairs, one after the other, in an order that turns. So a machine that is busy for a while is busy for all.
Printed are pairs a second, the ratio to each peer over all rounds with its spread over the rounds, the same ratio in
seconds of processor time (which other programs disturb less), the peak of resident memory, and how often a peer gives
the same label as we do. `--floors` names a TOML file whose [speed] table pins ratios; below them the exit code is 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from factcheck.backends import load_nli_scorer
from factcheck.backends.cores import available_cores
from factcheck.backends.weights import shipped_folder
from factcheck.settings import ModelSettings

OURS, PIPELINE, CROSS_ENCODER = "factcheck", "pipeline", "cross_encoder"
CONTENDERS = (PIPELINE, CROSS_ENCODER, OURS)
BATCH_SIZES = (1, 8, 16, 32)
MAX_TOKENS = 256
WARM_UP = 32

Pair = tuple[str, str]
Score = Callable[[Sequence[Pair]], list[str]]


# --- one contender, in a process of its own --------------------------------------------------------------------------


def ours(folder: Path) -> Callable[[int], Score]:
    """Our scorer as settings would load it; it plans its batches itself."""
    scorer = load_nli_scorer(ModelSettings(nli_model=str(folder)))
    return lambda size: lambda pairs: [scores.label.value for scores in scorer.score(pairs)]


def pipeline(folder: Path) -> Callable[[int], Score]:
    """transformers' pipeline."""
    import torch
    import transformers

    pipe = transformers.pipeline("text-classification", str(folder), device="cpu", dtype=torch.float32)

    def of_size(size: int) -> Score:
        def score(pairs: Sequence[Pair]) -> list[str]:
            rows = [{"text": premise, "text_pair": hypothesis} for premise, hypothesis in pairs]
            found = pipe(rows, batch_size=size, truncation=True, max_length=MAX_TOKENS)
            return [row["label"].lower() for row in found]

        return score

    return of_size


def cross_encoder(folder: Path) -> Callable[[int], Score]:
    """sentence-transformers' CrossEncoder, which sorts pairs by length itself."""
    import sentence_transformers
    import torch

    model = sentence_transformers.CrossEncoder(
        str(folder), max_length=MAX_TOKENS, device="cpu", model_kwargs={"dtype": torch.float32}
    )
    names = model.config.id2label

    def of_size(size: int) -> Score:
        def score(pairs: Sequence[Pair]) -> list[str]:
            found = model.predict(list(pairs), batch_size=size, apply_softmax=True, show_progress_bar=False)
            return [names[int(row)].lower() for row in found.argmax(axis=1)]

        return score

    return of_size


LOADERS: Mapping[str, Callable[[Path], Callable[[int], Score]]] = {
    OURS: ours,
    PIPELINE: pipeline,
    CROSS_ENCODER: cross_encoder,
}


def serve(name: str, folder: Path) -> None:
    """Loads a contender, then answers each line of pairs on stdin by a line of labels and times on stdout."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print does not get between the answers
    if name != OURS:
        import torch

        torch.set_num_threads(available_cores())
    of_size, size, score = LOADERS[name](folder), 0, None
    for line in sys.stdin:
        pairs = [(premise, hypothesis) for premise, hypothesis in json.loads(line)]
        if score is None:  # the first line is the warm-up
            size = fastest(of_size, pairs) if name != OURS else 0
            score = of_size(size)
            score(pairs)
        wall, processor = time.perf_counter(), time.process_time()
        labels = score(pairs)
        told = {
            "labels": labels,
            "seconds": time.perf_counter() - wall,
            "processor_seconds": time.process_time() - processor,
            "peak_megabytes": peak_megabytes(),
            "batch_size": size,
        }
        answers.write(json.dumps(told) + "\n")
        answers.flush()


def fastest(of_size: Callable[[int], Score], pairs: Sequence[Pair]) -> int:
    """The batch size that takes the least processor time on `pairs`, after one run that is not counted."""
    of_size(BATCH_SIZES[-1])(pairs)

    def cost(size: int) -> float:
        began = time.process_time()
        of_size(size)(pairs)
        return time.process_time() - began

    return min(BATCH_SIZES, key=cost)


def peak_megabytes() -> float:
    """The most memory that this process has held at once; Linux counts kilobytes, macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


# --- the run ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What a contender says of one round."""

    labels: Sequence[str]
    seconds: float
    processor_seconds: float
    peak_megabytes: float
    batch_size: int


class Contender:
    """A process that scores what it is sent."""

    def __init__(self, name: str, folder: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.speed", "--serve", name, "--model", str(folder)]
        root = Path(__file__).resolve().parents[1]
        self.name = name
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)  # noqa: S603 (our own file)

    def score(self, pairs: Sequence[Pair]) -> Answer:
        """Sends `pairs` and waits for the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(pairs) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended without an answer (exit code {self._process.wait()}).")
        return Answer(**json.loads(line))

    def close(self) -> None:
        """Ends the process, in the middle of a round too."""
        self._process.terminate()
        self._process.wait()


def run(contenders: Sequence[Contender], pairs: Sequence[Pair], rounds: int) -> dict[str, list[Answer]]:
    """Each contender's answers, round by round; the order turns from round to round."""
    for contender in contenders:
        warm = contender.score(pairs[:WARM_UP])
        print(f"{contender.name} is warm, batch size {warm.batch_size or 'its own'}", file=sys.stderr, flush=True)
    found: dict[str, list[Answer]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        part = pairs[number::rounds]
        turn = number % len(contenders)
        for contender in (*contenders[turn:], *contenders[:turn]):
            found[contender.name].append(contender.score(part))
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return found


@dataclass(frozen=True)
class Ratio:
    """How many times faster we are than a peer: over all rounds, and the least, middle and greatest of the rounds."""

    peer: str
    overall: float
    least: float
    middle: float
    greatest: float
    by_processor_time: float
    same_label: float


def ratio(peer: str, theirs: Sequence[Answer], own: Sequence[Answer]) -> Ratio:
    """The ratio to one peer."""
    by_round = [other.seconds / one.seconds for one, other in zip(own, theirs, strict=True)]
    same = [
        a == b for one, other in zip(own, theirs, strict=True) for a, b in zip(one.labels, other.labels, strict=True)
    ]
    return Ratio(
        peer=peer,
        overall=sum(a.seconds for a in theirs) / sum(a.seconds for a in own),
        least=min(by_round),
        middle=statistics.median(by_round),
        greatest=max(by_round),
        by_processor_time=sum(a.processor_seconds for a in theirs) / sum(a.processor_seconds for a in own),
        same_label=sum(same) / len(same),
    )


def rate(answers: Sequence[Answer]) -> float:
    """Pairs a second over all rounds."""
    return sum(len(answer.labels) for answer in answers) / sum(answer.seconds for answer in answers)


def table(found: Mapping[str, Sequence[Answer]], ratios: Sequence[Ratio]) -> str:
    """What is printed, in Markdown."""
    lines = ["| | pairs/s | batch size | peak memory |", "|---|---|---|---|"]
    for name, answers in found.items():
        size = answers[-1].batch_size or "its own"
        lines.append(f"| {name} | {rate(answers):.1f} | {size} | {answers[-1].peak_megabytes:.0f} MB |")
    lines += [
        "",
        "| factcheck against | all rounds | rounds: least, median, greatest | by processor time | same label |",
    ]
    lines.append("|---|---|---|---|---|")
    lines += [
        f"| {r.peer} | {r.overall:.2f}x | {r.least:.2f}, {r.middle:.2f}, {r.greatest:.2f} | {r.by_processor_time:.2f}x "
        f"| {r.same_label:.3f} |"
        for r in ratios
    ]
    return "\n".join(lines)


def below_floors(ratios: Sequence[Ratio], floors: Mapping[str, float]) -> list[str]:
    """What falls short of the pinned ratios over all rounds."""
    return [
        f"{r.peer}: {r.overall:.2f}x, pinned is {floors[r.peer]:.2f}x"
        for r in ratios
        if r.overall < floors.get(r.peer, 0.0)
    ]


def read_pairs(path: Path, count: int) -> list[Pair]:
    """The first `count` pairs of a file of JSON lines with premise and hypothesis."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(count), lines, strict=False)]
    return [(row["premise"], row["hypothesis"]) for row in rows]


def unpack(folder: Path, target: Path) -> None:
    """The packed model in `folder` as a float32 Hugging Face folder, for the peers."""
    command = (
        "import sys; from pathlib import Path; from factcheck.backends.torch_nli import _load; "
        "parts = _load(Path(sys.argv[1]), packed=True); [part.save_pretrained(sys.argv[2]) for part in parts]"
    )
    subprocess.run([sys.executable, "-c", command, str(folder), str(target)], check=True)  # noqa: S603 (our own words)


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="JSON lines with premise and hypothesis")
    parser.add_argument("--pairs", type=int, default=2000, help="how many of them (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=8, help="parts that they are cut into (default: %(default)s)")
    parser.add_argument("--model", type=Path, help="a packed folder (default: the shipped one)")
    parser.add_argument("--floors", type=Path, help="TOML file; exit 1 when a ratio is below its own in [speed]")
    parser.add_argument("--out", type=Path, help="where the figures go, as JSON")
    parser.add_argument("--serve", choices=CONTENDERS, help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if not args.serve and not (args.data and args.data.is_file()):
        parser.error("name a file of pairs with --data")
    if args.rounds < 1 or args.pairs < args.rounds:
        parser.error("there must be at least one pair a round")
    return args


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 below a floor."""
    args = arguments(argv)
    folder = args.model or shipped_folder()
    if args.serve:
        serve(args.serve, folder)
        return 0
    pairs = read_pairs(args.data, args.pairs)
    with tempfile.TemporaryDirectory() as unpacked:
        unpack(folder, Path(unpacked))
        places = {OURS: folder}
        contenders = [Contender(name, places.get(name, Path(unpacked))) for name in CONTENDERS]
        try:
            found = run(contenders, pairs, args.rounds)
        finally:
            for contender in contenders:
                contender.close()
    ratios = [ratio(peer, found[peer], found[OURS]) for peer in (PIPELINE, CROSS_ENCODER)]
    print(f"{len(pairs)} pairs of {args.data.name} in {args.rounds} rounds, {available_cores()} cores\n")
    print(table(found, ratios))
    if args.out:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(json.dumps(figures(found, ratios), indent=1) + "\n", encoding="utf-8")
    short = below_floors(ratios, tomllib.loads(args.floors.read_text(encoding="utf-8"))["speed"]) if args.floors else []
    for line in short:
        print(f"BELOW FLOOR: {line}")
    return 1 if short else 0


def figures(found: Mapping[str, Sequence[Answer]], ratios: Sequence[Ratio]) -> dict[str, Any]:
    """All figures, for a file."""
    return {
        "pairs_per_second": {name: rate(answers) for name, answers in found.items()},
        "peak_megabytes": {name: answers[-1].peak_megabytes for name, answers in found.items()},
        "ratios": [asdict(one) for one in ratios],
    }


if __name__ == "__main__":
    sys.exit(main())
