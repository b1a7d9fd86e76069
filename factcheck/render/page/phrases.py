"""Words that only the page needs: reservations with the values in them, and what a reader can filter by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from factcheck.render import wording
from factcheck.render.digest import Agreement, CheckedClaim, Difference, Digest, Quote
from factcheck.render.page.matrix import Cell, Stance
from factcheck.render.page.pictures import NumberLine, Timeline
from factcheck.render.page.readings import both_hold, read_subjects, read_values
from factcheck.schema import BaselineStatus, ContradictionKind, Finding, Qualifier, Severity, Suppression

MAX_QUOTE = 500
"""Characters of a quote in a baseline file, as its reader allows."""

AGREEMENT, ALONE = "agreement", "alone"

GLYPHS = {
    Stance.DIFFERS: "≠",
    Stance.QUALIFIED: "(≠)",
    Stance.UPDATED: "↻",
    Stance.COMPATIBLE: "≈",
    Stance.AGREES: "=",
    Stance.SAYS: "·",
    Stance.SILENT: "",
}
STANCE_CLASSES = {
    Stance.DIFFERS: "differs",
    Stance.QUALIFIED: "qualified",
    Stance.UPDATED: "updated",
    Stance.COMPATIBLE: "compatible",
    Stance.AGREES: "agrees",
    Stance.SAYS: "says",
    Stance.SILENT: "silent",
}
_DECIDED = {BaselineStatus.ACCEPTED: "Accepted", BaselineStatus.DISMISSED: "Dismissed"}


def reservation(difference: Difference) -> str | None:
    """Why calling it a contradiction would say too much, with the values, dates or names; None for a flat one."""
    general = wording.reservation(difference)
    told = _particulars(difference) if general else None
    return f"{general[:-1]}: {told}." if general and told else general


def _particulars(difference: Difference) -> str | None:
    match difference.verdict.qualifier:
        case Qualifier.BOUNDS:
            values = read_values(difference.verdict)
            return both_hold(*values) if values else None
        case Qualifier.ROUNDING:
            values = read_values(difference.verdict)
            return f"{values[0].understood} and {values[1].understood}" if values else None
        case Qualifier.REFERENCE:
            subjects = read_subjects(difference.verdict)
            return f"one speaks of {subjects[0]}, the other of {subjects[1]}" if subjects else None
        case Qualifier.SPEAKERS:
            return f"{_speaker(difference.left)} and {_speaker(difference.right)}"
        case _:
            return _dates(difference)


def _speaker(quote: Quote) -> str:
    return wording.speaker_name(quote) or f"{quote.source.letter} itself"


def _dates(difference: Difference) -> str | None:
    """Which report is the later one; None where a date is missing or both have the same."""
    left, right = difference.left.source, difference.right.source
    one, other = left.entry.published_at, right.entry.published_at
    if one is None or other is None or one == other:
        return None
    earlier, later = (left, right) if one < other else (right, left)
    first, last = (wording.date_words(source.entry.published_at) for source in (earlier, later))
    return f"{later.letter} is of {last}, {earlier.letter} of {first}"


def said_by(quote: Quote) -> str:
    """Who says it, beneath a quote."""
    return wording.speaker_name(quote) or "the source itself"


def says_more(agreement: Agreement) -> bool:
    """Whether more than one independent origin agrees; copies of one text prove nothing."""
    return agreement.origins > 1


def first_to_read(digest: Digest, most: int = 3) -> tuple[tuple[Difference, ...], tuple[Agreement, ...]]:
    """The findings that matter most: differences, then, where these are few, what most origins agree on."""
    differences = digest.differences[:most]
    agreements = [one for one in digest.agreements if says_more(one)]
    return differences, tuple(agreements[: most - len(differences)])


def letters(quotes: Iterable[Quote]) -> str:
    """The letters of the sources of quotes, each once, for the filter."""
    return " ".join(dict.fromkeys(quote.source.letter for quote in quotes))


def gravest(findings: Iterable[Finding]) -> str:
    """The gravest severity among findings, "info" if there are none."""
    found = {finding.severity for finding in findings}
    return next((severity.value for severity in Severity if severity in found), Severity.INFO.value)


def kinds(digest: Digest) -> Iterator[tuple[str, str]]:
    """What a reader can filter by: the kinds of finding that occur, as key and name."""
    if digest.checks_one_text:
        yield from ((standing, wording.sentence_case(standing)) for standing, _ in wording.standings(digest))
        return
    shown = (*digest.differences, *(one for one in digest.settled if isinstance(one, Difference)))
    occurring = {kind_key(one) for one in shown}
    yield from ((kind.value, name) for kind, name in wording.KINDS.items() if kind.value in occurring)
    if digest.agreements or len(shown) < len(digest.settled):
        yield AGREEMENT, "Agreements"
    if digest.only_here:
        yield ALONE, "One origin only"


def kind_key(difference: Difference) -> str:
    """What the filter calls the kind of a difference."""
    return (difference.verdict.kind or ContradictionKind.OTHER).value


_TOLD_BY_STANDING = frozenset({"supported-claim", "single-origin-claim", "unsupported-claim", "unresolved-reference"})


def apart(claim: CheckedClaim) -> tuple[Finding, ...]:
    """The findings on a checked claim that none of the differences shown with it tells of."""
    shown = {one.finding.fingerprint for one in claim.against if one.finding is not None}
    return tuple(finding for finding in claim.findings if finding.fingerprint not in shown)


def notes_apart(digest: Digest) -> tuple[Finding, ...]:
    """The notes of a report that stand with none of its checked claims."""
    shown = {finding.fingerprint for claim in digest.checked for finding in claim.findings}
    return tuple(note for note in digest.notes if note.fingerprint not in shown)


def is_plain(finding: Finding) -> bool:
    """Whether a finding says no more than the standing of its claim does."""
    return finding.rule in _TOLD_BY_STANDING


def decided(suppression: Suppression) -> str:
    """ "Dismissed by AH", or that an ignore in the draft settles the finding."""
    if suppression.status is None:
        return "Ignored in the draft"
    word = _DECIDED[suppression.status]
    return f"{word} by {suppression.initials}" if suppression.initials else word


def file_quotes(quotes: Iterable[Quote]) -> list[str]:
    """The first two quotes, short enough for a baseline file."""
    return [quote.words[:MAX_QUOTE] for quote in quotes][:2]


def cell_words(cell: Cell) -> str:
    """What a cell of the matrix says: the stance, and whose words the source passes on."""
    if not cell.quoted:
        return cell.stance.value
    return f"{cell.stance.value}, quoting {wording_list(cell.speakers)}"


def wording_list(names: Iterable[str]) -> str:
    """ "A, B and C"."""
    *front, last = names
    return f"{', '.join(front)} and {last}" if front else last


def number_line_alt(line: NumberLine) -> str:
    """The number line in a sentence."""
    return "; ".join(f"{wording_list(bar.letters)} {bar.understood}" for bar in line.bars) + "."


def timeline_alt(found: Timeline) -> str:
    """The timeline in a sentence."""
    sources = (*(source for source, _ in found.rows), *found.undated)
    return "; ".join(f"{source.letter} {wording.date_words(source.entry.published_at)}" for source in sources) + "."


def short(text: str, most: int = 26) -> str:
    """The text, cut where it would not fit into a picture."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
