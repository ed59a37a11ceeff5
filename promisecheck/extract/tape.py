"""Text made ready for patterns: sentences as tapes of folded words, every level one word.

A tape is a string of words with one space after each: ` `-separated, lower case, hyphens between letters gone, so that
"Same-day", "same day" and "same‑day" read alike. A capital letter shows as `^` before its word. A level shows as a slot
(`§d<` is a duration with an upper bound), so a pattern can ask for one wherever it is written in whatever form.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from promisecheck.folding import Folded, fold
from promisecheck.model import Quantity

MOST_WORDS: Final = 90  # a longer stretch without a full stop is no sentence; it is cut, so that matching stays linear

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s]|_")
_CAPITAL: Final = "^"
_KINDS: Final = {"duration": "d", "time_range": "t", "money": "m", "percent": "p", "count": "c"}
_TIMES: Final = {
    "s": "s",
    "min": "n",
    "h": "h",
    "day": "d",
    "business_day": "b",
    "week": "w",
    "month": "m",
    "year": "y",
}
_UNITS: Final = {"star": "s", "km": "k", "mile": "k", "Mbit/s": "b"}
_ENDS: Final = frozenset(".!?;|•·؟؛…")
_INSIDE: Final = frozenset(
    # abbreviations that a sentence does not end with when a small letter or a digit follows
    {"no", "st", "dr", "mr", "mrs", "ms", "prof", "approx", "incl", "excl", "e", "g", "i", "a", "p", "m", "vs", "etc"}
    | {
        "min",
        "max",
        "hr",
        "hrs",
        "tel",
        "ext",
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
        "dept",
        "est",
        "fig",
        "ave",
        "rd",
    }
    | {"blvd", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "jan", "feb", "mar", "apr"}
    | {"jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "د", "ا", "ت", "م"}
)
BREAKS: Final = frozenset(',;:()[]/،؛-–—"')


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block.

    tape: see the module. words: the folded words. starts, ends: offsets of each word in the block's text.
    levels: for each word the level it stands for, or None. places: offset of each word in the tape.
    question: it ends with a question mark.
    """

    tape: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    levels: tuple[Quantity | None, ...]
    places: tuple[int, ...]
    question: bool = False

    def word_at(self, place: int) -> int:
        """Index of the word that stands at this offset of the tape."""
        return bisect_right(self.places, place) - 1

    def word_before(self, place: int) -> int:
        """Index after the last word that begins before this offset of the tape."""
        return bisect_left(self.places, place)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the block's text of the words first..last-1."""
        return self.starts[first], self.ends[last - 1]


def slot(level: Quantity) -> str:
    """How a level is written on the tape: `§`, its kind, its direction, its unit, and `z` for the same day.

    Hours are `*` (24/7), `#` (days without times), `-` (closed) or `=`.
    """
    if level.kind == "time_range":
        hours = level.hours or ""
        return "§t" + ("*" if hours == "24/7" else "=" if ":" in hours else "-" if hours.endswith("off") else "#")
    kind = _UNITS.get(level.unit or "", _KINDS[level.kind])
    op = "~" if level.op == "range" else (level.op or "=")[0]
    unit = _TIMES.get(level.unit or "", "") if level.kind == "duration" else ""
    return f"§{kind}{op}{unit}" + ("z" if unit and level.value == 0 else "")


def _number_end(level: Quantity, text: str) -> int:
    """Where a level's number ends: the things that are counted are words of the sentence like any other."""
    what = level.level.what
    if level.kind != "count" or not what or level.unit != "count":
        return level.end
    number = text[level.start : level.end].removesuffix(what).rstrip()
    return level.start + len(number) if number else level.end


def sentences(text: str, levels: Sequence[Quantity], folded: Folded | None = None) -> list[Sentence]:
    """The sentences of a block, in order. `levels` are those of `find_quantities(text)`."""
    folded = folded or fold(text)
    plain = folded.text
    found: list[Sentence] = []
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    slots: list[Quantity | None] = []
    capitals: list[bool] = []

    def close(question: bool) -> None:
        if any(word[0].isalnum() or word[0] == "§" for word in words):
            tape, places, at = [], [], 0
            for word, capital in zip(words, capitals, strict=True):
                places.append(at)
                shown = f"{_CAPITAL}{word} " if capital else f"{word} "
                tape.append(shown)
                at += len(shown)
            found.append(
                Sentence("".join(tape), tuple(words), tuple(starts), tuple(ends), tuple(slots), tuple(places), question)
            )
        for column in (words, starts, ends, slots, capitals):
            column.clear()

    pending = list(levels)
    pending.reverse()
    previous_end = -1
    position = 0
    while match := _WORD.search(plain, position):
        start, end = folded.start(match.start()), folded.end(match.end())
        position = match.end()
        while pending and pending[-1].end <= start:
            pending.pop()
        if pending and start < pending[-1].end and end > pending[-1].start:
            level = pending.pop()
            words.append(slot(level))
            starts.append(level.start)
            ends.append(_number_end(level, text))
            slots.append(level)
            capitals.append(False)
            position = _folded_at(folded, ends[-1])
            previous_end = ends[-1]
            continue
        word = match.group()
        if word == "-" and start == previous_end and end < len(text) and text[end].isalnum():
            previous_end = end
            continue  # a hyphen inside a word
        mark = not (word[0].isalnum())
        words.append(word)
        starts.append(start)
        ends.append(end)
        slots.append(None)
        capitals.append(not mark and text[start].isupper())
        follows = text[end : end + 1]
        if word in _ENDS and (not follows or not follows.isalnum()) and not _abbreviates(word, words, text, end):
            if follows in _ENDS or (follows in "\"'”’»)" and follows):
                continue
            close(word in "?؟")
        elif mark and len(words) > 1 and words[-2] in _ENDS and word in "\"'”’»)":
            close(words[-2] in "?؟")
        elif len(words) >= MOST_WORDS:
            close(False)
        previous_end = end
    close(bool(words) and words[-1] in "?؟")
    return found


def _folded_at(folded: Folded, offset: int) -> int:
    """The folded offset that an offset of the original corresponds to (the first at or after it)."""
    low, high = 0, len(folded.text)
    while low < high:
        middle = (low + high) // 2
        if folded.start(middle) < offset:
            low = middle + 1
        else:
            high = middle
    return low


def _abbreviates(word: str, words: list[str], text: str, end: int) -> bool:
    """Whether this full stop is part of an abbreviation ("approx. 30") and no end."""
    if word != "." or len(words) < 2 or end >= len(text):
        return False
    rest = text[end : end + 2].strip()
    return words[-2] in _INSIDE and bool(rest) and not rest[0].isupper()
