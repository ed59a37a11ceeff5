"""`--fix` on both sample organisations, with their records: what is written checks clean, and again changes nothing."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(copy, specs, *options):
    arguments = ["check", str(copy), "--specs", str(specs), "--date", "2026-11-25", "--no-cache", *options]
    return subprocess.run([sys.executable, "-m", "promisecheck", *arguments], capture_output=True, check=False)


@pytest.mark.parametrize(("name", "files"), [("dar-naranj", 10), ("falaj-fibre", 5)])
def test_mended_copy_checks_clean(name, files, tmp_path):
    copy, specs = tmp_path / name, ROOT / "service_specs" / name
    shutil.copytree(ROOT / "examples" / name, copy)
    assert run(copy, specs).returncode == 1
    assert run(copy, specs, "--fix").returncode == 0

    changed = [file for file in copy.rglob("*.*") if file.read_bytes() != original(file, copy, name).read_bytes()]
    assert len(changed) == files
    found = json.loads(run(copy, specs, "--output-format", "json").stdout)
    assert [finding["rule"] for finding in found["findings"] if finding["severity"] == "error"] == []
    assert found["claims"]

    before = {file: file.read_bytes() for file in copy.rglob("*.*")}
    assert run(copy, specs, "--fix").returncode == 0
    assert {file: file.read_bytes() for file in copy.rglob("*.*")} == before


def original(file, copy, name):
    return ROOT / "examples" / name / file.relative_to(copy)
