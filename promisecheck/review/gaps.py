"""Where promises and branches differ: how many fail, by location, measure and campaign, and how that changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import sqlalchemy as sa

from promisecheck.insight.emphasis import Emphasis, Spoken
from promisecheck.insight.emphasis import emphasis as weighed
from promisecheck.insight.importance import importance_of
from promisecheck.review import access, pieces
from promisecheck.review.actors import PROGRAM, Actor
from promisecheck.review.database import Database
from promisecheck.review.promises import WORST_FIRST, worst
from promisecheck.review.register_view import entries_for
from promisecheck.review.tables import drafts, publications, tallies, versions
from promisecheck.standards import Organisation

_NEWEST = sa.and_(versions.c.draft_id == drafts.c.id, versions.c.number == drafts.c.latest)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many promises stand how. gap: the median over those that are over, in `unit`; None where it has no number."""

    name: str
    over: int = 0
    undeclared: int = 0
    unsure: int = 0
    kept: int = 0
    gap: float | None = None
    unit: str | None = None

    @property
    def total(self) -> int:
        """All promises counted."""
        return self.over + self.undeclared + self.unsure + self.kept


@dataclass(frozen=True, slots=True)
class Week:
    """One point of the curve. monday: the first day of the week; counted on the last day with a count."""

    monday: dt.date
    over: int
    total: int

    @property
    def share(self) -> float:
        """Share of promises that are over, 0-1; 0 of none."""
        return self.over / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Undeclared:
    """Promises of one service and measure that no standard covers, and where they are made."""

    service: str
    measure: str
    quotes: tuple[str, ...]
    locations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise of a piece, once. standard: the id of one that it was judged by; None where there was none."""

    quote: str
    service: str
    measure: str
    standard: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """The gap board. all: every promise once, by its worst verdict. A promise counts at every location it reaches."""

    pieces: int
    all: Counted
    by_location: tuple[Counted, ...]
    by_measure: tuple[Counted, ...]
    by_campaign: tuple[Counted, ...]
    over_time: tuple[Week, ...]
    promises: tuple[Promised, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fact:
    """A promise at a location today."""

    draft_id: int
    claim_key: str
    location: str
    measure: str
    service: str
    campaign: str
    quote: str
    verdict: str
    gap: Mapping[str, Any] | None
    standard: str | None


def board(db: Database, actor: Actor, *, campaign: str | None = None, weeks: int = 12, today: dt.date) -> Board:
    """Everything that is live, approved or waiting, as it stands; those with most failures first.

    Reviewers see their locations, submitters their own pieces; the curve is for those who see everything, as it counts
    the whole organisation.
    """
    access.require(actor, "see_gaps")
    with db.read() as con:
        facts = [one for one in _facts(con, actor) if campaign in (None, one.campaign)]
        curve = _curve(con, campaign, weeks, today) if actor.has("observer", "owner", "admin", "auditor") else ()
    return Board(
        len({one.draft_id for one in facts}),
        _count("", facts),
        _group(facts, lambda one: one.location),
        _group(facts, lambda one: one.measure),
        _group(facts, lambda one: one.campaign),
        curve,
        _promises(facts),
    )


def _promises(facts: Iterable[_Fact]) -> tuple[Promised, ...]:
    """Each promise of a piece once, by the first standard it was judged by."""
    found: dict[tuple[int, str], Promised] = {}
    for one in facts:
        known = found.get((one.draft_id, one.claim_key))
        if one.measure and (known is None or known.standard is None):
            found[one.draft_id, one.claim_key] = Promised(one.quote, one.service, one.measure, one.standard)
    return tuple(found.values())


def emphasis(found: Board, organisation: Organisation) -> tuple[Emphasis, ...]:
    """What customers care about beside what the copy talks about, most wanted first; as `promisecheck emphasis` has it.

    The register does not keep where in the copy a promise stands: each counts once for each piece, a headline as much
    as small print.
    """
    return weighed((_spoken(one, organisation) for one in found.promises), importance_of(organisation))


def _spoken(one: Promised, organisation: Organisation) -> Spoken:
    """A promise under the topic it was judged by, else under what it names itself."""
    standard = organisation.declarations_by_id.get(one.standard or "")
    topic = (standard.service, standard.measure) if standard is not None else (one.service, one.measure)
    return Spoken(topic, one.quote)


def undeclared(db: Database, actor: Actor) -> tuple[Undeclared, ...]:
    """What is promised and declared nowhere it is promised: the empty rows of the standards' matrix."""
    access.require(actor, "see_gaps")
    with db.read() as con:
        facts = [one for one in _facts(con, actor) if one.verdict == "undeclared"]
    groups: dict[tuple[str, str], list[_Fact]] = {}
    for one in facts:
        groups.setdefault((one.service, one.measure), []).append(one)
    return tuple(
        Undeclared(
            service,
            measure,
            tuple(dict.fromkeys(one.quote for one in found)),
            tuple(sorted({one.location for one in found})),
        )
        for (service, measure), found in sorted(groups.items())
    )


def tally(db: Database, *, now: dt.datetime) -> int:
    """Write today's counts, for the curve; once a day, after the recheck. Counting again replaces them."""
    day = now.date()
    with db.write() as con:
        counts: dict[tuple[str, str, str], Counter[str]] = {}
        for one in _facts(con, PROGRAM):
            counts.setdefault((one.location, one.measure, one.campaign), Counter())[one.verdict] += 1
        con.execute(sa.delete(tallies).where(tallies.c.day == day))
        rows = [
            {"day": day, "location": location, "measure": measure, "campaign": campaign}
            | {verdict: found[verdict] for verdict in WORST_FIRST}
            for (location, measure, campaign), found in counts.items()
        ]
        if rows:
            con.execute(sa.insert(tallies), rows)
    return len(rows)


def _facts(con: sa.Connection, actor: Actor) -> list[_Fact]:
    """What is in the register, and what waits in versions that are not (the text of a live piece counts once)."""
    out = [
        _Fact(
            row.draft_id,
            row.claim_key,
            row.location,
            row.measure or "",
            row.service or "",
            row.campaign,
            row.quote,
            row.verdict,
            row.gap,
            row.standard,
        )
        for row in con.execute(entries_for(actor))
    ]
    out_now = sa.select(publications.c.draft_id, publications.c.content_hash).where(publications.c.ended_at.is_(None))
    live = {(row.draft_id, row.content_hash) for row in con.execute(out_now)}
    waiting = con.execute(
        sa.select(drafts, versions.c.id.label("version_id"), versions.c.content_hash)
        .join(versions, _NEWEST)
        .where(drafts.c.state.in_(("in_review", "changes_requested")))
    ).all()
    everything = actor.via == "job" or actor.has("observer", "owner", "admin", "auditor") or actor.places is None
    for row in waiting:
        if (row.id, row.content_hash) in live:
            continue
        own = everything or row.submitter_id == actor.id
        for promise in pieces.promises_of(con, row.version_id):
            out += [
                _Fact(
                    row.id,
                    promise.key,
                    place,
                    promise.claim["measure"] or "",
                    promise.claim["service"] or "",
                    row.campaign,
                    promise.quote,
                    standing.verdict,
                    standing.details["gap"],
                    standing.details["standard"],
                )
                for place, standing in promise.at.items()
                if own or place in (actor.places or ())
            ]
    return out


def _group(facts: Iterable[_Fact], by: Callable[[_Fact], str]) -> tuple[Counted, ...]:
    groups: dict[str, list[_Fact]] = {}
    for one in facts:
        groups.setdefault(by(one), []).append(one)
    counted = [_count(name, found) for name, found in groups.items()]
    return tuple(sorted(counted, key=lambda one: (-one.over, -one.undeclared, -one.unsure, one.name)))


def _count(name: str, facts: Iterable[_Fact]) -> Counted:
    """Each promise once, by its worst verdict among these facts, with the largest of its gaps."""
    groups: dict[tuple[int, str], list[_Fact]] = {}
    for one in facts:
        groups.setdefault((one.draft_id, one.claim_key), []).append(one)
    verdicts = Counter(worst(one.verdict for one in found) for found in groups.values())
    gap, unit = _middle_gap([one for found in groups.values() for one in found if one.verdict == "over"])
    over, undeclared, unsure, kept = (verdicts[verdict] for verdict in WORST_FIRST)
    return Counted(name, over, undeclared, unsure, kept, gap, unit)


def _middle_gap(over: Iterable[_Fact]) -> tuple[float | None, str | None]:
    """The median gap over promises at locations, in the unit most of them have."""
    by_unit: dict[str, list[float]] = {}
    for one in over:
        value = one.gap.get("value") if one.gap else None
        if isinstance(value, int | float):
            by_unit.setdefault(str((one.gap or {}).get("unit") or ""), []).append(float(value))
    if not by_unit:
        return None, None
    unit = max(by_unit, key=lambda name: (len(by_unit[name]), name))
    return median(by_unit[unit]), unit or None


def _curve(con: sa.Connection, campaign: str | None, weeks: int, today: dt.date) -> tuple[Week, ...]:
    start = today - dt.timedelta(days=today.weekday(), weeks=weeks - 1)
    counts = [tallies.c[verdict] for verdict in WORST_FIRST]
    query = (
        sa.select(tallies.c.day, sa.func.sum(tallies.c.over).label("over"), sa.func.sum(sum(counts[1:], counts[0])))
        .where(tallies.c.day >= start, tallies.c.day <= today)
        .group_by(tallies.c.day)
        .order_by(tallies.c.day)
    )
    if campaign is not None:
        query = query.where(tallies.c.campaign == campaign)
    found: dict[dt.date, Week] = {}
    for day, over, total in con.execute(query):
        monday = day - dt.timedelta(days=day.weekday())
        found[monday] = Week(monday, int(over), int(total))
    return tuple(found.values())
