"""A generated site of 2,000 pages and 12 branches, half of it Arabic: exactly what was planted is found."""

from __future__ import annotations

import json
import subprocess
import sys
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


@pytest.mark.slow
def test_exactly_what_was_planted_is_found(site: Any, tmp_path: Path) -> None:
    specs = tmp_path / "service_specs"
    _specs(specs)
    for number in range(PAGES):
        path, body = _page(number)
        site.page(path, body)
    given = ["--specs", str(specs), "--allow-host", "127.0.0.1", "--state", str(tmp_path / "state"), "--delay", "0"]
    command = [sys.executable, "-m", "promisecheck", "site", site.address + _path(0), *given, "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert report["problems"] == []
    assert len(report["documents"]) == PAGES
    source = {claim["id"]: claim["source"].removeprefix(site.address) for claim in report["claims"]}
    over = [finding for finding in report["findings"] if finding["rule"] == "over-promise"]
    shared = sorted(len(finding["claims"]) for finding in over if len(finding["claims"]) > 1)
    assert shared == [PAGES // 2, PAGES // 2], "each header once"
    single = {source[finding["claims"][0]] for finding in over if len(finding["claims"]) == 1}
    assert single == {_path(number) for number in range(PAGES) if number % 100 in TAIL}
    assert all(count == 1 for path, count in site.asked.items() if path.startswith("/b"))
