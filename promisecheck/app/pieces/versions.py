"""The versions of a piece: what changed in the copy, and what each change did to the promises; its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from promisecheck.app.language import t
from promisecheck.app.pieces import blueprint
from promisecheck.app.services import actor, services
from promisecheck.review import access, audit, drafts, people, publishing, views


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the difference. kind: "added", "removed", "same" or "gap" (lines in between are left out)."""

    kind: str
    text: str


@blueprint.get("/<int:draft_id>/versions")
def versions(draft_id: int) -> ResponseReturnValue:
    """All versions, and the difference between two of them (the newest and the one before, by default)."""
    here, somebody = services(), actor()
    found = drafts.versions_of(here.db, somebody, draft_id)
    numbers = [one.number for one in found]
    new = _chosen("new", numbers, numbers[0])
    old = _chosen("old", numbers, max(new - 1, 1))
    return render_template(
        "pieces/versions.html",
        piece=views.view(here.db, somebody, draft_id),
        versions=found,
        old=old,
        new=new,
        diff=drafts.diff(here.db, somebody, draft_id, old, new) if old != new else None,
        lines=lines,
        numbered=[(str(number), t("versions.nth", n=number)) for number in numbers],
        author_names=people.names(here.db, {one.author_id for one in found if one.author_id is not None}),
        publications=publishing.publications_of(here.db, somebody, draft_id),
    )


@blueprint.get("/<int:draft_id>/history")
def history(draft_id: int) -> ResponseReturnValue:
    """Everything that happened to a piece, from the audit record; for admins and auditors."""
    here, somebody = services(), actor()
    access.require(somebody, "see_audit")
    piece = views.view(here.db, somebody, draft_id)
    found = audit.events(here.db, somebody, draft_id=draft_id, limit=500)
    return render_template("pieces/history.html", piece=piece, events=found)


def lines(diff: Sequence[str]) -> list[Line]:
    """The lines of a unified diff, for showing."""
    kinds = {"+": "added", "-": "removed", "@": "gap"}
    out = [Line(kinds.get(line[:1], "same"), line[1:]) for line in diff if not line.startswith(("--- ", "+++ "))]
    return out[1:] if out and out[0].kind == "gap" else out


def _chosen(name: str, numbers: list[int], default: int) -> int:
    value = request.args.get(name, "")
    return int(value) if value.isdecimal() and int(value) in numbers else default
