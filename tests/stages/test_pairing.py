from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from factcheck.schema import CandidatePair, Claim, Scope, SourceRole
from factcheck.settings import PairingSettings
from factcheck.stages import pairing
from factcheck.stages.pairing import pair_claims, weigh_words
from tests.builders import make_claim, unit_vectors

SETTINGS = PairingSettings(
    min_likeness=0.25, max_neighbours=2, max_neighbours_by_fact=1, min_similarity_against=0.2, max_neighbours_against=3
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
    words: list[tuple[str, ...]] | None = None,
) -> tuple[CandidatePair, ...]:
    owners = {claim.source_id for claim in claims}
    roles = {owner: SourceRole(owner) if owner in set(SourceRole) else SourceRole.SOURCE for owner in owners}
    shared = keys or [frozenset()] * len(claims)
    told = words or [()] * len(claims)
    kin = {owner: owner for owner in owners} | (origins or {})
    return pair_claims(claims, vectors, told, shared, roles, scope, settings, kin)


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


def test_rare_words_bring_claims_together_that_their_vectors_keep_apart() -> None:
    claims = claims_of("a", "b", "b", "b")
    vectors = unit_vectors([[1, 0], [0, 1], [0, 1], [0, 1]])
    words = [("tarnau", "say", "six"), ("say", "minister"), ("tarnau", "river"), ("say", "weather")]
    assert names(paired(claims, vectors, words=words, settings=SETTINGS.model_copy(update={"min_likeness": 0.15}))) == [
        ("c1", "c3")
    ]


def test_the_share_of_rare_words_is_1_of_equal_words_and_smaller_for_what_all_say() -> None:
    texts = [("say", "tarnau", "say"), ("tarnau", "say"), ("say", "river"), ("say", "tarnau", "bridge"), ()]
    shares = (weigh_words(texts) @ weigh_words(texts).T).toarray()
    assert shares[0, 1] == pytest.approx(1.0)
    assert shares[0, 2] < shares[0, 3] < 1.0
    assert not shares[4].any()
    assert weigh_words([]).shape[0] == 0


def test_two_claims_are_compared_when_they_are_near_to_each_other_on_the_mean() -> None:
    claims = claims_of("a", "b", "b", "b", "b")
    vectors = unit_vectors([[1, 0], [1, 1], [1, 1], [1, 0.1], [1, 0.9]])
    # Seen from c1 the claims of b come as c4, c5, c2, c3; seen from each of them c1 is the first, having no rival.
    places = {"c4": 1, "c5": 2, "c2": 3, "c3": 4}
    for limit in (1, 2, 3):
        near = sorted(name for name, place in places.items() if place + 1 <= 2 * limit)
        found = paired(claims, vectors, settings=SETTINGS.model_copy(update={"max_neighbours": limit}))
        assert names(found) == [("c1", name) for name in near]


def test_a_claim_with_many_rivals_is_left_to_those_that_are_nearer() -> None:
    claims = claims_of("a", "a", "a", "b")
    vectors = unit_vectors([[1, 0], [1, 0.1], [1, 0.5], [1, 0]])
    # All three choose c4 first, having no other choice; c4 has them as first, second and third.
    assert names(paired(claims, vectors, settings=SETTINGS.model_copy(update={"max_neighbours": 1}))) == [("c1", "c4")]


def test_against_a_claim_chooses_the_nearest_of_each_source_and_ties_go_to_the_first_id() -> None:
    claims = claims_of("query", "b", "b", "b", "d")
    vectors = unit_vectors([[1, 0], [1, 1], [1, 1], [1, 0.1], [1, 0.9]])
    against = SETTINGS.model_copy(update={"max_neighbours_against": 2})
    assert names(paired(claims, vectors, Scope.AGAINST, against)) == [("c1", "c2"), ("c1", "c4"), ("c1", "c5")]


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
def test_every_pair_is_alike_and_near_seen_from_both(story: tuple[list[Claim], NDArray[np.float32], list[int]]) -> None:
    claims, vectors, _ = story
    words = [("say", f"w{number % 3}") for number in range(len(claims))]
    cosine = np.round(vectors @ vectors.T, 5)
    likeness = np.round((cosine + (weigh_words(words) @ weigh_words(words).T).toarray()) / 2, 5)

    def place(one: int, other: int) -> int:
        """The place of `other` among the claims of its source, as `one` ranks them."""
        rivals = [at for at, claim in enumerate(claims) if claim.source_id == claims[other].source_id]
        ranked = sorted(rivals, key=lambda at: (-likeness[one, at], claims[at].id))
        return [at for at in ranked if likeness[one, at] >= 0.7].index(other) + 1

    expected = {
        tuple(sorted((claims[one].id, claims[other].id)))
        for one, other in combinations(range(len(claims)), 2)
        if claims[one].source_id != claims[other].source_id
        and likeness[one, other] >= 0.7
        and place(one, other) + place(other, one) <= 4
    }
    settings = SETTINGS.model_copy(update={"min_likeness": 0.7})
    assert set(names(paired(claims, vectors, settings=settings, words=words))) == expected
