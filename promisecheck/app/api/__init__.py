"""The HTTP API, version 1: everything the screens do, for programs with a token. Described at /api/v1/openapi.json."""

from __future__ import annotations

from apiflask import APIFlask
from flask_wtf.csrf import CSRFProtect


def install(app: APIFlask, csrf: CSRFProtect) -> None:
    """Register the API. It takes tokens only, never a session's cookie, so it needs no CSRF token."""
