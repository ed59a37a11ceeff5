"""What is said about a spec that cannot be used: every mistake, where it is, and how to mend it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from specs_of import HEAD, load

from promisecheck.errors import InputError
from promisecheck.standards import load_organisation
from promisecheck.yaml_lines import MAX_CHARACTERS

HERE = Path(__file__).parent
STANDARD = "standards: {fee: {service: delivery, measure: fee, at_most: 1}}"


def faults_of(folder: Path) -> str:
    with pytest.raises(InputError) as raised:
        load_organisation(folder)
    return str(raised.value)


def test_every_mistake_is_told_with_its_line_and_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    """mistakes.txt is what a person sees for the folder mistakes/; read it through when it changes."""
    monkeypatch.chdir(HERE)
    assert faults_of(Path("mistakes")) + "\n" == (HERE / "mistakes.txt").read_text(encoding="utf-8")


def test_every_fault_of_the_mistakes_points_at_a_line_and_almost_all_say_the_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(InputError) as raised:
        load_organisation(Path("mistakes"))
    faults = raised.value.faults
    assert len(faults) > 80
    assert all(fault.file and fault.line and fault.column for fault in faults)
    assert all(fault.hint for fault in faults)
    assert all(fault.text for fault in faults if fault.file != "mistakes/branches.csv")


def test_a_missing_and_an_empty_folder_hold_no_standards(tmp_path: Path) -> None:
    assert "no standards: there is no folder" in faults_of(tmp_path / "nowhere")
    assert "no standards: no .yaml file in here" in faults_of(tmp_path)
    (tmp_path / "empty.yaml").write_text("# nothing yet\n")
    assert "no standards: the files are empty" in faults_of(tmp_path)


def test_an_organisation_without_a_standard_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD)
    assert "no standards are declared" in faults_of(tmp_path)


def test_two_organisations_in_one_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("organisation: Dar Naranj\n" + STANDARD)
    (tmp_path / "b.yaml").write_text("organisation: Bahr Fibre\n")
    told = faults_of(tmp_path)
    assert "b.yaml:1:15: another organisation, 'Bahr Fibre', beside 'Dar Naranj'" in told
    assert "(here: Dar Naranj, Bahr Fibre)" in told


def test_a_file_without_an_organisation_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(STANDARD)
    assert "a.yaml:1:1: the file lacks 'organisation': its name, the same in all files" in faults_of(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("organisation: A\norganisation: B\n", "a.yaml:2:1: duplicate key 'organisation' (first in line 1)"),
        ("organisation: A\n  currency: JOD\n", "a.yaml:2:11: not valid YAML"),
        ("organisation: A\nstandards: {fee: {service: x\n", "not valid YAML"),
        ("organisation: A\n\tcurrency: JOD\n", "not valid YAML"),
        ("- organisation: A\n", "a.yaml:1:1: the file must be a mapping, not a list"),
        ("just words\n", "a.yaml:1:1: the file must be a mapping, not text"),
        ("organisation: A\n---\norganisation: B\n", "not valid YAML"),
        ("a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n", "a.yaml:1:4: anchors and aliases are not used here"),
        ("a: " + "[" * 41 + "]" * 41, "nested more than 40 levels deep"),
        ("a: " + "[" * 100_000, "nest"),
        ("? [organisation]\n: A\n", "a key must be text"),
        ("organisation: A\x00B\n", "not valid YAML"),
        ("!!python/object/apply:os.system [ls]\n", "the file must be a mapping, not a list"),
    ],
)
def test_yaml_that_cannot_be_read(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    assert message in faults_of(tmp_path)


def test_a_broken_file_does_not_hide_the_mistakes_of_another(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("organisation: [A\n")
    (tmp_path / "b.yaml").write_text("organisation: A\nstandard: {}\n")
    told = faults_of(tmp_path)
    assert "a.yaml:2:1: not valid YAML" in told
    assert "b.yaml:2:1: unknown key 'standard' in the file" in told


def test_a_file_that_is_no_utf8_or_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("organisation: A\n# مطعم\n".encode("cp1256"))
    assert "a.yaml:2: not UTF-8\n  mend: save the file as UTF-8" in faults_of(tmp_path)
    (tmp_path / "a.yaml").write_text("organisation: A\n" + "#" * (MAX_CHARACTERS + 1))
    assert f"a.yaml: larger than {MAX_CHARACTERS:,} characters" in faults_of(tmp_path)
    (tmp_path / "a.yaml").write_bytes(b"#" * (4 * MAX_CHARACTERS + 1))
    assert "a.yaml: larger than 20,000,000 bytes" in faults_of(tmp_path)


def test_a_byte_order_mark_and_other_line_ends_are_no_mistake(tmp_path: Path) -> None:
    text = (HEAD + STANDARD).replace("\n", "\r\n")
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    organisation = load_organisation(tmp_path / "a.yml")
    assert organisation.name == "Test"
    assert organisation.declarations[0].where.endswith("a.yml:16")


def test_values_stay_as_written_where_yaml_would_guess(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        """
        services: {NO: {names: {en: [on, off]}}}
        standards:
          early: {service: NO, measure: delivery_time, within: same day, by: 12:30, owner: 0x1F}
        """,
    )
    declaration = organisation.declarations_by_id["early"]
    assert declaration.service == "NO"
    assert declaration.entries[0].fields["by"] == "12:30"
    assert declaration.entries[0].fields["owner"] == "0x1F"
    assert organisation.services["NO"].names == {"en": ("on", "off")}


def test_files_of_one_organisation_merge_and_folders_are_walked(tmp_path: Path) -> None:
    (tmp_path / "sub" / ".hidden").mkdir(parents=True)
    (tmp_path / "one.yaml").write_text(HEAD)
    (tmp_path / "sub" / "two.yml").write_text("organisation: Test\n" + STANDARD + "\nnotices:\n")
    (tmp_path / "sub" / "notes.txt").write_text("no spec")
    (tmp_path / "sub" / ".hidden" / "draft.yaml").write_text("organisation: Other\n")
    organisation = load_organisation(tmp_path)
    assert [Path(file).name for file in organisation.files] == ["one.yaml", "two.yml"]
    assert organisation.warnings == ()
    assert organisation.declarations_by_id["fee"].where == f"{tmp_path / 'sub' / 'two.yml'}:2"


def test_one_key_in_two_files_names_both_lines(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + STANDARD)
    (tmp_path / "b.yaml").write_text("organisation: Test\ncurrency: JOD\n" + STANDARD)
    told = faults_of(tmp_path)
    assert f"b.yaml:2:1: 'currency' is declared twice (first in {tmp_path / 'a.yaml'}:4)" in told
    assert f"b.yaml:3:13: 'fee' under standards is declared twice (first in {tmp_path / 'a.yaml'}:16)" in told


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("{}", "{}", True),
        ("{until: 2026-06-30}", "{from: 2026-06-30}", True),
        ("{until: 2026-06-30}", "{from: 2026-07-01}", False),
        ("{from: 2026-01-01, until: 2026-12-31}", "{from: 2026-05-01, until: 2026-06-01}", True),
        ("{until: 2026-06-30}", "{}", True),
    ],
)
def test_standards_of_one_thing_must_not_be_in_force_together(
    tmp_path: Path, one: str, other: str, clash: bool
) -> None:
    parts = [
        f"fee-{n}: {{service: delivery, measure: fee, at_most: {n}{'' if days == '{}' else f', effective: {days}'}}}"
        for n, days in enumerate((one, other))
    ]
    spec = "standards:\n  " + "\n  ".join(parts)
    if clash:
        with pytest.raises(InputError, match=r"'fee-0' .* and 'fee-1' both declare fee of delivery"):
            load(tmp_path, spec)
    else:
        assert len(load(tmp_path, spec).declarations) == 4


def test_standards_of_different_things_may_be_in_force_together(tmp_path: Path) -> None:
    spec = """
    standards:
      soup: {service: dining, measure: price, what: {en: [soup], ar: [شوربة]}, at_most: 2}
      tea: {service: dining, measure: price, what: {en: [tea]}, at_most: 1}
      any: {service: dining, measure: price, at_most: 9}
    """
    assert len(load(tmp_path, spec).declarations) == 5
    with pytest.raises(InputError, match=r"'soup' .* and 'broth' both declare price of dining"):
        load(tmp_path, spec + "  broth: {service: dining, measure: price, what: {en: [Soup, broth]}, at_most: 3}\n")


def test_what_is_dubious_is_a_warning(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        """
        services: {pickup: {names: {en: [Delivery]}}}
        standards:
          fee: {service: delivery, measure: fee}
          time: {service: delivery, measure: delivery_time, within: 30 min,
                 by_location: {amman: {within: 20 min}, centre: {within: 25 min}}}
        notices:
          - {standard: time, from: 2026-01-01, until: 2026-01-31, within: 40 min, reason: snow}
          - {standard: time, locations: [aqaba], from: 2026-01-31, until: 2026-02-03, within: 60 min, reason: a strike}
        """,
    )
    assert [warning.message.partition(" (")[0] for warning in organisation.warnings] == [
        "'fee' declares no level",
        "two notices for 'time' overlap",
        "'Delivery' is a name of service 'delivery' and of service 'pickup'",
    ]
    assert all(warning.line and warning.text and warning.hint for warning in organisation.warnings)


def test_a_spec_that_is_a_link_out_of_the_folder_or_no_file_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("token: hunter2\n")
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "a.yaml").symlink_to(secret)
    (specs / "b.yaml").symlink_to(tmp_path / "nowhere")
    os.mkfifo(specs / "c.yaml")
    (specs / "d.yaml").mkdir()
    told = faults_of(specs)
    assert "a.yaml: a link that leads outside of" in told
    assert "b.yaml: a link that leads outside of" in told
    assert "c.yaml: not a file that can be read" in told
    assert "hunter2" not in told


def test_endless_mistakes_and_endless_words_are_cut_short(tmp_path: Path) -> None:
    many = "\n".join(f"key-{n}: {{}}" for n in range(2_000))
    (tmp_path / "a.yaml").write_text(f"organisation: A\n{many}\n")
    with pytest.raises(InputError) as raised:
        load_organisation(tmp_path)
    assert raised.value.faults[-1].message == "more than 500 mistakes"
    assert len(raised.value.faults) < 510
    (tmp_path / "a.yaml").write_text(f"organisation: A\n? {'x' * 300_000}\n: 1\n")
    assert len(faults_of(tmp_path)) < 2_000


def test_branch_files_stay_inside_of_the_root(tmp_path: Path) -> None:
    inner = tmp_path / "specs"
    inner.mkdir()
    (tmp_path / "branches.csv").write_text("id,name_en\nabdoun,Abdoun\n")
    head = HEAD[: HEAD.index("locations:")] + "locations: {file: ../branches.csv}\n"
    (inner / "a.yaml").write_text(head + STANDARD)
    assert "'../branches.csv' lies outside of" in faults_of(inner)
    assert list(load_organisation(inner, root=tmp_path).locations) == ["abdoun"]
    (inner / "link.csv").symlink_to(tmp_path / "branches.csv")
    (inner / "a.yaml").write_text(head.replace("../branches.csv", "link.csv") + STANDARD)
    assert "'link.csv' lies outside of" in faults_of(inner)
