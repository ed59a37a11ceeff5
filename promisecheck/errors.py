"""Errors that help: one clear message with file, line, column, the offending text and the mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in input: what is wrong, where, and how to mend it. Lines and columns are 1-based.

    arabic: message and mend for reports in Arabic, where they show it.
    """

    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    text: str | None = None
    hint: str | None = None
    arabic: tuple[str, str] | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        lines = [f"{place}: {self.message}" if place else self.message]
        if self.text is not None:
            lines.append(f"    {self.text.rstrip()}")
            if self.column is not None:
                lines.append("    " + " " * (self.column - 1) + "^")
        if self.hint:
            lines.append(f"  mend: {self.hint}")
        return "\n".join(lines)


class InputError(Exception):
    """Input that cannot be used: options, files, specs, rules, records. The command line exits 2 with the faults.

    `faults` holds every mistake that was found, not only the first.
    """

    def __init__(self, faults: Fault | str | Iterable[Fault]) -> None:
        if isinstance(faults, str):
            faults = Fault(faults)
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class MissingExtraError(InputError):
    """A command needs an optional part that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(Fault(f"{what} needs the extra '{extra}'", hint=f"pip install 'promisecheck[{extra}]'"))
