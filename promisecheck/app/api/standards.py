"""The register, the gap board, the standards and wishes to change them."""

from __future__ import annotations

from typing import Any

from promisecheck.app.api import blueprint
from promisecheck.app.api.plain import plain
from promisecheck.app.api.schemas import (
    ChangeIn,
    ChangesQuery,
    Free,
    GapsQuery,
    ReasonIn,
    RegisterQuery,
    StandardsQuery,
)
from promisecheck.app.api.shapes import shape
from promisecheck.app.services import actor, services
from promisecheck.review import access, changes, gaps, register_view
from promisecheck.review.errors import NotFoundError
from promisecheck.review.models import Change
from promisecheck.review.register_view import Filter
from promisecheck.review.spec_edit import SpecChange


@blueprint.get("/register")
@blueprint.input(RegisterQuery, location="query")
@blueprint.output(Free, description="lines: promises, those that need somebody first; live, lost, approved: counts")
def show_register(query_data: dict[str, Any]) -> Any:
    """Approved and published promises, and whether they still hold."""
    return plain(register_view.show(services().db, actor(), Filter(**query_data)))


@blueprint.get("/register/<int:draft_id>/<claim_key>")
@blueprint.output(Free, description="entries: the promise at each location and approved version")
def promise_history(draft_id: int, claim_key: str) -> Any:
    """One promise through all approved versions."""
    return plain({"entries": register_view.history(services().db, actor(), draft_id, claim_key)})


@blueprint.get("/gaps")
@blueprint.input(GapsQuery, location="query")
@blueprint.output(Free, description="counts by location, measure and campaign, and over time")
def show_gaps(query_data: dict[str, Any]) -> Any:
    """How many promises fail, and where."""
    here = services()
    return plain(gaps.board(here.db, actor(), campaign=query_data["campaign"], today=here.now().date()))


@blueprint.get("/standards")
@blueprint.input(StandardsQuery, location="query")
@blueprint.output(Free, description="standards: each with its level, standing, and whether it differs here")
def show_standards(query_data: dict[str, Any]) -> Any:
    """What is declared at a location, for a tier, on a day."""
    from promisecheck.standards import show

    here = services()
    access.require(actor(), "see_standards")
    organisation = here.organisation()
    location, tier = query_data["location"], query_data["tier"]
    if location not in organisation.locations:
        raise NotFoundError("no-such-thing", what="place", id=location)
    if tier is not None and tier not in organisation.tiers:
        raise NotFoundError("no-such-thing", what="tier", id=tier)
    rows = show(organisation, location, tier, query_data["on"] or here.now().date())
    return {
        "digest": organisation.digest,
        "standards": [
            {
                "standard": row.standard.id,
                "service": row.standard.service,
                "measure": row.standard.measure,
                "level": row.standard.level.to_json() if row.standard.level else None,
                "reliability": row.standard.reliability,
                "conditions": [one.text for one in row.standard.conditions],
                "standing": row.standing,
                "differs": row.differs,
                "notice": plain(row.standard.notice),
                "where": row.standard.where,
            }
            for row in rows
        ],
    }


@blueprint.get("/changes")
@blueprint.input(ChangesQuery, location="query")
@blueprint.output(shape(Change)(many=True))
def list_changes(query_data: dict[str, Any]) -> Any:
    """Proposals, newest first."""
    return list(changes.list_changes(services().db, actor(), **query_data))


@blueprint.post("/changes")
@blueprint.input(ChangeIn, location="json")
@blueprint.output(shape(Change), status_code=201)
def propose_change(json_data: dict[str, Any]) -> Any:
    """Propose a change of a standard, or a temporary notice."""
    here = services()
    change = SpecChange(
        json_data["kind"],
        json_data["standard"],
        tuple(json_data["locations"]),
        json_data["body"],
        json_data["tier"],
    )
    return changes.propose(
        here.db,
        actor(),
        change,
        json_data["reason"],
        specs=here.settings.specs,
        places=here.places(),
        now=here.now(),
    )


@blueprint.post("/changes/<int:change_id>/accept")
@blueprint.input(ReasonIn, location="json")
@blueprint.output(shape(Change))
def accept_change(change_id: int, json_data: dict[str, Any]) -> Any:
    """Accept a proposal: it is written into the standards, and the register looks again."""
    here = services()
    found = changes.accept(here.db, actor(), change_id, json_data["reason"], specs=here.settings.specs, now=here.now())
    here.recheck()
    return found


@blueprint.post("/changes/<int:change_id>/refuse")
@blueprint.input(ReasonIn, location="json")
@blueprint.output(shape(Change))
def refuse_change(change_id: int, json_data: dict[str, Any]) -> Any:
    """Turn a proposal down, with a reason."""
    here = services()
    return changes.refuse(here.db, actor(), change_id, json_data["reason"], now=here.now())


@blueprint.post("/register/recheck")
@blueprint.output(Free, description="lines with today's verdicts are at GET /register")
def recheck_register() -> Any:
    """Judge everything by today's standards, now."""
    access.require(actor(), "recheck")
    services().recheck()
    return {}
