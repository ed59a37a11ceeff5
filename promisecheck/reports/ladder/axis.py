"""The axis under a ladder, and which colour a ladder takes."""

from __future__ import annotations

from markupsafe import Markup

from promisecheck.model import Level
from promisecheck.reports.ladder.geometry import NO, YES, geometry
from promisecheck.reports.ladder.model import Ladder
from promisecheck.reports.ladder.scale import Scale
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.levels import level_words
from promisecheck.reports.words import say

Ticks = tuple[tuple[float, str], ...]

_LABELLED_AREAS = 5


def css(ladder: Ladder) -> str:
    """The class that gives a ladder the colour of its verdict."""
    return f"v-{ladder.verdict}" if ladder.verdict else "v-none"


def ticks_of(ladder: Ladder, scale: Scale | None, voice: Voice) -> Ticks:
    """Places and words along the axis: the scale's, yes and no, or the names of the areas where they fit."""
    if ladder.kind == "offered":
        return (NO, say("no", voice.language)), (YES, say("yes", voice.language))
    if ladder.kind == "areas" and ladder.promised is not None and len(ladder.promised.areas) <= _LABELLED_AREAS:
        words = [level_words(Level(areas=(area,)), voice.language, voice.names) for area in ladder.promised.areas]
        return tuple(zip(geometry(ladder).promised, words, strict=True))
    return scale.ticks(voice.language) if scale is not None else ()


def axis(ladder: Ladder, scale: Scale | None, voice: Voice) -> Markup:
    """The axis under a full ladder."""
    ticks = ticks_of(ladder, scale, voice)
    if not ticks:
        return Markup()
    line = Markup('<line class="gl-base" x1="0" x2="100%" y1="0" y2="0"/>')
    return line + voice.pen().axis_labels(ticks, "15", ("0", "4") if ladder.kind == "scale" else None)
