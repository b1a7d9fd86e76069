"""What a claim says in comparable form, what it can be compared in, and how the names of two claims relate."""

from factcheck.stages.facts.comparing import comparison_keys
from factcheck.stages.facts.describing import describe_claim
from factcheck.stages.facts.names import more_names
from factcheck.stages.facts.places import compare_names

__all__ = ["compare_names", "comparison_keys", "describe_claim", "more_names"]
