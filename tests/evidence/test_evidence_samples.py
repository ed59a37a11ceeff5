"""The records of the sample organisations: always the same, and showing what they are there to show."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from promisecheck import engine
from promisecheck.errors import InputError
from promisecheck.evidence import Evidence
from promisecheck.paths import data_dir
from promisecheck.reports.records import record_words
from promisecheck.standards import load_organisation

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 11, 25)


def report_on(name: str, start: dt.date = DAY, end: dt.date | None = None, below: str = ""):
    specs = data_dir("service_specs") / name
    organisation = load_organisation(specs)
    evidence = Evidence(organisation, start, specs=specs)
    copy = data_dir("examples") / name / below
    return evidence.told(engine.check([copy], specs=organisation, start=start, end=end, record=evidence))


def test_the_records_are_what_the_script_writes(tmp_path):
    subprocess.run([sys.executable, ROOT / "scripts" / "sample-records", tmp_path], check=True)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert len(written) == 4
    for path in written:
        assert (tmp_path / path).read_bytes() == (ROOT / "service_specs" / path).read_bytes(), path


def test_dar_naranj_does_not_deliver_in_jubeiha():
    report = report_on("dar-naranj")
    found = [finding for finding in report.findings if finding.rule == "not-delivered"]
    assert found
    assert {place for finding in found for place in finding.locations} == {"jubeiha"}
    assert [record_words(record, "en") for record in report.records] == [
        "evidence/deliveries.csv: 3,115 cases, 11 rows left out (11 without a value)"
    ]
    assert report.problems == ()
    dots = [r.measured.reached_interval for one in report.claims for r in one.verdicts.rulings if r.measured]
    assert any(dots)


def test_falaj_fibre_shows_tiers_regions_and_records():
    report = report_on("falaj-fibre")
    rules = {finding.rule for finding in report.findings}
    assert {"tier-only", "location-only", "not-delivered"} <= rules
    late = {place for finding in report.findings if finding.rule == "not-delivered" for place in finding.locations}
    assert late == {"ibri"}
    outcomes = {ruling.delivered for one in report.claims for ruling in one.verdicts.rulings}
    assert {"kept", "not_kept", "too_few"} <= outcomes
    assert len(report.records) == 3


def test_a_campaign_over_the_turn_of_the_year_is_judged_on_every_stretch():
    report = report_on("falaj-fibre", dt.date(2026, 12, 15), dt.date(2027, 1, 15), "mail")
    (promise,) = [one for one in report.claims if one.claim.measure == "installation_time"]
    sohar = [v.ruling for v in promise.verdicts if v.location == "sohar"]
    assert [(r.verdict, r.standard.id, r.end.isoformat()) for r in sohar] == [
        ("over", "installation-time", "2026-12-19"),
        ("over", "installation-time", "2026-12-31"),
        ("kept", "installation-time-2027", "2027-01-15"),
    ]
    first = next(v.ruling for v in promise.verdicts if v.location == "sur")
    assert first.standard.notice is not None
    assert "the port road is dug up until 2026-12-19" in first.because


def test_a_notice_is_named_where_it_is_what_breaks_the_promise():
    report = report_on("falaj-fibre", dt.date(2026, 12, 1), dt.date(2026, 12, 31), "search")
    finding = next(finding for finding in report.findings if finding.rule == "over-promise")
    assert finding.locations == ("sur",)
    assert "The port road is dug up until 19 December 2026." in finding.message
    assert "From 2026-12-06 to 2026-12-19." in finding.message


def test_a_folder_of_several_organisations_says_to_choose():
    with pytest.raises(InputError) as caught:
        load_organisation(data_dir("service_specs"))
    (fault,) = caught.value.faults
    assert "holds 2 organisations" in fault.message
    assert fault.hint.startswith("choose one: --specs ")
    assert "dar-naranj (Dar Naranj)" in fault.hint
    assert "falaj-fibre (Falaj Fibre)" in fault.hint


@pytest.mark.parametrize("name", ["dar-naranj", "falaj-fibre"])
def test_the_samples_can_be_copied_out(tmp_path, name):
    command = [sys.executable, "-m", "promisecheck", "init", "--sample", "--organisation", name, "here"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    here = tmp_path / "here"
    assert sorted(path.name for path in (here / "service_specs").iterdir()) == [name]
    assert load_organisation(here / "service_specs").locations
    assert list((here / "service_specs" / name / "evidence").glob("*.csv"))
    assert list((here / "examples" / name).rglob("*.html"))
