"""What a user gets with pip: one wheel with the package, its data, and the trained weights where there are any."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "factcheck"
MODELS = ROOT / "models"


def relative_files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("factcheck-*-py3-none-any.whl")
    return zipfile.ZipFile(path)


def test_every_file_of_the_package_travels(wheel: zipfile.ZipFile) -> None:
    missing = {f"factcheck/{name}" for name in relative_files(PACKAGE)} - set(wheel.namelist())
    assert not missing


def test_types_templates_and_tables_are_there(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "factcheck/py.typed" in names
    assert any(name.startswith("factcheck/render/templates/") for name in names)


def test_the_pages_of_the_rules_travel(wheel: zipfile.ZipFile) -> None:
    pages = {name.removeprefix("factcheck/rule_pages/") for name in wheel.namelist() if "/rule_pages/" in name}
    assert pages == relative_files(ROOT / "docs" / "rules")


@pytest.mark.parametrize("folder", ["nli", "embedding"])
def test_models_travel_with_all_their_files(wheel: zipfile.ZipFile, folder: str) -> None:
    place = f"factcheck/weights/{folder}/"
    shipped = {name.removeprefix(place) for name in wheel.namelist() if name.startswith(place)}
    assert shipped
    assert shipped == relative_files(MODELS / folder)
    for name in shipped:
        assert wheel.getinfo(f"{place}{name}").file_size == (MODELS / folder / name).stat().st_size


def test_nothing_else_travels(wheel: zipfile.ZipFile) -> None:
    folders = {name.split("/")[0] for name in wheel.namelist()}
    version = next(name.split("-")[1].removesuffix(".dist") for name in folders if name.endswith(".dist-info"))
    assert folders == {"factcheck", f"factcheck-{version}.dist-info"}


def test_the_command_and_the_licence_are_declared(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = [name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt")]
    assert "factcheck = factcheck.cli:main" in wheel.read(entry_points).decode()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel.namelist())
