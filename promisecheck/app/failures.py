"""What goes wrong, as an answer: a page for people, JSON for programs; never a detail that is none of theirs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import sqlalchemy as sa
from apiflask import HTTPError
from flask import Flask, Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from promisecheck.app.language import language, t
from promisecheck.errors import InputError
from promisecheck.review import errors

_STATUS: Final[tuple[tuple[type[errors.ReviewError], int], ...]] = (
    (errors.NotFoundError, 404),
    (errors.ForbiddenError, 403),
    (errors.TransitionError, 409),
    (errors.StaleError, 409),
    (errors.NobodyError, 409),
    (errors.InvalidError, 422),
)
_PAGES: Final = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def install(app: Flask) -> None:
    """Register the answers."""
    app.register_error_handler(errors.ReviewError, _review_error)
    app.register_error_handler(InputError, _input_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPError, _api_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(sa.exc.OperationalError, _busy)
    for kind in (sa.exc.DataError, UnicodeEncodeError):
        app.register_error_handler(kind, _unstorable)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: errors.ReviewError) -> int:
    """The HTTP status of a refusal."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def is_api() -> bool:
    """Whether a program is asking."""
    return request.path.startswith("/api/")


def _review_error(error: errors.ReviewError) -> ResponseReturnValue:
    in_place = bool(request.headers.get("HX-Request"))  # what was typed stays on the page, the refusal beside it
    if not is_api() and not in_place:
        if error.code == "logged-out":
            return redirect(url_for("account.log_in", next=_way_back()))
        if isinstance(error, errors.FreshLoginError):
            return redirect(url_for("account.confirm", next=_way_back()))
    status = 401 if error.code == "logged-out" else status_of(error)
    return _answer(status, error.say(language()), error.code)


def _way_back() -> str:
    """Where to go on after logging in: this page, or for a form the page it stood on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return urlsplit(request.headers.get("Referer", "")).path or "/"


def _input_error(error: InputError) -> ResponseReturnValue:
    """The standards cannot be read: the log says why, an admin mends it."""
    current_app.logger.error("standards cannot be read: %s", error)
    return _answer(503, t("errors.standards"), "standards")


def _csrf_error(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, t("errors.csrf"), "csrf")


def _api_error(error: HTTPError) -> ResponseReturnValue:
    detail = error.detail if error.detail and error.status_code == 422 else None
    return _answer(error.status_code, error.message or t("errors.422"), "invalid", detail)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return current_app.make_response(error.response)
    code = error.code or 500
    answer = _answer(code, t(f"errors.{code}") if code in _PAGES else HTTPStatus(code).phrase, f"http-{code}")
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _busy(error: sa.exc.OperationalError) -> ResponseReturnValue:
    current_app.logger.error("database: %s", type(error.orig).__name__)
    answer = _answer(503, t("errors.503"), "busy")
    answer.headers["Retry-After"] = "5"
    return answer


def _unstorable(_error: Exception) -> ResponseReturnValue:
    return _answer(422, t("errors.422"), "unstorable")


def _unforeseen(error: Exception) -> ResponseReturnValue:
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    current_app.logger.error("unforeseen", exc_info=error)
    return _answer(500, t("errors.500"), "http-500")


def _answer(status: int, message: str, code: str, detail: Any = None) -> Response:
    if is_api():
        body = {"code": code, "message": message} | ({"detail": detail} if detail else {})
        answer = jsonify(body)
    elif request.headers.get("HX-Request"):
        answer = current_app.make_response(render_template("error_part.html", message=message))
    else:
        page = render_template("error.html", status=status, message=message, request_id=g.get("request_id", ""))
        answer = current_app.make_response(page)
    answer.status_code = status
    return answer
