"""One scale for all the marks of a ladder: where it starts and ends, its ticks, and where a value stands on it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from promisecheck.model import Language
from promisecheck.reports.ladder.model import Ladder, bound, in_unit, unit_of
from promisecheck.reports.levels import amount, axis_label, is_money
from promisecheck.reports.words import number

MARGIN: Final = 4.0
"""Per cent of the lane left free at either end."""
_INTERVALS: Final = 5
_ROOM: Final = 1.25
"""The scale reaches at least this many times the largest mark."""

_STEPS: Final[dict[str, tuple[float, ...]]] = {
    "s": (1, 5, 10, 15, 30, 60, 120, 300),
    "min": (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720),
    "h": (0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168),
    "day": (1, 2, 3, 7, 14, 30, 60, 90, 180, 365),
    "business_day": (1, 2, 3, 5, 10, 20, 30, 60),
    "week": (1, 2, 4, 8, 13, 26, 52),
    "month": (1, 2, 3, 6, 12, 24, 60),
    "star": (1,),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from `low` to `high` in `unit`, with a tick every `step`."""

    low: float
    high: float
    step: float
    unit: str | None

    def x(self, value: float) -> float:
        """Where a value stands, in per cent of the lane from its start; clipped to the lane."""
        share = (value - self.low) / (self.high - self.low)
        return min(100.0, max(0.0, MARGIN + (100 - 2 * MARGIN) * share))

    def ticks(self, language: Language) -> tuple[tuple[float, str], ...]:
        """Places and labels of the ticks, at most six; the unit stands on the last."""
        count = round((self.high - self.low) / self.step)
        values = [float(self.low + self.step * k) for k in range(count + 1)]
        decimals = 0 if all(value.is_integer() for value in values) else 2
        labels = [f"{value:.2f}" if decimals and is_money(self.unit) else number(value, language) for value in values]
        if is_money(self.unit) and values[0] == 0:
            labels[0] = amount(0, self.unit, language)
        labels[-1] = axis_label(values[-1], labels[-1], self.unit, language)
        return tuple((self.x(value), label) for value, label in zip(values, labels, strict=True))


def scale_of(ladders: Iterable[Ladder]) -> Scale | None:
    """One scale for the marks of all ladders of kind "scale"; None when there is none, or their units differ."""
    drawn = [ladder for ladder in ladders if ladder.kind == "scale"]
    if not drawn:
        return None
    unit = next((unit for ladder in drawn if (unit := unit_of(ladder)) is not None), None)
    values: list[float] = []
    for ladder in drawn:
        for value, of in _marks(ladder):
            placed = in_unit(value, of, unit)
            if placed is None:
                return None
            values.append(placed)
    return _fitting(values, unit)


def _marks(ladder: Ladder) -> Iterable[tuple[float, str | None]]:
    for level in (ladder.promised, ladder.declared, ladder.wanted):
        value = bound(level, ladder.better)
        if level is not None and value is not None:
            yield float(value), level.unit
            if level.op == "range":
                yield from ((float(end), level.unit) for end in (level.min, level.max) if end is not None)
    measured, declared = ladder.measured, ladder.declared
    if measured is not None and measured.reached is not None and declared is not None:
        yield float(measured.reached), declared.unit
        yield from ((float(end), declared.unit) for end in measured.reached_interval or ())


def _fitting(values: list[float], unit: str | None) -> Scale:
    if unit == "%" and max(values) <= 100:
        return _percent(min(values))
    if unit == "star" and max(values) <= 5:
        return Scale(0, 5, 1, unit)
    largest = max(values)
    if largest <= 0:
        return Scale(0, 1, 1, unit)
    wanted = _ROOM * largest
    for step in _steps(unit, wanted):
        intervals = math.ceil(round(wanted / step, 9))
        if intervals <= _INTERVALS:
            return Scale(0, step * intervals, step, unit)
    raise AssertionError("steps grow without end")


def _percent(smallest: float) -> Scale:
    """Shares near the whole are shown enlarged: 99.5 and 99.9 must not fall on one spot."""
    for low, step in ((99.0, 0.25), (90.0, 2.5)):
        if smallest >= low:
            return Scale(low, 100, step, "%")
    return Scale(0, 100, 25, "%")


def _steps(unit: str | None, wanted: float) -> Iterable[float]:
    yield from _STEPS.get(unit or "", ())
    power = 10.0 ** (math.floor(math.log10(wanted)) - 1)
    while True:
        yield from (power * step for step in (1, 2, 5))
        power *= 10
