"""The whole ladder as markup: a sentence, four rungs in words and pictures, an axis.

Everything here is safe to put on a page as it is: names and wording are escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from promisecheck.reports.icons import icon
from promisecheck.reports.ladder.axis import axis, css
from promisecheck.reports.ladder.draw import PROMISE, WANTED, Pen, Side, lane
from promisecheck.reports.ladder.geometry import Geometry, geometry
from promisecheck.reports.ladder.model import Ladder
from promisecheck.reports.ladder.scale import scale_of
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.ladder.week_table import week_table
from promisecheck.reports.ladder.words import Rung, rungs, sentence
from promisecheck.reports.levels import amount
from promisecheck.reports.words import number, percent, say

_ROOM_AFTER = 75.0
"""A label stands after its mark up to here, and before it further on."""


def definitions() -> Markup:
    """The textures the ladders use; once on a page, anywhere in its body."""
    return Markup(
        '<svg class="sr" aria-hidden="true" focusable="false"><defs>'
        '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch-a" d="M0 0V6"/></pattern>'
        '<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<circle class="dots-a" cx="2.5" cy="2.5" r="1.1"/></pattern></defs></svg>'
    )


def full(ladder: Ladder, voice: Voice) -> Markup:
    """The whole ladder: a sentence, a rung each for what is promised, declared, delivered and wanted, and the axis.

    Hours become a week; levels that share no scale become words alone.
    """
    if ladder.kind == "week":
        return week_table(ladder, voice)
    scale = scale_of([ladder])
    places = geometry(ladder, scale)
    rows = Markup().join(
        Markup('<div class="rung"><dt>{}{}</dt><dd class="lane" aria-hidden="true">{}</dd><dd>{}</dd></div>').format(
            icon(rung.name), rung.title, _rung_lane(rung, ladder, places, voice), _rung_words(rung, ladder, voice)
        )
        for rung in rungs(ladder, voice)
    )
    foot = Markup()
    if ladder.kind != "words":
        foot = Markup('<div class="rung axis" aria-hidden="true"><span></span><div class="lane">{}</div></div>')
        foot = foot.format(lane(axis(ladder, scale, voice)))
    return Markup('<div class="ladder {}"><p class="say">{}</p><dl class="rungs">{}</dl>{}</div>').format(
        css(ladder), sentence(ladder, voice), rows, foot
    )


def _rung_lane(rung: Rung, ladder: Ladder, places: Geometry, voice: Voice) -> Markup:
    if ladder.kind == "words":
        return Markup()
    pen = voice.pen()
    parts = [pen.base()]
    if rung.name in ("promised", "declared"):
        parts += [pen.bar("gl-hatch", *gap, 0, faint=True) for gap in places.gaps]
    top = "50%" if rung.name == "promised" else "0"
    parts += [pen.line("gl-pl", place, top, "100%") for place in places.promised]
    if rung.name == "promised":
        parts += _promised(ladder, places, pen, voice)
    elif rung.name == "declared":
        parts += _declared(places, pen)
    elif rung.name == "delivered":
        parts += _delivered(ladder, places, pen, voice)
    elif places.wanted is not None:
        parts.append(pen.shape("gl-want", places.wanted, WANTED))
    return lane(Markup().join(parts))


def _promised(ladder: Ladder, places: Geometry, pen: Pen, voice: Voice) -> Iterator[Markup]:
    if places.spread is not None:
        yield pen.whiskers(*places.spread, 5)
    gap = ladder.gap
    if places.gaps and ladder.kind == "scale" and gap is not None and gap.value:
        after: Side = "after" if ladder.better == "less" else "before"
        at = places.promised[0]
        side = _turned(after, at)
        yield pen.text("gl-gt", at, amount(gap.value, gap.unit, voice.language), side, 12)
    for place in places.promised:
        yield pen.shape("gl-prom", place, PROMISE)


def _turned(side: Side, at: float) -> Side:
    """The other side where there is no room on this one."""
    if side == "after" and at > _ROOM_AFTER:
        return "before"
    return "after" if side == "before" and at < 100 - _ROOM_AFTER else side


def _declared(places: Geometry, pen: Pen) -> Iterator[Markup]:
    if places.empty:
        yield pen.bar("gl-none", 1, 99, 6)
    for band in places.bands:
        yield pen.bar("gl-band", *band, 6)
    for cap in places.caps:
        yield pen.cap(cap, 4, 9)


def _delivered(ladder: Ladder, places: Geometry, pen: Pen, voice: Voice) -> Iterator[Markup]:
    if places.dot is None:
        return
    ends = places.whiskers or (places.dot, places.dot)
    if places.whiskers is not None:
        yield pen.whiskers(*places.whiskers, 5)
    yield pen.dot(places.dot, 5)
    measured, declared = ladder.measured, ladder.declared
    if measured is not None and measured.reached is not None and declared is not None and ladder.reliability:
        share = percent(ladder.reliability, voice.language)
        reached = number(measured.reached, voice.language)
        side = _turned("after", max(ends))
        at = max(ends) if side == "after" else min(ends)
        yield pen.text("gl-v", at, say("reached_at", voice.language, share=share, level=reached), side, 8)


def _rung_words(rung: Rung, ladder: Ladder, voice: Voice) -> Markup:
    meter = _meter(ladder, voice.pen()) if rung.name == "delivered" else Markup()
    beside = f" {rung.beside}" if rung.beside else ""
    comma = say("comma", voice.language)
    notes = Markup(comma).join(Markup("<bdi>{}</bdi>").format(note) for note in rung.notes)  # noqa: S704 - a comma
    small = Markup("<small>{}</small>").format(notes) if notes else ""
    return Markup("{}<b><bdi>{}</bdi></b>{}{}").format(meter, rung.value, beside, small)


def _meter(ladder: Ladder, pen: Pen) -> Markup:
    """The measured share as a bar, its interval as a whisker, the declared reliability as a tick."""
    measured = ladder.measured
    if measured is None:
        return Markup()
    verdict = "over" if measured.lower < (ladder.reliability or 0) else "kept"
    low, high = (100 * end for end in measured.interval or (measured.share, measured.share))
    x = pen.x
    start = 100 * (1 - measured.share) if pen.rtl else 0
    parts = [
        Markup('<rect class="m-all" width="100%" height="4" y="4"/>'),
        Markup('<rect class="m-in" x="{:.0f}%" width="{:.0f}%" height="4" y="4"/>').format(start, 100 * measured.share),
        Markup('<line class="m-w" x1="{}" x2="{}" y1="6" y2="6"/>').format(x(low), x(high)),
    ]
    parts += [Markup('<line class="m-w" x1="{0}" x2="{0}" y1="2" y2="10"/>').format(x(end)) for end in (low, high)]
    if ladder.reliability:
        tick = Markup(
            '<svg class="o" x="{}" overflow="visible"><rect class="m-tick" x="-1.5" width="3" height="12"/></svg>'
        )
        parts.append(tick.format(x(100 * ladder.reliability)))
    meter = Markup('<svg class="meter v-{}" aria-hidden="true" focusable="false">{}</svg>')
    return meter.format(verdict, Markup().join(parts))
