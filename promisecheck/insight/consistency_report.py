"""Where branches differ, as text, HTML, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup

from promisecheck.insight.consistency import Cell, Partly, Row
from promisecheck.judge.naming import place_name, service_name
from promisecheck.measures import measures
from promisecheck.model import Language
from promisecheck.reports.alone import page
from promisecheck.reports.levels import declared_words, in_language
from promisecheck.reports.safe import tame
from promisecheck.standards.organisation import Organisation

_SAID: Final = {
    "title": ("Where branches differ", "أين تختلف الفروع"),
    "usual": ("most", "معظمها"),
    "common": ("All keep", "يلتزم بها الجميع"),
    "nothing": ("nothing in common", "لا شيء مشترك"),
    "outlier": ("far from the others", "بعيد عن البقية"),
    "unexplained": ("no reason given", "بلا سبب مذكور"),
    "standard": ("Standard", "المعيار"),
    "partly": ("Promises that hold at some branches only", "وعود يُوفى بها في بعض الفروع فقط"),
    "holds": ("holds at", "يُوفى به في"),
    "fails": ("not at", "ولا يُوفى به في"),
    "none": ("no level", "بلا مستوى"),
    "rows": ("{n} standards", "المعايير: {n}"),
    "branches": ("{n} branches", "الفروع: {n}"),
    "differing": ("{n} cells differ", "المواضع المختلفة: {n}"),
    "bare": ("{n} without a reason", "منها بلا سبب: {n}"),
    "far": ("{n} far from the others", "والبعيدة عن البقية: {n}"),
}


_COLUMNS: Final = (
    "standard",
    "service",
    "measure",
    "location",
    "level",
    "differs",
    "explained",
    "outlier",
    "reason",
    "common",
)


def say(key: str, language: Language, **values: object) -> str:
    """Words of this report. Raises KeyError for an unknown key."""
    return _SAID[key][language == "ar"].format(**values)


def _measure_name(measure: str, language: Language) -> str:
    return next(iter(measures()[measure].names.get(language, ())), measure.replace("_", " "))


class Words:
    """The words of an organisation in one language."""

    def __init__(self, organisation: Organisation, language: Language) -> None:
        self.organisation, self.language = organisation, language

    def row(self, row: Row) -> str:
        """Service and measure, and the thing where one is named."""
        one = row.declaration
        thing = in_language({key: names[0] for key, names in one.what.items() if names}, self.language)
        parts = (
            service_name(self.organisation, one.service, self.language),
            _measure_name(one.measure, self.language),
            thing,
        )
        return " · ".join(part for part in parts if part)

    def cell(self, cell: Cell) -> str:
        """A level with its share of cases."""
        return declared_words(cell.standard, self.language) if cell.standard is not None else say("none", self.language)

    def places(self, ids: Iterable[str]) -> str:
        """Names of locations."""
        return ("، " if self.language == "ar" else ", ").join(
            place_name(self.organisation, id_, self.language) for id_ in ids
        )

    def common(self, row: Row) -> str:
        """The level that all keep."""
        standard = next((cell.standard for cell in row.cells if cell.standard is not None), None)
        if row.common is None or standard is None:
            return say("nothing", self.language)
        return declared_words(replace(standard, level=row.common), self.language)

    def notes(self, cell: Cell) -> list[str]:
        """The reason of a difference, or that there is none; whether it lies far off."""
        told = [in_language(cell.reason, self.language)] if cell.reason else []
        if cell.differs and not cell.explained:
            told.append(say("unexplained", self.language))
        return [*told, *([say("outlier", self.language)] if cell.outlier else [])]

    def alike(self, cell: Cell) -> tuple[str, list[str]]:
        """What cells have to share to be told together."""
        return self.cell(cell), self.notes(cell)

    def counts(self, rows: Sequence[Row]) -> str:
        """How much there is of each."""
        counts = {
            "rows": len(rows),
            "branches": len(self.organisation.locations),
            "differing": sum(cell.differs for row in rows for cell in row.cells),
            "bare": sum(len(row.unexplained) for row in rows),
            "far": sum(len(row.outliers) for row in rows),
        }
        comma = "، " if self.language == "ar" else ", "
        return comma.join(say(key, self.language, n=count) for key, count in counts.items())


def as_text(rows: Sequence[Row], some: Sequence[Partly], organisation: Organisation, language: Language = "en") -> str:
    """A few lines for each standard: what most have, who differs and why, what all keep."""
    words = Words(organisation, language)
    out = []
    for row in rows:
        usual = next((cell for cell in row.cells if not cell.differs), None)
        out.append(f"{words.row(row)}  ({row.declaration.id})")
        if usual is not None:
            alike = sum(not cell.differs for cell in row.cells)
            out.append(f"  {words.cell(usual)} · {alike}/{len(row.cells)}")
        differing = sorted(
            (cell for cell in row.cells if cell.differs), key=lambda cell: (words.cell(cell), words.notes(cell))
        )
        for (level, notes), group in groupby(differing, key=lambda cell: (words.cell(cell), tuple(words.notes(cell)))):
            told = f" · {'; '.join(notes)}" if notes else ""
            out.append(f"  {level} · {words.places(cell.location for cell in group)}{told}")
        if differing:
            out.append(f"  {say('common', language)}: {words.common(row)}")
        out.append("")
    if some:
        out.append(say("partly", language))
        out += [
            f"  “{one.quote}” ({one.source}): {say('holds', language)} {words.places(one.holds)}; "
            f"{say('fails', language)} {words.places(one.fails)}"
            for one in some
        ]
        out.append("")
    out.append(words.counts(rows))
    return "\n".join(tame(line) for line in out) + "\n"


def as_csv(rows: Sequence[Row], organisation: Organisation, language: Language = "en") -> str:
    """A line for each standard at each location."""
    words = Words(organisation, language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["standard", "service", "measure", "location", "level", "differs", "explained", "outlier", "reason", "common"]
    )
    for row in rows:
        one = row.declaration
        for cell in row.cells:
            reason = in_language(cell.reason, language) if cell.reason else ""
            told = [one.id, one.service, one.measure, cell.location, words.cell(cell), *_marks(cell), reason]
            writer.writerow(_harmless([*told, words.common(row)]))
    return out.getvalue()


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
            "common": row.common.to_json() if row.common else None,
            "locations": [_cell_json(cell) for cell in row.cells],
        }
        for row in rows
    ]
    copy = [{"quote": one.quote, "source": one.source, "holds_at": one.holds, "fails_at": one.fails} for one in some]
    values = {"version": 1, "organisation": organisation.name, "standards": standards, "partly": copy}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _cell_json(cell: Cell) -> dict[str, Any]:
    level = cell.standard.level if cell.standard is not None else None
    return {
        "location": cell.location,
        "level": level.to_json() if level else None,
        "reliability": cell.standard.reliability if cell.standard is not None else None,
        "differs": cell.differs,
        "explained": cell.explained,
        "outlier": cell.outlier,
        "reason": dict(cell.reason),
    }


def as_html(rows: Sequence[Row], some: Sequence[Partly], organisation: Organisation, language: Language = "en") -> str:
    """A page with a table for each standard that differs somewhere, and one for those that are the same everywhere."""
    words = Words(organisation, language)
    body = Markup()
    for row in rows:
        if any(cell.differs for cell in row.cells):
            body += _section(row, words)
    same = [row for row in rows if not any(cell.differs for cell in row.cells)]
    if same:
        body += _table(
            say("common", language), [(words.row(row), words.cell(row.cells[0])) for row in same if row.cells]
        )
    if some:
        body += _table(
            say("partly", language),
            [
                (
                    f"“{one.quote}” ({one.source})",
                    f"{say('holds', language)} {words.places(one.holds)}",
                    f"{say('fails', language)} {words.places(one.fails)}",
                )
                for one in some
            ],
        )
    return page(say("title", language), (organisation.name, words.counts(rows)), body, language)


def _section(row: Row, words: Words) -> Markup:
    """The branches of one standard, those that differ first."""
    order = sorted(row.cells, key=lambda cell: (not cell.outlier, not cell.differs))
    lines = [
        (
            place_name(words.organisation, cell.location, words.language),
            words.cell(cell),
            "; ".join(words.notes(cell)),
        )
        for cell in order
    ]
    return _table(words.row(row), lines, f"{say('common', words.language)}: {words.common(row)}")


def _table(title: str, lines: Sequence[Sequence[str]], note: str = "") -> Markup:
    rows = Markup()
    for first, *others in lines:
        cells = Markup().join(Markup("<td><bdi>{}</bdi></td>").format(tame(text)) for text in others)
        rows += Markup('<tr><th scope="row"><bdi>{}</bdi></th>{}</tr>').format(tame(first), cells)
    told = Markup("<p>{}</p>").format(tame(note)) if note else Markup()
    return Markup('<section><h2>{}</h2>{}<table class="bl"><tbody>{}</tbody></table></section>').format(
        tame(title), told, rows
    )
