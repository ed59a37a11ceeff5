"""What is done with a piece beside answering: handing in, publishing, withdrawing, watching, reminding, inviting."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Final

from flask import Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.language import language, t
from promisecheck.app.pieces import blueprint
from promisecheck.app.services import actor, services
from promisecheck.review import deciding, drafts, keys, pieces, publishing, views, watching

LINK_DAYS: Final = 7


def _back(draft_id: int) -> str:
    return url_for("pieces.review", draft_id=draft_id)


@blueprint.post("/<int:draft_id>/submit")
def submit(draft_id: int) -> ResponseReturnValue:
    """Ask for review: the piece is checked and routed at once."""
    here, somebody = services(), actor()

    def act() -> None:
        drafts.submit(here.db, somebody, draft_id, now=here.now())
        here.run_checks()

    answer = forms.attempt(act, _back(draft_id))
    if views.view(here.db, somebody, draft_id).draft.state == "draft":
        for message in watching.inbox_messages(here.db, somebody, unread=True, limit=1):
            if message.draft_id == draft_id and message.kind == "unreadable":
                flash(str(message.facts.get("problem", "")), "refused")
    return answer


@blueprint.post("/<int:draft_id>/revise")
def revise(draft_id: int) -> ResponseReturnValue:
    """Take the piece back to write its next version."""
    here, somebody = services(), actor()
    return forms.attempt(lambda: drafts.revise(here.db, somebody, draft_id, now=here.now()), _back(draft_id))


@blueprint.post("/<int:draft_id>/withdraw")
def withdraw(draft_id: int) -> ResponseReturnValue:
    """Give the piece up, or take it out of public."""
    here, somebody = services(), actor()
    return forms.attempt(
        lambda: drafts.withdraw(here.db, somebody, draft_id, forms.text("reason"), now=here.now()),
        _back(draft_id),
        done="doing.withdrawn",
    )


@blueprint.post("/<int:draft_id>/publish")
def publish(draft_id: int) -> ResponseReturnValue:
    """Say that the approved version is out."""
    here, somebody = services(), actor()
    return forms.attempt(
        lambda: publishing.publish(here.db, somebody, draft_id, forms.text("place"), now=here.now()),
        _back(draft_id),
        done="doing.published",
    )


@blueprint.get("/<int:draft_id>/approved")
def export(draft_id: int) -> ResponseReturnValue:
    """Exactly what was approved, as an archive: the copy and the files that were stored with it."""
    found = publishing.export(services().db, actor(), draft_id)
    suffix = {"html": "html", "markdown": "md"}.get(found.kind, "txt")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"piece-{draft_id}.{suffix}", found.copy)
        for one in found.files:
            archive.writestr(f"files/{one.path}", one.data)
        archive.writestr("sha256.txt", f"{found.content_hash}  visible text\n{found.specs_hash}  standards\n")
    out.seek(0)
    return send_file(out, "application/zip", as_attachment=True, download_name=f"piece-{draft_id}.zip")


@blueprint.post("/<int:draft_id>/watch")
def watch(draft_id: int) -> ResponseReturnValue:
    """Hear of everything that happens to the piece, or no longer."""
    here, somebody = services(), actor()
    watching.watch(here.db, somebody, draft_id, forms.text("on") == "1", now=here.now())
    return redirect(_back(draft_id), 303)


@blueprint.post("/<int:draft_id>/claim")
def claim(draft_id: int) -> ResponseReturnValue:
    """Take the piece in hand, or let it go."""
    here, somebody = services(), actor()
    on = forms.text("on") == "1"
    return forms.attempt(lambda: watching.claim(here.db, somebody, draft_id, on, now=here.now()), _back(draft_id))


@blueprint.post("/questions/<int:ask_id>/nudge")
def nudge(ask_id: int) -> ResponseReturnValue:
    """Remind those who have not finished."""
    here, somebody = services(), actor()
    return forms.attempt(
        lambda: watching.nudge(here.db, somebody, ask_id, now=here.now()), _of(ask_id), done="doing.reminded"
    )


@blueprint.post("/questions/<int:ask_id>/again")
def ask_again(ask_id: int) -> ResponseReturnValue:
    """Ask one location to think again."""
    here, somebody = services(), actor()
    return forms.attempt(
        lambda: deciding.ask_again(here.db, somebody, ask_id, forms.text("reason"), now=here.now()),
        _of(ask_id),
        done="doing.asked_again",
    )


@blueprint.post("/questions/<int:ask_id>/invite")
def invite(ask_id: int) -> ResponseReturnValue:
    """A link for somebody without an account, shown once; it lasts a week."""
    here, somebody = services(), actor()

    def act() -> None:
        _, secret = keys.invite(
            here.db,
            somebody,
            ask_id,
            mail=forms.text("mail"),
            name=forms.text("name"),
            expires_at=here.now() + dt.timedelta(days=LINK_DAYS),
            language=forms.text("language") or language(),
            now=here.now(),
        )
        flash(t("doing.link", address=f"{here.settings.base_url}{url_for('account.open_link', secret=secret)}"), "done")

    return forms.attempt(act, _of(ask_id))


@blueprint.post("/links/<int:link_id>/revoke")
def revoke_link(link_id: int) -> ResponseReturnValue:
    """End a review link."""
    here, somebody = services(), actor()
    target = forms.inside(forms.text("next"), url_for("inbox.waiting"))
    return forms.attempt(
        lambda: keys.revoke_link(here.db, somebody, link_id, now=here.now()), target, done="doing.link_ended"
    )


@blueprint.get("/<int:draft_id>/files/<path:path>")
def stored_file(draft_id: int, path: str) -> ResponseReturnValue:
    """A file that was stored with the newest version, as an attachment; nothing of it runs here."""
    here, somebody = services(), actor()
    newest = views.view(here.db, somebody, draft_id).version.number
    found = views.file(here.db, somebody, draft_id, newest, path)
    answer = Response(found.data, mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=path.rsplit("/", 1)[-1])
    return answer


def _of(ask_id: int) -> str:
    """The page of the piece that a question is about, for whoever may see it."""
    with services().db.read() as con:
        question = pieces.ask(con, ask_id)
        pieces.allowed(con, actor(), "see", question.draft_id)
    return _back(question.draft_id)
