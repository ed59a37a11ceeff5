"""Whom a piece goes to: stages, how many, who steps in, in which order, by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.review import checking, deciding, drafts, jobs, people, pieces, plans, rerouting, watching
from promisecheck.review.deciding import Given
from promisecheck.review.errors import (
    ForbiddenError,
    FreshLoginError,
    InvalidError,
    NobodyError,
    NotFoundError,
    TransitionError,
)
from promisecheck.review.plans import Plan, Stage
from promisecheck.review.promises import Promise, Standing
from promisecheck.review.routing import Reviewer, route

LEGAL = Stage("legal", "piece", "any")


def set_plan(world: Any, **values: Any) -> Plan:
    return plans.set_plan(world.db, world.huda, Plan(**values), now=world.tick())


def grant(world: Any, who: str, stage: str, place: str = "*") -> None:
    people.grant(
        world.db,
        world.huda,
        world.ids[who],
        "reviewer",
        stage=stage,
        place=place,
        places=world.judge.places(),
        now=world.now,
    )


def asked(world: Any, draft_id: int, where: str) -> set[int]:
    with world.db.read() as con:
        return {row.person_id for row in pieces.assigned(con, [world.asks(draft_id)[where].id])}


def test_stages_follow_each_other(world: Any) -> None:
    grant(world, "dana", "legal")
    set_plan(world, stages=(Stage(), LEGAL))
    draft = world.in_review("delivery in 45 min at abdoun")
    legal = world.asks(draft.id)["legal"]
    assert (legal.state, legal.location) == ("waiting", "")
    with pytest.raises(TransitionError):
        deciding.decide(world.db, world.dana, legal.id, {"": Given("keep")}, now=world.tick())
    assert world.answer("omar", draft.id, "abdoun").state == "in_review"
    assert world.asks(draft.id)["legal"].state == "open"
    assert world.answer("dana", draft.id, "legal").state == "approved"


def test_a_no_in_one_stage_spares_the_next(world: Any) -> None:
    grant(world, "dana", "legal")
    set_plan(world, stages=(Stage(), LEGAL))
    draft = world.in_review("delivery in 45 min at abdoun")
    assert world.answer("omar", draft.id, "abdoun", Given("cannot", "no rider")).state == "changes_requested"
    assert world.asks(draft.id)["legal"].state == "waiting"


def test_parallel_stages_are_all_heard_first(world: Any) -> None:
    grant(world, "dana", "legal")
    set_plan(world, stages=(Stage(), LEGAL), parallel=True)
    draft = world.in_review("delivery in 45 min at abdoun")
    assert {one.state for one in world.asks(draft.id).values()} == {"open"}
    assert world.answer("omar", draft.id, "abdoun", Given("cannot", "no rider")).state == "in_review"
    assert world.answer("dana", draft.id, "legal").state == "changes_requested"


def test_legal_is_asked_again_when_the_words_change_and_operations_are_not(world: Any) -> None:
    grant(world, "dana", "legal")
    set_plan(world, stages=(Stage(), LEGAL))
    draft = world.in_review("delivery in 45 min at abdoun")
    world.answer("omar", draft.id, "abdoun")
    world.answer("dana", draft.id, "legal")
    draft = world.revise(draft, "Warm soup. delivery in 45 min at abdoun")
    asks = world.asks(draft.id)
    assert (asks["abdoun"].state, asks["legal"].state, draft.state) == ("done", "open", "in_review")


@pytest.mark.parametrize(
    ("need", "first", "second"),
    [("any", "approved", "approved"), ("all", "in_review", "approved"), (2, "in_review", "approved")],
)
def test_any_all_or_a_number_of_a_locations_reviewers(world: Any, need: Any, first: str, second: str) -> None:
    grant(world, "karim", "operations", "abdoun")
    set_plan(world, stages=(Stage(need=need),))
    draft = world.in_review("delivery in 45 min at abdoun")
    assert asked(world, draft.id, "abdoun") == {world.ids["omar"], world.ids["karim"]}
    assert world.answer("omar", draft.id, "abdoun").state == first
    if first == "in_review":
        assert world.answer("karim", draft.id, "abdoun").state == second


def test_a_number_larger_than_the_reviewers_means_all_of_them(world: Any) -> None:
    set_plan(world, stages=(Stage(need=5),))
    draft = world.in_review("delivery in 45 min at abdoun")
    assert world.asks(draft.id)["abdoun"].need == 1


def test_the_nearest_are_asked_and_those_for_everywhere_may_answer(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    assert asked(world, draft.id, "abdoun") == {world.ids["omar"]}
    assert world.answer("nour", draft.id, "abdoun").state == "approved"


def test_a_location_without_a_reviewer_goes_to_the_fallback(world: Any) -> None:
    _revoke(world, "omar")
    _revoke(world, "nour")
    draft = world.draft("delivery in 45 min at abdoun, aqaba")
    drafts.submit(world.db, world.lina, draft.id, now=world.tick())
    outcome = checking.check_piece(world.db, world.judge, draft.id, now=world.tick())
    assert outcome.draft.state == "draft"
    assert "abdoun" in outcome.problem
    assert "aqaba" not in outcome.problem
    set_plan(world, fallback=(world.ids["dana"],))
    draft = world.submit(draft.id)
    asks = world.asks(draft.id)
    assert (asks["abdoun"].fallback, asks["aqaba"].fallback) == (True, False)
    world.answer("aya", draft.id, "aqaba")
    assert world.answer("dana", draft.id, "abdoun").state == "approved"


def test_a_piece_without_promises_goes_to_the_fallback(world: Any) -> None:
    set_plan(world, fallback=(world.ids["dana"],))
    draft = world.in_review("Come in, we are open.")
    ask = world.asks(draft.id)["operations"]
    assert (ask.location, ask.fallback, list(ask.asked)) == ("", True, [""])
    assert world.answer("dana", draft.id, "operations").state == "approved"


def test_signing_off_takes_a_fresh_login_where_the_plan_says_so(world: Any) -> None:
    set_plan(world, sign_off=True, fresh_minutes=10)
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    omar = world.omar
    key = next(iter(ask.asked))
    deciding.decide(world.db, omar, ask.id, {key: Given("keep")}, now=world.tick())
    stale = replace(omar, fresh_at=world.now - dt.timedelta(minutes=11))
    for tired in (stale, replace(omar, fresh_at=None)):
        with pytest.raises(FreshLoginError):
            deciding.finish(world.db, tired, ask.id, now=world.now)
    assert deciding.finish(world.db, omar, ask.id, now=world.now).draft.state == "approved"
    changed = deciding.decide(world.db, omar, ask.id, {key: Given("keep", "still")}, now=world.tick())
    assert changed.draft.state == "in_review"


def test_a_plan_that_makes_no_sense_is_refused(world: Any) -> None:
    for values in ({"stages": ()}, {"stages": (Stage(), Stage())}, {"fallback": (9999,)}, {"days": -1}):
        with pytest.raises(InvalidError):
            set_plan(world, **values)
    with pytest.raises(InvalidError):
        plans.read_plan({"stages": [{"name": "x", "need": 0}]})
    with pytest.raises(InvalidError):
        plans.read_plan({"colour": "blue"})
    with pytest.raises(ForbiddenError):
        plans.set_plan(world.db, world.lina, Plan(), now=world.now)


def test_everybody_decides_before_it_runs() -> None:
    now = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    assert Plan(days=3).due(now, dt.date(2026, 12, 1)) == now + dt.timedelta(days=3)
    assert Plan(days=3).due(now, dt.date(2026, 11, 24)) == dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    assert Plan(days=3).due(now, dt.date(2026, 11, 1)) == now + dt.timedelta(hours=1)


def test_only_the_undecided_are_reminded_once_before_at_and_after(world: Any) -> None:
    set_plan(world, days=3, remind_before=24, remind_after=24, escalate_after=48, escalate_to=(world.ids["dana"],))
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    world.answer("omar", draft.id, "abdoun")
    seen = []
    for hours in (1, 47, 1, 24, 1, 24, 24, 24):
        done = jobs.send_reminders(world.db, now=world.tick(hours=hours))
        seen.append((done.reminders, done.escalations))
    assert seen == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (1, 0), (0, 1), (0, 0)]
    kinds = [one.kind for one in watching.inbox_messages(world.db, world.aya)][::-1]
    assert kinds == ["asked", "reminder-before", "reminder-at", "reminder-after"]
    assert [one.kind for one in watching.inbox_messages(world.db, world.omar)] == ["asked"]
    assert [one.kind for one in watching.inbox_messages(world.db, world.dana)] == ["escalated"]


def test_a_nudge_reaches_the_undecided_and_not_too_often(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    ask = world.asks(draft.id)["aqaba"]
    assert watching.nudge(world.db, world.lina, ask.id, now=world.tick()) == 1
    assert watching.nudge(world.db, world.lina, ask.id, now=world.tick()) == 0
    assert watching.nudge(world.db, world.lina, ask.id, now=world.tick(hours=5)) == 1
    with pytest.raises(ForbiddenError):
        watching.nudge(world.db, world.fadi, ask.id, now=world.now)
    with pytest.raises(NotFoundError):
        watching.nudge(world.db, world.karim, ask.id, now=world.now)


def test_a_claim_is_a_mark_that_another_may_take_over(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    assert watching.claim(world.db, world.omar, draft.id, now=world.tick()).claimed_by == world.ids["omar"]
    assert watching.claim(world.db, world.aya, draft.id, now=world.tick()).claimed_by == world.ids["aya"]
    with pytest.raises(ForbiddenError):
        watching.claim(world.db, world.omar, draft.id, False, now=world.tick())
    with pytest.raises(ForbiddenError):
        watching.claim(world.db, world.fadi, draft.id, now=world.tick())
    world.answer("omar", draft.id, "abdoun")
    assert watching.claim(world.db, world.aya, draft.id, False, now=world.tick()).claimed_by is None


def test_an_admin_asks_one_more_but_never_the_author(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    places = world.judge.places()
    with pytest.raises(ForbiddenError):
        watching.assign(world.db, world.huda, ask.id, world.ids["lina"], places=places, now=world.tick())
    watching.assign(world.db, world.huda, ask.id, world.ids["dana"], places=places, now=world.tick())
    assert world.answer("dana", draft.id, "abdoun").state == "approved"


def test_the_author_asks_one_location_again(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    world.answer("omar", draft.id, "abdoun", Given("cannot", "no rider"))
    ask = world.asks(draft.id)["abdoun"]
    piece = deciding.ask_again(world.db, world.lina, ask.id, "you have two now", now=world.tick())
    assert (piece.state, world.asks(draft.id)["abdoun"].state) == ("in_review", "open")
    assert world.answer("omar", draft.id, "abdoun").state == "approved"


def test_a_reviewer_refuses_a_piece_for_good(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    with pytest.raises(InvalidError):
        deciding.reject(world.db, world.omar, ask.id, " ", now=world.tick())
    assert deciding.reject(world.db, world.omar, ask.id, "not our style", now=world.tick()).state == "rejected"
    with pytest.raises(TransitionError):
        drafts.revise(world.db, world.lina, draft.id, now=world.tick())


def test_the_same_promise_is_decided_at_once_wherever_it_waits(world: Any) -> None:
    grant(world, "omar", "operations", "sweifieh")
    first = world.in_review("delivery in 45 min at abdoun, sweifieh")
    second = world.in_review("Soup! delivery in 45 min at abdoun. collection in 20 min at abdoun")
    key = next(iter(world.asks(first.id)["abdoun"].asked))
    assert {one.location for one in deciding.alike(world.db, world.omar, key)} == {"abdoun", "sweifieh"}
    replies = deciding.decide_alike(world.db, world.omar, key, Given("keep"), now=world.tick())
    assert sorted((one.draft.id, one.ask.location, len(one.unanswered)) for one in replies) == [
        (first.id, "abdoun", 0),
        (first.id, "sweifieh", 0),
        (second.id, "abdoun", 1),
    ]


def test_who_leaves_is_not_waited_for_and_somebody_else_is_asked(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    people.set_active(world.db, world.huda, world.ids["omar"], False, now=world.tick())
    assert jobs.reroute(world.db, world.judge, now=world.tick()).moved == 1
    assert asked(world, draft.id, "abdoun") == {world.ids["nour"]}
    assert [one.kind for one in watching.inbox_messages(world.db, world.nour)] == ["asked"]
    assert jobs.reroute(world.db, world.judge, now=world.tick()).moved == 0
    world.answer("nour", draft.id, "abdoun")
    assert world.answer("aya", draft.id, "aqaba").state == "approved"


def test_the_last_one_everybody_waited_for_leaves_and_the_stage_goes_on(world: Any) -> None:
    grant(world, "karim", "operations", "abdoun")
    set_plan(world, stages=(Stage(need="all"),))
    draft = world.in_review("delivery in 45 min at abdoun")
    assert world.answer("omar", draft.id, "abdoun").state == "in_review"
    people.set_active(world.db, world.huda, world.ids["karim"], False, now=world.tick())
    jobs.reroute(world.db, world.judge, now=world.tick())
    assert asked(world, draft.id, "abdoun") == {world.ids["omar"]}
    assert world.state(draft.id) == "approved"


def test_a_new_reviewer_takes_over_from_the_fallback(world: Any) -> None:
    _revoke(world, "omar")
    _revoke(world, "nour")
    set_plan(world, fallback=(world.ids["dana"],))
    draft = world.in_review("delivery in 45 min at abdoun")
    assert world.asks(draft.id)["abdoun"].fallback
    grant(world, "karim", "operations", "abdoun")
    assert jobs.reroute(world.db, world.judge, now=world.tick()).moved == 1
    assert not world.asks(draft.id)["abdoun"].fallback
    assert world.answer("karim", draft.id, "abdoun").state == "approved"


def test_where_nobody_is_left_the_admins_hear_of_it_once(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    _revoke(world, "nour")
    people.set_active(world.db, world.huda, world.ids["omar"], False, now=world.tick())
    for _ in range(3):
        assert jobs.reroute(world.db, world.judge, now=world.tick()) == rerouting.Rerouted(0, 1)
    assert [one.kind for one in watching.inbox_messages(world.db, world.huda)] == ["stuck"]
    assert world.state(draft.id) == "in_review"


LOCATIONS = ("a", "b", "c")
reviewer_sets = st.lists(
    st.builds(
        Reviewer,
        st.integers(1, 5),
        st.just("operations"),
        st.one_of(st.none(), st.frozensets(st.sampled_from(LOCATIONS), min_size=1)),
        st.integers(0, 2),
    ),
    max_size=8,
)


@given(
    st.sets(st.sampled_from(LOCATIONS)),
    reviewer_sets,
    st.frozensets(st.integers(1, 5), max_size=2),
    st.lists(st.integers(1, 8), max_size=2, unique=True),
)
def test_routing_never_asks_an_author_nor_a_stranger(reach: Any, reviewers: Any, authors: Any, fallback: Any) -> None:
    at = {one: Standing(one, "kept", frozenset(one), frozenset(), {"because": ""}) for one in sorted(reach)}
    found = (Promise("k", ("c1",), {"quote": "q"}, at),)
    plan = Plan(fallback=tuple(fallback))
    covered = {
        one: {r.person_id for r in reviewers if (r.locations is None or one in r.locations)} - authors for one in reach
    }
    others = set(fallback) - authors
    try:
        questions = route(found, plan, reviewers, authors=authors)
    except NobodyError:
        assert not others
        assert not reach or any(not some for some in covered.values())
        return
    assert {one.location for one in questions} == (reach or {""})
    for one in questions:
        assert one.people
        assert not authors & set(one.people)
        assert set(one.people) <= (others if one.fallback else covered[one.location])
        assert 1 <= one.need <= len(one.people)


def _revoke(world: Any, who: str) -> None:
    roles = next(found for person, found in people.list_people(world.db, world.huda) if person.id == world.ids[who])
    for one in roles:
        people.revoke(world.db, world.huda, one.id, now=world.now)
