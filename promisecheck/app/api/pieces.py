"""Pieces: written, handed in, published, compared; check-as-you-type; the gate, and what of a check is approved."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from promisecheck.app.api import blueprint
from promisecheck.app.api.plain import plain
from promisecheck.app.api.schemas import (
    AboutIn,
    ApprovalsQuery,
    CheckIn,
    DiffQuery,
    Free,
    GateQuery,
    ListQuery,
    PieceIn,
    PublishIn,
    ReasonIn,
    SaveIn,
    VersionQuery,
)
from promisecheck.app.api.shapes import shape
from promisecheck.app.services import actor, services
from promisecheck.quiet.approvals import LONGEST
from promisecheck.review import access, drafts, gate, inbox, publishing, views
from promisecheck.review.approvals import approvals_of
from promisecheck.review.drafts import About, Copy
from promisecheck.review.errors import InvalidError
from promisecheck.review.judging import Job
from promisecheck.review.models import Draft, Publication, Version


@blueprint.get("/pieces")
@blueprint.input(ListQuery, location="query")
@blueprint.output(Free, description="`waiting`: pieces with their open questions; `yours`; `decided`")
def list_pieces(query_data: dict[str, Any]) -> Any:
    """A list of the inbox."""
    here, somebody = services(), actor()
    found: Any
    if query_data["list"] == "waiting":
        found = inbox.waiting(here.db, somebody, now=here.now())
    elif query_data["list"] == "yours":
        found = inbox.yours(here.db, somebody, ended=True)
    else:
        found = inbox.decided(here.db, somebody, limit=200)
    return plain({"pieces": found})


@blueprint.post("/pieces")
@blueprint.input(PieceIn, location="json")
@blueprint.output(shape(Draft), status_code=201)
def create_piece(json_data: dict[str, Any]) -> Any:
    """A new piece with its first version, as a draft."""
    here = services()
    about, copy = _about(json_data), _copy(json_data)
    return drafts.create(here.db, actor(), about, copy, places=here.places(), now=here.now())


@blueprint.get("/pieces/<int:draft_id>")
@blueprint.input(VersionQuery, location="query")
@blueprint.output(Free, description="draft, version, promises, questions with their answers, what the caller may do")
def get_piece(draft_id: int, query_data: dict[str, Any]) -> Any:
    """Everything about one version of a piece."""
    found = views.view(services().db, actor(), draft_id, query_data["version"])
    return plain(found)


@blueprint.put("/pieces/<int:draft_id>")
@blueprint.input(AboutIn, location="json")
@blueprint.output(shape(Draft))
def describe_piece(draft_id: int, json_data: dict[str, Any]) -> Any:
    """Change what is said about a piece."""
    here = services()
    return drafts.describe(here.db, actor(), draft_id, _about(json_data), places=here.places(), now=here.now())


@blueprint.get("/pieces/<int:draft_id>/versions")
@blueprint.output(shape(Version)(many=True))
def list_versions(draft_id: int) -> Any:
    """All versions, newest first."""
    return list(drafts.versions_of(services().db, actor(), draft_id))


@blueprint.post("/pieces/<int:draft_id>/versions")
@blueprint.input(SaveIn, location="json")
@blueprint.output(shape(Version), status_code=201)
def save_version(draft_id: int, json_data: dict[str, Any]) -> Any:
    """Keep new copy; 409 when somebody saved a newer version meanwhile."""
    here = services()
    copy = _copy(json_data)
    return drafts.save(
        here.db,
        actor(),
        draft_id,
        copy,
        based_on=json_data["based_on"],
        note=json_data["note"],
        now=here.now(),
    )


@blueprint.get("/pieces/<int:draft_id>/diff")
@blueprint.input(DiffQuery, location="query")
@blueprint.output(Free, description="lines: unified diff of the copy; promises: added, removed, changed, same")
def diff_versions(draft_id: int, query_data: dict[str, Any]) -> Any:
    """What changed between two versions."""
    found = drafts.diff(services().db, actor(), draft_id, query_data["old"], query_data["new"])
    return plain({"lines": found.lines, "promises": found.promises})


@blueprint.post("/pieces/<int:draft_id>/submit")
@blueprint.output(shape(Draft))
def submit_piece(draft_id: int) -> Any:
    """Ask for review; the piece is checked and routed before this answers."""
    here = services()
    drafts.submit(here.db, actor(), draft_id, now=here.now())
    here.run_checks()
    return views.view(here.db, actor(), draft_id).draft


@blueprint.post("/pieces/<int:draft_id>/revise")
@blueprint.output(shape(Draft))
def revise_piece(draft_id: int) -> Any:
    """Take a piece back to "draft" for a new version."""
    here = services()
    return drafts.revise(here.db, actor(), draft_id, now=here.now())


@blueprint.post("/pieces/<int:draft_id>/withdraw")
@blueprint.input(ReasonIn, location="json")
@blueprint.output(shape(Draft))
def withdraw_piece(draft_id: int, json_data: dict[str, Any]) -> Any:
    """Give a piece up, or take it out of public."""
    here = services()
    return drafts.withdraw(here.db, actor(), draft_id, json_data["reason"], now=here.now())


@blueprint.post("/pieces/<int:draft_id>/publish")
@blueprint.input(PublishIn, location="json")
@blueprint.output(shape(Publication), status_code=201)
def publish_piece(draft_id: int, json_data: dict[str, Any]) -> Any:
    """Say that the approved version is out."""
    here = services()
    return publishing.publish(here.db, actor(), draft_id, json_data["place"], now=here.now())


@blueprint.get("/pieces/<int:draft_id>/approved")
@blueprint.output(Free, description="the approved copy with its hash, and nothing else")
def approved_text(draft_id: int) -> Any:
    """The approved text of a piece; 403 for one that is not approved."""
    found = asdict(publishing.export(services().db, actor(), draft_id))
    found["files"] = [one["path"] for one in found["files"]]
    return plain(found)


@blueprint.post("/check")
@blueprint.input(CheckIn, location="json")
@blueprint.output(Free, description="the report in the shape of `promisecheck check --output-format json`")
def check_copy(json_data: dict[str, Any]) -> Any:
    """Check copy and keep nothing: what lights up while somebody types."""
    here, somebody = services(), actor()
    access.require(somebody, "write")
    copy = _copy(json_data)
    start = json_data["runs_from"] or here.now().date()
    end = max(json_data["runs_until"] or start, start)
    places = tuple(json_data["places"])
    if unknown := here.places().unknown(places):
        raise InvalidError("unknown-place", place=", ".join(unknown))
    tiers = here.organisation().tiers
    if json_data["tier"] is not None and json_data["tier"] not in tiers:
        raise InvalidError("one-of", field="tier", allowed=", ".join(tiers) or "-")
    job = Job(copy.text, copy.kind, copy.source, tuple(json_data["languages"]), places, json_data["tier"], start, end)
    checked = here.judge.check(job)
    return {**checked.report, "content": checked.content_hash}


@blueprint.get("/gate")
@blueprint.input(GateQuery, location="query")
@blueprint.output(Free, description="open: whether the text may be out; reasons: why not")
def ask_gate(query_data: dict[str, Any]) -> Any:
    """Whether the text with this hash may be out today, and if not, why."""
    here = services()
    answer = gate.gate(here.db, actor(), query_data["content"], specs_hash=here.judge.digest(), now=here.now())
    return answer.to_json(query_data["language"])


@blueprint.get("/approvals")
@blueprint.input(ApprovalsQuery, location="query")
@blueprint.output(Free, description="approvals: of the promises asked about, those that are approved and still hold")
def list_approvals(query_data: dict[str, Any]) -> Any:
    """What is approved of the promises with these keys, at which location, judged by what, up to which day."""
    here = services()
    until = here.now().date() + LONGEST
    found = approvals_of(here.db, actor(), query_data["key"], until=until)
    return plain({"approvals": found})


def _about(data: dict[str, Any]) -> About:
    return About(
        data["title"],
        data["channel"],
        data["runs_from"],
        data["runs_until"],
        data["campaign"],
        tuple(data["places"]),
        data["tier"],
        tuple(data["languages"]),
        data["due_at"],
    )


def _copy(data: dict[str, Any]) -> Copy:
    return Copy(data["copy"], data["kind"], data["source"])
