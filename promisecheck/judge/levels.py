"""Whether a declared level carries a promised one: numbers with units, durations and times of day.

The promise is a bound: the outer one of a range where less is better for the customer, the inner one where more is.
A declared duration counts at its longest where less is better (at its shortest where more is), a promised one the
other way round, so what is said to hold holds on every day. A day is 24 hours, a week 7 days, 12 months are a year
of 365 days and any other month 30 days. "Same day" promises half a day and, declared, may take all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from promisecheck.judge.days import WorkingDays, longest_span, shortest_span
from promisecheck.model import Level, Number

Direction = Literal["less", "more"]
CLOCK = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0}
"""Units of a clock, in hours."""
CALENDAR = frozenset({"day", "week", "month", "year"})
LENGTHS = {"km": 1.0, "mile": 1.609344, "m": 0.001}
"""Units of distance, in kilometres."""
WEIGHTS = {"kg": 1.0, "g": 0.001, "lb": 0.45359237}
"""Units of weight, in kilogrammes."""
_MIDNIGHT = 24.0
_SAME_DAY_PROMISED = 12.0
_SAME_DAY_DECLARED = 24.0
_PRECISION = 1e-9


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether a level carries another.

    holds: None when the two cannot be compared. gap: what is missing, slack: what is to spare, in the unit of the
    promise; both None where there is nothing to count.
    """

    holds: bool | None
    gap: Level | None = None
    slack: Level | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a comparison needs to know of where it is made: the currency meant by bare amounts, the working days."""

    currency: str | None = None
    working: WorkingDays = field(default_factory=WorkingDays)


def bound(level: Level, direction: Direction) -> Number | None:
    """The number a level promises: its outer end where less is better, its inner one where more is."""
    if level.op == "range":
        return level.max if direction == "less" else level.min
    return 0 if level.value is None and level.by is not None else level.value


def reaches(level: Level, direction: Direction) -> bool:
    """Whether a level is "from" (less is better) or "up to" (more is better): kept when some level gets there."""
    return level.op in ((">=", ">") if direction == "less" else ("<=", "<"))


def is_duration(level: Level) -> bool:
    """Whether a level is a length of time, or a time of day by which something is done."""
    return level.unit in CLOCK or level.unit in CALENDAR or level.unit == "business_day" or level.by is not None


def compare(promised: Level, declared: Level, direction: Direction, around: Surroundings) -> Comparison:
    """Whether `declared` carries `promised` in the direction that is better for the customer."""
    want, have = bound(promised, direction), bound(declared, direction)
    if want is None or have is None:
        return Comparison(None)
    if is_duration(promised) and is_duration(declared):
        if direction == "less":
            return _compare_waits(promised, want, declared, have, around.working)
        longest, shortest = _longest_hours(promised, want, around), _shortest_hours(declared, have, around)
        return _result(longest, shortest, promised, "more")
    if promised.per != declared.per and promised.per is not None and declared.per is not None:
        return Comparison(None)
    rate = _rate(promised.unit or around.currency, declared.unit or around.currency, promised.unit, declared.unit)
    if rate is None:
        return Comparison(None)
    return _difference(want, have * rate, direction, promised.unit or declared.unit)


def _rate(unit: str | None, other: str | None, written: str | None, other_written: str | None) -> float | None:
    """What a number in `other` is multiplied by to be one in `unit`; None where they cannot be compared."""
    if unit == other or {written, other_written} <= {None, "count", "star"}:
        return 1.0
    for family in (LENGTHS, WEIGHTS):
        if unit in family and other in family:
            return family[other] / family[unit]
    return None


def _difference(want: float, have: float, direction: Direction, unit: str | None) -> Comparison:
    spare = want - have if direction == "less" else have - want
    amount = Level(value=tidy(abs(spare)), unit=unit)
    if abs(spare) <= _PRECISION * max(abs(want), abs(have), 1.0):
        return Comparison(True, slack=Level(value=0, unit=unit))
    return Comparison(True, slack=amount) if spare > 0 else Comparison(False, gap=amount)


def tidy(number: float) -> Number:
    """A number as people write it: whole where it is whole, else to two decimals."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


# ------------------------------------------------------------------------------------------------ durations
def calendar_days(number: float, unit: str | None) -> float:
    """Days of a number of days, weeks, months or years."""
    if unit == "week":
        return 7 * number
    if unit in ("month", "year"):
        years, months = divmod(number * (12 if unit == "year" else 1), 12)
        return 365 * years + 30 * months
    return number


def time_of_day(text: str) -> float:
    """Hours since midnight of "HH:MM"."""
    hours, _, minutes = text.partition(":")
    return int(hours) + int(minutes or 0) / 60


def _compare_waits(want: Level, number: Number, have: Level, other: Number, working: WorkingDays) -> Comparison:
    """A promised wait against a declared one; both may end at a time of day."""
    around = Surroundings(working=working)
    if want.unit in CLOCK or have.unit in CLOCK:
        return _result(_shortest_hours(want, number, around), _longest_hours(have, other, around), want, "less")
    promised_by = time_of_day(want.by) if want.by else _MIDNIGHT
    declared_by = time_of_day(have.by) if have.by else _MIDNIGHT
    if want.unit == have.unit == "business_day":
        days, least = float(number), float(other)
    elif want.unit == "business_day":
        days, least = float(number), float(_business_days_for(calendar_days(other, have.unit), working))
    elif have.unit == "business_day":
        days, least = calendar_days(number, want.unit), float(longest_span(other, working))
    else:
        days, least = calendar_days(number, want.unit), calendar_days(other, have.unit)
    if days == least and promised_by != declared_by:
        hours = Level(value=tidy(abs(promised_by - declared_by)), unit="h")
        later = promised_by > declared_by
        return Comparison(later, slack=hours if later else None, gap=None if later else hours)
    unit = "business_day" if want.unit == "business_day" else "day"
    result = _difference(days, least, "less", unit)
    return result if want.unit in ("day", "business_day", None) else _in_unit(result, want.unit)


def _business_days_for(days: float, working: WorkingDays) -> int:
    """The fewest business days that span at least so many calendar days whatever day they start on."""
    low, high = 0, 1
    while shortest_span(high, working) < days:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if shortest_span(middle, working) >= days else (middle + 1, high)
    return low


def _in_unit(result: Comparison, unit: str | None) -> Comparison:
    """A result counted in days, in weeks, months or years instead."""
    size = calendar_days(1, unit)

    def turned(level: Level | None) -> Level | None:
        return level and Level(value=tidy((level.value or 0) / size), unit=unit)

    return Comparison(result.holds, turned(result.gap), turned(result.slack))


def _result(want: float, have: float, promised: Level, direction: Direction) -> Comparison:
    """Two lengths in hours, the difference in the unit of the promise."""
    unit = promised.unit or "h"
    size = CLOCK.get(unit) or 24 * calendar_days(1, unit)
    return _difference(want / size, have / size, direction, unit)


def _shortest_hours(level: Level, number: Number, around: Surroundings) -> float:
    """Hours a level stands for at the least."""
    if level.unit in CLOCK:
        return number * CLOCK[level.unit]
    if level.unit == "business_day":
        days = float(shortest_span(number, around.working))
    else:
        days = calendar_days(number, level.unit)
    by = time_of_day(level.by) if level.by else _MIDNIGHT
    if days == 0:
        return min(by, _SAME_DAY_PROMISED)
    return 24 * (days - 1) + by if days >= 1 else 24 * days


def _longest_hours(level: Level, number: Number, around: Surroundings) -> float:
    """Hours a level may take at the most."""
    if level.unit in CLOCK:
        return number * CLOCK[level.unit]
    if level.unit == "business_day":
        days = float(longest_span(number, around.working))
    else:
        days = calendar_days(number, level.unit)
    if days == 0:
        return time_of_day(level.by) if level.by else _SAME_DAY_DECLARED
    return 24 * days
