"""Which claims are worth judging: the blocking step, by cosine, by rare words and by what both give a value for."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from factcheck.schema import CandidatePair, Claim, Scope, SourceRole
from factcheck.settings import PairingSettings

if TYPE_CHECKING:
    from scipy.sparse import csr_array

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


def pair_claims(  # noqa: PLR0913, PLR0917 - the eight things that decide what may be compared
    claims: Sequence[Claim],
    vectors: _Vectors,
    words: Sequence[Collection[str]],
    keys: Sequence[frozenset[str]],
    roles: Mapping[str, SourceRole],
    scope: Scope,
    settings: PairingSettings,
    origins: Mapping[str, str],
) -> tuple[CandidatePair, ...]:
    """The pairs worth judging, in canonical order; the order of `claims` does not matter.

    `vectors` holds a unit-length row a claim, `words` its content words, `keys` names what it gives a comparable value
    for. Between sources, two claims are compared where they are alike (the mean of cosine and shared rare words) and
    near to each other, seen from both: the place of each among the claims of its source, as the other ranks them, is
    `max_neighbours` on the mean. A claim that is the nearest of many is so compared with the few that it is near to
    as well. Copies of one origin are not compared. Against sources, only claims of a draft or a typed claim choose, by
    cosine, and only among those of sources. In both scopes, each claim also chooses for each key among the claims of
    every other source that share it, however far apart they are.
    """
    if not len(claims) == len(vectors) == len(words) == len(keys):
        raise ValueError(
            f"{len(claims)} claims but {len(vectors)} vectors, {len(words)} sets of words and {len(keys)} sets of keys"
        )
    order = sorted(range(len(claims)), key=lambda index: claims[index].id)
    owners = [claims[index].source_id for index in order]
    rows = vectors[np.asarray(order, dtype=np.int64)]
    if scope is Scope.SOURCES:
        asking = answering = _side_of(rows, owners, origins)
        rare = weigh_words([words[index] for index in order])
        near = _near_each_other(asking, rare, settings.min_likeness, settings.max_neighbours)
    else:
        everyone = _side_of(rows, owners, roles)
        answers = np.asarray([roles[owner] is SourceRole.SOURCE for owner in owners], dtype=np.bool_)
        asking, answering = everyone.part(~answers), everyone.part(answers)
        near = _chosen(asking, answering, settings.min_similarity_against, settings.max_neighbours_against)
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


def weigh_words(words: Sequence[Collection[str]]) -> csr_array:
    """A unit-length row a text over the words of all, so that a product of two rows is the share of rare words in both.

    A word weighs as its inverse document frequency in BM25 (Robertson and Zaragoza 2009, eq. 3.12 without relevance
    feedback, plus one so that it stays above 0): what every report of an event says, tells little.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - a typed claim is answered without it

    often = Counter(word for own in words for word in set(own))
    column = {word: number for number, word in enumerate(sorted(often))}
    weight = {word: math.log1p((len(words) - count + 0.5) / (count + 0.5)) for word, count in often.items()}
    entries = [(row, column[word], weight[word]) for row, own in enumerate(words) for word in sorted(set(own))]
    lengths = np.zeros(len(words))
    for row, _, value in entries:
        lengths[row] += value
    values = [(value / lengths[row]) ** 0.5 for row, _, value in entries]
    places = ([row for row, _, _ in entries], [number for _, number, _ in entries])
    return csr_array((np.asarray(values, dtype=np.float32), places), shape=(len(words), max(1, len(column))))


def _near_each_other(
    side: _Side, rare: csr_array, floor: float, limit: int
) -> Iterator[tuple[_Indices, _Indices, _Vectors]]:
    """Positions and cosines of the pairs whose likeness is at least `floor` and whose places add up to `2 * limit`."""
    found = list(_ranked(side, rare, floor, 2 * limit - 1))
    if not found:
        return
    left, right, place, cosine = (np.concatenate(column) for column in zip(*found, strict=True))
    codes, mirrored = left * len(side.at) + right, right * len(side.at) + left
    order = np.argsort(codes)
    at = np.minimum(np.searchsorted(codes, mirrored, sorter=order), len(codes) - 1)
    back = order[at]
    kept = (left < right) & (codes[back] == mirrored) & (place + place[back] <= 2 * limit)
    yield side.at[left[kept]], side.at[right[kept]], cosine[kept]


def _ranked(
    side: _Side, rare: csr_array, floor: float, last: int
) -> Iterator[tuple[_Indices, _Indices, _Indices, _Vectors]]:
    """For each claim those of every other source up to place `last`: rows, rows of the others, places from 1, cosines.

    Block by block, so that memory does not grow with the square of the claims.
    """
    rows = max(1, min(_BLOCK_ROWS, _BLOCK_CELLS // max(1, len(side.at))))
    for start in range(0, len(side.at), rows):
        block = side.part(slice(start, start + rows))
        cosine = np.round(block.vectors @ side.vectors.T, _DECIMALS)
        shared = (rare[start : start + rows] @ rare.T).toarray()
        likeness = np.round((cosine + shared) / 2, _DECIMALS)
        left, right = np.nonzero((likeness >= floor) & (block.kin[:, None] != side.kin[None, :]))
        place = _places(left, side.source[right], likeness[left, right])
        near = place <= last
        yield left[near] + start, right[near], place[near], cosine[left[near], right[near]]


def _chosen(asking: _Side, answering: _Side, floor: float, limit: int) -> Iterator[tuple[_Indices, _Indices, _Vectors]]:
    """Positions of those who chose, of those chosen, and their cosines, block by block of `asking`."""
    rows = max(1, min(_BLOCK_ROWS, _BLOCK_CELLS // max(1, len(answering.at))))
    for start in range(0, len(asking.at), rows):
        block = asking.part(slice(start, start + rows))
        similarity = np.round(block.vectors @ answering.vectors.T, _DECIMALS)
        admitted = (similarity >= floor) & (block.kin[:, None] != answering.kin[None, :])
        left, right = np.nonzero(admitted)
        cosines = similarity[left, right]
        nearest = _places(left, answering.source[right], cosines) <= limit
        yield block.at[left[nearest]], answering.at[right[nearest]], cosines[nearest]


def _places(rows: _Indices, sources: _Indices, likeness: _Vectors) -> _Indices:
    """The place of each entry among those of its row and source, from 1 for the likest; ties go to the earlier one."""
    order = np.lexsort((-likeness, sources, rows))
    row, source = rows[order], sources[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (row[1:] != row[:-1]) | (source[1:] != source[:-1])
    number = np.arange(len(order))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = number - np.maximum.accumulate(np.where(begins, number, 0)) + 1
    return places


def _canonical(ids: Sequence[str], chosen: Iterable[tuple[_Indices, _Indices, _Vectors]]) -> tuple[CandidatePair, ...]:
    """Each unordered pair once, sorted; positions follow the order of ids, so the smaller one is the left claim's."""
    found: dict[tuple[int, int], float] = {}
    for lefts, rights, cosines in chosen:
        for left, right, cosine in zip(lefts.tolist(), rights.tolist(), cosines.tolist(), strict=True):
            found.setdefault((min(left, right), max(left, right)), round(cosine, _DECIMALS))
    return tuple(
        CandidatePair(left=ids[left], right=ids[right], similarity=found[left, right]) for left, right in sorted(found)
    )
