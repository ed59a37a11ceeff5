"""The inbox: what waits for somebody, what is theirs, what they decided."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from promisecheck.app.services import actor, services
from promisecheck.review import inbox

blueprint = Blueprint("inbox", __name__)


@blueprint.get("/")
def waiting() -> ResponseReturnValue:
    """What waits for the person's answer, soonest first; and what they decided lately."""
    here, somebody = services(), actor()
    found = g.waiting = inbox.waiting(here.db, somebody, now=here.now())
    mine = inbox.yours(here.db, somebody)
    lately = inbox.decided(here.db, somebody, limit=5)
    return render_template("inbox/waiting.html", waiting=found, mine=mine, lately=lately)


@blueprint.get("/yours")
def yours() -> ResponseReturnValue:
    """The person's own pieces and those they watch."""
    here, somebody = services(), actor()
    return render_template("inbox/yours.html", mine=inbox.yours(here.db, somebody, ended=True))


@blueprint.get("/decided")
def decided() -> ResponseReturnValue:
    """What the person decided, and what became of it."""
    here, somebody = services(), actor()
    mine = inbox.yours(here.db, somebody)
    return render_template("inbox/decided.html", lately=inbox.decided(here.db, somebody, limit=200), mine=mine)
