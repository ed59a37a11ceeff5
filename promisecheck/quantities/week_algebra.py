"""The algebra of weekly opening hours: minutes of a week as bits of one integer.

A week has 10,080 minutes from Monday 00:00. What a minute can be: declared open, perhaps open (a comment, "by
appointment", an end that is not told), or closed. What runs past midnight belongs to the day it starts on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY: Final = 1440
WEEK: Final = 7 * DAY
EVERY_DAY: Final = 0b1111111
LATEST_END: Final = DAY + 300
"""Minutes after its day's midnight until which an end that is not told may stretch (05:00 of the next day)."""

_FULL: Final = (1 << WEEK) - 1
_NOON: Final = 720

Spans = tuple[tuple[int, int], ...]


def span_bits(day: int, start: int, end: int) -> int:
    """The minutes from `start` to `end` (exclusive; counted from midnight of `day`, may pass 1440) as bits."""
    bits = ((1 << max(end - start, 0)) - 1) << (day * DAY + start)
    return (bits | bits >> WEEK) & _FULL


def _runs(bits: int) -> Iterator[tuple[int, int]]:
    at = 0
    while bits:
        skip = (bits & -bits).bit_length() - 1
        bits >>= skip
        at += skip
        length = (~bits & (bits + 1)).bit_length() - 1
        yield at, at + length
        bits >>= length
        at += length


@lru_cache(maxsize=4096)
def _spans_by_day(bits: int) -> tuple[Spans, ...]:
    """The open spans of each day, in minutes from its midnight.

    A stretch over midnight is one span of the day it starts on, when it ends by noon and lasts less than a day.
    """
    pieces: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for start, end in _runs(bits):
        while start < end:
            day = start // DAY
            stop = min(end, (day + 1) * DAY)
            pieces[day].append((start - day * DAY, stop - day * DAY))
            start = stop
    moved = []
    for day in range(7):
        before, here = pieces[day - 1], pieces[day]
        if here and before and here[0][0] == 0 and before[-1][1] == DAY and here[0][1] <= min(before[-1][0], _NOON):
            moved.append(day)
    spill = {day: pieces[day][0][1] for day in moved}
    for day in moved:
        pieces[day] = pieces[day][1:]
    for day, minutes in spill.items():
        start, _ = pieces[day - 1][-1]
        pieces[day - 1][-1] = (start, DAY + minutes)
    return tuple(tuple(spans) for spans in pieces)


def _days_of(bits: int) -> int:
    """The days on which some span of these minutes starts, as seven bits."""
    return sum(1 << day for day, spans in enumerate(_spans_by_day(bits)) if spans)


def sum_of(parts: Iterable[int]) -> int:
    """The bits of all parts."""
    whole = 0
    for part in parts:
        whole |= part
    return whole


def days_text(days: int) -> str:
    """Days as OpenStreetMap writes them: "Mo-Fr", "Fr,Sa", "Mo-Th,Su"; "" for no day."""
    parts = []
    for start, end in _runs(days):
        names = DAYS[start:end]
        parts.append(f"{names[0]}-{names[-1]}" if len(names) > 2 else ",".join(names))
    return ",".join(parts)


def clock(minute: int) -> str:
    """Minutes from midnight as HH:MM; 1440 is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True, slots=True)
class Week:
    """Weekly opening hours.

    open: minutes declared open. tails: of these, the last known ones of spans whose end is not told ("18:00+").
    unsure: further minutes that may be open, by the comment that says on what it depends ("" for none).
    days, off: seven bits, Monday the lowest: days named as open without times, days named as closed.
    holidays: rules for public and school holidays ("PH off"), kept and not counted.
    dayless: no day was named; the minutes are those of every day.

    Built from anything, it brings itself into one form, so that equal hours are equal objects: no minute is both open
    and unsure, no day with an opening stands among `days`, and no day among `off` on which something
    opens or may open.
    """

    open: int = 0
    tails: int = 0
    unsure: tuple[tuple[str, int], ...] = ()
    days: int = 0
    off: int = 0
    holidays: tuple[str, ...] = ()
    dayless: bool = False

    def __post_init__(self) -> None:
        following = self.open >> 1 | (self.open & 1) << (WEEK - 1)
        unsure: dict[str, int] = {}
        for comment, bits in self.unsure:
            left = bits & ~self.open
            if left:
                unsure[comment] = unsure.get(comment, 0) | left
        days = self.days & ~self.opening_days
        put = object.__setattr__
        put(self, "tails", self.tails & self.open & ~following)
        put(self, "unsure", tuple(sorted(unsure.items())))
        put(self, "days", days)
        put(self, "off", self.off & ~days & ~self.opening_days & ~sum_of(_days_of(bits) for bits in unsure.values()))
        put(self, "holidays", tuple(sorted(set(self.holidays))))

    # -------------------------------------------------------------------------------------------- what is in it
    @property
    def unknown(self) -> int:
        """Minutes that may be open: commented ones, and those after an end that is not told."""
        bits = sum_of(some for _, some in self.unsure)
        if self.tails:
            for day, spans in enumerate(_spans_by_day(self.open)):
                for start, end in spans:
                    if self.tails & span_bits(day, end - 1, end):
                        bits |= span_bits(day, end, max(end, min(LATEST_END, start + DAY)))
        return bits & ~self.open

    @property
    def minutes(self) -> int:
        """How many minutes of the week are declared open."""
        return self.open.bit_count()

    @property
    def opening_days(self) -> int:
        """Days on which something is declared to open, as seven bits."""
        return _days_of(self.open)

    @property
    def comments(self) -> tuple[str, ...]:
        """What the unsure minutes depend on: "by appointment"."""
        return tuple(comment for comment, _ in self.unsure if comment)

    @property
    def always(self) -> bool:
        """Open every minute of the week."""
        return self.open == _FULL

    @property
    def empty(self) -> bool:
        """Nothing is open, perhaps open or named as open."""
        return not (self.open or self.unsure or self.days)

    def day_spans(self, day: int) -> Spans:
        """The open spans that start on a day (0 is Monday), in minutes from its midnight; ends may pass 1440."""
        return _spans_by_day(self.open)[day]

    def on(self, days: Iterable[int]) -> Week:
        """What starts on some days only."""
        mask = sum(1 << day for day in set(days))

        def kept(bits: int) -> int:
            by_day = _spans_by_day(bits)
            return sum(span_bits(d, s, e) for d in range(7) if mask >> d & 1 for s, e in by_day[d])

        return Week(
            open=kept(self.open),
            tails=self.tails,
            unsure=tuple((comment, kept(bits)) for comment, bits in self.unsure),
            days=self.days & mask,
            off=self.off & mask,
        )

    # -------------------------------------------------------------------------------------------- comparing
    def covers(self, promised: Week) -> bool:
        """Whether a declaration of these hours entails a promise of those.

        Every promised minute must be declared open; a day promised without times holds when something opens on it; an
        end that is not told promises its start only; a promise that names no day is about the days that open at all.
        """
        return self.missing(promised).empty

    def missing(self, promised: Week) -> Week:
        """What is promised and not declared: minutes, and days without any opening."""
        opens = self.opening_days | self.days
        wanted = promised
        if promised.dayless and opens and opens != EVERY_DAY:
            wanted = promised.on(day for day in range(7) if opens >> day & 1)
        return Week(open=wanted.open & ~self.open, days=wanted.days & ~opens)

    def spare(self, promised: Week) -> Week:
        """What is declared beyond the promise: the strongest wording could claim it too."""
        return Week(open=self.open & ~promised.open, days=self.days & ~(promised.days | promised.opening_days))

    def __and__(self, other: Week) -> Week:
        """What both declare open; unsure where one is sure and the other may be."""
        sure = self.open & other.open
        may = (self.open | self.unknown) & (other.open | other.unknown) & ~sure
        named, others = self.days | self.opening_days, other.days | other.opening_days
        return Week(
            open=sure,
            tails=self.tails & other.tails,
            unsure=(("", may),) if may else (),
            days=(self.days | other.days) & named & others,
            off=self.off | other.off,
            holidays=tuple(set(self.holidays) & set(other.holidays)),
            dayless=self.dayless and other.dayless,
        )

    def __or__(self, other: Week) -> Week:
        """What at least one declares open."""
        return Week(
            open=self.open | other.open,
            tails=self.tails | other.tails,
            unsure=(*self.unsure, *other.unsure),
            days=self.days | other.days,
            off=self.off | other.off,
            holidays=(*self.holidays, *other.holidays),
            dayless=self.dayless and other.dayless,
        )

    def __sub__(self, other: Week) -> Week:
        """What this declares open and the other surely does not; unsure where the other may be open."""
        sure = self.open & ~(other.open | other.unknown)
        may = (self.open | self.unknown) & ~other.open & ~sure
        return Week(
            open=sure,
            unsure=(("", may),) if may else (),
            days=self.days & ~(other.days | other.opening_days),
            dayless=self.dayless and other.dayless,
        )

    # -------------------------------------------------------------------------------------------- writing
    def render(self) -> str:
        """The hours as one stable OpenStreetMap `opening_hours` string; "" when it says nothing at all.

        `parse_hours` reads it back as it was, but for an end at 23:59, which it reads as midnight.
        """
        if self.always and not self.holidays:
            return "24/7"
        rules: dict[str, int] = {}
        for day in range(7):
            for times in self._times(day):
                rules[times] = rules.get(times, 0) | 1 << day
        text, seen = "", 0
        for times, days in sorted(rules.items(), key=lambda rule: rule[1] & -rule[1]):
            names = "" if self.dayless and times and days == EVERY_DAY else days_text(days)
            if names == "" and len(rules) > 1 and times[-1] not in '"n':
                times += " open"
            rule = f"{names} {times}".strip()
            if text and days & seen:
                text += f" open, {rule}" if text.endswith(DAYS) else f", {rule}"
            else:
                text += f"; {rule}" if text else rule
            seen |= days
        return "; ".join([text, *self.holidays] if text else self.holidays)

    def _times(self, day: int) -> Iterator[str]:
        spans = [self._span(day, start, end) for start, end in _spans_by_day(self.open)[day]]
        if spans:
            yield ",".join(spans)
        elif self.days >> day & 1:
            yield ""
        elif self.off >> day & 1:
            yield "off"
        for comment, bits in self.unsure:
            spans = [f"{clock(s)}-{_end(e)}" for s, e in _spans_by_day(bits)[day]]
            if spans:
                modifier = f'"{comment}"' if comment else "unknown"
                yield modifier if spans == ["00:00-24:00"] else f"{','.join(spans)} {modifier}"

    def _span(self, day: int, start: int, end: int) -> str:
        tail = self.tails & span_bits(day, end - 1, end)
        if tail and end == start + 1:
            return f"{clock(start)}+"
        return f"{clock(start)}-{_end(end)}{'+' if tail else ''}"

    def __str__(self) -> str:
        return self.render()


def _end(minute: int) -> str:
    return clock(minute if minute <= DAY else minute - DAY)
