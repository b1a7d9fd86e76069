"""All pairs of a run judged, and each clash of two values listed for its most probable pairs only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from factcheck.schema import PairVerdict, Verdict
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts import reasons
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.judging import judge
from factcheck.stages.verdicts.weighing import ClashKey


def judge_pairs(evidence: Sequence[PairEvidence], settings: VerdictSettings) -> tuple[PairVerdict, ...]:
    """The verdict of each pair, in order.

    Wire copy repeats one difference ("12 magazines", "31 magazines") in dozens of pairs: the `max_pairs_of_clash` most
    probable are listed, the others are neutral and their reason says where to look. What is said of a typed claim or a
    draft is always listed.
    """
    judged = [judge(item, settings) for item in evidence]
    pairs: dict[ClashKey, list[int]] = defaultdict(list)
    for number, (verdict, key) in enumerate(judged):
        if key is not None and verdict.verdict is Verdict.CONTRADICTION and evidence[number].checked is None:
            pairs[key].append(number)
    repeats = {
        number
        for numbers in pairs.values()
        for number in sorted(numbers, key=lambda n: (-judged[n][0].probability, judged[n][0].left, judged[n][0].right))[
            settings.max_pairs_of_clash :
        ]
    }
    return tuple(_repeat(verdict) if n in repeats else verdict for n, (verdict, _) in enumerate(judged))


def _repeat(verdict: PairVerdict) -> PairVerdict:
    return verdict.model_copy(
        update={
            "verdict": Verdict.NEUTRAL,
            "kind": None,
            "qualifier": None,
            "reason": reasons.repeat_reason(verdict.reason),
        }
    )
