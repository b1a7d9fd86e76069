"""Findings beside the cross-source list: copies that changed a figure, sources that contradict themselves, events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePath

from factcheck.schema import Claim, CopyChange, FigureVariant, Finding, PairVerdict, Severity, Source, SourceRole
from factcheck.settings import PairingSettings
from factcheck.stages.findings.fingerprints import fingerprint

COPY_RULE = "copy-changed-figure"
INNER_RULE = "contradicts-itself"
EVENTS_RULE = "several-events"
_LONGEST_QUOTE = 160
_SEVERAL, _MOST_NAMED = 2, 6


def copy_findings(
    changes: Iterable[CopyChange], claims: Sequence[Claim], sources: Sequence[Source]
) -> Iterator[Finding]:
    """One finding a changed figure: every value with the sources that have it, and their dates where these differ."""
    by_id, owners = _by_id(claims), {source.id: source for source in sources}
    for change in changes:
        ids = tuple(claim_id for variant in change.variants for claim_id in variant.claim_ids)
        held = [[owners[by_id[claim_id].source_id] for claim_id in variant.claim_ids] for variant in change.variants]
        moments = {source.published_at for own in held for source in own}
        parts = [
            _variant_words(variant, own, dated=len(moments) > 1)
            for variant, own in zip(change.variants, held, strict=True)
        ]
        quote = _short(by_id[ids[0]].text)
        yield Finding(
            rule=COPY_RULE,
            severity=Severity.ERROR,
            message=f'Copies of one text give different figures: {"; ".join(parts)}; in "{quote}"',
            claim_ids=ids,
            fingerprint=fingerprint(COPY_RULE, [by_id[variant.claim_ids[0]].text for variant in change.variants]),
        )


def inner_findings(
    verdicts: Iterable[PairVerdict], claims: Sequence[Claim], sources: Sequence[Source]
) -> Iterator[Finding]:
    """One finding for each pair of claims of one source that contradict each other; they count nowhere else."""
    by_id, owners = _by_id(claims), {source.id: source for source in sources}
    for verdict in sorted(verdicts, key=lambda verdict: (-verdict.probability, verdict.left, verdict.right)):
        first, second = sorted((verdict.left, verdict.right), key=lambda name: by_id[name].span.start)
        name = _name(owners[by_id[first].source_id])
        yield Finding(
            rule=INNER_RULE,
            severity=Severity.WARNING,
            message=f"{name[:1].upper()}{name[1:]} differs from itself: {verdict.reason}",
            claim_ids=(first, second),
            fingerprint=fingerprint(INNER_RULE, (by_id[first].text, by_id[second].text)),
        )


def event_findings(
    sources: Sequence[Source], events: Mapping[str, str | None], settings: PairingSettings
) -> Iterator[Finding]:
    """That the sources tell of several events, which of them tells of which, and what follows from it."""
    told: dict[str, list[Source]] = {}
    for source in sorted(sources, key=lambda source: (source.path, source.id)):
        event = events.get(source.id)
        if event is not None and source.role is SourceRole.SOURCE:
            told.setdefault(event, []).append(source)
    if len(told) < _SEVERAL:
        return
    groups = sorted(told.values(), key=lambda group: (-len(group), group[0].path))
    listed = "; ".join(f"({number}) {_few([_name(s) for s in group])}" for number, group in enumerate(groups, 1))
    compared = (
        "their claims are compared all the same, as pairing.across_events is set"
        if settings.across_events
        else "claims of different events are not compared; to compare them, set pairing.across_events to true"
    )
    yield Finding(
        rule=EVENTS_RULE,
        severity=Severity.WARNING,
        message=f"The sources tell of {len(groups)} different events: {listed}. So {compared}.",
        claim_ids=(),
        fingerprint=fingerprint(EVENTS_RULE, [" ".join(sorted(source.sha256 for source in g)) for g in groups]),
    )


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED} more"


def _variant_words(variant: FigureVariant, sources: Sequence[Source], dated: bool) -> str:
    """'Karlin Post (4 March 2025) and Harbour Daily have "Six people" (6 people)'."""
    names = list(dict.fromkeys(_name(s) + (f" ({_date(s.published_at)})" if dated else "") for s in sources))
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "has" if len(names) == 1 else "have"
    return f'{listed} {verb} "{variant.written}" ({variant.understood})'


def _date(moment: datetime | None) -> str:
    if moment is None:
        return "no date given"
    day = f"{moment.day} {moment:%B} {moment.year}"
    return day if (moment.hour, moment.minute) == (0, 0) else f"{day}, {moment:%H:%M}"


def _by_id(claims: Sequence[Claim]) -> Mapping[str, Claim]:
    return {claim.id: claim for claim in claims}


def _name(source: Source) -> str:
    return source.publisher or PurePath(source.path).name


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 3].rstrip() + "..."
