"""schema.org JSON-LD out of a business's own pages, or a file of it.

Each place of business with an address or a branch code: names (in every language given), url, weekly hours
(`openingHours`, `openingHoursSpecification`), special hours (`specialOpeningHoursSpecification`, and specifications
with `validFrom` / `validThrough`), `areaServed`. One branch on several pages is one branch; what comes first counts.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from promisecheck.errors import Fault, InputError
from promisecheck.importing.hours import CLOSED, joined
from promisecheck.importing.incoming import REGULAR, Incoming, Read, Special, names_of
from promisecheck.quantities.schema_hours import week_from_schema
from promisecheck.standards.branch_exports import first_text, is_place, objects_in, slug, texts_of

KIND: Final = "schema-org"
_SCRIPT: Final = re.compile(
    r"""<script\b[^>]{0,500}?\btype\s*=\s*["']?application/ld\+json\b[^>]{0,500}>(.*?)</script\s*>""",
    re.IGNORECASE | re.DOTALL,
)


def objects_of_page(text: str, shown: str, faults: list[Fault]) -> Iterator[dict[str, Any]]:
    """All objects of the JSON-LD scripts of a page; a script that is no JSON is left out and told in `faults`."""
    for script in _SCRIPT.finditer(text):
        try:
            data = json.loads(script[1])
        except (json.JSONDecodeError, RecursionError) as error:
            at = script.start(1) + getattr(error, "pos", 0)
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            told = getattr(error, "msg", "nested too deeply")
            faults.append(Fault(f"a JSON-LD script of this page is no JSON: {told}; left out", shown, line, column))
            continue
        yield from objects_in(data, shown)


def read_objects(objects: Iterable[tuple[str, Mapping[str, Any]]]) -> Read:
    """The places of business among objects, each with what its file or page is called."""
    faults: list[Fault] = []
    branches: dict[str, Incoming] = {}
    for shown, found in objects:
        if not is_place(found):
            continue
        branch = _branch(found, shown, faults)
        known = branches.get(branch.id)
        branches[branch.id] = branch if known is None else _together(known, branch)
    return Read(KIND, tuple(branches.values()), tuple(faults))


def _branch(found: Mapping[str, Any], shown: str, faults: list[Fault]) -> Incoming:
    names = [pair for key in ("name", "alternateName") for pair in texts_of(found.get(key))]
    address = found.get("address")
    town = first_text(address.get("addressLocality") if isinstance(address, dict) else address)
    code = first_text(found.get("branchCode")) or first_text(found.get("identifier"))
    code = code or (names[0][1] if names else town)
    regular: list[Any] = []
    special: list[Any] = []
    for key in ("openingHours", "openingHoursSpecification", "specialOpeningHoursSpecification"):
        for entry in _each(found.get(key)):
            dated = isinstance(entry, Mapping) and (entry.get("validFrom") or entry.get("validThrough"))
            (special if dated else regular).append(entry)

    def left_out(what: str, error: Exception) -> None:
        told = "; ".join(fault.message for fault in error.faults) if isinstance(error, InputError) else str(error)
        faults.append(Fault(f"'{code}': {what}: {told}; left out", shown))

    hours = {}
    try:
        if regular:
            hours[REGULAR] = week_from_schema(regular).render() or CLOSED
    except InputError as error:
        left_out("opening hours", error)
    dated_found = []
    for entry in special:
        try:
            dated_found.append(_special(entry))
        except (InputError, ValueError) as error:
            left_out("special hours", error)
    areas = [text for area in _each(found.get("areaServed")) for text in _area(area)]
    return Incoming(
        key=code,
        id=slug(code),
        names=names_of(names),
        towns=(town,) if town else (),
        url=first_text(found.get("url")) or None,
        hours=hours,
        special=joined(dated_found),
        areas=tuple(dict.fromkeys(areas)),
        where=shown,
    )


def _special(entry: Mapping[str, Any]) -> Special:
    start = dt.date.fromisoformat(str(entry.get("validFrom") or entry.get("validThrough"))[:10])
    end = dt.date.fromisoformat(str(entry.get("validThrough") or entry.get("validFrom"))[:10])
    if end < start:
        raise ValueError(f"{end} lies before {start}")
    plain = {key: value for key, value in entry.items() if key not in ("validFrom", "validThrough")}
    return Special(start, end, week_from_schema(plain).render() or CLOSED)


def _area(value: Any) -> list[str]:
    if isinstance(value, Mapping) and "@value" not in value:
        return [text for _, text in texts_of(value.get("name"))]
    return [text for _, text in texts_of(value)]


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None or value == "" else [value]


def _together(one: Incoming, other: Incoming) -> Incoming:
    """One branch from two pages: names of both, of all else what came first."""
    languages = dict.fromkeys((*one.names, *other.names))
    names = {key: tuple(dict.fromkeys((*one.names.get(key, ()), *other.names.get(key, ())))) for key in languages}
    return replace(
        one,
        names=names,
        towns=one.towns or other.towns,
        url=one.url or other.url,
        hours={**other.hours, **one.hours},
        special=one.special or other.special,
        areas=one.areas or other.areas,
    )
