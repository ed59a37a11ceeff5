"""The states of a piece and every step between them: one table, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from promisecheck.review.errors import TransitionError

State = Literal[
    "draft",
    "checking",
    "in_review",
    "changes_requested",
    "approved",
    "rejected",
    "published",
    "expired",
    "withdrawn",
]
Step = Literal[
    "submit",
    "judged",
    "unreadable",
    "request_changes",
    "approve",
    "reject",
    "reconsider",
    "revise",
    "recheck",
    "publish",
    "expire",
    "withdraw",
]
STATES: Final[tuple[State, ...]] = get_args(State)
STEPS: Final[tuple[Step, ...]] = get_args(Step)

TRANSITIONS: Final[Mapping[State, Mapping[Step, State]]] = {
    "draft": {"submit": "checking", "withdraw": "withdrawn"},
    "checking": {"judged": "in_review", "unreadable": "draft", "withdraw": "withdrawn"},
    "in_review": {
        "request_changes": "changes_requested",
        "approve": "approved",
        "reject": "rejected",
        "revise": "draft",
        "recheck": "in_review",
        "expire": "expired",
        "withdraw": "withdrawn",
    },
    "changes_requested": {
        "reconsider": "in_review",
        "revise": "draft",
        "recheck": "in_review",
        "expire": "expired",
        "withdraw": "withdrawn",
    },
    "approved": {
        "publish": "published",
        "reconsider": "in_review",
        "revise": "draft",
        "recheck": "in_review",
        "expire": "expired",
        "withdraw": "withdrawn",
    },
    "published": {
        "revise": "draft",
        "recheck": "in_review",
        "expire": "expired",
        "withdraw": "withdrawn",
    },
    "rejected": {},
    "expired": {},
    "withdrawn": {},
}
"""state -> step -> next state. A step that is not listed is refused.

`revise` keeps what is out there out: a published piece stays live while its next version is written. `recheck` is the
register's: a standard changed and the piece is asked about again. `reconsider` is a reviewer's change of mind, or the
author asking one location again.
"""

FINAL: Final[frozenset[State]] = frozenset(state for state, steps in TRANSITIONS.items() if not steps)
WAITING: Final[frozenset[State]] = frozenset({"in_review", "changes_requested"})


def follow(state: State, step: Step) -> State:
    """The state that `step` leads to. Raises TransitionError naming the steps that are possible."""
    try:
        return TRANSITIONS[state][step]
    except KeyError:
        possible = ", ".join(TRANSITIONS[state]) or "-"
        raise TransitionError("illegal-step", step=step, state=state, possible=possible) from None
