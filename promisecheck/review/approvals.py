"""Approved promises, for checks that let them through: what the register holds and still stands by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

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
        said = _yes(con)
        return tuple(_approval(row, until, said.get((row.version_id, row.location), ())) for row in _standing(con))


def approvals_of(db: Database, actor: Actor, keys: Collection[str], *, until: dt.date) -> tuple[Approval, ...]:
    """The same for the promises with these keys alone, without who said yes: for whoever has the promises before them.

    Raises ForbiddenError for those who may not ask the gate.
    """
    access.require(actor, "ask_gate")
    with db.read() as con:
        return tuple(_approval(row, until) for row in _standing(con, register.c.claim_key.in_(sorted(keys))))


def _standing(con: sa.Connection, *only: sa.ColumnElement[bool]) -> list[sa.Row[Any]]:
    """Rows of the register that are approved and hold, with the titles of their pieces."""
    rows = con.execute(
        sa.select(register, drafts.c.title)
        .join(drafts, drafts.c.id == register.c.draft_id)
        .where(register.c.ended_at.is_(None), register.c.lost_since.is_(None), drafts.c.state.in_(_STANDING), *only)
        .order_by(register.c.id)
    )
    return [row for row in rows if row.basis]


def _approval(row: sa.Row[Any], until: dt.date, said: tuple[str, ...] = ()) -> Approval:
    return Approval(
        key=row.claim_key,
        location=row.location,
        judged=tuple(sorted(row.basis.split())),
        expires=min(until, row.runs_until or until),
        approved_by=said,
        piece=f"{row.draft_id}: {row.title}",
        quote=row.quote,
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
