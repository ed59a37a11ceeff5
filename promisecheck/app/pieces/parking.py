"""Images and styles of a page that was read and not saved yet: kept in memory for a while, for one person."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from promisecheck.review.models import File

STAYS: Final = dt.timedelta(hours=1)
MOST_BYTES: Final = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Lot:
    person: int
    files: tuple[File, ...]
    until: dt.datetime

    @property
    def size(self) -> int:
        return sum(len(one.data) for one in self.files)


class Parking:
    """Nothing of it is stored; the oldest gives way when there is no more room."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._lots: dict[str, _Lot] = {}
        self._lock = threading.Lock()

    def put(self, person: int, files: tuple[File, ...]) -> str:
        """Keep files; gives the ticket for them, "" where there are none."""
        if not files:
            return ""
        ticket, now = secrets.token_urlsafe(16), self._clock()
        with self._lock:
            self._lots = {key: lot for key, lot in self._lots.items() if lot.until > now}
            self._lots[ticket] = _Lot(person, files, now + STAYS)
            while len(self._lots) > 1 and sum(lot.size for lot in self._lots.values()) > MOST_BYTES:
                del self._lots[next(iter(self._lots))]
        return ticket

    def get(self, person: int, ticket: str) -> tuple[File, ...] | None:
        """The files of a ticket; None when it is not this person's, or not valid any more."""
        with self._lock:
            lot = self._lots.get(ticket)
        if lot is None or lot.person != person or lot.until <= self._clock():
            return None
        return lot.files
