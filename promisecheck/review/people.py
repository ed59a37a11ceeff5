"""People, their roles, passwords and second factors."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from promisecheck.review import access
from promisecheck.review.actors import EVERYWHERE, PROGRAM, ROLES, Actor, Grant, Pass, Places, Role
from promisecheck.review.cleaning import clean_line
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError, InvalidError, NotFoundError
from promisecheck.review.models import Person, of
from promisecheck.review.tables import grants, people
from promisecheck.review.writing import Writing, writing

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_PASSWORD: Final = 12
ATTEMPTS: Final = 5
LOCKED_FOR: Final = dt.timedelta(minutes=15)
DIGESTS: Final = ("daily", "each", "off")


@dataclass(frozen=True, slots=True)
class Granted:
    """A role as it is kept: `place` is a location, a group or `*` for a reviewer, else empty."""

    id: int
    person_id: int
    role: Role
    stage: str
    place: str


def first_admin(db: Database, *, login: str, name: str, password: str, language: str, now: dt.datetime) -> Person:
    """The person an empty database starts with, an admin. Raises ForbiddenError when there already are people."""
    with db.read() as con:
        if con.scalar(sa.select(sa.func.count()).select_from(people)):
            raise ForbiddenError("not-first")
    hashed = _hash(password)
    with writing(db, PROGRAM, now) as tx:
        if tx.con.scalar(sa.select(sa.func.count()).select_from(people)):
            raise ForbiddenError("not-first")
        person_id = _insert(tx, login, name, language, password_hash=hashed)
        _grant(tx, person_id, "admin", "", "")
        return _person(tx.con, person_id)


def add_person(
    db: Database,
    actor: Actor,
    *,
    login: str,
    name: str,
    password: str | None = None,
    language: str = "en",
    digest: str = "daily",
    now: dt.datetime,
) -> Person:
    """A new person without roles. login: their mail address. Without a password they cannot log in yet.

    Raises ForbiddenError for anybody but an admin; InvalidError for a login that is taken, a weak password.
    """
    access.require(actor, "administer")
    hashed = _hash(password) if password is not None else None
    with writing(db, actor, now) as tx:
        return _person(tx.con, _insert(tx, login, name, language, password_hash=hashed, digest=digest))


def set_active(db: Database, actor: Actor, person_id: int, active: bool, *, now: dt.datetime) -> Person:
    """Let somebody in again, or end their access and all their sessions at once."""
    access.require(actor, "administer")
    with writing(db, actor, now) as tx:
        before = _person(tx.con, person_id)
        if actor.id == person_id and not active:
            raise InvalidError("not-yourself")
        tx.update(people, person_id, active=active, session_epoch=before.session_epoch + 1)
        tx.record(
            "person.activated" if active else "person.deactivated",
            f"person:{person_id}",
            before={"active": before.active},
            after={"active": active},
        )
        return _person(tx.con, person_id)


def set_preferences(
    db: Database, actor: Actor, *, language: str | None = None, digest: str | None = None, now: dt.datetime
) -> Person:
    """The actor's own language ("en", "ar") and way of getting mail ("daily", "each", "off")."""
    if actor.id is None:
        raise ForbiddenError("forbidden", action="set_preferences")
    if language not in (None, "en", "ar"):
        raise InvalidError("one-of", field="language", allowed="en, ar")
    if digest not in (None, *DIGESTS):
        raise InvalidError("one-of", field="digest", allowed=", ".join(DIGESTS))
    values = {name: value for name, value in (("language", language), ("digest", digest)) if value is not None}
    with writing(db, actor, now) as tx:
        before = _person(tx.con, actor.id)
        if values:
            tx.update(people, actor.id, **values)
            tx.record(
                "person.preferences",
                f"person:{actor.id}",
                before={name: getattr(before, name) for name in values},
                after=values,
            )
        return _person(tx.con, actor.id)


def grant(
    db: Database,
    actor: Actor,
    person_id: int,
    role: Role,
    *,
    stage: str = "",
    place: str = "",
    places: Places,
    now: dt.datetime,
) -> Granted:
    """Give a role. A reviewer's needs a stage ("operations" by default) and a place: location, group or `*`.

    Raises InvalidError for an unknown role, a place that is not declared, a role that is there already.
    """
    access.require(actor, "administer")
    if role not in ROLES:
        raise InvalidError("one-of", field="role", allowed=", ".join(ROLES))
    if role == "reviewer":
        stage = stage or "operations"
        if place != EVERYWHERE and (not place or places.unknown([place])):
            raise InvalidError("unknown-place", place=place or "-")
    elif stage or place:
        raise InvalidError("place-for-reviewers")
    with writing(db, actor, now) as tx:
        _person(tx.con, person_id)
        return _grant(tx, person_id, role, stage, place)


def revoke(db: Database, actor: Actor, grant_id: int, *, now: dt.datetime) -> None:
    """Take a role away. The last admin cannot lose theirs."""
    access.require(actor, "administer")
    with writing(db, actor, now) as tx:
        row = tx.con.execute(sa.select(grants).where(grants.c.id == grant_id)).first()
        if row is None:
            raise NotFoundError("no-such-thing", what="role", id=grant_id)
        admins = (
            sa.select(sa.func.count()).select_from(grants).join(people).where(grants.c.role == "admin", people.c.active)
        )
        if row.role == "admin" and tx.con.scalar(admins) == 1:
            raise InvalidError("last-admin")
        tx.con.execute(sa.delete(grants).where(grants.c.id == grant_id))
        gone = {"role": row.role, "stage": row.stage, "place": row.place}
        tx.record("role.revoked", f"person:{row.person_id}", before=gone)


def list_people(db: Database, actor: Actor) -> tuple[tuple[Person, tuple[Granted, ...]], ...]:
    """Everybody with their roles, by name. For admins and auditors."""
    access.require(actor, "see_audit")
    with db.read() as con:
        rows = con.execute(sa.select(grants).order_by(grants.c.id)).all()
        everybody = con.execute(sa.select(people).order_by(people.c.name, people.c.id)).all()
    return tuple(
        (of(Person, row), tuple(of(Granted, one) for one in rows if one.person_id == row.id)) for row in everybody
    )


def names(db: Database, ids: frozenset[int] | set[int]) -> dict[int, str]:
    """The names of people by id, for showing who did what."""
    with db.read() as con:
        rows = con.execute(sa.select(people.c.id, people.c.name).where(people.c.id.in_(ids)))
        return {row.id: row.name for row in rows}


def own_person(db: Database, actor: Actor) -> Person:
    """The actor themselves, with their preferences. Raises NotFoundError for the program."""
    with db.read() as con:
        return _person(con, actor.id or 0)


def load_actor(
    db: Database,
    person_id: int,
    places: Places,
    *,
    epoch: int | None = None,
    fresh_at: dt.datetime | None = None,
) -> Actor:
    """A person as an actor, for one request; `epoch` is the one their session was made in.

    Raises ForbiddenError when they have left or their session is over.
    """
    with db.read() as con:
        return read_actor(con, person_id, places, epoch=epoch, fresh_at=fresh_at)


def read_actor(
    con: sa.Connection,
    person_id: int,
    places: Places,
    *,
    epoch: int | None = None,
    fresh_at: dt.datetime | None = None,
    **how: Any,
) -> Actor:
    """The same within an open transaction; `how` goes to `Actor` (via, scopes, link)."""
    row = con.execute(sa.select(people).where(people.c.id == person_id)).first()
    link: Pass | None = how.get("link")
    if row is None or not row.active or (row.kind == "guest") != (link is not None):
        raise ForbiddenError("logged-out")
    if epoch is not None and epoch != row.session_epoch:
        raise ForbiddenError("logged-out")
    found = con.execute(sa.select(grants).where(grants.c.person_id == person_id)).all()
    granted = tuple(
        Grant(
            one.role,
            one.stage,
            one.place,
            None if one.place == EVERYWHERE else frozenset(places.expand([one.place])) if one.place else frozenset(),
        )
        for one in found
    )
    return Actor(row.id, row.name, granted, fresh_at=fresh_at, **how)


def _insert(tx: Writing, login: str, name: str, language: str, **values: Any) -> int:
    login = clean_line("login", login).casefold()
    if tx.con.scalar(sa.select(people.c.id).where(people.c.login == login)):
        raise InvalidError("taken", field="login")
    if language not in ("en", "ar"):
        raise InvalidError("one-of", field="language", allowed="en, ar")
    if values.get("digest", "daily") not in DIGESTS:
        raise InvalidError("one-of", field="digest", allowed=", ".join(DIGESTS))
    name = clean_line("name", name)
    person_id = tx.insert(people, login=login, name=name, language=language, created_at=tx.now, **values)
    tx.record("person.added", f"person:{person_id}", after={"login": login, "name": name})
    return person_id


def add_guest(tx: Writing, mail: str, name: str, language: str) -> int:
    """The guest of a review link; one address is one guest. Raises InvalidError for a member's address."""
    mail = clean_line("mail", mail).casefold()
    row = tx.con.execute(sa.select(people.c.id, people.c.kind).where(people.c.login == mail)).first()
    if row is None:
        return _insert(tx, mail, name, language, kind="guest", digest="each")
    if row.kind != "guest":
        raise InvalidError("has-account")
    return int(row.id)


def _grant(tx: Writing, person_id: int, role: Role, stage: str, place: str) -> Granted:
    values = {"role": role, "stage": stage, "place": place}
    same = [grants.c.person_id == person_id, *(grants.c[name] == value for name, value in values.items())]
    if tx.con.scalar(sa.select(grants.c.id).where(*same)):
        raise InvalidError("taken", field="role")
    grant_id = tx.insert(grants, person_id=person_id, **values)
    tx.record("role.granted", f"person:{person_id}", after=values)
    return Granted(grant_id, person_id, role, stage, place)


def _person(con: sa.Connection, person_id: int) -> Person:
    row = con.execute(sa.select(people).where(people.c.id == person_id)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="person", id=person_id)
    return of(Person, row)


@cache
def hasher() -> PasswordHasher:
    """Argon2id with the library's current defaults."""
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def decoy() -> str:
    """A hash to check against when there is no such login, so that both answers take the same time."""
    return hasher().hash(secrets.token_urlsafe())


def _hash(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise InvalidError("weak-password", least=MIN_PASSWORD)
    return hasher().hash(password)


def hash_password(password: str) -> str:
    """Argon2id hash. Raises InvalidError for one that is shorter than MIN_PASSWORD."""
    return _hash(password)
