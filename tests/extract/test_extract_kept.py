"""Patterns kept between runs: the same as compiled ones, nothing where they cannot be used."""

from dataclasses import replace
from pathlib import Path

import pytest

from promisecheck.extract.kept import kept_patterns
from promisecheck.extract.lexicon import Lexicons
from promisecheck.rules import load_rules


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_kept_is_what_was_compiled(tmp_path: Path, language: str) -> None:
    rules = load_rules(kept=tmp_path)
    assert kept_patterns(rules, language) is None
    compiled = Lexicons(rules)[language]
    again = Lexicons(rules)[language]
    assert len(files_in(tmp_path)) == 1
    for index in ("phrases", "nears", "cues", "genres"):
        assert getattr(again, index).written() == getattr(compiled, index).written() != []
    assert again.own_voice is not None
    assert again.spoken is not None


def test_another_rule_set_has_other_patterns(tmp_path: Path) -> None:
    rules = load_rules(kept=tmp_path)
    assert Lexicons(rules)["en"]
    assert kept_patterns(replace(rules, digest="another"), "en") is None


@pytest.mark.parametrize("spoilt", [b"", b"no hash\n{}", b"\xff\xfe", b"0" * 64 + b"\nx"])
def test_a_file_that_is_not_whole_is_none(tmp_path: Path, spoilt: bytes) -> None:
    rules = load_rules(kept=tmp_path)
    before = Lexicons(rules)["en"].phrases.written()
    (kept,) = files_in(tmp_path)
    kept.write_bytes(spoilt)
    assert kept_patterns(rules, "en") is None
    assert Lexicons(rules)["en"].phrases.written() == before
    assert kept_patterns(rules, "en") is not None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Lexicons(load_rules(kept=tmp_path / "file"))["en"].phrases.written()
    assert files_in(tmp_path) == [tmp_path / "file"]
