"""What a pronoun stands for, where grammar and the sentences before it leave one answer.

Every rule names its rivals: where another candidate could be meant, the answer is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from factcheck.stages.extract.references_grammar import (
    OBJECTS,
    SUBJECTS,
    Reading,
    ancestors,
    below,
    clause_of,
    controlled,
    main_subject,
    own_subject,
    parent_clause,
    subject_chain,
)
from factcheck.stages.extract.references_mentions import Mention
from factcheck.stages.extract.references_words import (
    AGENT_VERBS,
    FEMALE_PRONOUNS,
    MALE_PRONOUNS,
    NEUTER_PRONOUNS,
    NOMINATIVES,
    PLEONASTIC_VERBS,
    PLURAL_PRONOUNS,
    REFLEXIVES,
    REPORTING,
    SELF_REPORTS,
    SHIPS,
)

_REACH = 3  # sentences back; beyond that a pronoun's referent has always been named again in news copy
Fits = Callable[[Mention], bool]
Scene = tuple[Reading, Sequence[Mention]]


@dataclass(frozen=True)
class Place:
    """A pronoun in its sentence, with the mentions of the sentence so far known and those of the sentences before."""

    reading: Reading
    index: int
    here: Sequence[Mention]
    before: Sequence[Scene]

    @property
    def word(self) -> str:
        """The pronoun in lower case."""
        return self.reading.tokens[self.index].text.lower()

    @property
    def quoted(self) -> bool:
        """Whether the pronoun stands in quotation marks."""
        return self.reading.quoted[self.index]

    @property
    def possessive(self) -> bool:
        """Whether it is "his", "her", "its", "their"."""
        return self.reading.tokens[self.index].tag == "PRP$"

    @property
    def subject(self) -> bool:
        """Whether it is the subject of its clause; "him" in "help him win" is parsed as one and is none."""
        return self.reading.tokens[self.index].dep in SUBJECTS and self.word in NOMINATIVES


def needs_no_reference(reading: Reading, index: int) -> bool:
    """Whether a pronoun refers to nothing ("it is clear that") or is bound in its clause ("he hurt himself")."""
    token = reading.tokens[index]
    word = token.text.lower()
    return word in REFLEXIVES or (word == "it" and _is_pleonastic(reading, index))


def pronoun_gender(word: str) -> str | None:
    """ "m" or "f" for pronouns of one sex."""
    return "m" if word in MALE_PRONOUNS else "f" if word in FEMALE_PRONOUNS else None


def resolve_pronoun(place: Place) -> Mention | None:
    """The mention that a pronoun stands for, None where the text does not settle it."""
    if place.word in NEUTER_PRONOUNS:
        return _resolve_neuter(place)
    if place.word in PLURAL_PRONOUNS:
        return _resolve_plural(place)
    return _resolve_person(place)


# --- he, she ---------------------------------------------------------------------------------------------------------


def _resolve_person(place: Place) -> Mention | None:
    if _belongs_to_quotation(place) or (place.word in FEMALE_PRONOUNS and _ship_in_sight(place)):
        return None
    fits = _person_fits(place)
    earlier = [mention for mention in place.here if mention.start < place.index and fits(mention)]
    bound = _bound_to_subject(place, fits, earlier)
    if bound is not None:
        return bound if _is_settled(place, fits, bound, earlier) else None
    if place.quoted:
        return None
    return _only_one_here(place, fits, earlier) if earlier else _ahead_or_before(place, fits)


def _is_settled(place: Place, fits: Fits, bound: Mention, earlier: Sequence[Mention]) -> bool:
    """No rival here, and none before where the subject only reports ("Reed said he died"): that may be of another."""
    if _has_rivals(place, bound, earlier):
        return False
    if place.quoted or _is_own_clause(place, bound):
        return True
    if any(_is_pronoun(place, mention) and mention.key == bound.key for mention in earlier):
        return True
    above = {place.reading.tokens[index].lemma.lower() for index in ancestors(place.reading, place.index)}
    previous = _from_sentences_before(place, fits)
    own = place.subject and place.reading.tokens[clause_of(place.reading, place.index)].lemma.lower() in SELF_REPORTS
    firm = own or ((place.subject or place.possessive) and not above & REPORTING)
    return firm or previous is None or previous.key == bound.key


def _is_pronoun(place: Place, mention: Mention) -> bool:
    return mention.end - mention.start == 1 and place.reading.tokens[mention.head].pos == "PRON"


def _is_own_clause(place: Place, bound: Mention) -> bool:
    own = controlled(place.reading, clause_of(place.reading, place.index))
    return place.possessive and own_subject(place.reading, own) == bound.head


def _belongs_to_quotation(place: Place) -> bool:
    """ "“He was kind,” said his brother": whose brother depends on whom the quotation is about."""
    head = place.reading.tokens[place.reading.tokens[place.index].head]
    verb = place.reading.tokens[head.head]
    speaks = place.possessive and head.dep in SUBJECTS and verb.lemma in REPORTING
    gender = pronoun_gender(place.word)
    tokens = zip(place.reading.tokens, place.reading.quoted, strict=True)
    return speaks and any(quoted and pronoun_gender(token.text.lower()) == gender for token, quoted in tokens)


def _ship_in_sight(place: Place) -> bool:
    """Ships are "she" too."""
    readings = [place.reading, *(reading for reading, _ in place.before[-1:])]
    return any(token.lemma.lower() in SHIPS for reading in readings for token in reading.tokens)


def _person_fits(place: Place) -> Fits:
    gender = pronoun_gender(place.word)
    excluded = _excluded(place)

    def fits(mention: Mention) -> bool:
        same_side = mention.quoted == place.quoted
        return same_side and _is_one_person(mention, gender) and mention.key not in excluded

    return fits


def _is_one_person(mention: Mention, gender: str | None) -> bool:
    return mention.human and not mention.plural and mention.gender in {None, gender}


def _excluded(place: Place) -> set[str]:
    """Keys that grammar rules out: names further down in the pronoun's clause, co-arguments of an object pronoun."""
    reading, index = place.reading, place.index
    token = reading.tokens[index]
    domain = token.head if place.possessive else clause_of(reading, index)
    under = below(reading, domain)
    later = {mention.key for mention in place.here if mention.start > index and mention.head in under}
    if place.possessive or place.subject:
        return later
    return later | _co_arguments(place)


def _co_arguments(place: Place) -> set[str]:
    """What an object pronoun cannot mean: the subject of its own clause ("cops freed them")."""
    if place.possessive or place.subject:
        return set()
    clause: int | None = clause_of(place.reading, place.index)
    if place.reading.tokens[place.index].dep in SUBJECTS and clause is not None:
        clause = parent_clause(place.reading, clause)
    subject = None if clause is None else own_subject(place.reading, controlled(place.reading, clause))
    return {mention.key for mention in place.here if mention.head == subject}


def _mention_at(mentions: Iterable[Mention], head: int) -> Mention | None:
    """The mention headed by a token; a joined group before its first member."""
    found = [mention for mention in mentions if mention.head == head]
    return max(found, key=lambda mention: mention.end - mention.start, default=None)


def _bound_to_subject(place: Place, fits: Fits, earlier: Sequence[Mention]) -> Mention | None:
    for subject in subject_chain(place.reading, place.index):
        mention = _mention_at(place.here, subject)
        if mention is not None and mention in earlier and fits(mention):
            return mention
    return None


def _has_rivals(place: Place, bound: Mention, earlier: Sequence[Mention]) -> bool:
    others = [mention for mention in earlier if mention.key != bound.key]
    doubtful = (m for m in place.here if m.doubtful and bound.start < m.start < place.index)
    if any(place.reading.tokens[mention.head].dep in SUBJECTS for mention in doubtful):
        return True
    return any(
        place.reading.tokens[other.head].dep in SUBJECTS or _comes_between(place, bound, other) or not bound.persons
        for other in others
    )


def _comes_between(place: Place, bound: Mention, other: Mention) -> bool:
    """Whether another candidate stands between subject and pronoun, in the clause of either."""
    if not bound.start < other.start < place.index:
        return False
    clauses = {clause_of(place.reading, place.index), clause_of(place.reading, bound.head)}
    return clause_of(place.reading, other.head) in clauses


def _only_one_here(place: Place, fits: Fits, earlier: Sequence[Mention]) -> Mention | None:
    """The only name before the pronoun, though no subject, unless the sentences before were about somebody else."""
    first = earlier[0]
    if len({mention.key for mention in earlier}) > 1 or not first.persons or first.weak:
        return None
    previous = _from_sentences_before(place, fits)
    return first if previous is None or previous.key == first.key else None


def _ahead_or_before(place: Place, fits: Fits) -> Mention | None:
    """A fronted clause looks ahead to its main subject ("While he was out, Blair ...") or back; both must agree."""
    previous = _from_sentences_before(place, fits)
    ahead = _main_subject_ahead(place)
    if ahead is None:
        return previous
    return ahead if previous is None or previous.key == ahead.key else None


def _main_subject_ahead(place: Place) -> Mention | None:
    subject = main_subject(place.reading)
    if subject is None or subject <= place.index or not (place.subject or place.possessive):
        return None
    top = [place.index, *ancestors(place.reading, place.index)][-2:-1]
    if not top or place.reading.tokens[top[0]].dep not in {"advcl", "prep"}:
        return None
    mention = _mention_at(place.here, subject)
    fitting = mention is not None and mention.proper and _is_one_person(mention, pronoun_gender(place.word))
    return mention if fitting and mention is not None and mention.quoted == place.quoted else None


def _from_sentences_before(place: Place, fits: Fits) -> Mention | None:
    for back, (reading, mentions) in enumerate(reversed(place.before[-_REACH:]), start=1):
        found = [m for m in mentions if not m.quoted and fits(m) and (m.persons or back == 1)]
        if found:
            return _most_prominent(place, (reading, mentions), found, place.before[: len(place.before) - back])
    return None


def _most_prominent(place: Place, scene: Scene, found: Sequence[Mention], earlier: Sequence[Scene]) -> Mention | None:
    """Of the candidates in one sentence the main subject, unless another is a subject or comes first."""
    reading, mentions = scene
    subject = main_subject(reading)
    mains = [mention for mention in found if mention.head == subject]
    if len({mention.key for mention in found}) > 1 and not all(mention.persons for mention in mains):
        return None
    keys = {mention.key for mention in found}
    if len(keys) > 1 and any(mention.plural and mention.head == subject for mention in mentions):
        return None
    if len(keys) == 1:
        return mains[0] if mains else _unless_contested(place, reading, found, earlier)
    others = [mention for mention in found if not mains or mention.key != mains[0].key]
    contested = any(
        reading.tokens[mention.head].dep in SUBJECTS or mention.start < mains[0].start for mention in others if mains
    )
    return mains[0] if mains and not contested and (place.subject or place.possessive) else None


def _unless_contested(
    place: Place, reading: Reading, found: Sequence[Mention], earlier: Sequence[Scene]
) -> Mention | None:
    """A lone candidate that is no main subject counts unless the sentence before was about somebody else."""
    gender = pronoun_gender(place.word)
    for older, mentions in earlier[-1:]:
        main = _mention_at(mentions, _or_none(main_subject(older)))
        if main is not None and _is_one_person(main, gender) and main.key != found[0].key:
            return None
    strong = [mention for mention in found if mention.persons and not mention.weak]
    return strong[0] if strong else None


def _or_none(index: int | None) -> int:
    return -1 if index is None else index


# --- they ------------------------------------------------------------------------------------------------------------


def _resolve_plural(place: Place) -> Mention | None:
    if place.quoted:
        return None
    barred = _co_arguments(place)
    earlier = [m for m in place.here if m.start < place.index and m.plural and not m.quoted and m.key not in barred]
    bound = _bound_plural(place, earlier)
    if bound is not None:
        if not (place.subject or place.possessive or len(bound.persons) > 1):
            return None
        contested = any(
            (other.human and not _is_own_clause(place, bound)) or _comes_between(place, bound, other)
            for other in _outside(bound, earlier)
        )
        return None if contested else bound
    if earlier or not (place.subject or place.possessive):
        return None
    return _plural_subject_before(place)


def _bound_plural(place: Place, earlier: Sequence[Mention]) -> Mention | None:
    """The nearest subject around the pronoun, if it is plural: a singular one in between could be an organisation."""
    for subject in subject_chain(place.reading, place.index):
        mention = _mention_at(place.here, subject)
        if mention is not None and (mention in earlier or not mention.human):
            return mention if mention in earlier else None
    return None


def _outside(bound: Mention, mentions: Sequence[Mention]) -> Iterator[Mention]:
    yield from (m for m in mentions if m.key != bound.key and not bound.start <= m.start < bound.end)


def _plural_subject_before(place: Place) -> Mention | None:
    for reading, mentions in reversed(place.before[-1:]):
        main = _mention_at(mentions, _or_none(main_subject(reading)))
        if main is None or not main.plural or not main.human or main.quoted:
            return None
        rivals = [
            m for m in _outside(main, mentions) if m.plural and (m.human or reading.tokens[m.head].dep in SUBJECTS)
        ]
        return None if rivals else main
    return None


# --- it --------------------------------------------------------------------------------------------------------------


def _is_pleonastic(reading: Reading, index: int) -> bool:
    """ "It is difficult to", "it became clear that", "it is Russia that", "it takes": a subject that means nothing."""
    token = reading.tokens[index]
    if token.dep == "expl" or _announces_clause(reading, index):
        return True
    verb = reading.tokens[token.head]
    if token.dep not in SUBJECTS or verb.lemma.lower() not in PLEONASTIC_VERBS:
        return _is_reported_clause(reading, index)
    kinds = {reading.tokens[child].dep for child in reading.children[token.head]}
    return bool(kinds & {"ccomp", "xcomp", "csubj", "advcl", "acl", "relcl"}) or _complement_clause(reading, token.head)


def _announces_clause(reading: Reading, index: int) -> bool:
    """ "Made it clear that", "found it hard to"."""
    around = [token.lemma.lower() for token in reading.tokens[max(index - 1, 0) : index + 2]]
    adjective = index + 1 < len(reading.tokens) and reading.tokens[index + 1].pos == "ADJ"
    return adjective and around[0] in {"make", "find", "consider", "think", "deem", "believe", "call"}


def _is_reported_clause(reading: Reading, index: int) -> bool:
    """ "It was announced that ..."."""
    token = reading.tokens[index]
    below_verb = {reading.tokens[child].dep for child in reading.children[token.head]}
    return token.dep == "nsubjpass" and "ccomp" in below_verb


def _complement_clause(reading: Reading, verb: int) -> bool:
    """Whether the predicate noun or adjective governs a clause ("hard to say", "Russia that must end")."""
    return any(
        reading.tokens[below_predicate].dep in {"ccomp", "xcomp", "acl", "relcl", "advcl"}
        for child in reading.children[verb]
        if reading.tokens[child].dep in {"attr", "acomp", "oprd"}
        for below_predicate in reading.children[child]
    )


def _resolve_neuter(place: Place) -> Mention | None:
    if place.quoted:
        return None
    earlier = [m for m in place.here if m.start < place.index and _is_thing(m)]
    bound = _nearest_thing_subject(place, earlier)
    if bound is not None:
        return bound if _settles_neuter(place, bound, earlier) else None
    return None if earlier or not place.subject else _agent_before(place)


def _is_thing(mention: Mention) -> bool:
    return not mention.human and not mention.plural and not mention.quoted


def _nearest_thing_subject(place: Place, earlier: Sequence[Mention]) -> Mention | None:
    chain = subject_chain(place.reading, place.index)
    mention = _mention_at(place.here, chain[0]) if chain else None
    return mention if mention is not None and mention in earlier and mention.name else None


def _settles_neuter(place: Place, bound: Mention, earlier: Sequence[Mention]) -> bool:
    """A possessive is bound by its own clause's subject; a subject "it" must do what only organisations do."""
    between = [m for m in earlier if m.key != bound.key and m.start > bound.start]
    if place.possessive:
        if not bound.proper and place.reading.tokens[clause_of(place.reading, place.index)].lemma == "be":
            return False  # "the operation was the fifth by its crew": a predicate may speak of anything
        own = own_subject(place.reading, controlled(place.reading, clause_of(place.reading, place.index)))
        return own == bound.head and not any(_could_own(place, m) for m in between) and not _hidden_owner(place, bound)
    return (
        place.subject
        and bound.proper
        and _acts(place)
        and not any(m.proper for m in [*between, *earlier] if m.key != bound.key)
    )


def _could_own(place: Place, mention: Mention) -> bool:
    """Between subject and "its", a name or an object is a rival; a time or manner phrase is none."""
    return mention.proper or place.reading.tokens[mention.head].dep in OBJECTS - {"pobj"}


def _hidden_owner(place: Place, bound: Mention) -> bool:
    """Whether a state or organisation between the two is no mention since the parser tied it to another noun.

    "Russia is demanding Ukraine surrender its ports" may be read as of "Ukraine surrender ports".
    """
    between = place.reading.tokens[bound.end : place.index]
    return any(token.entity in {"GPE", "ORG"} and token.tag in {"NNP", "NNPS"} for token in between)


def _acts(place: Place) -> bool:
    return place.reading.tokens[clause_of(place.reading, place.index)].lemma.lower() in AGENT_VERBS


def _is_told_of(reading: Reading, head: int) -> bool:
    """Whether the mention is a subject that the sentence tells of; one in a modifier ("children X took") is not."""
    modified = any(reading.tokens[index].dep in {"relcl", "acl"} for index in ancestors(reading, head))
    return reading.tokens[head].dep in SUBJECTS and not modified


def _agent_before(place: Place) -> Mention | None:
    """The named state or organisation that the sentence before is about, for an "it" that acts as one."""
    if not _acts(place) or parent_clause(place.reading, clause_of(place.reading, place.index)) is not None:
        return None
    for reading, mentions in reversed(place.before[-1:]):
        main = _mention_at(mentions, _or_none(main_subject(reading)))
        rivals = [m for m in mentions if main and m.key != main.key and m.proper and _is_told_of(reading, m.head)]
        if main is not None and main.proper and _is_thing(main) and not any(_is_thing(m) for m in rivals):
            return main
    return None
