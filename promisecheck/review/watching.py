"""Attention: who watches a piece, who has it in hand, who is reminded, and when somebody else steps in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from promisecheck.review import access, pieces
from promisecheck.review.actors import PROGRAM, Actor, Places
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError, InvalidError, TransitionError
from promisecheck.review.models import Ask, Draft, Message, of
from promisecheck.review.people import read_actor
from promisecheck.review.plans import Plan, read_plan
from promisecheck.review.tables import asks, assignees, drafts, messages, versions, watchers
from promisecheck.review.writing import Writing, writing

NUDGE_EVERY = dt.timedelta(hours=4)
_NEWEST = sa.and_(versions.c.draft_id == drafts.c.id, versions.c.number == drafts.c.latest)


def watch(db: Database, actor: Actor, draft_id: int, on: bool = True, *, now: dt.datetime) -> None:
    """Hear of everything that happens to a piece, or no longer."""
    with writing(db, actor, now) as tx:
        pieces.allowed(tx.con, actor, "watch", draft_id)
        mine = sa.and_(watchers.c.draft_id == draft_id, watchers.c.person_id == actor.id)
        watched = tx.con.execute(sa.select(watchers.c.draft_id).where(mine)).first() is not None
        if watched == on:
            return
        if on:
            tx.con.execute(sa.insert(watchers).values(draft_id=draft_id, person_id=actor.id))
        else:
            tx.con.execute(sa.delete(watchers).where(mine))
        tx.record("piece.watched" if on else "piece.unwatched", f"piece:{draft_id}", draft_id=draft_id)


def share(db: Database, actor: Actor, draft_id: int, person_id: int, *, now: dt.datetime) -> None:
    """Let a colleague see a piece and hear of it; by its author or an admin."""
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "withdraw", draft_id)
        read_actor(tx.con, person_id, Places())
        mine = sa.and_(watchers.c.draft_id == draft_id, watchers.c.person_id == person_id)
        if tx.con.execute(sa.select(watchers.c.draft_id).where(mine)).first() is None:
            tx.con.execute(sa.insert(watchers).values(draft_id=draft_id, person_id=person_id))
            tx.record("piece.shared", f"piece:{draft_id}", draft_id=draft_id, after={"with": person_id})
            tx.tell([person_id], "shared", draft_id, title=piece.title, by=actor.name)


def claim(db: Database, actor: Actor, draft_id: int, on: bool = True, *, now: dt.datetime) -> Draft:
    """Mark that one has a piece in hand, so that two do not do the same work; a mark, not a lock.

    Anybody who is asked may take it over; letting go is for who has it, or an admin.
    """
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "see", draft_id)
        facts = pieces.touchable(tx.con, piece)
        if piece.state != "in_review":
            raise TransitionError("not-in-review", state=piece.state)
        if on and not (actor.id in facts.people or actor.covers(facts.locations)):
            raise ForbiddenError("forbidden", action="decide")
        if not on and piece.claimed_by != actor.id and not actor.has("admin"):
            raise ForbiddenError("forbidden", action="decide")
        holder = actor.id if on else None
        tx.update(drafts, draft_id, claimed_by=holder, claimed_at=now if on else None)
        before, after = {"by": piece.claimed_by}, {"by": holder}
        tx.record("piece.claimed", f"piece:{draft_id}", draft_id=draft_id, before=before, after=after)
        return pieces.draft(tx.con, draft_id)


def nudge(db: Database, actor: Actor, ask_id: int, *, now: dt.datetime) -> int:
    """Remind, by hand, those who have not finished one open question; at most every four hours. Gives how many."""
    with writing(db, actor, now) as tx:
        question = pieces.ask(tx.con, ask_id)
        piece = pieces.draft(tx.con, question.draft_id)
        access.require(actor, "nudge", pieces.touchable(tx.con, piece))
        if piece.state != "in_review" or question.state != "open":
            raise TransitionError("not-in-review", state=piece.state)
        undecided = [row for row in pieces.assigned(tx.con, [ask_id]) if row.finished_at is None]
        due = [row for row in undecided if row.nudged_at is None or now - row.nudged_at >= NUDGE_EVERY]
        for row in due:
            tx.update(assignees, row.id, nudged_at=now)
        if due:
            after = {"people": [row.person_id for row in due]}
            tx.record("question.nudged", f"ask:{ask_id}", draft_id=piece.id, after=after)
            told = [row.person_id for row in due]
            tx.tell(told, "nudged", piece.id, title=piece.title, locations=[question.location], by=actor.name)
        return len(due)


def assign(db: Database, actor: Actor, ask_id: int, person_id: int, *, places: Places, now: dt.datetime) -> None:
    """Ask one more person, by an admin: for somebody who is away. Never an author of the piece."""
    with writing(db, actor, now) as tx:
        question = pieces.ask(tx.con, ask_id)
        piece = pieces.draft(tx.con, question.draft_id)
        facts = pieces.touchable(tx.con, piece, question)
        access.require(actor, "assign", facts)
        pieces.only_newest(tx.con, question, piece)
        read_actor(tx.con, person_id, places)
        if person_id in {piece.submitter_id, *facts.authors}:
            raise ForbiddenError("own-piece")
        if person_id in facts.assigned:
            raise InvalidError("taken", field="person")
        tx.insert(assignees, ask_id=ask_id, person_id=person_id)
        tx.record("question.assigned", f"ask:{ask_id}", draft_id=piece.id, after={"person": person_id})
        due = question.due_at.isoformat() if question.due_at else ""
        tx.tell([person_id], "asked", piece.id, title=piece.title, locations=[question.location], due=due)


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a round of reminders did: messages to people about a piece, pieces escalated."""

    reminders: int
    escalations: int


def send_reminders(db: Database, *, now: dt.datetime) -> Reminded:
    """Remind those who have not finished: before, at and after the due time, once each; then escalate.

    For the scheduler, every quarter of an hour or so. A round that was missed is made up for by the latest reminder
    only.
    """
    query = (
        sa.select(asks, drafts.c.plan)
        .join(versions, versions.c.id == asks.c.version_id)
        .join(drafts, _NEWEST)
        .where(asks.c.state == "open", drafts.c.state == "in_review", asks.c.due_at.is_not(None))
        .order_by(asks.c.id)
    )
    due: dict[tuple[int, int, str], list[str]] = {}
    late: dict[int, tuple[list[Ask], tuple[int, ...]]] = {}
    with writing(db, PROGRAM, now) as tx:
        for row in tx.con.execute(query).all():
            plan = read_plan(row.plan or {})
            question = of(Ask, row)
            kind = _reminder_due(question, plan, now)
            for person in _remind(tx, question, kind) if kind else ():
                due.setdefault((person, question.draft_id, kind), []).append(question.location)
            if row.escalated_at is None and now - row.due_at >= dt.timedelta(hours=plan.escalate_after):
                late.setdefault(question.draft_id, ([], plan.escalate_to))[0].append(question)
        for (person, draft_id, kind), locations in due.items():
            piece = pieces.draft(tx.con, draft_id)
            when = piece.due_at.isoformat() if piece.due_at else ""
            tx.tell([person], f"reminder-{kind}", draft_id, title=piece.title, locations=locations, due=when)
        for draft_id, (questions, to) in late.items():
            _escalate(tx, pieces.draft(tx.con, draft_id), questions, to)
    return Reminded(len(due), len(late))


def inbox_messages(db: Database, actor: Actor, *, unread: bool = False, limit: int = 50) -> tuple[Message, ...]:
    """What the actor should know, newest first."""
    query = sa.select(messages).where(messages.c.person_id == actor.id).order_by(messages.c.id.desc()).limit(limit)
    if unread:
        query = query.where(messages.c.read_at.is_(None))
    with db.read() as con:
        return tuple(of(Message, row) for row in con.execute(query))


def mark_read(db: Database, actor: Actor, up_to: int, *, now: dt.datetime) -> None:
    """Everything up to a message was seen."""
    mine = sa.and_(messages.c.person_id == actor.id, messages.c.id <= up_to, messages.c.read_at.is_(None))
    with db.write() as con:
        con.execute(sa.update(messages).where(mine).values(read_at=now))


def _reminder_due(question: Ask, plan: Plan, now: dt.datetime) -> str:
    """Which reminder it is time for: "before", "at", "after", or "" for none."""
    if question.due_at is None:
        return ""
    late = now - question.due_at
    if late >= dt.timedelta(hours=plan.remind_after):
        return "after"
    if late >= dt.timedelta(0):
        return "at"
    just_asked = question.opened_at is not None and now - question.opened_at < dt.timedelta(hours=1)
    return "before" if -late <= dt.timedelta(hours=plan.remind_before) and not just_asked else ""


def _remind(tx: Writing, question: Ask, kind: str) -> list[int]:
    """The people who have not finished and did not get this reminder yet; they are marked as reminded."""
    rows = pieces.assigned(tx.con, [question.id])
    due = [row for row in rows if row.finished_at is None and row.reminded != kind]
    for row in due:
        tx.update(assignees, row.id, reminded=kind)
    return [row.person_id for row in due]


def _escalate(tx: Writing, piece: Draft, questions: list[Ask], to: tuple[int, ...]) -> None:
    for question in questions:
        tx.update(asks, question.id, escalated_at=tx.now)
    where = [question.location for question in questions]
    tx.record("piece.escalated", f"piece:{piece.id}", draft_id=piece.id, after={"to": list(to), "locations": where})
    tx.tell({piece.submitter_id, *to}, "escalated", piece.id, title=piece.title, locations=where)
