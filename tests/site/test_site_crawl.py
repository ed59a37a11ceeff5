"""A site on the loopback: what is found, what is survived, what is asked again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

HEADER = "<header><p>We deliver within 30 minutes.</p></header>"


def command(site: Any, specs: Path, *more: str) -> list[str]:
    state = str(specs.parent / "state")
    fixed = ["--specs", str(specs), "--allow-host", "127.0.0.1", "--state", state, "--date", "2026-11-23"]
    given = [site.address + "/", *fixed, "--delay", "0", "--output-format", "json", *more]
    return [sys.executable, "-m", "promisecheck", "site", *given]


def run(site: Any, specs: Path, *more: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(command(site, specs, *more), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_a_promise_in_a_shared_header_counts_once_with_its_pages(site: Any, specs: Path) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private/\nSitemap: /maps/index.xml\n")
    index = f"<sitemapindex><sitemap><loc>{site.address}/maps/1.xml</loc></sitemap></sitemapindex>"
    site.page("/maps/index.xml", index)
    site.page("/maps/1.xml", f"<urlset><url><loc>{site.address}/orphan</loc></url></urlset>")
    site.page("/", f"{HEADER}<a href=/a>a</a> <a href=/private/x>x</a> <a href=https://elsewhere.example/>e</a>")
    site.page("/a", f"{HEADER}<link rel=alternate hreflang=ar href=/ar/a><p>Delivery within 60 minutes.</p>")
    site.page("/ar/a", "<html lang=ar><p>التوصيل خلال ١٠ دقائق.</p>")
    site.page("/orphan", HEADER)
    site.page("/private/x", "<p>Delivery in 1 minute.</p>")
    status, report = run(site, specs)
    assert status == 1
    sources = {document["source"].removeprefix(site.address) for document in report["documents"]}
    assert sources == {"/", "/a", "/ar/a", "/orphan"}
    over = [finding for finding in report["findings"] if finding["rule"] == "over-promise"]
    assert sorted(len(finding["claims"]) for finding in over) == [1, 3]
    assert site.asked["/private/x"] == 0
    assert site.asked["/a"] == 1


def test_bad_pages_are_named_and_survived(site: Any, specs: Path) -> None:
    import gzip

    names = ["slow", "error", "circle", "huge", "bomb", "inside", "calendar?n=0", "missing", "good"]
    site.page("/", " ".join(f"<a href='/{name}'>x</a>" for name in names))
    site.page("/good", "<p>Delivery in 10 minutes.</p>")
    site.page("/slow", "<p>late</p>")
    site.slow["/slow"] = 3
    site.page("/error", "broken", 500)
    site.page("/circle", "", 302, Location="/circle")
    site.page("/huge", b"<p>bread</p>" * 1_000_000)
    site.page("/bomb", gzip.compress(b"<p>bread</p>" * 800_000), **{"Content-Encoding": "gzip"})
    site.page("/inside", "", 302, Location="http://169.254.169.254/latest/meta-data/")
    for number in range(80):
        site.page(f"/calendar?n={number}", f"<a href='/calendar?n={number + 1}'>next</a>")
    status, report = run(site, specs, "--timeout", "1", "--retries", "0")
    assert status == 2
    told = {problem["source"].removeprefix(site.address): problem["message"] for problem in report["problems"]}
    assert set(told) == {"/slow", "/error", "/circle", "/huge", "/bomb", "/inside", "/calendar"}
    assert "private" in told["/inside"]
    assert "500" in told["/error"]
    assert "without end" in told["/calendar"]
    assert [finding["rule"] for finding in report["findings"]] == ["over-promise"], "the rest is judged all the same"
    assert site.asked["/calendar?n=60"] == 0


@pytest.mark.parametrize(
    ("robots", "message"), [((200, "User-agent: *\nDisallow: /"), "closes"), ((503, ""), "taken as closed")]
)
def test_no_page_at_all_is_no_success(site: Any, specs: Path, robots: tuple[int, str], message: str) -> None:
    site.page("/robots.txt", robots[1], robots[0])
    site.page("/", HEADER)
    status, report = run(site, specs, "--retries", "0")
    assert status == 2
    assert message in report["problems"][0]["message"]
    assert site.asked["/"] == 0


def test_a_crawl_cut_short_is_no_success(site: Any, specs: Path) -> None:
    site.page("/", "<a href=/a>a</a><a href=/b>b</a><p>Delivery in 50 minutes.</p>")
    site.page("/a", "<p>a</p>")
    site.page("/b", "<p>b</p>")
    assert run(site, specs, "--max-pages", "2")[0] == 2
    status, report = run(site, specs)
    assert (status, len(report["documents"])) == (0, 3)
    assert site.asked["/a"] == 1, "what was read stays read"


def test_a_second_crawl_asks_whether_pages_changed(site: Any, specs: Path) -> None:
    site.page("/", f"{HEADER}<a href=/a>a</a>", ETag='"1"')
    site.page("/a", "<p>Delivery in 50 minutes.</p>", ETag='"2"')
    first = run(site, specs)
    second = run(site, specs)
    assert first == second
    assert [sent["if-none-match"] for path, sent in site.headers if path == "/a" and "if-none-match" in sent] == ['"2"']


def test_a_passing_failure_is_tried_again(site: Any, specs: Path) -> None:
    site.page("/", "<p>busy</p>", 503)
    status, report = run(site, specs, "--retries", "1")
    assert (status, site.asked["/"]) == (2, 2)
    assert "503" in report["problems"][0]["message"]


def test_an_address_inside_needs_to_be_opened(site: Any, specs: Path) -> None:
    site.page("/", HEADER)
    shut = [part for part in command(site, specs) if part not in ("--allow-host", "127.0.0.1")]
    done = subprocess.run(shut, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert site.asked == {}


def test_after_a_kill_no_finished_page_is_asked_again(site: Any, specs: Path) -> None:
    site.page("/", " ".join(f"<a href=/{number}>x</a>" for number in range(30)))
    for number in range(30):
        site.page(f"/{number}", f"{HEADER}<p>Page {number}</p>")
        site.slow[f"/{number}"] = 0.02
    running = subprocess.Popen(command(site, specs), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while sum(site.asked.values()) < 12 and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    lines = (specs.parent / "state" / "journal.jsonl").read_bytes().split(b"\n")[:-1]
    finished = {json.loads(line)["address"].removeprefix(site.address) for line in lines}
    assert 5 < len(finished) < 31
    status, report = run(site, specs)
    assert (status, len(report["documents"])) == (1, 31)
    assert {path: site.asked[path] for path in finished} == dict.fromkeys(finished, 1)
    (finding,) = report["findings"]
    assert len(finding["claims"]) == 30


def test_a_folder_is_a_site_too(specs: Path) -> None:
    folder = specs.parent / "out"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.html").write_text(HEADER)
    given = ["site", str(folder), "--specs", str(specs), "--output-format", "json", "--no-cache"]
    done = subprocess.run([sys.executable, "-m", "promisecheck", *given], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    (finding,) = json.loads(done.stdout)["findings"]
    assert len(finding["claims"]) == 2


COUNTRIES = """\
organisation: Corner Kitchen
services:
  delivery: {names: {en: [delivery], ar: [التوصيل]}}
groups:
  jo: {names: {en: [Jordan], ar: [الأردن]}}
  gulf: {names: {en: [Gulf, AE], ar: [الخليج]}}
locations:
  amman: {names: {en: [Amman], ar: [عمّان]}, groups: [jo]}
  irbid: {names: {en: [Irbid], ar: [إربد]}, groups: [jo]}
  dubai: {names: {en: [Dubai], ar: [دبي]}, groups: [gulf]}
  aqaba: {names: {en: [Aqaba], ar: [العقبة]}, groups: [jo], pages: ["/jo/aqaba"]}
standards:
  time:
    service: delivery
    measure: delivery_time
    within: 45 min
    by_location: {gulf: {within: 20 min, reason: {en: two kitchens}}}
"""


def test_a_page_for_a_country_is_judged_at_its_branches(site: Any, specs: Path) -> None:
    (specs / "kitchen.yaml").write_text(COUNTRIES, encoding="utf-8")
    promise = "<p>Delivery within 25 minutes.</p>"
    versions = "".join(
        f"<link rel=alternate hreflang={tag} href={path}>"
        for tag, path in (("ar-JO", "/jo/"), ("en-ae", "/ae/"), ("x-default", "/"))
    )
    site.page("/", f"{versions}{promise}")
    site.page("/jo/", f"<html dir=rtl>{versions}<p>التوصيل خلال ٢٥ دقيقة.</p><a href=/jo/aqaba>x</a>")
    site.page("/ae/", promise)
    site.page("/jo/aqaba", f"<link rel=alternate hreflang=ar-jo href=/jo/aqaba>{promise}")
    site.page("/fr/", f"<link rel=alternate hreflang=fr-fr href=/fr/>{promise}")
    site.page("/robots.txt", f"Sitemap: {site.address}/map.xml")
    link = f'<xhtml:link rel="alternate" hreflang="fr-FR" href="{site.address}/fr/"/>'
    site.page("/map.xml", f"<urlset><url><loc>{site.address}/</loc>{link}</url></urlset>")
    _, report = run(site, specs)
    seen = {one["source"].removeprefix(site.address): one["locations"] for one in report["documents"]}
    everywhere = ["amman", "irbid", "dubai", "aqaba"]
    assert seen == {
        "/": everywhere,
        "/jo/": ["amman", "irbid", "aqaba"],
        "/ae/": ["dubai"],
        "/jo/aqaba": ["aqaba"],
        "/fr/": everywhere,
    }
    claims = {one["source"].removeprefix(site.address): one for one in report["claims"]}
    assert {path: one["language"] for path, one in claims.items() if path.startswith("/jo/")} == {
        "/jo/": "ar",
        "/jo/aqaba": "en",
    }
    verdicts = {path: {verdict["verdict"] for verdict in one["verdicts"]} for path, one in claims.items()}
    assert (verdicts["/jo/"], verdicts["/ae/"], verdicts["/fr/"]) == ({"over"}, {"kept"}, {"over", "kept"})
