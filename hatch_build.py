"""Puts the trained weights of models/nli and the pages of docs/rules into the wheel, where the package reads them."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WeightsHook(BuildHookInterface[Any]):
    """A plain force-include would refuse to build a checkout whose model is not trained yet."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before each wheel; an editable install reads models/nli in place."""
        weights = Path(self.root, "models", "nli")
        if version == "editable":
            return
        for page in sorted(Path(self.root, "docs", "rules").glob("*.md")):
            build_data["force_include"][str(page)] = f"factcheck/rule_pages/{page.name}"
        for path in sorted(weights.rglob("*")):
            if path.is_file():
                build_data["force_include"][str(path)] = f"factcheck/weights/nli/{path.relative_to(weights).as_posix()}"
