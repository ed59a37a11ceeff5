"""`promisecheck serve` as a shell starts it: the first administrator, the demonstration, the jobs."""

from __future__ import annotations

import datetime as dt
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from promisecheck.app.jobs import Rounds
from promisecheck.app.mailing import compose
from promisecheck.cli.serving import serve
from promisecheck.errors import InputError
from promisecheck.paths import data_dir
from promisecheck.review import watching
from promisecheck.review.mail import Mail

Site = Any


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(*arguments: str, until: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "promisecheck", "serve", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if until in line:
            return process, said
    raise AssertionError(f"ended: {said}")


def _wait(address: str) -> httpx.Response:
    with httpx.Client(transport=httpx.HTTPTransport(retries=20)) as client:
        return client.get(f"{address}/readyz", timeout=60)


@pytest.mark.slow
def test_the_first_start_makes_an_administrator_once(tmp_path: Path) -> None:
    port = _free_port()
    specs = str(data_dir("service_specs") / "dar-naranj")
    arguments = ("--port", str(port), "--specs", specs, "--instance", str(tmp_path / "i"))
    process, said = _start(*arguments, until="add people under Admin")
    try:
        assert _wait(f"http://127.0.0.1:{port}").status_code == 200
        found = re.search(r"password  (\S+)", said)
        assert found
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            token = re.search(r'csrf-token" content="([^"]+)', client.get("/login").text)
            assert token
            form = {"csrf_token": token[1], "login": "admin@localhost", "password": found[1]}
            assert client.post("/login", data=form).status_code == 303
            assert client.get("/admin/people").status_code == 200
    finally:
        process.terminate()
        process.wait(20)
    again, said = _start(*arguments, until="promisecheck: http")
    again.terminate()
    again.wait(20)
    assert "password" not in said


@pytest.mark.slow
def test_the_demonstration_opens_with_one_click() -> None:
    port = _free_port()
    process, said = _start("--demo", "--port", str(port), until="Ctrl+C")
    try:
        assert "omar@darnaranj.example" in said
        assert _wait(f"http://127.0.0.1:{port}").status_code == 200
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as client:
            token = re.search(r'csrf-token" content="([^"]+)', client.get("/login").text)
            assert token
            page = client.post("/demo", data={"csrf_token": token[1], "login": "omar@darnaranj.example"})
            assert "Breakfast in Weibdeh" in page.text
    finally:
        process.terminate()
        process.wait(20)


def test_the_demonstration_stays_on_this_machine() -> None:
    refused = CliRunner().invoke(serve, ["--demo", "--host", "0.0.0.0"], standalone_mode=False)
    assert isinstance(refused.exception, InputError)
    assert "this machine only" in str(refused.exception)


def test_jobs_notice_that_the_standards_changed(site: Site) -> None:
    piece = site.in_review("Takeaway in Aqaba Old Town is ready in 20 minutes.", places=("old-town",))
    rounds = Rounds(site.here)
    rounds.every_minute()
    before = site.asks(piece.id)["old-town"]
    file = site.here.settings.specs / "restaurants.yaml"
    changed = file.read_text(encoding="utf-8").replace("within: 20 min", "within: 25 min")
    file.write_text(changed, encoding="utf-8")
    rounds.every_minute()
    after = site.asks(piece.id)["old-town"]
    assert before.version_id != after.version_id
    assert {at["verdict"] for at in after.asked.values()} == {"over"}


def test_jobs_remind_those_who_have_not_answered(site: Site) -> None:
    site.in_review("Takeaway in Aqaba Old Town is ready in 20 minutes.", places=("old-town",))
    site.clock.now += dt.timedelta(days=4)
    Rounds(site.here).every_quarter()
    kinds = [one.kind for one in watching.inbox_messages(site.here.db, site.actor("aya"))]
    assert any(kind.startswith("reminder") for kind in kinds)


def test_mail_cannot_gain_a_header() -> None:
    mail = Mail("aya@toy.example", "آية\r\nBcc: all@x.example", "ar", "Hello\r\nBcc: all@x.example", "Text")
    with pytest.raises(ValueError, match=r"CR|LF|newline|invalid|line"):
        compose(mail, "app@toy.example")
    fine = compose(Mail("aya@toy.example", "آية", "ar", "Hello\nthere", "نص"), "app@toy.example")
    assert fine["Subject"] == "Hello there"
    assert fine["Bcc"] is None
