"""The HTTP API, version 1: everything the screens do, for programs with a token. Described at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint, APIFlask
from flask import g, request
from flask_wtf.csrf import CSRFProtect

from promisecheck.app.services import services
from promisecheck.review import keys
from promisecheck.review.errors import ForbiddenError

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="promisecheck")

from promisecheck.app.api import admin, answers, pieces, standards  # noqa: E402, F401 - they add their routes


@blueprint.before_request
def identify() -> None:
    """Who calls, by `Authorization: Bearer pct_…`. A session's cookie opens nothing here.

    Raises ForbiddenError ("logged-out", status 401) without a valid token.
    """
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise ForbiddenError("logged-out")
    here = services()
    g.actor = keys.token_actor(here.db, secret.strip(), here.places(), now=here.now())


def install(app: APIFlask, csrf: CSRFProtect) -> None:
    """Register the API. It takes tokens only, never a session's cookie, so it needs no CSRF token."""
    app.config["SYNC_LOCAL_SPEC"] = False
    app.config["SERVERS"] = [{"url": "/"}]
    app.config["VALIDATION_ERROR_STATUS_CODE"] = 422
    app.register_blueprint(blueprint)
    csrf.exempt(blueprint)

    @app.spec_processor
    def document(spec: dict[str, Any] | str) -> dict[str, Any] | str:
        if isinstance(spec, str):
            return spec
        spec.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for methods in spec["paths"].values():
            for operation in methods.values():
                if isinstance(operation, dict):
                    operation["security"] = [{"token": []}]
        return spec
