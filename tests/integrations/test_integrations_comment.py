"""One comment under a request, kept up to date, against a small forge on loopback that keeps comments as others do."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from click.testing import CliRunner, Result

from promisecheck.cli.commenting import comment
from promisecheck.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
MARK = "<!-- promisecheck report -->\n"
HUB, LAB = "/repos/shop/site/issues", "/projects/7/merge_requests/3/notes"
BOT = {"login": "github-actions[bot]", "id": 41}
SPEC = """\
organisation: Corner Kitchen
services: {delivery: {names: {en: [delivery]}}}
locations: {harbour: {names: {en: [Harbour]}}}
standards:
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min}
"""


class Forge:
    """Comments of one request, under the paths of GitHub and of GitLab."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.refuse = 0
        forge = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                given = json.loads(self.rfile.read(length)) if length else {}
                hub = self.headers.get("Authorization") == "Bearer secret-token"
                known = hub or self.headers.get("PRIVATE-TOKEN") == "secret-token"
                status, body = forge.answer(self.command, self.path, given) if known else (401, {"message": "who?"})
                sent = json.dumps(body).encode()
                self.send_response(forge.refuse or status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_POST = do_PATCH = do_PUT = answer  # noqa: N815 - names of the library

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, method: str, path: str, given: dict[str, Any]) -> tuple[int, Any]:
        parts = urlsplit(path)
        self.asked.append((method, parts.path))
        query = parse_qs(parts.query)
        if parts.path == "/user":
            return 200, BOT
        if method == "POST" and parts.path in (f"{HUB}/5/comments", LAB):
            self.add(given["body"])
            return 201, self.comments[-1]
        if method == "GET" and parts.path in (f"{HUB}/5/comments", LAB):
            size, page = int(query["per_page"][0]), int(query["page"][0])
            return 200, self.comments[size * (page - 1) : size * page]
        base, _, number = parts.path.rpartition("/")
        if (method, base) in (("PATCH", f"{HUB}/comments"), ("PUT", LAB)):
            found = next(one for one in self.comments if one["id"] == int(number))
            found["body"] = given["body"]
            return 200, found
        return 404, {"message": "Not Found"}

    def add(self, body: str, **who: Any) -> None:
        user = BOT | who
        self.comments.append({"id": len(self.comments) + 1, "body": body, "user": user, "author": user})


@pytest.fixture
def forge() -> Iterator[Forge]:
    one = Forge()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture(params=["github", "gitlab"])
def job(request: pytest.FixtureRequest, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The variables of a job on either forge."""
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "PROMISECHECK_COMMENT_AUTHOR", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    event = tmp_path / "event.json"
    event.write_text('{"pull_request": {"number": 5}}')
    variables = {
        "github": {
            "GITHUB_ACTIONS": "true",
            "GITHUB_TOKEN": "secret-token",
            "GITHUB_API_URL": forge.address,
            "GITHUB_REPOSITORY": "shop/site",
            "GITHUB_EVENT_PATH": str(event),
        },
        "gitlab": {
            "GITLAB_CI": "true",
            "PROMISECHECK_GITLAB_TOKEN": "secret-token",
            "CI_API_V4_URL": forge.address,
            "CI_MERGE_REQUEST_PROJECT_ID": "7",
            "CI_MERGE_REQUEST_IID": "3",
        },
    }
    for name, value in variables[request.param].items():
        monkeypatch.setenv(name, value)
    return str(request.param)


def put(text: str, folder: Path, *more: str) -> Result:
    file = folder / "report.md"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(comment, [str(file), *more], standalone_mode=False)


def said(result: Result) -> str:
    assert isinstance(result.exception, InputError)
    assert "secret-token" not in str(result.exception)
    return str(result.exception)


def test_the_comment_is_begun_once_and_updated_from_then_on(job: str, forge: Forge, tmp_path: Path) -> None:
    forge.add("Nice work!", login="rana", id=1)
    assert put("## 2 promises", tmp_path).output == "the comment was written\n"
    assert put("## 1 promise · توصيل", tmp_path).output == "the comment was updated\n"
    assert [one["body"] for one in forge.comments] == ["Nice work!", f"{MARK}## 1 promise · توصيل"]
    assert put("## 1 promise · توصيل", tmp_path).output == "the comment says so already\n"
    assert [method for method, _ in forge.asked if method != "GET"] == ["POST", "PATCH" if job == "github" else "PUT"]


def test_a_clean_run_updates_and_begins_nothing(job: str, forge: Forge, tmp_path: Path) -> None:
    assert "no comment to update" in put("all kept", tmp_path, "--status", "0").output
    assert forge.comments == []
    put("one over", tmp_path)
    put("all kept", tmp_path, "--status", "0")
    assert [one["body"] for one in forge.comments] == [f"{MARK}all kept"]


def test_the_mark_of_somebody_else_is_not_ours(job: str, forge: Forge, tmp_path: Path) -> None:
    forge.add(f"{MARK}forged", login="mallory", id=66)
    forge.add(f"I quote: {MARK}", id=41)
    put("true", tmp_path)
    assert [one["body"] for one in forge.comments] == [f"{MARK}forged", f"I quote: {MARK}", f"{MARK}true"]


def test_it_is_found_behind_hundreds_and_jobs_have_their_own(job: str, forge: Forge, tmp_path: Path) -> None:
    for number in range(230):
        forge.add(f"remark {number}", login="rana", id=1)
    put("first", tmp_path)
    put("other job", tmp_path, "--name", "arabic-site")
    put("second", tmp_path)
    assert [one["body"] for one in forge.comments[230:]] == [
        f"{MARK}second",
        "<!-- promisecheck arabic-site -->\nother job",
    ]
    assert "no name for a comment" in said(put("x", tmp_path, "--name", "a -->"))


def test_a_run_that_did_not_finish_is_said(job: str, forge: Forge, tmp_path: Path) -> None:
    put("", tmp_path, "--status", "2")
    assert forge.comments[0]["body"].startswith(f"{MARK}**promisecheck** could not finish (exit status 2)")
    assert "the report is empty" in said(put(" \n", tmp_path))


def test_what_the_forge_refuses_is_one_clear_error(
    job: str, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge.refuse = 403
    assert "the forge refused: 403" in said(put("x", tmp_path))
    assert "pull-requests: write" in said(put("x", tmp_path))
    forge.refuse = 0
    assert "characters at most" in said(put("x" * 1_000_001, tmp_path))
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("CI_API_V4_URL", "http://127.0.0.1:1")
    assert "the forge did not answer: ConnectError" in said(put("x", tmp_path))
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("PROMISECHECK_GITLAB_TOKEN", raising=False)
    assert "TOKEN is not set" in said(put("x", tmp_path))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITLAB_CI", raising=False)
    assert "no request to comment on" in said(put("x", tmp_path))
    assert forge.comments == []


def test_a_push_is_no_pull_request(forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = tmp_path / "event.json"
    event.write_text('{"ref": "refs/heads/main"}')
    for name, value in {"GITHUB_ACTIONS": "true", "GITHUB_TOKEN": "t", "GITHUB_EVENT_PATH": str(event)}.items():
        monkeypatch.setenv(name, value)
    assert "not about a pull request" in said(put("x", tmp_path))


def test_the_scripts_of_both_integrations_keep_it(
    job: str, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, shop = tmp_path / "bin", tmp_path / "shop"
    programs.mkdir()
    (programs / "promisecheck").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m promisecheck "$@"\n')
    (programs / "promisecheck").chmod(0o755)
    (shop / "service_specs").mkdir(parents=True)
    (shop / "service_specs" / "kitchen.yaml").write_text(SPEC)
    page = shop / "a.html"
    _, body = yaml.safe_load_all((ROOT / "templates" / "check.yml").read_text())
    lines = {
        "github": [f"bash {ROOT}/integrations/check.sh"],
        "gitlab": ["set -eo pipefail", *body["promisecheck"]["script"]],
    }
    names = [name for name in body["promisecheck"]["variables"] if name.startswith("INPUT_")]
    variables = dict.fromkeys(names, "") | {"INPUT_PATHS": "a.html", "INPUT_COMMENT": "true", "INPUT_FAIL_ON": "error"}
    variables |= {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    variables["PROMISECHECK_CACHE_DIR"] = str(tmp_path / "cache")

    def run() -> int:
        command = ["bash", "-c", "\n".join(lines[job])]
        done = subprocess.run(
            command, cwd=shop, env=os.environ | variables, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr
        assert "secret-token" not in done.stdout + done.stderr
        return done.returncode

    page.write_text("<p>We deliver within 30 minutes.</p>\n")
    assert run() == 1
    assert "30 minutes" in forge.comments[0]["body"]
    page.write_text("<p>We deliver within 50 minutes.</p>\n")
    assert run() == 0
    (only,) = forge.comments
    assert only["body"].startswith(MARK)
    assert "50 minutes" in only["body"]
    forge.refuse = 403
    assert run() == 0, "a comment that cannot be written changes nothing"
    page.write_text("<p>We deliver within 30 minutes.</p>\n")
    assert run() == 1
