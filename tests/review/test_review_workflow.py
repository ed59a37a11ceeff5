"""A piece from the first word to the end of its run, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from promisecheck.review import checking, deciding, drafts, gate, pieces, publishing, register, views
from promisecheck.review.deciding import Given
from promisecheck.review.drafts import About, Copy
from promisecheck.review.errors import ForbiddenError, InvalidError, NotFoundError, StaleError, TransitionError
from promisecheck.review.models import File


def open_gate(world: Any, draft_id: int, **options: Any) -> gate.Answer:
    with world.db.read() as con:
        version = pieces.latest(con, pieces.draft(con, draft_id))
    return gate.gate(world.db, world.fadi, version.content_hash or "-", now=world.now, **options)


def test_only_the_locations_that_promises_reach_are_asked(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun, aqaba. Warm bread.")
    assert draft.state == "in_review"
    asks = world.asks(draft.id)
    assert set(asks) == {"abdoun", "aqaba"}
    with world.db.read() as con:
        asked = {row.person_id for row in pieces.assigned(con, [one.id for one in asks.values()])}
    assert asked == {world.ids["omar"], world.ids["aya"]}


def test_the_whole_journey(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    assert not open_gate(world, draft.id).open
    assert world.answer("omar", draft.id, "abdoun").state == "in_review"
    can = Given("can_if", level={"op": "<=", "value": 75, "unit": "min"}, reason="one kitchen")
    assert world.answer("aya", draft.id, "aqaba", can).state == "changes_requested"

    draft = world.revise(draft, "delivery in 45 min at abdoun. delivery in 75 min at aqaba")
    asks = world.asks(draft.id)
    assert {place: one.state for place, one in asks.items()} == {"abdoun": "done", "aqaba": "open"}
    assert world.answer("aya", draft.id, "aqaba").state == "approved"

    assert open_gate(world, draft.id).open
    publishing.publish(world.db, world.lina, draft.id, "https://toy.example/winter", now=world.tick())
    assert world.state(draft.id) == "published"

    world.judge.minutes["delivery"]["aqaba"] = 90
    seen = register.recheck(world.db, world.judge, now=world.tick(days=1))
    assert (seen.lost, seen.reopened) == (1, (draft.id,))
    assert world.state(draft.id) == "in_review"
    closed = open_gate(world, draft.id)
    assert [reason.code for reason in closed.reasons] == ["gate-not-approved"]
    assert closed.reasons[0].locations == ("aqaba",)


def test_a_new_version_asks_again_only_where_something_changed(world: Any) -> None:
    text = "collection in 15 min at sweifieh. delivery in 60 min at {}"
    draft = world.in_review(text.format("abdoun, aqaba"))
    world.answer("salma", draft.id, "sweifieh")
    world.answer("omar", draft.id, "abdoun")
    world.answer("aya", draft.id, "aqaba", Given("cannot", "the coast road is slow"))
    draft = world.revise(draft, "New words! " + text.format("abdoun, aqaba").replace("60", "80"))
    asks = world.asks(draft.id)
    assert (asks["sweifieh"].state, asks["sweifieh"].carried) == ("done", True)
    assert {place: one.state for place, one in asks.items() if place != "sweifieh"} == {
        "abdoun": "open",
        "aqaba": "open",
    }
    with world.db.read() as con:
        carried = pieces.decisions_of(con, asks["sweifieh"].version_id)
    assert [(one.answer, one.carried_from is not None) for one in carried] == [("keep", True)]


def test_a_version_without_a_change_in_its_promises_needs_no_new_answer(world: Any) -> None:
    draft = world.in_review("delivery in 80 min")
    for who, where in (("omar", "abdoun"), ("salma", "sweifieh"), ("rami", "irbid"), ("aya", "aqaba")):
        draft = world.answer(who, draft.id, where)
    assert draft.state == "approved"
    draft = world.revise(draft, "Lentil soup! delivery in 80 min, warm.")
    assert (draft.state, draft.latest) == ("approved", 2)
    assert all(one.carried for one in world.asks(draft.id).values())


def test_a_changed_standard_asks_that_location_again_in_the_next_version(world: Any) -> None:
    draft = world.in_review("delivery in 80 min at abdoun, aqaba")
    world.answer("omar", draft.id, "abdoun")
    draft = world.answer("aya", draft.id, "aqaba")
    world.judge.minutes["delivery"]["aqaba"] = 70
    draft = world.revise(draft, "Soup. delivery in 80 min at abdoun, aqaba")
    asks = world.asks(draft.id)
    assert (asks["abdoun"].state, asks["aqaba"].state) == ("done", "open")


def test_nobody_approves_their_own_piece(world: Any) -> None:
    from promisecheck.review import people

    people.grant(world.db, world.huda, world.ids["omar"], "submitter", places=world.judge.places(), now=world.now)
    draft = world.draft("delivery in 45 min at abdoun", by="omar")
    draft = world.submit(draft.id, by="omar")
    ask = world.asks(draft.id)["abdoun"]
    with world.db.read() as con:
        assert [row.person_id for row in pieces.assigned(con, [ask.id])] == [world.ids["nour"]]
    with pytest.raises(ForbiddenError, match="wrote"):
        deciding.decide(world.db, world.omar, ask.id, dict.fromkeys(ask.asked, Given("keep")), now=world.tick())
    assert world.answer("nour", draft.id, "abdoun").state == "approved"


def test_a_foreign_location_cannot_answer_nor_see(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    with pytest.raises(NotFoundError):
        deciding.decide(world.db, world.aya, ask.id, dict.fromkeys(ask.asked, Given("keep")), now=world.tick())
    with pytest.raises(ForbiddenError):
        deciding.decide(world.db, world.fadi, ask.id, dict.fromkeys(ask.asked, Given("keep")), now=world.tick())


def test_an_answer_belongs_to_the_version_it_was_given_on(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    old = world.asks(draft.id)["abdoun"]
    world.revise(draft, "delivery in 40 min at abdoun")
    with pytest.raises(StaleError, match="number 2"):
        deciding.decide(world.db, world.omar, old.id, dict.fromkeys(old.asked, Given("keep")), now=world.tick())


def test_a_no_needs_its_reason_and_can_if_its_condition(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    key = next(iter(ask.asked))
    for given in (Given("cannot"), Given("cannot", "  "), Given("can_if", "why not")):
        with pytest.raises(InvalidError):
            deciding.decide(world.db, world.omar, ask.id, {key: given}, now=world.tick())
    with pytest.raises(InvalidError, match="not asked"):
        deciding.decide(world.db, world.omar, ask.id, {"other": Given("keep")}, now=world.tick())
    with world.db.read() as con:
        assert pieces.decisions_of(con, ask.version_id) == ()


def test_finishing_takes_every_answer(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun. collection in 20 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    first, second = ask.asked
    reply = deciding.decide(world.db, world.omar, ask.id, {first: Given("keep")}, now=world.tick())
    assert reply.unanswered == (second,)
    with pytest.raises(InvalidError):
        deciding.finish(world.db, world.omar, ask.id, now=world.tick())
    reply = deciding.keep_kept(world.db, world.omar, ask.id, now=world.tick())
    assert reply.unanswered == ()
    assert deciding.finish(world.db, world.omar, ask.id, now=world.tick()).draft.state == "approved"


def test_an_answer_can_be_changed_until_the_piece_is_published(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    key = next(iter(ask.asked))
    assert world.answer("omar", draft.id, "abdoun").state == "approved"
    no = Given("cannot", "two riders are ill")
    assert deciding.decide(world.db, world.omar, ask.id, {key: no}, now=world.tick()).draft.state == "changes_requested"
    yes = Given("keep")
    assert deciding.decide(world.db, world.omar, ask.id, {key: yes}, now=world.tick()).draft.state == "approved"
    publishing.publish(world.db, world.lina, draft.id, "web", now=world.tick())
    with pytest.raises(TransitionError):
        deciding.decide(world.db, world.omar, ask.id, {key: no}, now=world.tick())


def test_one_no_weighs_more_than_any_number_of_yes(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    key = next(iter(ask.asked))
    deciding.decide(world.db, world.nour, ask.id, {key: Given("cannot", "not on Fridays")}, now=world.tick())
    assert world.answer("omar", draft.id, "abdoun").state == "changes_requested"


def test_what_cannot_be_read_goes_back_with_the_reason(world: Any) -> None:
    draft = world.draft("delivery in 45 min [scan]")
    drafts.submit(world.db, world.lina, draft.id, now=world.tick())
    outcome = checking.check_piece(world.db, world.judge, draft.id, now=world.tick())
    assert (outcome.draft.state, outcome.problem) == ("draft", "a scan without text")
    world.judge.broken = True
    drafts.submit(world.db, world.lina, draft.id, now=world.tick())
    outcome = checking.check_piece(world.db, world.judge, draft.id, now=world.tick())
    assert outcome.draft.state == "draft"
    assert "service_specs/toy.yaml:12:5" in outcome.problem


def test_a_piece_without_a_promise_is_seen_by_somebody_all_the_same(world: Any) -> None:
    draft = world.draft("Come in, we are open.")
    drafts.submit(world.db, world.lina, draft.id, now=world.tick())
    outcome = checking.check_piece(world.db, world.judge, draft.id, now=world.tick())
    assert outcome.draft.state == "draft"
    assert "Nobody can be asked" in outcome.problem


def test_saving_on_top_of_somebody_elses_version_is_refused(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    world.revise(draft, "delivery in 50 min at abdoun")
    with pytest.raises(StaleError):
        drafts.save(world.db, world.lina, draft.id, Copy("mine"), based_on=1, now=world.tick())


def test_the_export_holds_the_approved_text_and_nothing_else(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    with pytest.raises(ForbiddenError):
        publishing.export(world.db, world.lina, draft.id)
    world.answer("omar", draft.id, "abdoun")
    out = publishing.export(world.db, world.lina, draft.id)
    assert (out.copy, out.version) == ("delivery in 45 min at abdoun", 1)
    drafts.save(world.db, world.lina, draft.id, Copy("delivery in 5 min"), based_on=1, now=world.tick())
    with pytest.raises(ForbiddenError):
        publishing.export(world.db, world.lina, draft.id)


def test_a_new_title_changes_nothing_and_new_dates_change_what_was_judged(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    about = About("Cold nights", "mail", draft.runs_from, draft.runs_until, "Winter", draft.places)
    places = world.judge.places()
    renamed = drafts.describe(world.db, world.lina, draft.id, about, places=places, now=world.tick())
    assert (renamed.title, renamed.state, renamed.latest) == ("Cold nights", "in_review", 1)
    later = replace(about, runs_until=dt.date(2027, 3, 1))
    moved = drafts.describe(world.db, world.lina, draft.id, later, places=places, now=world.tick())
    assert (moved.state, moved.latest) == ("draft", 2)
    drafts.withdraw(world.db, world.lina, draft.id, "", now=world.tick())
    with pytest.raises(TransitionError):
        drafts.describe(world.db, world.lina, draft.id, about, places=places, now=world.tick())


def test_what_came_with_the_copy_stays_with_its_version(world: Any) -> None:
    logo = File("logo.png", "image/png", "", b"\x89PNG\0\xff")
    draft = world.draft("delivery in 45 min at abdoun")
    copy = Copy("<p>delivery in 45 min at abdoun", "html", "page.html", (logo,))
    drafts.save(world.db, world.lina, draft.id, copy, based_on=1, now=world.tick())
    world.submit(draft.id)
    (shown,) = views.view(world.db, world.omar, draft.id).files
    assert (shown.path, shown.size, len(shown.sha256)) == ("logo.png", 6, 64)
    assert views.file(world.db, world.omar, draft.id, 1, "logo.png").data == logo.data
    with pytest.raises(NotFoundError):
        views.file(world.db, world.omar, draft.id, 1, "other.png")
    drafts.revise(world.db, world.lina, draft.id, now=world.tick())
    assert [one.path for one in views.view(world.db, world.lina, draft.id).files] == ["logo.png"]


def test_copy_is_kept_to_the_letter(world: Any) -> None:
    odd = "delivery in 45 min at abdoun\r\n\0\ud800 \u202eعربي\ufeff"
    draft = world.draft(odd)
    with world.db.read() as con:
        assert pieces.latest(con, draft).copy == odd


def test_what_has_run_its_time_ends(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun", runs_until=dt.date(2026, 12, 5))
    world.answer("omar", draft.id, "abdoun")
    publishing.publish(world.db, world.lina, draft.id, "web", now=world.tick())
    assert publishing.expire(world.db, now=world.now) == ()
    later = world.tick(days=14)
    assert publishing.expire(world.db, now=later) == (draft.id,)
    assert world.state(draft.id) == "expired"
    answer = open_gate(world, draft.id)
    assert {reason.code for reason in answer.reasons} == {"gate-ended", "gate-over"}
    assert publishing.expire(world.db, now=later) == ()


def test_an_answer_that_is_taken_back_has_to_be_given_anew(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    world.answer("omar", draft.id, "abdoun")
    ask = world.asks(draft.id)["abdoun"]
    assert ask.state == "done"
    key = next(iter(ask.asked))
    reply = deciding.take_back(world.db, world.omar, ask.id, [key, "never-asked"], now=world.tick())
    assert reply.unanswered == (key,)
    assert reply.ask.state == "open"
    with pytest.raises(InvalidError):
        deciding.finish(world.db, world.omar, ask.id, now=world.tick())
    with pytest.raises(ForbiddenError):
        deciding.take_back(world.db, world.aya, ask.id, [key], now=world.tick())
    assert world.answer("omar", draft.id, "abdoun").state == "in_review"
