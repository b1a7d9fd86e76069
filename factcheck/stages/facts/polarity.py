"""The main event of a claim, whether it is denied, and how firmly it is put."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.schema import Certainty
from factcheck.stages.facts.lexicon import ANTONYMS, CONTROL_VERBS, DENYING_VERBS, EVENT_CLASSES, LIGHT_VERBS
from factcheck.stages.facts.syntax import Tree, event_class, lemma_of

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nobody", "none", "neither", "nor", "nothing", "without"})
_NO_SUBJECTS = frozenset({"no", "nobody", "none", "neither", "nothing"})
_POSSIBLE_HELPERS = frozenset({"may", "might", "could", "can"})
_POSSIBLE_WORDS = frozenset({"possibly", "perhaps", "maybe", "probably", "likely", "reportedly", "allegedly"})
_MOST_LINKS = 6


@dataclass(frozen=True)
class Statement:
    """The main event of a claim: `verb` is its token, `predicate` its positive name."""

    verb: int | None
    predicate: str | None
    subject: int | None
    negated: bool
    certainty: Certainty
    past: bool = False


def read_statement(tree: Tree) -> Statement:
    """The main event with its polarity and certainty, seen through "plans to", "failed to", "is set to"."""
    if tree.root is None:
        return Statement(None, None, None, False, Certainty.ASSERTED)
    chain = _chain(tree, tree.root)
    verb = chain[-1]
    name, reversed_name = _predicate(tree, verb)
    denials = sum(_denials(tree, link, last=link == verb) for link in chain) + reversed_name
    subject = next((i for link in reversed(chain) for i in tree.children(link, "nsubj", "nsubjpass", "csubj")), None)
    return Statement(verb, name, subject, denials % 2 == 1, _certainty(tree, chain), _is_past(tree, chain))


def _chain(tree: Tree, root: int) -> list[int]:
    """From the root down to the verb that carries the content: "failed to reach" -> fail, reach."""
    chain = [root]
    while len(chain) < _MOST_LINKS:
        token = tree.tokens[chain[-1]]
        lemma = lemma_of(token)
        carries = lemma in CONTROL_VERBS or lemma in DENYING_VERBS or lemma == "be"
        below = [i for i in tree.children(chain[-1], "xcomp", "acomp", "oprd", "ccomp") if i not in chain]
        if lemma == "be":
            below = [i for i in below if lemma_of(tree.tokens[i]) in CONTROL_VERBS and tree.children(i, "xcomp")]
        elif lemma not in DENYING_VERBS:
            below = [i for i in below if tree.tokens[i].dep in {"xcomp", "oprd"}]
        if not carries or not below:
            return chain
        chain.append(below[0])
    return chain


def _denials(tree: Tree, index: int, last: bool) -> int:
    """How often a link denies: by "not", by a "no" subject or object, by a verb such as "fail" above the content."""
    count = sum(1 for i in tree.children(index, "neg") if tree.tokens[i].text.lower() in _NEGATIONS)
    count += sum(1 for i in tree.children(index, "nsubj", "nsubjpass", "dobj", "attr") if _is_none(tree, i))
    count += sum(
        1 for i in tree.children(index, "advmod") if tree.tokens[i].text.lower() in {"never", "hardly", "barely"}
        and tree.tokens[i].dep != "neg"
    )  # fmt: skip
    if not last and lemma_of(tree.tokens[index]) in DENYING_VERBS:
        count += 1
    return count


def _is_none(tree: Tree, index: int) -> bool:
    if tree.tokens[index].text.lower() in _NO_SUBJECTS:
        return True
    return any(tree.tokens[i].text.lower() in {"no", "neither"} for i in tree.children(index, "det"))


def _predicate(tree: Tree, verb: int) -> tuple[str | None, bool]:
    """The positive name of the event and whether the word used denies it ("excluded": invite, True)."""
    word = _content_word(tree, verb)
    lemma = lemma_of(tree.tokens[word])
    for form in (lemma, tree.tokens[word].text.lower()):
        if form in ANTONYMS:
            return event_class(ANTONYMS[form]), True
    return event_class(lemma), False


def _content_word(tree: Tree, verb: int) -> int:
    """The word that names the event: past a copula its attribute, past a light verb its event noun."""
    lemma = lemma_of(tree.tokens[verb])
    if lemma == "be":
        return next(iter(tree.children(verb, "attr", "acomp")), verb)
    if lemma in LIGHT_VERBS:
        nouns = tree.children(verb, "dobj", "nsubjpass", "nsubj")
        return next((i for i in nouns if lemma_of(tree.tokens[i]) in EVENT_CLASSES), verb)
    return verb


def _is_past(tree: Tree, chain: list[int]) -> bool:
    """Whether the first verb of the chain, or a helper of it, is in a past form: "met", "were held", "has met"."""
    helpers = [tree.tokens[i] for i in tree.children(chain[0], "aux", "auxpass")]
    if any(token.tag == "MD" for token in helpers):
        return False
    perfect = any(token.lemma == "have" for token in helpers)
    return perfect or any(token.tag == "VBD" for token in (*helpers, tree.tokens[chain[0]]))


def _certainty(tree: Tree, chain: list[int]) -> Certainty:
    if any(_is_conditional(tree, link) for link in chain):
        return Certainty.CONDITIONAL
    if any(_is_possible(tree, link) for link in chain):
        return Certainty.POSSIBLE
    controls = [CONTROL_VERBS.get(lemma_of(tree.tokens[link])) for link in chain[:-1]]
    if "possible" in controls:
        return Certainty.POSSIBLE
    return Certainty.PLANNED if "planned" in controls else Certainty.ASSERTED


def _is_conditional(tree: Tree, link: int) -> bool:
    if any(tree.tokens[i].text.lower() == "would" for i in tree.children(link, "aux")):
        return True
    marks = (i for clause in tree.children(link, "advcl") for i in tree.children(clause, "mark"))
    return any(tree.tokens[i].text.lower() in {"if", "unless"} for i in marks)


def _is_possible(tree: Tree, link: int) -> bool:
    if any(tree.tokens[i].text.lower() in _POSSIBLE_HELPERS for i in tree.children(link, "aux")):
        return True
    words = {tree.tokens[i].text.lower() for i in tree.children(link, "advmod", "acomp", "attr")}
    return bool(words & (_POSSIBLE_WORDS | {"unlikely", "possible"}))
