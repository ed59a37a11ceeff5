"""What can be promised, as one picture: small ladders below each other, a row for each place, in SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from promisecheck.evidence.promisable import Promisable
from promisecheck.model import Language
from promisecheck.reports.alone import svg
from promisecheck.reports.ladder.axis import css, ticks_of
from promisecheck.reports.ladder.draw import SMALL_PROMISE, SMALL_WANTED, Pen
from promisecheck.reports.ladder.geometry import geometry
from promisecheck.reports.ladder.model import Ladder
from promisecheck.reports.ladder.scale import Scale
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.promisable.view import Asked, Panel, Row, panels, say
from promisecheck.reports.safe import tame
from promisecheck.standards.organisation import Organisation

WIDTH: Final = 900
_NAMES: Final = 190
_LANE: Final = 400
_ROW: Final = 30
_HEAD: Final = 58
_FOOT: Final = 26
_GAP: Final = 18


def as_svg(found: Sequence[Promisable], organisation: Organisation, asked: Asked, *, language: Language = "en") -> str:
    """The picture as a file of its own. Everything in it is said in words as well, beside each lane."""
    drawn = panels(found, organisation, language)
    body = Markup()
    top = 0
    for panel in drawn:
        body += _panel(panel, asked, language, top)
        top += _height(panel)
    return svg(say("title", language), WIDTH, top or _ROW, body, language)


def _height(panel: Panel) -> int:
    return _HEAD + _ROW * len(panel.rows) + _FOOT + _GAP


def _panel(panel: Panel, asked: Asked, language: Language, top: int) -> Markup:
    out = _words(panel.title, 16, top + 24, language, "t")
    out += _words(asked.words(language), 16, top + 44, language, "q")
    voice = Voice(language)
    for at, row in enumerate(panel.rows):
        out += _row(row, panel.scale, voice, top + _HEAD + at * _ROW)
    if panel.scale is not None:
        labels = voice.pen().axis_labels(ticks_of(panel.rows[0].ladder, panel.scale, voice), "16", ("0", "5"))
        out += _box(labels, top + _HEAD + len(panel.rows) * _ROW, _FOOT, language, "")
    return out


def _row(row: Row, scale: Scale | None, voice: Voice, top: int) -> Markup:
    language, middle = voice.language, top + _ROW // 2 + 5
    out = _words(row.name, 16, middle, language, "t" if row.together else "")
    if scale is not None:
        out += _box(marks(row.ladder, scale, voice.pen()), top, _ROW, language, css(row.ladder))
    beside = ", ".join(part for part in (row.promise, row.note) if part)
    return out + _words(beside, 16 + _NAMES + _LANE + 16, middle, language, "")


def marks(ladder: Ladder, scale: Scale, pen: Pen) -> Markup:
    """Declared band, measured dot with whiskers, what is wanted, and a mark at what can be promised."""
    places = geometry(ladder, scale)
    parts = [pen.base()]
    if places.empty:
        parts.append(pen.bar("gl-none", 0.6, 99.4, 5))
    parts += [pen.bar("gl-band", *band, 5) for band in places.bands]
    parts += [pen.cap(cap, 3, 8) for cap in places.caps]
    if places.whiskers is not None:
        parts.append(pen.whiskers(*places.whiskers, 4))
    if places.dot is not None:
        parts.append(pen.dot(places.dot, 4))
    if places.wanted is not None:
        parts.append(pen.shape("gl-want", places.wanted, SMALL_WANTED, lower=8))
    parts += [pen.shape("gl-prom", place, SMALL_PROMISE, lower=-9) for place in places.promised]
    return Markup().join(parts)


def _box(content: Markup, top: int, height: int, language: Language, class_: str) -> Markup:
    """A lane; it stands at the other side where reading starts at the right."""
    left = 16 + _NAMES if language == "en" else WIDTH - 16 - _NAMES - _LANE
    box = Markup('<g class="{}"><svg class="o" x="{}" y="{}" width="{}" height="{}" overflow="visible">{}</svg></g>')
    return box.format(class_, left, top, _LANE, height, content)


def _words(text: str, start: int, y: int, language: Language, class_: str) -> Markup:
    x = start if language == "en" else WIDTH - start
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(class_, x, y, tame(text))
