"""Which claims are worth judging against each other: the blocking step, by cosine and by what both give a value for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from factcheck.schema import CandidatePair, Claim, Scope, SourceRole
from factcheck.settings import PairingSettings

# Cells of one block of the similarity matrix (16 MB), so that memory does not grow with the square of the claims.
_BLOCK_CELLS = 4_000_000
_BLOCK_ROWS = 2048
# Cosines are compared at this precision, so that the noise of batched float32 arithmetic decides no tie.
_DECIMALS = 5
_ANY_COSINE = -1.0

_Indices = NDArray[np.int64]
_Vectors = NDArray[np.float32]


class _Side(NamedTuple):
    """Claims as arrays: positions in the sorted list of claims, vectors, and a number for the source of each.

    Claims with the same number in `kin` are not compared.
    """

    at: _Indices
    vectors: _Vectors
    source: _Indices
    kin: _Indices

    def part(self, rows: slice | NDArray[np.bool_]) -> _Side:
        return _Side(self.at[rows], self.vectors[rows], self.source[rows], self.kin[rows])

    def among(self, positions: _Indices) -> _Side:
        return self.part(np.isin(self.at, positions))


def pair_claims(  # noqa: PLR0913, PLR0917 - the seven things that decide what may be compared
    claims: Sequence[Claim],
    vectors: _Vectors,
    keys: Sequence[frozenset[str]],
    roles: Mapping[str, SourceRole],
    scope: Scope,
    settings: PairingSettings,
    origins: Mapping[str, str],
) -> tuple[CandidatePair, ...]:
    """The pairs worth judging, in canonical order; the order of `claims` does not matter.

    `vectors` holds a unit-length row a claim, `keys` names what it gives a comparable value for. Each claim chooses its
    nearest claims of every other source, once among all and once for each key among those that share it, however far
    apart they are; a pair counts when either of the two chose the other. Between sources, copies of one origin are not
    compared; against sources, only claims of a draft or a typed claim choose, and only among those of sources.
    """
    if not len(claims) == len(vectors) == len(keys):
        raise ValueError(f"{len(claims)} claims but {len(vectors)} vectors and {len(keys)} sets of keys")
    order = sorted(range(len(claims)), key=lambda index: claims[index].id)
    owners = [claims[index].source_id for index in order]
    rows = vectors[np.asarray(order, dtype=np.int64)]
    if scope is Scope.SOURCES:
        asking = answering = _side_of(rows, owners, origins)
        floor, limit = settings.min_similarity, settings.max_neighbours
    else:
        everyone = _side_of(rows, owners, roles)
        answers = np.asarray([roles[owner] is SourceRole.SOURCE for owner in owners], dtype=np.bool_)
        asking, answering = everyone.part(~answers), everyone.part(answers)
        floor, limit = settings.min_similarity_against, settings.max_neighbours_against
    near = _chosen(asking, answering, floor, limit)
    sharing = _sharing([keys[index] for index in order])
    alike = (
        chosen
        for members in sharing
        for chosen in _chosen(
            asking.among(members), answering.among(members), _ANY_COSINE, settings.max_neighbours_by_fact
        )
    )
    return _canonical([claims[index].id for index in order], chain(near, alike))


def pair_within(
    claims: Sequence[Claim],
    vectors: _Vectors,
    keys: Sequence[frozenset[str]],
    within: Collection[str],
    settings: PairingSettings,
) -> tuple[CandidatePair, ...]:
    """Pairs of claims of two sentences of one source that give a value for the same thing and are on one topic.

    Only sources in `within` count. The pairs are kept apart from those between sources; the bar is that of a cluster,
    `min_cluster_similarity`. The order of `claims` does not matter.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for index in sorted(range(len(claims)), key=lambda index: claims[index].id):
        for key in keys[index] if claims[index].source_id in within else ():
            groups.setdefault((claims[index].source_id, key), []).append(index)
    found: dict[tuple[str, str], float] = {}
    for one, other in (pair for members in groups.values() for pair in combinations(members, 2)):
        similarity = round(float(vectors[one] @ vectors[other]), _DECIMALS)
        if similarity >= settings.min_cluster_similarity and claims[one].sentence_id != claims[other].sentence_id:
            found[claims[one].id, claims[other].id] = similarity
    return tuple(CandidatePair(left=left, right=right, similarity=found[left, right]) for left, right in sorted(found))


def without_repeats(
    pairs: Iterable[CandidatePair], claims: Iterable[Claim], origins: Mapping[str, str]
) -> tuple[CandidatePair, ...]:
    """The pairs without those that say the same words in sources of one origin: there is nothing to judge."""
    said = {claim.id: (origins.get(claim.source_id, claim.source_id), _plain_words(claim.text)) for claim in claims}
    return tuple(pair for pair in pairs if said[pair.left] != said[pair.right])


def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _sharing(keys: Sequence[frozenset[str]]) -> list[_Indices]:
    """For each key that several claims have, in the order of the keys, the positions of those claims."""
    members: dict[str, list[int]] = {}
    for position, own in enumerate(keys):
        for key in own:
            members.setdefault(key, []).append(position)
    return [np.asarray(members[key], dtype=np.int64) for key in sorted(members) if len(members[key]) > 1]


def _side_of(vectors: _Vectors, owners: Sequence[str], kin: Mapping[str, str]) -> _Side:
    at = np.arange(len(owners), dtype=np.int64)
    return _Side(at, vectors, _numbered(owners), _numbered([kin[owner] for owner in owners]))


def _numbered(names: Sequence[str]) -> _Indices:
    """A number for each name, equal for equal names, in the order of the names."""
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.asarray([numbers[name] for name in names], dtype=np.int64)


def _chosen(asking: _Side, answering: _Side, floor: float, limit: int) -> Iterator[tuple[_Indices, _Indices, _Vectors]]:
    """Positions of those who chose, of those chosen, and their cosines, block by block of `asking`."""
    rows = max(1, min(_BLOCK_ROWS, _BLOCK_CELLS // max(1, len(answering.at))))
    for start in range(0, len(asking.at), rows):
        block = asking.part(slice(start, start + rows))
        similarity = np.round(block.vectors @ answering.vectors.T, _DECIMALS)
        admitted = (similarity >= floor) & (block.kin[:, None] != answering.kin[None, :])
        left, right = np.nonzero(admitted)
        cosines = similarity[left, right]
        nearest = _first_of_each(left, answering.source[right], cosines, limit)
        yield block.at[left[nearest]], answering.at[right[nearest]], cosines[nearest]


def _first_of_each(rows: _Indices, sources: _Indices, cosines: _Vectors, limit: int) -> _Indices:
    """Which entries are among the `limit` highest cosines of their row and source; ties go to the earlier entry."""
    order = np.lexsort((-cosines, sources, rows))
    row, source = rows[order], sources[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (row[1:] != row[:-1]) | (source[1:] != source[:-1])
    place = np.arange(len(order))
    rank = place - np.maximum.accumulate(np.where(begins, place, 0))
    return np.asarray(order[rank < limit], dtype=np.int64)


def _canonical(ids: Sequence[str], chosen: Iterable[tuple[_Indices, _Indices, _Vectors]]) -> tuple[CandidatePair, ...]:
    """Each unordered pair once, sorted; positions follow the order of ids, so the smaller one is the left claim's."""
    found: dict[tuple[int, int], float] = {}
    for lefts, rights, cosines in chosen:
        for left, right, cosine in zip(lefts.tolist(), rights.tolist(), cosines.tolist(), strict=True):
            found.setdefault((min(left, right), max(left, right)), round(cosine, _DECIMALS))
    return tuple(
        CandidatePair(left=ids[left], right=ids[right], similarity=found[left, right]) for left, right in sorted(found)
    )
