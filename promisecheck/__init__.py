"""promisecheck: finds the promises in copy and judges each against declared service standards.

    report = promisecheck.check(["site/"], specs=Path("service_specs"), start=date.today())
    report = promisecheck.extract(["draft.md"], start=date.today())

Both are imported when they are first used, so that naming the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from promisecheck.engine import check as check
    from promisecheck.engine import extract as extract

__all__ = ["__version__", "check", "extract"]


def __getattr__(name: str) -> Any:
    if name not in ("check", "extract"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from promisecheck import engine

    return getattr(engine, name)
