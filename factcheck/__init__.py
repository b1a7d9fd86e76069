"""factcheck says where several reports of one event agree and where they contradict each other, claim by claim.

    >>> from pathlib import Path
    >>> import factcheck
    >>> report = factcheck.check_sources([Path("seeds")])          # doctest: +SKIP
    >>> [finding.message for finding in report.findings[:3]]       # doctest: +SKIP

Importing the package loads no model library; models are loaded by the first check.
"""

from factcheck.api import (
    Draft,
    PipedText,
    cache_info,
    check_claim,
    check_claims,
    check_draft,
    check_drafts,
    check_sources,
    clear_cache,
    make_baseline,
    report_fails,
)
from factcheck.baselines import read_baseline, render_baseline
from factcheck.batch import (
    BatchResult,
    Comparison,
    StoryResult,
    check_batch,
    find_stories,
    write_whole,
)
from factcheck.errors import FactcheckError, InputError, ModelError, SettingsError
from factcheck.pipeline import Progress
from factcheck.render import FORMATS, render_report, render_schema
from factcheck.render.index import StoryState
from factcheck.rules import RULES, Rule, RuleScope, rule_page
from factcheck.schema import (
    Baseline,
    BaselineEntry,
    BaselineStatus,
    BaselineUse,
    ClaimEntry,
    ClusterEntry,
    ContradictionKind,
    Finding,
    Outcome,
    OutcomeEntry,
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
from factcheck.settings import FailOn, SettingEntry, Settings, list_settings, load_settings, with_findings

__all__ = [
    "FORMATS",
    "RULES",
    "Baseline",
    "BaselineEntry",
    "BaselineStatus",
    "BaselineUse",
    "BatchResult",
    "ClaimEntry",
    "ClusterEntry",
    "Comparison",
    "ContradictionKind",
    "Draft",
    "FactcheckError",
    "FailOn",
    "Finding",
    "InputError",
    "ModelError",
    "Outcome",
    "OutcomeEntry",
    "PairVerdict",
    "PipedText",
    "Progress",
    "Qualifier",
    "Report",
    "Rule",
    "RuleScope",
    "SettingEntry",
    "Settings",
    "SettingsError",
    "Severity",
    "SkippedInput",
    "SourceEntry",
    "SourceRole",
    "StoreInfo",
    "StoryResult",
    "StoryState",
    "Verdict",
    "cache_info",
    "check_batch",
    "check_claim",
    "check_claims",
    "check_draft",
    "check_drafts",
    "check_sources",
    "clear_cache",
    "find_stories",
    "list_settings",
    "load_settings",
    "make_baseline",
    "read_baseline",
    "render_baseline",
    "render_report",
    "render_schema",
    "report_fails",
    "rule_page",
    "with_findings",
    "write_whole",
]
