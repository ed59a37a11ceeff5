"""What a scheduler calls, each a plain function that may run twice, late, or beside itself without harm.

every few seconds     run_checks, deliver_webhooks
every minute          send_event_mail
every quarter hour    send_reminders, reroute, write_accepted
every day             expire_publications, recheck_register, send_daily_mail
after a change of the specs    recheck_register
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from promisecheck.review import (
    changes,
    checking,
    gaps,
    mail,
    pieces,
    publishing,
    register,
    rerouting,
    watching,
    webhooks,
)
from promisecheck.review.actors import PROGRAM
from promisecheck.review.database import Database
from promisecheck.review.judging import Judge
from promisecheck.review.wording import say
from promisecheck.review.writing import writing


@dataclass(frozen=True, slots=True)
class Checks:
    """What a round of checks did: pieces that went into review, back to their authors, and where it broke, why."""

    judged: tuple[int, ...]
    returned: tuple[int, ...]
    broken: Mapping[int, Exception]


def run_checks(db: Database, judge: Judge, *, now: dt.datetime) -> Checks:
    """Check every piece that waits for it.

    A piece on which the engine breaks goes back to its author; the error is handed to the caller, who logs it.
    """
    judged: list[int] = []
    returned: list[int] = []
    broken: dict[int, Exception] = {}
    for draft_id in checking.pending(db):
        try:
            outcome = checking.check_piece(db, judge, draft_id, now=now)
        except Exception as error:  # whatever it is, the piece must not wait for ever
            broken[draft_id] = error
            _give_back(db, draft_id, now)
            continue
        (returned if outcome.problem else judged).append(draft_id)
    return Checks(tuple(judged), tuple(returned), broken)


def recheck_register(db: Database, judge: Judge, *, now: dt.datetime) -> register.Recheck:
    """Judge everything that is live, approved or waiting by today's standards, then count for the gap board."""
    found = register.recheck(db, judge, now=now)
    gaps.tally(db, now=now)
    return found


def _give_back(db: Database, draft_id: int, now: dt.datetime) -> None:
    with writing(db, PROGRAM, now) as tx:
        piece = pieces.draft(tx.con, draft_id)
        if piece.state == "checking":
            problem = say("engine-failed", "en")
            pieces.step(tx, piece, "unreadable", problem=problem)
            tx.tell([piece.submitter_id], "unreadable", draft_id, title=piece.title, problem=problem)


def expire_publications(db: Database, *, now: dt.datetime) -> tuple[int, ...]:
    """See `publishing.expire`."""
    return publishing.expire(db, now=now)


def send_reminders(db: Database, *, now: dt.datetime) -> watching.Reminded:
    """See `watching.send_reminders`."""
    return watching.send_reminders(db, now=now)


def reroute(db: Database, judge: Judge, *, now: dt.datetime) -> rerouting.Rerouted:
    """See `rerouting.reroute`."""
    return rerouting.reroute(db, judge.places(), now=now)


def deliver_webhooks(db: Database, post: webhooks.Post, *, now: dt.datetime) -> webhooks.Delivered:
    """See `webhooks.deliver`."""
    return webhooks.deliver(db, post, now=now)


def write_accepted(db: Database, specs: Path, *, now: dt.datetime) -> tuple[int, ...]:
    """See `changes.write_accepted`."""
    return changes.write_accepted(db, specs, now=now)


def send_event_mail(
    db: Database, send: mail.Send, *, link: str, names: Mapping[str, str], now: dt.datetime
) -> mail.Sent:
    """See `mail.send_events`."""
    return mail.send_events(db, send, link=link, names=names, now=now)


def send_daily_mail(
    db: Database, send: mail.Send, judge: Judge, *, link: str, names: Mapping[str, str], now: dt.datetime
) -> mail.Sent:
    """See `mail.send_digests`."""
    return mail.send_digests(db, send, link=link, names=names, places=judge.places(), now=now)
