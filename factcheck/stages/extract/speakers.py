"""What a speaker is called: the full name where the text gives it, else the words of the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from factcheck.schema import Parse
from factcheck.stages.extract.lexicon import TITLES
from factcheck.stages.extract.phrasing import Replacement
from factcheck.stages.extract.tree import Tree

UNKNOWN_SPEAKER = "Unnamed speaker"

_LEFT_OUT = ("relcl", "appos", "acl", "advcl", "parataxis")
_GENERATIONS = ("Jr", "Sr", "II", "III", "IV")
_PRONOUNS = frozenset(["he", "she", "they", "it"])


class NameBook:
    """The full names of people in one source, by surname; a surname that two people share names nobody."""

    def __init__(self, parses: Iterable[Parse]) -> None:
        self._by_surname: dict[str, set[str]] = {}
        for parse in parses:
            for words in _people(parse):
                if len(words) > 1:
                    self._by_surname.setdefault(words[-1], set()).add(" ".join(words).replace(" - ", "-"))

    def full(self, surname: str) -> str:
        """The one full name with this surname, else the surname itself."""
        names = self._by_surname.get(surname, set())
        return next(iter(names)) if len(names) == 1 else surname

    def knows(self, surname: str) -> bool:
        """Whether some person of the source has this surname."""
        return surname in self._by_surname


def speaker_name(tree: Tree, head: int, references: Mapping[int, Replacement], names: NameBook) -> tuple[str, bool]:
    """The speaker under the noun `head`, and whether it is more than a pronoun that the text does not settle."""
    written = _one_name(tree, head, names)
    if written is not None and " " in written and tree.first(head, "conj") is None:
        return written, True
    reference = next((r for start, r in references.items() if start <= head <= r.last), None)
    if reference is not None and reference.words is not None:
        name = reference.words.removesuffix("'s")
        return name[:1].upper() + name[1:], True
    if tree.lower(head) in _PRONOUNS:
        return tree.tokens[head].text.capitalize(), False
    head = _named_after(tree, head)
    members = [head, *tree.all(head, "conj")]
    called = [_one_name(tree, member, names) for member in members]
    if all(name is not None for name in called):
        return " and ".join(name for name in called if name is not None), True
    return _phrase(tree, head), True


def _named_after(tree: Tree, head: int) -> int:
    """The name in "another official, Ghasem Karami,", else `head`."""
    names = [child for child in tree.all(head, "appos") if tree.tokens[child].entity == "PERSON"]
    return names[0] if names and tree.tokens[head].pos == "NOUN" else head


def without_titles(words: list[str]) -> list[str]:
    """`words` of a name without the titles in front of it."""
    titles = [place for place, word in enumerate(words[:-1]) if word.lower().rstrip(".") in TITLES]
    rest = words[titles[-1] + 1 :] if titles else words
    return rest if rest[0].rstrip(".") not in _GENERATIONS else words


def _one_name(tree: Tree, head: int, names: NameBook) -> str | None:
    token = tree.tokens[head]
    if token.pos != "PROPN":
        return None
    start = head
    while (
        start > 0
        and (tree.tokens[start - 1].pos == "PROPN" or tree.lower(start - 1) == "-")
        and tree.tokens[start - 1].head in range(start, head + 1)
    ):
        start -= 1
    called = _joined(tree, range(start, head + 1)).split()
    words = without_titles(called)
    before = {tree.lower(index) for index in range(max(0, start - 2), start)}
    described = len(words) < len(called) or bool(before & TITLES)
    if token.entity != "PERSON" and not names.knows(words[-1]) and not described:
        return None
    return " ".join(words) if len(words) > 1 else names.full(words[0])


def _phrase(tree: Tree, head: int) -> str:
    cut = {child for index in tree.subtree(head) for child in tree.all(index, *_LEFT_OUT)}
    text = _joined(tree, tree.subtree(head, cut)).strip(" ,;:.-–—\"“”'’([")
    return text[:1].upper() + text[1:]


def _joined(tree: Tree, words: Sequence[int]) -> str:
    """The words with a space wherever the source has one between them."""
    tokens = [tree.tokens[index] for index in words]
    text = ""
    for position, token in enumerate(tokens):
        glued = position > 0 and tokens[position - 1].end == token.start
        text += token.text if glued or not position else " " + token.text
    return text


def _people(parse: Parse) -> list[list[str]]:
    people: list[list[str]] = []
    for index, token in enumerate(parse.tokens):
        if token.entity != "PERSON" or token.tag in ("POS", "CD"):
            continue
        follows = people and not token.entity_begins and index > 0 and parse.tokens[index - 1].entity == "PERSON"
        if follows:
            people[-1].append(token.text)
        else:
            people.append([token.text])
    return [without_titles(words) for words in people if words[-1][:1].isupper()]
