"""The one sentence that tells an editor why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factcheck.schema import ContradictionKind, Qualifier
from factcheck.stages.verdicts.alignment import FactRelation, Value
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit

_FOLLOWS = 0.5
# "Left speaks of it" tells an editor nothing.
_PRONOUNS = frozenset({"it", "this", "that", "they", "these", "those", "he", "she", "we", "i", "you"})
_QUALIFIED: dict[Qualifier, str] = {
    Qualifier.BOUNDS: "both figures can hold",
    Qualifier.REFERENCE: "the two may speak of different events or groups",
    Qualifier.UPDATE: "the later report revises the earlier",
    Qualifier.SPEAKERS: "two speakers differ, not two outlets",
    Qualifier.ROUNDING: "one figure may be rounded",
}


def clash_reason(relation: FactRelation, qualifier: Qualifier | None) -> str:
    """Both values as written and as understood, whom each speaks of where they differ, and the qualifier in words."""
    parts = [f"{relation.kind.value}: {_said(relation.left)} vs {_said(relation.right)}"]
    left, right = relation.left.about, relation.right.about
    named = left and right and not {left.casefold(), right.casefold()} & _PRONOUNS
    if named and not _same_people(left or "", right or ""):
        parts.append(f"left speaks of {left}, right of {right}")
    if qualifier is not None:
        parts.append(_QUALIFIED[qualifier])
    return "; ".join(parts)


def bare_reason(kind: ContradictionKind, evidence: PairEvidence, qualifier: Qualifier | None) -> str:
    """A contradiction that only the model sees, both ways."""
    shown = f'"{_short(evidence.left.text)}" vs "{_short(evidence.right.text)}"'
    reason = f"{kind.value}: {shown}; read either way, the two exclude each other"
    return f"{reason}; {_QUALIFIED[qualifier]}" if qualifier is not None else reason


def agreement_reason(evidence: PairEvidence, match: FactRelation | None, read_as_contradiction: bool) -> str:
    """Which follows from which, what they share, and that the model reads one direction otherwise where it does."""
    parts = [_follows(evidence)]
    if match is not None and match.decisive:
        parts = [f"both {_both_do(match)}"]
    elif match is not None and match.kind is not ContradictionKind.NEGATION:
        parts.append(f"both say {_said(match.left)}")
    return "; ".join([*parts, *_read_otherwise(evidence, read_as_contradiction)])


def one_fact_reason(evidence: PairEvidence, read_as_contradiction: bool) -> str:
    """The model's word that both report one fact (no value that both "give"), and what it reads otherwise."""
    follows = _follows(evidence)
    said = "the two report one fact" if "follows" not in follows else f"{follows}; the two report one fact"
    return "; ".join([said, *_read_otherwise(evidence, read_as_contradiction)])


def shared_reason(evidence: PairEvidence, shared: Sequence[FactRelation], read_as_contradiction: bool) -> str:
    """What both claims give, and what the model reads otherwise where it does."""
    said = list(dict.fromkeys(relation.left.understood for relation in shared))
    both = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return "; ".join([f"both {both}", *_read_otherwise(evidence, read_as_contradiction)])


def _read_otherwise(evidence: PairEvidence, read_as_contradiction: bool) -> list[str]:
    if not read_as_contradiction:
        return []
    both_ways = evidence.mutual_contradiction >= _FOLLOWS
    return [f"the model reads {'both directions' if both_ways else 'one direction'} as a contradiction"]


def _follows(evidence: PairEvidence) -> str:
    forward, backward = evidence.nli.left_to_right.entailment, evidence.nli.right_to_left.entailment
    if min(forward, backward) >= _FOLLOWS:
        return "each follows from the other"
    if max(forward, backward) < _FOLLOWS:
        return "the two say much the same, by their words and topic"
    return "right follows from left" if forward >= backward else "left follows from right"


def _both_do(match: FactRelation) -> str:
    """A decisive match in words: what both quote, list or give, or the date of an event."""
    if not match.left.written:
        return match.left.understood
    if match.left.understood == match.right.understood:
        return f"say {_said(match.left)}"
    return f"date it alike: {_said(match.left)} and {_said(match.right)}"


def unsure_reason(relation: FactRelation) -> str:
    """Values that differ but may not be said of one thing."""
    shown = f"{_said(relation.left)} and {_said(relation.right)}"
    return f"not called a contradiction: {shown} may speak of different things"


def repeat_reason(reason: str) -> str:
    """A difference that is already listed for other claims with the same two values."""
    return f"already listed for other claims with the same two values: {reason}"


def torn_reason() -> str:
    """The model reads support one way and contradiction the other."""
    return "not settled: read one way the two agree, read the other way they differ"


def one_way_reason() -> str:
    """A contradiction that the model sees without any fact that clashes, and not surely enough."""
    return "not settled: they may differ, but no figure, date, place or negation of theirs clashes"


def neutral_reason(compatible: FactRelation | None) -> str:
    """Nothing to report, with the values that can both hold where there are some."""
    if compatible is not None and compatible.fit is Fit.COMPATIBLE:
        return f"{_said(compatible.left)} and {_said(compatible.right)} can both hold"
    return "neither follows from the other, and they can both hold"


def _same_people(left: str, right: str) -> bool:
    """Whether one phrase only says the other in more words: "Trump and Putin", "Donald Trump and Vladimir Putin"."""
    one, other = (set(re.findall(r"\w+", phrase.casefold())) for phrase in (left, right))
    return one <= other or other <= one


def _said(value: Value) -> str:
    return f'"{_short(value.written)}" ({value.understood})'


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157].rstrip() + "..."
