"""Ignores in drafts, and the places of words in a web page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.schema import InlineIgnore, Source, SourceRole
from factcheck.settings import IngestSettings
from factcheck.stages.ingest import read_content, typed_claims
from factcheck.stages.ingest.markup_places import locate_words

OK = '<!-- factcheck: ignore[figure-differs] reason="known" -->'
PARAGRAPH = "Six people were hurt when the bridge fell. It came down on Monday."


def read(text: str, name: str = "draft.md", role: SourceRole = SourceRole.DRAFT) -> Source:
    source, notes = read_content(text.encode(), Path(name), role, IngestSettings())
    assert source is not None, notes
    return source


def ignores(text: str, name: str = "draft.md") -> tuple[InlineIgnore, ...]:
    return read(text, name).ignores


def covered(text: str) -> str:
    (ignore,) = ignores(text)
    return " ".join(ignore.covers.of(text).split())


def test_on_a_line_of_its_own_it_covers_the_paragraph_below() -> None:
    text = f"First one is here.\n\n{OK}\n\n{PARAGRAPH}\n\nThe last one is here.\n"
    assert covered(text) == PARAGRAPH
    (ignore,) = ignores(text)
    assert (ignore.line, ignore.column, ignore.whole_paragraph, ignore.problem) == (3, 1, True, None)
    assert ignore.span.of(text) == OK


def test_several_may_stand_above_one_paragraph() -> None:
    other = OK.replace("figure", "date")
    text = f"First one is here.\n\n{OK}\n{other}\n{PARAGRAPH}\n"
    assert [one.covers.of(text) for one in ignores(text)] == [PARAGRAPH, PARAGRAPH]


def test_within_a_paragraph_it_covers_what_is_behind_it() -> None:
    (ignore,) = ignores(f"First one is here. {OK} {PARAGRAPH}\n")
    assert not ignore.whole_paragraph


def test_at_the_end_of_the_text_it_covers_nothing() -> None:
    assert covered(f"{PARAGRAPH}\n\n{OK}\n") == ""


def test_several_rules_are_divided_by_commas() -> None:
    (ignore,) = ignores(f"{OK.replace('figure-differs', 'figure-differs, misquotation')}\n{PARAGRAPH}")
    assert ignore.rules == ("figure-differs", "misquotation")
    assert ignore.reason == "known"


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("<!-- factcheck: ignore[figure-differs] -->", "gives no reason"),
        ('<!-- factcheck: ignore[figure-differs] reason="" -->', "gives no reason"),
        ("<!-- factcheck: ignore[figure-differs] reason=known -->", "gives no reason"),
        ('<!-- factcheck: ignore reason="known" -->', "names no rule"),
        ('<!-- factcheck: ignore[] reason="known" -->', "names no rule"),
        ('<!-- factcheck: ignore[figure-difers] reason="known" -->', 'did you mean "figure-differs"?'),
        ('<!-- factcheck: ignore[unused-ignore] reason="known" -->', "cannot be ignored"),
        ('<!-- factcheck: skip[figure-differs] reason="known" -->', "only ignores"),
        ("<!-- factcheck -->", "only ignores"),
    ],
)
def test_what_cannot_be_used_says_why(comment: str, problem: str) -> None:
    (ignore,) = ignores(f"{comment}\n{PARAGRAPH}")
    assert problem in (ignore.problem or "")


@pytest.mark.parametrize(
    "comment",
    ["<!-- a note -->", "<!-- factchecker: no -->", "<!-- factcheck: " + "x" * 3000 + "-->", "<!-- factcheck"],
)
def test_other_comments_are_none_of_ours(comment: str) -> None:
    assert ignores(f"{PARAGRAPH}\n\n{comment}\n\n{PARAGRAPH}") == ()


def test_a_source_has_no_say_in_what_is_ignored() -> None:
    assert read(f"{OK}\n{PARAGRAPH}", role=SourceRole.SOURCE).ignores == ()


PAGE = f"""<!doctype html>
<html><head><title>A bridge falls in Karlin</title><script>var x = "Six people were hurt";</script></head>
<body><article>
<h1>A bridge falls in Karlin</h1>
<p>The old bridge of Karlin fell into the river on Monday, and the town spoke of nothing else all day.</p>
<!-- factcheck: ignore[figure-differs] reason="known" -->
<p>Six people were <b>hu</b>rt &amp; taken to hospital, the town&#8217;s mayor said on Monday evening in
   the town hall. {OK.replace("figure", "date")} It will be
   rebuilt, she promised, within two years and at no cost to the people of the town.</p>
<p>Nobody knows why it fell, and an inquiry was opened on Tuesday by the office for public works.</p>
</article></body></html>
"""


def test_words_of_a_page_have_the_line_and_column_of_the_file() -> None:
    page = read(PAGE, "draft.html")
    for words, line, column in (
        ("Six people", 7, 4),
        ("hurt & taken", 7, 23),
        ("rebuilt, she", 9, 4),
        ("Nobody knows", 10, 4),
    ):
        assert page.position(page.text.index(words)) == (line, column)
    assert page.position(page.text.index("body knows")) == (10, 6)


def test_ignores_in_a_page_cover_the_paragraph_or_the_sentence_behind() -> None:
    page = read(PAGE, "draft.html")
    first, second = page.ignores
    assert (first.whole_paragraph, second.whole_paragraph) == (True, False)
    assert first.covers.of(page.text).startswith("Six people")
    assert second.covers.of(page.text).startswith("It will be rebuilt")
    assert (first.line, first.column) == (6, 1)
    assert first.covers.of(page.text).endswith("of the town.")


def test_a_text_that_is_its_file_needs_no_anchors() -> None:
    source = read("One line is here.\r\nAnother line is here.\rA third line is here.\n", "draft.txt")
    assert source.anchors == ()
    assert source.position(source.text.index("Another")) == (2, 1)
    assert source.position(source.text.index("third")) == (3, 3)


@given(st.text(alphabet=st.sampled_from("ab<>&;!-p/ \n\"'x"), max_size=80))
def test_no_markup_breaks_the_search(markup: str) -> None:
    located = locate_words("a b\n\nx", markup)
    assert len(located.offsets) == len(located.raw)
    assert all(0 <= raw < len(markup) for raw in located.raw)
    assert 0 <= located.missing <= 2


def test_claims_of_a_file_know_their_lines_and_stand_alone() -> None:
    claims = typed_claims("The bridge fell.\r\n\n  It was old.\nThe bridge fell.\n", "claims.txt")
    assert [(one.text, one.position(0)) for one in claims] == [("The bridge fell.", (1, 1)), ("It was old.", (3, 3))]
    assert {one.role for one in claims} == {SourceRole.QUERY}
    assert len({one.id for one in claims}) == 2
