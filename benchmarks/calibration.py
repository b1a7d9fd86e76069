#!/usr/bin/env python3
"""The shipped NLI model over all dev files: table, reliability diagram and floors, in one command.

    python -m benchmarks.calibration --data DIR [--model FOLDER] [--write] [--floors FILE] [--out FILE]

DIR holds files as benchmarks/nli.py describes them (NAME.jsonl.gz). The logits, some minutes of two cores, are kept in
reports/nli-logits by the digests of model and data, so that a second run, or one with another temperature or bias,
computes none. `--write` puts the table into the model card between its markers and draws the reliability diagram beside
it. `--floors` names a TOML file whose [nli.NAME] tables pin figures; exit code 1 says that one is not held.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from factcheck.backends.onnx_nli import OnnxNliScorer
from factcheck.backends.weights import Manifest, file_sha256, read_manifest, shipped_folder

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models"))
from training.data import LABELS, read_examples
from training.measuring import best_balanced_accuracy, expected_calibration_error, is_two_way, softmax, windows

KEPT = Path(__file__).resolve().parents[1] / "reports" / "nli-logits"
CARD, DIAGRAM = "README.md", "reliability.svg"
BEGIN, END = "<!-- figures: begin (written by benchmarks/calibration.py) -->", "<!-- figures: end -->"
BINS = 15

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class DevFile:
    """One dev file: logits (rows, 3), gold labels (pairs,), and the rows of each pair (one, or its windows)."""

    name: str
    logits: Array
    gold: Labels
    rows: Labels

    @property
    def two_way(self) -> bool:
        """Whether it only tells entailment from the rest."""
        return is_two_way(self.gold)


# --- the logits ------------------------------------------------------------------------------------------------------


class Logits:
    """Computes logits, or reads those that were kept; the model is loaded when the first are missing."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder, self._kept = folder, kept
        self._scorer: OnnxNliScorer | None = None
        files = sorted(read_manifest(folder).files.items())
        self._model = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]  # the same at every temperature

    def of(self, path: Path) -> DevFile:
        """The logits of one file."""
        place = self._kept / f"{self._model}-{file_sha256(path)[:16]}.npz"
        name = path.name.removesuffix(".jsonl.gz")
        if not place.is_file():
            print(f"scoring {path.name}", file=sys.stderr, flush=True)
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_suffix(".part")
            with part.open("wb") as out:
                np.savez(out, **self._compute(path))
            part.replace(place)
        with np.load(place) as kept:
            return DevFile(name, kept["logits"].astype(np.float64), kept["gold"], kept["rows"])

    def _compute(self, path: Path) -> dict[str, NDArray[np.generic]]:
        self._scorer = self._scorer or OnnxNliScorer(self._folder)
        examples = read_examples(path)
        gold = np.array([example.label for example in examples])
        parts = [windows(e.premise) if is_two_way(gold) else [e.premise] for e in examples]
        pairs = [(part, e.hypothesis) for e, own in zip(examples, parts, strict=True) for part in own]
        rows = np.array([len(own) for own in parts])
        return {"logits": self._scorer.logits(pairs), "gold": gold, "rows": rows}


def calibrated(logits: Array, manifest: Manifest) -> Array:
    """Probabilities as the scorer gives them, columns in the order of LABELS; so are the logits' columns."""
    assert tuple(label.value for label in manifest.labels) == LABELS, "the model names its labels in another order"
    return manifest.scaling.probabilities(logits)


# --- the figures -----------------------------------------------------------------------------------------------------


def figures_of(file: DevFile, manifest: Manifest) -> dict[str, float]:
    """The figures of one file by name; a class that does not occur has none."""
    probabilities = calibrated(file.logits, manifest)
    if file.two_way:
        starts = np.cumsum(file.rows) - file.rows
        supported = np.maximum.reduceat(probabilities[:, 0], starts)
        balanced, threshold = best_balanced_accuracy(supported, file.gold)
        return {"pairs": len(file.gold), "balanced_accuracy": balanced, "threshold": threshold}
    called = probabilities.argmax(axis=1)
    found = {
        "pairs": float(len(file.gold)),
        "accuracy": float((called == file.gold).mean()),
        "called_contradiction": float((called == LABELS.index("contradiction")).mean()),
        "calibration_error": expected_calibration_error(probabilities, file.gold, BINS),
    }
    for index, name in enumerate(LABELS):
        right = int(((called == index) & (file.gold == index)).sum())
        for figure, whole in (("precision", (called == index).sum()), ("recall", (file.gold == index).sum())):
            if whole:
                found[f"{name}_{figure}"] = right / int(whole)
    return found


def union_of(files: Sequence[DevFile]) -> tuple[Array, Labels]:
    """Logits and gold labels of all three-way files."""
    chosen = [file for file in files if not file.two_way]
    return np.concatenate([file.logits for file in chosen]), np.concatenate([file.gold for file in chosen])


def table(figures: Mapping[str, Mapping[str, float]], errors: tuple[float, float], manifest: Manifest) -> str:
    """The figures in Markdown, and the calibration error of the union before and after scaling."""
    head = "| file | pairs | accuracy | " + " | ".join(f"{name} P / R" for name in LABELS)
    lines = [f"{head} | called contradiction | ECE |", "|" + "---|" * 8]
    for name, row in figures.items():
        if "balanced_accuracy" in row:
            said = f"balanced accuracy {row['balanced_accuracy']:.3f} (max over windows, at {row['threshold']:.2f})"
            lines.append(f"| {name} | {row['pairs']:.0f} | {said} |" + " |" * 5)
            continue
        classes = [f"{_told(row, f'{c}_precision')} / {_told(row, f'{c}_recall')}" for c in LABELS]
        ends = [_told(row, "called_contradiction"), _told(row, "calibration_error")]
        lines.append("| " + " | ".join([name, f"{row['pairs']:.0f}", _told(row, "accuracy"), *classes, *ends]) + " |")
    bias = ", ".join(f"{value:+.2f}" for value in manifest.bias)
    lines += [
        "",
        f"Expected calibration error of the union of the three-way files ({BINS} bins): {errors[0]:.3f} as the model "
        f"gives them, {errors[1]:.3f} after temperature {manifest.temperature:.2f}, exponent "
        f"{manifest.exponent:.2f} and bias {bias}.",
    ]
    return "\n".join(lines)


def _told(row: Mapping[str, float], name: str) -> str:
    return f"{row[name]:.3f}" if name in row else "-"


def unheld(figures: Mapping[str, Mapping[str, float]], floors: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Each pinned figure that is not held or not there; `max_` before a name makes its floor a ceiling."""
    for file, pinned in floors.items():
        for name, bound in pinned.items():
            value = figures.get(file, {}).get(name.removeprefix("max_"))
            if value is None:
                yield f"{file}: there is no {name.removeprefix('max_')}"
            elif value > bound if name.startswith("max_") else value < bound:
                yield f"{file}: {name.removeprefix('max_')} is {value:.3f}, pinned is {bound:.3f}"


# --- the diagram -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bin:
    """The pairs whose confidence lies in one stretch: mean confidence, share that is right, share of all pairs."""

    confidence: float
    accuracy: float
    share: float


def reliability(probabilities: Array, gold: Labels) -> list[Bin]:
    """The bins that hold pairs, in order, as `expected_calibration_error` cuts them."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == gold
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    held = [number == index for index in range(BINS)]
    return [Bin(float(confidence[h].mean()), float(right[h].mean()), float(h.mean())) for h in held if h.any()]


SIZE, LEFT, TOP, GAP, WIDTH, HEIGHT = 300, 70, 48, 84, 790, 430
"""Pixels: the side of a panel, the room around and between the panels, the whole picture."""


def diagram(before: Sequence[Bin], after: Sequence[Bin], errors: tuple[float, float], pairs: int) -> str:
    """Two panels, before and after scaling, as an SVG that needs nothing else."""
    panels = "".join(
        panel(LEFT + place * (SIZE + GAP), title, bins)
        for place, (title, bins) in enumerate(
            ((f"As the model gives them: ECE {errors[0]:.3f}", before), (f"After scaling: ECE {errors[1]:.3f}", after))
        )
    )
    told = (
        f"Reliability of the NLI model on {pairs} dev pairs. Before scaling the expected calibration error is "
        f"{errors[0]:.3f}, after it {errors[1]:.3f}."
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="12" fill="#222">\n'
        f'<title id="title">{told}</title>\n<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{panels}'
        f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 12}" text-anchor="middle">Each dot is a bin of confidence, its area '
        f"the share of the {pairs} pairs in it. On the line the model is right as often as it says.</text>\n"
        "</svg>\n"
    )


def panel(left: float, title: str, bins: Sequence[Bin], axes: tuple[str, str] = ("confidence", "share right")) -> str:
    """One panel: axes from 0 to 1 with their names, the line of perfect calibration, a dot a bin."""
    bottom = TOP + SIZE
    marks = "".join(
        f'<line x1="{left}" x2="{left + SIZE}" y1="{bottom - t * SIZE:.1f}" y2="{bottom - t * SIZE:.1f}" '
        f'stroke="#ddd"/><text x="{left - 8}" y="{bottom - t * SIZE + 4:.1f}" text-anchor="end">{t:g}</text>'
        f'<text x="{left + t * SIZE:.1f}" y="{bottom + 18}" text-anchor="middle">{t:g}</text>\n'
        for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    points = [(left + b.confidence * SIZE, bottom - b.accuracy * SIZE, b) for b in bins]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + 22 * b.share**0.5:.1f}" fill="#1f5fa8" fill-opacity="0.55">'
        f"<title>{axes[0]} {b.confidence:.2f}, {axes[1]} {b.accuracy:.2f}, {b.share:.1%} of pairs</title></circle>\n"
        for x, y, b in points
    )
    return (
        f'<text x="{left + SIZE / 2}" y="{TOP - 18}" text-anchor="middle" font-weight="bold">{title}</text>\n{marks}'
        f'<line x1="{left}" y1="{bottom}" x2="{left + SIZE}" y2="{TOP}" stroke="#888" stroke-dasharray="5 4"/>\n'
        f'<polyline points="{path}" fill="none" stroke="#1f5fa8"/>\n{dots}'
        f'<text x="{left + SIZE / 2}" y="{bottom + 36}" text-anchor="middle">{axes[0]}</text>\n'
        f'<text transform="translate({left - 38} {TOP + SIZE / 2}) rotate(-90)" text-anchor="middle">'
        f"{axes[1]}</text>\n"
    )


# --- the command -----------------------------------------------------------------------------------------------------


def put_between_markers(card: str, words: str) -> str:
    """`card` with `words` between its markers; ValueError where it has none."""
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the model card has no lines {BEGIN} and {END}")
    return f"{before}{begin}\n{words}\n{end}{after}"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of dev files")
    parser.add_argument("--model", type=Path, help="a packed folder (default: the shipped one)")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where logits are kept (default: reports/nli-logits)")
    parser.add_argument("--write", action="store_true", help="write table and diagram into the model's folder")
    parser.add_argument("--floors", type=Path, help="TOML file; exit 1 when a figure of its [nli] is not held")
    parser.add_argument("--out", type=Path, help="where the figures go, as JSON")
    args = parser.parse_args(argv)
    if not sorted(args.data.glob("*.jsonl.gz")):
        parser.error(f"there is no .jsonl.gz file in {args.data}; benchmarks/README.md says what such a folder holds")
    return args


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write; 1 where a floor is not held."""
    args = arguments(argv)
    folder = args.model or shipped_folder()
    manifest, logits = read_manifest(folder), Logits(folder, args.kept)
    files = [logits.of(path) for path in sorted(args.data.glob("*.jsonl.gz"))]
    figures = {file.name: figures_of(file, manifest) for file in files}
    union, gold = union_of(files)
    plain, scaled = softmax(union), calibrated(union, manifest)
    errors = (expected_calibration_error(plain, gold, BINS), expected_calibration_error(scaled, gold, BINS))
    figures["union"] = {
        "pairs": len(gold),
        "accuracy": float((scaled.argmax(axis=1) == gold).mean()),
        "calibration_error": errors[1],
        "calibration_error_before": errors[0],
    }
    told = table({name: row for name, row in figures.items() if name != "union"}, errors, manifest)
    print(told)
    if args.write:
        card = folder / CARD
        card.write_text(put_between_markers(card.read_text(encoding="utf-8"), told), encoding="utf-8")
        picture = diagram(reliability(plain, gold), reliability(scaled, gold), errors, len(gold))
        (folder / DIAGRAM).write_text(picture, encoding="utf-8")
    if args.out:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        whole = {"model": manifest.name, "sha256": manifest.sha256, "figures": figures}
        args.out.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    pinned = tomllib.loads(args.floors.read_text(encoding="utf-8"))["nli"] if args.floors else {}
    short = list(unheld(figures, pinned))
    for line in short:
        print(f"BELOW FLOOR: {line}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
