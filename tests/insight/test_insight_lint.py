"""Every rule of `specs lint` fires on what it is meant for, and is quiet beside it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from promisecheck import check
from promisecheck.insight.lint import Recorded, lint, lint_rules, worst_first
from promisecheck.insight.records import recorded
from promisecheck.model import Level
from promisecheck.standards import load_organisation

DAY = dt.date(2026, 11, 25)
HEAD = """\
organisation: Harbour Bakery
services:
  delivery: {names: {en: [delivery], ar: [توصيل]}}
tiers:
  plain: {names: {en: [Plain], ar: [عادي]}}
  gold: {names: {en: [Gold], ar: [ذهبي]}}
locations:
  quay: {names: {en: [Quay], ar: [الرصيف]}}
  hill: {names: {en: [Hill], ar: [التل]}}
standards:
"""
GOOD = """\
  time:
    service: delivery
    measure: delivery_time
    within: 40 min
    reliability: 95%
    owner: riders
    review_by: 2027-01-01
    exceptions: [{cause: severe weather, disclose: {en: Snow takes longer., ar: يتأخر في الثلج.}}]
    by_tier: {gold: {within: 30 min}}
    by_location: {hill: {within: 50 min, reason: {en: the bridge, ar: الجسر}}}
"""


def organisation(folder: Path, standards: str):
    (folder / "spec.yaml").write_text(HEAD + standards, encoding="utf-8")
    return load_organisation(folder)


def fired(folder: Path, standards: str, **more) -> list[tuple[str, str, int]]:
    found = lint(organisation(folder, standards), day=DAY, **more)
    lines = (HEAD + standards).splitlines()
    for one in found:
        assert one.message("en") != one.message("ar")
        assert int(one.where.rpartition(":")[2]) <= len(lines)
    return [(one.rule.name, one.standard, int(one.where.rpartition(":")[2])) for one in found]


def test_a_good_standard_has_nothing_to_mend(tmp_path: Path) -> None:
    assert fired(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("    reliability: 95%\n", ""), "no-reliability"),
        (("    owner: riders\n", ""), "no-owner"),
        (("2027-01-01", "2026-11-24"), "past-review"),
        ((", disclose: {en: Snow takes longer., ar: يتأخر في الثلج.}", ""), "undisclosed-exception"),
        ((", reason: {en: the bridge, ar: الجسر}", ""), "unexplained-override"),
        (("    by_tier: {gold: {within: 30 min}}\n", ""), "tiers-alike"),
        (("    by_tier: {gold: {within: 30 min}}\n", "    by_tier: {gold: {within: 40 min}}\n"), "tiers-alike"),
    ],
)
def test_one_change_one_finding(tmp_path: Path, change: tuple[str, str], rule: str) -> None:
    assert change[0] in GOOD
    found = fired(tmp_path, GOOD.replace(*change))
    assert [name for name, _, _ in found] == [rule]


def test_a_reason_for_a_place_holds_for_its_tiers_and_a_place_is_told_once(tmp_path: Path) -> None:
    nested = GOOD.replace("ar: الجسر}}}", "ar: الجسر}, by_tier: {gold: {within: 35 min}}}}")
    assert nested != GOOD
    assert fired(tmp_path, nested) == []
    bare = nested.replace("reason: {en: the bridge, ar: الجسر}, ", "")
    assert [name for name, _, _ in fired(tmp_path, bare)] == ["unexplained-override"]


def test_a_review_is_due_after_its_day_and_not_on_it(tmp_path: Path) -> None:
    assert fired(tmp_path, GOOD.replace("2027-01-01", "2026-11-25")) == []


def test_a_standard_without_a_level_and_an_important_one_with_a_hole(tmp_path: Path) -> None:
    bare = "  time: {service: delivery, measure: delivery_time, owner: riders, by_tier: {gold: {reliability: 99%}}}\n"
    assert ("no-level", "time", 11) in fired(tmp_path, bare)
    hole = (
        "  time:\n    service: delivery\n    measure: delivery_time\n    importance: IMPORTANT\n    owner: riders\n"
        "    by_location: {hill: {within: 50 min, reliability: 95%}}\n    by_tier: {gold: {reliability: 99%}}\n"
    )
    other = "  fee: {service: delivery, measure: fee, at_most: 2 USD, owner: riders, importance: 7}\n"
    assert "important-undeclared" in [one[0] for one in fired(tmp_path, hole.replace("IMPORTANT", "8") + other)]
    assert "important-undeclared" not in [one[0] for one in fired(tmp_path, hole.replace("IMPORTANT", "6") + other)]


def test_promised_nowhere_is_told_by_the_copy(tmp_path: Path) -> None:
    found = organisation(tmp_path, GOOD)
    copy = tmp_path / "ad.txt"
    copy.write_text("We deliver within 60 minutes.", encoding="utf-8")
    report = check([str(copy)], specs=tmp_path, start=DAY)
    assert lint(found, day=DAY, copy=report) == ()
    copy.write_text("Fresh bread.", encoding="utf-8")
    silent = lint(found, day=DAY, copy=check([str(copy)], specs=tmp_path, start=DAY))
    assert [one.rule.name for one in silent] == ["promised-nowhere"]


@pytest.mark.parametrize(
    ("minutes", "rules"),
    [
        ({"quay": 60, "hill": 70}, ["too-tight"]),
        ({"quay": 20, "hill": 25}, ["too-loose"]),
        ({"quay": 60, "hill": 50}, []),
    ],
)
def test_out_of_reach_and_too_easy_by_the_record(tmp_path: Path, minutes: dict[str, int], rules: list[str]) -> None:
    from promisecheck.evidence.records import Records

    rows = [f"{place},{value}" for place, value in minutes.items() for _ in range(200)]
    (tmp_path / "log.csv").write_text("branch,minutes\n" + "\n".join(rows) + "\n", encoding="utf-8")
    measured = "    measured: {file: log.csv, location: branch, value: minutes, unit: min}\n"
    found = organisation(tmp_path, GOOD + measured)
    said = recorded(found, Records(found, DAY, specs=tmp_path), day=DAY)
    assert [one.standard for one in said] == ["time"]
    assert [one.rule.name for one in lint(found, day=DAY, recorded=said)] == rules


def test_rules_are_whole_in_both_languages() -> None:
    assert len(lint_rules()) == 11
    for rule in lint_rules().values():
        assert rule.severity in ("error", "warning", "note")
        assert rule.source
        for texts in (rule.title, rule.why, rule.message, rule.mend):
            assert set(texts) == {"en", "ar"}
            assert all(texts.values())


def test_the_command(tmp_path: Path) -> None:
    organisation(tmp_path, GOOD.replace("    owner: riders\n", ""))

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "promisecheck", "specs", "lint", ".", "--date", "2026-11-25", *more]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    text = run()
    assert (text.returncode, text.stderr) == (0, "")
    assert "spec.yaml:11:3: warning no-owner: time has no owner\n  add owner: a person or a role\n" in text.stdout
    assert text.stdout.endswith("Harbour Bakery: 0 errors, 1 warning, 0 notes\n")
    assert run("--fail-on", "warning").returncode == 1
    told = json.loads(run("--output-format", "json", "--lang", "ar").stdout)
    (only,) = told["findings"]
    assert (only["rule"], only["message"]) == ("no-owner", "لا مسؤول عن time")
    assert (only["where"], only["line"], only["column"]) == ("spec.yaml:11", 11, 3)
    arabic = run("--lang", "ar").stdout
    assert arabic.startswith("spec.yaml:11:3: تحذير no-owner: لا مسؤول عن time\n")
    assert arabic.endswith("Harbour Bakery: لا أخطاء، تحذير واحد، لا ملاحظات\n")
    github = run("--output-format", "github").stdout
    assert github.startswith("::warning file=spec.yaml,line=11,col=3,title=no-owner::time has no owner.")
    assert run("--copy", "missing.txt").returncode == 2


def test_a_finding_points_at_the_key_it_is_about(tmp_path: Path) -> None:
    spec = GOOD.replace(", reason: {en: the bridge, ar: الجسر}", "").replace("    owner: riders\n", "")
    spec = spec.replace("    by_tier: {gold: {within: 30 min}}\n", "")
    found = {one.rule.name: one for one in lint(organisation(tmp_path, spec), day=DAY)}
    lines = (HEAD + spec).splitlines()
    keys = {"no-owner": "time:", "unexplained-override": "hill:", "tiers-alike": "gold:"}
    assert set(found) == set(keys)
    for rule, key in keys.items():
        file, line, column = found[rule].place.rsplit(":", 2)
        assert Path(file).name == "spec.yaml"
        assert lines[int(line) - 1][int(column) - 1 :].startswith(key)


def test_messages_name_places_levels_and_days_in_their_language(tmp_path: Path) -> None:
    spec = GOOD.replace(", reason: {en: the bridge, ar: الجسر}", "").replace("2027-01-01", "2026-11-24")
    levels = [Level(op="<=", value=value, unit="min") for value in (40, 50, 55)]
    said = [Recorded("time", *levels, reached=False, easy=False)]
    found = {one.rule.name: one for one in lint(organisation(tmp_path, spec), day=DAY, recorded=said)}
    assert found["unexplained-override"].message("en") == "time differs at Hill and does not say why"
    assert found["unexplained-override"].message("ar") == "يختلف time في التل من غير سبب"
    assert "24 تشرين الثاني/نوفمبر 2026" in found["past-review"].message("ar")
    assert "24 November 2026" in found["past-review"].message("en")
    assert "40 دقيقة" in found["too-tight"].message("ar")
    assert "50 min" in found["too-tight"].message("en")


def test_errors_come_first(tmp_path: Path) -> None:
    found = lint(organisation(tmp_path, "  time: {service: delivery, measure: delivery_time}\n"), day=DAY)
    ranked = [one.rule.severity for one in worst_first(found)]
    assert ranked == sorted(ranked, key=["error", "warning", "note"].index)
    assert ranked[0] == "error"
