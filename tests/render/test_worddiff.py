from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factcheck.render.worddiff import Mark, Piece, mark_differences

words = st.lists(
    st.sampled_from(["six", "nine", "people", "were", "hurt", "“quoted”", "4.5", "\n", "the"]), max_size=12
)
texts = st.one_of(st.text(max_size=60), words.map(" ".join))


def marked(pieces: tuple[Piece, ...], *marks: Mark) -> list[str]:
    return [piece.text for piece in pieces if piece.mark in (marks or (Mark.VALUE, Mark.WORD))]


@given(texts, texts, texts)
def test_the_pieces_join_to_the_quotes(left: str, right: str, reason: str) -> None:
    sides = mark_differences(left, right, reason)
    assert ["".join(piece.text for piece in side) for side in sides] == [left, right]


@given(texts)
def test_equal_quotes_differ_in_nothing(quote: str) -> None:
    assert [marked(side) for side in mark_differences(quote, quote)] == [[], []]


@given(texts, texts)
def test_swapping_the_quotes_swaps_the_values(left: str, right: str) -> None:
    reason = 'number: "six" vs "nine"'
    there, back = mark_differences(left, right, reason), mark_differences(right, left, reason)
    assert marked(there[0], Mark.VALUE) == marked(back[1], Mark.VALUE)
    assert marked(there[1], Mark.VALUE) == marked(back[0], Mark.VALUE)


def test_the_word_that_differs_is_marked() -> None:
    left, right = mark_differences("Six people were hurt on Monday.", "Nine people were hurt on Monday.")
    assert (marked(left), marked(right)) == (["Six"], ["Nine"])


def test_neighbouring_words_are_marked_as_one() -> None:
    left, _ = mark_differences("The old stone bridge fell.", "The bridge fell.")
    assert marked(left) == ["old stone"]


def test_a_negation_is_marked_and_an_article_is_not() -> None:
    left, right = mark_differences("He was not invited to the talks.", "He was invited to talks.")
    assert (marked(left), marked(right)) == (["not"], [])


def test_named_values_stand_out_and_nothing_else_does_where_the_wording_has_little_in_common() -> None:
    left, right = mark_differences(
        "The pair will meet for the first time in six years",
        "the first summit between sitting US and Russian leaders in over four years",
        'duration: "six years" (6 years) vs "over four years" (more than 4 years)',
    )
    assert marked(left) == marked(left, Mark.VALUE) == ["six years"]
    assert marked(right) == marked(right, Mark.VALUE) == ["over four years"]


def test_a_value_is_found_as_a_whole_word_across_a_line_break() -> None:
    left, _ = mark_differences("Sixty people, six\nyears ago.", "Nobody.", '"six years" vs "none"')
    assert marked(left, Mark.VALUE) == ["six\nyears"]


def test_long_quotes_are_left_unmarked() -> None:
    left, _ = mark_differences("word " * 500, "other " * 500)
    assert marked(left) == []
