"""One change to the database: the rows, the audit event, the messages and the webhook deliveries, all or nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from promisecheck.review import audit
from promisecheck.review.actors import Actor
from promisecheck.review.database import Database
from promisecheck.review.tables import deliveries, messages, people, webhooks


class Writing:
    """An open writing transaction of one actor at one moment."""

    def __init__(self, con: sa.Connection, actor: Actor, now: dt.datetime) -> None:
        self.con, self.actor, self.now = con, actor, now
        self._head = audit.head(con)

    def record(
        self,
        action: str,
        subject: str,
        *,
        draft_id: int | None = None,
        meaning: str = "",
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Append the audit event, and queue it for every webhook that asked for this action."""
        event = audit.append(
            self.con, self._head, self.now, self.actor, action, subject, draft_id, meaning, before, after
        )
        self._head = audit.Head(event.seq, event.hash)
        self._queue(event)

    def tell(self, whom: Iterable[int | None], kind: str, draft_id: int | None = None, **facts: Any) -> None:
        """Leave a message for people, once each; not for the actor, guests without an address, or who has left."""
        ids = {person for person in whom if person is not None and person != self.actor.id}
        if not ids:
            return
        active = self.con.scalars(sa.select(people.c.id).where(people.c.id.in_(ids), people.c.active)).all()
        if active:
            common = {"kind": kind, "draft_id": draft_id, "facts": facts, "created_at": self.now, "next_at": self.now}
            self.con.execute(sa.insert(messages), [{"person_id": person, **common} for person in sorted(active)])

    def insert(self, table: sa.Table, **values: Any) -> int:
        """Insert a row and give its id."""
        key = self.con.execute(sa.insert(table).values(**values)).inserted_primary_key
        assert key is not None  # noqa: S101 - an insert of one row has a key
        return int(key[0])

    def update(self, table: sa.Table, row_id: int, **values: Any) -> None:
        """Change one row by its id."""
        self.con.execute(sa.update(table).where(table.c.id == row_id).values(**values))

    def _queue(self, event: audit.Event) -> None:
        hooks = self.con.execute(sa.select(webhooks.c.id, webhooks.c.events).where(webhooks.c.active)).all()
        wanted = [hook.id for hook in hooks if event.action in hook.events or "*" in hook.events]
        if not wanted:
            return
        payload = json.dumps({"event": event.action, **event.to_json()}, ensure_ascii=False)
        row = {"event": event.action, "payload": payload, "created_at": self.now, "next_at": self.now}
        self.con.execute(sa.insert(deliveries), [{"webhook_id": hook, **row} for hook in wanted])


@contextmanager
def writing(db: Database, actor: Actor, now: dt.datetime) -> Iterator[Writing]:
    """A writing transaction: committed at the end, undone as a whole when anything is raised."""
    with db.write() as con:
        yield Writing(con, actor, now)
