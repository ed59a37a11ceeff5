"""What each branch declares, as a table: a row for each standard, a column for each location, differences marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from promisecheck.model import Language, Level, Standard
from promisecheck.quantities.week import parse_hours
from promisecheck.reports.levels import amount, level_words
from promisecheck.standards import Organisation, Row, show

Kind = Literal["same", "diff", "notice", "none"]
Cells = Literal["all", "diff", "notice", "stale", "none"]
CELLS: Final[tuple[Cells, ...]] = ("all", "diff", "notice", "stale", "none")
MOST: Final = 40
"""Columns shown at once; a larger organisation looks at one group at a time."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One standard at one location. kind: how it differs from the base. delta: by how much, in words."""

    location: str
    kind: Kind
    words: str
    delta: str = ""
    until: dt.date | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A standard. base: what everybody gets who gets nothing else; None where every location has its own."""

    standard: Standard
    base: str | None
    stale: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table, with its columns by group, and counts over all its cells."""

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[MatrixRow, ...]
    differing: int
    notices: int
    stale: int

    @property
    def locations(self) -> tuple[str, ...]:
        """The columns."""
        return tuple(location for _, members in self.groups for location in members)


def matrix(
    organisation: Organisation, locations: Sequence[str], tier: str | None, day: dt.date, language: Language
) -> Matrix:
    """The table of these locations, for a tier, on a day."""
    groups = tuple(
        (group, tuple(members)) for group, members in groupby(locations, lambda one: _group(organisation, one))
    )
    found: dict[str, dict[str, Row]] = {}
    for location in locations:
        for row in show(organisation, location, tier, day):
            found.setdefault(row.standard.id, {})[location] = row
    order = [declaration.id for declaration in organisation.declarations if declaration.id in found]
    columns = [location for _, members in groups for location in members]
    rows = tuple(_row(found[id_], columns, language) for id_ in order)
    cells = [cell for row in rows for cell in row.cells]
    return Matrix(
        groups,
        rows,
        sum(cell.kind == "diff" for cell in cells),
        sum(cell.kind == "notice" for cell in cells),
        sum(row.stale for row in rows),
    )


def narrowed(table: Matrix, *, service: str = "", cells: str = "all", wanted: Iterable[str]) -> Matrix:
    """Only rows of a service, with such cells, whose ids are wanted."""
    ids = set(wanted)
    rows = tuple(
        row
        for row in table.rows
        if (not service or row.standard.service == service)
        and row.standard.id in ids
        and (
            cells not in CELLS[1:] or (cells == "stale" and row.stale) or any(cell.kind == cells for cell in row.cells)
        )
    )
    return Matrix(table.groups, rows, table.differing, table.notices, table.stale)


def short(level: Level | None, language: Language) -> str:
    """A level for a narrow column: a week as its hours, areas as their number, all else in words."""
    if level is None:
        return "—"
    if level.hours is not None:
        return amount(round(parse_hours(level.hours).minutes / 60, 1), "h", language)
    if level.areas:
        return str(len(level.areas))
    return level_words(level, language)


def delta(level: Level | None, base: Level | None, language: Language) -> str:
    """By how much a level differs from another, signed, where both have a number of the same unit; else ""."""
    if level is None or base is None:
        return ""
    if level.hours is not None and base.hours is not None:
        hours = (parse_hours(level.hours).minutes - parse_hours(base.hours).minutes) / 60
        return _signed(round(hours, 1), "h", language)
    if level.value is None or base.value is None or level.unit != base.unit:
        return ""
    return _signed(level.value - base.value, level.unit, language)


def _signed(value: float, unit: str | None, language: Language) -> str:
    if value == 0:
        return ""
    figure = amount(abs(round(value, 3)), unit, language)
    return f"+{figure}" if value > 0 else f"\u2212{figure}"


def _row(found: Mapping[str, Row], columns: Sequence[str], language: Language) -> MatrixRow:
    usual = next((row for row in found.values() if not row.differs), None)
    some = usual or next(iter(found.values()))
    base = usual.standard if usual else None
    return MatrixRow(
        some.standard,
        short(base.level, language) if base else None,
        some.standing == "review_overdue",
        tuple(_cell(found.get(location), location, base, language) for location in columns),
    )


def _cell(row: Row | None, location: str, base: Standard | None, language: Language) -> Cell:
    if row is None:
        return Cell(location, "none", "")
    standard = row.standard
    kind: Kind = "notice" if standard.notice is not None else "diff" if row.differs else "same"
    apart = delta(standard.level, base.level if base else None, language) if row.differs else ""
    if base is not None and standard.reliability != base.reliability:
        share = amount(round(100 * standard.reliability, 2), "%", language)
        apart = f"{apart}{'، ' if language == 'ar' else ', '}{share}" if apart else share
    until = standard.notice_days.end if standard.notice_days else None
    return Cell(
        location, kind, short(standard.level, language), apart, until, row.standing in ("review_overdue", "ended")
    )


def _group(organisation: Organisation, location: str) -> str:
    groups = organisation.locations[location].groups
    return groups[0] if groups else ""
