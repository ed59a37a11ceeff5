"""Measured records in the app: shown beside what is declared, and watched when they change."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from promisecheck.app.jobs import Rounds
from promisecheck.evidence.statistics import wilson
from promisecheck.review import audit, deciding
from promisecheck.review.deciding import Given
from promisecheck.review.engine_judge import EngineJudge
from promisecheck.review.judging import Job
from promisecheck.review.measured import interval

Site = Any
COPY = "Home delivery in Weibdeh within 40 minutes on orders of 8 JOD or more. Longer in severe weather.\n"
DAY = dt.date(2026, 11, 25)


def _record(site: Site) -> Path:
    file: Path = site.here.settings.specs / "evidence" / "deliveries.csv"
    return file


def _slow_down(file: Path, branch: str, by: int) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["branch"] == branch and row["minutes"].isdecimal():
            row["minutes"] = str(int(row["minutes"]) + by)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _approved(site: Site) -> Any:
    piece = site.in_review(COPY)
    ask = site.asks(piece.id)["weibdeh"]
    deciding.decide(
        site.here.db, site.actor("omar"), ask.id, dict.fromkeys(ask.asked, Given("keep")), now=site.clock.now
    )
    deciding.finish(site.here.db, site.actor("omar"), ask.id, now=site.clock.now)
    assert site.state(piece.id) == "approved"
    return piece


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_reviewer_sees_what_was_measured_with_its_interval(site: Site, language: str) -> None:
    piece = site.in_review(COPY)
    omar = site.client("omar")
    omar.get(f"/language/{language}")
    page = omar.get(f"/pieces/{piece.id}").get_data(as_text=True)
    low, high = (float(end) for end in wilson(256, 257))
    report = site.here.judge.check(Job(COPY, "text", "-", (), ("weibdeh",), None, DAY, DAY, DAY)).report
    measured = report["claims"][0]["verdicts"][0]["measured"]
    assert measured["n"] == 257
    assert interval(measured["share"], measured["n"]) == pytest.approx((low, high), abs=1e-5)
    assert (round(100 * low), round(100 * high, 1)) == (98, 99.9)
    assert "98–99.9" in page
    assert "257" in page


@pytest.mark.parametrize(("met", "cases"), [(0, 5), (5, 5), (1, 3), (256, 257), (900, 1000)])
def test_the_interval_is_that_of_the_engine(met: int, cases: int) -> None:
    assert interval(met / cases, cases) == pytest.approx([float(end) for end in wilson(met, cases)], abs=1e-9)


def test_the_hash_of_the_standards_covers_their_records(site: Site) -> None:
    judge = EngineJudge(site.here.settings.specs)
    before, declared = judge.digest(), judge.organisation().digest
    assert before != declared
    _slow_down(_record(site), "weibdeh", 1)
    assert judge.digest() != before
    assert judge.organisation().digest == declared


def test_a_promise_that_the_record_no_longer_bears_out_goes_back_to_its_branch(site: Site) -> None:
    rounds = Rounds(site.here)
    rounds.every_minute()
    piece = _approved(site)
    rounds.every_minute()
    assert site.state(piece.id) == "approved"
    _slow_down(_record(site), "weibdeh", 15)
    rounds.every_minute()
    assert site.state(piece.id) == "in_review"
    ask = site.asks(piece.id)["weibdeh"]
    assert ask.state == "open"
    changed = audit.events(site.here.db, site.actor("tala"), draft_id=piece.id, action="register.changed")
    assert [one.after["lost"] for one in changed] == [1]
    page = site.client("omar").get(f"/pieces/{piece.id}").get_data(as_text=True)
    assert "257" in page


def test_a_record_that_got_better_asks_nobody(site: Site) -> None:
    rounds = Rounds(site.here)
    rounds.every_minute()
    piece = _approved(site)
    _slow_down(_record(site), "weibdeh", -1)
    rounds.every_minute()
    assert site.state(piece.id) == "approved"


def test_a_record_that_cannot_be_used_is_told_in_the_log_and_stops_nothing(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    _record(site).write_text("branch;wrong\n", encoding="utf-8")
    piece = site.in_review(COPY)
    assert site.state(piece.id) == "in_review"
    import logging

    logging.getLogger("promisecheck").propagate = True
    try:
        Rounds(site.here).every_minute()
    finally:
        logging.getLogger("promisecheck").propagate = False
    assert any("a record cannot be used" in one.message for one in caplog.records)
