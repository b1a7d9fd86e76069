"""From verdicts to the things an editor looks at."""

from factcheck.stages.findings.beside import copy_findings, event_findings, inner_findings
from factcheck.stages.findings.catalogue import list_findings
from factcheck.stages.findings.fingerprints import fingerprint

__all__ = ["copy_findings", "event_findings", "fingerprint", "inner_findings", "list_findings"]
