"""The writing screen: promises light up while somebody types; nothing is stored until it is saved."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, cast

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.language import day, language, places, t, tier, today
from promisecheck.app.pieces import blueprint, live
from promisecheck.app.pieces.desk import Desk, about_of, desk_of_form, job_of, with_wording
from promisecheck.app.pieces.parking import Parking
from promisecheck.app.pieces.pasting import as_markdown
from promisecheck.app.services import Services, actor, kept, services
from promisecheck.app.uploads import UploadError, read_upload, snapshot
from promisecheck.errors import InputError
from promisecheck.model import Report
from promisecheck.reports.ladder import BranchRow, branch_table, full
from promisecheck.reports.view import View
from promisecheck.review import access, drafts, pieces, promises, routing, views, watching
from promisecheck.review.actors import EVERYWHERE
from promisecheck.review.drafts import Copy
from promisecheck.review.errors import InvalidError, NobodyError, ReviewError, StaleError
from promisecheck.review.judging import Job
from promisecheck.review.models import CHANNELS, File, Kind
from promisecheck.review.plans import load_plan

MOST_TYPED: Final = 200_000
"""Characters that are checked while somebody types; a longer piece is checked when it is saved."""
_DAYS_AHEAD: Final = 7
_MOST_ROWS: Final = 12


@blueprint.get("/write")
def write() -> ResponseReturnValue:
    """A new piece."""
    access.require(actor(), "write")
    return _screen(Desk(runs_from=(today() + dt.timedelta(days=_DAYS_AHEAD)).isoformat()))


@blueprint.get("/<int:draft_id>/edit")
def edit(draft_id: int) -> ResponseReturnValue:
    """The newest version of a piece, to be changed by its author."""
    here, somebody = services(), actor()
    with here.db.read() as con:
        piece = pieces.allowed(con, somebody, "edit", draft_id)
        version = pieces.latest(con, piece)
        stored = len(pieces.file_list(con, version.id))
    desk = Desk(
        title=piece.title,
        campaign=piece.campaign,
        channel=piece.channel,
        runs_from=piece.runs_from.isoformat(),
        runs_until=piece.runs_until.isoformat() if piece.runs_until else "",
        places=piece.places,
        tier=piece.tier or "",
        languages=piece.languages,
        due=piece.due_at.astimezone(here.now().tzinfo).date().isoformat() if piece.due_at else "",
        copy=version.copy,
        kind=version.kind,
        source=version.source,
        based_on=version.number,
        draft_id=piece.id,
        stored=stored,
    )
    return _screen(desk)


@blueprint.post("/write/check")
def check() -> ResponseReturnValue:
    """The promises of what is being typed, judged; nothing is kept.

    words: the key of the one promise whose wordings are wanted, since they take longer; 1 for all, 0 for none.
    """
    access.require(actor(), "write")
    return render_template("pieces/found.html", **_found(desk_of_form(), forms.text("words") or live.ALL))


@blueprint.post("/write/paste")
def paste() -> ResponseReturnValue:
    """What somebody pasted out of another program, as Markdown; nothing is stored."""
    access.require(actor(), "write")
    return Response(as_markdown(forms.text("html")), mimetype="text/plain")


@blueprint.post("/write/read")
def read() -> ResponseReturnValue:
    """Take the copy from a file or an address, into the field; nothing is stored."""
    here, somebody = services(), actor()
    access.require(somebody, "write")
    desk = desk_of_form()
    upload = request.files.get("file")
    try:
        if upload is not None and upload.filename:
            copy = read_upload(upload.filename, upload.read())
        elif forms.text("address"):
            copy = snapshot(forms.text("address"), allow_hosts=here.settings.allow_hosts)
        else:
            raise InvalidError("needed", field="source")
    except (UploadError, InvalidError) as error:
        return _screen(desk, error), 422
    ticket = _parking(here).put(somebody.id or 0, copy.files)
    text = copy.text.replace("\r\n", "\n")
    return _screen(replace(desk, copy=text, kind=copy.kind, source=copy.source, ticket=ticket, stored=len(copy.files)))


@blueprint.post("/write")
def save() -> ResponseReturnValue:
    """Keep it as a draft, or ask the branches at once; without script also: check, and keep nothing."""
    here, somebody = services(), actor()
    access.require(somebody, "write")
    desk = desk_of_form()
    then = forms.text("then")
    offer = forms.text("use")
    if then == "check" or offer:
        return _screen(with_wording(desk, offer) if offer else desk)
    try:
        draft_id = _keep(here, desk)
        if then == "ask":
            drafts.submit(here.db, somebody, draft_id, now=here.now())
            here.run_checks()
            _tell_what_failed(draft_id)
    except (InvalidError, StaleError, UploadError) as error:
        return _screen(desk, error), 422
    return redirect(url_for("pieces.review", draft_id=draft_id), 303)


def _keep(here: Services, desk: Desk) -> int:
    """Save what is on the desk; gives the piece. Raises InvalidError, StaleError."""
    somebody, now = actor(), here.now()
    about = about_of(desk, here.organisation())
    if desk.draft_id is None:
        copy = Copy(desk.copy, cast(Kind, desk.kind), desk.source, _files(here, desk))
        return drafts.create(here.db, somebody, about, copy, places=here.places(), now=now).id
    with here.db.read() as con:
        piece = pieces.allowed(con, somebody, "edit", desk.draft_id)
        version = pieces.latest(con, piece)
    files = _files(here, desk, version.id)
    copy = Copy(desk.copy, cast(Kind, desk.kind), desk.source, files)
    drafts.save(here.db, somebody, piece.id, copy, based_on=desk.based_on, note=desk.note, now=now)
    drafts.describe(here.db, somebody, piece.id, about, places=here.places(), now=now)
    return piece.id


def _files(here: Services, desk: Desk, version_id: int | None = None) -> tuple[File, ...]:
    """Images and styles: those just read, else those of the version before while it is still the same page."""
    if desk.ticket:
        found = _parking(here).get(actor().id or 0, desk.ticket)
        if found is None:
            flash(t("write.files_gone"), "refused")
        return found or ()
    if version_id is None or desk.kind != "html":
        return ()
    with here.db.read() as con:
        return pieces.files_of(con, version_id)


def _screen(desk: Desk, refusal: ReviewError | None = None) -> str:
    here = services()
    organisation = here.organisation()
    _warm(here)
    return render_template(
        "pieces/write.html",
        desk=desk,
        refusal=refusal.say(language()) if refusal else "",
        channels=CHANNELS,
        chosen_places=_places_said(desk.places, len(organisation.locations)),
        groups=[(id_, organisation.members[id_]) for id_ in organisation.groups],
        alone=[one for one in organisation.locations if not any(one in some for some in organisation.members.values())],
        tiers=[(id_, tier(id_)) for id_ in organisation.tiers],
        **_found(desk),
    )


def _found(desk: Desk, wordings: str = live.ALL) -> dict[str, Any]:
    """What the panel of promises shows. What cannot be judged gives its problem instead."""
    here, problem, checked = services(), "", None
    if desk.copy.strip() and len(desk.copy) <= MOST_TYPED:
        try:
            checked = live.check(here.judge, _memory(), job_of(desk, today()), wordings=wordings)
        except InputError as error:
            problem = str(error)
    elif desk.copy.strip():
        problem = t("write.too_long")
    report = checked.report if checked is not None else None
    view = View(report, language()) if report is not None else None
    found = live.found_in(checked, view) if checked is not None and view is not None else []
    return {
        "found": found,
        "desk_has_copy": bool(desk.copy.strip()),
        "view": view,
        "problem": problem,
        "counts": live.counts(found),
        "marks": [[start, end, one.verdict, one.number] for one in found for start, end in one.spans],
        "picture": lambda one: _picture(one, view, checked.known) if view and checked else "",
        "more": checked.more if checked is not None else frozenset(),
        "asks": _would_ask(here, desk, report),
    }


def _picture(one: live.Found, view: View, known: live.Known) -> Any:
    """The ladder of a promise, or a row for each way it stands; drawn once for what is known."""
    key = view.language, id(one.judged.verdicts)
    if key not in known.pictures:
        known.pictures[key] = _drawn(one, view)
    return known.pictures[key]


def _drawn(one: live.Found, view: View) -> Any:
    if not one.groups:
        return ""
    if len(one.groups) == 1:
        return full(one.groups[0].ladder, view.voice)
    rows = [BranchRow(group.ladder, group.name, group.count) for group in one.groups]
    return branch_table(rows[:_MOST_ROWS], one.quote, view.voice)


def _would_ask(here: Services, desk: Desk, report: Report | None) -> str:
    """Whom saving would ask, in a sentence."""
    if report is None or not report.claims:
        return ""
    reached = dict.fromkeys(place for one in report.claims for place in one.verdicts.locations)
    stand_in = promises.Promise(
        "", (), {}, {place: promises.Standing(place, "", frozenset(), frozenset()) for place in reached}
    )
    with here.db.read() as con:
        plan = load_plan(con)
        reviewers = routing.reviewers(con, here.places(), desk.draft_id or 0, here.now())
    authors = frozenset({actor().id or 0})
    try:
        questions = routing.route([stand_in], plan, reviewers, authors=authors)
    except NobodyError as error:
        return t("write.nobody", places=places(str(error.facts["where"]).split(", "), 3))
    asked = {person for one in questions for person in one.people}
    try:
        due = plan.due(here.now(), dt.date.fromisoformat(desk.runs_from))
    except ValueError:
        return ""
    return t(
        "write.would_ask",
        branches=t("app.branches", n=len(reached)),
        people=t("write.people", n=len(asked)),
        day=day(due),
    )


def _places_said(chosen: Sequence[str], all_: int) -> str:
    return t("write.all_places", n=all_) if EVERYWHERE in chosen else places(chosen, 2)


def _tell_what_failed(draft_id: int) -> None:
    """Why the piece came back instead of going to the branches."""
    here, somebody = services(), actor()
    if views.view(here.db, somebody, draft_id).draft.state != "draft":
        return
    for message in watching.inbox_messages(here.db, somebody, unread=True, limit=3):
        if message.draft_id == draft_id and message.kind == "unreadable":
            flash(str(message.facts.get("problem", "")), "refused")
            return


def _warm(here: Services) -> None:
    """Have the engine ready by the time somebody stops typing: the first check loads what all later ones use."""

    def load() -> None:
        first = Job(_EXAMPLE, "text", "-", (), (EVERYWHERE,), None, here.now().date(), here.now().date())
        with suppress(InputError):  # the next check says what is wrong with the standards, to somebody who reads it
            live.check(here.judge, live.Memory(), first, wordings=live.NONE)

    def start() -> threading.Thread:
        thread = threading.Thread(target=load, daemon=True)
        thread.start()
        return thread

    kept("promisecheck.warm", start)


_EXAMPLE: Final = "We deliver in 30 minutes, open until 2 am. نوصل خلال 30 دقيقة."


def _parking(here: Services) -> Parking:
    return kept("promisecheck.parking", lambda: Parking(here.settings.clock))


def _memory() -> live.Memory:
    return kept("promisecheck.memory", live.Memory)
