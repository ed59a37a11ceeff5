"""Comments, watchers, lists, messages and mail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest

from promisecheck.review import comments, drafts, inbox, letters, mail, people, publishing, views, watching, wording
from promisecheck.review.comments import Anchor
from promisecheck.review.deciding import Given, decide
from promisecheck.review.errors import ForbiddenError, InvalidError, NotFoundError
from promisecheck.review.mail import Mail

LINK = "https://review.example"
NAMES = {"abdoun": "Abdoun", "aqaba": "Aqaba"}


def kinds(world: Any, who: str) -> list[str]:
    return [one.kind for one in watching.inbox_messages(world.db, getattr(world, who))][::-1]


def test_a_thread_on_a_promise(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    key = next(iter(world.asks(draft.id)["abdoun"].asked))
    first = comments.comment(world.db, world.omar, draft.id, "from when?", Anchor(claim_key=key), now=world.tick())
    comments.reply(world.db, world.lina, first.id, "from Monday", now=world.tick())
    threads = comments.threads(world.db, world.omar, draft.id, claim_key=key)
    assert [(one.first.body, [reply.body for reply in one.replies]) for one in threads] == [
        ("from when?", ["from Monday"])
    ]
    assert comments.resolve(world.db, world.omar, first.id, now=world.tick()).resolved_by == world.ids["omar"]
    comments.reply(world.db, world.omar, first.id, "no, wait", now=world.tick())
    assert comments.threads(world.db, world.omar, draft.id)[0].first.resolved_at is None
    assert kinds(world, "omar") == ["asked", "commented"]


def test_an_anchor_has_to_be_in_the_copy(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    for anchor in (Anchor(claim_key="nothing"), Anchor(start=5), Anchor(start=5, end=500), Anchor(start=7, end=7)):
        with pytest.raises(InvalidError):
            comments.comment(world.db, world.omar, draft.id, "hm", anchor, now=world.tick())
    kept = comments.comment(
        world.db, world.omar, draft.id, "hm", Anchor(start=0, end=8, quote="delivery"), now=world.tick()
    )
    assert (kept.start, kept.end, kept.quote) == (0, 8, "delivery")


def test_a_mention_reaches_who_may_see_the_piece_and_opens_no_door(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    body = "@fadi, @omar@toy.example: look. @aya and @nobody too, and mail me at x@lina.example"
    one = comments.comment(world.db, world.lina, draft.id, body, now=world.tick())
    assert set(one.mentions) == {world.ids["fadi"], world.ids["omar"]}
    assert "mentioned" in kinds(world, "omar")
    assert "mentioned" not in kinds(world, "aya")
    with pytest.raises(NotFoundError):
        views.view(world.db, world.aya, draft.id)
    with pytest.raises(ForbiddenError):
        comments.comment(world.db, world.fadi, draft.id, "me too", now=world.tick())


def test_a_colleague_sees_what_is_shared_and_hears_of_it(world: Any) -> None:
    draft = world.draft("delivery in 45 min at abdoun")
    with pytest.raises(NotFoundError):
        views.view(world.db, world.karim, draft.id)
    watching.share(world.db, world.lina, draft.id, world.ids["karim"], now=world.tick())
    assert views.view(world.db, world.karim, draft.id).watching
    world.submit(draft.id)
    world.answer("omar", draft.id, "abdoun")
    assert kinds(world, "karim") == ["shared", "approved"]
    watching.watch(world.db, world.karim, draft.id, False, now=world.tick())
    with pytest.raises(NotFoundError):
        views.view(world.db, world.karim, draft.id)


def test_the_inbox_puts_what_runs_first_on_top(world: Any) -> None:
    late = world.in_review(
        "delivery in 30 min at abdoun. collection in 20 min at abdoun", runs_from=dt.date(2026, 12, 20)
    )
    soon = world.in_review("massage in 9 min at abdoun, aqaba", runs_from=dt.date(2026, 11, 24), title="Spa")
    found = inbox.waiting(world.db, world.omar, now=world.now)
    assert [one.draft.id for one in found] == [soon.id, late.id]
    second = found[1]
    assert (second.verdicts, second.unanswered) == ({"over": 1, "kept": 1}, {"over": 1, "kept": 1})
    assert second.first is not None
    assert (second.first.quote, second.first.verdict) == ("delivery in 30 min", "over")
    assert (second.submitter, second.again, second.overdue, second.claimed_by) == ("Lina", False, False, None)
    watching.claim(world.db, world.omar, late.id, now=world.tick())
    ask = world.asks(late.id)["abdoun"]
    over = next(key for key, at in ask.asked.items() if at["verdict"] == "over")
    decide(world.db, world.omar, ask.id, {over: Given("cannot", "no")}, now=world.tick())
    second = inbox.waiting(world.db, world.omar, now=world.tick(days=40))[1]
    assert (second.unanswered, second.claimed_by_me, second.overdue) == ({"kept": 1}, True, True)
    assert inbox.waiting(world.db, world.rami, now=world.now) == ()


def test_what_is_asked_again_is_said_to_be(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun. collection in 20 min at abdoun")
    world.answer("omar", draft.id, "abdoun")
    world.revise(draft, "delivery in 50 min at abdoun. collection in 20 min at abdoun")
    (one,) = inbox.waiting(world.db, world.omar, now=world.now)
    assert one.again
    assert (one.verdicts, one.unanswered) == ({"kept": 2}, {"kept": 1})


def test_ones_own_pieces_and_what_one_decided(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    world.answer("omar", draft.id, "abdoun", Given("cannot", "no rider"))
    (own,) = inbox.yours(world.db, world.lina)
    assert (own.asked, own.done, own.waiting_for, own.objections) == (2, 1, ("aqaba",), 1)
    (done,) = inbox.decided(world.db, world.omar)
    assert (done.answers, done.newest, done.draft.state) == ({"cannot": 1}, True, "in_review")
    drafts.withdraw(world.db, world.lina, draft.id, "", now=world.tick())
    assert inbox.yours(world.db, world.lina) == ()
    assert len(inbox.yours(world.db, world.lina, ended=True)) == 1


def test_the_view_of_a_piece_shows_each_their_part(world: Any) -> None:
    draft = world.in_review("delivery in 30 min at abdoun, aqaba")
    world.answer("omar", draft.id, "abdoun", Given("can_if", level={"value": 45, "unit": "min"}))
    mine = views.view(world.db, world.aya, draft.id)
    assert [one.ask.location for one in mine.mine] == ["aqaba"]
    abdoun = next(one for one in mine.questions if one.ask.location == "abdoun")
    assert (set(abdoun.answers.values()), abdoun.finished) == ({"can_if"}, (world.ids["omar"],))
    assert "edit" not in mine.may
    author = views.view(world.db, world.lina, draft.id)
    assert {"edit", "nudge", "withdraw"} <= author.may
    assert author.mine == ()
    world.revise(draft, "delivery in 40 min at abdoun, aqaba. Soup!")
    again = views.view(world.db, world.omar, draft.id)
    abdoun = next(one for one in again.questions if one.ask.location == "abdoun")
    assert [one.answer for one in abdoun.earlier.values()] == ["can_if"]
    assert views.view(world.db, world.omar, draft.id, 1).version.number == 1


def test_the_difference_between_versions_is_told_in_words_and_in_promises(world: Any) -> None:
    draft = world.in_review("delivery in 30 min at abdoun\ncollection in 20 min at abdoun")
    world.revise(draft, "delivery in 45 min at abdoun\nmassage in 9 min at abdoun")
    found = drafts.diff(world.db, world.lina, draft.id, 1, 2)
    assert "-delivery in 30 min at abdoun" in found.lines
    (changed,) = found.promises.changed
    assert (changed.before.quote, changed.after.quote) == ("delivery in 30 min", "delivery in 45 min")
    assert [one.quote for one in found.promises.added] == ["massage in 9 min"]
    assert [one.quote for one in found.promises.removed] == ["collection in 20 min"]


@dataclass
class Box:
    """Takes mail, or fails to."""

    mails: list[Mail] = field(default_factory=list)
    broken: bool = False

    def __call__(self, one: Mail) -> None:
        if self.broken:
            raise ConnectionRefusedError("no mail server")
        self.mails.append(one)


def test_mail_comes_for_each_event_once_and_in_the_readers_language(world: Any) -> None:
    people.set_preferences(world.db, world.omar, digest="each", language="ar", now=world.now)
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    box = Box()
    assert mail.send_events(world.db, box, link=LINK, names=NAMES, now=world.tick()).mails == 1
    assert mail.send_events(world.db, box, link=LINK, names=NAMES, now=world.tick()).mails == 0
    (one,) = box.mails
    assert (one.to, one.language) == ("omar@toy.example", "ar")
    assert "بانتظار إجابتك" in one.body
    assert "Abdoun" in one.body
    assert f"{LINK}/pieces/{draft.id}" in one.body


def test_mail_that_does_not_get_through_is_tried_again_later_and_not_for_ever(world: Any) -> None:
    people.set_preferences(world.db, world.omar, digest="each", now=world.now)
    world.in_review("delivery in 45 min at abdoun")
    box = Box(broken=True)
    tries = 0
    for _ in range(40):
        tries += mail.send_events(world.db, box, link=LINK, names=NAMES, now=world.tick(hours=6)).failed
    assert tries == 8
    box.broken = False
    assert mail.send_events(world.db, box, link=LINK, names=NAMES, now=world.tick(days=9)).mails == 0


def test_one_mail_a_day_holds_everything_and_the_branchs_bulletin(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    world.answer("omar", draft.id, "abdoun")
    publishing.publish(world.db, world.lina, draft.id, "web", now=world.tick())
    box = Box()
    places = world.judge.places()
    sent = mail.send_digests(world.db, box, link=LINK, names=NAMES, places=places, now=world.tick())
    assert sent.failed == 0
    omar = next(one for one in box.mails if one.to == "omar@toy.example")
    assert "waits for your answer" in omar.body
    assert "“delivery in 45 min” (Winter nights): Abdoun" in omar.body
    again = mail.send_digests(world.db, box, link=LINK, names=NAMES, places=places, now=world.tick(days=1))
    assert again.mails == 0


def test_what_was_read_needs_no_mail(world: Any) -> None:
    people.set_preferences(world.db, world.omar, digest="each", now=world.now)
    world.in_review("delivery in 45 min at abdoun")
    (message,) = watching.inbox_messages(world.db, world.omar, unread=True)
    watching.mark_read(world.db, world.omar, message.id, now=world.tick())
    assert watching.inbox_messages(world.db, world.omar, unread=True) == ()
    assert mail.send_events(world.db, Box(), link=LINK, names=NAMES, now=world.tick()).mails == 0


def test_every_sentence_is_there_in_both_languages_with_the_same_facts() -> None:
    import string

    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for english, arabic in (*wording.SENTENCES.values(), *letters.LINES.values()):
        assert facts(english) == facts(arabic)
        assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)
        assert not any("\u0600" <= letter <= "\u06ff" for letter in english)
    for english, arabic in wording.WORDS.values():
        assert english != arabic


def test_every_code_that_is_raised_and_every_message_that_is_sent_has_its_sentence() -> None:
    import ast
    from pathlib import Path

    import promisecheck.review

    used: set[str] = set()
    told: set[str] = set()
    for path in Path(promisecheck.review.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name.endswith(("Error", "Reason")) and name not in (
                "InputError",
                "ValueError",
                "NotDeliveredError",
                "TypeError",
            ):
                used.update(texts[:1])
            if name == "tell":
                told.update(texts[:1])
    assert used <= wording.SENTENCES.keys()
    assert {one for one in told if one} <= letters.LINES.keys()
    assert len(used) > 30
    assert len(told) > 12
