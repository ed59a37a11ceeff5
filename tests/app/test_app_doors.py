"""Coming in and going out: login, lockout, sessions, second factor, review links, health."""

from __future__ import annotations

import datetime as dt
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyotp
import pytest

from promisecheck.app import create_app
from promisecheck.app.matrix import short
from promisecheck.app.settings import read_settings
from promisecheck.errors import InputError
from promisecheck.model import Level
from promisecheck.paths import data_dir
from promisecheck.review import keys, login, people

Site = Any
PASSWORD = "correct horse battery"


def test_a_stranger_is_sent_to_the_door_and_back(site: Site) -> None:
    visitor = site.client()
    answer = visitor.get("/register/?verdict=over")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/register/?verdict%3Dover"
    answer = visitor.post("/login", login="omar@toy.example", password=PASSWORD, next="/register/?verdict=over")
    assert answer.location == "/register/?verdict=over"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_door_leads_nowhere_else(site: Site, target: str) -> None:
    answer = site.client().post("/login", login="omar@toy.example", password=PASSWORD, next=target)
    assert answer.location == "/"


def test_wrong_passwords_lock_and_say_nothing_about_who_exists(site: Site) -> None:
    visitor = site.client()
    unknown = visitor.post("/login", login="nobody@toy.example", password="wrong").get_data(as_text=True)
    known = visitor.post("/login", login="omar@toy.example", password="wrong").get_data(as_text=True)
    assert "do not fit" in known
    assert "do not fit" in unknown
    for _ in range(4):
        visitor.post("/login", login="omar@toy.example", password="wrong")
    locked = visitor.post("/login", login="omar@toy.example", password=PASSWORD)
    assert locked.status_code == 403
    assert "Too many attempts" in locked.get_data(as_text=True)
    site.clock.now += dt.timedelta(minutes=16)
    assert visitor.post("/login", login="omar@toy.example", password=PASSWORD).status_code == 303


def test_the_session_starts_anew_at_login(site: Site) -> None:
    visitor = site.client()
    before = visitor.token()
    visitor.raw.post("/login", data={"csrf_token": before, "login": "omar@toy.example", "password": PASSWORD})
    refused = visitor.raw.post("/logout", data={"csrf_token": before})
    assert refused.status_code == 400
    assert visitor.get("/").status_code == 200


def test_the_cookie_is_for_this_server_only(site: Site) -> None:
    answer = site.client().post("/login", login="omar@toy.example", password=PASSWORD)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("promisecheck="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie  # the test site is plain http on this machine


def test_a_new_password_ends_other_sessions(site: Site) -> None:
    here, elsewhere = site.client("omar"), site.client("omar")
    here.post("/settings/password", old=PASSWORD, new="another long password")
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_somebody_who_is_put_out_is_out_at_once(site: Site) -> None:
    omar = site.client("omar")
    people.set_active(site.here.db, site.actor("huda"), site.ids["omar"], False, now=site.clock.now)
    assert omar.get("/").status_code == 302


def test_second_factor(site: Site) -> None:
    omar = site.client("omar")
    page = omar.get("/settings/second-factor").get_data(as_text=True)
    secret = page.split('<p class="secret" dir="ltr">')[1].split("<")[0]
    code = pyotp.TOTP(secret).at(site.clock.now)
    omar.post("/settings/second-factor", code=code)
    site.clock.now += dt.timedelta(minutes=2)
    door = site.client()
    asked = door.post("/login", login="omar@toy.example", password=PASSWORD)
    assert 'name="code"' in asked.get_data(as_text=True)
    code = pyotp.TOTP(secret).at(site.clock.now)
    assert door.post("/login", login="omar@toy.example", password=PASSWORD, code=code).status_code == 303
    again = site.client().post("/login", login="omar@toy.example", password=PASSWORD, code=code)
    assert again.status_code == 403


def test_a_review_link_decides_nothing_by_being_opened(site: Site) -> None:
    piece = site.in_review()
    ask = site.asks(piece.id)["weibdeh"]
    expires = site.clock.now + dt.timedelta(days=7)
    _, secret = keys.invite(
        site.here.db,
        site.actor("omar"),
        ask.id,
        mail="guest@elsewhere.example",
        name="Guest",
        expires_at=expires,
        now=site.clock.now,
    )
    before = _rows(site)
    guest = site.client()
    assert guest.get(f"/r/{secret}").status_code == 200
    assert _rows(site) == before
    assert guest.get(f"/pieces/{piece.id}").status_code == 302
    opened = guest.post(f"/r/{secret}")
    assert opened.location == f"/pieces/{piece.id}"
    assert guest.get(f"/pieces/{piece.id}").status_code == 200
    other = site.in_review()
    assert guest.get(f"/pieces/{other.id}").status_code == 404
    assert guest.get("/register/").status_code == 403
    site.clock.now = expires + dt.timedelta(seconds=1)
    assert guest.get(f"/pieces/{piece.id}").status_code == 302


def test_language(site: Site) -> None:
    omar = site.client("omar")
    answer = omar.get("/language/ar?next=/register/")
    assert answer.location == "/register/"
    page = omar.get("/register/").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page
    assert omar.get("/language/ar?next=//evil.example").location == "/"


def test_health(site: Site) -> None:
    assert site.client().get("/healthz").json == {"status": "alive"}
    ready = site.client().get("/readyz")
    assert (ready.status_code, ready.json["standards"]) == (200, True)
    (site.here.settings.specs / "delivery.yaml").write_text("standards: [", encoding="utf-8")
    broken = site.client().get("/readyz")
    assert (broken.status_code, broken.json["standards"]) == (503, False)
    assert site.client().get("/login").status_code == 200


def test_the_secret_key_is_kept_and_the_owners_only(tmp_path: Path) -> None:
    first = read_settings(specs=tmp_path, instance=tmp_path / "i", environment={})
    again = read_settings(specs=tmp_path, instance=tmp_path / "i", environment={})
    assert first.secret_key == again.secret_key
    assert len(first.secret_key) >= 48
    assert stat.S_IMODE((tmp_path / "i" / "secret_key").stat().st_mode) == 0o600
    assert first.secret_key not in repr(first)


@pytest.mark.parametrize(
    "given",
    [
        {"base_url": "review"},
        {"smtp": "http://mail"},
        {"secret_key": "short"},
        {"environment": {"PROMISECHECK_PROXIES": "many"}},
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, given: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        read_settings(**({"specs": tmp_path, "instance": tmp_path / "i", "environment": {}} | given))


def _rows(site: Site) -> tuple[int, int]:
    import sqlalchemy as sa

    from promisecheck.review.tables import audit, decisions

    with site.here.db.read() as con:
        count = [con.scalar(sa.select(sa.func.count()).select_from(table)) for table in (audit, decisions)]
    return count[0] or 0, count[1] or 0


def test_a_cookie_that_was_copied_is_worth_nothing_after_logging_out(site: Site) -> None:
    omar, thief = site.client("omar"), site.app.test_client()
    thief.set_cookie("promisecheck", omar.raw.get_cookie("promisecheck").value)
    assert thief.get("/settings").status_code == 200
    assert omar.post("/logout").status_code == 303
    assert thief.get("/settings").location.startswith("/login")
    phone, desk = site.client("omar"), site.client("omar")
    assert phone.post("/logout/everywhere").status_code == 303
    assert desk.get("/settings").location.startswith("/login")
    assert site.client("omar").get("/settings").status_code == 200


def test_login_is_the_services_business(site: Site) -> None:
    opened = login.log_in(site.here.db, "omar@toy.example", PASSWORD, now=site.clock.now)
    assert opened.person_id == site.ids["omar"]


def test_too_many_tries_at_the_door(tmp_path: Path) -> None:
    specs = data_dir("service_specs") / "dar-naranj"
    app = create_app(read_settings(specs=specs, instance=tmp_path / "i", environment={}))
    visitor = app.test_client()
    page = visitor.get("/login").get_data(as_text=True)
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    form = {"csrf_token": token, "login": "x@toy.example", "password": "wrong"}
    found = [visitor.post("/login", data=form).status_code for _ in range(21)]
    assert found == [403] * 20 + [429]
    assert visitor.get("/login").status_code == 200


def test_behind_tls_the_cookie_is_secure(tmp_path: Path) -> None:
    specs = data_dir("service_specs") / "dar-naranj"
    made = read_settings(specs=specs, instance=tmp_path, environment={}, base_url="https://review.example", proxies=1)
    app = create_app(made)
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "review.example"}
    answer = app.test_client().get("/login", headers=forwarded)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-promisecheck=")
    assert "Secure; HttpOnly; Path=/" in cookie
    assert answer.headers["Strict-Transport-Security"]


def test_the_door_of_a_demonstration_keeps_the_language_it_is_read_in(site: Site) -> None:
    """Omar reads English; whoever comes in as him by an Arabic door goes on in Arabic."""
    site.here.settings = replace(site.here.settings, demo=True)
    site.app.config["DEMO_PASSWORD"] = PASSWORD
    for code, shown in (("ar", 'lang="ar"'), ("en", 'lang="en"')):
        visitor = site.client()
        spoken = {"headers": {"Accept-Language": code}}
        door = visitor.get("/login", **spoken).get_data(as_text=True)
        assert door.index("Omar" if code == "en" else "عمر") < door.index("Huda" if code == "en" else "هدى")
        token = visitor.token()
        form = {"csrf_token": token, "login": "omar@toy.example"}
        assert visitor.raw.post("/demo", data=form, **spoken).status_code == 303
        assert shown in visitor.get("/").get_data(as_text=True)


def test_areas_are_counted_with_their_noun_in_the_matrix() -> None:
    assert [short(Level(areas=areas), "en") for areas in (("a",), ("a", "b"))] == ["1 area", "2 areas"]
    assert [short(Level(areas=areas), "ar") for areas in (("a",), ("a", "b"), ("a", "b", "c"))] == [
        "منطقة واحدة",
        "منطقتان",
        "3 مناطق",
    ]
