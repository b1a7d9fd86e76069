"""Every default of factcheck, in one frozen tree, with the reason for each threshold."""

from __future__ import annotations

from pydantic import Field

from factcheck.schema import Record


class IngestSettings(Record):
    """Limits on what is read."""

    max_bytes: int = Field(20_000_000, description="a larger file is skipped; a news report is a few kilobytes")
    suffixes: tuple[str, ...] = (".txt", ".md", ".markdown", ".html", ".htm")


class PairingSettings(Record):
    """Which pairs of claims are judged at all."""

    min_similarity: float = Field(0.45, description="cosine below which two claims are taken to be about different things")
    max_neighbours: int = Field(12, description="claims of other sources that one claim is compared with at most")
    min_cluster_similarity: float = Field(0.6, description="mean cosine above which two groups of claims share a topic")


class VerdictSettings(Record):
    """Thresholds of the verdict; each named by what it admits."""

    min_entailment: float = 0.6
    min_contradiction: float = 0.75


class ModelSettings(Record):
    """Which models are used; None stands for the ones that come with factcheck."""

    nli_model: str | None = None
    embedding_model: str | None = None
    batch_tokens: int = Field(4096, description="padded tokens in one NLI batch")


class Settings(Record):
    """The whole tree."""

    ingest: IngestSettings = IngestSettings()
    pairing: PairingSettings = PairingSettings()
    verdicts: VerdictSettings = VerdictSettings()
    models: ModelSettings = ModelSettings()
