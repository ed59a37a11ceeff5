"""The register: every approved and published promise, whether it still holds, and since when not."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app.language import language, measure, place, service, t, today
from promisecheck.app.services import actor, services
from promisecheck.app.timeline import timeline
from promisecheck.review import access, pieces, register_view
from promisecheck.review.register_view import Filter

blueprint = Blueprint("register", __name__, url_prefix="/register")
_FILTERS = ("verdict", "location", "service", "measure", "campaign", "channel", "words")
MOST = 300
"""Lines shown at once; those that need somebody come first."""


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Promises in public, those that need somebody first, filtered, on a timeline."""
    here, somebody = services(), actor()
    chosen = {name: request.args.get(name, "").strip() for name in _FILTERS}
    lost = request.args.get("lost") == "1"
    wanted = Filter(**{name: value or None for name, value in chosen.items()}, lost=lost)
    view = register_view.show(here.db, somebody, wanted)
    choices = view.choices
    return render_template(
        "register/show.html",
        view=view,
        lines=view.lines[:MOST],
        chosen=chosen,
        lost=lost,
        options={
            "location": sorted(((id_, place(id_)) for id_ in choices.locations), key=lambda one: one[1]),
            "service": [(id_, service(id_)) for id_ in choices.services],
            "measure": [(id_, measure(id_)) for id_ in choices.measures],
            "campaign": [(name, name) for name in choices.campaigns],
            "channel": [(name, t(f"app.channel_{name}")) for name in choices.channels],
        },
        scale=timeline(today(), mirrored=language() == "ar"),
        all_places=len(here.organisation().locations),
    )


@blueprint.get("/<int:draft_id>/<claim_key>")
def promise(draft_id: int, claim_key: str) -> ResponseReturnValue:
    """One promise through all approved versions, at every location."""
    here, somebody = services(), actor()
    found = register_view.history(here.db, somebody, draft_id, claim_key)
    if not found:
        abort(404)
    with here.db.read() as con:
        piece = pieces.allowed(con, somebody, "see", draft_id)
    return render_template("register/promise.html", piece=piece, entries=found)


@blueprint.post("/recheck")
def recheck() -> ResponseReturnValue:
    """Judge everything by today's standards, now; by an owner or an admin."""
    access.require(actor(), "recheck")
    services().recheck()
    return redirect(url_for("register.show"), 303)
