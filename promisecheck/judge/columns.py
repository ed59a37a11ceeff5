"""Standards at all locations of a reach, in columns: which combinations of declared variants occur, and where.

Fifty thousand locations share a handful of combinations; each is judged once and its verdict spread by index.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from promisecheck.model import Standard
from promisecheck.standards.declarations import standing
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

Codes = "NDArray[np.int64]"
Key = tuple[str, str | None]
"""Which column: the id of a declaration, and a tier."""
_DENSE = 1 << 20


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination that occurs: the standard of each column (None where nothing is declared), the working week."""

    standards: dict[Key, Standard | None]
    weekdays: frozenset[int]


def positions(organisation: Organisation, locations: Sequence[str]) -> NDArray[np.int64] | None:
    """Numbers of the locations in columns; None for all of them in order."""
    return None if tuple(locations) == organisation.location_ids else numbers(organisation, locations)


def numbers(organisation: Organisation, locations: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of the locations in columns."""
    if tuple(locations) == organisation.location_ids:
        return np.arange(len(locations))
    known = organisation.positions
    return np.array([known[location] for location in locations], dtype=np.int64)


def cells(
    organisation: Organisation, keys: Iterable[Key], day: dt.date, where: NDArray[np.int64] | None, size: int
) -> tuple[tuple[Cell, ...], NDArray[np.int64]]:
    """The combinations of the columns `keys` that occur on a day, and for each location which one it has.

    where: numbers of the locations in columns, None for all. size: how many they are.
    """
    wanted = tuple(dict.fromkeys(keys))
    columns = []
    for declaration, tier in wanted:
        column = organisation.column(organisation.declarations_by_id[declaration], tier, day)
        columns.append((tuple(column.variants), column.codes))
    weeks, week_codes = organisation.working_weeks
    radices = [len(variants) for variants, _ in columns] + [len(weeks)]
    joint = np.zeros(size, dtype=np.int64)
    legend: list[tuple[int, ...]] = [()]
    for radix, codes in zip(radices, [codes for _, codes in columns] + [week_codes], strict=True):
        if radix > 1:
            joint = joint * radix + (codes if where is None else codes[where])
        legend, joint = _compressed(legend, joint, radix)
    found = []
    for digits in legend:
        picked = zip(wanted, columns, digits, strict=False)
        standards = {key: variants[digit] for key, (variants, _), digit in picked if variants}
        found.append(Cell(standards, weeks[digits[-1]] if weeks else organisation.working_week))
    return tuple(found), joint


def _compressed(
    legend: list[tuple[int, ...]], joint: NDArray[np.int64], radix: int
) -> tuple[list[tuple[int, ...]], NDArray[np.int64]]:
    """Number the combinations that occur from 0 and note the digits of each."""
    if radix <= 1:
        return [(*digits, 0) for digits in legend], joint
    if len(legend) * radix <= _DENSE:
        present = np.flatnonzero(np.bincount(joint, minlength=len(legend) * radix))
        table = np.zeros(len(legend) * radix, dtype=np.int64)
        table[present] = np.arange(len(present))
        numbered = table[joint]
    else:
        present, numbered = np.unique(joint, return_inverse=True)
    return [(*legend[int(value) // radix], int(value) % radix) for value in present], numbered


def usable(standards: Iterable[Standard | None], day: dt.date) -> tuple[Standard | None, str]:
    """Of standards that follow one another, the one in force on a day, and its standing.

    Else the one that comes nearest to it ("ended", "not_yet"); (None, "undeclared") when none is declared.
    """
    ranked = sorted(
        ((_RANK[found], standard, found) for standard in standards if standard and (found := standing(standard, day))),
        key=lambda item: item[0],
    )
    return (ranked[0][1], ranked[0][2]) if ranked else (None, "undeclared")


_RANK = {"in_force": 0, "review_overdue": 1, "ended": 2, "not_yet": 3}
