"""The review screen: the piece as customers will see it, and the promises that touch one's locations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.language import language, t
from promisecheck.app.pieces import blueprint
from promisecheck.app.pieces.cards import Card, cards_for_reader, cards_for_reviewer, elsewhere, tally
from promisecheck.app.pieces.pictures import Pictures
from promisecheck.app.pieces.signing import asked, sign_off
from promisecheck.app.pieces.versions import lines
from promisecheck.app.services import actor, kept, services, waiting
from promisecheck.review import comments, deciding, drafts, gate, keys, people, views
from promisecheck.review.comments import WHOLE, Anchor
from promisecheck.review.deciding import Given
from promisecheck.review.errors import InvalidError

REASONS: Final = ("staff", "not_offered", "faster", "cost")
"""Reasons that are one key away; the sentences are `review.why_<name>`."""


@blueprint.get("/<int:draft_id>")
def review(draft_id: int) -> ResponseReturnValue:
    """One piece, for whoever may see it. view: "text" or "changes"; open: the card that is open."""
    here, somebody = services(), actor()
    piece = views.view(here.db, somebody, draft_id, request.args.get("version", type=int))
    cards = cards_for_reviewer(piece) if piece.mine else cards_for_reader(piece)
    threads: dict[str | None, list[comments.Thread]] = {}
    for one in comments.threads(here.db, somebody, draft_id):
        threads.setdefault(one.first.claim_key, []).append(one)
    others = waiting() if piece.mine else ()
    view = request.args.get("view", "")
    before = piece.version.number - 1
    return render_template(
        "pieces/review.html",
        piece=piece,
        cards=cards,
        counts=tally(cards),
        opened=_opened(cards),
        chosen=request.args.get("choose", ""),
        done=[one for one in cards if one.asks and one.mine is not None],
        undo=next((one for one in cards if one.anchor == request.args.get("did") and one.mine is not None), None),
        elsewhere=elsewhere(piece),
        pictures=Pictures(here.organisation(), language(), piece.version, kept("promisecheck.pictures", dict)),
        threads=threads,
        alike={one.key: _alike(others, draft_id, one.key) for one in cards if one.asks},
        reasons=REASONS,
        view=view if view in ("text", "changes") else "",
        diff=drafts.diff(here.db, somebody, draft_id, before, before + 1) if view == "changes" and before else None,
        lines=lines,
        gate=gate.gate(
            here.db,
            somebody,
            piece.version.content_hash or "-",
            specs_hash=here.judge.digest(),
            now=here.now(),
        )
        if piece.draft.state in ("approved", "published") and somebody.link is None
        else None,
        links=_links(draft_id),
        commenters=_commenters(threads),
    )


@blueprint.post("/<int:draft_id>/answers")
def answer(draft_id: int) -> ResponseReturnValue:
    """Save one answer to one promise at all locations where it stands the same, or wherever the very same one waits."""
    here, somebody = services(), actor()
    key = forms.text("key")
    asked(draft_id)

    def act() -> None:
        given = _given()
        if forms.flag("everywhere") and key:
            deciding.decide_alike(here.db, somebody, key, given, now=here.now())
        for ask_id in _asks():
            deciding.decide(here.db, somebody, ask_id, {key: given}, now=here.now())

    return _back(draft_id, act, done="after", failed="open")


@blueprint.post("/<int:draft_id>/take-back")
def take_back(draft_id: int) -> ResponseReturnValue:
    """Undo: leave a promise unanswered again."""
    here, somebody = services(), actor()
    asked(draft_id)

    def act() -> None:
        for ask_id in _asks():
            deciding.take_back(here.db, somebody, ask_id, [forms.text("key")], now=here.now())

    return _back(draft_id, act, done="open")


@blueprint.post("/<int:draft_id>/keep-kept")
def keep_kept(draft_id: int) -> ResponseReturnValue:
    """Answer "keep" to every promise that is judged kept and has no answer yet, at all of one's locations."""
    here, somebody = services(), actor()
    questions = asked(draft_id)

    def act() -> None:
        for ask_id in questions:
            deciding.keep_kept(here.db, somebody, ask_id, now=here.now())

    return _back(draft_id, act, done="after")


@blueprint.post("/<int:draft_id>/finish")
def finish(draft_id: int) -> ResponseReturnValue:
    """Sign off for all of one's locations, and go on to the next piece that waits."""
    return sign_off(draft_id)


@blueprint.post("/<int:draft_id>/refuse")
def refuse(draft_id: int) -> ResponseReturnValue:
    """Refuse the piece for good."""
    here, somebody = services(), actor()
    questions = asked(draft_id)
    reason = forms.text("reason")
    return _back(
        draft_id, lambda: deciding.reject(here.db, somebody, questions[0], reason, now=here.now()), done="open"
    )


@blueprint.post("/<int:draft_id>/comments")
def comment(draft_id: int) -> ResponseReturnValue:
    """A remark on a promise, or on the piece as a whole."""
    here, somebody = services(), actor()
    key, body = forms.text("key"), forms.text("body")
    anchor = Anchor(claim_key=key) if key else WHOLE

    def act() -> None:
        comments.comment(here.db, somebody, draft_id, body, anchor, now=here.now())

    return _back(draft_id, act, done="open", talk=1)


@blueprint.post("/comments/<int:comment_id>/reply")
def reply(comment_id: int) -> ResponseReturnValue:
    """Answer a remark."""
    here, somebody = services(), actor()
    written = comments.reply(here.db, somebody, comment_id, forms.text("body"), now=here.now())
    return _back(written.draft_id, lambda: None, done="open", talk=1)


@blueprint.post("/comments/<int:comment_id>/resolve")
def resolve(comment_id: int) -> ResponseReturnValue:
    """Settle a thread, or open it again."""
    here, somebody = services(), actor()
    settled = forms.text("on") == "1"
    written = comments.resolve(here.db, somebody, comment_id, resolved=settled, now=here.now())
    return _back(written.draft_id, lambda: None, done="open", talk=1)


def _back(draft_id: int, act: Callable[[], Any], *, done: str, failed: str = "", **more: Any) -> ResponseReturnValue:
    """Do it and show the piece again. done, failed: the parameter that gets the card's anchor then."""
    was_done = forms.tried(act)
    anchor = forms.text("card") or None
    where: dict[str, Any] = {done if was_done else failed or done: anchor, "view": forms.text("view") or None, **more}
    if was_done and done == "after":
        where["did"] = anchor
    if not was_done and failed:
        where["choose"] = forms.text("answer") or None
    fragment = anchor if "open" in where else None
    return redirect(url_for("pieces.review", draft_id=draft_id, **where, _anchor=fragment), 303)


def _given() -> Given:
    """The answer in the form. Raises InvalidError for a number that is none."""
    why = forms.text("why")
    reason = forms.text("reason") or (t(f"review.why_{why}") if why in REASONS else "")
    level, condition = None, ""
    if forms.text("answer") == "can_if":
        condition = forms.text("condition")
        if forms.text("level"):
            level = {"op": forms.text("op"), "value": forms.decimal("level"), "unit": forms.text("unit") or None}
    kind: Any = forms.text("answer")
    return Given(kind, reason, level, condition)


def _asks() -> list[int]:
    """The questions that the form answers. Raises InvalidError for a form without one."""
    found = [int(one) for one in forms.text("asks").split() if one.isdecimal() and len(one) < 10]
    if not found:
        raise InvalidError("needed", field="question")
    return found


def _opened(cards: list[Card]) -> str:
    """The card to open: the one that is asked for; after an answer the next without one; else the first without one."""
    wanted, after = request.args.get("open", ""), request.args.get("after", "")
    anchors = [one.anchor for one in cards]
    if wanted in anchors:
        return wanted
    open_ = [one.anchor for one in cards if one.asks and one.mine is None]
    if after in anchors:
        later = anchors[anchors.index(after) + 1 :]
        return next((one for one in later if one in open_), open_[0] if open_ else "")
    return open_[0] if open_ else (anchors[0] if anchors else "")


def _alike(waiting: Any, draft_id: int, key: str) -> int:
    """In how many other pieces the very same promise waits for the reader."""
    others = [one for one in waiting if one.draft.id != draft_id]
    return sum(any(key in question.asked for question in one.questions) for one in others) if key else 0


def _commenters(threads: Mapping[str | None, Sequence[comments.Thread]]) -> dict[int, str]:
    """Names of whoever said something."""
    found = (thread for some in threads.values() for thread in some)
    ids = {one.author_id for thread in found for one in (thread.first, *thread.replies)}
    return people.names(services().db, ids)


def _links(draft_id: int) -> list[Any]:
    """Review links of a piece that still open, for those who may end them."""
    here, somebody = services(), actor()
    if somebody.link is not None or not somebody.has("admin", "reviewer"):
        return []
    return [one for one in keys.list_links(here.db, somebody, draft_id) if one.expires_at > here.now()]
