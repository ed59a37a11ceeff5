"""Who is asking: a session by cookie, or the guest of a review link. Everything but a few doors needs one of them.

A session holds the person, the epoch it belongs to, and when the password was last given; it is a signed cookie and
starts anew at every login. It ends after twelve hours, with a new password, and when an admin ends it.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from promisecheck.app.services import services
from promisecheck.review import keys, login
from promisecheck.review.actors import Actor
from promisecheck.review.errors import ForbiddenError
from promisecheck.review.people import own_person

OPEN: Final = frozenset(
    {
        "static",
        "openapi.spec",
        "account.log_in",
        "account.enter_demo",
        "account.choose_language",
        "account.open_link",
        "health.alive",
        "health.ready",
    }
)
"""Endpoints for everybody. Those of the API look for a token themselves."""


def install(app: Flask) -> None:
    """Find out who is asking before every request, and send those who did not log in to the door."""

    @app.before_request
    def identify() -> Response | None:
        endpoint = request.endpoint or ""
        if endpoint == "static" or endpoint.startswith(("health.", "api.", "openapi.")):
            return None
        g.actor = _find()
        if g.actor is not None or endpoint in OPEN or not endpoint:
            return None
        if request.method not in ("GET", "HEAD"):
            raise ForbiddenError("logged-out")
        return redirect(url_for("account.log_in", next=request.full_path.rstrip("?")))


def begin(opened: login.Session) -> None:
    """Start a session: everything of the one before is gone, its CSRF token too."""
    session.clear()
    session.permanent = True
    session["person"] = opened.person_id
    session["epoch"] = opened.epoch
    session["fresh"] = opened.fresh_at.astimezone(dt.UTC).isoformat()


def begin_link(secret: str) -> None:
    """Start the session of a review link."""
    session.clear()
    session["link"] = secret


def end() -> None:
    """Log out."""
    session.clear()


def _find() -> Actor | None:
    here = services()
    try:
        if "link" in session:
            return keys.link_actor(here.db, str(session["link"]), now=here.now())
        if "person" not in session:
            return None
        opened = login.Session(
            int(session["person"]), int(session["epoch"]), dt.datetime.fromisoformat(session["fresh"])
        )
        found = login.actor_of(here.db, opened, here.places())
        g.person_language = own_person(here.db, found).language
    except ForbiddenError:
        session.clear()
        return None
    return found
