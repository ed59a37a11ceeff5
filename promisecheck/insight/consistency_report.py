"""Where branches differ, as text, HTML, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup

from promisecheck.insight.common import Common
from promisecheck.insight.consistency import Cell, Partly, Row
from promisecheck.insight.consistency_words import Words
from promisecheck.judge.naming import place_name
from promisecheck.model import Cause, Language
from promisecheck.reports.alone import page
from promisecheck.reports.levels import in_language
from promisecheck.reports.safe import tame
from promisecheck.standards.organisation import Organisation

_COLUMNS: Final = (
    "standard",
    "service",
    "measure",
    "location",
    "level",
    "reliability",
    "conditions",
    "exceptions",
    "differs",
    "explained",
    "outlier",
    "reason",
    "common",
    "common_reliability",
    "common_conditions",
    "common_exceptions",
)


def as_text(rows: Sequence[Row], some: Sequence[Partly], organisation: Organisation, language: Language = "en") -> str:
    """A few lines for each standard: what most have, who differs and why, what all keep."""
    words = Words(organisation, language)
    semicolon = words.say("semicolon")
    out = []
    for row in rows:
        told = {cell.location: (words.cell(cell, row), tuple(words.notes(cell))) for cell in row.cells}
        usual = next((cell for cell in row.cells if not cell.differs), None)
        out.append(f"{words.row(row)}  ({row.declaration.id})")
        if usual is not None:
            alike = sum(not cell.differs for cell in row.cells)
            out.append(f"  {told[usual.location][0]} · {alike}/{len(row.cells)}")
        differing = sorted((cell.location for cell in row.cells if cell.differs), key=told.__getitem__)
        for (level, notes), group in groupby(differing, key=told.__getitem__):
            out.append(" · ".join(filter(None, (f"  {level}", words.places(group), semicolon.join(notes)))))
        if differing:
            out.append(f"  {words.say('common')}: {words.common(row)}")
        out.append("")
    if some:
        out.append(words.say("partly"))
        for one in some:
            promise, holds, fails = words.partly(one)
            out.append(f"  {promise}: {holds}{semicolon}{fails}")
        out.append("")
    out.append(words.counts(rows))
    return "\n".join(tame(line) for line in out) + "\n"


def as_csv(rows: Sequence[Row], organisation: Organisation, language: Language = "en") -> str:
    """A line for each standard at each location, what all keep beside it."""
    words = Words(organisation, language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        one = row.declaration
        shared = _offer_cells(row.common, words)
        for cell in row.cells:
            reason = in_language(cell.reason, language) if cell.reason else ""
            here = _offer_cells(_offer(cell), words)
            told = [one.id, one.service, one.measure, cell.location, *here, *_marks(cell), reason, *shared]
            writer.writerow(_harmless(told))
    return out.getvalue()


def _offer(cell: Cell) -> Common | None:
    standard = cell.standard
    if standard is None or standard.level is None:
        return None
    return Common(standard.level, standard.reliability, standard.conditions, standard.exceptions)


def _offer_cells(offer: Common | None, words: Words) -> list[str]:
    """Level, share of cases, conditions and exceptions."""
    if offer is None:
        return ["", "", "", ""]
    share = f"{round(100 * offer.reliability, 4):g}%"
    return [words.level(offer.level), share, words.conditions(offer.conditions), words.exceptions(offer.exceptions)]


def _marks(cell: Cell) -> list[str]:
    return ["yes" if mark else "no" for mark in (cell.differs, cell.explained, cell.outlier)]


def _harmless(values: Sequence[str]) -> list[str]:
    """Cells that no spreadsheet takes for a formula."""
    return [f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value for value in values]


def as_json(rows: Sequence[Row], some: Sequence[Partly], organisation: Organisation) -> str:
    """The same as data."""
    standards = [
        {
            "standard": row.declaration.id,
            "service": row.declaration.service,
            "measure": row.declaration.measure,
            "usual": row.usual.to_json() if row.usual else None,
            "common": _offer_json(row.common),
            "locations": [_cell_json(cell) for cell in row.cells],
        }
        for row in rows
    ]
    copy = [{"quote": one.quote, "source": one.source, "holds_at": one.holds, "fails_at": one.fails} for one in some]
    values = {"version": 1, "organisation": organisation.name, "standards": standards, "partly": copy}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _cell_json(cell: Cell) -> dict[str, Any]:
    nothing = dict.fromkeys(("level", "reliability", "conditions", "exceptions"))
    return {
        "location": cell.location,
        **(_offer_json(_offer(cell)) or nothing),
        "differs": cell.differs,
        "explained": cell.explained,
        "outlier": cell.outlier,
        "reason": dict(cell.reason),
    }


def _offer_json(offer: Common | None) -> dict[str, Any] | None:
    if offer is None:
        return None
    return {
        "level": offer.level.to_json(),
        "reliability": offer.reliability,
        "conditions": [condition.to_json() for condition in offer.conditions],
        "exceptions": [_cause_json(cause) for cause in offer.exceptions],
    }


def _cause_json(cause: Cause) -> dict[str, Any]:
    return {"cause": cause.cause, "disclose": dict(cause.disclose)}


def as_html(rows: Sequence[Row], some: Sequence[Partly], organisation: Organisation, language: Language = "en") -> str:
    """A page with a table for each standard that differs somewhere, and one for those that are the same everywhere."""
    words = Words(organisation, language)
    body = Markup()
    for row in rows:
        if any(cell.differs for cell in row.cells):
            body += _section(row, words)
    same = [row for row in rows if not any(cell.differs for cell in row.cells)]
    if same:
        body += _table(words.say("common"), [(words.row(row), words.common(row)) for row in same if row.cells])
    if some:
        body += _table(words.say("partly"), [words.partly(one) for one in some])
    return page(words.say("title"), (organisation.name, words.counts(rows)), body, language)


def _section(row: Row, words: Words) -> Markup:
    """The branches of one standard, those that differ first."""
    order = sorted(row.cells, key=lambda cell: (not cell.outlier, not cell.differs))
    lines = [
        (
            place_name(words.organisation, cell.location, words.language),
            words.cell(cell, row),
            words.say("semicolon").join(words.notes(cell)),
        )
        for cell in order
    ]
    return _table(words.row(row), lines, f"{words.say('common')}: {words.common(row)}")


def _table(title: str, lines: Sequence[Sequence[str]], note: str = "") -> Markup:
    rows = Markup()
    for first, *others in lines:
        cells = Markup().join(Markup("<td><bdi>{}</bdi></td>").format(tame(text)) for text in others)
        rows += Markup('<tr><th scope="row"><bdi>{}</bdi></th>{}</tr>').format(tame(first), cells)
    told = Markup("<p>{}</p>").format(tame(note)) if note else Markup()
    return Markup('<section><h2>{}</h2>{}<table class="bl"><tbody>{}</tbody></table></section>').format(
        tame(title), told, rows
    )
