"""Keeps a library from importing at once what it takes along and what is not needed here."""

from __future__ import annotations

import importlib
import importlib.abc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class _Hidden(importlib.abc.MetaPathFinder):
    """Says of one module that there is none, to the imports of one thread."""

    def __init__(self, name: str) -> None:
        self._name, self._thread = name, threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Nothing for other modules and threads, so that the next finder is asked."""
        if fullname == self._name and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{fullname} is hidden while another library is imported", name=fullname)
        return None


@contextmanager
def hidden(name: str) -> Iterator[None]:
    """Within the block, this thread's `import name` fails as if `name` were not installed.

    Nothing is left behind: the modules that are imported and what other threads import stay as they are. A module that
    is imported already is not hidden, for then there is nothing to save.
    """
    if name in sys.modules:
        yield
        return
    finder = _Hidden(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def put_off(module: str, function: str) -> Iterator[None]:
    """Within the block, `from module import function` gives a function that imports `module` when it is called.

    A library that offers the function under a name of its own offers the same afterwards, and pays for it at the first
    call. The module itself is imported as ever once the block is left; one that is imported already is left alone.
    """
    if module in sys.modules:
        yield
        return

    def later(*given: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(module), function)(*given, **named)

    later.__name__ = later.__qualname__ = function
    later.__doc__ = f"{module}.{function}, imported at the first call."
    stand_in = ModuleType(module)
    setattr(stand_in, function, later)
    sys.modules[module] = stand_in
    try:
        yield
    finally:
        if sys.modules.get(module) is stand_in:
            del sys.modules[module]
