"""From verdicts to the things an editor looks at."""

from factcheck.stages.findings.absences import find_absences
from factcheck.stages.findings.beside import copy_findings, event_findings, inner_findings
from factcheck.stages.findings.catalogue import list_findings
from factcheck.stages.findings.fingerprints import fingerprint
from factcheck.stages.findings.misquotations import find_misquotations
from factcheck.stages.findings.outcomes import list_outcomes
from factcheck.stages.findings.triage import baseline_of, fails, narrow_ignores, triage

__all__ = [
    "baseline_of",
    "copy_findings",
    "event_findings",
    "fails",
    "find_absences",
    "find_misquotations",
    "fingerprint",
    "inner_findings",
    "list_findings",
    "list_outcomes",
    "narrow_ignores",
    "triage",
]
