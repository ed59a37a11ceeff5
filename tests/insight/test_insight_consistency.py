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
from promisecheck.insight.common import Common, strictest
from promisecheck.insight.consistency import consistency, partly
from promisecheck.insight.consistency_report import as_csv, as_html, as_json, as_text
from promisecheck.model import Cause, Condition, Level
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
    assert row.common == Common(Level(op="<=", value=240, unit="min"), 0.95)
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
    assert row.common == (Common(common, 0.95) if common else None)


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
    assert row.common.level.value == max(values)
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
    assert "at most 40 min in 95% of cases · 4/6" in text
    assert "at most 45 min in 95% of cases · Quay · no reason given" in text
    assert "All keep: at most 240 min in 95% of cases\n" in text
    table = list(csv.DictReader(io.StringIO(as_csv(rows, found))))
    assert [(one["location"], one["differs"]) for one in table][:3] == [
        ("quay", "yes"),
        ("hill", "yes"),
        ("fort", "no"),
    ]
    data = json.loads(as_json(rows, (), found))
    assert data["standards"][0]["common"] == {
        "level": {"op": "<=", "value": 240, "unit": "min"},
        "reliability": 0.95,
        "conditions": [],
        "exceptions": [],
    }
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        page = as_html(rows, (), found, language)
        assert f'dir="{direction}"' in page
        assert "default-src &#39;none&#39;" in page
        assert ("بلا سبب مذكور" if language == "ar" else "no reason given") in page


ORDERS = (
    "    conditions: [{order_value: at least 8 USD}]\n"
    "    exceptions: [{cause: snow, disclose: {en: Snow., ar: ثلج.}}]\n"
)
DIFFERENT = (
    "    by_location:\n"
    "      quay: {within: 50 min, reliability: 90%, conditions: [{order_value: at least 12 USD}]}\n"
    "      hill: {conditions: [{ordered_before: '22:00'}], exceptions: [{cause: strikes}]}\n"
    "      fort: {conditions: [{ordered_before: '21:00'}, {audience: {en: members, ar: الأعضاء}}]}\n"
)


def test_what_all_keep_rests_on_every_condition_and_the_lowest_share(tmp_path: Path) -> None:
    found = organisation(tmp_path, waits() + ORDERS + DIFFERENT)
    (row,) = consistency(found, day=DAY)
    assert row.common is not None
    assert (row.common.level.value, row.common.reliability) == (50, 0.9)
    assert [(one.kind, one.level.value if one.level else None) for one in row.common.conditions] == [
        ("order_value", 12),
        ("ordered_before", None),
        ("audience", None),
    ]
    assert row.common.conditions[1].level == Level(op="<=", by="21:00")
    assert row.common.exceptions == (Cause("snow", {"en": "Snow.", "ar": "ثلج."}), Cause("strikes"))
    words = "at most 50 min in 90% of cases, orders from 12 USD, ordered before 21:00, members (Snow; strikes)"
    assert f"All keep: {words}\n" in as_text((row,), (), found)
    assert f"All keep: {words}<" in as_html((row,), (), found)
    arabic = as_text((row,), (), found, "ar")
    assert "50 دقيقة على الأكثر في 90٪ من الحالات، الطلبات من 12 دولاراً، الطلب قبل الساعة 21:00، الأعضاء" in arabic
    assert "معيار واحد، 6 فروع، 3 اختلافات، 3 منها بلا سبب، " in arabic
    line = next(csv.DictReader(io.StringIO(as_csv((row,), found))))
    assert (line["reliability"], line["conditions"], line["exceptions"]) == ("90%", "orders from 12 USD", "Snow")
    assert (line["common"], line["common_reliability"]) == ("at most 50 min", "90%")
    assert line["common_conditions"] == "orders from 12 USD, ordered before 21:00, members"
    assert line["common_exceptions"] == "Snow; strikes"
    shared = json.loads(as_json((row,), (), found))["standards"][0]["common"]
    assert [one["kind"] for one in shared["conditions"]] == ["order_value", "ordered_before", "audience"]
    assert [one["cause"] for one in shared["exceptions"]] == ["snow", "strikes"]


CONDITIONS = st.one_of(
    st.integers(1, 9).map(lambda n: Condition(f"{n} USD", "order_value", Level(op=">=", value=n, unit="USD"))),
    st.integers(1, 9).map(lambda n: Condition(f"{n} h", "reported_within", Level(op="<=", value=n, unit="h"))),
    st.integers(10, 19).map(lambda n: Condition(f"{n}:00", "ordered_before", Level(op="<=", by=f"{n}:00"))),
    st.sampled_from(("members", "students")).map(lambda text: Condition(text, "audience")),
)


@given(st.lists(CONDITIONS, max_size=8))
def test_the_strictest_of_each_kind_remains(conditions: list[Condition]) -> None:
    kept = strictest(conditions)
    assert set(kept) <= set(conditions)
    for kind, hardest in (("order_value", max), ("reported_within", min)):
        values = [one.level.value for one in conditions if one.kind == kind and one.level]
        assert [one.level.value for one in kept if one.kind == kind and one.level] == (
            [hardest(values)] if values else []
        )
    times = [one.level.by for one in conditions if one.kind == "ordered_before" and one.level]
    assert [one.level.by for one in kept if one.kind == "ordered_before" and one.level] == (
        [min(times)] if times else []
    )
    assert {one.text for one in kept if one.kind == "audience"} == {
        one.text for one in conditions if one.kind == "audience"
    }
    assert strictest(kept) == kept


def test_the_command(tmp_path: Path) -> None:
    organisation(tmp_path, waits())
    command = [sys.executable, "-m", "promisecheck", "consistency", "--specs", ".", "--date", "2026-11-25"]
    same = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout.endswith("1 standard, 6 branches, 0 differences\n")
    organisation(tmp_path, waits(quay=45))
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    wrong = subprocess.run([*command, "--tier", "gold"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "no tier is called 'gold'" in wrong.stderr
