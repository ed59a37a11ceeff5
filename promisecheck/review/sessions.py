"""Sessions: kept by the server, so that logging out ends one for good, wherever its cookie was copied to.

A browser holds a secret of 256 random bits, the database its hash. A session ends after twelve hours, by logging out,
with a new password, and when an admin ends a person's access.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from promisecheck.review.actors import Actor, Places
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError
from promisecheck.review.people import read_actor
from promisecheck.review.tables import people, sessions
from promisecheck.review.writing import Writing, writing

LASTS: Final = dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was just begun. secret: what the browser keeps. fresh_at: when a password was last given."""

    person_id: int
    fresh_at: dt.datetime
    secret: str = field(repr=False)


def begin(tx: Writing, person_id: int, epoch: int, *, instead_of: str = "") -> Session:
    """A new session, within the transaction of a login. instead_of: the secret of the session it takes the place of.

    What is over is swept out on the way.
    """
    secret = secrets.token_urlsafe(32)
    over = sa.or_(sessions.c.expires_at <= tx.now, sessions.c.secret_hash == _hash(instead_of))
    tx.con.execute(sa.delete(sessions).where(over))
    tx.insert(
        sessions,
        person_id=person_id,
        secret_hash=_hash(secret),
        epoch=epoch,
        fresh_at=tx.now,
        expires_at=tx.now + LASTS,
    )
    return Session(person_id, tx.now, secret)


def actor_of(db: Database, secret: str, places: Places, *, now: dt.datetime) -> tuple[Actor, str]:
    """Who a session belongs to, and their language. Raises ForbiddenError when it is over, or never was."""
    query = (
        sa.select(sessions, people.c.language)
        .join(people, people.c.id == sessions.c.person_id)
        .where(sessions.c.secret_hash == _hash(secret), sessions.c.expires_at > now)
    )
    with db.read() as con:
        row = con.execute(query).first()
        if row is None:
            raise ForbiddenError("logged-out")
        return read_actor(con, row.person_id, places, epoch=row.epoch, fresh_at=row.fresh_at), row.language


def end(db: Database, actor: Actor, secret: str, *, now: dt.datetime) -> None:
    """Log out of one session. Ending one that is over changes nothing."""
    with writing(db, actor, now) as tx:
        gone = tx.con.execute(
            sa.delete(sessions).where(sessions.c.secret_hash == _hash(secret), sessions.c.person_id == actor.id)
        )
        if gone.rowcount:
            tx.record("person.logged_out", f"person:{actor.id}")


def end_all(db: Database, actor: Actor, *, now: dt.datetime) -> int:
    """Log out everywhere; gives how many sessions ended."""
    if actor.id is None or actor.via != "session":
        raise ForbiddenError("logged-out")
    with writing(db, actor, now) as tx:
        alive = sa.and_(sessions.c.person_id == actor.id, sessions.c.expires_at > now)
        count = tx.con.scalar(sa.select(sa.func.count()).select_from(sessions).where(alive)) or 0
        tx.con.execute(sa.delete(sessions).where(sessions.c.person_id == actor.id))
        epoch = sa.select(people.c.session_epoch).where(people.c.id == actor.id)
        tx.update(people, actor.id, session_epoch=(tx.con.scalar(epoch) or 0) + 1)
        tx.record("person.logged_out_everywhere", f"person:{actor.id}", after={"sessions": count})
        return count


def _hash(secret: str) -> str:
    """SHA-256 is enough for a secret of 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
