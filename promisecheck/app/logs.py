"""One line of JSON for each request and error. Never copy, never a secret; not even the path, which may hold one.

Of a request it tells how long the app took, on the clock (ms) and of the processor (cpu_ms). The same stands in the
header Server-Timing.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
import sys
import time
import traceback
from typing import Any, Final

from flask import Flask, Response, g, request

from promisecheck.app.services import LOGGER, maybe_actor

_EXTRA: Final = ("request", "method", "route", "status", "ms", "cpu_ms", "person", "via")


class JsonLines(logging.Formatter):
    """A record as one line of JSON; of an exception its kind and where it was raised, not what it says."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            frames = traceback.extract_tb(error.__traceback__)
            line["error"] = type(error).__name__
            line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
        return json.dumps(line, ensure_ascii=False)


def install(app: Flask) -> None:
    """Log every answer of the app."""
    logger = logging.getLogger(LOGGER)
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    app.logger = logger

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter(), time.thread_time()
        g.request_id = secrets.token_hex(6)

    @app.after_request
    def finish(response: Response) -> Response:
        if request.endpoint in ("static", "health.alive"):
            return response
        somebody = maybe_actor()
        clock, processor = g.get("started") or (time.perf_counter(), time.thread_time())
        facts = {
            "request": g.get("request_id", ""),
            "method": request.method,
            "route": str(request.url_rule or "-"),
            "status": response.status_code,
            "ms": round((time.perf_counter() - clock) * 1000, 1),
            "cpu_ms": round((time.thread_time() - processor) * 1000, 1),
            "person": somebody.id if somebody else None,
            "via": somebody.via if somebody else None,
        }
        logger.info("request", extra=facts)
        response.headers["X-Request-Id"] = facts["request"]
        response.headers["Server-Timing"] = f"app;dur={facts['ms']}, cpu;dur={facts['cpu_ms']}"
        return response
