"""Names of people, places, organisations and peoples, and which of two names stand for one thing.

First the curated tables, which overrule the parser (the small model takes Kyiv for a person and Trump for a firm), then
the parser's own marks. Two names are one by table or spelling; a fuzzy step comes last and never crosses types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from factcheck.schema import EntityMention, EntityType, Parse, Span, Token
from factcheck.stages.facts.names import (
    also_people,
    are_confusable,
    given_name_key,
    known_name,
    longest_known,
    name_key,
    places_around,
    state_behind,
    surname_key,
    titles,
)

_TYPES = {
    "PERSON": EntityType.PERSON,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "ORG": EntityType.ORGANISATION,
    "NORP": EntityType.GROUP,
}
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_FIRM = frozenset(
    {"inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "llc", "group", "holdings", "ag"}
)
_FAMILY_FIRST = frozenset({"xi", "kim", "mao", "deng", "hu", "li", "wang", "zhang", "park", "moon", "yoon", "ban"})
_DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "new", "upper", "lower"}
)
_GENERIC = frozenset({"the"})
_KINDS_OF_PLACE = frozenset({"island", "islands", "city", "town", "village", "province", "state", "county", "district"})
# "Byberry Road" is a place, whatever the tagger says.
_WAYS = frozenset(
    {
        "street",
        "st",
        "avenue",
        "ave",
        "road",
        "rd",
        "boulevard",
        "blvd",
        "lane",
        "drive",
        "highway",
        "parkway",
        "square",
    }
)
_CLOCKS = frozenset({"GMT", "UTC", "EST", "EDT", "PST", "PDT", "CST", "CDT", "BST", "CET"})
# Characters alike, of 100. Spelling variants of one name in news copy lie above 88 (Zaporizhzhia, Zaporizhia: 96);
# different names of like look mostly below it, and the exceptions are on the list of confusable pairs.
_MIN_ALIKE = 88.0
_SHORTEST_FUZZY = 5


# --- finding ---------------------------------------------------------------------------------------------------------


def find_entities(parse: Parse) -> tuple[EntityMention, ...]:
    """The names of a text in text order, without titles, articles and possessive endings."""
    marked = list(_marked(parse))
    mentions = [*_listed(parse, marked), *marked]
    chosen: list[tuple[int, int, EntityMention]] = []
    for start, end, mention in mentions:
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in chosen):
            chosen.append((start, end, mention))
    return _with_people_known(tuple(mention for _, _, mention in sorted(chosen, key=lambda entry: entry[0])))


_Found = tuple[int, int, EntityMention]


def _listed(parse: Parse, marked: Sequence[_Found]) -> Iterator[_Found]:
    """Names of the tables, longest first; one inside a longer marked name ("Paris Hilton") is no name of its own."""
    index = 0
    while index < len(parse.tokens):
        begins = _begins_name(parse.tokens[index])
        end = next((stop for stop in _stops(parse, index) if _is_listed(parse, index, stop)), None) if begins else None
        if end is None or _inside_longer(index, end, marked):
            index += 1
            continue
        yield index, end, _mention(parse, index, end, None)
        index = end


def _stops(parse: Parse, index: int) -> range:
    # Hyphens are tokens of their own, so a name of four words may be some seven tokens long.
    return range(min(index + 2 * longest_known(), len(parse.tokens)), index, -1)


def _begins_name(token: Token) -> bool:
    return token.text[:1].isupper() or token.text.lower().startswith("al")


def _is_listed(parse: Parse, start: int, end: int) -> bool:
    first = parse.tokens[start]
    if not any(character.isalnum() for character in parse.tokens[end - 1].text):
        return False
    text = _text(parse, start, end)
    known = known_name(text)
    if known is None or (first.entity == "PERSON" and text in also_people()):
        return False
    # A capital inside a sentence marks a name whatever the tagger says; at its beginning it may be any word ("Nice").
    plain_word = start == 0 and first.pos != "PROPN" and not first.entity
    return not plain_word or known.type is EntityType.GROUP


def _inside_longer(start: int, end: int, marked: Sequence[_Found]) -> bool:
    return any(
        begin <= start and end <= stop and stop - begin > end - start and mention.type is not EntityType.GROUP
        for begin, stop, mention in marked
    )


def _marked(parse: Parse) -> Iterator[_Found]:
    """The parser's own marks, trimmed."""
    for start, end in _runs(parse.tokens):
        begin, stop = _trimmed(parse.tokens, start, end)
        if begin < stop and _text(parse, begin, stop) not in _CLOCKS:
            yield begin, stop, _mention(parse, begin, stop, _TYPES[parse.tokens[start].entity])


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = None
    for index in range(len(tokens) + 1):
        token = tokens[index] if index < len(tokens) else None
        goes_on = (
            token is not None and not token.entity_begins and start is not None and token.entity == tokens[start].entity
        )
        if goes_on:
            continue
        if start is not None:
            yield start, index
        start = index if token is not None and token.entity in _TYPES else None


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Without article, titles and what stands before them ("US President Donald Trump"), and without "'s"."""
    while end > start and (tokens[end - 1].tag == "POS" or not any(c.isalnum() for c in tokens[end - 1].text)):
        end -= 1
    if tokens[start].entity == "PERSON":
        found = [index for index in range(start, end) if tokens[index].text.lower().rstrip(".") in titles()]
        start = found[-1] + 1 if found and found[-1] + 1 < end else start
    while start < end and tokens[start].text.lower() in _GENERIC:
        start += 1
    return start, end


def _mention(parse: Parse, start: int, end: int, kind: EntityType | None) -> EntityMention:
    text = _text(parse, start, end)
    known = known_name(text)
    titled = start > 0 and parse.tokens[start - 1].text.lower().rstrip(".") in titles()
    if known is not None and not (titled and kind is EntityType.PERSON):
        kind, canonical = known.type, known.canonical
    else:
        canonical = _plain_name(text)
        kind = EntityType.PLACE if _is_way(text) else kind
    return EntityMention(
        text=text,
        span=Span(start=parse.tokens[start].start, end=parse.tokens[end - 1].end),
        type=EntityType.PERSON if titled and known is None else kind or EntityType.PLACE,
        canonical=canonical,
    )


def _is_way(text: str) -> bool:
    """ "115th St.", "Byberry Road": a name of several words, the last of which is a kind of way."""
    words = text.split()
    return len(words) > 1 and words[-1].lower().rstrip(".") in _WAYS


def _plain_name(text: str) -> str:
    """The name with single spaces and without the kind of place after it ("Qeshm island")."""
    words = text.split()
    while len(words) > 1 and words[-1] in _KINDS_OF_PLACE:
        words.pop()
    return " ".join(words)


def _text(parse: Parse, start: int, end: int) -> str:
    return parse.text[parse.tokens[start].start : parse.tokens[end - 1].end]


def _with_people_known(mentions: tuple[EntityMention, ...]) -> tuple[EntityMention, ...]:
    """A single word marked as a firm is a person where the text names one with that surname."""
    surnames = {_surname(mention) for mention in mentions if mention.type is EntityType.PERSON}
    return tuple(
        mention.model_copy(update={"type": EntityType.PERSON})
        if mention.type is EntityType.ORGANISATION and " " not in mention.canonical and _surname(mention) in surnames
        else mention
        for mention in mentions
    )


# --- comparing -------------------------------------------------------------------------------------------------------


def same_entity(left: EntityMention, right: EntityMention) -> bool:
    """Whether two names stand for one thing: by table, by spelling, or for people by surname and compatible given name.

    A people counts as its country ("Russian", "Russia"), a capital or seat of government does not.
    """
    if _may_be_one(left, right) and _equal(left, right):
        return True
    if EntityType.PERSON in {left.type, right.type}:
        return _same_person(left, right)
    if left.type is not right.type or (known_name(left.canonical) and known_name(right.canonical)):
        return False
    return _same_organisation(left, right) or _alike(left.canonical, right.canonical)


def _may_be_one(left: EntityMention, right: EntityMention) -> bool:
    types = {left.type, right.type}
    return len(types) == 1 or types == {EntityType.PLACE, EntityType.GROUP}


def _equal(left: EntityMention, right: EntityMention) -> bool:
    return left.canonical == right.canonical or name_key(left.canonical) == name_key(right.canonical)


def stands_for(mention: EntityMention) -> str | None:
    """The state that a name speaks for where it is a capital or seat of government ("the Kremlin" -> "Russia")."""
    return state_behind(mention.canonical)


def contains(outer: EntityMention, inner: EntityMention) -> bool:
    """Whether the place `inner` is known to lie within `outer`."""
    return outer.canonical in places_around(inner.canonical)


def are_known_apart(left: EntityMention, right: EntityMention) -> bool:
    """Whether two places are both in the tables and neither is or contains the other: nothing can be in both."""
    known = [known_name(place.canonical) for place in (left, right)]
    places = all(name is not None and name.type is EntityType.PLACE for name in known)
    located = bool(places_around(left.canonical)) and bool(places_around(right.canonical))
    return places and located and not (same_entity(left, right) or contains(left, right) or contains(right, left))


# --- people ----------------------------------------------------------------------------------------------------------


def _same_person(left: EntityMention, right: EntityMention) -> bool:
    if left.type is not right.type:
        return _is_mistaken_firm(left, right) or _is_mistaken_firm(right, left)
    ours, theirs = _name_words(left), _name_words(right)
    if not ours or not theirs:
        return False
    if sorted(ours) == sorted(theirs) or _same_family_first(ours, theirs):
        return True
    return _surnames_agree(ours, theirs) and _given_names_agree(ours[:-1], theirs[:-1])


def _same_family_first(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """ "Xi" and "Xi Jinping": where the family name leads, the given names must be equal or missing."""
    return ours[0] == theirs[0] and ours[0] in _FAMILY_FIRST and 1 in {len(ours), len(theirs)}


def _is_mistaken_firm(person: EntityMention, other: EntityMention) -> bool:
    """The parser marks bare surnames as firms; a single word that is the very surname is taken for the person."""
    mistaken = other.type is EntityType.ORGANISATION and known_name(other.canonical) is None
    return mistaken and " " not in other.canonical and _surname(person) == name_key(other.canonical)


def _name_words(mention: EntityMention) -> list[str]:
    return [word for word in name_key(mention.canonical).split() if word not in titles() | _SUFFIXES]


def _surname(mention: EntityMention) -> str:
    return (_name_words(mention) or [""])[-1]


def _surnames_agree(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    left, right = surname_key(ours[-1]), surname_key(theirs[-1])
    return left == right or _alike(left, right)


def _given_names_agree(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Missing names agree with all, an initial with what it begins; two middle names must agree like the first.

    A first name may be another's later one ("Keir", "Rodney Keir").
    """
    if not ours or not theirs:
        return True
    if len(ours) > 1 and len(theirs) > 1:
        return all(_one_given_agrees(one, other) for one, other in zip(ours, theirs, strict=False))
    return any(
        _one_given_agrees(one, other)
        for one in ours
        for other in theirs
        if min(len(one), len(other)) > 1 or (one == ours[0] and other == theirs[0])
    )


def _one_given_agrees(left: str, right: str) -> bool:
    if min(len(left), len(right)) == 1:
        return left == right if max(len(left), len(right)) <= 2 else left[0] == right[0]
    return given_name_key(left) == given_name_key(right) or _alike(left, right)


# --- spelling --------------------------------------------------------------------------------------------------------


def _same_organisation(left: EntityMention, right: EntityMention) -> bool:
    if left.type is not EntityType.ORGANISATION:
        return False
    ours, theirs = _without_firm(left), _without_firm(right)
    return bool(ours) and (ours == theirs or _is_acronym(left, theirs) or _is_acronym(right, ours))


def _without_firm(mention: EntityMention) -> list[str]:
    words = name_key(mention.canonical).split()
    while len(words) > 1 and words[-1] in _FIRM:
        words.pop()
    return words


def _is_acronym(short: EntityMention, words: Sequence[str]) -> bool:
    """ "IAEA" for "International Atomic Energy Agency"; little words may be left out."""
    letters = short.canonical.replace(".", "")
    if not letters.isupper() or not 3 <= len(letters) <= 8 or len(words) < 3:
        return False
    full = "".join(word[0] for word in words)
    brief = "".join(word[0] for word in words if word not in {"of", "the", "and", "for", "in", "on", "to"})
    return letters.casefold() in {full, brief}


def _alike(left: str, right: str) -> bool:
    """Nearly one spelling, word by word; figures and directions must be equal, look-alikes on the list never match."""
    ours, theirs = name_key(left).split(), name_key(right).split()
    if len(ours) != len(theirs) or are_confusable(left, right):
        return False
    return all(_words_alike(one, other) for one, other in zip(ours, theirs, strict=True))


def _words_alike(left: str, right: str) -> bool:
    if left == right:
        return True
    fixed = any(character.isdigit() for character in left + right) or {left, right} & _DIRECTIONS
    if fixed or min(len(left), len(right)) < _SHORTEST_FUZZY or are_confusable(left, right):
        return False
    return left[0] == right[0] and fuzz.ratio(left, right) >= _MIN_ALIKE
