"""What a record is and how it is read: the keys of `measured:`, or of an option on the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from promisecheck.errors import Fault, InputError
from promisecheck.evidence.sources import Source
from promisecheck.standards.amounts import COUNT_UNITS, TIME_UNITS, number, read_duration
from promisecheck.standards.currencies import CODES
from promisecheck.standards.faults import UnreadableError, known_hint

Role = Literal["location", "value", "time", "tier", "met", "total"]
ROLES: Final[tuple[Role, ...]] = ("location", "value", "time", "tier", "met", "total")
EMPTY: Final = ("left out", "not met")
"""What a case without a value is."""
_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}
_LIMIT: Final = re.compile(r"(?i)\s*(at most|at least|<=|>=|≤|≥)\s*(-?\d[\d.,]*)\s*([^\d\s].*)?")


@dataclass(frozen=True, slots=True)
class Limit:
    """From which value on a case counts as met, in the unit of the column: at most, or at least."""

    at_most: bool
    value: float


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """How a record is read.

    columns: names of columns by what they hold; a role that is not named is looked for under its own name. unit: of
    the values, None for that of the declared level. window: days it is looked at, back from the day of the check.
    met_when: turns values into met or not. empty_is_miss: a case without a value counts as not met, instead of being
    left out. where: file and line that declare it, for messages.
    """

    source: Source
    columns: tuple[tuple[Role, str], ...] = ()
    unit: str | None = None
    window: int | None = None
    met_when: Limit | None = None
    empty_is_miss: bool = False
    where: str = ""

    def column(self, role: Role) -> str | None:
        """The column named for a role."""
        return dict(self.columns).get(role)


def read_spec(declared: Mapping[str, str], source: Source, where: str) -> RecordSpec:
    """A record spec from the keys of `measured:`.

    Raises InputError for a unit, window or limit that cannot be read, with every mistake.
    """
    faults: list[Fault] = []
    file, _, line = where.rpartition(":")

    def fault(message: str, hint: str) -> None:
        faults.append(Fault(f"measured: {message}", file or None, int(line) if line.isdecimal() else None, hint=hint))

    unit, window, met_when = None, None, None
    if declared.get("unit"):
        unit = read_unit(declared["unit"])
        if unit is None:
            known = [word for word in TIME_UNITS if word.isascii() and len(word) > 2]
            fault(f"'{declared['unit']}' is no unit", known_hint(declared["unit"], known, "such as"))
    if declared.get("window"):
        try:
            amount = read_duration(declared["window"])
            window = round(amount.value * _DAYS[amount.unit or ""])
        except (UnreadableError, KeyError):
            fault(f"window '{declared['window']}' is no number of days", "write it as 90 days, 12 weeks or 6 months")
    if declared.get("met_when"):
        match = _LIMIT.fullmatch(declared["met_when"])
        if match is None:
            fault(f"met_when '{declared['met_when']}' cannot be read", "write at most 15, or at least 100")
        else:
            negative = match[2].startswith("-")
            size = float(number(match[2].lstrip("-")))
            met_when = Limit(match[1].lower() in ("at most", "<=", "≤"), -size if negative else size)
    empty = declared.get("empty", EMPTY[0])
    if empty not in EMPTY:
        fault(f"empty: '{empty}' is not known", f"one of: {', '.join(EMPTY)}")
    if faults:
        raise InputError(faults)
    columns: tuple[tuple[Role, str], ...] = tuple((role, declared[role]) for role in ROLES if declared.get(role))
    return RecordSpec(source, columns, unit, window, met_when, empty == EMPTY[1], where)


def read_unit(text: str) -> str | None:
    """The unit that a text means, None for an unknown one."""
    folded = " ".join(text.casefold().split())
    if folded in ("%", "percent", "per cent"):
        return "%"
    known = TIME_UNITS.get(folded) or COUNT_UNITS.get(folded)
    if known:
        return known
    return text.upper() if text.upper() in CODES else folded if folded == "count" else None
