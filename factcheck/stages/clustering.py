"""Groups of claims on one topic: average linkage over the candidate pairs, which does not chain as single linkage."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from factcheck.schema import CandidatePair, Claim, ClaimCluster
from factcheck.settings import PairingSettings

# Means are compared at this precision, so that the noise of float arithmetic decides no tie.
_DECIMALS = 5


def cluster_claims(
    claims: Sequence[Claim], vectors: NDArray[np.float32], pairs: Sequence[CandidatePair], settings: PairingSettings
) -> tuple[ClaimCluster, ...]:
    """Clusters of two or more claims, sorted by their first claim; a claim is in one at most.

    Two groups are joined while a candidate pair links them and the mean cosine of their members, each with each, is at
    least `min_cluster_similarity`; the nearest two first. `vectors` holds a unit-length row a claim. The order of
    `claims` and `pairs` does not matter, and ids depend on the members alone.
    """
    order = sorted(range(len(claims)), key=lambda index: claims[index].id)
    ordered = [claims[index] for index in order]
    rows = np.asarray(vectors, dtype=np.float64)[np.asarray(order, dtype=np.int64)]
    position = {claim.id: index for index, claim in enumerate(ordered)}
    groups = _Groups(rows, ((position[pair.left], position[pair.right]) for pair in pairs))
    groups.join_while(settings.min_cluster_similarity)
    return tuple(_cluster(ordered, rows, members) for members in groups.of_several())


class _Groups:
    """Disjoint groups of claims, each named by its first member, with the links between them.

    For unit vectors the mean cosine of two groups is the product of the sums of their vectors over the product of their
    sizes, so a group keeps its sum and no matrix of distances is needed.
    """

    def __init__(self, rows: NDArray[np.float64], links: Iterable[tuple[int, int]]) -> None:
        self._members = {index: [index] for index in range(len(rows))}
        self._sums = dict(enumerate(rows))
        self._links: dict[int, set[int]] = {index: set() for index in range(len(rows))}
        for one, other in links:
            self._links[one].add(other)
            self._links[other].add(one)

    def join_while(self, min_similarity: float) -> None:
        """Join the two nearest linked groups while they are as near as `min_similarity`; first claims win ties."""
        waiting = [self._offer(one, other) for one in self._links for other in self._links[one] if one < other]
        heapq.heapify(waiting)
        while waiting:
            distance, one, other, size_one, size_other = heapq.heappop(waiting)
            if -distance < min_similarity:
                return
            if self._size(one) != size_one or self._size(other) != size_other:
                continue  # an offer made before one of the two grew or was joined to another
            self._join(one, other)
            for neighbour in self._links[one]:
                heapq.heappush(waiting, self._offer(min(one, neighbour), max(one, neighbour)))

    def of_several(self) -> Iterator[list[int]]:
        """Members of each group of two or more, sorted, in the order of their first members."""
        for first in sorted(self._members):
            if len(self._members[first]) > 1:
                yield sorted(self._members[first])

    def _size(self, group: int) -> int:
        return len(self._members.get(group, ()))

    def _offer(self, one: int, other: int) -> tuple[float, int, int, int, int]:
        size_one, size_other = self._size(one), self._size(other)
        mean = float(self._sums[one] @ self._sums[other]) / (size_one * size_other)
        return -round(mean, _DECIMALS), one, other, size_one, size_other

    def _join(self, one: int, other: int) -> None:
        """Take `other` into `one`, which keeps its name as the earlier of the two."""
        self._members[one] += self._members.pop(other)
        self._sums[one] = self._sums[one] + self._sums.pop(other)
        for neighbour in self._links.pop(other):
            self._links[neighbour].discard(other)
            if neighbour != one:
                self._links[neighbour].add(one)
                self._links[one].add(neighbour)


def _cluster(claims: Sequence[Claim], rows: NDArray[np.float64], members: Sequence[int]) -> ClaimCluster:
    ids = tuple(claims[index].id for index in members)
    digest = hashlib.sha256("\n".join(ids).encode("utf-8")).hexdigest()
    return ClaimCluster(id=f"k{digest[:12]}", claim_ids=ids, label=claims[_most_central(rows, members)].text)


def _most_central(rows: NDArray[np.float64], members: Sequence[int]) -> int:
    """The member with the highest mean cosine to all members; the first of several."""
    own = rows[list(members)]
    return members[int(np.argmax(np.round(own @ own.sum(axis=0), _DECIMALS)))]
