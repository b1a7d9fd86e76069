"""Puts the weights in models/nli and models/embedding, and the pages of docs/rules, into the wheel."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("nli", "embedding")


class WeightsHook(BuildHookInterface[Any]):
    """A plain force-include would refuse to build a checkout whose model is not trained yet."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before each wheel; an editable install reads models/ in place."""
        if version == "editable":
            return
        for page in sorted(Path(self.root, "docs", "rules").glob("*.md")):
            build_data["force_include"][str(page)] = f"factcheck/rule_pages/{page.name}"
        models = Path(self.root, "models")
        for path in sorted(path for folder in SHIPPED for path in (models / folder).rglob("*")):
            if path.is_file():
                build_data["force_include"][str(path)] = f"factcheck/weights/{path.relative_to(models).as_posix()}"
