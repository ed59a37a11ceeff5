"""What every route works with: the database, the judge, the clock, and who is asking."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from zoneinfo import ZoneInfo

from flask import current_app, g, has_request_context

from promisecheck.app.settings import Settings
from promisecheck.errors import InputError
from promisecheck.review import inbox, jobs
from promisecheck.review.actors import Actor, Places
from promisecheck.review.database import Database
from promisecheck.review.engine_judge import EngineJudge
from promisecheck.review.errors import ForbiddenError

if TYPE_CHECKING:
    from promisecheck.review.inbox import Waiting
    from promisecheck.standards import Organisation


@dataclass
class Services:
    """The services of one application. `now` is in the organisation's time zone, so that its midnights count."""

    settings: Settings
    db: Database
    judge: EngineJudge
    _places: Places | None = None
    _rechecking: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> dt.datetime:
        """The present moment, in the time zone of the organisation."""
        return self.settings.clock().astimezone(ZoneInfo(self.places().zone))

    def places(self) -> Places:
        """The declared places of the day; those known last while somebody has broken the standards.

        One request sees the same places from its beginning to its end. Raises InputError when they could never be read.
        """
        return cast(Places, once("places", self._read_places)) if has_request_context() else self._read_places()

    def _read_places(self) -> Places:
        try:
            self._places = self.judge.places()
        except InputError:
            if self._places is None:
                raise
        return self._places

    def organisation(self) -> Organisation:
        """The standards as they are now. Raises InputError when they are not valid."""
        return self.judge.organisation()

    def run_checks(self) -> jobs.Checks:
        """Check what was handed in, here and now; a job does the same for what is left over after a crash."""
        return jobs.run_checks(self.db, self.judge, now=self.now())

    def recheck(self) -> None:
        """Bring the register up to today's standards; one at a time."""
        with self._rechecking:
            found = jobs.recheck_register(self.db, self.judge, now=self.now())
        for draft_id, error in found.broken.items():
            logging.getLogger(LOGGER).error("judging a piece again broke: %s", draft_id, exc_info=error)


def services() -> Services:
    """The services of the running application."""
    return cast(Services, current_app.extensions["promisecheck"])


def actor() -> Actor:
    """Who is asking. Raises ForbiddenError with "logged-out" for nobody."""
    found = maybe_actor()
    if found is None:
        raise ForbiddenError("logged-out")
    return found


def maybe_actor() -> Actor | None:
    """Who is asking; None for somebody who did not log in."""
    return cast("Actor | None", g.get("actor"))


def waiting() -> tuple[Waiting, ...]:
    """The pieces that wait for whoever is asking, the soonest first."""
    here = services()
    return cast("tuple[Waiting, ...]", once("waiting", lambda: inbox.waiting(here.db, actor(), now=here.now())))


LOGGER: Final = "promisecheck"
"""Name of the logger of the app."""
_Kept = TypeVar("_Kept")
_LOCK: Final = threading.Lock()


def kept(name: str, make: Callable[[], _Kept]) -> _Kept:
    """A thing that an application has one of, made when it is first needed."""
    with _LOCK:
        if name not in current_app.extensions:
            current_app.extensions[name] = make()
        return cast(_Kept, current_app.extensions[name])


def once(name: str, make: Any) -> Any:
    """A value that is worked out once in a request."""
    if not hasattr(g, name):
        setattr(g, name, make())
    return getattr(g, name)
