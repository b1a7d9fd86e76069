from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from factcheck.schema import CandidatePair, Claim, Scope, SourceRole
from factcheck.settings import PairingSettings
from factcheck.stages import pairing
from factcheck.stages.pairing import pair_claims
from tests.builders import make_claim, unit_vectors

SETTINGS = PairingSettings(
    min_similarity=0.5, max_neighbours=2, max_neighbours_by_fact=1, min_similarity_against=0.2, max_neighbours_against=3
)


def claims_of(*owners: str) -> list[Claim]:
    return [make_claim(f"Claim {n}.", id=f"c{n}", source_id=owner) for n, owner in enumerate(owners, 1)]


def paired(
    claims: list[Claim],
    vectors: NDArray[np.float32],
    scope: Scope = Scope.SOURCES,
    settings: PairingSettings = SETTINGS,
    origins: dict[str, str] | None = None,
    keys: list[frozenset[str]] | None = None,
) -> tuple[CandidatePair, ...]:
    owners = {claim.source_id for claim in claims}
    roles = {owner: SourceRole(owner) if owner in set(SourceRole) else SourceRole.SOURCE for owner in owners}
    shared = keys or [frozenset()] * len(claims)
    return pair_claims(
        claims, vectors, shared, roles, scope, settings, {owner: owner for owner in owners} | (origins or {})
    )


def names(pairs: tuple[CandidatePair, ...]) -> list[tuple[str, str]]:
    return [(pair.left, pair.right) for pair in pairs]


def test_claims_that_give_a_value_of_one_thing_are_paired_however_unlike() -> None:
    claims = claims_of("a", "b", "b", "b")
    vectors = unit_vectors([[1, 0], [0, 1], [1, 9], [1, 8]])
    told = [frozenset({"dead"}), frozenset({"dead"}), frozenset({"dead", "hurt"}), frozenset({"hurt"})]
    assert names(paired(claims, vectors)) == []
    assert names(paired(claims, vectors, keys=told)) == [("c1", "c2"), ("c1", "c3")]


def test_against_sources_a_shared_value_pairs_only_what_is_asked() -> None:
    claims = claims_of("query", "a", "b")
    vectors = unit_vectors([[1, 0], [0, 1], [0, 1]])
    found = paired(claims, vectors, Scope.AGAINST, SETTINGS, keys=[frozenset({"place meet"})] * 3)
    assert names(found) == [("c1", "c2"), ("c1", "c3")]


def test_near_claims_of_two_sources_are_paired_with_their_cosine() -> None:
    (pair,) = paired(claims_of("a", "b"), unit_vectors([[1, 0], [3, 4]]))
    assert (pair.left, pair.right) == ("c1", "c2")
    assert pair.similarity == pytest.approx(0.6)


def test_claims_of_one_source_are_never_paired() -> None:
    assert paired(claims_of("a", "a"), unit_vectors([[1, 0], [1, 0]])) == ()


def test_copies_of_one_origin_are_never_paired() -> None:
    vectors = unit_vectors([[1, 0], [1, 0], [1, 0]])
    pairs = paired(claims_of("a", "b", "c"), vectors, origins={"a": "o", "b": "o"})
    assert names(pairs) == [("c1", "c3"), ("c2", "c3")]


def test_far_claims_are_not_paired_and_the_floor_is_admitted() -> None:
    vectors = unit_vectors([[1, 0], [0.5, 0.75**0.5], [0.49, (1 - 0.49**2) ** 0.5]])
    assert ("c1", "c2") in names(paired(claims_of("a", "b", "c"), vectors))
    assert ("c1", "c3") not in names(paired(claims_of("a", "b", "c"), vectors))


def test_a_claim_chooses_the_nearest_of_each_source_and_ties_go_to_the_first_id() -> None:
    claims = claims_of("a", "b", "b", "b", "d")
    vectors = unit_vectors([[1, 0], [1, 1], [1, 1], [1, 0.1], [1, 0.9]])
    chosen_once = SETTINGS.model_copy(update={"max_neighbours": 1})
    from_a = [pair for pair in names(paired(claims, vectors, settings=chosen_once)) if pair[0] == "c1"]
    # c4 and c5 are chosen by c1; c2 and c3 choose c1 themselves, having no other claim of source a
    assert from_a == [("c1", "c2"), ("c1", "c3"), ("c1", "c4"), ("c1", "c5")]
    against = SETTINGS.model_copy(update={"max_neighbours_against": 2})
    asked = [claims[0].model_copy(update={"source_id": "query"}), *claims[1:]]
    assert names(paired(asked, vectors, Scope.AGAINST, against)) == [("c1", "c2"), ("c1", "c4"), ("c1", "c5")]


def test_against_compares_draft_and_query_with_sources_only() -> None:
    claims = claims_of("draft", "query", "a", "b")
    pairs = paired(claims, unit_vectors([[1, 0]] * 4), Scope.AGAINST)
    assert names(pairs) == [("c1", "c3"), ("c1", "c4"), ("c2", "c3"), ("c2", "c4")]


def test_against_admits_what_between_sources_is_too_far() -> None:
    vectors = unit_vectors([[1, 0], [0.3, (1 - 0.3**2) ** 0.5]])
    assert paired(claims_of("a", "b"), vectors) == ()
    assert names(paired(claims_of("query", "b"), vectors, Scope.AGAINST)) == [("c1", "c2")]


def test_a_draft_that_copies_a_source_is_still_compared_with_it() -> None:
    pairs = paired(claims_of("draft", "a"), unit_vectors([[1, 0]] * 2), Scope.AGAINST, origins={"draft": "o", "a": "o"})
    assert names(pairs) == [("c1", "c2")]


@pytest.mark.parametrize("scope", Scope)
def test_no_claims_and_claims_without_a_counterpart_give_no_pairs(scope: Scope) -> None:
    assert paired([], np.zeros((0, 3), dtype=np.float32), scope) == ()
    assert paired(claims_of("query"), unit_vectors([[1, 0]]), scope) == ()
    assert paired(claims_of("a"), unit_vectors([[1, 0]]), scope) == ()


def test_a_vector_is_needed_for_every_claim() -> None:
    with pytest.raises(ValueError, match="2 claims but 1 vectors"):
        paired(claims_of("a", "b"), unit_vectors([[1, 0]]))


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Claim], NDArray[np.float32], list[int]]:
    owners = draw(st.lists(st.sampled_from(["a", "b", "c", "draft"]), min_size=1, max_size=14))
    seed = draw(st.integers(0, 2**16))
    # small whole numbers, so that exact ties are common
    rows = np.random.default_rng(seed).integers(1, 4, (len(owners), 3))
    order = draw(st.permutations(range(len(owners))))
    return claims_of(*owners), unit_vectors(rows.tolist()), list(order)


@given(stories(), st.sampled_from(Scope))
def test_the_order_of_the_claims_does_not_matter(
    story: tuple[list[Claim], NDArray[np.float32], list[int]], scope: Scope
) -> None:
    claims, vectors, order = story
    shuffled = paired([claims[index] for index in order], vectors[order], scope)
    assert shuffled == paired(claims, vectors, scope)


@given(stories())
def test_blocks_do_not_change_the_pairs(story: tuple[list[Claim], NDArray[np.float32], list[int]]) -> None:
    claims, vectors, _ = story
    whole = paired(claims, vectors)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "_BLOCK_ROWS", 2)
        assert paired(claims, vectors) == whole


@given(stories())
def test_every_pair_was_chosen_by_one_of_its_two_claims(
    story: tuple[list[Claim], NDArray[np.float32], list[int]],
) -> None:
    claims, vectors, _ = story
    cosine = np.round(vectors @ vectors.T, 5)
    expected = set()
    for index, claim in enumerate(claims):
        for source in {other.source_id for other in claims} - {claim.source_id}:
            theirs = [at for at, other in enumerate(claims) if other.source_id == source and cosine[index, at] >= 0.5]
            nearest = sorted(theirs, key=lambda at: (-cosine[index, at], claims[at].id))[:2]
            expected |= {tuple(sorted((claim.id, claims[at].id))) for at in nearest}
    assert set(names(paired(claims, vectors))) == expected
