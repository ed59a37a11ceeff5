"""Where branches differ: what is usual, what is far off, what is explained, and what all of them keep."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck import check
from promisecheck.insight.consistency import consistency, partly
from promisecheck.insight.consistency_report import as_csv, as_html, as_json, as_text
from promisecheck.model import Level
from promisecheck.standards import Organisation, load_organisation

DAY = dt.date(2026, 11, 25)
PLACES = ("quay", "hill", "fort", "mill", "gate", "well")


def organisation(folder: Path, standards: str) -> Organisation:
    places = "".join(f"  {id_}: {{names: {{en: [{id_.title()}], ar: [فرع {id_}]}}}}\n" for id_ in PLACES)
    head = "organisation: Harbour Bakery\nservices:\n  delivery: {names: {en: [delivery], ar: [توصيل]}}\nlocations:\n"
    (folder / "spec.yaml").write_text(f"{head}{places}standards:\n{standards}", encoding="utf-8")
    return load_organisation(folder)


def waits(**minutes: int) -> str:
    """A standard of 40 minutes with overrides."""
    overrides = "".join(f"      {place}: {{within: {value} min}}\n" for place, value in minutes.items())
    more = f"    by_location:\n{overrides}" if overrides else ""
    return f"  time:\n    service: delivery\n    measure: delivery_time\n    within: 40 min\n{more}"


def test_the_usual_the_far_and_the_common_level(tmp_path: Path) -> None:
    (row,) = consistency(organisation(tmp_path, waits(quay=45, hill=240)), day=DAY)
    assert row.usual == Level(op="<=", value=40, unit="min")
    assert row.common == Level(op="<=", value=240, unit="min")
    assert [cell.location for cell in row.unexplained] == ["quay", "hill"]
    assert [cell.location for cell in row.outliers] == ["hill"]


def test_a_reason_or_a_notice_explains(tmp_path: Path) -> None:
    spec = waits(quay=45, hill=50).replace("45 min}", "45 min, reason: {en: the bridge}}")
    spec += (
        "notices:\n  - {standard: time, locations: [hill], from: 2026-11-01, until: 2026-12-01, within: 60 min,"
        " reason: {en: road works}}\n"
    )
    (row,) = consistency(organisation(tmp_path, spec), day=DAY)
    assert [cell.location for cell in row.cells if cell.differs] == ["quay", "hill"]
    assert row.unexplained == ()
    assert row.cells[1].reason == {"en": "road works"}
    (later,) = consistency(organisation(tmp_path, spec), day=dt.date(2027, 1, 1))
    assert [cell.location for cell in later.unexplained] == ["hill"]


@pytest.mark.parametrize(
    ("levels", "common"),
    [
        (("Mo-Fr 08:00-18:00", "Mo-Sa 09:00-20:00"), Level(hours="Mo-Fr 09:00-18:00")),
        (("Mo-Tu 08:00-12:00", "Fr-Sa 08:00-12:00"), None),
    ],
)
def test_hours_in_common(tmp_path: Path, levels: tuple[str, str], common: Level | None) -> None:
    one, other = levels
    spec = (
        f"  hours:\n    service: delivery\n    measure: delivery_hours\n    hours: '{one}'\n"
        f"    by_location: {{quay: {{hours: '{other}'}}}}\n"
    )
    (row,) = consistency(organisation(tmp_path, spec), day=DAY)
    assert row.common == common


def test_what_a_branch_has_differs_without_a_reason(tmp_path: Path) -> None:
    spec = (
        "  terrace:\n    service: delivery\n    measure: offer\n    what: {en: [terrace], ar: [شرفة]}\n"
        "    offered: true\n    by_location: {quay: {offered: false}}\n"
    )
    (row,) = consistency(organisation(tmp_path, spec), day=DAY)
    assert [cell.location for cell in row.cells if cell.differs] == ["quay"]
    assert (row.unexplained, row.common) == ((), None)


@given(st.dictionaries(st.sampled_from(PLACES), st.integers(5, 300), max_size=6))
def test_the_common_level_is_kept_everywhere_and_is_one_of_theirs(minutes: dict[str, int]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (row,) = consistency(organisation(Path(folder), waits(**minutes)), day=DAY)
    values = [cell.standard.level.value for cell in row.cells if cell.standard and cell.standard.level]
    assert row.common is not None
    assert row.common.value == max(values)
    for cell in row.outliers:
        assert cell.differs


def test_promises_that_hold_at_some_branches(tmp_path: Path) -> None:
    organisation(tmp_path, waits(hill=60))
    ad = tmp_path / "ad.txt"
    ad.write_text("We deliver within 45 minutes. We deliver within 90 minutes.", encoding="utf-8")
    (one,) = partly(check([str(ad)], specs=tmp_path, start=DAY))
    assert (one.quote, one.fails) == ("We deliver within 45 minutes", ("hill",))
    assert set(one.holds) == set(PLACES) - {"hill"}


def test_every_format_says_the_same(tmp_path: Path) -> None:
    found = organisation(tmp_path, waits(quay=45, hill=240))
    rows = consistency(found, day=DAY)
    text = as_text(rows, (), found)
    assert "at most 40 min · 4/6" in text
    assert "at most 45 min · Quay · no reason given" in text
    assert "All keep: at most 240 min" in text
    table = list(csv.DictReader(io.StringIO(as_csv(rows, found))))
    assert [(one["location"], one["differs"]) for one in table][:3] == [
        ("quay", "yes"),
        ("hill", "yes"),
        ("fort", "no"),
    ]
    data = json.loads(as_json(rows, (), found))
    assert data["standards"][0]["common"] == {"op": "<=", "value": 240, "unit": "min"}
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        page = as_html(rows, (), found, language)
        assert f'dir="{direction}"' in page
        assert "default-src &#39;none&#39;" in page
        assert ("بلا سبب مذكور" if language == "ar" else "no reason given") in page


def test_the_command(tmp_path: Path) -> None:
    organisation(tmp_path, waits())
    command = [sys.executable, "-m", "promisecheck", "consistency", "--specs", ".", "--date", "2026-11-25"]
    same = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout.endswith("1 standards, 6 branches, 0 cells differ, 0 without a reason, 0 far from the others\n")
    organisation(tmp_path, waits(quay=45))
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    wrong = subprocess.run([*command, "--tier", "gold"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "no tier is called 'gold'" in wrong.stderr
