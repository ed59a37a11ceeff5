"""Where topics stand between what customers care about and what copy promises: one scale for both axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from promisecheck.insight.emphasis import Emphasis

_STEPS: Final = (0.02, 0.05, 0.1, 0.2, 0.25)
_MOST_TICKS: Final = 5
_LEAST: Final = 0.1
"""The shortest scale, so that a few percent never fill the picture."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The topics in their order, numbered from 1. top: the end of both scales, 0-1. ticks: from 0 to top."""

    topics: tuple[Emphasis, ...]
    top: float
    ticks: tuple[float, ...]

    def placed(self, columns: int, rows: int) -> dict[tuple[int, int], list[int]]:
        """The numbers of the topics by the cell they fall in, of so many: (0, 0) is where nothing is wanted or said."""
        found: dict[tuple[int, int], list[int]] = {}
        for number, one in enumerate(self.topics, 1):
            cell = (_cell(one.wanted / self.top, columns), _cell(one.promised / self.top, rows))
            found.setdefault(cell, []).append(number)
        return found


def plot_of(found: Sequence[Emphasis]) -> Plot:
    """The plot of some topics."""
    longest = max((max(one.wanted, one.promised) for one in found), default=0.0)
    longest = max(longest, _LEAST)
    step = next((step for step in _STEPS if longest <= step * _MOST_TICKS), _STEPS[-1])
    count = ceil(round(longest / step, 9))
    return Plot(tuple(found), step * count, tuple(step * n for n in range(count + 1)))


def _cell(share: float, cells: int) -> int:
    return min(cells - 1, int(share * (cells - 1) + 0.5))
