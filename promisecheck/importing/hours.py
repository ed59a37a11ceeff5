"""Hours as sources write them, turned into OSM opening_hours that a spec can hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.importing.incoming import Special
from promisecheck.quantities.week import DAY, DAYS, Week, parse_hours, span_bits

CLOSED: Final = "Mo-Su off"
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})\s*:\s*")
_SHUT: Final = frozenset(("x", "closed", "off", "مغلق"))
_ALL_DAY: Final = frozenset(("open 24 hours", "24 hours", "24h", "00:00-24:00", "24 ساعة"))
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATED: Final = re.compile(
    rf"(?:(\d{{4}})\s+)?({'|'.join(_MONTHS)})\s+(\d{{1,2}})"
    rf"(?:\s*-\s*(?:(?:(\d{{4}})\s+)?({'|'.join(_MONTHS)})\s+)?(\d{{1,2}})(?![:\d]))?\s*:?\s+(.+)"
)
Span = tuple[int, int, int]
"""A day (Monday 0) and minutes from its midnight; the end may lie up to a week later."""


def week_of(spans: Iterable[Span]) -> str:
    """Weekly hours of spans, closed where there is none. Raises ValueError for one that ends before it starts."""
    bits = 0
    for day, start, end in spans:
        if not start < end <= 7 * DAY + start:
            raise ValueError("a span has to end after it starts")
        for step in range(start, end, DAY):
            bits |= span_bits(day % 7, step, min(end, step + DAY))
    return Week(open=bits).render() or CLOSED


def minute(text: str, half: str | None = None) -> tuple[int, str | None]:
    """Minutes from midnight of a time of day in either clock, and "a" or "p" where it says so.

    half: what to take where the text says neither. Raises ValueError.
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"'{text.strip()}' is no time of day")
    hour, minutes, said = int(found[1]), int(found[2] or 0), (found[3] or "").lower() or None
    which = said or half
    if hour > 24 or minutes > 59 or (which and not 1 <= hour <= 12 and said):
        raise ValueError(f"'{text.strip()}' is no time of day")
    if which and hour <= 12:
        hour = hour % 12 + (12 if which == "p" else 0)
    return 60 * hour + minutes, said


def day_spans(cell: str, day: int) -> list[Span]:
    """The spans of one day's cell: "9:00 AM-5:00 PM", "09:00-12:00, 13:00-18:00", "x", "Open 24 hours".

    Raises ValueError.
    """
    text = " ".join(cell.replace("–", "-").split())
    if not text or text.casefold() in _SHUT:
        return []
    if text.casefold() in _ALL_DAY:
        return [(day, 0, DAY)]
    spans = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if not dash:
            raise ValueError(f"'{part.strip()}' is no stretch of hours")
        end, half = minute(last)
        start, _ = minute(first, half if half == "a" else None)
        spans.append((day, start, end if end > start else end + DAY))
    return spans


def dated_hours(cell: str) -> list[Special]:
    """Special hours of one cell: "2026-12-25: x, 2026-12-31: 9:00 AM-2:00 PM". Raises ValueError."""
    marks = list(_DATE.finditer(cell))
    if not marks and cell.strip():
        raise ValueError(f"'{cell.strip()}' has no date; write 2026-12-25: x")
    found: dict[dt.date, list[Span]] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        day = dt.date(int(mark[1]), int(mark[2]), int(mark[3]))
        text = cell[mark.end() : following.start() if following else len(cell)].strip().rstrip(",;").strip()
        found.setdefault(day, []).extend(day_spans(text, 0))
    return [Special(day, day, every_day(spans)) for day, spans in sorted(found.items())]


def every_day(spans: Sequence[Span]) -> str:
    """The spans of one day as the hours of every day."""
    return week_of([(day, start, end) for _, start, end in spans for day in range(7)])


def joined(special: Iterable[Special]) -> tuple[Special, ...]:
    """In order, days that follow each other with the same hours drawn together."""
    found: list[Special] = []
    for one in sorted(special, key=lambda special: (special.start, special.end)):
        last = found[-1] if found else None
        if last and last.hours == one.hours and one.start <= last.end + dt.timedelta(days=1):
            found[-1] = Special(last.start, max(last.end, one.end), last.hours)
        else:
            found.append(one)
    return tuple(found)


def osm_hours(text: str, day: dt.date) -> tuple[str | None, tuple[Special, ...]]:
    """The weekly part of an OSM value, and its dated rules; of those without a year the next time they come.

    The weekly part is None where there is none. Raises InputError for what cannot be read.
    """
    weekly, special = [], []
    for rule in (part.strip() for part in text.split(";")):
        dated = _DATED.fullmatch(rule)
        if dated is None:
            weekly += [rule] if rule else []
            continue
        hours = parse_hours(dated[7])
        start, end = _stretch(dated, day)
        special.append(Special(start, end, hours.render() if hours.minutes else CLOSED))
    if not weekly:
        return None, joined(special)
    whole = "; ".join(weekly)
    parse_hours(whole)
    return whole, joined(special)


def _stretch(found: re.Match[str], day: dt.date) -> tuple[dt.date, dt.date]:
    first_month = _MONTHS.index(found[2]) + 1
    last_month = _MONTHS.index(found[5]) + 1 if found[5] else first_month
    last_day = int(found[6]) if found[6] else int(found[3])
    year = int(found[1]) if found[1] else day.year
    try:
        start = dt.date(year, first_month, int(found[3]))
        end_year = int(found[4]) if found[4] else year + ((last_month, last_day) < (first_month, start.day))
        end = dt.date(end_year, last_month, last_day)
        if not found[1] and end < day:
            start, end = start.replace(year=start.year + 1), end.replace(year=end.year + 1)
    except ValueError as error:
        raise InputError(Fault(f"no such date: {error}", text=found[0])) from None
    return start, end


def same_hours(one: str, other: str) -> bool:
    """Whether two values say the same week, however they are written."""
    return one == other or parse_hours(one) == parse_hours(other)


def day_number(word: str) -> int | None:
    """Monday 0 ... of a day's name or its first letters, in English; None for anything else."""
    short = word.strip()[:2].title()
    return DAYS.index(short) if short in DAYS else None
