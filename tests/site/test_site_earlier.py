"""Promises that an earlier crawl had and this one has not: never a silent success."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.site.earlier import missed, read_earlier, remembered, write_earlier

HOME = "https://shop.example/"
PROMISES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3))


def test_a_site_without_a_promise_where_there_were_some() -> None:
    problem = missed({"a": 2, "b": 1}, {"a": 0, "c": 0}, HOME)
    assert problem is not None
    assert problem.source == HOME
    assert "had 3 on 2 pages" in problem.message
    assert "--accept-fewer" in (problem.hint or "")


def test_a_page_without_a_promise_where_there_were_some() -> None:
    problem = missed({"b": 1, "a": 2, "gone": 5}, {"a": 0, "b": 0, "c": 1}, HOME)
    assert problem is not None
    assert problem.source == "a"
    assert problem.message == "an earlier crawl had 2 promises here, this one none, as on 1 others: b"


@pytest.mark.parametrize(
    ("before", "now"),
    [({}, {"a": 0}), ({"a": 1}, {"a": 3}), ({"gone": 1}, {"a": 1}), ({"a": 0}, {"a": 0, "b": 1}), ({"a": 1}, {})],
    ids=["first crawl", "more", "page gone", "never had any", "nothing read, which is a problem already"],
)
def test_what_is_no_loss(before: dict[str, int], now: dict[str, int]) -> None:
    assert missed(before, now, HOME) is None


@given(PROMISES, PROMISES, st.booleans())
def test_a_loss_is_told_until_it_is_mended_or_accepted(
    before: dict[str, int], now: dict[str, int], whole: bool
) -> None:
    then = remembered(before, now, whole=whole, accepted=False)
    assert (missed(then, now, HOME) is None) == (missed(before, now, HOME) is None)
    assert all(then[page] == count for page, count in now.items() if count)
    assert missed(remembered(before, now, whole=whole, accepted=True), now, HOME) is None


def test_what_is_remembered() -> None:
    before, now = {"kept": 1, "lost": 2, "unmet": 3}, {"kept": 5, "lost": 0, "new": 1}
    assert remembered(before, now, whole=True, accepted=False) == {"kept": 5, "lost": 2, "new": 1}
    assert remembered(before, now, whole=False, accepted=False) == {"kept": 5, "lost": 2, "new": 1, "unmet": 3}
    assert remembered(before, now, whole=True, accepted=True) == {"kept": 5, "new": 1}


def test_a_file_that_was_broken_is_no_memory(tmp_path: Path) -> None:
    assert read_earlier(tmp_path) == {}
    write_earlier(tmp_path, {"ب": 2, "a": 1})
    assert read_earlier(tmp_path) == {"a": 1, "ب": 2}
    for text in ("{", "[1]", '{"a": "x", "b": -1}'):
        (tmp_path / "promises.json").write_text(text)
        assert read_earlier(tmp_path) == {}


def run(site: Any, specs: Path, *more: str) -> tuple[int, dict[str, Any]]:
    state = str(specs.parent / "state")
    given = ["--specs", str(specs), "--allow-host", "127.0.0.1", "--state", state, "--date", "2026-11-23"]
    given += ["--delay", "0", "--retries", "0", "--output-format", "json", *more]
    command = [sys.executable, "-m", "promisecheck", "site", site.address + "/", *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_crawls_are_compared(site: Any, specs: Path) -> None:
    full, bare = "<p>Delivery in 50 minutes.</p>", "<p>Our kitchen.</p>"
    links = "<a href=/a>a</a> <a href=/b>b</a>"
    site.page("/", links)
    site.page("/a", full)
    site.page("/b", full)
    assert run(site, specs)[0] == 0
    site.page("/a", bare)
    status, report = run(site, specs)
    (problem,) = report["problems"]
    assert (status, problem["source"]) == (2, f"{site.address}/a")
    site.page("/b", bare)
    status, report = run(site, specs)
    (problem,) = report["problems"]
    assert (status, problem["source"]) == (2, f"{site.address}/")
    assert "no promise was found where an earlier crawl had 2 on 2 pages" in problem["message"]
    assert run(site, specs)[0] == 2, "told again, not forgotten"
    site.page("/b", full)
    site.page("/", "<a href=/b>b</a>")
    assert run(site, specs)[0] == 0, "one is back, the other page is gone"
    site.page("/b", bare)
    assert run(site, specs, "--accept-fewer")[0] == 0
    assert run(site, specs)[0] == 0


def test_a_crawl_cut_short_forgets_nothing(site: Any, specs: Path) -> None:
    site.page("/", "<p>Delivery in 50 minutes.</p><a href=/a>a</a>")
    site.page("/a", "<p>Delivery in 51 minutes.</p>")
    assert run(site, specs)[0] == 0
    assert run(site, specs, "--max-pages", "1", "--accept-fewer")[0] == 2
    site.page("/a", "<p>Our kitchen.</p>")
    status, report = run(site, specs)
    assert status == 2
    assert [one["source"] for one in report["problems"]] == [f"{site.address}/a"]
