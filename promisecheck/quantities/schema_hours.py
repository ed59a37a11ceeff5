"""Schema.org's opening hours as a week: `openingHours` strings and OpeningHoursSpecification mappings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.quantities.week import DAYS, Week, parse_hours

_TIME: Final = re.compile(r"T?([0-9]{1,2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_SHOWN: Final = 80
_MIDNIGHT: Final = ("00:00", "0:00", "24:00")


def week_from_schema(hours: str | Mapping[str, object] | Iterable[str | Mapping[str, object]]) -> Week:
    """Hours given as `openingHours` ("Mo-Fr 09:00-17:00", "Mo,We 09:00-17:00", "Mo-Su") or as specifications.

    A specification has `dayOfWeek` (one or many; names, addresses such as "https://schema.org/Monday"), `opens` and
    `closes`. None of these days means every day; no times, or midnight twice, mean closed. Those that hold for a time
    only (`validFrom`, `validThrough`) are left out. Several entries for one day add up.

    Raises InputError for times or days that cannot be read, and for entries that are neither text nor a specification.
    """
    entries = [hours] if isinstance(hours, (str, Mapping)) else hours
    whole = Week()
    for entry in entries:
        text = entry if isinstance(entry, str) else _specification(entry)
        if text:
            whole = whole | parse_hours(text)
    return whole


def _specification(entry: object) -> str:
    if not isinstance(entry, Mapping):
        hint = 'write "Mo-Fr 09:00-17:00", or a specification with dayOfWeek, opens and closes'
        raise InputError(Fault(f"'{str(entry)[:_SHOWN]}' is no opening hours", hint=hint))
    if entry.get("validFrom") or entry.get("validThrough"):
        return ""
    days = ",".join(_day(day) for day in _each(entry.get("dayOfWeek"))) or "Mo-Su"
    opens, closes = _time(entry.get("opens")), _time(entry.get("closes"))
    if bool(opens) != bool(closes):
        raise InputError(Fault("opening hours with only one of opens and closes", text=str(dict(entry))))
    if not opens or (opens in _MIDNIGHT and closes == opens):
        return f"{days} off"
    return f"{days} {opens}-{'24:00' if closes in _MIDNIGHT else closes}"


def _each(value: object) -> Iterable[object]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _day(value: object) -> str:
    name = value.get("name") or value.get("@id") if isinstance(value, Mapping) else value
    word = re.split("[/#:]", str(name))[-1].strip()
    if word.lower() == "publicholidays":
        return "PH"
    if word[:2].title() not in DAYS:
        raise InputError(Fault(f"'{word}' is not a day of the week", text=str(name), hint="write Monday ... Sunday"))
    return word[:2].title()


def _time(value: object) -> str:
    if value is None or value == "":
        return ""
    match = _TIME.fullmatch(str(value).strip())
    if match is None:
        raise InputError(Fault(f"'{value}' is not a time of day", hint='write "09:00"'))
    return match[1]
