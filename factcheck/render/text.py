"""The report for a terminal: 80 columns, colour only where it is asked for, and nothing that depends on colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from factcheck.render import wording
from factcheck.render.digest import Agreement, CheckedClaim, Difference, Digest, Quote, Standing, digest_report
from factcheck.render.worddiff import Mark, Piece, mark_differences
from factcheck.schema import Report, SkippedInput, SourceRole

WIDTH = 80

_STANDING_STYLES = {
    Standing.DIFFERS: "bold red",
    Standing.UPDATED: "bold yellow",
    Standing.COMPATIBLE: "bold yellow",
    Standing.AGREES: "bold green",
    Standing.ONE_ORIGIN: "bold green",
    Standing.NOT_FOUND: "bold",
    Standing.COULD_NOT_CHECK: "bold",
}
_PIECE_STYLES = {Mark.NONE: "", Mark.WORD: "underline", Mark.VALUE: "bold underline"}


def render(report: Report, color: bool = False, top: int | None = None) -> str:
    """What differs with both quotes, what agrees with the places, and counts of the rest."""
    digest = digest_report(report, top)
    body = _checked_lines(digest) if digest.checks_one_text else _comparison_lines(digest)
    return _print((*_head(digest), *body, *_note_lines(digest), *_skipped_lines(digest.skipped)), color)


def render_summary(report: Report, color: bool = False) -> str:
    """The counts and the two or three differences to read first."""
    digest = digest_report(report)
    return _print((*_head(digest), *_counts(digest), *_first_lines(digest)), color)


def _print(lines: Iterable[RenderableType], color: bool) -> str:
    """The lines as text; without `color` there is no escape sequence in it."""
    out = StringIO()
    console = Console(
        file=out, width=WIDTH, force_terminal=color, no_color=not color, color_system="standard" if color else None,
        highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    for line in lines:
        console.print(line)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _line(text: str, style: str = "", indent: int = 0) -> RenderableType:
    """A paragraph whose further lines keep its indent."""
    shown = Text(text, style=style, overflow="fold")
    return Padding(shown, (0, 0, 0, indent), expand=False) if indent else shown


def _head(digest: Digest) -> Iterator[RenderableType]:
    yield _line(wording.headline(digest), "bold")
    yield _line(wording.basis(digest))
    yield ""


# --- sources among themselves ----------------------------------------------------------------------------------------


def _counts(digest: Digest) -> Iterator[RenderableType]:
    left_out = sum(len(parts) for _, parts in digest.skipped)
    rows = [
        (len(digest.flat), "flat contradiction", "flat contradictions"),
        (len(digest.qualified), "difference with a reservation", "differences with a reservation"),
        (len(digest.agreements), "agreement", "agreements"),
        (digest.alone, "claim of one source only", "claims of one source only"),
        (left_out, "passage or file left out, with the reason", "passages and files left out, with the reason"),
    ]
    for number, one, several in rows:
        yield _line(f"{number:>6}  {one if number == 1 else several}")
    yield ""


def _first_lines(digest: Digest) -> Iterator[RenderableType]:
    if digest.first:
        yield _line("To read first", "bold")
        for difference in digest.first:
            yield from _difference(difference)


def _comparison_lines(digest: Digest) -> Iterator[RenderableType]:
    if not digest.differences and len(digest.compared) > 1:
        yield _line("No source was found to contradict another one.")
        yield ""
    for difference in digest.differences:
        yield from _difference(difference)
    yield _line(f"Agreements ({len(digest.agreements)})", "bold")
    for agreement in digest.agreements:
        yield from _agreement(agreement)
    yield ""
    yield _line(f"What only one source says ({digest.alone})", "bold")
    for group in digest.only_here:
        yield _line(
            f"{group.source.letter}  {wording.counted(len(group.quotes), 'claim')} ({_path(group.source.entry.path)})",
            indent=2,
        )
    yield ""


def _difference(difference: Difference) -> Iterator[RenderableType]:
    """Kind, both quotes with their places, and the reason."""
    word = wording.verdict_word(difference)
    heading = Text.assemble((word, "bold red" if difference.flat else "bold yellow"), "  ")
    yield heading + Text(wording.kind_words(difference.verdict), style="bold")
    sides = mark_differences(difference.left.words, difference.right.words, difference.verdict.reason)
    hands = ("left ", "right ") if wording.names_sides(difference.verdict) else ("", "")
    for hand, quote, pieces in zip(hands, (difference.left, difference.right), sides, strict=True):
        yield _line(f"{hand}{_where(quote)}", "dim", indent=2)
        yield Padding(_marked(pieces), (0, 0, 0, 4), expand=False)
    if note := wording.reservation(difference):
        yield _line(note, indent=2)
    yield _line(f"why: {wording.plain(difference.verdict.reason)}", indent=2)
    for left, right in difference.further:
        yield _line(f"also {_where(left)} against {_where(right)}", "dim", indent=2)
    yield ""


def _marked(pieces: Iterable[Piece]) -> Text:
    """The quote in quotation marks with what differs underlined."""
    text = Text("“", overflow="fold")
    for piece in pieces:
        lead = " " if piece.text[:1].isspace() else ""
        tail = " " if piece.text[-1:].isspace() and piece.text.strip() else ""
        text.append(f"{lead}{wording.plain(piece.text)}{tail}", style=_PIECE_STYLES[piece.mark])
    return text.append("”")


def _where(quote: Quote) -> str:
    """Letter, file and line, publisher, date and speaker, as far as the source tells them."""
    entry = quote.source.entry
    publisher = [entry.publisher] if entry.publisher else []
    dated = [wording.date_words(entry.published_at)] if entry.published_at else []
    named = wording.speaker_name(quote)
    speaker = [f"speaker {named}"] if named else []
    return wording.plain(", ".join([f"{quote.source.letter} {wording.place_of(quote)}", *publisher, *dated, *speaker]))


def _path(path: str) -> str:
    return wording.plain(path)


def _agreement(agreement: Agreement) -> Iterator[RenderableType]:
    yield _line(wording.plain(agreement.label), indent=2)
    places = ", ".join(f"{quote.source.letter}:{quote.claim.line}" for quote in agreement.quotes)
    yield _line(f"{wording.spread(agreement)} ({places})", "dim", indent=4)


# --- a draft or a typed claim ----------------------------------------------------------------------------------------


def _checked_lines(digest: Digest) -> Iterator[RenderableType]:
    if not digest.checked:
        yield _line("The text makes no claim that could be compared with the sources.")
    for claim in digest.checked:
        yield from _checked(claim)


def _checked(claim: CheckedClaim) -> Iterator[RenderableType]:
    """The claim, its standing, then the evidence against it and for it."""
    typed = claim.quote.source.entry.role is SourceRole.QUERY
    place = "" if typed else f"{_path(wording.place_of(claim.quote))}: "
    yield _line(f"{place}{wording.plain(claim.quote.claim.text)}", "bold")
    standing = Text(claim.standing.value, style=_STANDING_STYLES[claim.standing])
    yield Padding(standing + Text(f"  {wording.STANDING_NOTES[claim.standing]}", style=""), (0, 0, 0, 2), expand=False)
    for difference in claim.against:
        yield from _evidence_against(claim, difference)
    for quote in claim.support:
        yield from _evidence("agrees", quote, _marked((Piece(quote.words, Mark.NONE),)))
    if claim.left_out:
        further = wording.counted(claim.left_out, "further quote")
        yield _line(f"{wording.sentence_case(further)} not shown here.", indent=4)
    yield ""


def _evidence_against(claim: CheckedClaim, difference: Difference) -> Iterator[RenderableType]:
    ours = claim.quote.claim.id == difference.left.claim.id
    quote = difference.right if ours else difference.left
    sides = mark_differences(difference.left.words, difference.right.words, difference.verdict.reason)
    yield from _evidence(wording.verdict_word(difference), quote, _marked(sides[1 if ours else 0]))
    if note := wording.reservation(difference):
        yield _line(note, indent=6)
    sided = " (left: the claim)" if ours else " (right: the claim)"
    explained = sided if wording.names_sides(difference.verdict) else ""
    yield _line(f"why{explained}: {wording.plain(difference.verdict.reason)}", indent=6)


def _evidence(word: str, quote: Quote, words: Text) -> Iterator[RenderableType]:
    yield Padding(Text.assemble((f"{word}  ", "bold"), (_where(quote), "dim")), (0, 0, 0, 4), expand=False)
    yield Padding(words, (0, 0, 0, 6), expand=False)


# --- the rest --------------------------------------------------------------------------------------------------------


def _note_lines(digest: Digest) -> Iterator[RenderableType]:
    for note in digest.notes:
        yield _line(f"{wording.SEVERITIES[note.severity]}: {wording.plain(note.message)}")


def _skipped_lines(skipped: Sequence[tuple[str, Sequence[SkippedInput]]]) -> Iterator[RenderableType]:
    """Whole files with their reasons, passages by their number alone: the other formats list each passage."""
    if not skipped:
        return
    yield _line(f"Left out ({sum(len(parts) for _, parts in skipped)})", "bold")
    for path, parts in skipped:
        for part in parts:
            if part.span is None:
                yield _line(f"{_path(path)}: {wording.plain(part.reason)}", indent=2)
    passages = sum(part.span is not None for _, parts in skipped for part in parts)
    if passages:
        yield _line(
            f"{wording.sentence_case(wording.counted(passages, 'passage'))} that claim nothing, such as headings, "
            "captions or questions; the formats markdown, html and json list each with its reason.",
            indent=2,
        )
