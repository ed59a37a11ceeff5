"""Logging in: password, second factor, lockout, and the fresh login that a sign-off may ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from promisecheck.review import access, sessions
from promisecheck.review.actors import Actor
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError, InvalidError, NotFoundError
from promisecheck.review.people import ATTEMPTS, LOCKED_FOR, decoy, hash_password, hasher
from promisecheck.review.sessions import Session
from promisecheck.review.tables import people
from promisecheck.review.writing import Writing, writing

_NOBODY = Actor(None, "-")


def log_in(
    db: Database, login: str, password: str, *, code: str | None = None, instead_of: str = "", now: dt.datetime
) -> Session:
    """Check password and, where one is set up, the second factor's code; then a session begins.

    instead_of: the secret of the browser's session before, which ends.

    Raises ForbiddenError with code "bad-login", "locked" (the password was right, but after five failures nobody gets
    in for 15 minutes) or "code-needed" (the password was right, the code is missing). An unknown login takes as long as
    a wrong password, and is answered the same.
    """
    login = login.strip().casefold()
    with db.read() as con:
        row = con.execute(sa.select(people).where(people.c.login == login, people.c.kind == "person")).first()
    right = _password_fits(row.password_hash if row else None, password)
    if row is None:
        raise ForbiddenError("bad-login")
    opened = None
    with writing(db, Actor(row.id, row.name), now) as tx:
        row = tx.con.execute(sa.select(people).where(people.c.id == row.id)).one()
        if row.locked_until is not None and row.locked_until > now:
            if not right:
                raise ForbiddenError("bad-login")
            raise ForbiddenError("locked", until=row.locked_until.isoformat(timespec="minutes"))
        if not row.active:
            raise ForbiddenError("bad-login")
        if right and row.totp_secret and not code:
            raise ForbiddenError("code-needed")
        factor = db.seal.open(row.totp_secret) if row.totp_secret else ""
        step = _step_of(row, factor, code, now) if right and factor else None
        if not right or (row.totp_secret and step is None):
            _count_failure(tx, row)
        else:
            tx.update(
                people,
                row.id,
                failed_logins=0,
                locked_until=None,
                last_login_at=now,
                totp_step=step if step is not None else row.totp_step,
            )
            tx.record("person.logged_in", f"person:{row.id}")
            opened = sessions.begin(tx, row.id, row.session_epoch, instead_of=instead_of)
    if opened is None:
        raise ForbiddenError("bad-login")
    return opened


def confirm(
    db: Database, actor: Actor, password: str, *, code: str | None = None, instead_of: str = "", now: dt.datetime
) -> Session:
    """A fresh login by somebody who is logged in, before a sign-off. Raises like `log_in`."""
    with db.read() as con:
        login = con.scalar(sa.select(people.c.login).where(people.c.id == actor.id))
    if login is None or actor.via != "session":
        raise ForbiddenError("logged-out")
    return log_in(db, login, password, code=code, instead_of=instead_of, now=now)


def change_password(db: Database, actor: Actor, old: str, new: str, *, now: dt.datetime) -> Session:
    """Set one's own password; all other sessions end.

    Raises ForbiddenError when the old one is wrong, InvalidError when the new one is weak.
    """
    with db.read() as con:
        known = con.scalar(sa.select(people.c.password_hash).where(people.c.id == actor.id))
    if actor.id is None or not _password_fits(known, old):
        raise ForbiddenError("bad-login")
    opened = _set_password(db, actor, actor.id, new, now)
    assert opened is not None  # noqa: S101 - it is their own
    return opened


def reset_password(db: Database, actor: Actor, person_id: int, new: str, *, now: dt.datetime) -> None:
    """Somebody else's password, by an admin; their sessions end and a lock is lifted."""
    access.require(actor, "administer")
    _set_password(db, actor, person_id, new, now)


def enrol_totp(db: Database, actor: Actor, *, issuer: str = "promisecheck") -> tuple[str, str]:
    """A new secret for the second factor and its otpauth:// address. Nothing is kept until `confirm_totp`."""
    import pyotp

    with db.read() as con:
        login = con.scalar(sa.select(people.c.login).where(people.c.id == actor.id))
    if login is None:
        raise ForbiddenError("logged-out")
    secret = pyotp.random_base32()
    return secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def confirm_totp(db: Database, actor: Actor, secret: str, code: str, *, now: dt.datetime) -> None:
    """Keep the secret once a code proves that the person's device has it. Raises InvalidError for a wrong code."""
    step = _fitting_step(secret, code, now)
    if step is None or actor.id is None:
        raise InvalidError("bad-code")
    with writing(db, actor, now) as tx:
        tx.update(people, actor.id, totp_secret=db.seal.close(secret), totp_step=step)
        tx.record("person.second_factor_on", f"person:{actor.id}")


def drop_totp(db: Database, actor: Actor, person_id: int, *, now: dt.datetime) -> None:
    """Take a lost second factor off; by an admin. Sessions end."""
    access.require(actor, "administer")
    with writing(db, actor, now) as tx:
        row = _row(tx, person_id)
        tx.update(people, person_id, totp_secret=None, totp_step=None, session_epoch=row.session_epoch + 1)
        tx.record("person.second_factor_off", f"person:{person_id}")


def _set_password(db: Database, actor: Actor, person_id: int, new: str, now: dt.datetime) -> Session | None:
    """A new session is for who changed their own."""
    hashed = hash_password(new)
    with writing(db, actor, now) as tx:
        epoch = _row(tx, person_id).session_epoch + 1
        tx.update(people, person_id, password_hash=hashed, session_epoch=epoch, failed_logins=0, locked_until=None)
        tx.record("person.password_changed", f"person:{person_id}")
        return sessions.begin(tx, person_id, epoch) if actor.id == person_id else None


def _row(tx: Writing, person_id: int) -> sa.Row[Any]:
    row = tx.con.execute(sa.select(people).where(people.c.id == person_id, people.c.kind == "person")).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="person", id=person_id)
    return row


def _password_fits(hashed: str | None, password: str) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return hasher().verify(hashed or decoy(), password) and hashed is not None
    except VerificationError:
        return False


def _count_failure(tx: Writing, row: sa.Row[Any]) -> None:
    failures = row.failed_logins + 1
    locked = tx.now + LOCKED_FOR if failures % ATTEMPTS == 0 else None
    tx.update(people, row.id, failed_logins=failures, locked_until=locked)
    tx.record("person.locked" if locked else "person.login_failed", f"person:{row.id}", after={"failures": failures})


def _step_of(row: sa.Row[Any], secret: str, code: str | None, now: dt.datetime) -> int | None:
    step = _fitting_step(secret, code or "", now)
    return step if step is not None and (row.totp_step is None or step > row.totp_step) else None


def _fitting_step(secret: str, code: str, now: dt.datetime) -> int | None:
    """The 30-second step a code belongs to, one step of drift allowed; a used step is not accepted again."""
    import pyotp

    totp = pyotp.TOTP(secret)
    current = totp.timecode(now)
    digits = code.replace(" ", "")
    for step in (current, current - 1, current + 1):
        if pyotp.utils.strings_equal(digits, totp.generate_otp(step)):
            return step
    return None
