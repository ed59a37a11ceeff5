"""Copies of the whole review: a file of SQLite taken while it runs, and lines of JSON that move between databases."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, Literal, cast

import sqlalchemy as sa

from promisecheck.errors import Fault, InputError
from promisecheck.review import audit
from promisecheck.review.database import Database, Moment
from promisecheck.review.tables import Zipped, meta

FORMAT = 1
_PASSING = ("sessions",)
"""Tables that no copy takes along: what was ended since must not come to life again."""


def is_sqlite(file: Path) -> bool:
    """Whether a backup is a SQLite file, by its first bytes."""
    with file.open("rb") as handle:
        return handle.read(16) == b"SQLite format 3\0"


@contextmanager
def writing(target: Path) -> Iterator[IO[str]]:
    """A new text file, there when it is whole; compressed where its name ends in .gz.

    Raises InputError where there is one already.
    """
    if target.exists():
        raise InputError(Fault("the file is there already", str(target), hint="choose another name"))
    try:
        temporary = _beside(target)
    except OSError as error:
        raise InputError(Fault(f"cannot write there: {error.strerror}", str(target))) from None
    try:
        with _text(temporary, "w", target.suffix == ".gz") as out:
            yield out
        _sync(temporary)
        os.link(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def reading(source: Path) -> Iterator[IO[str]]:
    """The lines of a dump. Raises InputError where they are not text."""
    with source.open("rb") as handle:
        packed = handle.read(2) == b"\x1f\x8b"
    try:
        with _text(source, "r", packed) as lines:
            yield lines
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(Fault(f"not a backup: {error}", str(source))) from None


def _text(file: Path, mode: Literal["r", "w"], packed: bool) -> IO[str]:
    if packed:
        return cast(IO[str], gzip.open(file, f"{mode}t", encoding="utf-8"))
    return file.open(mode, encoding="utf-8")


def backup(db: Database, target: Path) -> audit.Proof:
    """Copy a running SQLite database into a new file, whole or not at all, and verify the copy's audit chain.

    Raises InputError when the database is PostgreSQL (use pg_dump, or `dump`), or the target exists.
    """
    if not db.is_sqlite or db.url.database is None:
        raise InputError(Fault("a backup file is for SQLite", hint="use pg_dump, or the dump to JSON lines"))
    if target.exists():
        raise InputError(Fault("the backup's file is there already", str(target), hint="choose another name"))
    temporary = _beside(target)
    try:
        with closing(sqlite3.connect(db.url.database)) as source, closing(sqlite3.connect(temporary)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        proof = _inspect(temporary)
        _sync(temporary)
        os.link(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    return proof


def restore(source: Path, db: Database) -> audit.Proof:
    """Put a backup in the place of a SQLite database; the app must not run.

    The backup is checked first: its pages, its schema (an older one is brought up to date) and its audit chain. The
    database that was there is kept beside it with the ending `.before-restore`. Raises InputError for a backup that is
    damaged, of a newer program, or whose chain is broken, and while somebody uses the database; nothing is changed
    then.
    """
    if not db.is_sqlite or db.url.database is None:
        raise InputError(Fault("a backup file is for SQLite", hint="load a dump of JSON lines instead"))
    if not source.is_file():
        raise InputError(Fault("no such backup", str(source)))
    target = Path(db.url.database)
    temporary = _beside(target)
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(temporary)) as new,
        ):
            try:
                old.backup(new)
            except sqlite3.DatabaseError as error:
                raise InputError(Fault(f"not a backup: {error}", str(source))) from None
        proof = _inspect(temporary)
        if not proof.whole:
            raise InputError(Fault(f"the audit chain is broken: {proof.broken}", str(source)))
        db.close()
        if target.exists():
            _require_alone(target)
            os.replace(target, f"{target}.before-restore")
        for ending in ("-wal", "-shm"):
            Path(f"{target}{ending}").unlink(missing_ok=True)
        _sync(temporary)
        os.replace(temporary, target)
    finally:
        for ending in ("", "-wal", "-shm"):
            Path(f"{temporary}{ending}").unlink(missing_ok=True)
    return proof


def dump(db: Database, out: IO[str], *, now: dt.datetime) -> int:
    """Write everything as lines of JSON: a head, then one row a line, tables in an order that can be loaded.

    One consistent state, of SQLite and PostgreSQL alike. Holds password hashes, and secrets under their seal: keep it
    as safe as the database, and the installation's secret key elsewhere. Gives the number of rows.
    """
    head = {"promisecheck": FORMAT, "revision": db.revision(), "at": now.isoformat()}
    out.write(json.dumps(head) + "\n")
    count = 0
    with db.read() as con:
        for table in (one for one in meta.sorted_tables if one.name not in _PASSING):
            order = list(table.primary_key.columns)
            for row in con.execution_options(yield_per=200).execute(sa.select(table).order_by(*order)):
                values = {name: _out(value) for name, value in row._mapping.items()}
                out.write(json.dumps({"table": table.name, "row": values}, ensure_ascii=True) + "\n")
                count += 1
    return count


def load(db: Database, source: IO[str]) -> audit.Proof:
    """Fill an empty database from a dump, all or nothing, and verify the audit chain.

    Raises InputError when the database holds anything, the dump is of another revision, or a line cannot be read.
    """
    lines = enumerate(source, 1)
    _check_head(db, next(lines, (1, ""))[1])
    with db.write() as con:
        if any(con.execute(sa.select(table).limit(1)).first() for table in meta.sorted_tables):
            raise InputError(Fault("the database is not empty", hint="load a dump into a new one"))
        for number, line in lines:
            try:
                entry = json.loads(line)
                table = meta.tables[entry["table"]]
                values = {name: _in(table.c[name], value) for name, value in entry["row"].items()}
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(Fault(f"not a row of a dump: {error}", line=number)) from None
            con.execute(sa.insert(table).values(values))
        if not db.is_sqlite:
            _advance_sequences(con)
        proof = audit.check(audit.read_all(con))
        if not proof.whole:
            raise InputError(Fault(f"the audit chain of the dump is broken: {proof.broken}"))
    return proof


def _check_head(db: Database, line: str) -> None:
    try:
        head = json.loads(line)
        version, revision = head["promisecheck"], head["revision"]
    except (ValueError, KeyError, TypeError):
        raise InputError(Fault("not a dump of a review", line=1)) from None
    if version != FORMAT or revision != db.revision():
        hint = "load it with the program that wrote it, then upgrade"
        raise InputError(Fault(f"a dump of format {version}, revision {revision}", line=1, hint=hint))


def _inspect(file: Path) -> audit.Proof:
    """Whether a copied file is sound; brings an older schema up to date. Raises InputError."""
    with closing(sqlite3.connect(file)) as con:
        try:
            result = con.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            result = str(error)
    if result != "ok":
        raise InputError(Fault(f"the copy is damaged: {result}", str(file)))
    copy = Database(f"sqlite:///{file}")
    try:
        if copy.revision() is None:
            raise InputError(Fault("not a review database", str(file)))
        copy.upgrade()
        proof = audit.verify(copy)
    finally:
        copy.close()
    with closing(sqlite3.connect(file)) as con:
        for table in _PASSING:
            con.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        con.commit()
        con.execute("PRAGMA journal_mode=DELETE")
    return proof


def _require_alone(target: Path) -> None:
    """Leave write-ahead logging, which SQLite allows to nobody but the last connection. Raises InputError."""
    try:
        with closing(sqlite3.connect(target, timeout=1)) as current:
            current.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        hint = "stop the review app first"
        raise InputError(Fault(f"somebody uses the database: {error}", str(target), hint=hint)) from None


def _beside(target: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    os.close(handle)
    return Path(name)


def _sync(file: Path) -> None:
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


def _out(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value


def _in(column: sa.Column[Any], value: Any) -> Any:
    if value is None or isinstance(column.type, Zipped):
        return value
    if isinstance(column.type, Moment):
        return dt.datetime.fromisoformat(value)
    if isinstance(column.type, sa.Date):
        return dt.date.fromisoformat(value)
    if isinstance(column.type, sa.LargeBinary):
        return base64.b64decode(value["base64"])
    return value


def _advance_sequences(con: sa.Connection) -> None:
    """New rows go on after the loaded ones."""
    for table in _with_id():
        top = con.scalar(sa.select(sa.func.max(table.c.id)))
        if top is not None:
            con.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), top)))


def _with_id() -> Iterator[sa.Table]:
    yield from (table for table in meta.sorted_tables if "id" in table.c)
