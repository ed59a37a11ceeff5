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


def writer(name: str) -> ModuleType:
    """The module of one output format, without loading the others. Raises KeyError for a format there is none of."""
    known = {module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg}
    for candidate in (name, f"{name}_report"):
        if candidate in known:
            module = importlib.import_module(f"{__name__}.{candidate}")
            if getattr(module, "FORMAT", None) == name:
                return module
    return formats()[name]
