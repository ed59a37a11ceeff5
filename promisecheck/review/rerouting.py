"""When people come, go, or change roles: the questions that are still open find somebody to answer them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from promisecheck.review import pieces
from promisecheck.review.actors import PROGRAM, Places
from promisecheck.review.database import Database
from promisecheck.review.models import Ask, Draft, of
from promisecheck.review.outcomes import evaluate
from promisecheck.review.plans import Plan
from promisecheck.review.routing import Reviewer, nearest_to, reviewers
from promisecheck.review.tables import asks, assignees, drafts, grants, people, versions
from promisecheck.review.writing import Writing, writing

_NEWEST = sa.and_(versions.c.draft_id == drafts.c.id, versions.c.number == drafts.c.latest)


@dataclass(frozen=True, slots=True)
class Rerouted:
    """What a round did: questions that were put to somebody else, questions for which nobody is left."""

    moved: int
    stuck: int


def reroute(db: Database, places: Places, *, now: dt.datetime) -> Rerouted:
    """Look through all questions that are not done; for the scheduler, and after a change of people or roles.

    Who has left and had not finished is not waited for any more. A question with too few people left, or one that went
    to the fallback though its location has a reviewer by now, is put to those who would be asked today. Where nobody is
    left the admins hear of it, once.
    """
    moved = stuck = 0
    query = (
        sa.select(asks)
        .join(versions, versions.c.id == asks.c.version_id)
        .join(drafts, _NEWEST)
        .where(asks.c.state != "done", drafts.c.state == "in_review")
        .order_by(asks.c.id)
    )
    with writing(db, PROGRAM, now) as tx:
        touched: dict[int, Draft] = {}
        able: dict[int, tuple[Reviewer, ...]] = {}
        for row in tx.con.execute(query).all():
            question = of(Ask, row)
            piece = touched.get(question.draft_id) or pieces.draft(tx.con, question.draft_id)
            if question.draft_id not in able:
                able[question.draft_id] = reviewers(tx.con, places, question.draft_id, now)
            changed, left = _refill(tx, piece, question, able[question.draft_id])
            moved += changed and left
            stuck += not left
            if changed:
                touched[question.draft_id] = piece
        for piece in touched.values():
            evaluate(tx, piece)
    return Rerouted(moved, stuck)


def _refill(tx: Writing, piece: Draft, question: Ask, able: Sequence[Reviewer]) -> tuple[bool, bool]:
    """Bring one question up to the people of today. Gives whether it changed, and whether anybody is left."""
    plan = pieces.plan_of(tx.con, piece.id)
    rows = pieces.assigned(tx.con, [question.id])
    active = set(tx.con.scalars(sa.select(people.c.id).where(people.c.active)))
    gone = [row for row in rows if row.person_id not in active and row.finished_at is None]
    stay = [row for row in rows if row not in gone]
    facts = pieces.touchable(tx.con, piece)
    authors = facts.authors | {piece.submitter_id}
    right = [one for one in nearest_to(able, question.stage, question.location) if one not in authors]
    short = len(stay) < question.need or (question.fallback and right)
    new = [one for one in right if one not in {row.person_id for row in stay}] if short else []
    if not stay and not new:
        new = [one for one in plan.fallback if one in active and one not in authors]
    for row in gone:
        tx.con.execute(sa.delete(assignees).where(assignees.c.id == row.id))
    for person in new:
        tx.insert(assignees, ask_id=question.id, person_id=person)
    if not stay and not new:
        _tell_admins(tx, piece, question, bool(gone))
        return bool(gone), False
    if not gone and not new:
        return False, True
    _settle(tx, piece, question, plan, stay, new, bool(right), [row.person_id for row in gone])
    return True, True


def _settle(
    tx: Writing,
    piece: Draft,
    question: Ask,
    plan: Plan,
    stay: Sequence[sa.Row[Any]],
    new: Sequence[int],
    placed: bool,
    gone: Sequence[int],
) -> None:
    stage = next((one for one in plan.stages if one.name == question.stage), None)
    need = stage.count(len(stay) + len(new)) if stage is not None else 1
    tx.update(asks, question.id, need=need, fallback=question.fallback and not placed)
    after = {"asked": list(new), "left": list(gone), "need": need}
    tx.record("question.rerouted", f"ask:{question.id}", draft_id=piece.id, after=after)
    if question.state == "open":
        due = question.due_at.isoformat() if question.due_at else ""
        tx.tell(new, "asked", piece.id, title=piece.title, locations=[question.location], due=due)


def _tell_admins(tx: Writing, piece: Draft, question: Ask, just_now: bool) -> None:
    if just_now:
        admins = tx.con.scalars(sa.select(grants.c.person_id).where(grants.c.role == "admin")).all()
        told = {*admins, piece.submitter_id}
        tx.tell(told, "stuck", piece.id, title=piece.title, locations=[question.location])
