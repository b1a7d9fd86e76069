"""The acceptance test on the five seed reports, line by line as issue 2 words it, with the real models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from factcheck import check_claim, cli
from factcheck.schema import ClaimEntry, ContradictionKind, PairVerdict, Report, SourceRole, Verdict

Sides = tuple[PairVerdict, ClaimEntry, ClaimEntry]


def numbers(report: Report) -> dict[str, str]:
    """The number that a seed's file name begins with, by source id; "" for a typed claim."""
    return {
        source.id: match[0] if (match := re.match(r"\d{3}", Path(source.path).name)) else ""
        for source in report.sources
    }


def judged(report: Report, verdict: Verdict) -> Iterator[Sides]:
    """Each pair with this verdict, and its two claims."""
    claims = {claim.id: claim for claim in report.claims}
    for one in report.verdicts:
        if one.verdict is verdict:
            yield one, claims[one.left], claims[one.right]


def words(claim: ClaimEntry) -> str:
    return f"{claim.quote} | {claim.text}"


# --- the difference --------------------------------------------------------------------------------------------------


def six_against_four(report: Report) -> list[Sides]:
    """The pairs of "... in six years" of 003 and "... in over four years" of 001 that contradict each other."""
    found = []
    for one, left, right in judged(report, Verdict.CONTRADICTION):
        by_source = {numbers(report)[claim.source_id]: claim for claim in (left, right)}
        if set(by_source) != {"001", "003"}:
            continue
        if "in six years" in by_source["003"].quote and "in over four years" in by_source["001"].quote:
            found.append((one, left, right))
    return found


def test_six_years_against_over_four_years_is_a_contradiction_of_kind_duration(seeds_report: Report) -> None:
    found = six_against_four(seeds_report)
    assert found
    for one, _, _ in found:
        assert one.kind is ContradictionKind.DURATION
        assert '"six years"' in one.reason
        assert '"over four years"' in one.reason


def test_that_contradiction_is_among_the_first_three_findings_and_names_both_values(seeds_report: Report) -> None:
    pairs = [{one.left, one.right} for one, _, _ in six_against_four(seeds_report)]
    first = [one for one in seeds_report.findings[:3] if any(pair <= set(one.claim_ids) for pair in pairs)]
    assert first
    assert "six years" in first[0].message
    assert "over four years" in first[0].message


def test_at_most_six_pairs_are_called_contradictions(seeds_report: Report) -> None:
    called = [
        f"{one.reason}: {left.text} || {right.text}" for one, left, right in judged(seeds_report, Verdict.CONTRADICTION)
    ]
    assert len(called) <= 6, "\n".join(called)


# --- the agreements --------------------------------------------------------------------------------------------------

AGREEMENTS: dict[str, tuple[Mapping[str, str], tuple[frozenset[str], ...]]] = {
    # what is agreed: how each source words it, and the sets of sources of which one must be joined by agreements
    "listening exercise": (
        dict.fromkeys(("001", "003", "004"), r"listening exercise"),
        (frozenset({"001", "003", "004"}),),
    ),
    "Zelensky(y) not invited or excluded": (
        {"001": r"Zelenskyy.*not invited", "003": r"Zelensky.*excluded"},
        (frozenset({"001", "003"}),),
    ),
    "invasion in (February) 2022": (
        dict.fromkeys(("001", "003", "004"), r"invasion.*2022|2022.*invasion"),
        (frozenset({"001", "003", "004"}),),
    ),
    "very severe consequences": (
        dict.fromkeys(("003", "004"), r"very severe consequences"),
        (frozenset({"003", "004"}),),
    ),
    "no Ukrainian land given up": (
        {
            "000": r"[Nn]o Ukrainian land will be surrendered",
            "002": r"single inch",
            "004": r"surrender any of its territory|gift their land|deviate from this",
        },
        (frozenset({"000", "002", "004"}),),
    ),
    "a US military or air base": (
        {"001": r"US air base", "003": r"US military base"},
        (frozenset({"001", "003"}),),
    ),
    "no NATO": (
        {"001": r"abandon NATO", "003": r"not join Nato"},
        (frozenset({"001", "003"}),),
    ),
    "the four regions": (
        dict.fromkeys(("001", "003", "004"), r"Kherson|Lu[hg]ansk|Zaporizhzhia|Donetsk"),
        (frozenset({"001", "003"}), frozenset({"001", "004"})),
    ),
}  # fmt: skip


def of_the_matter(report: Report, wording: Mapping[str, str], verdict: Verdict) -> list[Sides]:
    """The pairs with this verdict in which both claims speak of the matter, each as its source words it."""
    number = numbers(report)

    def speaks(claim: ClaimEntry) -> bool:
        pattern = wording.get(number[claim.source_id])
        return pattern is not None and re.search(pattern, words(claim), re.DOTALL) is not None

    return [sides for sides in judged(report, verdict) if speaks(sides[1]) and speaks(sides[2])]


def agreeing(report: Report, wording: Mapping[str, str]) -> list[Sides]:
    return of_the_matter(report, wording, Verdict.AGREEMENT)


def told(report: Report, wording: Mapping[str, str]) -> str:
    """How the pairs of the matter were judged, for whoever has to find out why one is missing."""
    lines = []
    for verdict in Verdict:
        for one, left, right in of_the_matter(report, wording, verdict):
            scores = f"{one.nli.left_to_right.entailment:.2f}/{one.nli.right_to_left.entailment:.2f}"
            lines.append(f"{verdict.value} entailment {scores}, {one.reason}: {left.text} || {right.text}")
    return "\n".join(lines) or "no pair of the matter was compared"


def joined(report: Report, pairs: list[Sides]) -> list[set[str]]:
    """The sets of sources that the pairs join, by their numbers."""
    number, groups = numbers(report), list[set[str]]()
    for _, left, right in pairs:
        both = {number[left.source_id], number[right.source_id]}
        touched = [group for group in groups if group & both]
        groups = [group for group in groups if not group & both] + [both.union(*touched)]
    return groups


@pytest.mark.parametrize("matter", AGREEMENTS)
def test_agreement_is_found_across_its_sources(seeds_report: Report, matter: str) -> None:
    wording, accepted = AGREEMENTS[matter]
    groups = joined(seeds_report, agreeing(seeds_report, wording))
    assert any(sources <= group for sources in accepted for group in groups), told(seeds_report, wording)


def test_the_agreement_on_the_regions_is_on_all_four(seeds_report: Report) -> None:
    named = set[str]()
    for _, left, right in agreeing(seeds_report, AGREEMENTS["the four regions"][0]):
        found = [set(re.findall(r"Kherson|Lu[hg]ansk|Zaporizhzhia|Donetsk", words(claim))) for claim in (left, right)]
        plain = [{name.replace("Lugansk", "Luhansk") for name in side} for side in found]
        named |= plain[0] & plain[1]
    assert named == {"Kherson", "Luhansk", "Zaporizhzhia", "Donetsk"}


# --- what is not the report ------------------------------------------------------------------------------------------

NOT_THE_REPORT = {
    "000": (r"Key IssueRussia’s Position.*?fully respected", r"Echoes of the End\.\.\..*\Z"),
    "001": (r"Written By Rodney Mbua", r"^Putin-Trump Summit in Alaska: [^\n]*", r"^Russia’s Position$"),
    "002": (r"READ MORE: [^\n]*", r"1 Comment\s.*\Z", r"By Imran Malik, MediaBites"),
    "003": (r"\A---.*?\n---\n",),
    "004": (
        r"FILE: [^\n]*",
        r"Pablo Martinez Monsivais / AP",
        r"Map of Ukraine exhibiting[^\n]*",
        r"Graphic by GUILLERMO[^\n]*",
        r"^What (?:Russia|Ukraine) needs$",
    ),
}


@pytest.mark.parametrize(("number", "pattern"), [(n, p) for n, patterns in NOT_THE_REPORT.items() for p in patterns])
def test_nothing_of_teasers_comments_captions_and_the_like_is_a_claim(
    seeds_report: Report, number: str, pattern: str
) -> None:
    ids = {name: id for id, name in numbers(seeds_report).items()}
    source = next(source for source in seeds_report.sources if source.id == ids[number])
    found = re.search(pattern, source.text, re.DOTALL | re.MULTILINE)
    assert found, "the seed no longer holds this passage"
    inside = [
        claim.quote
        for claim in seeds_report.claims
        if claim.source_id == source.id and claim.start < found.end() and found.start() < claim.end
    ]
    assert not inside


def test_what_was_left_out_is_said_with_a_reason(seeds_report: Report) -> None:
    told = {
        Path(one.path).name[:3]: one.reason for one in seeds_report.skipped if one.quote and "Key Issue" in one.quote
    }
    assert told.get("000")
    for number, quote in (
        ("000", "Kim Davis"),
        ("002", "Pingback"),
        ("004", "Pablo Martinez"),
        ("004", "Map of Ukraine"),
    ):
        reasons = [
            one.reason
            for one in seeds_report.skipped
            if Path(one.path).name.startswith(number) and quote in (one.quote or "")
        ]
        assert reasons, (number, quote)
        assert all(reasons)


# --- the sentences that the issue takes apart ------------------------------------------------------------------------


def claims_of(report: Report, number: str) -> list[ClaimEntry]:
    return [claim for claim in report.claims if numbers(report)[claim.source_id] == number]


@pytest.mark.parametrize(
    ("number", "text", "speaker"),
    [
        ("001", "President Volodymyr Zelenskyy was not invited to the summit.", None),
        ("001", "There can be no peace without Ukraine’s involvement.", "Volodymyr Zelenskyy"),
        ("001", "The meeting is the first summit between sitting US and Russian leaders in over four years.", None),
        ("003", "Donald Trump and Vladimir Putin will meet for the first time in six years.", None),
        ("003", "Trump tries to enact a key campaign pledge", None),
    ],
)
def test_sentences_are_taken_apart_as_the_issue_asks(
    seeds_report: Report, number: str, text: str, speaker: str | None
) -> None:
    found = [claim for claim in claims_of(seeds_report, number) if text in claim.text]
    assert found, [claim.text for claim in claims_of(seeds_report, number)][:20]
    if speaker:
        assert any(speaker in (claim.speaker or "") for claim in found)
    else:
        assert any(claim.speaker is None for claim in found)


# --- one typed claim -------------------------------------------------------------------------------------------------


def sources_with(report: Report, verdict: Verdict) -> dict[str, list[str]]:
    """For each seed that stands in this verdict to the typed claim, the quotes."""
    typed = {source.id for source in report.sources if source.role is SourceRole.QUERY}
    found: dict[str, list[str]] = {}
    for _, left, right in judged(report, verdict):
        other = right if left.source_id in typed else left
        found.setdefault(numbers(report)[other.source_id], []).append(other.quote)
    return found


def shown(text: str, seeds: Path) -> str:
    """What the command line shows of the claim, on one line."""
    return " ".join(CliRunner().invoke(cli.app, ["claim", text, "--against", str(seeds), "--top", "20"]).stdout.split())


def test_last_met_four_years_ago_differs_from_003_and_shows_the_quote(seeds: Path) -> None:
    text = "Trump and Putin last met four years ago"
    differs = sources_with(check_claim(text, [seeds]), Verdict.CONTRADICTION)
    assert any("six years" in quote for quote in differs.get("003", []))
    answer = shown(text, seeds)
    assert re.search(r"differs .*003_96fbaf362dee4ee7\.txt:\d+.*six years", answer), answer


def test_not_invited_agrees_with_at_least_two_sources(seeds: Path) -> None:
    text = "Zelensky was not invited to the Alaska summit"
    report = check_claim(text, [seeds])
    assert len(sources_with(report, Verdict.AGREEMENT)) >= 2
    assert not sources_with(report, Verdict.CONTRADICTION)
    assert "agrees Independent sources say the same" in shown(text, seeds)


def test_geneva_differs_from_at_least_two_sources(seeds: Path) -> None:
    text = "The summit takes place in Geneva"
    report = check_claim(text, [seeds])
    assert len(sources_with(report, Verdict.CONTRADICTION)) >= 2
    assert not sources_with(report, Verdict.AGREEMENT)
    assert "differs" in shown(text, seeds)


def test_a_typed_claim_that_differs_is_exit_code_1(seeds: Path) -> None:
    result = CliRunner().invoke(
        cli.app, ["claim", "The summit takes place in Geneva", "--against", str(seeds), "--format", "json"]
    )
    assert result.exit_code == 1
    document: dict[str, Any] = json.loads(result.stdout)
    assert document["run"]["scope"] == "against"
