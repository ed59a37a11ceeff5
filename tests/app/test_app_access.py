"""Every route, as every role, at a foreign location: who gets in is written down here, and nothing is left out."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

import pytest

from promisecheck.review import changes, checking, comments, deciding, drafts, keys, people, webhooks
from promisecheck.review.deciding import Given
from promisecheck.review.models import File
from promisecheck.review.spec_edit import SpecChange

Site = Any
PEOPLE = ("huda", "lina", "karim", "omar", "aya", "dana", "fadi", "tala")
ANYBODY = frozenset({*PEOPLE, "stranger"})
MEMBERS = frozenset(PEOPLE)
NOBODY: frozenset[str] = frozenset()
READS = frozenset({"lina", "aya", "dana", "fadi", "tala", "huda"})
"""Who sees a piece that Lina wrote and that reaches Aqaba: not Karim, who writes others, nor Omar, who is elsewhere."""
AUTHOR = frozenset({"lina"})
AUTHOR_OR_ADMIN = frozenset({"lina", "huda"})
DECIDES = frozenset({"aya"})
DECIDES_OR_ADMIN = frozenset({"aya", "huda"})
ADMIN = frozenset({"huda"})
AUDIT = frozenset({"huda", "tala"})
OWNER = frozenset({"dana"})
WRITES = frozenset({"lina", "karim"})

CHANGE = {"kind": "standard", "standard": "takeaway-time", "level": "25 min", "locations": "old-town", "why": "Fewer"}
ABOUT = {"title": "New", "channel": "web", "runs_from": "2026-12-01"}
COPY = {"copy": "Takeaway in 20 minutes", "kind": "text"}
API_CHANGE = {"kind": "standard", "standard": "takeaway-time", "locations": ["old-town"], "reason": "Fewer hands"}
SOON = "2026-12-01T00:00:00+00:00"

PAGES: dict[str, tuple[frozenset[str], dict[str, Any]]] = {
    "GET static": (ANYBODY, {"filename": "app.css"}),
    "GET openapi.spec": (ANYBODY, {}),
    "GET health.alive": (ANYBODY, {}),
    "GET health.ready": (ANYBODY, {}),
    "GET account.log_in": (ANYBODY, {}),
    "POST account.log_in": (NOBODY, {"form": {"login": "x@toy.example", "password": "wrong"}}),
    "POST account.enter_demo": (NOBODY, {"form": {"login": "huda@toy.example"}}),
    "GET account.choose_language": (ANYBODY, {"code": "en"}),
    "GET account.open_link": (ANYBODY, {"secret": "link"}),
    "GET account.confirm": (MEMBERS, {}),
    "POST account.confirm": (NOBODY, {"form": {"password": "wrong"}}),
    "GET account.preferences": (MEMBERS, {}),
    "POST account.save_preferences": (MEMBERS, {"form": {"language": "en", "digest": "daily"}}),
    "POST account.change_password": (MEMBERS, {"form": {"old": "wrong", "new": "wrong wrong wrong"}}),
    "GET account.second_factor": (MEMBERS, {}),
    "POST account.second_factor": (MEMBERS, {"form": {"code": "1"}}),
    "POST account.create_token": (MEMBERS, {"form": {"name": "x", "scopes": "read", "expires": "2026-12-01"}}),
    "POST account.revoke_token": (AUTHOR_OR_ADMIN, {"token_id": "token"}),
    "GET inbox.waiting": (MEMBERS, {}),
    "GET inbox.yours": (MEMBERS, {}),
    "GET inbox.decided": (MEMBERS, {}),
    "POST inbox.mark_read": (MEMBERS, {"form": {"up_to": "1"}}),
    "GET register.show": (MEMBERS, {}),
    "GET register.promise": (READS, {"draft_id": "approved", "claim_key": "claim"}),
    "POST register.recheck": (OWNER | ADMIN, {}),
    "GET standards.table": (MEMBERS, {}),
    "GET standards.cell": (MEMBERS, {"standard": "takeaway-time", "location": "petra"}),
    "GET standards.wishes": (MEMBERS, {}),
    "GET standards.patch": (MEMBERS, {"change_id": "change"}),
    "GET standards.wish": (DECIDES | {"omar"} | OWNER | ADMIN, {}),
    "POST standards.propose": (DECIDES | OWNER | ADMIN, {"form": CHANGE}),
    "POST standards.answer": (OWNER, {"change_id": "change", "what": "refuse", "form": {"answer": "No"}}),
    "GET gaps.board": (MEMBERS, {}),
    "GET admin.people": (AUDIT, {}),
    "POST admin.add_person": (ADMIN, {"form": {"login": "new@toy.example", "name": "New"}}),
    "POST admin.grant": (ADMIN, {"person_id": "spare", "form": {"role": "owner"}}),
    "POST admin.revoke": (ADMIN, {"grant_id": "grant"}),
    "POST admin.change_access": (ADMIN, {"person_id": "spare", "form": {"what": "off"}}),
    "GET admin.plan": (AUDIT, {}),
    "POST admin.set_plan": (ADMIN, {"form": {"days": "x"}}),
    "GET admin.tokens": (ADMIN, {}),
    "POST admin.revoke_token": (ADMIN, {"token_id": "token"}),
    "GET admin.hooks": (ADMIN, {}),
    "POST admin.add_hook": (ADMIN, {"form": {"url": "https://hook.example/", "events": "*"}}),
    "POST admin.switch_hook": (ADMIN, {"webhook_id": "hook", "what": "pause"}),
    "GET admin.audit": (AUDIT, {}),
    "GET admin.export_audit": (AUDIT, {}),
    "GET pieces.review": (READS, {"draft_id": "piece"}),
    "GET pieces.versions": (READS, {"draft_id": "piece"}),
    "GET pieces.history": (AUDIT, {"draft_id": "piece"}),
    "GET pieces.preview": (READS, {"draft_id": "piece"}),
    "GET pieces.edit": (AUTHOR, {"draft_id": "piece"}),
    "GET pieces.write": (WRITES, {}),
    "POST pieces.check": (WRITES, {"form": COPY}),
    "POST pieces.paste": (WRITES, {"form": {"html": "<b>Open</b>"}}),
    "POST pieces.read": (WRITES, {"form": {"address": "http://127.0.0.1/"}}),
    "POST pieces.save": (WRITES, {"form": {**COPY, **ABOUT, "places": "*", "then": "keep"}}),
    "GET pieces.stored_file": (READS, {"draft_id": "piece", "path": "a.png"}),
    "GET pieces.export": (READS, {"draft_id": "approved"}),
    "POST pieces.submit": (AUTHOR, {"draft_id": "piece"}),
    "POST pieces.watch": (READS, {"draft_id": "piece", "form": {"on": "0"}}),
    "POST pieces.claim": (DECIDES, {"draft_id": "piece", "form": {"on": "1"}}),
    "POST pieces.nudge": (AUTHOR_OR_ADMIN, {"ask_id": "ask"}),
    "POST pieces.ask_again": (AUTHOR_OR_ADMIN, {"ask_id": "ask", "form": {"reason": "Once more"}}),
    "POST pieces.invite": (DECIDES_OR_ADMIN, {"ask_id": "ask", "form": {"mail": "g@x.example", "name": "G"}}),
    "POST pieces.revoke_link": (DECIDES_OR_ADMIN, {"link_id": "link_id"}),
    "POST pieces.answer": (DECIDES, {"draft_id": "piece", "form": {"asks": "ask", "key": "none", "answer": "keep"}}),
    "POST pieces.take_back": (DECIDES, {"draft_id": "piece", "form": {"asks": "ask", "key": "none"}}),
    "POST pieces.keep_kept": (DECIDES, {"draft_id": "piece"}),
    "POST pieces.finish": (DECIDES, {"draft_id": "piece"}),
    "POST pieces.comment": (AUTHOR_OR_ADMIN | DECIDES | OWNER, {"draft_id": "piece", "form": {"body": "Why?"}}),
    "POST pieces.reply": (AUTHOR_OR_ADMIN | DECIDES | OWNER, {"comment_id": "comment", "form": {"body": "So"}}),
    "POST pieces.resolve": (AUTHOR_OR_ADMIN | DECIDES | OWNER, {"comment_id": "comment", "form": {"on": "1"}}),
    "POST pieces.publish": (AUTHOR, {"draft_id": "approved", "form": {"place": "here"}}),
    "POST pieces.revise": (AUTHOR, {"draft_id": "other"}),
    "POST pieces.withdraw": (AUTHOR_OR_ADMIN, {"draft_id": "other", "form": {"reason": "No"}}),
    "POST pieces.refuse": (DECIDES, {"draft_id": "piece", "form": {"reason": "No"}}),
    "POST account.open_link": (ANYBODY, {"secret": "other_link"}),
    "POST account.log_out_everywhere": (MEMBERS, {}),
    "POST account.log_out": (MEMBERS, {}),
}
"""method and endpoint -> who gets in, and with what. Names that `things` knows stand for what it made."""

API: dict[str, tuple[frozenset[str], dict[str, Any]]] = {
    "GET api.list_pieces": (MEMBERS, {}),
    "GET api.get_piece": (READS, {"draft_id": "piece"}),
    "GET api.list_versions": (READS, {"draft_id": "piece"}),
    "GET api.diff_versions": (READS, {"draft_id": "piece", "query": {"old": 1, "new": 1}}),
    "GET api.list_comments": (READS, {"draft_id": "piece"}),
    "GET api.approved_text": (READS, {"draft_id": "approved"}),
    "GET api.ask_gate": (MEMBERS, {"query": {"content": "0" * 64}}),
    "GET api.list_approvals": (MEMBERS, {"query": {"key": "0" * 64}}),
    "GET api.show_register": (MEMBERS, {}),
    "GET api.promise_history": (READS, {"draft_id": "approved", "claim_key": "claim"}),
    "GET api.show_gaps": (MEMBERS, {}),
    "GET api.show_standards": (MEMBERS, {"query": {"location": "petra"}}),
    "GET api.list_changes": (MEMBERS, {}),
    "GET api.list_people": (AUDIT, {}),
    "GET api.get_plan": (AUDIT, {}),
    "GET api.list_webhooks": (ADMIN, {}),
    "GET api.list_events": (AUDIT, {}),
    "GET api.verify_audit": (AUDIT, {}),
    "POST api.check_copy": (WRITES, {"json": COPY}),
    "POST api.create_piece": (WRITES, {"json": COPY | ABOUT}),
    "PUT api.describe_piece": (AUTHOR, {"draft_id": "other", "json": ABOUT}),
    "POST api.save_version": (AUTHOR, {"draft_id": "other", "json": COPY | {"based_on": 1}}),
    "POST api.submit_piece": (AUTHOR, {"draft_id": "piece"}),
    "POST api.comment": (AUTHOR_OR_ADMIN | DECIDES | OWNER, {"draft_id": "piece", "json": {"body": "Why?"}}),
    "POST api.reply": (AUTHOR_OR_ADMIN | DECIDES | OWNER, {"comment_id": "comment", "json": {"body": "So"}}),
    "POST api.resolve": (AUTHOR_OR_ADMIN | DECIDES | OWNER, {"comment_id": "comment", "json": {}}),
    "POST api.watch": (READS, {"draft_id": "piece", "json": {"on": False}}),
    "POST api.claim": (DECIDES, {"draft_id": "piece", "json": {}}),
    "POST api.nudge": (AUTHOR_OR_ADMIN, {"ask_id": "ask"}),
    "POST api.ask_again": (AUTHOR_OR_ADMIN, {"ask_id": "ask", "json": {"reason": "Once more"}}),
    "POST api.invite": (
        DECIDES_OR_ADMIN,
        {"ask_id": "ask", "json": {"mail": "h@x.example", "name": "H", "expires_at": SOON}},
    ),
    "POST api.keep_kept": (DECIDES, {"ask_id": "ask"}),
    "POST api.answer": (DECIDES, {"ask_id": "ask", "json": {"answers": [{"claim_key": "none", "answer": "keep"}]}}),
    "POST api.finish": (DECIDES, {"ask_id": "ask"}),
    "POST api.propose_change": (DECIDES | OWNER | ADMIN, {"json": API_CHANGE | {"body": {"within": "30 min"}}}),
    "POST api.refuse_change": (OWNER, {"change_id": "change", "json": {"reason": "No"}}),
    "POST api.accept_change": (OWNER, {"change_id": "change", "json": {}}),
    "POST api.recheck_register": (OWNER | ADMIN, {}),
    "POST api.add_person": (ADMIN, {"json": {"login": "newer@toy.example", "name": "Newer"}}),
    "POST api.grant_role": (ADMIN, {"person_id": "spare", "json": {"role": "owner"}}),
    "DELETE api.revoke_role": (ADMIN, {"grant_id": "grant"}),
    "POST api.set_active": (ADMIN, {"person_id": "spare", "json": {"on": True}}),
    "POST api.add_webhook": (ADMIN, {"json": {"url": "https://hook.example/", "events": ["*"]}}),
    "POST api.set_webhook_active": (ADMIN, {"webhook_id": "hook", "json": {}}),
    "POST api.reject": (DECIDES, {"ask_id": "ask", "json": {"reason": "No"}}),
    "POST api.publish_piece": (AUTHOR, {"draft_id": "approved", "json": {}}),
    "POST api.revise_piece": (AUTHOR, {"draft_id": "other"}),
    "POST api.withdraw_piece": (AUTHOR_OR_ADMIN, {"draft_id": "other", "json": {"reason": "No"}}),
}


@dataclass
class Things:
    """What the routes are about: everything of Lina's, reaching Aqaba, where Aya reviews."""

    values: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def __call__(self, value: Any) -> Any:
        return self.values.get(value, value) if isinstance(value, str) else value


def _things(site: Site) -> Things:
    db, now, places = site.here.db, site.clock.now, site.here.places()
    text = "Takeaway in Aqaba Old Town is ready in 20 minutes.\n"
    png = b"\x89PNG\r\n\x1a\n"
    stored = (File("a.png", "image/png", hashlib.sha256(png).hexdigest(), png),)
    piece = site.in_review(text, places=("old-town",), files=stored)
    other = site.in_review(text + "Card payment.\n", places=("old-town",))
    approved = site.in_review(text + "Free Wi-Fi.\n", places=("old-town",))
    ask = site.asks(approved.id)["old-town"]
    deciding.decide(db, site.actor("aya"), ask.id, dict.fromkeys(ask.asked, Given("keep")), now=now)
    deciding.finish(db, site.actor("aya"), ask.id, now=now)
    ask = site.asks(piece.id)["old-town"]
    expires = now + dt.timedelta(days=5)
    link, secret = keys.invite(
        db, site.actor("aya"), ask.id, mail="guest@x.example", name="Guest", expires_at=expires, now=now
    )
    _, other_secret = keys.invite(
        db, site.actor("aya"), ask.id, mail="other@x.example", name="Other", expires_at=expires, now=now
    )
    token, _ = keys.create_token(db, site.actor("lina"), "ci", ("read",), expires_at=expires, now=now)
    wish = changes.propose(
        db,
        site.actor("aya"),
        SpecChange("standard", "takeaway-time", ("old-town",), {"within": "22 min"}),
        "Fewer",
        specs=site.here.settings.specs,
        places=places,
        now=now,
    )
    hook, _ = webhooks.add_webhook(db, site.actor("huda"), "https://hook.example/a", ("*",), now=now)
    said = comments.comment(db, site.actor("lina"), piece.id, "What do you think?", now=now)
    spare = people.add_person(db, site.actor("huda"), login="spare@toy.example", name="Spare", now=now)
    granted = people.grant(db, site.actor("huda"), spare.id, "observer", places=places, now=now)
    claim = next(iter(site.asks(approved.id)["old-town"].asked))
    values = {
        "piece": piece.id,
        "other": other.id,
        "approved": approved.id,
        "ask": ask.id,
        "link": secret,
        "other_link": other_secret,
        "link_id": link.id,
        "token": token.id,
        "change": wish.id,
        "hook": hook.id,
        "comment": said.id,
        "spare": spare.id,
        "grant": granted.id,
        "claim": claim,
    }
    scopes = ("read", "write", "decide", "gate", "admin")
    tokens = {
        name: keys.create_token(db, site.actor(name), "all", scopes, expires_at=expires, now=now)[1] for name in PEOPLE
    }
    return Things(values, tokens)


def _routes(site: Site) -> set[str]:
    return {
        f"{method} {rule.endpoint}"
        for rule in site.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def _address(site: Site, endpoint: str, values: dict[str, Any], things: Things) -> str:
    with site.app.test_request_context():
        from flask import url_for

        return url_for(
            endpoint, **{name: things(value) for name, value in values.items() if name not in ("form", "json", "query")}
        )


def test_every_route_is_written_down(site: Site) -> None:
    assert _routes(site) == set(PAGES) | set(API)


def test_pages_let_in_whom_they_should(site: Site) -> None:
    things = _things(site)
    clients = {name: site.client(name) for name in PEOPLE} | {"stranger": site.client()}
    tokens = {name: client.token() for name, client in clients.items()}
    wrong = []
    for route, (allowed, values) in PAGES.items():
        method, endpoint = route.split(" ")
        address = _address(site, endpoint, values, things)
        for name in sorted(clients, key=lambda one: one in allowed):
            if endpoint.startswith("account.log_out") and name in PEOPLE:
                clients[name] = site.client(name)
            token = clients[name].token() if endpoint.startswith("account.") else tokens[name]
            form = {field: things(value) for field, value in values.get("form", {}).items()}
            fields = {"csrf_token": token, **form}
            data = fields if method != "GET" else None
            answer = clients[name].raw.open(address, method=method, data=data)
            to_door = answer.status_code in (302, 303) and answer.location.startswith(("/login?", "/confirm?"))
            refused = answer.status_code in (401, 403, 404) or to_door
            if refused == (name in allowed) or answer.status_code >= 500 or answer.status_code == 400:
                wrong.append(f"{route} as {name}: {answer.status_code} {answer.location or ''}")
            if endpoint == "account.open_link" and method == "POST":
                break
    assert not wrong, "\n".join(wrong)


def test_the_api_lets_in_whom_it_should(site: Site) -> None:
    things = _things(site)
    visitor = site.app.test_client()
    wrong = []
    for route, (allowed, values) in API.items():
        method, endpoint = route.split(" ")
        address = _address(site, endpoint, values, things)
        for name in sorted((*PEOPLE, "stranger"), key=lambda one: one in allowed):
            secret = things.tokens.get(name, "pct_wrong")
            answer = visitor.open(
                address,
                method=method,
                headers={"Authorization": f"Bearer {secret}"},
                json=values.get("json"),
                query_string=values.get("query"),
            )
            refused = answer.status_code in (401, 403, 404)
            if refused == (name in allowed) or answer.status_code in (400, 405, 415) or answer.status_code >= 500:
                wrong.append(f"{route} as {name}: {answer.status_code} {answer.get_data(as_text=True)[:150]}")
            if answer.status_code == 422 and name not in allowed:
                wrong.append(f"{route} as {name}: looked at the body first")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("scope", "path", "status"), [("gate", "/gate?content=0", 200), ("gate", "/register", 403)])
def test_a_token_does_what_its_scope_says(site: Site, scope: Any, path: str, status: int) -> None:
    expires = site.clock.now + dt.timedelta(days=1)
    _, secret = keys.create_token(
        site.here.db, site.actor("huda"), "ci", (scope,), expires_at=expires, now=site.clock.now
    )
    headers = {"Authorization": f"Bearer {secret}"}
    assert site.app.test_client().get(f"/api/v1{path}", headers=headers).status_code == status
    site.clock.now = expires
    assert site.app.test_client().get(f"/api/v1{path}", headers=headers).status_code == 401


def test_a_session_opens_nothing_in_the_api(site: Site) -> None:
    huda = site.client("huda")
    assert huda.get("/api/v1/people").status_code == 401
    assert huda.raw.post("/api/v1/people", json={"login": "a", "name": "b"}).status_code == 401


def test_a_draft_is_its_authors_alone(site: Site) -> None:
    piece = site.draft()
    for name in PEOPLE:
        status = site.client(name).get(f"/pieces/{piece.id}/versions").status_code
        assert status == (200 if name in ("lina", "huda") else 404), name


def test_nobody_answers_for_their_own_piece(site: Site) -> None:
    places, now = site.here.places(), site.clock.now
    people.grant(site.here.db, site.actor("huda"), site.ids["lina"], "reviewer", place="*", places=places, now=now)
    piece = site.draft("Free Wi-Fi in Weibdeh.")
    drafts.submit(site.here.db, site.actor("lina"), piece.id, now=now)
    checking.check_piece(site.here.db, site.here.judge, piece.id, now=now)
    ask = site.asks(piece.id)["weibdeh"]
    _, secret = keys.create_token(
        site.here.db, site.actor("lina"), "x", ("decide",), expires_at=now + dt.timedelta(days=1), now=now
    )
    answer = site.app.test_client().post(
        f"/api/v1/questions/{ask.id}/keep-kept", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 403
    assert answer.json["code"] == "own-piece"
