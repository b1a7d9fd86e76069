"""All that is known of a pair of claims before it is judged."""

from __future__ import annotations

import math
import re
from datetime import datetime

from factcheck.schema import Claim, ClaimFacts, NameComparison, NliScores, PairNli, Record

_LEAST = 1e-6
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "president", "sir", "the", "of"})


class PairEvidence(Record):
    """Two claims with their facts, the NLI scores of both directions, and what relates them.

    `left_to_right` has the left claim as premise. `names` is what `facts.compare_names` says of the two. `checked` is
    the id of the typed claim or draft claim of the pair, None where both come from sources; agreement then asks most of
    the direction from the source to it.
    """

    left: Claim
    right: Claim
    left_facts: ClaimFacts
    right_facts: ClaimFacts
    left_to_right: NliScores
    right_to_left: NliScores
    similarity: float
    names: NameComparison
    left_published: datetime | None = None
    right_published: datetime | None = None
    cluster_id: str | None = None
    checked: str | None = None

    @property
    def nli(self) -> PairNli:
        """The scores of both directions as the report holds them."""
        return PairNli(left_to_right=self.left_to_right, right_to_left=self.right_to_left)

    @property
    def entailment(self) -> float:
        """The higher entailment of the two directions."""
        return max(scores.entailment for scores in self._both)

    @property
    def contradiction(self) -> float:
        """The higher contradiction of the two directions."""
        return max(scores.contradiction for scores in self._both)

    @property
    def mutual_contradiction(self) -> float:
        """The lower contradiction of the two directions."""
        return min(scores.contradiction for scores in self._both)

    @property
    def same_fact(self) -> float | None:
        """The logit that both report one fact, the mean of the directions; None where the model does not say."""
        told = [scores.same_fact for scores in self._both]
        logits = [_logit(one) for one in told if one is not None]
        return sum(logits) / len(logits) if len(logits) == len(told) else None

    @property
    def entailment_of_checked(self) -> float:
        """Entailment of the checked claim by the other; of either by the other where none is checked."""
        if self.checked == self.left.id:
            return self.right_to_left.entailment
        if self.checked == self.right.id:
            return self.left_to_right.entailment
        return self.entailment

    @property
    def speakers_may_be_one(self) -> bool:
        """Whether one person may be behind both claims: a shared name, or a side that the source itself says."""
        left, right = self.left.speaker, self.right.speaker
        if left is None or right is None or _is_house(left) or _is_house(right):
            return True
        return bool(names_of_speaker(left) & names_of_speaker(right))

    @property
    def _both(self) -> tuple[NliScores, NliScores]:
        return self.left_to_right, self.right_to_left


def _logit(probability: float) -> float:
    inside = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(inside / (1 - inside))


def _is_house(speaker: str) -> bool:
    """ "The White House", "the police": anyone of theirs may have said it."""
    return speaker.casefold().startswith("the ")


def names_of_speaker(speaker: str) -> set[str]:
    """The words of a name; one variant of "Zelenskyy" is any other."""
    words = (word.strip(".,") for word in speaker.casefold().split())
    return {re.sub(r"[iy]+$", "y", word) for word in words} - _TITLES
