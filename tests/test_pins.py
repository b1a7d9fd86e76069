"""Everything that pyproject.toml asks for is pinned in constraints.txt, at a version that it admits."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def asked_for() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in parts}


@pytest.mark.parametrize("requirement", asked_for())
def test_every_requirement_is_pinned(requirement: str) -> None:
    asked = Requirement(requirement)
    assert asked.specifier.contains(pins()[canonicalize_name(asked.name)])


def test_pins_are_public_versions() -> None:
    assert not {name: version for name, version in pins().items() if "+" in version}


def imported() -> set[str]:
    """Top-level names of what the package imports from outside the standard library."""
    names = set()
    for path in (ROOT / "factcheck").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"factcheck"}


def test_what_the_package_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    owners = packages_distributions()
    undeclared = {
        name: owners.get(name)
        for name in imported()
        if not declared & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert not undeclared
