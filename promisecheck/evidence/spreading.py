"""Outcomes and figures put on the verdicts of a claim, at every location."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from promisecheck.evidence.figures import Figures
from promisecheck.judge.verdicts import Delivered, recorded
from promisecheck.model import Claim, Verdicts

if TYPE_CHECKING:
    from numpy.typing import NDArray

OUTCOMES: Final[tuple[Delivered | None, ...]] = (None, "kept", "not_kept", "too_few")
KEPT, NOT_KEPT, TOO_FEW = 1, 2, 3
_DISTINCT: Final = 512
"""Rulings that may differ in their figures only; with more, the figures are kept as columns beside them."""


def spread(
    claim: Claim,
    verdicts: Verdicts,
    codes: NDArray[np.int64],
    where: NDArray[np.int64],
    outcomes: NDArray[np.int64],
    found: Figures,
) -> Verdicts:
    """The verdicts with outcomes and figures at some positions.

    Where rulings would differ in nothing but figures too often, one stands for those of the same outcome, with the
    figures of its worst location, and the exact ones stand beside them.
    """
    kinds = np.zeros(len(codes), dtype=np.int64)
    kinds[where] = outcomes
    at = np.full(len(codes), -1, dtype=np.int64)
    at[where] = np.arange(len(where))
    first, numbered = alike([codes, kinds, *_figures(found, at)])
    columns = len(first) > _DISTINCT
    if columns:
        first, numbered = alike([codes, kinds])
    rulings = []
    for group, place in enumerate(first.tolist()):
        position = int(place)
        if columns:
            members = np.flatnonzero(numbered == group)
            measured = members[at[members] >= 0]
            position = int(measured[found.take(at[measured]).worst]) if len(measured) else position
        ruling, outcome = verdicts.rulings[int(codes[position])], OUTCOMES[int(kinds[position])]
        figure = found[int(at[position])] if at[position] >= 0 else None
        rulings.append(recorded(claim, ruling, outcome, figure) if outcome is not None else ruling)
    beside = _beside(found, at) if columns else ()
    return Verdicts(verdicts.locations, array("q", numbered.astype(np.int64).tobytes()), tuple(rulings), beside)


def _figures(found: Figures, at: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Columns of numbers that are equal where the figures are."""
    there = at >= 0
    columns = [np.where(there, column[at], -1) for column in (found.met, found.cases)]
    for level in (found.reached, found.reached_low, found.reached_high):
        hundredths = np.where(np.isnan(level), -1, np.round(level * 100)).astype(np.int64)
        columns.append(np.where(there, hundredths[at], -1))
    return columns


def alike(columns: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first of the positions at which all columns are equal, and for each position the number of its like."""
    key = columns[0]
    for column in columns[1:]:
        key = np.unique(key, return_inverse=True)[1] * (np.ptp(column) + 1) + (column - column.min())
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return first[order], rank[back]


def _beside(found: Figures, at: NDArray[np.int64]) -> Figures:
    """The figures at every position; none where nothing was measured."""
    taken = found.take(np.maximum(at, 0))
    cases = np.where(at >= 0, taken.cases, 0)
    return replace(taken, cases=cases).compact()
