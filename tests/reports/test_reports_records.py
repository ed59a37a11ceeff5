"""What is told of a record, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from promisecheck.errors import Fault
from promisecheck.evidence.reading import LEFT_OUT
from promisecheck.model import Problem, RecordSummary
from promisecheck.reports.records import fault_words, record_line, record_words


@pytest.mark.parametrize(
    ("cases", "left", "english", "arabic"),
    [
        (1, {}, "log.csv: 1 case, 0 rows left out", "log.csv: حالة واحدة، ولم يُترك شيء"),
        (
            2,
            {"without a value": 1},
            "log.csv: 2 cases, 1 row left out (1 without a value)",
            "log.csv: حالتان، وتُرك صف واحد (1 بلا قيمة)",
        ),
        (
            3115,
            {"outside the window": 2, "with a negative value": 9},
            "log.csv: 3,115 cases, 11 rows left out (2 outside the window, 9 with a negative value)",
            "log.csv: 3,115 حالة، وتُرك 11 صفاً (2 خارج المدة التي يُنظر فيها، 9 بقيمة سالبة)",
        ),
        (
            5,
            {"of an unknown location": 3},
            "log.csv: 5 cases, 3 rows left out (3 of an unknown location)",
            "log.csv: 5 حالات، وتُرك 3 صفوف (3 لموقع غير معروف)",
        ),
    ],
)
def test_cases_and_rows_left_out(cases: int, left: dict[str, int], english: str, arabic: str) -> None:
    record = RecordSummary("log.csv", cases, left)
    assert record_words(record, "en") == english
    assert record_words(record, "ar") == arabic
    assert (record_line(record, "en"), record_line(record, "ar")) == (f"record {english}", f"سجلّ {arabic}")


@pytest.mark.parametrize("reason", LEFT_OUT.values())
def test_every_reason_has_arabic_words(reason: str) -> None:
    assert not any("a" <= sign <= "z" for sign in record_words(RecordSummary("1", 1, {reason: 1}), "ar"))


def test_a_mistake_in_a_record_is_told_in_the_language_of_the_report() -> None:
    arabic = ("الصف 4، العمود «minutes»: «soon» ليس عدداً؛ لم يُحسب", "اكتب 42 أو 42.5 بلا وحدة")
    fault = Fault("'soon' is no number", "log.csv", 4, 2, hint="write 42", arabic=arabic)
    assert fault_words(fault, "en") == "log.csv:4:2: 'soon' is no number\n  mend: write 42"
    assert fault_words(fault, "ar") == f"log.csv:4:2: {arabic[0]}\n  الحل: {arabic[1]}"
    assert fault_words(replace(fault, arabic=None), "ar") == fault_words(fault, "en")
    problem = Problem("log.csv", fault.message, 4, 2, fault.hint, fault.arabic)
    assert (problem.told("ar"), problem.told("en")) == (arabic, (fault.message, fault.hint))
    assert replace(problem, arabic=None).told("ar") == (fault.message, fault.hint)


def test_what_could_not_be_applied_is_told_in_arabic() -> None:
    note = "no column of times: conditions on time of day and days are not applied"
    assert record_words(RecordSummary("1", 1, {}, (note,)), "ar").endswith(
        "؛ لا عمود للأوقات، فلم تُطبَّق شروط الساعات والأيام"
    )
    assert record_words(RecordSummary("1", 1, {}, (note,)), "en").endswith(f"; {note}")
