"""From verdicts to the things an editor looks at."""

from factcheck.stages.findings.catalogue import fingerprint, list_findings

__all__ = ["fingerprint", "list_findings"]
