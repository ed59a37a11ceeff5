"""Changes to the standards: proposed where the work is done, answered by those who own the standards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from promisecheck.review import access, pieces
from promisecheck.review.actors import PROGRAM, Actor, Places
from promisecheck.review.cleaning import clean_line, clean_note
from promisecheck.review.database import Database
from promisecheck.review.errors import ForbiddenError, InvalidError, NotFoundError, StaleError
from promisecheck.review.models import Change, of
from promisecheck.review.spec_edit import LEVELS, Edit, SpecChange, work_out, write
from promisecheck.review.tables import asks, changes, decisions, grants, people
from promisecheck.review.writing import Writing, writing


def propose(
    db: Database,
    actor: Actor,
    change: SpecChange,
    reason: str,
    *,
    specs: Path,
    places: Places,
    decision_id: int | None = None,
    now: dt.datetime,
) -> Change:
    """Propose a change of a standard or a temporary notice; the specs are checked with it, nothing is written yet.

    A reviewer proposes for locations they review, and for those only. decision_id: the "can, if" it follows from.
    Raises InvalidError for a change that the specs cannot take.
    """
    access.require(actor, "propose")
    reason = clean_note("reason", reason)
    if places.unknown(change.locations):
        raise InvalidError("unknown-place", place=", ".join(places.unknown(change.locations)))
    _require_place(actor, change, places)
    edit = work_out(specs, change)
    with writing(db, actor, now) as tx:
        if decision_id is not None:
            _require_decision(tx, actor, decision_id)
        change_id = tx.insert(
            changes,
            kind=change.kind,
            standard=clean_line("standard", change.standard),
            locations=list(change.locations),
            body=dict(change.body) | ({"tier": change.tier} if change.tier else {}),
            reason=reason,
            decision_id=decision_id,
            proposed_by=actor.id,
            created_at=now,
            state="proposed",
            file=edit.name,
            patch=edit.patch,
        )
        after = {"kind": change.kind, "standard": change.standard, "patch": edit.patch}
        tx.record("standard.proposed", f"change:{change_id}", after=after)
        owners = sa.select(grants.c.person_id).join(people).where(grants.c.role == "owner", people.c.active)
        told = tx.con.scalars(owners).all()
        tx.tell(told, "proposed", standard=change.standard, by=actor.name, reason=reason)
        return _change(tx.con, change_id)


def accept(db: Database, actor: Actor, change_id: int, answer: str = "", *, specs: Path, now: dt.datetime) -> Change:
    """Accept a proposal and write it into the specs; `written_at` stays None when they are read-only.

    The change is worked out anew on the specs as they are. Whoever calls this rechecks the register afterwards.
    Raises InvalidError when it does not fit any more.
    """
    access.require(actor, "answer_proposal")
    answer = clean_note("answer", answer, needed=False)
    with writing(db, actor, now) as tx:
        change = _open(tx, change_id)
        _finish(tx, change, "accepted", answer, work_out(specs, spec_change(change)))
    write_accepted(db, specs, now=now)
    with db.read() as con:
        return _change(con, change_id)


def write_accepted(db: Database, specs: Path, *, now: dt.datetime) -> tuple[int, ...]:
    """Write what was accepted and is not in the specs yet; gives the proposals that are now.

    Accepting comes first and writing second, so a crash between the two loses nothing: a job calls this again. What
    somebody has put into the specs by hand counts as written. In a read-only folder the patches stay where they are.
    """
    waiting = sa.and_(changes.c.state == "accepted", changes.c.written_at.is_(None))
    with db.read() as con:
        accepted = [of(Change, row) for row in con.execute(sa.select(changes).where(waiting).order_by(changes.c.id))]
    out = []
    for change in accepted:
        try:
            edit = work_out(specs, spec_change(change))
            done = write(edit)
        except InvalidError as error:
            done = error.code == "nothing-changed"
        if done:
            with writing(db, PROGRAM, now) as tx:
                tx.update(changes, change.id, written_at=now)
                tx.record("standard.written", f"change:{change.id}", after={"file": change.file})
            out.append(change.id)
    return tuple(out)


def refuse(db: Database, actor: Actor, change_id: int, answer: str, *, now: dt.datetime) -> Change:
    """Turn a proposal down, with a reason."""
    access.require(actor, "answer_proposal")
    answer = clean_note("reason", answer)
    with writing(db, actor, now) as tx:
        _finish(tx, _open(tx, change_id), "rejected", answer, None)
        return _change(tx.con, change_id)


def list_changes(
    db: Database, actor: Actor, *, state: str | None = None, standard: str | None = None
) -> tuple[Change, ...]:
    """Proposals, newest first; by state or standard where given."""
    access.require(actor, "see_standards")
    query = sa.select(changes).order_by(changes.c.id.desc())
    if state is not None:
        query = query.where(changes.c.state == state)
    if standard is not None:
        query = query.where(changes.c.standard == standard)
    with db.read() as con:
        return tuple(of(Change, row) for row in con.execute(query))


def get_change(db: Database, actor: Actor, change_id: int) -> Change:
    """One proposal. Raises NotFoundError."""
    access.require(actor, "see_standards")
    with db.read() as con:
        return _change(con, change_id)


def spec_change(change: Change) -> SpecChange:
    """A stored proposal as the change it stands for."""
    body = {key: value for key, value in change.body.items() if key != "tier"}
    return SpecChange(change.kind, change.standard, change.locations, body, change.body.get("tier"))


@dataclass(frozen=True, slots=True)
class Offer:
    """What a location answered it can do instead: its level as a spec writes it ("" without one), and why."""

    location: str
    level: str
    why: str


def offer_of(db: Database, actor: Actor, decision_id: int, key: str) -> Offer:
    """A "can, if" as a proposal begins with it. key: the standard's level key. Raises NotFoundError.

    A condition is said in the reason, where the owner reads it: which kind of condition it is only a person knows.
    """
    query = sa.select(decisions, asks.c.draft_id, asks.c.location).join(asks, asks.c.id == decisions.c.ask_id)
    with db.read() as con:
        row = con.execute(query.where(decisions.c.id == decision_id)).first()
        if row is None:
            raise NotFoundError("no-such-thing", what="answer", id=decision_id)
        pieces.allowed(con, actor, "see", row.draft_id)
    try:
        level = from_level(row.level, key)[key]
    except InvalidError:
        level = ""
    return Offer(row.location, level, "; ".join(said for said in (row.reason, row.condition) if said))


def from_level(level: Mapping[str, Any] | None, key: str) -> dict[str, str]:
    """What a "can, if" answered, as the body of a proposal: its level under the standard's own level key.

    Raises InvalidError for a level that has no single value.
    """
    if key not in LEVELS or level is None:
        raise InvalidError("one-of", field="key", allowed=", ".join(LEVELS))
    if "hours" in level:
        return {key: str(level["hours"])}
    if "offered" in level:
        return {key: "true" if level["offered"] else "false"}
    if level.get("value") is None:
        raise InvalidError("needed", field="level")
    unit = str(level.get("unit") or "").replace("_", " ")
    return {key: f"{level['value']}{'' if unit == '%' else ' '}{unit}".strip()}


def _finish(tx: Writing, change: Change, state: str, answer: str, edit: Edit | None) -> None:
    tx.update(
        changes,
        change.id,
        state=state,
        answered_by=tx.actor.id,
        answered_at=tx.now,
        answer=answer,
        **({"patch": edit.patch, "file": edit.name} if edit else {}),
    )
    after = {"standard": change.standard, "answer": answer, "patch": edit.patch if edit else ""}
    tx.record(f"standard.{state}", f"change:{change.id}", before={"state": change.state}, after=after)
    tx.tell([change.proposed_by], f"proposal-{state}", standard=change.standard, by=tx.actor.name, reason=answer)


def _require_place(actor: Actor, change: SpecChange, places: Places) -> None:
    if actor.has("owner", "admin") or actor.places is None:
        return
    wanted = set(places.expand(change.locations)) if change.locations else set(places.locations)
    if not wanted <= actor.places:
        raise ForbiddenError("forbidden", action="propose")


def _require_decision(tx: Writing, actor: Actor, decision_id: int) -> None:
    query = sa.select(asks.c.draft_id).join(decisions, decisions.c.ask_id == asks.c.id)
    draft_id = tx.con.scalar(query.where(decisions.c.id == decision_id))
    if draft_id is None:
        raise NotFoundError("no-such-thing", what="answer", id=decision_id)
    pieces.allowed(tx.con, actor, "see", draft_id)


def _open(tx: Writing, change_id: int) -> Change:
    change = _change(tx.con, change_id)
    if change.state != "proposed":
        raise StaleError("not-proposed")
    return change


def _change(con: sa.Connection, change_id: int) -> Change:
    row = con.execute(sa.select(changes).where(changes.c.id == change_id)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="proposal", id=change_id)
    return of(Change, row)
