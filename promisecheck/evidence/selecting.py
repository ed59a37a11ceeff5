"""The SQL that sorts the rows of a record: which count, and why others do not. Every name in it is quoted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from promisecheck.evidence.sources import quoted
from promisecheck.evidence.spec import RecordSpec, Role
from promisecheck.evidence.tally import Direction
from promisecheck.model import Condition
from promisecheck.standards.amounts import read_time_of_day
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    import duckdb

Problem = Literal[
    "time", "outside window", "place", "tier", "outside conditions", "empty", "number", "negative", "count"
]
PROBLEMS: Final[tuple[Problem, ...]] = (
    "time",
    "outside window",
    "place",
    "tier",
    "outside conditions",
    "empty",
    "number",
    "negative",
    "count",
)
"""Why a row does not count, in the order it is asked: a row outside the window may hold anything."""
_NOTHING: Final = ("", "na", "n/a", "nan", "null", "none", "-", "–", "—")
"""Texts that mean that there is no value."""
_OFFSET: Final = r"\d:\d\d(:\d\d([.]\d+)?)?\s*([+-]\d\d(:?\d\d)?|Z)$"


@dataclass(frozen=True, slots=True)
class Filter:
    """Times that a standard is about: before a time of day ("HH:MM"), and on days and hours of the week (OSM)."""

    before: str | None = None
    hours: tuple[str, ...] = ()


ALWAYS: Final = Filter()


def filter_of(conditions: Sequence[Condition]) -> Filter:
    """The times of day and week among the conditions of a standard; other conditions no record can show."""
    before = [c.level.by for c in conditions if c.kind == "ordered_before" and c.level is not None and c.level.by]
    hours = tuple(c.level.hours for c in conditions if c.kind == "days" and c.level is not None and c.level.hours)
    return Filter(min(before) if before else None, hours)


class Selection:
    """The rows of one record, for one spec and organisation on one day."""

    def __init__(
        self,
        spec: RecordSpec,
        organisation: Organisation,
        columns: Mapping[Role, str],
        scan: str,
        day: dt.date,
        direction: Direction,
        filters: Mapping[str | None, Sequence[Filter]],
    ) -> None:
        self.columns = columns
        self.problems = dict(enumerate(PROBLEMS, 1))
        self.notes: tuple[str, ...] = ()
        self._spec = spec
        self._organisation = organisation
        self._scan = scan
        self._day = day
        self._miss = "'Infinity'" if direction == "less" else "'-Infinity'"
        self._filters, self._cells = self._numbered(filters)
        if "time" not in columns and any(one != ALWAYS for one in self._filters):
            self._filters, self._cells = [ALWAYS], {}
            self.notes = ("no column of times: conditions on time of day and days are not applied",)

    @property
    def counts_met(self) -> bool:
        """Whether cases are counted as met or not, rather than by their value."""
        return "met" in self.columns or self._spec.met_when is not None

    # -------------------------------------------------------------------------------------------- tables beside it
    def prepare(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Put the names of locations and tiers, and who has which times, beside the record."""
        organisation = self._organisation
        for table, named in (("places", organisation.locations), ("tiers", organisation.tiers)):
            names = _codes((id_, one.names) for id_, one in named.items())
            connection.execute(
                f"CREATE TEMP TABLE {table} AS SELECT unnest($1::VARCHAR[]) AS name, unnest($2::INTEGER[]) AS code",
                [list(names), list(names.values())],
            )
        if self._cells:
            cells = [(place, tier, code) for (place, tier), code in self._cells.items()]
            connection.execute(
                "CREATE TEMP TABLE times AS SELECT unnest($1::INTEGER[]) AS place, unnest($2::INTEGER[]) AS tier, "
                "unnest($3::INTEGER[]) AS code",
                [list(column) for column in zip(*cells, strict=True)],
            )

    def _numbered(
        self, filters: Mapping[str | None, Sequence[Filter]]
    ) -> tuple[list[Filter], dict[tuple[int, int], int]]:
        """The different filters and, where there is more than one, which one each location and tier has."""
        by_tier = "tier" in self.columns
        used = {tier: some for tier, some in filters.items() if by_tier or tier is None}
        found = list(dict.fromkeys(one for some in used.values() for one in some)) or [ALWAYS]
        if len(found) == 1:
            return found, {}
        tiers = list(self._organisation.tiers)
        cells: dict[tuple[int, int], int] = {}
        for tier, some in used.items():
            if by_tier and tier is None:
                continue
            number = tiers.index(tier) if by_tier and tier is not None else 0
            cells |= {(place, number): found.index(one) for place, one in enumerate(some)}
        return found, cells

    # -------------------------------------------------------------------------------------------- queries
    def counted(self) -> str:
        """Rows by problem (0: none), place, tier and value, with their number."""
        if not self.counts_met:
            keep = "CASE WHEN problem = 0 THEN {0} END AS {0}"
            shown = ", ".join(keep.format(name) for name in ("place", "tier", "value"))
            return f"SELECT problem, {shown}, count(*)::UINTEGER AS n FROM ({self._judged()}) GROUP BY ALL"  # noqa: S608
        return (
            "SELECT problem, CASE WHEN problem = 0 THEN place END AS place, "  # noqa: S608 - quoted names
            "CASE WHEN problem = 0 THEN tier END AS tier, count(*) AS n, "
            "coalesce(sum(CASE WHEN problem = 0 THEN met END), 0) AS met, "
            f"coalesce(sum(CASE WHEN problem = 0 THEN total END), 0) AS total FROM ({self._judged()}) "
            "GROUP BY problem, 2, 3"
        )

    def first(self, code: int, role: Role) -> str:
        """Number, text and column number of the first row with a problem."""
        name = f"raw_{role}" if role in self.columns else "NULL"
        headings = f"(SELECT list(column_name) FROM (DESCRIBE SELECT * FROM {self._scan}))"  # noqa: S608
        at = f"list_position({headings}, {quoted(self.columns.get(role, ''))})"
        return (
            f"SELECT row_number + 1, {name}, coalesce({at}, 1) FROM ({self._judged(numbered=True)}) "  # noqa: S608
            f"WHERE problem = {code} ORDER BY row_number LIMIT 1"
        )

    def _judged(self, *, numbered: bool = False) -> str:
        """Every row with its problem and what counts of it."""
        number = ", row_number() OVER () AS row_number" if numbered else ""
        texts = "".join(f", trim(CAST({_name(name)} AS VARCHAR)) AS raw_{role}" for role, name in self.columns.items())
        rows = f"SELECT 1 AS one{texts}{number} FROM {self._scan}"  # noqa: S608 - quoted names and a quoted path
        more = ", row_number" if numbered else ""
        raw = "".join(f", raw_{role}" for role in self.columns)
        inner = f"SELECT {self._place()} AS place, {self._tier()} AS tier, {self._time()} AS moment{self._amounts()}{raw}{more} FROM ({rows}) r {self._joins()}"  # noqa: E501, S608
        times = "LEFT JOIN times ON times.place = j.place AND times.tier = j.tier" if self._cells else ""
        return f"SELECT {self._problem()} AS problem, j.* FROM ({inner}) j {times}"  # noqa: S608

    def _joins(self) -> str:
        parts = []
        if "location" in self.columns:
            parts.append("LEFT JOIN places ON places.name = lower(r.raw_location)")
        if "tier" in self.columns:
            parts.append("LEFT JOIN tiers ON tiers.name = lower(r.raw_tier)")
        return " ".join(parts)

    def _place(self) -> str:
        if "location" in self.columns:
            return "places.code"
        return "0" if len(self._organisation.locations) == 1 else "NULL"

    def _tier(self) -> str:
        return "tiers.code" if "tier" in self.columns else "0"

    def _time(self) -> str:
        if "time" not in self.columns or not self._timed:
            return "NULL"
        zone = quoted(self._organisation.timezone or "UTC")
        local = "TRY_CAST(raw_time AS TIMESTAMP)"
        offset = f"timezone({zone}, TRY_CAST(raw_time AS TIMESTAMPTZ))"
        return f"CASE WHEN regexp_matches(raw_time, {quoted(_OFFSET)}) THEN {offset} ELSE {local} END"

    @property
    def _timed(self) -> bool:
        return self._spec.window is not None or any(one != ALWAYS for one in self._filters)

    def _amounts(self) -> str:
        """The value of a case, or how many cases were met of how many; NULL where they cannot be read."""
        if "met" in self.columns:
            total = _count("raw_total") if "total" in self.columns else "1"
            return f", {_count('raw_met')} AS met, {total} AS total"
        value = "TRY_CAST(raw_value AS DOUBLE)"
        if self._spec.empty_is_miss:
            value = f"CASE WHEN {_blank('raw_value')} THEN {self._miss}::DOUBLE ELSE {value} END"
        limit = self._spec.met_when
        if limit is None:
            return f", {value} AS value"
        sign = "<=" if limit.at_most else ">="
        missed = f"NOT {_blank('raw_value')} AND " if self._spec.empty_is_miss else ""
        return f", {value} AS value, CAST({missed}TRY_CAST(raw_value AS DOUBLE) {sign} {limit.value!r} AS INTEGER) AS met, 1 AS total"  # noqa: E501

    def _problem(self) -> str:
        code = {name: number for number, name in self.problems.items()}
        tests = [(name, test) for name, test in self._tests() if test]
        whens = " ".join(f"WHEN {test} THEN {code[name]}" for name, test in tests)
        return f"CASE {whens} ELSE 0 END"

    def _tests(self) -> Iterator[tuple[Problem, str]]:
        if "time" in self.columns and self._timed:
            yield "time", "moment IS NULL"
        if self._spec.window is not None:
            first = self._day - dt.timedelta(days=self._spec.window - 1)
            after = self._day + dt.timedelta(days=1)
            yield "outside window", f"moment < TIMESTAMP '{first}' OR moment >= TIMESTAMP '{after}'"
        yield "place", "j.place IS NULL"
        if "tier" in self.columns:
            yield "tier", "j.tier IS NULL"
        yield "outside conditions", self._outside()
        if "met" in self.columns:
            some = [_blank(f"raw_{role}") for role in ("met", "total") if role in self.columns]
            yield "empty", " OR ".join(some)
            yield "count", "met IS NULL OR total IS NULL OR met > total"
            return
        if not self._spec.empty_is_miss:
            yield "empty", _blank("raw_value")
        finite = f"value IS NULL OR (NOT isfinite(value) AND NOT {_blank('raw_value')})"
        yield "number", finite
        if self._spec.met_when is None:
            yield "negative", f"value < 0 AND NOT {_blank('raw_value')}"

    def _outside(self) -> str:
        """Whether a row lies outside the times of its standard; "" where there are none."""
        tests = [_outside_of(one) for one in self._filters]
        if not self._cells:
            return tests[0]
        whens = " ".join(f"WHEN {code} THEN {test or 'FALSE'}" for code, test in enumerate(tests))
        return f"CASE times.code {whens} ELSE FALSE END"


def _outside_of(one: Filter) -> str:
    minute = "(hour(moment) * 60 + minute(moment))"
    parts = []
    if one.before is not None:
        hours, _, minutes = read_time_of_day(one.before).partition(":")
        parts.append(f"{minute} >= {int(hours) * 60 + int(minutes)}")
    parts += [f"NOT ({_inside(hours, minute)})" for hours in one.hours]
    return " OR ".join(parts)


def _inside(hours: str, minute: str) -> str:
    """Whether the time of a row lies in weekly hours; days that are named without times count whole."""
    from promisecheck.quantities.week import parse_hours

    week = parse_hours(hours)
    of_week = f"((isodow(moment) - 1) * 1440 + {minute})"
    spans = [(1440 * day, 1440 * day + 1440) for day in range(7) if week.days >> day & 1]
    for day in range(7):
        for start, end in week.day_spans(day):
            first, last = 1440 * day + start, 1440 * day + end
            spans += [(first, min(last, 7 * 1440))] + ([(0, last - 7 * 1440)] if last > 7 * 1440 else [])
    return " OR ".join(f"({of_week} >= {start} AND {of_week} < {end})" for start, end in spans) or "FALSE"


def _codes(named: Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]) -> dict[str, int]:
    """The number of each id and name, folded as SQL folds them; a name that two have means neither."""
    ids: dict[str, int] = {}
    names: dict[str, int | None] = {}
    for code, (id_, by_language) in enumerate(named):
        ids[id_.lower()] = code
        for name in (name.lower() for some in by_language.values() for name in some):
            names[name] = code if names.get(name, code) == code else None
    return {name: code for name, code in names.items() if code is not None} | ids


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _blank(raw: str) -> str:
    return f"(coalesce(lower({raw}), '') IN ({', '.join(quoted(word) for word in _NOTHING)}))"


def _count(raw: str) -> str:
    """A count, or yes and no; NULL for anything else, a part of a case included."""
    number = f"TRY_CAST({raw} AS DOUBLE)"
    whole = (
        f"CASE WHEN {number} >= 0 AND {number} = floor({number}) AND {number} < 1e15 THEN CAST({number} AS BIGINT) END"
    )
    return (
        f"CASE lower({raw}) WHEN 'true' THEN 1 WHEN 'yes' THEN 1 WHEN 'false' THEN 0 WHEN 'no' THEN 0 ELSE {whole} END"
    )
