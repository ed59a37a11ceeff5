"""A query of PostgreSQL as a record, on a server of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from evidence_helpers import folder, read

from promisecheck.errors import InputError
from promisecheck.evidence.sources import source_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on a Unix socket; as root it runs as the user `postgres`, who may."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    home = Path(tempfile.mkdtemp(prefix="pcev"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(home, "postgres")

    def run(*command: str) -> None:
        subprocess.run([*as_postgres, *command], check=True, cwd=home, stdout=subprocess.DEVNULL)

    data = str(home / "data")
    run(str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "reader", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={home}"
    run(str(binaries / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(home / "log"), "start")
    try:
        yield f"postgresql://reader@/postgres?host={home}"
    finally:
        run(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home)


def test_a_query_is_a_record_and_changes_nothing(server, tmp_path):
    with psycopg.connect(server) as connection:
        connection.execute("CREATE TABLE orders (depot text, minutes numeric)")
        connection.execute("INSERT INTO orders SELECT 'deira', n FROM generate_series(1, 25000) n")
    path = folder(tmp_path)
    record = read(path, given={"parcel-time": source_of(server, "SELECT depot, minutes FROM orders")})
    assert record.cases == 25_000
    assert record.tally(None).met(60, "less").tolist() == [60, 0, 0]
    for query in ("DELETE FROM orders RETURNING depot, minutes", "SELECT no_such_column FROM orders"):
        with pytest.raises(InputError, match="the query failed"):
            read(path, given={"parcel-time": source_of(server, query)})
    with psycopg.connect(server) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (25_000,)


def test_a_database_that_is_not_there(tmp_path):
    source = source_of(f"postgresql://reader:secret@/none?host={tmp_path}", "SELECT 1")
    with pytest.raises(InputError) as caught:
        read(folder(tmp_path), given={"parcel-time": source})
    assert "the query failed" in str(caught.value)
    assert "secret" not in str(caught.value)
