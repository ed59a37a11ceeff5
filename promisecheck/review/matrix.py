"""What each location declares, side by side: the standards as a matrix, differences and notices marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from promisecheck.model import Number, Standard
from promisecheck.review import access
from promisecheck.review.actors import Actor
from promisecheck.review.errors import InvalidError
from promisecheck.standards import Declaration, Organisation, standing
from promisecheck.standards.declarations import as_standard, better, merge
from promisecheck.standards.showing import counting, offered_to_customers


@dataclass(frozen=True, slots=True)
class Cell:
    """A standard at one location; `standard` is None where nothing is declared.

    differs: from the base, by more than its wording. delta: its level less the base's, where both are numbers of one
    unit; worse: whether that is the worse for customers (None where it cannot be said). notice: a notice is in force.
    standing: in_force, not_yet, ended or review_overdue; "" of none. reason: why it differs, per language.
    """

    location: str
    standard: Standard | None
    differs: bool
    delta: Number | None
    worse: bool | None
    notice: bool
    standing: str
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One declared standard. base: what it says where no location says otherwise; None where only locations declare."""

    declaration: Declaration
    base: Standard | None
    standing: str
    cells: tuple[Cell, ...]

    @property
    def differing(self) -> tuple[Cell, ...]:
        """The cells that differ from the base."""
        return tuple(cell for cell in self.cells if cell.differs)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Standards by location, for a tier on a day, with the counts of what is marked."""

    day: dt.date
    tier: str | None
    locations: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    differing: int
    notices: int
    overdue: int
    missing: int


def matrix(
    organisation: Organisation,
    actor: Actor,
    *,
    day: dt.date,
    tier: str | None = None,
    services: Sequence[str] = (),
    locations: Sequence[str] = (),
    words: str = "",
    only_differing: bool = False,
) -> Matrix:
    """The standards in force on a day (or, for lack of one, the last or the next), in the order of the specs.

    services, locations: ids to show (groups too), all by default. words: in the names of service, measure or standard.
    only_differing: rows in which some location differs from the base. Raises InvalidError for an unknown tier.
    """
    access.require(actor, "see_standards")
    if tier is not None and tier not in organisation.tiers:
        raise InvalidError("one-of", field="tier", allowed=", ".join(organisation.tiers) or "-")
    shown = organisation.expand(locations) if locations else tuple(organisation.locations)
    rows = [
        _row(organisation, declaration, shown, tier, day)
        for declaration in counting(organisation, tier, day)
        if (not services or declaration.service in services) and _matches(organisation, declaration, words)
    ]
    if only_differing:
        rows = [row for row in rows if row.differing]
    cells = [cell for row in rows for cell in row.cells]
    return Matrix(
        day,
        tier or organisation.first_tier(),
        shown,
        tuple(rows),
        sum(cell.differs for cell in cells),
        sum(cell.notice for cell in cells),
        sum(row.standing == "review_overdue" for row in rows),
        sum(cell.standard is None for cell in cells),
    )


def compare(shown: Matrix, one: str, other: str) -> tuple[tuple[MatrixRow, Cell, Cell], ...]:
    """The rows in which two locations declare something different. Raises InvalidError for a location not shown."""
    unknown = [place for place in (one, other) if place not in shown.locations]
    if unknown:
        raise InvalidError("unknown-place", place=", ".join(unknown))
    first, second = shown.locations.index(one), shown.locations.index(other)
    pairs = ((row, row.cells[first], row.cells[second]) for row in shown.rows)
    return tuple(
        pair for pair in pairs if offered_to_customers(pair[1].standard) != offered_to_customers(pair[2].standard)
    )


def _row(
    organisation: Organisation, declaration: Declaration, shown: Sequence[str], tier: str | None, day: dt.date
) -> MatrixRow:
    base = as_standard(declaration, merge(declaration, {}, tier or organisation.first_tier()))
    column = organisation.column(declaration, tier, day)
    made: dict[int, Cell] = {}
    cells = []
    for location in shown:
        code = int(column.codes[organisation.positions[location]])
        if code not in made:
            made[code] = _cell(column.variants[code], base, declaration, day)
        cells.append(replace(made[code], location=location))
    return MatrixRow(declaration, base, standing(base, day) if base is not None else "", tuple(cells))


def _cell(standard: Standard | None, base: Standard | None, declaration: Declaration, day: dt.date) -> Cell:
    if standard is None:
        return Cell("", None, base is not None, None, None, False, "", {})
    differs = offered_to_customers(standard) != offered_to_customers(base)
    delta = _delta(standard, base)
    direction = {"less": 1, "more": -1}.get(better(declaration))
    return Cell(
        "",
        standard,
        differs,
        delta,
        delta * direction > 0 if delta is not None and direction else None,
        standard.notice is not None,
        standing(standard, day),
        standard.notice or (standard.reason if differs else {}),
    )


def _delta(standard: Standard, base: Standard | None) -> Number | None:
    """How far a level lies from the base's, in its own unit; None where they cannot be subtracted, or are equal."""
    level, other = standard.level, base.level if base is not None else None
    if level is None or other is None or level.unit != other.unit or level.value is None or other.value is None:
        return None
    difference = round(level.value - other.value, 6)
    return difference or None


def _matches(organisation: Organisation, declaration: Declaration, words: str) -> bool:
    service = organisation.services.get(declaration.service)
    named = [declaration.id, declaration.measure, declaration.service]
    named += [name for names in (service.names.values() if service else ()) for name in names]
    named += [name for names in declaration.what.values() for name in names]
    text = " ".join(named).casefold().replace("_", " ").replace("-", " ")
    return all(word in text for word in words.casefold().replace("-", " ").split())
