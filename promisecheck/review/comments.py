"""Talk about a piece: remarks on a promise, on a selection, or on the whole; replies, mentions, resolving."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from promisecheck.review import access, pieces, promises
from promisecheck.review.actors import Actor
from promisecheck.review.cleaning import clean_note
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError, InvalidError, NotFoundError
from promisecheck.review.models import Comment, Draft, of
from promisecheck.review.tables import comments, grants, people
from promisecheck.review.writing import writing

_MENTION: Final = re.compile(r"(?<![\w@])@([\w.+-]{1,64}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})?)")
MOST_MENTIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a remark is about: a promise by its key, or a selection (offsets in the copy, end exclusive, its words)."""

    claim_key: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str = ""


WHOLE: Final = Anchor()
"""The piece as a whole."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its replies, oldest first."""

    first: Comment
    replies: tuple[Comment, ...]


def comment(
    db: Database, actor: Actor, draft_id: int, body: str, anchor: Anchor = WHOLE, *, now: dt.datetime
) -> Comment:
    """Remark on the newest version. `@name` or `@name@host` mentions people by their login; they hear of it.

    Only people who may see the piece can be mentioned into it: naming somebody else is plain text. Raises InvalidError
    for a selection outside the copy or a promise that the piece does not make.
    """
    return _write(db, actor, draft_id, body, anchor, None, now)


def reply(db: Database, actor: Actor, comment_id: int, body: str, *, now: dt.datetime) -> Comment:
    """Answer a remark, in its thread; opens a resolved thread again."""
    with db.read() as con:
        parent = _comment(con, comment_id)
    top = parent.parent_id or parent.id
    return _write(db, actor, parent.draft_id, body, WHOLE, top, now)


def resolve(db: Database, actor: Actor, comment_id: int, *, resolved: bool = True, now: dt.datetime) -> Comment:
    """Settle a thread, or open it again."""
    with writing(db, actor, now) as tx:
        one = _comment(tx.con, comment_id)
        pieces.allowed(tx.con, actor, "comment", one.draft_id)
        if one.parent_id is not None:
            one = _comment(tx.con, one.parent_id)
        if actor.link is not None and one.author_id != actor.id:
            raise ForbiddenError("forbidden", action="comment")
        values = {"resolved_at": now, "resolved_by": actor.id} if resolved else _OPEN
        tx.update(comments, one.id, **values)
        action = "comment.resolved" if resolved else "comment.reopened"
        tx.record(action, f"comment:{one.id}", draft_id=one.draft_id)
        return _comment(tx.con, one.id)


def threads(db: Database, actor: Actor, draft_id: int, *, claim_key: str | None = None) -> tuple[Thread, ...]:
    """The threads of a piece, oldest first; about one promise where its key is given.

    A guest sees their own, and those on the promises they are asked about.
    """
    with db.read() as con:
        piece = pieces.allowed(con, actor, "see", draft_id)
        asked = _asked_of_guest(con, actor, piece)
        rows = con.execute(sa.select(comments).where(comments.c.draft_id == draft_id).order_by(comments.c.id))
        found = [of(Comment, row) for row in rows]
    replies: dict[int, list[Comment]] = {}
    for one in found:
        if one.parent_id is not None:
            replies.setdefault(one.parent_id, []).append(one)
    return tuple(
        Thread(one, tuple(replies.get(one.id, ())))
        for one in found
        if one.parent_id is None
        and claim_key in (None, one.claim_key)
        and (asked is None or one.author_id == actor.id or one.claim_key in asked)
    )


_OPEN: Final = {"resolved_at": None, "resolved_by": None}


def _asked_of_guest(con: sa.Connection, actor: Actor, piece: Draft) -> set[str] | None:
    """The promises a guest is asked about; None for somebody who is no guest, or asked about everything."""
    if actor.link is None or not actor.link.location:
        return None
    version = pieces.latest(con, piece)
    return {one.key for one in promises.only_at(pieces.promises_of(con, version.id), actor.link.location)}


def _write(
    db: Database, actor: Actor, draft_id: int, body: str, anchor: Anchor, parent: int | None, now: dt.datetime
) -> Comment:
    body = clean_note("body", body)
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "comment", draft_id)
        if actor.id is None:
            raise ForbiddenError("forbidden", action="comment")
        version = pieces.latest(tx.con, piece)
        _check(tx.con, anchor, version.copy, version.id)
        mentioned = _mentioned(tx.con, body, pieces.touchable(tx.con, piece))
        comment_id = tx.insert(
            comments,
            draft_id=draft_id,
            version_id=version.id,
            parent_id=parent,
            claim_key=anchor.claim_key,
            start=anchor.start,
            end=anchor.end,
            quote=clean_note("quote", anchor.quote, needed=False),
            body=body,
            mentions=mentioned,
            author_id=actor.id,
            created_at=now,
        )
        if parent is not None:
            tx.update(comments, parent, **_OPEN)
        tx.record("comment.written", f"comment:{comment_id}", draft_id=draft_id, after={"mentions": mentioned})
        tx.tell(mentioned, "mentioned", draft_id, title=piece.title, by=actor.name, body=body)
        others = {piece.submitter_id, *pieces.watching(tx.con, draft_id)} - set(mentioned)
        if parent is not None:
            thread = sa.or_(comments.c.id == parent, comments.c.parent_id == parent)
            others |= set(tx.con.scalars(sa.select(comments.c.author_id).where(thread))) - set(mentioned)
        tx.tell(others, "commented", draft_id, title=piece.title, by=actor.name, body=body)
        return _comment(tx.con, comment_id)


def _check(con: sa.Connection, anchor: Anchor, copy: str, version_id: int) -> None:
    ends = (anchor.start, anchor.end)
    if ends != (None, None) and (None in ends or not 0 <= (anchor.start or 0) < (anchor.end or 0) <= len(copy)):
        raise InvalidError("bad-selection")
    if anchor.claim_key is not None and anchor.claim_key not in {
        one.key for one in pieces.promises_of(con, version_id)
    }:
        raise InvalidError("not-asked", key=anchor.claim_key)


def _mentioned(con: sa.Connection, body: str, piece: access.Piece) -> list[int]:
    """People named in the text who may see the piece already: a mention never opens a door."""
    named = {match[1].rstrip(".-").casefold() for match in _MENTION.finditer(body)}
    if not named:
        return []
    rows = con.execute(sa.select(people.c.id, people.c.login).where(people.c.active, people.c.kind == "person"))
    wanted = {row.id for row in rows if row.login in named or row.login.split("@")[0] in named}
    inside = {piece.submitter_id, *piece.authors, *piece.people}
    return sorted(wanted & (inside | _who_sees(con, piece)))[:MOST_MENTIONS]


def _who_sees(con: sa.Connection, piece: access.Piece) -> set[int]:
    """People whose role alone lets them see a piece that is in review."""
    roles = ["admin"] if piece.state in ("draft", "checking") else ["admin", "observer", "auditor", "owner"]
    return set(con.scalars(sa.select(grants.c.person_id).where(grants.c.role.in_(roles))))


def _comment(con: sa.Connection, comment_id: int) -> Comment:
    row = con.execute(sa.select(comments).where(comments.c.id == comment_id)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="comment", id=comment_id)
    return of(Comment, row)
