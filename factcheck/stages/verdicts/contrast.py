"""Two claims that say one thing but for a word or two: "the court upheld the ban", "the court overturned the ban".

Of claims that share their words, what the model reads as a contradiction lies in the words that they do not share. Of
other claims it is mostly wrong in news, which tells of many people and moments.
"""

from __future__ import annotations

from factcheck.schema import ClaimFacts, Duration, EntityMention, Interval, Quantity, QuantityKind, TimeMention
from factcheck.settings import VerdictSettings
from factcheck.stages.verdicts.alignment import FIRM
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.likeness import related

_FEWEST_SHARED = 2
_MOST_OWN = 2
# Set by hand: below it two ages or two lengths of time are mostly those of two people and two events.
_ONE_SENTENCE = 0.85
# Set by hand: paraphrases in one word of the development stories ("fix the cables", "fix the lines") have .28 and more,
# other words ("custody", "call") up to .14.
_ENTAILED_BY_A_PARAPHRASE = 0.25
# What one and the same may do one after the other.
_IN_TURN = (
    frozenset({"arrive", "leave", "depart"}),
    frozenset({"enter", "leave", "exit"}),
    frozenset({"open", "close", "reopen"}),
    frozenset({"arrest", "release", "free"}),
    frozenset({"begin", "start", "end", "stop", "finish"}),
    frozenset({"land", "take", "start"}),
    frozenset({"admit", "discharge"}),
)


def contradict_in_a_word(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Whether two claims are alike but for a word or two of each, and the model reads a contradiction both ways.

    None of their own have "he pleaded guilty" and "he pleaded not guilty", "Orbis buys Norda" and "Norda buys Orbis".
    What may have happened in turn, "arrived" and "left", is no contradiction.
    """
    if evidence.mutual_contradiction < settings.min_contradiction_in_a_word or not _comparable(evidence):
        return False
    own = _words_apart(evidence, settings)
    if own is not None and not any(own) and _spell_otherwise(evidence):
        return False  # the model does not know that "Kyiv" is "Kiev"
    if own is None or any({one, other} <= pair for pair in _IN_TURN for one in own[0] for other in own[1]):
        return False
    # A denial of one thing beside another thing done is none of it: "heard no shot", "heard the gunman".
    return evidence.left_facts.negated == evidence.right_facts.negated or max(map(len, own)) <= 1


def say_another_word(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Whether two claims are alike but for a word or two of each that the model does not read as the other's: "loaded
    with oil", "loaded with gas"."""
    own = _words_apart(evidence, settings)
    return own is not None and bool(own[0]) and evidence.entailment < _ENTAILED_BY_A_PARAPHRASE


def _words_apart(evidence: PairEvidence, settings: VerdictSettings) -> tuple[list[str], list[str]] | None:
    """The words of each claim that the other has not, where there are few and the claims are alike in the others.

    None where one alone has more to say. Names and days are left to the facts, and so are figures but of one sentence
    told twice.
    """
    left, right = _own(evidence.left_facts, evidence.right_facts), _own(evidence.right_facts, evidence.left_facts)
    most = max(len(left), len(right))
    if not told_alike(evidence, settings) or bool(left) != bool(right) or most > _MOST_OWN:
        return None
    shared = min(len(evidence.left_facts.words) - len(left), len(evidence.right_facts.words) - len(right))
    if shared < max(_FEWEST_SHARED, most):
        return None
    figures = evidence.similarity < _ONE_SENTENCE
    told = _told_by_facts(evidence.left_facts, figures) | _told_by_facts(evidence.right_facts, figures)
    return None if {*left, *right} & told else (left, right)


def told_alike(evidence: PairEvidence, settings: VerdictSettings) -> bool:
    """Whether two claims are likely of one event; a typed claim or a draft means that of the sources, however put."""
    least = settings.min_similarity_sure if evidence.checked is None else settings.min_similarity_same_event
    return evidence.similarity >= least


def _comparable(evidence: PairEvidence) -> bool:
    left, right = evidence.left_facts.certainty, evidence.right_facts.certainty
    alike = left is right or {left, right} <= FIRM
    return alike and not evidence.names.people_apart and not (evidence.left.unresolved or evidence.right.unresolved)


def _spell_otherwise(evidence: PairEvidence) -> bool:
    """Whether the claims write one name in two ways."""
    written = [
        {(entity.canonical, entity.text.casefold()) for entity in facts.entities}
        for facts in (evidence.left_facts, evidence.right_facts)
    ]
    return written[0] != written[1] and {name for name, _ in written[0]} == {name for name, _ in written[1]}


def _own(facts: ClaimFacts, other: ClaimFacts) -> list[str]:
    """The content words of a claim that the other has in no form."""
    return [word for word in facts.words if not any(related(word, one) for one in other.words)]


def _told_by_facts(facts: ClaimFacts, figures: bool) -> set[str]:
    """The words of the names and days of a claim, with `figures` those of its counts, measures and lengths of time.

    Ranks and times of day are never among them.
    """
    days = (time for time in facts.times if time.granularity != "clock")
    mentions: list[EntityMention | Quantity | TimeMention | Duration] = [*facts.entities, *days]
    if figures:
        counts = (quantity for quantity in facts.quantities if quantity.kind is not QuantityKind.ORDINAL)
        mentions += [*counts, *facts.durations]
    texts = [mention.text for mention in mentions] + [entity.canonical for entity in facts.entities]
    words = {part for text in texts for part in (text.casefold(), *text.casefold().replace("-", " ").split())}
    measured = [fact.interval for fact in mentions if isinstance(fact, Quantity | Duration)]
    return words | {f"{bound:g}" for interval in measured for bound in _bounds(interval)}


def _bounds(interval: Interval) -> list[float]:
    return [bound for bound in (interval.low, interval.high) if bound is not None]
