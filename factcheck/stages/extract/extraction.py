"""From the parsed sentences of one source to its claims."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from factcheck.schema import Claim, Parse, Sentence, SkippedInput, Source, SourceRole, Span
from factcheck.stages.extract.clauses import Clause, ClauseReader
from factcheck.stages.extract.demonstratives import open_demonstratives
from factcheck.stages.extract.headlines import headline_speaker, said_part
from factcheck.stages.extract.openings import without_also, without_opening
from factcheck.stages.extract.phrasing import Part, Replacement, Wording, verbatim_span, write_sentence
from factcheck.stages.extract.quotations import find_quotations, quotation_around
from factcheck.stages.extract.references import resolve_references
from factcheck.stages.extract.repair import repair_parse
from factcheck.stages.extract.screening import (
    FRAGMENT,
    LONGEST_SENTENCE,
    OPINION,
    REPEATED,
    is_filler,
    is_guess,
    is_sound,
    is_tag,
    reason_to_skip,
)
from factcheck.stages.extract.speakers import UNKNOWN_SPEAKER, NameBook, speaker_name
from factcheck.stages.extract.tree import Tree

MOST_LEFT_OUT = 2
"""Words with a meaning that may go missing when a sentence is taken apart; more, and the parse was misread."""
MOSTLY_QUOTED = 0.8
"""Share of a claim's words in quotation marks from which it counts as quoted; the rest is "that" and the like."""
_FARTHEST_SUBJECT = 12  # tokens between a subject and the predicate that shares it, for one quote of both


@dataclass(frozen=True)
class _Reading:
    """One sentence with all that is needed to word its claims."""

    number: int
    sentence: Sentence
    tree: Tree
    references: Mapping[int, Replacement]
    said_by: str | None = None


@dataclass(frozen=True)
class _Draft:
    """A worded claim before its speaker is settled."""

    reading: _Reading
    wording: Wording
    span: Span
    quotation: Span | None
    speaker: str | None
    settled: bool = True

    @property
    def quoted(self) -> bool:
        return self.quotation is not None


@dataclass(frozen=True)
class _Document:
    """What the claims of one source share."""

    source: Source
    quotations: tuple[Span, ...]
    names: NameBook


def extract_claims(
    source: Source, sentences: Sequence[Sentence], parses: Sequence[Parse]
) -> tuple[tuple[Claim, ...], tuple[SkippedInput, ...]]:
    """The claims of `source` in reading order, and the sentences that claim nothing, each with the reason.

    `parses` are those of the sentences' texts, one each.
    """
    document = _Document(source, find_quotations(source.text, sentences), NameBook(parses))
    drafts: list[_Draft] = []
    skipped: list[SkippedInput] = []
    for reading in _readings(sentences, parses):
        found, reason = _drafts_of(reading, document)
        drafts.extend(found)
        if not found:
            skipped.append(_skip(source, reading.sentence, reason))
    claims = _claims(document, drafts)
    stated = {claim.sentence_id for claim in claims}
    repeating = {draft.reading.sentence.id: draft.reading.sentence for draft in drafts}
    skipped.extend(_skip(source, sentence, REPEATED) for id, sentence in repeating.items() if id not in stated)
    return claims, tuple(skipped)


def _readings(sentences: Sequence[Sentence], parses: Sequence[Parse]) -> list[_Reading]:
    mended = [_mended(parse) for parse in parses]
    by_sentence: dict[int, dict[int, Replacement]] = {}
    for reference in resolve_references(sentences, mended):
        words = reference.replacement
        if words is not None and reference.possessive:
            words += "'" if words.endswith("s") and words.split()[-1].islower() else "'s"
        found = by_sentence.setdefault(reference.sentence, {})
        found[reference.start] = Replacement(reference.end - 1, words, reference.text)
    return [
        _reading(number, sentence, parse, by_sentence.get(number, {}))
        for number, (sentence, parse) in enumerate(zip(sentences, mended, strict=True))
    ]


def _reading(number: int, sentence: Sentence, parse: Parse, references: Mapping[int, Replacement]) -> _Reading:
    """The sentence, without the speaker whom a headline names before a colon or at its end."""
    tree = Tree(parse.tokens)
    speaker = headline_speaker(tree)
    if speaker is None:
        return _Reading(number, sentence, tree, references)
    said = Tree(said_part(tree.tokens, speaker.start, speaker.end))
    moved = {
        start - speaker.start: reference._replace(last=reference.last - speaker.start)
        for start, reference in references.items()
        if speaker.start <= start and reference.last < speaker.end
    }
    return _Reading(number, sentence, said, moved, speaker.name)


def _mended(parse: Parse) -> Parse:
    """The parse without its usual mistakes; what is too long for a sentence is left, for it will not be read."""
    if len(parse.tokens) > LONGEST_SENTENCE:
        return parse
    return parse.model_copy(update={"tokens": repair_parse(parse.tokens)})


def _drafts_of(reading: _Reading, document: _Document) -> tuple[list[_Draft], str]:
    """The claims of one sentence, or the reason why there are none."""
    if document.source.role is SourceRole.QUERY:
        return _query_drafts(reading, document), FRAGMENT
    reason = reason_to_skip(reading.tree, reading.sentence.text)
    if reason is not None:
        return [], reason
    return _asserted(reading, document)


def _query_drafts(reading: _Reading, document: _Document) -> list[_Draft]:
    """A typed claim is taken as typed where it cannot be taken apart: the editor asked for it."""
    if reason_to_skip(reading.tree, reading.sentence.text) is None:
        drafts, _ = _asserted(reading, document)
        if drafts:
            return drafts
    text = " ".join(reading.sentence.text.split())
    return [_Draft(reading, Wording(text, ()), reading.sentence.span, None, None)] if text else []


def _asserted(reading: _Reading, document: _Document) -> tuple[list[_Draft], str]:
    """The claims of a sentence that may assert something, or the reason why it does not."""
    worded = _finest_reading(reading, document)
    suspense = is_filler(reading.sentence.text)
    kept = [draft for clause, draft in worded if not _is_opinion(reading.tree, clause, draft, suspense)]
    return kept, OPINION if worded else FRAGMENT


def _finest_reading(reading: _Reading, document: _Document) -> list[tuple[Clause, _Draft]]:
    """The claims of the finest way to take the sentence apart in which every main clause came out sound.

    Where the finest fails, what hung on its clauses is kept and the main part is taken as a whole.
    """
    for coarse in (False, True):
        worded = _worded(ClauseReader(reading.tree, coarse=coarse), reading, document)
        if worded is not None:
            return worded
    tokens = tuple(range(len(reading.tree.tokens)))
    whole = Clause(next(iter(reading.tree.roots), 0), tokens, tokens)
    draft = _draft(reading, whole, document, whole=True)
    return [(whole, draft)] if draft is not None else []


def _worded(reader: ClauseReader, reading: _Reading, document: _Document) -> list[tuple[Clause, _Draft]] | None:
    """The clauses as claims; None if words got lost, there is no main clause, or one makes no sound sentence."""
    tags = [clause for clause in reader.read() if is_tag(reading.tree, _tokens_in(clause.parts))]
    drafts = [(clause, _draft(reading, clause, document)) for clause in reader.clauses if clause not in tags]
    sound = [(clause, draft) for clause, draft in drafts if draft is not None]
    broken = any(draft is None and not clause.optional for clause, draft in drafts)
    if broken or not sound or len(reader.left_out([*tags, *(clause for clause, _ in sound)])) > MOST_LEFT_OUT:
        return None
    return sorted(sound, key=lambda pair: pair[1].span.start)


def _is_opinion(tree: Tree, clause: Clause, draft: _Draft, suspense: bool) -> bool:
    words = _tokens_in(clause.parts)
    own_voice = draft.speaker is None and not draft.quoted
    return is_filler(draft.wording.text) or (own_voice and is_guess(tree, words, clause.head, suspense))


def _draft(reading: _Reading, clause: Clause, document: _Document, whole: bool = False) -> _Draft | None:
    """The clause as a claim; None if it is no sentence of a sane size."""
    tree = reading.tree
    quotation = _quotation_of(reading, clause, document)
    evidence = clause.own if quotation else _with_lead(tree, clause)
    span = verbatim_span(evidence, tree.tokens, reading.sentence.span.start)
    parts = without_opening(clause.parts, tree)
    if quotation is None:
        parts = without_also(parts, tree, clause.head)
    words = _tokens_in(parts)
    wording = _wording(reading, clause, parts, words)
    sound = whole or is_sound(tree, wording.text, words, clause.optional)
    if span is None or not wording.text or not (sound and clause.complete):
        return None
    if clause.speaker is None:
        name = reading.said_by
        return _Draft(reading, wording, span, quotation, document.names.full(name) if name else None)
    speaker, settled = speaker_name(tree, clause.speaker, reading.references, document.names)
    return _Draft(reading, wording, span, quotation, speaker, settled)


def _with_lead(tree: Tree, clause: Clause) -> list[int]:
    """A clause with the subject that it shares and whoever says it, by its tokens: a quote that reads by itself.

    "was arrested" of "Lund fled but was arrested" tells an editor little, nor does "it measured 5.9" who measured it.
    Where the subject stands far off, the quote begins with the verbs that it is listed with.
    """
    own = sorted(clause.own)
    if not own:
        return own
    shared = sorted(index for index in _tokens_in(clause.parts) if index < own[0])
    listed = _first_of_list(tree, clause.head)
    if shared and own[0] - shared[-1] <= _FARTHEST_SUBJECT:
        own = [*shared, *own]
    elif 0 < own[0] - listed <= _FARTHEST_SUBJECT:
        own = [listed, *own]
    if clause.speaker is not None and clause.speaker < own[0]:
        own = [*_attribution(tree, clause.speaker), *own]
    return own


def _first_of_list(tree: Tree, head: int) -> int:
    """The verb that opens the list in which a verb stands: "killing" of "killing ten people and injuring 80"."""
    while tree.tokens[head].dep == "conj" and tree.tokens[tree.tokens[head].head].pos == "VERB":
        head = tree.tokens[head].head
    return head


def _attribution(tree: Tree, speaker: int) -> list[int]:
    """The tokens of the noun that speaks, without what is said of it, and of the "according to" that it follows."""
    phrase = tree.subtree(speaker, tree.all(speaker, "relcl", "acl", "appos"))
    top = speaker
    while tree.tokens[top].dep in ("pobj", "prep", "pcomp") and tree.tokens[top].head < top:
        top = tree.tokens[top].head
        if tree.tokens[top].pos in ("ADP", "VERB", "SCONJ"):
            phrase.append(top)
    return phrase


def _tokens_in(parts: Sequence[Part]) -> list[int]:
    return [part for part in parts if isinstance(part, int)]


def _wording(reading: _Reading, clause: Clause, parts: Sequence[Part], words: Sequence[int]) -> Wording:
    """The sentence that `parts` make, with all references in it that stay open."""
    wording = write_sentence(parts, reading.tree.tokens, reading.references)
    pointing = open_demonstratives(reading.tree, words)
    return wording._replace(unresolved=tuple(dict.fromkeys((*wording.unresolved, *clause.pointing, *pointing))))


def _quotation_of(reading: _Reading, clause: Clause, document: _Document) -> Span | None:
    """The quotation that holds nearly all words of the clause."""
    offset, tokens = reading.sentence.span.start, reading.tree.tokens
    own = [tokens[index] for index in clause.own if tokens[index].pos not in ("PUNCT", "SPACE")]
    spans = [(offset + token.start, offset + token.end) for token in own]
    return quotation_around(spans, document.quotations, MOSTLY_QUOTED)


# --- speakers of quotations, and the finished claims


def _claims(document: _Document, drafts: Sequence[_Draft]) -> tuple[Claim, ...]:
    claims: dict[str, Claim] = {}
    texts: set[tuple[str, str | None]] = set()
    for draft in _with_speakers(drafts):
        key = (draft.wording.text.casefold(), draft.speaker)
        if key not in texts:
            claim = _claim(document.source, draft)
            claims.setdefault(claim.id, claim)
        texts.add(key)
    return tuple(claims.values())


def _with_speakers(drafts: Sequence[_Draft]) -> list[_Draft]:
    """`drafts` with a speaker for each quotation that has none in its own clause, as print gives it.

    First whoever another part of the same quotation is attributed to, then whoever spoke in the sentence before, then
    whoever speaks in the sentence after.
    """
    by_quotation = {draft.quotation: draft for draft in reversed(drafts) if draft.quotation and draft.speaker}
    spoken = [draft for draft in drafts if draft.speaker is not None]
    settled: list[_Draft] = []
    for draft in drafts:
        if draft.speaker is not None or not draft.quoted:
            settled.append(draft)
            continue
        same = by_quotation.get(draft.quotation) if draft.quotation is not None else None
        near = same or _neighbour(draft, settled, spoken)
        name, known = (near.speaker, near.settled) if near is not None else (UNKNOWN_SPEAKER, False)
        settled.append(replace(draft, speaker=name, settled=known))
    return settled


def _neighbour(draft: _Draft, before: Sequence[_Draft], spoken: Sequence[_Draft]) -> _Draft | None:
    """The nearest attribution: in this sentence, in the one before (itself perhaps taken over), or in the one after."""
    here = draft.reading.number
    this = [other for other in spoken if other.reading.number == here]
    previous = [other for other in before if other.reading.number == here - 1 and other.speaker is not None]
    following = [other for other in spoken if other.reading.number == here + 1]
    return next(iter([*this, *reversed(previous), *following]), None)


def _claim(source: Source, draft: _Draft) -> Claim:
    unresolved = draft.wording.unresolved
    if not draft.settled and draft.speaker is not None and draft.speaker not in unresolved:
        unresolved = (*unresolved, draft.speaker)
    return Claim(
        id=_claim_id(source, draft),
        source_id=source.id,
        sentence_id=draft.reading.sentence.id,
        span=draft.span,
        text=draft.wording.text,
        speaker=draft.speaker,
        quoted=draft.quoted,
        unresolved=unresolved,
    )


def _claim_id(source: Source, draft: _Draft) -> str:
    content = f"{source.id}|{draft.span.start}|{draft.span.end}|{draft.wording.text}"
    return f"{source.id}-c{hashlib.sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _skip(source: Source, sentence: Sentence, reason: str) -> SkippedInput:
    return SkippedInput(path=source.path, stage="extract", reason=reason, span=sentence.span, quote=sentence.text)
