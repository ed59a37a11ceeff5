"""From rules to a week: whether they can be hours at all, what their times mean, and which rule holds on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from promisecheck.quantities.clock import Clock, end_only, half_day_later, span_of, start_only
from promisecheck.quantities.hours_items import Span
from promisecheck.quantities.hours_rules import Rule
from promisecheck.quantities.hours_words import HOLIDAY
from promisecheck.quantities.week_algebra import DAY, EVERY_DAY, Week, clock, span_bits

_SHORTEST: Final = 30
"""Minutes: what is shorter is an event, no opening."""
_MOST_SPANS: Final = 4
_SLOTS: Final = 3
"""So many spans that follow one another without a break are appointments to choose from."""


@dataclass(frozen=True, slots=True)
class Times:
    """A span of one day in minutes from its midnight; `tail`: its end is not told."""

    start: int
    end: int
    tail: bool = False


@dataclass(slots=True)
class _Day:
    state: str = ""
    times: list[Times] = field(default_factory=list)


def by_24_hours(rules: Sequence[Rule]) -> bool:
    """Whether the times of some rules are written on the 24-hour clock.

    One shows it (17:00), or all hours have two digits and one a leading zero (10:00-01:00); none has am or pm.
    """
    clocks: list[Clock] = [c for rule in rules for span in rule.spans for c in (span.first, span.last) if c]
    if any(c.half in ("am", "pm", "evening") for c in clocks):
        return False
    padded = any(c.half == "24" for c in clocks) and not any(c.half == "" and c.hour < 10 for c in clocks)
    return padded or any(c.shows_24 for c in clocks)


def resolve(spans: Sequence[Span], by_24: bool) -> list[Times] | None:
    """The spans of one rule in minutes; None when they cannot be opening hours (slots, minutes)."""
    found: list[Times] = []
    for span in spans:
        first, last = span.first, span.last
        if first and last:
            start, end = span_of(first, last, by_24)
            if found and not (first.half or last.half or by_24) and start < found[-1].end <= start + DAY // 2:
                start, end = half_day_later(start, last)
            if end - start < _SHORTEST:
                return None
            found.append(Times(start, end, span.tail))
        elif first:
            start = start_only(first, by_24)
            found.append(Times(start, start + 1, tail=True))
        elif last:
            end = end_only(last, by_24)
            found.append(Times(end - 1, end))
    for k in range(len(found) - 1):
        here, last = found[k], spans[k].last
        if last and last.half == "evening" and last.hour == 12 and here.end == DAY and found[k + 1].start < DAY:
            found[k] = Times(here.start, DAY // 2, here.tail)  # 9 ص - 12 م، 4 م - 9 م: the first 12 م is noon
    if len(found) > _MOST_SPANS:
        return None
    joined = sum(a.end == b.start for a, b in pairwise(found))
    return None if joined >= _SLOTS - 1 else found


def weeks_of(rules: Sequence[Rule]) -> Iterator[tuple[Week, int, int]]:
    """The weeks that some rules make, each with the words it stands in.

    "Seven days a week" in front of times for some days only is a week of its own, which those times contradict.
    """
    told = 0
    for rule in rules[1:]:
        told |= (rule.days or EVERY_DAY) | rule.off if rule.state != "break" else 0
    general = bool(rules) and rules[0].state == "bare" and rules[0].days & EVERY_DAY == EVERY_DAY
    timed = any(rule.state in ("times", "always") for rule in rules[1:])
    if general and timed and told & EVERY_DAY != EVERY_DAY:
        yield from _weeks_of(rules[:1])
        rules = rules[1:]
    yield from _weeks_of(rules)


def _weeks_of(rules: Sequence[Rule]) -> Iterator[tuple[Week, int, int]]:
    """Rules that contradict one another across a sentence end are told of different things: a week each."""
    by_24 = by_24_hours(rules)
    builder = _Builder()
    for rule in rules:
        times = [Times(0, DAY)] if rule.state == "always" else resolve(rule.spans, by_24)
        if times is None:
            continue
        if builder.contradicts(rule, times):
            yield from builder.built()
            builder = _Builder()
        builder.add(rule, times)
    yield from builder.built()


class _Builder:
    def __init__(self) -> None:
        self.days = [_Day() for _ in range(7)]
        self.holidays: list[str] = []
        self.masks: dict[int, list[Times]] = {}
        self.named = False
        self.start, self.end = -1, -1

    def contradicts(self, rule: Rule, times: list[Times]) -> bool:
        if self.start < 0 or rule.state not in ("times", "always", "closed") or not rule.apart:
            return False
        before = self.masks.get(rule.days)
        return before is not None and (rule.state == "closed" or not before or _overlap(before, times))

    def add(self, rule: Rule, times: list[Times]) -> None:
        self.start = rule.start if self.start < 0 else min(self.start, rule.start)
        self.end = max(self.end, rule.end)
        if rule.state == "break":
            self.cut(times)
            return
        self.named = self.named or bool(rule.days or rule.off)
        if rule.days & HOLIDAY or rule.off & HOLIDAY:
            self.holidays.append(_holiday(rule, times))
        whole = not (rule.days or rule.off)
        repeated = rule.days in self.masks and not _overlap(self.masks[rule.days], times)
        for day in range(7):
            have = self.days[day]
            if rule.off >> day & 1:
                self.days[day] = _Day("closed")
            if not (whole or rule.days >> day & 1):
                continue
            if rule.state == "bare" or (whole and self.masks and rule.state != "closed"):
                if not have.state:
                    self.days[day] = _Day("times" if times and rule.state != "bare" else rule.state, list(times))
            elif rule.state in ("times", "always"):
                kept = have.times if repeated and have.state == "times" else []
                self.days[day] = _Day("times", [*kept, *times])
            else:
                self.days[day] = _Day(rule.state)
        if rule.state in ("times", "always", "closed"):
            self.masks[rule.days] = [*(self.masks.get(rule.days, []) if repeated else []), *times]

    def cut(self, times: list[Times]) -> None:
        for day in self.days:
            if day.state != "times":
                continue
            pieces = day.times
            for gap in times:
                pieces = [
                    piece
                    for have in pieces
                    for piece in (
                        Times(have.start, min(have.end, gap.start)),
                        Times(max(have.start, gap.end), have.end, have.tail),
                    )
                    if piece.start < piece.end
                ]
            day.times = pieces

    def built(self) -> Iterator[tuple[Week, int, int]]:
        if self.start < 0:
            return
        whole, tails, unsure, bare, off = 0, 0, 0, 0, 0
        for k, day in enumerate(self.days):
            for times in day.times:
                whole |= span_bits(k, times.start, times.end)
                tails |= span_bits(k, times.end - 1, times.end) if times.tail else 0
            bare |= (day.state == "bare") << k
            off |= (day.state == "closed") << k
            unsure |= span_bits(k, 0, DAY) if day.state == "appointment" else 0
        week = Week(
            open=whole,
            tails=tails,
            unsure=(("by appointment", unsure),) if unsure else (),
            days=bare,
            off=off,
            holidays=tuple(self.holidays),
            dayless=not self.named and whole != span_bits(0, 0, 7 * DAY),
        )
        if week.render():
            yield week, self.start, self.end


def _overlap(some: list[Times], others: list[Times]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in some for b in others)


def _holiday(rule: Rule, times: list[Times]) -> str:
    if rule.off & HOLIDAY or rule.state == "closed":
        return "PH off"
    spans = ",".join(
        f"{clock(t.start)}+" if t.tail else f"{clock(t.start)}-{clock(t.end if t.end <= DAY else t.end - DAY)}"
        for t in times
    )
    if rule.state == "appointment":
        return 'PH "by appointment"'
    return f"PH {spans}".strip()
