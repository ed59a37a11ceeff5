"""The people of the load: reviewers who decide piece by piece, writers who type. Run by `run.py`, through locust.

Each does with HTTP what a browser would: reads the inbox, opens the first piece, answers the first open card, and signs
off when none is left; or changes a line of the copy and has it checked, and once more for the wordings of the promise
that is open, where the first answer does not know them. How long the app itself took is read from its
Server-Timing header.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
from pathlib import Path
from typing import Any

import gevent
from locust import FastHttpUser, between, events, task

SETTING = json.loads(Path(os.environ["LOAD_SETTING"]).read_text(encoding="utf-8"))
NUMBERS = {"reviewer": itertools.count(1), "writer": itertools.count(1)}
TOKEN = re.compile(r'csrf-token" content="([^"]+)')
CARD = re.compile(r'<details class="promise[^>]*data-unanswered.*?</details>', re.DOTALL)
FIELD = re.compile(r'<input type="hidden" name="(card|key|asks|view)" value="([^"]*)"')
OPENED = re.compile(r'data-promise="(\w+)" data-more open>')
TOOK = re.compile(r"dur=([\d.]+)")
PIECE = re.compile(r'href="(/pieces/\d+)"')
TIMES: list[tuple[str, float, float, float]] = []
ABSENT = SETTING["reviewers"] + SETTING["writers"]


@events.quitting.add_listener
def _keep(environment: Any, **_: Any) -> None:
    errors = [f"{one.occurrences} x {one.method} {one.name}: {one.error}" for one in environment.stats.errors.values()]
    told = {"times": TIMES, "errors": errors, "requests": environment.stats.total.num_requests}
    Path(SETTING["out"]).write_text(json.dumps(told), encoding="utf-8")


class Person(FastHttpUser):
    """Somebody with a session of their own, behind an address of their own."""

    abstract = True
    kind = ""

    def on_start(self) -> None:
        number = next(NUMBERS[self.kind])
        self.dice = random.Random(f"{self.kind} {number}")
        self.from_ = {"X-Forwarded-For": f"10.1.{self.kind == 'writer':d}.{number}"}
        self.token = self.find(TOKEN, self.ask("GET", "/login", "log in: page"))
        form = {"login": f"{self.kind}{number}@load.example", "password": SETTING["password"]}
        self.token = self.find(TOKEN, self.ask("POST", "/login", "log in", form))
        global ABSENT
        ABSENT -= 1
        if not ABSENT:
            gevent.spawn_later(SETTING["settle"], self._begin)

    def _begin(self) -> None:
        """Everybody has logged in and is at work: from here on it is measured, for as long as was asked for."""
        TIMES.clear()
        self.environment.stats.reset_all()
        gevent.spawn_later(SETTING["seconds"], self.environment.runner.quit)

    def ask(self, method: str, path: str, name: str, form: dict[str, str] | None = None) -> str:
        """Do it, and what follows from it; the page in the end. The time of a form is that of its own answer."""
        data = {"csrf_token": self.token, **form} if form is not None else None
        with self.client.request(
            method, path, name=name, data=data, headers=self.from_, allow_redirects=False, catch_response=True
        ) as answer:
            took = TOOK.findall(answer.headers.get("Server-Timing", "") if answer.headers else "")
            if answer.status_code not in (200, 303) or len(took) != 2:
                answer.failure(f"status {answer.status_code}: {(answer.text or '')[:200]}")
                return ""
            TIMES.append((name, float(took[0]), float(took[1]), answer.request_meta["response_time"]))
        if answer.status_code == 303:
            return self.ask("GET", answer.headers["Location"], f"{name}: page after")
        return answer.text or ""

    def find(self, pattern: re.Pattern[str], page: str) -> str:
        found = pattern.search(page)
        if not found:
            raise AssertionError(f"{pattern.pattern} is not on the page: {page[:300]}")
        return found[1]


class Reviewer(Person):
    """Decides: most promises are kept, some cannot be, some can, if."""

    kind = "reviewer"
    fixed_count = SETTING["reviewers"]
    wait_time = between(*SETTING["reviewer_waits"])
    at = ""
    page = ""

    @task
    def next_step(self) -> None:
        if not self.at:
            found = PIECE.search(self.ask("GET", "/", "inbox").split("<main", 1)[-1])
            if not found:
                return
            self.at = found[1]
            self.page = self.ask("GET", self.at, "open a piece")
            return
        card = CARD.search(self.page)
        if card is None:
            page = self.ask("POST", f"{self.at}/finish", "sign off", {})
            self.at = ""
            if not page:
                raise AssertionError("could not sign off")
            return
        form = dict(FIELD.findall(card[0]))
        chance = self.dice.random()
        if chance < 0.8:
            form["answer"] = "keep"
        elif chance < 0.9:
            form |= {"answer": "cannot", "reason": "Two people short until the end of the month"}
        else:
            form |= {"answer": "can_if", "condition": "on weekdays"}
        self.page = self.ask("POST", f"{self.at}/answers", "decide", form)
        if not self.page:
            self.at = ""


class Writer(Person):
    """Types a line, pauses, types on; 300 words on the desk."""

    kind = "writer"
    fixed_count = SETTING["writers"]
    wait_time = between(*SETTING["writer_waits"])

    def on_start(self) -> None:
        super().on_start()
        self.lines = list(SETTING["copy"])
        self.ask("GET", "/pieces/write", "open the desk")

    @task
    def pause(self) -> None:
        at = self.dice.randrange(len(self.lines))
        said = self.dice.choice(SETTING["typed"])
        self.lines[at] = re.sub(r"\d+", lambda _: str(self.dice.randint(1, 60)), said)
        form = {
            "copy": "\n".join(self.lines),
            "kind": "text",
            "channel": "mail",
            "places": "*",
            "runs_from": SETTING["runs_from"],
            "runs_until": SETTING["runs_until"],
        }
        page = self.ask("POST", "/pieces/write/check", "check: marks", form | {"words": "0"})
        opened = OPENED.search(page)
        if opened:
            self.ask("POST", "/pieces/write/check", "check: wordings", form | {"words": opened[1]})
