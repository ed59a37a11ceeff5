"""Reading the weekly part of OpenStreetMap's `opening_hours` syntax (https://wiki.openstreetmap.org/wiki/Key:opening_hours).

Read: 24/7, days as lists and ranges, several spans, spans over midnight (22:00-02:00, 22:00-26:00), open ends (18:00+),
off and closed (also at some times of a day), unknown, comments in quotes, additional rules (,) and fallback rules (||);
a later rule replaces what earlier ones say about its days. Rules for holidays (PH, SH) are kept and not counted.
Beyond the syntax: days without times ("Mo-Sa") are open at times not told; full and three-letter day names are days;
an end at 23:59 is midnight, as web forms write it. Not read: dates, months, weeks of the year, sunrise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, NoReturn

from promisecheck.errors import Fault, InputError
from promisecheck.quantities.week_algebra import DAY, DAYS, EVERY_DAY, WEEK, Week, clock, days_text, span_bits

__all__ = ["DAY", "DAYS", "EVERY_DAY", "WEEK", "Week", "clock", "days_text", "parse_hours", "span_bits"]

_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_WORDS: Final = {
    form: day
    for day, name in enumerate(_NAMES)
    for form in (name[:2], name[:3], name, {"tue": "tues", "wed": "weds", "thu": "thurs"}.get(name[:3], name))
}
_HOLIDAYS: Final = {"ph": "PH", "sh": "SH"}
_STATES: Final = {"off": "off", "closed": "off", "open": "open", "unknown": "unknown"}
_TOKEN: Final = re.compile(r'\s+|(?P<comment>"[^"]*")|(?P<number>\d+)|(?P<word>[^\W\d_]+)|(?P<sign>\|\||.)', re.DOTALL)
_DASHES: Final = frozenset("-–—−‑")
_HINT: Final = 'write weekly hours such as "Mo-Fr 09:00-17:00; Sa 10:00-14:00", "24/7" or "Mo-Su"'


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


class _Span(NamedTuple):
    start: int
    end: int
    tail: bool


@dataclass(slots=True)
class _Day:
    """What the rules so far say about one day."""

    open: int = 0
    tails: int = 0
    unsure: dict[str, int] = field(default_factory=dict)
    bare: bool = False
    off: bool = False


class _Reader:
    """One pass over the tokens of one string."""

    def __init__(self, osm: str) -> None:
        self.osm = osm
        self.tokens = [_Token(m.lastgroup, m.group(), m.start()) for m in _TOKEN.finditer(osm) if m.lastgroup]
        self.tokens.append(_Token("end", "", len(osm)))
        self.at = 0
        self.days = [_Day() for _ in DAYS]
        self.holidays: list[str] = []
        self.dayless = True

    # ------------------------------------------------------------------------------------------------ tokens
    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def peek(self, ahead: int = 1) -> _Token:
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def accept(self, *signs: str) -> bool:
        if self.token.kind == "sign" and self.token.text in signs:
            self.at += 1
            return True
        return False

    def dash(self) -> bool:
        return self.accept(*_DASHES)

    def fail(self, message: str, token: _Token | None = None, hint: str = _HINT) -> NoReturn:
        token = token or self.token
        what = message if token.kind != "end" else f"{message}, but the text ends"
        raise InputError(Fault(what, column=token.start + 1, text=self.osm, hint=hint))

    # ------------------------------------------------------------------------------------------------ rules
    def read(self) -> Week:
        if self.token.kind == "end":
            self.fail("opening hours expected")
        manner: Literal["replace", "add", "fallback"] = "replace"
        while True:
            self.rule(manner)
            if self.accept(";"):
                manner = "replace"
                if self.token.kind == "end":
                    break
            elif self.accept("||"):
                manner = "fallback"
            elif self.accept(","):
                manner = "add"
            elif self.token.kind == "end":
                break
            else:
                self.fail(f"'{self.token.text}' is not understood here")
        return self.week()

    def week(self) -> Week:
        whole, tails, unsure = 0, 0, []
        for day in self.days:
            whole |= day.open
            tails |= day.tails
            unsure += list(day.unsure.items())
        return Week(
            open=whole,
            tails=tails,
            unsure=tuple(unsure),
            days=sum(day.bare << k for k, day in enumerate(self.days)),
            off=sum(day.off << k for k, day in enumerate(self.days)),
            holidays=tuple(self.holidays),
            dayless=self.dayless,
        )

    def rule(self, manner: str) -> None:
        first = self.token
        days, holidays = self.selector()
        named = bool(days or holidays)
        always = not named and self.token.text == "24" and self.peek().text == "/"
        spans = self.times()
        state, comment = "", None
        while True:
            if self.token.kind == "word" and self.token.text.lower() in _STATES and not state:
                state = _STATES[self.token.text.lower()]
            elif self.token.kind == "comment" and comment is None:
                comment = self.token.text[1:-1].strip()
            else:
                break
            self.at += 1
        if not (named or spans or state or comment is not None):
            self.fail(
                "days, times or off expected" if first.kind == "end" else f"'{first.text}' is not understood", first
            )
        if comment is not None and state in ("", "unknown"):
            state = "unknown"
        else:
            comment = None
        if holidays:
            self.holidays += [f"{name}{self.holiday_times(spans, state, comment)}" for name in holidays]
        if named or always:
            self.dayless = False
        for day in range(7):
            if not named or days >> day & 1:
                self.apply(day, manner, spans, state, comment or "", named)

    def apply(self, day: int, manner: str, spans: list[_Span], state: str, comment: str, named: bool) -> None:
        have = self.days[day]
        if state == "off" and spans:
            for span in spans:
                bits = ~span_bits(day, span.start, span.end)
                have.open &= bits
                have.tails &= bits
                have.unsure = {why: some & bits for why, some in have.unsure.items()}
            return
        if manner == "fallback":
            if have.open or have.unsure or have.bare or have.off:
                if state == "unknown" and not spans:
                    have.unsure[comment] = have.unsure.get(comment, 0) | span_bits(day, 0, DAY)
                return
        elif manner == "replace":
            have = self.days[day] = _Day()
        if state == "off":
            self.days[day] = _Day(off=True)
        elif state == "unknown":
            for span in spans or [_Span(0, DAY, False)]:
                have.unsure[comment] = have.unsure.get(comment, 0) | span_bits(day, span.start, span.end)
        elif spans:
            for span in spans:
                have.open |= span_bits(day, span.start, span.end)
                have.tails |= span_bits(day, span.end - 1, span.end) if span.tail else 0
        elif named or state == "open":
            have.bare = True

    @staticmethod
    def holiday_times(spans: list[_Span], state: str, comment: str | None) -> str:
        times = ",".join(
            f"{clock(s)}+" if tail and e == s + 1 else f"{clock(s)}-{clock(e if e <= DAY else e - DAY)}{'+' * tail}"
            for s, e, tail in spans
        )
        parts = (times, f'"{comment}"' if comment else state if state in ("off", "unknown") else "")
        return "".join(f" {part}" for part in parts if part)

    # ------------------------------------------------------------------------------------------------ days
    def is_day(self, token: _Token) -> bool:
        return token.kind == "word" and (token.text.lower() in _DAY_WORDS or token.text.lower() in _HOLIDAYS)

    def selector(self) -> tuple[int, list[str]]:
        days, holidays = 0, []
        while self.is_day(self.token):
            word = self.token.text.lower()
            self.at += 1
            if word in _HOLIDAYS:
                holidays.append(_HOLIDAYS[word])
            else:
                first = last = _DAY_WORDS[word]
                if self.dash():
                    if self.token.kind != "word" or self.token.text.lower() not in _DAY_WORDS:
                        self.fail("the last day of the range expected")
                    last = _DAY_WORDS[self.token.text.lower()]
                    self.at += 1
                for step in range((last - first) % 7 + 1):
                    days |= 1 << (first + step) % 7
            if self.token.text == "[":
                self.fail("single weeks of a month cannot be declared")
            self.accept(".")
            if self.token.text == "," and self.is_day(self.peek()):
                self.at += 1
        if days or holidays:
            self.accept(":")
        return days, holidays

    # ------------------------------------------------------------------------------------------------ times
    def times(self) -> list[_Span]:
        if self.token.text == "24" and self.peek().text == "/" and self.peek(2).text == "7":
            self.at += 3
            return [_Span(0, DAY, False)]
        spans: list[_Span] = []
        while self.token.kind == "number":
            spans.append(self.span())
            if not (self.token.text == "," and self.peek().kind == "number"):
                break
            self.at += 1
        return spans

    def span(self) -> _Span:
        first = self.token
        start = self.time(latest=DAY)
        if start == DAY:
            self.fail("a span cannot start at 24:00", first, "write 00:00 on the following day")
        if self.accept("+"):
            return _Span(start, start + 1, True)
        if not self.dash():
            self.fail(
                f"'-' and the end expected after {clock(start)}",
                hint='write "09:00-17:00", or "09:00+" for an open end',
            )
        end = self.time(latest=2 * DAY)
        if end % DAY == DAY - 1:
            end += 1
        if end <= start:
            end += DAY
        if end - start > DAY:
            self.fail("a span of more than 24 hours", first)
        return _Span(start, end, self.accept("+"))

    def time(self, latest: int) -> int:
        token = self.token
        if token.kind != "number":
            self.fail("a time such as 17:00 expected")
        self.at += 1
        minute = 0
        if self.token.text == ":" and self.peek().kind == "number":
            minutes = self.peek()
            if len(minutes.text) != 2 or int(minutes.text) > 59:
                self.fail(f"'{minutes.text}' is not a minute", minutes)
            minute = int(minutes.text)
            self.at += 2
        if self.token.kind == "word" and self.token.text.lower() in ("am", "pm", "a", "p", "h"):
            self.fail("times are written on the 24-hour clock", hint='write "17:00" for 5 pm')
        if len(token.text) > 2 or 60 * int(token.text) + minute > latest:
            self.fail(f"'{token.text}' is not an hour", token)
        return 60 * int(token.text) + minute


def parse_hours(osm: str) -> Week:
    """Read weekly hours, "Mo-Fr 09:00-17:00; Sa 10:00-14:00".

    Raises InputError with one fault: what is wrong, its column in `osm`, and how such hours are written.
    """
    return _Reader(osm).read()
