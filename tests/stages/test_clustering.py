from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from factcheck.schema import CandidatePair, Claim
from factcheck.settings import PairingSettings
from factcheck.stages.clustering import cluster_claims
from tests.builders import make_claim, make_pair, unit_vectors

SETTINGS = PairingSettings(min_cluster_similarity=0.6)


def claims_named(*ids: str) -> list[Claim]:
    return [make_claim(f"Text of {name}.", id=name) for name in ids]


def all_pairs(claims: list[Claim]) -> list[CandidatePair]:
    ids = sorted(claim.id for claim in claims)
    return [make_pair(left, right) for at, left in enumerate(ids) for right in ids[at + 1 :]]


def at_angles(*degrees: float) -> NDArray[np.float32]:
    turned = np.radians(degrees)
    return unit_vectors(np.column_stack([np.cos(turned), np.sin(turned)]).tolist())


def test_linked_near_claims_form_a_cluster_and_single_claims_form_none() -> None:
    claims = claims_named("a", "b", "c")
    (cluster,) = cluster_claims(claims, at_angles(0, 20, 170), all_pairs(claims), SETTINGS)
    assert cluster.claim_ids == ("a", "b")


def test_near_claims_that_no_pair_links_stay_apart() -> None:
    claims = claims_named("a", "b")
    assert cluster_claims(claims, at_angles(0, 0), [], SETTINGS) == ()


def test_a_chain_of_near_neighbours_is_not_one_topic() -> None:
    claims = claims_named("a", "b", "c", "d", "e", "f")
    chain = [make_pair(left, right) for left, right in zip("abcde", "bcdef", strict=True)]
    clusters = cluster_claims(claims, at_angles(0, 38, 78, 116, 156, 194), chain, SETTINGS)
    assert [cluster.claim_ids for cluster in clusters] == [("a", "b"), ("c", "d"), ("e", "f")]


def test_the_label_is_the_most_central_claim() -> None:
    claims = claims_named("a", "b", "c")
    (cluster,) = cluster_claims(claims, at_angles(0, 25, 40), all_pairs(claims), SETTINGS)
    assert cluster.label == "Text of b."


def test_nothing_gives_nothing() -> None:
    assert cluster_claims([], np.zeros((0, 2), dtype=np.float32), [], SETTINGS) == ()


@st.composite
def linked_claims(draw: st.DrawFn) -> tuple[list[Claim], NDArray[np.float32], list[CandidatePair]]:
    claims = claims_named(*(f"c{n:02d}" for n in range(draw(st.integers(1, 12)))))
    rows = np.random.default_rng(draw(st.integers(0, 2**16))).integers(1, 4, (len(claims), 3))
    pairs = draw(st.lists(st.sampled_from(all_pairs(claims)), unique=True)) if len(claims) > 1 else []
    return claims, unit_vectors(rows.tolist()), pairs


@given(linked_claims(), st.randoms(use_true_random=False), st.floats(0.5, 1.0))
def test_clusters_are_disjoint_near_enough_and_do_not_depend_on_the_order(
    given_claims: tuple[list[Claim], NDArray[np.float32], list[CandidatePair]], random: object, floor: float
) -> None:
    claims, vectors, pairs = given_claims
    settings = PairingSettings(min_cluster_similarity=floor)
    clusters = cluster_claims(claims, vectors, pairs, settings)

    order = list(range(len(claims)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = cluster_claims([claims[index] for index in order], vectors[order], pairs[::-1], settings)
    assert shuffled == clusters

    members = [name for cluster in clusters for name in cluster.claim_ids]
    assert len(members) == len(set(members))
    assert all(len(cluster.claim_ids) > 1 for cluster in clusters)
    assert len({cluster.id for cluster in clusters}) == len(clusters)


@given(linked_claims())
def test_no_two_linked_groups_are_left_that_are_near_enough(
    given_claims: tuple[list[Claim], NDArray[np.float32], list[CandidatePair]],
) -> None:
    claims, vectors, pairs = given_claims
    clusters = cluster_claims(claims, vectors, pairs, SETTINGS)
    group_of: dict[str, tuple[str, ...]] = {claim.id: (claim.id,) for claim in claims}
    group_of |= {name: cluster.claim_ids for cluster in clusters for name in cluster.claim_ids}
    row = {claim.id: vectors[index] for index, claim in enumerate(claims)}
    for pair in pairs:
        left, right = group_of[pair.left], group_of[pair.right]
        if left != right:
            mean = np.mean([[row[one] @ row[other] for other in right] for one in left])
            assert mean < SETTINGS.min_cluster_similarity + 1e-5


def test_an_id_names_the_members_alone() -> None:
    claims = claims_named("a", "b", "z")
    without = cluster_claims(claims[:2], at_angles(0, 10), [make_pair("a", "b")], SETTINGS)
    among = cluster_claims(claims, at_angles(0, 10, 180), all_pairs(claims), SETTINGS)
    assert without[0].id == among[0].id
    other = cluster_claims(claims_named("a", "c"), at_angles(0, 10), [make_pair("a", "c")], SETTINGS)
    assert other[0].id != without[0].id


@pytest.mark.parametrize("size", [2, 200])
def test_claims_alike_form_one_cluster_labelled_by_the_first(size: int) -> None:
    claims = claims_named(*(f"c{n:03d}" for n in range(size)))
    star = [make_pair("c000", claim.id) for claim in claims[1:]]
    (cluster,) = cluster_claims(claims, at_angles(*[0.0] * size), star, SETTINGS)
    assert len(cluster.claim_ids) == size
    assert cluster.label == "Text of c000."
