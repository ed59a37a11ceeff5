"""The audit record: who did what and when, verified and exported."""

from __future__ import annotations

import io

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from promisecheck.app.admin import blueprint
from promisecheck.app.services import actor, services
from promisecheck.review import access, people
from promisecheck.review import audit as record

PAGE = 100


@blueprint.get("/audit")
def audit() -> ResponseReturnValue:
    """The newest events first; `verify=1` reads the whole chain and says whether it is whole."""
    here, somebody = services(), actor()
    chosen = {name: request.args.get(name, "").strip() for name in ("action", "person", "piece", "before")}
    found = record.events(
        here.db,
        somebody,
        action=chosen["action"] or None,
        person_id=_whole(chosen["person"]),
        draft_id=_whole(chosen["piece"]),
        before_seq=_whole(chosen["before"]),
        limit=PAGE,
    )
    everybody = [person for person, _ in people.list_people(here.db, somebody)]
    proof = record.verify(here.db) if request.args.get("verify") == "1" else None
    more = found[-1].seq if len(found) == PAGE else None
    return render_template("admin/audit.html", events=found, chosen=chosen, people=everybody, proof=proof, more=more)


@blueprint.get("/audit.jsonl")
def export_audit() -> ResponseReturnValue:
    """Every event as a line of JSON, oldest first, for keeping elsewhere."""
    here = services()
    access.require(actor(), "see_audit")
    out = io.StringIO()
    head = record.export(here.db, out)
    headers = {
        "Content-Disposition": f'attachment; filename="audit-{head.seq}.jsonl"',
        "Promisecheck-Audit-Head": f"{head.seq} {head.hash}",
    }
    return Response(out.getvalue(), mimetype="application/x-ndjson", headers=headers)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None
