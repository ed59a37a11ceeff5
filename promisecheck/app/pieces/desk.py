"""What lies on the desk of the writing screen: the fields as they stand, read from the form, made into a piece."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from flask import request

from promisecheck.app import forms
from promisecheck.app.services import services
from promisecheck.review.actors import EVERYWHERE
from promisecheck.review.drafts import About
from promisecheck.review.errors import InvalidError
from promisecheck.review.judging import Job
from promisecheck.review.models import CHANNELS, KINDS, Channel

if TYPE_CHECKING:
    from promisecheck.standards import Organisation


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the desk: the fields as they stand. ticket: for images and styles that were read and not saved."""

    title: str = ""
    campaign: str = ""
    channel: str = "web"
    runs_from: str = ""
    runs_until: str = ""
    places: tuple[str, ...] = (EVERYWHERE,)
    tier: str = ""
    languages: tuple[str, ...] = ()
    due: str = ""
    copy: str = ""
    kind: str = "text"
    source: str = ""
    note: str = ""
    ticket: str = ""
    based_on: int = 0
    draft_id: int | None = None
    stored: int = field(default=0, compare=False)


def desk_of_form() -> Desk:
    """The fields of the form, as far as they can be used."""
    form = request.form
    known = services().places()
    chosen = tuple(one for one in form.getlist("places") if not known.unknown([one]))
    based_on = forms.text("based_on")
    draft = forms.text("draft")
    return Desk(
        title=forms.text("title"),
        campaign=forms.text("campaign"),
        channel=forms.text("channel") if forms.text("channel") in CHANNELS else "web",
        runs_from=forms.text("runs_from"),
        runs_until=forms.text("runs_until"),
        places=(EVERYWHERE,) if EVERYWHERE in chosen or not chosen else chosen,
        tier=forms.text("tier"),
        languages=tuple(one for one in ("en", "ar") if one in form.getlist("languages")),
        due=forms.text("due"),
        copy=form.get("copy", "").replace("\r\n", "\n").replace("\0", ""),
        kind=forms.text("kind") if forms.text("kind") in KINDS else "text",
        source=forms.text("source")[:300],
        note=forms.text("note"),
        ticket=forms.text("ticket"),
        based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 9 else 0,
        draft_id=int(draft) if draft.isdecimal() and len(draft) < 10 else None,
    )


def about_of(desk: Desk, organisation: Organisation) -> About:
    """What is said about the piece. Raises InvalidError for dates that are none and a tier that is not declared."""
    if not desk.runs_from:
        raise InvalidError("needed", field="runs_from")
    try:
        runs_from = dt.date.fromisoformat(desk.runs_from)
        runs_until = dt.date.fromisoformat(desk.runs_until) if desk.runs_until else None
        due = dt.date.fromisoformat(desk.due) if desk.due else None
    except ValueError:
        raise InvalidError("needed", field="runs_from") from None
    if desk.tier and desk.tier not in organisation.tiers:
        raise InvalidError("one-of", field="tier", allowed=", ".join(organisation.tiers))
    return About(
        desk.title,
        cast(Channel, desk.channel),
        runs_from,
        runs_until,
        desk.campaign,
        desk.places,
        desk.tier or None,
        desk.languages,
        forms.end_of(due) if due else None,
    )


def job_of(desk: Desk, today: dt.date) -> Job:
    """What the engine is asked: the part of the run that is still to come."""
    start = _day(desk.runs_from) or today
    start = max(start, today)
    end = max(_day(desk.runs_until) or start, start)
    return Job(desk.copy, desk.kind, desk.source, desk.languages, desk.places, desk.tier or None, start, end, today)


def with_wording(desk: Desk, offer: str) -> Desk:
    """The desk with a wording put in its place: "start:end:text" in UTF-16 units. One that does not fit is left out."""
    start, _, rest = offer.partition(":")
    end, _, text = rest.partition(":")
    if not (start.isdecimal() and end.isdecimal() and text):
        return desk
    units = desk.copy.encode("utf-16-le", "surrogatepass")
    first, last = 2 * int(start), 2 * int(end)
    if not 0 <= first < last <= len(units):
        return desk
    whole = units[:first] + text.encode("utf-16-le", "surrogatepass") + units[last:]
    return replace(desk, copy=whole.decode("utf-16-le", "replace"))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
