"""Events to other systems: queued with the event itself, signed, tried again until they arrive.

A delivery is a POST of the audit event as JSON with the headers

    Promisecheck-Event: piece.approve
    Promisecheck-Delivery: 71
    Promisecheck-Signature: t=1795428000,v1=HEX

HEX is HMAC-SHA256, keyed with the secret, of `t`, a full stop and the body. A receiver recomputes it, compares
in constant time, and refuses a `t` that is more than five minutes old. The same delivery may arrive twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import sqlalchemy as sa

from promisecheck.review import access
from promisecheck.review.actors import Actor
from promisecheck.review.cleaning import clean_line
from promisecheck.review.database import Database
from promisecheck.review.errors import InvalidError, NotFoundError
from promisecheck.review.models import of
from promisecheck.review.tables import deliveries, webhooks
from promisecheck.review.writing import writing

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""POSTs a body to an address and gives the HTTP status. Must never reach an internal address; raises OSError when it
does not get through."""

ATTEMPTS: Final = 10
FIRST_WAIT: Final = dt.timedelta(seconds=30)
LONGEST_WAIT: Final = dt.timedelta(hours=6)
_LEASE: Final = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where events go. events: audit actions such as "piece.approve", or `*`. The secret is never shown again."""

    id: int
    url: str
    events: tuple[str, ...]
    active: bool
    created_by: int
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way. next_at: when it is tried next; None when it arrived or was given up."""

    id: int
    webhook_id: int
    event: str
    created_at: dt.datetime
    attempts: int
    next_at: dt.datetime | None
    delivered_at: dt.datetime | None
    error: str


def add_webhook(
    db: Database, actor: Actor, url: str, events: tuple[str, ...], *, now: dt.datetime
) -> tuple[Webhook, str]:
    """A new webhook and its secret, shown this once. Raises InvalidError for anything but an https address."""
    access.require(actor, "administer")
    url = clean_line("url", url)
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise InvalidError("bad-url", url=url, why="https://")
    if not events:
        raise InvalidError("needed", field="events")
    secret = secrets.token_urlsafe(32)
    with writing(db, actor, now) as tx:
        hook = tx.insert(
            webhooks,
            url=url,
            secret=db.seal.close(secret),
            events=sorted(set(events)),
            created_by=actor.id,
            created_at=now,
        )
        tx.record("webhook.added", f"webhook:{hook}", after={"host": parts.hostname, "events": sorted(set(events))})
        return _webhook(tx.con, hook), secret


def list_webhooks(db: Database, actor: Actor) -> tuple[tuple[Webhook, tuple[Delivery, ...]], ...]:
    """All webhooks with their last 20 deliveries, newest first."""
    access.require(actor, "administer")
    with db.read() as con:
        hooks = [of(Webhook, row) for row in con.execute(sa.select(webhooks).order_by(webhooks.c.id))]
        out = []
        for hook in hooks:
            query = sa.select(deliveries).where(deliveries.c.webhook_id == hook.id)
            rows = con.execute(query.order_by(deliveries.c.id.desc()).limit(20))
            out.append((hook, tuple(of(Delivery, row) for row in rows)))
    return tuple(out)


def set_webhook_active(db: Database, actor: Actor, webhook_id: int, active: bool, *, now: dt.datetime) -> Webhook:
    """Pause or resume. What happens while it is paused is not queued."""
    access.require(actor, "administer")
    with writing(db, actor, now) as tx:
        _webhook(tx.con, webhook_id)
        tx.update(webhooks, webhook_id, active=active)
        tx.record("webhook.resumed" if active else "webhook.paused", f"webhook:{webhook_id}")
        return _webhook(tx.con, webhook_id)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round did: deliveries that arrived, that will be tried again, that were given up."""

    arrived: int
    later: int
    given_up: int


def deliver(db: Database, post: Post, *, now: dt.datetime, limit: int = 100) -> Delivered:
    """Send what is due; for the scheduler, every few seconds.

    A delivery is leased before it is sent, so two workers do not send the same one, and one whose worker died is sent
    again after five minutes. After a failure the wait doubles, from 30 seconds to 6 hours; after ten failures it is
    given up.
    """
    arrived = later = given_up = 0
    for delivery_id, url, secret, event, payload, attempts in _lease(db, now, limit):
        body = payload.encode()
        headers = {
            "Content-Type": "application/json",
            "Promisecheck-Event": event,
            "Promisecheck-Delivery": str(delivery_id),
            "Promisecheck-Signature": sign(db.seal.open(secret), body, now),
        }
        try:
            status = post(url, body, headers)
            error = "" if 200 <= status < 300 else f"HTTP {status}"
        except OSError as failure:
            error = str(failure)[:500] or type(failure).__name__
        values: dict[str, object] = {"attempts": attempts + 1, "error": error, "next_at": None}
        if not error:
            values["delivered_at"] = now
            arrived += 1
        elif attempts + 1 < ATTEMPTS:
            values["next_at"] = now + min(FIRST_WAIT * 2**attempts, LONGEST_WAIT)
            later += 1
        else:
            given_up += 1
        with db.write() as con:
            con.execute(sa.update(deliveries).where(deliveries.c.id == delivery_id).values(**values))
    return Delivered(arrived, later, given_up)


def sign(secret: str, body: bytes, now: dt.datetime) -> str:
    """The signature header of a body sent at a moment."""
    moment = int(now.timestamp())
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()}"


def _lease(db: Database, now: dt.datetime, limit: int) -> list[tuple[int, str, str, str, str, int]]:
    query = (
        sa.select(
            deliveries.c.id,
            webhooks.c.url,
            webhooks.c.secret,
            deliveries.c.event,
            deliveries.c.payload,
            deliveries.c.attempts,
        )
        .join(webhooks, webhooks.c.id == deliveries.c.webhook_id)
        .where(deliveries.c.next_at <= now, webhooks.c.active)
        .order_by(deliveries.c.id)
        .limit(limit)
    )
    with db.write() as con:
        due = [tuple(row) for row in con.execute(query)]
        if due:
            mine = deliveries.c.id.in_([row[0] for row in due])
            con.execute(sa.update(deliveries).where(mine).values(next_at=now + _LEASE))
    return due


def _webhook(con: sa.Connection, webhook_id: int) -> Webhook:
    row = con.execute(sa.select(webhooks).where(webhooks.c.id == webhook_id)).first()
    if row is None:
        raise NotFoundError("no-such-thing", what="webhook", id=webhook_id)
    return of(Webhook, row)
