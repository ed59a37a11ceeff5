"""Tables of locations: .csv, .tsv and .xlsx with the columns of COLUMNS; further columns are kept."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from zipfile import BadZipFile, ZipFile

from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.standards.branches import Branch, Row, names_node, split_list
from promisecheck.standards.faults import near
from promisecheck.yaml_lines import Node

COLUMNS = ("id", "name", "groups", "pages", "url", "working_week")
MAX_UNPACKED_BYTES = 200_000_000
_LISTS = ("groups", "pages")
_NAME = re.compile(r"name(?:_([a-z]{2}))?")
_SURE = 0.8


def column_name(name: str) -> str:
    """A column's header folded: small letters, "_" between words."""
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def csv_rows(text: str, shown: str) -> Iterator[Row]:
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


def xlsx_rows(content: bytes, shown: str) -> Iterator[Row]:
    """Rows of the first sheet that are not empty. Raises InputError, MissingExtraError without openpyxl."""
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("a branch file in .xlsx", "evidence") from None
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
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
def read_rows(
    header_line: int, columns: list[str], rows: Iterable[Row], shown: str, faults: list[Fault]
) -> list[Branch]:
    """The locations of a table whose header is read; mistakes in single rows are added to `faults`.

    Raises InputError for a header without an id, or with columns that stand twice or look misspelt.
    """
    in_header = list(_header_faults(header_line, columns, shown))
    if in_header:
        raise InputError(in_header)
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
            row = ", ".join(cell.strip() for cell in cells if cell.strip())
            faults.append(Fault(f"row without an id: {row}", shown, line, at, hint="give every location a short id"))
            continue
        branches.append(_branch(shown, line, at, id_, values))
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
