"""Reading forms, and answering them: a refusal stands where the form was, never on a page of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from promisecheck.app.language import language, t
from promisecheck.app.services import services
from promisecheck.review.errors import InvalidError, NobodyError, ReviewError, StaleError, TransitionError

_SHOWN = (InvalidError, TransitionError, StaleError, NobodyError)
"""Refusals that are shown beside the form; the others have pages."""


def attempt(act: Callable[[], Any], to: str, *, done: str = "", **facts: object) -> Response:
    """Do it and go to `to`, with the sentence `done` there; or with the refusal."""
    if tried(act) and done:
        flash(t(done, **facts), "done")
    return redirect(to, 303)


def tried(act: Callable[[], Any]) -> bool:
    """Do it and say whether it was done; else the refusal is shown on the next page."""
    try:
        act()
    except _SHOWN as error:
        refuse(error)
        return False
    return True


def refuse(error: ReviewError) -> None:
    """Show a refusal on the next page."""
    flash(error.say(language()), "refused")


def text(name: str, default: str = "") -> str:
    """A field's text, trimmed."""
    return request.form.get(name, default).strip()


def flag(name: str) -> bool:
    """Whether a box is ticked."""
    return request.form.get(name) in ("1", "on", "true")


def whole(name: str, *, least: int = 0, most: int = 10**9) -> int:
    """A field's whole number. Raises InvalidError."""
    value = text(name)
    if not value.isdecimal() or not least <= int(value) <= most:
        raise InvalidError("bad-number", field=name, least=least, most=most)
    return int(value)


def decimal(name: str) -> float:
    """A field's number, in digits of any script. Raises InvalidError."""
    value = text(name).replace("٫", ".").replace("٬", "").replace(",", "")
    try:
        found = float(value)
    except ValueError:
        raise InvalidError("bad-number", field=name, least=0, most=10**9) from None
    if not 0 <= found <= 10**9:
        raise InvalidError("bad-number", field=name, least=0, most=10**9)
    return int(found) if found.is_integer() else found


def date(name: str, *, needed: bool = True) -> dt.date | None:
    """A field's day as YYYY-MM-DD; None for an empty one that is not needed. Raises InvalidError."""
    value = text(name)
    if not value and not needed:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise InvalidError("needed", field=name) from None


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day, at the organisation."""
    return dt.datetime.combine(day, dt.time(23, 59), services().now().tzinfo)


def inside(target: str | None, default: str) -> str:
    """Where to go next, when it is a page of this app; else the default. An address elsewhere is never followed."""
    target = (target or "").replace("\\", "/")
    parts = urlsplit(target)
    fine = target.startswith("/") and not target.startswith("//") and not parts.scheme and not parts.netloc
    return target if fine and "\n" not in target and "\r" not in target else default
