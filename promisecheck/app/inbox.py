"""The inbox: what waits for somebody, what is theirs, what they decided."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.language import language, location_names
from promisecheck.app.services import actor, services
from promisecheck.review import inbox, letters, watching
from promisecheck.review.errors import ForbiddenError
from promisecheck.review.states import FINAL

blueprint = Blueprint("inbox", __name__)
_SOON = dt.timedelta(hours=12)


@blueprint.before_request
def members_only() -> ResponseReturnValue | None:
    """The guest of a review link has one piece and no inbox."""
    somebody = actor()
    if somebody.link is not None:
        return redirect(url_for("pieces.review", draft_id=somebody.link.draft_id))
    return None


@blueprint.get("/")
def waiting() -> ResponseReturnValue:
    """What waits for the person's answer, soonest first; what they decided lately; what they should know."""
    here, somebody = services(), actor()
    now = here.now()
    found = g.waiting = inbox.waiting(here.db, somebody, now=now)
    unread = watching.inbox_messages(here.db, somebody, unread=True, limit=20)
    return render_template(
        "inbox/waiting.html",
        waiting=found,
        open_promises=sum(sum(one.unanswered.values()) for one in found),
        kept_promises=sum(one.unanswered.get("kept", 0) for one in found),
        mine=inbox.yours(here.db, somebody),
        lately=inbox.decided(here.db, somebody, limit=5),
        messages=[(one, letters.line(one.kind, one.facts, language(), location_names())) for one in unread],
        soon=lambda due: due is not None and due - now <= _SOON,
    )


@blueprint.get("/yours")
def yours() -> ResponseReturnValue:
    """The person's own pieces and those they watch."""
    here, somebody = services(), actor()
    found = inbox.yours(here.db, somebody, ended=True)
    return render_template(
        "inbox/yours.html",
        mine=[one for one in found if one.draft.state not in FINAL],
        over=[one for one in found if one.draft.state in FINAL],
    )


@blueprint.get("/decided")
def decided() -> ResponseReturnValue:
    """What the person decided, and what became of it."""
    here, somebody = services(), actor()
    mine = inbox.yours(here.db, somebody)
    return render_template("inbox/decided.html", lately=inbox.decided(here.db, somebody, limit=200), mine=mine)


@blueprint.post("/messages/read")
def mark_read() -> ResponseReturnValue:
    """Everything up to a message was seen."""
    here, somebody = services(), actor()
    if somebody.id is None:
        raise ForbiddenError("logged-out")
    watching.mark_read(here.db, somebody, forms.whole("up_to"), now=here.now())
    return redirect(url_for("inbox.waiting"), 303)
