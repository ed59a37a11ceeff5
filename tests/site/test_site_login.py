"""A site behind a login: what is sent goes to its own host alone, and stays nowhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SECRET = "k33p-th1s-cl0se"
COOKIE = "s3ss10n-0f-m1ne"
WALL = "<form action=/login><input name=who><input type=password name=word></form>"


def run(site: Any, specs: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    fixed = ["--specs", str(specs), "--allow-host", "127.0.0.1", "--allow-host", "localhost", "--date", "2026-11-23"]
    given = [site.address + "/", *fixed, "--delay", "0", "--retries", "0", "--output-format", "json", *more]
    home = str(specs.parent / "kept")
    env = os.environ | {"XDG_CACHE_HOME": home, "PROMISECHECK_CACHE_DIR": f"{home}/cache"} | environment
    command = [sys.executable, "-m", "promisecheck", "site", *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def cookies(tmp_path: Path) -> str:
    file = tmp_path / "cookies.txt"
    lines = [f"{host}\tFALSE\t/\tFALSE\t0\tsession\t{COOKIE}" for host in ("127.0.0.1", "localhost")]
    file.write_text("\n".join(("# Netscape HTTP Cookie File", *lines, "")))
    return str(file)


def guard(site: Any) -> None:
    """A home page with links, one of which leads to another host."""
    other = site.address.replace("127.0.0.1", "localhost")
    site.page("/robots.txt", f"Sitemap: {other}/foreign.xml\nSitemap: {site.address}/own.xml\n")
    site.page("/own.xml", f"<urlset><url><loc>{other}/elsewhere</loc></url></urlset>")
    site.page("/", f"<p>Delivery in 50 minutes.</p><a href=/away>a</a><a href='{other}/linked'>b</a>")
    site.page("/away", "", 302, Location=f"{other}/landed")
    site.page("/landed", "<p>Delivery in 1 minute.</p>")


def test_a_login_goes_to_the_sites_own_host_and_into_no_file(site: Any, specs: Path, cookies: str) -> None:
    guard(site)
    given = ("--header", "Authorization=SITE_LOGIN", "--header", "X-Preview: yes", "--cookies", cookies)
    done = run(site, specs, *given, SITE_LOGIN=f"Bearer {SECRET}\n")
    assert done.returncode == 0, done.stderr
    assert {path for path, _ in site.headers} == {"/robots.txt", "/own.xml", "/", "/away", "/landed"}
    for path, headers in site.headers:
        own = headers["host"].startswith("127.0.0.1")
        assert own is (path != "/landed")
        sent = (headers.get("authorization"), headers.get("cookie"), headers.get("x-preview"))
        assert sent == ((f"Bearer {SECRET}", f"session={COOKIE}", "yes") if own else (None, None, None)), path
    files = [file for file in specs.parent.rglob("*") if file.is_file() and str(file) != cookies]
    assert any(file.name == "journal.jsonl" for file in files)
    everything = [done.stdout, done.stderr, *map(str, files)]
    everything += [file.read_bytes().decode("latin-1") for file in files]
    assert not [text for text in everything if SECRET in text or COOKIE in text]


def test_crawls_with_different_logins_are_kept_apart(site: Any, specs: Path, cookies: str) -> None:
    site.page("/", "<p>Delivery in 50 minutes.</p>", ETag='"1"')
    state = ("--state", str(specs.parent / "state"))
    for given in ((), ("--cookies", cookies), ("--header", "Authorization=ONE"), ("--header", "Authorization=TWO"), ()):
        assert run(site, specs, *state, *given, ONE="a", TWO="b").returncode == 0
    asked = [headers.get("if-none-match") for path, headers in site.headers if path == "/"]
    assert asked == [None, None, None, None, '"1"'], "only the last one has been there before"


def test_a_session_that_is_over_is_named(site: Any, specs: Path, cookies: str) -> None:
    site.page("/", "<p>Delivery in 50 minutes.</p><a href=/prices>a</a><a href=/shut>b</a>")
    site.page("/prices", "", 302, Location="/login")
    site.page("/login", WALL)
    site.page("/shut", "", 403)
    done = run(site, specs, "--cookies", cookies)
    assert done.returncode == 2
    told = {one["source"].removeprefix(site.address): one for one in json.loads(done.stdout)["problems"]}
    assert set(told) == {"/prices", "/shut"}
    assert "asks for a password" in told["/prices"]["message"]
    assert "still good" in told["/shut"]["hint"]
    assert json.loads(run(site, specs).stdout)["problems"][0]["hint"] == "log in with --cookies or --header"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--header", f"Authorization: {SECRET}"), "is secret"),
        (("--header", "Authorization=NOT_SET"), "NOT_SET"),
        (("--header", "Authorization=BROKEN"), "characters"),
        (("--cookies", "/no/such/file"), "cannot read the cookies"),
    ],
)
def test_a_login_that_cannot_be_used_asks_nothing(site: Any, specs: Path, given: tuple[str, ...], message: str) -> None:
    done = run(site, specs, *given, BROKEN=f"{SECRET}\n{SECRET}")
    assert done.returncode == 2
    assert message in done.stderr
    assert SECRET not in done.stderr
    assert site.asked == {}


def test_a_start_that_leads_out_of_the_site_is_no_success(site: Any, specs: Path) -> None:
    site.page("/", "", 302, Location=site.address.replace("127.0.0.1", "localhost") + "/home")
    site.page("/home", "<p>Delivery in 50 minutes.</p>")
    done = run(site, specs)
    assert done.returncode == 2
    assert "leads out of it" in json.loads(done.stdout)["problems"][0]["message"]


def test_a_login_for_a_folder_is_a_mistake(specs: Path, cookies: str) -> None:
    command = [sys.executable, "-m", "promisecheck", "site", str(specs.parent), "--specs", str(specs)]
    done = subprocess.run([*command, "--cookies", cookies], capture_output=True, text=True, check=False)
    assert (done.returncode, "a folder needs no login" in done.stderr) == (2, True)
