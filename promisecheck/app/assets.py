"""Addresses of stylesheets and scripts that change with their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import cache

from flask import url_for

from promisecheck.paths import data_dir


def asset(name: str) -> str:
    """The address of a file in `web/static/`. Raises FileNotFoundError."""
    return url_for("static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((data_dir("web") / "static" / name).read_bytes()).hexdigest()[:10]
