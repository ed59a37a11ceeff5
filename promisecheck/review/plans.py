"""How an organisation reviews: stages, how many must answer, by when, and who steps in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, cast

import sqlalchemy as sa

from promisecheck.review import access
from promisecheck.review.actors import Actor
from promisecheck.review.cleaning import clean_line
from promisecheck.review.database import Database
from promisecheck.review.errors import InvalidError
from promisecheck.review.tables import people, settings
from promisecheck.review.writing import writing

OPERATIONS: Final = "operations"
Need = Literal["any", "all"] | int


@dataclass(frozen=True, slots=True)
class Stage:
    """One round of questions. by: "location" asks each location about its promises, "piece" asks once about the whole.

    need: how many of those asked must finish: "any" one, "all", or a number (no more than there are).
    """

    name: str = OPERATIONS
    by: Literal["location", "piece"] = "location"
    need: Need = "any"

    def count(self, asked: int) -> int:
        """How many of `asked` people must finish."""
        if self.need == "any":
            return 1
        return asked if self.need == "all" else min(int(self.need), asked)


@dataclass(frozen=True, slots=True)
class Plan:
    """An organisation's way of reviewing.

    parallel: all stages at once, else each after the one before it. fallback: people who are asked where a location has
    no reviewer. days: until when everybody should decide, but not after the piece starts to run. remind_before,
    remind_after: hours before and after the due time. escalate_after: hours after it at which `escalate_to` hear of
    it. sign_off: finishing takes a login that is at most `fresh_minutes` old.
    """

    stages: tuple[Stage, ...] = (Stage(),)
    parallel: bool = False
    fallback: tuple[int, ...] = ()
    days: int = 3
    remind_before: int = 24
    remind_after: int = 24
    escalate_after: int = 48
    escalate_to: tuple[int, ...] = ()
    sign_off: bool = False
    fresh_minutes: int = 10

    def due(self, now: dt.datetime, runs_from: dt.date) -> dt.datetime:
        """When everybody should have decided; at least one hour away. Midnights are those of `now`'s time zone."""
        start = dt.datetime.combine(runs_from, dt.time(), now.tzinfo)
        return max(now + dt.timedelta(hours=1), min(now + dt.timedelta(days=self.days), start))

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def read_plan(values: Mapping[str, Any]) -> Plan:
    """A plan from its JSON. Raises InvalidError for unknown keys, no stages, equal names, impossible numbers."""
    unknown = set(values) - set(Plan.__dataclass_fields__)
    if unknown:
        raise InvalidError("one-of", field=f"plan: {', '.join(sorted(unknown))}", allowed=", ".join(Plan.__slots__))
    stages = tuple(_stage(item) for item in values.get("stages", [asdict(Stage())]))
    if not stages or len({stage.name for stage in stages}) < len(stages):
        raise InvalidError("bad-stages")
    rest: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if name != "stages"
    }
    plan = Plan(stages=stages, **rest)
    numbers = (plan.days, plan.remind_before, plan.remind_after, plan.escalate_after, plan.fresh_minutes)
    if any(not isinstance(number, int) or not 0 <= number <= 1000 for number in numbers):
        raise InvalidError("bad-number", field="plan", least=0, most=1000)
    return plan


def load_plan(con: sa.Connection) -> Plan:
    """The plan in force; the default one where none was set."""
    value = con.scalar(sa.select(settings.c.value).where(settings.c.name == "plan"))
    return read_plan(value) if value else Plan()


def get_plan(db: Database, actor: Actor) -> Plan:
    """The plan in force, for an admin or an auditor to see."""
    access.require(actor, "see_audit")
    with db.read() as con:
        return load_plan(con)


def set_plan(db: Database, actor: Actor, plan: Plan, *, now: dt.datetime) -> Plan:
    """Review this way from now on; pieces already in review keep the plan they were routed by.

    Raises InvalidError for people who do not exist.
    """
    access.require(actor, "administer")
    plan = read_plan(plan.to_json())
    with writing(db, actor, now) as tx:
        named = {*plan.fallback, *plan.escalate_to}
        known = set(tx.con.scalars(sa.select(people.c.id).where(people.c.id.in_(named), people.c.active)))
        if named - known:
            raise InvalidError("unknown-people", ids=", ".join(map(str, sorted(named - known))))
        before = load_plan(tx.con)
        stored = plan.to_json()
        tx.con.execute(sa.delete(settings).where(settings.c.name == "plan"))
        tx.con.execute(sa.insert(settings).values(name="plan", value=stored, updated_at=now))
        tx.record("plan.set", "plan", before=before.to_json(), after=stored)
    return plan


def _stage(values: Mapping[str, Any]) -> Stage:
    unknown = set(values) - set(Stage.__dataclass_fields__)
    if unknown:
        raise InvalidError("one-of", field=f"stage: {', '.join(sorted(unknown))}", allowed=", ".join(Stage.__slots__))
    name = clean_line("stage", str(values.get("name", "")))
    by, need = values.get("by", "location"), values.get("need", "any")
    if by not in ("location", "piece"):
        raise InvalidError("one-of", field="by", allowed="location, piece")
    if need not in ("any", "all") and not (isinstance(need, int) and not isinstance(need, bool) and 1 <= need <= 100):
        raise InvalidError("one-of", field="need", allowed="any, all, 1-100")
    return Stage(name, cast(Literal["location", "piece"], by), need)
