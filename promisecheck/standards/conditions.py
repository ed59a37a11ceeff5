"""Conditions of a standard: their kind and, where there is one, their level.

    order_value: at least 10 JOD  ->  >= 10 JOD        ordered_before: "22:00"  ->  by 22:00
    booked_ahead: 24 h            ->  >= 24 h          reported_within: 24 h    ->  <= 24 h
    distance: within 5 km         ->  <= 5 km          days: Mo-Fr              ->  hours "Mo-Fr"

Of kinds in words (audience, channel ...) the words are the level.
"""

from __future__ import annotations

import re

from promisecheck.errors import InputError
from promisecheck.model import Condition, ConditionKind, Level, Op
from promisecheck.standards.amounts import (
    Amount,
    read_count,
    read_duration,
    read_mass,
    read_money,
    read_time_of_day,
)
from promisecheck.standards.faults import UnreadableError

_DIRECTIONS: dict[str, Op] = {
    "at least": ">=",
    "minimum": ">=",
    "min": ">=",
    "from": ">=",
    "not less than": ">=",
    "no less than": ">=",
    "over": ">",
    "more than": ">",
    "above": ">",
    "at most": "<=",
    "maximum": "<=",
    "max": "<=",
    "up to": "<=",
    "within": "<=",
    "no more than": "<=",
    "not more than": "<=",
    "under": "<",
    "less than": "<",
    "below": "<",
    "على الأقل": ">=",
    "حتى": "<=",
    "خلال": "<=",
    "ضمن": "<=",
}
_SIGNS: dict[str, Op] = {">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=", ">": ">", "<": "<"}
_TAIL: dict[str, Op] = {
    "or more": ">=",
    "and over": ">=",
    "and above": ">=",
    "or less": "<=",
    "and under": "<=",
    "+": ">=",
    "على الأقل": ">=",
    "فأكثر": ">=",
}
_DEFAULT: dict[ConditionKind, Op] = {
    "order_value": ">=",
    "booked_ahead": ">=",
    "reported_within": "<=",
    "distance": "<=",
    "weight": "<=",
    "quantity": ">=",
    "age": ">=",
}
_ONE_WAY: dict[ConditionKind, tuple[Op, ...]] = {
    "booked_ahead": (">=", ">"),
    "reported_within": ("<=", "<"),
    "distance": ("<=", "<"),
}


def read_condition(kind: ConditionKind, text: str, currency: str | None) -> Condition:
    """A condition with a level, or in words. Raises UnreadableError for a level that cannot be read."""
    text = " ".join(text.split())
    if kind == "ordered_before":
        return Condition(text, kind, Level(op="<=", by=read_time_of_day(re.sub(r"^(?:before|by)\s+", "", text))))
    if kind == "days":
        return Condition(text, kind, Level(hours=_read_days(text)))
    if kind not in _DEFAULT:
        return Condition(text, kind)
    op, rest = _direction(text, _DEFAULT[kind])
    if op not in _ONE_WAY.get(kind, (op,)):
        right = {"booked_ahead": "at least", "reported_within": "within", "distance": "within"}[kind]
        raise UnreadableError(f"'{text}' points the wrong way for '{kind}'", f"write {right} {rest}")
    amount = _amount(kind, rest, currency)
    return Condition(text, kind, Level(op=op, value=amount.value, unit=amount.unit, what=amount.noun))


def _direction(text: str, default: Op) -> tuple[Op, str]:
    """The direction a text begins or ends with, and the amount that is left."""
    low = text.casefold()
    for words, op in (*_SIGNS.items(), *sorted(_DIRECTIONS.items(), key=lambda pair: -len(pair[0]))):
        if low.startswith(words) and re.match(r"[\s\d]", low[len(words) :]):
            return op, text[len(words) :].strip()
    for words, op in _TAIL.items():
        if low.endswith(words):
            return op, text[: -len(words)].strip()
    return default, text


def _amount(kind: ConditionKind, text: str, currency: str | None) -> Amount:
    if kind == "order_value":
        return read_money(text, currency)
    if kind in ("booked_ahead", "reported_within"):
        return read_duration(text)
    if kind == "weight":
        return read_mass(text)
    if kind == "age":
        return _read_age(text)
    amount = read_count(text)
    if kind == "distance" and amount.unit not in ("km", "mile"):
        raise UnreadableError(f"'{text}' is no distance", "a number and km or miles, e.g. within 5 km")
    return amount


def _read_age(text: str) -> Amount:
    if text.strip().isdecimal():
        return Amount(int(text), "year")
    amount = read_duration(re.sub(r"\s+old$", "", text))
    if amount.unit not in ("year", "month"):
        raise UnreadableError(f"'{text}' is no age", "years: at least 18")
    return amount


def _read_days(text: str) -> str:
    from promisecheck.quantities.week import parse_hours

    try:
        parse_hours(text)
    except InputError as error:
        raise UnreadableError(
            f"'{text}': {error.faults[0].message}", 'write days such as Mo-Fr, or "Mo-Th 10:00-16:00"'
        ) from None
    return text
