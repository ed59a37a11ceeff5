"""The standards: what each branch declares, compared; wishes to change it, and the owners' answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from promisecheck.app import forms
from promisecheck.app.language import language, measure, place, service, tier, today
from promisecheck.app.matrix import CELLS, MOST, by_group, shown
from promisecheck.app.services import actor, services
from promisecheck.measures import measures
from promisecheck.model import Condition, Standard
from promisecheck.reports import levels, words
from promisecheck.review import access, changes, matrix, people
from promisecheck.review.errors import InvalidError, ReviewError
from promisecheck.review.spec_edit import SpecChange
from promisecheck.standards import Declaration, Organisation, show

blueprint = Blueprint("standards", __name__, url_prefix="/standards")
_DONE = {"accept": "standards.accepted_done", "refuse": "standards.refused"}


@blueprint.get("/")
def table() -> ResponseReturnValue:
    """The matrix of standards and locations on a day, for a tier."""
    somebody = actor()
    organisation = services().organisation()
    day = _day(request.args.get("on", ""))
    chosen = {name: request.args.get(name, "").strip() for name in ("tier", "service", "cells", "place", "words")}
    if chosen["tier"] not in organisation.tiers:
        chosen["tier"] = ""
    locations = by_group(organisation, _wanted(organisation, chosen["place"], somebody.places))
    whole = matrix.matrix(
        organisation,
        somebody,
        day=day,
        tier=chosen["tier"] or None,
        services=(chosen["service"],) if chosen["service"] in organisation.services else (),
        locations=locations[:MOST],
        words=chosen["words"],
    )
    return render_template(
        "standards/matrix.html",
        words_of=_title,
        condition=_condition,
        table=shown(whole, organisation, language(), chosen["cells"]),
        counts=whole,
        chosen=chosen,
        on=day,
        hidden=max(0, len(locations) - MOST),
        services=[(id_, service(id_)) for id_ in organisation.services],
        tiers=[(id_, tier(id_)) for id_ in organisation.tiers],
        groups=[(id_, place(id_)) for id_ in (*organisation.groups, *organisation.locations)],
        cells=CELLS,
        mine=somebody.places,
        waiting=len(changes.list_changes(services().db, somebody, state="proposed")),
    )


@blueprint.get("/<standard>/<location>")
def cell(standard: str, location: str) -> ResponseReturnValue:
    """Everything declared by one standard at one location, and what was proposed about it."""
    somebody = actor()
    access.require(somebody, "see_standards")
    organisation = services().organisation()
    if standard not in organisation.declarations_by_id or location not in organisation.locations:
        abort(404)
    day, wanted = _day(request.args.get("on", "")), request.args.get("tier", "")
    rows = show(organisation, location, wanted if wanted in organisation.tiers else None, day)
    found = next((row for row in rows if row.standard.id == standard), None)
    wishes = changes.list_changes(services().db, somebody, standard=standard)
    return render_template(
        "standards/cell.html",
        condition=_condition,
        declared=lambda one: levels.declared_words(one, language(), _area_names(organisation)),
        level=lambda one: levels.level_words(one, language(), _area_names(organisation)),
        in_language=lambda said: levels.in_language(said, language()),
        percent=lambda share: words.percent(share, language(), 1),
        declaration=organisation.declarations_by_id[standard],
        row=found,
        location=location,
        on=day,
        wishes=wishes,
        names=_names(wishes),
    )


@blueprint.get("/changes")
def wishes() -> ResponseReturnValue:
    """What was proposed: waiting for an owner first, then answered."""
    somebody = actor()
    found = changes.list_changes(services().db, somebody)
    order = sorted(found, key=lambda one: (one.state != "proposed", -one.id))
    return render_template("standards/changes.html", wishes=order, names=_names(found))


@blueprint.get("/changes/new")
def wish() -> ResponseReturnValue:
    """The form for a change of a standard, or a temporary notice."""
    somebody = actor()
    access.require(somebody, "propose")
    organisation = services().organisation()
    kind = "notice" if request.args.get("kind") == "notice" else "standard"
    return _form(organisation, kind, _begun(organisation))


@blueprint.post("/changes/new")
def propose() -> ResponseReturnValue:
    """Propose it; the standards are checked with it, and nothing is written yet."""
    here, somebody = services(), actor()
    organisation = here.organisation()
    try:
        change = _read_change(organisation)
        changes.propose(
            here.db,
            somebody,
            change,
            forms.text("why"),
            specs=here.settings.specs,
            places=here.places(),
            decision_id=_decision(request.form),
            now=here.now(),
        )
    except InvalidError as error:
        kind = "notice" if request.form.get("kind") == "notice" else "standard"
        return _form(organisation, kind, request.form, error), 422
    return redirect(url_for("standards.wishes"), 303)


@blueprint.post("/changes/<int:change_id>/<any(accept,refuse):what>")
def answer(change_id: int, what: str) -> ResponseReturnValue:
    """The owner's answer. What is accepted is written into the standards, and the register looks again."""
    here, somebody = services(), actor()

    def act() -> None:
        said = forms.text("answer")
        if what == "accept":
            changes.accept(here.db, somebody, change_id, said, specs=here.settings.specs, now=here.now())
            here.recheck()
        else:
            changes.refuse(here.db, somebody, change_id, said, now=here.now())

    return forms.attempt(act, url_for("standards.wishes"), done=_DONE[what])


@blueprint.get("/changes/<int:change_id>.patch")
def patch(change_id: int) -> ResponseReturnValue:
    """A proposal as a patch for the folder of standards."""
    change = changes.get_change(services().db, actor(), change_id)
    headers = {"Content-Disposition": f'attachment; filename="change-{change_id}.patch"'}
    return change.patch, 200, {"Content-Type": "text/x-diff; charset=utf-8", **headers}


def _form(organisation: Organisation, kind: str, values: Any, refusal: ReviewError | None = None) -> str:
    somebody = actor()
    own = somebody.places
    allowed = [id_ for id_ in organisation.locations if own is None or somebody.has("owner", "admin") or id_ in own]
    return render_template(
        "standards/propose.html",
        kind=kind,
        values=values,
        chosen=values.getlist("locations") if hasattr(values, "getlist") else [],
        refusal=refusal.say(language()) if refusal else "",
        standards=[
            (one.id, f"{service(one.service)} · {measure(one.measure)} ({one.id})")
            for one in organisation.declarations
            if one.service
        ],
        locations=[(id_, place(id_)) for id_ in allowed],
        tiers=[(id_, tier(id_)) for id_ in organisation.tiers],
        everywhere=len(allowed) == len(organisation.locations),
    )


def _read_change(organisation: Organisation) -> SpecChange:
    """The form as a change. Raises InvalidError for a standard that is not declared, or a missing level."""
    id_ = forms.text("standard")
    declaration = organisation.declarations_by_id.get(id_)
    if declaration is None:
        raise InvalidError("unknown-standard", standard=id_ or "-")
    level = forms.text("level")
    body: dict[str, Any] = {_level_key(declaration): level} if level else {}
    kind = "notice" if forms.text("kind") == "notice" else "standard"
    if kind == "notice":
        body |= {"from": forms.text("from"), "until": forms.text("until")}
    for key in ("reason", "disclose") if kind == "notice" else ("reason",):
        said = {code: forms.text(f"{key}_{code}") for code in organisation.languages}
        if any(said.values()):
            body[key] = {code: words for code, words in said.items() if words}
    return SpecChange(kind, id_, tuple(request.form.getlist("locations")), body, forms.text("tier") or None)


def _level_key(declaration: Declaration) -> str:
    """The key that a standard declares its level with."""
    known = measures().get(declaration.measure)
    keys = known.levels if known else ("within",)
    return next((key for key in keys if key in declaration.entries[0].fields), keys[0])


def _begun(organisation: Organisation) -> MultiDict[str, str]:
    """What the form begins with: what the address says, and what the answer says that it names."""
    values = MultiDict(request.args)
    decision, declaration = _decision(values), organisation.declarations_by_id.get(values.get("standard", ""))
    if decision is not None and declaration is not None:
        offer = changes.offer_of(services().db, actor(), decision, _level_key(declaration))
        values.setdefault("locations", offer.location)
        values["level"], values["why"] = offer.level, offer.why
    return values


def _decision(values: MultiDict[str, str]) -> int | None:
    return values.get("decision", type=int)


def _wanted(organisation: Organisation, wanted: str, own: frozenset[str] | None) -> list[str]:
    """The columns: a group or location, "mine", or all."""
    if wanted == "mine" and own is not None:
        return [id_ for id_ in organisation.locations if id_ in own]
    if wanted in organisation.groups or wanted in organisation.locations:
        return list(organisation.expand([wanted]))
    return list(organisation.locations)


def _title(standard: Standard) -> str:
    """What a row is about: the thing that is offered or priced, else the measure."""
    named = standard.what.get(language()) or next(iter(standard.what.values()), ())
    return named[0] if named else measure(standard.measure)


def _condition(condition: Condition) -> str:
    return levels.condition_words(condition, language())


def _area_names(organisation: Organisation) -> dict[str, dict[str, str]]:
    named = [(id_, one.names) for id_, one in organisation.groups.items()]
    named += [(id_, one.names) for id_, one in organisation.locations.items()]
    return {id_: {code: said[0] for code, said in names.items() if said} for id_, names in named}


def _names(found: Any) -> dict[int, str]:
    ids = {one.proposed_by for one in found} | {one.answered_by for one in found if one.answered_by is not None}
    return people.names(services().db, ids)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return today()
