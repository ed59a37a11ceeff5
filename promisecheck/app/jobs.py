"""The jobs of `review.jobs` on a clock: huey keeps them in a file, a thread of the server works them off.

Each job may run twice or late without harm, so a server that was killed simply goes on. A team that runs several
servers runs the consumer in one of them (`promisecheck serve`), the others behind any WSGI server.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from flask import Flask
from huey import SqliteHuey, crontab
from huey.consumer import Consumer as HueyConsumer

from promisecheck.app.mailing import sender
from promisecheck.app.services import LOGGER, Services
from promisecheck.errors import InputError
from promisecheck.review import jobs
from promisecheck.review.webhook_post import WebhookPoster

_LOG: Final = logging.getLogger(LOGGER)


class Rounds:
    """What is done in each round, and what was seen last: the digest of the standards.

    The steps of a round do not hold each other up: one that breaks is logged, and the next one runs.
    """

    def __init__(self, here: Services) -> None:
        self.here = here
        self._seen: str | None = None
        self._post = WebhookPoster(allow_hosts=here.settings.allow_hosts)
        settings = here.settings
        self._send = sender(settings.smtp, settings.mail_from) if settings.smtp else None

    def every_minute(self) -> None:
        """Checks that are left over, webhooks, mail for each event, and the register when the standards changed."""
        self._do(self._checks, self._webhooks, self._event_mail, self._changed_standards)

    def every_quarter(self) -> None:
        """Reminders, questions that wait for somebody who left, and accepted changes that are not written yet."""
        self._do(self._reminders, self._rerouting, self._accepted)

    def every_day(self) -> None:
        """What has run its time, the register by today's date, and the daily mail."""
        self._do(self._expiry, self.here.recheck, self._daily_mail)

    def _do(self, *steps: Callable[[], None]) -> None:
        for step in steps:
            _guarded(step.__name__.strip("_"), step)()

    def _checks(self) -> None:
        for draft_id, error in self.here.run_checks().broken.items():
            _LOG.error("the check of a piece broke: %s", draft_id, exc_info=error)

    def _webhooks(self) -> None:
        jobs.deliver_webhooks(self.here.db, self._post, now=self.here.now())

    def _event_mail(self) -> None:
        if self._send is not None:
            link, now = self.here.settings.base_url, self.here.now()
            jobs.send_event_mail(self.here.db, self._send, link=link, names=self._names(), now=now)

    def _changed_standards(self) -> None:
        digest = self.here.judge.digest()
        if digest == self._seen:
            return
        self.here.recheck()
        measured = self.here.judge.measured(self.here.now().date())
        for problem in measured.problems() if measured is not None else ():
            _LOG.error("a record cannot be used: %s", problem)
        self._seen = digest

    def _reminders(self) -> None:
        jobs.send_reminders(self.here.db, now=self.here.now())

    def _rerouting(self) -> None:
        jobs.reroute(self.here.db, self.here.judge, now=self.here.now())

    def _accepted(self) -> None:
        if self.here.settings.specs.is_dir():
            jobs.write_accepted(self.here.db, self.here.settings.specs, now=self.here.now())

    def _expiry(self) -> None:
        jobs.expire_publications(self.here.db, now=self.here.now())

    def _daily_mail(self) -> None:
        here = self.here
        if self._send is not None:
            link, names = here.settings.base_url, self._names()
            jobs.send_daily_mail(here.db, self._send, here.judge, link=link, names=names, now=here.now())

    def _names(self) -> dict[str, str]:
        locations = self.here.organisation().locations
        return {id_: next(iter(location.names.values()), (id_,))[0] for id_, location in locations.items()}


class Consumer:
    """Works off the jobs of one application in threads of this process."""

    def __init__(self, app: Flask) -> None:
        here: Services = app.extensions["promisecheck"]
        self.huey = SqliteHuey("promisecheck", filename=str(here.settings.instance / "jobs.db"), results=False)
        rounds = Rounds(here)
        for name, when, work in (
            ("every_minute", crontab(minute="*"), rounds.every_minute),
            ("every_quarter", crontab(minute="*/15"), rounds.every_quarter),
            ("every_day", crontab(minute="5", hour="3"), rounds.every_day),
        ):
            self.huey.periodic_task(when, name=name)(work)
        logging.getLogger("huey").setLevel(logging.WARNING)
        self._consumer = _InProcess(self.huey, workers=1, check_worker_health=False, scheduler_interval=10)

    def start(self) -> None:
        """Begin."""
        self._consumer.start()

    def stop(self) -> None:
        """End; a job that is running goes on to its end or with the process."""
        self._consumer.stop_flag.set()


class _InProcess(HueyConsumer):  # type: ignore[misc]
    """A consumer beside a server: signals are the server's."""

    def _set_signal_handlers(self) -> None:
        """None of our own."""


def _guarded(name: str, work: Callable[[], None]) -> Callable[[], None]:
    """A job that logs what goes wrong, so that the next round runs."""

    def run() -> None:
        try:
            work()
        except InputError as error:
            _LOG.error("job %s: the standards cannot be read: %s", name, error)
        except Exception as error:
            _LOG.error("job %s broke", name, exc_info=error)

    return run
