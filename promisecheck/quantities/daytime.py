"""One time of day beside a level: 10am, 10:30, noon, 5 o'clock, ١٠ صباحاً, منتصف الليل."""

from __future__ import annotations

from typing import Final

from promisecheck.quantities.clock import HALF_DAY, read_clock
from promisecheck.quantities.hours_words import lexicon
from promisecheck.quantities.tokens import Tokens

_FIRST_HOUR: Final = 7
"""A time before it that names no half of the day is in the afternoon: nobody delivers "by 5 o'clock" at night."""


def read_time(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """The time of day "HH:MM" that begins at word `index`, and the index after it.

    A bare number is none: it needs minutes, am or pm, or "o'clock".
    """
    clock = read_clock(tokens, index, lexicon())
    minutes = None if clock is None or clock.plain else clock.fixed(by_24=True, ending=True)
    if clock is None or minutes is None:
        return None
    if clock.half == "" and clock.hour < _FIRST_HOUR:
        minutes += HALF_DAY
    return f"{minutes // 60:02d}:{minutes % 60:02d}", clock.end
