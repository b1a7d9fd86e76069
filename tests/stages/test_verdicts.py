"""The truth table of the one function that turns two directions of NLI and the facts into a verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.schema import (
    Argument,
    ArgumentRole,
    ClaimFacts,
    ContradictionKind,
    Duration,
    DurationRole,
    EntityMention,
    EntityType,
    Frame,
    Interval,
    NameComparison,
    NliScores,
    Qualifier,
    Quantity,
    QuantityKind,
    Span,
    TimeMention,
    Verdict,
)
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts import PairEvidence, is_settled, judge_pair, judge_pairs
from factcheck.stages.verdicts.clashes import find_clashes
from factcheck.stages.verdicts.dates import calendar_day
from factcheck.stages.verdicts.figures import share_fit
from factcheck.stages.verdicts.intervals import Fit, fit
from factcheck.stages.verdicts.weighing import weigh_clash
from tests.builders import make_claim, make_facts, make_scores

SETTINGS = VerdictSettings()
AGREES, NEUTRAL, DIFFERS = Verdict.AGREEMENT, Verdict.NEUTRAL, Verdict.CONTRADICTION
NUMBER, DURATION, DATE = ContradictionKind.NUMBER, ContradictionKind.DURATION, ContradictionKind.DATE
ENTITY = ContradictionKind.ENTITY
PLACE, NEGATION, OTHER = ContradictionKind.PLACE, ContradictionKind.NEGATION, ContradictionKind.OTHER
YEAR = 365.25
SHARED = NameComparison(shared=("karlin",))

ENTAILS, CONTRADICTS = make_scores(entailment=0.9), make_scores(contradiction=0.95)
UNSURE, LEANS_TO = make_scores(), make_scores(entailment=0.45)
LEANS_AGAINST = make_scores(contradiction=0.55)


# --- builders --------------------------------------------------------------------------------------------------------


def span(text: str) -> Span:
    return Span(start=0, end=len(text))


def hurt(number: float, text: str | None = None, **fields: object) -> Quantity:
    """So many people injured."""
    written = text or f"{number:g}"
    given: dict[str, object] = {
        "text": written,
        "span": span(written),
        "kind": QuantityKind.COUNT,
        "interval": Interval(low=number, high=number),
        "counted": "person",
        "event": "injure",
        "understood": f"{number:g} injured",
    }
    return Quantity.model_validate({**given, **fields})


def since_last(interval: Interval, text: str, about: str, event: str = "meet") -> Duration:
    return Duration(
        text=text,
        span=span(text),
        interval=interval,
        role=DurationRole.SINCE_LAST,
        understood=text,
        event=event,
        about=about,
    )


def weekday(name: str, number: int, event: str = "collapse") -> TimeMention:
    return TimeMention(text=name, span=span(name), granularity="weekday", weekday=number, event=event, understood=name)


def chased(km: float, text: str) -> Quantity:
    interval = Interval(low=km, high=km)
    fields = {"kind": QuantityKind.MEASURE, "unit": "km", "counted": None, "event": "chase", "understood": f"{km:g} km"}
    return hurt(km, text, interval=interval, **fields)


def share(percent: float) -> Quantity:
    fields = {"kind": QuantityKind.PERCENT, "unit": "percent", "counted": "traffic", "event": "be"}
    return hurt(percent, f"{percent:g}%", understood=f"{percent:g}%", **fields)


def clock(minutes: float, text: str, zone: str | None = None) -> TimeMention:
    at = Interval(low=minutes, high=minutes)
    return TimeMention(text=text, span=span(text), granularity="clock", clock=at, zone=zone, understood="09:25")


def aged(years: int, about: str) -> Duration:
    days = Interval(low=years * YEAR, high=years * YEAR)
    text = f"{years}-year-old"
    return Duration(
        text=text, span=span(text), interval=days, role=DurationRole.AGE, understood=f"{years} years old", about=about
    )


def person(name: str) -> EntityMention:
    return EntityMention(text=name, span=span(name), type=EntityType.PERSON, canonical=name)


def place_at(name: str, start: int) -> EntityMention:
    return place(name).model_copy(update={"span": Span(start=start, end=start + len(name))})


def place(name: str) -> EntityMention:
    return EntityMention(text=name, span=span(name), type=EntityType.PLACE, canonical=name.casefold())


WORDS = {"c1": ("karlin", "bridge", "collapse", "river", "night"), "c2": ("karlin", "bridge", "fall", "storm", "day")}


def facts(claim_id: str, **fields: object) -> ClaimFacts:
    return make_facts(claim_id, **{"predicate": "collapse", "subject": "bridge", "words": WORDS[claim_id], **fields})


class Pair(NamedTuple):
    """What a row of the table is about; the rest is a pair of claims on one event."""

    left: ClaimFacts
    right: ClaimFacts
    names: NameComparison = SHARED
    similarity: float = 0.8
    speakers: tuple[str | None, str | None] = (None, None)
    published: tuple[datetime | None, datetime | None] = (None, None)
    checked: str | None = None
    unresolved: tuple[str, ...] = ()
    texts: tuple[str, str] = ("The Karlin bridge collapsed.", "The bridge fell in Karlin, Liben and Troja.")


def pair(left: dict[str, object] | None = None, right: dict[str, object] | None = None, **fields: object) -> Pair:
    return Pair(facts("c1", **(left or {})), facts("c2", **(right or {})))._replace(**fields)


def evidence(given: Pair, forward: NliScores, backward: NliScores) -> PairEvidence:
    return PairEvidence(
        left=make_claim(given.texts[0], id="c1", source_id="s1", speaker=given.speakers[0]),
        right=make_claim(
            given.texts[1], id="c2", source_id="s2", speaker=given.speakers[1], unresolved=given.unresolved
        ),
        left_facts=given.left,
        right_facts=given.right,
        left_to_right=forward,
        right_to_left=backward,
        similarity=given.similarity,
        names=given.names,
        left_published=given.published[0],
        right_published=given.published[1],
        cluster_id="k1",
        checked=given.checked,
    )


def mirrored(one: PairEvidence) -> PairEvidence:
    """The same pair with its sides exchanged."""
    places = one.names.places_apart
    names = one.names.model_copy(update={"places_apart": places[::-1] if places else None})
    return PairEvidence(
        left=one.right,
        right=one.left,
        left_facts=one.right_facts,
        right_facts=one.left_facts,
        left_to_right=one.right_to_left,
        right_to_left=one.left_to_right,
        similarity=one.similarity,
        names=names,
        left_published=one.right_published,
        right_published=one.left_published,
        cluster_id=one.cluster_id,
        checked=one.checked,
    )


FELL = "The bridge fell in Karlin, Liben and Troja."

# --- the table -------------------------------------------------------------------------------------------------------

PLAIN = pair()
MORE_IN_DRAFT = pair(
    {"words": ("bridge", "fall", "river", "aln", "hurt")},
    {"words": ("bridge", "fall", "river", "aln")},
    similarity=0.95, checked="c1",
)  # fmt: skip
SIX_OR_NINE = pair({"quantities": (hurt(6),)}, {"quantities": (hurt(9),)})
SAME_FIGURE = pair({"quantities": (hurt(6),)}, {"quantities": (hurt(6, "six"),)})
SAME_FIGURE_OF_OTHERS = SAME_FIGURE._replace(names=NameComparison(people_apart=True))
TWO_DEAD_TWO_HURT = pair({"quantities": (hurt(2, event="die"),)}, {"quantities": (hurt(2),)}, similarity=0.5)
SIX_AND_OTHERS = pair(
    {"quantities": (hurt(6, counted="ship", event="sink", understood="6 ships"),)},
    {"quantities": (hurt(6, counted="other ship", event="flee", understood="6 ships"),)},
    similarity=0.5,
)
MISSPELT = pair({"entities": (person("Jonas Lund"),)}, {"entities": (person("Jonas Lind"),)}, similarity=0.5)
MISSPELT_UNALIKE = MISSPELT._replace(checked="c1", similarity=0.3)
ONE_EACH = pair({"quantities": (hurt(1),)}, {"quantities": (hurt(1),)}, similarity=0.5)
SOME_IN_BOTH = pair(
    {"quantities": (hurt(2, "a few", interval=Interval(low=2, high=9)),)},
    {"quantities": (hurt(2, "a few", interval=Interval(low=2, high=9)),)},
    similarity=0.5,
)
BOATS_AND_VESSELS = pair(
    {"quantities": (hurt(5, "five", counted="ship", event="detect", understood="5 boats"),)},
    {"quantities": (hurt(5, "five", counted="ship", event="escort", understood="5 vessels"),)},
    similarity=0.5,
    texts=("five boats came near the port", "five vessels sailed under escort"),
)
CAR_CHASE = pair(
    {"quantities": (chased(48.28, "30 miles"),)},
    {"quantities": (chased(48.0, "48km"),)},
)
SHARE_OF_PLACES = pair(
    {"quantities": (share(65),), "entities": (place_at("India", 10),)},
    {"quantities": (share(65),), "entities": (place_at("Egypt", 10),)},
    similarity=0.5,
)
ONE_HOUR = pair({"times": (clock(565, "9:25"),)}, {"times": (clock(565, "9.25 a.m."),)}, similarity=0.5)
TWO_ZONES = pair({"times": (clock(565, "9:25", "GMT"),)}, {"times": (clock(565, "9.25 a.m.", "EST"),)}, similarity=0.5)
TWO_DAYS = pair(
    {"times": (clock(565, "9:25"), weekday("Thursday", 3, "arrive"))},
    {"times": (clock(565, "9.25 a.m."), weekday("Friday", 4, "leave"))},
    similarity=0.5,
)
ONE_AGE = pair({"durations": (aged(61, "man"),)}, {"durations": (aged(61, "the suspect"),)}, similarity=0.4)
TWO_AGED = pair({"durations": (aged(61, "John Holm"),)}, {"durations": (aged(61, "Ida Vale"),)}, similarity=0.4)
ROUNDED = pair({"quantities": (hurt(3000, "3,000"),)}, {"quantities": (hurt(3150, "3,150"),)})
NOT_ROUNDED = pair({"quantities": (hurt(3000, "3,000"),)}, {"quantities": (hurt(3700, "3,700"),)})
NO_ONE_HURT = pair({"denied": ("injure",), "predicate": "be"}, {"quantities": (hurt(3),), "predicate": "be"})
FOUND = Frame(event="find", arguments=(Argument(role=ArgumentRole.PATIENT, head="bomb", text="a bomb"),))
NO_BOMB = pair({"denied": ("bomb",), "predicate": "have"}, {"frames": (FOUND,), "predicate": "find"})
NONE_SEARCHED = NO_BOMB._replace(
    right=facts("c2", predicate="seek", frames=(FOUND.model_copy(update={"event": "seek"}),))
)
IN_TOWN = Argument(role=ArgumentRole.PLACE, head="city", text="the city")
UNDAMAGED = pair(
    {"subject": "town", "predicate": "damage", "negated": True},
    {"subject": "building", "predicate": "topple", "frames": (Frame(event="topple", arguments=(IN_TOWN,)),)},
)
UPHELD = pair(
    {"words": ("karlin", "court", "uphold", "ban"), "predicate": "uphold", "subject": "court"},
    {"words": ("karlin", "court", "overturn", "ban"), "predicate": "overturn", "subject": "court"},
)
CAME_AND_LEFT = pair(
    {"words": ("karlin", "court", "arrive", "night"), "predicate": "arrive", "subject": "court"},
    {"words": ("karlin", "court", "leave", "night"), "predicate": "leave", "subject": "court"},
)
QUAKE_AND_AFTERSHOCK = pair(
    {"subject": "aftershock", "predicate": "shake", "words": ("aftershock", "shake", "town"),
     "quantities": (hurt(6),)},
    {"subject": "quake", "predicate": "shake", "words": ("quake", "shake", "town"), "quantities": (hurt(9),)},
)  # fmt: skip
BOUND = pair(
    {"quantities": (hurt(6),)},
    {"quantities": (hurt(5, "at least 5", interval=Interval(low=5)),)},
)
OTHER_COUNTED = pair({"quantities": (hurt(6, counted="ship", event="seize"),)}, {"quantities": (hurt(9),)})
OTHER_FATE = pair({"quantities": (hurt(6, event="die"),)}, {"quantities": (hurt(9),)})
OTHER_PEOPLE = SIX_OR_NINE._replace(names=NameComparison(people_apart=True))
UNALIKE = SIX_OR_NINE._replace(similarity=0.45)
FAR = SIX_OR_NINE._replace(similarity=0.2)
MEETING = pair(
    {"durations": (since_last(Interval(low=6 * YEAR, high=6 * YEAR), "six years", "Trump and Putin"),)},
    {"durations": (since_last(Interval(low=4 * YEAR, low_open=True), "over four years", "US and Russian leaders"),)},
    names=NameComparison(),
    similarity=0.65,
)
LAST_MET = pair(
    {"durations": (since_last(Interval(low=4 * YEAR, high=4 * YEAR), "four years", "Trump and Putin"),)},
    {"durations": (since_last(Interval(low=6 * YEAR, high=6 * YEAR), "six years", "Trump and Putin"),)},
)
VISIT_AND_MEETING = pair(
    {"durations": (since_last(Interval(low=10 * YEAR, high=10 * YEAR), "a decade", "Putin", "visit"),)},
    {"durations": (since_last(Interval(low=6 * YEAR, high=6 * YEAR), "six years", "Trump and Putin"),)},
)
DAYS = pair({"times": (weekday("Thursday", 3),)}, {"times": (weekday("Friday", 4),)})
SUMMIT = pair(
    {"predicate": "meet", "subject": None},
    {"predicate": "meet", "subject": "leader"},
    names=NameComparison(places_apart=(place("Geneva"), place("Alaska"))),
)
TYPED_SUMMIT = SUMMIT._replace(similarity=0.15, checked="c1")
PAST_SUMMIT = TYPED_SUMMIT._replace(left=facts("c1", predicate="meet", subject=None, past=True))
ARRESTS = pair(
    {"predicate": "arrest", "subject": "man"},
    {"predicate": "arrest", "subject": "man"},
    names=NameComparison(places_apart=(place("Lyon"), place("Paris"))),
)
DENIED = pair({"negated": True})
BOTH_DENY = pair({"negated": True}, {"negated": True})
MAYBE = pair({"certainty": "possible"}, {})
QUOTED = SIX_OR_NINE._replace(speakers=("Ada Holm", "Bo Lind"))
ONE_QUOTED = SIX_OR_NINE._replace(speakers=("Mayor Ada Holm", "Holm"))
TORN_WEAK = LEANS_TO, CONTRADICTS
QUOTES = pair({"quotations": ("a rotten bridge", "sheer luck")}, {"quotations": ("sheer luck",)}, similarity=0.4)
LONGER_QUOTE = pair(
    {"quotations": ("it was a matter of sheer luck",)}, {"quotations": ("matter of sheer luck",)}, similarity=0.4
)
OTHER_SPEAKERS = QUOTES._replace(speakers=("Ada Holm", "Bo Lind"))
HOUSE_SPEAKS = QUOTES._replace(speakers=("the police", "Bo Lind"))
DISTANT_QUOTE = QUOTES._replace(similarity=0.2)
LISTED = tuple(
    EntityMention(
        text=name,
        span=Span(start=FELL.index(name), end=FELL.index(name) + len(name)),
        type=EntityType.PLACE,
        canonical=name,
    )
    for name in ("Karlin", "Liben", "Troja")
)
SAME_LIST = pair({"entities": LISTED[::-1]}, {"entities": LISTED}, similarity=0.55)
SHORT_LIST = pair({"entities": LISTED[:2]}, {"entities": LISTED}, similarity=0.55)
SAME_VENUE = pair({"venues": ("base",)}, {"venues": ("base", "hotel")}, similarity=0.6)
UNLIKE_VENUE = SAME_VENUE._replace(similarity=0.45)
DENIED_VENUE = pair({"venues": ("base",), "negated": True}, {"venues": ("base",), "subject": "roof"}, similarity=0.45)


def dated(start: date, end: date, text: str, granularity: str) -> dict[str, object]:
    time = TimeMention(
        text=text, span=span(text), granularity=granularity, start=start, end=end, event="invade", understood=text
    )
    return {"times": (time,)}


FEBRUARY = dated(date(2022, 2, 1), date(2022, 2, 28), "in February 2022", "month")
YEAR_2022 = dated(date(2022, 1, 1), date(2022, 12, 31), "in 2022", "year")
INVASION = pair(FEBRUARY, YEAR_2022, similarity=0.55)
MAYBE_INVASION = pair(FEBRUARY, {**YEAR_2022, "certainty": "conditional"}, similarity=0.55)
OPEN_REFERENCE = PLAIN._replace(unresolved=("they",))
FEW_WORDS = PLAIN._replace(right=facts("c2", words=("karlin",)))
NOTHING_SHARED = PLAIN._replace(right=facts("c2", words=("roof", "leak", "rain", "museum")), similarity=0.55)
RIFLES: dict[str, object] = {"counted": "rifle", "event": "seize"}
ROUNDS: dict[str, object] = {"counted": "round", "event": "seize"}
SEVERAL = pair(
    {"quantities": (hurt(6, **RIFLES), hurt(300, **ROUNDS)), "predicate": "find"},
    {"quantities": (hurt(14, **RIFLES), hurt(923, **ROUNDS)), "predicate": "seize"},
)
SUMMED = SEVERAL._replace(texts=("Police seized six rifles.", "Police have seized 14 rifles so far."))
CHASE: dict[str, object] = {"kind": "measure", "unit": "km", "counted": "chase", "event": "chase"}
TWO_UNITS = pair(
    {"quantities": (hurt(48, "48km", **CHASE),)}, {"quantities": (hurt(48.3, "30 miles", **CHASE),)}, similarity=0.9
)
AGED = since_last(Interval(low=36 * YEAR, high=36 * YEAR), "36", "man").model_copy(update={"role": DurationRole.AGE})
FALL: dict[str, object] = {"kind": "measure", "unit": "km", "counted": "cliff", "event": "fall"}
SAME_AGE = pair(
    {"quantities": (hurt(0.15, "150 metres", **FALL),), "durations": (AGED,), "predicate": "fall"},
    {"quantities": (hurt(0.2, "200 metres", **FALL),), "durations": (AGED,), "predicate": "fall"},
    names=NameComparison(),
    similarity=0.55,
)
OVER_AND_TO_COME = pair({"past": True})
MUCH_ALIKE = pair({"words": WORDS["c1"]}, {"words": WORDS["c1"]})
MUCH_ALIKE_DENIED = MUCH_ALIKE._replace(left=facts("c1", words=WORDS["c1"], predicate="end", negated=True))
RATHER_ALIKE = MUCH_ALIKE._replace(left=facts("c1", words=(*WORDS["c1"], "april", "flood", "crowd")), similarity=0.6)
THREE_NAMES = NOTHING_SHARED._replace(names=NameComparison(shared=("Karlin", "Liben", "Troja")), similarity=0.7)
TWO_GUNS = pair({"words": ("man", "rifle", "office")}, {"words": ("man", "pistol", "door")}, similarity=0.5)
TWO_EVENTS = pair(
    {"quantities": (hurt(3, counted="cable", event="break"),)},
    {"quantities": (hurt(4, counted="cable", event=None),), "predicate": "be"},
    similarity=0.65,
)
TWO_VENUES = pair({"venues": ("scene",)}, {"venues": ("hospital",)})
EARLY, LATE = datetime(2025, 3, 4, tzinfo=UTC), datetime(2025, 3, 5, tzinfo=UTC)
TOLL_ROSE = SIX_OR_NINE._replace(published=(EARLY, LATE))
TOLL_FELL = SIX_OR_NINE._replace(published=(LATE, EARLY))

TABLE = [
    # what is compared            left->right     right->left     verdict   kind      qualifier
    ("nothing to compare", PLAIN, UNSURE, UNSURE, NEUTRAL, None, None),
    ("entailment one way", PLAIN, ENTAILS, UNSURE, AGREES, None, None),
    ("entailment the other way", PLAIN, UNSURE, ENTAILS, AGREES, None, None),
    ("entailment both ways", PLAIN, ENTAILS, ENTAILS, AGREES, None, None),
    ("a leaning alone", PLAIN, LEANS_TO, UNSURE, AGREES, None, None),
    ("a leaning, one of them plans", MAYBE, LEANS_TO, UNSURE, NEUTRAL, None, None),
    ("a leaning and one figure", SAME_FIGURE, LEANS_TO, UNSURE, AGREES, None, None),
    ("a leaning, both deny it", BOTH_DENY, LEANS_TO, UNSURE, AGREES, None, None),
    ("one figure of one thing", SAME_FIGURE, UNSURE, UNSURE, AGREES, None, None),
    ("one figure, contradicted both ways", SAME_FIGURE, CONTRADICTS, CONTRADICTS, NEUTRAL, None, None),
    ("one figure of other people", SAME_FIGURE_OF_OTHERS, UNSURE, UNSURE, NEUTRAL, None, None),
    ("one figure, unalike", SAME_FIGURE._replace(similarity=0.3), UNSURE, UNSURE, NEUTRAL, None, None),
    ("one figure of two fates", TWO_DEAD_TWO_HURT, UNSURE, UNSURE, NEUTRAL, None, None),
    ("six, and the six others", SIX_AND_OTHERS, UNSURE, UNSURE, NEUTRAL, None, None),
    ("a draft's name spelled otherwise", MISSPELT._replace(checked="c1"), UNSURE, UNSURE, DIFFERS, ENTITY, None),
    ("a name spelled otherwise, unalike", MISSPELT_UNALIKE, UNSURE, UNSURE, NEUTRAL, None, None),
    ("one of each", ONE_EACH, UNSURE, UNSURE, NEUTRAL, None, None),
    ("a range in both", SOME_IN_BOTH, UNSURE, UNSURE, NEUTRAL, None, None),
    ("a typed claim shares a figure", SAME_FIGURE._replace(checked="c1"), UNSURE, UNSURE, NEUTRAL, None, None),
    ("five boats, five vessels", BOATS_AND_VESSELS, UNSURE, UNSURE, NEUTRAL, None, None),
    ("miles and kilometres, contradicted", CAR_CHASE, CONTRADICTS, CONTRADICTS, AGREES, None, None),
    ("one share of two places", SHARE_OF_PLACES, UNSURE, UNSURE, NEUTRAL, None, None),
    ("one time of day", ONE_HOUR, UNSURE, UNSURE, AGREES, None, None),
    ("one time of day, two zones", TWO_ZONES, UNSURE, UNSURE, NEUTRAL, None, None),
    ("one time of day, two days", TWO_DAYS, UNSURE, UNSURE, NEUTRAL, None, None),
    ("one age of one person", ONE_AGE, UNSURE, UNSURE, AGREES, None, None),
    ("one age of two people", TWO_AGED, UNSURE, UNSURE, NEUTRAL, None, None),
    ("entailment at low likeness", NOTHING_SHARED, ENTAILS, UNSURE, NEUTRAL, None, None),
    ("a claim of one content word", FEW_WORDS, ENTAILS, ENTAILS, NEUTRAL, None, None),
    ("an open reference", OPEN_REFERENCE, ENTAILS, UNSURE, AGREES, None, None),
    ("a typed claim, an open reference", OPEN_REFERENCE._replace(checked="c1"), UNSURE, ENTAILS, NEUTRAL, None, None),
    ("an open reference, both ways", OPEN_REFERENCE, ENTAILS, ENTAILS, AGREES, None, None),
    ("asserted and only possible", MAYBE, ENTAILS, UNSURE, NEUTRAL, None, None),
    ("entails one way, excludes the other", PLAIN, ENTAILS, CONTRADICTS, AGREES, None, None),
    ("the other way round", PLAIN, CONTRADICTS, ENTAILS, AGREES, None, None),
    ("excludes one way, leans the other", PLAIN, *TORN_WEAK, NEUTRAL, None, None),
    ("both quote, NLI neutral", QUOTES, UNSURE, UNSURE, AGREES, None, None),
    ("both quote, NLI contradicts", QUOTES, CONTRADICTS, CONTRADICTS, AGREES, None, None),
    ("one quotes more", LONGER_QUOTE, UNSURE, UNSURE, AGREES, None, None),
    ("two people use the same words", OTHER_SPEAKERS, UNSURE, UNSURE, NEUTRAL, None, None),
    ("an office and its officer", HOUSE_SPEAKS, UNSURE, UNSURE, AGREES, None, None),
    ("the same words on another topic", DISTANT_QUOTE, UNSURE, UNSURE, NEUTRAL, None, None),
    ("three names in a row, in any order", SAME_LIST, UNSURE, UNSURE, AGREES, None, None),
    ("two names are no list", SHORT_LIST, UNSURE, UNSURE, NEUTRAL, None, None),
    ("one kind of place for one event", SAME_VENUE, UNSURE, UNSURE, AGREES, None, None),
    ("one kind of place, too unalike", UNLIKE_VENUE, UNSURE, UNSURE, NEUTRAL, None, None),
    ("over, and to come", OVER_AND_TO_COME, ENTAILS, UNSURE, NEUTRAL, None, None),
    ("much alike, nothing entailed", MUCH_ALIKE, UNSURE, UNSURE, AGREES, None, None),
    ("much alike, excluded one way", MUCH_ALIKE, CONTRADICTS, UNSURE, AGREES, None, None),
    ("much alike, one denies and is excluded", MUCH_ALIKE_DENIED, CONTRADICTS, UNSURE, NEUTRAL, None, None),
    ("much alike, one denies, nothing excluded", MUCH_ALIKE_DENIED, UNSURE, UNSURE, AGREES, None, None),
    ("rather alike, nothing entailed", RATHER_ALIKE, UNSURE, UNSURE, AGREES, None, None),
    ("rather alike, contradicted one way", RATHER_ALIKE, UNSURE, LEANS_AGAINST, NEUTRAL, None, None),
    ("three names and entailment, few words", THREE_NAMES, ENTAILS, UNSURE, AGREES, None, None),
    ("three names, torn", THREE_NAMES, ENTAILS, CONTRADICTS, AGREES, None, None),
    ("a place that one of them denies", DENIED_VENUE, UNSURE, UNSURE, NEUTRAL, None, None),
    ("in February 2022 and in 2022", INVASION, UNSURE, CONTRADICTS, AGREES, None, None),
    ("a date that is only supposed", MAYBE_INVASION, UNSURE, UNSURE, NEUTRAL, None, None),
    ("contradiction one way", PLAIN, CONTRADICTS, UNSURE, NEUTRAL, None, None),
    ("bare contradiction both ways", PLAIN, CONTRADICTS, CONTRADICTS, DIFFERS, OTHER, None),
    ("both ways, one of them weakly", PLAIN, LEANS_AGAINST, CONTRADICTS, NEUTRAL, None, None),
    ("bare, but weak", PLAIN, LEANS_AGAINST, LEANS_AGAINST, NEUTRAL, None, None),
    ("bare, but unalike", PLAIN._replace(similarity=0.5), CONTRADICTS, CONTRADICTS, NEUTRAL, None, None),
    ("bare, no name shared", PLAIN._replace(names=NameComparison()), CONTRADICTS, CONTRADICTS, NEUTRAL, None, None),
    ("bare, other people", OTHER_PEOPLE, CONTRADICTS, CONTRADICTS, NEUTRAL, None, None),
    ("bare, only possible", MAYBE, CONTRADICTS, CONTRADICTS, NEUTRAL, None, None),
    ("six or nine hurt, NLI neutral", SIX_OR_NINE, UNSURE, UNSURE, DIFFERS, NUMBER, None),
    ("six or nine hurt, NLI entails", SIX_OR_NINE, ENTAILS, ENTAILS, DIFFERS, NUMBER, None),
    ("six or nine hurt, NLI contradicts", SIX_OR_NINE, CONTRADICTS, CONTRADICTS, DIFFERS, NUMBER, None),
    ("six and at least five", BOUND, UNSURE, UNSURE, NEUTRAL, None, None),
    ("six and at least five, entailed", BOUND, ENTAILS, UNSURE, AGREES, None, None),
    ("other things are counted", OTHER_COUNTED, UNSURE, UNSURE, NEUTRAL, None, None),
    ("the dead are not the hurt", OTHER_FATE, UNSURE, UNSURE, NEUTRAL, None, None),
    ("alignment unsure", UNALIKE._replace(left=facts("c1", quantities=(hurt(6, counted="guest"),)),
     right=facts("c2", quantities=(hurt(9, counted="guest"),))), UNSURE, UNSURE, NEUTRAL, None, None),
    ("alignment unsure is not agreement", UNALIKE._replace(left=facts("c1", quantities=(hurt(6, counted="guest"),)),
     right=facts("c2", quantities=(hurt(9, counted="guest"),))), ENTAILS, UNSURE, NEUTRAL, None, None),
    ("alignment unsure, NLI contradicts", UNALIKE._replace(left=facts("c1", quantities=(hurt(6, counted="guest"),)),
     right=facts("c2", quantities=(hurt(9, counted="guest"),))), LEANS_AGAINST, UNSURE, DIFFERS, NUMBER,
     Qualifier.REFERENCE),
    ("too unalike to compare", FAR, UNSURE, UNSURE, NEUTRAL, None, None),
    ("two speakers", QUOTED, UNSURE, UNSURE, DIFFERS, NUMBER, Qualifier.SPEAKERS),
    ("one speaker under two names", ONE_QUOTED, UNSURE, UNSURE, DIFFERS, NUMBER, None),
    ("the later toll is higher", TOLL_ROSE, UNSURE, UNSURE, DIFFERS, NUMBER, Qualifier.UPDATE),
    ("the later toll is lower", TOLL_FELL, UNSURE, UNSURE, DIFFERS, NUMBER, None),
    ("first in six and over four years", MEETING, UNSURE, UNSURE, DIFFERS, DURATION, Qualifier.BOUNDS),
    ("the same, NLI entails", MEETING, ENTAILS, ENTAILS, DIFFERS, DURATION, Qualifier.BOUNDS),
    ("last met four or six years ago", LAST_MET, UNSURE, UNSURE, DIFFERS, DURATION, None),
    ("a visit is no meeting", VISIT_AND_MEETING, UNSURE, UNSURE, NEUTRAL, None, None),
    ("Thursday or Friday", DAYS, UNSURE, UNSURE, DIFFERS, DATE, None),
    ("the summit: Geneva or Alaska", SUMMIT, UNSURE, UNSURE, DIFFERS, PLACE, None),
    ("a typed summit, in other words", TYPED_SUMMIT, UNSURE, UNSURE, DIFFERS, PLACE, None),
    ("a summit that is over and one to come", PAST_SUMMIT, UNSURE, UNSURE, NEUTRAL, None, None),
    ("arrests in Lyon, arrests in Paris", ARRESTS, UNSURE, UNSURE, NEUTRAL, None, None),
    ("arrests in two towns, NLI contradicts", ARRESTS, LEANS_AGAINST, UNSURE, DIFFERS, PLACE, Qualifier.REFERENCE),
    ("denied, NLI neutral", DENIED, UNSURE, UNSURE, NEUTRAL, None, None),
    ("denied, NLI leans to contradiction one way", DENIED, LEANS_AGAINST, UNSURE, NEUTRAL, None, None),
    ("denied, NLI leans to it both ways", DENIED, LEANS_AGAINST, LEANS_AGAINST, DIFFERS, NEGATION, None),
    ("denied, NLI contradicts one way", DENIED, CONTRADICTS, UNSURE, DIFFERS, NEGATION, None),
    ("several counts, each otherwise", SEVERAL, UNSURE, UNSURE, DIFFERS, NUMBER, None),
    ("one of them sums up to date", SUMMED, UNSURE, UNSURE, NEUTRAL, None, None),
    ("one figure in two units, NLI contradicts", TWO_UNITS, CONTRADICTS, CONTRADICTS, AGREES, None, None),
    ("one age makes one person", SAME_AGE, UNSURE, UNSURE, DIFFERS, NUMBER, None),
    ("rifle or handgun", TWO_GUNS, UNSURE, UNSURE, NEUTRAL, None, None),
    ("rifle or handgun, NLI contradicts", TWO_GUNS, CONTRADICTS, CONTRADICTS, DIFFERS, ContradictionKind.ENTITY,
     Qualifier.REFERENCE),
    ("three and four cables in two events", TWO_EVENTS, UNSURE, CONTRADICTS, NEUTRAL, None, None),
    ("the same, NLI contradicts both ways", TWO_EVENTS, CONTRADICTS, CONTRADICTS, DIFFERS, NUMBER, Qualifier.REFERENCE),
    ("at the scene or in hospital", TWO_VENUES, UNSURE, UNSURE, NEUTRAL, None, None),
    ("at the scene or in hospital, NLI contradicts", TWO_VENUES, CONTRADICTS, UNSURE, DIFFERS, PLACE,
     Qualifier.REFERENCE),
    ("denied, NLI entails", DENIED, ENTAILS, UNSURE, NEUTRAL, None, None),
    ("3,000 and 3,150", ROUNDED, UNSURE, UNSURE, DIFFERS, NUMBER, Qualifier.ROUNDING),
    ("3,000 and 3,700", NOT_ROUNDED, UNSURE, UNSURE, DIFFERS, NUMBER, None),
    ("no one was hurt, three were", NO_ONE_HURT, UNSURE, UNSURE, NEUTRAL, None, None),
    ("no one was hurt, three were, NLI contradicts", NO_ONE_HURT, CONTRADICTS, CONTRADICTS, DIFFERS, NEGATION, None),
    ("no bomb, a bomb found, NLI leans to it", NO_BOMB, LEANS_AGAINST, LEANS_AGAINST, NEUTRAL, None, None),
    ("no bomb, a bomb found, NLI contradicts", NO_BOMB, CONTRADICTS, CONTRADICTS, DIFFERS, NEGATION, None),
    ("no bomb, a bomb is sought", NONE_SEARCHED, CONTRADICTS, CONTRADICTS, NEUTRAL, None, None),
    ("the town undamaged, buildings toppled in it", UNDAMAGED, CONTRADICTS, CONTRADICTS, DIFFERS, NEGATION, None),
    ("one word apart", UPHELD, UNSURE, UNSURE, NEUTRAL, None, None),
    ("one word apart, NLI leans to it", UPHELD, LEANS_AGAINST, LEANS_AGAINST, NEUTRAL, None, None),
    ("one word apart, NLI contradicts", UPHELD, CONTRADICTS, CONTRADICTS, DIFFERS, OTHER, None),
    ("one word apart, one entails", UPHELD, ENTAILS, UNSURE, AGREES, None, None),
    ("came and left", CAME_AND_LEFT, CONTRADICTS, CONTRADICTS, NEUTRAL, None, None),
    ("a quake and its aftershock", QUAKE_AND_AFTERSHOCK, UNSURE, UNSURE, NEUTRAL, None, None),
    ("the source entails the draft", PLAIN._replace(checked="c1"), UNSURE, ENTAILS, AGREES, None, None),
    ("only the draft entails the source", PLAIN._replace(checked="c1"), ENTAILS, UNSURE, NEUTRAL, None, None),
    ("of the draft's words, the source says less", MORE_IN_DRAFT, ENTAILS, UNSURE, NEUTRAL, None, None),
    ("in the draft's words, neither entails", MORE_IN_DRAFT, UNSURE, UNSURE, AGREES, None, None),
    ("the draft entails, the source leans", PLAIN._replace(checked="c1"), ENTAILS, LEANS_TO, AGREES, None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_truth_table(
    row: tuple[str, Pair, NliScores, NliScores, Verdict, ContradictionKind | None, Qualifier | None],
) -> None:
    _, given_pair, forward, backward, *expected = row
    judged = judge_pair(evidence(given_pair, forward, backward), SETTINGS)
    assert [judged.verdict, judged.kind, judged.qualifier] == expected
    assert judged.reason


SCORES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda two: make_scores(two[0] * (1 - two[1]) * 0.999, two[1]))


@given(row=st.sampled_from([row[1] for row in TABLE]), forward=SCORES, backward=SCORES)
def test_swapping_the_pair_mirrors_the_verdict(row: Pair, forward: NliScores, backward: NliScores) -> None:
    one = evidence(row, forward, backward)
    judged, swapped = judge_pair(one, SETTINGS), judge_pair(mirrored(one), SETTINGS)
    same = ("verdict", "kind", "qualifier", "probability", "similarity", "cluster_id")
    assert [getattr(judged, name) for name in same] == [getattr(swapped, name) for name in same]
    assert (swapped.left, swapped.right) == (judged.right, judged.left)
    assert swapped.nli.left_to_right == judged.nli.right_to_left


@given(row=st.sampled_from([row[1] for row in TABLE]), forward=SCORES, backward=SCORES)
def test_a_contradiction_is_never_outvoted_silently(row: Pair, forward: NliScores, backward: NliScores) -> None:
    judged = judge_pair(evidence(row, forward, backward), SETTINGS)
    if max(forward.contradiction, backward.contradiction) >= SETTINGS.min_contradiction:
        assert judged.verdict is not AGREES or "the model reads" in judged.reason


@given(row=st.sampled_from([row[1] for row in TABLE]), forward=SCORES, backward=SCORES)
def test_a_settled_pair_is_neutral_whatever_the_model_says(row: Pair, forward: NliScores, backward: NliScores) -> None:
    one = evidence(row, forward, backward)
    assert not is_settled(one, SETTINGS) or judge_pair(one, SETTINGS).verdict is NEUTRAL


def test_no_pair_that_the_table_calls_anything_but_neutral_is_settled() -> None:
    settled = [row for row in TABLE if is_settled(evidence(row[1], UNSURE, UNSURE), SETTINGS)]
    assert settled
    assert all(judge_pair(evidence(row[1], *row[2:4]), SETTINGS).verdict is NEUTRAL for row in settled)
    assert len(settled) < len(TABLE)


def test_what_the_model_says_does_not_settle_a_pair() -> None:
    assert not is_settled(evidence(PLAIN, UNSURE, UNSURE), SETTINGS)
    assert not is_settled(evidence(SIX_OR_NINE, UNSURE, UNSURE), SETTINGS)


def test_what_the_model_reads_otherwise_is_less_probable() -> None:
    plain = judge_pair(evidence(PLAIN, ENTAILS, UNSURE), SETTINGS)
    torn = judge_pair(evidence(PLAIN, ENTAILS, CONTRADICTS), SETTINGS)
    assert torn.probability < plain.probability


def test_a_value_in_two_units_says_what_the_model_reads() -> None:
    judged = judge_pair(evidence(CAR_CHASE._replace(similarity=0.5), CONTRADICTS, CONTRADICTS), SETTINGS)
    assert judged.reason == "both speak of 48 km; the model reads both directions as a contradiction"


@pytest.mark.parametrize(
    ("given_pair", "words"),
    [
        (QUOTES, 'both quote "sheer luck"'),
        (SAME_LIST, "both name Karlin, Liben and Troja"),
        (SAME_VENUE, 'both give as its place a "base"'),
        (INVASION, 'both date it alike: "in February 2022" (in February 2022) and "in 2022" (in 2022)'),
    ],
)
def test_the_reason_of_an_agreement_names_what_both_say(given_pair: Pair, words: str) -> None:
    assert words in judge_pair(evidence(given_pair, UNSURE, UNSURE), SETTINGS).reason


def test_the_reason_names_both_values_and_whom_each_speaks_of() -> None:
    reason = judge_pair(evidence(MEETING, UNSURE, UNSURE), SETTINGS).reason
    assert reason.startswith('duration: "six years" (six years) vs "over four years" (over four years)')
    assert "left speaks of Trump and Putin, right of US and Russian leaders" in reason


def test_a_clash_is_more_probable_when_the_model_sees_it_too() -> None:
    alone = judge_pair(evidence(SIX_OR_NINE, UNSURE, UNSURE), SETTINGS)
    backed = judge_pair(evidence(SIX_OR_NINE, CONTRADICTS, CONTRADICTS), SETTINGS)
    assert alone.probability < backed.probability


# --- intervals -------------------------------------------------------------------------------------------------------


def closed(low: float, high: float | None = None, **fields: object) -> Interval:
    return Interval.model_validate({"low": low, "high": low if high is None else high, **fields})


@pytest.mark.parametrize(
    ("left", "right", "tolerance", "expected"),
    [
        (closed(6), closed(6), 0.0, Fit.SAME),
        (closed(6), closed(9), 0.0, Fit.APART),
        (closed(58), closed(57.9), 0.04, Fit.SAME),
        (closed(20), Interval(low=18), 0.0, Fit.COMPATIBLE),
        (closed(20), Interval(low=20, low_open=True), 0.0, Fit.COMPATIBLE),
        (closed(15), Interval(low=20), 0.0, Fit.APART),
        (closed(22), Interval(high=20), 0.0, Fit.APART),
        (closed(20, approximate=True), closed(21), 0.0, Fit.SAME),
        (closed(20, approximate=True), closed(30), 0.0, Fit.APART),
        (closed(10, 15), closed(12), 0.0, Fit.COMPATIBLE),
        (Interval(low=5), Interval(high=9), 0.0, Fit.COMPATIBLE),
        (Interval(), closed(3), 0.0, Fit.UNKNOWN),
    ],
)
def test_how_two_figures_fit(left: Interval, right: Interval, tolerance: float, expected: Fit) -> None:
    assert fit(left, right, tolerance) is fit(right, left, tolerance) is expected


def test_a_clash_of_two_values_is_listed_for_its_best_pairs_only() -> None:
    pairs = [evidence(SEVERAL, make_scores(contradiction=0.1 * number), UNSURE) for number in range(5)]
    verdicts = judge_pairs(pairs, SETTINGS.model_copy(update={"max_pairs_of_clash": 3}))
    listed = [number for number, verdict in enumerate(verdicts) if verdict.verdict is DIFFERS]
    assert listed == [2, 3, 4]
    assert all("already listed" in verdict.reason for number, verdict in enumerate(verdicts) if number not in listed)
    assert {verdict.kind for number, verdict in enumerate(verdicts) if number not in listed} == {None}


def test_what_is_said_of_a_draft_is_always_listed() -> None:
    pairs = [evidence(SEVERAL._replace(checked="c1"), CONTRADICTS, UNSURE) for _ in range(8)]
    assert [verdict.verdict for verdict in judge_pairs(pairs, SETTINGS)] == [DIFFERS] * 8


# --- the model's own word that both report one fact

ONE_FACT = NliScores(entailment=0.1, neutral=0.8, contradiction=0.1, same_fact=0.99)
ANOTHER_FACT = ONE_FACT.model_copy(update={"same_fact": 0.01})


def test_what_the_model_calls_one_fact_is_agreement() -> None:
    told = judge_pair(evidence(PLAIN, ONE_FACT, ONE_FACT), SETTINGS)
    assert told.verdict is AGREES
    assert told.reason == "the two report one fact"
    assert judge_pair(evidence(PLAIN, ANOTHER_FACT, ANOTHER_FACT), SETTINGS).verdict is NEUTRAL


@pytest.mark.parametrize(
    "row",
    [
        PLAIN._replace(checked="c1"),
        PLAIN._replace(similarity=0.3),
        pair({"negated": True}),
        pair({"durations": (since_last(Interval(low=2191.0, high=2191.0), "in six years", "talks"),)}),
    ],
    ids=["a draft", "unalike", "one denies it", "a first in years on one side"],
)
def test_one_fact_is_not_taken_where_something_speaks_against_it(row: Pair) -> None:
    assert judge_pair(evidence(row, ONE_FACT, ONE_FACT), SETTINGS).verdict is NEUTRAL


def test_a_model_without_that_output_is_judged_as_before() -> None:
    one_sided = evidence(PLAIN, ONE_FACT, ONE_FACT.model_copy(update={"same_fact": None}))
    assert one_sided.same_fact is None
    assert judge_pair(one_sided, SETTINGS).verdict is NEUTRAL


# --- figures and kinds -----------------------------------------------------------------------------------------------


def share_in(text: str, percent: float) -> Quantity:
    return share(percent).model_copy(update={"text": text})


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (share_in("85.19%", 85.19), share_in("85%", 85), Fit.SAME),
        (share_in("a third", 100 / 3), share_in("33%", 33), Fit.SAME),
        (share_in("3.1%", 3.1), share_in("3.4%", 3.4), Fit.APART),
        (share_in("3.1%", 3.1), share_in("3%", 3), Fit.SAME),
        (share_in("48%", 48), share_in("49%", 49), Fit.APART),
        (share_in("3.10%", 3.1), share_in("3.1%", 3.1), Fit.SAME),
    ],
)
def test_shares_are_one_as_far_as_they_are_written_out(left: Quantity, right: Quantity, expected: Fit) -> None:
    assert share_fit(left, right) is expected


def test_a_quarter_point_is_not_half_a_point() -> None:
    quarter, half = (
        share_in(text, value).model_copy(update={"unit": "points"})
        for text, value in (("a quarter point", 0.25), ("half a point", 0.5))
    )
    assert share_fit(quarter, half) is Fit.APART


def test_one_ship_of_two_kinds_is_a_clash() -> None:
    row = pair(texts=("The frigate INS Karwa was near the port.", "Patrol vessel INS Karwa sailed on Monday."))
    (clash,) = find_clashes(evidence(row, UNSURE, UNSURE))
    assert {clash.left.understood, clash.right.understood} == {"ship: frigate", "ship: patrol vessel"}


def fallen(nation: str, day: str, number: int) -> dict[str, object]:
    climber = Argument(role=ArgumentRole.AGENT, head="climber", peoples=(nation,), text=f"a {nation} climber")
    return {"predicate": "fall", "subject": "climber", "times": (weekday(day, number, "fall"),),
            "frames": (Frame(event="fall", arguments=(climber,)),)}  # fmt: skip


def test_two_people_of_two_nations_are_not_one() -> None:
    friday = fallen("Norway", "Friday", 4)
    same = evidence(pair(friday, fallen("Norway", "Saturday", 5)), UNSURE, UNSURE)
    other = evidence(pair(friday, fallen("Chile", "Saturday", 5)), UNSURE, UNSURE)
    assert weigh_clash(same, SETTINGS, ()) is not None
    weighed = weigh_clash(other, SETTINGS, ())
    assert weighed is None or weighed.clash.kind is ENTITY


def test_two_dead_are_no_two_wounded() -> None:
    left = {"quantities": (hurt(2, event="die"), hurt(1, "another", counted="other person"))}
    row = pair(left, {"quantities": (hurt(2, counted="other person"),)})
    slots = {clash.slot for clash in find_clashes(evidence(row, UNSURE, UNSURE))}
    assert slots == {"count  other person"}


def test_days_of_an_unknown_year_are_compared() -> None:
    third, tenth = (
        TimeMention(text=text, span=span(text), granularity="day", understood=text) for text in ("3 March", "March 10")
    )
    assert (calendar_day(third), calendar_day(tenth)) == ((3, 3), (10, 3))
    assert calendar_day(third.model_copy(update={"understood": "early March"})) is None
