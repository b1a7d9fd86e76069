"""Which claims stand together behind one statement: a claim that each of them says, or something that all give."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from factcheck.schema import Claim, PairVerdict

# Entailment from which a claim is taken to say another; below it in both directions the two are alike at most.
_SAYS = 0.5


@dataclass(frozen=True)
class Agreement:
    """Claims that agree: `spoken` is what each other one says, `shared` what all give where no claim says it all.

    Where `exact` is false the others say much the same as `spoken`, but not each detail of it.
    """

    spoken: str
    others: tuple[str, ...]
    probability: float
    shared: str | None = None
    exact: bool = True

    @property
    def members(self) -> tuple[str, ...]:
        """All its claims, the one that speaks for them first."""
        return self.spoken, *self.others


def group_agreements(
    claims: Mapping[str, Claim], verdicts: Sequence[PairVerdict], origins: Mapping[str, str]
) -> list[Agreement]:
    """Every agreeing pair in a group: the claim that most origins say first, with those that say it.

    No chains: that A agrees with B and B with C puts A and C into one group only where both say B. `origins` names the
    origin of each claim. The order of `verdicts` does not matter.
    """
    said, alike, only_shared = _split(claims, verdicts)
    stated = list(_stars(claims, said, origins))
    together = [set(group.members) for group in stated]
    apart = {
        name: {other: p for other, p in others.items() if not any({name, other} <= group for group in together)}
        for name, others in alike.items()
    }
    loose = [replace(group, exact=False) for group in _stars(claims, apart, origins)]
    return [*stated, *loose, *_sharing(claims, only_shared)]


_Said = dict[str, dict[str, float]]
"""For each claim the others that say it, with the probability of the pair."""


def _split(claims: Mapping[str, Claim], verdicts: Sequence[PairVerdict]) -> tuple[_Said, _Said, list[PairVerdict]]:
    """What follows from what; what is only alike, under the shorter claim; and the pairs that only share something."""
    said: _Said = defaultdict(dict)
    alike: _Said = defaultdict(dict)
    only_shared = []
    for verdict in verdicts:
        forward, backward = verdict.nli.left_to_right.entailment, verdict.nli.right_to_left.entailment
        if _gives_no_statement(verdict):
            only_shared.append(verdict)
        elif max(forward, backward) < _SAYS:
            longer, shorter = sorted((verdict.left, verdict.right), key=lambda name: (-len(claims[name].text), name))
            alike[shorter][longer] = verdict.probability
        else:
            if forward >= _SAYS:
                said[verdict.right][verdict.left] = verdict.probability
            if backward >= _SAYS:
                said[verdict.left][verdict.right] = verdict.probability
    return said, alike, only_shared


def _gives_no_statement(verdict: PairVerdict) -> bool:
    """Whether what the two share says it better than either: a quotation, a list, a date that no claim entails."""
    scores = (verdict.nli.left_to_right.entailment, verdict.nli.right_to_left.entailment)
    shared = _shared(verdict)
    if shared is None or min(scores) >= _SAYS:
        return False
    return not (shared.startswith("say ") and max(scores) >= _SAYS)


def _shared(verdict: PairVerdict) -> str | None:
    """What both claims give, as the reason has it: 'both quote "a rotten bridge"'."""
    first = verdict.reason.split(";")[0]
    return first.removeprefix("both ") if first.startswith("both ") else None


_Rank = tuple[int, bool, float, str]


def _stars(
    claims: Mapping[str, Claim], said: Mapping[str, Mapping[str, float]], origins: Mapping[str, str]
) -> Iterator[Agreement]:
    """Greedily, the claim that the most origins say, among pairs that no earlier group holds."""
    left = {name: dict(saying) for name, saying in said.items()}
    waiting = [_rank(claims, name, saying, origins) for name, saying in left.items()]
    heapq.heapify(waiting)
    while waiting:
        rank = heapq.heappop(waiting)
        name = rank[-1]
        if not left[name]:
            continue
        now = _rank(claims, name, left[name], origins)
        if now != rank:
            heapq.heappush(waiting, now)
            continue
        saying = left[name]
        others = sorted(saying, key=lambda other: (-saying[other], other))
        yield Agreement(spoken=name, others=tuple(others), probability=max(saying.values()))
        members = {name, *others}
        for member in members & left.keys():
            left[member] = {other: p for other, p in left[member].items() if other not in members}


def _rank(claims: Mapping[str, Claim], name: str, saying: Mapping[str, float], origins: Mapping[str, str]) -> _Rank:
    """Most origins first, then claims that stand alone, then the surest."""
    count = len({origins[member] for member in (name, *saying)})
    return -count, bool(claims[name].unresolved), -sum(saying.values()), name


def _sharing(claims: Mapping[str, Claim], verdicts: Iterable[PairVerdict]) -> Iterator[Agreement]:
    """One group for each thing that claims give alike; the shortest claim is shown."""
    by_shared: dict[str, list[PairVerdict]] = defaultdict(list)
    for verdict in verdicts:
        by_shared[_shared(verdict) or ""].append(verdict)
    for shared in sorted(by_shared):
        pairs = by_shared[shared]
        members = sorted(
            {name for pair in pairs for name in (pair.left, pair.right)},
            key=lambda name: (len(claims[name].text), name),
        )
        probability = max(pair.probability for pair in pairs)
        yield Agreement(spoken=members[0], others=tuple(members[1:]), probability=probability, shared=shared)
