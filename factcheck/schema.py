"""Every record that crosses from one room of factcheck to another.

All records are frozen and refuse unknown fields. Offsets are half-open character offsets into `Source.text`
unless a docstring says otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA_VERSION = 1

_LINE_END = re.compile(r"\r\n|[\r\n]")


class Record(BaseModel):
    """Base of all records: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Probability = Annotated[float, Field(ge=0.0, le=1.0)]


# --- text ------------------------------------------------------------------------------------------------------------


class Span(Record):
    """Half-open range of characters `[start, end)`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"span ends at {self.end}, before its start {self.start}")
        return self

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


class SourceRole(StrEnum):
    """What a source is in a run; it decides what its claims may be compared with (`Scope`)."""

    SOURCE = "source"
    DRAFT = "draft"
    QUERY = "query"


class RegionKind(StrEnum):
    """Why a stretch of a source is not running article text."""

    FRONT_MATTER = "front_matter"
    TITLE = "title"
    HEADING = "heading"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    TEASER = "teaser"
    NAVIGATION = "navigation"
    COMMENT = "comment"
    TABLE = "table"
    MARKUP = "markup"


class Region(Record):
    """A stretch of a source that is not running article text, and why; no claim is read from it."""

    span: Span
    kind: RegionKind
    reason: str


class Place(Record):
    """Where something stands in a file: lines and columns count from 1, `end_column` is one past the last character.

    `start` and `end` are offsets into the source's text.
    """

    source_id: str
    path: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class Anchor(Record):
    """Where the character at `offset` of a source's text stands in its file, where that is not the text itself."""

    offset: int
    line: int
    column: int


class InlineIgnore(Record):
    """An ignore written into a draft: the `rules` that it covers, where, and why.

    With `whole_paragraph` it covers `covers`, else the first sentence in there.

    `span` is the ignore's own place in the text (empty where the text does not hold it, as for a web page), `line` and
    `column` that in the file. `problem` says in an editor's words why it cannot be used; it then ignores nothing.
    """

    rules: tuple[str, ...]
    reason: str
    covers: Span
    whole_paragraph: bool
    span: Span
    line: int
    column: int
    problem: str | None = None


class Source(Record):
    """One report, draft or typed claim.

    `text` of a text or Markdown file is the file as decoded, so that offsets are those of the editor's file; of an HTML
    file it is the extracted article. `id` is derived from the content and the path, so that it does not depend on the
    order of the inputs. `published_at` is None where the source does not say; it carries no time zone (a stated one was
    converted to UTC). `paragraphs` are the stretches of running text in order, without list markers and datelines;
    what lies between them is whitespace, list markers and `regions`. `anchors` tell where the text stands in a file
    that it was extracted from, one a word; empty where the text is the file's own. `ignores` are those of a draft.
    """

    id: str
    path: str
    text: str
    role: SourceRole = SourceRole.SOURCE
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    language: str = "en"
    sha256: str
    regions: tuple[Region, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    ignores: tuple[InlineIgnore, ...] = ()

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of a character in the source's file; for a web page those of its markup."""
        if self.anchors:
            at = bisect_right(self.anchors, offset, key=lambda anchor: anchor.offset) - 1
            anchor = self.anchors[max(at, 0)]
            return anchor.line, anchor.column + max(offset - anchor.offset, 0)
        starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def reading_order(self, span: Span) -> tuple[str, int, str, int, int]:
        """A key that puts claims of several sources in the order of reading: by path, then as they stand there.

        The claims of one file are sources of one path each; their lines order them.
        """
        return self.path, self.position(0)[0], self.id, span.start, span.end

    def place(self, span: Span) -> Place:
        """Where `span` stands in the source's file."""
        line, column = self.position(span.start)
        end_line, end_column = self.position(max(span.end - 1, span.start))
        return Place(
            source_id=self.id,
            path=self.path,
            start=span.start,
            end=span.end,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column + (span.end > span.start),
        )


@lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    """Offsets at which lines start; CRLF, LF and a lone CR each end a line, as in an editor."""
    return (0, *(end.end() for end in _LINE_END.finditer(text)))


class SkippedInput(Record):
    """Something that was left out of the run, at which stage, and why; `span` and `quote` where a part of a source
    was."""

    path: str
    stage: str
    reason: str
    span: Span | None = None
    quote: str | None = None


class Sentence(Record):
    """A sentence of a source's running text; `text` is the source's text at `span`.

    `paragraph` counts the blocks of running text of the source from 0; reference resolution uses it.
    """

    id: str
    source_id: str
    span: Span
    text: str
    paragraph: int = 0


class Token(Record):
    """One token of a parsed text: offsets are into that text, `head` is the index of the governing token (its own
    if root).

    `pos` is the Universal POS tag, `tag` the Penn Treebank tag, `dep` the ClearNLP dependency label that spaCy's
    English models use. `entity` is the OntoNotes type ("" for none), `entity_begins` marks the first token of a
    mention.
    """

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entity: str = ""
    entity_begins: bool = False


class Parse(Record):
    """The dependency parse of one text."""

    text: str
    tokens: tuple[Token, ...]


class Claim(Record):
    """One atomic statement.

    `text` reads as a sentence of its own (pronouns resolved, attribution split off); `span` is always the verbatim
    place in the source that it was read from. `speaker` is who says it where the source reports speech, None where
    the source itself says it. `quoted` is true where the words stand in quotation marks. `unresolved` lists
    references that the text does not settle.
    """

    id: str
    source_id: str
    sentence_id: str
    span: Span
    text: str
    speaker: str | None = None
    quoted: bool = False
    unresolved: tuple[str, ...] = ()


# --- comparable facts ------------------------------------------------------------------------------------------------


class Interval(Record):
    """The values that a figure admits; None is unbounded. "over four" is low=4, low_open; "about 20" is approximate."""

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    approximate: bool = False


class QuantityKind(StrEnum):
    """What a figure measures; only figures of one kind are compared."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MEASURE = "measure"
    ORDINAL = "ordinal"


class Quantity(Record):
    """A figure: `text` as written in the claim, `span` in `Claim.text`, `interval` in `unit`, and the lemma of what
    it counts.

    `event` names what the counted things take part in ("die" for killed, dead, death toll); only figures of one event
    are compared. `understood` says the figure in plain words.
    """

    text: str
    span: Span
    kind: QuantityKind
    interval: Interval
    unit: str | None = None
    counted: str | None = None
    event: str | None = None
    understood: str = ""


class DurationRole(StrEnum):
    """What a length of time says: how long something lasts, how long ago it was, or how long since the last such
    event."""

    LENGTH = "length"
    AGO = "ago"
    SINCE_LAST = "since_last"
    DEADLINE = "deadline"
    AGE = "age"


class Duration(Record):
    """A length of time: `text` as written, `span` in `Claim.text`, `interval` in days, and a plain-words reading.

    `event` names what lasts, recurs or is due, `about` whom it is said of, in the claim's words. `since_year` is set
    where only the year of the last such event is known, not how long ago that is.
    """

    text: str
    span: Span
    interval: Interval
    role: DurationRole
    understood: str
    event: str | None = None
    about: str | None = None
    since_year: int | None = None


class TimeMention(Record):
    """A point or stretch of calendar time: `start` to `end` inclusive, as exact as `granularity`.

    `granularity` is century, decade, year, season, half, quarter, month, week, day, weekday or clock (a time of day).
    `start` and `end` are None where the source's date is needed and not known. `weekday` counts from Monday = 0.
    `event` names what happens then. `bound` is the word that makes an end of the date ("by", "until", "since", "from",
    "before", "after"): `start` and `end` are those of the date itself. `clock` is a time of day in minutes after
    midnight in `zone` (None: as the source's readers have it), itself None where morning or evening is not said.
    """

    text: str
    span: Span
    granularity: str
    start: date | None = None
    end: date | None = None
    weekday: int | None = None
    event: str | None = None
    understood: str = ""
    bound: str | None = None
    clock: Interval | None = None
    zone: str | None = None


class EntityType(StrEnum):
    """The types of names that are compared."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"


class EntityMention(Record):
    """A name: as written, where in `Claim.text`, and the canonical form that equal names share."""

    text: str
    span: Span
    type: EntityType
    canonical: str


class Certainty(StrEnum):
    """How firmly a claim is put."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"


class ArgumentRole(StrEnum):
    """What an argument is to its event."""

    AGENT = "agent"
    PATIENT = "patient"
    PLACE = "place"
    OTHER = "other"


class Argument(Record):
    """What fills a role of an event: the lemma of its head, its name where it has one, and the words before the head.

    `marker` is the preposition of an OTHER argument, `peoples` are the peoples and places that modify the head ("an
    Australian climber"), `text` the head with the words before it as written.
    """

    role: ArgumentRole
    head: str
    name: EntityMention | None = None
    marker: str = ""
    modifiers: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()
    text: str = ""


class Frame(Record):
    """One event that a claim tells of: its class ("meet" for summit, talks), polarity, and what fills its roles.

    `firm` is false for what may, might, could or would happen.
    """

    event: str
    negated: bool = False
    firm: bool = True
    arguments: tuple[Argument, ...] = ()


class ClaimFacts(Record):
    """What a claim says in comparable form; all spans are into `Claim.text`.

    `predicate` names the main event (one name for "meet", "summit", "talks"), positive where the claim denies it:
    "was excluded" is `invite`, negated. `subject` is the subject's name or the lemma of its head, None where the
    subject is the event itself ("the summit takes place"). `places` are where that event happens, a subset of the
    places among `entities`, `venues` the kinds of site ("base", "hotel") where it happens. `past` says that the event
    is told as over. `words` are what the claim is made of (names, events and lemmas in comparable form), `quotations`
    what it quotes, in lower case and without marks. `denied` are the happenings and things that it says there were none
    of ("injure" where no one was hurt, "suspect").
    """

    claim_id: str
    quantities: tuple[Quantity, ...] = ()
    durations: tuple[Duration, ...] = ()
    times: tuple[TimeMention, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    places: tuple[EntityMention, ...] = ()
    negated: bool = False
    certainty: Certainty = Certainty.ASSERTED
    predicate: str | None = None
    subject: str | None = None
    past: bool = False
    words: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    quotations: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()
    denied: tuple[str, ...] = ()


class NameComparison(Record):
    """How the names of two claims relate: canonical forms that both have, and a place of each that excludes the other.

    `people_apart` says that both name people and none in common, `scenes_apart` the same of places. `places_meeting`
    are the pairs of places, the left claim's first, of which one is or contains the other.
    """

    shared: tuple[str, ...] = ()
    places_apart: tuple[EntityMention, EntityMention] | None = None
    people_apart: bool = False
    scenes_apart: bool = False
    places_meeting: tuple[tuple[str, str], ...] = ()


# --- comparison ------------------------------------------------------------------------------------------------------


class Scope(StrEnum):
    """Which pairs of claims may be compared: between sources, or only a draft's or typed claim's with the sources'."""

    SOURCES = "sources"
    AGAINST = "against"


class CandidatePair(Record):
    """Two claims worth judging, in canonical order (`left` < `right` as strings), with the cosine of their
    embeddings."""

    left: str
    right: str
    similarity: float

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        if not self.left < self.right:
            raise ValueError(f"pair is not in canonical order: {self.left!r}, {self.right!r}")
        return self


class ClaimCluster(Record):
    """Claims on one topic, sorted by id; a topic is never an agreement. `label` is the text of its most central
    claim."""

    id: str
    claim_ids: tuple[str, ...]
    label: str


class NliLabel(StrEnum):
    """What the NLI model says of an ordered (premise, hypothesis). Not to be confused with `Verdict`."""

    ENTAILMENT = "entailment"
    NEUTRAL = "neutral"
    CONTRADICTION = "contradiction"


class NliScores(Record):
    """Probabilities of the three labels for one ordered (premise, hypothesis); they sum to 1.

    `same_fact` is no label: how probable it is that an editor would say that both texts report one fact, whatever
    detail one of them adds. None where the model has no such output.
    """

    entailment: Probability
    neutral: Probability
    contradiction: Probability
    same_fact: Probability | None = None

    @model_validator(mode="after")
    def _sums_to_one(self) -> Self:
        total = self.entailment + self.neutral + self.contradiction
        if abs(total - 1.0) > 1e-3:
            raise ValueError(f"NLI probabilities sum to {total}, not 1")
        return self

    @property
    def label(self) -> NliLabel:
        """The most probable label."""
        return max(NliLabel, key=lambda label: float(getattr(self, label.value)))


class Verdict(StrEnum):
    """What factcheck says of an unordered pair of claims. Not to be confused with `NliLabel`."""

    AGREEMENT = "agreement"
    NEUTRAL = "neutral"
    CONTRADICTION = "contradiction"


class ContradictionKind(StrEnum):
    """What two contradicting claims differ in."""

    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"
    ENTITY = "entity"
    PLACE = "place"
    NEGATION = "negation"
    STATUS = "status"
    OTHER = "other"


class Qualifier(StrEnum):
    """Why a plain "contradiction" would mislead the editor."""

    BOUNDS = "bounds"
    REFERENCE = "reference"
    UPDATE = "update"
    SPEAKERS = "speakers"
    ROUNDING = "rounding"


class PairNli(Record):
    """The NLI scores of a pair in both directions."""

    left_to_right: NliScores
    right_to_left: NliScores


class PairVerdict(Record):
    """What holds between two claims and why, in one sentence for an editor.

    `cluster_id` is None where the two claims were compared although they ended up in different clusters. `kind` and
    `qualifier` are set for contradictions only. `probability` is that of the verdict.
    """

    left: str
    right: str
    cluster_id: str | None = None
    verdict: Verdict
    kind: ContradictionKind | None = None
    qualifier: Qualifier | None = None
    probability: Probability
    reason: str
    nli: PairNli
    similarity: float


class FigureVariant(Record):
    """A figure as some copies of a text have it, as written and as understood, with the claims that give it."""

    claim_ids: tuple[str, ...]
    written: str
    understood: str


class CopyChange(Record):
    """A figure that copies of one text give differently in otherwise equal words; the variants, most printed first."""

    kind: ContradictionKind
    variants: tuple[FigureVariant, ...]


# --- report ----------------------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a finding matters, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class BaselineStatus(StrEnum):
    """What an editor decided about a finding: it is right and the text stays, or it is wrong."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class BaselineEntry(Record):
    """One decision about one finding; `quotes` are for whoever reads the file and match nothing."""

    rule: str = Field(min_length=1, max_length=100)
    fingerprint: str = Field(pattern="^[0-9a-f]{24}$")
    status: BaselineStatus
    initials: str = Field("", max_length=20)
    note: str = Field("", max_length=2000)
    quotes: tuple[Annotated[str, Field(max_length=500)], ...] = Field((), max_length=2)


class Baseline(Record):
    """The decisions of a desk about findings, as docs/baseline-format.md describes them."""

    format: Literal["factcheck-baseline"] = "factcheck-baseline"
    version: Literal[1] = 1
    entries: tuple[BaselineEntry, ...] = ()


class SuppressedBy(StrEnum):
    """What settles a finding: an ignore in the draft, or an entry of the baseline."""

    IGNORE = "ignore"
    BASELINE = "baseline"


class Suppression(Record):
    """Why a finding counts no longer; `status` and `initials` are those of the baseline's entry, None for an ignore."""

    by: SuppressedBy
    reason: str
    status: BaselineStatus | None = None
    initials: str | None = None


class BaselineUse(Record):
    """How a baseline was used: how many findings it settled, and its entries that no finding matched."""

    path: str
    matched: int
    stale: tuple[BaselineEntry, ...]


class Outcome(StrEnum):
    """What is said of a checked claim as a whole, in the words that people are shown, gravest first."""

    DIFFERS = "differs"
    UPDATED = "updated"
    AGREES = "agrees"
    ONE_ORIGIN = "one origin only"
    COMPATIBLE = "compatible"
    NOT_FOUND = "not found"
    COULD_NOT_CHECK = "could not check"

    @classmethod
    def of(cls, against: Iterable[Qualifier | None], origins: int, unresolved: bool) -> Outcome:
        """The outcome that the evidence gives: a flat contradiction is never outvoted by any number of agreements.

        `against` are the qualifiers of the contradictions, None for a flat one; `origins` counts the independent texts
        that agree.
        """
        qualifiers = set(against)
        if None in qualifiers:
            return cls.DIFFERS
        if Qualifier.UPDATE in qualifiers:
            return cls.UPDATED
        if origins:
            return cls.AGREES if origins > 1 else cls.ONE_ORIGIN
        if qualifiers:
            return cls.COMPATIBLE if qualifiers <= {Qualifier.BOUNDS, Qualifier.ROUNDING} else cls.DIFFERS
        return cls.COULD_NOT_CHECK if unresolved else cls.NOT_FOUND


class FactKind(StrEnum):
    """What a detail of a claim is."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"


class AbsentFact(Record):
    """A name, number or date of a claim, as written there, that no source gives anywhere."""

    kind: FactKind
    text: str


class OutcomeEntry(Record):
    """What the sources say to one claim of a draft, or to a typed claim.

    `origins` counts the independent texts that agree; `agreeing` and `differing` are claims of sources, most probable
    first; `absent` are its details that no source gives.
    """

    claim_id: str
    outcome: Outcome
    origins: int
    agreeing: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    absent: tuple[AbsentFact, ...] = ()


class Finding(Record):
    """One thing for an editor to look at; `claim_ids` name the claims concerned, `fingerprint` survives moved text.

    `statement` is what claims that agree have in common, in words that hold for each of them; None for other findings.
    `place` is where to look where that is not the first claim: the words of a quotation, an ignore. `suppressed` is set
    where an editor has settled the finding.
    """

    rule: str
    severity: Severity
    message: str
    claim_ids: tuple[str, ...]
    fingerprint: str
    statement: str | None = None
    place: Place | None = None
    suppressed: Suppression | None = None


class SourceEntry(Record):
    """A source as the report shows it; `origin_id` is equal for sources that have their text from one place.

    `event_id` is equal for sources that tell of one event; None where that is not known (a typed claim, a source
    without claims). Claims of two events are not compared unless the settings ask for it.
    """

    id: str
    path: str
    title: str | None
    publisher: str | None
    author: str | None
    url: str | None
    published_at: datetime | None
    role: SourceRole
    origin_id: str
    event_id: str | None = None
    language: str
    sha256: str
    text: str


class ClaimEntry(Record):
    """A claim as the report shows it: `quote` is the source's text at [start, end); line and column count from 1.

    `sentence_start` and `sentence_end` delimit the sentence around it.
    """

    id: str
    source_id: str
    start: int
    end: int
    quote: str
    text: str
    speaker: str | None
    quoted: bool
    line: int
    column: int
    sentence_start: int
    sentence_end: int
    unresolved: tuple[str, ...]


class ClusterEntry(Record):
    """A cluster as the report shows it, with the sources that its claims come from."""

    id: str
    claim_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    label: str


class ModelInfo(Record):
    """A model that took part in a run: what it did, its name, and the SHA-256 of its weights."""

    role: str
    name: str
    sha256: str


class StoreInfo(Record):
    """Where results are kept between runs: scores of pairs, parses and vectors of texts, and the bytes of the file."""

    path: str
    scores: int
    texts: int
    bytes: int


class CalibrationBin(Record):
    """The pairs whose stated probability lies from `low` to below `high`: how many, the mean of what was stated, and
    the share that annotators list as disagreements."""

    low: Probability
    high: Probability
    pairs: int
    mean: Probability
    share: Probability


class Calibration(Record):
    """How well the probabilities of contradictions hold: measured on pairs of claims of annotated stories, each story
    judged by weights that were fitted without it. `error` is the expected calibration error over the bins."""

    pairs: int
    stories: int
    error: Probability
    bins: tuple[CalibrationBin, ...]


class RunInfo(Record):
    """How a report was made. `seconds` holds the wall time of each stage; `calibration` tells how far probabilities of
    contradictions can be relied on, None where that was not measured."""

    version: str
    scope: Scope
    models: tuple[ModelInfo, ...]
    backend: str
    settings: dict[str, object]
    started_at: datetime
    seconds: dict[str, float]
    calibration: Calibration | None = None


class Report(Record):
    """Everything a run found; the contract with every reader of the JSON."""

    schema_version: int = SCHEMA_VERSION
    run: RunInfo
    sources: tuple[SourceEntry, ...]
    claims: tuple[ClaimEntry, ...]
    clusters: tuple[ClusterEntry, ...]
    verdicts: tuple[PairVerdict, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[SkippedInput, ...]
    outcomes: tuple[OutcomeEntry, ...] = ()
    baseline: BaselineUse | None = None
