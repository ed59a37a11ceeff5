"""May this text be out? The answer for CI and content systems, with its reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from promisecheck.review import access, pieces
from promisecheck.review.actors import Actor
from promisecheck.review.database import Database
from promisecheck.review.models import Draft, Version, of
from promisecheck.review.publishing import live_publication
from promisecheck.review.tables import asks, register, versions
from promisecheck.review.wording import say


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the gate is closed: a code of `wording`, its facts, and the locations it is about."""

    code: str
    locations: tuple[str, ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()

    def say(self, language: str) -> str:
        """The sentence in "en" or "ar"."""
        return say(self.code, language, locations=", ".join(self.locations), **dict(self.facts))


@dataclass(frozen=True, slots=True)
class Answer:
    """The gate's answer. open: nothing speaks against it. The hashes say what was approved, by which standards.

    specs_hash: the standards by which all promises were last seen to hold.
    """

    open: bool
    content_hash: str
    reasons: tuple[Reason, ...] = ()
    draft_id: int | None = None
    title: str = ""
    version: int | None = None
    state: str | None = None
    specs_hash: str | None = None
    approved_at: dt.datetime | None = None
    runs_from: dt.date | None = None
    runs_until: dt.date | None = None

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """For the API and the command line."""
        return {
            "open": self.open,
            "content": self.content_hash,
            "reasons": [
                {"code": reason.code, "message": reason.say(language), "locations": list(reason.locations)}
                for reason in self.reasons
            ],
            "piece": self.draft_id,
            "title": self.title,
            "version": self.version,
            "state": self.state,
            "standards": self.specs_hash,
            "approved_at": self.approved_at.isoformat() if self.approved_at else None,
            "runs_from": self.runs_from.isoformat() if self.runs_from else None,
            "runs_until": self.runs_until.isoformat() if self.runs_until else None,
        }


def gate(db: Database, actor: Actor, content_hash: str, *, specs_hash: str | None = None, now: dt.datetime) -> Answer:
    """Whether text with this hash may be published, and if not, every reason.

    specs_hash: the hash of today's standards; when it differs from that by which the promises were last seen to hold,
    the register has not caught up and the gate stays shut until it has. The same text may be in several pieces: one
    that may be out is enough.
    """
    access.require(actor, "ask_gate")
    with db.read() as con:
        newest = (
            sa.select(sa.func.max(versions.c.id))
            .where(versions.c.content_hash == content_hash)
            .group_by(versions.c.draft_id)
        )
        rows = con.execute(sa.select(versions).where(versions.c.id.in_(newest)).order_by(versions.c.id.desc())).all()
        found = [_answer(con, of(Version, row), specs_hash, now.date()) for row in rows]
    if not found:
        return Answer(False, content_hash, (Reason("gate-unknown"),))
    return next((answer for answer in found if answer.open), found[0])


def _answer(con: sa.Connection, version: Version, specs_hash: str | None, today: dt.date) -> Answer:
    piece = pieces.draft(con, version.draft_id)
    reasons = tuple(_reasons(con, piece, version, specs_hash, today))
    return Answer(
        not reasons,
        version.content_hash or "",
        reasons,
        piece.id,
        piece.title,
        version.number,
        piece.state,
        version.confirmed_specs,
        version.approved_at,
        piece.runs_from,
        piece.runs_until,
    )


def _reasons(
    con: sa.Connection, piece: Draft, version: Version, specs_hash: str | None, today: dt.date
) -> list[Reason]:
    out = []
    if piece.state in ("rejected", "withdrawn", "expired"):
        out.append(Reason("gate-ended", facts=(("state", piece.state),)))
    if piece.runs_until is not None and piece.runs_until < today:
        out.append(Reason("gate-over", facts=(("until", piece.runs_until.isoformat()),)))
    if version.approved_at is None:
        undecided = sa.select(asks.c.location, asks.c.stage).where(
            asks.c.version_id == version.id, asks.c.state != "done"
        )
        where = tuple(row.location or row.stage for row in con.execute(undecided.order_by(asks.c.step, asks.c.id)))
        if where and piece.state == "in_review":
            out.append(Reason("gate-not-approved", where))
        elif not out:
            out.append(Reason("gate-state", facts=(("state", piece.state),)))
    elif version.number != piece.latest:
        live = live_publication(con, piece.id)
        if live is None or live.version_id != version.id:
            out.append(Reason("gate-replaced", facts=(("number", piece.latest),)))
    lost = sa.and_(register.c.version_id == version.id, register.c.lost_since.is_not(None))
    gone = tuple(con.scalars(sa.select(register.c.location).where(lost).distinct().order_by(register.c.location)))
    if gone:
        out.append(Reason("gate-lost", gone))
    if version.approved_at is not None and specs_hash is not None and specs_hash != version.confirmed_specs:
        out.append(Reason("gate-standards"))
    return out
