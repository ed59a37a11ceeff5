"""Approved promises, for the file that lets them through in a check: what the register holds and still stands by."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa

from promisecheck.quiet.approvals import Approval
from promisecheck.review import access
from promisecheck.review.actors import Actor
from promisecheck.review.database import Database
from promisecheck.review.tables import asks, decisions, drafts, people, register

_STANDING: Final = ("approved", "published")


def approvals(db: Database, actor: Actor, *, until: dt.date) -> tuple[Approval, ...]:
    """What is approved, out or not yet, and holds as it was approved; each to the end of its run, at most `until`.

    Raises ForbiddenError for those who may not see the whole register.
    """
    access.require(actor, "see_audit")
    with db.read() as con:
        rows = con.execute(
            sa.select(register, drafts.c.title)
            .join(drafts, drafts.c.id == register.c.draft_id)
            .where(register.c.ended_at.is_(None), register.c.lost_since.is_(None), drafts.c.state.in_(_STANDING))
            .order_by(register.c.id)
        ).all()
        said = _yes(con)
    return tuple(
        Approval(
            key=row.claim_key,
            location=row.location,
            judged=tuple(sorted(row.basis.split())),
            expires=min(until, row.runs_until or until),
            approved_by=said.get((row.version_id, row.location), ()),
            piece=f"{row.draft_id}: {row.title}",
            quote=row.quote,
        )
        for row in rows
        if row.basis
    )


def _yes(con: sa.Connection) -> dict[tuple[int, str], tuple[str, ...]]:
    """Who answered for a version at a location, by name."""
    rows = con.execute(
        sa.select(decisions.c.version_id, asks.c.location, people.c.name)
        .join(asks, asks.c.id == decisions.c.ask_id)
        .join(people, people.c.id == decisions.c.person_id)
        .distinct()
        .order_by(people.c.name)
    )
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for version, location, name in rows:
        found[version, location] = (*found.get((version, location), ()), name)
    return found
