"""Google Business Profile: the API's JSON (Business Information v1, and v4 as older exports have it) and the bulk CSV.

Read are store code, title, website, town and labels, regular, special and more hours, and the places of the service
area. Hours that cannot be read are told and left out; everything else of that branch is kept.
Source of the fields: developers.google.com/my-business/reference, "Resource: Location"; support.google.com/business,
"Create your bulk upload spreadsheet".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from promisecheck.errors import Fault
from promisecheck.importing.hours import CLOSED, Span, dated_hours, day_number, day_spans, every_day, joined, week_of
from promisecheck.importing.incoming import REGULAR, Incoming, Read, Special, names_of
from promisecheck.quantities.week import DAY
from promisecheck.standards.branch_exports import slug
from promisecheck.standards.branches import Row

KIND: Final = "google"
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_google(found: Mapping[str, Any]) -> bool:
    """Whether an object of a JSON file is a location of this kind."""
    named = "title" in found or "locationName" in found
    return "storeCode" in found or (named and ("storefrontAddress" in found or "regularHours" in found))


def read_objects(objects: Iterable[Mapping[str, Any]], shown: str) -> Read:
    """The locations of a JSON export."""
    faults: list[Fault] = []
    branches = []
    for number, found in enumerate(objects, start=1):
        title = _text(found.get("title")) or _text(found.get("locationName"))
        code = _text(found.get("storeCode")) or title
        if not code:
            faults.append(Fault(f"location number {number} has no store code and no title", shown))
            continue
        told = _Teller(faults, shown, f"location '{code}'")
        address = found.get("storefrontAddress") or found.get("address") or {}
        labels = [_text(label) for label in _list(found.get("labels"))]
        hours = {REGULAR: told.week(found.get("regularHours"), "regular hours")}
        for more in _list(found.get("moreHours")):
            kind = slug(_text(_get(more, "hoursTypeId")))
            hours[kind] = told.week(more, f"{kind} hours")
        branches.append(
            Incoming(
                key=code,
                id=slug(code),
                names=names_of([(_text(found.get("languageCode")), title)]),
                towns=tuple(filter(None, [_text(_get(address, "locality")), *labels])),
                url=_text(found.get("websiteUri")) or _text(found.get("websiteUrl")) or None,
                hours={kind: week for kind, week in hours.items() if week},
                special=told.special(found.get("specialHours")),
                areas=tuple(_areas(found.get("serviceArea"))),
                where=f"{shown}, location {number}",
            )
        )
    return Read(KIND, tuple(branches), tuple(faults))


class _Teller:
    """Reads the hours of one location; what cannot be read is told."""

    def __init__(self, faults: list[Fault], shown: str, about: str) -> None:
        self._faults = faults
        self._shown = shown
        self._about = about

    def week(self, value: Any, what: str) -> str | None:
        periods = _list(_get(value, "periods"))
        if not periods:
            return None
        try:
            return week_of(_span(period) for period in periods)
        except ValueError as error:
            self._faults.append(Fault(f"{self._about}: {what}: {error}; left out", self._shown))
            return None

    def special(self, value: Any) -> tuple[Special, ...]:
        found: dict[tuple[dt.date, dt.date], list[Span] | None] = {}
        for period in _list(_get(value, "specialHourPeriods")):
            try:
                start = _date(_get(period, "startDate"))
                end = _date(_get(period, "endDate")) if _get(period, "endDate") else start
                if _get(period, "closed") or _get(period, "isClosed"):
                    found.setdefault((start, start), None)
                    continue
                opens, closes = _minute(_get(period, "openTime")), _minute(_get(period, "closeTime"))
                spans = found.setdefault((start, start), []) or []
                found[start, start] = [*spans, (0, opens, closes + DAY * (end > start or closes <= opens))]
            except ValueError as error:
                self._faults.append(Fault(f"{self._about}: special hours: {error}; left out", self._shown))
        return joined(
            Special(start, end, CLOSED if spans is None else every_day(spans)) for (start, end), spans in found.items()
        )


def _span(period: Any) -> Span:
    opens, closes = day_number(_text(_get(period, "openDay"))), day_number(_text(_get(period, "closeDay")))
    if opens is None or closes is None:
        raise ValueError("a day is missing")
    start, end = _minute(_get(period, "openTime")), _minute(_get(period, "closeTime"))
    days = (closes - opens) % 7
    return opens, start, end + DAY * (days if days or end > start else 7)


def _minute(value: Any) -> int:
    """A time as {"hours": 9, "minutes": 30} (nothing is midnight), or "09:30"."""
    if isinstance(value, Mapping):
        hours, minutes = value.get("hours", 0), value.get("minutes", 0)
    elif value is None or isinstance(value, str):
        hour, _, rest = (value or "00:00").partition(":")
        hours, minutes = int(hour), int(rest or 0)
    else:
        raise ValueError(f"'{value}' is no time of day")
    if not (isinstance(hours, int) and isinstance(minutes, int) and 0 <= 60 * hours + minutes <= DAY):
        raise ValueError("a time is out of range")
    return 60 * hours + minutes


def _date(value: Any) -> dt.date:
    if isinstance(value, Mapping) and all(isinstance(value.get(part), int) for part in ("year", "month", "day")):
        return dt.date(value["year"], value["month"], value["day"])
    raise ValueError("a date is not whole")


def _areas(value: Any) -> Iterator[str]:
    for place in _list(_get(_get(value, "places"), "placeInfos")):
        name = _text(_get(place, "placeName")) or _text(_get(place, "name"))
        if name:
            yield name.partition(",")[0].strip()


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


# ------------------------------------------------------------------------------------------------ CSV
def read_rows(columns: list[str], rows: Iterable[Row], shown: str) -> Read:
    """The locations of the bulk download. columns: its header, folded ("store_code")."""
    faults: list[Fault] = []
    branches = []
    for line, cells in rows:
        values = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
        code = values.get("store_code", "")

        def fault(column: str, message: str, line: int = line) -> None:
            faults.append(Fault(message, shown, line, columns.index(column) + 1))

        if not code:
            fault("store_code", "row without a store code; left out")
            continue
        hours = {REGULAR: _row_week(values, fault)}
        special: list[Special] = []
        for column, cell in values.items():
            kind = slug(column.removesuffix("_hours").removeprefix("more_hours"))
            try:
                if column == "special_hours" and cell:
                    special += dated_hours(cell)
                elif cell and kind and column.endswith("_hours") and kind not in _WEEKDAYS:
                    hours[kind] = _cell_week(cell)
            except ValueError as error:
                fault(column, f"{column.replace('_', ' ')}: {error}; left out")
        towns = [values.get("locality", ""), *(label.strip() for label in values.get("labels", "").split(","))]
        branches.append(
            Incoming(
                key=code,
                id=slug(code),
                names=names_of([("", values.get("business_name", ""))]),
                towns=tuple(filter(None, towns)),
                url=values.get("website") or None,
                hours={kind: week for kind, week in hours.items() if week},
                special=joined(special),
                areas=tuple(
                    part.partition(",")[0].strip() for part in values.get("service_area", "").split(";") if part.strip()
                ),
                where=f"{shown}:{line}",
            )
        )
    return Read(KIND, tuple(branches), tuple(faults))


def _row_week(values: Mapping[str, str], fault: Any) -> str | None:
    """The week of the seven columns; None where all are empty or one cannot be read."""
    cells = {day: values.get(f"{name}_hours", "") for day, name in enumerate(_WEEKDAYS)}
    if not any(cells.values()):
        return None
    spans: list[Span] = []
    for day, cell in cells.items():
        try:
            spans += day_spans(cell, day)
        except ValueError as error:
            fault(f"{_WEEKDAYS[day]}_hours", f"{error}; the hours of this location are left out")
            return None
    return week_of(spans)


def _cell_week(cell: str) -> str:
    """A whole week in one cell: "Monday: 9:00 AM-5:00 PM; Tuesday: x"; without a day it is every day."""
    spans: list[Span] = []
    for part in cell.split(";"):
        name, colon, rest = part.partition(":")
        day = day_number(name) if colon and name.strip().isalpha() else None
        spans += day_spans(rest, day) if day is not None else [s for d in range(7) for s in day_spans(part, d)]
    return week_of(spans)
