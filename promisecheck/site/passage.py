"""What a page may ask for while a browser shows it: everything goes through the fetcher, and most is refused.

Scripts and what they read (GET alone) are fetched with the same guard, limits and pauses as pages. Style sheets come
empty; pictures, fonts, films, beacons, frames and whatever would change something (POST) get nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from promisecheck.site.polite import Polite
from promisecheck.sources.fetch import FetchError

_FETCHED: Final = frozenset(("script", "xhr", "fetch"))
_SENT: Final = frozenset(("accept", "accept-language", "origin"))
_GIVEN: Final = ("content-type", "access-control-", "timing-allow-origin")
"""What of an answer's headers a browser gets."""
MOST_REQUESTS: Final = 60
_KEPT: Final = 32 * 1024 * 1024
"""Bytes of scripts that are kept for the pages to come."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a browser is answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Passage:
    """The requests of one page after the other. `begin` for each page, then `reply` for each request.

    closed: those that robots.txt kept from this page. answered: those that were answered. over: when its time is up.
    """

    def __init__(self, polite: Polite, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._polite = polite
        self._clock = clock
        self._scripts: dict[str, Reply] = {}
        self._held = 0
        self._page = ""
        self._allowed: Callable[[str], bool] = lambda _: False
        self._until = self._waited_before = 0.0
        self._asked = 0
        self.closed = 0
        self.answered = 0

    def begin(self, page: str, seconds: float, allowed: Callable[[str], bool]) -> None:
        """A new page, at this address, that may take so long. allowed: what robots.txt says of an own address."""
        self._page, self._allowed = page, allowed
        self._until = self._clock() + seconds
        self._waited_before = self._polite.waited
        self._asked = self.closed = self.answered = 0

    @property
    def left(self) -> float:
        """Seconds the page still has; pauses between requests do not count."""
        return self._until + self._polite.waited - self._waited_before - self._clock()

    def reply(self, method: str, kind: str, address: str, headers: Mapping[str, str]) -> Reply | None:
        """The answer to a request of the page; None when it gets none. kind: as browsers name what a request is for."""
        if kind == "stylesheet":
            return Reply(200, {"content-type": "text/css"})
        if method != "GET" or kind not in _FETCHED or not address.startswith(("http://", "https://")):
            return None
        if address in self._scripts:
            self.answered += 1
            return self._scripts[address]
        if urlsplit(address).netloc == urlsplit(self._page).netloc and not self._allowed(address):
            self.closed += 1
            return None
        self._asked += 1
        if self._asked > MOST_REQUESTS or self.left <= 0:
            return None
        sent = {name: value for name, value in headers.items() if name.lower() in _SENT or name.lower()[:2] == "x-"}
        try:
            answer = self._polite.once(address, sent, self.left, self._page)
        except FetchError:
            return None
        self.answered += 1
        given = {name: value for name, value in answer.headers.items() if name.startswith(_GIVEN)}
        reply = Reply(answer.status, given, answer.body)
        if kind == "script" and answer.status == 200 and self._held + len(answer.body) <= _KEPT:
            self._held += len(answer.body)
            self._scripts[address] = reply
        return reply
