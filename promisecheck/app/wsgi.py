"""For WSGI servers: `gunicorn promisecheck.app.wsgi:application`, with the settings of the environment."""

from __future__ import annotations

from promisecheck.app import create_app
from promisecheck.app.settings import read_settings

application = create_app(read_settings())
