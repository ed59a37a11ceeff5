"""From approved to the end of the run: publishing, what is live, and the export of exactly what was approved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from promisecheck.review import pieces
from promisecheck.review.actors import PROGRAM, Actor
from promisecheck.review.cleaning import clean_line
from promisecheck.review.database import Database
from promisecheck.review.entries import drop_entries, end_entries, enter
from promisecheck.review.errors import ForbiddenError, InvalidError
from promisecheck.review.models import Draft, File, Publication, of
from promisecheck.review.states import TRANSITIONS
from promisecheck.review.tables import drafts, publications, versions
from promisecheck.review.writing import Writing, writing


@dataclass(frozen=True, slots=True)
class Approved:
    """What may be published, and nothing else: the approved copy with its files."""

    draft_id: int
    title: str
    version: int
    kind: str
    copy: str
    content_hash: str
    specs_hash: str
    approved_at: dt.datetime
    runs_from: dt.date
    runs_until: dt.date | None
    files: tuple[File, ...]


def approve(tx: Writing, piece: Draft) -> Draft:
    """Every stage is done: approve the newest version and enter its promises.

    A piece whose very text is in public already, because only the standards had changed, is published again at once.
    """
    piece = pieces.step(tx, piece, "approve")
    version = pieces.latest(tx.con, piece)
    tx.update(versions, version.id, approved_at=tx.now)
    enter(tx, piece, version.id)
    told = {piece.submitter_id, *pieces.watching(tx.con, piece.id)}
    live = live_publication(tx.con, piece.id)
    if live is not None and live.content_hash == version.content_hash:
        end_entries(tx, live.version_id)
        tx.update(publications, live.id, version_id=version.id)
        piece = pieces.step(tx, piece, "publish", place=live.place, again=True)
        tx.tell(told, "holds-again", piece.id, title=piece.title)
    else:
        tx.tell(told, "approved", piece.id, title=piece.title)
    return piece


def unapprove(tx: Writing, piece: Draft) -> None:
    """Take the approval of the newest version back, before it was published."""
    version = pieces.latest(tx.con, piece)
    tx.update(versions, version.id, approved_at=None)
    drop_entries(tx, version.id)


def publish(db: Database, actor: Actor, draft_id: int, place: str, *, now: dt.datetime) -> Publication:
    """Say that the approved version is out. place: where, in words or as an address.

    Replaces what was in public of this piece before. Raises TransitionError unless the piece is approved; InvalidError
    when its run is over.
    """
    place = clean_line("place", place, needed=False)
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "publish", draft_id)
        if piece.runs_until is not None and piece.runs_until < now.date():
            raise InvalidError("run-over", until=piece.runs_until.isoformat())
        if actor.id is None:
            raise ForbiddenError("forbidden", action="publish")
        piece = pieces.step(tx, piece, "publish", place=place)
        version = pieces.latest(tx.con, piece)
        end_publications(tx, piece, "replaced", keep_version=version.id)
        publication_id = tx.insert(
            publications,
            draft_id=piece.id,
            version_id=version.id,
            content_hash=version.content_hash,
            place=place,
            published_by=actor.id,
            published_at=now,
            runs_from=piece.runs_from,
            runs_until=piece.runs_until,
        )
        facts = pieces.touchable(tx.con, piece)
        tx.tell({piece.submitter_id, *facts.people}, "published", piece.id, title=piece.title, place=place)
        row = tx.con.execute(sa.select(publications).where(publications.c.id == publication_id)).one()
        return of(Publication, row)


def live_publication(con: sa.Connection, draft_id: int) -> Publication | None:
    """What of a piece is in public now."""
    query = sa.select(publications).where(publications.c.draft_id == draft_id, publications.c.ended_at.is_(None))
    row = con.execute(query.order_by(publications.c.id.desc())).first()
    return of(Publication, row) if row is not None else None


def publications_of(db: Database, actor: Actor, draft_id: int) -> tuple[Publication, ...]:
    """Everything of a piece that is or was in public, newest first."""
    with db.read() as con:
        pieces.allowed(con, actor, "see", draft_id)
        query = sa.select(publications).where(publications.c.draft_id == draft_id)
        return tuple(of(Publication, row) for row in con.execute(query.order_by(publications.c.id.desc())))


def end_publications(tx: Writing, piece: Draft, why: str, keep_version: int | None = None) -> None:
    """End what is in public of a piece, and what the register holds of it (but for `keep_version`)."""
    mine = sa.and_(publications.c.draft_id == piece.id, publications.c.ended_at.is_(None))
    for row in tx.con.execute(sa.select(publications.c.id, publications.c.version_id).where(mine)).all():
        tx.update(publications, row.id, ended_at=tx.now, ended_by=why)
        after = {"version": row.version_id, "why": why}
        tx.record("publication.ended", f"piece:{piece.id}", draft_id=piece.id, after=after)
    for version_id in tx.con.scalars(sa.select(versions.c.id).where(versions.c.draft_id == piece.id)).all():
        if version_id != keep_version:
            end_entries(tx, version_id)


def expire(db: Database, *, now: dt.datetime) -> tuple[int, ...]:
    """End what has run its time. Gives the pieces that were touched; for the scheduler, once a day or more often.

    A piece whose author is writing a new version stays with them; only what was in public ends.
    """
    today = now.date()
    out = []
    with writing(db, PROGRAM, now) as tx:
        over = sa.and_(publications.c.ended_at.is_(None), publications.c.runs_until < today)
        ended = set(tx.con.scalars(sa.select(publications.c.draft_id).where(over)))
        past = sa.and_(
            drafts.c.runs_until < today, drafts.c.state.in_([s for s, to in TRANSITIONS.items() if "expire" in to])
        )
        ended.update(tx.con.scalars(sa.select(drafts.c.id).where(past)))
        for draft_id in sorted(ended):
            piece = pieces.draft(tx.con, draft_id)
            end_publications(tx, piece, "expired")
            if piece.runs_until is not None and piece.runs_until < today and "expire" in TRANSITIONS[piece.state]:
                piece = pieces.step(tx, piece, "expire")
                tx.tell([piece.submitter_id], "expired", piece.id, title=piece.title)
            out.append(draft_id)
    return tuple(out)


def export(db: Database, actor: Actor, draft_id: int) -> Approved:
    """The approved text, and only that: the newest version, when it is approved or published.

    Raises ForbiddenError for a piece in any other state.
    """
    with db.read() as con:
        piece = pieces.allowed(con, actor, "export", draft_id)
        version = pieces.latest(con, piece)
        if piece.state not in ("approved", "published") or version.approved_at is None:
            raise ForbiddenError("not-approved", state=piece.state)
        return Approved(
            piece.id,
            piece.title,
            version.number,
            version.kind,
            version.copy,
            version.content_hash or "",
            version.specs_hash or "",
            version.approved_at,
            piece.runs_from,
            piece.runs_until,
            pieces.files_of(con, version.id),
        )
