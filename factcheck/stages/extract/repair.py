"""Mending parses that go wrong in the same way again and again: lost subjects, speech taken for one more conjunct."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from factcheck.schema import Token
from factcheck.stages.extract.lexicon import ALSO_VERBS, DASHES, QUOTING, SPEECH, TITLES
from factcheck.stages.extract.tree import Tree

Links = dict[int, tuple[int, str]]
"""New head and relation of tokens, by index."""

_CLOSERS = frozenset((",", "”", '"', "''", "—", "–", "-"))
_OPENERS = frozenset(("“", '"', "``"))
_AFTER_SPEECH = frozenset(
    ["npadvmod", "prep", "advmod", "punct", "dobj", "dative", "advcl", "prt", "pobj", "agent", "appos"]
)
_NOUN_PLACES = ("dobj", "pobj", "nsubj", "nsubjpass", "attr", "conj")
_SUPPOSING = frozenset(["suppose", "guess", "think", "believe", "imagine", "presume"])
_BETWEEN = frozenset(["AUX", "ADV", "PUNCT", "NOUN", "PROPN", "ADP", "NUM"])


def repair_parse(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """`tokens` with the usual mistakes of a small parser mended; what fits no pattern stays as it is."""
    tree = Tree([_as_verb(tokens, index) for index in range(len(tokens))])
    for mend in _MENDS:
        for verb in range(len(tokens)):
            if tokens[verb].pos in ("VERB", "AUX", "PROPN"):
                tree = _mended(tree, mend(tree, verb))
    return tree.tokens


def _as_verb(tokens: Sequence[Token], index: int) -> Token:
    """ "The bridge was closed": an adjective to which the parser has given an auxiliary is a participle."""
    token = tokens[index]
    if token.pos != "ADJ" or not any(other.head == index and other.dep in ("aux", "auxpass") for other in tokens):
        return token
    return token.model_copy(update={"pos": "VERB", "tag": "VBN"})


def _mended(tree: Tree, links: Links) -> Tree:
    """The tree with new `links`; the tree itself if they would make a token its own ancestor."""
    if not links:
        return tree
    changed = list(tree.tokens)
    for index, (head, dep) in links.items():
        changed[index] = changed[index].model_copy(update={"head": head, "dep": dep})
    return tree if _is_circular(changed) else Tree(changed)


def _is_circular(tokens: Sequence[Token]) -> bool:
    """Whether some token is its own ancestor; such a repair has misread the sentence."""
    for index in range(len(tokens)):
        steps, at = 0, index
        while tokens[at].head != at and steps <= len(tokens):
            at, steps = tokens[at].head, steps + 1
        if steps > len(tokens):
            return True
    return False


def _title_cut_off(tree: Tree, title: int) -> Links:
    """ "Police Const. Lee said": the full stop of an abbreviated title ends no sentence."""
    name = title + 2
    tokens = tree.tokens
    abbreviated = tokens[title].text.lower().rstrip(".") in TITLES
    if not abbreviated or name >= len(tokens) or tokens[title + 1].text != "." or tokens[name].pos != "PROPN":
        return {}
    while tokens[name].head == name + 1 and tokens[name + 1].pos == "PROPN":
        name += 1
    if tokens[title].head == title and tokens[name].head != title:
        return {title: (name, "compound")}
    if tokens[name].head == name:
        return {name: (tokens[title].head, tokens[title].dep), title: (name, "compound")}
    return {}


def _subject_as_modifier(tree: Tree, verb: int) -> Links:
    """ "The building houses a number of firms": the noun before the verb is its subject."""
    token = tree.tokens[verb]
    noun = verb - 1
    if token.tag not in ("VBZ", "VBD") or tree.subject(verb) is not None or noun < 0:
        return {}
    if tree.tokens[noun].head != verb or tree.tokens[noun].dep not in ("compound", "nmod"):
        return {}
    return {noun: (verb, "nsubj"), **{child: (noun, "det") for child in tree.all(verb, "det") if child < noun}}


def _stray_relative(tree: Tree, verb: int) -> Links:
    """ "armed with shot that held nine pellets": a clause with "that" for its subject belongs to the noun before it."""
    subject = tree.first(verb, "nsubj", "nsubjpass")
    if tree.tokens[verb].dep != "ccomp" or subject is None or subject == 0 or tree.tokens[subject].tag != "WDT":
        return {}
    noun = subject - 1
    return {verb: (noun, "relcl")} if tree.tokens[noun].pos in ("NOUN", "PROPN") else {}


def _participle_subject(tree: Tree, verb: int) -> Links:
    """ "X, not invited, has warned": X belongs to the finite verb, not to the participle."""
    token = tree.tokens[verb]
    if token.dep not in ("advcl", "acl", "ccomp") or token.tag not in ("VBN", "VBG"):
        return {}
    subject, head = tree.first(verb, "nsubj", "nsubjpass"), token.head
    alone = not tree.all(verb, "aux", "auxpass", "mark") and tree.subject(head) is None
    if subject is None or not alone or not subject < verb < head or not tree.is_finite(head):
        return {}
    dep = "nsubjpass" if tree.first(head, "auxpass") is not None else "nsubj"
    return {subject: (head, dep), verb: (subject, "acl")}


def _quote_after_colon(tree: Tree, verb: int) -> Links:
    """ "X wrote: “...": all after the colon is what X wrote, whatever the parser has tied to words before it."""
    if tree.lemma(verb) not in QUOTING:
        return {}
    tokens = tree.tokens
    colon = next((i for i in range(verb + 1, min(verb + 12, len(tokens) - 1)) if tokens[i].text == ":"), None)
    if colon is None or tokens[colon + 1].text not in _OPENERS:
        return {}
    links: Links = {}
    for index, token in enumerate(tokens):
        plain = token.dep if token.pos == "PUNCT" else "dep"
        if index > colon and (token.head <= colon or token.head == index):
            links[index] = (verb, "ccomp" if tree.is_verb(index) else plain)
        elif index <= colon < token.head:
            links[index] = (verb, plain)
    if tree.first(verb, "nsubj") is not None or tokens[verb].head > colon:
        links[verb] = (verb, "ROOT")
    return links


def _inserted_speech(tree: Tree, verb: int) -> Links:
    """ "Russia, X said, needs ...": what stands around the insertion is what X said."""
    subjects = tree.all(verb, "nsubj")
    if not _speaks(tree, verb) or not subjects:
        return {}
    above = tree.tokens[verb].head
    if tree.tokens[verb].dep in ("parataxis", "ccomp") and above > verb and _is_inserted(tree, verb):
        root = tree.tokens[above].head == above
        top = (verb, "ROOT") if root else (tree.tokens[above].head, tree.tokens[above].dep)
        borrowed: Links = {subjects[0]: (above, "nsubj")} if tree.subject(above) is None and len(subjects) > 1 else {}
        return {above: (verb, "ccomp"), verb: top, **borrowed}
    if len(subjects) < 2 or tree.tokens[subjects[1] - 1].text != ",":
        return {}
    later = [child for child in tree.all(verb, "conj", "ccomp", "dep", "xcomp", "advcl") if child > verb]
    content = next((child for child in later if tree.subject(child) is None and tree.is_finite(child)), None)
    return {} if content is None else {subjects[0]: (content, "nsubj"), content: (verb, "ccomp")}


def _is_inserted(tree: Tree, verb: int) -> bool:
    """Whether a comma stands before the verb and its nearest subject, and the sentence began before it."""
    subject = tree.all(verb, "nsubj")[-1]
    start = min(*(index for index in tree.subtree(subject) if tree.tokens[index].pos != "PUNCT"), verb)
    return start > 1 and tree.tokens[start - 1].text in _CLOSERS


def _told_whom(tree: Tree, verb: int) -> Links:
    """ "told police Lee had fled": "police" is who was told, not a part of the name."""
    whom = verb + 1
    if tree.lemma(verb) != "tell" or whom + 1 >= len(tree.tokens) or tree.first(verb, "dobj", "dative") is not None:
        return {}
    person = tree.tokens[whom].head
    listed = tree.lower(whom) in ("police", "reporters", "investigators", "officers", "journalists", "authorities")
    merged = tree.tokens[whom].dep in ("compound", "nmod") and tree.tokens[person].pos == "PROPN"
    return {whom: (verb, "dobj")} if listed and merged else {}


def _closing_speech(tree: Tree, verb: int) -> Links:
    """ "...,” Lee said on Monday": a verb taken for a modifier of the name in front of it is the main verb."""
    token = tree.tokens[verb]
    name = token.head
    if not _speaks(tree, verb) or token.dep not in ("acl", "relcl") or tree.subject(verb) is not None:
        return {}
    if name != verb - 1 or tree.tokens[name].pos not in ("PROPN", "NOUN", "PRON"):
        return {}
    root = tree.tokens[name].head
    start = tree.subtree(name, {verb})
    words = [index for index in start if tree.tokens[index].pos != "PUNCT"]
    opened = words[0] > 0 and tree.tokens[words[0] - 1].text in _CLOSERS
    if not opened or root >= words[0] or not tree.is_verb(root) or tree.subject(root) is None:
        return {}
    above, dep = tree.tokens[root].head, tree.tokens[root].dep
    links: Links = {name: (verb, "nsubj"), root: (verb, "ccomp")}
    links[verb] = (verb, "ROOT") if above == root else (above, dep)
    return links


def _split_content(tree: Tree, verb: int) -> Links:
    """ "X said his goal “is to ...": the noun is no object of "said" but the subject of what follows."""
    noun = tree.first(verb, "dobj")
    if not _speaks(tree, verb) or noun is None or tree.all(verb, "ccomp"):
        return {}
    end = tree.subtree(noun)[-1] + 1
    while end < len(tree.tokens) and tree.tokens[end].text in _OPENERS:
        end += 1
    follows = (i for i in range(end, min(end + 4, len(tree.tokens))) if tree.is_verb(i) and tree.is_finite(i))
    content = next(follows, None)
    if (
        content is None
        or tree.subject(content) is not None
        or tree.tokens[content].head not in (verb, tree.tokens[verb].head)
    ):
        return {}
    return {noun: (content, "nsubj"), content: (verb, "ccomp")}


def _closing_tag(tree: Tree, verb: int) -> Links:
    """ "..., officials said Saturday": such a verb governs all of the clause before it, not its last part alone."""
    subject = _tag_subject(tree, verb)
    start = None if subject is None or not _speaks(tree, verb) else _tag_start(tree, verb, subject)
    top = None if start is None else _main_before(tree, verb, start)
    if top is None or subject is None:
        return {}
    root = tree.tokens[top].head == top
    links: Links = {verb: (verb if root else tree.tokens[top].head, tree.tokens[top].dep), top: (verb, "ccomp")}
    links.update({content: (top, "conj") for content in tree.all(verb, "ccomp") if content != top})
    if tree.tokens[subject].dep != "nsubj":
        links[subject] = (verb, "nsubj")
    return links


def _stray_infinitive(tree: Tree, verb: int) -> Links:
    """ "wants Kyiv to abandon X, stop Y": the bare "stop" goes with "to abandon", not with "wants"."""
    token = tree.tokens[verb]
    head = token.head
    if token.tag != "VB" or token.dep != "conj" or tree.all(verb, "aux", "nsubj") or not tree.is_finite(head):
        return {}
    if tree.tokens[head].tag == "VB":
        return {}
    infinitives = [
        child for child in tree.all(head, "xcomp", "ccomp") if tree.tokens[child].tag == "VB" and child < verb
    ]
    return {verb: (infinitives[0], "conj")} if infinitives else {}


def _parenthesis(tree: Tree, verb: int) -> Links:
    """ "of getting X, and, I suppose, keeping Y": the insertion governs nothing, the participle joins the first."""
    tokens = tree.tokens
    inserted = 1 < verb < len(tokens) - 1 and tokens[verb - 2].text == tokens[verb + 1].text == ","
    if tree.lemma(verb) not in _SUPPOSING or not inserted or tree.lower(verb - 1) != "i":
        return {}
    before = [i for i in range(verb - 2) if tokens[i].tag == "VBG" and not tree.all(i, "aux", "nsubj")]
    later = next((child for child in tree.all(verb, "advcl") if child > verb and tokens[child].tag == "VBG"), None)
    return {verb: (before[-1], "parataxis"), later: (before[-1], "conj")} if before and later is not None else {}


def _speech_in_relative(tree: Tree, verb: int) -> Links:
    """ "seeks the return of children it says Russia took, and guarantees": "it says" describes the children."""
    noun, contents = verb - 2, tree.all(verb, "ccomp")
    before = next((content for content in contents if content < noun and tree.is_finite(content)), None)
    after = next((content for content in contents if content > verb), None)
    pronoun = noun >= 0 and tree.tokens[verb - 1].tag == "PRP" and tree.tokens[verb - 1].head == verb
    if not _speaks(tree, verb) or before is None or after is None or not pronoun:
        return {}
    if tree.tokens[noun].pos != "NOUN" or noun not in tree.subtree(before):
        return {}
    root = tree.tokens[verb].head == verb
    top = (before, "ROOT") if root else (tree.tokens[verb].head, tree.tokens[verb].dep)
    thing = tree.first(before, "dobj")
    joined = [child for child in tree.all(after, "conj", "cc") if tree.tokens[child].pos in ("NOUN", "CCONJ")]
    moved = {} if thing is None else {child: (thing, tree.tokens[child].dep) for child in joined}
    return {before: top, verb: (noun, "relcl"), **moved}


def _subject_of_auxiliary(tree: Tree, verb: int) -> Links:
    """ "the police came knocking": a subject hung on "came" is that of the clause."""
    token, subject = tree.tokens[verb], tree.first(verb, "nsubj", "nsubjpass")
    if token.dep not in ("aux", "auxpass") or subject is None or tree.subject(token.head) is not None:
        return {}
    return {subject: (token.head, tree.tokens[subject].dep)}


def _participle_as_main(tree: Tree, verb: int) -> Links:
    """ "Reed, shot in the neck, remained in care": what stands between commas is no main verb."""
    tokens, subject = tree.tokens, tree.first(verb, "nsubj", "nsubjpass")
    plain = tokens[verb].tag in ("VBD", "VBN") and not tree.all(verb, "aux", "auxpass", "dobj", "cc", "attr", "acomp")
    if not plain or subject is None or tokens[subject].pos not in ("NOUN", "PROPN") or tokens[verb - 1].text != ",":
        return {}
    later = next((child for child in tree.all(verb, "conj") if tree.is_finite(child)), None)
    if subject != verb - 2 or later is None or tree.subject(later) is not None or tokens[later - 1].text != ",":
        return {}
    above, dep = tokens[verb].head, tokens[verb].dep
    return {later: (later if above == verb else above, dep), subject: (later, "nsubj"), verb: (subject, "acl")}


def _late_absolute(tree: Tree, verb: int) -> Links:
    """ "has worked there and had quarrels, a few of them violent": the end belongs to the last of joined verbs."""
    joined = [child for child in tree.all(verb, "conj") if tree.is_verb(child) and child > verb]
    if not joined:
        return {}
    last = tree.subtree(joined[-1])[-1]
    late = (child for child in tree.all(verb, "advcl", "npadvmod", "dep", "appos") if tree.subtree(child)[0] > last)
    loose = [
        child for child in late if not tree.all(child, "mark", "aux") and tree.tokens[child].pos in ("ADJ", "NOUN")
    ]
    links = {child: (joined[-1], tree.tokens[child].dep) for child in loose}
    commas = [tree.subtree(child)[0] - 1 for child in loose]
    return {**links, **{comma: (joined[-1], "punct") for comma in commas if tree.tokens[comma].text == ","}}


def _object_behind_list(tree: Tree, verb: int) -> Links:
    """ "gains control over the ports it holds – A and B – and a pledge": the pledge is gained as well."""
    tokens, thing = tree.tokens, tree.first(verb, "dobj")
    joint = next((cc for cc in tree.all(verb, "cc") if tokens[cc - 1].text in DASHES and tree.lower(cc) == "and"), None)
    if thing is None or joint is None or joint + 2 >= len(tokens) or tokens[joint + 1].dep != "det":
        return {}
    other = tokens[joint + 1].head
    above = tokens[other].head
    if tokens[other].dep != "dobj" or above in (verb, other) or above > verb or verb not in tree.subtree(above):
        return {}
    beside = [prep for prep in tree.all(verb, "prep") if prep == thing + 1]
    return {other: (thing, "conj"), joint: (thing, "cc"), **dict.fromkeys(beside, (thing, "prep"))}


def _verb_taken_for_noun(tree: Tree, verb: int) -> Links:
    """ "to abandon plans, halt exports, stop ...": in a row of infinitives "halt" is one of them."""
    thing = tree.first(verb, "dobj")
    in_row = tree.tokens[verb].tag == "VB" and any(tree.tokens[child].tag == "VB" for child in tree.all(verb, "conj"))
    taken = next(iter(tree.all(thing, "appos")), None) if thing is not None and in_row else None
    first = None if taken is None else taken - 1
    if taken is None or first is None or tree.lower(first) not in ALSO_VERBS or tree.tokens[first].head != taken:
        return {}
    alone = tree.subtree(taken) == [first, taken] and tree.tokens[first - 1].text == ","
    return {first: (verb, "conj"), taken: (first, "dobj")} if alone else {}


def _stolen_subject(tree: Tree, verb: int) -> Links:
    """ "A was a veteran of the force, and B, a clerk, had left": B is no second veteran but who had left."""
    tokens = tree.tokens
    start = min([verb, *tree.all(verb, "aux", "auxpass")])
    if tokens[verb].dep != "conj" or tree.subject(verb) is not None or not tree.is_finite(verb) or start < 3:
        return {}
    end = start - 1 if tokens[start - 1].text == "," else start
    for noun in range(start - 1, max(start - 20, 2), -1):
        words = tree.subtree(noun)
        joined = tokens[noun].dep == "conj" and tokens[noun].pos == "PROPN" and words[-1] in (end - 1, end)
        if joined and tokens[words[0] - 1].dep == "cc" and tokens[words[0] - 2].text == ",":
            return {noun: (verb, "nsubj")}
    return {}


def _disagreeing_relative(tree: Tree, verb: int) -> Links:
    """ "demands, set out in a plan, which include X": the plural verb belongs to the demands, as does "set out"."""
    noun = tree.tokens[verb].head
    pronoun = tree.first(verb, "nsubj", "nsubjpass")
    plural = any(tree.tokens[form].tag == "VBP" for form in (verb, *tree.all(verb, "aux", "auxpass")))
    lone = tree.tokens[noun].tag in ("NN", "NNP") and tree.first(noun, "conj") is None
    if tree.tokens[verb].dep != "relcl" or pronoun is None or tree.lower(pronoun) != "which" or not (plural and lone):
        return {}
    others = [i for i in range(noun) if tree.tokens[i].tag == "NNS" and tree.tokens[i].dep in _NOUN_PLACES]
    if not others or tree.tokens[pronoun - 1].text != ",":
        return {}
    meant = others[-1]
    participle = next(
        (i for i in tree.children[tree.tokens[meant].head] if _is_set_off_participle(tree, i, meant)), None
    )
    links: Links = {verb: (meant, "relcl")}
    return links if participle is None else {**links, participle: (meant, "acl")}


def _is_set_off_participle(tree: Tree, index: int, noun: int) -> bool:
    """Whether ", outlined in a plan," stands right behind the noun."""
    token = tree.tokens[index]
    placed = index == noun + 2 and tree.tokens[noun + 1].text == ","
    return placed and token.tag == "VBN" and token.dep in ("advcl", "acl") and tree.subject(index) is None


def _described_names(tree: Tree, verb: int) -> Links:
    """ "from A, B and C, regions Moscow claimed": the plural noun behind the comma describes the names before it."""
    noun = tree.tokens[verb].head
    subject = tree.subject(verb)
    plural = tree.tokens[noun].tag == "NNS" and tree.tokens[verb].dep == "relcl" and noun > 1
    if not plural or subject is None or tree.subtree(subject)[0] != noun + 1 or tree.tokens[noun - 1].text != ",":
        return {}
    name = noun - 2
    if tree.tokens[name].pos != "PROPN" or tree.tokens[name].dep != "conj":
        return {}
    while tree.tokens[name].dep == "conj":
        name = tree.tokens[name].head
    return {noun: (name, "appos")} if tree.tokens[name].pos == "PROPN" else {}


def _near_participle(tree: Tree, verb: int) -> Links:
    """ "a base – a sign of X and the haste of the visit, set to last hours": said of the visit, not the base."""
    tokens, noun = tree.tokens, tree.tokens[verb].head
    start = tree.subtree(verb)[0]
    if tokens[verb].dep != "acl" or tokens[verb].tag != "VBN" or start < 2 or tokens[start - 1].text != ",":
        return {}
    near = start - 2
    dashed = any(tokens[index].text in DASHES and tokens[index].dep == "punct" for index in range(noun + 1, near))
    return {verb: (near, "acl")} if dashed and near > noun and tokens[near].pos == "NOUN" else {}


def _late_modifier(tree: Tree, verb: int) -> Links:
    """ "said two people died in a fire on Monday": what follows the content without a comma is part of it."""
    content = next((child for child in tree.all(verb, "ccomp") if child > verb), None)
    if content is None or tree.lemma(verb) not in SPEECH:
        return {}
    end = tree.subtree(content)[-1]
    late = [child for child in tree.all(verb, "prep", "npadvmod") if child > end]
    starts = {child: tree.subtree(child)[0] for child in late}
    return {child: (content, tree.tokens[child].dep) for child in late if starts[child] == end + 1}


def _speaks(tree: Tree, verb: int) -> bool:
    return tree.lemma(verb) in SPEECH and tree.tokens[verb].tag in ("VBD", "VBZ", "VBP", "VBN")


def _tag_subject(tree: Tree, verb: int) -> int | None:
    """The subject of a closing "said X", which the parser may take for its object."""
    subject = tree.first(verb, "nsubj")
    if subject is not None:
        return subject
    noun = tree.first(verb, "dobj")
    inverted = noun is not None and tree.tokens[noun].pos == "PROPN" and tree.tokens[verb - 1].text in _CLOSERS
    return noun if inverted and tree.tokens[verb].dep == "conj" else None


def _tag_start(tree: Tree, verb: int, subject: int) -> int | None:
    """Where the "officials said" or "said Lt. Hastings" begins; None if the verb is no such insertion."""
    phrase = [index for index in tree.subtree(subject) if tree.tokens[index].pos != "PUNCT"]
    start = min(phrase[0], verb)
    if start == 0 or tree.tokens[start - 1].text not in _CLOSERS:
        return None
    between = range(min(phrase[-1], verb) + 1, max(phrase[0], verb))
    if any(tree.tokens[index].pos not in _BETWEEN for index in between):
        return None
    later = [child for child in tree.children[verb] if child > max(phrase[-1], verb)]
    return start if all(tree.tokens[child].dep in _AFTER_SPEECH for child in later) else None


def _main_before(tree: Tree, verb: int, start: int) -> int | None:
    """The head of the clause before `start` that ought to be the content of `verb`, if the parser has it otherwise."""
    head = tree.tokens[verb].head
    if head == verb or tree.tokens[verb].dep not in ("conj", "advcl", "parataxis", "dep", "ccomp", "appos", "acl"):
        return None
    while head < start and tree.is_verb(head) and not _is_main(tree, head):
        head = tree.tokens[head].head
    return head if head < start and tree.is_verb(head) and tree.is_finite(head) else None


def _is_main(tree: Tree, head: int) -> bool:
    return tree.tokens[head].head == head or tree.tokens[head].dep not in ("conj", "ccomp", "xcomp", "advcl")


_MENDS: tuple[Callable[[Tree, int], Links], ...] = (
    _title_cut_off,
    _subject_as_modifier,
    _stray_relative,
    _participle_subject,
    _quote_after_colon,
    _inserted_speech,
    _closing_speech,
    _split_content,
    _closing_tag,
    _stray_infinitive,
    _late_modifier,
    _parenthesis,
    _object_behind_list,
    _verb_taken_for_noun,
    _subject_of_auxiliary,
    _participle_as_main,
    _late_absolute,
    _stolen_subject,
    _speech_in_relative,
    _disagreeing_relative,
    _described_names,
    _near_participle,
    _told_whom,
)
