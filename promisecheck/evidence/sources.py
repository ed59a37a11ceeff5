"""Where records come from: CSV and Parquet files, workbooks, and queries of a SQLite or PostgreSQL database.

DuckDB reads CSV and Parquet by itself; it sees that one file and nothing else, loads no extension and takes no
settings from then on. What comes from a workbook or a database is first written, row by row, to a CSV file of its own.
"""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from promisecheck.errors import Fault, InputError, MissingExtraError

if TYPE_CHECKING:
    import duckdb

TABLES: Final = (".csv", ".tsv", ".txt")
PARQUET: Final = (".parquet", ".pq")
WORKBOOK: Final = (".xlsx", ".xlsm")
_SQLITE: Final = (".sqlite", ".sqlite3", ".db")
_MEMORY: Final = "384MB"
"""What DuckDB may hold in memory; the rest of a pass goes to a temporary folder."""
_UNPACKED: Final = 2 << 30
"""Most bytes that a workbook may unpack to."""
_BATCH: Final = 10_000
_HEADING: Final = 1 << 20
_HINT: Final = "a record is a .csv, .parquet or .xlsx file, or a query of a database"


@dataclass(frozen=True, slots=True)
class File:
    """A file. shown: what messages call it."""

    path: Path
    shown: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A query of a database: a SQLite file, or the address of a PostgreSQL one. Only the command line gives one."""

    target: str
    sql: str

    @property
    def shown(self) -> str:
        """The database without a password."""
        if "://" not in self.target:
            return self.target
        parts = urlsplit(self.target)
        return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


Source = File | Query


@dataclass(frozen=True, slots=True)
class Table:
    """A record as DuckDB reads it: the expression to select from, and what messages call it."""

    scan: str
    file: Path
    shown: str


def confined(name: str, shown: str, bases: Sequence[Path], roots: Sequence[Path], fault: Fault) -> File:
    """The file that a spec names, when it lies in the project.

    bases: the folders its name may be relative to, tried in turn. roots: the folders it must lie in once every link
    is followed. fault: the place that names it; its message is set here.

    Raises InputError when the name is absolute or has wildcards, when the file is elsewhere, or not there.
    """

    def refuse(message: str, hint: str) -> InputError:
        return InputError(Fault(message, fault.file, fault.line, fault.column, fault.text, hint))

    if Path(name).is_absolute() or any(sign in name for sign in "*?[]"):
        raise refuse(f"the record '{shown}' is no plain relative path", "name one file beside the spec")
    candidates = [base / name for base in bases]
    path = next((candidate for candidate in candidates if candidate.exists()), None)
    if path is None:
        raise refuse(f"there is no record '{shown}'", f"looked in: {', '.join(str(base) for base in bases)}")
    if not any(path.resolve().is_relative_to(root.resolve()) for root in roots):
        raise refuse(f"the record '{shown}' lies outside of the project", "move it beside the spec")
    return File(path.resolve(), shown)


def source_of(text: str, query: str | None = None) -> Source:
    """The source that an option names. Raises InputError when it is not there, or a database comes without a query."""
    address = text.startswith(("postgresql://", "postgres://"))
    database = address or text.lower().endswith(_SQLITE)
    if not address and not Path(text).is_file():
        raise InputError(Fault("there is no such record", text, hint=_HINT))
    if database:
        if query is None:
            shown = Query(text, "").shown
            raise InputError(Fault("a database needs a query", shown, hint="add --measured-query 'SELECT ...'"))
        return Query(text, query)
    if query is not None:
        raise InputError(Fault("a query is asked of a database, not of a file", text, hint=_HINT))
    return File(Path(text), text)


@contextmanager
def opened(source: Source) -> Iterator[tuple[duckdb.DuckDBPyConnection, Table]]:
    """A connection that can read this one record, and the table.

    Raises InputError when it cannot be read, MissingExtraError without the extra `evidence`.
    """
    with tempfile.TemporaryDirectory(prefix="promisecheck-") as folder:
        if isinstance(source, Query):
            table = _copied(_query_rows(source), Path(folder, "rows.csv"), source.shown)
        elif source.path.suffix.lower() in WORKBOOK:
            table = _copied(sheet_rows(source), Path(folder, "rows.csv"), source.shown)
        else:
            table = _file(source)
        with closing(_locked(table.file, Path(folder, "spill"))) as connection:
            yield connection, table


def _locked(file: Path, spill: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory from which only `file` can be reached."""
    connection: duckdb.DuckDBPyConnection = _duckdb().connect(":memory:", config={"threads": 2})
    for setting in (
        f"allowed_paths = [{quoted(str(file))}]",
        f"temp_directory = {quoted(str(spill))}",
        f"memory_limit = '{_MEMORY}'",
        "TimeZone = 'UTC'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("reading records", "evidence") from None
    return duckdb


def quoted(text: str) -> str:
    """Text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


# ------------------------------------------------------------------------------------------------ files
def _file(source: File) -> Table:
    suffix = source.path.suffix.lower()
    if suffix not in (*TABLES, *PARQUET):
        raise InputError(
            Fault(f"'{source.path.suffix or source.path.name}' is no kind of record", source.shown, hint=_HINT)
        )
    try:
        empty = source.path.stat().st_size == 0
    except OSError as error:
        raise InputError(Fault(f"the record cannot be read: {error.strerror}", source.shown)) from None
    if empty:
        raise InputError(Fault("the record is empty", source.shown, hint="it needs a heading and a row for each case"))
    path = source.path.resolve()
    if suffix in PARQUET:
        return Table(f"read_parquet({quoted(str(path))})", path, source.shown)
    return _csv(path, source.shown)


def _csv(file: Path, shown: str) -> Table:
    """A table of text, nothing guessed but the delimiter: every column is text, quotes are as RFC 4180 has them.

    Raises InputError without a heading in the first line.
    """
    with file.open("rb") as stream:
        heading = stream.readline(_HEADING).decode("utf-8-sig", errors="replace").rstrip("\r\n")
    outside = "".join(heading.split('"')[::2])
    delimiter = max(",;\t|", key=outside.count)
    names = next(csv.reader([heading], delimiter=delimiter), [])
    if not any(name.strip() for name in names):
        raise InputError(Fault("the first line is no heading", shown, 1, hint="name the columns in the first line"))
    columns: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        columns[name if name and name not in columns else f"{name} ({number})".strip()] = "VARCHAR"
    listed = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in columns)
    scan = (
        f"read_csv({quoted(str(file))}, columns = {{{listed}}}, auto_detect = false, header = true, "
        f"delim = {quoted(delimiter)}, quote = '\"', escape = '\"', strict_mode = true)"
    )
    return Table(scan, file, shown)


def _copied(rows: Iterable[Sequence[object]], file: Path, shown: str) -> Table:
    """Rows, the first of them a heading, as a table that DuckDB reads."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerows([_text(cell) for cell in row] for row in rows)
    if not file.stat().st_size:
        raise InputError(Fault("the record is empty", shown, hint="it needs a heading and a row for each case"))
    return _csv(file, shown)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def sheet_rows(source: File) -> Iterator[Sequence[object]]:
    """The rows of a sheet, the empty ones at its end left out.

    Raises InputError when it is no workbook or has no such sheet, MissingExtraError without the extra `evidence`.
    """
    import zipfile

    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("reading workbooks", "evidence") from None
    try:
        with zipfile.ZipFile(source.path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise InputError(Fault("the workbook unpacks to more than 2 GB", source.shown, hint="save it as CSV"))
        book = openpyxl.load_workbook(source.path, read_only=True, data_only=True)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError(Fault(f"not a workbook: {error}", source.shown, hint="save it as .xlsx or CSV")) from None
    with closing(book):
        if source.sheet is not None and source.sheet not in book.sheetnames:
            sheets = ", ".join(book.sheetnames)
            raise InputError(Fault(f"there is no sheet '{source.sheet}'", source.shown, hint=f"sheets: {sheets}"))
        sheet = book[source.sheet] if source.sheet is not None else book.worksheets[0]
        waiting: list[Sequence[object]] = []
        for row in sheet.iter_rows(values_only=True):
            waiting.append(row)
            if any(cell is not None for cell in row):
                yield from waiting
                waiting.clear()


# ------------------------------------------------------------------------------------------------ databases
def _query_rows(source: Query) -> Iterator[Sequence[object]]:
    """The heading and the rows of a query. The database is opened for reading only."""
    return _postgresql_rows(source) if "://" in source.target else _sqlite_rows(source)


def _sqlite_rows(source: Query) -> Iterator[Sequence[object]]:
    import sqlite3

    try:
        path = Path(source.target).resolve().as_uri()
        with closing(sqlite3.connect(f"{path}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA query_only = on")
            yield from _rows(connection.execute(source.sql), source)
    except sqlite3.Error as error:
        raise InputError(Fault(f"the query failed: {error}", source.shown, text=source.sql)) from None


def _postgresql_rows(source: Query) -> Iterator[Sequence[object]]:
    try:
        import psycopg
    except ImportError:
        raise MissingExtraError("querying PostgreSQL", "evidence") from None
    try:
        with psycopg.connect(source.target, connect_timeout=10) as connection:
            connection.read_only = True
            with connection.cursor(name="promisecheck") as cursor:
                cursor.itersize = _BATCH
                cursor.execute(source.sql.encode())
                yield from _rows(cursor, source)
    except psycopg.Error as error:
        message = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(Fault(f"the query failed: {message}", source.shown, text=source.sql)) from None


def _rows(cursor: Any, source: Query) -> Iterator[Sequence[object]]:
    if cursor.description is None:
        raise InputError(Fault("the query returns no rows", source.shown, text=source.sql, hint="write a SELECT"))
    yield [column[0] for column in cursor.description]
    while batch := cursor.fetchmany(_BATCH):
        yield from batch
