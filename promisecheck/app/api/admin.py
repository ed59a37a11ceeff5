"""People, webhooks, and the audit record."""

from __future__ import annotations

from typing import Any

from promisecheck.app.api import blueprint
from promisecheck.app.api.plain import plain
from promisecheck.app.api.schemas import AuditQuery, Free, PersonIn, RoleIn, SwitchIn, WebhookIn
from promisecheck.app.api.shapes import shape
from promisecheck.app.services import actor, services
from promisecheck.review import access, audit, people, plans, webhooks
from promisecheck.review.models import Person
from promisecheck.review.people import Granted


@blueprint.get("/people")
@blueprint.output(Free, description="people: each with their roles")
def list_people() -> Any:
    """Everybody with their roles."""
    found = people.list_people(services().db, actor())
    return plain({"people": [{"person": person, "roles": roles} for person, roles in found]})


@blueprint.post("/people")
@blueprint.input(PersonIn, location="json")
@blueprint.output(shape(Person), status_code=201)
def add_person(json_data: dict[str, Any]) -> Any:
    """A new person without roles."""
    here = services()
    return people.add_person(here.db, actor(), **json_data, now=here.now())


@blueprint.post("/people/<int:person_id>/roles")
@blueprint.input(RoleIn, location="json")
@blueprint.output(shape(Granted), status_code=201)
def grant_role(person_id: int, json_data: dict[str, Any]) -> Any:
    """Give a role."""
    here = services()
    return people.grant(here.db, actor(), person_id, **json_data, places=here.places(), now=here.now())


@blueprint.delete("/roles/<int:grant_id>")
@blueprint.output(Free, status_code=204)
def revoke_role(grant_id: int) -> Any:
    """Take a role away."""
    here = services()
    people.revoke(here.db, actor(), grant_id, now=here.now())
    return ""


@blueprint.post("/people/<int:person_id>/active")
@blueprint.input(SwitchIn, location="json")
@blueprint.output(shape(Person))
def set_active(person_id: int, json_data: dict[str, Any]) -> Any:
    """Let somebody in again, or end their access and all their sessions."""
    here = services()
    return people.set_active(here.db, actor(), person_id, json_data["on"], now=here.now())


@blueprint.get("/plan")
@blueprint.output(Free, description="stages, how many must answer, by when, who steps in")
def get_plan() -> Any:
    """How the organisation reviews."""
    return plain(plans.get_plan(services().db, actor()))


@blueprint.get("/webhooks")
@blueprint.output(Free, description="webhooks: each with its last deliveries")
def list_webhooks() -> Any:
    """Where events go."""
    found = webhooks.list_webhooks(services().db, actor())
    return plain({"webhooks": [{"webhook": hook, "deliveries": sent} for hook, sent in found]})


@blueprint.post("/webhooks")
@blueprint.input(WebhookIn, location="json")
@blueprint.output(Free, status_code=201, description="webhook, and the secret that signs, shown this once")
def add_webhook(json_data: dict[str, Any]) -> Any:
    """A new webhook."""
    here = services()
    hook, secret = webhooks.add_webhook(here.db, actor(), json_data["url"], tuple(json_data["events"]), now=here.now())
    return plain({"webhook": hook, "secret": secret})


@blueprint.post("/webhooks/<int:webhook_id>/active")
@blueprint.input(SwitchIn, location="json")
@blueprint.output(Free)
def set_webhook_active(webhook_id: int, json_data: dict[str, Any]) -> Any:
    """Pause or resume a webhook."""
    here = services()
    return plain(webhooks.set_webhook_active(here.db, actor(), webhook_id, json_data["on"], now=here.now()))


@blueprint.get("/audit")
@blueprint.input(AuditQuery, location="query")
@blueprint.output(Free, description="events, newest first, with their hashes")
def list_events(query_data: dict[str, Any]) -> Any:
    """The audit record; `before` a number pages on."""
    found = audit.events(
        services().db,
        actor(),
        draft_id=query_data["piece"],
        action=query_data["action"],
        person_id=query_data["person"],
        before_seq=query_data["before"],
        limit=query_data["limit"],
    )
    return {"events": [one.to_json() for one in found]}


@blueprint.get("/audit/proof")
@blueprint.output(Free, description="whole, events, head: keep the head elsewhere to notice a cut")
def verify_audit() -> Any:
    """Read the whole chain and say whether it is whole."""
    here = services()
    access.require(actor(), "see_audit")
    proof = audit.verify(here.db)
    return plain({"whole": proof.whole, "events": proof.events, "head": proof.head, "broken": proof.broken})
