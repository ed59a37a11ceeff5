"""Puts the application together: one place that knows all its parts."""

from __future__ import annotations

from typing import Any, Final, cast

from apiflask import APIFlask
from flask import request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter, Map

from promisecheck import __version__
from promisecheck.app import (
    account,
    admin,
    api,
    assets,
    failures,
    gaps,
    headers,
    health,
    icons,
    inbox,
    language,
    logs,
    pieces,
    register,
    sessions,
    standards,
)
from promisecheck.app.services import Services, maybe_actor, waiting
from promisecheck.app.settings import Settings
from promisecheck.paths import data_dir
from promisecheck.reports.icons import chip
from promisecheck.reports.ladder import definitions
from promisecheck.reports.safe import tame
from promisecheck.review import access
from promisecheck.review.database import Database
from promisecheck.review.engine_judge import EngineJudge
from promisecheck.review.sealing import Seal
from promisecheck.review.sessions import LASTS

MOST_BYTES: Final = 12 * 1024 * 1024
"""Of a request, an uploaded file included."""


def build(settings: Settings) -> APIFlask:
    """The application; see `promisecheck.app.create_app`."""
    web = data_dir("web")
    app = APIFlask(
        "promisecheck",
        title="promisecheck review",
        version=__version__,
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
        static_folder=str(web / "static"),
        template_folder=str(web / "templates"),
        instance_path=str(settings.instance.resolve()),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        PERMANENT_SESSION_LIFETIME=LASTS,
        SESSION_COOKIE_NAME="__Host-promisecheck" if settings.is_https else "promisecheck",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        SEND_FILE_MAX_AGE_DEFAULT=86400,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_ENABLED=settings.rate_limits,
        RATELIMIT_STORAGE_URI="memory://",
        RATELIMIT_HEADERS_ENABLED=False,
    )
    db = Database(settings.database, seal=Seal(settings.secret_key, settings.old_secret_keys))
    db.upgrade()
    app.url_map.converters["int"] = _Number
    app.extensions["promisecheck"] = Services(settings, db, EngineJudge(settings.specs, settings.rules))
    _behind_proxies(app, settings)
    logs.install(app)
    csrf = CSRFProtect(app)
    limiter = Limiter(_who_calls, app=app, default_limits=["1200 per minute"])
    limiter.exempt(health.blueprint)
    headers.install(app)
    sessions.install(app)
    failures.install(app)
    for part in (account, inbox, pieces, register, standards, gaps, admin, health):
        part.blueprint.enable_openapi = False  # pages are not part of the API
        app.register_blueprint(part.blueprint)
    api.install(app, csrf)
    door = limiter.limit("20 per minute; 100 per hour", methods=["POST"], key_func=get_remote_address)
    app.extensions["promisecheck.door"] = (limiter, door)  # the library itself keeps weak references only
    for endpoint in ("account.log_in", "account.confirm", "account.open_link"):
        app.view_functions[endpoint] = cast(Any, door(app.view_functions[endpoint]))
    _prepare_templates(app)
    return app


class _Number(IntegerConverter):
    """A number in an address that a database can hold; anything larger is a page that does not exist."""

    def __init__(self, map: Map, max: int = 2**31 - 1, **more: Any) -> None:  # noqa: A002 - the library's names
        super().__init__(map, max=max, **more)


def _behind_proxies(app: APIFlask, settings: Settings) -> None:
    if settings.proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _who_calls() -> str:
    """Whom a limit counts: the person, else the address."""
    somebody = maybe_actor()
    return f"person:{somebody.id}" if somebody is not None else get_remote_address()


def _prepare_templates(app: APIFlask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.finalize = _tamed
    env.globals.update(
        t=language.t,
        th=language.th,
        word=language.word,
        reason=language.reason,
        day=language.day,
        month=language.month,
        moment=language.moment,
        span=language.span,
        today=language.today,
        place=language.place,
        places=language.places,
        service=language.service,
        measure=language.measure,
        cap=language.cap,
        tier=language.tier,
        direction=language.direction,
        icon=icons.icon,
        chip=chip,
        definitions=definitions,
        asset=assets.asset,
    )

    @app.context_processor
    def page() -> dict[str, Any]:
        somebody = maybe_actor()
        return {
            "lang": language.language(),
            "actor": somebody,
            "who": language.who,
            "may": lambda action: somebody is not None and access.may(somebody, action),
            "waiting_count": _waiting_count,
            "other_language": lambda code: url_for(
                "account.choose_language", code=code, next=request.full_path.rstrip("?")
            ),
        }


def _waiting_count() -> int:
    return len(waiting()) if maybe_actor() is not None else 0


def _tamed(value: object) -> object:
    """What a template prints, without characters that turn the text around them round."""
    from markupsafe import Markup

    if isinstance(value, Markup):
        return Markup(tame(value))  # noqa: S704 - was markup before; characters are only taken out
    return tame(value) if isinstance(value, str) else value
