"""A parse as a tree that can be walked downwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from factcheck.schema import Token

CLAUSE_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
FINITE_TAGS = frozenset(("VBD", "VBZ", "VBP", "MD"))
AUXILIARIES = ("aux", "auxpass")


class Tree:
    """The tokens of one sentence and, for each, the tokens it governs; positions are token indexes."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        below: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head != index:
                below[token.head].append(index)
        self.children = tuple(tuple(children) for children in below)

    @property
    def roots(self) -> list[int]:
        """The tokens that nothing governs, in reading order."""
        return [index for index, token in enumerate(self.tokens) if token.head == index]

    def subtree(self, top: int, without: Collection[int] = ()) -> list[int]:
        """`top` and all it governs in reading order, not descending into the tokens `without`."""
        seen = {top}
        waiting = [top]
        while waiting:
            for child in self.children[waiting.pop()]:
                if child not in seen and child not in without:
                    seen.add(child)
                    waiting.append(child)
        return sorted(seen)

    def all(self, head: int, *deps: str) -> list[int]:
        """The children of `head` in one of the relations `deps`, in reading order."""
        return [child for child in self.children[head] if self.tokens[child].dep in deps]

    def first(self, head: int, *deps: str) -> int | None:
        """The first child of `head` in one of the relations `deps`."""
        return next(iter(self.all(head, *deps)), None)

    def subject(self, head: int) -> int | None:
        """The head of the subject of the verb `head`; for "there is" that is "there"."""
        return self.first(head, "expl") if self.first(head, "expl") is not None else self.first(head, *CLAUSE_SUBJECTS)

    def lemma(self, index: int) -> str:
        """The lemma in lower case."""
        return self.tokens[index].lemma.lower()

    def lower(self, index: int) -> str:
        """The word in lower case."""
        return self.tokens[index].text.lower()

    def is_verb(self, index: int) -> bool:
        """Whether the token can head a clause."""
        return self.tokens[index].pos in ("VERB", "AUX")

    def is_finite(self, head: int) -> bool:
        """Whether the verb or one of its auxiliaries is inflected for tense, so that the clause can stand alone."""
        if self.first(head, "aux") is not None and self.tokens[head].tag in ("VB", "VBN", "VBG"):
            return any(self.tokens[aux].tag in FINITE_TAGS for aux in self.all(head, *AUXILIARIES))
        forms = (head, *self.all(head, *AUXILIARIES))
        return any(self.tokens[form].tag in FINITE_TAGS for form in forms)

    def negated(self, head: int) -> bool:
        """Whether "not", "never" or "n't" belongs to the verb."""
        return self.first(head, "neg") is not None
