"""Which source says what on which topic: a row a topic, a column a source, the columns grouped by origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from factcheck.render.digest import Agreement, Difference, Digest, Quote, SourceView
from factcheck.schema import PairVerdict, Qualifier, Verdict


class Stance(StrEnum):
    """How what a source says on a topic stands to what the others say, gravest first."""

    DIFFERS = "differs"
    QUALIFIED = "differs, with a reservation"
    UPDATED = "updated"
    COMPATIBLE = "compatible"
    AGREES = "agrees"
    SAYS = "on the topic only"
    SILENT = "silent"


_QUALIFIED = {
    Qualifier.BOUNDS: Stance.COMPATIBLE,
    Qualifier.ROUNDING: Stance.COMPATIBLE,
    Qualifier.UPDATE: Stance.UPDATED,
    Qualifier.REFERENCE: Stance.QUALIFIED,
    Qualifier.SPEAKERS: Stance.QUALIFIED,
}
_ORDER = list(Stance)


@dataclass(frozen=True)
class Cell:
    """What one source says on one topic; `quoted` where it only passes on what someone said, `speakers` are those."""

    source: SourceView
    stance: Stance
    quotes: tuple[Quote, ...] = ()
    speakers: tuple[str, ...] = ()

    @property
    def quoted(self) -> bool:
        """Whether each claim of the source on the topic is someone's speech."""
        return bool(self.quotes) and all(quote.claim.speaker is not None for quote in self.quotes)


@dataclass(frozen=True)
class Row:
    """A topic; `anchor` is that of the finding to read about it, None where there is none."""

    label: str
    anchor: str | None
    cells: tuple[Cell, ...]

    @property
    def settles_something(self) -> bool:
        """Whether two sources agree or differ here."""
        return any(cell.stance not in {Stance.SAYS, Stance.SILENT} for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """The rows, gravest first, and the columns: the sources of each origin side by side."""

    origins: tuple[tuple[SourceView, ...], ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[SourceView, ...]:
        """The sources in the order of the columns."""
        return tuple(source for group in self.origins for source in group)


def source_matrix(digest: Digest, anchors: Mapping[str, str]) -> Matrix:
    """The matrix of a report; `anchors` name the finding of each claim that one tells of.

    Rows are the clusters, and the findings that no cluster shows; of a checked text they are its claims.
    """
    groups: dict[str, list[SourceView]] = defaultdict(list)
    for source in digest.compared:
        groups[source.entry.origin_id].append(source)
    columns = [source for group in groups.values() for source in group]
    topics = _checked_topics(digest) if digest.checks_one_text else _topics(digest)
    verdicts = [one for one in digest.report.verdicts if one.verdict is not Verdict.NEUTRAL]
    rows = [_row(topic, columns, verdicts, anchors) for topic in topics]
    if not digest.checks_one_text:
        rows.sort(key=_weight)
    return Matrix(tuple(tuple(group) for group in groups.values()), tuple(rows))


@dataclass(frozen=True)
class _Topic:
    """What a row is about, with all quotes of it; `core` are the claims that the others are set against, if some."""

    label: str
    quotes: tuple[Quote, ...]
    core: frozenset[str] = frozenset()
    anchor: str | None = None


def _topics(digest: Digest) -> Iterator[_Topic]:
    quotes = {quote.claim.id: quote for quote in all_quotes(digest)}
    together = [frozenset(cluster.claim_ids) for cluster in digest.report.clusters]
    for cluster in digest.report.clusters:
        yield _Topic(cluster.label, tuple(quotes[claim] for claim in cluster.claim_ids if claim in quotes))
    for one in (*digest.differences, *digest.agreements, *digest.settled):
        if not any(_tells(one, claims) for claims in together):
            label = one.label if isinstance(one, Agreement) else one.left.claim.text
            yield _Topic(label, tuple({quote.claim.id: quote for quote in one.quotes}.values()), anchor=one.anchor)


def _tells(one: Difference | Agreement, claims: frozenset[str]) -> bool:
    """Whether the row of a cluster with these claims shows a finding: two of its sources meet there."""
    if isinstance(one, Difference):
        return one.left.claim.id in claims and one.right.claim.id in claims
    return len({quote.source.letter for quote in one.quotes if quote.claim.id in claims}) > 1


def _checked_topics(digest: Digest) -> Iterator[_Topic]:
    for claim in digest.checked:
        against = [quote for one in claim.against for quote in one.quotes]
        members = {quote.claim.id: quote for quote in (claim.quote, *against, *claim.support)}
        yield _Topic(
            claim.quote.claim.text, tuple(members.values()), frozenset({claim.quote.claim.id}), anchor=claim.anchor
        )


def all_quotes(digest: Digest) -> Iterator[Quote]:
    """Every quote that some part of the digest holds, some more than once."""
    for one in (*digest.differences, *digest.agreements, *digest.settled):
        yield from one.quotes
    for group in digest.only_here:
        yield from group.quotes
    for claim in digest.checked:
        yield claim.quote
        yield from claim.support


def _row(
    topic: _Topic, columns: Sequence[SourceView], verdicts: Iterable[PairVerdict], anchors: Mapping[str, str]
) -> Row:
    members = {quote.claim.id for quote in topic.quotes}
    within = [one for one in verdicts if one.left in members and one.right in members]
    if topic.core:
        within = [one for one in within if one.left in topic.core or one.right in topic.core]
    found = (anchors[claim] for one in within for claim in (one.left, one.right) if claim in anchors)
    cells = tuple(_cell(source, topic, within) for source in columns)
    return Row(topic.label, topic.anchor or next(found, None), cells)


def _cell(source: SourceView, topic: _Topic, within: Iterable[PairVerdict]) -> Cell:
    own = tuple(quote for quote in topic.quotes if quote.source.letter == source.letter)
    if not own:
        return Cell(source, Stance.SILENT)
    ids = {quote.claim.id for quote in own}
    stances = [_stance(one) for one in within if one.left in ids or one.right in ids]
    speakers = tuple(dict.fromkeys(quote.claim.speaker for quote in own if quote.claim.speaker is not None))
    return Cell(source, min(stances, key=_ORDER.index, default=Stance.SAYS), own, speakers)


def _stance(verdict: PairVerdict) -> Stance:
    if verdict.verdict is Verdict.AGREEMENT:
        return Stance.AGREES
    return Stance.DIFFERS if verdict.qualifier is None else _QUALIFIED[verdict.qualifier]


def _weight(row: Row) -> tuple[int, int]:
    """Gravest first, then what most sources speak of."""
    stances = [cell.stance for cell in row.cells]
    return min(_ORDER.index(stance) for stance in stances), sum(stance is Stance.SILENT for stance in stances)
