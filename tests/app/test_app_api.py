"""The whole way of a piece over the API: written, refused, rewritten, approved, let through the gate, and re-opened."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from werkzeug.serving import make_server

from promisecheck.cli.gating import gate, visible_hash
from promisecheck.review import keys

Site = Any
OVER = "Takeaway in Jabal Al Weibdeh and in Aqaba Old Town is ready in 10 minutes.\nFree Wi-Fi in Aqaba Old Town.\n"
HOLDS = OVER.replace("10 minutes", "20 minutes")
ABOUT = {
    "title": "Quick takeaway",
    "channel": "web",
    "runs_from": "2026-12-01",
    "runs_until": "2027-01-31",
    "places": ["weibdeh", "old-town"],
}


class Caller:
    """A program with a token."""

    def __init__(self, site: Site, name: str) -> None:
        scopes: Any = ("read", "write", "decide", "gate", "admin")
        expires = site.clock.now + dt.timedelta(days=90)
        _, self.secret = keys.create_token(
            site.here.db, site.actor(name), "test", scopes, expires_at=expires, now=site.clock.now
        )
        self.raw = site.app.test_client()

    def __call__(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}"}
        answer = self.raw.open(f"/api/v1{path}", method=method, json=body, headers=headers)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json


@pytest.fixture
def people(site: Site) -> dict[str, Caller]:
    return {name: Caller(site, name) for name in ("lina", "omar", "aya", "dana", "huda")}


def _question(caller: Caller, piece: int) -> dict[str, Any]:
    waiting = caller("GET", "/pieces?list=waiting")["pieces"]
    return next(one["questions"][0] for one in waiting if one["draft"]["id"] == piece)


def _answer(caller: Caller, piece: int, answer: str, **how: Any) -> dict[str, Any]:
    question = _question(caller, piece)
    answers = [
        {"claim_key": key, "answer": answer if at["verdict"] != "kept" else "keep", **how}
        for key, at in question["asked"].items()
    ]
    caller("POST", f"/questions/{question['id']}/answers", {"answers": answers})
    reply: dict[str, Any] = caller("POST", f"/questions/{question['id']}/finish")
    return reply


def _approve(people: dict[str, Caller]) -> int:
    lina = people["lina"]
    piece: int = lina("POST", "/pieces", {**ABOUT, "copy": OVER}, 201)["id"]
    assert lina("POST", f"/pieces/{piece}/submit")["state"] == "in_review"
    _answer(people["aya"], piece, "can_if", level={"op": "<=", "value": 20, "unit": "min"})
    refused = _answer(people["omar"], piece, "cannot", reason="One oven")
    assert refused["draft"]["state"] == "changes_requested"
    saved = lina("POST", f"/pieces/{piece}/versions", {"copy": HOLDS, "based_on": 1}, 201)
    assert saved["number"] == 2
    assert lina("POST", f"/pieces/{piece}/submit")["state"] == "in_review"
    did = lina("GET", f"/pieces/{piece}/diff?old=1&new=2")["promises"]
    assert len(did["changed"]) == 1
    assert len(did["same"]) == 1
    _answer(people["omar"], piece, "keep")
    assert lina("GET", f"/pieces/{piece}")["draft"]["state"] == "in_review"
    _answer(people["aya"], piece, "keep")
    assert lina("GET", f"/pieces/{piece}")["draft"]["state"] == "approved"
    return piece


def test_from_the_first_word_to_the_register_and_back(site: Site, people: dict[str, Caller]) -> None:
    lina = people["lina"]
    checked = lina("POST", "/check", {"copy": HOLDS, "places": ABOUT["places"]})
    content = checked["content"]
    assert lina("GET", f"/gate?content={content}")["open"] is False
    piece = _approve(people)
    opened = lina("GET", f"/gate?content={content}")
    assert (opened["open"], opened["version"], opened["reasons"]) == (True, 2, [])
    assert lina("GET", f"/pieces/{piece}/approved")["copy"] == HOLDS
    lina("POST", f"/pieces/{piece}/publish", {"place": "darnaranj.example"}, 201)
    register = lina("GET", "/register")
    assert (register["live"], register["lost"]) == (2, 0)
    wish = people["aya"](
        "POST",
        "/changes",
        {
            "kind": "standard",
            "standard": "takeaway-time",
            "locations": ["old-town"],
            "body": {"within": "30 min"},
            "reason": "One oven is broken for good",
        },
        201,
    )
    accepted = people["dana"]("POST", f"/changes/{wish['id']}/accept", {})
    assert accepted["written_at"]
    assert "old-town" in (site.here.settings.specs / "restaurants.yaml").read_text(encoding="utf-8")
    register = lina("GET", "/register?lost=true")
    assert [one["locations"] for one in register["lines"]] == [["old-town"]]
    assert "ready in 20 minutes" in register["lines"][0]["quote"]
    shut = lina("GET", f"/gate?content={content}")
    assert shut["open"] is False
    assert lina("GET", f"/pieces/{piece}")["draft"]["state"] == "in_review"
    waiting = {name: people[name]("GET", "/pieces?list=waiting")["pieces"] for name in ("omar", "aya")}
    assert [len(waiting[name]) for name in ("omar", "aya")] == [0, 1]
    assert people["huda"]("GET", "/audit/proof")["whole"] is True


def test_two_who_save_at_once(people: dict[str, Caller]) -> None:
    lina = people["lina"]
    piece = lina("POST", "/pieces", {**ABOUT, "copy": OVER}, 201)["id"]
    lina("POST", f"/pieces/{piece}/submit")
    lina("POST", f"/pieces/{piece}/versions", {"copy": HOLDS, "based_on": 1}, 201)
    refused = lina("POST", f"/pieces/{piece}/versions", {"copy": "Other", "based_on": 1}, 409)
    assert refused["code"] == "newer-version"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**ABOUT},
        {**ABOUT, "copy": "x", "channel": "smoke signals"},
        {**ABOUT, "copy": "x", "runs_until": "2026-01-01"},
        {**ABOUT, "copy": "x", "places": ["nowhere"]},
        {**ABOUT, "copy": "x\0"},
        {**ABOUT, "copy": "\ud800"},
        {**ABOUT, "copy": "x", "unknown": 1},
    ],
)
def test_what_cannot_be_used_is_said(people: dict[str, Caller], body: dict[str, Any]) -> None:
    answer = people["lina"]("POST", "/pieces", body, 422)
    assert answer["message"]


def test_the_openapi_names_everything(site: Site) -> None:
    spec = site.app.test_client().get("/api/v1/openapi.json").json
    routes = {
        (rule.rule, method)
        for rule in site.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint.startswith("api.")
    }
    described = sum(len([one for one in methods if one != "parameters"]) for methods in spec["paths"].values())
    assert described == len(routes)
    assert spec["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert all(
        operation["security"] == [{"token": []}] and operation["summary"]
        for methods in spec["paths"].values()
        for operation in methods.values()
    )


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site.app)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_the_gate_from_the_command_line(
    site: Site, people: dict[str, Caller], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _approve(people)
    good, bad = tmp_path / "page.html", tmp_path / "other.txt"
    lines = "".join(f"<p>{line}</p>" for line in HOLDS.splitlines())
    good.write_text(f"<!doctype html><body>\n\n{lines}</body>", encoding="utf-8")
    bad.write_text("Never seen by anybody", encoding="utf-8")
    monkeypatch.setenv("PROMISECHECK_TOKEN", people["lina"].secret)
    shell = CliRunner()
    asked = ["--server", address, "--allow-host", "127.0.0.1"]
    opened = shell.invoke(gate, [str(good), *asked], standalone_mode=False)
    assert (opened.return_value, opened.output) == (0, f"{good}: open · Quick takeaway, version 2\n")
    shut = shell.invoke(gate, [str(good), str(bad), *asked], standalone_mode=False)
    assert shut.return_value == 1
    assert "never handed in" in shut.output
    monkeypatch.setenv("PROMISECHECK_TOKEN", "pct_wrong")
    refused = shell.invoke(gate, [str(good), *asked], standalone_mode=False)
    assert "does not know this token" in str(refused.exception)


def test_the_gates_hash_is_of_what_is_seen(tmp_path: Path) -> None:
    page, plain = tmp_path / "a.html", tmp_path / "a.txt"
    page.write_text("<p class=x>Free   <b>Wi-Fi</b></p><!-- no --><script>1</script>", encoding="utf-8")
    plain.write_text("Free Wi-Fi\n", encoding="utf-8")
    assert visible_hash(page) == visible_hash(plain)
