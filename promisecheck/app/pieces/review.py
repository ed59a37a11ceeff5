"""The review screen: the piece as customers will see it, and the promises that touch one's locations."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from promisecheck.app.pieces import blueprint
from promisecheck.app.services import actor, services
from promisecheck.review import views


@blueprint.get("/<int:draft_id>")
def review(draft_id: int) -> ResponseReturnValue:
    """One piece, for whoever may see it."""
    here = services()
    return render_template("pieces/review.html", piece=views.view(here.db, actor(), draft_id))
