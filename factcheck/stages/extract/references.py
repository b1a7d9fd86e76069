"""Resolve pronouns, bare surnames and descriptions of persons across a source, where its text settles them.

Precision comes first: a wrong name in a claim makes a wrong verdict, an unresolved pronoun only makes none. Reflexive
pronouns ("himself") and a subject "it" that means nothing are no references.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from factcheck.schema import Parse, Record, Sentence
from factcheck.stages.extract.references_descriptions import (
    Description,
    find_descriptions,
    find_pair_phrases,
    holder_of,
    infer_offices,
    joint_persons,
    pair_meant,
)
from factcheck.stages.extract.references_grammar import Reading, read_sentences
from factcheck.stages.extract.references_mentions import Mention, find_mentions, join_names, person_mention
from factcheck.stages.extract.references_names import People, Person, find_people
from factcheck.stages.extract.references_pronouns import Place, needs_no_reference, pronoun_gender, resolve_pronoun
from factcheck.stages.extract.references_words import NEUTER_PRONOUNS, PLURAL_PRONOUNS, PRONOUNS


class Reference(Record):
    """Words that stand for something named elsewhere.

    `sentence` indexes the sentences given, `start` and `end` are half-open token indexes into that sentence's parse;
    `text` is as written. `replacement` is the fullest name of the referent in this source without title, None where the
    text does not settle it. `possessive`: the replacement takes a possessive ending ("his" -> "Donald Trump's").
    References of one sentence are in order and do not overlap.
    """

    sentence: int
    start: int
    end: int
    replacement: str | None
    text: str
    possessive: bool = False


def resolve_references(sentences: Sequence[Sentence], parses: Sequence[Parse]) -> tuple[Reference, ...]:
    """Find every reference in a source's running text and what it stands for, in the order of the text."""
    readings = read_sentences(sentences, parses)
    named = find_people(readings)
    people = infer_offices(named, [(reading, find_mentions(reading, named)) for reading in readings])
    discourse = _Discourse(people)
    found: list[Reference] = []
    for reading in readings:
        found.extend(_resolve_sentence(reading, discourse))
    return tuple(found)


@dataclass
class _Discourse:
    """What has been said so far: mentions by sentence, and pairs presented together."""

    people: People
    before: list[tuple[Reading, list[Mention]]] = field(default_factory=list)
    pairs: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


def _resolve_sentence(reading: Reading, discourse: _Discourse) -> list[Reference]:
    """Left to right, so that what one word stands for is known to the next."""
    here = find_mentions(reading, discourse.people)
    discourse.pairs.extend((reading.index, pair) for pair in joint_persons(reading, here))
    references = [*_surnames(reading, discourse.people)]
    references += _described(reading, here, discourse)
    taken = {
        index for reference in references if reference.replacement for index in range(reference.start, reference.end)
    }
    for index, token in enumerate(reading.tokens):
        if token.text.lower() in PRONOUNS and token.tag in {"PRP", "PRP$"} and index not in taken:
            references.extend(_pronoun(reading, index, here, discourse))
    discourse.before.append((reading, here))
    return _without_overlap(sorted(references, key=lambda reference: (reference.start, reference.end)))


def _without_overlap(references: list[Reference]) -> list[Reference]:
    kept: list[Reference] = []
    for reference in references:
        if not kept or reference.start >= kept[-1].end:
            kept.append(reference)
    return kept


def _reference(reading: Reading, start: int, end: int, replacement: str | None) -> Reference:
    return Reference(
        sentence=reading.index,
        start=start,
        end=end,
        replacement=replacement or None,
        text=reading.words(start, end),
        possessive=reading.tokens[end - 1].tag == "PRP$",
    )


# --- surnames --------------------------------------------------------------------------------------------------------


def _surnames(reading: Reading, people: People) -> Iterator[Reference]:
    """ "Putin" and "Mr. Trump", once the full name is known; a surname that two persons share stays open."""
    for use, person in people.named_in(reading.index):
        start = use.outer if len(use.words) == 1 else use.start
        if use.weak or (person is None and len(use.words) > 1):
            continue
        if person is None or reading.words(start, use.end) != person.name:
            yield _reference(reading, start, use.end, person.name if person else None)


# --- descriptions ----------------------------------------------------------------------------------------------------


def _described(reading: Reading, here: list[Mention], discourse: _Discourse) -> Iterator[Reference]:
    taken = _tokens_of_names(reading, here)
    for description in list(find_descriptions(reading, taken)):
        person = _holder(description, reading, here, discourse)
        if person is not None or description.counterpart_of is None:
            _note(here, reading, (description.start, description.end), (person.name,) if person else (), person)
            yield _reference(reading, description.start, description.end, person.name if person else None)
    for start, end, kind in list(find_pair_phrases(reading)):
        earlier = [pair for pair in discourse.pairs if pair[0] < reading.index or _comes_first(pair[1], here, start)]
        names = pair_meant(kind, earlier, reading.index, discourse.people)
        _note(here, reading, (start, end), names, None)
        yield _reference(reading, start, end, join_names(list(names)) if names else None)


def _comes_first(pair: tuple[str, ...], here: Sequence[Mention], start: int) -> bool:
    ends = [mention.end for mention in here if set(mention.persons) & set(pair) and mention.end <= start]
    return len(ends) >= 2


def _tokens_of_names(reading: Reading, here: Sequence[Mention]) -> set[int]:
    """Tokens of names, and nouns that a name stands in apposition to ("the president, Vladimir Putin")."""
    taken: set[int] = set()
    for mention in here:
        if len(mention.persons) == 1:
            taken |= set(range(mention.start, mention.end))
            token = reading.tokens[mention.head]
            if token.dep == "appos":
                taken.add(token.head)
    return taken


def _holder(
    description: Description, reading: Reading, here: Sequence[Mention], discourse: _Discourse
) -> Person | None:
    person = holder_of(description, reading, here, discourse.people)
    if description.counterpart_of is None or person is None:
        return person
    owner = resolve_pronoun(Place(reading, description.counterpart_of, here, discourse.before))
    return person if owner is not None and owner.key != person.name else None


def _note(
    here: list[Mention], reading: Reading, span: tuple[int, int], names: tuple[str, ...], person: Person | None
) -> None:
    """Replace the plain noun mention of a description by what it stands for."""
    head = next((m.head for m in here if m.start >= span[0] and m.end <= span[1]), span[1] - 1)
    here[:] = [m for m in here if not (span[0] <= m.start and m.end <= span[1])]
    if person is not None:
        here.append(replace(person_mention(reading, span, person), head=head))
        return
    here.append(
        Mention(
            sentence=reading.index,
            start=span[0],
            end=span[1],
            head=head,
            key="+".join(names) or f"?@{reading.index}.{span[0]}",
            name=join_names(list(names)) if names else "",
            persons=names,
            plural=reading.tokens[head].tag == "NNS" or len(names) > 1,
            human=True,
            quoted=reading.quoted[span[0]],
        )
    )


# --- pronouns --------------------------------------------------------------------------------------------------------


def _pronoun(reading: Reading, index: int, here: list[Mention], discourse: _Discourse) -> Iterator[Reference]:
    if needs_no_reference(reading, index):
        return
    here.sort(key=lambda mention: (mention.start, mention.end))
    meant = resolve_pronoun(Place(reading, index, here, discourse.before))
    here.append(_pronoun_mention(reading, index, meant))
    yield _reference(reading, index, index + 1, meant.name if meant else None)


def _pronoun_mention(reading: Reading, index: int, meant: Mention | None) -> Mention:
    word = reading.tokens[index].text.lower()
    plural = word in PLURAL_PRONOUNS
    return Mention(
        sentence=reading.index,
        start=index,
        end=index + 1,
        head=index,
        key=meant.key if meant else f"?{word}@{reading.index}.{index}",
        name=meant.name if meant else "",
        persons=meant.persons if meant else (),
        gender=(meant.gender if meant else None) or pronoun_gender(word),
        plural=plural,
        human=meant.human if meant else word not in NEUTER_PRONOUNS and not plural,
        proper=meant.proper if meant else False,
        quoted=reading.quoted[index],
    )
