"""Ways in without a session: API tokens of people, and review links for guests. Only hashes of the secrets are kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from promisecheck.review import access, pieces
from promisecheck.review.actors import SCOPES, Actor, Pass, Places, Scope
from promisecheck.review.cleaning import clean_line
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError, InvalidError, NotFoundError
from promisecheck.review.models import of
from promisecheck.review.people import add_guest, read_actor
from promisecheck.review.tables import asks, assignees, links, tokens
from promisecheck.review.writing import Writing, writing

LONGEST: Final = dt.timedelta(days=366)
LINK_LONGEST: Final = dt.timedelta(days=30)
_SEEN_EVERY: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Token:
    """An API token of a person, limited to its scopes and to what the person may do."""

    id: int
    person_id: int
    name: str
    scopes: tuple[Scope, ...]
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    revoked_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """A review link: one location (or the whole piece, "") of one stage of one piece, for one guest."""

    id: int
    draft_id: int
    person_id: int
    stage: str
    location: str
    created_by: int
    created_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None


def create_token(
    db: Database, actor: Actor, name: str, scopes: tuple[Scope, ...], *, expires_at: dt.datetime, now: dt.datetime
) -> tuple[Token, str]:
    """A new token for the actor, and its secret, which is shown this once.

    Raises InvalidError for unknown scopes, or an expiry in the past or more than a year away; ForbiddenError when the
    actor did not log in: a token makes no tokens.
    """
    if actor.id is None or actor.via != "session":
        raise ForbiddenError("logged-out")
    if not scopes or set(scopes) - set(SCOPES):
        raise InvalidError("one-of", field="scopes", allowed=", ".join(SCOPES))
    _check_expiry(expires_at, now, LONGEST)
    secret = f"pct_{secrets.token_urlsafe(32)}"
    with writing(db, actor, now) as tx:
        token_id = tx.insert(
            tokens,
            person_id=actor.id,
            name=clean_line("name", name),
            secret_hash=_hash(secret),
            scopes=sorted(set(scopes)),
            created_at=now,
            expires_at=expires_at,
        )
        after = {"scopes": sorted(set(scopes)), "expires": expires_at}
        tx.record("token.created", f"token:{token_id}", after=after)
        return _token(tx.con, token_id), secret


def list_tokens(db: Database, actor: Actor) -> tuple[Token, ...]:
    """The actor's own tokens; an admin gets everybody's. Newest first."""
    query = sa.select(tokens).order_by(tokens.c.id.desc())
    if not access.may(actor, "administer"):
        query = query.where(tokens.c.person_id == actor.id)
    with db.read() as con:
        return tuple(of(Token, row) for row in con.execute(query))


def revoke_token(db: Database, actor: Actor, token_id: int, *, now: dt.datetime) -> None:
    """End a token: one's own, or as an admin anybody's."""
    with writing(db, actor, now) as tx:
        token = _token(tx.con, token_id)
        if token.person_id != actor.id and not access.may(actor, "administer"):
            raise NotFoundError("no-such-thing", what="token", id=token_id)
        tx.update(tokens, token_id, revoked_at=token.revoked_at or now)
        tx.record("token.revoked", f"token:{token_id}")


def token_actor(db: Database, secret: str, places: Places, *, now: dt.datetime) -> Actor:
    """Who calls with this token. Raises ForbiddenError for one that is unknown, expired, revoked, or of a leaver."""
    with db.read() as con:
        row = con.execute(sa.select(tokens).where(tokens.c.secret_hash == _hash(secret))).first()
        if row is None or row.revoked_at is not None or row.expires_at <= now:
            raise ForbiddenError("logged-out")
        actor = read_actor(con, row.person_id, places, via="token", scopes=frozenset(row.scopes))
    if row.last_used_at is None or now - row.last_used_at >= _SEEN_EVERY:
        with db.write() as con:
            con.execute(sa.update(tokens).where(tokens.c.id == row.id).values(last_used_at=now))
    return actor


def invite(
    db: Database,
    actor: Actor,
    ask_id: int,
    *,
    mail: str,
    name: str,
    expires_at: dt.datetime,
    language: str = "en",
    now: dt.datetime,
) -> tuple[Link, str]:
    """A link by which somebody without an account answers one question; and its secret, shown this once.

    It opens the same location of the same piece in later versions, too, until it expires. By an admin or by somebody
    who may answer the question themselves; never by an author of the piece. Raises InvalidError for the address of
    somebody with an account, or an expiry more than 30 days away.
    """
    _check_expiry(expires_at, now, LINK_LONGEST)
    secret = f"pcl_{secrets.token_urlsafe(32)}"
    with writing(db, actor, now) as tx:
        question = pieces.ask(tx.con, ask_id)
        piece = pieces.draft(tx.con, question.draft_id)
        access.require(actor, "invite", pieces.touchable(tx.con, piece, question))
        pieces.only_newest(tx.con, question, piece)
        guest = add_guest(tx, mail, name, language)
        link_id = tx.insert(
            links,
            draft_id=piece.id,
            person_id=guest,
            stage=question.stage,
            location=question.location,
            secret_hash=_hash(secret),
            created_by=actor.id,
            created_at=now,
            expires_at=expires_at,
        )
        mine = sa.and_(assignees.c.ask_id == ask_id, assignees.c.person_id == guest)
        if tx.con.execute(sa.select(assignees.c.id).where(mine)).first() is None:
            tx.insert(assignees, ask_id=ask_id, person_id=guest)
        after = {"guest": guest, "stage": question.stage, "location": question.location, "expires": expires_at}
        tx.record("link.created", f"link:{link_id}", draft_id=piece.id, after=after)
        return _link(tx.con, link_id), secret


def list_links(db: Database, actor: Actor, draft_id: int) -> tuple[Link, ...]:
    """The links into a piece, for whoever may see it with an account."""
    with db.read() as con:
        pieces.allowed(con, actor, "export", draft_id)
        query = sa.select(links).where(links.c.draft_id == draft_id).order_by(links.c.id)
        return tuple(of(Link, row) for row in con.execute(query))


def revoke_link(db: Database, actor: Actor, link_id: int, *, now: dt.datetime) -> None:
    """End a link, by who made it or an admin."""
    with writing(db, actor, now) as tx:
        link = _link(tx.con, link_id)
        if link.created_by != actor.id and not access.may(actor, "administer"):
            raise NotFoundError("no-such-thing", what="link", id=link_id)
        tx.update(links, link_id, revoked_at=link.revoked_at or now)
        _unassign(tx, link)
        tx.record("link.revoked", f"link:{link_id}", draft_id=link.draft_id)


def link_actor(db: Database, secret: str, *, now: dt.datetime) -> Actor:
    """The guest of a link. Raises ForbiddenError for one that is unknown, expired or revoked.

    Opening it decides nothing: decisions take `deciding.decide` with this actor.
    """
    with db.read() as con:
        row = con.execute(sa.select(links).where(links.c.secret_hash == _hash(secret))).first()
        if row is None or row.revoked_at is not None or row.expires_at <= now:
            raise ForbiddenError("link-over")
        opened = Pass(row.draft_id, row.stage, row.location)
        return read_actor(con, row.person_id, Places(), via="link", link=opened)


def _unassign(tx: Writing, link: Link) -> None:
    """The guest is not waited for any more, unless they have already finished."""
    where = sa.and_(asks.c.draft_id == link.draft_id, asks.c.stage == link.stage, asks.c.location == link.location)
    mine = sa.select(asks.c.id).where(where)
    tx.con.execute(
        sa.delete(assignees).where(
            assignees.c.ask_id.in_(mine), assignees.c.person_id == link.person_id, assignees.c.finished_at.is_(None)
        )
    )


def _check_expiry(expires_at: dt.datetime, now: dt.datetime, longest: dt.timedelta) -> None:
    if expires_at <= now:
        raise InvalidError("past", field="expires")
    if expires_at - now > longest:
        raise InvalidError("expires-late", days=longest.days)


def _token(con: sa.Connection, token_id: int) -> Token:
    row: Any = con.execute(sa.select(tokens).where(tokens.c.id == token_id)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="token", id=token_id)
    return of(Token, row)


def _link(con: sa.Connection, link_id: int) -> Link:
    row: Any = con.execute(sa.select(links).where(links.c.id == link_id)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="link", id=link_id)
    return of(Link, row)


def _hash(secret: str) -> str:
    """SHA-256 is enough for a secret of 256 random bits; a password it is not."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
