"""A generated site of 2,000 pages and 12 branches, half of it Arabic: exactly what was planted is found."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

PAGES = 2_000
BRANCHES = 12
TAIL = (5, 6)
"""The last two digits of the pages that promise too much."""


def _specs(folder: Path) -> None:
    places = "\n".join(
        f'  b{n}: {{names: {{en: [Branch Quarter {n}], ar: [فرع الحي {n}]}}, pages: ["/b{n}/**"]}}'
        for n in range(BRANCHES)
    )
    folder.mkdir(exist_ok=True)
    (folder / "kitchen.yaml").write_text(
        "organisation: Corner Kitchen\nservices:\n  delivery: {names: {en: [delivery], ar: [التوصيل]}}\n"
        f"locations:\n{places}\n"
        "standards:\n  time: {service: delivery, measure: delivery_time, within: 45 min}\n",
        encoding="utf-8",
    )


def _page(number: int) -> tuple[str, str]:
    """Path and body. Every hundredth page promises too much, in minutes that tell it from all others."""
    arabic = number % 2 == 1
    branch = number // 2 % BRANCHES
    path = f"/b{branch}/{'ar' if arabic else 'en'}/{number}"
    links = " ".join(f'<a href="{_path(n)}">{n}</a>' for n in (2 * number + 1, 2 * number + 2) if n < PAGES)
    minutes = 60 + number % 50
    if number % 100 in TAIL:
        minutes = number // 100 + 10
    text = f"التوصيل خلال {minutes} دقيقة." if arabic else f"Delivery in {minutes} minutes."
    header = "<p>نوصل طلبك خلال ٥ دقائق.</p>" if arabic else "<p>We deliver within 5 minutes.</p>"
    language = "ar" if arabic else "en"
    return (
        path,
        f"<html lang={language}><header>{header}</header><main><p>{text}</p></main><footer>{links}</footer></html>",
    )


def _path(number: int) -> str:
    return f"/b{number // 2 % BRANCHES}/{'ar' if number % 2 else 'en'}/{number}"


BAD = ("slow", "error", "circle", "huge", "bomb", "inside", "again/again/again/", "calendar?n=0")


def _bad_pages(site: Any) -> None:
    """Pages that are slow, broken, too large, packed to explode, without end, or lead inside."""
    bread = b"<p>Bread, butter and jam.</p>"
    site.page("/bad/slow", "late")
    site.slow["/bad/slow"] = 5
    site.page("/bad/error", "broken", 500)
    site.page("/bad/circle", "", 302, Location="/bad/circle")
    site.page("/bad/huge", bread * 500_000)
    site.page("/bad/bomb", gzip.compress(bread * 300_000), **{"Content-Encoding": "gzip"})
    site.page("/bad/inside", "", 302, Location="http://169.254.169.254/latest/meta-data/")
    for depth in range(3, 10):
        site.page(f"/bad/{'again/' * depth}", "<a href='again/'>deeper</a>")
    for number in range(70):
        site.page(f"/bad/calendar?n={number}", f"<a href='/bad/calendar?n={number + 1}'>next</a>")


def _command(site: Any, folder: Path) -> list[str]:
    given = ["--specs", str(folder / "service_specs"), "--allow-host", "127.0.0.1", "--state", str(folder / "state")]
    given += ["--delay", "0", "--retries", "0", "--timeout", "2", "--date", "2026-11-23", "--output-format", "json"]
    return [sys.executable, "-m", "promisecheck", "site", site.address + _path(0), *given]


@pytest.mark.slow
def test_exactly_what_was_planted_is_found_through_bad_pages_and_a_kill(site: Any, tmp_path: Path) -> None:
    _specs(tmp_path / "service_specs")
    for number in range(PAGES):
        path, body = _page(number)
        links = " ".join(f"<a href='/bad/{name}'>x</a>" for name in BAD) if number == 0 else ""
        site.page(path, body + links)
    _bad_pages(site)

    running = subprocess.Popen(_command(site, tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while sum(site.asked.values()) < PAGES // 3 and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    lines = (tmp_path / "state" / "journal.jsonl").read_bytes().split(b"\n")[:-1]
    finished = {json.loads(line)["address"].removeprefix(site.address) for line in lines}
    assert PAGES // 4 < len(finished) < PAGES // 2, "killed in the middle"

    done = subprocess.run(_command(site, tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    report = json.loads(done.stdout)
    once = dict.fromkeys(finished, 1) | {"/bad/circle": 6}  # it leads to itself, which is followed five times
    assert {path: site.asked[path] for path in once} == once, "no finished page is repeated"
    asked = [count for path, count in site.asked.items() if path.startswith("/b") and path not in once]
    assert sorted(asked)[-2] == 1, "but for the page that was under way"

    told = {one["source"].removeprefix(f"{site.address}/bad"): one["message"] for one in report["problems"]}
    assert set(told) == {
        "/slow",
        "/error",
        "/circle",
        "/huge",
        "/bomb",
        "/inside",
        "/again/again/again/again/",
        "/calendar",
    }
    assert "2 seconds" in told["/slow"]
    assert "500" in told["/error"]
    assert "redirects" in told["/circle"]
    assert "longer than 10 MB" in told["/huge"]
    assert "unpacks to more than" in told["/bomb"]
    assert "private network" in told["/inside"]
    assert "without end" in told["/again/again/again/again/"]
    assert "without end" in told["/calendar"]
    assert site.asked["/bad/calendar?n=60"] == site.asked["/bad/again/again/again/again/"] == 0

    pages = [one for one in report["documents"] if "/bad/" not in one["source"]]
    assert len(pages) == PAGES
    source = {claim["id"]: claim["source"].removeprefix(site.address) for claim in report["claims"]}
    over = [finding for finding in report["findings"] if finding["rule"] == "over-promise"]
    assert over == [finding for finding in report["findings"] if finding["severity"] == "error"]
    shared = sorted(len(finding["claims"]) for finding in over if len(finding["claims"]) > 1)
    assert shared == [PAGES // 2, PAGES // 2], "each header once"
    single = {source[finding["claims"][0]]: finding for finding in over if len(finding["claims"]) == 1}
    assert set(single) == {_path(number) for number in range(PAGES) if number % 100 in TAIL}
    branches = {path: finding["locations"] for path, finding in single.items()}
    assert branches == {path: [path.split("/")[1]] for path in branches}, "each at the branch of its page"
