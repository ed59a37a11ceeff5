"""Checking while somebody types gives what a first check gives, and remembers only so much."""

import datetime as dt
import random
from pathlib import Path

from promisecheck.app.pieces import live
from promisecheck.model import Report
from promisecheck.paths import data_dir
from promisecheck.reports.json_report import report_json
from promisecheck.reports.view import View
from promisecheck.review.engine_judge import EngineJudge
from promisecheck.review.judging import Job

DAY = dt.date(2026, 11, 25)
SPECS: Path = data_dir("service_specs") / "dar-naranj"
LINES = (
    "Takeaway is ready in 12 minutes in every restaurant.",
    "Home delivery in Amman takes 35 minutes, guaranteed.",
    "Delivery may take longer in severe weather.",
    "Breakfast is served from 8 am.",
    "There are 24 tables under the old orange tree.",
    "نوصل طلبك خلال 20 دقيقة في عمّان.",
)


def job(lines: list[str]) -> Job:
    return Job("\n".join(lines), "text", "draft", (), ("*",), None, DAY, DAY + dt.timedelta(days=20))


def test_what_is_remembered_shows_what_a_first_check_shows() -> None:
    judge, memory, dice = EngineJudge(SPECS), live.Memory(), random.Random(7)
    lines = dice.choices(LINES, k=6)
    for number in range(12):
        lines[dice.randrange(len(lines))] = dice.choice(LINES)
        wordings = dice.choice((live.ALL, live.NONE))
        remembered = live.check(judge, memory, job(lines), wordings=wordings)
        if wordings == live.NONE:
            asked = next(iter(remembered.more), live.NONE)
            remembered = live.check(judge, memory, job(lines), wordings=asked)
            assert asked not in remembered.more
            remembered = live.check(judge, memory, job(lines), wordings=live.ALL)
        fresh = live.check(judge, live.Memory(), job(lines), wordings=live.ALL)
        assert report_json(remembered.report) == report_json(fresh.report)
        language = "ar" if number % 2 else "en"
        shown = [live.found_in(one, View(one.report, language)) for one in (remembered, fresh)]
        assert shown[0] == shown[1]


def test_reports_are_remembered_up_to_so_many_characters() -> None:
    made: list[str] = []
    pieces = live.Pieces()

    def ask(copy: str) -> None:
        def make() -> Report:
            made.append(copy)
            return Report(DAY, (), (), ())

        pieces.report(job([copy]), make)

    long = "x" * 60_000
    for copy in ("short", long, "short", long + "y", long, long):
        ask(copy)
    assert made == ["short", long, long + "y", long]
