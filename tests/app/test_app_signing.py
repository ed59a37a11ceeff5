"""Signing off where the organisation asks for a fresh login: asked again, carried through, nothing lost."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pyotp
import pytest

from promisecheck.review import audit, keys, login, plans, views
from promisecheck.review.plans import Plan

Site = Any
PASSWORD = "correct horse battery"
SAID = {
    "en": "Signing off “Autumn &lt;page&gt;” takes a fresh login. Your answers are saved",
    "ar": "توقيع «Autumn &lt;page&gt;» يتطلب تسجيل دخول حديثًا. إجاباتك محفوظة",
}


@pytest.fixture
def asking(site: Site) -> Site:
    """The organisation asks for a login of the last ten minutes."""
    plans.set_plan(site.here.db, site.actor("huda"), Plan(sign_off=True, fresh_minutes=10), now=site.clock.now)
    return site


def _answered(site: Site, visitor: Any, piece: Any) -> None:
    """Everything kept but the first promise, which has a reason that was typed."""
    page = visitor.get(f"/pieces/{piece.id}").get_data(as_text=True)
    keys = re.findall(r'name="key" value="([^"]+)"', page)
    ask = next(iter(site.asks(piece.id).values()))
    for number, key in enumerate(dict.fromkeys(keys)):
        fields = {"answer": "cannot", "reason": "Two cooks are away"} if not number else {"answer": "keep"}
        done = visitor.post(f"/pieces/{piece.id}/answers", key=key, asks=str(ask.id), card="r1", **fields)
        assert done.status_code == 303


def _signed(site: Site, piece: Any) -> bool:
    view = views.view(site.here.db, site.actor("omar"), piece.id)
    return all(question.finished for question in view.questions)


def _reasons(site: Site, piece: Any) -> list[str]:
    view = views.view(site.here.db, site.actor("omar"), piece.id)
    return [one.reason for question in view.questions for one in question.decisions if one.reason]


def _stale(site: Site, language: str = "en") -> tuple[Any, Any]:
    """Omar with all answered and a login that is too old, and the piece."""
    piece = site.in_review()
    omar = site.client("omar")
    omar.get(f"/language/{language}?next=/")
    _answered(site, omar, piece)
    site.clock.now += dt.timedelta(minutes=11)
    return omar, piece


def test_a_fresh_login_signs_at_once(asking: Site) -> None:
    piece = asking.in_review()
    omar = asking.client("omar")
    _answered(asking, omar, piece)
    done = omar.post(f"/pieces/{piece.id}/finish")
    assert done.location == "/"
    assert _signed(asking, piece)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_old_login_is_asked_again_and_the_sign_off_carried_through(asking: Site, language: str) -> None:
    omar, piece = _stale(asking, language)
    door = omar.post(f"/pieces/{piece.id}/finish")
    assert door.status_code == 303
    assert door.location == f"/confirm?sign={piece.id}"
    page = omar.get(door.location).get_data(as_text=True)
    assert SAID[language] in page
    assert 'name="code"' not in page
    assert not _signed(asking, piece)
    done = omar.post("/confirm", sign=str(piece.id), password=PASSWORD)
    assert (done.status_code, done.location) == (303, "/")
    assert _signed(asking, piece)
    assert _reasons(asking, piece) == ["Two cooks are away"]
    assert "Autumn &lt;page&gt;" in omar.get("/").get_data(as_text=True)
    assert audit.verify(asking.here.db).whole


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_wrong_password_signs_nothing_and_asks_once_more(asking: Site, language: str) -> None:
    omar, piece = _stale(asking, language)
    refused = omar.post("/confirm", sign=str(piece.id), password="wrong horse battery")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 403
    assert 'role="alert"' in page
    assert f'name="sign" value="{piece.id}"' in page
    assert not _signed(asking, piece)
    assert _reasons(asking, piece) == ["Two cooks are away"]
    assert omar.post("/confirm", sign=str(piece.id), password=PASSWORD).status_code == 303
    assert _signed(asking, piece)


def test_five_wrong_passwords_lock_the_sign_off_too(asking: Site) -> None:
    omar, piece = _stale(asking)
    for _ in range(5):
        assert omar.post("/confirm", sign=str(piece.id), password="wrong horse battery").status_code == 403
    assert omar.post("/confirm", sign=str(piece.id), password=PASSWORD).status_code == 403
    assert not _signed(asking, piece)
    asking.clock.now += dt.timedelta(minutes=16)
    assert omar.post("/confirm", sign=str(piece.id), password=PASSWORD).status_code == 303
    assert _signed(asking, piece)


def test_the_code_of_a_second_factor_is_asked_for_and_checked(asking: Site) -> None:
    omar, piece = _stale(asking)
    secret, _ = login.enrol_totp(asking.here.db, asking.actor("omar"))
    device = pyotp.TOTP(secret)
    code = device.at(asking.clock.now - dt.timedelta(minutes=5))
    login.confirm_totp(
        asking.here.db, asking.actor("omar"), secret, code, now=asking.clock.now - dt.timedelta(minutes=5)
    )
    asked = omar.post("/confirm", sign=str(piece.id), password=PASSWORD)
    assert asked.status_code == 200
    assert 'name="code"' in asked.get_data(as_text=True)
    wrong = omar.post("/confirm", sign=str(piece.id), password=PASSWORD, code="000000")
    assert wrong.status_code == 403
    assert 'name="code"' in wrong.get_data(as_text=True)
    assert not _signed(asking, piece)
    right = omar.post("/confirm", sign=str(piece.id), password=PASSWORD, code=device.at(asking.clock.now))
    assert right.status_code == 303
    assert _signed(asking, piece)


def test_nobody_signs_for_somebody_else_by_confirming(asking: Site) -> None:
    _, piece = _stale(asking)
    aya = asking.client("aya")
    assert aya.get(f"/confirm?sign={piece.id}").status_code in (403, 404)
    assert aya.post("/confirm", sign=str(piece.id), password=PASSWORD).status_code in (403, 404)
    assert not _signed(asking, piece)


def test_opening_the_page_signs_nothing(asking: Site) -> None:
    omar, piece = _stale(asking)
    for _ in range(2):
        assert omar.get(f"/confirm?sign={piece.id}").status_code == 200
    assert not _signed(asking, piece)


def test_a_program_is_told_and_not_sent_to_a_form(asking: Site) -> None:
    """The API refuses a sign-off that nobody can freshly log in for."""
    piece = asking.in_review()
    ask = next(iter(asking.asks(piece.id).values()))
    omar = asking.actor("omar")
    later = asking.clock.now + dt.timedelta(days=1)
    _, token = keys.create_token(
        asking.here.db, omar, "desk", ("read", "decide"), expires_at=later, now=asking.clock.now
    )
    answer = asking.client().raw.post(
        f"/api/v1/questions/{ask.id}/finish", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 403
    assert answer.get_json()["code"] == "fresh-login"


def test_an_answer_typed_after_the_session_ended_stays_in_its_field(asking: Site) -> None:
    """With script the refusal comes as a part of the page and not as a way to the door, which would drop the field."""
    piece = asking.in_review()
    omar = asking.client("omar")
    token = omar.token()
    asking.clock.now += dt.timedelta(hours=13)
    answer = omar.raw.post(
        f"/pieces/{piece.id}/answers", data={"csrf_token": token, "reason": "typed"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 401
    page = answer.get_data(as_text=True)
    assert 'role="alert"' in page
    assert "<html" not in page
