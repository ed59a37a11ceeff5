"""Locations from a branch file, as the nodes that the same locations in YAML would be.

Read: .csv and .xlsx with the columns id, name_en, name_ar (any name_LANGUAGE), groups (";" between them), pages, url,
working_week, further columns kept; schema.org JSON-LD (.json, .jsonld) and exports of a Google Business Profile (.csv,
.json): see branch_json.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.standards.faults import near
from promisecheck.yaml_lines import Node

MAX_BYTES = 50_000_000
MAX_LOCATIONS = 200_000
COLUMNS = ("id", "name", "groups", "pages", "url", "working_week")
_LISTS = ("groups", "pages")
_NAME = re.compile(r"name(?:_([a-z]{2}))?")
_GOOGLE_COLUMN = "store_code"
_SURE = 0.8
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A location of a branch file: its id and value as nodes (line is the row, column the column), further columns."""

    key: Node
    value: Node
    extra: Mapping[str, str]


def read_branch_file(path: Path, shown: str, groups_by_name: Mapping[str, str]) -> list[Branch]:
    """The locations of a branch file.

    shown: what messages call the file. groups_by_name: folded name -> id of the declared groups, to which exports
    without groups are matched by town.

    Raises InputError with every mistake (row and column), MissingExtraError for .xlsx without openpyxl.
    """
    from promisecheck.standards.branch_json import read_google_rows, read_json

    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise InputError(Fault(f"cannot read the branch file: {error.strerror}", shown)) from None
    if size > MAX_BYTES:
        raise InputError(Fault(f"larger than {MAX_BYTES:,} bytes", shown, hint="split the file"))
    suffix = path.suffix.lower()
    if suffix in (".json", ".jsonld"):
        branches = read_json(_decode(content, shown), shown, groups_by_name)
    elif suffix in (".csv", ".tsv", ".xlsx"):
        rows = _xlsx_rows(content, shown) if suffix == ".xlsx" else _csv_rows(_decode(content, shown), shown)
        header = next(rows, None)
        if header is None:
            raise InputError(Fault("the branch file is empty", shown, hint=f"columns: {', '.join(COLUMNS)}"))
        columns = [_column(name) for name in header[1]]
        if _GOOGLE_COLUMN in columns:
            branches = read_google_rows(columns, rows, shown, groups_by_name)
        else:
            branches = _from_rows(header[0], columns, rows, shown)
    else:
        known = ".csv, .xlsx, .json, .jsonld"
        raise InputError(Fault(f"a branch file cannot be '{suffix or path.name}'", shown, hint=f"one of {known}"))
    if not branches:
        raise InputError(Fault("the branch file holds no location", shown))
    if len(branches) > MAX_LOCATIONS:
        raise InputError(Fault(f"more than {MAX_LOCATIONS:,} locations", shown))
    return branches


def _decode(content: bytes, shown: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(Fault("not UTF-8", shown, line, hint="save it as 'CSV UTF-8'")) from None


def _column(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


# ------------------------------------------------------------------------------------------------ rows
def _csv_rows(text: str, shown: str) -> Iterator[Row]:
    """Rows that are not empty, with the line each starts in. The separator is the one the header uses most."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(Fault("a NUL character", shown, line, hint="save it as 'CSV UTF-8'"))
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(Fault(f"not valid CSV: {error}", shown, start, hint="check the quotes of this row")) from None


def _xlsx_rows(content: bytes, shown: str) -> Iterator[Row]:
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("a branch file in .xlsx", "evidence") from None
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > 4 * MAX_BYTES:
                raise InputError(Fault("too large when unpacked", shown))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except InputError:
        raise
    except (BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise InputError(Fault(f"not a workbook that can be read: {error}", shown)) from None
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=200), start=1):
        texts = [_cell(cell) for cell in cells]
        if any(texts):
            yield number, texts


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


# ------------------------------------------------------------------------------------------------ nodes
def _from_rows(header_line: int, columns: list[str], rows: Iterable[Row], shown: str) -> list[Branch]:
    faults = list(_header_faults(header_line, columns, shown))
    if faults:
        raise InputError(faults)
    branches = []
    for line, cells in rows:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            message = f"row has {len(cells)} cells, the header {len(columns)}"
            faults.append(Fault(message, shown, line, len(columns) + 1, hint="put a cell with a comma in quotes"))
            continue
        values = {
            column: (n, cell.strip()) for n, (column, cell) in enumerate(zip(columns, cells, strict=False), start=1)
        }
        at, id_ = values.get("id", (1, ""))
        if not id_:
            faults.append(Fault("row without an id", shown, line, at, hint="give every location a short id"))
            continue
        branches.append(_branch(shown, line, at, id_, values))
    if faults:
        raise InputError(faults)
    return branches


def _header_faults(line: int, columns: list[str], shown: str) -> Iterator[Fault]:
    if "id" not in columns:
        yield Fault("no column 'id'", shown, line, hint=f"columns: {', '.join(COLUMNS)} (name_en, name_ar ...)")
    for n, column in enumerate(columns, start=1):
        if column and column in columns[: n - 1]:
            yield Fault(f"column '{column}' twice", shown, line, n)
        close = [] if column in COLUMNS or _NAME.fullmatch(column) else near(column, COLUMNS, most=1, least=_SURE)
        if close:
            yield Fault(f"unknown column '{column}'", shown, line, n, hint=f"did you mean '{close[0]}'?")


def _branch(shown: str, line: int, at: int, id_: str, values: Mapping[str, tuple[int, str]]) -> Branch:
    names: dict[str, tuple[Node, ...]] = {}
    entries: list[tuple[Node, Node]] = []
    extra = {}
    for column, (n, cell) in values.items():
        node = Node(shown, line, n, scalar=cell)
        name = _NAME.fullmatch(column)
        if not cell or column == "id":
            continue
        if name:
            names[name[1] or ""] = split_list(node)
        elif column in _LISTS:
            entries.append((Node(shown, line, n, scalar=column), Node(shown, line, n, items=split_list(node))))
        elif column in COLUMNS:
            entries.append((Node(shown, line, n, scalar=column), node))
        elif column:
            extra[column] = cell
    if names:
        entries.insert(0, (Node(shown, line, at, scalar="names"), names_node(shown, line, at, names)))
    return Branch(Node(shown, line, at, scalar=id_), Node(shown, line, at, entries=tuple(entries)), extra)


def split_list(node: Node) -> tuple[Node, ...]:
    """The parts of a cell between ";"."""
    parts = (part.strip() for part in (node.scalar or "").split(";"))
    return tuple(Node(node.file, node.line, node.column, scalar=part) for part in parts if part)


def names_node(shown: str, line: int, column: int, names: Mapping[str, tuple[Node, ...]]) -> Node:
    """Names per language as a node; those under "" are in a language that their script tells."""
    if set(names) == {""}:
        return Node(shown, line, column, items=names[""])
    entries = [
        (Node(shown, line, column, scalar=language), Node(shown, line, column, items=items))
        for language, items in names.items()
        if language
    ]
    return Node(shown, line, column, entries=tuple(entries))
