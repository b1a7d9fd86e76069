"""Figures that count or measure; years, ages, ids, scores, phone and version numbers, times, addresses do not."""

from __future__ import annotations

import re

from factcheck.schema import Quantity, QuantityKind, Span, Token
from factcheck.stages.facts.lexicon import (
    COUNTED_SYNONYMS,
    CURRENCY_WORDS,
    EVENT_CLASSES,
    FATE_WORDS,
    GENERIC_PEOPLE,
    MEASURES,
    STATE_NOUNS,
    TIME_UNITS,
)
from factcheck.stages.facts.numerals import Numeral, Word, scaled, span_of
from factcheck.stages.facts.plain import plain_interval
from factcheck.stages.facts.syntax import Tree, event_class, lemma_of, verb_event

_NOT_FIGURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\+?\d[\d()-]*(?:[\s().-]{1,2}\d{2,}){2,}",  # phone numbers: groups of digits
        r"\bv?\d+(?:\.\d+){2,}\b",  # version numbers, IP addresses
        r"\b(?:version|v|no|nos|number|page|chapter|section|article|resolution|flight|route|channel|room|phase|level|"
        r"interstate|highway|unit|line|group|grade|type|model|series|windows|ios|psalm|gate|pier|platform|track|tier|"
        r"district|precinct|ward|zone|sector|block|floor|day|week|area|case)\b\.?\s?#?\d[\d.]*\b",
        r"#\d+",
        r"\b\d+(?:/\d+)+\b",  # 9/11, 24/7
        r"\b\d+(?:st|nd|rd|th)\s(?:street|avenue|st\b|ave\b|precinct|floor|district|century|anniversary|birthday)",
        r"\b(?:a\s)?\d{1,6}(?:st|nd|rd|th)?(?:\sblock\sof)\b",
        r"\b\d{1,6}\s(?:[A-Z][\w.'’-]*\s){1,3}(?:street|avenue|road|boulevard|lane|drive|square|"
        r"st\.|ave\.|rd\.|blvd\.)",
        r"\bone[- ](?:on[- ]one|sided|time|way|another|day|of\sthe|thing)\b",
        r"\b(?:no|any|every|each|some|this|that)[- ]one\b",
        r"\bone\s(?:of|after|by)\b|\bface[- ]to[- ]face\b|\bsecond[- ]hand\b|\bfirst[- ](?:aid|lady|minister|hand)\b",
        r"\b(?:in|by|on)\s(?:twos|threes)\b|\bfifty[- ]fifty\b|\b50[- ]50\b",
    )
)
# AK-47, G20, COVID-19, MH370; in capitals only, so that "about 20" is none.
_CAPITAL_ID = re.compile(r"\b[A-Z]{1,6}(?:[-‐‑]?\d[\w-]*|\s\d{1,3}(?=\s[a-z]))")
_SCORE = re.compile(r"\b\d{1,3}\s?[-–]\s?\d{1,3}\b")
_SPORT = re.compile(
    r"\b(?:beat|beaten|won|win|wins|lost|defeat\w*|victory|draw|drew|lead|led|final|match|game|vot\w+)\b", re.IGNORECASE
)
_MAGNITUDE_BEFORE = re.compile(r"\b(?:magnitude|measuring|measured|registered)(?:\s(?:of|at))?[\s-]$", re.IGNORECASE)
_MAGNITUDE_AFTER = re.compile(r"^(?:[\s-]magnitude|\son\sthe\s(?:open-ended\s)?richter)", re.IGNORECASE)
_PER_HOUR = re.compile(r"^\s(?:an|per)\shour|^\s?/\s?h", re.IGNORECASE)
_POINTS = re.compile(r"^\s(?:percentage|basis)[\s-]points?", re.IGNORECASE)
_PERCENT = re.compile(r"^\s?(?:%|percent\b|per\scent\b|pct\b|pc\b)|^-percent\b|^-per-cent\b", re.IGNORECASE)


# What befalls people: "27 were killed" counts people though it does not say so.
_FATES = (frozenset(FATE_WORDS) - {"live"}) | {"shoot", "trap", "treat", "release"}
_POPULATION = re.compile(r"\b(?:home to|population of|populated by|inhabited by)\s$", re.IGNORECASE)
_UNIT_WORDS = {"percent": "%", "points": "percentage points"}
_DIRECTION = re.compile(
    r"^\W{0,3}(?:\([^)]{0,30}\)\s)?(?:(?:north|south|east|west)[\s-]?){1,3}(?:ern)?\s?of\s(?:the\s)?([\w’'-]+)|"
    r"^\s(?:from|off)\s(?:the\s)?([\w’'-]+)",
    re.IGNORECASE,
)


def find_quantities(
    tree: Tree, words: tuple[Word, ...], numerals: tuple[Numeral, ...], taken: tuple[Span, ...]
) -> tuple[Quantity, ...]:
    """Every figure of a claim that counts or measures something, outside the spans already taken, in text order."""
    blocked = (*taken, *_not_figures(tree.text))
    found = (_quantity(tree, words, numeral) for numeral in numerals if not _is_blocked(words, numeral, blocked))
    return tuple(quantity for quantity in found if quantity is not None)


def _not_figures(text: str) -> tuple[Span, ...]:
    found = [match for pattern in (*_NOT_FIGURES, _CAPITAL_ID) for match in pattern.finditer(text)]
    if _SPORT.search(text):
        found += _SCORE.finditer(text)
    return tuple(Span(start=match.start(), end=match.end()) for match in found)


def _is_blocked(words: tuple[Word, ...], numeral: Numeral, blocked: tuple[Span, ...]) -> bool:
    span = span_of(words, numeral.first, numeral.last)
    return any(span.overlaps(other) for other in blocked)


def _quantity(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    if numeral.form == "ordinal":
        return _ordinal(tree, words, numeral)
    for read in (_percent, _money, _magnitude, _measure):
        quantity = read(tree, words, numeral)
        if quantity is not None:
            return quantity
    return _count(tree, words, numeral)


# --- kinds -----------------------------------------------------------------------------------------------------------


def _percent(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    rest = _rest(tree, words, numeral)
    points = _POINTS.match(rest)
    percent = points or _PERCENT.match(rest)
    if percent is None and numeral.form != "fraction":
        return None
    unit = "points" if points else "percent"
    return _made(tree, words, numeral, QuantityKind.PERCENT, (percent.end() if percent else 0, unit, 1.0))


def _money(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    if numeral.currency is not None:
        return _made(tree, words, numeral, QuantityKind.MONEY, (0, numeral.currency, 1.0))
    at = _skip_marks(words, numeral.last)
    word = words[at].lower if at < len(words) else ""
    if word not in CURRENCY_WORDS or (word == "won" and not numeral.interval.low):
        return None
    length = words[at].end - words[numeral.last - 1].end
    return _made(tree, words, numeral, QuantityKind.MONEY, (length, CURRENCY_WORDS[word], 1.0))


def _magnitude(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    """Figures of the Richter and moment scales: 0 to 10, "6.1-magnitude", "magnitude of 5.9"."""
    value = numeral.interval.high or numeral.interval.low
    before = tree.text[max(0, words[numeral.from_word].start - 24) : words[numeral.from_word].start]
    after = _MAGNITUDE_AFTER.match(_rest(tree, words, numeral))
    spoken_of = "magnitude" in tree.text.lower() or "richter" in tree.text.lower()
    if value is None or value > 10 or not (after or (spoken_of and _MAGNITUDE_BEFORE.search(before))):
        return None
    return _made(tree, words, numeral, QuantityKind.MEASURE, (after.end() if after else 0, "magnitude", 1.0))


def _measure(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    at = _skip_marks(words, numeral.last)
    word = words[at].lower if at < len(words) else ""
    area = word in {"square", "sq"} and at + 1 < len(words)
    if area:
        at, word = at + 1, words[at + 1].lower
    if word not in MEASURES:
        return None
    unit, factor = MEASURES[word]
    length = words[at].end - words[numeral.last - 1].end
    if area and unit == "km":
        unit, factor = "sq km", factor * factor
    elif unit == "km" and (hour := _PER_HOUR.match(tree.text[words[at].end : words[at].end + 10])):
        unit, length = "km/h", length + hour.end()
    return _made(tree, words, numeral, QuantityKind.MEASURE, (length, unit, factor))


def _ordinal(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    """An ordinal on a noun ("the third victim"); adverbs and units of time ("second", "first time") say no rank."""
    span = span_of(words, numeral.first, numeral.last)
    index = tree.top(span)
    if index is None or tree.tokens[index].dep not in {"amod", "nummod"}:
        return None
    head = tree.tokens[tree.tokens[index].head]
    if lemma_of(head) in TIME_UNITS or lemma_of(head) in {"time", "place"}:
        return None
    return _made(tree, words, numeral, QuantityKind.ORDINAL, (0, None, 1.0))


def _count(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> Quantity | None:
    index = _figure_token(tree, words, numeral)
    if index is not None and _is_name_number(tree, index):
        return None
    quantity = _made(tree, words, numeral, QuantityKind.COUNT, (0, None, 1.0))
    lonely_one = numeral.form == "words" and numeral.interval.low == 1 == numeral.interval.high
    if quantity.counted is None and (lonely_one or quantity.event is None):
        return None
    return quantity


def _is_name_number(tree: Tree, index: int) -> bool:
    """ "Interstate 75", "Apollo 11": digits right after a proper noun that they belong to."""
    token = tree.tokens[index]
    if index == 0 or not token.text[0].isdecimal():
        return False
    before = tree.tokens[index - 1]
    belongs = token.head == index - 1 or (token.dep in {"nummod", "appos"} and tree.tokens[token.head].pos == "PROPN")
    return before.pos == "PROPN" and belongs and before.end + 1 == token.start


def _made(
    tree: Tree,
    words: tuple[Word, ...],
    numeral: Numeral,
    kind: QuantityKind,
    unit: tuple[int, str | None, float],
) -> Quantity:
    """The record; `unit` is how many characters it takes after the figure, its name, and its worth in that name."""
    length, name, factor = unit
    start, figure_end = words[numeral.from_word].start, words[numeral.last - 1].end
    span = Span(start=start, end=max(figure_end + length, words[numeral.to_word - 1].end))
    noun = counted_noun(tree, words, numeral, figure_end + length)
    counted, event = _counted_and_event(tree, noun) if noun is not None else _bare(tree, words, numeral)
    if kind is QuantityKind.MEASURE:
        counted = _measured(tree, span, name, counted)
    elif kind is QuantityKind.COUNT and _is_population(tree, start, counted, event):
        counted, event = "resident", "live"
    return Quantity(
        text=span.of(tree.text),
        span=span,
        kind=kind,
        interval=scaled(numeral.interval, factor),
        unit=name,
        counted=counted,
        event=event,
        understood=_understood(numeral, kind, name, factor, _surface(tree, noun, event)),
    )


def _is_population(tree: Tree, start: int, counted: str | None, event: str | None) -> bool:
    """How many live somewhere: "home to 120,000 people", "a population of 120,000", "has 120,000 residents"."""
    if _POPULATION.search(tree.text[max(0, start - 20) : start]):
        return True
    return counted == "resident" and event in {None, "be", "have", "live"}


def _surface(tree: Tree, noun: int | None, event: str | None) -> str:
    """How a reader would name what is counted: by its fate where it has one, else by the claim's own noun."""
    if event in FATE_WORDS:
        return FATE_WORDS[event]
    return tree.tokens[noun].text if noun is not None and tree.tokens[noun].pos == "NOUN" else ""


def _understood(numeral: Numeral, kind: QuantityKind, unit: str | None, factor: float, surface: str) -> str:
    figure = plain_interval(scaled(numeral.interval, factor), _UNIT_WORDS.get(unit or "", unit or ""))
    if kind is QuantityKind.ORDINAL:
        return f"number {figure}"
    if kind is QuantityKind.MEASURE and unit == "magnitude":
        return f"magnitude {plain_interval(numeral.interval)}"
    return f"{figure} {surface}".strip() if kind is QuantityKind.COUNT else figure


def _measured(tree: Tree, span: Span, unit: str | None, counted: str | None) -> str | None:
    """What a measure is of: a landmark that a distance is taken from, else the noun, never the unit itself."""
    if unit == "magnitude":
        return "magnitude"
    direction = _DIRECTION.match(tree.text[span.end : span.end + 80]) if unit == "km" else None
    if direction is not None:
        return f"from {(direction.group(1) or direction.group(2)).lower()}"
    return None if counted is None or counted in MEASURES or counted == "km" else counted


def _rest(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> str:
    end = words[numeral.last - 1].end
    return tree.text[end : end + 24]


def _skip_marks(words: tuple[Word, ...], index: int) -> int:
    return index + 1 if index < len(words) and words[index].lower in {"-", "‐", "‑"} else index


# --- what is counted -------------------------------------------------------------------------------------------------


def _figure_token(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> int | None:
    """The token that stands for the figure: the one that hangs on a noun after it, else the last."""
    inside = tree.within(span_of(words, numeral.first, numeral.last))
    on_noun = (i for i in inside if tree.tokens[i].head > inside[-1] and tree.tokens[i].dep == "nummod")
    return next(on_noun, inside[-1] if inside else None)


def counted_noun(tree: Tree, words: tuple[Word, ...], numeral: Numeral, after: int) -> int | None:
    """The noun that a figure counts: its governor, what follows "of", or what the unit is a measure of."""
    index = _figure_token(tree, words, numeral)
    if index is None:
        return None
    for at in (index, *tree.within(Span(start=max(0, after - 1), end=after))):
        partitive = _partitive(tree, at)
        if partitive is not None:
            return partitive
    head = tree.tokens[index].head
    while tree.tokens[head].dep in {"nummod", "quantmod", "compound"} and tree.tokens[head].pos in {"NUM", "SYM"}:
        head = tree.tokens[head].head
    token = tree.tokens[head]
    counts = tree.tokens[index].dep in {"nummod", "compound", "amod", "quantmod", "det"}
    if not (counts and token.pos in {"NOUN", "PROPN", "ADJ"} and token.end > words[numeral.first].start):
        return None
    described = _over_units(tree, head)
    return None if _names_unit(tree, described) else described


def _names_unit(tree: Tree, index: int) -> bool:
    """ "5 million pounds", "8.4 %": the noun is the unit, what is measured stands elsewhere."""
    token = tree.tokens[index]
    return token.text.lower() in CURRENCY_WORDS or lemma_of(token) in {"percent", "%", "point", "cent"}


def _partitive(tree: Tree, index: int) -> int | None:
    """ "dozens of villages", "20 of the passengers"."""
    for prep in tree.children(index, "prep"):
        if tree.tokens[prep].text.lower() == "of":
            return next(iter(tree.children(prep, "pobj")), None)
    return None


def _over_units(tree: Tree, head: int) -> int:
    """From a unit ("a 6.1-magnitude quake", "60 per cent") to the noun that it describes, where there is one."""
    token = tree.tokens[head]
    if lemma_of(token) in {"magnitude", "percent", "%"} and token.dep in {"compound", "amod", "nmod"}:
        return token.head
    return head


def _counted_and_event(tree: Tree, noun: int) -> tuple[str | None, str | None]:
    lemma = lemma_of(tree.tokens[noun])
    if STATE_NOUNS.get(lemma):
        return "person", STATE_NOUNS[lemma]
    counted = COUNTED_SYNONYMS.get(lemma, lemma)
    if any(tree.tokens[i].text.lower() in {"other", "more", "another", "additional"} for i in tree.children(noun)):
        counted = f"other {counted}"
    return counted, _event_of(tree, noun)


def _event_of(tree: Tree, noun: int) -> str | None:
    """What happens to the counted things; a deed ("two gunmen killed") is kept apart from its victims' fate."""
    for child in tree.children(noun, "acl", "amod", "relcl"):
        token = tree.tokens[child]
        state = STATE_NOUNS.get(token.text.lower())
        if token.tag == "VBN" or state:
            return state or event_class(lemma_of(token))
    token = tree.tokens[noun]
    for above in tree.ancestors(noun):
        verb = tree.tokens[above]
        if STATE_NOUNS.get(verb.text.lower()):
            return STATE_NOUNS[verb.text.lower()]
        if verb.pos in {"VERB", "AUX"}:
            return _role_in(tree, above, token)
        if verb.dep in {"conj", "appos"} or verb.pos in {"ADP", "NUM"}:
            token = verb if verb.pos != "ADP" else token
    return None


def _role_in(tree: Tree, verb: int, noun: Token) -> str:
    lemma = lemma_of(tree.tokens[verb])
    states = (STATE_NOUNS.get(tree.tokens[i].text.lower()) for i in tree.children(verb, "acomp", "oprd", "advmod"))
    if state := next(filter(None, states), None):
        return state
    joined = (verb, *tree.children(verb, "conj"))  # "were found and confiscated"
    event = verb_event(tree, next((i for i in joined if lemma_of(tree.tokens[i]) in EVENT_CLASSES), verb))
    acts = noun.dep == "nsubj" and lemma in {"kill", "wound", "injure", "arrest", "hurt", "rescue", "shoot", "attack"}
    return f"{event} others" if acts else event


def _bare(tree: Tree, words: tuple[Word, ...], numeral: Numeral) -> tuple[str | None, str | None]:
    """A figure without a noun: "the death toll rose to 27", "27 were killed", "the fire killed seven"."""
    index = _figure_token(tree, words, numeral)
    if index is None:
        return None, None
    for verb in tree.ancestors(index):
        subject = next(iter(tree.children(verb, "nsubj", "nsubjpass")), None)
        if tree.tokens[verb].pos in {"VERB", "AUX"} and subject is not None:
            return _by_verb(tree, index, (verb, subject))
    return None, None


def _by_verb(tree: Tree, index: int, clause: tuple[int, int]) -> tuple[str | None, str | None]:
    """What a bare figure counts, from the verb above it and that verb's subject."""
    verb, subject = clause
    state = STATE_NOUNS.get(lemma_of(tree.tokens[subject]))
    if state:
        return "person", state
    fate, is_subject = event_class(lemma_of(tree.tokens[verb])), index in tree.subtree(subject)
    if fate in _FATES and (is_subject or tree.tokens[index].dep == "dobj"):
        return "person", fate
    return (None, None) if is_subject else (_noun_word(tree, subject), lemma_of(tree.tokens[verb]))


def _noun_word(tree: Tree, index: int) -> str | None:
    token = tree.tokens[index]
    return COUNTED_SYNONYMS.get(lemma_of(token), lemma_of(token)) if token.pos == "NOUN" else None


def counts_people(counted: str | None) -> bool:
    """Whether the counted word is a general one for people."""
    return counted == "person" or counted in GENERIC_PEOPLE
