"""Emphasis against importance as a picture: one axis for what customers care about, one for what the copy promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from promisecheck.insight.emphasis import Emphasis
from promisecheck.insight.emphasis_plot import Plot, plot_of
from promisecheck.insight.emphasis_words import note, say, topic_words
from promisecheck.model import Language
from promisecheck.reports.alone import svg
from promisecheck.reports.safe import tame
from promisecheck.reports.words import percent
from promisecheck.standards.organisation import Organisation

WIDTH: Final = 960
_LEFT: Final = 64
_TOP: Final = 64
_SIZE: Final = 400
_FOOT: Final = 56
_LIST: Final = 500
_LINE: Final = 19
_CELLS: Final = 27
"""Topics closer to each other than a 27th of the picture share one mark."""
_MARKS: Final = {"loud": "var(--over)", "silent": "var(--undeclared)", "": "var(--accent)", "unknown": "var(--ctrl)"}


def as_svg(found: Sequence[Emphasis], organisation: Organisation, language: Language = "en") -> str:
    """The picture as a file of its own. Every number in it is named beside it, with both shares."""
    return svg(say("title", language), WIDTH, height(found), drawn(found, organisation, language), language)


def height(found: Sequence[Emphasis]) -> int:
    """How high the picture is."""
    return max(_TOP + _SIZE + _FOOT, _TOP + _LINE * len(found) + _LINE)


def drawn(found: Sequence[Emphasis], organisation: Organisation, language: Language) -> Markup:
    """The marks of the picture."""
    pen, plot = _Pen(language), plot_of(found)
    out = pen.words(say("title", language), 16, 26, "t")
    out += pen.words(say("axis_promised", language), _LEFT, _TOP - 14, "q")
    out += _zones(plot, pen, language) + _axes(plot, pen, language)
    for (column, row), numbers in plot.placed(_CELLS, _CELLS).items():
        kinds = [_kind(plot.topics[number - 1]) for number in numbers]
        fill = next((_MARKS[kind] for kind in ("loud", "silent", "", "unknown") if kind in kinds), "")
        x, y = column / (_CELLS - 1), row / (_CELLS - 1)
        out += pen.mark(x, y, fill, _numbers(numbers))
    for number, one in enumerate(plot.topics, 1):
        known = one.importance is not None
        told = note(one, language) if known else ""
        shares = f"{percent(one.wanted, language) if known else '—'} · {percent(one.promised, language)}"
        line = f"{number}  {topic_words(one, organisation, language)}  {shares}"
        y = _TOP + _LINE * number - 6
        out += pen.dot(_LIST, y - 4, _MARKS[_kind(one)])
        out += pen.words(f"{line}  {told}" if told else line, _LIST + 12, y, "q")
    return out


def _kind(one: Emphasis) -> str:
    if one.importance is None:
        return "unknown"
    return "loud" if one.loud else "silent" if one.silent else ""


def _numbers(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}+{len(numbers) - 1}"


def _zones(plot: Plot, pen: _Pen, language: Language) -> Markup:
    """Where copy is louder than a topic matters, and where it hardly says what matters."""
    top = plot.top
    loud = [(0, 0.05), (0.05, 0.1), (top / 2, top), (0, top)]
    silent = [(0, 0), (top, 0), (top, top / 2)]
    out = pen.area([(x / top, y / top) for x, y in loud], "var(--over-ground)")
    out += pen.area([(x / top, y / top) for x, y in silent], "var(--undeclared-ground)")
    out += pen.words(say("loud", language), _LEFT + 8, _TOP + 18, "q")
    return out + pen.words(say("hardly", language), _LEFT + _SIZE - 8, _TOP + _SIZE - 10, "q", anchor="end")


def _axes(plot: Plot, pen: _Pen, language: Language) -> Markup:
    out = pen.line((0, 0), (1, 1), "var(--line)") + pen.line((0, 0), (0, 1), "var(--ctrl)")
    out += pen.line((0, 0), (1, 0), "var(--ctrl)")
    for tick in plot.ticks:
        share, label = tick / plot.top, percent(tick, language)
        out += pen.words(label, round(_LEFT + share * _SIZE), _TOP + _SIZE + 20, "q", anchor="middle")
        out += pen.words(label, _LEFT - 8, round(_TOP + (1 - share) * _SIZE) + 4, "q", anchor="end")
    middle = _LEFT + _SIZE // 2
    return out + pen.words(say("axis_wanted", language), middle, _TOP + _SIZE + 44, "q", anchor="middle")


class _Pen:
    """Draws in pixels, or in shares of the plot; mirrored where reading starts at the right."""

    def __init__(self, language: Language) -> None:
        self._mirrored = language == "ar"

    def _x(self, x: float) -> float:
        return round(WIDTH - x if self._mirrored else x, 1)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._x(_LEFT + x * _SIZE), round(_TOP + (1 - y) * _SIZE, 1)

    def words(self, text: str, x: float, y: float, class_: str, anchor: str = "start") -> Markup:
        return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
            class_, self._x(x), y, anchor, tame(text)
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], stroke: str) -> Markup:
        (x1, y1), (x2, y2) = self._at(*start), self._at(*end)
        return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>').format(x1, y1, x2, y2, stroke)

    def area(self, corners: Sequence[tuple[float, float]], fill: str) -> Markup:
        points = " ".join(f"{x},{y}" for x, y in (self._at(*corner) for corner in corners))
        return Markup('<polygon points="{}" fill="{}"/>').format(points, fill)

    def dot(self, x: float, y: float, fill: str) -> Markup:
        return Markup('<circle cx="{}" cy="{}" r="4" fill="{}"/>').format(self._x(x), y, fill)

    def mark(self, x: float, y: float, fill: str, label: str) -> Markup:
        cx, cy = self._at(x, y)
        circle = Markup('<circle cx="{}" cy="{}" r="6" fill="{}" stroke="var(--paper)"/>').format(cx, cy, fill)
        beside = cx - 9 if self._mirrored else cx + 9
        return circle + Markup('<text class="q" x="{}" y="{}">{}</text>').format(beside, cy + 4, label)
