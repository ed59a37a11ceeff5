"""What can be promised, as a page that stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from promisecheck.evidence.promisable import Promisable
from promisecheck.model import Language
from promisecheck.reports.alone import page
from promisecheck.reports.ladder.axis import css, ticks_of
from promisecheck.reports.ladder.draw import lane
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.promisable.picture import marks
from promisecheck.reports.promisable.view import Asked, Panel, panels, say
from promisecheck.reports.safe import tame
from promisecheck.standards.organisation import Organisation


def as_html(
    found: Sequence[Promisable],
    organisation: Organisation,
    asked: Asked,
    *,
    language: Language = "en",
    facts: Sequence[str] = (),
) -> str:
    """The page. facts: lines on the records, shown at the top."""
    body = Markup("\n").join(_panel(panel, Voice(language)) for panel in panels(found, organisation, language))
    return page(say("title", language), (organisation.name, asked.words(language), *facts), body, language)


def _panel(panel: Panel, voice: Voice) -> Markup:
    language, pen = voice.language, voice.pen()
    head = Markup('<th scope="col">{}</th><td class="lane" aria-hidden="true">{}</td>').format(
        say("where", language),
        lane(pen.axis_labels(ticks_of(panel.rows[0].ladder, panel.scale, voice), "62%", ("85%", "100%"))),
    )
    for key in ("promise", "declared", "proven", "cases", "note"):
        head += Markup('<th scope="col">{}</th>').format(say(key, language))
    rows = Markup()
    for row in panel.rows:
        drawn = marks(row.ladder, panel.scale, pen) if panel.scale is not None else Markup()
        cells = [Markup("<b><bdi>{}</bdi></b>").format(row.promise)]
        cells += [Markup("<bdi>{}</bdi>").format(words) for words in (row.declared, row.proven, row.cases, row.note)]
        name = Markup("<b>{}</b>").format(tame(row.name)) if row.together else tame(row.name)
        rows += Markup(
            '<tr class="{}"><th scope="row">{}</th><td class="lane" aria-hidden="true">{}</td>{}</tr>'
        ).format(
            css(row.ladder), name, lane(drawn), Markup().join(Markup("<td>{}</td>").format(cell) for cell in cells)
        )
    return Markup(
        '<section><h2>{}</h2><table class="bl"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></section>'
    ).format(tame(panel.title), head, rows)
