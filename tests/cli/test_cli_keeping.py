"""`audit`, `backup` and `restore` as a shell runs them, on a database that holds a decision."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from promisecheck.cli import cli
from promisecheck.errors import InputError
from promisecheck.review import login, people, sessions
from promisecheck.review.actors import Places
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError
from promisecheck.review.sealing import Seal

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
PASSWORD = "correct horse battery"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'review.db'}"
    made: str = request.getfixturevalue("postgres").create(f"c{abs(hash(request.node.nodeid))}")
    return made


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    made = Database(url, seal=Seal("a key of the tests, long enough for one"))
    made.upgrade()
    people.first_admin(made, login="huda@toy.example", name="Huda", password=PASSWORD, language="en", now=NOW)
    yield made
    made.close()


def run(*arguments: Any) -> Result:
    done = CliRunner().invoke(cli, [str(one) for one in arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def names(db: Database) -> list[str]:
    admin = people.load_actor(db, 1, Places())
    return [one.name for one, _ in people.list_people(db, admin)]


def add(db: Database, name: str) -> None:
    admin = people.load_actor(db, 1, Places())
    people.add_person(db, admin, login=f"{name}@toy.example", name=name, now=NOW)


def test_the_record_is_verified_and_a_cut_is_noticed(db: Database, url: str, tmp_path: Path) -> None:
    first = run("audit", "verify", "--database", url)
    assert first.return_value == 0
    known = first.output.split()[-1]
    add(db, "aya")
    assert run("audit", "verify", "--database", url, "--known", known).return_value == 0
    export = tmp_path / "audit.jsonl"
    run("audit", "export", "--database", url, "--output", export)
    lines = export.read_text(encoding="utf-8").splitlines(keepends=True)
    assert [json.loads(line)["action"] for line in lines] == ["person.added", "role.granted", "person.added"]
    assert run("audit", "verify", export, "--known", known).return_value == 0
    export.write_text("".join(lines[:-1]), encoding="utf-8")
    last = json.loads(lines[-1])
    assert run("audit", "verify", export).return_value == 0
    assert run("audit", "verify", export, "--known", f"{last['seq']}:{last['hash']}").return_value == 1
    export.write_text("".join(lines).replace("aya", "rami"), encoding="utf-8")
    assert run("audit", "verify", export).return_value == 1
    with pytest.raises(InputError, match="is there already"):
        run("audit", "export", "--database", url, "--output", export)


@pytest.mark.parametrize("name", ["copy.backup", "copy.jsonl.gz"])
def test_a_backup_comes_back_and_ended_sessions_stay_ended(db: Database, url: str, tmp_path: Path, name: str) -> None:
    opened = login.log_in(db, "huda@toy.example", PASSWORD, now=NOW)
    target = tmp_path / name
    portable = ["--portable"] if ".jsonl" in name else []
    told = run("backup", target, "--database", url, *portable).output
    assert f"copied: {target}" in told
    with pytest.raises(InputError, match="already"):
        run("backup", target, "--database", url)
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    assert told.splitlines()[-1] in run("restore", target, "--database", fresh).output
    other = Database(fresh)
    assert names(other) == ["Huda"]
    with pytest.raises(ForbiddenError):
        sessions.actor_of(other, opened.secret, Places(), now=NOW)
    other.close()


def test_a_backup_takes_the_place_of_what_was_there_once_nobody_uses_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'review.db'}"
    db = Database(url)
    db.upgrade()
    people.first_admin(db, login="huda@toy.example", name="Huda", password=PASSWORD, language="en", now=NOW)
    run("backup", tmp_path / "copy.db", "--database", url)
    add(db, "aya")
    with pytest.raises(InputError, match="stop the review app first"):
        run("restore", tmp_path / "copy.db", "--database", url)
    assert names(db) == ["Huda", "aya"]
    db.close()
    run("restore", tmp_path / "copy.db", "--database", url)
    again = Database(url)
    assert names(again) == ["Huda"]
    again.close()
    with closing(sqlite3.connect(tmp_path / "review.db.before-restore")) as before:
        assert before.execute("SELECT count(*) FROM people").fetchone() == (2,)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"words", "not a dump"),
        (b"\x1f\x8bnot really", "not a backup|not a dump"),
        (b"\xff\xfe\x00", "not a backup"),
        (b"SQLite format 3\0 and then nothing", "not a backup|damaged|not a database"),
    ],
)
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(content)
    with pytest.raises(InputError, match=said):
        run("restore", bad, "--database", f"sqlite:///{tmp_path / 'fresh.db'}")


@pytest.mark.parametrize("command", [("audit", "verify"), ("audit", "export"), ("backup", "x.db")])
def test_no_database_is_made_where_there_is_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="there is no database"):
        run(*command, "--instance", tmp_path)
    assert not list(tmp_path.iterdir())


def test_known_must_be_an_event(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="SEQ:HASH"):
        run("audit", "verify", "--known", "3", "--instance", tmp_path)
