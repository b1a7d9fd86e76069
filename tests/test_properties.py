"""What holds of every report, whatever the sources say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck import check_claim, check_draft, check_sources, render_report
from factcheck.api import load_models
from factcheck.pipeline import compare_sources, read_claims, start_run
from factcheck.schema import Report, Scope, Source, SourceRole, Verdict
from factcheck.settings import Settings
from factcheck.stages.ingest import source_from_text
from tests.builders import make_report

TEXTS = (
    "The Karlin bridge collapsed on Monday. Six people were hurt, the mayor said. The bridge was built in 1964.\n",
    "Nine people were hurt when the Karlin bridge fell on Monday. Mayor Ada Holm has ordered an inquiry.\n",
    "The Karlin bridge was built in 1971. No inquiry has been ordered. It fell on Tuesday, killing nobody.\n",
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three short reports that differ in several ways."""
    folder = tmp_path_factory.mktemp("small")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small_report(small: Path) -> Report:
    return check_sources([small])


# --- quotes ----------------------------------------------------------------------------------------------------------


def assert_quotes_are_verbatim(report: Report) -> None:
    """Each quote is the text at its span, at its line and column, inside its sentence."""
    sources = {source.id: source for source in report.sources}
    for claim in report.claims:
        text = sources[claim.source_id].text
        assert claim.quote == text[claim.start : claim.end]
        assert claim.quote.strip()
        assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end
        lines = re.split(r"\r\n|\r|\n", text)
        rest = lines[claim.line - 1][claim.column - 1 :]
        assert rest.startswith(re.split(r"[\r\n]", claim.quote)[0])
    for left_out in report.skipped:
        if left_out.span and left_out.quote:
            owners = [source.text for source in report.sources if source.path == left_out.path]
            assert any(left_out.quote == left_out.span.of(text) for text in owners)


def test_quotes_of_the_seeds_are_verbatim(seeds_report: Report, seeds: Path) -> None:
    assert len(seeds_report.claims) > 100
    assert_quotes_are_verbatim(seeds_report)
    for source in seeds_report.sources:
        assert source.text == (seeds / Path(source.path).name).read_bytes().decode("utf-8-sig")


def test_quotes_of_a_draft_and_a_typed_claim_are_verbatim(small: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_bytes("# Bridge\r\n\r\n- Seven people were hurt.\r\n- It was built in 1971, “they say”.\r\n".encode())
    assert_quotes_are_verbatim(check_draft(draft, [small]))
    assert_quotes_are_verbatim(check_claim("  Seven people were hurt in Karlin. Ada Holm is the mayor ", [small]))


def test_verdicts_findings_and_clusters_speak_of_claims_in_the_report(seeds_report: Report) -> None:
    owner = {claim.id: claim.source_id for claim in seeds_report.claims}
    origin = {source.id: source.origin_id for source in seeds_report.sources}
    assert len(owner) == len(seeds_report.claims)
    for one in seeds_report.verdicts:
        assert one.left < one.right
        assert origin[owner[one.left]] != origin[owner[one.right]]
        assert (one.kind is not None) == (one.verdict is Verdict.CONTRADICTION)
        assert one.qualifier is None or one.verdict is Verdict.CONTRADICTION
        assert one.reason
    for finding in seeds_report.findings:
        assert set(finding.claim_ids) <= set(owner)
        assert finding.message
    for cluster in seeds_report.clusters:
        assert set(cluster.source_ids) == {owner[claim_id] for claim_id in cluster.claim_ids}


WORDS = st.sampled_from(
    [
        "The", "mayor", "of", "Karlin", "said", "that", "six", "people", "were", "hurt", "on", "Monday", ",", "and",
        "who", "had", "not", "been", "told", "12", "$4.5", "million", "“", "”", '"', "—", "Mr.", "Aug. 12", "\n", ".",
        "\r\n", "• ", "# ", "U.S.", "in", "2022", "as", "it", "he", "?", "é", "İ", "ß", "👍", "\u200b", "(", ")", "’s",
        "\n\n", "…",
    ]
)  # fmt: skip
NEWS = st.lists(WORDS, max_size=60).map(" ".join)
ANY = st.text(max_size=200)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(NEWS | ANY, min_size=1, max_size=3))
def test_quotes_of_any_text_are_verbatim(texts: Sequence[str]) -> None:
    parser = load_models(Settings().models, Settings().cache).parser
    sources = [source_from_text(text, f"{number}.txt", SourceRole.SOURCE) for number, text in enumerate(texts)]
    sentences, claims, left_out = read_claims(sources, parser)
    by_id = {source.id: source for source in sources}
    by_path = {source.path: source for source in sources}
    around = {sentence.id: sentence for sentence in sentences}
    for sentence in sentences:
        assert sentence.text == sentence.span.of(by_id[sentence.source_id].text)
    for claim in claims:
        source, sentence = by_id[claim.source_id], around[claim.sentence_id]
        assert claim.span.end <= len(source.text)
        assert sentence.span.start <= claim.span.start < claim.span.end <= sentence.span.end
        assert claim.text.strip()
        assert not any(claim.span.overlaps(region.span) for region in source.regions)
    for one in left_out:
        assert one.reason
        if one.span and one.quote:
            assert one.quote == one.span.of(by_path[one.path].text)


# --- order -----------------------------------------------------------------------------------------------------------


def compared(sources: Sequence[Source]) -> Report:
    models = load_models(Settings().models, Settings().cache)
    run = start_run("test", Scope.SOURCES, models, Settings())
    return compare_sources(sources, (), Scope.SOURCES, models, Settings(), run)


def without_times(report: Report) -> dict[str, object]:
    return report.model_dump(exclude={"run": {"seconds", "started_at"}})


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 2, 0), (0, 2, 1)])
def test_order_of_the_sources_does_not_matter(order: tuple[int, ...]) -> None:
    sources = [source_from_text(text, f"{number}.txt", SourceRole.SOURCE) for number, text in enumerate(TEXTS)]
    report = compared(sources)
    assert any(one.verdict is Verdict.CONTRADICTION for one in report.verdicts)
    assert without_times(compared([sources[number] for number in order])) == without_times(report)


def test_order_and_repetition_of_the_paths_do_not_matter(small: Path, small_report: Report) -> None:
    files = sorted(small.iterdir())
    assert without_times(check_sources(files[::-1])) == without_times(small_report)
    assert without_times(check_sources([*files, files[0]])) == without_times(small_report)


def test_the_same_run_twice_gives_the_same_report(small: Path, small_report: Report) -> None:
    assert without_times(check_sources([small])) == without_times(small_report)


# --- formats ---------------------------------------------------------------------------------------------------------


class PageText(HTMLParser):
    """The text of a page as a reader sees it, without markup."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def letters(text: str) -> str:
    """The letters and digits alone: marks, escapes and line breaks differ between formats."""
    return re.sub(r"[\W_]+", "", text)


def read_back(report: Report, shape: str) -> str:
    """What a reader of the format reads, as letters."""
    shown = render_report(report, shape)
    if shape == "html":
        page = PageText()
        page.feed(shown)
        shown = "".join(page.parts)
    elif shape == "markdown":
        shown = unescape(re.sub(r"\\(.)|\*\*", r"\1", shown))
    return letters(shown)


@pytest.mark.parametrize("shape", ["html", "markdown"])
@pytest.mark.parametrize("which", ["seeds", "small", "built"])
def test_every_contradiction_is_told_in_every_format(request: pytest.FixtureRequest, which: str, shape: str) -> None:
    report: Report = make_report() if which == "built" else request.getfixturevalue(f"{which}_report")
    claims = {claim.id: claim for claim in report.claims}
    paths = {source.id: source.path for source in report.sources}
    differing = [one for one in report.verdicts if one.verdict is Verdict.CONTRADICTION]
    assert differing
    shown = read_back(report, shape)
    in_full = [one for one in differing if letters(one.reason) in shown]
    assert in_full
    for one in differing:
        for claim in (claims[one.left], claims[one.right]):
            assert letters(f"{paths[claim.source_id]}:{claim.line}") in shown, one.reason
    for one in in_full:
        for claim in (claims[one.left], claims[one.right]):
            assert letters(claim.quote) in shown, claim.quote
    # What is not told in full is listed under a finding that is.
    for one in differing:
        of_one_finding = [set(f.claim_ids) for f in report.findings if {one.left, one.right} <= set(f.claim_ids)]
        assert one in in_full or any({other.left, other.right} <= ids for ids in of_one_finding for other in in_full)


def test_json_reads_back_as_the_same_report(seeds_report: Report, small_report: Report) -> None:
    for report in (seeds_report, small_report, make_report()):
        assert Report.model_validate_json(render_report(report, "json")) == report
