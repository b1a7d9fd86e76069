"""Who is named in a source: runs of capitalised words, the persons behind them, their sex and their offices."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from factcheck.stages.extract.references_grammar import SUBJECTS, Reading, phrase
from factcheck.stages.extract.references_words import (
    CALENDAR,
    CITIES,
    COURTESY_TITLES,
    FEMALE_NAMES,
    FEMALE_NOUNS,
    FEMALE_TITLES,
    FORMER,
    GIVEN_NAMES,
    HUMAN_NOUNS,
    MALE_NAMES,
    MALE_NOUNS,
    MALE_TITLES,
    NAME_PARTICLES,
    NATION_OF,
    NOT_NAMES,
    OFFICES,
    SURNAMES_LIKE_PLACES,
    TITLES,
)

_NAME_WORD = re.compile(r"[A-ZÀ-Þ][\w’'.-]{0,30}")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})


@dataclass(frozen=True)
class Office:
    """What a person is called by: "US President" is president of the United States, `former` where no longer."""

    noun: str
    nation: str | None = None
    former: bool = False


@dataclass(frozen=True)
class NameUse:
    """One place where a name is written: tokens [start, end) without title, `titles` what stands before it.

    `outer` is the token where a courtesy title ("Mr.") begins, else `start`; `evidence` tells whether the place itself
    shows a person; `weak` marks a name that only describes another noun ("the Trump administration").
    """

    sentence: int
    start: int
    end: int
    outer: int
    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    gender: str | None = None
    evidence: bool = False
    tagged_person: bool = False
    weak: bool = False


@dataclass(frozen=True)
class Person:
    """A person of the source: the fullest name without title, sex where known, offices as the source states them."""

    name: str
    gender: str | None = None
    offices: frozenset[Office] = frozenset()

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


@dataclass(frozen=True)
class People:
    """The persons of a source, and per sentence, in order, whom each name stands for; None where two share it."""

    by_name: dict[str, Person] = field(default_factory=dict)
    uses: dict[int, list[tuple[NameUse, str | None]]] = field(default_factory=dict)

    @property
    def persons(self) -> tuple[Person, ...]:
        """All persons, in the order of the text."""
        return tuple(self.by_name.values())

    def named_in(self, sentence: int) -> Iterator[tuple[NameUse, Person | None]]:
        """The names written in a sentence and whom each stands for."""
        for use, name in self.uses.get(sentence, ()):
            yield use, None if name is None else self.by_name[name]

    def with_office(self, name: str, office: Office) -> People:
        """The same people, one of them with one more office."""
        person = self.by_name[name]
        return replace(self, by_name={**self.by_name, name: replace(person, offices=person.offices | {office})})


def find_people(readings: Sequence[Reading]) -> People:
    """Find every person named in a source and link each use of a name to one of them."""
    uses = [use for reading in readings for use in _share_titles(reading, list(_name_uses(reading)))]
    names = _persons_in_full(use for use in uses if len(use.words) > 1)
    uses += _untagged(readings, uses, {name.split()[-1] for name in names})
    return _gather(_link(uses, names))


# --- runs of capitalised words ---------------------------------------------------------------------------------------


def _name_uses(reading: Reading) -> Iterator[NameUse]:
    for start, end in _runs(reading):
        use = _name_in_run(reading, start, end)
        if use is not None:
            yield use


def _untagged(readings: Sequence[Reading], uses: Sequence[NameUse], surnames: set[str]) -> Iterator[NameUse]:
    """Known surnames that the tagger took for common nouns."""
    seen = {(use.sentence, index) for use in uses for index in range(use.start, use.end)}
    for reading in readings:
        for index, token in enumerate(reading.tokens):
            free = (reading.index, index) not in seen and token.tag not in {"NNP", "NNPS"} and token.entity != "PERSON"
            if free and token.text in surnames and token.pos in {"NOUN", "ADJ", "VERB", "X", "ADV"} and index > 0:
                yield _describe_use(reading, (index, index + 1), (token.text,), ())


def _share_titles(reading: Reading, uses: Sequence[NameUse]) -> Iterator[NameUse]:
    """In "Presidents A and B" the title is said of B as well."""
    shared: tuple[Office, ...] = ()
    end = -1
    for use in uses:
        between = [token.text for token in reading.tokens[end : use.start]] if end >= 0 else []
        joined = shared and between in (["and"], [","], [",", "and"])
        if any(singular(title) != title for title in use.titles):
            shared = use.offices
        elif not joined:
            shared = ()
        end = use.end
        yield replace(use, offices=(*use.offices, *shared), evidence=True) if joined and not use.titles else use


def _runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Stretches of proper nouns; a hyphen joins two only inside one person entity (Kendall-Taylor, not Trump-Putin)."""
    start = None
    for index in range(len(reading.tokens) + 1):
        if index < len(reading.tokens) and _continues(reading, index, start):
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = index if index < len(reading.tokens) and _is_capital(reading, index) else None


def _continues(reading: Reading, index: int, start: int | None) -> bool:
    token = reading.tokens[index]
    if start is None:
        return _is_capital(reading, index)
    following = index + 1 < len(reading.tokens) and _is_capital(reading, index + 1)
    if token.text.lower() in NAME_PARTICLES and following:
        return True
    if token.text == "-":
        return (
            following
            and token.entity == "PERSON"
            and index - start >= 2
            and reading.tokens[index + 1].entity == "PERSON"
        )
    begins = token.entity_begins and token.entity and reading.tokens[index - 1].entity == token.entity == "PERSON"
    return _is_capital(reading, index) and not begins


def _is_capital(reading: Reading, index: int) -> bool:
    token = reading.tokens[index]
    if not _NAME_WORD.fullmatch(token.text) or token.pos in {"PRON", "DET"}:
        return False
    if (
        token.dep == "compound"
        and token.head == index + 1
        and reading.tokens[index + 1].tag == "NNP"
        and token.tag == "RB"
    ):
        return True
    return token.tag in {"NNP", "NNPS"} or (token.entity == "PERSON" and token.pos in {"NOUN", "VERB", "ADJ", "X"})


def _name_in_run(reading: Reading, start: int, end: int) -> NameUse | None:
    begin, titles = _after_titles(reading, start, end)
    stop = end
    while stop > begin and reading.tokens[stop - 1].text.lower() in CALENDAR and not _is_given(reading, begin, stop):
        stop -= 1
    while stop > begin + 1 and reading.tokens[stop - 1].text in _SUFFIXES:
        stop -= 1
    words = tuple(reading.words(begin, stop).split())
    family = len(words) == 1 and begin > 0 and reading.tokens[begin - 1].text.lower() == "the"
    if family or not _may_be_person(reading, begin, words):
        return None
    return _describe_use(reading, (begin, stop), words, titles)


def _is_given(reading: Reading, begin: int, stop: int) -> bool:
    """Whether cutting the last word would leave a given name alone ("Theresa May")."""
    return stop - begin == 2 and reading.tokens[begin].text.lower() in GIVEN_NAMES


def _after_titles(reading: Reading, start: int, end: int) -> tuple[int, tuple[str, ...]]:
    begin = start
    if (
        start > 0
        and reading.tokens[start - 1].text.lower() == "of"
        and reading.tokens[start].text in {"State", "Defense"}
    ):
        begin = start + 1
    for index in range(start, end):
        if reading.tokens[index].text.lower() in TITLES and index + 1 < end:
            begin = index + 1
    while begin < end - 1 and _is_no_given_name(reading.tokens[begin].text.lower()):
        begin += 1
    first = begin
    while first > 0 and _belongs_to_title(reading, first - 1, begin):
        first -= 1
    return begin, tuple(token.text.lower() for token in reading.tokens[first:begin])


def _is_no_given_name(word: str) -> bool:
    """A country, or a noun in capitals before the name ("Englishman John Reed")."""
    return word in NATION_OF or (word in HUMAN_NOUNS and word not in GIVEN_NAMES) or word.endswith("woman")


def _belongs_to_title(reading: Reading, index: int, begin: int) -> bool:
    token = reading.tokens[index]
    word = token.text.lower()
    if begin - index > 8 or token.pos in {"VERB", "AUX", "PUNCT", "CCONJ", "PRON", "SCONJ"}:
        return False
    near = word in TITLES or token.lemma.lower() in HUMAN_NOUNS or word in NATION_OF or word in FORMER
    return (
        near or token.tag in {"NNP", "NNPS", "POS"} or word in {"of", "state", "press", "prime", "foreign", "special"}
    )


def _may_be_person(reading: Reading, begin: int, words: Sequence[str]) -> bool:
    if not words or len(words) > 5 or any(re.search(r"\d", word) for word in words):
        return False
    lower = [word.lower() for word in words]
    if len(words) == 1:
        return lower[0] not in NATION_OF and lower[0] not in NOT_NAMES | CITIES | TITLES and len(words[0]) > 1
    if lower[0] in NATION_OF or lower[0] in CITIES or words[-1].isupper():
        return False
    person = len(words) == 2 and lower[0] in GIVEN_NAMES and lower[1] in SURNAMES_LIKE_PLACES
    return person or not any(word in NOT_NAMES or word in NATION_OF for word in lower)


def _describe_use(reading: Reading, span: tuple[int, int], words: tuple[str, ...], titles: tuple[str, ...]) -> NameUse:
    begin, end = span
    outer = begin - 1 if titles and titles[-1] in COURTESY_TITLES else begin
    tagged = sum(token.entity == "PERSON" for token in reading.tokens[begin:end]) * 2 > end - begin
    nouns = [word for word in titles if word in TITLES or word in HUMAN_NOUNS]
    return NameUse(
        sentence=reading.index,
        start=begin,
        end=end,
        outer=outer,
        words=words,
        titles=titles,
        offices=(*_offices_before(titles), *_offices_beside(reading, begin, end)),
        gender=_gender(words, titles) or _gender_beside(reading, begin, end),
        evidence=bool(nouns) or _has_age(reading, begin, end) or (len(words) > 1 and words[0].lower() in GIVEN_NAMES),
        tagged_person=tagged,
        weak=_only_describes(reading, end) or _is_hyphenated(reading, begin, end),
    )


def _only_describes(reading: Reading, end: int) -> bool:
    """Whether the name modifies a noun right after it ("the Trump administration"); a weekday is no such noun."""
    last = reading.tokens[end - 1]
    noun = reading.tokens[last.head]
    between = reading.tokens[end : last.head]
    modifies = last.dep in {"compound", "nmod", "amod"} and last.head >= end
    return modifies and noun.text.lower() not in CALENDAR and all(t.pos in {"NOUN", "PROPN", "ADJ"} for t in between)


def _is_hyphenated(reading: Reading, begin: int, end: int) -> bool:
    """Part of "Trump-Putin" or "pro-Morsi"."""
    around = [index for index in (begin - 1, end) if 0 <= index < len(reading.tokens)]
    dashes = [reading.tokens[index] for index in around if reading.tokens[index].text in {"-", "–", "—"}]
    return any(
        token.start == reading.tokens[end - 1].end or token.end == reading.tokens[begin].start for token in dashes
    )


def _has_age(reading: Reading, begin: int, end: int) -> bool:
    """ "Ann Reed, 59" and "59-year-old Ann Reed"."""
    before = begin > 0 and reading.tokens[begin - 1].text.lower() in {"old", "year-old"}
    following = [token.text for token in reading.tokens[end : end + 2]]
    after = len(following) == 2 and following[0] == "," and following[1].isdigit() and 1 <= len(following[1]) <= 2
    return before or after


def _gender(words: Sequence[str], titles: Sequence[str]) -> str | None:
    for title in reversed(titles):
        if title in MALE_TITLES or title in MALE_NOUNS:
            return "m"
        if title in FEMALE_TITLES or title in FEMALE_NOUNS:
            return "f"
    given = words[0].lower() if len(words) > 1 else ""
    return "m" if given in MALE_NAMES - FEMALE_NAMES else "f" if given in FEMALE_NAMES - MALE_NAMES else None


def _gender_beside(reading: Reading, begin: int, end: int) -> str | None:
    """Sex from a noun in apposition: "Ann Reed, a grandmother"."""
    for noun in _beside(reading, begin, end):
        lemma = reading.tokens[noun].lemma.lower()
        if lemma in MALE_NOUNS | FEMALE_NOUNS:
            return "m" if lemma in MALE_NOUNS else "f"
    return None


# --- offices ---------------------------------------------------------------------------------------------------------


def _offices_before(titles: Sequence[str]) -> Iterator[Office]:
    nouns = [word for word in titles if singular(word) in OFFICES]
    if nouns:
        nations = [NATION_OF[word] for word in titles if word in NATION_OF]
        yield Office(singular(nouns[-1]), nations[0] if nations else None, any(word in FORMER for word in titles))


def singular(word: str) -> str:
    """ "Presidents" -> "president"; nothing more is needed for offices."""
    word = word.lower()
    return word[:-1] if word.endswith("s") and word[:-1] in OFFICES else word


def _offices_beside(reading: Reading, begin: int, end: int) -> Iterator[Office]:
    for noun in _beside(reading, begin, end):
        office = office_at(reading, noun)
        if office is not None:
            yield office


def _beside(reading: Reading, begin: int, end: int) -> Iterator[int]:
    """Nouns said of the name: in apposition before or after it, or "X is the ..."."""
    last = end - 1
    token = reading.tokens[last]
    if token.dep == "appos" and not begin <= token.head < end:
        yield token.head
    yield from (child for child in reading.children[last] if reading.tokens[child].dep == "appos" and child >= end)
    verb = reading.tokens[token.head]
    if token.dep in SUBJECTS and verb.lemma == "be" and not _is_negated(reading, token.head):
        yield from (child for child in reading.children[token.head] if reading.tokens[child].dep == "attr")


def _is_negated(reading: Reading, verb: int) -> bool:
    return any(reading.tokens[child].dep in {"neg", "aux"} for child in reading.children[verb])


def office_at(reading: Reading, noun: int) -> Office | None:
    """The office that a noun with its modifiers names: "Ukraine's leader", "the former president of Russia"."""
    lemma = singular(reading.tokens[noun].text)
    if lemma not in OFFICES:
        return None
    start, end = phrase(reading, noun)
    before = [token.text.lower() for token in reading.tokens[start:end]]
    nations = [NATION_OF[word] for word in before if word in NATION_OF] + list(_nation_after(reading, noun))
    return Office(lemma, nations[0] if nations else None, any(word in FORMER for word in before))


def _nation_after(reading: Reading, noun: int) -> Iterator[str]:
    for child in reading.children[noun]:
        if reading.tokens[child].text.lower() == "of":
            for place in reading.children[child]:
                word = reading.tokens[place].text.lower()
                if word in NATION_OF:
                    yield NATION_OF[word]


# --- persons ---------------------------------------------------------------------------------------------------------


def _persons_in_full(uses: Iterable[NameUse]) -> list[str]:
    """Full names of persons, the longest form of each; a run counts where titles, age or most tags show a person."""
    votes: defaultdict[str, list[NameUse]] = defaultdict(list)
    for use in uses:
        votes[" ".join(use.words)].append(use)
    names = [
        name
        for name, group in votes.items()
        if any(use.evidence for use in group) or sum(use.tagged_person for use in group) * 2 > len(group)
    ]
    alike = _by_word(names, -1)
    return [name for name in names if not any(_extends(other, name) for other in alike[name.split()[-1]])]


def _by_word(names: Sequence[str], position: int) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        found[name.split()[position]].append(name)
    return found


def _extends(longer: str, name: str) -> bool:
    """Whether `longer` is the same name with more words: "Rodham" or an initial in the middle, or in front."""
    long, short = longer.split(), name.split()
    if len(long) <= len(short) or long[-1] != short[-1]:
        return False
    return all(word in long for word in short)


def _link(uses: Sequence[NameUse], names: Sequence[str]) -> list[tuple[NameUse, str | None]]:
    """Each use with the name it stands for, None where two fit; uses that fit no person are left out."""
    full = _FullNames(_by_word(names, -1), _by_word(names, 0), {use.words[0] for use in uses if len(use.words) == 1})
    linked: list[tuple[NameUse, str | None]] = []
    left: list[NameUse] = []
    for use in uses:
        fitting = _fitting(use, full)
        if fitting:
            linked.append((use, fitting[0] if len(fitting) == 1 else None))
        elif len(use.words) == 1:
            left.append(use)
    return [*linked, *_surnames_only(left)]


class _FullNames(NamedTuple):
    """Full names by their last and first words, and the words that stand alone as a name somewhere in the source."""

    by_surname: defaultdict[str, list[str]]
    by_given: defaultdict[str, list[str]]
    alone: set[str]


def _fitting(use: NameUse, full: _FullNames) -> list[str]:
    """The full names that a use may stand for.

    A given name alone stands for a person only where the source never uses the bare surname, as it does of stars.
    """
    written = " ".join(use.words)
    by_surname = full.by_surname[use.words[-1]]
    if len(use.words) > 1:
        return [name for name in by_surname if name == written or _extends(name, written)]
    by_surname = [name for name in by_surname if _same_sex(use, name)] or by_surname
    titled = any(title in TITLES for title in use.titles)
    if by_surname or titled or written.lower() not in GIVEN_NAMES:
        return by_surname
    return [name for name in full.by_given[written] if name.split()[-1] not in full.alone]


def _same_sex(use: NameUse, name: str) -> bool:
    gender = _gender(name.split(), ())
    return use.gender is None or gender is None or use.gender == gender


def _surnames_only(uses: Sequence[NameUse]) -> Iterator[tuple[NameUse, str | None]]:
    """Persons of whom the source gives one name only; a tag alone is not trusted, the model takes towns for persons."""
    groups: defaultdict[str, list[NameUse]] = defaultdict(list)
    for use in uses:
        groups[use.words[0]].append(use)
    for name, group in groups.items():
        if any(use.evidence for use in group):
            yield from ((use, name) for use in group)


def _gather(linked: Sequence[tuple[NameUse, str | None]]) -> People:
    by_name: defaultdict[str, list[NameUse]] = defaultdict(list)
    by_sentence: defaultdict[int, list[tuple[NameUse, str | None]]] = defaultdict(list)
    for use, name in sorted(linked, key=lambda entry: (entry[0].sentence, entry[0].start)):
        by_sentence[use.sentence].append((use, name))
        if name is not None:
            by_name[name].append(use)
    return People({name: _person(name, group) for name, group in by_name.items()}, dict(by_sentence))


def _person(name: str, uses: Sequence[NameUse]) -> Person:
    genders = Counter(use.gender for use in uses if use.gender)
    gender = next(iter(genders)) if len(genders) == 1 else None
    if not genders and " " not in name:
        gender = _gender((name, name), ())
    return Person(name, gender, frozenset(office for use in uses for office in use.offices))
