"""From "checking" to "in review": the engine's report, the questions that follow from it, and what carries over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from promisecheck.errors import InputError
from promisecheck.review import access, pieces, promises
from promisecheck.review.actors import PROGRAM, Actor, Places
from promisecheck.review.carrying import asked_at, carry_over
from promisecheck.review.database import Database
from promisecheck.review.errors import NobodyError, NotFoundError
from promisecheck.review.judging import Checked, Job, Judge, job_for
from promisecheck.review.models import Draft, Version
from promisecheck.review.outcomes import evaluate, open_questions
from promisecheck.review.plans import load_plan
from promisecheck.review.routing import Question, reviewers, route
from promisecheck.review.tables import asks, assignees, drafts, people, versions
from promisecheck.review.writing import Writing, writing


@dataclass(frozen=True, slots=True)
class Outcome:
    """The piece after the check. problem: why it went back to its author instead of into review, else ""."""

    draft: Draft
    problem: str = ""


def pending(db: Database) -> tuple[int, ...]:
    """Pieces that wait for their check, oldest first: what a job works off, also after a crash."""
    with db.read() as con:
        return tuple(
            con.scalars(sa.select(drafts.c.id).where(drafts.c.state == "checking").order_by(drafts.c.updated_at))
        )


def check_piece(db: Database, judge: Judge, draft_id: int, *, now: dt.datetime) -> Outcome:
    """Run the engine on a piece in "checking", then route it. The engine runs outside of any transaction.

    Copy that cannot be read in full, and a piece for which there is nobody to ask, go back to "draft" with the
    reason; a failing tool is never a verdict. A piece that is no longer in "checking" is left as it is.
    """
    with db.read() as con:
        piece = pieces.draft(con, draft_id)
        version = pieces.latest(con, piece)
    if piece.state != "checking":
        return Outcome(piece)
    job = job_for(piece, version, now.date())
    problem, checked = _run(judge, job)
    with writing(db, PROGRAM, now) as tx:
        piece = pieces.draft(tx.con, draft_id)
        if piece.state != "checking" or piece.latest != version.number:
            return Outcome(piece)
        questions: tuple[Question, ...] = ()
        if checked is not None:
            try:
                questions = find_questions(tx, judge.places(), piece, checked)
            except NobodyError as error:
                problem = str(error)
        if problem or checked is None:
            piece = pieces.step(tx, piece, "unreadable", problem=problem)
            tx.tell([piece.submitter_id], "unreadable", piece.id, title=piece.title, problem=problem)
            return Outcome(piece, problem)
        store(tx, version.id, job, checked)
        piece = pieces.step(tx, piece, "judged", hashes=_hashes(pieces.version(tx.con, version.id)))
        return Outcome(ask(tx, piece, questions))


def store(tx: Writing, version_id: int, job: Job, checked: Checked) -> None:
    """Keep a report with its version, and what was asked of the engine besides the copy."""
    asked = {name: value for name, value in asdict(job).items() if name not in ("copy", "kind", "source")}
    tx.update(
        versions,
        version_id,
        judged=asked | {name: _iso(asked[name]) for name in ("start", "end", "measured_on")},
        report=checked.report,
        standards=checked.standards,
        reasons=checked.reasons,
        content_hash=checked.content_hash,
        specs_hash=checked.specs_hash,
        confirmed_specs=checked.specs_hash,
        rules_hash=checked.rules_hash,
        engine=checked.engine,
        checked_at=tx.now,
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def find_questions(tx: Writing, places: Places, piece: Draft, checked: Checked) -> tuple[Question, ...]:
    """Whom to ask about what the engine found. Raises NobodyError."""
    facts = pieces.touchable(tx.con, piece)
    return route(
        promises.read(checked.report, checked.standards, checked.reasons),
        load_plan(tx.con),
        reviewers(tx.con, places, piece.id, tx.now),
        authors=facts.authors | {piece.submitter_id},
        leavers=frozenset(tx.con.scalars(sa.select(people.c.id).where(~people.c.active))),
    )


def ask(tx: Writing, piece: Draft, questions: Iterable[Question]) -> Draft:
    """Put the questions about the newest version, carry over what was answered, and move on if nothing is left."""
    plan = load_plan(tx.con)
    version = pieces.latest(tx.con, piece)
    due = piece.due_at if piece.due_at and piece.due_at > tx.now else plan.due(tx.now, piece.runs_from)
    tx.update(drafts, piece.id, plan=plan.to_json(), due_at=due, claimed_by=None, claimed_at=None)
    found = pieces.promises_of(tx.con, version.id)
    for question in questions:
        ask_id = tx.insert(
            asks,
            draft_id=piece.id,
            version_id=version.id,
            stage=question.stage,
            step=question.step,
            location=question.location,
            need=question.need,
            asked=asked_at(question.location, version.content_hash or "", found),
            state="waiting",
            fallback=question.fallback,
            due_at=due,
        )
        rows = [{"ask_id": ask_id, "person_id": person} for person in question.people]
        tx.con.execute(sa.insert(assignees), rows)
    carry_over(tx, version)
    piece = pieces.draft(tx.con, piece.id)
    open_questions(tx, piece)
    return evaluate(tx, piece)


def rederive(db: Database, actor: Actor, judge: Judge, version_id: int) -> Mapping[str, bool]:
    """Judge a stored version again, exactly as it was asked then, and say what is still the same.

    Keys: copy, specs, rules, engine, report. With all of the first four the same, the report must be, too.
    """
    with db.read() as con:
        version = pieces.version(con, version_id)
        pieces.allowed(con, actor, "see", version.draft_id)
        access.require(actor, "see_audit")
        stored = pieces.report(con, version_id)
        asked = con.scalar(sa.select(versions.c.judged).where(versions.c.id == version_id))
    if stored is None or asked is None:
        raise NotFoundError("no-such-thing", what="report", id=version_id)
    checked = judge.check(
        Job(
            version.copy,
            version.kind,
            version.source,
            tuple(asked["languages"]),
            tuple(asked["places"]),
            asked["tier"],
            dt.date.fromisoformat(asked["start"]),
            dt.date.fromisoformat(asked["end"]),
        )
    )
    return {
        "copy": checked.content_hash == version.content_hash,
        "specs": checked.specs_hash == version.specs_hash,
        "rules": checked.rules_hash == version.rules_hash,
        "engine": checked.engine == version.engine,
        "report": promises.fingerprint(checked.report) == promises.fingerprint(stored),
    }


def _run(judge: Judge, job: Job) -> tuple[str, Checked | None]:
    try:
        checked = judge.check(job)
    except InputError as error:
        return str(error), None
    if checked.report["problems"]:
        return "\n".join(problem["message"] for problem in checked.report["problems"]), None
    return "", checked


def _hashes(version: Version) -> dict[str, str | None]:
    return {
        "copy": version.copy_hash,
        "content": version.content_hash,
        "specs": version.specs_hash,
        "rules": version.rules_hash,
        "engine": version.engine,
    }
