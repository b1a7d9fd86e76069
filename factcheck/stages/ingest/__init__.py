"""Files, folders, web pages and typed text become `Source` records; what cannot be read becomes a `SkippedInput`."""

from factcheck.stages.ingest.languages import language_name
from factcheck.stages.ingest.sources import read_content, read_sources, source_from_text, typed_claims

__all__ = ["language_name", "read_content", "read_sources", "source_from_text", "typed_claims"]
