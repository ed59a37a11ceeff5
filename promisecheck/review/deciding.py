"""What a location answers: keep it, cannot, can if ...; for each promise, pinned to the version it was asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from promisecheck.review import access, pieces
from promisecheck.review.actors import Actor
from promisecheck.review.cleaning import clean_line, clean_note
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError, FreshLoginError, InvalidError, TransitionError
from promisecheck.review.models import ANSWERS, Answer, Ask, Decision, Draft, of
from promisecheck.review.outcomes import evaluate
from promisecheck.review.publishing import live_publication
from promisecheck.review.tables import asks, assignees, changes, decisions, drafts, versions
from promisecheck.review.writing import Writing, writing

_OPEN = ("in_review", "changes_requested", "approved")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is handed in. reason: required with "cannot".

    level, condition: what the location can do instead ("can_if" needs one of them); level as the JSON report writes it.
    """

    answer: Answer
    reason: str = ""
    level: Mapping[str, Any] | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The question and the piece after an answer, and the claim keys this person has not answered yet."""

    ask: Ask
    draft: Draft
    unanswered: tuple[str, ...]


def decide(db: Database, actor: Actor, ask_id: int, answers: Mapping[str, Given], *, now: dt.datetime) -> Reply:
    """Save answers, by claim key ("" for the piece as a whole); each can be changed until the piece is published.

    Answers count at once; a question is done when enough people have also finished it (`finish`). Where finishing is a
    sign-off with a fresh login, a changed answer has to be signed again. Raises
    ForbiddenError for a foreign location or one's own piece, StaleError when there is a newer version, InvalidError
    for a promise that does not touch this location, a missing reason, an empty "can, if".
    """
    read = {key: _read(given) for key, given in answers.items()}
    with writing(db, actor, now) as tx:
        question, piece = _answerable(tx, actor, ask_id)
        _save(tx, actor, question, piece, read)
        return _reply(tx, actor, question, evaluate(tx, piece))


def keep_kept(db: Database, actor: Actor, ask_id: int, *, now: dt.datetime) -> Reply:
    """Answer "keep" to every promise of this question that is judged kept and that the actor has not answered."""
    with writing(db, actor, now) as tx:
        question, piece = _answerable(tx, actor, ask_id)
        mine = _answered(tx, actor, question)
        kept = {key: Given("keep") for key, at in question.asked.items() if at["verdict"] == "kept" and key not in mine}
        _save(tx, actor, question, piece, kept)
        return _reply(tx, actor, question, evaluate(tx, piece))


def take_back(db: Database, actor: Actor, ask_id: int, claim_keys: Sequence[str], *, now: dt.datetime) -> Reply:
    """Leave promises unanswered again; whoever had finished the question has to finish it anew.

    An answer that a proposed change of a standard rests on stays. Raises as `decide` does.
    """
    with writing(db, actor, now) as tx:
        question, piece = _answerable(tx, actor, ask_id)
        mine = _answered(tx, actor, question)
        gone = [mine[key] for key in claim_keys if key in mine]
        rested_on = set(tx.con.scalars(sa.select(changes.c.decision_id).where(changes.c.decision_id.is_not(None))))
        for one in gone:
            if one.id in rested_on:
                continue
            tx.con.execute(sa.delete(decisions).where(decisions.c.id == one.id))
            where = {"location": question.location, "stage": question.stage, "claim": one.claim_key}
            tx.record("answer.taken_back", f"ask:{question.id}", draft_id=piece.id, before=_shown(one) | where)
        row = _assignee(tx, actor, question)
        if gone and row.finished_at is not None:
            tx.update(assignees, row.id, finished_at=None)
        return _reply(tx, actor, question, evaluate(tx, piece))


def alike(db: Database, actor: Actor, claim_key: str) -> tuple[Ask, ...]:
    """Open questions, over all pieces and locations of the actor, in which the very same promise waits."""
    with db.read() as con:
        return _alike(con, actor, claim_key)


def decide_alike(db: Database, actor: Actor, claim_key: str, given: Given, *, now: dt.datetime) -> tuple[Reply, ...]:
    """The same answer to the same promise wherever it waits for the actor, all or nothing."""
    read = _read(given)
    with writing(db, actor, now) as tx:
        out = []
        for question in _alike(tx.con, actor, claim_key):
            current, piece = _answerable(tx, actor, question.id)
            _save(tx, actor, current, piece, {claim_key: read})
            out.append(_reply(tx, actor, current, evaluate(tx, piece)))
        return tuple(out)


def finish(db: Database, actor: Actor, ask_id: int, *, now: dt.datetime) -> Reply:
    """Sign off: all promises of this question are answered, and this is the actor's word.

    Finishing twice changes nothing, also when the piece has moved on by the first.
    Raises InvalidError while some are unanswered; FreshLoginError where the organisation asks for a login that is at
    most so many minutes old (a token or a link cannot give one).
    """
    with writing(db, actor, now) as tx:
        done = _already_finished(tx, actor, ask_id)
        if done is not None:
            return done
        question, piece = _answerable(tx, actor, ask_id)
        plan = pieces.plan_of(tx.con, piece.id)
        if plan.sign_off and not _is_fresh(actor, now, plan.fresh_minutes):
            raise FreshLoginError("fresh-login", minutes=plan.fresh_minutes)
        missing = _unanswered(tx, actor, question)
        if missing:
            raise InvalidError("unanswered", count=len(missing))
        tx.update(assignees, _assignee(tx, actor, question).id, finished_at=now)
        mine = _answered(tx, actor, question)
        tx.record(
            "answer.signed",
            f"ask:{question.id}",
            draft_id=piece.id,
            meaning=_meaning(question),
            after={
                "stage": question.stage,
                "location": question.location,
                "answers": {key: one.answer for key, one in mine.items()},
                "content": pieces.version(tx.con, question.version_id).content_hash,
            },
        )
        return _reply(tx, actor, question, evaluate(tx, piece))


def reject(db: Database, actor: Actor, ask_id: int, reason: str, *, now: dt.datetime) -> Draft:
    """Refuse the piece for good, by somebody who is asked about it now.

    Raises InvalidError without a reason, TransitionError for one that is in public: that is its author's to withdraw.
    """
    reason = clean_note("reason", reason)
    with writing(db, actor, now) as tx:
        question, piece = _answerable(tx, actor, ask_id)
        if live_publication(tx.con, piece.id) is not None:
            raise TransitionError("live-piece")
        piece = pieces.step(tx, piece, "reject", reason=reason, stage=question.stage, location=question.location)
        facts = pieces.touchable(tx.con, piece)
        tx.tell({piece.submitter_id, *facts.people}, "rejected", piece.id, title=piece.title, reason=reason)
        return piece


def ask_again(db: Database, actor: Actor, ask_id: int, reason: str, *, now: dt.datetime) -> Draft:
    """The author asks one location to think again, with a reason; its answers stay until they are changed."""
    reason = clean_note("reason", reason)
    with writing(db, actor, now) as tx:
        question = pieces.ask(tx.con, ask_id)
        piece = pieces.allowed(tx.con, actor, "nudge", question.draft_id)
        pieces.only_newest(tx.con, question, piece)
        if piece.state not in ("in_review", "changes_requested"):
            raise TransitionError("not-in-review", state=piece.state)
        mine = assignees.c.ask_id == question.id
        tx.con.execute(sa.update(assignees).where(mine).values(finished_at=None, reminded=""))
        tx.update(asks, question.id, carried=False)
        facts = {"stage": question.stage, "location": question.location, "reason": reason}
        tx.record("piece.asked_again", f"ask:{question.id}", draft_id=piece.id, after=facts)
        asked = [row.person_id for row in pieces.assigned(tx.con, [question.id])]
        where = [question.location]
        tx.tell(asked, "asked-again", piece.id, title=piece.title, locations=where, reason=reason)
        return evaluate(tx, piece)


def _read(given: Given) -> Given:
    if given.answer not in ANSWERS:
        raise InvalidError("one-of", field="answer", allowed=", ".join(ANSWERS))
    reason = clean_note("reason", given.reason, needed=given.answer == "cannot")
    condition = clean_line("condition", given.condition, needed=False)
    if given.answer != "can_if":
        return Given(given.answer, reason)
    if not given.level and not condition:
        raise InvalidError("empty-can-if")
    return Given("can_if", reason, dict(given.level) if given.level else None, condition)


def _answerable(tx: Writing, actor: Actor, ask_id: int) -> tuple[Ask, Draft]:
    question = pieces.ask(tx.con, ask_id)
    piece = pieces.draft(tx.con, question.draft_id)
    access.require(actor, "decide", pieces.touchable(tx.con, piece, question))
    pieces.only_newest(tx.con, question, piece)
    if piece.state not in _OPEN or question.state == "waiting":
        raise TransitionError("not-in-review", state=piece.state)
    return question, piece


def _already_finished(tx: Writing, actor: Actor, ask_id: int) -> Reply | None:
    question = pieces.ask(tx.con, ask_id)
    piece = pieces.draft(tx.con, question.draft_id)
    access.require(actor, "decide", pieces.touchable(tx.con, piece, question))
    mine = [row for row in pieces.assigned(tx.con, [ask_id]) if row.person_id == actor.id]
    return _reply(tx, actor, question, piece) if mine and mine[0].finished_at is not None else None


def _answered(tx: Writing, actor: Actor, question: Ask) -> dict[str, Decision]:
    mine = sa.and_(decisions.c.ask_id == question.id, decisions.c.person_id == actor.id)
    return {row.claim_key: of(Decision, row) for row in tx.con.execute(sa.select(decisions).where(mine))}


def _unanswered(tx: Writing, actor: Actor, question: Ask) -> tuple[str, ...]:
    mine = _answered(tx, actor, question)
    return tuple(key for key in question.asked if key not in mine)


def _reply(tx: Writing, actor: Actor, question: Ask, piece: Draft) -> Reply:
    return Reply(pieces.ask(tx.con, question.id), piece, _unanswered(tx, actor, question))


def _assignee(tx: Writing, actor: Actor, question: Ask) -> sa.Row[Any]:
    """The actor's row; somebody who may answer without having been asked gets one."""
    if actor.id is None:
        raise ForbiddenError("forbidden", action="decide")
    mine = sa.and_(assignees.c.ask_id == question.id, assignees.c.person_id == actor.id)
    row = tx.con.execute(sa.select(assignees).where(mine)).first()
    if row is None:
        tx.insert(assignees, ask_id=question.id, person_id=actor.id)
        row = tx.con.execute(sa.select(assignees).where(mine)).one()
    return row


def _save(tx: Writing, actor: Actor, question: Ask, piece: Draft, answers: Mapping[str, Given]) -> None:
    row = _assignee(tx, actor, question)
    if row.finished_at is not None and pieces.plan_of(tx.con, piece.id).sign_off:
        tx.update(assignees, row.id, finished_at=None)
    earlier = _answered(tx, actor, question)
    for key, given in answers.items():
        if key not in question.asked:
            raise InvalidError("not-asked", key=key or "-")
        values = asdict(given) | {"basis": question.asked[key]["basis"], "at": tx.now, "carried_from": None}
        before = earlier.get(key)
        if before is None:
            tx.insert(
                decisions,
                version_id=question.version_id,
                ask_id=question.id,
                person_id=actor.id,
                claim_key=key,
                **values,
            )
        else:
            tx.update(decisions, before.id, **values)
        tx.record(
            "answer.given",
            f"ask:{question.id}",
            draft_id=piece.id,
            before=_shown(before) if before else {},
            after=_shown(given) | {"location": question.location, "stage": question.stage, "claim": key},
        )


def _shown(one: Given | Decision) -> dict[str, Any]:
    return {"answer": one.answer, "reason": one.reason, "level": one.level, "condition": one.condition}


def _alike(con: sa.Connection, actor: Actor, claim_key: str) -> tuple[Ask, ...]:
    newest = sa.and_(versions.c.draft_id == drafts.c.id, versions.c.number == drafts.c.latest)
    query = (
        sa.select(asks)
        .join(versions, versions.c.id == asks.c.version_id)
        .join(drafts, newest)
        .where(asks.c.state == "open", drafts.c.state.in_(_OPEN), asks.c.location != "")
        .order_by(asks.c.id)
    )
    out = []
    for row in con.execute(query).all():
        question = of(Ask, row)
        if claim_key not in question.asked:
            continue
        piece = pieces.draft(con, question.draft_id)
        if access.may(actor, "decide", pieces.touchable(con, piece, question)):
            out.append(question)
    return tuple(out)


def _is_fresh(actor: Actor, now: dt.datetime, minutes: int) -> bool:
    return actor.fresh_at is not None and now - actor.fresh_at <= dt.timedelta(minutes=minutes)


def _meaning(question: Ask) -> str:
    where = question.location or "the piece as a whole"
    return f"I have read the promises that touch {where} in this version, and these are our answers ({question.stage})."
