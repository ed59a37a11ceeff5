"""Rows of the promise register: entered when a version is approved, ended when it is no longer what counts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from promisecheck.review import pieces, promises
from promisecheck.review.models import Draft
from promisecheck.review.tables import register
from promisecheck.review.writing import Writing


def enter(tx: Writing, piece: Draft, version_id: int) -> None:
    """Enter every promise of a version at every location it reaches, as it was approved."""
    rows = [
        _row(tx, piece, version_id, promise, standing)
        for promise in pieces.promises_of(tx.con, version_id)
        for standing in promise.at.values()
    ]
    if rows:
        tx.con.execute(sa.insert(register), rows)


def end_entries(tx: Writing, version_id: int) -> None:
    """The version is no longer what counts; its rows stay as history."""
    mine = sa.and_(register.c.version_id == version_id, register.c.ended_at.is_(None))
    tx.con.execute(sa.update(register).where(mine).values(ended_at=tx.now))


def drop_entries(tx: Writing, version_id: int) -> None:
    """An approval was taken back before anything was published: as if it had not been entered."""
    tx.con.execute(sa.delete(register).where(register.c.version_id == version_id))


def standing_values(standing: promises.Standing) -> dict[str, Any]:
    """The columns that say how a promise stands today."""
    details = standing.details
    return {
        "verdict": standing.verdict,
        "basis": standing.basis,
        "rule": details["rule"],
        "because": details["because"],
        "reasons": details.get("reasons"),
        "standard": details["standard"],
        "gap": details["gap"],
    }


def _row(
    tx: Writing, piece: Draft, version_id: int, promise: promises.Promise, standing: promises.Standing
) -> dict[str, Any]:
    return {
        "draft_id": piece.id,
        "version_id": version_id,
        "claim_key": promise.key,
        "location": standing.location,
        "quote": promise.quote,
        "language": promise.claim["language"],
        "characteristic": promise.claim["characteristic"],
        "measure": promise.claim["measure"],
        "service": promise.claim["service"],
        "value": promise.claim["value"],
        "runs_from": piece.runs_from,
        "runs_until": piece.runs_until,
        "approved_at": tx.now,
        "verdict_then": standing.verdict,
        "basis_then": standing.basis,
        "checked_at": tx.now,
        **standing_values(standing),
    }
