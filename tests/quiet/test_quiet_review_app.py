"""Asking the review app: whatever is no clear yes is an error, and the token goes nowhere else."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from promisecheck import check
from promisecheck.errors import InputError
from promisecheck.quiet.approvals import flagged_claims
from promisecheck.quiet.review_app import ReviewApp
from promisecheck.review.standings import standings

SPEC = """\
organisation: Corner Kitchen
services:
  delivery: {names: {en: [delivery]}}
locations:
  harbour: {names: {en: [Harbour]}}
  hill: {names: {en: [Hill]}}
standards:
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min}
"""
HOST = ("--allow-host", "127.0.0.1")


class FakeApp:
    """A server that answers everything the same way and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.type, self.body = 200, "application/json", b"{}"
        self.location = ""
        self.asked: list[tuple[str, str | None]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers.get("Authorization")))
                self.send_response(outer.status)
                self.send_header("Content-Type", outer.type)
                if outer.location:
                    self.send_header("Location", outer.location)
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                self.wfile.write(outer.body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def app() -> Iterator[FakeApp]:
    fake = FakeApp()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMISECHECK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PROMISECHECK_TOKEN", "pct_secret")
    folder = tmp_path / "shop"
    (folder / "service_specs").mkdir(parents=True)
    (folder / "service_specs" / "kitchen.yaml").write_text(SPEC)
    (folder / "index.html").write_text("<p>We deliver within 30 minutes.</p>\n")
    return folder


def run(shop: Path, *more: str, command: str = "check") -> subprocess.CompletedProcess[str]:
    date = ("--date", "2026-11-25") if command == "check" else ()
    line = [sys.executable, "-m", "promisecheck", command, "index.html", *date, *more]
    done = subprocess.run(line, cwd=shop, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert "pct_secret" not in done.stdout + done.stderr
    return done


def approved(shop: Path, *, places: tuple[str, ...] = ("harbour", "hill"), expires: str = "2026-12-31") -> bytes:
    report = check([str(shop / "index.html")], specs=shop / "service_specs", start=dt.date(2026, 11, 25))
    lines = [
        {"key": key, "location": at, "judged": sorted(judged), "expires": expires, "piece": "7: Autumn", "quote": "30"}
        for (key, at), judged in standings(flagged_claims(report)).items()
        if at in places
    ]
    return json.dumps({"approvals": lines}).encode()


def test_what_the_app_approved_passes_while_it_is_judged_the_same(app: FakeApp, shop: Path) -> None:
    app.body = approved(shop)
    passed = run(shop, "--gate", app.address, *HOST)
    assert passed.returncode == 0, passed.stderr
    assert "findings left out: 1 approved" in passed.stderr
    ((path, sent),) = app.asked
    assert path.startswith("/api/v1/approvals?key=")
    assert sent == "Bearer pct_secret"
    specs = shop / "service_specs" / "kitchen.yaml"
    specs.write_text(SPEC.replace("45 min", "50 min"))
    assert run(shop, "--gate", app.address, *HOST).returncode == 1
    specs.write_text(SPEC)
    app.body = approved(shop, places=("hill",))
    half = run(shop, "--gate", app.address, *HOST, "--output-format", "json")
    assert half.returncode == 1
    assert json.loads(half.stdout)["findings"][0]["locations"] == ["harbour"]
    app.body = approved(shop, expires="2026-11-24")
    late = run(shop, "--gate", app.address, *HOST)
    assert late.returncode == 1
    assert "approval expired 2026-11-24" in late.stderr


def test_nothing_is_asked_when_nothing_was_found(app: FakeApp, shop: Path) -> None:
    (shop / "index.html").write_text("<p>We deliver within 60 minutes.</p>\n")
    assert run(shop, "--gate", app.address, *HOST).returncode == 0
    assert app.asked == []


@pytest.mark.parametrize(
    ("status", "kind", "body", "said"),
    [
        (401, "application/json", b"{}", "does not know this token"),
        (403, "application/json", b"{}", "make one with the scope 'gate'"),
        (404, "text/html", b"no", "is this the address of the review app"),
        (503, "text/html", b"down", "answers with status 503"),
        (200, "text/html", b"<p>Log in</p>", "which is no page"),
        (200, "application/json", b"[]", "not the answer of a review app"),
        (200, "application/json", b"{}", "not the answer of a review app"),
        (200, "application/json", b'{"approvals": [{}]}', "not the answer of a review app"),
        (200, "application/json", b"\xff", "not the answer of a review app"),
    ],
)
@pytest.mark.parametrize("command", ["check", "gate"])
def test_no_answer_is_never_a_yes(
    app: FakeApp, shop: Path, command: str, status: int, kind: str, body: bytes, said: str
) -> None:
    app.status, app.type, app.body = status, kind, body
    option = "--gate" if command == "check" else "--server"
    refused = run(shop, option, app.address, *HOST, command=command)
    assert refused.returncode == 2
    assert said.replace("which is no page", "text/html") in refused.stderr


@pytest.mark.parametrize("command", ["check", "gate"])
def test_an_app_that_is_away_or_inside_is_said(app: FakeApp, shop: Path, command: str) -> None:
    option = "--gate" if command == "check" else "--server"
    closed = run(shop, option, app.address, command=command)
    assert closed.returncode == 2
    assert "https only" in closed.stderr
    inside = run(shop, option, "https://127.0.0.1:1", command=command)
    assert inside.returncode == 2
    assert "on a private network" in inside.stderr
    away = run(shop, option, "http://127.0.0.1:1", *HOST, command=command)
    assert away.returncode == 2
    assert "the review app did not answer: cannot connect" in away.stderr
    assert app.asked == []


def test_without_a_token_nothing_is_asked(app: FakeApp, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROMISECHECK_TOKEN")
    refused = run(shop, "--gate", app.address, *HOST)
    assert refused.returncode == 2
    assert "no token" in refused.stderr
    assert app.asked == []


def test_a_redirect_takes_the_token_nowhere(app: FakeApp) -> None:
    other = FakeApp()
    app.status, app.location = 302, other.address
    with (
        ReviewApp(app.address, "pct_secret", allow_hosts=("127.0.0.1",)) as asked,
        pytest.raises(InputError, match="not the answer"),
    ):
        asked.gate("0", "en")
    assert other.asked == [("/", None)]
    other.server.shutdown()
    other.server.server_close()


def test_answers_on_promises_nobody_asked_about_count_for_nothing(app: FakeApp, shop: Path) -> None:
    app.body = approved(shop)
    with ReviewApp(app.address, "pct_secret", allow_hosts=("127.0.0.1",)) as asked:
        assert asked.approvals(["another"]) == ()
        keys = [f"{number:064}" for number in range(120)]
        app.body = b'{"approvals": []}'
        assert asked.approvals(keys) == ()
    sizes = [path.count("key=") for path, _ in app.asked]
    assert sizes == [1, 50, 50, 20]
