"""Places of days on the register's timeline, in per cent of its width; mirrored where reading goes from the right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from promisecheck.review.register_view import Line

MONTHS = 4
"""Shown: the month before this one, this one, and two more."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch on the timeline. x, width: per cent. kind: class of its mark; "" where all is well."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A scale of days. start: the first; end: the day after the last."""

    start: dt.date
    end: dt.date
    today: dt.date
    mirrored: bool = False

    def at(self, day: dt.date) -> float:
        """Where a day begins, held to the ends of the scale."""
        share = (min(max(day, self.start), self.end) - self.start).days / (self.end - self.start).days
        return round(100 * (1 - share if self.mirrored else share), 2)

    @property
    def now(self) -> float:
        """Where the middle of today is."""
        half = 50 / (self.end - self.start).days
        return round(self.at(self.today) + (-half if self.mirrored else half), 2)

    @property
    def months(self) -> tuple[tuple[dt.date, float, float], ...]:
        """The first day of each month, where it begins, and where its middle is."""
        firsts = [month_after(self.start, number) for number in range(MONTHS)]
        return tuple((first, self.at(first), (self.at(first) + self.at(month_after(first, 1))) / 2) for first in firsts)

    def span(self, start: dt.date, end: dt.date | None, kind: str = "") -> Span | None:
        """The stretch from one day to the end of another (None: open-ended); None outside of the scale."""
        after = self.end if end is None else end + dt.timedelta(days=1)
        if after <= self.start or start >= self.end or after <= start:
            return None
        first, last = self.at(start), self.at(after)
        return Span(min(first, last), round(abs(last - first), 2), kind)

    def spans(self, line: Line) -> tuple[Span, ...]:
        """How a promise of the register runs: in public, not kept any more, or approved and not out yet."""
        if not line.published:
            found = [self.span(line.runs_from, line.runs_until, "soon")]
        elif line.lost_since is not None:
            until = line.lost_since - dt.timedelta(days=1)
            ended = line.runs_until
            found = [
                self.span(line.runs_from, until if ended is None else min(until, ended)),
                self.span(max(line.lost_since, line.runs_from), ended, f"v-{line.verdict}"),
            ]
        else:
            found = [self.span(line.runs_from, line.runs_until, "" if line.verdict == "kept" else f"v-{line.verdict}")]
        return tuple(one for one in found if one is not None)

    def event(self, line: Line) -> float | None:
        """Where a promise stopped holding; None where it holds, or before the scale."""
        if line.lost_since is None or not self.start <= line.lost_since < self.end:
            return None
        return self.at(line.lost_since)


def timeline(today: dt.date, *, mirrored: bool = False) -> Timeline:
    """The scale around a day: whole months, from the one before."""
    first = month_after(today.replace(day=1), -1)
    return Timeline(first, month_after(first, MONTHS), today, mirrored)


def month_after(first: dt.date, months: int) -> dt.date:
    """The first of the month so many months after another."""
    total = first.year * 12 + first.month - 1 + months
    return dt.date(total // 12, total % 12 + 1, 1)
