"""Lengths of time and what they say: how long, how long ago, how long since the last one, by when, how old.

"The first meeting in six years" is read here as an interval that ends at the event, before any date is looked for; a
date parser would make a day in the future of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from factcheck.schema import Duration, DurationRole, Interval, Span
from factcheck.stages.facts.ages import find_ages
from factcheck.stages.facts.lexicon import BOUNDS, DAYS_PER_UNIT, EVENT_CLASSES, TIME_UNITS
from factcheck.stages.facts.numerals import Numeral, Word, bound_after, bounded, scaled, span_of
from factcheck.stages.facts.plain import plain_interval
from factcheck.stages.facts.syntax import Tree, event_class, governing_event, lemma_of, verb_event

# Superlatives end in "est"; the nouns and verbs that do so too rank nothing.
_NOT_RANKS = (
    r"interest|protest|forest|west|request|arrest|guest|test|rest|honest|modest|harvest|contest|invest|suggest|latest|"
    r"conquest|nest|pest|chest|quest|earnest|manifest|digest|unrest|midwest|everest|inquest"
)
_RANKS = rf"first|only|most|worst|best|least|(?!(?:{_NOT_RANKS})\b)[a-z]{{2,12}}est"
# "first ... in/for/since": at most a dozen words between, none of which ends the clause.
_SINCE_LEAD = re.compile(
    rf"\b(?P<rank>{_RANKS})\b(?P<between>(?:\s[\w’'.-]+){{0,12}}?)\s(?P<prep>in|for|since)\s(?:the\s(?:past|last)\s)?$",
    re.IGNORECASE,
)
_NOT_SINCE_LEAD = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bno)\b[^,;:.]{0,80}\s(?:in|for|since)\s(?:the\s(?:past|last)\s)?$", re.IGNORECASE
)
_SINCE_YEAR = re.compile(r"\bsince\s(?:(?:early|late|mid)[\s-])?(?:[A-Z][a-z]{2,8}\.?\s)?(?P<year>(?:1[5-9]|20)\d\d)\b")
_IN_YEAR = re.compile(r"\bin\s(?:[A-Z][a-z]{2,8}\.?\s)?(?P<year>(?:1[5-9]|20)\d\d)\b")
_AGED = re.compile(r"\b(?:aged|age of|at age|age)\s*$", re.IGNORECASE)
_ARTICLE_LEAD = re.compile(
    r"\b(?:in|for|within|after|over|under|about|nearly|almost|lasted|last|lasting|past|just|than|least|to|took|takes|"
    r"spent|around|once|roughly|every)\s$",
    re.IGNORECASE,
)
# "Its highest in 40 years": a rank may stand alone after these.
_OWNS = re.compile(r"\b(?:the|its|his|her|their|our|my)\s$", re.IGNORECASE)
# "A 40-year high", "a 12-year wait", "after a gap of six years": how long ago the last one was.
_SINCE_NOUNS_AFTER = frozenset("high low peak wait drought gap absence hiatus lull interruption break".split())  # noqa: SIM905
_SINCE_NOUN_BEFORE = re.compile(r"\b(?:gap|absence|hiatus|interval|lull|wait|break)\sof\s$", re.IGNORECASE)
_SINCE_UNITS = frozenset({"month", "year", "decade", "century"})
_BEEN = re.compile(r"(?:\b(?:has|have|had)|['’]s)\sbeen\s$", re.IGNORECASE)
_GIVEN = re.compile(
    r"\b(?:gives?|gave|given|giving|has|have|had|with)\b(?!\sto\b)(?:\s[\w’'-]+){0,4}\s$", re.IGNORECASE
)
_BY_WHEN = re.compile(
    r"(?:\b(?:within|inside)|\bin\sthe\s(?:next|coming|following)|\b(?:deadline|ultimatum|limit)\sof)\s$", re.IGNORECASE
)
# Before a bare plural ("for years", "in decades") these make a length of at least two.
_VAGUE_LEADS = frozenset({"for", "in", "many", "lasted", "lasting", "spent", "took"})
_LONG_WORDS = {"hourlong": "hour", "daylong": "day", "weeklong": "week", "monthlong": "month", "yearlong": "year"}
_AFTERWORDS = frozenset({"ago", "later", "earlier", "before", "after", "old", "long", "away", "since"})
# What may stand between a figure and its unit of time: "a 10-day deadline", "two more days", "five straight weeks".
_BETWEEN = frozenset({"-", "‐", "‑", "more", "full", "whole", "straight", "consecutive", "of"})
_LOOKBACK = 120


@dataclass(frozen=True)
class _Length:
    """A length of time as found: its words, its interval in `unit`, and the same in days."""

    first: int
    last: int
    interval: Interval
    unit: str
    vague: bool = False

    @property
    def days(self) -> Interval:
        return scaled(self.interval, DAYS_PER_UNIT[self.unit])

    @property
    def understood(self) -> str:
        plural = "centuries" if self.unit == "century" else self.unit + "s"
        return plain_interval(self.interval, self.unit, plural)


def find_durations(
    tree: Tree, words: tuple[Word, ...], numerals: tuple[Numeral, ...], published: date | None
) -> tuple[Duration, ...]:
    """Every length of time of a claim, ages included, in text order, without overlaps."""
    lengths = _joined(words, _lengths(words, numerals))
    described = ((length, _describe(tree, words, length)) for length in lengths)
    found = [duration for length, duration in described if not _says_little(tree, length, duration)]
    for extra in (*_since_years(tree, published), *find_ages(tree, _aged)):
        if not any(extra.span.overlaps(other.span) for other in found):
            found.append(extra)
    return tuple(sorted(found, key=lambda duration: duration.span.start))


# --- finding lengths -------------------------------------------------------------------------------------------------


def _lengths(words: tuple[Word, ...], numerals: tuple[Numeral, ...]) -> list[_Length]:
    found = [length for numeral in numerals if (length := _counted_length(words, numeral)) is not None]
    for index in range(len(words)):
        length = _article_length(words, index) or _long_length(words, index) or _vague_length(words, index)
        if length is not None and not any(length.first < o.last and o.first < length.last for o in found):
            found.append(length)
    return sorted(found, key=lambda length: length.first)


def _counted_length(words: tuple[Word, ...], numeral: Numeral) -> _Length | None:
    """A figure and the unit after it: "six years", "a 10-day deadline", "two more days"."""
    if numeral.form in {"ordinal", "fraction"} or numeral.currency is not None:
        return None
    at = numeral.last
    while at < len(words) and words[at].lower in _BETWEEN:
        at += 1
    if at >= len(words) or words[at].lower not in TIME_UNITS:
        return None
    unit = TIME_UNITS[words[at].lower]
    if (words[at].lower in {"min", "sec", "hr", "second"} and words[numeral.first].is_digits is False) or unit == "":
        return None
    interval, last = _half_after(words, at + 1, numeral.interval)
    return _Length(numeral.from_word, max(last, numeral.to_word), interval, unit)


def _half_after(words: tuple[Word, ...], index: int, interval: Interval) -> tuple[Interval, int]:
    """ "a year and a half": the half belongs to the length."""
    tail = tuple(word.lower for word in words[index : index + 3])
    if tail != ("and", "a", "half") or interval.low is None or interval.low != interval.high:
        return interval, index
    return interval.model_copy(update={"low": interval.low + 0.5, "high": interval.low + 0.5}), index + 3


def _article_length(words: tuple[Word, ...], index: int) -> _Length | None:
    """ "a decade", "half an hour", "the past year": an article or half before a unit of time."""
    word = words[index].lower
    if word == "half":
        return _half_length(words, index)
    if (quarter := _quarter_century(words, index)) is not None:
        return quarter
    following = words[index + 1].lower if index + 1 < len(words) else ""
    if word not in {"a", "an", "past", "last"} or following not in TIME_UNITS or following == "second":
        return None
    if word in {"past", "last"} and not _is_past_stretch(words, index):
        return None
    interval, last = _half_after(words, index + 2, Interval(low=1.0, high=1.0))
    if word in {"a", "an"} and not _article_counts(words, index, last):
        return None
    return _with_word_bound(words, _Length(index, last, interval, TIME_UNITS[following]))


def _quarter_century(words: tuple[Word, ...], index: int) -> _Length | None:
    """ "a quarter of a century", "a quarter century"."""
    if _lower(words, index) not in {"a", "one"} or _lower(words, index + 1) != "quarter":
        return None
    at = index + 2
    while _lower(words, at) in {"of", "a", "-"}:
        at += 1
    if _lower(words, at) != "century":
        return None
    return _with_word_bound(words, _Length(index, at + 1, Interval(low=0.25, high=0.25), "century"))


def _long_length(words: tuple[Word, ...], index: int) -> _Length | None:
    """ "a month-long siege", "weeklong", "the years-long dispute"."""
    word = words[index].lower
    if word in _LONG_WORDS:
        return _Length(index, index + 1, Interval(low=1.0, high=1.0), _LONG_WORDS[word])
    if word not in TIME_UNITS or _lower(words, index + 1) not in {"-", "‐", "‑"} or _lower(words, index + 2) != "long":
        return None
    interval = Interval(low=2.0) if word.endswith(("s", "centuries")) else Interval(low=1.0, high=1.0)
    return _Length(index, index + 3, interval, TIME_UNITS[word])


def _vague_length(words: tuple[Word, ...], index: int) -> _Length | None:
    """ "for years", "the worst in decades", "weeks ago": at least two of them."""
    word, before, after = words[index].lower, _lower(words, index - 1), _lower(words, index + 1)
    if word not in TIME_UNITS or not word.endswith("s") or (after == "to" and _lower(words, index + 2) == "come"):
        return None
    if after != "ago" and before not in _VAGUE_LEADS:
        return None
    first = index - 1 if before == "many" else index
    return _Length(first, index + 1, Interval(low=2.0), TIME_UNITS[word], vague=True)


def _lower(words: tuple[Word, ...], index: int) -> str:
    return words[index].lower if 0 <= index < len(words) else ""


def _half_length(words: tuple[Word, ...], index: int) -> _Length | None:
    at = index + 1
    while at < len(words) and words[at].lower in {"a", "an", "-"}:
        at += 1
    if at == index + 1 or at >= len(words) or words[at].lower not in TIME_UNITS:
        return None
    length = _Length(index, at + 1, Interval(low=0.5, high=0.5), TIME_UNITS[words[at].lower])
    return _with_word_bound(words, length)


def _is_past_stretch(words: tuple[Word, ...], index: int) -> bool:
    """ "over the past year" is a length; "last year" alone is a date."""
    before = tuple(word.lower for word in words[max(0, index - 2) : index])
    return len(before) == 2 and before[1] == "the" and before[0] in {"in", "over", "for", "during", "within"}


def _article_counts(words: tuple[Word, ...], index: int, last: int) -> bool:
    """ "in a decade", "a week ago" are lengths; "miles an hour", "twice a week", "a year of war" are none."""
    after = _lower(words, last)
    before = words[index - 1].lower + " " if index else ""
    return after in _AFTERWORDS or bool(_ARTICLE_LEAD.search(before))


def _with_word_bound(words: tuple[Word, ...], length: _Length) -> _Length:
    for reach in (3, 2, 1):
        start = length.first - reach
        phrase = " ".join(word.lower for word in words[max(0, start) : length.first])
        if start >= 0 and phrase in BOUNDS:
            return _Length(start, length.last, bounded(length.interval, BOUNDS[phrase]), length.unit)
    after = bound_after(words, length.last)  # "an hour or so"
    if after is not None:
        return _Length(length.first, after[0], bounded(length.interval, after[1]), length.unit)
    return length


def _joined(words: tuple[Word, ...], lengths: list[_Length]) -> list[_Length]:
    """ "two hours and 30 minutes" is one length."""
    joined: list[_Length] = []
    for length in lengths:
        previous = joined[-1] if joined else None
        if previous is not None and _continues(words, previous, length):
            joined[-1] = _sum(previous, length)
        else:
            joined.append(length)
    return joined


def _continues(words: tuple[Word, ...], left: _Length, right: _Length) -> bool:
    between = [word.lower for word in words[left.last : right.first]]
    exact = left.interval.low is not None and left.interval.low == left.interval.high
    smaller = DAYS_PER_UNIT[right.unit] < DAYS_PER_UNIT[left.unit]
    return between in ([], ["and"], [","], [",", "and"]) and smaller and exact and right.interval.low is not None


def _sum(left: _Length, right: _Length) -> _Length:
    share = DAYS_PER_UNIT[right.unit] / DAYS_PER_UNIT[left.unit]
    total = (left.interval.low or 0.0) + (right.interval.low or 0.0) * share
    interval = left.interval.model_copy(update={"low": total, "high": total})
    return _Length(left.first, right.last, interval, left.unit)


def _says_little(tree: Tree, length: _Length, duration: Duration) -> bool:
    """ "in hours" says a length only after a rank: "the worst storm in decades"."""
    before = tree.text[max(0, duration.span.start - 4) : duration.span.start].lower()
    return length.vague and before.endswith(" in ") and duration.role is not DurationRole.SINCE_LAST


# --- what a length says ----------------------------------------------------------------------------------------------


def _describe(tree: Tree, words: tuple[Word, ...], length: _Length) -> Duration:
    span = span_of(words, length.first, length.last)
    role, anchor = _role(tree, words, length, span)
    event, about = (None, _aged(tree, span)) if role is DurationRole.AGE else _event_and_about(tree, span, anchor)
    if role is DurationRole.DEADLINE and (due := _due(tree, words, length)) is not None:
        event = due
    return Duration(
        text=span.of(tree.text),
        span=span,
        interval=length.days,
        role=role,
        understood=length.understood,
        event=event,
        about=about,
    )


def _role(tree: Tree, words: tuple[Word, ...], length: _Length, span: Span) -> tuple[DurationRole, int | None]:
    """The role, and for a since-last length the character where its "first" or "last" stands."""
    before = tree.text[max(0, span.start - _LOOKBACK) : span.start]
    offset = span.start - len(before)
    after = [word.lower for word in words[length.last : length.last + 3]]
    if "old" in after[:2] or _AGED.search(before):
        return DurationRole.AGE, None
    if (lead := _SINCE_LEAD.search(before)) is not None and _ranks_an_event(lead):
        return DurationRole.SINCE_LAST, offset + lead.start("rank")
    if after[:1] == ["ago"]:
        last = _last_before(tree, span)
        return (DurationRole.SINCE_LAST, last) if last is not None else (DurationRole.AGO, None)
    if _is_since_last(tree, length, span):
        return DurationRole.SINCE_LAST, None
    return _plain_role(before, after), None


def _due(tree: Tree, words: tuple[Word, ...], length: _Length) -> str | None:
    """What is to happen by a deadline: "48 hours to leave the town"."""
    if _lower(words, length.last) != "to" or length.last + 1 >= len(words):
        return None
    start = words[length.last + 1].start
    verb = next((token for token in tree.tokens if token.start == start and token.pos in {"VERB", "AUX"}), None)
    return None if verb is None else f"to {lemma_of(verb)}"


def _is_since_last(tree: Tree, length: _Length, span: Span) -> bool:
    """ "have not met in six years", "a 40-year high", "after a gap of six years", "it has been six years since"."""
    before, after = tree.text[max(0, span.start - _LOOKBACK) : span.start], tree.text[span.end : span.end + 20].split()
    if _NOT_SINCE_LEAD.search(before) is not None and "have" in _helper_lemmas(tree, span):
        return True
    following = re.sub(r"\W", "", after[0].lower()) if after else ""
    if length.unit in _SINCE_UNITS and (following in _SINCE_NOUNS_AFTER or _SINCE_NOUN_BEFORE.search(before)):
        return True
    return following == "since" and _BEEN.search(before) is not None


def _plain_role(before: str, after: list[str]) -> DurationRole:
    if _BY_WHEN.search(before) or _is_deadline(after) or (after[:1] == ["to"] and _GIVEN.search(before)):
        return DurationRole.DEADLINE
    return DurationRole.LENGTH


def _ranks_an_event(lead: re.Match[str]) -> bool:
    """ "first time in", "first meeting with Putin for": but "for" after anything else is how long something lasted."""
    between = lead.group("between").split()
    if not between:
        return _OWNS.search(lead.string[: lead.start("rank")]) is not None
    names_event = any(word.lower() in EVENT_CLASSES or word == "time" for word in between)
    return names_event or lead.group("prep").lower() != "for"


def _is_deadline(after: list[str]) -> bool:
    return any(word in {"deadline", "ultimatum", "notice"} for word in after)


def _helper_lemmas(tree: Tree, span: Span) -> set[str]:
    top = tree.top(span)
    if top is None:
        return set()
    return {
        tree.tokens[child].lemma
        for above in tree.ancestors(top)
        for child in tree.children(above, "aux")
        if tree.tokens[above].pos in {"VERB", "AUX"}
    }


def _last_before(tree: Tree, span: Span) -> int | None:
    """Where a "last" stands that makes an "ago" a since-last: "last met", "the last meeting was"."""
    for token in tree.tokens:
        if token.end > span.start:
            return None
        if token.text.lower() != "last":
            continue
        head = tree.tokens[token.head]
        if head.pos in {"VERB", "AUX"} or lemma_of(head) in EVENT_CLASSES or lemma_of(head) == "time":
            return token.start
    return None


def _event_and_about(tree: Tree, span: Span, anchor: int | None) -> tuple[str | None, str | None]:
    if anchor is None:
        top = tree.top(span)
        return (governing_event(tree, top) if top is not None else None), _subject_words(tree, span)
    index = next((i for i, token in enumerate(tree.tokens) if token.start <= anchor < token.end), None)
    if index is None:
        return None, None
    head = _ranked_head(tree, index)
    token = tree.tokens[head]
    if token.pos in {"VERB", "AUX"}:
        return verb_event(tree, head), _participants(tree, head, span)
    return event_class(lemma_of(token)), _noun_participants(tree, head, span)


def _ranked_head(tree: Tree, index: int) -> int:
    """What is "first" or "last": the noun, or for "the first time" and "last met" the verb above."""
    head = tree.tokens[index].head
    if lemma_of(tree.tokens[head]) != "time":
        return head
    return next((i for i in tree.ancestors(head) if tree.tokens[i].pos in {"VERB", "AUX"}), head)


def _subject_words(tree: Tree, span: Span) -> str | None:
    top = tree.top(span)
    if top is None:
        return None
    for above in tree.ancestors(top):
        if tree.tokens[above].pos in {"VERB", "AUX"}:
            return _participants(tree, above, span)
    return None


def _participants(tree: Tree, verb: int, span: Span) -> str | None:
    """The subject of a verb, or of the verb that it hangs from: whom a length of time is said of."""
    for index in (verb, *tree.ancestors(verb)):
        for subject in tree.children(index, "nsubj", "nsubjpass"):
            return _cut(tree, subject, span)
    return None


def _noun_participants(tree: Tree, noun: int, span: Span) -> str | None:
    """Whom an event noun speaks of: "between A and B", "his ... with B", else the subject of its sentence."""
    between = next((i for i in tree.children(noun, "prep") if tree.tokens[i].text.lower() == "between"), None)
    if between is not None:
        start, end = tree.tokens[between].end, tree.tokens[tree.subtree(between)[-1]].end
        return _before_length(tree.text[start : min(end, max(start, span.start))])
    owners = [tree.words(i) for i in tree.children(noun, "poss")]
    partners = [
        _cut(tree, below, span)
        for i in tree.children(noun, "prep")
        if tree.tokens[i].text.lower() == "with"
        for below in tree.children(i, "pobj")
    ]
    named = [re.sub(r"['’]s?$", "", name) for name in (*owners, *partners) if name]
    if named:
        return " and ".join(named)
    return next((found for above in tree.ancestors(noun) if (found := _participants(tree, above, span))), None)


def _cut(tree: Tree, index: int, span: Span) -> str | None:
    indices = [i for i in tree.subtree(index) if tree.tokens[i].end <= span.start or index < i]
    inside = [i for i in indices if not (span.start <= tree.tokens[i].start < span.end)]
    if not inside:
        return None
    start, end = tree.tokens[inside[0]].start, tree.tokens[inside[-1]].end
    text = tree.text[start:end] if end <= span.start or start >= span.end else tree.text[start : span.start]
    return _before_length(text)


def _aged(tree: Tree, span: Span) -> str | None:
    """Whose age it is: "51-year-old Tom Reed", "a girl aged 9", "Tom Reed is 51 years old"."""
    top = tree.top(span)
    for above in tree.ancestors(top) if top is not None else ():
        token = tree.tokens[above]
        if token.pos in {"VERB", "AUX"} and tree.children(above, "nsubj", "nsubjpass"):
            return _participants(tree, above, span)
        if token.pos in {"NOUN", "PROPN"} and token.text.lower() != "year":
            first = min((above, *tree.children(above, "compound")))
            start = tree.tokens[first].start
            return tree.text[start : token.end] if start >= span.end or token.end <= span.start else token.text
    return None


def _before_length(text: str) -> str | None:
    """The phrase without the preposition that led to the length of time."""
    cleaned = re.sub(r"\s(?:in|for|since)\s*$", "", text.rstrip()).strip(" ,")
    return cleaned or None


# --- since a year ---------------------------------------------------------------------------------------------------


def _since_years(tree: Tree, published: date | None) -> list[Duration]:
    """ "the first summit since 2019", "have not met since 2019", "last met in 2019"."""
    found = []
    for match in _SINCE_YEAR.finditer(tree.text):
        before = tree.text[max(0, match.start() - _LOOKBACK) : match.start()] + "since "
        rank = _SINCE_LEAD.search(before)
        span = Span(start=match.start(), end=match.end())
        if rank is not None and rank.group("between").split():
            found.append(_since(tree, span, int(match.group("year")), published, rank_at(rank, match.start())))
        elif _NOT_SINCE_LEAD.search(before) is not None and "have" in _helper_lemmas(tree, span):
            found.append(_since(tree, span, int(match.group("year")), published, None))
    for match in _IN_YEAR.finditer(tree.text):
        span = Span(start=match.start(), end=match.end())
        if (last := _last_before(tree, span)) is not None:
            found.append(_since(tree, span, int(match.group("year")), published, last))
    return found


def rank_at(lead: re.Match[str], end: int) -> int:
    """Where the "first" of a since-phrase stands in the claim, given where the phrase begins there."""
    return end - (len(lead.string) - len("since ")) + lead.start("rank")


def _since(tree: Tree, span: Span, year: int, published: date | None, anchor: int | None) -> Duration:
    event, about = _event_and_about(tree, span, anchor)
    interval = Interval()
    if published is not None and published.year >= year:
        low = max(0, (published - date(year, 12, 31)).days)
        interval = Interval(low=low, high=(published - date(year, 1, 1)).days)
    return Duration(
        text=span.of(tree.text),
        span=span,
        interval=interval,
        role=DurationRole.SINCE_LAST,
        understood=f"since {year}",
        event=event,
        about=about,
        since_year=year,
    )
