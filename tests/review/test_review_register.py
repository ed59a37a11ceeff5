"""What is out stays watched: standards change, promises are lost and regained, pieces go back into review."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from promisecheck.review import deciding, drafts, gaps, gate, pieces, publishing, register, register_view
from promisecheck.review.deciding import Given
from promisecheck.review.drafts import Copy
from promisecheck.review.errors import ForbiddenError, NotFoundError, TransitionError
from promisecheck.review.register_view import Filter
from promisecheck.standards import load_organisation

TEXT = "delivery in 80 min at abdoun, aqaba. collection in 20 min at abdoun"


def published(world: Any, text: str = TEXT, **about: Any) -> Any:
    draft = world.in_review(text, **about)
    for who, where in (("omar", "abdoun"), ("salma", "sweifieh"), ("rami", "irbid"), ("aya", "aqaba")):
        if where in world.asks(draft.id):
            world.answer(who, draft.id, where)
    publishing.publish(world.db, world.lina, draft.id, "web", now=world.tick())
    return draft


def recheck(world: Any, **step: float) -> register.Recheck:
    return register.recheck(world.db, world.judge, now=world.tick(**(step or {"hours": 1})))


def answer_of(world: Any, draft_id: int, **options: Any) -> gate.Answer:
    with world.db.read() as con:
        version = pieces.latest(con, pieces.draft(con, draft_id))
    return gate.gate(world.db, world.fadi, version.content_hash, now=world.now, **options)


def test_nothing_changes_while_nothing_changed(world: Any) -> None:
    draft = published(world)
    seen = recheck(world, days=1)
    assert (seen.judged, seen.lost, seen.reopened, seen.problems) == (1, 0, (), {})
    assert world.state(draft.id) == "published"


def test_only_the_location_whose_standard_changed_is_asked_again(world: Any) -> None:
    draft = published(world)
    world.judge.minutes["delivery"]["aqaba"] = 90
    seen = recheck(world)
    assert (seen.lost, seen.reopened) == (1, (draft.id,))
    asks = world.asks(draft.id)
    assert (asks["abdoun"].state, asks["abdoun"].carried, asks["aqaba"].state) == ("done", True, "open")
    with world.db.read() as con:
        version = pieces.latest(con, pieces.draft(con, draft.id))
    assert (version.number, version.cause, version.author_id) == (2, "recheck", None)
    assert recheck(world).reopened == ()


def test_a_location_that_stands_by_its_word_puts_it_back_in_public(world: Any) -> None:
    draft = published(world)
    world.judge.minutes["delivery"]["aqaba"] = 90
    recheck(world)
    assert not answer_of(world, draft.id).open
    assert world.answer("aya", draft.id, "aqaba").state == "published"
    assert answer_of(world, draft.id).open
    live = [one for one in publishing.publications_of(world.db, world.lina, draft.id) if one.ended_at is None]
    assert len(live) == 1
    assert recheck(world, days=1).lost == 0


def test_a_location_that_cannot_any_more_sends_it_to_its_author_and_it_stays_on_record_as_out(world: Any) -> None:
    draft = published(world)
    world.judge.minutes["delivery"]["aqaba"] = 90
    recheck(world)
    assert world.answer("aya", draft.id, "aqaba", Given("cannot", "the road is closed")).state == "changes_requested"
    assert [one.code for one in answer_of(world, draft.id).reasons] == ["gate-state"]
    shown = register_view.show(world.db, world.fadi, Filter(lost=True))
    assert [(one.locations, one.verdict, one.reopened) for one in shown.lines] == [(("aqaba",), "over", True)]
    draft = world.revise(draft, TEXT.replace("80 min at abdoun, aqaba", "95 min at abdoun, aqaba"))
    world.answer("omar", draft.id, "abdoun")
    world.answer("aya", draft.id, "aqaba")
    publishing.publish(world.db, world.lina, draft.id, "web", now=world.tick())
    shown = register_view.show(world.db, world.fadi)
    assert shown.lost == 0
    assert {one.quote for one in shown.lines} == {"delivery in 95 min", "collection in 20 min"}


def test_when_a_standard_comes_back_so_do_the_decisions_on_it(world: Any) -> None:
    draft = published(world)
    world.judge.minutes["delivery"]["aqaba"] = 90
    recheck(world)
    assert world.state(draft.id) == "in_review"
    world.judge.minutes["delivery"]["aqaba"] = 75
    seen = recheck(world)
    assert seen.regained == 1
    assert world.state(draft.id) == "published"
    assert answer_of(world, draft.id).open


def test_a_standard_out_of_date_is_a_reason_to_look_again(world: Any) -> None:
    draft = published(world)
    world.judge.stale.add("collection")
    assert recheck(world).reopened == (draft.id,)
    asks = world.asks(draft.id)
    assert (asks["abdoun"].state, asks["aqaba"].state) == ("open", "done")


def test_what_was_over_and_kept_all_the_same_is_not_asked_about_daily(world: Any) -> None:
    draft = published(world, "delivery in 30 min at abdoun")
    assert recheck(world, days=1).reopened == ()
    world.judge.minutes["delivery"]["abdoun"] = 40
    assert recheck(world, days=1).reopened == (draft.id,)


def test_a_piece_in_review_is_judged_by_the_standards_of_the_day(world: Any) -> None:
    draft = world.in_review("delivery in 80 min at abdoun, aqaba")
    world.answer("omar", draft.id, "abdoun")
    world.judge.minutes["delivery"]["aqaba"] = 90
    recheck(world)
    asks = world.asks(draft.id)
    assert asks["aqaba"].asked[next(iter(asks["aqaba"].asked))]["verdict"] == "over"
    assert asks["abdoun"].carried


def test_an_approved_piece_that_no_longer_holds_loses_its_approval(world: Any) -> None:
    draft = world.in_review("delivery in 80 min at aqaba")
    world.answer("aya", draft.id, "aqaba")
    assert register_view.show(world.db, world.fadi).approved == 1
    world.judge.minutes["delivery"]["aqaba"] = 90
    recheck(world)
    assert world.state(draft.id) == "in_review"
    assert register_view.show(world.db, world.fadi).lines == ()
    with pytest.raises(ForbiddenError):
        publishing.export(world.db, world.lina, draft.id)


def test_a_new_version_in_the_making_does_not_blind_the_register(world: Any) -> None:
    draft = published(world)
    drafts.save(world.db, world.lina, draft.id, Copy("delivery in 5 min"), based_on=1, now=world.tick())
    world.judge.minutes["delivery"]["aqaba"] = 90
    seen = recheck(world)
    assert (seen.lost, seen.reopened) == (1, ())
    with world.db.read() as con:
        first = pieces.numbered(con, draft.id, 1)
    answer = gate.gate(world.db, world.fadi, first.content_hash, now=world.now)
    assert [(one.code, one.locations) for one in answer.reasons] == [("gate-lost", ("aqaba",))]


def test_specs_that_cannot_be_read_are_a_problem_and_no_verdict(world: Any) -> None:
    draft = published(world)
    world.judge.broken = True
    seen = recheck(world)
    assert seen.judged == 0
    assert "toy.yaml" in seen.problems[draft.id]
    assert world.state(draft.id) == "published"


def test_a_piece_on_which_the_engine_breaks_holds_no_other_up_and_passes_no_gate(world: Any, monkeypatch: Any) -> None:
    first, second = published(world), published(world, "delivery in 81 min at aqaba")
    check = world.judge.check

    def breaks(job: Any) -> Any:
        if "81" not in job.copy:
            raise RuntimeError("deep inside")
        return check(job)

    monkeypatch.setattr(world.judge, "check", breaks)
    world.judge.minutes["delivery"]["aqaba"] = 90
    seen = recheck(world)
    assert (list(seen.broken), seen.reopened) == ([first.id], (second.id,))
    assert not answer_of(world, first.id, specs_hash=world.judge.specs_hash).open
    monkeypatch.undo()
    assert recheck(world).reopened == (first.id,)


def test_the_gate_knows_the_standards_it_was_approved_by(world: Any) -> None:
    draft = published(world)
    assert answer_of(world, draft.id, specs_hash=world.judge.specs_hash).open
    world.judge.minutes["delivery"]["irbid"] = 10
    closed = answer_of(world, draft.id, specs_hash=world.judge.specs_hash)
    assert [one.code for one in closed.reasons] == ["gate-standards"]
    recheck(world)
    assert answer_of(world, draft.id, specs_hash=world.judge.specs_hash).open


def test_the_gate_gives_every_reason_in_both_languages(world: Any) -> None:
    unknown = gate.gate(world.db, world.lina, "0" * 64, now=world.now)
    assert [one["code"] for one in unknown.to_json()["reasons"]] == ["gate-unknown"]
    draft = world.in_review("delivery in 80 min at abdoun, aqaba")
    closed = answer_of(world, draft.id)
    english, arabic = (closed.to_json(language)["reasons"][0]["message"] for language in ("en", "ar"))
    assert "abdoun, aqaba" in english
    assert "abdoun" in arabic
    assert arabic != english
    drafts.withdraw(world.db, world.lina, draft.id, "", now=world.tick())
    assert [one.code for one in answer_of(world, draft.id).reasons] == ["gate-ended"]


def test_a_text_that_was_replaced_is_not_let_through_any_more(world: Any) -> None:
    draft = published(world, "delivery in 80 min at aqaba")
    with world.db.read() as con:
        first = pieces.numbered(con, draft.id, 1)
    assert gate.gate(world.db, world.fadi, first.content_hash, now=world.now).open
    world.revise(draft, "delivery in 90 min at aqaba")
    world.answer("aya", draft.id, "aqaba")
    assert gate.gate(world.db, world.fadi, first.content_hash, now=world.now).open
    publishing.publish(world.db, world.lina, draft.id, "web", now=world.tick())
    closed = gate.gate(world.db, world.fadi, first.content_hash, now=world.now)
    assert [one.code for one in closed.reasons] == ["gate-replaced"]


def test_an_approved_text_that_is_being_revised_is_not_let_through(world: Any) -> None:
    draft = world.in_review("delivery in 80 min at aqaba")
    world.answer("aya", draft.id, "aqaba")
    with world.db.read() as con:
        first = pieces.numbered(con, draft.id, 1)
    drafts.revise(world.db, world.lina, draft.id, now=world.tick())
    closed = gate.gate(world.db, world.fadi, first.content_hash, now=world.now)
    assert not closed.open
    assert register_view.show(world.db, world.fadi).lines == ()


def test_what_is_in_public_is_its_authors_to_take_down(world: Any) -> None:
    draft = published(world, "delivery in 80 min at aqaba")
    world.judge.minutes["delivery"]["aqaba"] = 90
    recheck(world)
    ask = world.asks(draft.id)["aqaba"]
    with pytest.raises(TransitionError, match="public"):
        deciding.reject(world.db, world.aya, ask.id, "no more", now=world.tick())
    with pytest.raises(NotFoundError):
        drafts.withdraw(world.db, world.karim, draft.id, "not mine", now=world.tick())
    assert drafts.withdraw(world.db, world.lina, draft.id, "road closed", now=world.tick()).state == "withdrawn"
    assert register_view.show(world.db, world.fadi).lines == ()


def test_one_piece_with_this_text_is_enough_for_the_gate(world: Any) -> None:
    first = published(world, "delivery in 80 min at abdoun")
    second = world.in_review("\ndelivery in 80 min at abdoun")
    drafts.withdraw(world.db, world.lina, second.id, "", now=world.tick())
    assert answer_of(world, second.id).draft_id == first.id


def test_the_register_shows_promises_with_filters_and_those_that_need_somebody_first(world: Any) -> None:
    published(world)
    other = published(world, "delivery in 60 min at irbid", title="Summer mail", campaign="Summer", channel="mail")
    world.judge.minutes["delivery"]["irbid"] = 70
    recheck(world)
    everything = register_view.show(world.db, world.fadi)
    assert everything.lines[0].quote == "delivery in 60 min"
    assert (everything.live, everything.lost, everything.approved) == (3, 1, 0)
    assert everything.lines[0].lost_since == world.now.date()
    assert everything.choices.locations == ("abdoun", "aqaba", "irbid")
    assert everything.choices.campaigns == ("Summer", "Winter")
    by = {
        "verdict": ("over", {"delivery in 60 min"}),
        "location": ("aqaba", {"delivery in 80 min"}),
        "service": ("collection", {"collection in 20 min"}),
        "campaign": ("Summer", {"delivery in 60 min"}),
        "channel": ("web", {"delivery in 80 min", "collection in 20 min"}),
        "words": ("summer", {"delivery in 60 min"}),
    }
    for name, (value, quotes) in by.items():
        found = register_view.show(world.db, world.fadi, Filter(**{name: value}))
        assert {one.quote for one in found.lines} == quotes
    wide = next(one for one in everything.lines if one.quote == "delivery in 80 min")
    assert wide.locations == ("abdoun", "aqaba")
    past = register_view.history(world.db, world.fadi, other.id, everything.lines[0].claim_key)
    assert [(one.location, one.lost_since is None) for one in past] == [("irbid", False)]


def test_everybody_sees_their_part_of_the_register(world: Any) -> None:
    published(world)
    seen = {
        who: {place for line in register_view.show(world.db, getattr(world, who)).lines for place in line.locations}
        for who in ("omar", "aya", "rami", "nour", "lina", "karim", "dana", "tala")
    }
    both = {"abdoun", "aqaba"}
    assert seen == {
        "omar": {"abdoun"},
        "aya": {"aqaba"},
        "rami": set(),
        "nour": both,
        "lina": both,
        "karim": set(),
        "dana": both,
        "tala": both,
    }


def test_the_gap_board_counts_live_and_waiting_promises(world: Any) -> None:
    published(world)
    world.in_review("delivery in 30 min at abdoun, aqaba. massage in 9 min at abdoun", campaign="Spring")
    shown = gaps.board(world.db, world.fadi, today=world.now.date())
    assert (shown.pieces, shown.all.over, shown.all.undeclared, shown.all.kept) == (2, 1, 1, 2)
    places = {one.name: (one.over, one.undeclared, one.kept, one.gap, one.unit) for one in shown.by_location}
    assert places == {"abdoun": (1, 1, 2, 15.0, "min"), "aqaba": (1, 0, 1, 45.0, "min")}
    delivery = shown.by_measure[0]
    assert (delivery.name, delivery.over, delivery.gap) == ("delivery_time", 1, 30.0)
    assert [one.name for one in shown.by_campaign] == ["Spring", "Winter"]
    only = gaps.board(world.db, world.fadi, campaign="Winter", today=world.now.date())
    assert (only.all.total, only.all.over) == (2, 0)
    mine = gaps.board(world.db, world.aya, today=world.now.date())
    assert [one.name for one in mine.by_location] == ["aqaba"]


def test_a_piece_asked_about_again_counts_once(world: Any) -> None:
    published(world, "delivery in 80 min at aqaba")
    world.judge.minutes["delivery"]["aqaba"] = 90
    recheck(world)
    shown = gaps.board(world.db, world.fadi, today=world.now.date())
    assert (shown.all.total, shown.all.over) == (1, 1)


def test_the_curve_is_counted_day_by_day_and_shown_week_by_week(world: Any) -> None:
    published(world, "delivery in 80 min at aqaba", runs_until=None)
    start = world.now.date()
    gaps.tally(world.db, now=world.now)
    gaps.tally(world.db, now=world.now)
    world.judge.minutes["delivery"]["aqaba"] = 90
    recheck(world, days=8)
    gaps.tally(world.db, now=world.now)
    curve = gaps.board(world.db, world.fadi, today=world.now.date()).over_time
    assert [(one.over, one.total, one.share) for one in curve] == [(0, 1, 0.0), (1, 1, 1.0)]
    assert curve[0].monday == start - dt.timedelta(days=start.weekday())
    assert gaps.board(world.db, world.omar, today=world.now.date()).over_time == ()


def test_what_is_wanted_stands_beside_what_is_promised(tmp_path: Path) -> None:
    head = "organisation: Harbour\nlocations: {quay: {names: {en: [Quay]}}}\nservices:\n"
    for service in ("delivery", "care"):
        head += f"  {service}: {{names: {{en: [{service}]}}}}\n"
    spec = (
        "standards:\n  time: {service: delivery, measure: delivery_time, within: 40 min, importance: 2}\n"
        "  reply: {service: care, measure: response_time, within: 1 h, importance: 6}\n"
    )
    (tmp_path / "spec.yaml").write_text(head + spec, encoding="utf-8")
    said = (
        gaps.Promised("in 30 min", "", "delivery_time", "time"),
        gaps.Promised("within the hour", "delivery", "delivery_time", "time"),
        gaps.Promised("at your door in 20 min", "delivery", "delivery_time", None),
        gaps.Promised("open all night", "", "opening_hours", None),
    )
    shown = gaps.Board(2, gaps.Counted(""), (), (), (), (), said)
    found = gaps.emphasis(shown, load_organisation(tmp_path))
    assert [(one.service, one.measure, one.wanted, one.promised, one.silent, one.loud) for one in found] == [
        ("care", "response_time", 0.75, 0.0, True, False),
        ("delivery", "delivery_time", 0.25, 0.75, False, True),
        ("", "opening_hours", 0.0, 0.25, False, False),
    ]


def test_the_board_has_each_promise_of_a_piece_once(world: Any) -> None:
    published(world, "delivery in 80 min at aqaba. delivery in 80 min at abdoun")
    shown = gaps.board(world.db, world.fadi, today=world.now.date())
    assert [(one.quote, one.service, one.measure) for one in shown.promises] == [
        ("delivery in 80 min", "delivery", "delivery_time")
    ]
