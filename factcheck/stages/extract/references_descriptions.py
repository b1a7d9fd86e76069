"""What "the US president", "his Russian counterpart" and "the pair" stand for in a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.stages.extract.references_grammar import (
    SUBJECTS,
    Reading,
    below,
    clause_of,
    controlled,
    phrase,
    subject_chain,
)
from factcheck.stages.extract.references_mentions import Mention
from factcheck.stages.extract.references_names import Office, People, Person, office_at
from factcheck.stages.extract.references_words import (
    FORMER,
    LEADING_OFFICES,
    MEETING_VERBS,
    METONYMS,
    NATION_OF,
    PAIR_NOUNS,
    PAIR_OF_LEADERS,
    PAIR_OF_OTHERS,
    PAIR_OF_PEOPLE,
    SPEECH_AND_THOUGHT,
)

Before = Sequence[tuple[Reading, Sequence[Mention]]]


@dataclass(frozen=True)
class Description:
    """A phrase that describes one person: tokens [start, end), the office it names, whether "his ... counterpart"."""

    start: int
    end: int
    office: Office
    counterpart_of: int | None = None


# --- the US president ------------------------------------------------------------------------------------------------


def find_descriptions(reading: Reading, taken: set[int]) -> Iterator[Description]:
    """Phrases such as "the US president" that stand for a name; `taken` are tokens of names and of their titles."""
    for index, token in enumerate(reading.tokens):
        if index in taken or token.tag in {"NNS", "NNPS"} or token.dep in {"compound", "nmod", "attr", "appos", "oprd"}:
            continue
        found = _counterpart(reading, index) if token.lemma.lower() == "counterpart" else _office_phrase(reading, index)
        if found is not None and not any(child in taken for child in reading.children[index]):
            yield found


def _office_phrase(reading: Reading, index: int) -> Description | None:
    office = office_at(reading, index)
    start, end = phrase(reading, index)
    if office is None or _has_other_words(reading, start, index) or not _is_definite(reading, start, index):
        return None
    after = [
        child for child in reading.children[index] if child > index and reading.tokens[child].dep in {"prep", "acl"}
    ]
    if after:
        end = _end_of_nation(reading, after)
    return Description(start, end, office) if end else None


def _has_other_words(reading: Reading, start: int, index: int) -> bool:
    known = {"the", "'s", "’s", "’", "'", "prime", ".", "-"}
    words = (token.text.lower() for token in reading.tokens[start:index])
    return any(word not in known and word not in NATION_OF and word not in FORMER for word in words)


def _is_definite(reading: Reading, start: int, index: int) -> bool:
    first = reading.tokens[start].text.lower()
    owned = first in NATION_OF and any(token.tag == "POS" for token in reading.tokens[start:index])
    return first == "the" or owned


def _end_of_nation(reading: Reading, after: Sequence[int]) -> int:
    """The end of "of Russia" after the noun; 0 where something else limits it, as in "the president of the club"."""
    under = sorted(below(reading, after[0]))
    words = [reading.tokens[index].text.lower() for index in under]
    plain = len(after) == 1 and words[0] == "of" and all(word == "the" or word in NATION_OF for word in words[1:])
    return under[-1] + 1 if plain else 0


def _counterpart(reading: Reading, index: int) -> Description | None:
    start, end = phrase(reading, index)
    words = [token.text.lower() for token in reading.tokens[start:end]]
    nations = [NATION_OF[word] for word in words if word in NATION_OF]
    if reading.tokens[start].tag != "PRP$" or len(nations) != 1 or len(words) > 4:
        return None
    return Description(start, end, Office("leader", nations[0]), counterpart_of=start)


def holder_of(description: Description, reading: Reading, here: Sequence[Mention], people: People) -> Person | None:
    """The one person whom the source gives that office."""
    office = description.office
    excluded = _named_beside(reading, description, here)
    if office.nation is None:
        nation = _nation_of_speaker(reading, description, here)
        if nation is None:
            return _sole_holder(office, people, excluded)
        office = Office(office.noun, nation, office.former)
    exact = [person for person in people.persons if any(_same_office(office, other) for other in person.offices)]
    return exact[0] if len(exact) == 1 and exact[0].name not in excluded else None


def _same_office(described: Office, held: Office) -> bool:
    return (
        held.nation == described.nation and held.former == described.former and _nouns_agree(described.noun, held.noun)
    )


def _nouns_agree(described: str, held: str) -> bool:
    """ "Leader" is said of any head of state or government, and a leader may be called president later on."""
    leading = {described, held} <= LEADING_OFFICES
    return described == held or (leading and "leader" in {described, held})


def _named_beside(reading: Reading, description: Description, here: Sequence[Mention]) -> frozenset[str]:
    """Persons named in the description's own clause, who must be others."""
    clause = controlled(reading, clause_of(reading, description.end - 1))
    under = below(reading, clause)
    subject = reading.tokens[description.end - 1].dep in SUBJECTS
    beside = [m for m in here if m.head in under and (m.start >= description.end or not subject)]
    same = [m for m in beside if subject or controlled(reading, clause_of(reading, m.head)) == clause]
    return frozenset(name for m in same for name in m.persons)


def _nation_of_speaker(reading: Reading, description: Description, here: Sequence[Mention]) -> str | None:
    """ "The White House indicated that the president ...": the president of that house."""
    for mention in here:
        nation = METONYMS.get(reading.words(mention.start, mention.end).lower().removeprefix("the "))
        verb = reading.tokens[mention.head].head
        spoken = reading.tokens[verb].lemma.lower() in SPEECH_AND_THOUGHT and mention.start < description.start
        if (
            nation
            and spoken
            and reading.tokens[mention.head].dep in SUBJECTS
            and description.end - 1 in below(reading, verb)
        ):
            return nation
    return None


def _sole_holder(office: Office, people: People, excluded: frozenset[str]) -> Person | None:
    """ "The president": the only one of the source, or the only one it ever calls so without a country."""
    holders = {p: [o for o in p.offices if o.noun == office.noun and o.former == office.former] for p in people.persons}
    held = [person for person, offices in holders.items() if offices]
    plain = [person for person in held if any(o.nation is None for o in holders[person])]
    chosen = held if len(held) == 1 else plain
    return chosen[0] if len(chosen) == 1 and chosen[0].name not in excluded else None


def infer_offices(people: People, scenes: Sequence[tuple[Reading, Sequence[Mention]]]) -> People:
    """Countries of "Presidents A and B" by elimination: "the US president hopes to win over B" makes A the US one.

    Only for pairs that the source presents together, and only where all its uses of the phrase leave one of them.
    """
    pairs = {frozenset(pair) for reading, here in scenes for pair in joint_persons(reading, here)}
    beside = _beside_descriptions(scenes)
    for office, excluded in sorted(beside.items(), key=lambda entry: str(entry[0])):
        if not any(_same_office(office, held) for person in people.persons for held in person.offices):
            left = {person.name for pair in pairs for person in _left_of(pair, office, excluded, people)}
            if len(left) == 1:
                people = people.with_office(left.pop(), office)
    return people


def _beside_descriptions(scenes: Sequence[tuple[Reading, Sequence[Mention]]]) -> dict[Office, set[str]]:
    """For each office with a country, the persons named in the clause of a phrase for it: they are others."""
    beside: dict[Office, set[str]] = {}
    for reading, here in scenes:
        taken = {index for m in here if len(m.persons) == 1 for index in range(m.start, m.end)}
        for description in find_descriptions(reading, taken):
            if description.office.nation and not description.office.former:
                others = beside.setdefault(description.office, set())
                others |= _named_beside(reading, description, here)
                others |= _owner_beside(reading, description, here)
    return beside


def _owner_beside(reading: Reading, description: Description, here: Sequence[Mention]) -> set[str]:
    """ "X warned his Russian counterpart": the counterpart is not X."""
    if description.counterpart_of is None:
        return set()
    chain = subject_chain(reading, description.counterpart_of)
    return {name for m in here if m.head in chain for name in m.persons}


def _left_of(pair: frozenset[str], office: Office, excluded: set[str], people: People) -> list[Person]:
    members = [people.by_name[name] for name in sorted(pair) if name in people.by_name]
    left = [person for person in members if person.name not in excluded and _may_hold(person, office)]
    return left if len(left) == 1 and all(_leads(person) for person in members) else []


def _leads(person: Person) -> bool:
    return any(held.noun in LEADING_OFFICES and not held.former for held in person.offices)


def _may_hold(person: Person, office: Office) -> bool:
    nations = {held.nation for held in person.offices if held.nation and not held.former}
    nouns = any(_nouns_agree(office.noun, held.noun) for held in person.offices if held.former == office.former)
    return nouns and not nations - {office.nation}


# --- the pair --------------------------------------------------------------------------------------------------------


def find_pair_phrases(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """ "The pair", "the two leaders", "both men": tokens [start, end) and the kind ("leader", "person" or "other")."""
    for index, token in enumerate(reading.tokens):
        lemma = token.lemma.lower()
        start, end = phrase(reading, index)
        words = [each.text.lower() for each in reading.tokens[start:index]]
        if lemma in PAIR_NOUNS and words == ["the"] and not _is_limited(reading, index):
            yield start, end, "person"
        elif _kind_of_two(lemma) and words in (
            ["the", "two"],
            ["the", "2"],
            ["both"],
            ["these", "two"],
            ["both", "the"],
        ):
            yield start, end, _kind_of_two(lemma)


def _is_limited(reading: Reading, index: int) -> bool:
    """ "The pair of shoes", "the pair who": the phrase says itself what it is."""
    return any(reading.tokens[child].dep in {"prep", "acl"} and child == index + 1 for child in reading.children[index])


def _kind_of_two(lemma: str) -> str:
    kinds = {"leader": PAIR_OF_LEADERS, "person": PAIR_OF_PEOPLE, "other": PAIR_OF_OTHERS}
    return next((kind for kind, lemmas in kinds.items() if lemma in lemmas), "")


def joint_persons(reading: Reading, mentions: Sequence[Mention]) -> Iterator[tuple[str, ...]]:
    """Pairs of persons that a sentence presents together: "A and B", "A will meet B"."""
    joined = [m for m in mentions if m.plural and m.human]
    yield from (m.persons for m in joined if len(m.persons) == 2 and m.key.count("+") == 1)
    single = {m.head: m for m in mentions if len(m.persons) == 1}
    for head, mention in single.items():
        verb = reading.tokens[head].head
        if reading.tokens[head].dep in SUBJECTS and reading.tokens[verb].lemma.lower() in MEETING_VERBS:
            yield from ((mention.persons[0], other) for other in _met(reading, verb, single))


def _met(reading: Reading, verb: int, single: dict[int, Mention]) -> Iterator[str]:
    for child in reading.children[verb]:
        reached = [child, *reading.children[child]] if reading.tokens[child].text.lower() == "with" else [child]
        for index in reached:
            if index in single and reading.tokens[index].dep in {"dobj", "pobj"} and index > verb:
                yield single[index].persons[0]


def pair_meant(
    kind: str, earlier: Sequence[tuple[int, tuple[str, ...]]], sentence: int, people: People
) -> tuple[str, ...]:
    """The two names behind a pair phrase, () where more than one pair could be meant.

    `earlier` are the pairs presented so far with the index of their sentence.
    """
    fitting = [(index, pair) for index, pair in earlier if _pair_fits(kind, pair, people)]
    near = {frozenset(pair) for index, pair in fitting if sentence - index <= 1}
    known = near if near else {frozenset(pair) for _, pair in fitting}
    if len(known) != 1:
        return ()
    return next(pair for _, pair in fitting if frozenset(pair) in known)


def _pair_fits(kind: str, pair: tuple[str, ...], people: People) -> bool:
    persons = [people.by_name[name] for name in pair if name in people.by_name]
    return len(persons) == 2 and (kind == "person" or (kind == "leader" and all(_leads(p) for p in persons)))
