"""A week as a table: a row a day, promised hours above declared ones, what is missing hatched and said."""

from __future__ import annotations

from markupsafe import Markup

from promisecheck.model import Language
from promisecheck.reports.ladder.axis import css
from promisecheck.reports.ladder.draw import Pen, lane
from promisecheck.reports.ladder.model import Ladder
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.ladder.weeks import Row, day_name, grid_of, hour_ticks, spans_words
from promisecheck.reports.ladder.words import sentence
from promisecheck.reports.words import say

_DAY = 1440


def week_table(ladder: Ladder, voice: Voice) -> Markup:
    """Promised hours against declared ones. `ladder` is of kind "week"."""
    pen, grid, language = voice.pen("58%"), grid_of(ladder, voice.week_start), voice.language
    rows = Markup().join(_row(row, ladder, pen, language) for row in grid.rows)
    head = Markup('<thead class="sr"><tr><th scope="col">{}</th><td></td><th scope="col">{}</th></tr></thead>').format(
        say("day", language), say("hours", language)
    )
    labels = lane(pen.axis_labels(hour_ticks(grid), "14", None))
    foot = Markup('<tfoot aria-hidden="true"><tr><td></td><td class="lane">{}</td><td></td></tr></tfoot>')
    words = sentence(ladder, voice)
    table = Markup('<table class="week"><caption class="sr">{}</caption>{}<tbody>{}</tbody>{}</table>')
    return Markup('<div class="{}"><p class="say">{}</p>{}{}</div>').format(
        css(ladder), words, table.format(words, head, rows, foot.format(labels)), _key(language)
    )


def _row(row: Row, ladder: Ladder, pen: Pen, language: Language) -> Markup:
    def stretch(span: tuple[int, int]) -> tuple[float, float]:
        return span[0] * 100 / _DAY, span[1] * 100 / _DAY

    parts = [pen.base()]
    parts += [pen.line("gl-grid", place, "0", "100%") for place in (25, 50, 75)]
    if not ladder.standard:
        parts.append(pen.bar("gl-none", 0.2, 99.8, 4.5))
    parts += [pen.bar("gl-band", *stretch(span), 4.5) for span in row.declared]
    parts += [pen.bar("wk-miss", *stretch(span), 4.5) for span in row.missing]
    for span in row.promised:
        start, end = (pen.x(place) for place in stretch(span))
        line = Markup('<line class="wk-prom" x1="{}" x2="{}" y1="-8" y2="-8"/>').format(start, end)
        parts.append(pen.on_base(line))
    return Markup('<tr><th scope="row">{}</th><td class="lane" aria-hidden="true">{}</td><td>{}</td></tr>').format(
        day_name(row, language), lane(Markup().join(parts)), _words(row, ladder, language)
    )


def _words(row: Row, ladder: Ladder, language: Language) -> Markup:
    declared = spans_words(row, row.declared, language) if ladder.standard else say("nothing", language)
    if not row.missing:
        return Markup("<bdi>{}</bdi>").format(declared)
    missing = Markup("<bdi>{}</bdi>").format(spans_words(row, row.missing, language))
    words = [missing, say("missing", language)]
    ordered = words if language == "en" else words[::-1]
    return Markup('<span class="off"><bdi>{}</bdi> · </span><b>{} {}</b>').format(declared, *ordered)


def _key(language: Language) -> Markup:
    drawings = (
        ("promised", Markup('<line class="wk-prom" x1="0" x2="28" y1="8" y2="8"/>')),
        ("declared", Markup('<rect class="gl-band" x="0" y="4" width="28" height="9"/>')),
        ("missing", Markup('<rect class="wk-miss" x="0" y="4" width="28" height="9"/>')),
    )
    box = Markup('<span><svg viewBox="0 0 28 16" aria-hidden="true" focusable="false">{}</svg>{}</span>')
    return Markup('<p class="key">{}</p>').format(
        Markup().join(box.format(drawing, say(name, language)) for name, drawing in drawings)
    )
