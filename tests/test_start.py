"""What a start loads: the default needs no torch, and what is known needs no model at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.start import Run, holds, lines, summary

ROOT = Path(__file__).resolve().parent.parent
TORCH = {"torch", "transformers", "sentence_transformers"}
MODELS = TORCH | {"spacy", "thinc", "onnxruntime", "tokenizers"}
# Prints what of the libraries is loaded at the end, and the backend that computed.
SCRIPT = """
import atexit, sys
from factcheck.cli import main
names = {names!r}
atexit.register(lambda: print("LOADED", *sorted(name for name in names if name in sys.modules)))
sys.argv = ["factcheck", *{arguments!r}]
main()
"""


def loaded(names: set[str], *arguments: str, cache: Path) -> set[str]:
    """The libraries among `names` that the command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(names=sorted(names), arguments=arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "HF_HUB_OFFLINE": "1"},
        timeout=600,
    )
    assert done.returncode in {0, 1}, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


def claim(place: str) -> tuple[str, ...]:
    return "claim", f"The summit takes place in {place}", "--against", "seeds/"


def test_a_claim_loads_no_torch_and_a_known_one_no_model(tmp_path: Path) -> None:
    assert loaded(MODELS, *claim("Geneva"), cache=tmp_path) == MODELS - TORCH
    assert loaded(MODELS, *claim("Oslo"), cache=tmp_path) == MODELS - TORCH
    assert loaded(MODELS, *claim("Geneva"), cache=tmp_path) == set()


def test_help_loads_no_model(tmp_path: Path) -> None:
    assert loaded(MODELS, "claim", "--help", cache=tmp_path) == set()


def test_the_parser_works_with_torch_imported_before_and_hides_it_from_nobody() -> None:
    script = (
        "import sys; from factcheck.backends.parser import SpacyParser\n"
        "parser = SpacyParser(); parser.parse(['It rained.'])\n"
        "assert 'torch' not in sys.modules; before = list(sys.meta_path)\n"
        "import torch; assert torch.ones(1).sum() == 1; assert sys.meta_path == before\n"
        "assert len(parser.parse(['It rained.'])[0].tokens) == 3"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


# --- the benchmark's arithmetic --------------------------------------------------------------------------------------


def rounds_of(fresh: float, new: float) -> list[dict[str, Run]]:
    return [
        {"import": Run(2.0, 2.0), "fresh": Run(fresh, 4.0), "new claim": Run(new, 3.0), "again": Run(1.0, 1.0)},
        {"import": Run(4.0, 2.0), "fresh": Run(fresh + 2, 4.0), "new claim": Run(new + 2, 3.0), "again": Run(2.0, 1.0)},
    ]


def test_each_round_is_compared_with_its_own_import() -> None:
    table = summary(rounds_of(2.9, 2.5))
    assert table["new claim"]["excess"] == pytest.approx(0.5)
    assert table["again"]["ratio"] == pytest.approx(0.5)
    assert table["fresh"]["processor_ratio"] == pytest.approx(2.0)


@pytest.mark.parametrize(("fresh", "held"), [(2.9, True), (3.1, False)])
def test_the_line_is_import_and_a_second(fresh: float, held: bool) -> None:
    table = summary(rounds_of(fresh, 2.0))
    assert holds(table, "fresh") is held
    assert ("DOES NOT HOLD" in "\n".join(lines(table))) is not held
