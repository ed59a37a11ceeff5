"""The ladder in characters, for a terminal of any width.

A lane is a string of exactly the width asked for, read from the start of the line: in Arabic it is turned round here,
so that it must be shown from left to right (the text report puts it into a left-to-right isolate).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from promisecheck.reports.ladder.axis import Ticks, ticks_of
from promisecheck.reports.ladder.geometry import Geometry, Stretch, geometry
from promisecheck.reports.ladder.model import Ladder
from promisecheck.reports.ladder.scale import Scale, scale_of
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.ladder.weeks import Row, Spans, day_name, grid_of, hour_ticks, spans_words
from promisecheck.reports.ladder.words import Rung, RungName, rungs
from promisecheck.reports.safe import isolated, one_line
from promisecheck.reports.words import say

_DAY: Final = 1440


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters a lane is made of."""

    base: str
    promise: str
    line: str
    gap: str
    band: str
    cap: str
    whisker: str
    dot: str
    wanted: str
    empty: str
    spare: str


UNICODE: Final = Signs("·", "▼", "│", "/", "█", "┃", "─", "●", "△", "╌", "▒")
ASCII: Final = Signs(".", "v", "|", "/", "#", "H", "-", "o", "^", "-", "+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a title, a lane ("" where nothing is drawn), words; `strong` are those that matter most."""

    title: str
    lane: str
    strong: str = ""
    words: str = ""


def full_lines(ladder: Ladder, voice: Voice, width: int, *, signs: Signs = UNICODE) -> list[Line]:
    """The whole ladder with its axis; the lane is `width` characters. Hours become a week."""
    if ladder.kind == "week":
        return _week_lines(ladder, voice, width, signs)
    scale = scale_of([ladder])
    places = geometry(ladder, scale)
    drawn = ladder.kind != "words"
    lines = []
    for rung in rungs(ladder, voice):
        lane = _rung_lane(rung.name, places, width, signs, voice) if drawn else ""
        lines.append(Line(rung.title, lane, rung.value, _note(rung, voice)))
    if drawn:
        lines.append(Line("", axis_line(ticks_of(ladder, scale, voice), width, voice)))
    return lines


def plain_text(lines: Sequence[Line]) -> str:
    """Lines of a ladder as they stand, titles filled up to one width: for text without styles."""
    titles = max((len(line.title) for line in lines), default=0)
    rows = (f"{line.title:{titles}}  {line.lane}  {one_line(line.strong)}{line.words}".rstrip() for line in lines)
    return "\n".join(rows)


def row_lane(ladder: Ladder, scale: Scale | None, voice: Voice, width: int, *, signs: Signs = UNICODE) -> str:
    """All marks of a ladder in one lane, for a table with a row for each group of branches."""
    lane = _Lane(width, signs)
    places = geometry(ladder, scale)
    lane.standard(places)
    lane.delivered(places)
    for place in places.promised:
        lane.put(place, signs.line)
    return lane.text(voice)


def head_lane(ladder: Ladder, scale: Scale | None, voice: Voice, width: int, *, signs: Signs = UNICODE) -> str:
    """The promise above the rows of such a table."""
    lane = _Lane(width, signs, " ")
    for place in geometry(ladder, scale).promised:
        lane.put(place, signs.promise)
    return lane.text(voice)


def axis_line(ticks: Ticks, width: int, voice: Voice) -> str:
    """The labels of an axis under a lane; those that would touch each other are left out, never the last."""
    places = [(100 - place if voice.language == "ar" else place, words) for place, words in ticks]
    if not places:
        return " " * width
    last = _set(" " * width, *places[-1])
    line = last
    for place, words in places[:-1]:
        start = _start(width, place, words)
        around = line[max(0, start - 1) : start + len(words) + 1]
        if not around.strip():
            line = _set(line, place, words)
    return line


def _start(width: int, place: float, words: str) -> int:
    column = round(place / 100 * (width - 1)) - len(words) // 2
    return max(0, min(column, width - len(words)))


def _set(line: str, place: float, words: str) -> str:
    start = _start(len(line), place, words)
    return (line[:start] + words + line[start + len(words) :])[: len(line)]


class _Lane:
    """Characters being put on a lane."""

    def __init__(self, width: int, signs: Signs, base: str = "") -> None:
        self.signs = signs
        self.characters = [base or signs.base] * width

    def column(self, place: float) -> int:
        return round(place / 100 * (len(self.characters) - 1))

    def put(self, place: float, sign: str) -> None:
        self.characters[self.column(place)] = sign

    def fill(self, stretch: Stretch, sign: str) -> None:
        first, last = self.column(stretch[0]), self.column(stretch[1])
        self.characters[first : last + 1] = [sign] * (last + 1 - first)

    def standard(self, places: Geometry) -> None:
        if places.empty:
            self.fill((0, 100), self.signs.empty)
        for gap in places.gaps:
            self.fill(gap, self.signs.gap)
        for band in places.bands:
            self.fill(band, self.signs.band)
        for cap in places.caps:
            self.put(cap, self.signs.cap)

    def delivered(self, places: Geometry) -> None:
        if places.whiskers is not None:
            self.fill(places.whiskers, self.signs.whisker)
        if places.dot is not None:
            self.put(places.dot, self.signs.dot)

    def text(self, voice: Voice) -> str:
        characters = self.characters[::-1] if voice.language == "ar" else self.characters
        return "".join(characters)


def _rung_lane(name: RungName, places: Geometry, width: int, signs: Signs, voice: Voice) -> str:
    lane = _Lane(width, signs)
    if name == "promised":
        for gap in places.gaps:
            lane.fill(gap, signs.gap)
        if places.spread is not None:
            lane.fill(places.spread, signs.whisker)
    elif name == "declared":
        lane.standard(places)
    for place in places.promised:
        lane.put(place, signs.promise if name == "promised" else signs.line)
    if name == "declared":
        for cap in places.caps:
            lane.put(cap, signs.cap)
    elif name == "delivered":
        lane.delivered(places)
    elif name == "wanted" and places.wanted is not None:
        lane.put(places.wanted, signs.wanted)
    return lane.text(voice)


def _note(rung: Rung, voice: Voice) -> str:
    notes = "".join(say("comma", voice.language) + isolated(one_line(note), voice.language) for note in rung.notes)
    return f" {rung.beside}{notes}" if rung.beside else notes


def _week_lines(ladder: Ladder, voice: Voice, width: int, signs: Signs) -> list[Line]:
    grid = grid_of(ladder, voice.week_start)
    lines = []
    for row in grid.rows:
        lane = _week_lane(row, width, signs, empty=not ladder.standard)
        declared = spans_words(row, row.declared, voice.language) if ladder.standard else say("nothing", voice.language)
        missing = spans_words(row, row.missing, voice.language) if row.missing else ""
        word = say("missing", voice.language)
        comma = "،" if voice.language == "ar" else ","
        strong = "" if not missing else f"{missing} {word}" if voice.language == "en" else f"{word} {missing}"
        text = lane[::-1] if voice.language == "ar" else lane
        lines.append(Line(day_name(row, voice.language), text, strong, f"{comma} {declared}" if strong else declared))
    return [*lines, Line("", axis_line(tuple(hour_ticks(grid, 6)), width, voice))]


def _week_lane(row: Row, width: int, signs: Signs, *, empty: bool) -> str:
    def covered(spans: Spans, column: int) -> bool:
        middle = (column + 0.5) * _DAY / width
        return any(start <= middle < end for start, end in spans)

    def sign(column: int) -> str:
        if covered(row.missing, column):
            return signs.gap
        if covered(row.declared, column):
            return signs.band if covered(row.promised, column) or not row.promised else signs.spare
        if covered(row.promised, column):
            return signs.line if empty else signs.gap
        return signs.empty if empty else signs.base

    return "".join(sign(column) for column in range(width))
