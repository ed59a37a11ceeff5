"""One time of day: 10am, 10:30, noon, 5 o'clock, 10 صباحا, منتصف الليل."""

from __future__ import annotations

from typing import Final

from promisecheck.quantities.tokens import Tokens

_NAMED: Final = {
    "noon": "12:00",
    "midday": "12:00",
    "midnight": "24:00",
    "الظهر": "12:00",
    "الظهيره": "12:00",
}
_MORNING: Final = frozenset({"am", "صباحا", "ص", "الصبح", "فجرا", "الصباح"})
_EVENING: Final = frozenset({"pm", "مساء", "م", "المساء", "ليلا", "عصرا", "ظهرا", "العصر", "المغرب"})


def _half(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """The half of the day named at word `index`, "am" or "pm" ("a.m." too), and the index after it."""
    words = tokens.words
    if words[index] in _MORNING:
        return "am", index + 1
    if words[index] in _EVENING:
        return "pm", index + 1
    if words[index] in ("a", "p") and words[index + 1] == "." and words[index + 2] == "m":
        return words[index] + "m", index + 3 + (words[index + 3] == "." and tokens.glued(index + 3))
    return None


def read_time(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """The time of day "HH:MM" that begins at word `index`, and the index after it.

    A bare number counts only as a time with minutes, am or pm, or "o'clock".
    """
    words = tokens.words
    if words[index] in ("الساعه", "at"):
        index += 1
    if words[index] in _NAMED:
        return _NAMED[words[index]], index + 1
    if words[index] in ("12", "twelve") and words[index + 1] in ("noon", "midday", "midnight"):
        return _NAMED[words[index + 1]], index + 2
    if words[index] == "منتصف" and words[index + 1] == "الليل":
        return "24:00", index + 2
    raw = words[index]
    hour, minutes, end = raw, "00", index + 1
    if "." in raw:
        hour, _, minutes = raw.partition(".")
    elif words[end] == ":" and words[end + 1].isdecimal():
        minutes, end = words[end + 1], end + 2
    if not (hour.isdecimal() and minutes.isdecimal() and hour.isascii() and len(hour) <= 2 and len(minutes) == 2):
        return None
    value = int(hour)
    half = _half(tokens, end)
    if half:
        if 1 <= value <= 12:
            value = value % 12 + (12 if half[0] == "pm" else 0)
        end = half[1]
    elif words[end] == "o" and words[end + 1] == "'" and words[end + 2] == "clock":
        end += 3
    elif end == index + 1 and words[index - 1] != "الساعه":
        return None
    return (f"{value:02d}:{minutes}", end) if value < 24 and int(minutes) < 60 else None
