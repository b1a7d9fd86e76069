"""Demonstratives that point back at something said before, which a claim on its own does not name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from factcheck.stages.extract.lexicon import ABSTRACT_APPOSITIVES, words
from factcheck.stages.extract.tree import Tree

_DEMONSTRATIVES = frozenset(["this", "that", "these", "those"])
# Nouns that gather up what was said; "this summit" or "this week" names its thing well enough.
_GATHERING = ABSTRACT_APPOSITIVES | words(
    "term demand proposal suggestion remark comment word argument reason approach question issue problem matter point "
    "principle case effect silence concern fear warning threat promise pledge assessment estimate finding conclusion"
)
_LIMITING = ("prep", "relcl", "acl")


def open_demonstratives(tree: Tree, claimed: Collection[int]) -> Iterator[str]:
    """ "This", "that" or "these terms" among the tokens `claimed`, as written and in order.

    Not those that say what they point at: "those who fled", "that of Kyiv".
    """
    for index in sorted(claimed):
        token = tree.tokens[index]
        if token.text.lower() not in _DEMONSTRATIVES or token.tag != "DT":
            continue
        if token.dep == "det":
            noun = token.head
            if tree.lemma(noun) in _GATHERING and not tree.all(noun, *_LIMITING) and index < noun:
                yield " ".join(tree.tokens[at].text for at in range(index, noun + 1))
        elif not tree.all(index, *_LIMITING):
            yield token.text
