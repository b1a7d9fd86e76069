"""What a digest is made of: views of a report's records, with what people need beside them."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.schema import (
    AbsentFact,
    ClaimEntry,
    Finding,
    Outcome,
    PairVerdict,
    Report,
    Scope,
    Severity,
    SkippedInput,
    SourceEntry,
    SourceRole,
)

FIRST_TO_READ = 3


Standing = Outcome
"""What is said of a checked claim as a whole."""


@dataclass(frozen=True)
class SourceView:
    """A source with the letter that stands for it; `copies` are the letters of other copies of the same text."""

    entry: SourceEntry
    letter: str
    name: str
    copies: tuple[str, ...]
    claims: int


@dataclass(frozen=True)
class Quote:
    """The verbatim words of a claim, and what stands before and after them in their sentence."""

    claim: ClaimEntry
    source: SourceView
    before: str
    after: str

    @property
    def words(self) -> str:
        """The verbatim words."""
        return self.claim.quote


@dataclass(frozen=True)
class Difference:
    """A contradiction between two quotes.

    `repeats` are the same words again, in copies of the same texts; `further` are the pairs of other words that tell of
    the same disagreement, `further_verdicts` what is said of them. `finding` is the finding that tells of it.
    """

    anchor: str
    verdict: PairVerdict
    left: Quote
    right: Quote
    severity: Severity
    repeats: tuple[Quote, ...] = ()
    further: tuple[tuple[Quote, Quote], ...] = ()
    further_verdicts: tuple[PairVerdict, ...] = ()
    finding: Finding | None = None

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote that the difference shows."""
        return (self.left, self.right, *self.repeats, *(quote for pair in self.further for quote in pair))

    @property
    def flat(self) -> bool:
        """Whether nothing stands against calling it a contradiction."""
        return self.verdict.qualifier is None


@dataclass(frozen=True)
class Agreement:
    """Quotes that say the same, in the order of their sources; `origins` counts independent texts."""

    anchor: str
    label: str
    quotes: tuple[Quote, ...]
    sources: tuple[SourceView, ...]
    origins: int
    finding: Finding | None = None


@dataclass(frozen=True)
class OnlyHere:
    """What one source says and no independent one was found to say or to contradict."""

    source: SourceView
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class CheckedClaim:
    """A claim of a draft, or a typed claim, with the evidence for and against it, most probable first.

    `support_verdicts` go with `support`; `findings` are those that begin with the claim, `absent` its details that no
    source gives. `further_against` are the quotes against it that were cut, `supporters` all sources that agree.
    """

    anchor: str
    quote: Quote
    standing: Standing
    against: tuple[Difference, ...]
    support: tuple[Quote, ...]
    origins: int
    left_out: int = 0
    support_verdicts: tuple[PairVerdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    absent: tuple[AbsentFact, ...] = ()
    further_against: tuple[Difference, ...] = ()
    supporters: tuple[SourceView, ...] = ()


@dataclass(frozen=True)
class Digest:
    """A report as people read it; `settled` are the findings between sources that an editor has decided on."""

    report: Report
    sources: tuple[SourceView, ...]
    differences: tuple[Difference, ...]
    agreements: tuple[Agreement, ...]
    only_here: tuple[OnlyHere, ...]
    checked: tuple[CheckedClaim, ...]
    notes: tuple[Finding, ...]
    skipped: tuple[tuple[str, tuple[SkippedInput, ...]], ...]
    settled: tuple[Difference | Agreement, ...] = ()

    @property
    def flat(self) -> tuple[Difference, ...]:
        """The contradictions without a reservation."""
        return tuple(difference for difference in self.differences if difference.flat)

    @property
    def qualified(self) -> tuple[Difference, ...]:
        """The contradictions that a reservation goes with."""
        return tuple(difference for difference in self.differences if not difference.flat)

    @property
    def first(self) -> tuple[Difference, ...]:
        """The two or three differences to read first."""
        return self.differences[:FIRST_TO_READ]

    @property
    def compared(self) -> tuple[SourceView, ...]:
        """The sources proper, without the draft or the typed claim."""
        return tuple(source for source in self.sources if source.entry.role is SourceRole.SOURCE)

    @property
    def origins(self) -> int:
        """How many independent texts the sources amount to."""
        return len({source.entry.origin_id for source in self.compared})

    @property
    def alone(self) -> int:
        """How many claims only one origin makes."""
        return sum(len(group.quotes) for group in self.only_here)

    @property
    def checks_one_text(self) -> bool:
        """Whether the report is about a draft or a typed claim, and not about the sources among themselves."""
        return self.report.run.scope is Scope.AGAINST
