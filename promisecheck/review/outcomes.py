"""What the answers amount to: which stage is open, and whether the piece is approved or has to change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from promisecheck.review import pieces
from promisecheck.review.models import STRICTEST, Answer, Draft
from promisecheck.review.publishing import approve, unapprove
from promisecheck.review.states import Step
from promisecheck.review.tables import asks, assignees, decisions, versions
from promisecheck.review.writing import Writing


def strictest(answers: Iterable[Answer]) -> Answer | None:
    """The answer that counts when several people gave one for the same promise; None of none."""
    given = set(answers)
    return next((answer for answer in STRICTEST if answer in given), None)


@dataclass(frozen=True, slots=True)
class _Question:
    """What counts of a question: enough have finished (done), and how many answers are not "keep"."""

    id: int
    step: int
    location: str
    state: str
    done: bool
    objections: int


def evaluate(tx: Writing, piece: Draft) -> Draft:
    """Close answered questions, open the next stage, and move the piece on when its stages are done.

    A stage with anything but "keep" ends the review there: the piece has to change before later stages look at it. In
    a parallel plan all stages are heard first.
    """
    questions = _settle(tx, piece)
    turn = _turn(questions, pieces.plan_of(tx.con, piece.id).parallel)
    return _conclude(tx, piece, turn)


def open_questions(tx: Writing, piece: Draft) -> None:
    """Open the questions whose turn it is and tell those who are asked, once each with all their locations."""
    turn = _turn(_settle(tx, piece), pieces.plan_of(tx.con, piece.id).parallel)
    where = {one.id: one.location for one in turn if one.state == "waiting"}
    opening = list(where)
    for start in range(0, len(opening), 500):
        part = opening[start : start + 500]
        tx.con.execute(sa.update(asks).where(asks.c.id.in_(part)).values(state="open", opened_at=tx.now))
    asked: dict[int, list[str]] = {}
    for row in pieces.assigned(tx.con, opening):
        if row.finished_at is None:
            asked.setdefault(row.person_id, []).append(where[row.ask_id])
    due = piece.due_at.isoformat() if piece.due_at else ""
    for person, locations in asked.items():
        tx.tell([person], "asked", piece.id, title=piece.title, locations=locations, due=due)


def _settle(tx: Writing, piece: Draft) -> tuple[_Question, ...]:
    """The questions about the newest version, by stage, their state brought up to what was answered."""
    mine = sa.select(asks.c.id).where(asks.c.draft_id == piece.id)
    finished = sa.select(assignees.c.ask_id, sa.func.count(assignees.c.finished_at).label("finished"))
    finished_by_ask = finished.where(assignees.c.ask_id.in_(mine)).group_by(assignees.c.ask_id).subquery()
    against = sa.select(decisions.c.ask_id, sa.func.count().label("objections"))
    objecting = sa.and_(decisions.c.ask_id.in_(mine), decisions.c.answer != "keep")
    against_by_ask = against.where(objecting).group_by(decisions.c.ask_id).subquery()
    query = (
        sa.select(
            asks.c.id,
            asks.c.step,
            asks.c.location,
            asks.c.state,
            asks.c.need,
            sa.func.coalesce(finished_by_ask.c.finished, 0).label("finished"),
            sa.func.coalesce(against_by_ask.c.objections, 0).label("objections"),
        )
        .join(versions, versions.c.id == asks.c.version_id)
        .outerjoin(finished_by_ask, finished_by_ask.c.ask_id == asks.c.id)
        .outerjoin(against_by_ask, against_by_ask.c.ask_id == asks.c.id)
        .where(asks.c.draft_id == piece.id, versions.c.number == piece.latest)
        .order_by(asks.c.step, asks.c.id)
    )
    out = []
    for row in tx.con.execute(query).all():
        state, done = row.state, row.finished >= row.need
        if done and state != "done":
            state = "done"
            tx.update(asks, row.id, state=state, done_at=tx.now)
        elif not done and state == "done":
            state = "open"
            tx.update(asks, row.id, state=state, done_at=None)
        out.append(_Question(row.id, row.step, row.location, state, done, row.objections))
    return tuple(out)


def _turn(questions: Sequence[_Question], parallel: bool) -> list[_Question]:
    """The questions that decide now: of the first stage that is not done or objects, else of the last; or all."""
    turn = list(questions)
    if parallel:
        return turn
    for step in sorted({one.step for one in questions}):
        turn = [one for one in questions if one.step == step]
        if any(not one.done or one.objections for one in turn):
            break
    return turn


def _conclude(tx: Writing, piece: Draft, turn: Sequence[_Question]) -> Draft:
    """Move the piece to where these questions put it: in review, changes requested, or approved."""
    waiting = any(not one.done for one in turn)
    objections = sum(one.objections for one in turn)
    goal: Step | None = None if waiting else "request_changes" if objections else "approve"
    there = {None: "in_review", "request_changes": "changes_requested", "approve": "approved"}[goal]
    if piece.state != there:
        if piece.state == "approved":
            unapprove(tx, piece)
        if piece.state != "in_review":
            piece = pieces.step(tx, piece, "reconsider")
        if goal == "approve":
            return approve(tx, piece)
        if goal == "request_changes":
            piece = pieces.step(tx, piece, "request_changes", objections=objections)
            told = {piece.submitter_id, *pieces.watching(tx.con, piece.id)}
            where = sorted(one.location for one in turn if one.objections)
            tx.tell(told, "changes-requested", piece.id, title=piece.title, locations=where)
    if goal is None and any(one.state == "waiting" for one in turn):
        open_questions(tx, piece)
    return piece
