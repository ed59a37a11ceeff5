"""Packages whose parts are loaded when they are first asked for, so that a command pays only for what it uses."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def loader(package: str, parts: Mapping[str, str]) -> Callable[[str], Any]:
    """A `__getattr__` for a package. parts: the names it offers, each with "module" or "module:its name there"."""

    def load(name: str) -> Any:
        if name not in parts:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, _, there = parts[name].partition(":")
        found = getattr(import_module(f"{package}.{module}"), there or name)
        setattr(sys.modules[package], name, found)
        return found

    return load
