"""`approvals`: keys, and the file that lets approved promises through a check."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click

from promisecheck.cli.keeping import database_options, opened
from promisecheck.cli.options import Day
from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.quiet.approvals import LONGEST

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def approvals() -> None:
    """Let through what operations have approved in the review app (`check --approvals FILE`)."""


@approvals.command()
@click.argument("private", type=_FILE)
def keys(private: Path) -> None:
    """Make a key to sign approvals with: the secret half goes to the file PRIVATE, the public half is printed.

    Keep PRIVATE where the app runs and out of the repository. Put the public half into the settings, as approvals_key.
    """
    try:
        from promisecheck.quiet.approvals import new_keys

        secret, public = new_keys()
    except ImportError:
        raise MissingExtraError("approvals", "approvals") from None
    try:
        with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secret + "\n")
    except FileExistsError:
        raise InputError(Fault("this file is there already", str(private), hint="name a new one")) from None
    except OSError as error:
        raise InputError(Fault(f"cannot write the key: {error.strerror}", str(private))) from None
    click.echo(f'approvals_key = "{public}"')


@approvals.command()
@click.option("--key", type=_FILE, required=True, help="The file of `approvals keys`.")
@click.option("--output", type=_FILE, required=True, help="File to write, for the repository.")
@click.option("--until", type=Day(), help=f"The last day they count at most. Default: in {LONGEST.days} days.")
@click.option("--date", type=Day(), help="Today, for the default of --until.")
@database_options
def export(
    key: Path, output: Path, until: dt.date | None, date: dt.date | None, database: str | None, instance: Path | None
) -> None:
    """Write what is approved and holds as approved: a line for each promise and branch, signed, sorted, no times."""
    with opened(database, instance) as db:
        from promisecheck.quiet.approvals import signer, written
        from promisecheck.review.actors import PROGRAM
        from promisecheck.review.approvals import approvals as approved

        try:
            sign = signer(key.read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError):
            hint = "make one with: promisecheck approvals keys"
            raise InputError(Fault("cannot read the key", str(key), hint=hint)) from None
        found = approved(db, PROGRAM, until=until or (date or dt.date.today()) + LONGEST)
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        beside.write_text(written(found, sign), encoding="utf-8")
        beside.replace(output)
    except OSError as error:
        raise InputError(Fault(f"cannot write the approvals: {error.strerror}", str(output))) from None
    click.echo(f"{output}: {len(found)} approvals")
