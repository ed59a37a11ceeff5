"""Records in: what counts, what is left out, and one clear message for each kind of mistake."""

from __future__ import annotations

import re
import sqlite3

import numpy as np
import pytest
from evidence_helpers import DAY, MINUTES, folder, read, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promisecheck.errors import InputError
from promisecheck.evidence.records import Records
from promisecheck.evidence.sources import opened, source_of
from promisecheck.reports.records import record_words
from promisecheck.standards import load_organisation

GOOD = rows("depot,minutes", "deira,50", "deira,62.5", "Al Barsha,41", "البرشاء,39", "SHARJAH,55")


def counted(record, tier=None):
    return record.tally(tier).cases.tolist()


def test_a_case_a_row_by_id_or_name(tmp_path):
    record = read(folder(tmp_path, parcels__csv=GOOD))
    assert counted(record) == [2, 2, 1]
    assert record.tally(None).met(60, "less").tolist() == [1, 2, 1]
    assert record.tally(None).met(50, "more").tolist() == [2, 0, 1]
    assert (record.cases, record.mistakes, record.left_out) == (5, (), {})
    assert record_words(record.summary(), "en") == "parcels.csv: 5 cases, 0 rows left out"


MISTAKES = [
    ("deira,soon", "row 4, column 'minutes': 'soon' is no number; left out", 2, "with a value that is no number"),
    ("deira,-5", "row 4, column 'minutes': -5 is negative; left out", 2, "with a negative value"),
    ("deira,inf", "row 4, column 'minutes': 'inf' is no number; left out", 2, "with a value that is no number"),
    ("Ajman,20", "row 4, column 'depot': 'Ajman' is no declared location; left out", 1, "of an unknown location"),
    (",20", "row 4, column 'depot': nothing stands in column 'depot'; left out", 1, "of an unknown location"),
]


@pytest.mark.parametrize(("line", "message", "column", "reason"), MISTAKES)
def test_a_bad_row_is_told_with_row_and_column_and_left_out(tmp_path, line, message, column, reason):
    text = rows("depot,minutes", "deira,50", "deira,51", line, "sharjah,52")
    record = read(folder(tmp_path, parcels__csv=text))
    (fault,) = record.mistakes
    assert fault.arabic is not None
    assert fault.arabic[0].startswith("الصف 4، العمود «")
    assert all(text in fault.arabic[0] for text in re.findall(r"'([^']*)'", message))
    assert fault.arabic[1]
    assert (fault.message, fault.file, fault.line, fault.column) == (message, "parcels.csv", 4, column)
    assert fault.hint
    assert counted(record) == [2, 0, 1]
    assert record_words(record.summary(), "en") == f"parcels.csv: 3 cases, 1 row left out (1 {reason})"


def test_each_kind_of_mistake_is_told_once_and_counted(tmp_path):
    text = rows("depot,minutes", "deira,x", "deira,50", "deira,y", "deira,-1", "mars,1", "deira,", "deira,NA")
    record = read(folder(tmp_path, parcels__csv=text))
    assert [fault.message for fault in record.mistakes] == [
        "row 6, column 'depot': 'mars' is no declared location; left out",
        "row 2, column 'minutes': 'x' is no number; 2 rows like it; left out",
        "row 5, column 'minutes': -1 is negative; left out",
    ]
    assert record.left_out == {"place": 1, "empty": 2, "number": 2, "negative": 1}
    assert record.cases == 1


UNUSABLE = [
    ("", "the record is empty"),
    ("depot,minutes\n", "the record is empty"),
    ("depot,time_taken\ndeira,5\n", "there is no column 'minutes' (value)"),
    ("branch,minutes\ndeira,5\n", "there is no column 'depot' (location)"),
    ("depot,minutes\ndeira,5\ndeira,5,6\n", "the heading has 2 columns, this row 3"),
    ("\n\ndepot,minutes\ndeira,5\n", "the first line is no heading"),
    (b"depot,minutes\n\xff\xfe,5\n", "the record cannot be read"),
]


@pytest.mark.parametrize(("text", "message"), UNUSABLE)
def test_a_record_that_cannot_be_used_is_one_clear_error(tmp_path, text, message):
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read(folder(tmp_path, parcels__csv=text))
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].file == "parcels.csv"


def test_a_missing_column_lists_those_there_are(tmp_path):
    with pytest.raises(InputError) as caught:
        read(folder(tmp_path, parcels__csv="depot,minute\ndeira,5\n"))
    assert caught.value.faults[0].hint == "did you mean 'minute'? columns: depot, minute"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("unit: AED", "a record in AED does not compare with 'parcel-time' in min"),
        ("unit: minnits", "'minnits' is no unit"),
        ("unit: business day", "a record in business_day does not compare with 'parcel-time' in min"),
        ("window: a while", "window 'a while' is no number of days"),
        ("met_when: often", "met_when 'often' cannot be read"),
    ],
)
def test_a_wrong_declaration_of_a_record_names_its_line(tmp_path, entry, message):
    specs = MINUTES.replace("unit: min", entry)
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read(folder(tmp_path, specs, parcels__csv=GOOD))
    fault = caught.value.faults[0]
    assert fault.file is not None
    assert fault.file.endswith("specs.yaml")
    assert fault.line


# ------------------------------------------------------------------------------------------------ tiers, times
TIMED = """
  parcel-time:
    service: parcels
    measure: delivery_time
    within: 60 min
    conditions: [{ordered_before: "18:00"}, {days: Mo-Fr}]
    measured: {file: parcels.csv, location: depot, value: minutes, unit: min, time: ordered, window: 30 days}
    by_tier: {swift: {within: 30 min, conditions: []}}
"""


def test_window_time_of_day_and_days_of_the_standard(tmp_path):
    text = rows(
        "depot,ordered,minutes",
        "deira,2026-11-24 17:59,1",  # Tuesday, in time
        "deira,2026-11-24 18:00,2",  # too late in the day
        "deira,2026-11-22 10:00,3",  # Sunday
        "deira,2026-10-27 10:00,4",  # the first day of the window, a Tuesday
        "deira,2026-10-26 23:59,5",  # before the window
        "deira,2026-11-26 08:00,6",  # after the day of the check
        "deira,2026-11-24T13:30:00Z,7",  # 17:30 in Dubai
        "deira,2026-11-24T14:30:00+00:00,8",  # 18:30 in Dubai
    )
    record = read(folder(tmp_path, TIMED, parcels__csv=text))
    assert record.tally("plain").values.tolist() == [1, 4, 7]
    assert record.left_out == {"outside window": 2, "outside conditions": 3}
    assert record.mistakes == ()


def test_conditions_differ_by_tier_and_rows_know_their_tier(tmp_path):
    text = rows(
        "depot,ordered,minutes,tier",
        "deira,2026-11-24 20:00,25,plain",
        "deira,2026-11-24 20:00,26,Hudhud Swift",
        "deira,2026-11-24 12:00,27,plain",
        "deira,2026-11-24 12:00,28,gold",
    )
    record = read(folder(tmp_path, TIMED, parcels__csv=text))
    assert record.tally("plain").values.tolist() == [27]
    assert record.tally("swift").values.tolist() == [26]
    assert [fault.message for fault in record.mistakes] == [
        "row 5, column 'tier': 'gold' is no declared tier; left out"
    ]


def test_conditions_without_a_column_of_times_are_said_not_to_be_applied(tmp_path):
    specs = TIMED.replace(", time: ordered, window: 30 days", "")
    record = read(folder(tmp_path, specs, parcels__csv=GOOD))
    assert record.cases == 5
    assert "not applied" in record_words(record.summary(), "en")


def test_a_window_needs_times(tmp_path):
    specs = TIMED.replace(", time: ordered", "")
    with pytest.raises(InputError, match="a window of 30 days needs a column of times"):
        read(folder(tmp_path, specs, parcels__csv=GOOD))


def test_a_time_that_cannot_be_read(tmp_path):
    text = rows("depot,ordered,minutes", "deira,24/11/2026,5", "deira,2026-11-24 10:00,6")
    record = read(folder(tmp_path, TIMED, parcels__csv=text))
    assert record.mistakes[0].message == "row 2, column 'ordered': '24/11/2026' is no time; left out"
    assert record.cases == 1


# ------------------------------------------------------------------------------------------------ counts
COUNTS = """
  on-time:
    service: parcels
    measure: on_time_rate
    at_least: 90%
    measured: {file: on-time.csv, location: depot, KEYS}
"""


@pytest.mark.parametrize(
    ("keys", "text", "met", "cases"),
    [
        (
            "met: good, total: all",
            rows("depot,good,all", "deira,8,10", "deira,1,5", "sharjah,0,3"),
            [9, 0, 0],
            [15, 0, 3],
        ),
        ("met: good", rows("depot,good", "deira,1", "deira,0", "deira,yes", "barsha,FALSE"), [2, 0, 0], [3, 1, 0]),
        (
            "value: late, met_when: at most 15",
            rows("depot,late", "deira,-4", "deira,15", "deira,16"),
            [2, 0, 0],
            [3, 0, 0],
        ),
        (
            "value: late, met_when: at most 15",
            rows("depot,late", "deira,5", "deira,", "deira,99"),
            [1, 0, 0],
            [2, 0, 0],
        ),
        (
            "value: late, met_when: at most 15, empty: not met",
            rows("depot,late", "deira,5", "deira,", "deira,NA"),
            [1, 0, 0],
            [3, 0, 0],
        ),
    ],
)
def test_cases_that_were_met_are_counted(tmp_path, keys, text, met, cases):
    path = folder(tmp_path, COUNTS.replace("KEYS", keys), **{"on-time__csv": text})
    record = read(path, "on-time")
    assert record.tally(None).met.tolist() == met
    assert counted(record) == cases
    assert record.mistakes == ()


@pytest.mark.parametrize("line", ["deira,11,10", "deira,1.5,10", "deira,-1,10", "deira,many,10"])
def test_counts_that_cannot_be(tmp_path, line):
    text = rows("depot,good,all", "deira,5,10", line)
    path = folder(tmp_path, COUNTS.replace("KEYS", "met: good, total: all"), **{"on-time__csv": text})
    record = read(path, "on-time")
    assert record.cases == 10
    assert record.mistakes[0].line == 3
    assert "is no count of cases" in record.mistakes[0].message


def test_a_case_without_a_value_can_count_as_a_miss(tmp_path):
    specs = MINUTES.replace("unit: min", "unit: min, empty: not met")
    record = read(folder(tmp_path, specs, parcels__csv=rows("depot,minutes", "deira,5", "deira,")))
    assert counted(record) == [2, 0, 0]
    assert record.tally(None).met(1e9, "less").tolist() == [1, 0, 0]
    assert np.isnan(record.tally(None).ranked(np.array([2, 0, 0]), "less")).all()


# ------------------------------------------------------------------------------------------------ other sources
def test_workbook_parquet_and_databases_say_the_same_as_csv(tmp_path):
    import duckdb
    import openpyxl

    path = folder(tmp_path, parcels__csv=GOOD)
    book = openpyxl.Workbook()
    book.active.append(["unused"])
    sheet = book.create_sheet("November")
    with sqlite3.connect(tmp_path / "orders.db") as connection:
        connection.execute("CREATE TABLE orders (depot TEXT, minutes REAL)")
        for number, line in enumerate(GOOD.splitlines()):
            depot, minutes = line.split(",")
            sheet.append([depot, minutes if not number else float(minutes)])
            if number:
                connection.execute("INSERT INTO orders VALUES (?, ?)", (depot, float(minutes)))
    book.save(tmp_path / "parcels.xlsx")
    duckdb.sql(f"COPY (SELECT * FROM '{path / 'parcels.csv'}') TO '{tmp_path / 'parcels.parquet'}'")
    expected = read(path).tally(None)
    query = "SELECT depot, minutes FROM orders"
    found = [
        read(folder(tmp_path, MINUTES.replace("parcels.csv", "parcels.xlsx, sheet: November"))),
        read(folder(tmp_path, MINUTES.replace("parcels.csv", "parcels.parquet"))),
        read(path, given={"parcel-time": source_of(str(tmp_path / "orders.db"), query)}),
    ]
    for record in found:
        assert record.tally(None).values.tolist() == expected.values.tolist()
        assert record.tally(None).ends.tolist() == expected.ends.tolist()


def test_a_bad_cell_of_a_workbook_is_told_with_its_row(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["depot", "minutes"], ["deira", 5], ["deira", "late"]):
        book.active.append(row)
    book.save(tmp_path / "parcels.xlsx")
    record = read(folder(tmp_path, MINUTES.replace("parcels.csv", "parcels.xlsx")))
    assert record.mistakes[0].message == "row 3, column 'minutes': 'late' is no number; left out"
    with pytest.raises(InputError, match="there is no sheet 'Dezember'"):
        read(folder(tmp_path, MINUTES.replace("parcels.csv", "parcels.xlsx, sheet: Dezember")))


@pytest.mark.parametrize(
    ("query", "message"),
    [("SELECT nothing FROM orders", "the query failed"), ("DELETE FROM orders", "the query failed")],
)
def test_a_query_reads_and_does_nothing_else(tmp_path, query, message):
    with sqlite3.connect(tmp_path / "orders.db") as connection:
        connection.execute("CREATE TABLE orders AS SELECT 'deira' AS depot, 5 AS minutes")
    with pytest.raises(InputError, match=message):
        read(folder(tmp_path), given={"parcel-time": source_of(str(tmp_path / "orders.db"), query)})
    with sqlite3.connect(tmp_path / "orders.db") as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (1,)


def test_sources_of_the_command_line(tmp_path):
    (tmp_path / "a.db").touch()
    (tmp_path / "a.csv").touch()
    with pytest.raises(InputError, match="there is no such record"):
        source_of(str(tmp_path / "b.csv"))
    with pytest.raises(InputError, match="a database needs a query"):
        source_of(str(tmp_path / "a.db"))
    with pytest.raises(InputError, match="a query is asked of a database"):
        source_of(str(tmp_path / "a.csv"), "SELECT 1")
    assert source_of("postgresql://ann:secret@db.example/shop", "SELECT 1").shown == "postgresql://db.example/shop"


def test_a_file_of_another_kind(tmp_path):
    with pytest.raises(InputError, match="is no kind of record"):
        read(folder(tmp_path, MINUTES.replace("parcels.csv", "parcels.exe"), parcels__exe="depot,minutes\n"))
    with pytest.raises(InputError, match="not a workbook"):
        read(folder(tmp_path, MINUTES.replace("parcels.csv", "parcels.xlsx"), parcels__xlsx="depot,minutes\n"))
    with pytest.raises(InputError, match="not a Parquet file"):
        read(folder(tmp_path, MINUTES.replace("parcels.csv", "parcels.parquet"), parcels__parquet="depot,minutes\n"))


# ------------------------------------------------------------------------------------------------ confined
@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "link.csv", "linked/secret.csv", "*.csv"])
def test_a_spec_reads_nothing_outside_of_the_project(tmp_path, name):
    specs = folder(tmp_path / "project" / "specs", MINUTES.replace("parcels.csv", f'"{name}"'))
    (tmp_path / "project" / "secret.csv").write_text(GOOD)
    (specs / "link.csv").symlink_to(tmp_path / "project" / "secret.csv")
    (specs / "linked").symlink_to(tmp_path / "project")
    with pytest.raises(InputError, match=r"outside of the project|no plain relative path"):
        read(specs)


def test_a_record_may_lie_in_the_project_around_the_specs(tmp_path):
    specs = folder(tmp_path / "project" / "specs", MINUTES.replace("parcels.csv", "evidence/parcels.csv"))
    (tmp_path / "project" / "evidence").mkdir()
    (tmp_path / "project" / "evidence" / "parcels.csv").write_text(GOOD)
    assert counted(read(specs, project=tmp_path / "project")) == [2, 2, 1]
    with pytest.raises(InputError, match="there is no record"):
        read(specs)


def test_the_database_sees_one_file_and_takes_no_settings(tmp_path):
    import duckdb

    path = folder(tmp_path, parcels__csv=GOOD, other__csv=GOOD)
    with opened(source_of(str(path / "parcels.csv"))) as (connection, table):
        assert connection.execute(f"SELECT count(*) FROM {table.scan}").fetchone() == (5,)
        for statement in (
            f"SELECT * FROM read_csv('{path / 'other.csv'}')",
            f"COPY (SELECT 1) TO '{path / 'out.csv'}'",
            f"ATTACH '{path / 'x.duckdb'}'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)
    assert not (path / "out.csv").exists()


def test_names_in_a_heading_are_names_and_no_sql(tmp_path):
    column = 'minutes"; DROP TABLE places; --'
    specs = MINUTES.replace("value: minutes", f"value: '{column}'")
    text = '"depot","minutes""; DROP TABLE places; --"\ndeira,5\n"x\'; --",6\n'
    record = read(folder(tmp_path, specs, parcels__csv=text))
    assert counted(record) == [1, 0, 0]
    assert "'x'; --' is no declared location" in record.mistakes[0].message


# ------------------------------------------------------------------------------------------------ counting
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["deira", "barsha", "sharjah"]), st.integers(0, 40)), min_size=1, max_size=120),
    st.integers(-1, 41),
)
def test_counting_agrees_with_a_loop(tmp_path, cases, level):
    record = read(folder(tmp_path, parcels__csv=rows("depot,minutes", *(f"{a},{b}" for a, b in cases))))
    tally = record.tally(None)
    for number, place in enumerate(("deira", "barsha", "sharjah")):
        here = sorted(value for depot, value in cases if depot == place)
        assert tally.cases[number] == len(here)
        assert tally.met(level, "less")[number] == sum(value <= level for value in here)
        assert tally.met(level, "more")[number] == sum(value >= level for value in here)
        for rank in range(1, len(here) + 1):
            ranks = np.full(3, rank)
            assert tally.ranked(ranks, "less")[number] == here[rank - 1]
            assert tally.ranked(ranks, "more")[number] == here[-rank]
        assert np.isnan(tally.ranked(np.full(3, len(here) + 1), "less")[number])


def test_a_record_is_read_once(tmp_path):
    path = folder(tmp_path, parcels__csv=GOOD)
    organisation = load_organisation(path)
    records = Records(organisation, DAY, specs=path)
    standard = organisation.resolve(organisation.declarations_by_id["parcel-time"], "deira", None, DAY)
    first = records.of(standard)
    (path / "parcels.csv").unlink()
    assert records.of(standard) is first
    assert [record.shown for record in records.read] == ["parcels.csv"]
