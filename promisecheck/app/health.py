"""Whether the process lives, and whether it can serve: for load balancers and systemd."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from promisecheck.app.services import services
from promisecheck.errors import InputError

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """The database answers at this program's version, and the standards can be read; 503 otherwise."""
    here = services()
    parts = {"database": here.db.ready(), "standards": True}
    try:
        here.judge.load()
    except InputError:
        parts["standards"] = False
    ok = all(parts.values())
    return jsonify(status="ready" if ok else "not ready", **parts), 200 if ok else 503
