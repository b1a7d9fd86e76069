"""From what is known of a pair of claims to one verdict with its reason."""

from factcheck.stages.verdicts.calibration import calibration
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.inner import contradicts_itself
from factcheck.stages.verdicts.judging import judge_pair
from factcheck.stages.verdicts.listing import judge_pairs
from factcheck.stages.verdicts.settled import is_settled

__all__ = ["PairEvidence", "calibration", "contradicts_itself", "is_settled", "judge_pair", "judge_pairs"]
