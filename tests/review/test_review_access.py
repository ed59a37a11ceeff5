"""Who may do what to which piece: every action tried as every role, at home and abroad."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.review import access
from promisecheck.review.access import RULES, Piece, may, require, sees
from promisecheck.review.actors import PROGRAM, ROLES, SCOPES, Actor, Grant, Pass
from promisecheck.review.errors import ForbiddenError, NotFoundError
from promisecheck.review.states import STATES

AUTHOR, OMAR, AYA, WATCHER, STRANGER = 1, 2, 3, 4, 5


def actor(number: int, *roles: str, at: frozenset[str] | None = frozenset(), **more: Any) -> Actor:
    grants = tuple(Grant(role, "operations", "x", at) if role == "reviewer" else Grant(role) for role in roles)
    return Actor(number, f"person {number}", grants, **more)


PEOPLE = {
    "author": actor(AUTHOR, "submitter"),
    "other submitter": actor(STRANGER, "submitter"),
    "reviewer here": actor(OMAR, "reviewer", at=frozenset({"abdoun"})),
    "reviewer abroad": actor(AYA, "reviewer", at=frozenset({"aqaba"})),
    "reviewer everywhere": actor(AYA, "reviewer", at=None),
    "watcher": actor(WATCHER, "submitter"),
    "owner": actor(STRANGER, "owner"),
    "observer": actor(STRANGER, "observer"),
    "admin": actor(STRANGER, "admin"),
    "auditor": actor(STRANGER, "auditor"),
    "nobody": actor(STRANGER),
    "guest": actor(9, via="link", link=Pass(7, "operations", "abdoun")),
    "guest of another": actor(9, via="link", link=Pass(8, "operations", "abdoun")),
}


def piece(state: str = "in_review", location: str = "abdoun") -> Piece:
    return Piece(
        7,
        state,
        AUTHOR,
        frozenset({AUTHOR}),
        frozenset({"abdoun"}),
        frozenset({OMAR, WATCHER}),
        "operations",
        location,
        frozenset({OMAR}),
    )


ALLOWED = {
    "see": {
        "author",
        "reviewer here",
        "reviewer everywhere",
        "watcher",
        "owner",
        "observer",
        "admin",
        "auditor",
        "guest",
    },
    "edit": {"author"},
    "publish": {"author"},
    "withdraw": {"author", "admin"},
    "decide": {"reviewer here", "reviewer everywhere", "guest"},
    "assign": {"admin"},
    "nudge": {"author", "admin"},
    "invite": {"reviewer here", "reviewer everywhere", "admin"},
    "comment": {"author", "reviewer here", "reviewer everywhere", "watcher", "owner", "admin", "guest"},
    "watch": {"author", "reviewer here", "reviewer everywhere", "watcher", "owner", "observer", "admin", "auditor"},
    "export": {"author", "reviewer here", "reviewer everywhere", "watcher", "owner", "observer", "admin", "auditor"},
    "write": {"author", "other submitter", "watcher"},
    "propose": {"reviewer here", "reviewer abroad", "reviewer everywhere", "owner", "admin"},
    "answer_proposal": {"owner"},
    "recheck": {"owner", "admin"},
    "administer": {"admin"},
    "see_audit": {"admin", "auditor"},
}
WITH_A_ROLE = set(PEOPLE) - {"nobody", "guest", "guest of another"}
ALLOWED |= dict.fromkeys(("ask_gate", "see_register", "see_gaps", "see_standards"), WITH_A_ROLE)


@pytest.mark.parametrize("action", sorted(RULES))
def test_an_action_is_for_these_and_for_nobody_else(action: str) -> None:
    about = piece() if RULES[action].piece else None
    assert {name for name, who in PEOPLE.items() if may(who, action, about)} == ALLOWED[action]


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_submitted_is_its_authors(state: str) -> None:
    seen = {name for name, who in PEOPLE.items() if sees(who, piece(state))}
    if state == "draft":
        assert seen == {"author", "reviewer here", "watcher", "admin"}
    elif state == "checking":
        assert seen == {"author", "reviewer here", "watcher", "admin", "guest"}
    else:
        assert seen == ALLOWED["see"]


def test_a_piece_out_of_sight_is_answered_as_if_it_did_not_exist() -> None:
    with pytest.raises(NotFoundError):
        require(PEOPLE["reviewer abroad"], "decide", piece())
    with pytest.raises(ForbiddenError):
        require(PEOPLE["observer"], "decide", piece())


def test_a_reviewer_who_wrote_it_decides_nowhere() -> None:
    both = actor(AUTHOR, "submitter", "reviewer", at=None)
    assert not may(both, "decide", piece())
    with pytest.raises(ForbiddenError) as refused:
        require(both, "decide", piece())
    assert refused.value.code == "own-piece"


def test_the_whole_piece_takes_a_reviewer_for_everywhere() -> None:
    whole = Piece(7, "in_review", AUTHOR, stage="operations", location="", locations=frozenset({"abdoun"}))
    assert not access.decides(PEOPLE["reviewer here"], whole)
    assert access.decides(PEOPLE["reviewer everywhere"], whole)


@given(st.sampled_from(sorted(RULES)), st.sets(st.sampled_from(ROLES)), st.sets(st.sampled_from(SCOPES)))
def test_a_token_never_opens_more_than_its_person_and_needs_the_scope(action: str, roles: Any, scopes: Any) -> None:
    about = piece() if RULES[action].piece else None
    person = actor(STRANGER, *sorted(roles), at=None)
    token = actor(STRANGER, *sorted(roles), at=None, via="token", scopes=frozenset(scopes))
    if may(token, action, about):
        assert may(person, action, about)
        assert RULES[action].scope in scopes


def test_the_programs_jobs_may_and_an_action_about_a_piece_needs_one() -> None:
    assert may(PROGRAM, "recheck")
    with pytest.raises(ValueError, match="piece"):
        may(PROGRAM, "edit")
