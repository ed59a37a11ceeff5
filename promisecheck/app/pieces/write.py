"""The writing screen: promises light up while somebody types; nothing is stored until it is saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.language import language, location_names, place, tier, today
from promisecheck.app.pieces import blueprint, pictures
from promisecheck.app.services import actor, services
from promisecheck.app.uploads import UploadError, read_upload, snapshot
from promisecheck.errors import InputError
from promisecheck.review import access, drafts, pieces, promises, views, watching
from promisecheck.review.drafts import About, Copy
from promisecheck.review.errors import InvalidError, ReviewError, StaleError
from promisecheck.review.judging import Job
from promisecheck.review.models import CHANNELS, File
from promisecheck.review.promises import WORST_FIRST

MOST_TYPED = 60_000
"""Characters that are checked while somebody types."""


@blueprint.get("/write")
def write() -> ResponseReturnValue:
    """A new piece."""
    access.require(actor(), "write")
    first = today() + dt.timedelta(days=7)
    return _screen({"runs_from": first.isoformat(), "places": "*", "kind": "text", "channel": "web"})


@blueprint.get("/<int:draft_id>/edit")
def edit(draft_id: int) -> ResponseReturnValue:
    """A piece's newest version, to be changed; by its author."""
    here, somebody = services(), actor()
    with here.db.read() as con:
        piece = pieces.allowed(con, somebody, "edit", draft_id)
        version = pieces.latest(con, piece)
    values = {
        "title": piece.title,
        "campaign": piece.campaign,
        "channel": piece.channel,
        "runs_from": piece.runs_from.isoformat(),
        "runs_until": piece.runs_until.isoformat() if piece.runs_until else "",
        "places": piece.places[0] if len(piece.places) == 1 else "",
        "tier": piece.tier or "",
        "copy": version.copy,
        "kind": version.kind,
        "source": version.source,
        "based_on": str(version.number),
    }
    return _screen(values, draft_id=draft_id)


@blueprint.post("/write/check")
def check() -> ResponseReturnValue:
    """The promises of what is being typed, judged; nothing is kept."""
    here, somebody = services(), actor()
    access.require(somebody, "write")
    return render_template(
        "pieces/write_promises.html", **_judged(request.form.get("copy", "")[:MOST_TYPED]), now=here.now()
    )


@blueprint.post("/write/read")
def read() -> ResponseReturnValue:
    """Take the copy from a file or an address, into the field; nothing is kept."""
    here, somebody = services(), actor()
    access.require(somebody, "write")
    values = dict(request.form.items())
    try:
        copy = _taken(here.settings.allow_hosts)
    except UploadError as error:
        return _screen(values, error, draft_id=_number("draft")), 422
    values |= {"copy": copy.text, "kind": copy.kind, "source": copy.source}
    return _screen(values, draft_id=_number("draft"))


@blueprint.post("/write")
def save() -> ResponseReturnValue:
    """Keep it as a draft, or ask the branches at once."""
    here, somebody = services(), actor()
    access.require(somebody, "write")
    draft_id = _number("draft")
    try:
        about, copy = _about(draft_id), _copy(here.settings.allow_hosts)
        if draft_id is None:
            draft_id = drafts.create(here.db, somebody, about, copy, places=here.places(), now=here.now()).id
        else:
            based_on = forms.whole("based_on", least=1)
            drafts.describe(here.db, somebody, draft_id, about, places=here.places(), now=here.now())
            with here.db.read() as con:
                newest = pieces.draft(con, draft_id).latest
            if newest not in (based_on, based_on + 1):
                raise StaleError("newer-version", number=newest)
            drafts.save(here.db, somebody, draft_id, copy, based_on=newest, note=forms.text("note"), now=here.now())
        if forms.text("then") == "ask":
            drafts.submit(here.db, somebody, draft_id, now=here.now())
            here.run_checks()
            _tell_what_failed(draft_id)
    except (InvalidError, StaleError, UploadError) as error:
        return _screen(dict(request.form.items()), error, draft_id=draft_id), 422
    return redirect(url_for("pieces.review", draft_id=draft_id), 303)


def _screen(values: dict[str, Any], refusal: ReviewError | None = None, *, draft_id: int | None = None) -> str:
    here = services()
    organisation = here.organisation()
    return render_template(
        "pieces/write.html",
        values=values,
        refusal=refusal.say(language()) if refusal else "",
        draft_id=draft_id,
        channels=CHANNELS,
        groups=[(id_, place(id_)) for id_ in (*organisation.groups, *organisation.locations)],
        tiers=[(id_, tier(id_)) for id_ in organisation.tiers],
        now=here.now(),
        **_judged(str(values.get("copy", ""))[:MOST_TYPED], values),
    )


def _judged(copy: str, values: Any = None) -> dict[str, Any]:
    """What the panel of promises shows. Copy that cannot be judged gives its problem instead."""
    here = services()
    values = values if values is not None else request.form
    organisation = here.organisation()
    found: tuple[promises.Promise, ...] = ()
    report: Any = None
    problem = ""
    if copy.strip():
        start = _day(values.get("runs_from", "")) or today()
        end = max(_day(values.get("runs_until", "")) or start, start)
        chosen = values.get("places") or "*"
        kind = values.get("kind") if values.get("kind") in ("text", "markdown", "html") else "text"
        job = Job(copy, kind or "text", "", (), (chosen,), values.get("tier") or None, start, end)
        try:
            report = here.judge.check(job).report
            found = promises.read(report)
        except InputError as error:
            problem = str(error)
    order = sorted(enumerate(found, 1), key=lambda one: (WORST_FIRST.index(one[1].worst), one[0]))
    return {
        "found": order,
        "report": report,
        "problem": problem,
        "counts": {verdict: sum(one.worst == verdict for one in found) for verdict in WORST_FIRST},
        "spans": [
            {"start": one.claim["start"], "end": one.claim["end"], "verdict": one.worst, "number": number}
            for number, one in enumerate(found, 1)
            if one.claim.get("start") is not None
        ],
        "wordings": _wordings(report, found),
        "voice": pictures.voice_of(organisation, language()),
        "organisation": organisation,
        "table": pictures.table,
        "names": location_names(),
    }


def _wordings(report: Any, found: tuple[promises.Promise, ...]) -> dict[str, list[tuple[str, int]]]:
    """Promise -> wordings that hold, with at how many of its locations."""
    out: dict[str, list[tuple[str, int]]] = {}
    for one in found:
        mine = set(one.claims)
        said: dict[str, int] = {}
        for finding in report["findings"]:
            if mine.intersection(finding["claims"]):
                for suggestion in finding["suggestions"]:
                    said.setdefault(suggestion["text"], len(set(suggestion["holds_at"]) & set(one.at)))
        out[one.key] = list(said.items())[:3]
    return out


def _about(draft_id: int | None) -> About:
    chosen = forms.text("places")
    places: tuple[str, ...] = (chosen,) if chosen else ("*",)
    languages: tuple[str, ...] = ()
    due = None
    if draft_id is not None:
        old = views.view(services().db, actor(), draft_id).draft
        places = places if chosen else old.places
        languages, due = old.languages, old.due_at
    start = forms.date("runs_from")
    assert start is not None  # noqa: S101 - a needed field
    return About(
        forms.text("title"),
        forms.text("channel"),  # type: ignore[arg-type]
        start,
        forms.date("runs_until", needed=False),
        forms.text("campaign"),
        places,
        forms.text("tier") or None,
        languages,
        due,
    )


def _copy(allow_hosts: tuple[str, ...]) -> Copy:
    """The copy as it stands in the field; a file that was read just now is read again for its images and styles."""
    text = request.form.get("copy", "").replace("\r\n", "\n")
    kind = forms.text("kind", "text")
    source = forms.text("source")
    files: tuple[File, ...] = ()
    if kind == "html" and source.startswith(("http://", "https://")):
        try:
            files = snapshot(source, allow_hosts=allow_hosts).files
        except UploadError:
            files = ()
    return Copy(text, kind, source, files)  # type: ignore[arg-type]


def _taken(allow_hosts: tuple[str, ...]) -> Copy:
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return read_upload(upload.filename, upload.read())
    return snapshot(forms.text("address"), allow_hosts=allow_hosts)


def _tell_what_failed(draft_id: int) -> None:
    """Why the piece came back instead of going to the branches."""
    from flask import flash

    for message in watching.inbox_messages(services().db, actor(), unread=True, limit=3):
        if message.draft_id == draft_id and message.kind == "unreadable":
            flash(str(message.facts.get("problem", "")), "refused")


def _number(name: str) -> int | None:
    value = forms.text(name)
    return int(value) if value.isdecimal() and len(value) < 10 else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
