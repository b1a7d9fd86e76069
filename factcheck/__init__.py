"""factcheck says where several reports of one event agree and where they contradict each other, claim by claim.

    >>> from pathlib import Path
    >>> import factcheck
    >>> report = factcheck.check_sources([Path("seeds")])          # doctest: +SKIP
    >>> [finding.message for finding in report.findings[:3]]       # doctest: +SKIP

Importing the package loads no model library; models are loaded by the first check.
"""

from factcheck.api import cache_info, check_claim, check_draft, check_sources, clear_cache
from factcheck.errors import FactcheckError, InputError, ModelError, SettingsError
from factcheck.pipeline import Progress
from factcheck.render import FORMATS, render_report, render_schema
from factcheck.schema import (
    ClaimEntry,
    ClusterEntry,
    ContradictionKind,
    Finding,
    PairVerdict,
    Qualifier,
    Report,
    Severity,
    SkippedInput,
    SourceEntry,
    SourceRole,
    StoreInfo,
    Verdict,
)
from factcheck.settings import Settings, load_settings

__all__ = [
    "FORMATS",
    "ClaimEntry",
    "ClusterEntry",
    "ContradictionKind",
    "FactcheckError",
    "Finding",
    "InputError",
    "ModelError",
    "PairVerdict",
    "Progress",
    "Qualifier",
    "Report",
    "Settings",
    "SettingsError",
    "Severity",
    "SkippedInput",
    "SourceEntry",
    "SourceRole",
    "StoreInfo",
    "Verdict",
    "cache_info",
    "check_claim",
    "check_draft",
    "check_sources",
    "clear_cache",
    "load_settings",
    "render_report",
    "render_schema",
]
