"""pairing.skip_settled: fewer pairs are asked of the NLI model, and the report finds the same."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import pytest

from factcheck.api import load_models
from factcheck.pipeline import Models, compare_sources, start_run
from factcheck.schema import ModelInfo, NliScores, Report, Scope, SourceRole, Verdict
from factcheck.settings import PairingSettings, Settings
from tests.builders import WordCountEmbedder, make_scores, make_source

REPORTS = (
    "Six people were hurt when the Karlin bridge fell on Monday. The mayor said it would be rebuilt. The bridge was "
    "built in 1964. Ada Holm opened an inquiry. Divers searched the river Aster for cars. The river was high.",
    "Nine people were hurt when the Karlin bridge fell on Monday. Engineers doubt that it can be rebuilt. The bridge "
    "dates from 1964. Ada Holm visited Karlin. Divers did not search the river Aster. Trams run again on Friday.",
    "Six people were injured in Karlin on Tuesday. The bridge was 61 years old. Nobody drowned. Ada Holm said that a "
    "pillar had cracked. The city has four other bridges. Trams will run again on Saturday.",
)


class Moody:
    """Says something extreme of every pair, by the digest of its words and a number."""

    info = ModelInfo(role="nli", name="moody", sha256="3" * 64)

    def __init__(self, mood: int) -> None:
        self.mood, self.asked = mood, 0

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[NliScores]:
        self.asked += len(pairs)
        numbers = [crc32(f"{self.mood} {pair}".encode()) for pair in pairs]
        return [make_scores(0.99 * (n % 101) / 100 * (1 - n % 89 / 88), n % 89 / 88) for n in numbers]


def compared(scope: Scope, mood: int, skip: bool) -> tuple[Report, int]:
    """The report on three texts, the first of them a draft where the scope is a draft's, and the pairs asked."""
    settings = Settings(pairing=PairingSettings(skip_settled=skip))
    roles = [SourceRole.SOURCE if scope is Scope.SOURCES else SourceRole.DRAFT, SourceRole.SOURCE, SourceRole.SOURCE]
    sources = [
        make_source(text, id=f"s{n}", role=role) for n, (text, role) in enumerate(zip(REPORTS, roles, strict=True))
    ]
    nli = Moody(mood)
    models = Models(load_models(Settings().models, Settings().cache).parser, WordCountEmbedder(), nli)
    run = start_run("test", scope, models, settings)
    return compare_sources(sources, (), scope, models, settings, run), nli.asked


@pytest.mark.parametrize("mood", range(5))
def test_fewer_pairs_are_asked_and_the_same_is_found(mood: int) -> None:
    (every, all_asked), (skipping, fewer_asked) = (compared(Scope.SOURCES, mood, skip) for skip in (False, True))
    assert 0 < fewer_asked < all_asked
    assert skipping.findings == every.findings
    assert skipping.outcomes == every.outcomes
    assert skipping.clusters == every.clusters
    left_out = [one for one in every.verdicts if one not in skipping.verdicts]
    assert [one for one in every.verdicts if one not in left_out] == list(skipping.verdicts)
    assert {one.verdict for one in left_out} == {Verdict.NEUTRAL}


def test_of_a_draft_every_pair_is_asked() -> None:
    (every, all_asked), (same, asked) = (compared(Scope.AGAINST, 0, skip) for skip in (False, True))
    assert asked == all_asked
    assert same.verdicts == every.verdicts
