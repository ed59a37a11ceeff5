"""What was measured at many locations, as columns; single figures are made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from promisecheck.evidence.statistics import Counts, Floats, exact_lower, wilson
from promisecheck.model import Measured, Number

Column = NDArray[np.float32] | Floats


@dataclass(frozen=True, slots=True, eq=False)
class Figures(Sequence[Measured | None]):
    """For each position: cases met, all cases, and the level that is reached with its interval (NaN: not known)."""

    met: Counts
    cases: Counts
    lower: Column
    low: Column
    high: Column
    reached: Column
    reached_low: Column
    reached_high: Column

    def __len__(self) -> int:
        return len(self.cases)

    @overload
    def __getitem__(self, index: int) -> Measured | None: ...
    @overload
    def __getitem__(self, index: slice) -> list[Measured | None]: ...
    def __getitem__(self, index: int | slice) -> Measured | list[Measured | None] | None:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        cases = int(self.cases[index])
        if cases == 0:
            return None
        ends = _number(self.reached_low[index]), _number(self.reached_high[index])
        return Measured(
            share=round(int(self.met[index]) / cases, 6),
            lower=round(float(self.lower[index]), 6),
            n=cases,
            interval=(round(float(self.low[index]), 6), round(float(self.high[index]), 6)),
            reached=_number(self.reached[index]),
            reached_interval=(ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None,
        )

    @property
    def worst(self) -> int:
        """The position with the smallest share; the first one where nothing was measured."""
        shares = np.where(self.cases > 0, self.met / np.maximum(self.cases, 1), np.inf)
        return int(np.argmin(shares))

    def take(self, where: NDArray[np.int64] | NDArray[np.bool_]) -> Figures:
        """The figures at some positions."""
        return Figures(*(getattr(self, name)[where] for name in _COLUMNS))

    def compact(self) -> Figures:
        """The same in less memory: single precision for what is shown, 32 bits for what is counted."""
        small = (getattr(self, name).astype(np.float32) for name in _COLUMNS[2:])
        return Figures(_narrow(self.met), _narrow(self.cases), *small)


_COLUMNS = ("met", "cases", "lower", "low", "high", "reached", "reached_low", "reached_high")


def figures(met: Counts, cases: Counts, reached: Sequence[Floats]) -> Figures:
    """The figures of counted cases. reached: the level and both ends of its interval, at the same positions."""
    low, high = wilson(met, cases)
    return Figures(met, cases, exact_lower(met, cases), low, high, *reached)


def joined(parts: Sequence[Figures]) -> Figures:
    """Figures one after another."""
    return Figures(*(np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS))


def _narrow(counts: Counts) -> Counts:
    small = len(counts) == 0 or counts.max() < 2**31
    return counts.astype(np.int32) if small else counts


def _number(value: float | np.floating[np.typing.NBitBase]) -> Number | None:
    """A value as people write it: whole where it is whole, else to two decimals; None for NaN."""
    if np.isnan(value):
        return None
    short = round(float(value), 2)
    return int(short) if short.is_integer() else short
