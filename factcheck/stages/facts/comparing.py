"""Which claims have facts that can be compared at all, whatever the likeness of their words."""

from __future__ import annotations

from factcheck.schema import ClaimFacts, DurationRole, EntityType
from factcheck.stages.facts.lexicon import EVENT_CLASSES, EVENT_NAMES

# What news most often says there was none of.
_DENIABLE = frozenset({"injure", "arrest", "damage", "casualty", "suspect"})
# From here on the places of a claim are a list, which another claim may give in another order and company.
_MANY_PLACES = 4


def comparison_keys(facts: ClaimFacts) -> frozenset[str]:
    """Names of what a claim gives a value for; two claims that share one can be compared in it.

    The differing detail often sits in sentences that are otherwise about different things, where cosine does not look:
    "first summit in over four years" and "first meeting in six years" share `since_last meet`.
    """
    keys = {f"{q.counted} {q.event} {q.unit}" for q in facts.quantities if q.counted and _tells(q.event)}
    keys |= {f"magnitude {q.unit}" for q in facts.quantities if q.unit == "magnitude"}
    for duration in facts.durations:
        name = (duration.about or "").split()[-1:] if duration.role is DurationRole.AGE else [duration.event or ""]
        if name and name[0] and (duration.role is DurationRole.AGE or _tells(name[0])):
            keys.add(f"{duration.role.value} {name[0]}")
    keys |= {
        f"{frame.event} {argument.name.canonical.split()[-1].casefold()}"
        for frame in facts.frames
        for argument in frame.arguments
        if _tells(frame.event) and argument.name is not None and argument.name.type is EntityType.PERSON
    }
    keys |= {f"date {time.event}" for time in facts.times if _tells(time.event)}
    keys |= {f"quote {phrase}" for phrase in facts.quotations}
    keys |= _deniable_happenings(facts)
    places = {mention.canonical for mention in facts.entities if mention.type is EntityType.PLACE}
    if len(places) >= _MANY_PLACES:
        keys |= {f"among {name}" for name in places}
    if facts.places and _tells(facts.predicate):
        keys.add(f"place {facts.predicate}")
    return frozenset(keys)


def _deniable_happenings(facts: ClaimFacts) -> set[str]:
    """What a claim says there was none of, or tells of, so that "no one was hurt" meets "three people were injured"."""
    told = {quantity.event for quantity in facts.quantities} | {facts.predicate} | set(facts.denied)
    return {f"any {event}" for event in told & _DENIABLE}


def _tells(event: str | None) -> bool:
    """Whether an event has a name of its own, not just any verb: only those are the same event in other words."""
    return event is not None and (event in EVENT_NAMES or event in EVENT_CLASSES or event in {"missing", "live"})
