"""`specs import` as a command: shown, written, remembered, refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from promisecheck.cli import main

from .importing_helpers import SPEC

TABLE = "Code,Branch,Mon,Tue\nquay,Quay,06:00-10:00,06:00-10:00\nnorth,North Pier,09:00-17:00,09:00-17:00\n"
MAPPING = ["--map", "id=Code", "--map", "name_en=Branch", "--map", "monday=Mon", "--map", "tuesday=Tue"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "spec.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "shops.csv").write_text(TABLE, encoding="utf-8")
    return specs


class Done(NamedTuple):
    exit_code: object
    output: str
    stderr: str


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    def command(*more: str) -> Done:
        table = str(folder.parent / "shops.csv")
        with pytest.raises(SystemExit) as ended:
            main(["specs", "import", table, "--specs", str(folder), "--date", "2026-11-25", *more])
        return Done(ended.value.code or 0, *capsys.readouterr())

    return command


def test_nothing_is_written_unless_it_is_said(folder: Path, run: Callable[..., Done]) -> None:
    shown = run(*MAPPING)
    assert shown.exit_code == 1, shown.output  # the hours of Quay were written by hand
    assert "nothing was written; --write does it" in shown.output
    assert "north" in shown.output
    assert (folder / "spec.yaml").read_text(encoding="utf-8") == SPEC
    assert not (folder / ".imports").exists()


def test_the_mapping_is_said_once_and_hand_edits_stay(folder: Path, run: Callable[..., Done]) -> None:
    refused = run("--write")
    assert refused.exit_code == 2
    assert "which column holds what? columns: Code, Branch, Mon, Tue" in refused.stderr
    assert "--map" in refused.stderr
    written = run(*MAPPING, "--write")
    assert written.exit_code == 1, written.output
    assert "1 new branch, 1 value, 1 conflict, 0 gone · written" in written.output
    text = (folder / "spec.yaml").read_text(encoding="utf-8")
    assert "# never touch" in text
    assert 'quay: {hours: "Mo-Su 05:00-12:00"' in text
    again = run("--write")
    assert again.exit_code == 0, again.output
    assert "nothing to change" in again.output
    assert (folder / "spec.yaml").read_text(encoding="utf-8") == text


def test_as_json(folder: Path, run: Callable[..., Done]) -> None:
    told = json.loads(run(*MAPPING, "--dry-run", "--output-format", "json").output)
    assert (told["version"], told["kind"], told["branches"], told["written"]) == (1, "table", 2, False)
    assert {(change["location"], change["kind"]) for change in told["changes"]} >= {
        ("north", "new"),
        ("quay", "conflict"),
    }
    assert "+++ b/spec.yaml" in told["diff"]


def test_what_cannot_both_be_meant(folder: Path, run: Callable[..., Done]) -> None:
    refused = run("--write", "--dry-run")
    assert refused.exit_code == 2
    assert "cannot both be meant" in refused.stderr
