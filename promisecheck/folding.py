"""Text folded for matching, with the way back to the original.

Advertising spells one word in many ways: ٣٠ or 30, ساعة or ساعه, “don’t” or "don't", a dash of six kinds, marks nobody
sees. Everything that matches wording works on the folded text; everything that is reported uses original offsets.

What folding does, per character:

* Arabic-Indic (٠-٩), Eastern (۰-۹) and full-width digits become 0-9; ٫ ٬ ٪ become . , %
* dropped: Arabic and Latin combining marks (ساعةً, é as e + ´), tatweel, soft hyphens, zero-width and bidi controls
* presentation forms (ﻻ, ﬁ, Ａ) become the plain letters (NFKC of the single character)
* أ إ آ ٱ become ا; ى and ی become ي; ة becomes ه; ؤ becomes و and ئ becomes ي (دقائق and دقايق are one word);
  ک becomes ك
* lower case; accented Latin letters become plain ones
* curly quotes and apostrophes become ' and ", every dash and minus becomes -
* every kind of space, and every control character, becomes a plain space

Kept as they are, because they mean something of their own: superscripts (footnote marks), vulgar fractions (½), ﷼, ،.
Line ends are kept.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from promisecheck.model import Language

_MARKS: Final = frozenset(
    chr(code)
    for first, last in ((0x0300, 0x036F), (0x0610, 0x061A), (0x064B, 0x065F), (0x06D6, 0x06DC), (0x06DF, 0x06E4))
    for code in range(first, last + 1)
) | frozenset("\u0640\u0670\u06e7\u06e8\u06ea\u06eb\u06ec\u06ed\ufe00\ufe0e\ufe0f")
"""Dropped, and part of the letter before them."""

_CONTROLS: Final = frozenset(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Dropped, and part of nothing."""

_SAME_LENGTH: Final = {
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیئے", "ي"),
    **dict.fromkeys("ةہھە", "ه"),
    **dict.fromkeys("ؤۆ", "و"),
    **dict.fromkeys("ک", "ك"),
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣⁃⸺⸻", "-"),
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **{chr(code): " " for code in (*range(0x09), *range(0x0E, 0x20), 0x7F)},  # NUL and other controls show as nothing
    "٫": ".",
    "٬": ",",
    "٪": "%",
    "⁄": "/",
    "İ": "i",
    "ø": "o",
}
_PRESENTATION: Final = ((0xFB00, 0xFB06), (0xFB50, 0xFDFB), (0xFE70, 0xFEFC), (0xFF01, 0xFF5E), (0xFF65, 0xFFDC))


def _table() -> dict[int, str]:
    """What becomes of a code point; code points that stay as they are stand in it too where they are common (speed)."""
    table = {code: chr(code).lower() for code in (*range(0x80), *range(0x0600, 0x0700), *range(0x2010, 0x2070))}
    for code in range(0xC0, 0x0250):
        plain = unicodedata.normalize("NFD", chr(code))[0].lower()
        table[code] = plain if len(plain) == 1 else plain[0]
    for char, becomes in _SAME_LENGTH.items():
        table[ord(char)] = becomes
    for first, last in _PRESENTATION:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code)).lower()
            table[code] = "".join(_SAME_LENGTH.get(char, char) for char in plain if char not in _MARKS and char != " ")
    for char in _MARKS | _CONTROLS:
        table[ord(char)] = ""
    return table


_TABLE: Final = _table()
_OTHER_LENGTH: Final = re.compile(f"[{''.join(re.escape(chr(c)) for c, to in _TABLE.items() if len(to) != 1)}]")
_ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back to its original.

    `original` is the text as given, `text` the folded one. `_starts[k]` and `_origins[k]` say where the k-th run of
    characters that correspond one to one begins in each; both empty when all of the text is one such run.
    """

    original: str
    text: str
    _starts: tuple[int, ...] = ()
    _origins: tuple[int, ...] = ()

    def start(self, index: int) -> int:
        """Offset in the original of the character that became `text[index]`; of the end for `len(text)`."""
        if not self._starts:
            return index
        if index >= len(self.text):
            return len(self.original)
        k = bisect_right(self._starts, index) - 1
        return self._origins[k] + index - self._starts[k]

    def end(self, index: int) -> int:
        """Offset in the original where the slice of `text` that ends before `index` ends.

        Marks on its last letter belong to it, invisible controls after it do not.
        """
        if not self._starts or index <= 0:
            return max(index, 0)
        at = self.start(index - 1) + 1
        while at < len(self.original) and self.original[at] in _MARKS:
            at += 1
        return at


def fold(text: str) -> Folded:
    """Fold a text for matching. Linear in its length; never fails, whatever the text."""
    if text.isascii():
        return Folded(text, text.lower() if text.isprintable() else text.translate(_TABLE))
    folded = text.translate(_TABLE)
    if not folded.islower() and folded != folded.lower() and len(folded) == len(folded.lower()):
        folded = folded.lower()  # scripts outside the table
    starts, origins = [0], [0]
    shift = 0
    for match in _OTHER_LENGTH.finditer(text):
        at = match.start()
        becomes = len(_TABLE[ord(match.group())])
        for extra in range(becomes):
            starts.append(at + shift + extra)
            origins.append(at)
        shift += becomes - 1
        if starts[-1] == at + shift + 1:
            origins[-1] = at + 1
        else:
            starts.append(at + shift + 1)
            origins.append(at + 1)
    if origins == [0]:
        return Folded(text, folded)
    return Folded(text, folded, tuple(starts), tuple(origins))


def language_of(text: str) -> Language:
    """The language most of its letters are of, by script; English where there are no letters."""
    if text.isascii():
        return "en"
    arabic = len(_ARABIC.findall(text))
    return "ar" if arabic and arabic >= len(_LATIN.findall(text)) else "en"
