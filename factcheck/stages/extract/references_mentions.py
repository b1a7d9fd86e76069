"""Everything in a sentence that a pronoun could stand for: names, noun phrases, and groups joined by "and"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from factcheck.stages.extract.references_grammar import Reading, phrase
from factcheck.stages.extract.references_names import People, Person, office_at
from factcheck.stages.extract.references_words import (
    CALENDAR,
    CITIES,
    FEMALE_NAMES,
    FEMALE_NOUNS,
    GROUP_NOUNS,
    HUMAN_NOUNS,
    MALE_NAMES,
    MALE_NOUNS,
    NATION_OF,
    TITLES,
    VAGUE_DETERMINERS,
)

_LONGEST_PHRASE = 5
_DETERMINERS = frozenset({"the", "this", "that", "these", "those"})
_MALE_ONLY, _FEMALE_ONLY = MALE_NAMES - FEMALE_NAMES, FEMALE_NAMES - MALE_NAMES


@dataclass(frozen=True)
class Mention:
    """Something talked about: `key` is equal for mentions of one thing, `name` may be written for it ("" = nothing).

    `persons` are the names behind it, in order; `head` is its governing token; `proper` marks names; `weak` marks what
    only describes another noun, `quoted` what stands in quotation marks.
    """

    sentence: int
    start: int
    end: int
    head: int
    key: str
    name: str = ""
    persons: tuple[str, ...] = ()
    gender: str | None = None
    plural: bool = False
    human: bool = False
    proper: bool = False
    weak: bool = False
    doubtful: bool = False
    quoted: bool = False


def person_mention(reading: Reading, span: tuple[int, int], person: Person, weak: bool = False) -> Mention:
    """The mention of a known person at tokens `span`."""
    return Mention(
        sentence=reading.index,
        start=span[0],
        end=span[1],
        head=span[1] - 1,
        key=person.name,
        name=person.name,
        persons=(person.name,),
        gender=person.gender,
        human=True,
        proper=True,
        weak=weak,
        quoted=reading.quoted[span[0]],
    )


def find_mentions(reading: Reading, people: People) -> list[Mention]:
    """All mentions but pronouns and descriptions of persons, by position."""
    named = list(_names(reading, people))
    covered = {index for mention in named for index in range(mention.start, mention.end)}
    titled = {noun for mention in named for noun in _nouns_of(reading, mention)}
    nouns = [
        _noun_mention(reading, index, named)
        for index, token in enumerate(reading.tokens)
        if token.pos in {"NOUN", "PROPN"} and index not in covered | titled and _heads_phrase(reading, index)
    ]
    groups = list(_groups(reading, [*named, *nouns])) + list(_named_side_by_side(reading, named))
    return sorted([*named, *nouns, *groups], key=lambda mention: (mention.start, mention.end))


def _names(reading: Reading, people: People) -> Iterator[Mention]:
    for use, person in people.named_in(reading.index):
        if person is not None:
            yield person_mention(reading, (use.start, use.end), person, use.weak)
            continue
        yield Mention(
            sentence=reading.index,
            start=use.start,
            end=use.end,
            head=use.end - 1,
            key=f"?{use.words[-1]}@{reading.index}.{use.start}",
            gender=use.gender,
            human=True,
            proper=True,
            quoted=reading.quoted[use.start],
        )


def _nouns_of(reading: Reading, mention: Mention) -> Iterator[int]:
    """Nouns that only title a name ("Police commissioner John Reed") or say an office of it in apposition."""
    head = reading.tokens[mention.head]
    if head.dep == "appos" and reading.tokens[head.head].pos in {"NOUN", "PROPN"}:
        yield head.head
    for child in reading.children[mention.head]:
        apposed = reading.tokens[child].dep == "appos" and reading.tokens[child].lemma.lower() in HUMAN_NOUNS
        if apposed or (child < mention.start and reading.tokens[child].dep in {"compound", "nmod", "amod"}):
            yield child


def _heads_phrase(reading: Reading, index: int) -> bool:
    token = reading.tokens[index]
    if token.text.lower() in CALENDAR or token.entity in {"DATE", "TIME", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"}:
        return False
    return token.dep not in {"compound", "amod", "nmod", "npadvmod", "quantmod", "nummod"}


def _noun_mention(reading: Reading, index: int, named: list[Mention]) -> Mention:
    token = reading.tokens[index]
    lemma = token.lemma.lower()
    start, end = phrase(reading, index)
    name = definite_phrase(reading, start, end)
    proper = token.pos == "PROPN"
    office = office_at(reading, index) is not None
    return Mention(
        sentence=reading.index,
        start=start,
        end=end,
        head=index,
        key=token.text if proper else f"{lemma}@{reading.index}.{index}",
        name="" if any(other.start < end and start < other.end for other in named) else name,
        gender=_gender_of(token.text.lower() if proper and end - start == 1 else "", lemma),
        plural=token.tag in {"NNS", "NNPS"} or lemma in GROUP_NOUNS,
        human=lemma in HUMAN_NOUNS or lemma in GROUP_NOUNS or office or (proper and _person_like(reading, index)),
        proper=proper,
        doubtful=proper and token.entity == "ORG" and end - start <= 3,
        quoted=reading.quoted[index],
    )


def _gender_of(given_name: str, lemma: str) -> str | None:
    """ "m" or "f" where a lone given name or a noun tells it."""
    if lemma in MALE_NOUNS or given_name in _MALE_ONLY:
        return "m"
    return "f" if lemma in FEMALE_NOUNS or given_name in _FEMALE_ONLY else None


def _person_like(reading: Reading, index: int) -> bool:
    """A name of no known person competes for pronouns unless it is a known country or tagged as something else."""
    token = reading.tokens[index]
    return token.entity in {"PERSON", ""} and token.tag == "NNP" and not _is_place(token.text.lower())


def _is_place(word: str) -> bool:
    return word in NATION_OF or word in CITIES


def definite_phrase(reading: Reading, start: int, end: int) -> str:
    """A short noun phrase as it is taken up again: "a man" is "the man" from then on; "" where it is vague or long."""
    words = [token.text.lower() for token in reading.tokens[start:end]]
    if (
        end - start > _LONGEST_PHRASE
        or VAGUE_DETERMINERS & set(words)
        or any(t.tag in {"PRP$", "CD"} for t in reading.tokens[start:end])
    ):
        return ""
    text = reading.words(start, end)
    singular_noun = reading.tokens[end - 1].tag == "NN"
    if (
        singular_noun
        and words[0] not in _DETERMINERS | {"a", "an"}
        and reading.tokens[start].tag not in {"NNP", "NNPS"}
    ):
        return ""
    if words[0] in {"a", "an"}:
        return "the" + text[len(words[0]) :]
    plain = (start == 0 and reading.tokens[start].pos == "NOUN") or words[0] in _DETERMINERS
    return text[0].lower() + text[1:] if plain or _is_plain_adjective(reading, start) else text


def _is_plain_adjective(reading: Reading, start: int) -> bool:
    """An adjective that has its capital from the beginning of the sentence only ("Federal authorities")."""
    token = reading.tokens[start]
    return start == 0 and token.pos == "ADJ" and not token.entity and token.text.lower() not in NATION_OF


def _groups(reading: Reading, mentions: list[Mention]) -> Iterator[Mention]:
    """ "A and B" as one plural mention, headed by A; a group of persons carries their names."""
    by_head = {mention.head: mention for mention in mentions}
    for mention in mentions:
        if reading.tokens[mention.head].dep == "conj":
            continue
        members = [mention, *_joined(reading, mention.head, by_head)]
        if len(members) > 1:
            yield _group(reading, members)


def _named_side_by_side(reading: Reading, named: list[Mention]) -> Iterator[Mention]:
    """ "US President A and Russian President B": two names with only titles between, which parsers often take apart."""
    for left, right in pairwise(named):
        between = reading.tokens[left.end : right.start]
        words = [token.text.lower() for token in between]
        titles = all(word in TITLES or word in NATION_OF or word in {"prime", "of", "state"} for word in words[1:])
        joined = left.persons and right.persons and words[:1] == ["and"] and titles
        dependents = reading.tokens[right.head].head == left.head
        if joined and not dependents:
            group = _group(reading, [left, right])
            yield replace(group, head=_outer_head(reading, left, right))


def _outer_head(reading: Reading, left: Mention, right: Mention) -> int:
    """The member whose governor lies outside the two."""
    return left.head if not left.start <= reading.tokens[left.head].head < right.end else right.head


def _joined(reading: Reading, head: int, by_head: dict[int, Mention]) -> Iterator[Mention]:
    waiting = [head]
    while waiting:
        left = waiting.pop()
        for child in reading.children[left]:
            if reading.tokens[child].dep == "conj" and child in by_head and _joined_by_and(reading, left, child):
                yield by_head[child]
                waiting.append(child)


def _joined_by_and(reading: Reading, left: int, right: int) -> bool:
    return not any(token.text.lower() in {"or", "but", "nor"} for token in reading.tokens[left:right])


def _group(reading: Reading, members: list[Mention]) -> Mention:
    first, last = members[0], members[-1]
    names = [member.name for member in members]
    nameable = all(names) and len(members) <= 4
    return Mention(
        sentence=reading.index,
        start=first.start,
        end=last.end,
        head=first.head,
        key="+".join(member.key for member in members),
        name=join_names(names) if nameable else "",
        persons=tuple(name for member in members for name in member.persons) if nameable else (),
        plural=True,
        human=all(member.human for member in members),
        proper=all(member.proper for member in members),
        quoted=first.quoted,
    )


def join_names(names: list[str]) -> str:
    """ "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
