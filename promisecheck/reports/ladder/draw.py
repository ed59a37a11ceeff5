"""SVG in lanes: no viewBox, x in per cent of the lane, so that lines and text keep their size at any width.

A mark that has a shape stands in a nested <svg x="…%">. In a right-to-left lane x is counted from the other end here,
on the server; nothing is mirrored by style sheets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

Side = Literal["after", "before", "middle"]

PROMISE: Final = "M-7.5 -8h15L0 4.5z"
SMALL_PROMISE: Final = "M-5.5 -3.5h11L0 5z"
WANTED: Final = "M0 -6.5l6.8 11.5h-13.6z"
SMALL_WANTED: Final = "M0 -3l4 6.5h-8z"


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws in one lane. rtl: reading starts at the right. middle: y of the base line, "50%" or in pixels."""

    rtl: bool = False
    middle: str = "50%"

    def x(self, place: float) -> str:
        """A place on the lane as a coordinate."""
        return f"{_short(100 - place if self.rtl else place)}%"

    def base(self) -> Markup:
        """The thin line of the whole lane."""
        return Markup('<line class="gl-base" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(self.middle)

    def line(self, css: str, place: float, top: str, bottom: str) -> Markup:
        """An upright line."""
        at = self.x(place)
        return Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(css, at, at, top, bottom)

    def bar(self, css: str, start: float, end: float, half: float, *, faint: bool = False) -> Markup:
        """A box from one place to another, `half` pixels high on both sides of the base line; 0 is the whole lane."""
        left = self.x(end if self.rtl else start)
        width = f"{_short(end - start)}%"
        opacity = Markup(' fill-opacity=".45"') if faint else Markup()
        if not half:
            box = Markup('<rect class="{}"{} x="{}" width="{}" y="0" height="100%"/>')
            return box.format(css, opacity, left, width)
        box = Markup('<rect class="{}"{} x="{}" width="{}" y="{}" height="{}"/>')
        return self.on_base(box.format(css, opacity, left, width, _short(-half), _short(2 * half)))

    def cap(self, place: float, width: float, half: float) -> Markup:
        """The end of a band: the level itself."""
        box = Markup('<rect class="gl-cap" x="{}" y="{}" width="{}" height="{}"/>')
        return self.at(place, box.format(_short(-width / 2), _short(-half), _short(width), _short(2 * half)))

    def whiskers(self, start: float, end: float, half: float) -> Markup:
        """An interval: a line with an upright at both ends; no uprights when `half` is 0."""
        a, b = self.x(start), self.x(end)
        out = Markup('<line class="gl-whisk" x1="{}" x2="{}" y1="0" y2="0"/>').format(a, b)
        if half:
            upright = Markup('<line class="gl-whisk" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>')
            out += upright.format(a, _short(-half), _short(half)) + upright.format(b, _short(-half), _short(half))
        return self.on_base(out)

    def dot(self, place: float, radius: float) -> Markup:
        """A filled circle on the base line."""
        return self.on_base(Markup('<circle class="gl-dot" cx="{}" cy="0" r="{}"/>').format(self.x(place), radius))

    def shape(self, css: str, place: float, path: str, lower: float = 0) -> Markup:
        """A shape drawn around the base line, or `lower` pixels below it."""
        return self.at(place, Markup('<path class="{}" d="{}"/>').format(css, path), lower)

    def text(self, css: str, place: float, words: str, side: Side, distance: float) -> Markup:
        """Words beside a place, in the middle of the lane."""
        anchor = {"after": "start", "before": "end", "middle": "middle"}[side]
        shift = {"after": distance, "before": -distance, "middle": 0.0}[side] * (-1 if self.rtl else 1)
        words_box = Markup('<text class="{}" x="{}" y="0" dy=".36em" text-anchor="{}">{}</text>')
        return self.at(place, words_box.format(css, _short(shift), anchor, words))

    def at(self, place: float, content: Markup, lower: float = 0) -> Markup:
        """Content whose origin is a place on the base line."""
        box = Markup('<svg class="o" x="{}" y="{}" overflow="visible">{}</svg>')
        shifted = content if not lower else Markup('<g transform="translate(0 {})">{}</g>').format(lower, content)
        return box.format(self.x(place), self.middle, shifted)

    def on_base(self, content: Markup) -> Markup:
        """Content whose y counts from the base line."""
        return Markup('<svg class="o" y="{}" overflow="visible">{}</svg>').format(self.middle, content)

    def axis_labels(self, ticks: Iterable[tuple[float, str]], y: str, tick: tuple[str, str] | None) -> Markup:
        """Labels of an axis, with a small upright from one y to another at each."""
        out = Markup()
        for place, words in ticks:
            if tick is not None:
                out += self.line("gl-base", place, *tick)
            text = Markup('<text class="gl-t" x="{}" y="{}" text-anchor="middle">{}</text>')
            out += text.format(self.x(place), y, words)
        return out


def lane(content: Markup) -> Markup:
    """The svg element of a lane, hidden from assistive technology: the words beside it say the same."""
    return Markup('<svg width="100%" height="100%" aria-hidden="true" focusable="false">{}</svg>').format(content)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
