"""The level of a standard, from the keys that declare it: within, at_least, at_most, hours, areas, offered, by."""

from __future__ import annotations

import re

from promisecheck.errors import InputError
from promisecheck.measures import Measure
from promisecheck.model import Level
from promisecheck.standards.amounts import (
    Amount,
    is_percent,
    read_count,
    read_duration,
    read_money,
    read_percent,
    read_time_of_day,
)
from promisecheck.standards.faults import UnreadableError

_NAMED_WAITS = {
    "same day": (0, "day"),
    "today": (0, "day"),
    "next day": (1, "day"),
    "tomorrow": (1, "day"),
    "following day": (1, "day"),
    "same business day": (0, "business_day"),
    "same working day": (0, "business_day"),
    "next business day": (1, "business_day"),
    "next working day": (1, "business_day"),
    "following business day": (1, "business_day"),
    "following working day": (1, "business_day"),
}
_AT_TIME = re.compile(r"\s+(?:by\s+|before\s+|at\s+)?(\d{1,2}:\d{2})$")
_YES = frozenset({"true", "yes"})
_NO = frozenset({"false", "no"})


def read_within(text: str) -> Level:
    """A wait: "45 min", "3 business days", "same day", "next business day 12:00". Raises UnreadableError."""
    words = " ".join(text.casefold().split())
    by = None
    at_time = _AT_TIME.search(words)
    if at_time is not None:
        words, by = words[: at_time.start()], read_time_of_day(at_time[1])
    if words in _NAMED_WAITS:
        value, unit = _NAMED_WAITS[words]
        return Level(op="<=", value=value, unit=unit, by=by)
    amount = read_duration(words if by else text)
    if by is not None and amount.unit not in ("day", "business_day", "week"):
        raise UnreadableError(
            f"'{text}' gives a time of day to {amount.unit}", "a time of day belongs to days: 1 day 12:00"
        )
    return Level(op="<=", value=amount.value, unit=amount.unit, by=by)


def read_at_least(text: str, measure: Measure, currency: str | None) -> Level:
    """What more is better of, in the kinds of unit that the measure takes. Raises UnreadableError."""
    return _as_level(_of_kinds(text, measure, currency), ">=")


def read_at_most(text: str, measure: Measure, currency: str | None) -> Level:
    """What less is better of: money or a percentage. A bare number is money in `currency`. Raises UnreadableError."""
    return _as_level(_of_kinds(text, measure, currency), "<=")


def _of_kinds(text: str, measure: Measure, currency: str | None) -> Amount:
    kinds = measure.units
    if "percent" in kinds and (is_percent(text) or kinds == ("percent",)):
        return read_percent(text)
    if "money" in kinds:
        return read_money(text, currency)
    if is_percent(text):
        raise UnreadableError(f"'{text}' is a percentage", f"'{measure.id}' takes {example(measure)}")
    if kinds == ("duration",):
        return read_duration(text)
    if "duration" in kinds:
        try:
            return read_duration(text)
        except UnreadableError:
            return read_count(text)
    return read_count(text)


_EXAMPLES = {"duration": "30 days", "money": "1.50 JOD", "percent": "99%", "count": "50"}
_EXAMPLES_OF_KEYS = {"within": "45 min", "hours": '"Mo-Fr 09:00-17:00"', "areas": "[amman]", "offered": "true"}


def example(measure: Measure) -> str:
    """How a level of the measure is written."""
    return _EXAMPLES_OF_KEYS.get(measure.levels[0]) or _EXAMPLES[measure.units[0]]


def _as_level(amount: Amount, op: str) -> Level:
    return Level(
        op="<=" if op == "<=" else ">=", value=amount.value, unit=amount.unit, what=amount.noun, per=amount.per
    )


def read_hours(text: str) -> Level:
    """Weekly hours, kept as written. Raises UnreadableError when they cannot be read."""
    from promisecheck.quantities.week import parse_hours

    try:
        parse_hours(text)
    except InputError as error:
        fault = error.faults[0]
        raise UnreadableError(f"'{text}': {fault.message}", fault.hint, (fault.column or 1) - 1) from None
    return Level(hours=" ".join(text.split()))


def read_offered(text: str) -> Level:
    """Whether something is offered. Raises UnreadableError."""
    word = text.strip().casefold()
    if word not in _YES | _NO:
        raise UnreadableError(f"'offered' cannot be '{text}'", "true or false")
    return Level(offered=word in _YES)
