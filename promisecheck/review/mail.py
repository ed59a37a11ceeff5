"""Mail from the messages: one for each event, or one a day with everything and the bulletin of each branch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from promisecheck.review import letters
from promisecheck.review.actors import Places
from promisecheck.review.database import Database
from promisecheck.review.letters import BULLETIN, FOOT, GREETING, QUOTED, SUBJECT_DIGEST, SUBJECT_ONE
from promisecheck.review.tables import drafts, grants, messages, people, publications, register

ATTEMPTS: Final = 8
FIRST_WAIT: Final = dt.timedelta(minutes=2)
_LEASE: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be sent as plain text, right to left where `language` is "ar"."""

    to: str
    name: str
    language: str
    subject: str
    body: str


Send = Callable[[Mail], None]
"""Sends one mail; raises OSError when it does not get through (smtplib's errors are OSErrors)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a round did: mails that went out, mails that will be tried again."""

    mails: int
    failed: int


def send_events(db: Database, send: Send, *, link: str, names: Mapping[str, str], now: dt.datetime) -> Sent:
    """Mail each new message to those who want one for each event; for the scheduler, every minute.

    link: address of the app, for the foot of a mail. names: location ids -> names. A message is leased before it is
    sent; after a failure the wait doubles, after eight failures it is left to the list in the app.
    """
    sent = failed = 0
    for row in _lease(db, now):
        line = letters.line(row.kind, row.facts, row.language, names)
        first = " ".join(line.split())[:120]
        subject = letters.text(SUBJECT_ONE, row.language, line=first)
        mail = _mail(row, subject, [line + _address(link, row.draft_id)], link)
        if _try(db, send, mail, [row.id], row.attempts, now):
            sent += 1
        else:
            failed += 1
    return Sent(sent, failed)


def send_digests(
    db: Database, send: Send, *, link: str, names: Mapping[str, str], places: Places, now: dt.datetime
) -> Sent:
    """One mail to everybody who wants a daily one and for whom there is something new; once a day.

    A reviewer's also holds the bulletin: what went out in the name of their branches during the last day, and where.
    """
    sent = failed = 0
    for person, rows in _waiting(db, now).items():
        language = rows[0].language
        bulletin = _bulletin(db, person, places, names, language, now)
        lines = [letters.line(row.kind, row.facts, language, names) + _address(link, row.draft_id) for row in rows]
        subject = letters.text(SUBJECT_DIGEST, language, count=len(rows))
        if bulletin:
            since = (now - dt.timedelta(days=1)).date().isoformat()
            lines += ["", letters.text(BULLETIN, language, since=since), *bulletin]
        mail = _mail(rows[0], subject, lines, link)
        if _try(db, send, mail, [row.id for row in rows], max(row.attempts for row in rows), now):
            sent += 1
        else:
            failed += 1
    return Sent(sent, failed)


def _lease(db: Database, now: dt.datetime) -> Sequence[sa.Row[Any]]:
    query = _due(now).where(people.c.digest == "each").limit(200)
    with db.write() as con:
        rows = con.execute(query).all()
        if rows:
            mine = messages.c.id.in_([row.id for row in rows])
            con.execute(sa.update(messages).where(mine).values(next_at=now + _LEASE))
    return rows


def _waiting(db: Database, now: dt.datetime) -> dict[int, list[sa.Row[Any]]]:
    out: dict[int, list[sa.Row[Any]]] = {}
    with db.read() as con:
        for row in con.execute(_due(now).where(people.c.digest == "daily")):
            out.setdefault(row.person_id, []).append(row)
    return out


def _due(now: dt.datetime) -> sa.Select[Any]:
    wanted = (messages, people.c.login, people.c.name, people.c.language)
    return (
        sa.select(*wanted)
        .join(people, people.c.id == messages.c.person_id)
        .where(messages.c.sent_at.is_(None), messages.c.next_at <= now, messages.c.read_at.is_(None), people.c.active)
        .order_by(messages.c.id)
    )


def _mail(row: sa.Row[Any], subject: str, lines: Sequence[str], link: str) -> Mail:
    greeting = letters.text(GREETING, row.language, name=row.name)
    foot = letters.text(FOOT, row.language, link=link)
    body = "\n".join([greeting, "", *lines, "", "-- ", foot, ""])
    return Mail(row.login, row.name, row.language, subject, body)


def _try(db: Database, send: Send, mail: Mail, ids: list[int], attempts: int, now: dt.datetime) -> bool:
    try:
        send(mail)
        values: dict[str, Any] = {"sent_at": now, "next_at": None, "error": ""}
    except OSError as error:
        again = now + FIRST_WAIT * 2**attempts if attempts + 1 < ATTEMPTS else None
        values = {"next_at": again, "error": str(error)[:500] or type(error).__name__}
    with db.write() as con:
        mine = messages.c.id.in_(ids)
        con.execute(sa.update(messages).where(mine).values(attempts=attempts + 1, **values))
    return "sent_at" in values


def _bulletin(
    db: Database, person_id: int, places: Places, names: Mapping[str, str], language: str, now: dt.datetime
) -> list[str]:
    """Promises that went public during the last day at the locations somebody reviews."""
    with db.read() as con:
        granted = con.scalars(
            sa.select(grants.c.place).where(grants.c.person_id == person_id, grants.c.role == "reviewer")
        ).all()
        mine = places.expand(list(granted))
        query = (
            sa.select(register.c.quote, register.c.location, drafts.c.title, drafts.c.campaign)
            .join(publications, publications.c.version_id == register.c.version_id)
            .join(drafts, drafts.c.id == register.c.draft_id)
            .where(publications.c.published_at > now - dt.timedelta(days=1), register.c.location.in_(mine))
            .order_by(register.c.location, register.c.id)
        )
        rows = con.execute(query).all()
    told: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        told.setdefault((row.quote, row.title), []).append(names.get(row.location, row.location))
    return [
        letters.text(QUOTED, language, quote=quote, title=title, where=", ".join(where))
        for (quote, title), where in told.items()
    ]


def _address(link: str, draft_id: int | None) -> str:
    return f"\n  {link.rstrip('/')}/pieces/{draft_id}" if draft_id is not None else ""
