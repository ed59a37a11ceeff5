"""Reading a piece: its draft, versions, asks, decisions, and who may touch it. Shared by all services."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from promisecheck.review import access, promises
from promisecheck.review.actors import Actor
from promisecheck.review.errors import NotFoundError, StaleError
from promisecheck.review.models import Ask, Decision, Draft, File, FileInfo, Version, of
from promisecheck.review.plans import Plan, read_plan
from promisecheck.review.states import Step, follow
from promisecheck.review.tables import asks, assignees, comments, decisions, drafts, files, unzipped, versions, watchers
from promisecheck.review.writing import Writing

_LIGHT = sa.select(*(column for column in versions.c if column.name not in ("report", "standards")))
"""A version without its report, which is large."""


def draft(con: sa.Connection, draft_id: int) -> Draft:
    """Raises NotFoundError."""
    row = con.execute(sa.select(drafts).where(drafts.c.id == draft_id)).first()
    if row is None:
        raise NotFoundError("no-such-piece", id=draft_id)
    return of(Draft, row)


def version(con: sa.Connection, version_id: int) -> Version:
    """Raises NotFoundError."""
    row = con.execute(_LIGHT.where(versions.c.id == version_id)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="version", id=version_id)
    return of(Version, row)


def numbered(con: sa.Connection, draft_id: int, number: int) -> Version:
    """A version by its number. Raises NotFoundError."""
    row = con.execute(_LIGHT.where(versions.c.draft_id == draft_id, versions.c.number == number)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="version", id=number)
    return of(Version, row)


def latest(con: sa.Connection, piece: Draft) -> Version:
    """The newest version of a piece."""
    return numbered(con, piece.id, piece.latest)


def ask(con: sa.Connection, ask_id: int) -> Ask:
    """Raises NotFoundError."""
    row = con.execute(sa.select(asks).where(asks.c.id == ask_id)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="question", id=ask_id)
    return of(Ask, row)


def asks_of(con: sa.Connection, version_id: int) -> tuple[Ask, ...]:
    """All questions about a version, by stage and location."""
    rows = con.execute(sa.select(asks).where(asks.c.version_id == version_id).order_by(asks.c.step, asks.c.id))
    return tuple(of(Ask, row) for row in rows)


def decisions_of(con: sa.Connection, version_id: int) -> tuple[Decision, ...]:
    """All answers on a version, oldest first."""
    rows = con.execute(sa.select(decisions).where(decisions.c.version_id == version_id).order_by(decisions.c.id))
    return tuple(of(Decision, row) for row in rows)


def assigned(con: sa.Connection, ask_ids: Sequence[int]) -> Sequence[sa.Row[Any]]:
    """Who was asked: rows of ask_id, person_id, finished_at, reminded, nudged_at."""
    found: list[sa.Row[Any]] = []
    for start in range(0, len(ask_ids), 500):
        part = ask_ids[start : start + 500]
        query = sa.select(assignees).where(assignees.c.ask_id.in_(part)).order_by(assignees.c.id)
        found.extend(con.execute(query).all())
    return found


def report(con: sa.Connection, version_id: int) -> dict[str, Any] | None:
    """The engine's report on a version, as it was; None before it was checked."""
    value: dict[str, Any] | None = con.scalar(sa.select(versions.c.report).where(versions.c.id == version_id))
    return value


def promises_of(con: sa.Connection, version_id: int) -> tuple[promises.Promise, ...]:
    """The promises the report of a version found; none before it was checked."""
    return report_and_promises(con, version_id)[1]


def report_and_promises(
    con: sa.Connection, version_id: int
) -> tuple[dict[str, Any] | None, tuple[promises.Promise, ...]]:
    """Both, read once."""
    stored = versions.c.report, versions.c.standards, versions.c.reasons
    raw = (sa.type_coerce(column, sa.LargeBinary) for column in stored)
    row = con.execute(sa.select(*raw).where(versions.c.id == version_id)).first()
    if row is None or row[0] is None:
        return None, ()
    report = bytes(row[0])
    standards, reasons = (bytes(one) if one is not None else None for one in row[1:])
    read = _read if len(report) <= _REMEMBERED_BYTES else _read.__wrapped__
    return read(report, standards, reasons)


_REMEMBERED_BYTES: Final = 64 * 1024


@lru_cache(maxsize=16)
def _read(
    report: bytes, standards: bytes | None, reasons: bytes | None
) -> tuple[dict[str, Any], tuple[promises.Promise, ...]]:
    """A report as it is stored, and its promises. A report never changes, and many look at the same one."""
    whole: dict[str, Any] = unzipped(report)
    beside = (unzipped(one) if one is not None else None for one in (standards, reasons))
    return whole, promises.read(whole, *beside)


def files_of(con: sa.Connection, version_id: int) -> tuple[File, ...]:
    """The files stored with a version, by path."""
    rows = con.execute(sa.select(files).where(files.c.version_id == version_id).order_by(files.c.path))
    return tuple(of(File, row) for row in rows)


def file_list(con: sa.Connection, version_id: int) -> tuple[FileInfo, ...]:
    """The files stored with a version, without their bytes."""
    size = sa.func.length(files.c.data).label("size")
    query = sa.select(files.c.path, files.c.media_type, files.c.sha256, size).where(files.c.version_id == version_id)
    return tuple(FileInfo(*row) for row in con.execute(query.order_by(files.c.path)))


def file_of(con: sa.Connection, version_id: int, path: str) -> File:
    """One file of a version. Raises NotFoundError."""
    row = con.execute(sa.select(files).where(files.c.version_id == version_id, files.c.path == path)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="file", id=path)
    return of(File, row)


def plan_of(con: sa.Connection, draft_id: int) -> Plan:
    """The plan a piece was routed by."""
    return read_plan(con.scalar(sa.select(drafts.c.plan).where(drafts.c.id == draft_id)) or {})


def touchable(con: sa.Connection, piece: Draft, question: Ask | None = None) -> access.Piece:
    """What access to the piece (and to one question about it) depends on."""
    own = asks.c.draft_id == piece.id
    asked = sa.select(assignees.c.person_id).join(asks, asks.c.id == assignees.c.ask_id).where(own).distinct()
    watching = sa.select(watchers.c.person_id).where(watchers.c.draft_id == piece.id)
    people = {*con.scalars(asked), *con.scalars(watching)}
    for mentioned in con.scalars(sa.select(comments.c.mentions).where(comments.c.draft_id == piece.id)):
        people.update(mentioned)
    authors = sa.select(versions.c.author_id).where(versions.c.draft_id == piece.id).distinct()
    return access.Piece(
        piece.id,
        piece.state,
        piece.submitter_id,
        frozenset(author for author in con.scalars(authors) if author is not None),
        frozenset(con.scalars(sa.select(asks.c.location).where(own, asks.c.location != "").distinct())),
        frozenset(people),
        question.stage if question else None,
        question.location if question else "",
        frozenset(row.person_id for row in assigned(con, [question.id])) if question else frozenset(),
    )


def allowed(con: sa.Connection, actor: Actor, action: access.Action, draft_id: int) -> Draft:
    """The draft, when the actor may do this to it. Raises NotFoundError or ForbiddenError."""
    return allowed_with_facts(con, actor, action, draft_id)[0]


def allowed_with_facts(
    con: sa.Connection, actor: Actor, action: access.Action, draft_id: int
) -> tuple[Draft, access.Piece]:
    """The same, and what access to it depends on."""
    piece = draft(con, draft_id)
    facts = touchable(con, piece)
    access.require(actor, action, facts)
    return piece, facts


def step(tx: Writing, piece: Draft, name: Step, *, meaning: str = "", **facts: Any) -> Draft:
    """Move a piece along the transition table, with its audit event. Raises TransitionError."""
    state = follow(piece.state, name)
    tx.update(drafts, piece.id, state=state, updated_at=tx.now)
    tx.record(
        f"piece.{name}",
        f"piece:{piece.id}",
        draft_id=piece.id,
        meaning=meaning,
        before={"state": piece.state},
        after={"state": state, "version": piece.latest, **facts},
    )
    return draft(tx.con, piece.id)


def only_newest(con: sa.Connection, question: Ask, piece: Draft) -> None:
    """Raises StaleError when there is a newer version by now than the one a question is about."""
    if con.scalar(sa.select(versions.c.number).where(versions.c.id == question.version_id)) != piece.latest:
        raise StaleError("newer-version", number=piece.latest)


def watching(con: sa.Connection, draft_id: int) -> tuple[int, ...]:
    """Who watches a piece."""
    return tuple(con.scalars(sa.select(watchers.c.person_id).where(watchers.c.draft_id == draft_id)))


def copy_files(tx: Writing, from_version: int, to_version: int) -> None:
    """Give a new version the files of another."""
    rows = [
        {"version_id": to_version, "path": one.path, "media_type": one.media_type, "sha256": one.sha256}
        | {"data": one.data}
        for one in files_of(tx.con, from_version)
    ]
    if rows:
        tx.con.execute(sa.insert(files), rows)
