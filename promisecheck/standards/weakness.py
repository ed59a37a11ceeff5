"""How weak a level is for the customer, as one number, to choose between two that are declared at once."""

from __future__ import annotations

from math import inf

from promisecheck.measures import measures
from promisecheck.model import Level

_HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "day": 24.0, "business_day": 24.0 * 7 / 5}
_HOURS |= {"week": 168.0, "month": 730.0, "year": 8760.0}
"""Hours of a unit of time; a business day counts what it spans on average in a working week of five days."""
_SMALLER = {"mile": 1.609344}
_MIDNIGHT = 24.0


def weakness(level: Level | None, measure: str) -> float:
    """Larger is weaker for the customer; comparable among levels of one measure. No level is the weakest of all."""
    if level is None:
        return inf
    better = measures()[measure].better
    if better == "hours":
        return -float(_open_minutes(level.hours or ""))
    if better == "areas":
        return -float(len(level.areas))
    if better == "offered":
        return 0.0 if level.offered else 1.0
    amount = _amount(level)
    return amount if better == "less" else -amount


def _amount(level: Level) -> float:
    number = float(level.value or 0)
    if level.unit in _HOURS:
        hours = number * _HOURS[level.unit]
        if level.by is not None:
            hour, _, minute = level.by.partition(":")
            hours += int(hour) + int(minute or 0) / 60 - _MIDNIGHT
        return hours
    return number * _SMALLER.get(level.unit or "", 1.0)


def _open_minutes(hours: str) -> int:
    from promisecheck.quantities.week import parse_hours

    return parse_hours(hours).minutes
