"""What two claims share that is agreement whatever the rest says: quotations, lists of names, venues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.schema import ContradictionKind, EntityMention, EntityType
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import Alignment, FactRelation, Value, same_predicate
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.intervals import Fit

_LISTING = re.compile(r"[\s,;–—-]*(?:and|or|&|as well as)?[\s,]*(?:the\s)?")
_FEWEST_LISTED = 3
_FEWEST_QUOTED_INSIDE = 3
_SMALL_WORD = 3  # letters; shorter words of a title may be written small


def relate_matches(evidence: PairEvidence, settings: VerdictSettings) -> Iterator[FactRelation]:
    """A quotation that both give, a list of names that both give, a kind of venue that both give for one event."""
    if evidence.similarity < settings.min_similarity_of_match:
        return
    quoted = _shared_quotation(evidence)
    if quoted is not None and evidence.speakers_may_be_one and not _is_title(evidence.left.text, quoted):
        yield _match(ContradictionKind.OTHER, f'quote "{quoted}"')
    listed = _shared_list(evidence)
    if listed and evidence.similarity >= settings.min_similarity_of_dated_match:
        yield _match(ContradictionKind.ENTITY, f"name {', '.join(listed[:-1])} and {listed[-1]}")
    venues = set(evidence.left_facts.venues) & set(evidence.right_facts.venues)
    alike = evidence.similarity >= settings.min_similarity_sure and same_predicate(evidence)
    if venues and alike and evidence.left_facts.negated == evidence.right_facts.negated:
        yield _match(ContradictionKind.PLACE, f'give as its place a "{min(venues)}"')


def _match(kind: ContradictionKind, said: str) -> FactRelation:
    value = Value(written="", understood=said)
    return FactRelation(kind=kind, fit=Fit.SAME, alignment=Alignment.SURE, left=value, right=value, decisive=True)


def _shared_quotation(evidence: PairEvidence) -> str | None:
    """The longest quotation that both give; one may quote more than the other."""
    left, right = evidence.left_facts.quotations, evidence.right_facts.quotations
    found = {min(one, other, key=len) for one in left for other in right if _one_in_the_other(one, other)}
    return max(found, key=lambda phrase: (len(phrase), phrase), default=None)


def _is_title(text: str, quoted: str) -> bool:
    """Whether a phrase in quotation marks names a work ("The Hunger Games"): all its longer words have capitals."""
    written = re.search(r"\s+".join(map(re.escape, quoted.split())), text, re.IGNORECASE)
    longer = [word for word in written.group().split() if len(word) > _SMALL_WORD] if written else []
    return len(longer) > 1 and all(word[:1].isupper() for word in longer)


def _one_in_the_other(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short.split()) >= _FEWEST_QUOTED_INSIDE and f" {short} " in f" {long} "


def _shared_list(evidence: PairEvidence) -> list[str]:
    """Three or more names of one type that one claim lists in a row and the other has too, in alphabetical order."""
    left, right = evidence.left, evidence.right
    ours, theirs = evidence.left_facts.entities, evidence.right_facts.entities
    found = [
        _common(listed, others)
        for text, own, others in ((left.text, ours, theirs), (right.text, theirs, ours))
        for listed in _rows(text, own)
    ]
    return max(found, key=lambda names: (len(names), names), default=[])


def _rows(text: str, mentions: tuple[EntityMention, ...]) -> Iterator[list[EntityMention]]:
    """The names that follow each other with nothing but commas and "and" between them."""
    row: list[EntityMention] = []
    for mention in mentions:
        between = text[row[-1].span.end : mention.span.start] if row else ""
        if row and not (mention.type is row[0].type and _LISTING.fullmatch(between)):
            yield row
            row = []
        row.append(mention)
    yield row


def _common(listed: list[EntityMention], others: tuple[EntityMention, ...]) -> list[str]:
    names = {mention.canonical for mention in others}
    shared = {m.canonical for m in listed if m.canonical in names and m.type is not EntityType.PERSON}
    return sorted(shared) if len(shared) >= _FEWEST_LISTED else []
