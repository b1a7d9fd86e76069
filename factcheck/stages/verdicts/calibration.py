"""How well the stated probabilities hold, as it was measured when the weights were fitted."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from factcheck.schema import Calibration
from factcheck.stages.verdicts.weighing import WEIGHTS_FILE


@cache
def calibration() -> Calibration:
    """The figures that `benchmarks/fit_verdicts.py` measured and wrote beside the weights."""
    table = tomllib.loads(files(__package__).joinpath(WEIGHTS_FILE).read_text(encoding="utf-8"))
    return Calibration.model_validate(table["calibration"])
