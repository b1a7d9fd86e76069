"""Baseline files: what editors have decided about findings. docs/baseline-format.md describes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from factcheck.errors import SettingsError
from factcheck.schema import Baseline

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MAX_BYTES = 5_000_000
VERSION = 1


def read_baseline(path: Path) -> Baseline:
    """The decisions in `path`; raises SettingsError where the file cannot be read as a baseline."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        way_out = "check the path, or write one with factcheck baseline"
        raise SettingsError(f"{path}: there is no such baseline; {way_out}.") from error
    except OSError as error:
        raise SettingsError(f"{path}: the baseline cannot be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise SettingsError(f"{path}: the baseline is larger than {MAX_BYTES / 1e6:.0f} MB; it cannot be a baseline.")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: this is not a baseline, because it is not valid JSON: {error}.") from error
    _refuse_others(found, path)
    try:
        return Baseline.model_validate_json(json.dumps(found), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"{path}: {_place(first)} {_complaint(first)}.") from error


def render_baseline(baseline: Baseline) -> str:
    """The baseline as the text of its file: sorted, so that equal decisions give equal text."""
    entries = sorted(baseline.entries, key=lambda entry: (entry.fingerprint, entry.rule))
    ordered = baseline.model_copy(update={"entries": tuple(entries)})
    return json.dumps(ordered.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def _refuse_others(found: object, path: Path) -> None:
    """SettingsError for JSON that is something else, or of a later version."""
    if not isinstance(found, dict) or found.get("format") != "factcheck-baseline":
        raise SettingsError(f'{path}: this is not a baseline, because its "format" is not "factcheck-baseline".')
    if found.get("version") != VERSION:
        raise SettingsError(
            f"{path}: the baseline is of version {json.dumps(found.get('version'))}, and this factcheck reads version "
            f"{VERSION}; update factcheck or write the baseline anew."
        )


def _place(error: ErrorDetails) -> str:
    """ "entry 3, status" for ("entries", 2, "status")."""
    parts = [f"entry {part + 1}" if isinstance(part, int) else str(part) for part in error["loc"]]
    return ", ".join(part for part in parts if part != "entries") or "entries"


def _complaint(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return "is not known in a baseline"
    if error["type"] == "missing":
        return "is missing"
    shown = json.dumps(error["input"], ensure_ascii=False, default=str)[:80]
    message = error["msg"].removeprefix("Input ").removeprefix("String ").removeprefix("Value error, ")
    return f"{message}, but is {shown}"
