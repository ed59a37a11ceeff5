"""What all tests share: caches of their own, and a PostgreSQL server that is started where a test asks for one."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """None of them reads or fills the cache of the person who runs them, or of another test."""
    before = os.environ.get("PROMISECHECK_CACHE_DIR")
    os.environ["PROMISECHECK_CACHE_DIR"] = str(tmp_path_factory.getbasetemp() / f"cache-{next(_NUMBERS)}")
    yield
    if before is None:
        del os.environ["PROMISECHECK_CACHE_DIR"]
    else:
        os.environ["PROMISECHECK_CACHE_DIR"] = before


@dataclass(frozen=True)
class Postgres:
    """A server on a Unix socket in `folder`; trusts whoever may open the folder."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://review@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, a copy of the template; gives its address."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as con:
            con.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'.encode())
        return self.url(database)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own on a Unix socket; as root it runs as the user `postgres`, who may."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    folder = Path(tempfile.mkdtemp(prefix="pcpg"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(folder, "postgres")

    def run(*command: str) -> None:
        subprocess.run([*as_postgres, *command], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    run(str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "review", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=100"
    run(str(binaries / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield Postgres(folder)
    finally:
        run(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)
