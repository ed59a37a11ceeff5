"""Service specs: declared standards per service, location, tier and day.

    from promisecheck.standards import load_organisation

    organisation = load_organisation(Path("service_specs"))

Everything is imported when it is first used, so that naming this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promisecheck.standards.declarations import Declaration as Declaration
    from promisecheck.standards.declarations import Notice as Notice
    from promisecheck.standards.declarations import Standing as Standing
    from promisecheck.standards.declarations import standing as standing
    from promisecheck.standards.loading import load_organisation as load_organisation
    from promisecheck.standards.loading import spec_files as spec_files
    from promisecheck.standards.organisation import Column as Column
    from promisecheck.standards.organisation import Group as Group
    from promisecheck.standards.organisation import Location as Location
    from promisecheck.standards.organisation import Name as Name
    from promisecheck.standards.organisation import Organisation as Organisation
    from promisecheck.standards.organisation import Service as Service
    from promisecheck.standards.organisation import Tier as Tier
    from promisecheck.standards.reference import spec_reference as spec_reference
    from promisecheck.standards.schema import spec_schema as spec_schema
    from promisecheck.standards.showing import Row as Row
    from promisecheck.standards.showing import show as show

_HOMES = {
    **dict.fromkeys(("Declaration", "Notice", "Standing", "standing"), "declarations"),
    **dict.fromkeys(("load_organisation", "spec_files"), "loading"),
    **dict.fromkeys(("Column", "Group", "Location", "Name", "Organisation", "Service", "Tier"), "organisation"),
    "spec_reference": "reference",
    "spec_schema": "schema",
    "Row": "showing",
    "show": "showing",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
