"""The register as people read it: promises, not rows; filtered, those that need somebody first, with their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from promisecheck.review import access, pieces
from promisecheck.review.actors import Actor
from promisecheck.review.database import Database
from promisecheck.review.models import Entry, of
from promisecheck.review.promises import WORST_FIRST
from promisecheck.review.tables import drafts, publications, register

_WIDE: Final = ("observer", "owner", "admin", "auditor")


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show; None shows all. words: in the promise or the title. lost: those that stopped holding, only."""

    verdict: str | None = None
    location: str | None = None
    service: str | None = None
    measure: str | None = None
    campaign: str | None = None
    channel: str | None = None
    words: str | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A promise of one piece, at all locations where it stands the same today.

    published: whether it is out, else approved only. published_at: since when. lost_since: the day it stopped holding
    as approved. reopened: the piece is in review again.
    """

    draft_id: int
    title: str
    campaign: str
    channel: str
    claim_key: str
    quote: str
    language: str
    characteristic: str
    measure: str | None
    service: str | None
    value: Mapping[str, Any] | None
    locations: tuple[str, ...]
    verdict: str
    rule: str | None
    because: str
    reasons: Mapping[str, str] | None
    gap: Mapping[str, Any] | None
    runs_from: dt.date
    runs_until: dt.date | None
    published: bool
    published_at: dt.datetime | None
    lost_since: dt.date | None
    reopened: bool
    checked_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters can offer."""

    locations: tuple[str, ...]
    services: tuple[str, ...]
    measures: tuple[str, ...]
    campaigns: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The lines shown, with counts over everything the actor may see: promises live, lost, approved but not out."""

    lines: tuple[Line, ...]
    live: int
    lost: int
    approved: int
    choices: Choices


def show(db: Database, actor: Actor, filter_: Filter = Filter()) -> RegisterView:
    """Approved and published promises, those that need somebody first, then the first to run.

    Reviewers see their locations, submitters their own pieces, everybody else with a role sees all.
    """
    access.require(actor, "see_register")
    with db.read() as con:
        rows = con.execute(entries_for(actor)).all()
    lines = _lines(rows)
    shown = tuple(one for one in _lines(row for row in rows if _matches(row, filter_)))
    order = sorted(
        shown, key=lambda one: (one.lost_since is None, WORST_FIRST.index(one.verdict), one.runs_from, one.quote)
    )
    return RegisterView(
        tuple(order),
        len({(one.draft_id, one.claim_key) for one in lines if one.published}),
        len({(one.draft_id, one.claim_key) for one in lines if one.lost_since is not None}),
        len({(one.draft_id, one.claim_key) for one in lines if not one.published}),
        Choices(*(_values(rows, name) for name in ("location", "service", "measure", "campaign", "channel"))),
    )


def history(db: Database, actor: Actor, draft_id: int, claim_key: str) -> tuple[Entry, ...]:
    """One promise of a piece through all its approved versions and locations, oldest first, ended ones included."""
    access.require(actor, "see_register")
    with db.read() as con:
        pieces.allowed(con, actor, "see", draft_id)
        mine = sa.and_(register.c.draft_id == draft_id, register.c.claim_key == claim_key)
        return tuple(of(Entry, row) for row in con.execute(sa.select(register).where(mine).order_by(register.c.id)))


def entries_for(actor: Actor) -> sa.Select[Any]:
    """The rows of the register that count and that the actor may see, with their piece and publication."""
    out = sa.and_(publications.c.version_id == register.c.version_id, publications.c.ended_at.is_(None))
    query = (
        sa.select(
            register,
            drafts.c.title,
            drafts.c.campaign,
            drafts.c.channel,
            drafts.c.state,
            publications.c.published_at,
        )
        .join(drafts, drafts.c.id == register.c.draft_id)
        .outerjoin(publications, out)
        .where(register.c.ended_at.is_(None))
        .order_by(register.c.id)
    )
    if actor.via == "job" or actor.has(*_WIDE) or actor.places is None:
        return query
    return query.where(sa.or_(register.c.location.in_(sorted(actor.places)), drafts.c.submitter_id == actor.id))


def _matches(row: sa.Row[Any], wanted: Filter) -> bool:
    for name in ("verdict", "location", "service", "measure", "campaign", "channel"):
        value = getattr(wanted, name)
        if value is not None and getattr(row, name) != value:
            return False
    if wanted.lost and row.lost_since is None:
        return False
    words = (wanted.words or "").casefold().split()
    text = f"{row.quote} {row.title}".casefold()
    return all(word in text for word in words)


def _lines(rows: Iterable[sa.Row[Any]]) -> tuple[Line, ...]:
    groups: dict[tuple[Any, ...], list[sa.Row[Any]]] = {}
    for row in rows:
        groups.setdefault((row.version_id, row.claim_key, row.verdict, row.rule, row.lost_since), []).append(row)
    return tuple(_line(found) for found in groups.values())


def _line(found: list[sa.Row[Any]]) -> Line:
    row = found[0]
    return Line(
        row.draft_id,
        row.title,
        row.campaign,
        row.channel,
        row.claim_key,
        row.quote,
        row.language,
        row.characteristic,
        row.measure,
        row.service,
        row.value,
        tuple(one.location for one in found),
        row.verdict,
        row.rule,
        row.because,
        row.reasons,
        row.gap,
        row.runs_from,
        row.runs_until,
        row.published_at is not None,
        row.published_at,
        row.lost_since,
        row.state in ("in_review", "changes_requested") and row.published_at is not None,
        row.checked_at,
    )


def _values(rows: Iterable[sa.Row[Any]], name: str) -> tuple[str, ...]:
    return tuple(sorted({value for row in rows if (value := getattr(row, name))}))
