"""Who says what: verbs of speech with their content."""

from __future__ import annotations

from typing import NamedTuple

from factcheck.stages.extract.lexicon import MUTE_SUBJECTS, SPEECH
from factcheck.stages.extract.tree import Tree

_FIRST_AND_SECOND = frozenset(["i", "we", "you"])
_SAYINGS = frozenset(["word", "view", "opinion", "estimation", "assessment", "telling", "account"])
_QUESTIONS = frozenset(("WP", "WRB", "WDT", "WP$"))
_UNTRUE = frozenset(["falsely", "wrongly", "incorrectly", "mistakenly", "erroneously", "untruthfully", "jokingly"])
_BREAKS = frozenset((",", "”", '"', "''", "—", "–", "-", "?", "!", "…", "."))


class Report(NamedTuple):
    """A verb of speech, its subject (None if it is to be inherited), and the heads of the clauses that it reports."""

    verb: int
    subject: int | None
    contents: tuple[int, ...]


def find_report(tree: Tree, verb: int) -> Report | None:
    """The reported speech that `verb` governs; None for denials, guesses ("may say") and indirect questions."""
    if tree.lemma(verb) not in SPEECH or tree.first(verb, "nsubjpass", "auxpass") is not None or _is_hedged(tree, verb):
        return None
    subject = max(tree.all(verb, "nsubj"), default=None)
    if subject is not None and (tree.lower(subject) in _FIRST_AND_SECOND or tree.lemma(subject) in MUTE_SUBJECTS):
        return None
    contents = tuple(child for child in tree.all(verb, "ccomp") if _is_statement(tree, child))
    if not contents or (subject is not None and not _is_set_off(tree, verb, subject, contents[0])):
        return None
    return Report(verb, subject, contents)


def in_somebodys_words(tree: Tree, index: int) -> int | None:
    """The noun under "in the words of ...", "in the view of ..." or an opening "per ...,", where `index` is that
    preposition."""
    noun = tree.first(index, "pobj")
    if noun is None:
        return None
    if tree.lower(index) == "per":
        closed = max(tree.subtree(noun)) + 1
        return noun if index == 0 and closed < len(tree.tokens) and tree.tokens[closed].text == "," else None
    if tree.lower(index) != "in" or tree.lemma(noun) not in _SAYINGS:
        return None
    of = next((child for child in tree.all(noun, "prep") if tree.lower(child) == "of"), None)
    return None if of is None else tree.first(of, "pobj")


def _is_set_off(tree: Tree, verb: int, subject: int, content: int) -> bool:
    """Whether content before its verb ends in a comma or quotation mark: else the parser has tied unrelated words."""
    words = [index for index in tree.subtree(subject) if tree.tokens[index].pos != "PUNCT"]
    start = min(*words, subject, verb)
    return content > start or (start > 0 and tree.tokens[start - 1].text in _BREAKS)


def _is_hedged(tree: Tree, verb: int) -> bool:
    """ "may say", "did not say"; what someone "falsely claimed" the source does not have anyone say as true."""
    if any(tree.lower(word) in _UNTRUE for word in tree.all(verb, "advmod")):
        return True
    return tree.negated(verb) or any(tree.tokens[aux].tag == "MD" for aux in tree.all(verb, "aux"))


def _is_statement(tree: Tree, head: int) -> bool:
    """Whether the clause under `head` states something: it is finite, and it is not an indirect question."""
    if not tree.is_verb(head) or tree.subject(head) is None or not tree.is_finite(head):
        return False
    marks = {tree.lower(mark) for mark in tree.all(head, "mark")}
    asks = any(tree.tokens[child].tag in _QUESTIONS and child < head for child in tree.children[head])
    return not marks & {"whether", "if"} and not asks
