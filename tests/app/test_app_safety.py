"""What protects every answer: policy, headers, tokens of forms, errors without details, logs without secrets."""

from __future__ import annotations

import io
import json
import logging
import re
from typing import Any

import pytest

from promisecheck.app import texts
from promisecheck.app.jobs import Rounds
from promisecheck.app.logs import JsonLines
from promisecheck.paths import data_dir

Site = Any
PASSWORD = "correct horse battery"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
SCREENS = (
    "/",
    "/yours",
    "/decided",
    "/settings",
    "/settings/second-factor",
    "/confirm",
    "/register/",
    "/standards/",
    "/standards/?cells=diff&place=amman&words=delivery&tier=circle&service=delivery&on=2027-02-10",
    "/standards/takeaway-time/petra",
    "/standards/changes",
    "/standards/changes/new",
    "/standards/changes/new?kind=notice",
    "/gaps/",
    "/admin/people",
    "/admin/plan",
    "/admin/tokens",
    "/admin/webhooks",
    "/admin/audit?verify=1",
)


def test_every_answer_carries_the_policy(site: Site) -> None:
    visitors = (site.client(), site.client("huda"))
    paths = [rule.rule for rule in site.app.url_map.iter_rules() if "<" not in rule.rule]
    paths += ["/static/app.css", "/pieces/1", "/nowhere", "/r/wrong", "/standards/x/y", "/api/v1/pieces/1"]
    for path in paths:
        for visitor in visitors:
            for answer in (visitor.get(path), visitor.raw.post(path)):
                assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'"), path
                assert answer.headers["X-Content-Type-Options"] == "nosniff", path
                assert answer.headers["X-Frame-Options"] == "SAMEORIGIN", path
                assert answer.headers["Referrer-Policy"] == "same-origin", path
                answer.close()


def test_the_policy_is_the_agreed_one(site: Site) -> None:
    assert site.client("huda").get("/").headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("language", ["en", "ar"])
def test_screens_hold_nothing_that_the_policy_forbids(site: Site, language: str) -> None:
    site.in_review()
    huda = site.client("huda")
    huda.raw.set_cookie("lang", language)
    for path in SCREENS:
        answer = huda.get(path)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200, path
        assert f'lang="{language}"' in page
        assert not re.search(r"<[^>]+\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:", page), path
        assert "data:image" not in page


def test_no_stylesheet_or_script_loads_from_elsewhere() -> None:
    for file in (data_dir("web") / "static").glob("*.*s"):
        assert not re.search(r"https?://(?!www\.w3\.org)|@import|url\((?!#)", file.read_text(encoding="utf-8")), file


def test_forms_without_their_token_do_nothing(site: Site) -> None:
    piece = site.in_review()
    for name in (None, "huda", "lina"):
        visitor = site.client(name)
        for rule in site.app.url_map.iter_rules():
            if "POST" not in (rule.methods or ()) or rule.endpoint.startswith("api."):
                continue
            path = re.sub(r"<int:\w+>", "1", rule.rule)
            path = re.sub(r"<any\((\w+),\w+\):\w+>", r"\1", re.sub(r"<\w+>", "x", path))
            assert visitor.raw.post(path, data={"reason": "none"}).status_code == 400, path
    assert site.state(piece.id) == "in_review"


def test_titles_are_text(site: Site) -> None:
    site.in_review()
    page = site.client("omar").get("/").get_data(as_text=True)
    assert "Autumn &lt;page&gt;" in page
    assert "Autumn <page>" not in page


def test_errors_tell_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret copy of a campaign")

    monkeypatch.setattr("promisecheck.app.gaps.gaps.board", broken)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger("promisecheck").addHandler(handler)
    try:
        answer = site.client("huda").get("/gaps/")
    finally:
        logging.getLogger("promisecheck").removeHandler(handler)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "secret copy" not in page
    assert "Traceback" not in page
    assert "secret copy" not in stream.getvalue()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert any(line.get("error") == "RuntimeError" and line["where"] for line in lines)


def test_logs_hold_no_secret_of_a_link(site: Site) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger("promisecheck").addHandler(handler)
    try:
        site.client().get("/r/pcl_very-secret")
        site.client().get("/register/?words=private")
    finally:
        logging.getLogger("promisecheck").removeHandler(handler)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["route"] for line in lines] == ["/r/<secret>", "/register/"]
    assert "very-secret" not in stream.getvalue()
    assert "private" not in stream.getvalue()


class _Log:
    """What the app logs meanwhile."""

    def __enter__(self) -> io.StringIO:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(JsonLines())
        logging.getLogger("promisecheck").addHandler(self.handler)
        return self.stream

    def __exit__(self, *_: object) -> None:
        logging.getLogger("promisecheck").removeHandler(self.handler)


def test_logs_of_a_whole_story_hold_no_word_of_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text and secret of the story holds the word quokka, what goes wrong included; the log never does."""
    desk = {"title": "A quokka ad", "channel": "web", "runs_from": "2026-12-01", "places": "old-town"}
    copy = "The quokka promises: takeaway in Aqaba Old Town is ready in 20 minutes.\n"
    with _Log() as log:
        lina, aya, huda = site.client("lina"), site.client("aya"), site.client("huda")
        lina.post("/pieces/write/check", **desk, copy=copy, kind="text")
        assert lina.post("/pieces/write", **desk, copy=copy, kind="text", then="ask").status_code == 303
        asked = site.asks(1)["old-town"]
        key = next(iter(asked.asked))
        aya.post("/pieces/1/comments", key=key, body="a quokka remark")
        aya.post("/pieces/1/answers", asks=str(asked.id), key=key, answer="cannot", reason="no quokka here")
        aya.post("/pieces/1/answers", asks=str(asked.id), key="quokka", answer="cannot", reason="quokka")
        aya.post("/pieces/1/finish")
        aya.get("/r/pcl_quokka")
        aya.get("/register/?words=quokka")
        aya.get("/quokka/quokka")
        site.client().post("/login", login="quokka@toy.example", password="quokka quokka")
        huda.post("/admin/webhooks", url="https://quokka.example/quokka", events="*")
        site.app.test_client().get("/api/v1/pieces", headers={"Authorization": "Bearer pct_quokka"})
        lina.post("/settings/tokens", name="quokka", scopes="read", expires="2026-12-01")
        monkeypatch.setattr(site.here.judge, "check", _breaks)
        lina.post("/pieces/write", **desk, copy=copy, kind="text", then="ask")
        Rounds(site.here).every_minute()
        Rounds(site.here).every_quarter()
        Rounds(site.here).every_day()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert len([line for line in lines if line["message"] == "request"]) > 20
    assert any(line.get("error") == "RuntimeError" for line in lines)
    assert "quokka" not in log.getvalue().casefold()
    assert PASSWORD not in log.getvalue()


def _breaks(*_: object) -> None:
    raise RuntimeError("broke on: the quokka promises")


def test_pages_are_not_kept_and_static_files_are(site: Site) -> None:
    huda = site.client("huda")
    assert huda.get("/").headers["Cache-Control"] == "no-store"
    static = huda.get("/static/app.css")
    assert "max-age" in static.headers["Cache-Control"]
    static.close()


@pytest.mark.parametrize("path", ["/pieces/99999999999999999999", "/pieces/2147483647", "/pieces/-1", "/admin/nothing"])
def test_numbers_that_no_database_holds(site: Site, path: str) -> None:
    assert site.client("huda").get(path).status_code == 404


def test_every_sentence_stands_in_both_languages_with_the_same_facts() -> None:
    for key, entry in texts.sentences().items():
        facts = {language: set(re.findall(r"\{(\w+)", json.dumps(entry[language]))) for language in texts.LANGUAGES}
        counted = isinstance(entry["en"], dict) or "n" in facts["en"]
        assert facts["en"] - {"n"} == facts["ar"] - {"n"}, key
        assert counted or facts["en"] == facts["ar"], key
        if isinstance(entry["ar"], dict):
            assert set(entry["ar"]) == {"zero", "one", "two", "few", "many", "other"}, key
            assert set(entry["en"]) - {"zero"} == {"one", "other"}, key


def test_every_sentence_a_template_names_exists() -> None:
    named = set()
    for file in (data_dir("web") / "templates").rglob("*.html"):
        if "report" not in file.parts:
            named.update(re.findall(r"\bth?\('([\w.]+)'[,)]", file.read_text(encoding="utf-8")))
    assert len(named) > 150
    assert named <= set(texts.sentences())
