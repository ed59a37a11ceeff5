"""336,776 flights as a record, as the how-to has it: shares and bounds against a direct computation."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from scipy.stats import beta

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "evidence-flights.md"
AIRPORTS = ("ewr", "jfk", "lga")


@pytest.fixture(scope="module")
def new_york(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the record and the standards, made by the code of the page."""
    folder = tmp_path_factory.mktemp("flights")
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    subprocess.run([sys.executable, "-c", code[1]], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def counted(new_york: Path) -> dict[str, Counter[str]]:
    """On time, all, and without an arrival, by airport and by airport and airline: a loop over the file."""
    found = {name: Counter() for name in ("met", "all", "cancelled")}
    with (new_york / "new-york" / "flights.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for key in (row["origin"].lower(), f"{row['origin']} {row['carrier']}".lower()):
                found["all"][key] += 1
                if row["arr_delay"] in ("", "NA"):
                    found["cancelled"][key] += 1
                elif float(row["arr_delay"]) <= 15:
                    found["met"][key] += 1
    return found


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "promisecheck", *arguments, "--specs", "new-york", "--date", "2013-12-31"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_what_each_airport_can_promise(new_york, counted):
    done = run(new_york, "can-promise", "on_time_rate", "--service", "flights", "--output-format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    rows = {row["place"]: row for row in report["rows"]}
    assert sum(counted["all"][airport] for airport in AIRPORTS) == 336_776
    assert sum(counted["cancelled"][airport] for airport in AIRPORTS) == 9_430
    for airport in AIRPORTS:
        met, every = counted["met"][airport], counted["all"][airport]
        measured = rows[airport]["measured"]
        assert measured["n"] == every
        assert measured["share"] == pytest.approx(met / every, abs=1e-6)
        lower = beta.ppf(0.05, met, every - met + 1)
        assert measured["lower"] == pytest.approx(lower, abs=1e-6)
        assert rows[airport]["can_promise"]["value"] == pytest.approx(100 * lower, abs=0.1)
        assert rows[airport]["can_promise"]["value"] <= 100 * lower
    weakest = min(rows[airport]["can_promise"]["value"] for airport in AIRPORTS)
    assert rows[None]["can_promise"]["value"] == weakest
    assert rows[None]["limited_by"] == "ewr"
    assert report["records"] == ["flights.csv: 336,776 cases, 0 rows left out"]


def test_airlines_are_tiers(new_york, counted):
    arguments = ["--service", "airlines", "--tier", "ha", "--tier", "ua", "--output-format", "json"]
    rows = json.loads(run(new_york, "can-promise", "on_time_rate", *arguments).stdout)["rows"]
    for row in rows:
        if row["kind"] == "location":
            key = f"{row['place']} {row['tier']}"
            every = counted["all"][key]
            assert (row["measured"] or {"n": 0})["n"] == every
            if every:
                assert row["measured"]["share"] == pytest.approx(counted["met"][key] / every, abs=1e-6)
            else:
                assert (row["can_promise"], row["cases_needed"]) == (None, 1)


def test_nine_out_of_ten_is_declared_and_not_delivered(new_york, counted):
    done = run(new_york, "check", "alliance.txt", "--output-format", "json", "--no-progress")
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    (claim,) = report["claims"]
    assert (claim["measure"], claim["value"]["value"]) == ("on_time_rate", 90)
    for verdict in claim["verdicts"]:
        airport = verdict["location"]
        assert (verdict["verdict"], verdict["delivered"]) == ("kept", "not_kept")
        assert verdict["measured"]["n"] == counted["all"][airport]
        assert verdict["measured"]["share"] == pytest.approx(
            counted["met"][airport] / counted["all"][airport], abs=1e-6
        )
    assert [finding["rule"] for finding in report["findings"]] == ["not-delivered"]
    assert report["records"] == [{"source": "flights.csv", "cases": 336_776, "left_out": {}, "notes": []}]


def test_cancelled_flights_can_be_left_out_instead(new_york, counted, tmp_path):
    text = (new_york / "new-york" / "standards.yaml").read_text(encoding="utf-8")
    (tmp_path / "new-york").mkdir()
    (tmp_path / "new-york" / "standards.yaml").write_text(text.replace(", empty: not met", ""), encoding="utf-8")
    (tmp_path / "new-york" / "flights.csv").hardlink_to(new_york / "new-york" / "flights.csv")
    done = run(tmp_path, "can-promise", "on_time_rate", "--service", "flights", "--output-format", "json")
    report = json.loads(done.stdout)
    for row in report["rows"]:
        if row["place"]:
            assert row["measured"]["n"] == counted["all"][row["place"]] - counted["cancelled"][row["place"]]
    assert report["records"] == ["flights.csv: 327,346 cases, 9,430 rows left out (9,430 without a value)"]


def test_the_table_of_the_page_is_what_comes_out(new_york, counted):
    page = PAGE.read_text(encoding="utf-8")
    rows = json.loads(
        run(new_york, "can-promise", "on_time_rate", "--service", "flights", "--output-format", "json").stdout
    )["rows"]
    names = {"ewr": "Newark", "jfk": "Kennedy", "lga": "LaGuardia"}
    for row in rows:
        if row["place"]:
            share = 100 * row["measured"]["share"]
            line = (
                f"| {names[row['place']]} | {row['measured']['n']:,} | {share:.1f}% | {row['can_promise']['value']}% |"
            )
            assert line in page
        else:
            assert f"| everywhere | 336,776 | | {row['can_promise']['value']}% |" in page
