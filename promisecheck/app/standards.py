"""standards."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

blueprint = Blueprint("standards", __name__, url_prefix="/standards")


@blueprint.get("/")
def matrix() -> ResponseReturnValue:
    """The screen."""
    return render_template("standards.html")
