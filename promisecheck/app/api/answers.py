"""Questions and answers, remarks, and attention."""

from __future__ import annotations

from typing import Any

from promisecheck.app.api import blueprint
from promisecheck.app.api.plain import plain
from promisecheck.app.api.schemas import AnswersIn, CommentIn, Free, InviteIn, ReasonIn, SwitchIn
from promisecheck.app.api.shapes import shape
from promisecheck.app.services import actor, services
from promisecheck.review import comments, deciding, keys, watching
from promisecheck.review.comments import Anchor
from promisecheck.review.deciding import Given, Reply
from promisecheck.review.models import Comment, Draft


@blueprint.post("/questions/<int:ask_id>/answers")
@blueprint.input(AnswersIn, location="json")
@blueprint.output(shape(Reply))
def answer(ask_id: int, json_data: dict[str, Any]) -> Any:
    """Save answers; each can be changed until the piece is published."""
    here = services()
    given = {
        one["claim_key"]: Given(one["answer"], one["reason"], one["level"], one["condition"])
        for one in json_data["answers"]
    }
    return deciding.decide(here.db, actor(), ask_id, given, now=here.now())


@blueprint.post("/questions/<int:ask_id>/keep-kept")
@blueprint.output(shape(Reply))
def keep_kept(ask_id: int) -> Any:
    """Answer "keep" to every promise that is judged kept and has no answer yet."""
    here = services()
    return deciding.keep_kept(here.db, actor(), ask_id, now=here.now())


@blueprint.post("/questions/<int:ask_id>/finish")
@blueprint.output(shape(Reply))
def finish(ask_id: int) -> Any:
    """Sign off."""
    here = services()
    return deciding.finish(here.db, actor(), ask_id, now=here.now())


@blueprint.post("/questions/<int:ask_id>/reject")
@blueprint.input(ReasonIn, location="json")
@blueprint.output(shape(Draft))
def reject(ask_id: int, json_data: dict[str, Any]) -> Any:
    """Refuse the piece for good."""
    here = services()
    return deciding.reject(here.db, actor(), ask_id, json_data["reason"], now=here.now())


@blueprint.post("/questions/<int:ask_id>/ask-again")
@blueprint.input(ReasonIn, location="json")
@blueprint.output(shape(Draft))
def ask_again(ask_id: int, json_data: dict[str, Any]) -> Any:
    """The author asks one location to think again."""
    here = services()
    return deciding.ask_again(here.db, actor(), ask_id, json_data["reason"], now=here.now())


@blueprint.post("/questions/<int:ask_id>/nudge")
@blueprint.output(Free, description="reminded: how many people")
def nudge(ask_id: int) -> Any:
    """Remind those who have not finished."""
    here = services()
    return {"reminded": watching.nudge(here.db, actor(), ask_id, now=here.now())}


@blueprint.post("/questions/<int:ask_id>/invitations")
@blueprint.input(InviteIn, location="json")
@blueprint.output(Free, status_code=201, description="link, and its address, which is shown this once")
def invite(ask_id: int, json_data: dict[str, Any]) -> Any:
    """A review link for somebody without an account."""
    here = services()
    link, secret = keys.invite(here.db, actor(), ask_id, **json_data, now=here.now())
    return plain({"link": link, "address": f"{here.settings.base_url}/r/{secret}"})


@blueprint.get("/pieces/<int:draft_id>/comments")
@blueprint.output(Free, description="threads: the first remark with its replies")
def list_comments(draft_id: int) -> Any:
    """The threads of a piece, oldest first."""
    return plain({"threads": comments.threads(services().db, actor(), draft_id)})


@blueprint.post("/pieces/<int:draft_id>/comments")
@blueprint.input(CommentIn, location="json")
@blueprint.output(shape(Comment), status_code=201)
def comment(draft_id: int, json_data: dict[str, Any]) -> Any:
    """A remark on the newest version."""
    here = services()
    anchor = Anchor(json_data["claim_key"], json_data["start"], json_data["end"], json_data["quote"])
    return comments.comment(here.db, actor(), draft_id, json_data["body"], anchor, now=here.now())


@blueprint.post("/comments/<int:comment_id>/replies")
@blueprint.input(CommentIn(only=("body",)), location="json", schema_name="ReplyIn")
@blueprint.output(shape(Comment), status_code=201)
def reply(comment_id: int, json_data: dict[str, Any]) -> Any:
    """Answer a remark, in its thread."""
    here = services()
    return comments.reply(here.db, actor(), comment_id, json_data["body"], now=here.now())


@blueprint.post("/comments/<int:comment_id>/resolve")
@blueprint.input(SwitchIn, location="json")
@blueprint.output(shape(Comment))
def resolve(comment_id: int, json_data: dict[str, Any]) -> Any:
    """Settle a thread, or open it again."""
    here = services()
    return comments.resolve(here.db, actor(), comment_id, resolved=json_data["on"], now=here.now())


@blueprint.post("/pieces/<int:draft_id>/watch")
@blueprint.input(SwitchIn, location="json")
@blueprint.output(SwitchIn)
def watch(draft_id: int, json_data: dict[str, Any]) -> Any:
    """Hear of everything that happens to a piece, or no longer."""
    here = services()
    watching.watch(here.db, actor(), draft_id, json_data["on"], now=here.now())
    return json_data


@blueprint.post("/pieces/<int:draft_id>/claim")
@blueprint.input(SwitchIn, location="json")
@blueprint.output(shape(Draft))
def claim(draft_id: int, json_data: dict[str, Any]) -> Any:
    """Mark that one has a piece in hand, or let it go."""
    here = services()
    return watching.claim(here.db, actor(), draft_id, json_data["on"], now=here.now())
