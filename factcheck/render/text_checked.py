"""A draft or typed claims for a terminal, claim by claim: what an editor reads first stands first on the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from rich.console import RenderableType
from rich.text import Text

from factcheck.render import wording
from factcheck.render.digest import CheckedClaim, Difference, Digest, Quote, SourceView, Standing
from factcheck.render.listing import is_shown
from factcheck.render.terminal import labelled, line, listed, marked, unmarked, where
from factcheck.render.worddiff import mark_differences
from factcheck.schema import Finding, PairVerdict, Severity, SourceRole, SuppressedBy

STANDING_STYLES = {
    Standing.DIFFERS: "bold red",
    Standing.UPDATED: "bold yellow",
    Standing.COMPATIBLE: "bold yellow",
    Standing.AGREES: "bold green",
    Standing.ONE_ORIGIN: "bold yellow",
    Standing.NOT_FOUND: "bold yellow",
    Standing.COULD_NOT_CHECK: "bold yellow",
}
_SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold"}
# In these outcomes what is said of the claim is said by its finding, not by a quote against it.
_WITHOUT_EVIDENCE = frozenset({Standing.NOT_FOUND, Standing.COULD_NOT_CHECK})


def draft_lines(digest: Digest, min_level: Severity) -> Iterator[RenderableType]:
    """The claims of each draft in article order, with what else is to be seen at its place, then one line of counts."""
    blocks: list[tuple[tuple[str, int, int], list[RenderableType]]] = []
    for claim in digest.checked:
        if _is_wanted(claim, min_level):
            entry = claim.quote.claim
            blocks.append(((claim.quote.source.entry.path, entry.line, entry.column), list(_claim(claim))))
    for note in digest.notes:
        if note.place and note.suppressed is None and is_shown(note, min_level):
            blocks.append(((note.place.path, note.place.line, note.place.column), list(_placed(note))))
    for _, block in sorted(blocks, key=lambda one: one[0]):
        yield from (*block, "")
    yield from _counts(digest, min_level)


def _is_wanted(claim: CheckedClaim, min_level: Severity) -> bool:
    if min_level is Severity.INFO:
        return True
    return any(one.suppressed is None and is_shown(one, min_level) for one in _findings(claim))


def _findings(claim: CheckedClaim) -> list[Finding]:
    """Those that are told with the claim; what has a place of its own is told there."""
    return [finding for finding in claim.findings if finding.place is None]


def _claim(claim: CheckedClaim) -> Iterator[RenderableType]:
    """Place, outcome and rules on one line, the words of the draft, then the evidence."""
    findings = _findings(claim)
    entry = claim.quote.claim
    place = wording.plain(f"{claim.quote.source.entry.path}:{entry.line}:{entry.column}")
    head = Text.assemble((place, "bold"), " ", (claim.standing.value, STANDING_STYLES[claim.standing]), overflow="fold")
    for finding in findings:
        if finding.severity is not Severity.INFO and finding.suppressed is None:
            head.append(f"  {finding.rule}", style="dim")
    yield head
    yield line(unmarked(claim.quote.words), indent=2)
    if _bare(entry.text) != _bare(entry.quote):
        yield labelled("read as", wording.plain(entry.text))
    if all(finding.suppressed for finding in findings) and findings:
        yield from _settled(findings)
        return
    if claim.against:
        yield from _against(claim)
    if claim.support:
        names = listed(list(dict.fromkeys(wording.plain(_name(source)) for source in claim.supporters)))
        yield labelled("agrees", f"{wording.counted(claim.origins, 'independent origin')}: {names}")
        if not claim.against and claim.standing is Standing.ONE_ORIGIN:
            yield labelled("", unmarked(claim.support[0].words))
    if claim.absent:
        missing = [f"the {fact.kind.value} “{wording.plain(fact.text)}”" for fact in claim.absent]
        yield labelled("missing", f"no source gives {listed(missing)}")
    if claim.standing in _WITHOUT_EVIDENCE and not claim.absent:
        yield line(wording.STANDING_NOTES[claim.standing], style="dim", indent=2)
    yield from _settled([finding for finding in findings if finding.suppressed])


def _bare(text: str) -> list[str]:
    """The words alone: a claim that is read with another stop or mark is read as it stands."""
    return re.findall(r"\w+", text)


def _against(claim: CheckedClaim) -> Iterator[RenderableType]:
    """The surest differing quotes with the reason, and the names of all others that differ."""
    for difference in claim.against:
        quote, pieces = _opposing(claim, difference)
        yield labelled(wording.verdict_word(difference), marked(pieces), "bold")
        yield labelled("", Text(where(quote), style="dim", overflow="fold"))
        reason = wording.plain(difference.verdict.reason)
        if note := wording.reservation(difference):
            yield labelled("but", note)
        yield labelled("why", f"{_sides(claim, difference)}{reason}")
    others = [_opposing(claim, difference)[0] for difference in claim.further_against]
    if others:
        places = listed(
            list(dict.fromkeys(f"{one.source.letter} {_name(one.source)}:{one.claim.line}" for one in others))
        )
        yield labelled("also", Text(f"{wording.plain(places)} (all with --top {len(claim.against) + len(others)})"))


def _opposing(claim: CheckedClaim, difference: Difference) -> tuple[Quote, Sequence]:  # type: ignore[type-arg]
    ours = claim.quote.claim.id == difference.left.claim.id
    sides = mark_differences(difference.left.words, difference.right.words, difference.verdict.reason)
    return (difference.right, sides[1]) if ours else (difference.left, sides[0])


def _sides(claim: CheckedClaim, difference: Difference) -> str:
    """Which side of the reason the checked claim is, where the reason speaks of sides."""
    if not wording.names_sides(difference.verdict):
        return ""
    mine = "left" if claim.quote.claim.id == difference.left.claim.id else "right"
    return f"({mine}: the text that is checked) "


def _settled(findings: Sequence[Finding]) -> Iterator[RenderableType]:
    for finding in findings:
        if finding.suppressed is None:
            continue
        reason = wording.plain(finding.suppressed.reason) or "no reason given"
        if finding.suppressed.by is SuppressedBy.IGNORE:
            who = "ignored in the draft"
        else:
            initials = f" by {wording.plain(finding.suppressed.initials)}" if finding.suppressed.initials else ""
            who = f"{finding.suppressed.status.value if finding.suppressed.status else 'settled'}{initials}"
        yield labelled("settled", f"{finding.rule}, {who}: {reason}")


def _placed(finding: Finding) -> Iterator[RenderableType]:
    """A finding that is no claim's: a quotation, an ignore."""
    assert finding.place is not None  # noqa: S101 - the caller picks those that have one
    place = wording.plain(f"{finding.place.path}:{finding.place.line}:{finding.place.column}")
    word = wording.SEVERITIES[finding.severity]
    yield Text.assemble((place, "bold"), " ", (word, _SEVERITY_STYLES[finding.severity]), (f"  {finding.rule}", "dim"))
    yield line(wording.plain(finding.message), indent=2)


def _counts(digest: Digest, min_level: Severity) -> Iterator[RenderableType]:
    """How the claims stand, what was found, what was settled and what is not shown."""
    yield line(_standings(digest))
    live = [finding for finding in digest.report.findings if finding.suppressed is None]
    found = Counter(finding.severity for finding in live)
    errors, warnings = found[Severity.ERROR], found[Severity.WARNING]
    if errors or warnings:
        words = f"{wording.counted(errors, 'error')} and {wording.counted(warnings, 'warning')}"
        yield line(f"Found {words}.", "bold red" if errors else "bold yellow")
    else:
        yield line("No errors and no warnings.", "bold green")
    yield from settled_lines(digest)
    hidden = sum(not is_shown(finding, min_level) for finding in live)
    if hidden:
        yield line(f"{wording.sentence_case(wording.counted(hidden, 'finding'))} below --min-level not shown.", "dim")
    yield ""


def _standings(digest: Digest) -> str:
    """ "Seven claims: 3 differ, 2 agree, 1 not found." """
    verbs = {"differs": "differ", "agrees": "agree"}
    told = [f"{number} {verbs.get(word, word) if number > 1 else word}" for word, number in wording.standings(digest)]
    return f"{wording.sentence_case(wording.counted(len(digest.checked), 'claim'))}: {', '.join(told) or 'none'}."


def settled_lines(digest: Digest) -> Iterator[RenderableType]:
    """How many findings ignores and the baseline settle, and which entries of the baseline match nothing."""
    settled = Counter(finding.suppressed.by for finding in digest.report.findings if finding.suppressed)
    if settled[SuppressedBy.IGNORE]:
        number = wording.counted(settled[SuppressedBy.IGNORE], "finding")
        yield line(f"{wording.sentence_case(number)} ignored in the draft.", "dim")
    use = digest.report.baseline
    if use is not None:
        words = f"{wording.sentence_case(wording.counted(use.matched, 'finding'))} settled by {wording.plain(use.path)}"
        if use.stale:
            count = wording.counted(len(use.stale), "entry of it matches", "entries of it match")
            words += f"; {count} nothing any more (stale)"
        yield line(f"{words}.", "dim")


# --- typed claims ----------------------------------------------------------------------------------------------------


def claim_lines(digest: Digest) -> Iterator[RenderableType]:
    """Each typed claim with its standing, then the evidence against it and for it, most probable first."""
    for claim in digest.checked:
        yield from (*_typed(claim), "")
    if len(digest.checked) > 1:
        yield from (line(_standings(digest)), "")


def _typed(claim: CheckedClaim) -> Iterator[RenderableType]:
    place = wording.place_of(claim.quote)
    lead = f"{wording.plain(place)}: " if claim.quote.source.entry.role is not SourceRole.QUERY or ":" in place else ""
    yield line(f"{lead}{wording.plain(claim.quote.claim.text)}", "bold")
    standing = Text(claim.standing.value, style=STANDING_STYLES[claim.standing])
    yield line(standing + Text(f"  {wording.STANDING_NOTES[claim.standing]}", style=""), indent=2)
    for difference in claim.against:
        quote, pieces = _opposing(claim, difference)
        note = wording.reservation(difference)
        yield from _evidence(wording.verdict_word(difference), quote, marked(pieces), difference.verdict, note, claim)
    for quote, verdict in zip(claim.support, claim.support_verdicts, strict=True):
        yield from _evidence("agrees", quote, unmarked(quote.words), verdict, None, claim)
    if claim.absent:
        missing = [f"the {fact.kind.value} “{wording.plain(fact.text)}”" for fact in claim.absent]
        yield line(f"No source gives {listed(missing)}.", indent=4)
    if claim.left_out:
        further = wording.counted(claim.left_out, "further quote")
        yield line(f"{wording.sentence_case(further)} not shown here; --top N shows more.", indent=4)


def _evidence(  # noqa: PLR0913, PLR0917 - what one piece of evidence is made of
    word: str, quote: Quote, words: Text, verdict: PairVerdict, note: str | None, claim: CheckedClaim
) -> Iterator[RenderableType]:
    probability = f", probability {verdict.probability:.2f}"
    yield line(Text.assemble((f"{word}  ", "bold"), (f"{where(quote)}{probability}", "dim"), overflow="fold"), indent=4)
    yield line(words, indent=6)
    if note:
        yield line(note, indent=6)
    sided = ""
    if wording.names_sides(verdict):
        sided = " (left: the claim)" if claim.quote.claim.id == verdict.left else " (right: the claim)"
    yield line(f"why{sided}: {wording.plain(verdict.reason)}", indent=6)


def _name(source: SourceView) -> str:
    """The source as the messages of findings call it."""
    return source.entry.publisher or PurePath(source.entry.path).name
