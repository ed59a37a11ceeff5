"""The standards side by side in words: how `review.matrix` is shown in a narrow table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal

from promisecheck.model import Language, Level, Standard
from promisecheck.quantities.week import parse_hours
from promisecheck.reports.levels import amount, level_words
from promisecheck.reports.words import counted
from promisecheck.review import matrix as service
from promisecheck.standards import Organisation

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
    words: str = ""
    delta: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A standard. base: what everybody gets who gets nothing else; None where every location has its own."""

    standard: Standard
    base: str | None
    stale: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, with the columns by group."""

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[ShownRow, ...]

    @property
    def locations(self) -> tuple[str, ...]:
        """The columns."""
        return tuple(location for _, members in self.groups for location in members)


def shown(matrix: service.Matrix, organisation: Organisation, language: Language, only: str = "all") -> Table:
    """The matrix in words; of its rows those with cells of a kind (`CELLS`)."""
    rows = [row for one in matrix.rows if (row := _row(one, language)) is not None]
    groups = groupby(matrix.locations, lambda location: _group(organisation, location))
    return Table(
        tuple((group, tuple(members)) for group, members in groups),
        tuple(row for row in rows if only not in CELLS or _has(row, only)),
    )


def by_group(organisation: Organisation, locations: Sequence[str]) -> list[str]:
    """The locations so that those of a group stand together, groups in their declared order."""
    order = {id_: number for number, id_ in enumerate(organisation.groups)}
    return sorted(locations, key=lambda location: order.get(_group(organisation, location), len(order)))


def short(level: Level | None, language: Language) -> str:
    """A level for a narrow column: a week as its hours, areas as how many, all else in words."""
    if level is None:
        return "—"
    if level.hours is not None:
        return amount(round(parse_hours(level.hours).minutes / 60, 1), "h", language)
    if level.areas:
        return counted(len(level.areas), "area", language)
    return level_words(level, language)


def difference(standard: Standard, base: Standard, language: Language) -> str:
    """By how much a standard differs from another, signed, and its share of cases where that differs; else ""."""
    said = []
    level, other = standard.level, base.level
    if level is not None and other is not None:
        if level.hours is not None and other.hours is not None:
            minutes = parse_hours(level.hours).minutes - parse_hours(other.hours).minutes
            said.append(_signed(round(minutes / 60, 1), "h", language))
        elif level.value is not None and other.value is not None and level.unit == other.unit:
            said.append(_signed(level.value - other.value, level.unit, language))
    if standard.reliability != base.reliability:
        said.append(amount(round(100 * standard.reliability, 2), "%", language))
    return ("، " if language == "ar" else ", ").join(one for one in said if one)


def _signed(value: float, unit: str | None, language: Language) -> str:
    if value == 0:
        return ""
    figure = amount(abs(round(value, 3)), unit, language)
    return f"+{figure}" if value > 0 else f"\u2212{figure}"


def _row(row: service.MatrixRow, language: Language) -> ShownRow | None:
    some = row.base or next((cell.standard for cell in row.cells if cell.standard is not None), None)
    if some is None:
        return None
    some = replace(some, what=row.declaration.what)
    base = short(row.base.level, language) if row.base is not None and row.base.level is not None else None
    cells = tuple(_cell(cell, row.base, language) for cell in row.cells)
    return ShownRow(some, base, row.standing == "review_overdue", cells)


def _cell(cell: service.Cell, base: Standard | None, language: Language) -> Cell:
    standard = cell.standard
    if standard is None:
        return Cell(cell.location, "none")
    kind: Kind = "notice" if cell.notice else "diff" if cell.differs else "same"
    delta = difference(standard, base, language) if base is not None and kind != "same" else ""
    until = standard.notice_days.end if standard.notice_days is not None else None
    return Cell(cell.location, kind, short(standard.level, language), delta, until)


def _has(row: ShownRow, only: str) -> bool:
    return only == "all" or (row.stale if only == "stale" else any(cell.kind == only for cell in row.cells))


def _group(organisation: Organisation, location: str) -> str:
    groups = organisation.locations[location].groups
    return groups[0] if groups else ""
