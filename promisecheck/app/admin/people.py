"""people."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from promisecheck.app.admin import blueprint


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    """The screen."""
    return render_template("admin/people.html")
