"""Reads a source into branches: tells by its ending and its content what it is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from promisecheck.errors import Fault, InputError
from promisecheck.importing import google, osm, schema_org, tables
from promisecheck.importing.incoming import Incoming, Read
from promisecheck.standards.branch_exports import objects_in
from promisecheck.standards.branch_tables import column_name, csv_rows, xlsx_rows

KINDS: Final = (google.KIND, osm.KIND, schema_org.KIND, tables.KIND)
MAX_BYTES: Final = 50_000_000
Ask = Callable[[Sequence[str], Sequence[Sequence[str]], str], dict[str, str]]
"""Says which column holds what: given the headings, the first rows, and what the table is called."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A source as it was fetched or opened. suffix: small letters, with the dot."""

    shown: str
    content: bytes
    suffix: str


def open_file(path: Path) -> Raw:
    """A file. Raises InputError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(Fault(f"larger than {MAX_BYTES:,} bytes", str(path), hint="split the file"))
        return Raw(str(path), path.read_bytes(), path.suffix.lower())
    except OSError as error:
        raise InputError(Fault(f"cannot be read: {error.strerror}", str(path))) from None


def fetch(address: str, allow_hosts: Sequence[str]) -> Raw:
    """A page or a file on the public web. Raises InputError."""
    from promisecheck.sources.fetch import Fetcher, FetchError

    try:
        with Fetcher(allow_hosts=allow_hosts) as fetcher:
            page = fetcher.get(address, types=None)
    except FetchError as error:
        raise InputError(Fault(error.message, address, hint=error.hint)) from None
    if page.status != 200:
        raise InputError(Fault(f"the server answers {page.status}", address, hint="is the address right, and public?"))
    endings = {"application/json": ".json", "application/ld+json": ".json", "application/geo+json": ".json"}
    endings |= {"text/csv": ".csv", "application/xml": ".osm", "text/xml": ".osm"}
    return Raw(address, page.body, endings.get(page.media_type, ".html"))


def read_sources(sources: Sequence[Raw], ask: Ask, day: dt.date) -> Read:
    """The branches of all sources, which must be of one kind.

    Raises InputError for a source that cannot be read as a whole, sources of several kinds, one branch in two sources
    (pages apart: one branch may have several), and when there is no branch at all.
    """
    reads: list[Read] = []
    objects: list[tuple[str, dict[str, Any]]] = []
    faults: list[Fault] = []
    for raw in sources:
        found = _read(raw, ask, day, faults)
        if isinstance(found, Read):
            reads.append(found)
        else:
            objects += [(raw.shown, one) for one in found]
    if objects or len(reads) < len(sources):
        reads.append(schema_org.read_objects(objects))
    kinds = list(dict.fromkeys(read.kind for read in reads))
    if len(kinds) > 1:
        raise InputError(Fault(f"sources of several kinds: {', '.join(kinds)}", hint="import one kind at a time"))
    branches = [branch for read in reads for branch in read.branches]
    faults += [fault for read in reads for fault in read.faults]
    if not branches:
        raise InputError([*faults, Fault("no branch in here", sources[0].shown, hint=_hint(kinds[0]))])
    _twice(branches)
    return Read(kinds[0], tuple(branches), tuple(faults))


def _hint(kind: str) -> str:
    if kind == schema_org.KIND:
        return "JSON-LD of a place of business has an address or a branchCode"
    if kind == osm.KIND:
        return "an element needs a name, and opening hours or a key such as shop or amenity"
    return "is it the right file?"


def _twice(branches: Sequence[Incoming]) -> None:
    first: dict[str, Incoming] = {}
    faults = []
    for branch in branches:
        if branch.id in first:
            faults.append(Fault(f"'{branch.key}' stands in {first[branch.id].where} already", branch.where))
        first.setdefault(branch.id, branch)
    if faults:
        raise InputError(faults)


def _read(raw: Raw, ask: Ask, day: dt.date, faults: list[Fault]) -> Read | list[dict[str, Any]]:
    """What a source holds; the objects of a page for schema.org. What of a page is left out is told in `faults`."""
    if raw.suffix in (".csv", ".tsv", ".xlsx"):
        return _table(raw, ask)
    text = _decoded(raw)
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if raw.suffix in (".json", ".jsonld", ".geojson") or start.startswith(("{", "[")):
        return _json(raw, text, day)
    if raw.suffix == ".osm" or "<osm" in start:
        return osm.read_elements(osm.elements_of_xml(text, raw.shown), raw.shown, day)
    return list(schema_org.objects_of_page(text, raw.shown, faults))


def _decoded(raw: Raw) -> str:
    from promisecheck.sources.decode import decode, looks_binary

    if looks_binary(raw.content):
        hint = ".html, .json, .geojson, .osm, .csv, .xlsx"
        raise InputError(Fault("this is no text", raw.shown, hint=f"readable are {hint} and addresses of pages"))
    return decode(raw.content, markup=True).text


def _json(raw: Raw, text: str, day: dt.date) -> Read | list[dict[str, Any]]:
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        lines = text.splitlines()
        line = lines[error.lineno - 1][:160] if error.lineno <= len(lines) else None
        raise InputError(Fault(f"not valid JSON: {error.msg}", raw.shown, error.lineno, error.colno, line)) from None
    except RecursionError:
        raise InputError(Fault("nested too deeply", raw.shown)) from None
    if osm.is_osm(data):
        return osm.read_elements(osm.elements_of_json(data), raw.shown, day)
    objects = list(objects_in(data, raw.shown))
    locations = [one for one in objects if google.is_google(one)]
    return google.read_objects(locations, raw.shown) if locations else objects


def _table(raw: Raw, ask: Ask) -> Read:
    rows = xlsx_rows(raw.content, raw.shown) if raw.suffix == ".xlsx" else csv_rows(_decoded(raw), raw.shown)
    header = next(rows, None)
    if header is None:
        raise InputError(Fault("the table is empty", raw.shown))
    headings = [cell.strip().lstrip("\ufeff") for cell in header[1]]
    folded = [column_name(heading) for heading in headings]
    if "store_code" in folded and "business_name" in folded:
        return google.read_rows(folded, rows, raw.shown)
    body = list(rows)
    columns = tables.exact(headings) or ask(headings, [cells for _, cells in body[:3]], raw.shown)
    tables.check_mapping(columns, headings, raw.shown)
    return tables.read_rows(columns, headings, body, raw.shown)
