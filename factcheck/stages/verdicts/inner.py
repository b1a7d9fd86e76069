"""When a source contradicts itself: the same comparison inside one text, with a higher bar."""

from __future__ import annotations

import re

from factcheck.schema import PairVerdict, Verdict
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import Alignment
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit
from factcheck.stages.verdicts.relations import relate_facts

# A text that tells what was thought before, or of part of a thing, does not contradict itself.
_TOLD_APART = re.compile(
    r"\b(?:earlier|initial(?:ly)?|at first|first reports?|previous(?:ly)?|revised|updated|rose|risen|up from|down from|"
    r"later|more|another|others?|additional|further|each|including|among them|of them|so far|since)\b",
    re.IGNORECASE,
)


def contradicts_itself(evidence: PairEvidence, verdict: PairVerdict, settings: VerdictSettings) -> bool:
    """Whether two claims of one source clash beyond doubt.

    Asks for a flat contradiction from a clash of facts that is surely aligned, one voice (the source itself, or one
    speaker), one subject and predicate, claims that the model sees to exclude each other both ways, no open reference,
    and no word that tells an earlier state or a part from the whole.
    """
    left, right = evidence.left, evidence.right
    if verdict.verdict is not Verdict.CONTRADICTION or verdict.qualifier is not None:
        return False
    if left.sentence_id == right.sentence_id or left.speaker != right.speaker or left.unresolved or right.unresolved:
        return False
    if any(_TOLD_APART.search(claim.text) for claim in (left, right)):
        return False
    ours, theirs = evidence.left_facts, evidence.right_facts
    one_thing = ours.predicate is not None and (ours.predicate, ours.subject) == (theirs.predicate, theirs.subject)
    sure = any(r.fit is Fit.APART and r.alignment is Alignment.SURE for r in relate_facts(evidence, settings))
    return one_thing and sure and evidence.mutual_contradiction >= settings.min_contradiction_both_ways
