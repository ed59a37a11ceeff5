"""Who may do what to which object: every rule of access, in one table.

A service calls `require` before it changes or shows anything. What a person may not even see is answered as if it did
not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from promisecheck.review.actors import Actor, Scope
from promisecheck.review.errors import ForbiddenError, NotFoundError
from promisecheck.review.states import State

Action = Literal[
    "write",
    "see",
    "edit",
    "publish",
    "withdraw",
    "decide",
    "assign",
    "nudge",
    "invite",
    "comment",
    "watch",
    "export",
    "ask_gate",
    "see_register",
    "see_gaps",
    "see_standards",
    "propose",
    "answer_proposal",
    "recheck",
    "administer",
    "see_audit",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """What access to a piece depends on.

    locations: those it is meant for and those its promises reach. people: watchers, the mentioned, whoever was asked.
    authors: who wrote one of its versions. stage, location, assigned: of the ask in question, when there is one.
    """

    draft_id: int
    state: State
    submitter_id: int
    authors: frozenset[int] = frozenset()
    locations: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()
    stage: str | None = None
    location: str = ""
    assigned: frozenset[int] = frozenset()


def _own(actor: Actor, piece: Piece) -> bool:
    return actor.id is not None and actor.id in {piece.submitter_id, *piece.authors}


def sees(actor: Actor, piece: Piece) -> bool:
    """Whether the actor may know of the piece. A draft nobody was asked about yet is its author's and an admin's."""
    if actor.via == "job":
        return True
    if actor.link is not None:
        return actor.link.draft_id == piece.draft_id and piece.state != "draft"
    if _own(actor, piece) or actor.has("admin") or actor.id in piece.people:
        return True
    if piece.state in ("draft", "checking"):
        return False
    return actor.has("observer", "auditor", "owner") or actor.covers(piece.locations)


def decides(actor: Actor, piece: Piece) -> bool:
    """Whether the actor may answer the ask in `piece`. Nobody answers for a piece they wrote."""
    if piece.stage is None or _own(actor, piece):
        return False
    if actor.link is not None:
        return (actor.link.draft_id, actor.link.stage, actor.link.location) == (
            piece.draft_id,
            piece.stage,
            piece.location,
        )
    return actor.id in piece.assigned or actor.reviews(piece.stage, piece.location)


def _comments(actor: Actor, piece: Piece) -> bool:
    return actor.link is not None or _own(actor, piece) or actor.has("submitter", "reviewer", "owner", "admin")


def _invites(actor: Actor, piece: Piece) -> bool:
    return not _own(actor, piece) and (actor.has("admin") or (actor.link is None and decides(actor, piece)))


@dataclass(frozen=True, slots=True)
class Rule:
    """The scope a token needs, and the test; `piece` is whether the action is about one."""

    scope: Scope
    test: Callable[[Actor, Piece], bool]
    piece: bool = False


def _role(scope: Scope, *roles: str) -> Rule:
    wanted = frozenset(roles)
    return Rule(scope, lambda actor, _: any(grant.role in wanted for grant in actor.grants))


_ANYBODY = ("submitter", "reviewer", "owner", "observer", "admin", "auditor")
RULES: Final[Mapping[Action, Rule]] = {
    "write": _role("write", "submitter"),
    "see": Rule("read", lambda _actor, _piece: True, piece=True),
    "edit": Rule("write", lambda actor, piece: _own(actor, piece) and actor.has("submitter"), piece=True),
    "publish": Rule("write", lambda actor, piece: _own(actor, piece) and actor.has("submitter"), piece=True),
    "withdraw": Rule("write", lambda actor, piece: _own(actor, piece) or actor.has("admin"), piece=True),
    "decide": Rule("decide", decides, piece=True),
    "assign": Rule("admin", lambda actor, _: actor.has("admin"), piece=True),
    "nudge": Rule("write", lambda actor, piece: _own(actor, piece) or actor.has("admin"), piece=True),
    "invite": Rule("decide", _invites, piece=True),
    "comment": Rule("write", _comments, piece=True),
    "watch": Rule("write", lambda actor, _: actor.link is None, piece=True),
    "export": Rule("read", lambda actor, _: actor.link is None, piece=True),
    "ask_gate": _role("gate", *_ANYBODY),
    "see_register": _role("read", *_ANYBODY),
    "see_gaps": _role("read", *_ANYBODY),
    "see_standards": _role("read", *_ANYBODY),
    "propose": _role("write", "reviewer", "owner", "admin"),
    "answer_proposal": _role("admin", "owner"),
    "recheck": _role("admin", "admin", "owner"),
    "administer": _role("admin", "admin"),
    "see_audit": _role("read", "admin", "auditor"),
}
"""action -> what it takes. A guest of a review link has no role: only what is about their one piece."""

_NO_PIECE = Piece(0, "draft", 0)


def may(actor: Actor, action: Action, piece: Piece | None = None) -> bool:
    """Whether the actor may do this; `piece` is required for actions that are about one."""
    rule = RULES[action]
    if rule.piece and piece is None:
        raise ValueError(f"{action} is about a piece")
    if actor.via == "job":
        return True
    if actor.scopes is not None and rule.scope not in actor.scopes:
        return False
    if piece is not None and not sees(actor, piece):
        return False
    return rule.test(actor, piece or _NO_PIECE)


def require(actor: Actor, action: Action, piece: Piece | None = None) -> None:
    """Raise ForbiddenError unless the actor may; NotFoundError when they may not even see the piece."""
    if piece is not None and not sees(actor, piece):
        raise NotFoundError("no-such-piece", id=piece.draft_id)
    if not may(actor, action, piece):
        if action == "decide" and piece is not None and _own(actor, piece):
            raise ForbiddenError("own-piece")
        raise ForbiddenError("forbidden", action=action)
