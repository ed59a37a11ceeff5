"""Which pages are empty until scripts run, and what such scripts are given: without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.site.passage import MOST_REQUESTS, Passage
from promisecheck.site.shell import FEW_WORDS, shell_words
from promisecheck.sources.fetch import Fetched, FetchError

PAGE = "https://shop.example/menu"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<body><div id=root></div><script src=/a.js></script>", ()),
        ("<header>Corner Kitchen</header><main></main><script type=module src=a.js></script>", ("Corner", "Kitchen")),
        ("<body><div id=a><!-- here --></div>Wait<noscript>Turn scripts on</noscript><script>go()</script>", ("Wait",)),
        ("<head><script defer src=a.js></script></head><body></body>", ()),
        ("<shop-page></shop-page><script>go()</script>", ()),
        ("<div id=a>  <div>\n</div></div><!-- x -->تحميل<script>go()</script>", ("تحميل",)),
        ("<p>Thank you!</p><script src=count.js></script>", None),
        ("<div><img src=a.png></div><p>Bread</p><script src=a.js></script>", None),
        ("<div></div><script type='application/ld+json'>{\"a\": 1}</script>", None),
        ("<div></div><script></script>", None),
        ("<div></div><p>no script here</p>", None),
        (f"<div></div><script src=a.js></script><p>{'word ' * FEW_WORDS}</p>", None),
        ("", None),
    ],
)
def test_what_an_empty_shell_is(page: str, words: tuple[str, ...] | None) -> None:
    assert shell_words(page.encode(), "utf-8") == words


@given(st.binary(max_size=200))
def test_any_bytes_are_looked_at(data: bytes) -> None:
    words = shell_words(b"<script src=a>" + data, "no-such-charset")
    assert words is None or len(words) < FEW_WORDS


class Web:
    """Answers everything, and keeps what it was asked."""

    def __init__(self, **headers: str) -> None:
        self.waited = 0.0
        self.asked: list[tuple[str, dict[str, str], float, str]] = []
        self.headers = {"content-type": "text/javascript", "set-cookie": "a=b", "x-secret": "no"} | headers

    def once(self, address: str, headers: Mapping[str, str], seconds: float, page: str) -> Fetched:
        self.asked.append((address, dict(headers), seconds, page))
        if "broken" in address:
            raise FetchError("no")
        return Fetched(address, 200, self.headers, b"1", (address,))


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def passage(web: Any, clock: Clock | None = None, allowed: bool = True) -> Passage:
    one = Passage(web, clock=clock or Clock())
    one.begin(PAGE, 5, lambda _: allowed)
    return one


@pytest.mark.parametrize(
    ("method", "kind", "address"),
    [
        ("POST", "fetch", "https://shop.example/order"),
        ("GET", "image", "https://shop.example/a.png"),
        ("GET", "font", "https://shop.example/a.woff2"),
        ("GET", "media", "https://shop.example/a.mp4"),
        ("POST", "ping", "https://shop.example/beacon"),
        ("GET", "eventsource", "https://shop.example/events"),
        ("GET", "websocket", "https://shop.example/socket"),
        ("GET", "document", "https://shop.example/frame"),
        ("GET", "fetch", "file:///etc/passwd"),
        ("GET", "script", "chrome://settings"),
    ],
)
def test_what_no_page_is_given(method: str, kind: str, address: str) -> None:
    web = Web()
    assert passage(web).reply(method, kind, address, {}) is None
    assert web.asked == []


def test_scripts_and_what_they_read_come_through_the_fetcher() -> None:
    web = Web()
    one = passage(web)
    sent = {"Accept": "*/*", "X-Version": "2", "Cookie": "a=b", "Authorization": "own", "User-Agent": "Chrome"}
    reply = one.reply("GET", "fetch", "https://api.example/menu", sent)
    assert reply is not None
    assert (reply.body, dict(reply.headers)) == (b"1", {"content-type": "text/javascript"})
    assert web.asked == [("https://api.example/menu", {"Accept": "*/*", "X-Version": "2"}, 5.0, PAGE)]
    assert one.reply("GET", "fetch", "https://api.example/broken", {}) is None
    styles = one.reply("GET", "stylesheet", "https://shop.example/a.css", {})
    assert styles is not None
    assert styles.body == b""


def test_a_script_is_fetched_once_for_all_pages_and_data_anew() -> None:
    web = Web()
    one = passage(web)
    for _ in range(2):
        one.begin(PAGE, 5, lambda _: True)
        one.reply("GET", "script", "https://shop.example/app.js", {})
        one.reply("GET", "xhr", "https://shop.example/data", {})
    assert [address.rpartition("/")[2] for address, *_ in web.asked] == ["app.js", "data", "data"]


def test_robots_txt_holds_for_scripts_of_the_own_host() -> None:
    web = Web()
    one = passage(web, allowed=False)
    assert one.reply("GET", "fetch", "https://shop.example/private", {}) is None
    assert one.closed == 1
    assert one.reply("GET", "script", "https://cdn.example/app.js", {}) is not None


def test_requests_and_time_of_a_page_come_to_an_end() -> None:
    web, clock = Web(), Clock()
    one = passage(web, clock)
    given = [one.reply("GET", "fetch", f"https://api.example/{n}", {}) for n in range(MOST_REQUESTS + 5)]
    assert [reply is None for reply in given] == [False] * MOST_REQUESTS + [True] * 5
    one.begin(PAGE, 5, lambda _: True)
    clock.now += 6
    assert one.reply("GET", "fetch", "https://api.example/late", {}) is None
    web.waited += 2
    assert one.reply("GET", "fetch", "https://api.example/polite", {}) is not None, "pauses do not count"
    assert web.asked[-1][2] == 1.0
