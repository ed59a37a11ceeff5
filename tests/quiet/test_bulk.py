"""The cache and several processes change nothing but the time."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from promisecheck.bulk.cache import Cache
from promisecheck.bulk.codec import dumps, loads
from promisecheck.bulk.runs import Means, Plan, checked
from promisecheck.errors import InputError
from promisecheck.paths import data_dir
from promisecheck.reports.json_report import write

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.chdir(tmp_path)
    specs = tmp_path / "service_specs"
    specs.mkdir()
    (specs / "k.yaml").write_text(
        "organisation: Corner Kitchen\nservices: {delivery: {names: {en: [delivery], ar: [توصيل]}}}\n"
        "locations: {hill: {names: {en: [Hill]}}, bay: {names: {en: [Bay]}}}\n"
        "standards:\n"
        "  t: {service: delivery, measure: delivery_time, within: 45 min, by_location: {bay: {within: 1 h}}}\n"
    )
    site = tmp_path / "site"
    site.mkdir()
    for number in range(40):
        (site / f"{number:02}.html").write_text(
            f"<h1>Page {number}</h1><p>We deliver within {20 + number} minutes.</p>"
            f"<p>Delivery in {number + 3} minutes.</p>"
        )
    (site / "s.html").write_text("<!-- promisecheck: allow over-promise because of x --><p>Hello.</p>")
    return Plan(("site",), specs, DAY, DAY)


def test_a_report_comes_back_as_it_was(plan: Plan) -> None:
    report = checked(plan, Means())
    again = loads(dumps(report))
    assert again.claims[0].claim == report.claims[0].claim
    assert again.documents_read == report.documents_read
    assert write(again) == write(report)


def test_a_standard_under_many_verdicts_is_written_and_read_once(plan: Plan) -> None:
    report = checked(plan, Means())
    text = dumps(report)
    again = loads(text)
    verdicts = [one.verdicts for one in again.claims]
    standards = {id(ruling.standard) for some in verdicts for ruling in some.rulings}
    assert len(verdicts) > 70
    assert text.count('"o":"Standard"') == len(standards) == 2


@pytest.mark.parametrize(
    "text", ["", "{}", "[[],1]", '[[],{"o":"Popen","v":[]}]', '[[],{"r":0}]', '[[],{"o":"Report","v":[]}]']
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(text)


def test_cold_warm_half_warm_and_in_processes_are_the_same(plan: Plan, tmp_path: Path) -> None:
    plain = write(checked(plan, Means()))
    cache = Cache(tmp_path / "cache")
    assert write(checked(plan, Means(cache))) == plain
    assert write(checked(plan, Means(cache))) == plain
    for entry in sorted((tmp_path / "cache").glob("??/*"))[::3]:
        entry.write_bytes(entry.read_bytes()[:-7])
    assert write(checked(plan, Means(cache))) == plain, "broken entries are none"
    assert write(checked(plan, Means(jobs=2))) == plain


def test_a_change_of_anything_is_seen(plan: Plan, tmp_path: Path) -> None:
    means = Means(Cache(tmp_path / "cache"))
    before = checked(plan, means)
    (tmp_path / "site" / "07.html").write_text("<p>Fresh bread.</p>")
    assert len(checked(plan, means).claims) < len(before.claims)
    spec = plan.specs / "k.yaml"
    spec.write_text(spec.read_text().replace("45 min", "5 min").replace("1 h", "5 min"))
    assert len(checked(plan, means).findings) < len(before.findings)
    assert checked(replace(plan, locations=("hill",)), means).documents[0].locations == ("hill",)
    with pytest.raises(InputError):
        checked(replace(plan, tier="none-such"), means)


def test_a_page_that_cannot_be_read_is_a_problem_every_time(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "site" / "bad.html").write_bytes(
        b"<meta charset=utf-8><p>caf\xff\xfe: We deliver within 10 minutes</p>"
    )
    means = Means(Cache(tmp_path / "cache"))
    first, second = checked(plan, means), checked(plan, means)
    assert first.problems
    assert first.problems == second.problems


def test_a_warm_run_loads_neither_numpy_nor_the_extractor(plan: Plan, tmp_path: Path) -> None:
    checked(plan, Means(Cache(tmp_path / "cache")))
    code = (
        "import sys; from promisecheck.cli import cli\n"
        "cli.main(['check', 'site', '--date', '2026-11-23', '--output-format', 'json', '--cache-dir', sys.argv[1],"
        " '--specs', sys.argv[2]], standalone_mode=False)\n"
        "heavy = {'numpy', 'spacy', 'bs4', 'pydantic', 'promisecheck.extract'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path / "cache"), str(plan.specs)]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert '"over-promise"' in done.stdout
    assert done.stderr.strip().endswith("[]")


def test_the_bundled_rules_are_part_of_the_name(plan: Plan) -> None:
    assert data_dir("rules").is_dir()
    from promisecheck.bulk.runs import _common

    assert _common(plan) != _common(replace(plan, lang="ar"))
    assert _common(plan) != _common(replace(plan, severity={"over-promise": "note"}))


def test_every_format_is_found_by_its_name_alone() -> None:
    from promisecheck.cli.options import FORMATS
    from promisecheck.reports import formats, writer

    assert {name: writer(name) for name in FORMATS} == {name: formats()[name] for name in FORMATS}
    with pytest.raises(KeyError):
        writer("view")
