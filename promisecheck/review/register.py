"""The watch over what is approved and live: judged again when a standard, a notice or the record may have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from promisecheck.errors import InputError
from promisecheck.review import access, pieces, promises
from promisecheck.review.actors import PROGRAM, Actor
from promisecheck.review.checking import ask, find_questions, store
from promisecheck.review.database import Database
from promisecheck.review.entries import standing_values
from promisecheck.review.errors import NobodyError
from promisecheck.review.judging import Checked, Job, Judge, job_for
from promisecheck.review.models import Draft, Entry, Version, of
from promisecheck.review.publishing import live_publication, unapprove
from promisecheck.review.states import TRANSITIONS
from promisecheck.review.tables import drafts, publications, register, versions
from promisecheck.review.writing import Writing, writing


@dataclass(frozen=True, slots=True)
class Recheck:
    """What a recheck found.

    judged: versions that were judged again. lost: promises (at a location) that stopped holding; regained: that hold
    again. reopened: pieces that went back into review. problems: piece -> what kept it from being judged. broken:
    piece -> where the engine itself broke on it; the caller logs it.
    """

    judged: int
    lost: int
    regained: int
    reopened: tuple[int, ...]
    problems: Mapping[int, str]
    broken: Mapping[int, Exception] = field(default_factory=dict)


def recheck(db: Database, judge: Judge, *, now: dt.datetime, actor: Actor = PROGRAM) -> Recheck:
    """Judge everything that is live, approved or waiting by today's standards.

    A promise is lost when it is not kept and that judgement was not there when it was approved. A piece with a lost
    promise goes back into review as a new version of the same text; the locations whose promises and standards are
    unchanged are not asked again. Costs one run of the engine for each piece; runs daily and after every change.
    """
    access.require(actor, "recheck")
    judged = lost = regained = 0
    reopened: list[int] = []
    problems: dict[int, str] = {}
    broken: dict[int, Exception] = {}
    for draft_id, version_id in _watched(db):
        with db.read() as con:
            piece, version = pieces.draft(con, draft_id), pieces.version(con, version_id)
        job = job_for(piece, version, now.date())
        try:
            checked = judge.check(job)
        except InputError as error:
            problems[draft_id] = str(error)
            continue
        except Exception as error:  # the others are judged all the same; to the gate this one stays unconfirmed
            broken[draft_id] = error
            continue
        with writing(db, actor, now) as tx:
            result = _confront(tx, judge, draft_id, version_id, job, checked)
        judged += 1
        lost += result.lost
        regained += result.regained
        if result.reopened:
            reopened.append(draft_id)
        if result.problem:
            problems[draft_id] = result.problem
    return Recheck(judged, lost, regained, tuple(reopened), problems, broken)


@dataclass(frozen=True, slots=True)
class _Result:
    lost: int = 0
    regained: int = 0
    reopened: bool = False
    problem: str = ""


def _watched(db: Database) -> Sequence[tuple[int, int]]:
    """Pieces with the version to judge: what is live, and the newest version of what is approved or in review."""
    newest = sa.and_(versions.c.draft_id == drafts.c.id, versions.c.number == drafts.c.latest)
    waiting = ("in_review", "changes_requested", "approved")
    with db.read() as con:
        live = con.execute(
            sa.select(publications.c.draft_id, publications.c.version_id).where(publications.c.ended_at.is_(None))
        ).all()
        others = con.execute(
            sa.select(drafts.c.id, versions.c.id).join(versions, newest).where(drafts.c.state.in_(waiting))
        ).all()
    return sorted({(row[0], row[1]) for row in (*live, *others)})


def _confront(tx: Writing, judge: Judge, draft_id: int, version_id: int, job: Job, checked: Checked) -> _Result:
    """Hold today's judgement of one version against what was approved or asked."""
    piece, version = pieces.draft(tx.con, draft_id), pieces.version(tx.con, version_id)
    found = {one.key: one for one in promises.read(checked.report, checked.standards, checked.reasons)}
    live = live_publication(tx.con, draft_id)
    if version.approved_at is None:
        waits = piece.state in ("in_review", "changes_requested") and version.number == piece.latest
        moved = waits and _moved(tx, version, found)
        if moved:
            return _reopen(tx, judge, piece, version, job, checked, _Result())
        tx.update(versions, version_id, confirmed_specs=checked.specs_hash)
        return _Result()
    if live is None and piece.state != "approved":
        return _Result()
    lost, regained, failing = _update_entries(tx, version, found)
    failing = failing or _unknown_failures(tx, version, found)
    if lost or regained:
        tx.record(
            "register.changed",
            f"piece:{draft_id}",
            draft_id=draft_id,
            after={"lost": lost, "regained": regained, "specs": checked.specs_hash},
        )
    result = _Result(lost, regained)
    if not failing:
        tx.update(versions, version_id, confirmed_specs=checked.specs_hash)
        return result
    if version.number != piece.latest:
        if lost:
            tx.tell([piece.submitter_id], "lost", draft_id, title=piece.title, count=lost)
        return result
    return _reopen(tx, judge, piece, version, job, checked, result)


def _moved(tx: Writing, version: Version, found: Mapping[str, promises.Promise]) -> bool:
    """Whether a location that is being asked would now be asked something else."""
    before = {one.key: one for one in pieces.promises_of(tx.con, version.id)}
    for key in before.keys() | found.keys():
        old, new = before.get(key), found.get(key)
        if old is None or new is None:
            return True
        if any(
            place not in old.at or not promises.within(standing.basis, old.at[place].basis)
            for place, standing in new.at.items()
        ):
            return True
    return False


def _update_entries(tx: Writing, version: Version, found: Mapping[str, promises.Promise]) -> tuple[int, int, bool]:
    """Bring the register up to today. Gives how many were lost, how many regained, and whether any does not hold."""
    lost = regained = 0
    failing = False
    mine = sa.and_(register.c.version_id == version.id, register.c.ended_at.is_(None))
    for row in tx.con.execute(sa.select(register).where(mine)).all():
        entry = of(Entry, row)
        promise = found.get(entry.claim_key)
        standing = promise.at.get(entry.location) if promise else None
        if standing is None:
            values = {"verdict": "unsure", "basis": "", "rule": None, "because": "", "reasons": None, "gap": None}
            holds = False
        else:
            values = standing_values(standing)
            holds = standing.holds_as(entry.basis_then)
        since = None if holds else entry.lost_since or tx.now.date()
        lost += since is not None and entry.lost_since is None
        regained += since is None and entry.lost_since is not None
        failing = failing or not holds
        tx.update(register, entry.id, checked_at=tx.now, lost_since=since, **values)
    return lost, regained, failing


def _unknown_failures(tx: Writing, version: Version, found: Mapping[str, promises.Promise]) -> bool:
    """Whether the engine finds a failing promise, or one at a new location, that nobody has approved."""
    mine = sa.select(register.c.claim_key, register.c.location).where(register.c.version_id == version.id)
    known = {(row.claim_key, row.location) for row in tx.con.execute(mine)}
    return any(
        standing.verdict != "kept" and (key, place) not in known
        for key, promise in found.items()
        for place, standing in promise.at.items()
    )


def _reopen(
    tx: Writing, judge: Judge, piece: Draft, version: Version, job: Job, checked: Checked, result: _Result
) -> _Result:
    """Put the same text back into review as a new version, judged by today's standards."""
    if "recheck" not in TRANSITIONS[piece.state]:
        return result
    try:
        questions = find_questions(tx, judge.places(), piece, checked)
    except NobodyError as error:
        return _Result(result.lost, result.regained, False, str(error))
    if piece.state == "approved":
        unapprove(tx, piece)
    number = version.number + 1
    new_id = tx.insert(
        versions,
        draft_id=piece.id,
        number=number,
        cause="recheck",
        kind=version.kind,
        copy=version.copy,
        source=version.source,
        created_at=tx.now,
        copy_hash=version.copy_hash,
    )
    pieces.copy_files(tx, version.id, new_id)
    store(tx, new_id, job, checked)
    tx.update(drafts, piece.id, latest=number)
    piece = pieces.step(tx, pieces.draft(tx.con, piece.id), "recheck", specs=checked.specs_hash)
    tx.tell(
        {piece.submitter_id, *pieces.watching(tx.con, piece.id)},
        "reopened",
        piece.id,
        title=piece.title,
        count=result.lost,
    )
    ask(tx, piece, questions)
    return _Result(result.lost, result.regained, True)
