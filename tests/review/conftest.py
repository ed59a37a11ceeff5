"""A small organisation with people of every role, a toy engine, and the databases the workflow runs on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from promisecheck.errors import Fault, InputError
from promisecheck.review import checking, deciding, drafts, people
from promisecheck.review.actors import Actor, Places
from promisecheck.review.database import Database
from promisecheck.review.deciding import Given
from promisecheck.review.drafts import About, Copy
from promisecheck.review.judging import Checked, Job
from promisecheck.review.models import Ask, Draft
from promisecheck.review.sealing import Seal

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
PASSWORD = "correct horse battery"
SEAL = Seal("a key of the tests, long enough for one")
PLACES = Places(
    ("abdoun", "sweifieh", "irbid", "aqaba"),
    {"amman": ("abdoun", "sweifieh"), "south": ("aqaba",)},
)


@dataclass
class ToyJudge:
    """Reads lines such as "delivery in 30 min at abdoun, aqaba"; minutes[service][location] are the standards."""

    minutes: dict[str, dict[str, int]] = field(
        default_factory=lambda: {
            "delivery": {"abdoun": 45, "sweifieh": 45, "irbid": 50, "aqaba": 75},
            "collection": {"abdoun": 15, "sweifieh": 15, "irbid": 15, "aqaba": 15},
        }
    )
    stale: set[str] = field(default_factory=set)
    declared: Places = PLACES
    broken: bool = False
    calls: int = 0

    def places(self) -> Places:
        return self.declared

    def check(self, job: Job) -> Checked:
        self.calls += 1
        if self.broken:
            raise InputError(Fault("duplicate key 'within'", "service_specs/toy.yaml", 12, 5))
        claims, findings, standards = [], [], {}
        for match in re.finditer(r"(\w+) in (\d+) min(?: at ([a-z, ]+))?", job.copy):
            number = f"c{len(claims) + 1}"
            claim = self._claim(number, match, job)
            claims.append(claim)
            standards[number] = [f"std-{verdict['declared']}" for verdict in claim["verdicts"]]
            findings.extend(_findings(claim))
        visible = " ".join(job.copy.split())
        problems = [{"source": job.source, "message": "a scan without text"}] if "[scan]" in job.copy else []
        report = {
            "version": 1,
            "generator": {"name": "promisecheck", "version": "toy"},
            "date": job.start.isoformat(),
            "documents": [],
            "claims": claims,
            "findings": findings,
            "problems": problems,
            "summary": {},
        }
        return Checked(report, standards, _hash(visible), self.specs_hash, "rules-1", "toy")

    @property
    def specs_hash(self) -> str:
        return _hash([self.minutes, sorted(self.stale)])

    def _claim(self, number: str, match: re.Match[str], job: Job) -> dict[str, Any]:
        service, minutes, where = match[1], int(match[2]), match[3]
        reach = self.declared.expand(tuple(re.split(r",\s*", where.strip())) if where else job.places)
        value = {"op": "<=", "value": minutes, "unit": "min"}
        return {
            "id": number,
            "key": _hash([f"{service} in {minutes} min", service, minutes])[:12],
            "source": job.source,
            "quote": f"{service} in {minutes} min",
            "language": "en",
            "characteristic": "speed",
            "measure": f"{service}_time",
            "service": service,
            "value": value,
            "share": None,
            "strength": "promise",
            "conditions": [],
            "scope": {"locations": list(reach), "text": None, "tier": None},
            "verdicts": [self._verdict(service, minutes, place, job) for place in reach],
        }

    def _verdict(self, service: str, minutes: int, place: str, job: Job) -> dict[str, Any]:
        declared = self.minutes.get(service, {}).get(place)
        if declared is None:
            verdict, rule = "undeclared", "undeclared"
        elif service in self.stale:
            verdict, rule = "unsure", "stale-standard"
        else:
            verdict, rule = ("kept", None) if minutes >= declared else ("over", "over-promise")
        over = verdict == "over" and declared is not None
        return {
            "location": place,
            "tier": job.tier,
            "from": job.start.isoformat(),
            "until": job.end.isoformat(),
            "verdict": verdict,
            "rule": rule,
            "standard": f"{service}-time" if declared is not None else None,
            "declared": {"op": "<=", "value": declared, "unit": "min", "reliability": 0.95} if declared else None,
            "gap": {"value": declared - minutes, "unit": "min"} if over else None,
            "slack": None,
            "delivered": None,
            "measured": None,
            "because": f"promises {minutes} min; declared {declared} min",
        }


def _findings(claim: dict[str, Any]) -> list[dict[str, Any]]:
    over = [one for one in claim["verdicts"] if one["verdict"] == "over"]
    if not over:
        return []
    weakest = max(one["declared"]["value"] for one in over)
    text = f"{claim['service']} in {weakest} min"
    where = [one["location"] for one in over]
    return [
        {
            "rule": "over-promise",
            "severity": "error",
            "claims": [claim["id"]],
            "locations": where,
            "message": "Promises more than is declared.",
            "suggestions": [{"text": text, "holds_at": where}],
            "fingerprint": _hash(claim["key"])[:12],
        }
    ]


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


@dataclass
class World:
    """The database with its people, and short ways to do what many tests begin with."""

    db: Database
    judge: ToyJudge
    ids: dict[str, int]
    now: dt.datetime = NOW

    def __getattr__(self, name: str) -> Actor:
        """`world.lina` is Lina as an actor, fresh from logging in."""
        if name.startswith("_") or name not in self.ids:
            raise AttributeError(name)
        return people.load_actor(self.db, self.ids[name], PLACES, fresh_at=self.now)

    def tick(self, **step: float) -> dt.datetime:
        self.now += dt.timedelta(**(step or {"minutes": 1}))
        return self.now

    def draft(self, text: str, *, by: str = "lina", **about: Any) -> Draft:
        values: dict[str, Any] = {
            "title": "Winter nights",
            "channel": "web",
            "runs_from": dt.date(2026, 12, 1),
            "runs_until": dt.date(2027, 1, 31),
            "campaign": "Winter",
        }
        said = About(**(values | about))
        return drafts.create(self.db, getattr(self, by), said, Copy(text), places=PLACES, now=self.tick())

    def submit(self, draft_id: int, *, by: str = "lina") -> Draft:
        drafts.submit(self.db, getattr(self, by), draft_id, now=self.tick())
        return checking.check_piece(self.db, self.judge, draft_id, now=self.tick()).draft

    def in_review(self, text: str, **about: Any) -> Draft:
        return self.submit(self.draft(text, **about).id)

    def revise(self, draft: Draft, text: str, *, by: str = "lina") -> Draft:
        from promisecheck.review import pieces

        with self.db.read() as con:
            latest = pieces.draft(con, draft.id).latest
        drafts.save(self.db, getattr(self, by), draft.id, Copy(text), based_on=latest, now=self.tick())
        return self.submit(draft.id, by=by)

    def asks(self, draft_id: int) -> dict[str, Ask]:
        """The questions about the newest version by location; the whole piece by its stage's name."""
        from promisecheck.review import pieces

        with self.db.read() as con:
            newest = pieces.latest(con, pieces.draft(con, draft_id))
            return {one.location or one.stage: one for one in pieces.asks_of(con, newest.id)}

    def state(self, draft_id: int) -> str:
        from promisecheck.review import pieces

        with self.db.read() as con:
            return pieces.draft(con, draft_id).state

    def answer(self, who: str, draft_id: int, where: str, given: Given | None = None) -> Draft:
        """Answer everything that is asked there with the same, and finish."""
        ask = self.asks(draft_id)[where]
        given = given or Given("keep")
        answers = dict.fromkeys(ask.asked, given)
        deciding.decide(self.db, getattr(self, who), ask.id, answers, now=self.tick())
        return deciding.finish(self.db, getattr(self, who), ask.id, now=self.tick()).draft


REVIEWERS = {"omar": "abdoun", "salma": "sweifieh", "rami": "irbid", "aya": "aqaba"}


def populate(db: Database) -> World:
    """One person for each role; a reviewer for each location; Nour reviews everywhere."""
    ids: dict[str, int] = {}
    ids["huda"] = people.first_admin(
        db, login="huda@toy.example", name="Huda", password=PASSWORD, language="en", now=NOW
    ).id
    world = World(db, ToyJudge(), ids)
    for name in ("lina", "karim", *REVIEWERS, "nour", "dana", "fadi", "tala"):
        ids[name] = people.add_person(db, world.huda, login=f"{name}@toy.example", name=name.title(), now=NOW).id
    roles = [("lina", "submitter", "", ""), ("karim", "submitter", "", "")]
    roles += [(name, "reviewer", "operations", place) for name, place in REVIEWERS.items()]
    roles += [("nour", "reviewer", "operations", "*"), ("dana", "owner", "", "")]
    roles += [("fadi", "observer", "", ""), ("tala", "auditor", "", "")]
    for name, role, stage, place in roles:
        people.grant(db, world.huda, ids[name], role, stage=stage, place=place, places=PLACES, now=NOW)
    return world


@pytest.fixture(scope="session")
def sqlite_seed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A populated SQLite file that every test starts from a copy of."""
    file = tmp_path_factory.mktemp("seed") / "seed.db"
    db = Database(f"sqlite:///{file}")
    db.upgrade()
    world = populate(db)
    with db.engine.connect() as con:
        con.exec_driver_sql("COMMIT") if con.in_transaction() else None
        con.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return file, world.ids


@pytest.fixture(scope="session")
def postgres_seed(postgres: Any) -> tuple[Any, dict[str, int]]:
    """A populated database that every test's database is made from."""
    db = Database(postgres.create("seed"))
    db.upgrade()
    world = populate(db)
    db.close()
    return postgres, world.ids


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def world(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """The organisation on a fresh database of each kind."""
    if backend == "sqlite":
        seed, ids = request.getfixturevalue("sqlite_seed")
        file = tmp_path / "review.db"
        shutil.copy(seed, file)
        db = Database(f"sqlite:///{file}", seal=SEAL)
    else:
        server, ids = request.getfixturevalue("postgres_seed")
        db = Database(server.create(f"t{abs(hash(request.node.nodeid))}", "seed"), seal=SEAL)
    yield World(db, ToyJudge(), dict(ids))
    db.close()


@pytest.fixture(scope="session")
def new_world() -> Any:
    """Makes a world on a database that holds the seed."""
    return lambda db, ids: World(db, ToyJudge(), dict(ids))
