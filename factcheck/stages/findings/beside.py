"""Findings beside the cross-source list: what copies of one text give differently, and a source at odds with itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePath

from factcheck.schema import Claim, CopyChange, FigureVariant, Finding, PairVerdict, Severity, Source
from factcheck.stages.findings.fingerprints import fingerprint

COPY_RULE = "copy-changed-figure"
INNER_RULE = "contradicts-itself"
_LONGEST_QUOTE = 160


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
