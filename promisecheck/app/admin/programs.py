"""Ways in and out for programs: everybody's tokens, and webhooks."""

from __future__ import annotations

from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.admin import blueprint
from promisecheck.app.services import actor, services
from promisecheck.review import access, keys, people, webhooks
from promisecheck.review.states import STEPS

EVENTS = ("*", *(f"piece.{step}" for step in STEPS), "answer.signed", "standard.proposed", "standard.accepted")
EVENTS += ("register.changed", "publication.ended")


@blueprint.get("/tokens")
def tokens() -> ResponseReturnValue:
    """Everybody's tokens; each person makes their own under their settings."""
    here, somebody = services(), actor()
    access.require(somebody, "administer")
    found = keys.list_tokens(here.db, somebody)
    names = people.names(here.db, {one.person_id for one in found})
    return render_template("admin/tokens.html", tokens=found, names=names, now=here.now())


@blueprint.post("/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> ResponseReturnValue:
    """End anybody's token."""
    here, somebody = services(), actor()
    access.require(somebody, "administer")
    return forms.attempt(
        lambda: keys.revoke_token(here.db, somebody, token_id, now=here.now()),
        url_for("admin.tokens"),
        done="account.token_ended",
    )


@blueprint.get("/webhooks")
def hooks() -> ResponseReturnValue:
    """Webhooks with their last deliveries."""
    here = services()
    found = webhooks.list_webhooks(here.db, actor())
    return render_template("admin/webhooks.html", hooks=found, events=EVENTS, secret=session.pop("new_webhook", None))


@blueprint.post("/webhooks")
def add_hook() -> ResponseReturnValue:
    """A new webhook; the secret that signs its deliveries is shown once."""
    here, somebody = services(), actor()

    def add() -> None:
        events = tuple(one for one in request.form.getlist("events") if one in EVENTS)
        _, session["new_webhook"] = webhooks.add_webhook(here.db, somebody, forms.text("url"), events, now=here.now())

    return forms.attempt(add, url_for("admin.hooks"))


@blueprint.post("/webhooks/<int:webhook_id>/<any(pause,resume):what>")
def switch_hook(webhook_id: int, what: str) -> ResponseReturnValue:
    """Pause or resume."""
    here, somebody = services(), actor()
    return forms.attempt(
        lambda: webhooks.set_webhook_active(here.db, somebody, webhook_id, what == "resume", now=here.now()),
        url_for("admin.hooks"),
        done="admin.saved",
    )
