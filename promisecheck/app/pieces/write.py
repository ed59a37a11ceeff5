"""The writing screen: promises light up while somebody types; nothing is stored until it is saved."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from promisecheck.app.pieces import blueprint
from promisecheck.app.services import actor
from promisecheck.review import access


@blueprint.get("/write")
def write() -> ResponseReturnValue:
    """A new piece."""
    access.require(actor(), "write")
    return render_template("pieces/write.html")
