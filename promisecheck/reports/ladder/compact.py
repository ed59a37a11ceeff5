"""Small ladders: one line of a list, and one promise at many places as the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from promisecheck.reports.icons import chip
from promisecheck.reports.ladder.axis import css, ticks_of
from promisecheck.reports.ladder.draw import SMALL_PROMISE, SMALL_WANTED, Pen, lane
from promisecheck.reports.ladder.geometry import Geometry, geometry
from promisecheck.reports.ladder.model import Ladder
from promisecheck.reports.ladder.scale import Scale, scale_of
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.ladder.weeks import grid_of, week_geometry
from promisecheck.reports.ladder.words import label
from promisecheck.reports.levels import level_words
from promisecheck.reports.words import percent, say


@dataclass(frozen=True, slots=True)
class BranchRow:
    """One row of `branch_table`: a ladder, what its places are called, how many they are (or "")."""

    ladder: Ladder
    name: str
    count: str = ""


def inline(ladder: Ladder, voice: Voice) -> Markup:
    """The ladder as one line of a list, 168 by 22 pixels, with a sentence as its text alternative."""
    pen = voice.pen("11")
    if ladder.kind == "week":
        content = _week_line(ladder, voice, pen, missing_half=8)
    else:
        content = _small(geometry(ladder, scale_of([ladder])), pen, half=4, top="3", bottom="20", marks=True)
    return Markup('<svg class="mini {}" width="168" height="22" role="img" aria-label="{}">{}{}</svg>').format(
        css(ladder), label(ladder, voice), pen.base(), content
    )


def branch_table(rows: Sequence[BranchRow], caption: str, voice: Voice) -> Markup:
    """One promise at many places: a row for each group of equal standards, one promise line through all of them.

    Raises IndexError without rows.
    """
    pen, scale, first = voice.pen(), scale_of(row.ladder for row in rows), rows[0].ladder
    measured = any(row.ladder.measured is not None for row in rows)
    columns = ("declared", "delivered", "verdict") if measured else ("declared", "verdict")
    head = Markup('<tr><th scope="col">{}</th><td class="lane" aria-hidden="true">{}</td>{}</tr>').format(
        say("where", voice.language),
        lane(_head(first, scale, voice, pen)),
        Markup().join(Markup('<th scope="col">{}</th>').format(_heading(column, voice)) for column in columns),
    )
    body = Markup().join(_row(row, scale, voice, pen, measured=measured) for row in rows)
    table = '<table class="bl {}"><caption class="sr">{}</caption><thead>{}</thead><tbody>{}</tbody></table>'
    return Markup(table).format(css(first), caption, head, body)  # noqa: S704 - the fixed template above


def _heading(column: str, voice: Voice) -> Markup:
    """The head of a column; that of the verdicts leaves the eye, like their words, where there is no room."""
    words = Markup('<span class="w">{}</span>') if column == "verdict" else Markup("{}")
    return words.format(say(column, voice.language))


def _head(ladder: Ladder, scale: Scale | None, voice: Voice, pen: Pen) -> Markup:
    if ladder.kind == "week":
        return Markup()
    lines = Markup().join(pen.line("gl-pl", place, "80%", "100%") for place in geometry(ladder, scale).promised)
    upright = ("85%", "100%") if ladder.kind == "scale" else None
    return pen.axis_labels(ticks_of(ladder, scale, voice), "62%", upright) + lines


def _row(row: BranchRow, scale: Scale | None, voice: Voice, pen: Pen, *, measured: bool) -> Markup:
    ladder, language = row.ladder, voice.language
    if ladder.kind == "week":
        picture = _week_line(ladder, voice, pen, missing_half=7)
    else:
        picture = _small(geometry(ladder, scale), pen, half=5, top="0", bottom="100%", marks=False)
    cells = [_declared(ladder, voice)]
    if measured:
        cells.append(Markup.escape(percent(ladder.measured.share, language) if ladder.measured else "—"))
    cells.append(chip(ladder.verdict, language, quiet=True))
    count = Markup(" <small>{}</small>").format(row.count) if row.count else ""
    head = Markup('<tr class="{}"><th scope="row">{}{}</th>').format(css(ladder), row.name, count)
    drawn = Markup('<td class="lane" aria-hidden="true">{}</td>').format(lane(pen.base() + picture))
    return head + drawn + Markup().join(Markup("<td>{}</td>").format(cell) for cell in cells) + Markup("</tr>")


def _declared(ladder: Ladder, voice: Voice) -> Markup:
    if not ladder.standard:
        return Markup.escape(say("nothing", voice.language))
    level = Markup("<b><bdi>{}</bdi></b>").format(level_words(ladder.declared, voice.language, voice.names))
    if ladder.share_declared is None:
        return level
    return level + Markup(" <small>{}</small>").format(percent(ladder.share_declared, voice.language, 2))


def _small(places: Geometry, pen: Pen, *, half: float, top: str, bottom: str, marks: bool) -> Markup:
    """All marks in one lane."""
    parts = [pen.bar("gl-hatch", *gap, half) for gap in places.gaps]
    if places.empty:
        parts.append(pen.bar("gl-none", 0.6, 99.4, half))
    parts += [pen.bar("gl-band", *band, half) for band in places.bands]
    parts += [pen.cap(cap, 3, half + 3) for cap in places.caps]
    if places.whiskers is not None:
        parts.append(pen.whiskers(*places.whiskers, 0))
    if places.dot is not None:
        parts.append(pen.dot(places.dot, 4))
    if marks and places.wanted is not None:
        parts.append(pen.shape("gl-want", places.wanted, SMALL_WANTED, lower=7))
    parts += [pen.line("gl-pl", place, top, bottom) for place in places.promised]
    if marks:
        parts += [pen.shape("gl-prom", place, SMALL_PROMISE, lower=-8) for place in places.promised]
    return Markup().join(parts)


def _week_line(ladder: Ladder, voice: Voice, pen: Pen, *, missing_half: float) -> Markup:
    """A whole week in one lane, the days apart by thin lines."""
    places = week_geometry(grid_of(ladder, voice.week_start), empty=not ladder.standard)
    parts = [pen.line("gl-grid", 100 / 7 * day, "5%", "95%") for day in range(1, 7)]
    if places.empty:
        parts.append(pen.bar("gl-none", 0.6, 99.4, 4))
    parts += [pen.bar("gl-band", *band, 4) for band in places.bands]
    parts += [pen.bar("wk-miss", *gap, missing_half) for gap in places.gaps]
    return Markup().join(parts)
