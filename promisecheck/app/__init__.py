"""The review app: thin routes over `review` and the engine, on Flask.

    from promisecheck.app import create_app
    from promisecheck.app.settings import read_settings

    app = create_app(read_settings(specs=Path("service_specs")))

Nothing heavy is imported before `create_app` is called. Who may do what is decided in `review.access` alone; what a
sentence says stands in `web/translations/`; how a screen looks in `web/templates/` and `web/static/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apiflask import APIFlask

    from promisecheck.app.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings) -> APIFlask:
    """The WSGI application on these settings; its database is brought up to date first.

    Raises MissingExtraError when the extra `app` is not installed, InputError for settings that cannot be used.
    """
    try:
        import apiflask  # noqa: F401 - only to see whether the extra is there
        import flask_limiter  # noqa: F401
        import flask_wtf  # noqa: F401
        import huey  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ModuleNotFoundError:
        from promisecheck.errors import MissingExtraError

        raise MissingExtraError("the review app", "app") from None
    from promisecheck.app.factory import build

    return build(settings)
