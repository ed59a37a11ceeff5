"""`can-promise`: the strongest level by place, as table, JSON, page and picture, in both languages."""

from __future__ import annotations

import json
import math
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from evidence_helpers import DAY, MINUTES, folder, rows

from promisecheck.errors import InputError
from promisecheck.evidence.levels import rounded
from promisecheck.evidence.promisable import promisable
from promisecheck.evidence.records import Records
from promisecheck.evidence.statistics import bound_rank
from promisecheck.reports.ladder.model import bound
from promisecheck.standards import load_organisation

DEIRA, BARSHA, SHARJAH = [20 + n % 30 for n in range(200)], [50 + n % 30 for n in range(200)], [30] * 40


def record(**places):
    return rows("depot,minutes", *(f"{place},{value}" for place, values in places.items() for value in values))


GOOD = record(deira=DEIRA, barsha=BARSHA, sharjah=SHARJAH)


def asked(path, measure="delivery_time", service="parcels", **more):
    organisation = load_organisation(path)
    records = Records(organisation, DAY, specs=path)
    found = promisable(organisation, measure, service, day=DAY, records=records, **more)
    return {(one.place, one.tier): one for one in found}


def levels(found):
    return {
        place: (one.promise and one.promise.value, one.proven and one.proven.value) for (place, _), one in found.items()
    }


def test_the_strongest_level_of_each_place_each_group_and_all(tmp_path):
    found = asked(folder(tmp_path, parcels__csv=GOOD))
    rank = int(bound_rank([200], 0.95)[0])
    fast, slow = sorted(DEIRA)[rank - 1], sorted(BARSHA)[rank - 1]
    assert levels(found) == {
        "deira": (60, fast),  # faster than declared: the standard is what can be promised
        "barsha": (slow, slow),  # slower: the record is
        "sharjah": (None, None),  # 40 cases prove nothing about 95%
        "dubai": (slow, slow),
        "": (None, None),
    }
    assert found["sharjah", None].needed == 59 - 40
    assert (found["dubai", None].limited_by, found["", None].limited_by) == ("barsha", "sharjah")
    assert found["", None].needed == 19


def test_a_smaller_share_and_less_confidence_need_fewer_cases(tmp_path):
    path = folder(tmp_path, parcels__csv=GOOD)
    assert asked(path, share=0.9)["sharjah", None].proven.value == 30  # 29 cases do for 90%
    assert asked(path, confidence=0.8)["sharjah", None].proven.value == 30  # and 32 when 80% sure
    strict = asked(path, share=0.99)["deira", None]
    assert (strict.level, strict.promise, strict.needed) == (None, None, 299 - 200)


def test_more_is_better_is_bounded_from_below(tmp_path):
    specs = MINUTES.replace("delivery_time", "speed_mbps").replace("within: 60 min", "at_least: 40 Mbit/s")
    specs = specs.replace("unit: min", "unit: Mbit/s")
    found = asked(folder(tmp_path, specs, parcels__csv=GOOD), "speed_mbps")
    rank = int(bound_rank([200], 0.95)[0])
    assert levels(found)["barsha"] == (40, sorted(BARSHA, reverse=True)[rank - 1])
    assert levels(found)["deira"] == (sorted(DEIRA, reverse=True)[rank - 1],) * 2


def test_only_what_is_asked_for(tmp_path):
    path = folder(tmp_path, parcels__csv=GOOD)
    assert set(asked(path, locations=["dubai"])) == {("deira", None), ("barsha", None), ("dubai", None)}
    with pytest.raises(InputError, match="no level of 'refund' of 'parcels' is declared"):
        asked(path, "refund")


def test_without_a_record_the_standard_is_what_can_be_promised(tmp_path):
    specs = "\n".join(line for line in MINUTES.splitlines() if "measured" not in line)
    specs += "\n    by_location: {sharjah: {within: 2 h}}\n    by_tier: {swift: {within: 30 min}}\n"
    found = asked(folder(tmp_path, specs))
    assert {key: (one.promise.value, one.promise.unit) for key, one in found.items() if key[1] == "plain"} == {
        ("deira", "plain"): (60, "min"),
        ("barsha", "plain"): (60, "min"),
        ("sharjah", "plain"): (2, "h"),
        ("dubai", "plain"): (60, "min"),
        ("", "plain"): (2, "h"),
    }
    assert found["deira", "swift"].promise.value == 30
    assert found["", "plain"].limited_by == "sharjah"


def test_a_standard_out_of_force_promises_nothing(tmp_path):
    specs = MINUTES + "    effective: {until: 2026-10-31}\n"
    found = asked(folder(tmp_path, specs, parcels__csv=GOOD))
    assert {one.promise for one in found.values()} == {None}


@pytest.mark.parametrize(
    ("value", "way", "unit", "shown"),
    [
        (37.2, "less", "min", 38),
        (37, "less", "min", 37),
        (8.21, "less", "h", 8.3),
        (0.30000000000000004, "less", "h", 0.3),
        (2.5, "less", "day", 3),
        (97.66, "more", "%", 97.6),
        (97.6, "more", "%", 97.6),
        (41.9, "more", "Mbit/s", 41),
    ],
)
def test_a_bound_is_rounded_so_that_it_still_holds(value, way, unit, shown):
    assert rounded(value, way, unit) == shown


def test_the_bound_holds_for_cases_to_come(tmp_path):
    """Of many records, at most 5% may promise a level that fewer than 95% of all cases meet."""
    random = np.random.default_rng(5)
    truth = math.exp(3 + 0.4 * 1.6448536269514722)  # 95% of a lognormal distribution
    rank, wrong = int(bound_rank([300], 0.95)[0]), 0
    for _ in range(4_000):
        wrong += sorted(random.lognormal(3, 0.4, 300))[rank - 1] < truth
    assert wrong / 4_000 <= 0.05 + 0.01


# ------------------------------------------------------------------------------------------------ the command
def run(path, *arguments):
    command = [
        sys.executable,
        "-m",
        "promisecheck",
        "can-promise",
        *arguments,
        "--specs",
        str(path),
        "--date",
        str(DAY),
    ]
    return subprocess.run(command, cwd=path, capture_output=True, text=True, check=False)


def test_the_table_says_what_to_do(tmp_path):
    done = run(folder(tmp_path, parcels__csv=GOOD), "delivery_time", "--service", "parcels")
    assert done.returncode == 0, done.stderr
    lines = {line.split("  ")[1].strip(): line for line in done.stdout.splitlines() if line.startswith("  ")}
    assert "60 min" in lines["Deira"]
    assert "could be" in lines["Deira"]
    assert "nothing" in lines["Sharjah"]
    assert "needs 19 more" in lines["Sharjah"]
    assert "█" in lines["Dubai"]
    assert "record parcels.csv: 440 cases, 0 rows left out" in done.stderr


def test_arabic_says_the_same(tmp_path):
    done = run(folder(tmp_path, parcels__csv=GOOD), "delivery_time", "--service", "parcels", "--lang", "ar")
    assert "في كل الفروع" in done.stdout
    assert "يلزم 19" in done.stdout
    assert "سجلّ parcels.csv: 440 حالة، ولم يُترك شيء" in done.stderr
    assert "60 دقيقة" in done.stdout


def test_json_has_every_figure(tmp_path):
    done = run(folder(tmp_path, parcels__csv=GOOD), "delivery_time", "--output-format", "json", "--share", "90%")
    report = json.loads(done.stdout)
    assert (report["share"], report["confidence"]) == (0.9, 0.95)
    row = next(row for row in report["rows"] if row["place"] == "barsha")
    assert row["measured"]["n"] == 200
    assert row["can_promise"] == {"op": "<=", "value": row["proven"]["value"], "unit": "min"}
    assert (
        row["measured"]["reached_interval"][0] <= row["measured"]["reached"] <= row["measured"]["reached_interval"][1]
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_picture_is_one_file_with_a_row_for_each_place(tmp_path, language):
    path = folder(tmp_path, parcels__csv=GOOD)
    done = run(path, "delivery_time", "--output-format", "svg", "--lang", language)
    root = ET.fromstring(done.stdout)
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    for name in {"en": ["Deira", "Al Barsha", "Sharjah", "Dubai"], "ar": ["ديرة", "البرشاء", "الشارقة", "دبي"]}[
        language
    ]:
        assert name in texts
    dots = [node for node in root.iter("{http://www.w3.org/2000/svg}circle") if node.get("class") == "gl-dot"]
    assert len(dots) == 3
    assert "http" not in done.stdout.replace("http://www.w3.org/2000/svg", "")


def test_the_page_runs_no_script_and_loads_nothing(tmp_path):
    path = folder(tmp_path, parcels__csv=GOOD)
    text = (path / "specs.yaml").read_text().replace("en: [Sharjah]", 'en: ["<script>alert(1)</script>"]')
    (path / "specs.yaml").write_text(text)
    done = run(path, "delivery_time", "--output-format", "html")
    assert done.returncode == 0, done.stderr
    assert "<script" not in done.stdout
    assert "&lt;script&gt;" in done.stdout
    assert "default-src &#39;none&#39;" in done.stdout
    assert "parcels.csv: 440 cases, 0 rows left out" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["delivery_time", "--service", "parcel"], "no service is called 'parcel'"),
        (["delivery_time", "--location", "deirra"], "did you mean: deira"),
        (["delivery_time", "--tier", "gold"], "no tier is called 'gold'"),
        (["delivery_time", "--share", "100%"], "which no record proves"),
        (["delivery_time", "--share", "many"], "is no share of cases"),
        (["delivery_time", "--measured", "nowhere.csv"], "there is no such record"),
        (["delivery_time", "--measured", "orders.db"], "a database needs a query"),
        (["repair_time"], "no level of 'repair_time' is declared"),
    ],
)
def test_mistakes_exit_2_with_a_mend(tmp_path, arguments, message):
    path = folder(tmp_path, parcels__csv=GOOD, orders__db="")
    done = run(path, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_bad_rows_exit_2_and_are_told_beside_the_table(tmp_path):
    path = folder(tmp_path, parcels__csv=GOOD + "deira,soon\n")
    done = run(path, "delivery_time", "--output-format", "json")
    assert done.returncode == 2
    assert "row 442, column 'minutes': 'soon' is no number; left out" in done.stderr
    assert json.loads(done.stdout)["records"] == [
        "parcels.csv: 440 cases, 1 row left out (1 with a value that is no number)"
    ]


def test_check_takes_records_from_the_command_line(tmp_path):
    path = folder(tmp_path, parcels__csv=GOOD)
    (tmp_path / "ad.txt").write_text("Parcel delivery within 60 minutes.\n")
    with sqlite3.connect(tmp_path / "orders.db") as connection:
        connection.execute("CREATE TABLE orders (depot TEXT, minutes REAL)")
        connection.executemany("INSERT INTO orders VALUES (?, ?)", [("sharjah", 75)] * 100)
    command = [
        sys.executable,
        "-m",
        "promisecheck",
        "check",
        "ad.txt",
        "--specs",
        ".",
        "--date",
        str(DAY),
        "--no-progress",
    ]
    command += ["--output-format", "json", "--measured", "parcel-time=orders.db"]
    query = "parcel-time=SELECT depot, minutes FROM orders"
    done = subprocess.run([*command, "--measured-query", query], cwd=path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    (claim,) = report["claims"]
    assert {row["location"]: row["delivered"] for row in claim["verdicts"]} == {
        "deira": "too_few",
        "barsha": "too_few",
        "sharjah": "not_kept",
    }
    (finding,) = report["findings"]
    assert (finding["rule"], finding["locations"]) == ("not-delivered", ["sharjah"])
    done = subprocess.run([*command, "--no-records"], cwd=path, capture_output=True, text=True, check=False)
    assert {row["delivered"] for row in json.loads(done.stdout)["claims"][0]["verdicts"]} == {None}
    done = subprocess.run([*command[:-1], "orders.csv"], cwd=path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "does not say which standard it is for" in done.stderr


def test_bound_of_a_level_is_its_value(tmp_path):
    found = asked(folder(tmp_path, parcels__csv=GOOD))
    assert bound(found["deira", None].promise, "less") == 60


@pytest.mark.parametrize("module", ["scipy.special", "duckdb"])
def test_without_the_extra_one_line_says_what_to_install(tmp_path, module):
    path = folder(tmp_path, parcels__csv=GOOD)
    (tmp_path / "ad.txt").write_text("Parcel delivery within 30 minutes.\n")
    code = f"import sys; sys.modules[{module!r}] = None; from promisecheck.cli import main; main(sys.argv[1:])"

    def without(*arguments):
        command = [sys.executable, "-c", code, *arguments, "--specs", ".", "--date", str(DAY)]
        return subprocess.run(command, cwd=path, capture_output=True, text=True, check=False)

    done = without("can-promise", "delivery_time")
    assert done.returncode == 2
    assert "pip install 'promisecheck[evidence]'" in done.stderr
    done = without("check", "ad.txt", "--no-progress")
    assert done.returncode == 1  # the promise is over; only the record is not looked at
    assert "records are not looked at" in done.stderr
    assert without("check", "ad.txt", "--measured", "parcel-time=parcels.csv").returncode == 2
