"""Reports: what was found, written for people and for programs. One module per output format.

A format is a module of this package with two names: `FORMAT`, what `--output-format` calls it, and
`write(report, *, language="auto") -> str`. Its docstring is its page in the documentation.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def formats() -> dict[str, ModuleType]:
    """The output formats by name, in the order of their names."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if not module.ispkg
    ]
    found = {module.FORMAT: module for module in modules if hasattr(module, "FORMAT")}
    return dict(sorted(found.items()))
