"""Getting in: passwords, second factors, lockout, tokens, links; and getting out."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa

from promisecheck.errors import InputError
from promisecheck.review import comments, deciding, drafts, keys, login, people, sessions, views, webhooks
from promisecheck.review.actors import Places
from promisecheck.review.database import Database
from promisecheck.review.deciding import Given
from promisecheck.review.errors import ForbiddenError, InvalidError, NotFoundError, ReviewError
from promisecheck.review.sealing import Seal
from promisecheck.review.tables import meta
from promisecheck.review.tables import people as table
from promisecheck.review.tables import webhooks as hooks

PASSWORD = "correct horse battery"
DAY = dt.timedelta(days=1)


def refused(act: Any) -> str:
    with pytest.raises(ReviewError) as error:
        act()
    return error.value.code


def test_the_right_password_opens_and_the_wrong_does_not(world: Any) -> None:
    session = login.log_in(world.db, " Huda@toy.example ", PASSWORD, now=world.now)
    actor, language = sessions.actor_of(world.db, session.secret, world.judge.places(), now=world.now)
    assert actor.has("admin")
    assert language == "en"
    for name, secret in (("huda@toy.example", "wrong"), ("nobody@toy.example", PASSWORD), ("lina@toy.example", "")):
        with pytest.raises(ForbiddenError, match="do not fit"):
            login.log_in(world.db, name, secret, now=world.now)


def test_five_failures_lock_even_the_right_password_out_for_a_while(world: Any) -> None:
    for _ in range(5):
        assert refused(lambda: login.log_in(world.db, "huda@toy.example", "wrong", now=world.now)) == "bad-login"
    assert refused(lambda: login.log_in(world.db, "huda@toy.example", PASSWORD, now=world.now)) == "locked"
    assert refused(lambda: login.log_in(world.db, "huda@toy.example", "wrong", now=world.now)) == "bad-login"
    later = world.tick(minutes=16)
    assert login.log_in(world.db, "huda@toy.example", PASSWORD, now=later).person_id == world.ids["huda"]


def test_a_second_factor_is_asked_for_and_its_code_works_once(world: Any) -> None:
    secret, address = login.enrol_totp(world.db, world.huda)
    assert address.startswith("otpauth://totp/")
    assert refused(lambda: login.confirm_totp(world.db, world.huda, secret, "000000", now=world.now)) == "bad-code"
    totp = pyotp.TOTP(secret)
    login.confirm_totp(world.db, world.huda, secret, totp.at(world.now), now=world.now)
    later = world.tick(minutes=2)
    enter = lambda code: login.log_in(world.db, "huda@toy.example", PASSWORD, code=code, now=later)  # noqa: E731
    assert refused(lambda: enter(None)) == "code-needed"
    assert refused(lambda: enter("123456")) == "bad-login"
    code = totp.at(later)
    assert enter(f"{code[:3]} {code[3:]}").person_id == world.ids["huda"]
    assert refused(lambda: enter(code)) == "bad-login"


def test_a_new_password_ends_every_other_session(world: Any) -> None:
    old = login.log_in(world.db, "huda@toy.example", PASSWORD, now=world.now)
    assert (
        refused(lambda: login.change_password(world.db, world.huda, PASSWORD, "short", now=world.now))
        == "weak-password"
    )
    new = login.change_password(world.db, world.huda, PASSWORD, "another long password", now=world.now)
    assert refused(lambda: sessions.actor_of(world.db, old.secret, Places(), now=world.now)) == "logged-out"
    assert sessions.actor_of(world.db, new.secret, Places(), now=world.now)[0].name == "Huda"


def test_somebody_who_leaves_is_out_at_once(world: Any) -> None:
    login.reset_password(world.db, world.huda, world.ids["omar"], "a password for omar", now=world.now)
    session = login.log_in(world.db, "omar@toy.example", "a password for omar", now=world.now)
    people.set_active(world.db, world.huda, world.ids["omar"], False, now=world.now)
    assert refused(lambda: sessions.actor_of(world.db, session.secret, Places(), now=world.now)) == "logged-out"
    assert (
        refused(lambda: login.log_in(world.db, "omar@toy.example", "a password for omar", now=world.now)) == "bad-login"
    )


def test_no_secret_is_kept_in_the_clear(world: Any) -> None:
    _, token = keys.create_token(world.db, world.lina, "ci", ("gate",), expires_at=world.now + DAY, now=world.now)
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    _, link = keys.invite(
        world.db,
        world.omar,
        ask.id,
        mail="guest@elsewhere.example",
        name="Guest",
        expires_at=world.now + DAY,
        now=world.now,
    )
    factor, _ = login.enrol_totp(world.db, world.huda)
    login.confirm_totp(world.db, world.huda, factor, pyotp.TOTP(factor).at(world.now), now=world.now)
    _, hook = webhooks.add_webhook(world.db, world.huda, "https://hooks.example/", ("*",), now=world.now)
    code = pyotp.TOTP(factor).at(world.tick())
    opened = login.log_in(world.db, "huda@toy.example", PASSWORD, code=code, now=world.now)
    known = (token, link, PASSWORD, factor, hook, opened.secret)
    with world.db.read() as con:
        for one in meta.sorted_tables:
            for row in con.execute(sa.select(one)):
                text = repr(row)
                assert not any(secret in text for secret in known), one.name


def test_secrets_from_before_there_were_seals_are_sealed_at_the_next_start(world: Any) -> None:
    factor, _ = login.enrol_totp(world.db, world.huda)
    hook, secret = webhooks.add_webhook(world.db, world.huda, "https://hooks.example/", ("*",), now=world.now)
    with world.db.write() as con:
        con.execute(sa.update(table).where(table.c.id == world.ids["huda"]).values(totp_secret=factor))
        con.execute(sa.update(hooks).where(hooks.c.id == hook.id).values(secret=secret))
    world.db.upgrade()
    sealed = _kept(world)
    assert factor not in sealed
    assert secret not in sealed
    assert [world.db.seal.open(one) for one in sealed] == [factor, secret]
    world.db.upgrade()
    assert _kept(world) == sealed
    code = pyotp.TOTP(factor).at(world.now)
    assert login.log_in(world.db, "huda@toy.example", PASSWORD, code=code, now=world.now).person_id == world.ids["huda"]


def test_a_new_key_takes_over_from_the_old_and_a_foreign_one_changes_nothing(world: Any) -> None:
    webhooks.add_webhook(world.db, world.huda, "https://hooks.example/", ("*",), now=world.now)
    before = _kept(world)
    url = world.db.url.render_as_string(hide_password=False)
    foreign = Database(url, seal=Seal("another key, of somebody else entirely"))
    with pytest.raises(InputError, match="another secret key"):
        foreign.upgrade()
    assert _kept(world) == before
    turned = Database(url, seal=Seal("the next key, after it was changed", ["a key of the tests, long enough for one"]))
    turned.upgrade()
    after = _kept(world)
    assert after != before
    assert [Seal("the next key, after it was changed").open(one) for one in after] == list(
        map(world.db.seal.open, before)
    )
    for db in (foreign, turned):
        db.close()


def test_a_database_without_a_key_keeps_no_secret(world: Any) -> None:
    bare = Database(world.db.url.render_as_string(hide_password=False))
    with pytest.raises(ValueError, match="without the key"):
        webhooks.add_webhook(bare, world.huda, "https://hooks.example/", ("*",), now=world.now)
    assert _kept(world) == []
    bare.close()


def _kept(world: Any) -> list[str]:
    with world.db.read() as con:
        factors = con.scalars(sa.select(table.c.totp_secret).where(table.c.totp_secret.is_not(None))).all()
        return [*factors, *con.scalars(sa.select(hooks.c.secret)).all()]


def test_logging_out_ends_one_session_and_everywhere_ends_all(world: Any) -> None:
    enter = lambda **how: login.log_in(world.db, "huda@toy.example", PASSWORD, now=world.now, **how)  # noqa: E731
    who = lambda one: sessions.actor_of(world.db, one.secret, Places(), now=world.now)[0].name  # noqa: E731
    phone, desk, kiosk = enter(), enter(), enter()
    sessions.end(world.db, world.huda, phone.secret, now=world.now)
    assert refused(lambda: who(phone)) == "logged-out"
    assert who(desk) == "Huda"
    sessions.end(world.db, world.lina, desk.secret, now=world.now)
    assert who(desk) == "Huda"
    again = enter(instead_of=desk.secret)
    assert refused(lambda: who(desk)) == "logged-out"
    assert sessions.end_all(world.db, world.huda, now=world.now) == 2
    for one in (kiosk, again):
        assert refused(lambda one=one: who(one)) == "logged-out"
    late = enter()
    world.now += sessions.LASTS
    assert refused(lambda: who(late)) == "logged-out"


def test_roles_are_checked(world: Any) -> None:
    grant = lambda who, role, **more: people.grant(  # noqa: E731
        world.db, who, world.ids["karim"], role, places=world.judge.places(), now=world.now, **more
    )
    assert refused(lambda: grant(world.lina, "admin")) == "forbidden"
    assert refused(lambda: grant(world.huda, "king")) == "one-of"
    assert refused(lambda: grant(world.huda, "reviewer", place="atlantis")) == "unknown-place"
    assert refused(lambda: grant(world.huda, "observer", place="abdoun")) == "place-for-reviewers"
    grant(world.huda, "reviewer", place="amman")
    assert world.karim.reviews("operations", "abdoun")
    assert not world.karim.reviews("operations", "aqaba")
    assert not world.karim.reviews("legal", "abdoun")
    assert refused(lambda: grant(world.huda, "reviewer", place="amman")) == "taken"


def test_the_last_admin_stays(world: Any) -> None:
    mine = next(roles for person, roles in people.list_people(world.db, world.huda) if person.name == "Huda")
    assert refused(lambda: people.revoke(world.db, world.huda, mine[0].id, now=world.now)) == "last-admin"
    assert (
        refused(lambda: people.set_active(world.db, world.huda, world.ids["huda"], False, now=world.now))
        == "not-yourself"
    )
    with pytest.raises(ForbiddenError):
        people.first_admin(world.db, login="x@toy.example", name="X", password=PASSWORD, language="en", now=world.now)


def test_a_token_can_do_what_its_scopes_and_its_person_can(world: Any) -> None:
    made, secret = keys.create_token(world.db, world.lina, "ci", ("read",), expires_at=world.now + DAY, now=world.now)
    actor = keys.token_actor(world.db, secret, world.judge.places(), now=world.now)
    assert actor.via == "token"
    about = drafts.About("T", "web", dt.date(2026, 12, 1))
    with pytest.raises(ForbiddenError):
        drafts.create(world.db, actor, about, drafts.Copy("x"), places=world.judge.places(), now=world.now)
    assert (
        refused(lambda: keys.create_token(world.db, actor, "b", ("read",), expires_at=world.now + DAY, now=world.now))
        == "logged-out"
    )
    keys.revoke_token(world.db, world.lina, made.id, now=world.now)
    assert refused(lambda: keys.token_actor(world.db, secret, Places(), now=world.now)) == "logged-out"


def test_a_token_expires_and_is_its_owners_alone(world: Any) -> None:
    made, secret = keys.create_token(world.db, world.lina, "ci", ("gate",), expires_at=world.now + DAY, now=world.now)
    assert refused(lambda: keys.revoke_token(world.db, world.karim, made.id, now=world.now)) == "no-such-thing"
    assert keys.list_tokens(world.db, world.karim) == ()
    assert [one.id for one in keys.list_tokens(world.db, world.huda)] == [made.id]
    assert refused(lambda: keys.token_actor(world.db, secret, Places(), now=world.now + DAY)) == "logged-out"
    late = world.now + 400 * DAY
    assert (
        refused(lambda: keys.create_token(world.db, world.lina, "c", ("gate",), expires_at=late, now=world.now))
        == "expires-late"
    )


def invite(world: Any, draft: Any, who: str = "omar", where: str = "abdoun", **more: Any) -> Any:
    values = {"mail": "guest@elsewhere.example", "name": "Guest", "expires_at": world.now + DAY} | more
    return keys.invite(world.db, getattr(world, who), world.asks(draft.id)[where].id, now=world.now, **values)


def test_a_guest_answers_their_one_question_and_sees_nothing_else(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun, aqaba")
    other = world.in_review("collection in 15 min at abdoun")
    _, secret = invite(world, draft)
    guest = keys.link_actor(world.db, secret, now=world.now)
    seen = views.view(world.db, guest, draft.id)
    assert [one.ask.location for one in seen.questions] == ["abdoun"]
    assert "aqaba" not in json.dumps(seen.report)
    assert [list(one.at) for one in seen.promises] == [["abdoun"]]
    comments.comment(world.db, world.aya, draft.id, "between us", now=world.now)
    theirs = comments.comment(world.db, guest, draft.id, "what about Fridays?", now=world.now)
    assert [one.first.id for one in comments.threads(world.db, guest, draft.id)] == [theirs.id]
    assert len(comments.threads(world.db, world.omar, draft.id)) == 2
    with pytest.raises(NotFoundError):
        views.view(world.db, guest, other.id)
    aqaba = world.asks(draft.id)["aqaba"]
    with pytest.raises(ForbiddenError):
        deciding.decide(world.db, guest, aqaba.id, dict.fromkeys(aqaba.asked, Given("keep")), now=world.now)
    abdoun = world.asks(draft.id)["abdoun"]
    assert abdoun.state == "open"
    deciding.decide(world.db, guest, abdoun.id, dict.fromkeys(abdoun.asked, Given("keep")), now=world.now)
    assert deciding.finish(world.db, guest, abdoun.id, now=world.now).ask.state == "done"


def test_a_link_works_for_the_next_version_and_not_after_it_ended(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    link, secret = invite(world, draft)
    draft = world.revise(draft, "delivery in 40 min at abdoun")
    guest = keys.link_actor(world.db, secret, now=world.now)
    assert len(views.view(world.db, guest, draft.id).mine) == 1
    keys.revoke_link(world.db, world.omar, link.id, now=world.now)
    assert refused(lambda: keys.link_actor(world.db, secret, now=world.now)) == "link-over"
    _, second = invite(world, draft)
    assert refused(lambda: keys.link_actor(world.db, second, now=world.now + DAY)) == "link-over"


def test_an_author_cannot_invite_their_own_judge(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    with pytest.raises(ForbiddenError):
        invite(world, draft, who="lina")
    with pytest.raises(ForbiddenError):
        invite(world, draft, who="fadi")
    with pytest.raises(NotFoundError):
        invite(world, draft, who="aya")
    with pytest.raises(InvalidError):
        invite(world, draft, mail="lina@toy.example")
    invite(world, draft, who="huda")


def test_a_guest_has_no_other_way_in(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    link, _ = invite(world, draft)
    assert refused(lambda: people.load_actor(world.db, link.person_id, Places())) == "logged-out"
    with pytest.raises(NotFoundError):
        login.reset_password(world.db, world.huda, link.person_id, "a long enough one", now=world.now)
