"""Text made ready for patterns: sentences as tapes of folded words, every level one word.

A tape is a string of words with one space after each: ` `-separated, lower case, hyphens between letters gone, so that
"Same-day", "same day" and "same‑day" read alike. A capital letter shows as `^` before its word. A level shows as a slot
(`§d<` is a duration with an upper bound), so a pattern can ask for one wherever it is written in whatever form; the
words of its direction show as `‹within` before it and `›or ›more` behind it. Function words show as `˙the`: they are no
part of what something is called.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from promisecheck.folding import Folded, fold
from promisecheck.model import Quantity

MOST_WORDS: Final = 90  # a longer stretch without a full stop is no sentence; it is cut, so that matching stays linear

_RAISED: Final = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"  # the figures of footnotes, which belong to no word
_WORD: Final = re.compile(rf"[^\W\d_{_RAISED}]+(?:'[^\W\d_{_RAISED}]+)*|\d+(?:[.,:]\d+)*|[{_RAISED}]+|[^\w\s]|_")
_CAPITAL, _BEFORE, _BEHIND, _LITTLE = "^", "‹", "›", "˙"
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
_HALF: Final = 50  # per cent
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
_SPEAKING: Final = "§✓✔✅☑●"  # marks that say something by themselves
_STARS: Final = "★☆⭐"  # pictures that are read as words
_PICTURES: Final = "\u2600"  # where signs and emoji begin; ©, ™, ° stand below
_WORD_AHEAD: Final = re.compile(r"[\s\ufe0f\u200d]*\w")
BREAKS: Final = frozenset(',;:()[]/،؛-–—"')


def words_in(folded: str) -> list[str]:
    """The words and signs of a folded text without levels, as they stand in the sentences of its tape."""
    return _WORD.findall(folded)


def is_bullet(sign: str) -> bool:
    """Whether a sign is a tick or a picture such as stands before each thing of a list."""
    return sign[0] >= _PICTURES and sign[0] not in _STARS and unicodedata.category(sign[0]) == "So"


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

    def whole(self, level: int) -> tuple[int, int]:
        """The words of a level with those of its direction: "within" before it, "or more" behind it."""
        first, last = level, level + 1
        while first > 0 and self.tape[self.places[first - 1]] == _BEFORE:
            first -= 1
        while last < len(self.words) and self.tape[self.places[last]] == _BEHIND:
            last += 1
        return first, last

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the block's text of the words first..last-1."""
        return self.starts[first], self.ends[last - 1]


def slot(level: Quantity, written: str) -> str:
    """How a level `written` so stands on the tape: `§`, kind, direction, unit; `z` for the same, `y` for the next day.

    Hours are `*` (24/7), `#` (days without times), `-` (closed) or `=`. Half a price, told without a figure, is `h`.
    """
    if level.kind == "time_range":
        hours = level.hours or ""
        return "§t" + ("*" if hours == "24/7" else "=" if ":" in hours else "-" if hours.endswith("off") else "#")
    kind = _UNITS.get(level.unit or "", _KINDS[level.kind])
    op = "~" if level.op == "range" else (level.op or "=")[0]
    unit = _TIMES.get(level.unit or "", "") if level.kind == "duration" else ""
    if level.kind == "percent" and level.value == _HALF and not any(map(str.isdigit, written)):
        unit = "h"
    soon = unit in ("d", "b") and op == "<" and level.value in (0, 1)
    return f"§{kind}{op}{unit}" + (("z" if level.value == 0 else "y") if soon else "")


def _slot_span(level: Quantity, text: str) -> tuple[int, int]:
    """The characters that a level's slot stands for.

    Words of its direction ("from", "or more") stay words of the sentence where they are words of their own, and so do
    the things that are counted.
    """
    start, end = level.start, level.end
    if level.core_start is not None and level.core_end is not None:
        if level.core_start > start and text[level.core_start - 1].isspace():
            start = level.core_start
        if level.core_end < end and text[level.core_end].isspace():
            end = level.core_end
    what = level.level.what
    if level.kind == "count" and level.unit == "count" and what:
        number = text[start:end].removesuffix(what).rstrip()
        end = start + len(number) if number else end
    return start, end


def sentences(
    text: str, levels: Sequence[Quantity], folded: Folded | None = None, little: Collection[str] = ()
) -> list[Sentence]:
    """The sentences of a block, in order. `levels` are its quantities, `little` the function words."""
    folded = folded or fold(text)
    plain = folded.text
    same = text.isascii()  # then offsets are those of the original
    found: list[Sentence] = []
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    slots: list[Quantity | None] = []
    signs: list[str] = []

    def close(question: bool) -> None:
        if any(word[0].isalnum() or word[0] in _SPEAKING for word in words):
            tape, places, at = [], [], 0
            for word, sign in zip(words, signs, strict=True):
                places.append(at)
                shown = f"{sign}{word} "
                tape.append(shown)
                at += len(shown)
            found.append(
                Sentence("".join(tape), tuple(words), tuple(starts), tuple(ends), tuple(slots), tuple(places), question)
            )
        for column in (words, starts, ends, slots, signs):
            column.clear()

    pending = [(*_slot_span(level, text), level) for level in reversed(levels)]
    directed = (-1, -1, -1)  # where the words of the last level's direction stand: before its slot, behind it
    previous_end = -1
    position = 0
    while match := _WORD.search(plain, position):
        position = match.end()
        start, end = (match.start(), position) if same else (folded.start(match.start()), folded.end(position))
        while pending and pending[-1][1] <= start:
            pending.pop()
        if pending and pending[-1][2].start <= start:
            level = pending[-1][2]
            counted = level.kind == "count" and level.unit == "count"  # behind it stands what is counted
            directed = level.start, pending[-1][0], pending[-1][1] if counted else level.end
        if pending and start < pending[-1][1] and end > pending[-1][0]:
            slot_start, slot_end, level = pending.pop()
            words.append(slot(level, text[slot_start:slot_end]))
            starts.append(slot_start)
            ends.append(slot_end)
            slots.append(level)
            signs.append("")
            position = _folded_at(folded, slot_end)
            previous_end = slot_end
            continue
        word = match.group()
        if is_bullet(word):  # "✓ a map ✓ a torch": each thing behind a picture is a sentence of its own
            close(False)
            if _WORD_AHEAD.match(plain, position):
                previous_end = end
                continue
        if word == "-" and start == previous_end and end < len(text) and text[end].isalnum():
            previous_end = end
            continue  # a hyphen inside a word
        mark = not word[0].isalnum()
        words.append(word)
        starts.append(start)
        ends.append(end)
        slots.append(None)
        if directed[0] <= start < directed[2] and not mark:
            signs.append(_BEFORE if start < directed[1] else _BEHIND)
        elif word in little:
            signs.append(_LITTLE)
        else:
            signs.append(_CAPITAL if not mark and text[start].isupper() else "")
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
