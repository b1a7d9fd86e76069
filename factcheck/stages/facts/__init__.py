"""What a claim says in comparable form, and how the names of two claims relate."""

from factcheck.stages.facts.describing import describe_claim
from factcheck.stages.facts.places import compare_names

__all__ = ["compare_names", "describe_claim"]
