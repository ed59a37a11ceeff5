"""gaps."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("gaps", __name__, url_prefix="/gaps")


@blueprint.get("/")
def board() -> ResponseReturnValue:
    """The screen."""
    return render_template("gaps.html")
