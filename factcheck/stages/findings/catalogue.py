"""From verdicts to the things an editor looks at, gravest first, each disagreement once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from factcheck.schema import (
    AbsentFact,
    Claim,
    ClaimCluster,
    ContradictionKind,
    Finding,
    PairVerdict,
    Qualifier,
    Scope,
    Severity,
    Source,
    SourceRole,
    Verdict,
)
from factcheck.stages.findings.agreements import Agreement, group_agreements
from factcheck.stages.findings.fingerprints import fingerprint
from factcheck.stages.findings.notes import note_gaps

# Hard figures first: what an editor can settle by one call comes before what needs a reading.
_KIND_ORDER = (
    ContradictionKind.NUMBER,
    ContradictionKind.DURATION,
    ContradictionKind.DATE,
    ContradictionKind.PLACE,
    ContradictionKind.NEGATION,
    ContradictionKind.ENTITY,
    ContradictionKind.STATUS,
    ContradictionKind.OTHER,
)
# What a draft's or typed claim's disagreement is called, by its kind.
_CHECK_RULES: dict[ContradictionKind, str] = {
    ContradictionKind.NUMBER: "figure-differs",
    ContradictionKind.DURATION: "figure-differs",
    ContradictionKind.DATE: "date-differs",
    ContradictionKind.ENTITY: "name-differs",
    ContradictionKind.PLACE: "name-differs",
}
_QUALIFIED: dict[Qualifier, str] = {
    Qualifier.BOUNDS: "compatible as figures, but readers are told different things",
    Qualifier.REFERENCE: "perhaps of different events or groups",
    Qualifier.UPDATE: "updated by the later report",
    Qualifier.SPEAKERS: "between speakers",
    Qualifier.ROUNDING: "perhaps by rounding",
}
_DISPUTED = "disputed-between-sources"
_LONGEST_QUOTE = 160
_TWO = 2


@dataclass(frozen=True)
class _Desk:
    """Everything that the rules look things up in."""

    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    origins: Mapping[str, str]
    clusters: Sequence[ClaimCluster]
    disputed: frozenset[str]
    absent: Mapping[str, tuple[AbsentFact, ...]]

    @cached_property
    def cluster_of(self) -> dict[str, str]:
        """The cluster of each claim; a claim of no cluster stands for itself."""
        return {claim_id: cluster.id for cluster in self.clusters for claim_id in cluster.claim_ids}

    def source_of(self, claim_id: str) -> Source:
        return self.sources[self.claims[claim_id].source_id]

    def origin_of(self, claim_id: str) -> str:
        source = self.claims[claim_id].source_id
        return self.origins.get(source, source)

    def is_checked(self, claim_id: str) -> bool:
        return self.source_of(claim_id).role is not SourceRole.SOURCE

    def name(self, claim_id: str) -> str:
        """The source of a claim as an editor would call it."""
        source = self.source_of(claim_id)
        if source.role is not SourceRole.SOURCE:
            return "the draft" if source.role is SourceRole.DRAFT else "the claim"
        return source.publisher or PurePath(source.path).name

    def place(self, claim_id: str) -> int:
        return self.claims[claim_id].span.start


def list_findings(  # noqa: PLR0913, PLR0917 - one argument a stage before
    claims: Sequence[Claim],
    verdicts: Sequence[PairVerdict],
    clusters: Sequence[ClaimCluster],
    sources: Sequence[Source],
    origins: Mapping[str, str],
    scope: Scope,
    beside: Iterable[Finding] = (),
    absent: Mapping[str, tuple[AbsentFact, ...]] | None = None,
) -> tuple[Finding, ...]:
    """What the verdicts amount to: contradictions, flat ones first, then agreements, claims that stand alone, and gaps.

    `beside` (changed copies, a source at odds with itself) follows the contradictions.
    Pairs that tell of one disagreement become one finding, its surest pair first among the claim ids. The order depends
    on the verdicts alone, not on the order of the arguments. `absent` are the details of checked claims that no source
    gives.
    """
    desk = _Desk(
        claims={claim.id: claim for claim in claims},
        sources={source.id: source for source in sources},
        origins=origins,
        clusters=clusters,
        disputed=_supported(verdicts) & _flatly_contradicted(verdicts),
        absent=absent or {},
    )
    differing = _differences(desk, verdicts, scope)
    notes = note_gaps(claims, sources, origins, scope)
    if scope is Scope.SOURCES:
        return (*differing, *beside, *_agreements(desk, verdicts), *notes)
    return (*differing, *beside, *_checked_claims(desk, verdicts), *notes)


def _supported(verdicts: Iterable[PairVerdict]) -> frozenset[str]:
    return frozenset(_members(verdict for verdict in verdicts if verdict.verdict is Verdict.AGREEMENT))


def _flatly_contradicted(verdicts: Iterable[PairVerdict]) -> frozenset[str]:
    flat = (v for v in verdicts if v.verdict is Verdict.CONTRADICTION and v.qualifier is None)
    return frozenset(_members(flat))


# --- contradictions --------------------------------------------------------------------------------------------------


def _differences(desk: _Desk, verdicts: Sequence[PairVerdict], scope: Scope) -> list[Finding]:
    contradictions = [verdict for verdict in verdicts if verdict.verdict is Verdict.CONTRADICTION]
    together = _one_disagreement if scope is Scope.SOURCES else _one_claim
    groups = [sorted(group, key=_rank) for group in together(desk, contradictions)]
    groups.sort(key=lambda group: _rank(group[0]))
    return [_difference(desk, group, scope) for group in groups]


def _rank(verdict: PairVerdict) -> tuple[bool, int, float, str, str]:
    kind = verdict.kind or ContradictionKind.OTHER
    return verdict.qualifier is not None, _KIND_ORDER.index(kind), -verdict.probability, verdict.left, verdict.right


def _one_disagreement(desk: _Desk, verdicts: Sequence[PairVerdict]) -> list[list[PairVerdict]]:
    """Pairs of one kind and qualifier that share a claim, or stand between the same two clusters."""
    keyed: list[tuple[PairVerdict, list[Hashable]]] = []
    for verdict in sorted(verdicts, key=_rank):
        clusters = [desk.cluster_of.get(claim_id, claim_id) for claim_id in (verdict.left, verdict.right)]
        nature = (verdict.kind, verdict.qualifier)
        keys: list[Hashable] = [(*nature, verdict.left), (*nature, verdict.right), (*nature, *sorted(clusters))]
        keyed.append((verdict, keys))
    return _joined(keyed)


def _one_claim(desk: _Desk, verdicts: Sequence[PairVerdict]) -> list[list[PairVerdict]]:
    """The pairs of one checked claim that fall under one rule."""
    groups: dict[tuple[str, str], list[PairVerdict]] = defaultdict(list)
    for verdict in sorted(verdicts, key=_rank):
        checked = _shown_order(desk, verdict)[0]
        groups[checked, _check_rule(desk, checked, verdict)].append(verdict)
    return list(groups.values())


def _check_rule(desk: _Desk, checked: str, verdict: PairVerdict) -> str:
    """What a checked claim's contradiction is called."""
    if verdict.qualifier is Qualifier.UPDATE:
        return "outdated-figure"
    if checked in desk.disputed:
        return _DISPUTED
    return _CHECK_RULES.get(verdict.kind or ContradictionKind.OTHER, "contradicted-claim")


def _joined(keyed: list[tuple[PairVerdict, list[Hashable]]]) -> list[list[PairVerdict]]:
    """Groups of verdicts that are linked by keys, directly or through others."""
    groups: list[tuple[set[Hashable], list[PairVerdict]]] = []
    for verdict, keys in keyed:
        linked = [group for group in groups if group[0] & set(keys)]
        groups = [group for group in groups if not group[0] & set(keys)]
        seen = set(keys).union(*(group[0] for group in linked))
        groups.append((seen, [*(v for group in linked for v in group[1]), verdict]))
    return [members for _, members in groups]


def _difference(desk: _Desk, group: list[PairVerdict], scope: Scope) -> Finding:
    best = group[0]
    first, second = _shown_order(desk, best)
    opposed = [second, *(c for c in sorted(_members(group)) if desk.is_checked(first) and not desk.is_checked(c))]
    names = list(dict.fromkeys(desk.name(claim_id) for claim_id in opposed))
    text = f"{_capital(desk.name(first))} differs from {_listed(names)}"
    if scope is Scope.AGAINST and _check_rule(desk, first, best) == _DISPUTED:
        text = f"Sources disagree about this; {desk.name(first)} differs from {_listed(names)}"
    if best.qualifier is not None:
        text += f" ({_QUALIFIED[best.qualifier]})"
    if scope is Scope.AGAINST:
        rule = _check_rule(desk, first, best)
    else:
        rule = "updated-figure" if best.qualifier is Qualifier.UPDATE else "sources-contradict"
    severity = Severity.ERROR if best.qualifier is None else Severity.WARNING
    more = _more(len(group) - 1)
    return _finding(desk, (rule, severity), f"{text}: {best.reason}{more}", _claim_ids(group, (first, second)))


def _shown_order(desk: _Desk, verdict: PairVerdict) -> tuple[str, str]:
    """The draft's or typed claim's side first, else the order of the verdict, which its reason follows."""
    if desk.is_checked(verdict.right) and not desk.is_checked(verdict.left):
        return verdict.right, verdict.left
    return verdict.left, verdict.right


def _claim_ids(group: Iterable[PairVerdict], first: tuple[str, str]) -> tuple[str, ...]:
    others = {claim_id for verdict in group for claim_id in (verdict.left, verdict.right)} - set(first)
    return (*first, *sorted(others))


def _more(count: int) -> str:
    return f" (and {count} more pair{'s' if count > 1 else ''} of claims that differ in this)" if count else ""


# --- agreements between sources --------------------------------------------------------------------------------------


def _agreements(desk: _Desk, verdicts: Sequence[PairVerdict]) -> list[Finding]:
    """One finding a statement that several claims make, most origins first, then the surest."""
    agreeing = [verdict for verdict in verdicts if verdict.verdict is Verdict.AGREEMENT]
    origins = {claim_id: desk.origin_of(claim_id) for claim_id in _members(agreeing)}
    groups = group_agreements(desk.claims, agreeing, origins)
    groups.sort(
        key=lambda group: (-len(_origins(desk, group.members)), not group.exact, -group.probability, group.members)
    )
    return [_agreement(desk, group) for group in groups]


def _surest(verdict: PairVerdict) -> tuple[float, str, str]:
    return -verdict.probability, verdict.left, verdict.right


def _members(group: Iterable[PairVerdict]) -> set[str]:
    return {claim_id for verdict in group for claim_id in (verdict.left, verdict.right)}


def _origins(desk: _Desk, claim_ids: Iterable[str]) -> set[str]:
    return {desk.origin_of(claim_id) for claim_id in claim_ids}


def _agreement(desk: _Desk, group: Agreement) -> Finding:
    names = sorted({desk.name(claim_id) for claim_id in group.members})
    count = len(_origins(desk, group.members))
    voices = f"{count} independent origins" if count > 1 else "one origin only"
    spoken = desk.claims[group.spoken].text
    statement, quote = spoken, f'"{_short(spoken)}"'
    if group.shared is not None:
        every = "both" if len(names) <= _TWO else "all"
        statement, quote = f"{every.capitalize()} {group.shared}.", f"{every} {group.shared}, for instance in {quote}"
    if not group.exact:
        statement, quote = f"Much the same: {spoken}", f"they say much the same as {quote}"
    message = f"{_listed(names)} agree ({voices}): {quote}"
    found = _finding(desk, ("sources-agree", Severity.INFO), message, group.members)
    return found.model_copy(update={"statement": statement})


# --- a draft's or typed claim's claims -------------------------------------------------------------------------------


def _checked_claims(desk: _Desk, verdicts: Sequence[PairVerdict]) -> Iterator[Finding]:
    """What the sources say to each claim that no contradiction tells of already: agreements first, then the rest."""
    by_claim: dict[str, list[PairVerdict]] = defaultdict(list)
    for verdict in verdicts:
        for claim_id in (verdict.left, verdict.right):
            by_claim[claim_id].append(verdict)
    checked = sorted(
        (c for c in desk.claims if desk.is_checked(c)), key=lambda c: (desk.source_of(c).path, desk.place(c))
    )
    found = [finding for c in checked if (finding := _checked_claim(desk, c, by_claim[c])) is not None]
    found += [_details(desk, c) for c in checked if desk.absent.get(c) and _agree_only(by_claim[c])]
    yield from (finding for finding in found if finding.severity is Severity.INFO)
    yield from (finding for finding in found if finding.severity is not Severity.INFO)


def _checked_claim(desk: _Desk, claim_id: str, verdicts: list[PairVerdict]) -> Finding | None:
    agreeing = sorted((v for v in verdicts if v.verdict is Verdict.AGREEMENT), key=_surest)
    quote = _short(desk.claims[claim_id].text)
    if not agreeing:
        return None if any(v.verdict is Verdict.CONTRADICTION for v in verdicts) else _not_found(desk, claim_id, quote)
    if claim_id in desk.disputed:
        return None
    others = [v.right if v.left == claim_id else v.left for v in agreeing]
    names = sorted({desk.name(other) for other in others})
    count = len(_origins(desk, others))
    if count == 1:
        rule = ("single-origin-claim", Severity.WARNING)
        message = f'"{quote}" agrees with one origin only: {_listed(names)}'
    else:
        rule = ("supported-claim", Severity.INFO)
        message = f'"{quote}" agrees with {count} independent origins: {_listed(names)}'
    found = _finding(desk, rule, message, (claim_id, *others))
    return found.model_copy(update={"statement": desk.claims[claim_id].text})


def _not_found(desk: _Desk, claim_id: str, quote: str) -> Finding:
    unresolved = desk.claims[claim_id].unresolved
    if unresolved:
        message = f'"{quote}" could not be checked: the text does not settle who or what {_listed(unresolved)} is'
        return _finding(desk, ("unresolved-reference", Severity.WARNING), message, (claim_id,))
    message = f'"{quote}" was not found in any source'
    if desk.absent.get(claim_id):
        message += f"; no source gives {_absent_words(desk.absent[claim_id])}"
    return _finding(desk, ("unsupported-claim", Severity.WARNING), message, (claim_id,))


def _agree_only(verdicts: Iterable[PairVerdict]) -> bool:
    told = {verdict.verdict for verdict in verdicts}
    return Verdict.AGREEMENT in told and Verdict.CONTRADICTION not in told


def _details(desk: _Desk, claim_id: str) -> Finding:
    """That a claim which sources support holds a detail that none of them gives."""
    words = _absent_words(desk.absent[claim_id])
    message = f'"{_short(desk.claims[claim_id].text)}" is supported, but no source gives {words}'
    return Finding(
        rule="unsupported-claim",
        severity=Severity.WARNING,
        message=message,
        claim_ids=(claim_id,),
        fingerprint=fingerprint("unsupported-claim", [desk.claims[claim_id].text, words]),
    )


def _absent_words(absent: Sequence[AbsentFact]) -> str:
    """'the name "Geneva" and the number "11"'."""
    return _listed([f'the {fact.kind.value} "{fact.text}"' for fact in absent])


# --- words and fingerprints ------------------------------------------------------------------------------------------


def _finding(desk: _Desk, rule: tuple[str, Severity], message: str, claim_ids: tuple[str, ...]) -> Finding:
    ids = tuple(dict.fromkeys(claim_ids))
    texts = [desk.claims[claim_id].text for claim_id in ids[:2]]
    name, severity = rule
    return Finding(rule=name, severity=severity, message=message, claim_ids=ids, fingerprint=fingerprint(name, texts))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 3].rstrip() + "..."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("the ") else text
