"""What the answers amount to: which stage is open, and whether the piece is approved or has to change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from promisecheck.review import pieces
from promisecheck.review.models import STRICTEST, Answer, Ask, Decision, Draft
from promisecheck.review.publishing import approve, unapprove
from promisecheck.review.states import Step
from promisecheck.review.tables import asks
from promisecheck.review.writing import Writing


def strictest(answers: Iterable[Answer]) -> Answer | None:
    """The answer that counts when several people gave one for the same promise; None of none."""
    given = set(answers)
    return next((answer for answer in STRICTEST if answer in given), None)


def evaluate(tx: Writing, piece: Draft) -> Draft:
    """Close answered questions, open the next stage, and move the piece on when its stages are done.

    A stage with anything but "keep" ends the review there: the piece has to change before later stages look at it. In
    a parallel plan all stages are heard first.
    """
    plan = pieces.plan_of(tx.con, piece.id)
    questions = _settle(tx, piece)
    answers = pieces.decisions_of(tx.con, pieces.latest(tx.con, piece).id)
    if plan.parallel:
        return _conclude(tx, piece, questions, answers)
    for step in range(len(plan.stages)):
        stage = [one for one in questions if one.step == step]
        if any(one.state != "done" for one in stage) or _objections(stage, answers):
            return _conclude(tx, piece, stage, answers)
    return _conclude(tx, piece, questions, answers)


def open_questions(tx: Writing, piece: Draft) -> None:
    """Open the questions whose turn it is and tell those who are asked, once each with all their locations."""
    plan = pieces.plan_of(tx.con, piece.id)
    questions = _settle(tx, piece)
    answers = pieces.decisions_of(tx.con, pieces.latest(tx.con, piece).id)
    turn = list(questions)
    if not plan.parallel:
        turn = []
        for step in range(len(plan.stages)):
            turn = [one for one in questions if one.step == step]
            if any(one.state != "done" for one in turn) or _objections(turn, answers):
                break
    opening = [one for one in turn if one.state == "waiting"]
    for start in range(0, len(opening), 500):
        part = [one.id for one in opening[start : start + 500]]
        tx.con.execute(sa.update(asks).where(asks.c.id.in_(part)).values(state="open", opened_at=tx.now))
    where = {one.id: one.location for one in opening}
    asked: dict[int, list[str]] = {}
    for row in pieces.assigned(tx.con, list(where)):
        if row.finished_at is None:
            asked.setdefault(row.person_id, []).append(where[row.ask_id])
    due = piece.due_at.isoformat() if piece.due_at else ""
    for person, locations in asked.items():
        tx.tell([person], "asked", piece.id, title=piece.title, locations=locations, due=due)


def _settle(tx: Writing, piece: Draft) -> tuple[Ask, ...]:
    """The questions about the newest version, their state brought up to what was answered."""
    version = pieces.latest(tx.con, piece)
    questions = pieces.asks_of(tx.con, version.id)
    finished: dict[int, int] = {}
    for row in pieces.assigned(tx.con, [one.id for one in questions]):
        finished[row.ask_id] = finished.get(row.ask_id, 0) + (row.finished_at is not None)
    moved = False
    for one in questions:
        done = finished.get(one.id, 0) >= one.need
        if done and one.state != "done":
            tx.update(asks, one.id, state="done", done_at=tx.now)
            moved = True
        elif not done and one.state == "done":
            tx.update(asks, one.id, state="open", done_at=None)
            moved = True
    return pieces.asks_of(tx.con, version.id) if moved else questions


def _objections(questions: Sequence[Ask], answers: Sequence[Decision]) -> list[Decision]:
    mine = {one.id for one in questions}
    return [one for one in answers if one.ask_id in mine and one.answer != "keep"]


def _conclude(tx: Writing, piece: Draft, questions: Sequence[Ask], answers: Sequence[Decision]) -> Draft:
    """Move the piece to where these questions put it: in review, changes requested, or approved."""
    waiting = any(one.state != "done" for one in questions)
    against = _objections(questions, answers)
    goal: Step | None = None if waiting else "request_changes" if against else "approve"
    there = {None: "in_review", "request_changes": "changes_requested", "approve": "approved"}[goal]
    if piece.state != there:
        if piece.state == "approved":
            unapprove(tx, piece)
        if piece.state != "in_review":
            piece = pieces.step(tx, piece, "reconsider")
        if goal == "approve":
            return approve(tx, piece)
        if goal == "request_changes":
            piece = pieces.step(tx, piece, "request_changes", objections=len(against))
            told = {piece.submitter_id, *pieces.watching(tx.con, piece.id)}
            where = sorted({one.location for one in questions if one.id in {answer.ask_id for answer in against}})
            tx.tell(told, "changes-requested", piece.id, title=piece.title, locations=where)
    if goal is None:
        open_questions(tx, piece)
    return piece
