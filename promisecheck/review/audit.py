"""The record of who did what: append-only, each event chained to the one before by its hash.

An event's hash covers everything it says and the hash before it, so an event that is changed, left out or moved breaks
the chain from there on. Cutting off the newest events leaves a shorter whole chain: compare with a head (`Head`) that
was kept elsewhere, such as the last line of an export. The database itself refuses to update or delete events.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any, Final

import sqlalchemy as sa

from promisecheck.review import access
from promisecheck.review.actors import Actor
from promisecheck.review.database import Database
from promisecheck.review.tables import audit

START: Final = "0" * 64
"""What the first event is chained to."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event. before, after: the facts that changed. meaning: what the act stands for, in a sentence."""

    seq: int
    at: dt.datetime
    person_id: int | None
    actor: str
    action: str
    subject: str
    draft_id: int | None
    meaning: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    previous: str
    hash: str

    def to_json(self) -> dict[str, Any]:
        """The event as an export writes it."""
        return {**asdict(self), "at": _stamp(self.at)}


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event's number and hash; 0 and START of an empty chain."""

    seq: int = 0
    hash: str = START


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain is not whole."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verification found: how many events were read, the head, and the first break (None: whole)."""

    events: int
    head: Head
    broken: Break | None = None

    @property
    def whole(self) -> bool:
        """Whether the chain is whole."""
        return self.broken is None


def digest(event: Event) -> str:
    """The hash of an event, from all its other fields."""
    facts = event.to_json()
    del facts["hash"]
    return hashlib.sha256(_canonical(facts).encode()).hexdigest()


def append(
    con: sa.Connection,
    head: Head,
    now: dt.datetime,
    actor: Actor,
    action: str,
    subject: str,
    draft_id: int | None = None,
    meaning: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """Write the next event after `head`, in the caller's writing transaction."""
    shown = actor.name if actor.via == "session" else f"{actor.name} ({actor.via})"
    event = Event(
        head.seq + 1,
        now.astimezone(dt.UTC),
        actor.id,
        shown,
        action,
        subject,
        draft_id,
        meaning,
        json.loads(_canonical(before or {})),
        json.loads(_canonical(after or {})),
        head.hash,
        "",
    )
    row = asdict(event) | {
        "hash": digest(event),
        "before": _canonical(event.before),
        "after": _canonical(event.after),
    }
    con.execute(sa.insert(audit).values(row))
    return _event(row)


def head(con: sa.Connection) -> Head:
    """The newest event's number and hash."""
    row = con.execute(sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(row.seq, row.hash) if row else Head()


def events(
    db: Database,
    actor: Actor,
    *,
    draft_id: int | None = None,
    action: str | None = None,
    person_id: int | None = None,
    before_seq: int | None = None,
    limit: int = 100,
) -> tuple[Event, ...]:
    """The newest events first, of one piece, action or person where given; `before_seq` pages on.

    Raises ForbiddenError for anybody but an admin or an auditor.
    """
    access.require(actor, "see_audit")
    query = sa.select(audit).order_by(audit.c.seq.desc()).limit(limit)
    if draft_id is not None:
        query = query.where(audit.c.draft_id == draft_id)
    if action is not None:
        query = query.where(audit.c.action == action)
    if person_id is not None:
        query = query.where(audit.c.person_id == person_id)
    if before_seq is not None:
        query = query.where(audit.c.seq < before_seq)
    with db.read() as con:
        return tuple(_event(dict(row._mapping)) for row in con.execute(query))


def verify(db: Database, *, known: Head | None = None) -> Proof:
    """Read the whole chain and find its first break.

    known: a head that was kept elsewhere; the chain must still hold that very event. Needs no actor: it is what the
    command line runs on a database file.
    """
    with db.read() as con:
        return check(read_all(con), known)


def check(chain: Iterable[Event], known: Head | None = None) -> Proof:
    """The same over events from anywhere, such as an export."""
    at, count = Head(), 0
    met = known is None or known.seq == 0
    for event in chain:
        reason = ""
        if event.seq != at.seq + 1:
            reason = f"event {at.seq + 1} is missing"
        elif event.previous != at.hash:
            reason = "not chained to the event before it"
        elif digest(event) != event.hash:
            reason = "changed after it was written"
        elif known and event.seq == known.seq:
            met = event.hash == known.hash
            reason = "" if met else "not the event that was known"
        if reason:
            return Proof(count, at, Break(event.seq, reason))
        at, count = Head(event.seq, event.hash), count + 1
    if not met and known:
        return Proof(count, at, Break(at.seq + 1, f"ends before event {known.seq}, which was known"))
    return Proof(count, at)


def export(db: Database, out: IO[str]) -> Head:
    """Write every event as a line of JSON, oldest first. Returns the head: keep it to notice a cut later."""
    at = Head()
    with db.read() as con:
        for event in read_all(con):
            out.write(json.dumps(event.to_json(), ensure_ascii=False) + "\n")
            at = Head(event.seq, event.hash)
    return at


def read_export(lines: Iterable[str]) -> Iterator[Event]:
    """The events of an export. Raises ValueError for a line that is none."""
    for line in lines:
        facts = json.loads(line)
        try:
            yield Event(**(facts | {"at": dt.datetime.fromisoformat(facts["at"])}))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not an audit event: {error}") from None


def read_all(con: sa.Connection) -> Iterator[Event]:
    """Every event, oldest first, within an open transaction."""
    rows = con.execution_options(yield_per=500).execute(sa.select(audit).order_by(audit.c.seq))
    for row in rows:
        yield _event(dict(row._mapping))


def _event(row: Mapping[str, Any]) -> Event:
    return Event(**({**row} | {"before": json.loads(row["before"]), "after": json.loads(row["after"])}))


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return _stamp(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return sorted(value) if not isinstance(value, tuple) else list(value)
    raise TypeError(f"{type(value).__name__} in an audit event")


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
