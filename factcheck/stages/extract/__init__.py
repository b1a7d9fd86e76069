"""Sentences to atomic claims."""

from factcheck.stages.extract.extraction import extract_claims

__all__ = ["extract_claims"]
