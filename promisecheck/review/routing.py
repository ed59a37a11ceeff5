"""Whom to ask: only the locations that the promises reach, only those who review there, never the author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from promisecheck.review import promises
from promisecheck.review.actors import EVERYWHERE, Places
from promisecheck.review.errors import NobodyError
from promisecheck.review.plans import Plan, Stage
from promisecheck.review.tables import grants, links, people


@dataclass(frozen=True, slots=True)
class Question:
    """What routing decides: in which stage (number `step`), about which location ("": the whole piece), whom to ask."""

    stage: str
    step: int
    location: str
    need: int
    people: tuple[int, ...]
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer's grant, or a guest's link (location only). reach: 0 a location, 1 a group, 2 everywhere."""

    person_id: int
    stage: str
    locations: frozenset[str] | None
    reach: int


def route(
    found: Sequence[promises.Promise],
    plan: Plan,
    reviewers: Iterable[Reviewer],
    *,
    authors: frozenset[int],
    leavers: frozenset[int] = frozenset(),
) -> tuple[Question, ...]:
    """The questions to ask about a version.

    Those nearest to a location are asked: who reviews exactly there, else its group's, else who reviews everywhere
    (they may always answer as well). A location without any reviewer, and a piece in which no promise was found, go to
    the plan's fallback. Raises NobodyError naming every location for which nobody is left.
    """
    reached = promises.locations(found)
    usable = [one for one in reviewers if one.person_id not in authors]
    fallback = tuple(person for person in plan.fallback if person not in authors and person not in leavers)
    out: list[Question] = []
    stuck: list[str] = []
    for step, stage in enumerate(plan.stages):
        mine = [one for one in usable if one.stage == stage.name]
        nearest = _nearest(mine)
        for location in reached if stage.by == "location" and reached else ("",):
            asked = nearest.get(location) or nearest.get(EVERYWHERE, ())
            if stage.by == "location" and not reached:
                asked = ()
            if asked or fallback:
                out.append(_question(stage, step, location, asked or fallback, not asked))
            else:
                stuck.append(location or stage.name)
    if stuck:
        raise NobodyError("nobody-to-ask", where=", ".join(stuck))
    return tuple(out)


def nearest_to(reviewers: Iterable[Reviewer], stage: str, location: str) -> tuple[int, ...]:
    """Who would be asked about a location (or "", the whole piece) in a stage today, authors not yet left out."""
    nearest = _nearest([one for one in reviewers if one.stage == stage])
    return nearest.get(location) or nearest.get(EVERYWHERE, ())


def reviewers(con: sa.Connection, places: Places, draft_id: int, now: object) -> tuple[Reviewer, ...]:
    """Everybody who may review, and the guests with a valid link to this piece."""
    granted = con.execute(
        sa.select(grants).join(people).where(grants.c.role == "reviewer", people.c.active).order_by(grants.c.id)
    )
    guests = con.execute(
        sa.select(links)
        .join(people, people.c.id == links.c.person_id)
        .where(links.c.draft_id == draft_id, links.c.revoked_at.is_(None), links.c.expires_at > now, people.c.active)
    )
    return (
        *(_granted(row.person_id, row.stage, row.place, places) for row in granted),
        *(Reviewer(row.person_id, row.stage, frozenset({row.location}), 0) for row in guests),
    )


def _granted(person_id: int, stage: str, place: str, places: Places) -> Reviewer:
    if place == EVERYWHERE:
        return Reviewer(person_id, stage, None, 2)
    return Reviewer(person_id, stage, frozenset(places.expand([place])), 0 if place in places.locations else 1)


def _nearest(mine: Sequence[Reviewer]) -> Mapping[str, tuple[int, ...]]:
    """By location the people nearest to it; by `*` those for everywhere."""
    best: dict[str, tuple[int, list[int]]] = {}
    for one in mine:
        for location in one.locations if one.locations is not None else (EVERYWHERE,):
            reach, asked = best.get(location, (3, []))
            if one.reach < reach:
                best[location] = (one.reach, [one.person_id])
            elif one.reach == reach and one.person_id not in asked:
                asked.append(one.person_id)
    return {location: tuple(asked) for location, (_, asked) in best.items()}


def _question(stage: Stage, step: int, location: str, asked: tuple[int, ...], fallback: bool) -> Question:
    return Question(stage.name, step, location, stage.count(len(asked)), asked, fallback)
