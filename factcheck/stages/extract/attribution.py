"""Who says what: verbs of speech with their content, and the repair of parses in which the two were torn apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from factcheck.schema import Token
from factcheck.stages.extract.lexicon import MUTE_SUBJECTS, SPEECH
from factcheck.stages.extract.tree import Tree

_FIRST_AND_SECOND = frozenset("i we you".split())
_QUESTIONS = frozenset(("WP", "WRB", "WDT", "WP$"))
_AFTER_SPEECH = frozenset("npadvmod prep advmod punct dobj dative advcl prt tmod pobj agent appos".split())
_BREAKS = frozenset((",", "”", '"', "''", "—", "–", "-"))


class Report(NamedTuple):
    """A verb of speech, its subject (None if it is to be inherited), and the heads of the clauses that it reports."""

    verb: int
    subject: int | None
    contents: tuple[int, ...]


def find_report(tree: Tree, verb: int) -> Report | None:
    """The reported speech that `verb` governs; None for denials, guesses ("may say") and indirect questions."""
    if tree.lemma(verb) not in SPEECH or tree.first(verb, "nsubjpass", "auxpass") is not None or _is_hedged(tree, verb):
        return None
    subject = tree.first(verb, "nsubj")
    if subject is not None and (tree.lower(subject) in _FIRST_AND_SECOND or tree.lemma(subject) in MUTE_SUBJECTS):
        return None
    contents = tuple(child for child in tree.all(verb, "ccomp") if _is_statement(tree, child))
    return Report(verb, subject, contents) if contents else None


def _is_hedged(tree: Tree, verb: int) -> bool:
    return tree.negated(verb) or any(tree.tokens[aux].tag == "MD" for aux in tree.all(verb, "aux"))


def _is_statement(tree: Tree, head: int) -> bool:
    """Whether the clause under `head` states something: it is finite, and it is not an indirect question."""
    if not tree.is_verb(head) or tree.subject(head) is None or not tree.is_finite(head):
        return False
    marks = {tree.lower(mark) for mark in tree.all(head, "mark")}
    asks = any(tree.tokens[child].tag in _QUESTIONS and child < head for child in tree.children[head])
    return not marks & {"whether", "if"} and not asks


def repair_attribution(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """`tokens` with each trailing or inserted "..., officials said" governing the clause around it as its content.

    The parser often takes such a verb for one more conjunct, or leaves it the last of several clauses only.
    """
    repaired = tuple(tokens)
    for verb in range(len(repaired)):
        if repaired[verb].lemma.lower() in SPEECH and repaired[verb].tag in ("VBD", "VBZ", "VBP"):
            repaired = _repaired(repaired, verb)
    return repaired


def _repaired(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    tree = Tree(tokens)
    subject = tree.first(verb, "nsubj")
    if subject is None:
        return tokens
    start = _tag_start(tree, verb, subject)
    if start is None:
        return tokens
    top = _main_before(tree, verb, start)
    if top is None:
        return tokens
    changed = list(tokens)
    root = tree.tokens[top].head == top
    changed[verb] = tokens[verb].model_copy(update={"head": verb if root else tokens[top].head, "dep": tokens[top].dep})
    changed[top] = tokens[top].model_copy(update={"head": verb, "dep": "ccomp"})
    for content in tree.all(verb, "ccomp"):
        if content != top:
            changed[content] = tokens[content].model_copy(update={"head": top, "dep": "conj"})
    return tuple(changed)


def _tag_start(tree: Tree, verb: int, subject: int) -> int | None:
    """Where the inserted "officials said" or "said Lt. Hastings" begins; None if the verb is no such insertion."""
    phrase = tree.subtree(subject)
    start = min(phrase[0], verb)
    if start == 0 or tree.tokens[start - 1].text not in _BREAKS:
        return None
    between = range(min(phrase[-1], verb) + 1, max(phrase[0], verb))
    if any(tree.tokens[index].pos not in ("AUX", "ADV", "PUNCT", "NOUN", "PROPN", "ADP", "NUM") for index in between):
        return None
    later = [child for child in tree.children[verb] if child > max(phrase[-1], verb)]
    if any(tree.tokens[child].dep not in _AFTER_SPEECH for child in later):
        return None
    return start


def _main_before(tree: Tree, verb: int, start: int) -> int | None:
    """The head of the clause before `start` that ought to be the content of `verb`, if the parser has it otherwise."""
    head = tree.tokens[verb].head
    if head == verb or tree.tokens[verb].dep not in ("conj", "advcl", "parataxis", "dep", "ccomp", "appos", "acl"):
        return None
    if head >= start or not tree.is_verb(head) or not tree.is_finite(head):
        return None
    while tree.tokens[head].dep == "conj" and tree.is_verb(tree.tokens[head].head):
        head = tree.tokens[head].head
    return head
