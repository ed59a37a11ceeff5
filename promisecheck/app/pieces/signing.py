"""Signing off one's answers; where that takes a fresh login, the password comes in between and nothing is lost."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.language import t
from promisecheck.app.services import actor, services
from promisecheck.review import deciding, inbox, views
from promisecheck.review.errors import ForbiddenError, FreshLoginError


def asked(draft_id: int) -> tuple[int, ...]:
    """The questions about a piece that the reader may answer. Raises ForbiddenError where there are none."""
    found = views.answerable(services().db, actor(), draft_id)
    if not found:
        raise ForbiddenError("forbidden", action="decide")
    return found


def title_of(draft_id: int) -> str:
    """What the piece is called, for somebody who may sign off on it. Raises ForbiddenError, NotFoundError."""
    asked(draft_id)
    return views.view(services().db, actor(), draft_id).draft.title


def sign_off(draft_id: int) -> ResponseReturnValue:
    """Finish for all of one's locations and go on to the next piece that waits; by way of the password where needed."""
    here, somebody = services(), actor()
    questions, title = asked(draft_id), title_of(draft_id)

    replies: list[deciding.Reply] = []

    def act() -> None:
        for ask_id in questions:
            replies.append(deciding.finish(here.db, somebody, ask_id, now=here.now()))

    try:
        done = forms.tried(act)
    except FreshLoginError:
        if somebody.via != "session":
            raise
        return redirect(url_for("account.confirm", sign=draft_id), 303)
    if not done:
        return redirect(url_for("pieces.review", draft_id=draft_id), 303)
    approved = replies[-1].draft.state == "approved"
    flash(t("review.finished_approved" if approved else "review.finished", title=title), "done")
    if somebody.link is not None:
        return redirect(url_for("pieces.review", draft_id=draft_id), 303)
    left = [one.draft.id for one in inbox.waiting(here.db, somebody, now=here.now()) if one.draft.id != draft_id]
    return redirect(url_for("pieces.review", draft_id=left[0]) if left else url_for("inbox.waiting"), 303)
