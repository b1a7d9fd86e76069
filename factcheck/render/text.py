"""The report for a terminal: 80 columns, colour only where it is asked for, and nothing that depends on colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from factcheck.render import wording
from factcheck.render.digest import Agreement, Difference, Digest, digest_report
from factcheck.render.listing import is_shown, without_settled
from factcheck.render.terminal import WIDTH, line, marked, print_lines, where
from factcheck.render.text_checked import claim_lines, draft_lines, settled_lines
from factcheck.render.worddiff import mark_differences
from factcheck.schema import Report, Severity, SkippedInput, SourceRole

__all__ = ["WIDTH", "render", "render_summary"]


def render(report: Report, color: bool = False, top: int | None = None, min_level: Severity = Severity.INFO) -> str:
    """What differs with both quotes, what agrees with the places, and counts of the rest."""
    digest = digest_report(report, top)
    if not digest.checks_one_text:
        digest = digest_report(without_settled(report, min_level), top)
        lines = (*_head(digest), *_comparison_lines(digest), *settled_lines(digest))
    elif any(claim.quote.source.entry.role is SourceRole.QUERY for claim in digest.checked):
        lines = (*_head(digest), *claim_lines(digest))
    elif digest.checked:
        lines = (*_head(digest), *draft_lines(digest, min_level))
    else:
        lines = (*_head(digest), line("The text makes no claim that could be compared with the sources."), "")
    return print_lines(
        (*lines, *_note_lines(digest, min_level), *_skipped_lines(digest.skipped), *_calibration_lines(digest)), color
    )


def _calibration_lines(digest: Digest) -> Iterator[RenderableType]:
    if said := wording.calibration_words(digest.report):
        yield from ("", line(said, "dim"))


def render_summary(report: Report, color: bool = False) -> str:
    """The counts and the two or three differences to read first."""
    digest = digest_report(without_settled(report, Severity.INFO))
    return print_lines((*_head(digest), *_counts(digest), *_first_lines(digest), *settled_lines(digest)), color)


def _head(digest: Digest) -> Iterator[RenderableType]:
    yield line(wording.headline(digest), "bold")
    yield line(wording.basis(digest))
    yield ""


# --- sources among themselves ----------------------------------------------------------------------------------------


def _counts(digest: Digest) -> Iterator[RenderableType]:
    left_out = sum(len(parts) for _, parts in digest.skipped)
    rows = [
        (len(digest.flat), "flat contradiction", "flat contradictions"),
        (len(digest.qualified), "difference with a reservation", "differences with a reservation"),
        (len(digest.agreements), "agreement", "agreements"),
        (digest.alone, "claim of one origin only", "claims of one origin only"),
        (left_out, "passage or file left out, with the reason", "passages and files left out, with the reason"),
    ]
    for number, one, several in rows:
        yield line(f"{number:>6}  {one if number == 1 else several}")
    yield ""


def _first_lines(digest: Digest) -> Iterator[RenderableType]:
    if digest.first:
        yield line("To read first", "bold")
        for difference in digest.first:
            yield from _difference(difference)


def _comparison_lines(digest: Digest) -> Iterator[RenderableType]:
    if not digest.differences and len(digest.compared) > 1:
        yield line("No source was found to contradict another one.")
        yield ""
    for difference in digest.differences:
        yield from _difference(difference)
    yield line(f"Agreements ({len(digest.agreements)})", "bold")
    for agreement in digest.agreements:
        yield from _agreement(agreement)
    yield ""
    yield line(f"What only one origin says ({digest.alone})", "bold")
    for group in digest.only_here:
        yield line(
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
        yield line(f"{hand}{where(quote)}", "dim", indent=2)
        yield Padding(marked(pieces), (0, 0, 0, 4), expand=False)
    if note := wording.reservation(difference):
        yield line(note, indent=2)
    yield line(f"why: {wording.plain(difference.verdict.reason)}", indent=2)
    for left, right in difference.further:
        yield line(f"also {where(left)} against {where(right)}", "dim", indent=2)
    yield ""


def _path(path: str) -> str:
    return wording.plain(path)


def _agreement(agreement: Agreement) -> Iterator[RenderableType]:
    yield line(wording.plain(agreement.label), indent=2)
    places = ", ".join(f"{quote.source.letter}:{quote.claim.line}" for quote in agreement.quotes)
    yield line(f"{wording.spread(agreement)} ({places})", "dim", indent=4)


# --- the rest --------------------------------------------------------------------------------------------------------


def _note_lines(digest: Digest, min_level: Severity) -> Iterator[RenderableType]:
    for note in digest.notes:
        if note.place or note.suppressed or not is_shown(note, min_level):
            continue
        yield line(f"{wording.SEVERITIES[note.severity]}: {wording.plain(note.message)}")


def _skipped_lines(skipped: Sequence[tuple[str, Sequence[SkippedInput]]]) -> Iterator[RenderableType]:
    """Whole files with their reasons, passages by their number alone: the other formats list each passage."""
    if not skipped:
        return
    yield line(f"Left out ({sum(len(parts) for _, parts in skipped)})", "bold")
    for path, parts in skipped:
        for part in parts:
            if part.span is None:
                yield line(f"{_path(path)}: {wording.plain(part.reason)}", indent=2)
    passages = sum(part.span is not None for _, parts in skipped for part in parts)
    if passages:
        yield line(
            f"{wording.sentence_case(wording.counted(passages, 'passage'))} that claim nothing, such as headings, "
            "captions or questions; the formats markdown, html and json list each with its reason.",
            indent=2,
        )
