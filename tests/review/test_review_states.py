"""The transition table: what leads where, and that nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.review.errors import TransitionError
from promisecheck.review.states import FINAL, STATES, STEPS, TRANSITIONS, follow


def test_every_state_is_in_the_table_and_can_be_reached() -> None:
    assert set(TRANSITIONS) == set(STATES)
    reached, frontier = {"draft"}, ["draft"]
    while frontier:
        for state in TRANSITIONS[frontier.pop()].values():
            if state not in reached:
                reached.add(state)
                frontier.append(state)
    assert reached == set(STATES)
    assert {step for steps in TRANSITIONS.values() for step in steps} == set(STEPS)
    assert {"rejected", "expired", "withdrawn"} == FINAL


@given(st.sampled_from(STATES), st.sampled_from(STEPS))
def test_only_listed_steps_are_taken_and_the_refusal_names_them(state: str, step: str) -> None:
    allowed = TRANSITIONS[state]
    if step in allowed:
        assert follow(state, step) == allowed[step]
        return
    with pytest.raises(TransitionError) as refused:
        follow(state, step)
    assert refused.value.facts["step"] == step
    for possible in allowed:
        assert possible in refused.value.facts["possible"]
    assert refused.value.say("ar") != refused.value.say("en")


@given(st.lists(st.sampled_from(STEPS), max_size=30))
def test_nothing_is_published_that_was_not_approved_since_its_last_change(steps: list[str]) -> None:
    state, approved = "draft", False
    for step in steps:
        if step not in TRANSITIONS[state]:
            continue
        state = follow(state, step)
        if step == "approve":
            approved = True
        elif step in ("revise", "recheck", "reconsider"):
            approved = False
        assert state != "published" or approved
