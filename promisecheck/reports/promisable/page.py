"""What can be promised, as a page that stands alone: no script, nothing loaded, its style allowed by hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from promisecheck.evidence.promisable import Promisable
from promisecheck.model import Language
from promisecheck.paths import data_dir
from promisecheck.reports.ladder import definitions
from promisecheck.reports.ladder.axis import css, ticks_of
from promisecheck.reports.ladder.draw import lane
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.promisable.picture import marks
from promisecheck.reports.promisable.view import Asked, Panel, panels, say
from promisecheck.reports.safe import tame
from promisecheck.standards.organisation import Organisation

_STYLES = ("tokens", "base", "verdicts", "ladder", "report")
_PAGE = Markup(
    '<!doctype html>\n<html lang="{lang}" dir="{dir}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    '<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n'
    '<body>\n{definitions}\n<main class="report" id="main">\n<header><h1>{title}</h1>'
    '<ul class="facts"><li><bdi>{name}</bdi></li><li><bdi>{asked}</bdi></li>{facts}</ul></header>\n{body}\n</main>\n'
    "</body>\n</html>\n"
)


def as_html(
    found: Sequence[Promisable],
    organisation: Organisation,
    asked: Asked,
    *,
    language: Language = "en",
    facts: Sequence[str] = (),
) -> str:
    """The page. facts: lines on the records, shown at the top."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(str(style).encode()).digest()).decode()
    items = Markup().join(Markup("<li><bdi>{}</bdi></li>").format(tame(fact)) for fact in facts)
    body = Markup("\n").join(_panel(panel, Voice(language)) for panel in panels(found, organisation, language))
    return str(
        _PAGE.format(
            lang=language,
            dir="rtl" if language == "ar" else "ltr",
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            title=say("title", language),
            style=style,
            definitions=definitions(),
            name=tame(organisation.name),
            asked=asked.words(language),
            facts=items,
            body=body,
        )
    )


@cache
def _style() -> Markup:
    folder = data_dir("web") / "static"
    text = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES)
    return Markup(f"\n{text}")  # noqa: S704 - the project's own style sheets


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
