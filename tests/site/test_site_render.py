"""Pages made by scripts: shown by a browser that reaches nothing by itself."""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHELL = "<!doctype html><html lang=en><title>Kitchen</title><body><div id=app></div><script src=/app.js></script>"


def run(site: Any, specs: Path, *more: str, **environment: str) -> tuple[int, dict[str, Any], str]:
    fixed = ["--specs", str(specs), "--allow-host", "127.0.0.1", "--state", str(specs.parent / "state")]
    given = [site.address + "/", *fixed, "--date", "2026-11-23", "--delay", "0", "--retries", "0"]
    command = [sys.executable, "-m", "promisecheck", "site", *given, "--output-format", "json", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def told(site: Any, report: dict[str, Any]) -> dict[str, str]:
    return {one["source"].removeprefix(site.address): one["message"] for one in report["problems"]}


def menu(site: Any) -> None:
    """A shell whose script reads its text, writes it, and links to a second page."""
    site.page("/", SHELL)
    script = "fetch('/api/menu').then(a => a.json()).then(menu => { document.getElementById('app').innerHTML = "
    script += "`<h1>${menu.title}</h1>\\n<p>${menu.text}</p><a href=/second>more</a>`; });"
    site.page("/app.js", script, **{"Content-Type": "text/javascript"})
    data = json.dumps({"title": "Delivery", "text": "We deliver in 10 minutes."})
    site.page("/api/menu", data, **{"Content-Type": "application/json"})
    site.page("/second", "<p>Delivery in 50 minutes.</p>")


@pytest.mark.slow
def test_a_shell_is_read_as_a_browser_shows_it(site: Any, specs: Path) -> None:
    menu(site)
    status, report, said = run(site, specs)
    assert (status, report["problems"]) == (1, [])
    assert {one["source"].removeprefix(site.address): one.get("rendered") for one in report["documents"]} == {
        "/": True,
        "/second": None,
    }
    (finding,) = report["findings"]
    claim = next(one for one in report["claims"] if one["id"] == finding["claims"][0])
    assert claim["value"] == {"op": "<=", "value": 10, "unit": "min"}
    kept = [path.read_text() for path in (specs.parent / "state" / "pages").iterdir()]
    html = next(text for text in kept if "10 minutes" in text)
    assert html[claim["start"] : claim["end"]] == claim["quote"], "positions are those of the HTML that came out"
    assert "1 page was read as a browser shows it" in said


@pytest.mark.slow
def test_every_page_can_be_shown_and_the_next_crawl_shows_it_again(site: Any, specs: Path) -> None:
    words = (
        "Bread from our own oven every single morning, with butter, jam and coffee for whoever comes in and sits down."
    )
    site.page("/", f"<p>{words}</p><p id=time>soon</p><script src=/when.js></script>", ETag='"1"')
    script = "document.getElementById('time').textContent = 'Delivery in {} minutes.'"
    for minutes in (50, 10):
        site.page("/when.js", script.replace("{}", str(minutes)), **{"Content-Type": "text/javascript"})
        status, report, _ = run(site, specs, "--render", "always")
        assert [one["value"]["value"] for one in report["claims"]] == [minutes]
        assert status == (minutes < 45)
    assert run(site, specs)[1]["claims"] == [], "it is complete as it is sent, and what was shown is kept apart"


@pytest.mark.slow
def test_pages_that_cannot_be_shown_well_are_problems(site: Any, specs: Path) -> None:
    names = ("hangs", "empty", "closed", "moves", "restless", "fine")
    site.page("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    site.page("/", " ".join(f"<a href=/{name}>x</a>" for name in names))
    shell = "<body><div id=app></div><script>{}</script>"
    site.page("/hangs", shell.format("setTimeout(() => { while (true); }, 100)"))
    site.page("/empty", shell.format("fetch('/api', {method: 'POST'}).then(a => document.body.append('x'))"))
    site.page("/closed", shell.format("fetch('/private/api').then(a => document.body.append('x'))"))
    site.page("/moves", shell.format("location.href = '/there'"))
    site.page("/restless", shell.format("setInterval(() => document.body.append('more and '), 100)"))
    site.page("/fine", shell.format("document.body.append('Delivery in 50 minutes.')"))
    site.page("/there", "<p>Delivery in 50 minutes.</p>")
    status, report, _ = run(site, specs, "--timeout", "4")
    problems = told(site, report)
    assert status == 2
    assert set(problems) == {"/hangs", "/empty", "/closed", "/restless"}
    assert "did not come to an end within 4 seconds" in problems["/hangs"]
    assert "stays empty after" in problems["/empty"]
    assert "robots.txt closes 1 " in problems["/closed"]
    assert "did not come to rest" in problems["/restless"]
    assert {one["source"].removeprefix(site.address) for one in report["claims"]} == {"/fine", "/there"}
    assert site.asked["/private/api"] == 0


def test_a_shell_without_a_browser_is_no_success(site: Any, specs: Path, tmp_path: Path) -> None:
    menu(site)
    nowhere = str(tmp_path / "nowhere")
    without = {"PATH": nowhere, "PLAYWRIGHT_BROWSERS_PATH": nowhere}
    status, report, _ = run(site, specs, **without)
    (problem,) = report["problems"]
    assert status == 2
    assert "empty until its scripts run: no browser can be started" in problem["message"]
    assert "apt install chromium" in problem["hint"]
    assert site.asked["/app.js"] == 0


def test_a_shell_can_be_left_as_it_is_and_that_is_said(site: Any, specs: Path) -> None:
    menu(site)
    status, report, said = run(site, specs, "--render", "never")
    assert (status, report["claims"]) == (0, [])
    assert "1 page is empty until scripts run" in said


class Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Counts who connects, and answers nothing."""

    daemon_threads = True


@pytest.fixture
def inside() -> Iterator[tuple[int, list[str]]]:
    """A port on another loopback address, which nobody opened: TCP and UDP, and what arrived there."""
    arrived: list[str] = []

    class Stream(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            arrived.append(f"tcp {self.rfile.readline()[:80]!r}")

    class Datagram(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            arrived.append("udp")

    with Listener(("127.0.0.2", 0), Stream) as tcp:
        port = tcp.server_address[1]
        with socketserver.UDPServer(("127.0.0.2", port), Datagram) as udp:
            for server in (tcp, udp):
                threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            yield port, arrived
            udp.shutdown()
        tcp.shutdown()


ATTEMPTS = """
const at = "INSIDE", own = location.origin, tried = [];
const tries = {
  fetch: () => fetch(`http://${at}/fetch`), noCors: () => fetch(`http://${at}/opaque`, {mode: "no-cors"}),
  post: () => fetch(`${own}/posted`, {method: "POST", body: "x"}),
  xhr: () => { const x = new XMLHttpRequest(); x.open("GET", `http://${at}/xhr`); x.send(); },
  hop: () => fetch("/hop"), beacon: () => navigator.sendBeacon(`http://${at}/beacon`, "x"),
  image: () => { new Image().src = `http://${at}/image`; }, socket: () => new WebSocket(`ws://${at}/socket`),
  ownSocket: () => new WebSocket(`ws://${location.host}/own-socket`),
  events: () => new EventSource(`http://${at}/events`), open: () => window.open(`http://${at}/open`),
  worker: () => new Worker(URL.createObjectURL(new Blob([`fetch("http://${at}/worker").catch(() => 0);
    new WebSocket("ws://${at}/worker-socket")`]))),
  imports: () => new Worker(URL.createObjectURL(new Blob([`importScripts("http://${at}/imported")`]))),
  module: () => import(`http://${at}/module.js`), service: () => navigator.serviceWorker.register("/sw.js"),
  rtc: () => { const c = new RTCPeerConnection({iceServers: [{urls: `stun:${at}`}]});
    c.createDataChannel("x"); c.createOffer().then(o => c.setLocalDescription(o)); },
  transport: () => new WebTransport(`https://${at}/transport`).ready,
  form: () => { const f = document.createElement("form"); f.action = `http://${at}/form`; f.method = "post";
    f.target = "_blank"; document.body.append(f); f.submit(); },
  ping: () => { const a = document.createElement("a"); a.href = "#x"; a.ping = `http://${at}/ping`;
    document.body.append(a); a.click(); },
  download: () => { const a = document.createElement("a"); a.href = `http://${at}/download`; a.download = "x";
    document.body.append(a); a.click(); },
  rules: () => { const s = document.createElement("script"); s.type = "speculationrules";
    s.textContent = JSON.stringify({prefetch: [{source: "list", urls: [`http://${at}/guess`, "/guess"],
      eagerness: "immediate"}], prerender: [{source: "list", urls: ["/guess2"], eagerness: "immediate"}]});
    document.head.append(s); },
  markup: () => document.body.insertAdjacentHTML("beforeend", `
    <link rel=prefetch href="http://${at}/prefetch"><link rel=preload as=font crossorigin href="http://${at}/font">
    <link rel=preconnect href="http://${at}"><link rel=dns-prefetch href="http://${at}">
    <link rel=stylesheet href="http://${at}/style"><link rel=icon href="http://${at}/icon">
    <link rel=manifest href="http://${at}/manifest"><link rel=modulepreload href="http://${at}/m.js">
    <style>@import "http://${at}/import"; body { background: url("http://${at}/background") }</style>
    <iframe src="http://${at}/frame"></iframe><iframe srcdoc='<img src="http://${at}/srcdoc">'></iframe>
    <video src="http://${at}/video" autoplay></video><object data="http://${at}/object"></object>
    <embed src="http://${at}/embed"><svg><image href="http://${at}/svg"/></svg>`),
  leave: () => { location.href = `http://${at}/leave`; },
};
for (const [name, one] of Object.entries(tries)) {
  try { Promise.resolve(one()).catch(() => 0); } catch {}
  tried.push(name);
}
document.getElementById("app").textContent = `Delivery in 50 minutes. Tried ${tried.length}.`;
"""


@pytest.mark.slow
def test_a_page_reaches_nothing_but_through_the_fetcher(site: Any, specs: Path, inside: tuple[int, list[str]]) -> None:
    port, arrived = inside
    site.page("/", SHELL)
    site.page("/app.js", ATTEMPTS.replace("INSIDE", f"127.0.0.2:{port}"), **{"Content-Type": "text/javascript"})
    site.page("/hop", "", 302, Location=f"http://127.0.0.2:{port}/hopped")
    _, report, said = run(site, specs)
    assert report["problems"] == [], said
    (claim,) = report["claims"]
    assert claim["value"]["value"] == 50, "the script ran to its end"
    assert arrived == []
    assert set(site.asked) == {"/robots.txt", "/sitemap.xml", "/", "/app.js", "/hop"}
    assert {headers["user-agent"] for _, headers in site.headers} == {"promisecheck"}


@pytest.mark.slow
def test_the_login_is_not_given_to_scripts_nor_to_other_hosts(site: Any, specs: Path) -> None:
    menu(site)
    other = site.address.replace("127.0.0.1", "localhost")
    site.page("/elsewhere", "{}", **{"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"})
    script = site.pages["/app.js"][2].decode() + f"; fetch('{other}/elsewhere'); fetch('/seen?' + document.cookie)"
    site.page("/app.js", script, **{"Content-Type": "text/javascript"})
    given = ("--header", "Authorization=SITE_LOGIN", "--allow-host", "localhost")
    status, _, _ = run(site, specs, *given, SITE_LOGIN="Bearer k33p", SITE_OTHER="not-for-a-browser")
    assert status == 1
    sent = {path: headers.get("authorization") for path, headers in site.headers}
    assert sent["/elsewhere"] is None
    assert sent["/api/menu"] == sent["/"] == "Bearer k33p"
