"""People, their roles by location, and their ways in."""

from __future__ import annotations

import secrets
from typing import cast

from flask import render_template, session, url_for
from flask.typing import ResponseReturnValue

from promisecheck.app import forms
from promisecheck.app.admin import blueprint
from promisecheck.app.language import place
from promisecheck.app.services import actor, services
from promisecheck.review import login
from promisecheck.review import people as service
from promisecheck.review.actors import EVERYWHERE, ROLES, Role
from promisecheck.review.errors import InvalidError


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    """Everybody with their roles."""
    here = services()
    found = service.list_people(here.db, actor())
    organisation = here.organisation()
    stages = sorted({"operations", *(one.stage for _, granted in found for one in granted if one.stage)})
    return render_template(
        "admin/people.html",
        people=found,
        roles=ROLES,
        stages=stages,
        places_to_review=[(EVERYWHERE, place(EVERYWHERE))]
        + [(id_, place(id_)) for id_ in (*organisation.groups, *organisation.locations)],
        secret=session.pop("new_password", None),
        now=here.now(),
    )


@blueprint.post("/people")
def add_person() -> ResponseReturnValue:
    """A new person; their first password is shown once."""
    here, somebody = services(), actor()
    password = secrets.token_urlsafe(12)

    def add() -> None:
        person = service.add_person(
            here.db,
            somebody,
            login=forms.text("login"),
            name=forms.text("name"),
            password=password,
            language=forms.text("language", "en"),
            now=here.now(),
        )
        session["new_password"] = {"login": person.login, "password": password}

    return forms.attempt(add, url_for("admin.people"))


@blueprint.post("/people/<int:person_id>/roles")
def grant(person_id: int) -> ResponseReturnValue:
    """Give a role; a reviewer's names a stage and a place."""
    here, somebody = services(), actor()
    role = cast(Role, forms.text("role"))

    def give() -> None:
        reviewer = role == "reviewer"
        service.grant(
            here.db,
            somebody,
            person_id,
            role,
            stage=forms.text("stage") if reviewer else "",
            place=forms.text("place") if reviewer else "",
            places=here.places(),
            now=here.now(),
        )

    return forms.attempt(give, url_for("admin.people", _anchor=f"p{person_id}"))


@blueprint.post("/roles/<int:grant_id>/revoke")
def revoke(grant_id: int) -> ResponseReturnValue:
    """Take a role away."""
    here, somebody = services(), actor()
    return forms.attempt(
        lambda: service.revoke(here.db, somebody, grant_id, now=here.now()), url_for("admin.people"), done="admin.saved"
    )


@blueprint.post("/people/<int:person_id>/access")
def change_access(person_id: int) -> ResponseReturnValue:
    """Let somebody in again or end their access, give them a new password, or take a lost second factor off."""
    here, somebody = services(), actor()
    what = forms.text("what")

    def change() -> None:
        if what in ("on", "off"):
            service.set_active(here.db, somebody, person_id, what == "on", now=here.now())
        elif what == "password":
            password = secrets.token_urlsafe(12)
            login.reset_password(here.db, somebody, person_id, password, now=here.now())
            session["new_password"] = {"login": "", "password": password}
        elif what == "second_factor":
            login.drop_totp(here.db, somebody, person_id, now=here.now())
        else:
            raise InvalidError("one-of", field="what", allowed="on, off, password, second_factor")

    return forms.attempt(change, url_for("admin.people", _anchor=f"p{person_id}"), done="admin.saved")
