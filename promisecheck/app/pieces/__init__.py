"""Screens about one piece: writing it, reviewing it, its versions, and everything that is done with it.

Each module registers its routes on `blueprint`; importing this package imports them all.
"""

from flask import Blueprint

blueprint = Blueprint("pieces", __name__, url_prefix="/pieces")

from promisecheck.app.pieces import doing, preview, review, versions, write  # noqa: E402, F401 - they add their routes
