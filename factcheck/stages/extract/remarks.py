"""Finding what a clause says in passing: comments on itself, lists of what is meant, events that it presupposes."""

from __future__ import annotations

from factcheck.stages.extract.lexicon import (
    ABSTRACT_APPOSITIVES,
    DASHES,
    EVENT_NOUNS,
    EVENT_OF_VERB,
    MARKING,
    RELATIVES,
    SPEECH,
)
from factcheck.stages.extract.nouns import is_noun, is_personal
from factcheck.stages.extract.sides import Satellite, Side, is_set_off
from factcheck.stages.extract.tree import AUXILIARIES, Tree

_EXPECTED = frozenset(["will", "would", "could", "may", "might", "should", "shall", "must", "can"])
_LIST_MARKS = DASHES | {":"}
_LONGEST_LIST = 30


def find_remark(tree: Tree, head: int, index: int, factual: bool) -> Satellite | None:
    """The remark that `index` heads in the clause of `head`; `factual`: nothing around it makes it a mere idea."""
    match tree.tokens[index].dep:
        case "appos" | "npadvmod" | "conj" | "dep" if factual and _is_comment(tree, index):
            return Satellite(index, Side.COMMENT, noun=head)
        case "appos" if gap_of(tree, index) is not None and tree.tokens[tree.tokens[index].head].pos == "PROPN":
            return Satellite(index, Side.GAP, noun=tree.tokens[index].head)
        case "relcl" if listed_behind(tree, index):
            return Satellite(index, Side.LISTED, noun=tree.tokens[index].head, separable=False)
        case "prep" if factual:
            return _absolute(tree, head, index) or _purpose(tree, head, index)
        case "pcomp" | "advcl" if factual:
            return _gerund(tree, head, index)
    return None


# --- ", a move that ...", "Crimea, a region Moscow annexed"


def _is_comment(tree: Tree, noun: int) -> bool:
    """Whether a noun phrase set off at the end of its clause sums up what the clause says."""
    if tree.lemma(noun) not in ABSTRACT_APPOSITIVES or not is_noun(tree, noun) or not is_set_off(tree, noun):
        return False
    phrase = tree.subtree(noun)
    after = phrase[-1] + 1
    closed = after >= len(tree.tokens) or tree.tokens[after].pos in ("PUNCT", "SPACE")
    indefinite = tree.lower(noun) == "something" or any(tree.lower(det) in ("a", "an") for det in tree.all(noun, "det"))
    behind = tree.tokens[noun].head < phrase[0]
    return closed and indefinite and behind and len(phrase) > 2


def gap_of(tree: Tree, noun: int) -> int | None:
    """The verb of "a region Moscow claimed to annex" whose object the noun is: here "annex"."""
    clause = next((child for child in tree.all(noun, "relcl") if tree.is_finite(child)), None)
    subject = None if clause is None else tree.subject(clause)
    if clause is None or subject is None or _has_relative(tree, clause):
        return None
    if tree.subtree(subject)[0] != noun + 1:
        return None
    verb = clause
    while (deeper := tree.first(verb, "xcomp")) is not None and tree.is_verb(deeper):
        verb = deeper
    stranded = any(tree.first(prep, "pobj", "pcomp") is None for prep in tree.all(verb, "prep"))
    return None if stranded or tree.first(verb, "dobj", "attr", "acomp", "ccomp") is not None else verb


def _has_relative(tree: Tree, clause: int) -> bool:
    return any(tree.lower(index) in RELATIVES | {"that"} for index in tree.subtree(clause)[:3])


# --- "the regions it holds – Donetsk and Luhansk"


def listed_behind(tree: Tree, clause: int) -> tuple[int, ...]:
    """The names that a dash or colon sets behind a relative clause without an object of its own; () if none."""
    subject = tree.subject(clause)
    if subject is None or not tree.is_finite(clause) or _has_relative(tree, clause) or subject > clause:
        return ()
    mark = clause + 1
    if mark + 1 >= len(tree.tokens) or tree.tokens[mark].text not in _LIST_MARKS:
        return ()
    end = _end_of_list(tree, mark)
    names = tuple(range(mark + 1, end))
    plain = all(tree.tokens[index].tag not in ("VBD", "VBZ", "VBP", "MD") for index in names)
    plural = tree.tokens[tree.tokens[clause].head].tag == "NNS"
    return names if plain and plural and tree.tokens[mark + 1].pos == "PROPN" else ()


def _end_of_list(tree: Tree, mark: int) -> int:
    """Where a list behind a dash or colon ends: at the next dash, semicolon or stop."""
    limit = min(len(tree.tokens), mark + _LONGEST_LIST)
    stops = {".", ";", "!", "?", *DASHES}
    free = (i for i in range(mark + 1, limit) if tree.tokens[i].text in stops and not _is_hyphen(tree, i))
    return next(free, limit)


def _is_hyphen(tree: Tree, index: int) -> bool:
    return tree.tokens[index].text == "-" and tree.tokens[index].start == tree.tokens[index - 1].end


# --- ", with neither side winning"; "meet for their first talks"


def _absolute(tree: Tree, head: int, prep: int) -> Satellite | None:
    verb = tree.first(prep, "pcomp")
    if tree.lower(prep) != "with" or verb is None or tree.tokens[verb].tag not in ("VBG", "VBN"):
        return None
    subject = tree.first(verb, "nsubj", "nsubjpass")
    expected = any(tree.lower(aux) in _EXPECTED for aux in tree.all(head, "aux"))
    named = subject is not None and tree.tokens[subject].pos != "PRON"
    if not named or expected or tree.all(verb, *AUXILIARIES) or not is_set_off(tree, prep):
        return None
    return Satellite(prep, Side.ABSOLUTE, noun=subject, present=tree.tokens[head].tag != "VBD")


def _purpose(tree: Tree, head: int, prep: int) -> Satellite | None:
    """ "meet ... for their first talks on X": the event named by the verb is those talks."""
    noun = tree.first(prep, "pobj")
    if tree.lower(prep) != "for" or noun is None or tree.lemma(noun) not in EVENT_NOUNS:
        return None
    first = any(tree.lower(word) == "first" for word in tree.all(noun, "amod"))
    event = EVENT_OF_VERB.get(tree.lemma(tree.tokens[prep].head))
    if not first or event is None or tree.first(noun, "poss") is None or tree.negated(head):
        return None
    lead = ("The " + event, "are" if event.endswith("s") else "is")
    return Satellite(prep, Side.PURPOSE, noun=head, separable=False, lead=lead)


# --- "since launching the war"


def _gerund(tree: Tree, head: int, verb: int) -> Satellite | None:
    """ "since launching the war in 2022", "after signing the deal": the event is told as having happened."""
    token = tree.tokens[verb]
    word = _leading(tree, verb)
    if token.tag != "VBG" or word not in ("since", "after") or tree.subject(verb) is not None:
        return None
    if tree.lemma(head) in SPEECH:
        return None  # "After killing two guards, the man fled, police said": who did it is seldom who says it
    auxiliaries = tree.all(head, *AUXILIARIES)
    expected = any(tree.lower(aux) in _EXPECTED for aux in auxiliaries)
    past = tree.tokens[head].tag == "VBD" or any(tree.tokens[aux].tag == "VBD" for aux in auxiliaries)
    past = past or any(tree.lemma(aux) == "have" for aux in auxiliaries)
    told = not expected and (word == "since" or past) and tree.first(verb, "dobj") is not None
    if not told or tree.all(verb, *AUXILIARIES) or tree.negated(verb):
        return None
    owner = _owner(tree, head, verb)
    return None if owner == head else Satellite(verb, Side.GERUND, noun=owner, separable=False)


def _leading(tree: Tree, verb: int) -> str:
    """The preposition or subordinator before a gerund."""
    if tree.tokens[verb].dep == "pcomp":
        return tree.lower(tree.tokens[verb].head)
    return next((tree.lower(child) for child in tree.all(verb, "mark", "prep") if child == verb - 1), "")


def _owner(tree: Tree, head: int, verb: int) -> int | None:
    """Who did it: the possessor in "his trip since ...", None for the subject of the clause, `head` for nobody."""
    above = tree.tokens[verb].head
    if tree.tokens[verb].dep == "pcomp":
        above = tree.tokens[above].head
    noun = above if is_noun(tree, above) else tree.first(head, "dobj", "attr")
    possessor = None if noun is None else tree.first(noun, "poss")
    if is_noun(tree, above) or (possessor is not None and tree.lemma(head) in MARKING | {"be"}):
        return head if possessor is None else possessor
    subject = tree.subject(head)
    return None if above == head and subject is not None and _can_act(tree, subject) else head


def _can_act(tree: Tree, noun: int) -> bool:
    return tree.tokens[noun].entity in ("GPE", "ORG", "NORP") or (
        is_personal(tree, noun) and tree.lower(noun) not in ("it", "this", "that", "there")
    )
