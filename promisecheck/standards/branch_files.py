"""Branch files: many locations in a table or an export, for `locations: {file: ...}`.

Read: .csv, .tsv and .xlsx with the columns id, name_en, name_ar (any name_LANGUAGE), groups (";" between them), pages,
url, working_week; schema.org JSON-LD (.json, .jsonld); exports of a Google Business Profile (.csv, .json).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from promisecheck.errors import Fault, InputError
from promisecheck.standards.branch_exports import STORE_CODE, read_google_rows, read_json
from promisecheck.standards.branch_tables import COLUMNS, column_name, csv_rows, read_rows, xlsx_rows
from promisecheck.standards.branches import BranchFile

MAX_BYTES = 50_000_000
MAX_LOCATIONS = 200_000


def read_branch_file(path: Path, shown: str, groups_by_name: Mapping[str, str]) -> BranchFile:
    """The locations of a branch file, and the mistakes in its rows.

    shown: what messages call the file. groups_by_name: folded name -> id of the declared groups, to which exports
    without groups are matched by town. Raises InputError for a file that cannot be read as a whole,
    MissingExtraError for .xlsx without openpyxl.
    """
    content = _read(path, shown)
    faults: list[Fault] = []
    suffix = path.suffix.lower()
    if suffix in (".json", ".jsonld"):
        branches = read_json(_decode(content, shown), shown, groups_by_name)
    elif suffix in (".csv", ".tsv", ".xlsx"):
        rows = xlsx_rows(content, shown) if suffix == ".xlsx" else csv_rows(_decode(content, shown), shown)
        header = next(rows, None)
        if header is None:
            raise InputError(Fault("the branch file is empty", shown, hint=f"columns: {', '.join(COLUMNS)}"))
        columns = [column_name(cell) for cell in header[1]]
        if STORE_CODE in columns:
            branches = read_google_rows(columns, rows, shown, groups_by_name, faults)
        else:
            branches = read_rows(header[0], columns, rows, shown, faults)
    else:
        known = ".csv, .xlsx, .json, .jsonld"
        raise InputError(Fault(f"a branch file cannot be '{suffix or path.name}'", shown, hint=f"one of {known}"))
    if not branches and not faults:
        raise InputError(Fault("the branch file holds no location", shown))
    if len(branches) > MAX_LOCATIONS:
        raise InputError(Fault(f"more than {MAX_LOCATIONS:,} locations", shown))
    return BranchFile(tuple(branches), tuple(faults), hashlib.sha256(content).digest())


def _read(path: Path, shown: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(Fault(f"larger than {MAX_BYTES:,} bytes", shown, hint="split the file"))
        return path.read_bytes()
    except OSError as error:
        raise InputError(Fault(f"cannot read the branch file: {error.strerror}", shown)) from None


def _decode(content: bytes, shown: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(Fault("not UTF-8", shown, line, hint="save it as 'CSV UTF-8'")) from None
