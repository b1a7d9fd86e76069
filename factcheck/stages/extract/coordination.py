"""Coordination: which conjoined predicates are clauses of their own, and what they share with the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from factcheck.stages.extract.lexicon import MARKING, RELATIVES
from factcheck.stages.extract.tree import AUXILIARIES, FINITE_TAGS, Tree

_DISJUNCTIVE = frozenset(("or", "nor", "rather", "than", "versus"))
_CONDITIONS = frozenset(("if", "unless", "whether", "provided", "lest"))
_JOINTS = frozenset((",", ";", ":", "-", "–", "—", ".", "!"))
_COMPLEMENTS = ("dobj", "ccomp", "xcomp", "attr", "acomp")


class Joint(NamedTuple):
    """A conjoined predicate, the auxiliaries it borrows ("has been excluded and [has been] warned").

    `keeps_lead` says that auxiliaries which the first predicate has itself borrowed go on to this one.
    """

    head: int
    lead: tuple[int, ...] = ()
    keeps_lead: bool = False


class Choice(NamedTuple):
    """The words of one of several claims that share a frame, and those of them that are its own."""

    words: tuple[int, ...]
    own: tuple[int, ...]


def find_joints(tree: Tree, head: int, inherits: bool) -> list[Joint]:
    """The clauses conjoined with `head` that can stand alone.

    "or" and "nor" are never taken apart: neither half is asserted. Nor is a negated predicate whose negation may reach
    over the conjunction ("did not stop and help").
    """
    beside = [Joint(child) for child in tree.all(head, "ccomp", "parataxis", "dep") if _is_beside(tree, head, child)]
    conjuncts = [child for child in tree.all(head, "conj") if tree.is_verb(child)]
    if not conjuncts or _is_inseparable(tree, head):
        return beside
    joints = (_joint(tree, head, conjunct, inherits) for conjunct in conjuncts)
    return [*beside, *(joint for joint in joints if joint is not None)]


def alternatives(tree: Tree, head: int, words: Sequence[int]) -> list[Choice]:
    """`words` once for each conjunct of a coordinated complement: "wants Kyiv to abandon X, halt Y and stop Z"."""
    chain = _complement_chain(tree, head) or _first_chain(tree, head) or _condition_chain(tree, head)
    members = [member for member in chain if member in words]
    if len(members) < 2:
        return [Choice(tuple(words), tuple(words))]
    return _choices(tree, members, words)


def conjunction_chain(tree: Tree, head: int) -> list[int]:
    """`head` and what is conjoined with it, directly or one through the other, in reading order."""
    chain = [head]
    for member in chain:
        chain.extend(child for child in tree.all(member, "conj") if child not in chain)
    return sorted(chain)


def _is_inseparable(tree: Tree, head: int) -> bool:
    chain = conjunction_chain(tree, head)
    connectives = {tree.lower(cc) for member in chain for cc in tree.all(member, "cc")}
    return bool(connectives & _DISJUNCTIVE) or any(tree.first(member, "preconj") is not None for member in chain)


def _joint(tree: Tree, head: int, conjunct: int, inherits: bool) -> Joint | None:
    conditional = any(tree.lower(mark) in _CONDITIONS for mark in tree.all(conjunct, "mark"))
    if conditional or not _is_joined(tree, head, conjunct):
        return None
    subject = tree.subject(conjunct)
    if subject is not None:
        alone = tree.lower(subject) not in RELATIVES and not _is_time(tree, conjunct)
        return Joint(conjunct) if alone and tree.is_finite(conjunct) else None
    orphan = tree.subject(head) is None and not inherits
    if orphan or not _follows_joint(tree, conjunct) or _shares_object(tree, head, conjunct):
        return None
    return _sharing(tree, head, conjunct)


def _sharing(tree: Tree, head: int, conjunct: int) -> Joint | None:
    """The conjunct as a clause that shares the subject of `head`."""
    borrowed = _borrowed(tree, head, conjunct)
    if borrowed is None:
        return Joint(conjunct) if tree.is_finite(conjunct) else None
    return None if tree.negated(head) else borrowed


def _is_time(tree: Tree, verb: int) -> bool:
    """Whether the supposed subject only says when: "but a short time later evacuated the building"."""
    subject = tree.subject(verb)
    timed = subject is not None and (tree.tokens[subject].entity in ("DATE", "TIME") or tree.lemma(subject) == "time")
    return timed and tree.first(verb, "dobj") is not None


def _follows_joint(tree: Tree, conjunct: int) -> bool:
    """Whether the predicate starts right behind "and" or a comma; words between them are its true subject, misread."""
    start = tree.subtree(conjunct)[0]
    before = tree.tokens[start - 1]
    return start > 0 and (before.pos in ("CCONJ", "PUNCT") or before.text.lower() in ("then", "but", "yet", "and"))


def _is_beside(tree: Tree, head: int, child: int) -> bool:
    """Whether a semicolon alone joins the two clauses."""
    if not tree.is_verb(child) or tree.subject(child) is None or not tree.is_finite(child):
        return False
    words = tree.subtree(child)
    between = range(words[-1] + 1, head) if child < head else range(head + 1, words[0])
    subject = tree.subject(head)
    inside = subject is None or not words[0] <= subject <= words[-1]
    return inside and any(tree.tokens[index].text == ";" for index in between)


def _is_joined(tree: Tree, head: int, conjunct: int) -> bool:
    """Whether a conjunction or a comma stands between the two; without one the parser has guessed."""
    between = range(head + 1, conjunct)
    return any(tree.tokens[index].dep == "cc" or tree.tokens[index].text in _JOINTS for index in between)


def _borrowed(tree: Tree, head: int, conjunct: int) -> Joint | None:
    """The conjunct with the auxiliaries of `head`, if it has none of its own and its form asks for them."""
    if tree.all(conjunct, *AUXILIARIES):
        return None
    auxiliaries = tuple(aux for aux in tree.all(head, *AUXILIARIES) if aux < head)
    tag, lead_tag = tree.tokens[conjunct].tag, tree.tokens[head].tag
    modal = any(tree.tokens[aux].tag == "MD" or tree.lemma(aux) == "do" for aux in auxiliaries)
    alike = tag == lead_tag or (tag in ("VB", "VBP") and lead_tag == "VB" and modal)
    passive = tag == "VBD" and _looks_passive(tree, head, conjunct)
    if (alike and tag not in ("VBD", "VBZ")) or passive:
        return Joint(conjunct, auxiliaries, keeps_lead=not auxiliaries)
    return None


def _looks_passive(tree: Tree, head: int, conjunct: int) -> bool:
    """Whether a verb tagged as past tense continues a passive: "was treated at a hospital and released"."""
    has_passive = tree.first(head, "auxpass") is not None
    return has_passive and tree.first(conjunct, *_COMPLEMENTS) is None and tree.lower(conjunct).endswith(("ed", "en"))


def _shares_object(tree: Tree, head: int, conjunct: int) -> bool:
    """Whether the object follows the last verb and belongs to both: "found and destroyed the bomb"."""
    between = range(head + 1, conjunct)
    return all(tree.tokens[index].dep in ("cc", "advmod", "punct", "neg") for index in between)


def _complement_chain(tree: Tree, head: int) -> list[int]:
    """The infinitives conjoined below `head`, if they are joined by "and" and not denied."""
    verb: int | None = head
    while verb is not None:
        verb = next((child for child in tree.all(verb, "xcomp", "ccomp") if tree.tokens[child].tag == "VB"), None)
        if verb is None or tree.negated(verb):
            return []
        chain = conjunction_chain(tree, verb)
        if len(chain) > 1:
            plain = all(_is_bare(tree, member) and not tree.negated(member) for member in chain)
            finite = any(tree.tokens[aux].tag in FINITE_TAGS for aux in tree.all(verb, "aux"))
            return chain if plain and not finite and not _is_inseparable(tree, verb) else []
    return []


def _is_bare(tree: Tree, verb: int) -> bool:
    """Whether the verb has its bare form; "cut" is tagged as a past tense at times."""
    return tree.tokens[verb].tag in ("VB", "VBP") or tree.lemma(verb) == tree.lower(verb)


def _first_chain(tree: Tree, head: int) -> list[int]:
    """The conjoined noun phrases of "marks his first visit ... and his first trip ..."."""
    if tree.lemma(head) not in MARKING:
        return []
    noun = tree.first(head, "dobj", "attr")
    chain = [] if noun is None else conjunction_chain(tree, noun)
    firsts = all(any(tree.lower(word) == "first" for word in tree.all(member, "amod")) for member in chain)
    return chain if firsts else []


def _condition_chain(tree: Tree, head: int) -> list[int]:
    """The conjoined objects of "will only end once X gains A and B": each of them is a condition by itself."""
    only = any(tree.lower(word) == "only" for word in tree.all(head, "advmod"))
    clause = next((child for child in tree.all(head, "advcl") if child > head and _is_condition(tree, child)), None)
    thing = None if clause is None or not only else tree.first(clause, "dobj")
    if thing is None or tree.negated(head) or _is_inseparable(tree, thing):
        return []
    chain = conjunction_chain(tree, thing)
    return chain if all(tree.first(member, "det", "amod", "poss") is not None for member in chain) else []


def _is_condition(tree: Tree, clause: int) -> bool:
    return any(tree.lower(mark) in ("once", "if", "when", "after") for mark in tree.all(clause, "mark", "advmod"))


def _choices(tree: Tree, members: Sequence[int], words: Sequence[int]) -> list[Choice]:
    phrases = [_phrase(tree, member) for member in members]
    coordinated = set(tree.subtree(members[0]))
    frame = [index for index in words if index not in coordinated]
    allowed = set(words)
    choices = []
    for number, (member, phrase) in enumerate(zip(members, phrases, strict=True)):
        own = [index for index in phrase if index in allowed]
        shared = _shared_words(tree, members[0], member) if number else []
        choice = tuple(sorted({*frame, *shared, *own}))
        choices.append(Choice(choice, tuple(own) if number else choice))
    return choices


def _shared_words(tree: Tree, first: int, member: int) -> list[int]:
    """The subject and "to" that a conjoined infinitive takes over from the first, as far as it has none itself."""
    if not tree.is_verb(first):
        return []
    missing = [dep for dep in ("nsubj", "aux") if tree.first(member, dep) is None]
    shared = [index for child in tree.all(first, *missing) for index in tree.subtree(child)] if missing else []
    return [index for index in shared if index < first]


def _phrase(tree: Tree, member: int) -> list[int]:
    """The conjunct under `member` without the next ones and the comma or "and" that lead on to them."""
    conjuncts = tree.all(member, "conj")
    skipped = {*conjuncts, *tree.all(member, "cc")}
    phrase = tree.subtree(member, skipped)
    while phrase and tree.tokens[phrase[-1]].text in (",", ";"):
        phrase.pop()
    return phrase
