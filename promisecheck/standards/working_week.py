"""Working weeks: which weekdays are worked, as people write it ("Su-Th", "Mon-Sat", "Mo,We,Fr")."""

from __future__ import annotations

import re

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONDAY_TO_FRIDAY = frozenset(range(5))
"""The working week where none is declared; 0 is Monday."""


def read_working_week(text: str) -> frozenset[int]:
    """Weekdays of a working week, 0 is Monday. Raises ValueError when it names no day or an unknown one."""
    found: set[int] = set()
    for part in re.split(r"\s*[,;]\s*|\s+", re.sub(r"\s*-\s*", "-", text.strip())):
        first, dash, last = part.partition("-")
        start, end = (_day(word, text) for word in (first, last if dash else first))
        found.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return frozenset(found)


def _day(word: str, text: str) -> int:
    """The weekday of "Mo", "Mon" or "Monday"."""
    number = DAYS.index(word[:2].title()) if word[:2].title() in DAYS else None
    if number is None or not _NAMES[number].startswith(word.casefold()):
        raise ValueError(f"'{text}' is no working week")
    return number


def write_working_week(days: frozenset[int]) -> str:
    """A working week as `read_working_week` reads it, runs of three days and more drawn together."""
    if len(days) == 7:
        return "Mo-Su"
    starts = [day for day in range(7) if day in days and (day - 1) % 7 not in days]
    parts = []
    for start in sorted(starts, key=lambda day: (day != 6, day)):
        length = next(n for n in range(1, 8) if (start + n) % 7 not in days)
        run = [DAYS[(start + n) % 7] for n in range(length)]
        parts.append(f"{run[0]}-{run[-1]}" if length > 2 else ",".join(run))
    return ",".join(parts)
