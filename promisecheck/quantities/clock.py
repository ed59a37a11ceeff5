"""Times of the day as people write them, and what two of them mean as a span: 9-5 is 09:00-17:00, 10-11pm 22:00-23:00.

A time without "am" or "pm" is read, in this order: by the 24-hour clock, where its form or its neighbours show that
clock; as the nearest time to the other end of its span, where that end is settled; else by custom (9-5 is a working
day, 5-11 an evening).
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from promisecheck.quantities.hours_words import Lexicon
from promisecheck.quantities.tokens import Tokens
from promisecheck.quantities.week_algebra import DAY

Half = Literal["", "24", "am", "pm", "noon", "afternoon", "night", "dawn", "evening"]
HALF_DAY: Final = DAY // 2
_EARLIEST_LATE: Final = 360
"""Ends up to 06:00 belong to the night of the day before."""
_GLUED_LETTERS: Final = {"a": "am", "p": "pm"}


class Clock(NamedTuple):
    """One time in the words `start` to before `end`.

    half: what settles its half of the day: "24" the 24-hour clock, "evening" the Arabic مساء (12 مساء is midnight).
    plain: only a number, which may mean anything.
    """

    hour: int
    minute: int
    half: Half
    plain: bool
    start: int
    end: int

    def fixed(self, by_24: bool, ending: bool) -> int | None:
        """Minutes from midnight where the half of the day is settled; `ending`: it is the end of a span."""
        hour, half = self.hour, self.half
        if half in ("", "24"):
            if half or by_24:
                return hour * 60 + self.minute
            return None
        twelve = hour % 12
        if half == "evening":
            hours = 24 if ending and twelve == 0 else twelve + 12
        elif half == "noon":
            hours = hour if 10 <= hour <= 12 else twelve + 12
        elif half == "night":
            hours = (24 if ending else 0) if twelve == 0 else twelve if twelve <= 5 else twelve + 12
        else:
            hours = twelve + (12 if half in ("pm", "afternoon") else 0)
        return hours * 60 + self.minute

    @property
    def dial(self) -> int:
        """Minutes on a 12-hour dial."""
        return self.hour % 12 * 60 + self.minute

    @property
    def shows_24(self) -> bool:
        """Whether it can only be the 24-hour clock: 17:00, 00:30, not 09:00."""
        return self.half == "24" and (self.hour > 12 or self.hour == 0)


def span_of(first: Clock, last: Clock, by_24: bool) -> tuple[int, int]:
    """Start and end in minutes from the midnight of the day it starts on; the end may pass 1440."""
    start, end = first.fixed(by_24, ending=False), last.fixed(by_24, ending=True)
    if start is None and end is None:
        start = _custom(first, last)
        end = _next(start, last)
        if first.hour in (6, 7) and last.hour in (9, 10, 11) and last.hour > first.hour:
            end += HALF_DAY
    elif start is None:
        end = end or DAY
        back = (end - first.dial) % HALF_DAY or HALF_DAY
        start = (end - back) % DAY
    elif end is None:
        end = _next(start, last)
    start %= DAY
    if end == HALF_DAY and last.half == "pm" and start >= HALF_DAY:
        end = DAY
    if end % DAY == DAY - 1:
        end += 1
    return start, end if end > start else end + DAY


def half_day_later(start: int, last: Clock) -> tuple[int, int]:
    """The other reading of a span whose halves are not settled: from 18:00 rather than 06:00."""
    return start + HALF_DAY, _next(start + HALF_DAY, last)


def _custom(first: Clock, last: Clock) -> int:
    if first.hour == 12:
        return HALF_DAY + first.minute
    early = first.hour <= 5 and first.hour != last.hour
    return first.dial + (HALF_DAY if early else 0)


def _next(start: int, last: Clock) -> int:
    return start + ((last.dial - start) % HALF_DAY or HALF_DAY)


def start_only(clock: Clock, by_24: bool) -> int:
    """A start whose end is not told, in minutes from midnight."""
    at = clock.fixed(by_24, ending=False)
    return (clock.dial if at is None else at) % DAY


def end_only(clock: Clock, by_24: bool) -> int:
    """An end whose start is not told, in minutes from the midnight of the day of opening."""
    at = clock.fixed(by_24, ending=True)
    if at is None:
        at = clock.dial + HALF_DAY
    if at % DAY == DAY - 1:
        at += 1
    return at if at > _EARLIEST_LATE else at + DAY


def read_clock(tokens: Tokens, index: int, lexicon: Lexicon) -> Clock | None:
    """The time that begins at word `index`, with "at" or الساعة in front; None when its digits are no time."""
    words, at = tokens.words, index
    if before := lexicon.before_hour.at(words, index):
        at = before[1]
    if not words[at][:1].isdecimal():
        named = lexicon.words.at(words, at)
        if named is None or named[0].kind not in ("moments", "hour_names", "hour_words"):
            return None
        return _named(tokens, index, named[0].kind, named[0].key, named[1], lexicon)
    return _digits(tokens, index, at, lexicon)


def _named(tokens: Tokens, start: int, kind: str, key: str, end: int, lexicon: Lexicon) -> Clock | None:
    if kind == "moments":
        return Clock(12, 0, "noon" if key == "12:00" else "night", False, start, end)
    hour, minute = int(key), 0
    hour, minute, end = _fraction(tokens, hour, minute, end, lexicon)
    half, after = _half(tokens, end, lexicon)
    if after == end and (oclock := lexicon.oclock.at(tokens.words, end)) and tokens.words[end] != "h":
        if tokens.words[end] not in ("o", "oclock"):
            return None
        after = oclock[1]
    if after == end and lexicon.has("units", tokens.words[end]):
        return None
    return Clock(hour, minute, half, kind == "hour_words" and after == end, start, after)


def _digits(tokens: Tokens, start: int, at: int, lexicon: Lexicon) -> Clock | None:
    words = tokens.words
    raw, end, minute = words[at], at + 1, 0
    if not _stands_alone(tokens, at):
        return None
    whole, _, part = raw.partition(".")
    written = bool(part)
    if part:
        if len(part) != 2 or not part.isdecimal():
            return None
    elif not raw.isdecimal():
        return None
    elif words[end] in (":", "h") and tokens.glued(end) and len(words[end + 1]) == 2 and tokens.glued(end + 1):
        if words[end + 1].isdecimal():
            part, end, written = words[end + 1], end + 2, True
            if words[end] == ":" and words[end + 1] == "00" and tokens.glued(end):
                end += 2
    elif words[end] == "h" and tokens.glued(end):
        end, written = end + 1, True
    military = False
    if len(whole) in (3, 4) and not written:
        whole, part, military = whole[:-2], whole[-2:], True
    if len(whole) > 2 or int(whole) > 24 or int(part or 0) > 59:
        return None
    hour, minute = int(whole), int(part or 0)
    hour, minute, end = _fraction(tokens, hour, minute, end, lexicon)
    half, after = _half(tokens, end, lexicon)
    plain = not written and after == end
    if written or military:
        if (oclock := lexicon.oclock.at(words, after)) and words[after] != "الساعه":
            after, plain = oclock[1], plain and not military
    elif after == end and words[end] == "o" and (oclock := lexicon.oclock.at(words, end)):
        after, plain = oclock[1], False
    if military and plain and (len(raw) == 3 or raw[:2] in ("19", "20")):
        return None
    if plain and not military and _counts_something(tokens, start, end, lexicon):
        return None
    if hour > 12 or hour == 0 or (not half and ((military and len(raw) == 4) or (written and whole[0] == "0"))):
        half = "24"
    return Clock(hour, minute, half, plain, start, after)


def _stands_alone(tokens: Tokens, index: int) -> bool:
    """No date, telephone number, code, amount of money."""
    words = tokens.words
    if index and tokens.glued(index):
        before = words[index - 1]
        if (before.isalpha() and before < "\u0600") or before in ("$", "£", "€", "#", "/", "+", "_", "@", "."):
            return False
        if before == ":" and words[index - 2].isdecimal() and tokens.glued(index - 1):
            return False
    following = words[index + 1]
    if following == "/" and words[index + 2].isdecimal() and tokens.glued(index + 1) and tokens.glued(index + 2):
        return False
    return not (
        following == "-" and words[index + 2].isdecimal() and words[index + 3] == "-" and words[index + 4].isdecimal()
    )


def _counts_something(tokens: Tokens, start: int, end: int, lexicon: Lexicon) -> bool:
    words = tokens.words
    if lexicon.has("units", words[end]) or (start and lexicon.has("not_times_before", words[start - 1])):
        return True
    return words[end] == "+" or (
        words[end] == "-"
        and words[end + 1].isalpha()
        and tokens.glued(end + 1)
        and lexicon.has("units", words[end + 1])
    )


def _fraction(tokens: Tokens, hour: int, minute: int, end: int, lexicon: Lexicon) -> tuple[int, int, int]:
    found = lexicon.fractions.at(tokens.words, end)
    if found is None:
        return hour, minute, end
    minutes, after = found
    if minutes < 0:
        return (hour - 1 or 12), 60 + minutes, after
    return hour, minutes, after


def _half(tokens: Tokens, end: int, lexicon: Lexicon) -> tuple[Half, int]:
    """What settles the half of the day after an hour, and the index after it."""
    words = tokens.words
    if words[end] in _GLUED_LETTERS and tokens.glued(end) and not words[end + 1].isalpha() and words[end + 1] != ".":
        return ("am" if words[end] == "a" else "pm"), end + 1
    found = lexicon.meridiems.at(words, end)
    if found is None:
        return "", end
    half: Half = found[0]  # type: ignore[assignment]
    if half == "pm" and words[end] >= "\u0600":
        half = "evening"
    return half, found[1]
