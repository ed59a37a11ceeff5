"""What waits for somebody, what is theirs, what they decided lately: the lists a day begins with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from promisecheck.review.actors import Actor
from promisecheck.review.database import Database
from promisecheck.review.models import Ask, Draft, of
from promisecheck.review.promises import WORST_FIRST, worst
from promisecheck.review.states import FINAL
from promisecheck.review.tables import asks, assignees, decisions, drafts, people, versions, watchers

_NEWEST = sa.and_(versions.c.draft_id == drafts.c.id, versions.c.number == drafts.c.latest)


@dataclass(frozen=True, slots=True)
class First:
    """The promise to look at first: the worst unanswered one."""

    quote: str
    verdict: str
    because: str
    reasons: Mapping[str, str] | None
    location: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A piece that waits for the actor.

    questions: the open ones, in the order of their locations. verdicts: promises by their worst verdict at the actor's
    locations. unanswered: promises without an answer, by verdict. again: answered before, asked again because of a
    new version or standard. claimed_by: name of whoever has it in hand; None for nobody.
    """

    draft: Draft
    questions: tuple[Ask, ...]
    submitter: str
    verdicts: Mapping[str, int]
    unanswered: Mapping[str, int]
    first: First | None
    again: bool
    overdue: bool
    claimed_by: str | None
    claimed_by_me: bool


@dataclass(frozen=True, slots=True)
class Own:
    """A piece of the actor's, or one they watch.

    asked, done: questions of the newest version. objections: answers that are not "keep".
    """

    draft: Draft
    submitter: str
    asked: int
    done: int
    waiting_for: tuple[str, ...]
    objections: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A question the actor finished. answers: how many of each. newest: whether no newer version came after it."""

    draft: Draft
    question: Ask
    at: dt.datetime
    answers: Mapping[str, int]
    carried: bool
    version: int
    newest: bool


def waiting(db: Database, actor: Actor, *, now: dt.datetime) -> tuple[Waiting, ...]:
    """What the actor is asked and has not finished: soonest first run first, then by due time."""
    mine = sa.and_(assignees.c.ask_id == asks.c.id, assignees.c.person_id == actor.id)
    query = (
        sa.select(asks)
        .join(assignees, mine)
        .join(versions, versions.c.id == asks.c.version_id)
        .join(drafts, _NEWEST)
        .where(drafts.c.state == "in_review", asks.c.state == "open", assignees.c.finished_at.is_(None))
        .order_by(asks.c.id)
    )
    if actor.link is not None:
        query = query.where(asks.c.draft_id == actor.link.draft_id)
    with db.read() as con:
        found: dict[int, list[Ask]] = {}
        for row in con.execute(query):
            found.setdefault(row.draft_id, []).append(of(Ask, row))
        pieces = _drafts(con, found)
        answered = _answered(con, actor, [one.id for questions in found.values() for one in questions])
        before = _answered_before(con, actor, list(found))
        names = _names(con, (person for one in pieces.values() for person in (one.submitter_id, one.claimed_by)))
    out = [
        _waiting(pieces[draft_id], questions, answered, draft_id in before, names, actor, now)
        for draft_id, questions in found.items()
    ]
    return tuple(sorted(out, key=lambda one: (one.draft.runs_from, one.draft.due_at or now, one.draft.id)))


def yours(db: Database, actor: Actor, *, ended: bool = False) -> tuple[Own, ...]:
    """The actor's own pieces and those they watch, newest change first; with those that ended where `ended`."""
    watched = sa.select(watchers.c.draft_id).where(watchers.c.person_id == actor.id)
    query = sa.select(drafts).where(sa.or_(drafts.c.submitter_id == actor.id, drafts.c.id.in_(watched)))
    if not ended:
        query = query.where(drafts.c.state.not_in(FINAL))
    with db.read() as con:
        found = [of(Draft, row) for row in con.execute(query.order_by(drafts.c.updated_at.desc(), drafts.c.id))]
        ids = [one.id for one in found]
        questions: dict[int, list[Any]] = {}
        rows = con.execute(
            sa.select(asks.c.draft_id, asks.c.state, asks.c.location, asks.c.stage)
            .join(versions, versions.c.id == asks.c.version_id)
            .join(drafts, _NEWEST)
            .where(asks.c.draft_id.in_(ids))
            .order_by(asks.c.id)
        )
        for row in rows:
            questions.setdefault(row.draft_id, []).append(row)
        against = con.execute(
            sa.select(drafts.c.id, sa.func.count())
            .join(versions, _NEWEST)
            .join(decisions, decisions.c.version_id == versions.c.id)
            .where(drafts.c.id.in_(ids), decisions.c.answer != "keep")
            .group_by(drafts.c.id)
        ).all()
        objections = {row[0]: row[1] for row in against}
        names = _names(con, (one.submitter_id for one in found))
    return tuple(
        Own(
            one,
            names.get(one.submitter_id, ""),
            len(questions.get(one.id, ())),
            sum(row.state == "done" for row in questions.get(one.id, ())),
            tuple(row.location or row.stage for row in questions.get(one.id, ()) if row.state == "open"),
            objections.get(one.id, 0),
        )
        for one in found
    )


def decided(db: Database, actor: Actor, *, limit: int = 20) -> tuple[Decided, ...]:
    """What the actor finished, newest first, and what became of it (the draft's state today)."""
    query = (
        sa.select(asks, assignees.c.finished_at, versions.c.number)
        .join(assignees, assignees.c.ask_id == asks.c.id)
        .join(versions, versions.c.id == asks.c.version_id)
        .where(assignees.c.person_id == actor.id, assignees.c.finished_at.is_not(None))
        .order_by(assignees.c.finished_at.desc(), asks.c.id.desc())
        .limit(limit)
    )
    with db.read() as con:
        rows = con.execute(query).all()
        pieces = _drafts(con, {row.draft_id for row in rows})
        counts: dict[int, Counter[str]] = {}
        mine = sa.and_(decisions.c.ask_id.in_([row.id for row in rows]), decisions.c.person_id == actor.id)
        carried = set()
        for one in con.execute(sa.select(decisions).where(mine)):
            counts.setdefault(one.ask_id, Counter())[one.answer] += 1
            if one.carried_from is not None:
                carried.add(one.ask_id)
    return tuple(
        Decided(
            pieces[row.draft_id],
            of(Ask, row),
            row.finished_at,
            dict(counts.get(row.id, {})),
            row.id in carried,
            row.number,
            row.number == pieces[row.draft_id].latest,
        )
        for row in rows
    )


def _waiting(
    piece: Draft,
    questions: Sequence[Ask],
    answered: set[tuple[int, str]],
    again: bool,
    names: Mapping[int, str],
    actor: Actor,
    now: dt.datetime,
) -> Waiting:
    standing: dict[str, list[str]] = {}
    open_keys: set[str] = set()
    firsts: list[tuple[int, First]] = []
    for question in questions:
        for key, at in question.asked.items():
            standing.setdefault(key, []).append(at["verdict"])
            if (question.id, key) not in answered:
                open_keys.add(key)
                first = First(at["quote"], at["verdict"], at["because"], at.get("reasons"), question.location)
                firsts.append((WORST_FIRST.index(at["verdict"]), first))
    verdicts = {key: worst(found) for key, found in standing.items()}
    return Waiting(
        piece,
        tuple(questions),
        names.get(piece.submitter_id, ""),
        _count(verdicts.values()),
        _count(verdicts[key] for key in open_keys),
        min(firsts, key=lambda one: one[0])[1] if firsts else None,
        again,
        piece.due_at is not None and piece.due_at < now,
        names.get(piece.claimed_by) if piece.claimed_by is not None else None,
        piece.claimed_by is not None and piece.claimed_by == actor.id,
    )


def _count(verdicts: Iterable[str]) -> dict[str, int]:
    found = Counter(verdicts)
    return {verdict: found[verdict] for verdict in WORST_FIRST if found[verdict]}


def _drafts(con: sa.Connection, ids: Iterable[int]) -> dict[int, Draft]:
    rows = con.execute(sa.select(drafts).where(drafts.c.id.in_(list(ids))))
    return {row.id: of(Draft, row) for row in rows}


def _answered(con: sa.Connection, actor: Actor, ask_ids: Sequence[int]) -> set[tuple[int, str]]:
    mine = sa.and_(decisions.c.ask_id.in_(ask_ids), decisions.c.person_id == actor.id)
    return {(row.ask_id, row.claim_key) for row in con.execute(sa.select(decisions).where(mine))}


def _answered_before(con: sa.Connection, actor: Actor, draft_ids: Sequence[int]) -> set[int]:
    """Pieces of which the actor finished a question of an earlier version."""
    query = (
        sa.select(asks.c.draft_id)
        .join(assignees, assignees.c.ask_id == asks.c.id)
        .where(asks.c.draft_id.in_(draft_ids), assignees.c.person_id == actor.id, assignees.c.finished_at.is_not(None))
    )
    return set(con.scalars(query))


def _names(con: sa.Connection, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    return {
        row.id: row.name for row in con.execute(sa.select(people.c.id, people.c.name).where(people.c.id.in_(wanted)))
    }
