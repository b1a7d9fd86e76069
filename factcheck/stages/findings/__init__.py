"""From verdicts to the things an editor looks at."""

from factcheck.stages.findings.catalogue import list_findings
from factcheck.stages.findings.fingerprints import fingerprint

__all__ = ["fingerprint", "list_findings"]
