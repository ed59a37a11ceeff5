"""From the glyphs of a line, left to right as they are drawn, to its text in the order it is read.

A PDF holds where glyphs are drawn, not what comes first. This undoes the Unicode bidirectional algorithm (UAX #9) for
the common cases: Arabic lines with numbers and Latin words in them, and Latin lines with Arabic words. Letters in
presentation forms become letters. Vowel marks are left out: they are drawn apart, and where is anybody's guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Literal

Direction = Literal["ltr", "rtl"]
_JOINING: Final = frozenset(".,:/-+%#$€£٪٫٬")
"""Signs that belong to a number they touch."""
_MIRRORED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def direction_of(glyphs: Sequence[str]) -> Direction:
    """The direction of most letters."""
    kinds = [_kind(glyph) for glyph in glyphs]
    return "rtl" if kinds.count("R") > kinds.count("L") else "ltr"


def logical(glyphs: Sequence[str], base: Direction | None = None) -> str:
    """The text of glyphs drawn from left to right. base: the line's direction, else that of most letters."""
    shown = [glyph for glyph in glyphs if _kind(glyph) != "mark"]
    runs = list(_numbers(shown))
    from_right = (base or direction_of(shown)) == "rtl"
    return "".join(map(_letters, _right_to_left(runs) if from_right else _left_to_right(runs)))


def _kind(glyph: str) -> str:
    first = glyph[:1]
    direction = unicodedata.bidirectional(first) if first else ""
    if direction in ("R", "AL"):
        return "R"
    if direction == "L":
        return "L"
    if direction in ("EN", "AN"):
        return "N"
    return "mark" if direction == "NSM" and "\u0600" <= first <= "\u06ff" else "other"


def _letters(glyph: str) -> str:
    """A glyph's letters: ligatures ("ﬁ") and the positional forms of Arabic as the letters they show."""
    return unicodedata.normalize("NFKC", glyph) if any("\ufb00" <= char <= "\ufefe" for char in glyph) else glyph


def _numbers(glyphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Glyphs with their kind, those of one number together ("8:00", "20%")."""
    kinds = [_kind(glyph) for glyph in glyphs]
    for at, glyph in enumerate(glyphs):
        beside = kinds[max(at - 1, 0) : at + 2]
        if glyph in _JOINING and "N" in beside and not {"L", "R"} & set(beside):
            kinds[at] = "N"
    for kind, group in groupby(zip(kinds, glyphs, strict=True), key=lambda pair: pair[0]):
        if kind == "N":
            yield "N", "".join(glyph for _, glyph in group)
        else:
            yield from group


def _right_to_left(runs: list[tuple[str, str]]) -> list[str]:
    """Parts in reading order: from the right, Latin words (and numbers among them) as they stand."""
    out: list[str] = []
    at = len(runs)
    while at:
        at -= 1
        kind, text = runs[at]
        if kind in ("L", "N"):
            start = at
            for before in range(at - 1, -1, -1):
                if runs[before][0] == "R":
                    break
                start = before if runs[before][0] in ("L", "N") else start
            words = runs[start : at + 1]
            if any(one == "L" for one, _ in words):
                out.extend(part for _, part in words)
                at = start
                continue
        out.append(text if kind in ("N", "L") else text.translate(_MIRRORED))
    return out


def _left_to_right(runs: list[tuple[str, str]]) -> list[str]:
    """Parts in reading order: from the left, stretches of Arabic from their right end."""
    out: list[str] = []
    at = 0
    while at < len(runs):
        if runs[at][0] not in ("R", "N"):
            out.append(runs[at][1])
            at += 1
            continue
        end = at
        for after in range(at, len(runs)):
            if runs[after][0] == "L":
                break
            end = after if runs[after][0] == "R" else end
        words = runs[at : end + 1] if runs[end][0] == "R" else runs[at : at + 1]
        out.extend(part if kind in ("N", "L") else part.translate(_MIRRORED) for kind, part in reversed(words))
        at += len(words)
    return out
