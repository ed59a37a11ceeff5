"""Killing the real server, its jobs with it, at any moment: what it acknowledged stays, and the chain is whole."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from promisecheck.app.services import Services
from promisecheck.review import audit, deciding, keys, pieces
from promisecheck.review.deciding import Given

Site = Any
KILLS = 50
PASSWORD = "correct horse battery"
COPY = (
    "Takeaway in Aqaba Old Town is ready in 20 minutes.\nStep-free access.\nFree Wi-Fi.\nCard payment.\n"
    "Breakfast in Weibdeh. Takeaway in Weibdeh is ready in 25 minutes.\n"
)
PLACES = ("old-town", "weibdeh")


@dataclass
class Server:
    """`promisecheck serve` as a shell starts it, on the site's own database."""

    site: Site
    database: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        settings = self.site.here.settings
        command = [sys.executable, "-m", "promisecheck", "serve", "--port", str(self.port)]
        command += ["--database", self.database, "--specs", str(settings.specs), "--instance", str(settings.instance)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env={**os.environ, "PROMISECHECK_PROXIES": "1"}, **quiet)
        with httpx.Client(transport=httpx.HTTPTransport(retries=30)) as client:
            assert client.get(f"{self.address}/healthz", timeout=60).status_code == 200

    def kill(self) -> None:
        assert self.process is not None
        assert self.process.poll() is None, "it ended by itself"
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait(20) == -signal.SIGKILL


@dataclass
class Decider:
    """Somebody who answers without a pause until the server is gone; remembers what it said yes to.

    said: number of an answer -> the promise it was about.
    """

    name: str
    address: str
    ask_id: int
    claim_keys: list[str]
    secret: str
    by_screen: bool
    draft_id: int
    numbers: Iterator[int]
    said: dict[int, str] = field(default_factory=dict)
    tried: int = 0

    def work(self, enough: threading.Event, wanted: int) -> None:
        try:
            with httpx.Client(base_url=self.address, timeout=30) as client:
                answer = self._log_in(client) if self.by_screen else self._by_api(client)
                while True:
                    number = next(self.numbers)
                    key = self.claim_keys[number % len(self.claim_keys)]
                    self.tried = number
                    if answer(number, key):
                        self.said[number] = key
                    if len(self.said) >= wanted:
                        enough.set()
        except httpx.TransportError:
            return
        finally:
            enough.set()

    def _by_api(self, client: httpx.Client) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}"}

        def answer(number: int, key: str) -> bool:
            body = {"answers": [{"claim_key": key, "answer": "cannot", "reason": f"{self.name} {number}"}]}
            got = client.post(f"/api/v1/questions/{self.ask_id}/answers", json=body, headers=headers)
            assert got.status_code == 200, got.text
            return True

        return answer

    def _log_in(self, client: httpx.Client) -> Any:
        def token(page: httpx.Response) -> str:
            found = re.search(r'csrf-token" content="([^"]+)', page.text)
            assert found, page.text[:300]
            return found[1]

        door = {"X-Forwarded-For": f"10.0.{random.randrange(256)}.{random.randrange(256)}"}
        form = {"csrf_token": token(client.get("/login")), "login": f"{self.name}@toy.example", "password": PASSWORD}
        assert client.post("/login", data=form, headers=door).status_code == 303
        secret = token(client.get("/settings"))

        def answer(number: int, key: str) -> bool:
            form = {"csrf_token": secret, "asks": str(self.ask_id), "key": key, "card": "r1"}
            form |= {"answer": "cannot", "reason": f"{self.name} {number}"}
            got = client.post(f"/pieces/{self.draft_id}/answers", data=form)
            assert got.status_code == 303, got.text
            return "did=r1" in got.headers["Location"]

        return answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


@pytest.mark.slow
def test_fifty_kills_of_the_server_lose_no_acknowledged_decision(site: Site, backend: str) -> None:
    now = site.clock.now = dt.datetime.now(dt.UTC)
    piece = site.in_review(COPY, places=PLACES)
    asks = site.asks(piece.id)
    here: Services = site.here
    database = here.db.url.set(drivername=backend).render_as_string(hide_password=False)
    server = Server(site, database, _free_port())
    people = []
    for name, where, by_screen in (("aya", "old-town", False), ("omar", "weibdeh", True)):
        expires = now + dt.timedelta(days=2)
        _, secret = keys.create_token(here.db, site.actor(name), "kills", ("decide",), expires_at=expires, now=now)
        ask = asks[where]
        people.append(Decider(name, server.address, ask.id, list(ask.asked), secret, by_screen, piece.id, _numbers()))
    dice = random.Random(11)
    pause = threading.Event()
    for round_ in range(KILLS):
        server.start()
        before = [len(one.said) for one in people]
        events = [threading.Event() for _ in people]
        with ThreadPoolExecutor(len(people)) as pool:
            wanted = dice.randint(1, 5)
            running = [
                pool.submit(one.work, event, count + wanted)
                for one, event, count in zip(people, events, before, strict=True)
            ]
            for event in events:
                assert event.wait(60)
            pause.wait(dice.random() * 0.02)
            server.kill()
            for one in running:
                one.result(60)
        assert all(len(one.said) > count for one, count in zip(people, before, strict=True)), f"round {round_}"
        _check(site, people)
    assert sum(len(one.said) for one in people) >= 2 * KILLS
    server.start()
    ask = asks["weibdeh"]
    deciding.decide(here.db, site.actor("omar"), ask.id, dict.fromkeys(ask.asked, Given("keep")), now=site.clock.now)
    assert audit.verify(here.db).whole
    server.kill()


def _check(site: Site, people: list[Decider]) -> None:
    """Each acknowledged answer is in the record, the newest of each promise stands, and the chain is whole."""
    db = site.here.db
    assert audit.verify(db).whole
    events = audit.events(db, site.actor("tala"), action="answer.given", limit=100_000)
    for one in people:
        mine: dict[int, str] = {}
        for event in events:
            who, number = str(event.after["reason"]).split(" ")
            if who == one.name:
                mine[int(number)] = str(event.after["claim"])
        assert one.said.items() <= mine.items(), f"lost: {sorted(set(one.said) - set(mine))}"
        assert max(mine) <= one.tried
        with db.read() as con:
            version = pieces.ask(con, one.ask_id).version_id
            standing = {d.claim_key: d.reason for d in pieces.decisions_of(con, version) if d.ask_id == one.ask_id}
        newest = {key: max(n for n, about in mine.items() if about == key) for key in set(mine.values())}
        assert standing == {key: f"{one.name} {number}" for key, number in newest.items()}
