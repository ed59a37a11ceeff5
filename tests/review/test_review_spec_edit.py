"""Accepted changes in the YAML: only the change shows, whatever the layout, and the result is a valid spec."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from promisecheck.paths import data_dir
from promisecheck.review.errors import InvalidError, StaleError
from promisecheck.review.spec_edit import SpecChange, work_out, write
from promisecheck.standards import load_organisation
from promisecheck.standards.yaml_edit import YamlFile, keep_layout

DAY = dt.date(2026, 11, 23)
SPEC = """\
# Laundry of the old town; asked of every branch each spring
organisation: Old Town Laundry   # as on the door
languages: [en, ar]
currency: JOD

services:
    # both shops
    wash:    {names: {en: [wash and fold], ar: [غسيل]}}
    ironing: {names: {en: [ironing], ar: [كي]}}

tiers:
    normal:  {names: {en: [Normal]}, price: 0}
    express: {names: {en: [Express]}, price: 3 JOD}

locations:
    souq:   {names: {en: [Souq]}, groups: [centre]}
    harbour: {names: {en: [Harbour]},
              url: "https://laundry.example/harbour"}
groups:
    centre: {names: {en: [Centre]}}

standards:
    wash-time:
        service: wash
        measure: turnaround_time
        within: 24 h        # since the second machine
        reliability: 95%
        conditions:
          - {ordered_before: "18:00"}

          - {weight: up to 8 kg}   # the small drum
        by_location:
            harbour: {within: 36 h, reason: {en: "the van comes once a day", ar: مرة في اليوم}}
        by_tier:
            express: {within: 4 h}
    hours: {service: wash, measure: opening_hours, hours: "Mo-Sa 08:00-20:00"}
    ironing-price:
        service: ironing
        measure: price
        at_most: 0.50 JOD
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "laundry.yaml").write_text(SPEC, encoding="utf-8")
    return specs


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_level_changes_in_one_line_and_its_comment_stays(folder: Path) -> None:
    edit = work_out(folder, SpecChange("standard", "wash-time", body={"within": "30 h"}))
    gone, new = changed_lines(edit.before, edit.after)
    assert gone == ["        within: 24 h        # since the second machine"]
    assert new == ["        within: 30 h        # since the second machine"]
    assert edit.after.count("\n") == edit.before.count("\n")


def test_a_location_gets_its_own_entry(folder: Path) -> None:
    reason = {"en": "small drum", "ar": "آلة صغيرة"}
    edit = work_out(folder, SpecChange("standard", "wash-time", ("souq",), {"within": "28 h", "reason": reason}))
    gone, new = changed_lines(edit.before, edit.after)
    assert gone == []
    assert new == ["            souq: {within: 28 h, reason: {en: small drum, ar: آلة صغيرة}}"]
    assert write(edit)
    there = load_organisation(folder)
    standard = there.resolve(there.declarations_by_id["wash-time"], "souq", None, DAY)
    assert standard is not None
    assert standard.level is not None
    assert (standard.level.value, standard.reason["ar"]) == (28, "آلة صغيرة")


def test_an_existing_entry_keeps_its_other_keys(folder: Path) -> None:
    edit = work_out(folder, SpecChange("standard", "wash-time", ("harbour",), {"within": "40 h"}))
    _, new = changed_lines(edit.before, edit.after)
    assert new == ['            harbour: {within: 40 h, reason: {en: "the van comes once a day", ar: مرة في اليوم}}']


def test_a_tier_at_a_location_nests(folder: Path) -> None:
    edit = work_out(folder, SpecChange("standard", "wash-time", ("harbour",), {"within": "8 h"}, tier="express"))
    write(edit)
    there = load_organisation(folder)
    standard = there.resolve(there.declarations_by_id["wash-time"], "harbour", "express", DAY)
    assert standard is not None
    assert standard.level is not None
    assert standard.level.value == 8


def test_one_line_standards_stay_one_line(folder: Path) -> None:
    edit = work_out(folder, SpecChange("standard", "hours", ("souq",), {"hours": "Mo-Fr 08:00-20:00; Sa 10:00-14:00"}))
    gone, new = changed_lines(edit.before, edit.after)
    assert (len(gone), len(new)) == (1, 1)
    assert "by_location: {souq: {hours:" in new[0]


def test_a_first_notice_starts_the_section(folder: Path) -> None:
    body = {"from": "2026-12-01", "until": "2026-12-10", "within": "48 h", "reason": {"en": "boiler repair"}}
    edit = work_out(folder, SpecChange("notice", "wash-time", ("harbour",), body))
    assert edit.after.startswith(edit.before)
    write(edit)
    assert [notice.standard for notice in load_organisation(folder).notices] == ["wash-time"]
    again = work_out(folder, SpecChange("notice", "wash-time", ("souq",), body))
    assert again.after.startswith(again.before)


def test_a_new_standard_needs_service_and_measure(folder: Path) -> None:
    with pytest.raises(InvalidError, match="No standard"):
        work_out(folder, SpecChange("standard", "card", body={"offered": "true"}))
    body = {"service": "wash", "measure": "payment", "what": {"en": ["card"]}, "offered": "true"}
    edit = work_out(folder, SpecChange("standard", "card", body=body))
    write(edit)
    assert "card" in load_organisation(folder).declarations_by_id


def test_what_would_not_load_is_refused_and_nothing_is_written(folder: Path) -> None:
    for body in ({"within": "soon"}, {"within": "24 h"}, {"at_most": "3 JOD"}):
        with pytest.raises(InvalidError):
            work_out(folder, SpecChange("standard", "wash-time", body=body))
    with pytest.raises(InvalidError, match="must be one of"):
        work_out(folder, SpecChange("standard", "wash-time", body={"owner": "me"}))
    assert (folder / "laundry.yaml").read_text(encoding="utf-8") == SPEC


def test_an_edit_on_a_file_that_moved_on_is_refused(folder: Path) -> None:
    edit = work_out(folder, SpecChange("standard", "wash-time", body={"within": "30 h"}))
    (folder / "laundry.yaml").write_text(SPEC + "# later\n", encoding="utf-8")
    with pytest.raises(StaleError, match=r"laundry\.yaml"):
        write(edit)


def test_a_folder_that_cannot_be_written_to_leaves_the_patch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = work_out(folder, SpecChange("standard", "wash-time", body={"within": "30 h"}))

    def refused(*_: object, **__: object) -> object:
        raise PermissionError(13, "read-only")

    monkeypatch.setattr("promisecheck.standards.writing.tempfile.mkstemp", refused)
    assert not write(edit)
    assert edit.patch.startswith("--- a/laundry.yaml\n+++ b/laundry.yaml\n")
    assert "+        within: 30 h" in edit.patch


def test_writing_keeps_the_mode_and_leaves_no_scraps(folder: Path) -> None:
    (folder / "laundry.yaml").chmod(0o640)
    assert write(work_out(folder, SpecChange("standard", "wash-time", body={"within": "30 h"})))
    assert stat.S_IMODE((folder / "laundry.yaml").stat().st_mode) == 0o640
    assert [path.name for path in folder.iterdir()] == ["laundry.yaml"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["a: {b: 1}", "c:   {d:  2}", "", "# note", "  - x", "e: [1,", "    2]"]), max_size=12))
def test_layout_is_kept_when_nothing_changed(lines: list[str]) -> None:
    original = "".join(f"{line}\n" for line in lines)
    printed = "".join(f"{' '.join(line.split())}\n" for line in lines if line)
    assume(printed)
    assert keep_layout(original, printed, printed) == original


@pytest.mark.parametrize(
    "text", [SPEC, "a: {b: 1}\n", "a:\n- b\n- c: 22:00\n", "a:\n      b: NO\n      c:\n        - 1\n"]
)
def test_a_file_that_was_not_changed_is_written_as_it_was(text: str) -> None:
    assert YamlFile(text).written() == text


def test_mixed_indentation_is_evened_out_rather_than_broken() -> None:
    file = YamlFile("a:\n    b: 1\n    c: 2\nd:\n  e: 3\n  f: 4\n")
    file.tree["d"]["e"] = "5"
    again = YamlFile(file.written())
    assert again.tree == {"a": {"b": "1", "c": "2"}, "d": {"e": "5", "f": "4"}}


def test_the_sample_organisation_is_changed_in_one_place_at_a_time() -> None:
    specs = data_dir("service_specs") / "dar-naranj"
    organisation = load_organisation(specs)
    tried = 0
    for declaration in organisation.declarations[::3]:
        fields = declaration.entries[0].fields
        if declaration.tier is not None or "level" not in fields:
            continue
        place = organisation.location_ids[tried % len(organisation.location_ids)]
        reason = {"en": "tried in a test", "ar": "تجربة"}
        edit = work_out(
            specs, SpecChange("standard", declaration.id, (place,), {"reliability": "81%", "reason": reason})
        )
        gone, new = changed_lines(edit.before, edit.after)
        assert len(gone) <= 1
        assert 1 <= len(new) <= 2
        assert any("81%" in line for line in new)
        tried += 1
    assert tried >= 5


def test_every_sample_file_survives_being_read_and_written() -> None:
    files = list(data_dir("service_specs").rglob("*.yaml"))
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert YamlFile(text).written() == text
    assert len(files) >= 4
