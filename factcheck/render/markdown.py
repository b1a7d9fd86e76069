"""The report as Markdown, to be mailed, pasted into a ticket or kept beside the story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from factcheck.render import wording
from factcheck.render.digest import Agreement, CheckedClaim, Difference, Digest, OnlyHere, Quote, digest_report
from factcheck.render.listing import is_shown, without_settled
from factcheck.render.worddiff import Mark, Piece, mark_differences
from factcheck.schema import Finding, Report, Scope, Severity, SkippedInput

MAX_SKIPPED_QUOTE = 200

_MARKUP = re.compile(r"([\\`*_{}\[\]|~#$])")
# Mail programs and wikis turn bare addresses into links; what a source says must not become one.
_ADDRESS = re.compile(r"(://|@)|(?<=\bwww)\.", re.IGNORECASE)


def render(report: Report, top: int | None = None, min_level: Severity = Severity.INFO) -> str:
    """What differs, what agrees, what only one origin says, and what was left out; all text of sources is escaped."""
    if report.run.scope is Scope.SOURCES:
        report = without_settled(report, min_level)
    digest = digest_report(report, top)
    return "\n".join(_lines(digest, min_level)).rstrip() + "\n"


def escape(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would act on."""
    flat = wording.plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ADDRESS.sub(_as_entities, _MARKUP.sub(r"\\\1", flat))


def _as_entities(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in found.group())


def _lines(digest: Digest, min_level: Severity) -> Iterator[str]:
    yield from (f"# {wording.headline(digest)}", "", wording.basis(digest), "")
    if digest.checks_one_text:
        yield from _checked_section(digest.checked, min_level)
    else:
        yield from _difference_section("Contradictions", digest.flat, "No source contradicts another one flatly.")
        yield from _difference_section("Differences with a reservation", digest.qualified, "None.")
        yield from _agreement_section(digest.agreements)
        yield from _only_here_section(digest.only_here)
    yield from _note_section(digest, min_level)
    yield from _source_section(digest)
    yield from _skipped_section(digest.skipped)
    if said := wording.calibration_words(digest.report):
        yield from (said, "")
    models = ", ".join(f"{escape(model.name)} ({model.role})" for model in digest.report.run.models)
    started = wording.date_words(digest.report.run.started_at)
    yield f"*factcheck {escape(digest.report.run.version)}, {started}. Models: {models or 'none'}.*"


def _difference_section(title: str, differences: Sequence[Difference], none: str) -> Iterator[str]:
    yield from (f"## {title} ({len(differences)})", "")
    if not differences:
        yield from (none, "")
    for number, difference in enumerate(differences, start=1):
        yield from _difference(f"### {number}. {wording.kind_words(difference.verdict)}", difference)


def _difference(heading: str, difference: Difference) -> Iterator[str]:
    """The two quotes in a table of two columns, the reason beneath."""
    verdict = difference.verdict
    sides = (difference.left, difference.right)
    pieces = mark_differences(difference.left.words, difference.right.words, verdict.reason)
    yield from (heading, "")
    yield _row(_source_words(quote) for quote in sides)
    yield _row("---" for _ in sides)
    yield _row(_in_sentence(quote, side) for quote, side in zip(sides, pieces, strict=True))
    yield _row(f"{escape(wording.place_of(quote))}, {_date(quote)}" for quote in sides)
    yield _row(f"Speaker: {escape(wording.speaker_words(quote))}" for quote in sides)
    yield ""
    if note := wording.reservation(difference):
        yield from (f"**{wording.sentence_case(wording.verdict_word(difference))}.** {note}", "")
    yield from (f"Why: {escape(verdict.reason)}", "")
    if difference.further:
        yield from ("The same disagreement in other words:", "")
        for left, right in difference.further:
            yield f"{_bullet(left)} against {_bullet(right).removeprefix('- ')}"
        yield ""
    if difference.repeats:
        places = ", ".join(escape(wording.place_of(quote)) for quote in difference.repeats)
        yield from (f"The same words stand in copies of these texts: {places}.", "")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _date(quote: Quote) -> str:
    return wording.date_words(quote.source.entry.published_at)


def _source_words(quote: Quote) -> str:
    return f"{quote.source.letter} · {escape(wording.source_line(quote.source))}"


def _in_sentence(quote: Quote, pieces: Iterable[Piece]) -> str:
    """The quote in quotation marks with what differs in bold, between the rest of its sentence in italics."""
    words = "".join(_bold(piece) for piece in pieces)
    before, after = _aside(quote.before), _aside(quote.after)
    # A comma that follows the quote stays with it; everything else stands apart.
    gap = " " if after and quote.after[0] not in ",;:.!?’”)" else ""
    return f"{before + ' ' if before else ''}“{words}”{gap}{after}"


def _bold(piece: Piece) -> str:
    # Escaping one piece at a time drops the spaces at its ends, which belong between the words.
    lead = " " if piece.text[:1].isspace() else ""
    tail = " " if piece.text[-1:].isspace() and piece.text.strip() else ""
    words = escape(piece.text)
    if piece.mark is Mark.NONE or not words:
        return f"{lead}{words}{tail}"
    return f"{lead}**{words}**{tail}"


def _aside(context: str) -> str:
    words = escape(context)
    return f"*{words}*" if any(character.isalnum() for character in words) else words


def _agreement_section(agreements: Sequence[Agreement]) -> Iterator[str]:
    yield from (f"## What sources agree on ({len(agreements)})", "")
    if not agreements:
        yield from ("No two sources were found to say the same.", "")
    for number, agreement in enumerate(agreements, start=1):
        yield from (
            f"### {number}. {escape(agreement.label)}",
            "",
            f"{wording.sentence_case(wording.spread(agreement))}.",
        )
        yield from ("", *(_bullet(quote) for quote in agreement.quotes), "")


def _bullet(quote: Quote) -> str:
    """A quote on one line, with where it stands."""
    speaker = wording.speaker_name(quote)
    said = f", speaker: {escape(speaker)}" if speaker else ""
    return f"- “{escape(quote.words)}”{said} ({quote.source.letter}, {escape(wording.place_of(quote))})"


def _only_here_section(groups: Sequence[OnlyHere]) -> Iterator[str]:
    total = sum(len(group.quotes) for group in groups)
    yield from (f"## What only one origin says ({total})", "")
    if not total:
        yield from ("Nothing.", "")
    for group in groups:
        yield from (f"### {group.source.letter} · {escape(wording.source_line(group.source))}", "")
        yield from (*(_bullet(quote) for quote in group.quotes), "")


def _checked_section(checked: Sequence[CheckedClaim], min_level: Severity) -> Iterator[str]:
    yield from ("## Claim by claim", "")
    if not checked:
        yield from ("The text makes no claim that could be compared with the sources.", "")
    for number, claim in enumerate(checked, start=1):
        live = [finding for finding in claim.findings if finding.suppressed is None]
        if min_level is not Severity.INFO and not any(is_shown(finding, min_level) for finding in live):
            continue
        yield from (f"### {number}. {escape(claim.quote.claim.text)}", "")
        if claim.quote.source.entry.path != "<claim>":
            yield from (f"{escape(wording.place_of(claim.quote))}: “{escape(claim.quote.words)}”", "")
        yield from (f"**{wording.sentence_case(claim.standing.value)}.** {wording.STANDING_NOTES[claim.standing]}", "")
        for difference in claim.against:
            yield from _difference(f"#### {wording.kind_words(difference.verdict)}", difference)
        if claim.support:
            origins = wording.counted(claim.origins, "independent origin")
            yield from (f"Agrees ({origins}):", "", *(_bullet(quote) for quote in claim.support), "")
        for finding in claim.findings:
            if finding.suppressed:
                who = f" ({escape(finding.suppressed.initials)})" if finding.suppressed.initials else ""
                yield from (f"Settled{who}: {finding.rule}, {escape(finding.suppressed.reason) or 'no reason'}.", "")
        if claim.absent:
            missing = ", ".join(f"the {fact.kind.value} “{escape(fact.text)}”" for fact in claim.absent)
            yield from (f"No source gives: {missing}.", "")
        if claim.left_out:
            yield from (
                f"{wording.sentence_case(wording.counted(claim.left_out, 'further quote'))} not shown here.",
                "",
            )


def _note_section(digest: Digest, min_level: Severity) -> Iterator[str]:
    notes = [note for note in digest.notes if note.suppressed is None and is_shown(note, min_level)]
    if notes:
        yield from ("## Also to look at", "")
        yield from (_note(note) for note in notes)
        yield ""
    if use := digest.report.baseline:
        stale = f"; {wording.counted(len(use.stale), 'entry', 'entries')} of it matched nothing" if use.stale else ""
        yield from (
            f"{wording.sentence_case(wording.counted(use.matched, 'finding'))} settled by {escape(use.path)}{stale}.",
            "",
        )


def _note(note: Finding) -> str:
    place = f"{escape(note.place.path)}:{note.place.line}: " if note.place else ""
    return f"- {wording.SEVERITIES[note.severity]}: {place}{escape(note.message)}"


def _source_section(digest: Digest) -> Iterator[str]:
    yield from (f"## Sources ({len(digest.sources)})", "")
    yield _row(("", "Source", "File", "Date", "Claims", "Copy of the same text"))
    yield _row("---" for _ in range(6))
    for source in digest.sources:
        date = wording.date_words(source.entry.published_at)
        path = escape(source.entry.path)
        name = escape(wording.source_line(source))
        yield _row((source.letter, name, path, date, str(source.claims), " ".join(source.copies) or "none"))
    yield ""


def _skipped_section(skipped: Sequence[tuple[str, Sequence[SkippedInput]]]) -> Iterator[str]:
    yield from (f"## What was left out and why ({sum(len(parts) for _, parts in skipped)})", "")
    if not skipped:
        yield from ("Nothing was left out.", "")
    for path, parts in skipped:
        yield from (f"### {escape(path)}", "", *(_left_out(part) for part in parts), "")


def _left_out(part: SkippedInput) -> str:
    quote = f" “{escape(part.quote[:MAX_SKIPPED_QUOTE])}”" if part.quote else ""
    return f"- {escape(part.reason)}{quote}"
