"""A page that holds endless promises costs bounded memory, and the run says that it was cut."""

from __future__ import annotations

import datetime as dt

from promisecheck import engine
from promisecheck.extract import MOST_CLAIMS
from promisecheck.sources import parse_html


def test_endless_promises_are_cut_and_said() -> None:
    page = parse_html("<p>Delivery within 30 minutes.</p>" * (MOST_CLAIMS + 10), source="endless.html")
    report = engine.extract([page], start=dt.date(2026, 11, 25))
    assert len(report.claims) == MOST_CLAIMS
    assert [problem.source for problem in report.problems] == ["endless.html"]
    assert f"{MOST_CLAIMS:,}" in report.problems[0].message


def test_control_characters_do_not_hide_a_promise() -> None:
    page = parse_html("<p>Delivery within 30 minutes\x01\x02 to your door.</p>", source="x.html")
    report = engine.extract([page], start=dt.date(2026, 11, 25))
    assert [one.claim.measure for one in report.claims] == ["delivery_time"]
