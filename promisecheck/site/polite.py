"""Requests with manners: a pause before each further one to a host, and another try where a failure may pass."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from promisecheck.sources.fetch import PAGE_TYPES, Fetched, Fetcher, FetchError

_AGAIN: Final = frozenset((429, 500, 502, 503, 504))
LONGEST_WAIT: Final = 30.0
"""Seconds that a site may make us wait between two requests."""

Sleep = Callable[[float], None]


class Polite:
    """A fetcher that waits between two requests to the same host.

    delay: seconds between them. retries: after the first try. waited: seconds it has waited so far.
    """

    def __init__(self, fetcher: Fetcher, delay: float, retries: int, *, sleep: Sleep = time.sleep) -> None:
        self._fetcher = fetcher
        self._delay = delay
        self._retries = retries
        self._sleep = sleep
        self._asked: set[str] = set()
        self.waited = 0.0

    def slow_down(self, delay: float) -> None:
        """Wait at least so long from now on, though never longer than LONGEST_WAIT."""
        self._delay = max(self._delay, min(delay, LONGEST_WAIT))

    def get(
        self, address: str, headers: Mapping[str, str] | None = None, types: frozenset[str] | None = PAGE_TYPES
    ) -> Fetched:
        """As `Fetcher.get`, asked for again when the reason of a failure passes."""
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            self._wait(address, 4**attempt)
            try:
                answer = self._fetcher.get(address, headers, types)
            except FetchError as error:
                if last or not error.passing:
                    raise
                continue
            if answer.status not in _AGAIN or last:
                return answer
            after = answer.headers.get("retry-after", "")
            if after.isdigit():
                self._pause(min(float(after), LONGEST_WAIT))
        raise AssertionError("the last attempt returns or raises")

    def once(self, address: str, headers: Mapping[str, str], seconds: float, page: str) -> Fetched:
        """What the copy at `page` asks for: of any type, one try, no private host unless its own host is open."""
        self._wait(address, 1)
        return self._fetcher.get(address, headers, None, seconds=seconds, asked_by=page)

    def _wait(self, address: str, times: int) -> None:
        host = urlsplit(address).netloc
        if host in self._asked:
            self._pause(min(self._delay * times, LONGEST_WAIT))
        self._asked.add(host)

    def _pause(self, seconds: float) -> None:
        self._sleep(seconds)
        self.waited += seconds
