"""Settings: found upwards, every mistake told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from promisecheck.config import KEYS, find_config, read_config
from promisecheck.errors import InputError


def test_nearest_file_wins(tmp_path: Path) -> None:
    (tmp_path / "promisecheck.toml").write_text('specs = "far"\n')
    near = tmp_path / "a" / "b"
    near.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.promisecheck]\nspecs = "near"\nlocations = ["x"]\n')
    config = find_config(near)
    assert config.specs == tmp_path / "a" / "near"
    assert config.locations == ("x",)


def test_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "promisecheck.toml").write_text('tier = "plus"\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert find_config(inner).tier == "plus"


def test_every_mistake_is_told(tmp_path: Path) -> None:
    file = tmp_path / "promisecheck.toml"
    file.write_text('spec = "x"\nlang = "fr"\nrules = "not a list"\n[severity]\nabsolute = "fatal"\n')
    with pytest.raises(InputError) as caught:
        read_config(file)
    text = str(caught.value)
    assert f"{file}:1:1: unknown key 'spec'" in text
    assert "did you mean 'specs'?" in text
    assert all(key in text for key in KEYS)
    assert "'lang' cannot be 'fr'" in text
    assert "'rules' must be a list" in text
    assert "'severity' must map rule names to severities" in text


def test_broken_toml_names_the_place(tmp_path: Path) -> None:
    file = tmp_path / "promisecheck.toml"
    file.write_text("specs = \n")
    with pytest.raises(InputError, match="line 1"):
        read_config(file)
