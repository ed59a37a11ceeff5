"""Measured records: what really happened, held against what is promised and declared.

    from promisecheck.evidence import Evidence

    evidence = Evidence(organisation, day)                  # reads the `measured:` of the specs when a claim needs it
    report = promisecheck.check(["site/"], specs=organisation, start=day, record=evidence)

A record is read once, into counts; statistics.py has every formula with its source. Everything is imported when it is
first used: numpy, scipy and DuckDB are heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promisecheck.evidence.delivered import Evidence as Evidence
    from promisecheck.evidence.promisable import promisable as promisable

_PLACES = {"Evidence": "delivered", "promisable": "promisable"}
__all__ = ["Evidence", "promisable"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
