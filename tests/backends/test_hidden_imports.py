"""A hidden module is not found by one thread for a while, one put off is imported at its first use, and after that
everything is as before."""

from __future__ import annotations

import importlib
import sys
import threading
from pathlib import Path

import pytest

from factcheck.backends.hidden_imports import hidden, put_off


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that can be imported and is not yet."""
    (tmp_path / "a_heavy_library.py").write_text("loaded = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "a_heavy_library", raising=False)
    return "a_heavy_library"


def test_within_the_block_there_is_no_such_module(module: str) -> None:
    before = (list(sys.meta_path), set(sys.modules))
    with hidden(module), pytest.raises(ImportError, match=module):
        importlib.import_module(module)
    assert (list(sys.meta_path), set(sys.modules)) == before


def test_afterwards_it_is_there(module: str) -> None:
    with hidden(module), pytest.raises(ImportError):
        importlib.import_module(module)
    assert importlib.import_module(module).loaded


def test_other_modules_and_other_threads_see_no_difference(module: str) -> None:
    found: list[bool] = []
    with hidden(module):
        assert importlib.import_module("wave").__name__ == "wave"
        other = threading.Thread(target=lambda: found.append(importlib.import_module(module).loaded))
        other.start()
        other.join()
    assert found == [True]


def test_what_is_imported_already_is_not_hidden(module: str) -> None:
    loaded = importlib.import_module(module)
    with hidden(module):
        assert importlib.import_module(module) is loaded


def test_an_error_in_the_block_uncovers_it_too(module: str) -> None:
    with pytest.raises(ZeroDivisionError), hidden(module):
        raise ZeroDivisionError
    assert importlib.import_module(module).loaded


# --- put off ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package that offers a function of a module that it imports for it alone."""
    (tmp_path / "a_library" / "tools").mkdir(parents=True)
    (tmp_path / "a_library" / "__init__.py").write_text("from .tools.telling import tell\n", encoding="utf-8")
    (tmp_path / "a_library" / "tools" / "__init__.py").write_text("heavy = True\n", encoding="utf-8")
    telling = "def tell(word, *, times=1):\n    return word * times\n"
    (tmp_path / "a_library" / "tools" / "telling.py").write_text(telling, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("a_library", "a_library.tools", "a_library.tools.telling"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return "a_library"


def loaded_of(library: str) -> set[str]:
    return {name for name in sys.modules if name.startswith(library)}


def test_a_module_that_is_put_off_is_imported_at_the_first_call(library: str) -> None:
    with put_off(f"{library}.tools.telling", "tell"):
        offered = importlib.import_module(library).tell
    assert loaded_of(library) == {library}
    assert offered("ha", times=2) == "haha"
    assert f"{library}.tools.telling" in loaded_of(library)


def test_after_the_block_the_module_itself_is_imported(library: str) -> None:
    with put_off(f"{library}.tools.telling", "tell"):
        importlib.import_module(library)
    assert importlib.import_module(f"{library}.tools.telling").tell("a") == "a"
    assert importlib.import_module(f"{library}.tools").heavy


def test_what_is_imported_already_is_not_put_off(library: str) -> None:
    real = importlib.import_module(f"{library}.tools.telling")
    with put_off(f"{library}.tools.telling", "tell"):
        assert importlib.import_module(f"{library}.tools.telling") is real
    assert importlib.import_module(library).tell is real.tell
