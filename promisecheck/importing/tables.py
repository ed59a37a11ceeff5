"""Tables of branches (CSV, TSV, XLSX) whose columns are called as the business calls them.

A mapping says which column holds what; it is asked for once and kept beside the specs. `guess` proposes one from the
headings, in English and Arabic, and is never used without somebody's yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.importing.hours import Span, dated_hours, day_spans, joined, week_of
from promisecheck.importing.incoming import REGULAR, Incoming, Read, Special, names_of
from promisecheck.quantities.week import parse_hours
from promisecheck.standards.branch_exports import slug
from promisecheck.standards.branch_tables import column_name
from promisecheck.standards.branches import Row
from promisecheck.standards.faults import known_hint

KIND: Final = "table"
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIELDS: Final[Mapping[str, str]] = {
    "id": "short code that never changes",
    "name": "name, of any language",
    "name_en": "name in English",
    "name_ar": "name in Arabic",
    "groups": "group, region or town",
    "url": "its own page",
    "hours": "opening hours of the whole week",
    "hours_delivery": "hours of another kind; any hours_KIND",
    **{day: f"hours on {day.title()}" for day in DAYS},
    "special": "dates with other hours",
    "areas": "places it serves",
}
"""What a column can hold."""
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": (
        "id",
        "code",
        "store_code",
        "branch_code",
        "branch_id",
        "store_id",
        "ref",
        "رمز_الفرع",
        "رقم_الفرع",
        "الرمز",
    ),
    "name": (
        "name",
        "branch",
        "branch_name",
        "store",
        "store_name",
        "location",
        "outlet",
        "الفرع",
        "اسم_الفرع",
        "الاسم",
    ),
    "name_en": ("name_en", "english_name", "name_english", "الاسم_بالإنجليزية"),
    "name_ar": ("name_ar", "arabic_name", "name_arabic", "الاسم_بالعربية"),
    "groups": ("groups", "group", "region", "city", "town", "area", "المدينة", "المنطقة"),
    "url": ("url", "website", "web", "page", "link", "الموقع", "الرابط"),
    "hours": ("hours", "opening_hours", "opening_times", "working_hours", "ساعات_العمل", "أوقات_الدوام"),
    "hours_delivery": ("hours_delivery", "delivery_hours", "ساعات_التوصيل"),
    "special": ("special", "special_hours", "holiday_hours"),
    "areas": ("areas", "service_area", "areas_served", "coverage", "مناطق_التوصيل", "مناطق_الخدمة"),
    **{
        day: (day, day[:3], f"{day}_hours", arabic)
        for day, arabic in zip(
            DAYS, ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"), strict=True
        )
    },
}
Columns = Mapping[str, str]
"""Field -> the heading of the column that holds it."""


def is_field(name: str) -> bool:
    """Whether a column can hold this: one of `FIELDS`, a name in another language, or hours of another kind."""
    other = (name.startswith("name_") and len(name) == 7) or (name.startswith("hours_") and len(name) > 6)
    return name in FIELDS or other


def guess(headings: Sequence[str]) -> dict[str, str]:
    """The mapping that the headings suggest."""
    by_word = {word: field for field, words in _SYNONYMS.items() for word in words}
    found: dict[str, str] = {}
    for heading in headings:
        folded = column_name(heading)
        field = by_word.get(folded) or (folded if is_field(folded) else None)
        if field is not None:
            found.setdefault(field, heading)
    return found


def exact(headings: Sequence[str]) -> dict[str, str] | None:
    """The mapping of a table that calls its columns as we do, which needs no question; None for any other."""
    folded = {column_name(heading): heading for heading in headings if heading.strip()}
    return folded if "id" in folded and all(is_field(name) for name in folded) else None


def check_mapping(columns: Columns, headings: Sequence[str], shown: str) -> None:
    """Raises InputError for fields that there are not, columns that the table has not, and a mapping without a name."""
    faults = []
    for field, heading in columns.items():
        if not is_field(field):
            faults.append(Fault(f"'{field}' is nothing that a column can hold", hint=known_hint(field, FIELDS)))
        elif heading not in headings:
            faults.append(
                Fault(f"there is no column '{heading}' ({field})", shown, 1, hint=known_hint(heading, headings))
            )
    if not faults and not any(field == "id" or field.startswith("name") for field in columns):
        faults.append(Fault("no column holds the id or the name of a branch", shown, 1, hint="--map id=COLUMN"))
    if faults:
        raise InputError(faults)


def read_rows(columns: Columns, headings: Sequence[str], rows: Iterable[Row], shown: str) -> Read:
    """The branches of a table. Rows without an id, and cells that cannot be read, are told and left out."""
    at = {field: headings.index(heading) for field, heading in columns.items()}
    faults: list[Fault] = []
    branches = []
    lines: dict[str, int] = {}
    for line, cells in rows:
        values = {field: cells[n].strip() if n < len(cells) else "" for field, n in at.items()}
        names = names_of(
            [(field[5:], part) for field, cell in values.items() if field[:4] == "name" for part in cell.split(";")]
        )
        key = values.get("id") or next((name for texts in names.values() for name in texts), "")
        if not slug(key):
            faults.append(Fault("row without an id; left out", shown, line, at.get("id", 0) + 1))
            continue
        if slug(key) in lines:
            message = f"'{key}' stands in line {lines[slug(key)]} already; left out"
            faults.append(Fault(message, shown, line, at.get("id", 0) + 1))
            continue
        lines[slug(key)] = line
        hours, special = _hours(values, at, shown, line, faults)
        branches.append(
            Incoming(
                key=key,
                id=slug(key),
                names=names,
                towns=tuple(part.strip() for part in values.get("groups", "").split(";") if part.strip()),
                url=values.get("url") or None,
                hours=hours,
                special=special,
                areas=tuple(part.strip() for part in values.get("areas", "").split(";") if part.strip()),
                where=f"{shown}:{line}",
            )
        )
    return Read(KIND, tuple(branches), tuple(faults))


def _hours(
    values: Mapping[str, str], at: Mapping[str, int], shown: str, line: int, faults: list[Fault]
) -> tuple[dict[str, str], tuple[Special, ...]]:
    hours: dict[str, str] = {}
    special: tuple[Special, ...] = ()

    def told(field: str, message: str, hint: str | None = None) -> None:
        faults.append(Fault(f"{message}; left out", shown, line, at[field] + 1, hint=hint))

    for field, cell in values.items():
        if not cell:
            continue
        try:
            if field == "hours" or field.startswith("hours_"):
                parse_hours(cell)
                hours[field[6:] or REGULAR] = cell
            elif field == "special":
                special = joined(dated_hours(cell))
        except InputError as error:
            told(field, error.faults[0].message, error.faults[0].hint)
        except ValueError as error:
            told(field, str(error))
    by_day = [(day, field) for day, field in enumerate(DAYS) if values.get(field)]
    if by_day and REGULAR not in hours:
        spans: list[Span] = []
        try:
            for day, field in by_day:
                spans += day_spans(values[field], day)
            hours[REGULAR] = week_of(spans)
        except ValueError as error:
            told(by_day[0][1], f"hours of this row: {error}")
    return hours, special
