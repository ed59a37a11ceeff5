"""The app on a small organisation: the sample standards, a person of every role, a piece in review."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from promisecheck.app import create_app, demo
from promisecheck.app.services import Services
from promisecheck.app.settings import Settings, read_settings
from promisecheck.paths import data_dir
from promisecheck.review import checking, drafts, people, pieces
from promisecheck.review.actors import Actor, Role
from promisecheck.review.drafts import About, Copy
from promisecheck.review.models import Ask, Draft

PASSWORD = "correct horse battery"
NOW = demo.START
ROLES: dict[str, tuple[Role, str]] = {
    "huda": ("admin", ""),
    "lina": ("submitter", ""),
    "karim": ("submitter", ""),
    "omar": ("reviewer", "weibdeh"),
    "aya": ("reviewer", "aqaba"),
    "dana": ("owner", ""),
    "fadi": ("observer", ""),
    "tala": ("auditor", ""),
}
COPY = "Takeaway in Weibdeh is ready in 20 minutes.\nThere is step-free access.\n"


@dataclass
class Clock:
    """A clock that stands still until it is told otherwise."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass
class Site:
    """An application with its people; short ways to be one of them."""

    app: Any
    clock: Clock
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def here(self) -> Services:
        services: Services = self.app.extensions["promisecheck"]
        return services

    def actor(self, name: str) -> Actor:
        return people.load_actor(self.here.db, self.ids[name], self.here.places(), fresh_at=self.clock.now)

    def client(self, name: str | None = None) -> Visitor:
        visitor = Visitor(self.app.test_client())
        if name is not None:
            answer = visitor.post("/login", login=f"{name}@toy.example", password=PASSWORD)
            assert answer.status_code == 303, answer.get_data(as_text=True)
        return visitor

    def draft(self, text: str = COPY, *, by: str = "lina", places: tuple[str, ...] = ("weibdeh",), **how: Any) -> Draft:
        about = About("Autumn <page>", "web", dt.date(2026, 12, 1), dt.date(2027, 1, 31), places=places)
        copy = Copy(text, **how)
        return drafts.create(self.here.db, self.actor(by), about, copy, places=self.here.places(), now=self.clock.now)

    def in_review(self, text: str = COPY, **how: Any) -> Draft:
        piece = self.draft(text, **how)
        drafts.submit(self.here.db, self.actor(how.get("by", "lina")), piece.id, now=self.clock.now)
        return checking.check_piece(self.here.db, self.here.judge, piece.id, now=self.clock.now).draft

    def asks(self, draft_id: int) -> dict[str, Ask]:
        with self.here.db.read() as con:
            newest = pieces.latest(con, pieces.draft(con, draft_id))
            return {one.location: one for one in pieces.asks_of(con, newest.id)}

    def state(self, draft_id: int) -> str:
        with self.here.db.read() as con:
            return pieces.draft(con, draft_id).state


@dataclass
class Visitor:
    """A browser without script: forms carry the token of the page they stand on."""

    raw: FlaskClient

    def get(self, path: str, **how: Any) -> Any:
        return self.raw.get(path, **how)

    def token(self) -> str:
        page = self.raw.get("/login", follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        return found[1]

    def post(self, path: str, **fields: Any) -> Any:
        return self.raw.post(path, data={"csrf_token": self.token(), **fields})


def build_site(settings: Settings, clock: Clock) -> Site:
    app = create_app(settings)
    app.config["TESTING"] = False
    site = Site(app, clock)
    db, here = site.here.db, site.here.places()
    if not site.ids:
        login = "huda@toy.example"
        first = people.first_admin(db, login=login, name="Huda", password=PASSWORD, language="en", now=NOW)
        site.ids["huda"] = first.id
    admin = site.actor("huda")
    for name, (role, place) in ROLES.items():
        if name != "huda":
            person = people.add_person(
                db, admin, login=f"{name}@toy.example", name=name.title(), password=PASSWORD, now=NOW
            )
            site.ids[name] = person.id
            people.grant(db, admin, person.id, role, place=place, places=here, now=NOW)
    return site


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A folder with a populated database, to start every test from a copy of."""
    folder = tmp_path_factory.mktemp("seed")
    site = build_site(settings_in(folder, Clock()), Clock())
    site.here.db.close()
    return folder, site.ids


@pytest.fixture(scope="session")
def postgres_seed(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The same on PostgreSQL: the folder with everything but the database, which is called `app_seed`."""
    folder = tmp_path_factory.mktemp("postgres_seed")
    site = build_site(settings_in(folder, Clock(), database=postgres.create("app_seed")), Clock())
    site.here.db.close()
    return folder, site.ids


def settings_in(folder: Path, clock: Clock, **more: Any) -> Settings:
    specs = folder / "service_specs"
    if not specs.exists():
        shutil.copytree(data_dir("service_specs") / "dar-naranj", specs)
    values = {"rate_limits": False, "clock": clock, **more}
    return read_settings(specs=specs, instance=folder / "instance", environment={}, **values)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The application on a fresh copy of the seed, on a database of each kind."""
    more = {}
    if backend == "sqlite":
        folder, ids = request.getfixturevalue("seed")
    else:
        folder, ids = request.getfixturevalue("postgres_seed")
        name = f"a{abs(hash(request.node.nodeid))}"
        more["database"] = request.getfixturevalue("postgres").create(name, "app_seed")
    shutil.copytree(folder, tmp_path / "site")
    clock = Clock()
    made = Site(create_app(settings_in(tmp_path / "site", clock, **more)), clock, dict(ids))
    yield made
    made.here.db.close()
