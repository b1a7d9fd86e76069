"""The words and marks that people are shown: one vocabulary for every format. Never "true" or "false"."""

from __future__ import annotations

import re
from datetime import datetime

from factcheck.render.digest import Agreement, Difference, Digest, Quote, SourceView, Standing
from factcheck.render.worddiff import Mark, mark_differences
from factcheck.schema import ContradictionKind, PairVerdict, Qualifier, Report, Severity, SourceRole, Verdict

KINDS = {
    ContradictionKind.NUMBER: "Different figures",
    ContradictionKind.DATE: "Different dates",
    ContradictionKind.DURATION: "Different lengths of time",
    ContradictionKind.ENTITY: "Different names",
    ContradictionKind.PLACE: "Different places",
    ContradictionKind.NEGATION: "Said and denied",
    ContradictionKind.STATUS: "Different state of affairs",
    ContradictionKind.OTHER: "Different accounts",
}

QUALIFIERS = {
    Qualifier.BOUNDS: "Both figures can hold.",
    Qualifier.REFERENCE: "The two may not speak of the same event or group.",
    Qualifier.UPDATE: "The later report revises the earlier one.",
    Qualifier.SPEAKERS: "Two people disagree here, not two outlets.",
    Qualifier.ROUNDING: "One figure may be the other one rounded.",
}

_VERDICT_WORDS = {
    None: "differs",
    Qualifier.BOUNDS: "compatible",
    Qualifier.ROUNDING: "compatible",
    Qualifier.UPDATE: "updated",
    Qualifier.REFERENCE: "differs",
    Qualifier.SPEAKERS: "differs",
}

SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "for information"}

STANDING_NOTES = {
    Standing.DIFFERS: "At least one source says otherwise.",
    Standing.UPDATED: "A later report revises this.",
    Standing.AGREES: "Independent sources say the same.",
    Standing.ONE_ORIGIN: "Only one independent source says the same.",
    Standing.COMPATIBLE: "The sources put it differently, and both can hold.",
    Standing.NOT_FOUND: "No source says this, and none says otherwise.",
    Standing.COULD_NOT_CHECK: "The text does not settle who or what is meant.",
}

STANDING_CLASSES = {
    Standing.DIFFERS: "differs",
    Standing.UPDATED: "updated",
    Standing.AGREES: "agrees",
    Standing.ONE_ORIGIN: "agrees",
    Standing.COMPATIBLE: "compatible",
    Standing.NOT_FOUND: "open",
    Standing.COULD_NOT_CHECK: "open",
}

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

# Control characters drive terminals, and marks of writing direction make a quote read as what it does not say.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


# From here on a contradiction is more likely real than not.
_LIKELY = 0.5
_PRONOUNS = frozenset({"he", "she", "it", "they", "this", "that", "we", "i", "you"})


def kind_words(verdict: PairVerdict) -> str:
    """What a contradiction is about, as a heading."""
    return KINDS[verdict.kind or ContradictionKind.OTHER]


def verdict_word(difference: Difference) -> str:
    """ "differs", or the milder word that the qualifier calls for."""
    return _VERDICT_WORDS[difference.verdict.qualifier]


def reservation(difference: Difference) -> str | None:
    """Why calling it a contradiction would say too much, in a sentence; None for a flat one."""
    return QUALIFIERS[difference.verdict.qualifier] if difference.verdict.qualifier else None


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """ "no sources", "one source", "14 sources": words up to twelve, as newspapers write them."""
    word = _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"
    return f"{word} {singular if number == 1 else plural or singular + 's'}"


def sentence_case(text: str) -> str:
    """The text with its first letter capital."""
    return text[:1].upper() + text[1:]


def headline(digest: Digest) -> str:
    """The outcome in one line."""
    sources = sentence_case(counted(len(digest.compared), "source"))
    if digest.checks_one_text:
        return f"{sentence_case(counted(len(digest.checked), 'claim'))} checked against {sources.lower()}"
    if len(digest.compared) < 2:
        return f"{sources}: nothing to compare it with"
    agreeing = counted(len(digest.agreements), "agreement")
    return f"{sources}: {differing_words(len(digest.flat), len(digest.qualified))}, {agreeing}"


def differing_words(flat: int, qualified: int) -> str:
    """How many contradictions there are; a qualified one is one too, and is said to be."""
    if not qualified:
        return counted(flat, "contradiction")
    reserved = counted(qualified, "difference with a reservation", "differences with a reservation")
    return f"{counted(flat, 'flat contradiction')}, {reserved}"


def standings(digest: Digest) -> list[tuple[str, int]]:
    """How many checked claims have each standing that occurs, gravest first."""
    found = [claim.standing for claim in digest.checked]
    return [(standing.value, found.count(standing)) for standing in Standing if standing in found]


def named_values(difference: Difference) -> tuple[str, str] | None:
    """The two values that the reason names as written, left and right; None unless each stands in its own quote."""
    sides = mark_differences(difference.left.words, difference.right.words, difference.verdict.reason)
    left, right = ([piece.text for piece in side if piece.mark is Mark.VALUE] for side in sides)
    return (left[0], right[0]) if len(left) == len(right) == 1 else None


def basis(digest: Digest) -> str:
    """What the report rests on: how many claims, sources and independent origins."""
    claims = sum(source.claims for source in digest.compared)
    origins = counted(digest.origins, "independent origin")
    return (
        f"{sentence_case(counted(claims, 'claim'))} read from {counted(len(digest.compared), 'source')} of {origins}."
    )


def calibration_words(report: Report) -> str | None:
    """What a stated probability is worth, for the bin of likely contradictions that most pairs were in; None where it
    was not measured or nothing contradicts."""
    if all(verdict.verdict is not Verdict.CONTRADICTION for verdict in report.verdicts):
        return None
    calibration = report.run.calibration
    likely = [one for one in calibration.bins if one.low >= _LIKELY] if calibration else []
    if calibration is None or not likely:
        return None
    most = max(likely, key=lambda one: one.pairs)
    return (
        f"Probabilities of contradictions were set on {calibration.pairs:,} pairs of claims from "
        f"{counted(calibration.stories, 'annotated story', 'annotated stories')}: of those given "
        f"{most.low * 100:.0f} to {most.high * 100:.0f} %, {most.share * 100:.0f} % were real."
    )


def spread(agreement: Agreement) -> str:
    """How many sources agree, and how many of them are independent."""
    sources = counted(len(agreement.sources), "source")
    if agreement.origins == 1:
        return f"{sources}, one origin only"
    return f"{sources}, {counted(agreement.origins, 'independent origin')}"


def date_words(moment: datetime | None) -> str:
    """ "14 August 2025, 22:02"; midnight is taken for a date without a time."""
    if moment is None:
        return "no date given"
    day = f"{moment.day} {moment:%B} {moment.year}"
    return day if (moment.hour, moment.minute) == (0, 0) else f"{day}, {moment:%H:%M}"


def place_of(quote: Quote) -> str:
    """File and line, as editors' tools write it; a claim that was typed stands in no file."""
    if quote.source.entry.role is SourceRole.QUERY and quote.source.entry.path == "<claim>":
        return "as typed"
    return f"{quote.source.entry.path}:{quote.claim.line}"


def names_sides(verdict: PairVerdict) -> bool:
    """Whether the reason speaks of a left and a right side in its own words, outside the quoted ones."""
    own_words = re.sub(r"\"[^\"]*\"|“[^”]*”", "", verdict.reason)
    return re.search(r"\b(left|right)\b", own_words) is not None


def speaker_words(quote: Quote) -> str:
    """Who says it."""
    return speaker_name(quote) or "said by the source itself"


def speaker_name(quote: Quote) -> str | None:
    """The speaker's name, that the text leaves it open who "they" are, or None where the source itself says it."""
    speaker = quote.claim.speaker
    if speaker is not None and speaker.casefold() in _PRONOUNS:
        return f"unnamed (“{speaker}”)"
    return speaker


def source_line(source: SourceView) -> str:
    """Publisher and title where the source gives both, else the one name there is."""
    title = source.entry.title
    return f"{source.name}, {title}" if title and title != source.name else source.name


def role_word(source: SourceView) -> str:
    """What the source is in this run."""
    return {SourceRole.SOURCE: "source", SourceRole.DRAFT: "draft", SourceRole.QUERY: "typed claim"}[source.entry.role]


def letters_of(agreement: Agreement) -> str:
    """The letters of the agreeing sources."""
    return " ".join(source.letter for source in agreement.sources)


def plain(text: str) -> str:
    """The text on one line, without characters that steer a terminal or turn the direction of writing."""
    return " ".join(_UNSEEN.sub("", text.replace("\t", " ")).split())
