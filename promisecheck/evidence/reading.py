"""Reads a record in one pass: every row is a case that counts, is left out for a reason, or is a mistake.

A mistake is told once for each kind, with the first row and column it stands in and how many rows have it. Rows are
counted as a spreadsheet does: the heading is row 1; blank lines are not counted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.evidence.selecting import Filter, Problem, Selection
from promisecheck.evidence.sources import Table, opened
from promisecheck.evidence.spec import ROLES, RecordSpec, Role
from promisecheck.evidence.tally import Direction, Gathering, Met, Tally
from promisecheck.model import RecordSummary
from promisecheck.standards.faults import known_hint, near
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    import duckdb

_ARABIC: Final[Mapping[Problem, tuple[str, str]]] = {
    "time": ("«{text}» ليس وقتاً", "اكتب 2026-11-25 18:30 بالتوقيت المحلي أو مع فارقه"),
    "place": ("«{text}» ليس موقعاً معرّفاً", "اكتب معرّف موقع أو أحد أسمائه: {known}"),
    "tier": ("«{text}» ليست فئة معرّفة", "اكتب معرّف فئة أو أحد أسمائها: {known}"),
    "number": ("«{text}» ليس عدداً", "اكتب 42 أو 42.5 بلا وحدة"),
    "negative": ("{text} عدد سالب", "المدة والمبلغ والعدد لا تقل عن 0"),
    "count": ("«{text}» ليس عدد حالات", "اكتب 1 أو 0، أو نعم أو لا، أو أعداداً صحيحة لا تزيد على المجموع"),
}
"""The same in Arabic: what is wrong and the mend."""
_FEW: Final = 12
"""Of what is known only so many are listed."""
_MISTAKES: Final[Mapping[Problem, tuple[Role, str, str]]] = {
    "time": ("time", "'{text}' is no time", "write 2026-11-25 18:30, in local time or with its offset"),
    "place": ("location", "'{text}' is no declared location", "use the id of a location, or one of its names"),
    "tier": ("tier", "'{text}' is no declared tier", "use the id of a tier, or one of its names"),
    "number": ("value", "'{text}' is no number", "write 42 or 42.5, without a unit"),
    "negative": ("value", "{text} is negative", "a length of time, an amount or a count is 0 or more"),
    "count": ("met", "'{text}' is no count of cases", "1 or 0, yes or no; or whole numbers, at most the total"),
}
"""Of each kind of mistake: the column it is about, what is wrong and the mend."""
LEFT_OUT: Final[Mapping[Problem, str]] = {
    "outside window": "outside the window",
    "outside conditions": "outside the times the standard is about",
    "empty": "without a value",
    "time": "with a time that cannot be read",
    "place": "of an unknown location",
    "tier": "of an unknown tier",
    "number": "with a value that is no number",
    "negative": "with a negative value",
    "count": "with a count that cannot be read",
}
"""What rows are called that do not count."""
_LONGEST: Final = 80
_PLACES: Final = 500
"""Locations whose values are fetched at a time."""
_CELLS: Final = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


@dataclass(frozen=True, slots=True)
class Record:
    """A record, counted.

    tallies: by tier; under None where it has no tiers. cases: how many count. left_out: rows that do not, by reason.
    mistakes: one fault for each kind. notes: what could not be applied to it.
    """

    shown: str
    tallies: Mapping[str | None, Tally]
    cases: int
    left_out: Mapping[Problem, int] = field(default_factory=dict)
    mistakes: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    def tally(self, tier: str | None) -> Tally | None:
        """The cases of a tier; all where the record has no tiers."""
        return self.tallies.get(None) if None in self.tallies else self.tallies.get(tier)

    def summary(self) -> RecordSummary:
        """Cases, and rows left out by reason."""
        left = {LEFT_OUT[problem]: count for problem, count in self.left_out.items()}
        return RecordSummary(self.shown, self.cases, left, self.notes)


def read_record(
    spec: RecordSpec,
    organisation: Organisation,
    *,
    day: dt.date,
    direction: Direction = "less",
    filters: Mapping[str | None, Sequence[Filter]] | None = None,
) -> Record:
    """Count a record.

    day: the last day of the window. direction: which way is better, for cases without a value that count as a miss.
    filters: by tier, for each location in order, the times of day and week that the standard is about.

    Raises InputError when it cannot be used at all: no such file, a column that is missing, no case in it.
    """
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("reading records", "evidence") from None
    with opened(spec.source) as (connection, table):
        try:
            columns = _columns(connection, table, spec, one_place=len(organisation.locations) == 1)
            selection = Selection(spec, organisation, columns, table.scan, day, direction, filters or {})
            selection.prepare(connection)
            return _Reading(connection, table, selection, organisation).record()
        except duckdb.Error as error:
            raise InputError(_broken(error, table)) from None


def _broken(error: Exception, table: Table) -> Fault:
    """What DuckDB says of a file that it cannot read, in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = None
    if lines and "CSV Error on Line:" in lines[0]:
        number = lines[0].rpartition(":")[2].strip()
        line = int(number) if number.isdecimal() else None
        lines = [entry for entry in lines[1:] if not entry.startswith("Original Line")] or lines
    said = lines[0].removeprefix("Invalid Input Error: ") if lines else type(error).__name__
    cells = _CELLS.search(said)
    if cells is not None:
        said = f"the heading has {cells[1]} columns, this row {cells[2]}"
    if table.shown.lower().endswith((".parquet", ".pq")):
        return Fault(f"not a Parquet file: {said}", table.shown)
    return Fault(
        f"the record cannot be read: {said}", table.shown, line, hint="a table in UTF-8, one row for each case"
    )


def _columns(
    connection: duckdb.DuckDBPyConnection, table: Table, spec: RecordSpec, *, one_place: bool
) -> dict[Role, str]:
    """The columns there are by role, named as the record has them. Raises InputError for those that are missing."""
    rows = connection.execute(f"DESCRIBE SELECT * FROM {table.scan}").fetchall()  # noqa: S608 - a quoted path
    there = {str(row[0]).strip().casefold(): str(row[0]) for row in rows}
    found: dict[Role, str] = {}
    faults = []
    for role in ROLES:
        name = spec.column(role)
        at = there.get((name or role).strip().casefold())
        if at is not None:
            found[role] = at
        elif name is not None:
            close = near(name.casefold(), list(there), most=1)
            hint = f"did you mean '{there[close[0]]}'? " if close else ""
            faults.append(
                Fault(f"there is no column '{name}' ({role})", table.shown, 1, hint=f"{hint}{_listed(there)}")
            )
    if "location" not in found and spec.column("location") is None and not one_place:
        hint = f"name it with location: under measured; {_listed(there)}"
        faults.append(Fault("there is no column 'location'", table.shown, 1, hint=hint))
    if "met" not in found or spec.column("value") is not None:
        found.pop("met", None)
        found.pop("total", None)
        if "value" not in found and not faults:
            hint = f"name one with value: or met: under measured; {_listed(there)}"
            faults.append(Fault("there is no column 'value'", table.shown, 1, hint=hint))
    else:
        found.pop("value", None)
    if spec.window is not None and "time" not in found and spec.column("time") is None:
        hint = f"name it with time: under measured; {_listed(there)}"
        faults.append(Fault(f"a window of {spec.window} days needs a column of times", table.shown, 1, hint=hint))
    if faults:
        raise InputError(faults)
    return found


def _listed(there: Mapping[str, str]) -> str:
    return f"columns: {', '.join(there.values())}"


class _Reading:
    """One pass over one record, and a second look at its mistakes."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, table: Table, selection: Selection, organisation: Organisation
    ) -> None:
        self._connection = connection
        self._table = table
        self._selection = selection
        self._organisation = organisation

    def record(self) -> Record:
        self._connection.execute(f"CREATE TEMP TABLE counted AS {self._selection.counted()}")
        number = dict(self._rows("SELECT problem, sum(n) FROM counted GROUP BY problem"))
        if not number:
            hint = "it has a heading and no row"
            raise InputError(Fault("the record is empty", self._table.shown, hint=hint))
        left = {name: int(number[code]) for code, name in self._selection.problems.items() if code in number}
        tallies = {tier: self._tally(code) for tier, code in self._tiers()}
        cases = sum(int(tally.cases.sum()) for tally in tallies.values())
        mistakes = tuple(self._mistake(code, name, left[name]) for code, name in self._mistaken(left))
        return Record(self._table.shown, tallies, cases, left, mistakes, self._selection.notes)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def _tiers(self) -> list[tuple[str | None, int]]:
        """The tiers of the record with their numbers; all of it is number 0 where it has none."""
        if "tier" not in self._selection.columns:
            return [(None, 0)]
        return [(tier, code) for code, tier in enumerate(self._organisation.tiers)]

    def _tally(self, tier: int) -> Tally:
        size = len(self._organisation.locations)
        where = f"problem = 0 AND tier = {tier}"
        if self._selection.counts_met:
            met, cases = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
            for place, good, every in self._rows(f"SELECT place, met, total FROM counted WHERE {where}"):  # noqa: S608
                met[place] += good
                cases[place] += every
            return Met(met, cases)
        found = Gathering(self._rows(f"SELECT count(*) FROM counted WHERE {where}")[0][0], size)  # noqa: S608
        for first in range(0, size, _PLACES):
            query = (
                f"SELECT place, value, n FROM counted WHERE {where} AND place >= {first} AND place < {first + _PLACES}"  # noqa: S608
            )
            rows = self._connection.execute(f"{query} ORDER BY place, value").fetchnumpy()
            found.add(*(np.ma.getdata(rows[name]) for name in ("place", "value", "n")))
        return found.values()

    def _mistaken(self, left: Mapping[Problem, int]) -> list[tuple[int, Problem]]:
        return [(code, name) for code, name in self._selection.problems.items() if name in left and name in _MISTAKES]

    def _mistake(self, code: int, name: Problem, count: int) -> Fault:
        """The first row with a mistake, where in it, and how many rows have it."""
        role, message, hint = _MISTAKES[name]
        if name in ("number", "negative", "count"):
            role = "met" if self._selection.counts_met and "met" in self._selection.columns else "value"
        column = self._selection.columns.get(role, role)
        row, text, at = self._connection.execute(self._selection.first(code, role)).fetchall()[0]
        shown = str(text if text is not None else "")
        shown = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
        more = f"; {count:,} rows like it" if count > 1 else ""
        if name == "place":
            hint = known_hint(shown, self._organisation.locations, "locations")
        elif name == "tier":
            hint = known_hint(shown, self._organisation.tiers, "tiers")
        said = message.format(text=shown) if shown or name == "negative" else f"nothing stands in column '{column}'"
        arabic = self._in_arabic(name, shown, column, int(row), count)
        message = f"row {row}, column '{column}': {said}{more}; left out"
        return Fault(message, self._table.shown, int(row), int(at), hint=hint, arabic=arabic)

    def _in_arabic(self, name: Problem, shown: str, column: str, row: int, count: int) -> tuple[str, str]:
        """A mistake and its mend in Arabic."""
        message, hint = _ARABIC[name]
        known = list(self._organisation.tiers if name == "tier" else self._organisation.locations)
        said = message.format(text=shown) if shown or name == "negative" else "لا شيء في هذا العمود"
        more = f"؛ ومثله {count:,} من الصفوف" if count > 1 else ""
        listed = "، ".join(known[:_FEW]) + ("…" if len(known) > _FEW else "")
        return f"الصف {row}، العمود «{column}»: {said}{more}؛ لم يُحسب", hint.format(known=listed)
