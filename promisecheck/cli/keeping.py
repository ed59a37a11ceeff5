"""`audit`, `backup`, `restore`: what an administrator does with the database of the review app, beside the app."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from promisecheck.errors import Fault, InputError, MissingExtraError

if TYPE_CHECKING:
    from promisecheck.review.audit import Head, Proof
    from promisecheck.review.database import Database

EXIT_BROKEN = 1
_FILE = click.Path(path_type=Path, dir_okay=False)


def database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which database; those of `serve`."""
    url = click.option("--database", metavar="URL", help="As given to serve. Default: the instance folder's.")
    folder = click.option("--instance", type=click.Path(path_type=Path), help="Instance folder, as given to serve.")
    return url(folder(command))


@click.group()
def audit() -> None:
    """The audit record of the review app: verify that it is whole, write it out."""


@audit.command()
@click.argument("export", required=False, type=_FILE)
@click.option("--known", metavar="SEQ:HASH", help="An event noted earlier, which must still be there.")
@database_options
def verify(export: Path | None, known: str | None, database: str | None, instance: Path | None) -> int:
    """Read the whole record, of the database or of an EXPORT, and find its first break. Exits 1 where there is one.

    A record whose newest events were cut off is shorter and whole: note the last event that is printed, and give it
    with --known the next time.
    """
    head = _head(known) if known else None
    if export is not None:
        proof = _verify_export(export, head)
    else:
        with opened(database, instance) as db:
            from promisecheck.review import audit as record

            proof = record.verify(db, known=head)
    click.echo(f"{proof.events} events, the last one {proof.head.seq}:{proof.head.hash}")
    if proof.broken is not None:
        click.echo(f"broken at event {proof.broken.seq}: {proof.broken.reason}", err=True)
        return EXIT_BROKEN
    return 0


@audit.command(name="export")
@click.option("--output", type=_FILE, help="File to write; standard output without it.")
@database_options
def export_(output: Path | None, database: str | None, instance: Path | None) -> None:
    """Write every event as a line of JSON, oldest first. The last one is named on standard error: keep it elsewhere."""
    from promisecheck.review import audit as record

    with opened(database, instance) as db:
        if output is None:
            head = record.export(db, sys.stdout)
        else:
            with new_file(output) as out:
                head = record.export(db, out)
    click.echo(f"the last event is {head.seq}:{head.hash}", err=True)


@click.command()
@click.argument("target", type=_FILE)
@click.option(
    "--portable", is_flag=True, help="Lines of JSON, for databases of either kind; packed where TARGET ends in .gz."
)
@database_options
def backup(target: Path, portable: bool, database: str | None, instance: Path | None) -> None:
    """Copy the whole review into TARGET, a new file, while the app runs.

    Of SQLite a database file, taken by its online backup; of PostgreSQL, and with --portable, one consistent state as
    lines of JSON, which `restore` also loads into a database of the other kind. Sessions are left out. Secrets are
    sealed in it: keep the secret_key of the instance folder, but not beside it.
    """
    from promisecheck.review import audit as record
    from promisecheck.review import backup as copies

    with opened(database, instance) as db:
        if db.is_sqlite and not portable:
            proof = copies.backup(db, target)
        else:
            with new_file(target) as out:
                copies.dump(db, out, now=dt.datetime.now(dt.UTC))
            proof = record.verify(db)
    _print(target, proof, "copied")


@click.command()
@click.argument("source", type=_FILE)
@database_options
def restore(source: Path, database: str | None, instance: Path | None) -> None:
    """Put a backup in the place of the database; the app must be stopped.

    A SQLite file takes the place of the SQLite database, which stays beside it with the ending .before-restore. Lines
    of JSON are loaded into an empty database of either kind. Nothing is changed where the backup is damaged, belongs
    to a newer program, or its audit record is not whole.
    """
    from promisecheck.review import backup as copies

    if not source.is_file():
        raise InputError(Fault("no such backup", str(source)))
    with opened(database, instance, must_exist=False) as db:
        if copies.is_sqlite(source):
            proof = copies.restore(source, db)
        else:
            db.upgrade()
            with copies.reading(source) as lines:
                proof = copies.load(db, lines)
    _print(source, proof, "restored")


def _print(file: Path, proof: Proof, done: str) -> None:
    click.echo(f"{done}: {file}\n{proof.events} events, the last one {proof.head.seq}:{proof.head.hash}")


@contextmanager
def opened(database: str | None, instance: Path | None, *, must_exist: bool = True) -> Iterator[Database]:
    """The database. Raises InputError where it cannot be reached, or there is none."""
    try:
        import sqlalchemy as sa
    except ModuleNotFoundError:
        raise MissingExtraError("this command", "app") from None
    from promisecheck.app.settings import read_database
    from promisecheck.review.database import Database

    db = Database(read_database(database, instance))
    if must_exist and db.is_sqlite and not Path(str(db.url.database)).is_file():
        hint = "name it with --database or --instance, as given to serve"
        raise InputError(Fault("there is no database", str(db.url.database), hint=hint))
    try:
        if must_exist and db.revision() is None:
            raise InputError(Fault("this is not a review database", db.url.render_as_string()))
        yield db
    except sa.exc.DatabaseError as error:
        said = str(error.orig).strip().splitlines()
        raise InputError(Fault(f"the database refused: {said[0] if said else error}", str(db.url))) from None
    finally:
        db.close()


@contextmanager
def new_file(target: Path) -> Iterator[IO[str]]:
    """A new file, whole or not at all."""
    from promisecheck.review.backup import writing

    with writing(target) as out:
        yield out


def _verify_export(file: Path, known: Head | None) -> Proof:
    from promisecheck.review import audit as record

    try:
        with file.open(encoding="utf-8") as lines:
            return record.check(record.read_export(lines), known)
    except OSError as error:
        raise InputError(Fault(f"cannot read it: {error.strerror}", str(file))) from None
    except ValueError as error:
        raise InputError(Fault(f"not an export of the audit record: {error}", str(file))) from None


def _head(text: str) -> Head:
    from promisecheck.review.audit import Head

    seq, _, digest = text.partition(":")
    if not seq.isdecimal() or len(digest) != 64:
        hint = "SEQ:HASH, as the last line of verify and export has it"
        raise InputError(Fault(f"--known cannot be '{text}'", hint=hint))
    return Head(int(seq), digest)
