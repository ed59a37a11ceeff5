"""The review screen: the piece as customers will see it, and the promises that touch one's locations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.language import language, location_names, t
from promisecheck.app.pieces import blueprint, pictures
from promisecheck.app.services import actor, services
from promisecheck.review import comments, deciding, inbox, promises, views
from promisecheck.review.comments import Anchor
from promisecheck.review.deciding import Given
from promisecheck.review.errors import InvalidError
from promisecheck.review.promises import WORST_FIRST, Promise, Standing
from promisecheck.review.views import PieceView, QuestionView


@dataclass(frozen=True, slots=True)
class Shown:
    """A promise as it is shown: its number in the piece, how it stands for the reader, what was answered.

    standing: the worst at the reader's locations (or anywhere, when none is theirs). questions: those the reader may
    answer about it. mine: their answer, when all their answers agree. answers: location -> the answer that counts.
    """

    number: int
    promise: Promise
    standing: Standing | None
    places: tuple[str, ...]
    questions: tuple[QuestionView, ...]
    mine: str
    answers: tuple[tuple[str, str], ...]
    wordings: tuple[str, ...]
    threads: tuple[comments.Thread, ...]

    @property
    def verdict(self) -> str:
        """The verdict the reader sees first."""
        return self.standing.verdict if self.standing else self.promise.worst


@blueprint.get("/<int:draft_id>")
def review(draft_id: int) -> ResponseReturnValue:
    """One piece, for whoever may see it; those who are asked can answer."""
    here, somebody = services(), actor()
    piece = views.view(here.db, somebody, draft_id, request.args.get("version", type=int))
    organisation = here.organisation()
    threads = comments.threads(here.db, somebody, draft_id)
    shown = [_shown(piece, promise, number, threads) for number, promise in enumerate(piece.promises, 1)]
    touching = [one for one in shown if one.questions] if piece.mine else shown
    order = sorted(touching, key=lambda one: (WORST_FIRST.index(one.verdict), one.number))
    open_at = request.args.get("open", type=int)
    unanswered = [one for one in order if one.questions and not one.mine]
    first = open_at or (unanswered[0].number if unanswered else order[0].number if order else 0)
    return render_template(
        "pieces/review.html",
        piece=piece,
        shown=order,
        elsewhere=[one for one in shown if one not in touching],
        counts={verdict: sum(one.verdict == verdict for one in order) for verdict in WORST_FIRST},
        first=first,
        chosen=request.args.get("answer", ""),
        answered=sum(bool(one.mine) for one in order),
        to_keep=sum(one.verdict == "kept" and not one.mine for one in order),
        whole=[one for one in piece.mine if "" in one.ask.asked],
        remarks=[one for one in threads if one.first.claim_key is None],
        author_names=_authors(threads),
        voice=pictures.voice_of(organisation, language()),
        organisation=organisation,
        picture=pictures.picture,
        small=pictures.small,
        table=pictures.table,
        names=location_names(),
        same_at=_same_everywhere,
        text=request.args.get("view") == "text",
    )


@blueprint.post("/<int:draft_id>/answers")
def answer(draft_id: int) -> ResponseReturnValue:
    """An answer to one promise, at all of the reader's locations that it touches (or the one that is named).

    "cannot" and "can_if" want words first: the form opens with fields for them, and sends them here again.
    """
    here, somebody = services(), actor()
    piece = views.view(here.db, somebody, draft_id)
    key, chosen = forms.text("claim_key"), forms.text("answer")
    number = next((at for at, one in enumerate(piece.promises, 1) if one.key == key), 0)
    back = url_for("pieces.review", draft_id=draft_id, _anchor=f"r{number}")
    if chosen in ("cannot", "can_if") and not forms.flag("filled"):
        to = url_for("pieces.review", draft_id=draft_id, open=number, answer=chosen, _anchor=f"r{number}")
        return redirect(to, 303)
    where = forms.text("where")
    asked = [one for one in piece.mine if key in one.ask.asked and where in ("", one.ask.location)]
    given = Given(chosen, forms.text("reason"), _level(piece, key), forms.text("condition"))  # type: ignore[arg-type]
    try:
        if not asked:
            raise InvalidError("not-asked", key=key or "-")
        for one in asked:
            deciding.decide(here.db, somebody, one.ask.id, {key: given}, now=here.now())
    except InvalidError as error:
        forms.refuse(error)
        back = url_for("pieces.review", draft_id=draft_id, open=number, answer=chosen, _anchor=f"r{number}")
    return redirect(back, 303)


@blueprint.post("/<int:draft_id>/keep-kept")
def keep_kept(draft_id: int) -> ResponseReturnValue:
    """Keep every promise that is judged kept, at all of the reader's locations."""
    here, somebody = services(), actor()
    piece = views.view(here.db, somebody, draft_id)

    def keep() -> None:
        for one in piece.mine:
            deciding.keep_kept(here.db, somebody, one.ask.id, now=here.now())

    return forms.attempt(keep, url_for("pieces.review", draft_id=draft_id))


@blueprint.post("/<int:draft_id>/finish")
def finish(draft_id: int) -> ResponseReturnValue:
    """Sign off at all of the reader's locations, and go on with the next piece that waits."""
    here, somebody = services(), actor()
    piece = views.view(here.db, somebody, draft_id)
    try:
        for one in piece.mine:
            deciding.finish(here.db, somebody, one.ask.id, now=here.now())
    except InvalidError as error:
        forms.refuse(error)
        return redirect(url_for("pieces.review", draft_id=draft_id), 303)
    flash(t("review.finished", title=piece.draft.title), "done")
    rest = inbox.waiting(here.db, somebody, now=here.now()) if somebody.link is None else ()
    if rest:
        return redirect(url_for("pieces.review", draft_id=rest[0].draft.id), 303)
    return redirect(
        url_for("inbox.waiting") if somebody.link is None else url_for("pieces.review", draft_id=draft_id), 303
    )


@blueprint.post("/<int:draft_id>/comments")
def comment(draft_id: int) -> ResponseReturnValue:
    """A remark on a promise or the piece, or a reply to one; or settle a thread."""
    here, somebody = services(), actor()
    key = forms.text("claim_key") or None
    parent = forms.text("parent")

    def write() -> None:
        if forms.text("resolve") and parent.isdecimal():
            comments.resolve(here.db, somebody, int(parent), now=here.now())
        elif parent.isdecimal():
            comments.reply(here.db, somebody, int(parent), forms.text("body"), now=here.now())
        else:
            comments.comment(here.db, somebody, draft_id, forms.text("body"), Anchor(key), now=here.now())

    number = forms.text("number")
    to = url_for("pieces.review", draft_id=draft_id, open=number or None, _anchor=f"r{number}" if number else "remarks")
    return forms.attempt(write, to)


def _shown(piece: PieceView, promise: Promise, number: int, threads: Sequence[comments.Thread]) -> Shown:
    mine = tuple(one for one in piece.mine if promise.key in one.ask.asked)
    own = {one.ask.location for one in mine if one.ask.location}
    at = [standing for place, standing in promise.at.items() if not own or place in own]
    worst = min(at, key=lambda one: WORST_FIRST.index(one.verdict)) if at else None
    given = {one.mine[promise.key].answer for one in mine if promise.key in one.mine}
    complete = bool(mine) and all(promise.key in one.mine for one in mine)
    answers = tuple(
        (one.ask.location, one.answers[promise.key]) for one in piece.questions if one.answers.get(promise.key)
    )
    found = promises.suggestions(piece.report, promise, worst.location if worst else None) if piece.report else ()
    return Shown(
        number,
        promise,
        worst,
        tuple(one.location for one in at),
        mine,
        next(iter(given)) if complete and len(given) == 1 else "mixed" if complete else "",
        answers,
        tuple(found[:3]),
        tuple(one for one in threads if one.first.claim_key == promise.key),
    )


def _same_everywhere(one: Shown) -> bool:
    """Whether one picture says it for all the places that are shown."""
    judged = {
        (standing.verdict, str(standing.details.get("declared")))
        for place, standing in one.promise.at.items()
        if place in one.places
    }
    return len(judged) <= 1


def _level(piece: PieceView, key: str) -> dict[str, Any] | None:
    """What a location can do instead, in the unit of the promise."""
    value = forms.text("level").replace(",", ".")
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        raise InvalidError("needed", field="level") from None
    promise = next((one for one in piece.promises if one.key == key), None)
    said = (promise.claim.get("value") or {}) if promise else {}
    return {
        "op": said.get("op") or "<=",
        "value": int(number) if number.is_integer() else number,
        "unit": said.get("unit"),
    }


def _authors(threads: Sequence[comments.Thread]) -> dict[int, str]:
    from promisecheck.review import people

    ids = {one.author_id for thread in threads for one in (thread.first, *thread.replies)}
    return people.names(services().db, ids)
