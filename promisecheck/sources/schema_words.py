"""Schema.org's values in words that read: opening hours in OSM notation, prices, spans of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

_WEEK: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TIME: Final = re.compile(r"T?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_OSM: Final = re.compile(
    r"24/7|(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:\s*[-,]\s*(?=[MTWFSP])|\s*))+(?:\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}|off)?"
)
_UNITS: Final = {
    **dict.fromkeys(("SEC", "SECOND", "SECONDS"), "second"),
    **dict.fromkeys(("MIN", "MINUTE", "MINUTES"), "minute"),
    **dict.fromkeys(("HUR", "H", "HOUR", "HOURS"), "hour"),
    **dict.fromkeys(("DAY", "D", "DAYS"), "day"),
    **dict.fromkeys(("WEE", "W", "WEEK", "WEEKS"), "week"),
    **dict.fromkeys(("MON", "M", "MONTH", "MONTHS"), "month"),
    **dict.fromkeys(("ANN", "Y", "YEAR", "YEARS"), "year"),
}
"""UN/CEFACT codes and plain words."""

POLICIES: Final[Mapping[str, str]] = {"FreeReturn": "free returns", "FullRefund": "full refund"}
"""Values of return policies that promise something."""


def osm(text: str) -> str | None:
    """Opening hours as they are written, when they are in OSM notation already."""
    plain = " ".join(text.split())
    return plain if _OSM.fullmatch(plain) else None


def hours(days: Iterable[str], opens: str, closes: str) -> str | None:
    """OSM opening hours of an OpeningHoursSpecification; None where its times cannot be read.

    No days mean every day; no times, or 00:00 twice, mean closed; midnight at the end is 24:00.
    """
    start, end = _time(opens), _time(closes)
    if (opens and start is None) or (closes and end is None) or bool(opens) != bool(closes):
        return None
    when = _days(days)
    if start is None or start == end == "00:00":
        return f"{when} off"
    if end in ("00:00", "23:59"):
        end = "24:00"
    return f"{when} {start}-{end}"


def price(values: Mapping[str, str], unit: str) -> str | None:
    """A price with its currency: "25 JOD", "from 10 JOD", "10-20 JOD", "5 JOD per month"; None without a number."""
    least = _number(values.get("lowPrice", "") or values.get("minPrice", ""))
    most = _number(values.get("highPrice", "") or values.get("maxPrice", ""))
    exact = _number(values.get("price", ""))
    amount = exact or (f"{least}-{most}" if least and most else f"from {least}" if least else f"up to {most}")
    if not (exact or least or most):
        return None
    per = _UNITS.get(unit.upper(), unit.lower())
    currency = values.get("priceCurrency", "")
    return " ".join(part for part in (amount, currency, f"per {per}" if per else "") if part)


def span(least: str, most: str, unit: str, *, working: bool = False) -> str | None:
    """A span of time: "30 days", "1-3 business days"; None without a number or a unit of time."""
    name = _UNITS.get(unit.upper())
    low, high = _number(least), _number(most) or _number(least)
    if name is None or high is None:
        return None
    name = f"business {name}" if working and name == "day" else name
    number = high if low in (None, high) else f"{low}-{high}"
    return f"{number} {name}{'' if number == '1' else 's'}"


def total(parts: Sequence[tuple[str, str, str]], *, working: bool) -> str | None:
    """The time that several steps take together; None where their units differ or a number is missing."""
    units = {_UNITS.get(unit.upper(), "") for _, _, unit in parts}
    if len(units) != 1 or "" in units:
        return None
    most = [_number(most) or _number(least) for least, most, _ in parts]
    least = [_number(least) or _number(most) for least, most, _ in parts]
    if None in most:
        return None
    low, high = (str(sum(Decimal(value or 0) for value in values)) for values in (least, most))
    return span(low, high, units.pop(), working=working)


def _number(text: str) -> str | None:
    """A number without superfluous zeros; None for other text."""
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 15:
        return None
    return f"{number.normalize():f}"


def _time(text: str) -> str | None:
    match = _TIME.fullmatch(text)
    if not match or int(match[1]) > 24 or int(match[2]) > 59:
        return None
    return f"{int(match[1]):02}:{match[2]}"


def _days(days: Iterable[str]) -> str:
    """Days of the week in OSM notation, runs of them joined."""
    found = {re.split("[/:#]", day)[-1].strip()[:2].title() for day in days if day}
    numbers = sorted(_WEEK.index(day) for day in found if day in _WEEK)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = [_WEEK[run[0]] if len(run) == 1 else f"{_WEEK[run[0]]}-{_WEEK[run[-1]]}" for run in runs]
    if "Pu" in found:
        names.append("PH")
    return ",".join(names) or "Mo-Su"
