"""Findings about the run itself: what could not be compared, so that a short report is not taken for a clean one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath

from factcheck.schema import Claim, Finding, Scope, Severity, Source, SourceRole
from factcheck.stages.findings.fingerprints import fingerprint

RULE = "nothing-to-compare"


def note_gaps(
    claims: Collection[Claim], sources: Collection[Source], origins: Mapping[str, str], scope: Scope
) -> Iterator[Finding]:
    """One note for each reason why nothing, or not all, could be compared; notes name no claims."""
    if scope is Scope.SOURCES:
        yield from _too_few(sources, origins)
    told = {claim.source_id for claim in claims}
    for source in sorted(sources, key=lambda source: source.path):
        if source.role is not SourceRole.SOURCE and source.id not in told:
            yield _note(f"{_name(source)} holds no claim that could be compared.", source.sha256)


def _too_few(sources: Collection[Source], origins: Mapping[str, str]) -> Iterator[Finding]:
    digests = sorted(source.sha256 for source in sources)
    if len(sources) == 1:
        only = next(iter(sources))
        yield _note(f"Only one source was read, {_name(only)}, so there is nothing to compare it with.", *digests)
    elif len({origins.get(source.id, source.id) for source in sources}) == 1:
        yield _note(f"All {len(sources)} sources have one origin, so none of them confirms another.", *digests)


def _name(source: Source) -> str:
    if source.role is SourceRole.DRAFT:
        return f"The draft {PurePath(source.path).name}"
    return PurePath(source.path).name


def _note(message: str, *about: str) -> Finding:
    """A finding without claims; its fingerprint is that of the texts it speaks of."""
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        message=message[:1].upper() + message[1:],
        claim_ids=(),
        fingerprint=fingerprint(RULE, about),
    )
