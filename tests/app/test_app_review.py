"""The review screen as a browser without script sees it: what touches one's branches, answering, talking, finishing."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest

from promisecheck.review import changes, comments, keys, people, views
from promisecheck.review.deciding import decide_alike
from promisecheck.review.errors import InvalidError

Site = Any
COPY = "Takeaway is ready in 15 minutes.\nThere is outdoor seating.\nFree delivery on orders from 15 JOD.\n"


def _in_aqaba(site: Site, text: str = COPY) -> Any:
    """A piece for both branches that Aya reviews."""
    return site.in_review(text, places=("aqaba",))


def _cards(page: str) -> list[tuple[str, str, str]]:
    """Anchor, verdict and answer of each card, in their order."""
    found = re.findall(
        r'<details class="promise v-(\w+)" name="promise" id="(r[\d-]+)".*?<span class="ans">(.*?)</span></summary>',
        page,
        re.DOTALL,
    )
    return [(anchor, verdict, re.sub(r"<[^>]+>", "", said).strip()) for verdict, anchor, said in found]


def _form(page: str, anchor: str, kind: str) -> dict[str, str]:
    """The hidden fields of a card's form."""
    card = page.split(f'id="{anchor}"', 1)[1].split("</details>", 1)[0]
    start = f'id="a-{anchor}"' if kind == "keep" else f'data-form="{kind}"'
    form = card.split(start, 1)[1].split("</form>", 1)[0]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


def _answer(site: Site, visitor: Any, piece: Any, anchor: str, kind: str, **fields: str) -> Any:
    page = visitor.get(f"/pieces/{piece.id}").get_data(as_text=True)
    hidden = _form(page, anchor, kind)
    hidden.pop("csrf_token")
    return visitor.post(f"/pieces/{piece.id}/answers", **{**hidden, "answer": kind, **fields})


def test_what_fails_comes_first_and_branches_alike_share_a_card(site: Site) -> None:
    piece = _in_aqaba(site)
    page = site.client("aya").get(f"/pieces/{piece.id}").get_data(as_text=True)
    cards = _cards(page)
    assert [verdict for _, verdict, _ in cards] == sorted(
        [verdict for _, verdict, _ in cards], key=["over", "undeclared", "unsure", "kept"].index
    )
    assert cards[0][:2] == ("r1", "over")
    assert len(_form(page, "r1", "keep")["asks"].split()) == 2
    assert len(re.findall(r'<details class="promise[^>]* open', page)) == 1
    assert "at most 20 min" in page
    assert "15 min" in page


def test_an_answer_is_kept_at_once_at_all_branches_of_its_card(site: Site) -> None:
    piece = _in_aqaba(site)
    aya = site.client("aya")
    answer = _answer(site, aya, piece, "r1", "cannot", why="staff")
    assert answer.status_code == 303
    assert f"/pieces/{piece.id}?" in answer.location
    assert "after=r1" in answer.location
    view = views.view(site.here.db, site.actor("aya"), piece.id)
    given = [one for question in view.questions for one in question.decisions]
    assert {(one.answer, one.reason) for one in given} == {("cannot", "Not enough hands")}
    assert len(given) == 2
    page = aya.get(answer.location).get_data(as_text=True)
    assert _cards(page)[0][2] == "We can’t"
    assert 'id="r1" open' not in page
    assert "1 of 3 answered" in page


def test_a_no_takes_a_reason_and_says_so_where_the_form_was(site: Site) -> None:
    piece = _in_aqaba(site)
    aya = site.client("aya")
    answer = _answer(site, aya, piece, "r1", "cannot", reason=" ")
    page = aya.get(answer.location).get_data(as_text=True)
    assert 'class="told refused"' in page
    assert re.search(r'data-form="cannot"(?! hidden)', page)
    assert _cards(page)[0][2] == "unanswered"


@pytest.mark.parametrize(("typed", "value"), [("20", 20), ("٢٠", 20), ("22.5", 22.5), ("٢٢٫٥", 22.5)])
def test_what_a_branch_can_do_is_kept_as_a_level(site: Site, typed: str, value: float) -> None:
    piece = _in_aqaba(site)
    _answer(site, site.client("aya"), piece, "r1", "can_if", level=typed, condition="before 22:00", reason="Two cooks")
    view = views.view(site.here.db, site.actor("aya"), piece.id)
    one = next(one for question in view.questions for one in question.decisions)
    assert one.level == {"op": "<=", "value": value, "unit": "min"}
    assert (one.condition, one.reason) == ("before 22:00", "Two cooks")


def test_what_a_branch_can_do_goes_into_the_proposal(site: Site) -> None:
    piece = _in_aqaba(site)
    aya = site.client("aya")
    answer = _answer(site, aya, piece, "r1", "can_if", level="25", condition="before 22:00", reason="Two cooks")
    card = aya.get(f"{answer.location.split('?')[0]}?open=r1").get_data(as_text=True)
    link = re.search(r'href="(/standards/changes/new\?[^"]*decision=\d+[^"]*)"', card)
    assert link
    form = aya.get(unescape(link[1])).get_data(as_text=True)
    assert re.search(r'name="level"[^>]*value="25 min"', form)
    assert re.search(r'name="why"[^>]*value="Two cooks; before 22:00"', form)
    assert re.search(r'value="old-town" checked', form)
    decision = re.search(r'name="decision" value="(\d+)"', form)
    assert decision
    fields = {"kind": "standard", "standard": "takeaway-time", "locations": "old-town", "level": "25 min"}
    assert aya.post("/standards/changes/new", **fields, why="Two cooks", decision=decision[1]).status_code == 303
    (wish,) = changes.list_changes(site.here.db, site.actor("dana"))
    assert wish.decision_id == int(decision[1])
    assert wish.body == {"within": "25 min"}
    omar = site.client("omar").get(unescape(link[1]))
    assert omar.status_code == 404, "an answer about a piece that is none of theirs"


@pytest.mark.parametrize("typed", ["many", "-3", "1e99", "nan"])
def test_a_level_that_is_no_number_is_refused(site: Site, typed: str) -> None:
    piece = _in_aqaba(site)
    aya = site.client("aya")
    answer = _answer(site, aya, piece, "r1", "can_if", level=typed)
    assert 'class="told refused"' in aya.get(answer.location).get_data(as_text=True)
    assert not any(one.decisions for one in views.view(site.here.db, site.actor("aya"), piece.id).questions)


def test_the_fields_open_without_script(site: Site) -> None:
    piece = _in_aqaba(site)
    page = site.client("aya").get(f"/pieces/{piece.id}?open=r1&choose=can_if").get_data(as_text=True)
    assert re.search(r'data-form="can_if"(?! hidden)', page)
    assert re.search(r'value="can_if" aria-pressed="true"', page)
    assert 'name="level" inputmode="decimal" autocomplete="off" value="20"' in page


def test_undo_leaves_the_promise_unanswered(site: Site) -> None:
    piece = _in_aqaba(site)
    aya = site.client("aya")
    answer = _answer(site, aya, piece, "r1", "keep")
    page = aya.get(answer.location).get_data(as_text=True)
    form = page.split("/take-back", 1)[1].split("</form>", 1)[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    hidden.pop("csrf_token")
    back = aya.post(f"/pieces/{piece.id}/take-back", **{key: unescape(value) for key, value in hidden.items()})
    page = aya.get(back.location).get_data(as_text=True)
    assert _cards(page)[0][2] == "unanswered"
    assert 'id="r1" open' in page
    assert not any(one.decisions for one in views.view(site.here.db, site.actor("aya"), piece.id).questions)


def test_all_kept_ones_at_once_then_the_rest_then_finish(site: Site) -> None:
    piece = _in_aqaba(site)
    aya = site.client("aya")
    aya.post(f"/pieces/{piece.id}/keep-kept")
    page = aya.get(f"/pieces/{piece.id}").get_data(as_text=True)
    for _, verdict, said in _cards(page):
        assert (said == "We keep it") == (verdict == "kept")
    early = aya.post(f"/pieces/{piece.id}/finish")
    assert "no answer yet" in aya.get(early.location).get_data(as_text=True)
    assert site.state(piece.id) == "in_review"
    for anchor, _, said in _cards(page):
        if said == "unanswered":
            _answer(site, aya, piece, anchor, "keep")
    done = aya.post(f"/pieces/{piece.id}/finish")
    assert done.location == "/"
    assert site.state(piece.id) == "approved"


def test_finishing_goes_on_to_the_next_piece(site: Site) -> None:
    first, second = _in_aqaba(site, "Outdoor seating."), _in_aqaba(site, "Step-free access.")
    aya = site.client("aya")
    for anchor, _, _ in _cards(aya.get(f"/pieces/{first.id}").get_data(as_text=True)):
        _answer(site, aya, first, anchor, "keep")
    assert aya.post(f"/pieces/{first.id}/finish").location == f"/pieces/{second.id}"


def test_the_same_promise_in_other_pieces_can_be_answered_with_it(site: Site) -> None:
    first, second = _in_aqaba(site), _in_aqaba(site)
    aya = site.client("aya")
    page = aya.get(f"/pieces/{first.id}").get_data(as_text=True)
    assert "and in 1 other piece" in page
    _answer(site, aya, first, "r1", "cannot", why="faster", everywhere="1")
    view = views.view(site.here.db, site.actor("aya"), second.id)
    assert {one.answer for question in view.questions for one in question.decisions} == {"cannot"}
    with pytest.raises(InvalidError):
        decide_alike(site.here.db, site.actor("aya"), "none", _no_reason(), now=site.clock.now)


def _no_reason() -> Any:
    from promisecheck.review.deciding import Given

    return Given("cannot")


def test_only_ones_own_branches_are_asked_about(site: Site) -> None:
    piece = site.in_review("Takeaway is ready in 15 minutes.", places=("weibdeh", "aqaba"))
    page = site.client("omar").get(f"/pieces/{piece.id}").get_data(as_text=True)
    assert len(_form(page, "r1", "keep")["asks"].split()) == 1
    foreign = [one.id for place, one in site.asks(piece.id).items() if place != "weibdeh"]
    form = _form(page, "r1", "keep")
    fields = {"key": form["key"], "asks": str(foreign[0]), "card": "r1", "answer": "keep"}
    answer = site.client("omar").post(f"/pieces/{piece.id}/answers", **fields)
    assert answer.status_code == 403
    assert not any(one.decisions for one in views.view(site.here.db, site.actor("aya"), piece.id).questions)


def test_promises_of_other_branches_are_named_apart(site: Site) -> None:
    text = "Takeaway is ready in 20 minutes.\nOur restaurant in Aqaba Old Town has outdoor seating.\n"
    piece = site.in_review(text, places=("weibdeh", "old-town"))
    page = site.client("omar").get(f"/pieces/{piece.id}").get_data(as_text=True)
    assert "1 promise touches other branches only" in page
    assert len(_cards(page)) == 1


def test_the_author_sees_every_answer_and_may_write_on(site: Site) -> None:
    piece = _in_aqaba(site)
    _answer(site, site.client("aya"), piece, "r1", "can_if", level="20", reason="Two cooks")
    page = site.client("lina").get(f"/pieces/{piece.id}").get_data(as_text=True)
    assert "at most 20 min" in page
    assert "Two cooks" in page
    assert f'href="/pieces/{piece.id}/edit"' in page
    assert "/answers" not in page
    assert 'name="answer"' not in page


def test_a_token_is_needed_for_every_form(site: Site) -> None:
    piece = _in_aqaba(site)
    aya = site.client("aya")
    for path in ("answers", "take-back", "keep-kept", "finish", "comments", "refuse"):
        assert aya.raw.post(f"/pieces/{piece.id}/{path}", data={"answer": "keep"}).status_code == 400, path
    assert not any(one.decisions for one in views.view(site.here.db, site.actor("aya"), piece.id).questions)


def test_talk(site: Site) -> None:
    piece = _in_aqaba(site)
    aya, lina = site.client("aya"), site.client("lina")
    key = _form(aya.get(f"/pieces/{piece.id}").get_data(as_text=True), "r1", "keep")["key"]
    said = aya.post(f"/pieces/{piece.id}/comments", key=key, card="r1", body="Only <b>before</b> ten, @lina")
    assert said.location.endswith("#r1")
    page = lina.get(f"/pieces/{piece.id}").get_data(as_text=True)
    assert "Only &lt;b&gt;before&lt;/b&gt; ten, @lina" in page
    thread = comments.threads(site.here.db, site.actor("lina"), piece.id)[0]
    assert thread.first.mentions == (site.ids["lina"],)
    lina.post(f"/pieces/comments/{thread.first.id}/reply", card="r1", body="I shall say so")
    lina.post(f"/pieces/comments/{thread.first.id}/resolve", card="r1", on="1")
    thread = comments.threads(site.here.db, site.actor("lina"), piece.id, claim_key=key)[0]
    assert [one.body for one in thread.replies] == ["I shall say so"]
    assert thread.first.resolved_at is not None
    aya.post(f"/pieces/{piece.id}/comments", key="", card="", body="About all of it")
    assert "1 comment on the piece as a whole" in aya.get(f"/pieces/{piece.id}").get_data(as_text=True)


def test_refusing_a_piece_for_good(site: Site) -> None:
    piece = _in_aqaba(site)
    aya = site.client("aya")
    refused = aya.post(f"/pieces/{piece.id}/refuse", reason="")
    assert 'class="told refused"' in aya.get(refused.location).get_data(as_text=True)
    aya.post(f"/pieces/{piece.id}/refuse", reason="Not while the kitchen is rebuilt")
    assert site.state(piece.id) == "rejected"


def test_what_changed_since_the_version_before(site: Site) -> None:
    piece = _in_aqaba(site)
    lina = site.client("lina")
    assert "Since version" not in lina.get(f"/pieces/{piece.id}").get_data(as_text=True)
    lina.post(
        "/pieces/write", draft=str(piece.id), based_on="1", title="Autumn", channel="web", runs_from="2026-12-01",
        runs_until="2027-01-31", places="aqaba", kind="text", copy=COPY.replace("15 minutes", "20 minutes"), then="ask",
    )  # fmt: skip
    page = site.client("aya").get(f"/pieces/{piece.id}?view=changes").get_data(as_text=True)
    assert "<ins" in page
    assert "<del" in page
    assert "<iframe" not in page


def test_in_arabic_everything_reads_from_the_right(site: Site) -> None:
    piece = site.in_review("طلبك جاهز للاستلام خلال ربع ساعة.\n", places=("aqaba",))
    people.set_preferences(site.here.db, site.actor("aya"), language="ar", digest="daily", now=site.clock.now)
    page = site.client("aya").get(f"/pieces/{piece.id}").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page
    assert "نفي به" in page
    assert "لا نستطيع" in page
    assert "We " not in re.sub(r"<[^>]+>", " ", page.split("<body>", 1)[1])


def test_a_guest_answers_for_one_branch_and_sees_nothing_else(site: Site) -> None:
    piece = _in_aqaba(site)
    ask = site.asks(piece.id)["old-town"]
    expires = site.clock.now + dt.timedelta(days=7)
    _, secret = keys.invite(
        site.here.db, site.actor("aya"), ask.id, mail="g@x.example", name="Guest", expires_at=expires,
        now=site.clock.now,
    )  # fmt: skip
    guest = site.client()
    guest.post(f"/r/{secret}")
    page = guest.get(f"/pieces/{piece.id}").get_data(as_text=True)
    assert _form(page, "r1", "keep")["asks"] == str(ask.id)
    assert "South Beach" not in page
    assert guest.get(f"/pieces/{piece.id}/piece").status_code == 200
    for anchor, _, _ in _cards(page):
        _answer(site, guest, piece, anchor, "keep")
    assert guest.post(f"/pieces/{piece.id}/finish").location == f"/pieces/{piece.id}"
    done = site.asks(piece.id)["old-town"]
    assert done.state == "done"
