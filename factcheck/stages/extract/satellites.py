"""Finding what hangs on a clause and makes a claim of its own: relative clauses, appositives, participles, "as ..."."""

from __future__ import annotations

from collections.abc import Collection

from factcheck.stages.extract.attribution import find_report
from factcheck.stages.extract.lexicon import (
    ABSTRACT_APPOSITIVES,
    BESIDE,
    EVENT_EFFECTS,
    EVENT_NOUNS,
    EVENT_OF_VERB,
    GIVING_VERBS,
    HYPOTHETICAL,
    MOVING_VERBS,
    NAME_TYPES,
    NOT_OF_PLACES,
    NOT_PARTICIPLES,
    PLACE_NOUNS,
    RELATIVES,
    SEPARABLE,
    SPEECH,
    STATIVE,
)
from factcheck.stages.extract.nouns import is_noun, is_personal, is_plural
from factcheck.stages.extract.remarks import find_remark
from factcheck.stages.extract.sides import BREAKS, Satellite, Side, is_set_off
from factcheck.stages.extract.tree import AUXILIARIES, Tree

_PLACING = frozenset(["in", "at", "on", "of", "to", "for", "with", "from", "during", "by", "through", "under"])


def find_satellites(tree: Tree, head: int, cut: Collection[int]) -> list[Satellite]:
    """The satellites below `head` outside of the subtrees `cut`, in reading order; none inside another."""
    found: list[Satellite] = []
    waiting = [(child, True) for child in tree.children[head] if child not in cut]
    while waiting:
        index, factual = waiting.pop()
        satellite = find_remark(tree, head, index, factual) or _satellite(tree, head, index, factual)
        if satellite is not None:
            found.append(satellite)
            continue
        inner = factual and tree.tokens[index].dep not in ("ccomp", "advcl", "acl", "relcl", "csubj")
        waiting.extend((child, inner) for child in tree.children[index] if child not in cut)
    return sorted(found)


def _satellite(tree: Tree, head: int, index: int, factual: bool) -> Satellite | None:
    dep = tree.tokens[index].dep
    if dep == "relcl":
        return _relative(tree, index)
    if dep == "appos":
        return _appositive(tree, index)
    if dep in ("conj", "npadvmod") and factual:
        return _event(tree, head, index)
    if dep == "advcl" and factual and tree.subject(index) is not None:
        return _beside(tree, head, index)
    if dep in ("advcl", "acl") and factual:
        return _participle(tree, head, index)
    return None


# --- relative clauses


def _relative(tree: Tree, top: int) -> Satellite | None:
    pronoun = next((i for i in tree.subtree(top)[:4] if tree.lower(i) in RELATIVES), None)
    if pronoun is None or not is_set_off(tree, top) or not tree.is_finite(top):
        return None
    noun = _antecedent(tree, top, pronoun)
    if noun is None or not _is_plain(tree, top, pronoun, noun):
        return None
    return Satellite(top, Side.RELATIVE, noun, pronoun=pronoun)


def _antecedent(tree: Tree, top: int, pronoun: int) -> int | None:
    """The nearest noun above the clause that agrees with its verb and, for "who", is likely a person.

    Names of people are at times taken for places, so that the noun next to "who" is used where none above fits better.
    """
    nouns = [noun for noun in _nouns_above(tree, top) if _agrees(tree, top, pronoun, noun)]
    if tree.lower(pronoun) == "which":
        verb = tree.lemma(top)
        nouns = [
            noun
            for noun in nouns
            if tree.tokens[noun].entity != "PERSON"
            and not (verb in MOVING_VERBS | NOT_OF_PLACES and _is_place(tree, noun))
            and not (verb in NOT_OF_PLACES and _is_unknown_name(tree, noun))
        ]
    if tree.lower(pronoun) != "who":
        return next(iter(nouns), None)
    people = [noun for noun in nouns if is_personal(tree, noun)]
    return next(iter(people or nouns), None)


def _nouns_above(tree: Tree, top: int) -> list[int]:
    nouns: list[int] = []
    at = tree.tokens[top].head
    while not tree.is_verb(at) and tree.tokens[at].head != at:
        if is_noun(tree, at):
            nouns.append(at)
        at = tree.tokens[at].head
    return nouns if nouns or not is_noun(tree, at) else [at]


def _agrees(tree: Tree, top: int, pronoun: int, noun: int) -> bool:
    if tree.tokens[pronoun].dep not in ("nsubj", "nsubjpass"):
        return True
    forms = [*tree.all(top, *AUXILIARIES), top]
    tags = {tree.tokens[form].tag for form in forms}
    words = {tree.lower(form) for form in forms}
    plural = is_plural(tree, noun)
    if "VBP" in tags or "were" in words:
        return plural
    return not plural if "VBZ" in tags or "was" in words else True


def _is_plain(tree: Tree, top: int, pronoun: int, noun: int) -> bool:
    """Whether the pronoun's place in the clause is one that a noun can be written into."""
    token = tree.tokens[pronoun]
    if tree.lower(pronoun) == "which" and tree.lemma(top) in EVENT_EFFECTS | {"come", "follow", "happen"}:
        return False  # "..., which led to" speaks of the whole event
    if token.dep == "pobj" and tree.lower(token.head) not in _PLACING:
        return False
    if tree.lower(pronoun) == "where":
        return token.head == top and _is_place(tree, noun)
    if tree.lower(pronoun) == "whose":
        return token.dep == "poss"
    subject = token.dep in ("nsubj", "nsubjpass") and token.head == top
    return subject or token.dep == "dobj" or (token.dep == "pobj" and tree.tokens[token.head].head == top)


def _is_place(tree: Tree, noun: int) -> bool:
    return tree.tokens[noun].entity in ("GPE", "LOC", "FAC") or tree.lemma(noun) in PLACE_NOUNS


def _is_unknown_name(tree: Tree, noun: int) -> bool:
    """A name that the tagger takes for nothing: behind a comma mostly a town ("in High Street, Banstead, which")."""
    return tree.tokens[noun].pos == "PROPN" and not tree.tokens[noun].entity


# --- appositives


def _appositive(tree: Tree, top: int) -> Satellite | None:
    noun = tree.tokens[top].head
    if top < noun or not is_set_off(tree, top) or not _is_beside_noun(tree, noun, top):
        return None
    first, second = tree.tokens[noun], tree.tokens[top]
    if second.pos != "NUM" and _is_given(tree, noun):
        return None
    if second.pos == "NUM" and second.text.isdigit() and len(second.text) <= 3:
        shared = any(tree.lower(child) in ("both", "all", "each") for child in tree.children[top])
        return Satellite(top, Side.AGE, noun) if first.entity == "PERSON" and not shared else None
    if _is_first(tree, top) and tree.lemma(noun) in EVENT_NOUNS:
        return Satellite(top, Side.APPOSITIVE, noun)
    if first.entity == "PERSON" or (first.pos == "PROPN" and first.entity in NAME_TYPES):
        return Satellite(top, Side.APPOSITIVE, noun) if _describes(tree, noun, top) else None
    return None


def _is_given(tree: Tree, noun: int) -> bool:
    """ "offered Moor, 28, a deal": behind whom something is given to stands what is given."""
    return tree.tokens[noun].dep in ("dobj", "dative") and tree.lemma(tree.tokens[noun].head) in GIVING_VERBS


def _is_beside_noun(tree: Tree, noun: int, top: int) -> bool:
    """Whether nothing but the noun's own modifiers stands between it and what is said of it."""
    own = set(tree.subtree(noun))
    between = range(noun + 1, tree.subtree(top)[0])
    return all(index in own or tree.tokens[index].pos in ("PUNCT", "SPACE") for index in between)


def _describes(tree: Tree, noun: int, top: int) -> bool:
    """Whether the phrase says what the name is, and is not one more name in a list."""
    first, second = tree.tokens[noun], tree.tokens[top]
    if tree.lemma(top) in ABSTRACT_APPOSITIVES and first.entity != "EVENT":
        return False
    if second.pos not in ("NOUN", "PROPN") or second.entity in ("PERSON", "GPE", "DATE", "CARDINAL", "NORP"):
        return False
    described = second.pos == "NOUN" or tree.first(top, "det") is not None
    alone = tree.first(noun, "conj") is None and len(tree.subtree(top)) > 1 and _is_closed(tree, top)
    agrees = is_plural(tree, top) == is_plural(tree, noun)
    return described and alone and agrees and second.tag != "VBG"


def _is_closed(tree: Tree, top: int) -> bool:
    """Whether the phrase ends at a comma, dash, bracket or stop; one that runs on into a verb is no appositive."""
    after = tree.subtree(top)[-1] + 1
    return (
        after >= len(tree.tokens) or tree.tokens[after].pos in ("PUNCT", "SPACE") or tree.tokens[after - 1].text == ","
    )


def _is_first(tree: Tree, noun: int) -> bool:
    return any(tree.lower(word) == "first" for word in tree.all(noun, "amod"))


# --- "they meet for ... and the first summit ... in four years"


def _event(tree: Tree, head: int, top: int) -> Satellite | None:
    """A conjoined "the first summit in four years" that names the event which the verb reports."""
    if not is_noun(tree, top) or not _is_first(tree, top) or tree.lemma(top) not in EVENT_NOUNS:
        return None
    verbs = [head, *tree.all(head, "xcomp")]
    event = next((EVENT_OF_VERB[tree.lemma(verb)] for verb in verbs if tree.lemma(verb) in EVENT_OF_VERB), None)
    governor = tree.tokens[top].head
    if event is None or not (governor in verbs or _is_purpose(tree, governor)):
        return None
    return Satellite(top, Side.EVENT, lead=("The " + event, "are" if event.endswith("s") else "is"))


def _is_purpose(tree: Tree, noun: int) -> bool:
    return tree.tokens[noun].dep == "pobj" and tree.lower(tree.tokens[noun].head) in ("for", "as", "in")


# --- clauses beside the main one


def _beside(tree: Tree, head: int, top: int) -> Satellite | None:
    mark = next((i for i in tree.children[top] if i < top and tree.lower(i) in BESIDE and _introduces(tree, i)), None)
    if mark is None or not tree.is_finite(top) or tree.lower(mark + 1) in ("if", "though"):
        return None
    word = tree.lower(mark)
    words = {tree.lower(aux) for aux in tree.all(top, "aux")}
    if words & HYPOTHETICAL or (word not in SEPARABLE and not _has_happened(tree, top)):
        return None
    apart = tree.subtree(top)[0] == 0 or is_set_off(tree, top)
    if not apart and tree.first(top, "ccomp") is not None:
        return None  # "as the week progressed that ...": the complement belongs to the clause around it
    runs_on = any(tree.subject(joint) is not None for joint in tree.all(top, "conj"))
    return Satellite(top, Side.BESIDE, separable=word in SEPARABLE and (apart or runs_on))


def _introduces(tree: Tree, index: int) -> bool:
    return tree.tokens[index].dep in ("mark", "advmod")


def _has_happened(tree: Tree, top: int) -> bool:
    forms = (top, *tree.all(top, *AUXILIARIES))
    return any(tree.tokens[form].tag == "VBD" or tree.lower(form) in ("has", "have", "had") for form in forms)


def _participle(tree: Tree, head: int, top: int) -> Satellite | None:
    tag, lemma = tree.tokens[top].tag, tree.lemma(top)
    if tree.subject(top) is not None or tree.all(top, "mark", *AUXILIARIES) or not tree.is_verb(top):
        return None
    if tag == "VBG" and lemma in SPEECH and find_report(tree, top) is not None:
        return Satellite(top, Side.SPEECH)
    if lemma in NOT_PARTICIPLES or not (is_set_off(tree, top) or tree.subtree(top)[0] == 0):
        return None
    if tag == "VBG":
        return _active(tree, head, top)
    return _passive(tree, head, top) if tag in ("VBN", "VBD") else None


def _active(tree: Tree, head: int, top: int) -> Satellite | None:
    """ ", killing two people" after a clause in the past tense."""
    if tree.tokens[top].dep != "advcl" or tree.tokens[top].head != head or top < head:
        return None
    past = tree.tokens[head].tag == "VBD" and not tree.all(head, *AUXILIARIES)
    hedged = tree.negated(head) or tree.first(head, "xcomp") is not None
    if not past or hedged or tree.first(top, "dobj") is None or tree.lemma(head) in SPEECH:
        return None
    return Satellite(top, Side.ACTIVE)


def _passive(tree: Tree, head: int, top: int) -> Satellite | None:
    """ ", not invited to the summit," and its like."""
    token = tree.tokens[top]
    now = any(tree.lower(word) in ("now", "currently") for word in tree.all(top, "advmod"))
    present = now or tree.lemma(top) in STATIVE
    if token.dep == "acl":
        noun = token.head
        close = is_noun(tree, noun) and not _is_interrupted(tree, noun, top)
        return Satellite(top, Side.PASSIVE, noun, present=present) if close else None
    subject = tree.subject(head)
    if token.head != head or subject is None or tree.lemma(head) in SPEECH:
        return None
    start = tree.subtree(top)[0]
    near = start == 0 or (top < head and tree.subtree(subject)[-1] < top)
    return Satellite(top, Side.PASSIVE, None, present=present) if near else None


def _is_interrupted(tree: Tree, noun: int, top: int) -> bool:
    """Whether more than the one comma stands between the noun and what is said of it."""
    start = tree.subtree(top)[0]
    breaks = [index for index in range(noun + 1, max(start, noun + 1)) if tree.tokens[index].text in BREAKS]
    return any(index < start - 1 for index in breaks)
