"""Sentences to atomic claims."""

from factcheck.stages.extract.extraction import extract_claims
from factcheck.stages.extract.quotations import find_quotations, find_single_quotations

__all__ = ["extract_claims", "find_quotations", "find_single_quotations"]
