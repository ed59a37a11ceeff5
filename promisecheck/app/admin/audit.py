"""audit."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from promisecheck.app.admin import blueprint


@blueprint.get("/audit")
def audit() -> ResponseReturnValue:
    """The screen."""
    return render_template("admin/audit.html")
