"""A promise of weekly hours against the declared ones, as seven rows of 24 hours.

Rows start at the hour at which the house is quietest, so that what is open until 02:00 stays on the evening it belongs
to; the first row is the first day of the working week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promisecheck.errors import InputError
from promisecheck.model import Language, Level
from promisecheck.quantities.week import DAY, DAYS, WEEK, Week, parse_hours
from promisecheck.reports.ladder.geometry import Geometry, Stretch
from promisecheck.reports.ladder.model import Ladder
from promisecheck.reports.words import DAYS as DAY_NAMES
from promisecheck.reports.words import say

Spans = tuple[tuple[int, int], ...]

_USUALLY_QUIET: Final = 6
_MORNING: Final = range(12)
_HOUR: Final = 60
_ALL = (1 << WEEK) - 1


@dataclass(frozen=True, slots=True)
class Row:
    """One day: spans in minutes from the start of the row, which is `opens` minutes after midnight."""

    day: str
    opens: int
    promised: Spans
    declared: Spans
    missing: Spans
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a week, in the order they are shown, and the hour they start at."""

    hour: int
    rows: tuple[Row, ...]

    @property
    def missing_minutes(self) -> int:
        """Promised and not declared, in the whole week."""
        return sum(end - start for row in self.rows for start, end in row.missing)


def grid_of(ladder: Ladder, week_start: str = "Mo") -> Grid:
    """The rows of a ladder of kind "week"."""
    promised, declared = _week(ladder.promised), _week(ladder.declared)
    missing = declared.missing(promised) if ladder.standard else Week()
    hour = _quiet_hour(promised.open | declared.open)
    first = DAYS.index(week_start) if week_start in DAYS else 0
    rows = []
    for day in (*range(first, 7), *range(first)):
        promise, standard, lacking = (tuple(_window(week.open, day, hour)) for week in (promised, declared, missing))
        untold = bool((promised.days | declared.days) >> day & 1)
        rows.append(Row(DAYS[day], hour * _HOUR, promise, standard, lacking, untold))
    return Grid(hour, tuple(rows))


def _week(level: Level | None) -> Week:
    if level is None or level.hours is None:
        return Week()
    try:
        return parse_hours(level.hours)
    except InputError:  # words such as "till late" carry no minutes; the rung still says them
        return Week()


def _quiet_hour(bits: int) -> int:
    """The hour of the morning in which least is open over the week, the nearest to six of several."""

    def opened(hour: int) -> int:
        window = (1 << _HOUR) - 1 << hour * _HOUR
        return sum((bits >> day * DAY & window).bit_count() for day in range(7))

    return min(_MORNING, key=lambda hour: (opened(hour), abs(hour - _USUALLY_QUIET), hour))


def _window(bits: int, day: int, hour: int) -> Iterator[tuple[int, int]]:
    """The open spans of the 24 hours from `hour` of a day on, in minutes from there."""
    start = day * DAY + hour * _HOUR
    turned = (bits >> start | bits << (WEEK - start)) & _ALL & (1 << DAY) - 1
    at = 0
    while turned:
        skip = (turned & -turned).bit_length() - 1
        turned >>= skip
        length = (~turned & (turned + 1)).bit_length() - 1
        yield at + skip, at + skip + length
        turned >>= length
        at += skip + length


def week_geometry(grid: Grid, *, empty: bool = False) -> Geometry:
    """The whole week in one lane, for a row of a table."""

    def stretches(name: str) -> Iterator[Stretch]:
        for k, row in enumerate(grid.rows):
            for start, end in getattr(row, name):
                yield (k * DAY + start) * 100 / WEEK, (k * DAY + end) * 100 / WEEK

    return Geometry(bands=tuple(stretches("declared")), gaps=tuple(stretches("missing")), empty=empty)


def spans_words(row: Row, spans: Spans, language: Language) -> str:
    """Spans of a row as people read them: "10–24", "10–14, 18–02"; "closed" for none."""
    if spans == ((0, DAY),):
        return say("all_day", language)
    if not spans:
        return say("open" if row.untold else "closed", language)
    return ", ".join(f"{_clock(row.opens + start)}–{_clock(row.opens + end)}" for start, end in spans)


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute if minute <= DAY else minute - DAY, _HOUR)
    return f"{hours:02}:{minutes:02}" if minutes else f"{hours:02}"


def day_name(row: Row, language: Language) -> str:
    """The day of a row."""
    return DAY_NAMES[language][row.day]


def hour_ticks(grid: Grid, every: int = 3) -> Iterator[tuple[float, str]]:
    """Places and labels along a row, every few hours."""
    for hours in range(0, 25, every):
        yield hours * 100 / 24, f"{(grid.hour + hours) % 24:02}"
