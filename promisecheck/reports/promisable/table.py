"""What can be promised, for a terminal: a table with a lane in each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from promisecheck.evidence.promisable import Promisable
from promisecheck.model import Language
from promisecheck.reports.console import Page, styled
from promisecheck.reports.ladder.axis import ticks_of
from promisecheck.reports.ladder.terminal import axis_line, row_lane
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.promisable.view import Asked, Panel, panels, say
from promisecheck.standards.organisation import Organisation

_LANE = 22
_NEEDS = 90
"""Columns from which on there is room for pictures."""


def as_text(
    found: Sequence[Promisable],
    organisation: Organisation,
    asked: Asked,
    *,
    language: Language = "en",
    width: int = 110,
    colour: bool = False,
    unicode: bool = True,
) -> str:
    """The table, of at most `width` columns; ANSI colours only with `colour`.

    On the lane stand the declared band, its end, the dot and whiskers where the share is reached in the record, and an
    upright at what can be promised.
    """
    page = Page(language, width, colour=colour, unicode=unicode)
    for panel in panels(found, organisation, language):
        page.add((panel.title, "bold"), f" · {asked.words(language)}")
        _panel(page, panel, Voice(language))
        page.draw()
    return page.text()


def _panel(page: Page, panel: Panel, voice: Voice) -> None:
    language = page.language
    drawn = page.width >= _NEEDS and panel.scale is not None
    noted = any(row.note for row in panel.rows)
    columns: list[Any] = [say("where", language), *([styled("")] if drawn else [])]
    columns += [say(key, language) for key in ("promise", "declared", "proven", "cases")]
    table = page.table(*columns, *([say("note", language)] if noted else []))
    for row in panel.rows:
        lane = page.lane(row_lane(row.ladder, panel.scale, voice, _LANE, signs=page.signs), row.ladder.verdict)
        name = styled((page.copy(row.name), "bold" if row.together else ""))
        cells = [name, *([lane] if drawn else []), styled((row.promise, "bold"))]
        cells += [styled(words) for words in (row.declared, row.proven, row.cases)]
        table.add_row(*cells, *([styled((row.note, "dim"))] if noted else []))
    if drawn and panel.scale is not None:
        ladder = panel.rows[0].ladder
        table.add_row("", page.lane(axis_line(ticks_of(ladder, panel.scale, voice), _LANE, voice), None))
    page.draw(table, 2)
