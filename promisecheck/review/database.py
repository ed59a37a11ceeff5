"""One database by one URL: SQLite beside the program, or PostgreSQL for teams.

Writers take turns on both: `BEGIN IMMEDIATE` on SQLite, an advisory lock on PostgreSQL, each from the first statement
of a writing transaction to its end. So a rule that reads before it writes (has everybody decided? what is the last
audit event?) cannot be overtaken, and the code is the same for both. Readers never wait.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from promisecheck.errors import Fault, InputError

if TYPE_CHECKING:
    from promisecheck.review.sealing import Seal

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x50524F4D495345
"""Key of PostgreSQL's advisory lock for writers ("PROMISE" in ASCII)."""


class Database:
    """A pool of connections to the review database.

    url: `sqlite:///path/to/file.db` or `postgresql://user@host/name` (psycopg 3 is used). seal: for the secrets in it;
    without one everything else can be done. Raises InputError for another kind of URL.
    """

    def __init__(self, url: str, *, seal: Seal | None = None, pool_size: int = 10) -> None:
        self._seal = seal
        self.url = _read_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = sa.create_engine(self.url, connect_args={"timeout": 30.0}, pool_size=pool_size)
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = sa.create_engine(self.url, pool_size=pool_size, max_overflow=20, pool_pre_ping=True)
        self._writing = self.engine.execution_options(promisecheck_writes=True)
        self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one consistent state and changes nothing."""
        with self.engine.connect() as con:
            if not self.is_sqlite:
                con.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield con
            con.rollback()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """The one writing transaction of the moment; committed at the end, rolled back on any exception.

        The threads of a process queue up here; only processes meet in the database, where SQLite waits in ever longer
        naps.
        """
        with self._turn, self._writing.begin() as con:
            if not self.is_sqlite:
                con.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield con

    @property
    def seal(self) -> Seal:
        """What secrets are kept under. Raises ValueError for a database that was opened without."""
        if self._seal is None:
            raise ValueError("this database was opened without the key of its secrets")
        return self._seal

    def upgrade(self) -> None:
        """Bring the tables to this program's version; does nothing when they are. Safe to call by several at once.

        Secrets are brought under the newest key on the way. Raises InputError when the seal is not this database's.
        """
        from alembic import command

        from promisecheck.review.sealing import reseal

        with self.write() as con:
            command.upgrade(self._alembic(con), "head")
            if self._seal is not None:
                reseal(con, self._seal)

    def revision(self) -> str | None:
        """The schema's revision in the database; None before the first upgrade."""
        from alembic.migration import MigrationContext

        with self.read() as con:
            return MigrationContext.configure(con).get_current_revision()

    def head(self) -> str | None:
        """The schema's revision that this program needs."""
        from alembic.script import ScriptDirectory

        return ScriptDirectory(str(MIGRATIONS)).get_current_head()

    def ready(self) -> bool:
        """Whether the database answers and its tables are this program's version."""
        try:
            return self.revision() == self.head()
        except sa.exc.SQLAlchemyError:
            return False

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def _alembic(self, con: sa.Connection) -> Any:
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = con
        return config


def _read_url(url: str) -> sa.URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError):
        backend = ""
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite+pysqlite")
    hint = "sqlite:///review.db, or postgresql://user@host/name"
    raise InputError(Fault("this database URL cannot be used", hint=hint))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL lets readers go on beside the writer; FULL makes an acknowledged commit survive a power cut."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(con: sa.Connection) -> None:
    writes = con.get_execution_options().get("promisecheck_writes")
    con.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """A moment with its time zone; kept as UTC. A naive time is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """To UTC, without the zone for SQLite, which has none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, _dialect: sa.Dialect) -> dt.datetime | None:
        """Back with its zone, UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
