"""A login goes to the site's own host alone, and its values stand in no message."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from promisecheck.errors import InputError
from promisecheck.sources.fetch import Fetcher, FetchError
from promisecheck.sources.login import Login, read_cookies, read_headers

SECRET = "s3cr3t-v4lue"
COOKIES = (
    "# Netscape HTTP Cookie File\n"
    f"own.example\tFALSE\t/\tFALSE\t0\tsession\t{SECRET}\n"
    "#HttpOnly_own.example\tFALSE\t/\tTRUE\t0\tsecure\tonly-over-tls\n"
    "other.example\tFALSE\t/\tFALSE\t0\tforeign\tnot-this\n"
)


@pytest.fixture
def server() -> Iterator[tuple[int, list[tuple[str, dict[str, str]]]]]:
    """A host with redirects to itself and elsewhere; what it was sent."""
    got: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            got.append((f"{self.headers['Host'].split(':')[0]}{self.path}", dict(self.headers.items())))
            port = self.server.server_address[1]
            targets = {"/away": f"http://other.example:{port}/end", "/on": "/end"}
            target = targets.get(self.path)
            self.send_response(302 if target else 200)
            if target:
                self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield running.server_address[1], got
        running.shutdown()


def fetcher(login: Login) -> Fetcher:
    hosts = ("own.example", "other.example")
    return Fetcher(allow_hosts=hosts, resolver=lambda *_: ["127.0.0.1"], login=login)


def test_a_redirect_to_another_host_takes_no_login_along(
    server: tuple[int, list[tuple[str, dict[str, str]]]], tmp_path: Path
) -> None:
    port, got = server
    file = tmp_path / "cookies.txt"
    file.write_text(COOKIES)
    start = f"http://own.example:{port}/"
    login = Login(start, {"Authorization": f"Bearer {SECRET}"}, read_cookies(file))
    assert SECRET not in repr(login)
    with fetcher(login) as web:
        web.get(f"{start}on")
        web.get(f"{start}away")
        web.get(f"http://other.example:{port}/end")
    sent = [(where, headers.get("Authorization"), headers.get("Cookie")) for where, headers in got]
    mine = (f"Bearer {SECRET}", f"session={SECRET}")
    assert sent == [
        ("own.example/on", *mine),
        ("own.example/end", *mine),
        ("own.example/away", *mine),
        ("other.example/end", None, None),
        ("other.example/end", None, None),
    ]


@pytest.mark.parametrize("broken", ["\nX-More: yes", "\u0633"])
def test_a_value_that_cannot_be_sent_stands_in_no_error(
    server: tuple[int, list[tuple[str, dict[str, str]]]], broken: str
) -> None:
    port, got = server
    start = f"http://own.example:{port}/"
    with fetcher(Login(start, {"Authorization": f"{SECRET}{broken}"})) as web, pytest.raises(FetchError) as caught:
        web.get(start)
    assert SECRET not in caught.value.message
    assert got == []


def test_copy_of_the_web_reaches_no_private_host_that_was_opened(
    server: tuple[int, list[tuple[str, dict[str, str]]]],
) -> None:
    port, got = server
    opened = f"http://own.example:{port}/end"
    with fetcher(Login(opened)) as web:
        assert web.get(opened, types=None, asked_by=f"http://other.example:{port}/").status == 200
        with pytest.raises(FetchError, match="private network"):
            web.get(opened, types=None, asked_by="https://public.example/")
    assert len(got) == 1


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://own.example/a", True),
        ("https://own.example:443/a", True),
        ("http://own.example/a", False),
        ("https://own.example:8443/a", False),
        ("https://sub.own.example/a", False),
        ("https://own.example.evil.example/", False),
        ("https://[bad", False),
    ],
)
def test_which_addresses_are_the_sites_own(address: str, sent: bool) -> None:
    assert bool(Login("https://own.example/start", {"X-Key": SECRET}).headers_for(address)) is sent


def test_a_site_that_moves_to_tls_stays_itself() -> None:
    assert Login("http://own.example/", {"X-Key": "k"}).headers_for("https://own.example/") == {"X-Key": "k"}


def test_headers_take_their_value_from_a_variable() -> None:
    read = read_headers(["Authorization=SITE_LOGIN", "X-Preview: yes"], {"SITE_LOGIN": f"Bearer {SECRET}"})
    assert read == {"Authorization": f"Bearer {SECRET}", "X-Preview": "yes"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (f"Authorization: Bearer {SECRET}", "is secret"),
        (f"cookie: {SECRET}", "is secret"),
        (f"X-Api-Key: {SECRET}", "is secret"),
        ("Authorization=NOT_SET", "NOT_SET"),
        (SECRET, "cannot be read"),
        ("Host: other.example", "set by the crawl"),
        ("X-Split=TWO_LINES", "characters"),
    ],
)
def test_headers_that_are_refused_never_say_their_value(given: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_headers([given], {"TWO_LINES": f"a\r\nX: {SECRET}"})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "text", [f"session={SECRET}", f"# Netscape HTTP Cookie File\n{SECRET}\n", "# Netscape HTTP Cookie File\n"]
)
def test_cookie_files_that_are_refused_never_say_what_they_hold(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cookies.txt"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read_cookies(file)
    assert SECRET not in str(caught.value)
