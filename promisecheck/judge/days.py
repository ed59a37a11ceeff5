"""Business days and calendar days: how many calendar days n business days span, at the longest and at the shortest.

A count of business days starts the day after the order and counts working days only, so the span depends on the day
it starts. A promise has to hold whatever that day is: a declared standard counts at its longest, a promise at its
shortest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from promisecheck.standards.working_week import MONDAY_TO_FRIDAY

_RUN_LIMIT = 400
"""Most days of a run whose holidays are looked at one by one; a longer run meets every holiday of a year anyway."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are worked: weekdays (0 is Monday) and the known public holidays.

    first, last: the run, whose days are start days for the holidays to matter; None where holidays never decide.
    """

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[dt.date] = frozenset()
    first: dt.date | None = None
    last: dt.date | None = None


def longest_span(count: float, working: WorkingDays) -> int:
    """Calendar days that `count` business days span at the longest.

    Over all days of the week they can start on and, where holidays are known, over all days of the run.
    """
    whole = -int(-count // 1)
    spans = [_span(whole, start, working.weekdays) for start in range(7)]
    return max(spans + _spans_in_run(whole, working))


def shortest_span(count: float, working: WorkingDays) -> int:
    """Calendar days that `count` business days span at the shortest, over all days of the week they can start on."""
    return min(_span(int(count), start, working.weekdays) for start in range(7))


@lru_cache(maxsize=4096)
def _span(count: int, start: int, weekdays: frozenset[int]) -> int:
    if not weekdays:
        return count
    weeks, rest = divmod(count, len(weekdays))
    days = 7 * weeks
    # Whole weeks end on the last working day at or before the start, a start that is no working day included.
    while weeks and not rest and (start + days) % 7 not in weekdays:
        days -= 1
    while rest:
        days += 1
        rest -= (start + days) % 7 in weekdays
    return days


def _spans_in_run(count: int, working: WorkingDays) -> list[int]:
    if working.first is None or working.last is None:
        return []
    if not working.holidays or not working.weekdays or not 0 < count <= _RUN_LIMIT:
        return []
    length = min((working.last - working.first).days, _RUN_LIMIT)
    return [_span_from(count, working.first + dt.timedelta(days=n), working) for n in range(length + 1)]


def _span_from(count: int, start: dt.date, working: WorkingDays) -> int:
    day = start
    while count:
        day += dt.timedelta(days=1)
        count -= day.weekday() in working.weekdays and day not in working.holidays
    return (day - start).days
