"""A hidden module is not found by one thread for a while, and everything is as before afterwards."""

from __future__ import annotations

import importlib
import sys
import threading
from pathlib import Path

import pytest

from factcheck.backends.hidden_imports import hidden


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
