"""register."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("register", __name__, url_prefix="/register")


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """The screen."""
    return render_template("register.html")
