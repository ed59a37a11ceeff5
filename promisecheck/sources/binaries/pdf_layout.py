"""From the letters of a PDF page and where they stand to lines and paragraphs in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from promisecheck.sources.binaries.visual_order import Direction, logical

_WORD_GAP: Final = 0.2
_COLUMN_GAP: Final = 1.8
"""In letter heights: a gap from which there are two words, and one from which there are two columns."""
_SAME_LINE: Final = 0.45
"""In letter heights: how far above its line a raised mark stands at most."""
_PITCH: Final = (1.0, 2.3)
"""In letter heights: the least and the greatest distance of the lines of a paragraph."""
_LOOSE: Final = 1.2
"""Of the usual distance of lines: from more than that on a new paragraph starts."""
_BULLET: Final = re.compile(r"^\s*(?:[•·▪●◦‣✓✔➤►–—*]|\(?\d{1,2}[.)])\s+(?=\S)")
_ENDS: Final = frozenset(".!?:")
"""Signs that no line starts with: at the left end they say that the line runs from the right."""
_CELL_WORDS: Final = 5
_GRID_ROWS: Final = 3
_GRID_PITCH: Final = 3.5
"""Of a table without rules: words of a part after the first, rows, and the distance of rows in letter heights."""
_FULL: Final = 0.7
"""Of a paragraph's width: a line that reaches so far was wrapped, not ended."""
_WIDE: Final = 0.45
"""Of the widest line on the page: the width from which two lines alone are taken for wrapped text."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A drawn letter: its ends and its baseline in points from the top left corner of the page, and its height.

    The baseline tells lines apart where fonts are mixed: their boxes differ, it does not.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False

    @property
    def top(self) -> float:
        """The upper edge, in points."""
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge, in points."""
        return self.baseline + 0.2 * self.size


@dataclass(slots=True)
class Line:
    """Letters that stand beside each other without a column's gap, from left to right."""

    glyphs: list[Glyph]
    base: Direction = "ltr"
    """The direction of the page, for lines that do not tell their own."""

    @property
    def baseline(self) -> float:
        """Where most letters stand, in points from the top."""
        return Counter(round(glyph.baseline, 1) for glyph in self.glyphs).most_common(1)[0][0]

    @property
    def left(self) -> float:
        """The left end, in points."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """The right end, in points."""
        return max(glyph.right for glyph in self.glyphs)

    @property
    def top(self) -> float:
        """The upper edge, in points."""
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """The lower edge, in points."""
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The height of most letters, in points."""
        return Counter(round(glyph.size, 1) for glyph in self.glyphs).most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        """Whether most letters are bold."""
        return sum(glyph.bold for glyph in self.glyphs) * 2 > len(self.glyphs)

    def drawn(self) -> list[str]:
        """Its letters, with spaces where there are gaps."""
        out: list[str] = []
        end = self.left
        for glyph in self.glyphs:
            if glyph.left - end > _WORD_GAP * glyph.size and out and not out[-1].isspace() and not glyph.text.isspace():
                out.append(" ")
            out.append(glyph.text)
            end = max(end, glyph.right)
        return out

    def text(self) -> str:
        """Its words as they are read."""
        drawn = self.drawn()
        base: Direction | None = None
        if self.base == "rtl" and (drawn[0] in _ENDS or not any(map(str.isalpha, drawn))):
            base = "rtl"
        return " ".join(logical(drawn, base).split())


@dataclass(slots=True)
class Paragraph:
    """Lines below each other that belong together."""

    lines: list[Line]
    measure: float = 0.0
    """How wide text runs on the page, in points."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, in points."""
        ends = [(line.left, line.top, line.right, line.bottom) for line in self.lines]
        lefts, tops, rights, bottoms = zip(*ends, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def size(self) -> float:
        """The height of its letters, in points."""
        return self.lines[0].size

    @property
    def is_item(self) -> bool:
        """Whether it starts with a bullet or a number."""
        return bool(_BULLET.match(self.lines[0].text()))

    def text(self) -> str:
        """Its words; a line feed where a line ended long before the margin."""
        out = ""
        for number, line in enumerate(self.lines):
            words = line.text()
            if not number:
                out = _BULLET.sub("", words)
            elif not self._wrapped(self.lines[number - 1], words):
                out += "\n" + words
            elif out.endswith("-") and words[:1].islower():
                out = out[:-1] + words
            else:
                out += " " + words
        return out

    def _wrapped(self, line: Line, following: str) -> bool:
        """Whether a line ended for want of room: it is full, and others show how wide full is."""
        left, _, right, _ = self.box
        width = line.right - line.left
        full = width >= _FULL * (right - left)
        return full and (len(self.lines) > 2 or following[:1].islower() or width >= _WIDE * self.measure)


def lines(glyphs: Iterable[Glyph], base: Direction) -> list[Line]:
    """Letters put into lines, top to bottom, each cut where a column ends. base: the direction of the page."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.baseline):
        row = rows[-1] if rows else None
        if row and glyph.baseline - row[0].baseline < _SAME_LINE * max(row[0].size, glyph.size):
            row.append(glyph)
        else:
            rows.append([glyph])
    return [line for row in rows for line in _columns(sorted(row, key=lambda one: one.left), base)]


def grids(found: Sequence[Line]) -> list[list[list[Line]]]:
    """Tables without rules: rows that follow each other with as many short parts each, their ends in line."""
    rows: dict[float, list[Line]] = {}
    for line in found:
        rows.setdefault(line.baseline, []).append(line)
    out: list[list[list[Line]]] = []
    for _, parts in sorted(rows.items()):
        row = sorted(parts, key=lambda one: one.left)
        if len(row) < 2 or any(len(one.text().split()) > _CELL_WORDS for one in row[1:]):
            out.append([])
        elif out and out[-1] and _in_line(out[-1][-1], row):
            out[-1].append(row)
        else:
            out.append([row])
    return [grid for grid in out if len(grid) >= _GRID_ROWS]


def _in_line(above: list[Line], row: list[Line]) -> bool:
    """Whether the parts of two rows stand below each other: left ends, right ends or middles."""
    slack = row[0].size
    return (
        len(above) == len(row)
        and row[0].baseline - above[0].baseline < _GRID_PITCH * slack
        and all(
            min(abs(a.left - b.left), abs(a.right - b.right), abs(a.left + a.right - b.left - b.right) / 2) < slack
            for a, b in zip(above, row, strict=True)
        )
    )


def paragraphs(found: Sequence[Line]) -> list[Paragraph]:
    """Lines put into paragraphs, by where they start."""
    pairs = list(_pairs(sorted(found, key=lambda one: (one.baseline, one.left))))
    pitches = Counter(round((line.baseline - above.baseline) / line.size, 1) for line, above in pairs if above)
    usual = max(pitches.items(), key=lambda pair: (pair[1], -pair[0]))[0] if pitches else _PITCH[1]
    measure = max((line.right - line.left for line in found), default=0.0)
    done: dict[int, Paragraph] = {}
    for line, above in pairs:
        near = above is not None and line.baseline - above.baseline <= _LOOSE * usual * line.size
        if above is not None and near and not _BULLET.match(line.text()):
            paragraph = done[id(above)]
            paragraph.lines.append(line)
        else:
            paragraph = Paragraph([line], measure)
        done[id(line)] = paragraph
    return list({id(one): one for one in done.values()}.values())


def _pairs(found: list[Line]) -> Iterator[tuple[Line, Line | None]]:
    """Each line with the one right above it in letters of its kind, if it is near enough to be of its paragraph."""
    recent: list[Line] = []
    for line in found:
        recent = [one for one in recent if line.baseline - one.baseline <= _PITCH[1] * max(one.size, line.size)]
        yield line, next((one for one in reversed(recent) if _alike(one, line)), None)
        recent.append(line)


def _alike(above: Line, line: Line) -> bool:
    size = max(above.size, line.size)
    beside = min(above.right, line.right) - max(above.left, line.left)
    below = line.baseline - above.baseline >= _PITCH[0] * 0.9 * size
    return below and beside > 0 and abs(above.size - line.size) < 0.12 * size and above.bold == line.bold


def _columns(row: list[Glyph], base: Direction) -> Iterator[Line]:
    part: list[Glyph] = []
    end = 0.0
    for glyph in row:
        if part and glyph.left - end > _COLUMN_GAP * max(glyph.size, part[-1].size):
            yield Line(part, base)
            part = []
        if part or not glyph.text.isspace():
            part.append(glyph)
        end = max(end if part[1:] else 0.0, glyph.right)
    if part:
        yield Line(part, base)
