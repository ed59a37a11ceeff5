"""Who is asking: a session by cookie, or the guest of a review link. Everything but a few doors needs one of them.

The cookie holds the secret of a session that the server keeps (see `review.sessions`); it starts anew at every login.
A session ends by logging out, here or everywhere, after twelve hours, with a new password, and when an admin ends it.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from promisecheck.app.services import actor, maybe_actor, services
from promisecheck.review import keys
from promisecheck.review import sessions as kept
from promisecheck.review.actors import Actor
from promisecheck.review.errors import ForbiddenError

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
        recognise()
        if g.actor is not None or endpoint in OPEN or not endpoint:
            return None
        if request.method not in ("GET", "HEAD"):
            raise ForbiddenError("logged-out")
        return redirect(url_for("account.log_in", next=request.full_path.rstrip("?")))


def recognise() -> None:
    """Who is asking, by the session as it is now."""
    g.actor = _find()


def begin(opened: kept.Session) -> None:
    """Start a session: everything of the one before is gone, its CSRF token too."""
    session.clear()
    session.permanent = True
    session["secret"] = opened.secret


def secret() -> str:
    """The secret of the session that the browser sent; "" without one."""
    return str(session.get("secret", ""))


def begin_link(secret: str) -> None:
    """Start the session of a review link."""
    session.clear()
    session["link"] = secret


def end() -> None:
    """Log out: the session is over on the server, too."""
    here, somebody = services(), maybe_actor()
    if somebody is not None and secret():
        kept.end(here.db, somebody, secret(), now=here.now())
    session.clear()


def end_all() -> None:
    """Log out everywhere."""
    here = services()
    kept.end_all(here.db, actor(), now=here.now())
    session.clear()


def _find() -> Actor | None:
    here = services()
    try:
        if "link" in session:
            return keys.link_actor(here.db, str(session["link"]), now=here.now())
        if not secret():
            return None
        found, g.person_language = kept.actor_of(here.db, secret(), here.places(), now=here.now())
    except ForbiddenError:
        session.clear()
        return None
    return found
