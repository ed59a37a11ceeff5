"""What a new version does not have to ask again.

A decision was taken on a promise and on the standard it was judged by. Where both still stand, the decision stands;
where either moved, the question is put again, with the earlier answer shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from promisecheck.review import pieces, promises
from promisecheck.review.models import Ask, Version
from promisecheck.review.tables import asks, assignees, decisions
from promisecheck.review.writing import Writing


def asked_at(location: str, content_hash: str, found: Sequence[promises.Promise]) -> dict[str, dict[str, Any]]:
    """What a question asks (see `models.Ask.asked`); location "" asks about the piece as a whole.

    The whole piece stands on its visible text and on every judgement in it.
    """
    if location:
        return {
            one.key: {
                "verdict": one.at[location].verdict,
                "basis": one.at[location].basis,
                "quote": one.quote,
                "because": one.at[location].details["because"],
                "reasons": one.at[location].details.get("reasons"),
            }
            for one in promises.touching(found, location)
        }
    everything = [content_hash, sorted([one.key, place, at.basis] for one in found for place, at in one.at.items())]
    worst = promises.worst(one.worst for one in found)
    return {
        "": {"verdict": worst, "basis": promises.fingerprint(everything), "quote": "", "because": "", "reasons": None}
    }


def carry_over(tx: Writing, version: Version) -> None:
    """Repeat the newest decisions that still stand, and close the questions they answer in full.

    All earlier versions count: when a standard comes back to what it was, so do the decisions taken on it. Whoever
    wrote a version is left out.
    """
    facts = pieces.touchable(tx.con, pieces.draft(tx.con, version.draft_id))
    authors = facts.authors | {facts.submitter_id}
    earlier = _earlier(tx, version)
    for question in pieces.asks_of(tx.con, version.id):
        kept: dict[tuple[int, str], sa.Row[Any]] = {}
        for row in earlier.get((question.stage, question.location), ()):
            now = question.asked.get(row.claim_key)
            if now is not None and row.person_id not in authors and promises.within(now["basis"], row.basis):
                kept[row.person_id, row.claim_key] = row
        _repeat(tx, question, kept.values())
        _close(tx, question, kept.values())


def _earlier(tx: Writing, version: Version) -> dict[tuple[str, str], list[sa.Row[Any]]]:
    """Decisions on earlier versions by stage and location, oldest first, with the moment they were signed."""
    mine = sa.and_(assignees.c.ask_id == decisions.c.ask_id, assignees.c.person_id == decisions.c.person_id)
    query = (
        sa.select(decisions, asks.c.stage, asks.c.location, assignees.c.finished_at)
        .join(asks, asks.c.id == decisions.c.ask_id)
        .join(assignees, mine)
        .where(asks.c.draft_id == version.draft_id, asks.c.version_id != version.id)
        .order_by(decisions.c.id)
    )
    out: dict[tuple[str, str], list[sa.Row[Any]]] = {}
    for row in tx.con.execute(query):
        out.setdefault((row.stage, row.location), []).append(row)
    return out


def _repeat(tx: Writing, question: Ask, kept: Iterable[sa.Row[Any]]) -> None:
    copied = ("person_id", "claim_key", "answer", "reason", "level", "condition", "basis", "at")
    rows = [
        {name: getattr(row, name) for name in copied}
        | {"version_id": question.version_id, "ask_id": question.id, "carried_from": row.id}
        for row in kept
    ]
    if rows:
        tx.con.execute(sa.insert(decisions), rows)


def _close(tx: Writing, question: Ask, kept: Iterable[sa.Row[Any]]) -> None:
    """Count those as finished again whose signed answers cover all that is asked now; the others have only to look."""
    signed: dict[int, dict[str, Any]] = {}
    unsigned: set[int] = set()
    for row in kept:
        if row.finished_at is None:
            unsigned.add(row.person_id)
        signed.setdefault(row.person_id, {})[row.claim_key] = row.finished_at
    again = 0
    for person, moments in signed.items():
        mine = sa.and_(assignees.c.ask_id == question.id, assignees.c.person_id == person)
        whole = person not in unsigned and question.asked.keys() <= moments.keys()
        values = {"finished_at": max(moments.values())} if whole else {"reminded": ""}
        if not tx.con.execute(sa.update(assignees).where(mine).values(values)).rowcount:
            tx.insert(assignees, ask_id=question.id, person_id=person, **values)
        again += whole
    if again >= question.need:
        tx.update(asks, question.id, carried=True)
