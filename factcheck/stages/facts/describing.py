"""What a claim says in comparable form: the one function that puts the readers of this package together."""

from __future__ import annotations

import re

from factcheck.schema import Certainty, Claim, ClaimFacts, DurationRole, EntityMention, Parse, Source
from factcheck.stages.facts.denials import find_denied
from factcheck.stages.facts.durations import find_durations
from factcheck.stages.facts.entities import find_entities
from factcheck.stages.facts.frames import find_frames
from factcheck.stages.facts.further import find_further
from factcheck.stages.facts.lexicon import EVENT_CLASSES
from factcheck.stages.facts.numerals import find_numerals, split_words
from factcheck.stages.facts.places import event_places, event_venues
from factcheck.stages.facts.polarity import Statement, read_statement
from factcheck.stages.facts.quantities import find_quantities
from factcheck.stages.facts.syntax import Tree, event_class, lemma_of
from factcheck.stages.facts.times import find_times
from factcheck.stages.facts.words import content_words, quotations

_CONDITION = re.compile(r"\b(?:if|unless|provided|were it|otherwise)\b", re.IGNORECASE)


def describe_claim(claim: Claim, parse: Parse, source: Source) -> ClaimFacts:
    """The figures, times, names and polarity of a claim; `parse` is that of `claim.text`, `source` dates it.

    The order matters: lengths of time are read before dates, and both before figures, so that "the first in six years"
    never becomes a date and "2022" never a count.
    """
    tree = Tree(parse)
    words = split_words(parse.text)
    numerals = find_numerals(words)
    published = source.published_at.date() if source.published_at is not None else None
    durations = find_durations(tree, words, numerals, published)
    since = tuple(duration.span for duration in durations if duration.role is DurationRole.SINCE_LAST)
    times = find_times(tree, published, since)
    taken = (*(duration.span for duration in durations), *(mention.span for mention in times))
    statement = read_statement(tree)
    entities = find_entities(parse)
    figures = find_quantities(tree, words, numerals, taken)
    return ClaimFacts(
        claim_id=claim.id,
        quantities=(*figures, *find_further(tree, figures)),
        durations=durations,
        times=times,
        entities=entities,
        places=event_places(tree, statement, entities),
        negated=statement.negated,
        certainty=_certainty(claim, statement),
        predicate=statement.predicate,
        subject=_subject(tree, statement, entities),
        past=statement.past,
        venues=event_venues(tree, statement),
        words=content_words(tree, entities),
        quotations=quotations(claim),
        frames=find_frames(tree, entities),
        denied=find_denied(tree),
    )


def _certainty(claim: Claim, statement: Statement) -> Certainty:
    """In reported speech "would" is the speaker's "will", not a condition, unless one is named."""
    if statement.certainty is Certainty.CONDITIONAL and claim.speaker is not None and not _CONDITION.search(claim.text):
        return Certainty.PLANNED
    return statement.certainty


def _subject(tree: Tree, statement: Statement, entities: tuple[EntityMention, ...]) -> str | None:
    """The subject's name or the lemma of its head; None for an event that is its own subject ("the summit")."""
    if statement.subject is None:
        return None
    named = next((entity for entity in entities if statement.subject in tree.within(entity.span)), None)
    if named is not None:
        return named.canonical
    lemma = lemma_of(tree.tokens[statement.subject])
    is_event = lemma in EVENT_CLASSES and event_class(lemma) == statement.predicate
    return None if is_event else lemma
