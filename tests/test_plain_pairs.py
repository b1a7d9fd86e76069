"""The pairs of plain_pairs.tsv, a table that a journalist can read and add to: a typed claim against one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck import check_claim
from factcheck.schema import Verdict

TABLE = Path(__file__).with_name("plain_pairs.tsv")
WORDS = {
    "differs": {Verdict.CONTRADICTION},
    "agrees": {Verdict.AGREEMENT},
    "silent": {Verdict.NEUTRAL},
    "missed": {Verdict.NEUTRAL, Verdict.AGREEMENT},
}


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_most_of_the_contradictions_are_found() -> None:
    words = [word for _, _, word in rows()]
    assert words.count("differs") >= 70
    assert words.count("missed") <= 25


@pytest.mark.parametrize(("claim", "said", "word"), rows(), ids=lambda part: part[:40])
def test_pairs_of_the_table(claim: str, said: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(said + "\n", encoding="utf-8")
    verdicts = {verdict.verdict for verdict in check_claim(claim, [tmp_path]).verdicts}
    found = Verdict.CONTRADICTION if Verdict.CONTRADICTION in verdicts else None
    found = found or (Verdict.AGREEMENT if Verdict.AGREEMENT in verdicts else Verdict.NEUTRAL)
    assert found in WORDS[word]
