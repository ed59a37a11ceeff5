"""SARIF as others read it: by the standard's schema, and by Microsoft's multitool with every rule it knows."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sample_report as sample

from promisecheck import check
from promisecheck.model import Report, Suggestion
from promisecheck.reports import sarif

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = Path(__file__).parent / "multitool" / "node_modules" / "@microsoft"
LEFT = {"SARIF2005"}
"""Warnings that stand: SARIF2005 wants the address of a project's page, and none is made up for it."""
SAID = re.compile(r"(\w+)\.sarif\(\d+,\d+\): (error|warning) (\w+\d{4}):")


def hostile(report: Report) -> Report:
    """Words that are anything but words, in all places that copy reaches."""
    words = 'a"b\\c </script> {0} {{1}} [x](y) \u202eback\u0000 ] ، توصيل %s'
    findings = tuple(
        replace(one, message=words, suggestions=(Suggestion(words, one.locations),)) for one in report.findings
    )
    return replace(report, findings=findings)


@cache
def logs() -> dict[str, str]:
    reports = {"english": sample.english(), "arabic": sample.arabic(), "mixed": sample.mixed()}
    reports["hostile"] = hostile(sample.mixed())
    reports["empty"] = replace(sample.english(), findings=(), claims=())
    for name in ("dar-naranj", "falaj-fibre"):
        reports[name.replace("-", "_")] = check(
            [ROOT / "examples" / name], specs=ROOT / "service_specs" / name, start=dt.date(2026, 11, 25)
        )
    return {name: sarif.write(report) for name, report in reports.items()}


def multitool(folder: Path, files: dict[str, str]) -> dict[str, set[tuple[str, str]]]:
    """Level and rule of all that the multitool says of each log."""
    for name, log in files.items():
        (folder / f"{name}.sarif").write_text(log, encoding="utf-8")
    (program,) = PACKAGES.glob("sarif-multitool-*/Sarif.Multitool")
    command = [str(program), "validate", *map("{}.sarif".format, files), "--rule-kind", "Sarif;Ghas"]
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert f"{len(files)} files scanned" in said, said
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in files}
    for name, level, rule in SAID.findall(said):
        found[name].add((level, rule))
    return found


@pytest.mark.slow
def test_every_log_fits_the_schema_of_the_standard() -> None:
    (file,) = PACKAGES.glob("sarif-multitool-*/sarif-2.1.0.json")
    schema: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for name, log in logs().items():
        assert [error.message for error in validator.iter_errors(json.loads(log))] == [], name
    broken = json.loads(logs()["english"])
    broken["runs"][0]["results"][0]["level"] = "grave"
    assert list(validator.iter_errors(broken))


@pytest.mark.slow
def test_the_multitool_finds_no_error(tmp_path: Path) -> None:
    said = multitool(tmp_path, logs() | {"broken": re.sub(r'"startLine": \d+', '"startLine": -2', logs()["english"])})
    assert ("error", "JSON1008") in said.pop("broken"), "it does look"
    assert {name for name, found in said.items() if {rule for _, rule in found} - LEFT} == set()
