"""A record counted: for each location the distribution of its values, or how many cases were met.

The values of all locations stand in one array, sorted within each, with running counts beside them, so that how many
cases met a level is found at all locations at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from promisecheck.evidence.statistics import Counts, Floats

Direction = Literal["less", "more"]


@dataclass(frozen=True, slots=True)
class Values:
    """Cases with a value. `ends[i]` is where the values of location number i end, those of the next one start.

    before: cases before each value in its location, one longer than `values` and ascending throughout.
    """

    values: Floats
    before: Counts
    ends: Counts

    @property
    def cases(self) -> Counts:
        """Number of cases at each location."""
        return np.diff(self.before[self._bounds])

    @property
    def _bounds(self) -> Counts:
        return np.concatenate(([0], self.ends))

    def met(self, level: float, direction: Direction) -> Counts:
        """Cases at each location that are at most `level` (less is better), or at least (more is better)."""
        bounds = self._bounds
        at = self._search(level, side="right" if direction == "less" else "left")
        if direction == "less":
            return self.before[at] - self.before[bounds[:-1]]
        return self.before[bounds[1:]] - self.before[at]

    def _search(self, level: float, side: Literal["left", "right"]) -> Counts:
        """Where `level` belongs among the values of each location: a binary search in all of them together."""
        bounds = self._bounds
        low, high = bounds[:-1].copy(), bounds[1:].copy()
        while (open_ := low < high).any():
            middle = (low + high) // 2
            value = self.values[np.minimum(middle, max(len(self.values) - 1, 0))]
            right = open_ & (value <= level if side == "right" else value < level)
            low = np.where(right, middle + 1, low)
            high = np.where(open_ & ~right, middle, high)
        return low

    def ranked(self, ranks: Counts, direction: Direction) -> Floats:
        """The value of a rank at each location, from 1, the best case first; NaN where there is no such case."""
        cases, bounds = self.cases, self._bounds
        there = (ranks >= 1) & (ranks <= cases)
        # The case of this rank, counted from the smallest, among all cases of the record; infinite values are misses.
        count = np.where(direction == "less", ranks, cases - ranks + 1)
        wanted = self.before[bounds[:-1]] + np.where(there, count, 1)
        at = np.searchsorted(self.before, wanted, side="left") - 1
        found = self.values[np.clip(at, 0, max(len(self.values) - 1, 0))] if len(self.values) else np.zeros(len(ranks))
        return np.where(there & np.isfinite(found), found, np.nan)


@dataclass(frozen=True, slots=True)
class Met:
    """Cases counted as met or not, at each location."""

    met: Counts
    cases: Counts


Tally = Values | Met


class Gathering:
    """Values coming in a piece at a time, sorted by place and value: what becomes a distribution.

    rows: how many values there will be. size: how many locations.
    """

    def __init__(self, rows: int, size: int) -> None:
        self._values = np.empty(rows, dtype=np.float64)
        self._before = np.zeros(rows + 1, dtype=np.int64)
        self._numbers = np.zeros(size, dtype=np.int64)
        self._filled = 0

    def add(self, places: NDArray[np.integer[Any]], values: Floats, counts: NDArray[np.integer[Any]]) -> None:
        """Take the next values, with the location of each and how many cases have it."""
        start, end = self._filled, self._filled + len(values)
        self._values[start:end] = values
        self._before[start + 1 : end + 1] = self._before[start] + np.cumsum(counts, dtype=np.int64)
        self._numbers += np.bincount(places, minlength=len(self._numbers))
        self._filled = end

    def values(self) -> Values:
        """The distribution."""
        return Values(self._values, self._before, np.cumsum(self._numbers))
