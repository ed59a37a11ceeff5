"""Promised and declared levels beside the values of a record: one unit, one direction."""

from __future__ import annotations

import math
from typing import Final

from promisecheck.evidence.tally import Direction
from promisecheck.judge.entail import direction_of
from promisecheck.judge.levels import CLOCK, LENGTHS, WEIGHTS, bound, calendar_days
from promisecheck.model import Level, Number, Standard

_DAYS: Final = {unit: 24 * calendar_days(1, unit) for unit in ("day", "week", "month", "year")}
_SIZES: Final = ({**CLOCK, **_DAYS}, LENGTHS, WEIGHTS)


def factor(unit: str | None, other: str | None) -> float | None:
    """What a number in `unit` is multiplied by to be one in `other`; None where they do not compare.

    A month is 30 days and a year 365, as in judging. Business days compare with business days only: how long one is
    depends on the day it starts.
    """
    if unit == other:
        return 1.0
    for sizes in _SIZES:
        if unit in sizes and other in sizes:
            return sizes[unit] / sizes[other]
    return None


def direction(standard: Standard) -> Direction:
    """Which way is better for the customer."""
    return direction_of(standard, standard.level or Level())


def threshold(level: Level | None, way: Direction, unit: str | None) -> float | None:
    """The value, in `unit`, up to which (or from which) a case meets a level; None where no value can tell.

    A time of day cannot be told from a length of time, nor "same day" from hours.
    """
    if level is None or level.by is not None:
        return None
    value, times = bound(level, way), factor(level.unit, unit)
    if value is None or times is None or (value == 0 and level.unit != unit):
        return None
    return float(value) * times * (1 + 1e-12 if way == "less" else 1 - 1e-12)


def comparable(standard: Standard, unit: str | None) -> bool:
    """Whether values in `unit` can be held against the level of a standard."""
    level = standard.level
    return level is not None and level.op is not None and factor(unit, level.unit) is not None


def rounded(value: float, way: Direction, unit: str | None) -> Number:
    """A value as one would promise it: whole from 10 on and for days, else to a tenth; never stronger than it is."""
    digits = 0 if value >= 10 or unit in ("day", "business_day", "week", "month", "year", "count") else 1
    if unit == "%":
        digits = 1
    scale: int = 10**digits
    steps: int = math.ceil(value * scale - 1e-9) if way == "less" else math.floor(value * scale + 1e-9)
    return steps // scale if steps % scale == 0 else steps / scale
