"""How the organisation reviews: stages, how many must answer, by when, and who steps in."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.admin import blueprint
from promisecheck.app.services import actor, services
from promisecheck.review import access, people, plans

_NUMBERS = ("days", "remind_before", "remind_after", "escalate_after", "fresh_minutes")
_SPARE = 2
"""Empty rows for new stages."""


@blueprint.get("/plan")
def plan() -> ResponseReturnValue:
    """The plan in force."""
    here, somebody = services(), actor()
    found = plans.get_plan(here.db, somebody)
    everybody = [person for person, _ in people.list_people(here.db, somebody) if person.active]
    rows: list[plans.Stage | None] = [*found.stages, *([None] * _SPARE)]
    return render_template("admin/plan.html", plan=found, rows=rows, people=everybody, numbers=_NUMBERS)


@blueprint.post("/plan")
def set_plan() -> ResponseReturnValue:
    """Review this way from now on."""
    here, somebody = services(), actor()
    access.require(somebody, "administer")

    def save() -> None:
        values: dict[str, Any] = {name: forms.whole(name, most=1000) for name in _NUMBERS}
        values |= {name: forms.flag(name) for name in ("parallel", "sign_off")}
        for name in ("fallback", "escalate_to"):
            values[name] = [int(one) for one in request.form.getlist(name) if one.isdecimal()]
        names, kinds, needs = (request.form.getlist(f"stage_{part}") for part in ("name", "by", "need"))
        values["stages"] = [
            {"name": name.strip(), "by": by, "need": int(need) if need.isdecimal() else need.strip() or "any"}
            for name, by, need in zip(names, kinds, needs, strict=False)
            if name.strip()
        ]
        plans.set_plan(here.db, somebody, plans.read_plan(values), now=here.now())

    return forms.attempt(save, url_for("admin.plan"), done="admin.saved")
