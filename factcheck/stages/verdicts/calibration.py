"""What a probability that the rules give is worth, and how well all stated ones hold: measured on annotated stories.

The figures stand in `weights.toml` beside this module; `benchmarks/fit_verdicts.py` writes them.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files

from factcheck.schema import Calibration, Record
from factcheck.stages.verdicts.weighing import WEIGHTS_FILE

# A formula that says 1 or 0 is taken to say nearly so: its log-odds have no end.
_NEAREST = 0.005


class RuledScale(Record):
    """Brings the probability that a rule's formula gives to the share of such pairs that are disagreements (Platt on
    its log-odds), fitted on `pairs` that the rules raise on the annotated stories."""

    slope: float
    offset: float
    pairs: int


@cache
def calibration() -> Calibration:
    """How far the probabilities of contradictions can be relied on."""
    return Calibration.model_validate(_table("calibration"))


@cache
def ruled_scale() -> RuledScale:
    """The scale that comes with factcheck."""
    return RuledScale.model_validate(_table("ruled"))


def scaled(probability: float, scale: RuledScale) -> float:
    """The share of pairs that are disagreements where a rule's formula says `probability`."""
    return 1 / (1 + math.exp(-(scale.slope * log_odds(probability) + scale.offset)))


def log_odds(probability: float) -> float:
    """The logit of a probability, bounded."""
    held = min(max(probability, _NEAREST), 1 - _NEAREST)
    return math.log(held / (1 - held))


def _table(name: str) -> object:
    table = tomllib.loads(files(__package__).joinpath(WEIGHTS_FILE).read_text(encoding="utf-8"))
    return table[name]
