"""Coming in and going out: login, second factor, language, one's own settings, review links."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from promisecheck.app import demo, forms, sessions
from promisecheck.app.language import COOKIE, language, t
from promisecheck.app.pieces import signing
from promisecheck.app.services import actor, maybe_actor, services
from promisecheck.app.texts import LANGUAGES
from promisecheck.review import keys, login, people
from promisecheck.review.actors import SCOPES
from promisecheck.review.errors import ForbiddenError, InvalidError

blueprint = Blueprint("account", __name__)
_ONE_YEAR = 366 * 24 * 3600


@blueprint.route("/login", methods=["GET", "POST"])
def log_in() -> ResponseReturnValue:
    """Name, password and, where one is set up, the code of the second factor."""
    target = forms.inside(request.values.get("next"), url_for("inbox.waiting"))
    if request.method == "GET":
        if maybe_actor() is not None:
            return redirect(target)
        return _door(target)
    here = services()
    try:
        opened = login.log_in(
            here.db,
            forms.text("login"),
            request.form.get("password", ""),
            code=forms.text("code") or None,
            instead_of=sessions.secret(),
            now=here.now(),
        )
    except ForbiddenError as error:
        needs_code = error.code == "code-needed"
        return _door(target, error.say(language()), needs_code=needs_code), 200 if needs_code else 403
    sessions.begin(opened)
    return redirect(target, 303)


@blueprint.post("/demo")
def enter_demo() -> ResponseReturnValue:
    """Log in to the demonstration with one click; there is no such door anywhere else."""
    here = services()
    if not here.settings.demo:
        abort(404)
    name, password = forms.text("login"), str(current_app.config.get("DEMO_PASSWORD", ""))
    sessions.begin(login.log_in(here.db, name, password, instead_of=sessions.secret(), now=here.now()))
    answer = redirect(url_for("inbox.waiting"), 303)
    if language() == "ar":  # whoever reads Arabic at the door goes on in Arabic, whoever they come in as
        answer.set_cookie(COOKIE, "ar", httponly=True, secure=here.settings.is_https, samesite="Lax")
    return answer


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End this session, for good."""
    sessions.end()
    return _gone()


@blueprint.post("/logout/everywhere")
def log_out_everywhere() -> ResponseReturnValue:
    """End all of one's sessions, on every device."""
    sessions.end_all()
    return _gone()


def _gone() -> Response:
    answer = redirect(url_for("account.log_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'  # pages that were kept are gone, too
    return answer


@blueprint.route("/confirm", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """A fresh login before a sign-off, where the organisation asks for one; then what it is for is done.

    sign: the piece that is being signed off. next: where to go on when it is something else.
    """
    here, somebody = services(), actor()
    target = forms.inside(request.values.get("next"), url_for("inbox.waiting"))
    piece = request.values.get("sign", type=int)
    title = signing.title_of(piece) if piece is not None else ""
    refusal, status, needs_code = "", 200, False
    if request.method == "POST":
        try:
            opened = login.confirm(
                here.db,
                somebody,
                request.form.get("password", ""),
                code=forms.text("code") or None,
                instead_of=sessions.secret(),
                now=here.now(),
            )
        except ForbiddenError as error:
            refusal, needs_code = error.say(language()), "code" in request.form or error.code == "code-needed"
            status = 200 if error.code == "code-needed" else 403
        else:
            sessions.begin(opened)
            sessions.recognise()
            return signing.sign_off(piece) if piece is not None else redirect(target, 303)
    shown = {"target": target, "piece": piece, "title": title, "refusal": refusal, "needs_code": needs_code}
    return render_template("account/confirm.html", **shown), status


@blueprint.get("/language/<code>")
def choose_language(code: str) -> ResponseReturnValue:
    """Read on in English or Arabic; only this browser remembers it."""
    target = forms.inside(request.args.get("next"), url_for("inbox.waiting"))
    answer = redirect(target)
    if code in LANGUAGES:
        secure = services().settings.is_https
        answer.set_cookie(COOKIE, code, max_age=_ONE_YEAR, httponly=True, secure=secure, samesite="Lax")
    return answer


@blueprint.get("/settings")
def preferences() -> ResponseReturnValue:
    """One's own language, mail, password, second factor, and tokens."""
    here, somebody = services(), actor()
    if somebody.link is not None:
        raise ForbiddenError("forbidden", action="set_preferences")
    mine = [one for one in keys.list_tokens(here.db, somebody) if one.person_id == somebody.id]
    return render_template(
        "account/settings.html",
        person=people.own_person(here.db, somebody),
        tokens=mine,
        scopes=SCOPES,
        secret=here.db.seal.open(session.pop("new_token", "")),
        now=here.now(),
    )


@blueprint.post("/settings")
def save_preferences() -> ResponseReturnValue:
    """Keep language and way of getting mail."""
    here, somebody = services(), actor()

    def save() -> None:
        people.set_preferences(
            here.db, somebody, language=forms.text("language"), digest=forms.text("digest"), now=here.now()
        )

    answer = forms.attempt(save, url_for("account.preferences"), done="account.saved")
    answer.delete_cookie(COOKIE)
    return answer


@blueprint.post("/settings/password")
def change_password() -> ResponseReturnValue:
    """A new password; all other sessions end."""
    here, somebody = services(), actor()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    try:
        opened = login.change_password(here.db, somebody, old, new, now=here.now())
    except (ForbiddenError, InvalidError) as error:
        forms.refuse(error)
    else:
        sessions.begin(opened)
        flash(t("account.password_changed"), "done")
    return redirect(url_for("account.preferences"), 303)


@blueprint.route("/settings/second-factor", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Set up a second factor: the device shows a code for the secret, and the code proves it."""
    here, somebody = services(), actor()
    if request.method == "POST":
        secret = here.db.seal.open(str(session.get("totp", "")))
        try:
            login.confirm_totp(here.db, somebody, secret, forms.text("code"), now=here.now())
        except InvalidError as error:
            forms.refuse(error)
            return redirect(url_for("account.second_factor"), 303)
        session.pop("totp", None)
        flash(t("account.second_factor_on"), "done")
        return redirect(url_for("account.preferences"), 303)
    if "totp" not in session:
        session["totp"] = here.db.seal.close(login.enrol_totp(here.db, somebody)[0])
    return render_template("account/second_factor.html", secret=here.db.seal.open(session["totp"]))


@blueprint.post("/settings/tokens")
def create_token() -> ResponseReturnValue:
    """A token for programs; its secret is shown once, on the next page."""
    here, somebody = services(), actor()

    def create() -> None:
        day = forms.date("expires")
        wanted = tuple(one for one in SCOPES if one in request.form.getlist("scopes"))
        assert day is not None  # noqa: S101 - a needed field
        _, secret = keys.create_token(
            here.db, somebody, forms.text("name"), wanted, expires_at=forms.end_of(day), now=here.now()
        )
        session["new_token"] = here.db.seal.close(secret)

    return forms.attempt(create, url_for("account.preferences", _anchor="tokens"))


@blueprint.post("/settings/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> ResponseReturnValue:
    """End a token."""
    here, somebody = services(), actor()
    back = url_for("account.preferences", _anchor="tokens")
    return forms.attempt(
        lambda: keys.revoke_token(here.db, somebody, token_id, now=here.now()), back, done="account.token_ended"
    )


@blueprint.route("/r/<secret>", methods=["GET", "POST"])
def open_link(secret: str) -> ResponseReturnValue:
    """A review link: looking at it decides nothing and starts nothing; the button on the page opens the piece."""
    here = services()
    guest = keys.link_actor(here.db, secret, now=here.now())
    if request.method == "GET" or guest.link is None:
        return render_template("account/link.html", guest=guest)
    sessions.begin_link(secret)
    return redirect(url_for("pieces.review", draft_id=guest.link.draft_id), 303)


def _door(target: str, refusal: str = "", *, needs_code: bool = False) -> str:
    here = services()
    return render_template(
        "account/login.html",
        target=target,
        refusal=refusal,
        needs_code=needs_code,
        login=forms.text("login") if request.method == "POST" else "",
        demo=sorted(demo.PEOPLE, key=lambda one: one.name != demo.FIRST) if here.settings.demo else (),
    )
